"""What a notebook shows: charts, tables and prose, as HTML that needs nothing and as plain text."""

import base64
import re
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from html import escape
from typing import Any, NamedTuple

import pandas as pd

from thienhuong_analysis.presentation.trees import ANCHOR
from thienhuong_analysis.presentation.wording import Wording


class Cell(NamedTuple):
    """A cell that says more than its text.

    Args
        detail : str  a second, smaller line
        sign : str  a mark before the text, not read aloud
        css : str  class of the cell
        badge, reason : str  a label after the text, and the assumption behind it, if it marks one
        node : str  key of the tree that explains the number; a link where the page has that tree
    """

    text: str
    detail: str = ""
    sign: str = ""
    css: str = ""
    badge: str = ""
    reason: str = ""
    node: str = ""

    def __str__(self) -> str:
        return f"{self.sign} {self.text}{self.badge and f' [{self.badge}]'}".strip()


class Column(NamedTuple):
    """How a table shows each row in one column."""

    heading: str
    show: Callable[[Any], str | Cell]
    numeric: bool = False


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
        return "\n".join((self.caption, self.frame.map(str).to_string(index=False), *self.notes))

    def _repr_html_(self) -> str:
        columns = [column for column in self.frame if column != self.group]
        num = {column: "num" if column in self.numeric else "" for column in columns}
        heads = "".join(f'<th scope="col"{_class(num[c])}>{escape(c)}</th>' for c in columns)
        groups = (self.frame.groupby(self.group, sort=False) if self.group
                  else [("", self.frame)])
        bodies = "".join(
            "<tbody>" + (f'<tr class="group"><th colspan="{len(columns)}" scope="rowgroup">'
                         f"{escape(str(name))}</th></tr>" if self.group else "")
            + "".join("<tr>" + "".join(_cell(row[c], num[c], first=c == columns[0])
                                       for c in columns) + "</tr>"
                      for row in rows.to_dict("records")) + "</tbody>"
            for name, rows in groups)
        caption = escape(self.caption)
        return (f'<div class="scroll" tabindex="0" role="region" aria-label="{caption}">'
                f'<table class="numbers"><caption>{caption}</caption><thead><tr>{heads}</tr>'
                f"</thead>{bodies}</table></div>{_notes(self.notes)}")


@dataclass(frozen=True)
class Chart:
    """A picture with what it shows in words and in numbers.

    Args
        svg : str  the picture
        alt : str  subject, range and finding, for those who do not see it
        table : Table  every number in the picture
        notes : tuple of str  sentences under the picture
    """

    svg: str
    alt: str
    title: str
    table: Table
    notes: tuple[str, ...] = ()

    def marked(self, word: str) -> "Chart":
        """Return the chart with a word in the corner of the picture, before its title and its alt."""
        mark = (f'<text x="100%" y="12" text-anchor="end" font-family="sans-serif" font-size="11" '
                f'font-weight="bold" fill="#b3261e">{escape(word)}</text></svg>')
        return replace(self, svg=self.svg.replace("</svg>", mark), title=f"{word} – {self.title}",
                       alt=f"{word}. {self.alt}")

    def __repr__(self) -> str:
        return "\n".join((self.title, self.alt, *self.notes))

    def _repr_html_(self) -> str:
        data = base64.b64encode(self.svg.encode()).decode()
        size = re.search(r'viewBox="0 0 ([\d.]+) ([\d.]+)"', self.svg)
        sides = "".join(f' {name}="{float(points) * 4 / 3:.0f}"' for name, points in
                        zip(("width", "height"), size.groups() if size else (), strict=False))
        summary = escape(Wording(self.table.lang).say("Data of this figure"))
        return (f'<figure class="chart"><figcaption>{escape(self.title)}</figcaption>'
                f'<img alt="{escape(self.alt)}"{sides} src="data:image/svg+xml;base64,{data}">'
                f'{_notes(self.notes)}<details class="data"><summary>{summary}</summary>'
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
    """Several parts, one under the other, in a section of this class."""

    parts: tuple[Chart | Table | Prose, ...]
    css: str = "page"

    def __repr__(self) -> str:
        return "\n\n".join(map(repr, self.parts))

    def _repr_html_(self) -> str:
        inner = "".join(part._repr_html_() for part in self.parts)
        return f'<section class="{escape(self.css)}">{inner}</section>'


def lay_out(rows: Iterable[Any], columns: Mapping[str, Callable[..., str | Cell]]) -> pd.DataFrame:
    """Return a frame of finished cells: heading -> how a row is shown under it."""
    rows = list(rows)
    return pd.DataFrame({name: pd.Series([show(row) for row in rows], dtype=object)
                         for name, show in columns.items()})


def tabulate(rows: Iterable[Any], columns: Iterable[Column], caption: str, lang: str, *,
             group: str = "", notes: tuple[str, ...] = ()) -> Table:
    """Return a table with one line a row, shown column by column."""
    columns = list(columns)
    frame = lay_out(rows, {column.heading: column.show for column in columns})
    numeric = [column.heading for column in columns if column.numeric]
    return Table(frame, caption, lang, numeric, group, notes)


def by_year(columns: Mapping[str, Mapping[int, str | Cell]], caption: str, words: Wording) -> Table:
    """Return a table with one line a year from columns that know some of the years."""
    years = sorted({int(year) for column in columns.values() for year in column})

    def shown(known: Mapping[int, str | Cell]) -> Callable[[int], str | Cell]:
        return lambda year: known.get(year, "")

    return tabulate(years, [Column(words.say("Year"), str), *(
        Column(heading, shown(known), numeric=True) for heading, known in columns.items())],
        caption, words.lang)


def _cell(value: str | Cell, num: str, *, first: bool) -> str:
    cell = value if isinstance(value, Cell) else Cell(str(value))
    html = escape(cell.text)
    if cell.node and html:
        html = f'<a class="explained" href="#{ANCHOR}{escape(cell.node)}">{html}</a>'
    if cell.sign:
        html = f'<span class="sign" aria-hidden="true">{escape(cell.sign)}</span> {html}'
    if cell.badge:
        kind = ' assumption" title="' + escape(cell.reason) if cell.reason else ""
        html += f' <span class="badge{kind}">{escape(cell.badge)}</span>'
    if cell.detail:
        html += f"<small>{escape(cell.detail)}</small>"
    css = _class(f"{num} {cell.css}".strip())
    return f'<th scope="row"{css}>{html}</th>' if first else f"<td{css}>{html}</td>"


def _class(css: str) -> str:
    return f' class="{escape(css)}"' if css else ""


def _notes(notes: tuple[str, ...]) -> str:
    return "".join(f'<p class="note">{escape(note)}</p>' for note in notes)
