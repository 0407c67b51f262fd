"""A return that is a workbook: one sheet for each dataset.

In: an `.xlsx` file. Out: the rows of each sheet by its name, read like the rows of a CSV file.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from zipfile import BadZipFile

from trustbook.errors import ReturnError


def read_sheets(path: Path, name: str) -> Iterator[tuple[str, list[tuple[int, list[str]]]]]:
    """Go through the sheets: name, and rows with their numbers. Raises ReturnError for a file that is no workbook.

    A formula is read as the value that the workbook keeps for it; one without such a value stays a formula, which no
    column accepts.
    """
    import openpyxl
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # styles and validations that openpyxl does not know are no concern here
            values = openpyxl.load_workbook(path, data_only=True)
            formulas = openpyxl.load_workbook(path)
    except (BadZipFile, InvalidFileException, KeyError, ValueError, OSError) as error:
        raise ReturnError(f"it is not a workbook ({error})", file=name, expected="an .xlsx file") from None
    for sheet in values.worksheets:
        raw = formulas[sheet.title]
        rows = [
            (number, [_text(cell.value, raw.cell(cell.row, cell.column).value) for cell in row])
            for number, row in enumerate(sheet.iter_rows(), 1)
        ]
        yield sheet.title, rows
    values.close()
    formulas.close()


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
