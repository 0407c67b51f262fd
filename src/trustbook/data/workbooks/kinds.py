"""Identify a file by its content, whatever its suffix.

In: the bytes of a file. Out: the format of the workbook; or an error that says what the file is, and what to do.
"""

from __future__ import annotations

from enum import Enum
from pathlib import Path
from zipfile import ZipFile

from trustbook.core.characters import excerpt
from trustbook.core.errors import ReturnError
from trustbook.data.workbooks.old_container import MARK
from trustbook.data.workbooks.packed import protected

ENDINGS = (".xlsx", ".xlsm", ".xls", ".xlsb", ".ods")
NEVER_READ = (".numbers", ".gsheet", ".xltx", ".xltm", ".xlt", ".fods", ".ots")
"""Suffixes of spreadsheets that cannot be read; such files are opened in order to report that."""
SAVE_AS = "Open it in a spreadsheet, save it as an .xlsx workbook, and put that here."
_COPY = "Open it where it came from, or copy or download it again; then save it as .xlsx."
_BEGINNING = 2_048
_EXCEL_4 = (b"\x09\x00", b"\x09\x02", b"\x09\x04", b"\x09\x08")
_OTHERS = (
    (b"%PDF", "a PDF document", "Copy its tables into a workbook, and check each figure."),
    (b"\x1f\x8b", "a packed file (gzip)", "Unpack it, and put here what is in it."),
    (b"PAR1", "a Parquet file", "Save its table as CSV."),
    (b"{\\rtf", "a text document", SAVE_AS),
    (b"\x89PNG", "a picture", "Type its table into a workbook."),
    (b"\xff\xd8\xff", "a picture", "Type its table into a workbook."),
)
_DOCUMENTS = {"word": "a Word document", "ppt": "a PowerPoint presentation", "visio": "a Visio drawing"}


class Format(Enum):
    """The workbook formats that can be read."""

    OOXML = ".xlsx"
    BINARY = ".xlsb"
    OLD = ".xls"
    OPEN_DOCUMENT = ".ods"


def ending(path: Path) -> str:
    """Return the suffix of a name, in lower case."""
    return path.suffix.lower()


def is_packed(raw: bytes) -> bool:
    """Check whether a file is a ZIP archive, as the newer formats are."""
    return raw.startswith(b"PK\x03\x04")


def format_of_unpacked(raw: bytes, name: str) -> Format:
    """Identify the format of a file that is no archive. Raises ReturnError if it is not a workbook."""
    if raw.startswith(MARK):
        return _in_old_container(raw, name)
    begins = raw[:_BEGINNING].removeprefix(b"\xef\xbb\xbf").lstrip()
    words = begins.lower()
    if not begins:
        raise not_a_workbook("empty", name, _COPY)
    if raw.startswith(_EXCEL_4):
        raise not_a_workbook("one of Excel 4 or older", name, SAVE_AS)
    for mark, kind, mend in _OTHERS:
        if begins.startswith(mark):
            raise not_a_workbook(kind, name, mend)
    if words.startswith(b"{") and any(each in words for each in (b"docs.google.com", b'"doc_id"', b'"url"')):
        raise not_a_workbook(
            "a link to a Google Sheet",
            name,
            "Open it in Google Sheets, and use File, Download, Microsoft Excel (.xlsx).",
        )
    if b"urn:schemas-microsoft-com:office:spreadsheet" in words:
        raise not_a_workbook("an XML spreadsheet of Excel 2003", name, SAVE_AS)
    if words.startswith(b"mime-version") or any(each in words for each in (b"<html", b"<!doctype html", b"<table")):
        raise not_a_workbook("a web page saved under this name", name, SAVE_AS)
    if words.startswith(b"<"):
        raise not_a_workbook("XML", name, SAVE_AS)
    if b"\x00" not in raw or begins.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise not_a_workbook("text", name, "If it is a CSV file, give its name the ending .csv.")
    raise not_a_workbook("damaged or of another kind", name, _COPY)


def format_of_packed(archive: ZipFile, name: str) -> Format:
    """Identify the format of a bounded archive. Raises ReturnError if it is not a workbook."""
    names = set(archive.namelist())
    if "mimetype" in names:
        kind = archive.read("mimetype").decode("ascii", "replace").strip()
        if not kind.startswith("application/vnd.oasis.opendocument.spreadsheet"):
            raise not_a_workbook(f"a file of the kind {excerpt(kind)}", name, SAVE_AS)
        if b"encryption-data" in (archive.read("META-INF/manifest.xml") if "META-INF/manifest.xml" in names else b""):
            raise protected(name)
        return Format.OPEN_DOCUMENT
    if any(each.endswith(".iwa") or each == "Index.zip" for each in names):
        raise not_a_workbook(
            "a spreadsheet of Apple Numbers",
            name,
            "Open it in Numbers, and use File, Export To, Excel to make an .xlsx.",
        )
    folders = {each.partition("/")[0] for each in names}
    for folder, kind in _DOCUMENTS.items():
        if folder in folders and "[Content_Types].xml" in names:
            raise not_a_workbook(kind, name, "Copy its tables into a workbook.")
    if any(each.lower() == "xl/workbook.bin" for each in names):
        return Format.BINARY
    if "[Content_Types].xml" in names:
        return Format.OOXML
    raise not_a_workbook(
        "a packed file (ZIP)", name, "Unpack it, and put here the workbook or the CSV files that are in it."
    )


def not_a_workbook(kind: str, name: str, mend: str, code: str = "no_workbook") -> ReturnError:
    """The error for a file that is something else than a workbook."""
    return ReturnError(
        f"it is not a workbook that can be read: it is {kind}",
        code=code,
        file=name,
        expected=f"a workbook ({', '.join(ENDINGS)})",
        mend=mend,
    )


def damaged(why: str, name: str) -> ReturnError:
    """Build the error for a workbook that is cut off or damaged."""
    return not_a_workbook(
        f"cut off or damaged ({excerpt(why[:200])})",
        name,
        "Open it in Excel or LibreOffice, which can often repair it, and save it as .xlsx; or copy it again.",
        code="damaged_workbook",
    )


def _in_old_container(raw: bytes, name: str) -> Format:
    def has(stream: str) -> bool:
        return stream.encode("utf-16-le") in raw

    if has("EncryptedPackage"):
        raise protected(name)
    if has("WordDocument"):
        raise not_a_workbook("a Word document", name, "Copy its tables into a workbook.")
    if has("PowerPoint Document"):
        raise not_a_workbook("a PowerPoint presentation", name, "Copy its tables into a workbook.")
    if has("Workbook") or has("Book"):
        return Format.OLD
    raise not_a_workbook("a file of an older kind of document or message", name, SAVE_AS)
