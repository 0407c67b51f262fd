"""Write the workbook in which a new return is filled in: a guide, a sheet for each dataset, the values to choose from.

In: a workspace and the form of a return. Out: the bytes of an .xlsx file.
"""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from typing import Any

from trustbook.config.workspace import Workspace
from trustbook.core.safe_text import for_xml
from trustbook.data.datasets import CLAIMS
from trustbook.data.workbooks.asides import NOT_PART
from trustbook.data.workbooks.sheets import letters
from trustbook.starting.period_form import CONTROLS, PeriodForm
from trustbook.starting.workbook.choices import rules_of
from trustbook.starting.workbook.guide import TITLE, write_guide
from trustbook.starting.workbook.sheet import DatasetSheet
from trustbook.starting.workbook.styles import Styles

_LISTS = "Lists"


def return_workbook(workspace: Workspace, form: PeriodForm) -> bytes:
    """Return the workbook of a new return. Raises GateError for a suite that cannot be used."""
    import xlsxwriter

    rules = rules_of(workspace, form)
    made = [
        DatasetSheet(each, rules[each.schema.name], workspace.settings, form.period, form.last)
        for each in form.datasets
    ]
    stream = BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    title = for_xml(f"{workspace.settings.trust.name}, {form.period.label}: the return to fill in")
    book.set_properties({"title": title})
    styles = Styles(book)
    guide = book.add_worksheet(TITLE)
    pages = [book.add_worksheet(each.name) for each in made]
    _lists(book.add_worksheet(_LISTS), styles, made)
    totalled = [each for each in made if each.name not in (CONTROLS, CLAIMS.name)]
    for each, page in zip(made, pages, strict=True):
        each.write(page, styles, totalled)
    write_guide(guide, styles, workspace.settings, form, made)
    guide.activate()
    book.close()
    return stream.getvalue()


def _lists(sheet: Any, styles: Styles, made: Sequence[DatasetSheet]) -> None:
    """Write the values of the drop-downs, each in a column, since Excel takes few in the rule itself."""
    sheet.write_string(0, 0, f"{NOT_PART}: the values of the drop-downs.", styles["note"])
    written: dict[tuple[str, ...], str] = {}
    for each in made:
        ranges = {}
        for name in each.form.columns:
            choice = each.rules.choices.get(name)
            if choice is None:
                continue
            place = len(written)
            if choice.values in written:
                ranges[name] = written[choice.values]
                continue
            sheet.write_string(2, place, name, styles["head_aside"])
            for row, value in enumerate(choice.values, 3):
                sheet.write_string(row, place, for_xml(value), styles["given_text"])
            letter = letters(place + 1)
            ranges[name] = written[choice.values] = f"{_LISTS}!${letter}$4:${letter}${3 + len(choice.values)}"
            sheet.set_column(place, place, 24)
        each.lists = ranges
    sheet.protect("")
