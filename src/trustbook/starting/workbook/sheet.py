"""Write the sheet of one dataset: cells to fill in with their choices, and beside them the last figures and the checks.

In: the form and the rules of a dataset. Out: the sheet. Its header and its columns are those of the CSV file; what is
beside them says that it is not part of the return, so the reader leaves it out.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Any

from trustbook.config.settings import Settings
from trustbook.core.period import Period
from trustbook.core.safe_text import for_xml
from trustbook.data.datasets import CLAIMS
from trustbook.data.schema import Field, Kind
from trustbook.data.workbooks.asides import NOT_PART
from trustbook.data.workbooks.sheets import letters
from trustbook.position import COST_TO_COUNCILS, PRESSURE
from trustbook.starting.period_form import CONTROLS, FORECAST, SAVINGS, DatasetForm, Row
from trustbook.starting.workbook import formulas
from trustbook.starting.workbook.choices import Rules
from trustbook.starting.workbook.formulas import ADDS_UP, FILLED_IN, LATER, TO_FILL_IN, Line
from trustbook.starting.workbook.styles import Styles

SPARE, SPARE_CLAIMS = 20, 80
"""Empty lines below those that are known; of claims, a paper makes many and none is known."""
SAYS, GROUP, LINES = "Does it add up?", "group", "The lines come to"
_LONGEST_TITLE, _LONGEST_MESSAGE = 32, 255
"""The limits of Excel for what it shows beside a cell."""
_WIDTHS = {Kind.MONEY: 13, Kind.NUMBER: 11, Kind.DATE: 13, Kind.TEXT: 18}
_WIDE, _NARROW, _OF_SAYS = 34, 10, 68
_WIDE_COLUMNS = ("note", "proposal", "label", "item", "text", "heading", "measure", "column", "reason", "outstanding")
_NARROW_COLUMNS = ("ref", "level", "unit", "in_forecast", "recurring", "own")
_UNITS = {Kind.MONEY: "In thousands of pounds. ", Kind.NUMBER: "A number. ", Kind.DATE: "A date. ", Kind.TEXT: ""}
_WHERE_EMPTY = "Leave it empty if the paper does not say."


@dataclass
class DatasetSheet:
    """The sheet of a dataset, and what the other sheets need to know of it."""

    form: DatasetForm
    rules: Rules
    settings: Settings
    period: Period
    last: Period | None
    lists: Mapping[str, str] = field(default_factory=dict)
    """The range of the values of each drop-down, by column."""

    @property
    def name(self) -> str:
        """The name of the dataset, which is that of the sheet."""
        return self.form.schema.name

    @property
    def bottom(self) -> int:
        """The last row to fill in; the lines of a forecast are those that the settings name."""
        return 1 + len(self.form.rows) + {FORECAST: 0, CLAIMS.name: SPARE_CLAIMS}.get(self.name, SPARE)

    def line(self, row: int = 2) -> Line:
        """Return where the cells of a line are."""
        return Line(self.form.schema, self.form.columns, row, self.bottom)

    @property
    def asides(self) -> list[str]:
        """The headings beside the figures, after the one that says that they are not part of the return."""
        beside = []
        if self.last is not None:
            at = self.last.short if self.last.year == self.period.year else str(self.last)
            beside = [f"{self.form.schema[name].title} at {at}" for name in self.form.beside]
        known = {FORECAST: [GROUP], CONTROLS: [LINES]}.get(self.name, [])
        return [SAYS, *known, *beside]

    @property
    def says(self) -> str:
        """The range of the sentences about its lines, for the first sheet."""
        letter = self._says_in
        return f"{self.name}!${letter}$2:${letter}${self.bottom}"

    @property
    def _says_in(self) -> str:
        return letters(len(self.form.columns) + 2)

    def write(self, sheet: Any, styles: Styles, others: Sequence[DatasetSheet]) -> None:
        """Write it; `others` are the sheets that a total can be of."""
        self._header(sheet, styles)
        for place, name in enumerate(self.form.columns):
            self._column(sheet, styles, place, self.form.schema[name])
        for row in range(2, self.bottom + 1):
            self._aside(sheet, styles, row, others)
        self._colours(sheet, styles)
        words = [place for place, name in enumerate(self.form.columns) if self.form.schema[name].kind is Kind.TEXT]
        first = next((place for place in range(len(self.form.columns)) if place not in words), 1)
        sheet.freeze_panes(1, min(first, 3))
        sheet.protect("", {"format_columns": True, "format_rows": True})
        sheet.set_landscape()
        sheet.set_paper(8)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(0)

    def _header(self, sheet: Any, styles: Styles) -> None:
        sheet.set_row(0, 45)
        for place, name in enumerate(self.form.columns):
            column = self.form.schema[name]
            sheet.write_string(0, place, name, styles["head"])
            sheet.write_comment(
                0, place, for_xml(_about(column)), {"x_scale": 2.2, "font_size": 9, "author": "trustbook"}
            )
            sheet.set_column(place, place, _width(column))
        marker = len(self.form.columns)
        sheet.write_string(0, marker, NOT_PART, styles["marker"])
        sheet.set_column(marker, marker, 9)
        for place, heading in enumerate(self.asides, marker + 1):
            sheet.write_string(0, place, for_xml(heading), styles["head_aside"])
            sheet.set_column(place, place, _OF_SAYS if heading == SAYS else 16)

    def _column(self, sheet: Any, styles: Styles, place: int, column: Field) -> None:
        locked = self.name == FORECAST and column.name in ("level", "heading", "parent")
        given = "given_text" if locked else f"typed_{_style(column)}"
        rows: list[Row] = [*self.form.rows, *([{}] * (self.bottom - 1 - len(self.form.rows)))]
        for number, row in enumerate(rows, 1):
            _write(sheet, number, place, row.get(column.name, ""), column, styles[given])
        if locked:
            return
        allowed: dict[str, object] = {"validate": "any"}
        choice = self.rules.choices.get(column.name)
        if choice is not None:
            allowed = {"validate": "list", "source": f"={self.lists[column.name]}"}
            if choice.strict:
                allowed |= {"error_title": "Not one of the choices", "error_message": "Choose one from the list."}
            else:
                allowed |= {"error_type": "warning", "error_title": "Not one of the usual choices"}
        elif column.kind in (Kind.MONEY, Kind.NUMBER):
            unit = "a figure in thousands of pounds" if column.kind is Kind.MONEY else "a number"
            allowed = {"validate": "decimal", "criteria": "between", "minimum": -(10**12), "maximum": 10**12}
            allowed |= {"error_title": "Not a figure", "error_message": f"Type {unit}, such as 1990 or -43.5."}
        allowed |= {
            "input_title": for_xml(column.title)[:_LONGEST_TITLE],
            "input_message": for_xml(_about(column))[:_LONGEST_MESSAGE],
        }
        sheet.data_validation(1, place, self.bottom - 1, place, allowed)

    def _aside(self, sheet: Any, styles: Styles, row: int, others: Sequence[DatasetSheet]) -> None:
        line, place = self.line(row), len(self.form.columns)
        given = self.form.rows[row - 2] if row - 2 < len(self.form.rows) else {}
        last = self.form.last[row - 2] if row - 2 < len(self.form.last) else {}
        sheet.write_blank(row - 1, place, None, styles["marker"])
        come_to = f"${letters(place + 3)}{row}"
        place += 1
        sheet.write_formula(row - 1, place, f"={self._says(line, come_to, last)}", styles["says"], "")
        if self.name == FORECAST:
            place += 1
            sheet.write_string(row - 1, place, for_xml(self._group(given)), styles["given_text"])
        elif self.name == CONTROLS:
            place += 1
            sheets = {each.name: each.line() for each in others}
            kinds = ([layer.name for layer in layers[1:]] for layers in (PRESSURE, COST_TO_COUNCILS))
            formula = formulas.lines_come_to(line, sheets, *kinds)
            sheet.write_formula(row - 1, place, f"={formula}", styles["aside_money"], "")
        for name in self.form.beside:
            place += 1
            column = self.form.schema[name]
            style = styles["given_text" if column.kind in (Kind.TEXT, Kind.DATE) else f"aside_{_style(column)}"]
            _write(sheet, row - 1, place, last.get(name, ""), column, style)

    def _group(self, given: Row) -> str:
        name = given.get("heading", "")
        return {"heading": self.settings.group_of.get(name, ""), "group": name}.get(given.get("level", ""), "")

    def _says(self, line: Line, come_to: str, last: Row) -> str:
        if self.name == FORECAST:
            return formulas.forecast_line(line, *self._before(last))
        if self.name == SAVINGS:
            return formulas.savings_line(line)
        if self.name == CONTROLS:
            return formulas.control_line(line, come_to)
        return formulas.dataset_line(line, self.rules.filled, [name for name in self.form.beside if last.get(name)])

    def _before(self, last: Row) -> tuple[str, str]:
        """Return the last return of the year, and the variance that it first stated: movements are since then."""
        if self.last is None or self.last.year != self.period.year:
            return "", ""
        was = last.get("first_stated_variance_gbp_k") or last.get("variance_gbp_k", "")
        return self.last.short, "" if plain_figure(was) is None else was

    def _colours(self, sheet: Any, styles: Styles) -> None:
        """Show decimals only where there are some, and the sentences in colours beside their words."""
        for place, name in enumerate([*self.form.columns, NOT_PART, *self.asides]):
            of_money = name in self.form.columns and self.form.schema[name].kind is Kind.MONEY
            if of_money or (self.name == CONTROLS and name == LINES):
                cell = f"{letters(place + 1)}2"
                holds = f"=AND(ISNUMBER({cell}),ROUND({cell},0)<>ROUND({cell},3))"
                rule = {"type": "formula", "criteria": holds, "format": styles["decimals"]}
                sheet.conditional_format(1, place, self.bottom - 1, place, rule)
        place, said = len(self.form.columns) + 1, f"${self._says_in}2"
        good = ",".join(f'{said}="{each}"' for each in (ADDS_UP, FILLED_IN, LATER))
        wrong = f'=AND({said}<>"",NOT(OR({good})),LEFT({said},{len(TO_FILL_IN)})<>"{TO_FILL_IN}")'
        for criteria, style in ((f"=OR({good})", "good"), (wrong, "wrong")):
            rule = {"type": "formula", "criteria": criteria, "format": styles[style]}
            sheet.conditional_format(1, place, self.bottom - 1, place, rule)
        rule = {"type": "formula", "criteria": wrong, "format": styles["wrong"]}
        sheet.conditional_format(
            1, 0, self.bottom - 1, 1, rule
        )  # the names of the line stay in sight, the sentence may not


def plain_figure(cell: str) -> Decimal | None:
    """Read a figure of the last return; None if it is none."""
    try:
        figure = Decimal(cell)
    except InvalidOperation:
        return None
    return figure if figure.is_finite() else None


def _about(column: Field) -> str:
    about = str(column.about)
    sentence = f"{_UNITS[column.kind]}{about}{'' if about.endswith('.') else '.'}"
    return sentence if column.required else f"{sentence} {_WHERE_EMPTY}"


def _style(column: Field) -> str:
    return {Kind.MONEY: "money", Kind.NUMBER: "number"}.get(column.kind, "text")


def _width(column: Field) -> int:
    if column.name in _WIDE_COLUMNS:
        return _WIDE
    return _NARROW if column.name in _NARROW_COLUMNS else max(_WIDTHS[column.kind], len(column.name) + 2)


def _write(sheet: Any, row: int, place: int, cell: str, column: Field, style: Any) -> None:
    """Write a cell as its column is read: text as text, whatever it begins with, and a figure as a number."""
    if not cell:
        sheet.write_blank(row, place, None, style)
        return
    figure = plain_figure(cell) if column.kind in (Kind.MONEY, Kind.NUMBER) else None
    if figure is None:
        sheet.write_string(row, place, for_xml(cell), style)
    else:
        sheet.write_number(row, place, figure, style)
