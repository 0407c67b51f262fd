"""Fill in the workbook of a new period as a person would, and save it as LibreOffice does."""

import atexit
import csv
import os
import shutil
import subprocess
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import openpyxl
import pytest

SOFFICE = shutil.which("soffice")
REQUIRED = os.environ.get("TRUSTBOOK_OFFICE") == "required"
needs_libreoffice = pytest.mark.skipif(not SOFFICE and not REQUIRED, reason="LibreOffice is not installed")


def figure(text: str) -> float | str | None:
    try:
        return float(text)
    except ValueError:
        return text or None


def fill_in(book: openpyxl.Workbook, returned: Path) -> None:
    """Type the cells of a return's CSV files into the sheets of the same names, line by line; empty the lines left."""
    for path in sorted(returned.glob("*.csv")):
        sheet = book[path.stem]
        header = [cell.value for cell in sheet[1]]
        header = header[: header.index("Not part of the return")]
        with path.open(encoding="utf-8", newline="") as stream:
            lines = list(csv.DictReader(stream))
        for number, row in enumerate(lines, 2):
            for name, text in row.items():
                sheet.cell(number, header.index(name) + 1).value = figure(text)
        for number in range(len(lines) + 2, sheet.max_row + 1):
            for place in range(len(header)):
                sheet.cell(number, place + 1).value = None


@cache
def _profile() -> str:
    """A profile of LibreOffice for this process: one that is at work with the user's own would refuse."""
    folder = TemporaryDirectory(prefix="libreoffice-")
    atexit.register(folder.cleanup)
    return Path(folder.name).as_uri()


def saved_by_libreoffice(path: Path, ending: str = "xlsx") -> Path:
    """Save a workbook through LibreOffice, which works out its formulas. Return the new file, in a folder beside it."""
    folder = path.parent / "saved"
    command = [str(SOFFICE), f"-env:UserInstallation={_profile()}", "--headless", "--convert-to", ending]
    subprocess.run([*command, "--outdir", str(folder), str(path)], check=True, capture_output=True, timeout=180)
    return folder / f"{path.stem}.{ending}"


def sentences(path: Path, sheet: str) -> list[str]:
    """What a sheet says of each of its lines."""
    page = openpyxl.load_workbook(path, data_only=True)[sheet]
    place = next(cell.column for cell in page[1] if cell.value == "Does it add up?")
    return [str(page.cell(row, place).value or "") for row in range(2, page.max_row + 1)]
