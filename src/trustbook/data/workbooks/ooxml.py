"""Read the parts of an .xlsx or .xlsm workbook other than sheets: the list of sheets, texts and number formats.

In: a bounded archive. Out: `Book`. Strict Open XML is read too: it differs only in its namespaces.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from zipfile import ZipFile

from trustbook.data.workbooks.dates import BUILT_IN_NUMBERS, Shows, shows
from trustbook.data.workbooks.packed import parse
from trustbook.data.workbooks.sheets import Look

_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_STATES = {"hidden": "hidden", "veryHidden": "very hidden"}


@dataclass(frozen=True)
class SheetEntry:
    """A sheet as the workbook lists it; `part` is empty for one without a table, such as a chart."""

    title: str
    state: str
    part: str


@dataclass
class Book:
    """What cells refer to by number: texts, and what each style shows of a date."""

    sheets: list[SheetEntry] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    styles: list[Shows] = field(default_factory=list)
    starts_1904: bool = False
    looks: list[Look | None] = field(default_factory=list)
    """How each style shows a cell; None where that is plain."""

    def look(self, style: int) -> Look | None:
        """Return how a style shows a cell; None where that is plain."""
        return self.looks[style] if style < len(self.looks) else None

    def shows(self, style: int) -> Shows:
        """Return what a style shows of a date; an unknown style shows none."""
        return self.styles[style] if style < len(self.styles) else Shows.NO_DATE


def unescaped(text: str) -> str:
    """Decode escapes such as `_x000D_`, which stand for characters that XML cannot contain."""
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text) if "_x" in text else text


def open_book(archive: ZipFile) -> Book:
    """Read the parts other than sheets. Raises KeyError or ValueError if one is missing or damaged."""
    main = next((part for kind, part in related(archive, "").values() if kind == "officeDocument"), "xl/workbook.xml")
    parts = related(archive, main)
    book = Book()
    _sheets(archive.read(main), parts, book)
    require_distinct_parts(book.sheets)
    for kind, part in dict.fromkeys(parts.values()):
        if kind == "sharedStrings":
            _texts(archive.read(part), book)
        elif kind == "styles":
            _styles(archive.read(part), book)
    return book


def require_distinct_parts(sheets: Sequence[SheetEntry]) -> None:
    """Raise ValueError if two sheets share a part: a small file could make us read it many times."""
    parts = [each.part for each in sheets if each.part]
    if len(set(parts)) < len(parts):
        raise ValueError("two sheets are one part")


def related(archive: ZipFile, part: str) -> dict[str, tuple[str, str]]:
    """Return the parts that a part refers to, by id: the kind and name of each."""
    folder, file = posixpath.split(part)
    relations = f"{folder}/_rels/{file}.rels" if folder else f"_rels/{file}.rels"
    found: dict[str, tuple[str, str]] = {}
    if relations not in archive.namelist():
        return found

    def begins(tag: str, attributes: dict[str, str]) -> None:
        if tag == "Relationship" and attributes.get("TargetMode") != "External":
            target = attributes.get("Target", "")
            place = target.lstrip("/") if target.startswith("/") else posixpath.normpath(f"{folder}/{target}")
            found[attributes.get("Id", "")] = attributes.get("Type", "").rpartition("/")[2], place.lstrip("/")

    parse(archive.read(relations), begins, _ignore, _ignore)
    return found


def _ignore(_: str) -> None:
    pass


def _sheets(content: bytes, parts: dict[str, tuple[str, str]], book: Book) -> None:
    def begins(tag: str, attributes: dict[str, str]) -> None:
        if tag == "workbookPr":
            book.starts_1904 = attributes.get("date1904") in ("1", "true")
        elif tag == "sheet":
            identity = next((value for key, value in attributes.items() if key.rpartition(":")[2] == "id"), "")
            if identity not in parts:
                raise ValueError(f"the part of the sheet {attributes.get('name')} is missing")
            kind, part = parts[identity]
            state = _STATES.get(attributes.get("state", ""), "")
            book.sheets.append(SheetEntry(attributes.get("name", ""), state, part if kind == "worksheet" else ""))

    parse(content, begins, _ignore, _ignore)


def _texts(content: bytes, book: Book) -> None:
    """Read the texts that cells share, without the phonetic guides of Japanese words (`rPh`)."""
    parts: list[str] = []
    inside = in_phonetic = False

    def begins(tag: str, _: dict[str, str]) -> None:
        nonlocal inside, in_phonetic
        inside, in_phonetic = tag == "t" and not in_phonetic, in_phonetic or tag == "rPh"

    def ends(tag: str) -> None:
        nonlocal inside, in_phonetic
        inside, in_phonetic = False, in_phonetic and tag != "rPh"
        if tag == "si":
            book.texts.append(unescaped("".join(parts)))
            parts.clear()

    def text(piece: str) -> None:
        if inside:
            parts.append(piece)

    parse(content, begins, ends, text)


def _styles(content: bytes, book: Book) -> None:
    codes: dict[int, str] = {}
    bold_fonts: list[bool] = []
    inside = in_fonts = False

    def begins(tag: str, attributes: dict[str, str]) -> None:
        nonlocal inside, in_fonts
        if tag == "numFmt":
            codes[int(attributes.get("numFmtId", 0))] = attributes.get("formatCode", "")
        elif tag == "fonts":
            in_fonts = True
        elif tag == "font" and in_fonts:
            bold_fonts.append(False)
        elif tag == "b" and in_fonts and bold_fonts:
            bold_fonts[-1] = attributes.get("val", "1") not in ("0", "false")
        elif tag == "cellXfs":
            inside = True
        elif tag == "xf" and inside:
            number, font = int(attributes.get("numFmtId", 0)), int(attributes.get("fontId", 0))
            book.styles.append(shows(codes.get(number, ""), number))
            look = Look(
                codes.get(number) or BUILT_IN_NUMBERS.get(number, ""), "", font < len(bold_fonts) and bold_fonts[font]
            )
            book.looks.append(look if look != Look() else None)
        elif tag == "alignment" and inside and book.looks:
            steps = attributes.get("indent", "0")
            if steps.isascii() and steps.isdigit() and int(steps):
                book.looks[-1] = replace(book.looks[-1] or Look(), indent=int(steps))

    def ends(tag: str) -> None:
        nonlocal inside, in_fonts
        inside, in_fonts = inside and tag != "cellXfs", in_fonts and tag != "fonts"

    parse(content, begins, ends, _ignore)
