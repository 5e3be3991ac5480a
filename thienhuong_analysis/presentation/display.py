"""What a notebook shows: charts, tables and prose, as HTML that needs nothing and as plain text."""

from __future__ import annotations

import base64
import re
from collections.abc import Collection
from dataclasses import dataclass, field
from html import escape
from typing import TYPE_CHECKING, NamedTuple

from thienhuong_analysis.presentation.wording import Wording

if TYPE_CHECKING:
    import pandas as pd


class Cell(NamedTuple):
    """A cell that says more than its text.

    Args
        detail : str  a second, smaller line
        sign : str  a mark before the text, not read aloud
        css : str  class of the cell
        badge, reason : str  a label after the text, and what it means
    """

    text: str
    detail: str = ""
    sign: str = ""
    css: str = ""
    badge: str = ""
    reason: str = ""

    def __str__(self) -> str:
        badge = f" [{self.badge}]" if self.badge else ""
        return f"{self.sign} {self.text}{badge}".strip()


@dataclass(frozen=True)
class Table:
    """A table of finished texts: the first column heads the rows, numbers stand to the right.

    Args
        frame : DataFrame of str or Cell  one row a line
        numeric : collection of str  columns that hold numbers
        group : str  a column whose values become headings between the rows
        notes : tuple of str  footnotes
    """

    frame: pd.DataFrame
    caption: str
    lang: str = "vi"
    numeric: Collection[str] = ()
    group: str = ""
    notes: tuple[str, ...] = ()

    def __repr__(self) -> str:
        text = self.frame.map(str).to_string(index=False) if len(self.frame) else ""
        return "\n".join((self.caption, text, *self.notes))

    def _repr_html_(self) -> str:
        columns = [column for column in self.frame if column != self.group]
        heads = "".join(f'<th scope="col"{self._num(column)}>{escape(column)}</th>'
                        for column in columns)
        bodies = ["<tbody>"]
        last: object = None
        for record in self.frame.to_dict("records"):
            if self.group and record[self.group] != last:
                last = record[self.group]
                bodies.append(f'</tbody><tbody><tr class="group"><th colspan="{len(columns)}" '
                              f'scope="rowgroup">{escape(str(last))}</th></tr>')
            bodies.append("<tr>" + "".join(self._cell(column, record[column], first=i == 0)
                                           for i, column in enumerate(columns)) + "</tr>")
        body = "".join(bodies).removeprefix("<tbody></tbody>" if self.group else "")
        return (f'<div class="scroll" tabindex="0" role="region" '
                f'aria-label="{escape(self.caption)}"><table class="numbers">'
                f"<caption>{escape(self.caption)}</caption><thead><tr>{heads}</tr></thead>"
                f"{body}</tbody></table></div>{_notes(self.notes)}")

    def _num(self, column: str) -> str:
        return ' class="num"' if column in self.numeric else ""

    def _cell(self, column: str, value: str | Cell, *, first: bool) -> str:
        cell = value if isinstance(value, Cell) else Cell(str(value))
        css = " ".join(filter(None, ("num" if column in self.numeric else "", cell.css)))
        html = (f'<span class="sign" aria-hidden="true">{escape(cell.sign)}</span> '
                if cell.sign else "") + escape(cell.text)
        if cell.badge:
            html += (f' <span class="badge" title="{escape(cell.reason)}">'
                     f"{escape(cell.badge)}</span>")
        html += f"<small>{escape(cell.detail)}</small>" if cell.detail else ""
        tag, scope = ("th", ' scope="row"') if first else ("td", "")
        return f"<{tag}{scope}{f' class={chr(34)}{css}{chr(34)}' if css else ''}>{html}</{tag}>"


@dataclass(frozen=True)
class Chart:
    """A picture with what it shows in words and in numbers.

    Args
        svg : str  the picture
        alt : str  subject, range and finding, for those who do not see it
        table : Table  every number in the picture
        notes : tuple of str  sentences under the picture
    """

    svg: str = field(repr=False)
    alt: str
    title: str
    table: Table = field(repr=False)
    notes: tuple[str, ...] = ()

    def __repr__(self) -> str:
        return "\n".join((self.title, self.alt, *self.notes))

    def _repr_html_(self) -> str:
        data = base64.b64encode(self.svg.encode()).decode()
        size = re.search(r'viewBox="0 0 ([\d.]+) ([\d.]+)"', self.svg)
        width, height = (round(float(x) * 4 / 3) for x in size.groups()) if size else (614, 355)
        summary = Wording(self.table.lang).say("Data of this figure")
        return (f'<figure class="chart"><figcaption>{escape(self.title)}</figcaption>'
                f'<img alt="{escape(self.alt)}" width="{width}" height="{height}" '
                f'src="data:image/svg+xml;base64,{data}">{_notes(self.notes)}'
                f'<details class="data"><summary>{escape(summary)}</summary>'
                f"{self.table._repr_html_()}</details></figure>")


@dataclass(frozen=True)
class Prose:
    """Paragraphs of text, an empty line between them."""

    text: str

    def __repr__(self) -> str:
        return self.text

    def _repr_html_(self) -> str:
        return "".join(f"<p>{escape(part.strip())}</p>" for part in self.text.split("\n\n"))


@dataclass(frozen=True)
class Page:
    """Several parts, one under the other.

    Args
        css : str  class of the section around them
    """

    parts: tuple[Chart | Table | Prose, ...]
    css: str = "page"

    def __repr__(self) -> str:
        return "\n\n".join(map(repr, self.parts))

    def _repr_html_(self) -> str:
        inner = "".join(part._repr_html_() for part in self.parts)
        return f'<section class="{escape(self.css)}">{inner}</section>'


def _notes(notes: tuple[str, ...]) -> str:
    return "".join(f'<p class="note">{escape(note)}</p>' for note in notes)
