"""A return that is a workbook: one sheet for each dataset.

In: an `.xlsx` file. Out: the rows of each sheet by its name, read like the rows of a CSV file.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

from trustbook.errors import ReturnError


def read_sheets(path: Path, name: str) -> Iterator[tuple[str, list[tuple[int, list[str]]]]]:
    """Go through the sheets: name, and rows with their numbers. Raises ReturnError for a file that is no workbook.

    A formula is read as the value that the workbook keeps for it; one without such a value stays a formula, which no
    column accepts.
    """
    import openpyxl

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # styles and validations that openpyxl does not know are no concern here
            values = openpyxl.load_workbook(path, data_only=True)
            formulas = openpyxl.load_workbook(path)
        sheets = [(sheet.title, _rows(sheet, formulas[sheet.title])) for sheet in values.worksheets]
    except Exception as error:  # a damaged archive makes openpyxl and what it stands on raise nearly anything
        why = str(error).strip() or type(error).__name__
        raise ReturnError(f"it is not a workbook ({why[:200]})", file=name, expected="an .xlsx file") from None
    yield from sheets


def _rows(values: Any, formulas: Any) -> list[tuple[int, list[str]]]:
    """Rows down to the last cell that holds anything, however far the sheet's formatting goes."""
    texts: dict[int, dict[int, str]] = {}
    for number, column in {**values._cells, **formulas._cells}:
        text = _text(_value(values, number, column), _value(formulas, number, column))
        if text:
            texts.setdefault(number, {})[column] = text
    width = max((max(row) for row in texts.values()), default=0)
    return [
        (number, [texts[number].get(column, "") for column in range(1, width + 1)] if number in texts else [])
        for number in range(1, max(texts, default=0) + 1)
    ]


def _value(sheet: Any, number: int, column: int) -> object:
    cell = sheet._cells.get((number, column))
    return None if cell is None else cell.value


def _text(value: object, raw: object) -> str:
    if value is None:
        return raw if isinstance(raw, str) and raw.startswith("=") else ""
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float):
        return f"{value:.15g}"
    return str(value)
