"""One yearly form as a workbook: grey cells to read, white cells to fill in, and what they accept."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from textwrap import wrap
from typing import Any

import xlsxwriter

from thienhuong_analysis.observations.forms.layout import FORMAT, MARK, VERSION, Layout
from thienhuong_analysis.observations.text import _
from thienhuong_analysis.presentation.wording import Wording

_WIDTHS = {"indicators": (17, 29, 14, 13, 23, 14, 14, 14, 13, 26), "tasks": (16, 50, 14, 26, 14, 14, 30),
           "remarks": (22, 100), "guide": (74,)}
_INPUT = {"value", "status", "state", "note"}
_NUMBERS = {"fraction": "0.00%", "count": "#,##0", "persons": "#,##0", "households": "#,##0"}
_REMARK, _LINE = 180, 16
"""Heights in points: of a cell for remarks, and of one line of text."""
_LOOKS: dict[str, dict[str, object]] = {
    "plain": {"border": 0}, "unit": {"border": 0, "bold": True},
    "title": {"border": 0, "bold": True, "font_size": 14},
    "text": {"border": 0, "text_wrap": True},
    "head": {"bold": True, "align": "center", "bg_color": "#D9D9D9"},
    "read": {"bg_color": "#F2F2F2"}, "code": {"bg_color": "#F2F2F2", "font_size": 9},
    "fill": {"locked": False}, "remark": {"locked": False, "valign": "top"},
    "choose": {"locked": False, "align": "center"},
    "day": {"locked": False, "num_format": "dd/mm/yyyy", "align": "left"},
}
_SHARE = (_("Enter a percentage: 14 or 14%. Leave the cell empty where there is no figure, and say why in "
            "the comment."), _("Enter a percentage from 0% to 100%, or leave the cell empty."))
_WHOLE = (_("Enter a whole number. Leave the cell empty where there is no figure, and say why in the "
            "comment."), _("Enter a whole number that is not negative, or leave the cell empty."))
_AMOUNT = (_("Enter a number in the unit of the row. Leave the cell empty where there is no figure, and say "
             "why in the comment."), _("Enter a number that is not negative, or leave the cell empty."))


class _Exact(float):
    """A number that the file holds with all its digits; xlsxwriter itself would write sixteen."""

    def __format__(self, _spec: str) -> str:
        return repr(float(self))


class FormBook:
    """A form being written; used as a context, it is complete when the context ends.

    Args
        path : Path  the file
        unit, name : str  the lead unit, its id and what it is called
        parts : sequence of str  the sheets to be filled in, in their order
    """

    def __init__(self, path: Path, words: Wording, layout: Layout, *, unit: str, name: str, year: int,
                 parts: Sequence[str]) -> None:
        self._words, self._layout, self._name, self._year = words, layout, name, year
        self._book = xlsxwriter.Workbook(str(path), {"strings_to_formulas": False, "strings_to_urls": False})
        self._book.set_properties({"created": datetime(2025, 1, 1, tzinfo=UTC)})
        self._formats: dict[tuple[str, str], Any] = {}
        self._mark = {"format": FORMAT, "version": VERSION, "unit": unit, "year": str(year),
                      "lang": words.lang, "sheets": ";".join(parts)}
        self._first = parts[0]

    def __enter__(self) -> "FormBook":
        return self

    def __exit__(self, *_: object) -> None:
        hidden = self._book.add_worksheet(MARK)
        for row, pair in enumerate(self._mark.items()):
            hidden.write_row(row, 0, pair)
        hidden.protect()
        hidden.very_hidden()
        self._book.close()

    def guide(self, title: str, paragraphs: Sequence[str]) -> None:
        """Write the instructions."""
        sheet = self._sheet("guide", title, landscape=False)
        for row, text in enumerate(paragraphs, start=3):
            sheet.write_string(row, 0, text, self._format("text"))
            sheet.set_row(row, _height((text,), _WIDTHS["guide"]))

    def figures(self, title: str, rows: Sequence[Mapping[str, object]], day: date | None) -> None:
        """Write the table of indicators.

        Args
            rows : sequence of mapping  a text a column; ``canonical``: the canonical unit; ``value`` and
                ``status`` where they are known
        """
        sheet, header = self._table("indicators", title, self._layout.indicators, rows, day)
        value, status = (list(self._layout.indicators).index(name) for name in ("value", "status"))
        for i, row in enumerate(rows, start=header + 1):
            unit, figure = str(row["canonical"]), row.get("value")
            look = self._format("choose" if unit == "none" else "fill",
                                "" if unit == "none" else _NUMBERS.get(unit, "#,##0.00"))
            if isinstance(figure, float):
                if unit == "none":
                    sheet.write_string(i, value, self._layout.milestone[figure < 1], look)
                else:
                    sheet.write_number(i, value, _Exact(figure), look)
            else:
                sheet.write_blank(i, value, None, look)
            sheet.data_validation(i, value, i, value, self._rule(unit))
            sheet.data_validation(i, status, i, status, self._choice(tuple(self._layout.statuses)))
        cell = f"${chr(65 + value)}{header + 2}"
        other = f"${chr(65 + status)}{header + 2}"
        sheet.conditional_format(header + 1, status, header + len(rows), status, {
            "type": "formula", "criteria": f'=AND({cell}<>"",{other}="")',
            "format": self._book.add_format({"bg_color": "#FFE699"})})

    def tasks(self, title: str, rows: Sequence[Mapping[str, object]], day: date | None) -> None:
        """Write the table of tasks: a text a column."""
        sheet, header = self._table("tasks", title, self._layout.tasks, rows, day)
        state = list(self._layout.tasks).index("state")
        sheet.data_validation(header + 1, state, header + len(rows), state,
                              self._choice(tuple(self._layout.states)))

    def remarks(self, title: str, day: date | None) -> None:
        """Write the sheet for what is difficult and what is proposed."""
        sheet = self._sheet("remarks", title)
        row = self._day(sheet, "remarks", day)
        for subject in ("difficulties", "proposals"):
            sheet.write_string(row, 0, self._layout.fields[subject], self._format("unit"))
            sheet.merge_range(row + 1, 0, row + 1, 1, "", self._format("remark"))
            sheet.set_row(row + 1, _REMARK)
            row += 3

    def _table(self, part: str, title: str, headings: Mapping[str, str],
               rows: Sequence[Mapping[str, object]], day: date | None) -> tuple[Any, int]:
        sheet = self._sheet(part, title)
        header = self._day(sheet, part, day)
        sheet.write_row(header, 0, headings.values(), self._format("head"))
        sheet.set_row(header, _height(headings.values(), _WIDTHS[part], least=2))
        for i, row in enumerate(rows, start=header + 1):
            sheet.set_row(i, _height([str(row.get(name, "")) for name in headings], _WIDTHS[part], least=2))
            for j, name in enumerate(headings):
                look = "fill" if name == "note" else "choose" if name in _INPUT else (
                    "code" if name == "id" else "read")
                if text := str(row.get(name, "")) if name != "value" else "":
                    sheet.write_string(i, j, text, self._format(look))
                else:
                    sheet.write_blank(i, j, None, self._format(look))
        sheet.freeze_panes(header + 1, 2)
        sheet.repeat_rows(header)
        return sheet, header

    def _day(self, sheet: Any, part: str, day: date | None) -> int:
        """Write the cells for day and author on the first sheet that is filled in; return the next row."""
        if part != self._first:
            return 4
        for row, name in ((4, "day"), (5, "author")):
            sheet.write_string(row, 0, self._layout.fields[name], self._format("head"))
        look = self._format("day")
        if day is None:
            sheet.write_blank(4, 1, None, look)
        else:
            sheet.write_datetime(4, 1, datetime(day.year, day.month, day.day), look)
        sheet.write_blank(5, 1, None, self._format("fill"))
        message = self._words.say("Enter the day on which the figures were closed, like 31/01/{year}.",
                                  year=self._year + 1)
        sheet.data_validation(4, 1, 4, 1, {
            "validate": "date", "criteria": ">=", "value": date(self._year, 1, 1),
            "input_title": self._layout.fields["day"], "input_message": message,
            "error_title": self._layout.fields["day"], "error_message": message})
        return 7

    def _sheet(self, part: str, title: str, *, landscape: bool = True) -> Any:
        sheet = self._book.add_worksheet(self._layout.sheets[part])
        for column, width in enumerate(_WIDTHS[part]):
            sheet.set_column(column, column, width)
        sheet.write_string(0, 0, self._name.upper(), self._format("unit"))
        sheet.write_string(1, 0, title, self._format("title"))
        sheet.hide_gridlines(2)
        if landscape:
            sheet.set_landscape()
        sheet.set_paper(9)
        sheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.7)
        sheet.fit_to_pages(1, 0)
        page = self._words.say("Page {page} of {pages}", page="&P", pages="&N")
        sheet.set_footer(f"&L&9{self._name.replace('&', '&&')}&R&9{page}")
        sheet.protect("", {"format_columns": True, "format_rows": True})
        return sheet

    def _format(self, look: str, number: str = "") -> Any:
        if (look, number) not in self._formats:
            self._formats[look, number] = self._book.add_format({
                "font_name": "Times New Roman", "font_size": 12, "border": 1, "valign": "vcenter",
                "text_wrap": _LOOKS[look].get("border") != 0, **({"num_format": number} if number else {}),
                **_LOOKS[look]})
        return self._formats[look, number]

    def _choice(self, words: Sequence[str]) -> dict[str, object]:
        message = self._words.say("Choose one from the list.")
        return {"validate": "list", "source": list(words), "input_message": message,
                "error_message": message}

    def _rule(self, unit: str) -> dict[str, object]:
        if unit == "none":
            return self._choice(self._layout.milestone)
        hint, error = _SHARE if unit == "fraction" else _WHOLE if unit in _NUMBERS else _AMOUNT
        bounds = ({"criteria": "between", "minimum": 0, "maximum": 1} if unit == "fraction"
                  else {"criteria": ">=", "value": 0})
        return {"validate": "integer" if unit in _NUMBERS and unit != "fraction" else "decimal", **bounds,
                "input_message": self._words.say(hint), "error_message": self._words.say(error)}


def _height(texts: Iterable[str], widths: Sequence[int], least: int = 1) -> float:
    """Return how high a row must be to show its texts; files do not grow with what is in them."""
    lines = (sum(max(1, len(wrap(line, int(1.15 * width)))) for line in text.split("\n"))
             for text, width in zip(texts, widths, strict=True))
    return _LINE * max(least, *lines) + 2
