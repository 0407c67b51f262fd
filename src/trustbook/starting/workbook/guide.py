"""Write the first sheet of the workbook: what to do, what is still missing, and what each column is for.

In: the form of a return and its sheets. Out: the sheet, which says that it is not part of the return.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from trustbook.config.settings import Settings
from trustbook.core.formatting import listing
from trustbook.core.safe_text import for_xml
from trustbook.data.schema import Kind
from trustbook.data.workbooks.asides import NOT_PART
from trustbook.position import Adjustment
from trustbook.starting.period_form import FORECAST, SAVINGS, PeriodForm
from trustbook.starting.workbook.formulas import ADDS_UP, FILLED_IN, LATER, TO_FILL_IN, shown, text
from trustbook.starting.workbook.sheet import SAYS, DatasetSheet
from trustbook.starting.workbook.styles import Styles

TITLE = "How to fill this in"
VERDICT = (4, 0)
"""The row and column of the cell that says how the whole return stands."""
_KINDS = {Kind.MONEY: "£ thousand", Kind.NUMBER: "number", Kind.DATE: "date", Kind.TEXT: "text"}


def write_guide(
    sheet: Any, styles: Styles, settings: Settings, form: PeriodForm, sheets: Sequence[DatasetSheet]
) -> None:
    """Write the sheet."""
    for place, width in enumerate((22, 46, 13, 16, 16, 44)):
        sheet.set_column(place, place, width)
    sheet.hide_gridlines(2)
    sheet.write_string(0, 0, f"{NOT_PART}: this sheet is for you, and is not read.", styles["note"])
    sheet.write_string(1, 0, for_xml(f"{settings.trust.name}: {form.period.label}"), styles["title"])
    sheet.write_string(2, 0, "The finance return, to be filled in", styles["section"])
    row = VERDICT[0] + 2
    for step in _steps(form):
        sheet.merge_range(row, 0, row, 5, step, styles["text"])
        sheet.set_row(row, 15 * (1 + len(step) // 180))
        row += 1
    row = _standing(sheet, styles, sheets, row + 1)
    row = _across(sheet, styles, sheets, row + 1)
    _columns(sheet, styles, sheets, row + 1)
    sheet.protect("", {"format_columns": True, "format_rows": True})
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)


def _steps(form: PeriodForm) -> Iterator[str]:
    names = listing([each.schema.name for each in form.datasets])
    yield (
        f"1. Fill in the yellow cells of the sheets {names}, from the return. Grey cells are given and are locked. "
        "If you must change one, take the protection off (no password)."
    )
    yield (
        "2. Money is in thousands of pounds: type 1990 for £1.99m, and -43.5 for £43,500 below zero. An empty cell "
        "means not reported, never nil."
    )
    yield (
        f"3. Read the column '{SAYS}', right of the figures: it says of each line, while you type, what is "
        "missing or wrong. The last return's figures are next to it."
    )
    yield (
        "4. Delete what the paper does not report: empty a line, or delete a whole sheet. Only the forecast is always "
        "needed."
    )
    yield f"5. Save the workbook where it is, in data/{form.period}/, and run: trustbook check {form.period}"


def _standing(sheet: Any, styles: Styles, sheets: Sequence[DatasetSheet], row: int) -> int:
    """Write how each sheet stands, and above it the verdict on all of them. Return the next free row."""
    sheet.write_string(row, 0, "How it stands", styles["section"])
    for place, heading in enumerate(("Sheet", "What a line is", "Lines", "To fill in", "Do not add up")):
        sheet.write_string(row + 1, place, heading, styles["head_aside"])
    first = row + 2
    for at, each in enumerate(sheets, first):
        says = each.says
        lines = f'COUNTIF({says},"?*")'
        empty = f'COUNTIF({says},"{TO_FILL_IN}*")'
        good = "-".join(f'COUNTIF({says},"{word}")' for word in (ADDS_UP, FILLED_IN, LATER))
        sheet.write_url(at, 0, f"internal:'{each.name}'!A1", styles["link"], each.name)
        sheet.write_string(at, 1, for_xml(str(each.form.schema.about)), styles["text"])
        sheet.set_row(at, 30)
        for place, formula in enumerate((lines, empty, f"{lines}-{empty}-{good}"), 2):
            sheet.write_formula(at, place, f'=IFERROR({formula},"")', styles["text"], 0)  # the sheet may be deleted
    last = first + len(sheets)
    empty, wrong = f"SUM(D{first + 1}:D{last})", f"SUM(E{first + 1}:E{last})"
    waits = f'{empty}&IF({empty}=1," line is"," lines are")&" still to be filled in. "'
    differs = f'{wrong}&IF({wrong}=1," line does"," lines do")&{text(f" not add up: see {SAYS!r} in each sheet.")}'
    verdict = (
        f'=IF({empty}>0,{waits},"Every line is filled in. ")'
        f'&IF({wrong}>0,{differs},"Nothing that is filled in contradicts itself.")'
    )
    sheet.merge_range(*VERDICT, VERDICT[0], 5, "", styles["verdict"])
    sheet.write_formula(*VERDICT, verdict, styles["verdict"], "")
    sheet.set_row(VERDICT[0], 28)
    return last


def _across(sheet: Any, styles: Styles, sheets: Sequence[DatasetSheet], row: int) -> int:
    """Write what must agree between sheets. Return the next free row."""
    checks = list(_between({each.name: each for each in sheets}))
    if not checks:
        return row
    sheet.write_string(row, 0, "Between the sheets", styles["section"])
    for at, formula in enumerate(checks, row + 1):
        sheet.merge_range(at, 0, at, 5, "", styles["text"])
        sheet.write_formula(at, 0, f"={formula}", styles["text"], "")
    return row + 1 + len(checks)


def _between(of: dict[str, DatasetSheet]) -> Iterator[str]:
    beside = of.get("adjustments")
    if beside is None:
        return
    kinds, amounts = (f"adjustments!{beside.line().column(name)}" for name in ("kind", "amount_gbp_k"))
    forecast, savings = of[FORECAST].line(), of.get(SAVINGS)
    if forecast.has("change_requests_gbp_k"):
        agreed = f'SUMIF({kinds},"{Adjustment.AGREED_FUNDING}",{amounts})'
        level = f"{FORECAST}!{forecast.column('level')}"
        requests = f'SUMIF({level},"<>subtotal",{FORECAST}!{forecast.column("change_requests_gbp_k")})'
        yield _agree("The funding agreed in the year", agreed, "the change requests of the forecast", requests)
    if savings is not None and savings.line().has("in_forecast", "red_gbp_k") and beside.line().has("savings_ref"):
        of_savings = (
            f"{SAVINGS}!{savings.line().column('in_forecast')}",
            f"{SAVINGS}!{savings.line().column('red_gbp_k')}",
        )
        red = f'SUMIF({of_savings[0]},"no",{of_savings[1]})'
        refs = f"adjustments!{beside.line().column('savings_ref')}"
        named = f'SUMIFS({amounts},{kinds},"{Adjustment.NOT_IN_FORECAST}",{refs},"?*")'
        yield _agree("What adjustments has for savings that are not in the forecast", named, "their red amounts", red)


def _agree(what: str, amount: str, other: str, second: str) -> str:
    same = f"{text(f'{what} and {other} agree: ')}&{shown(amount)}"
    differ = f"{text(f'{what} is ')}&{shown(amount)}&{text(f', and {other} come to ')}&{shown(second)}"
    return f'IFERROR(IF(ABS({amount}-{second})<=1,{same},{differ}),"")'


def _columns(sheet: Any, styles: Styles, sheets: Sequence[DatasetSheet], row: int) -> None:
    sheet.write_string(row, 0, "What goes into each column", styles["section"])
    for place, heading in enumerate(("Sheet", "Column", "In", "On each line?")):
        sheet.write_string(row + 1, place, heading, styles["head_aside"])
    sheet.merge_range(row + 1, 4, row + 1, 5, "What it is", styles["head_aside"])
    row += 2
    for each in sheets:
        for name in each.form.columns:
            column = each.form.schema[name]
            needed = name in each.rules.filled
            cells = (each.name, name, _KINDS[column.kind], "always" if needed else "if reported")
            for place, cell in enumerate(cells):
                sheet.write_string(row, place, cell, styles["text"])
            about = for_xml(str(column.about))
            sheet.merge_range(row, 4, row, 5, "", styles["text"])
            sheet.write_string(row, 4, about, styles["text"])
            sheet.set_row(row, 15 * (1 + len(about) // 55))
            row += 1
