"""Make the checks of the Matterhorn Protocol that a program can make on a PDF, and name those that need a person.

In: the bytes of a PDF. Out: what fails, by the number of its condition. The Matterhorn Protocol 1.1 (PDF Association)
lists what makes a file fail PDF/UA-1. Since part of it needs a person, no document of ours carries the mark of PDF/UA.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from io import BytesIO
from itertools import pairwise

from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject, NullObject

from trustbook.site.pdf_tags import PAINTS, children, elements, kind

NEED_A_PERSON = {
    "01": "whether content is tagged as what it is, and decoration as such",
    "03": "flickering",
    "04": "colour and contrast",
    "05": "sound",
    "06": "whether the title says what the document is",
    "08": "text of scanned pages",
    "09": "whether the order of tags is the order of reading",
    "11": "whether the language named is that of the text",
    "12": "characters that stretch",
    "13": "whether the words of a picture say what it shows",
    "14": "whether a heading heads what follows",
    "15": "whether a table is one, and its headings head their cells",
    "16": "whether a list is one",
    "17": "formulas",
    "18": "whether what repeats at the edge of pages is decoration",
    "19": "notes",
    "22": "article threads",
    "28": "whether the words of a link say where it leads",
    "29": "actions that a script starts",
}
"""Checkpoints with conditions that a program cannot tell, and what a person looks at."""
LEFT_OUT = {"06-002": "the mark of PDF/UA, which is not written without the checks that need a person"}
_NAMES = """
Document Part Art Sect Div BlockQuote Caption TOC TOCI Index NonStruct Private P H H1 H2 H3 H4 H5 H6 L LI Lbl LBody
Table TR TH TD THead TBody TFoot Span Quote Note Reference BibEntry Code Link Annot Ruby RB RT RP Warichu WT WP
Figure Formula Form
"""
_STANDARD = frozenset(f"/{name}" for name in _NAMES.split())
"""The structure types of PDF 1.7."""
_BELOW = {
    "/Table": {"/TR", "/THead", "/TBody", "/TFoot", "/Caption"},
    "/THead": {"/TR"},
    "/TBody": {"/TR"},
    "/TFoot": {"/TR"},
    "/TR": {"/TH", "/TD"},
    "/L": {"/LI", "/L", "/Caption"},
    "/LI": {"/Lbl", "/LBody"},
}
"""What may stand directly below an element of a table or a list."""
_ONLY_IN = {
    "/TR": {"/Table", "/THead", "/TBody", "/TFoot"},
    "/TH": {"/TR"},
    "/TD": {"/TR"},
    "/LI": {"/L"},
    "/LBody": {"/LI"},
}
_FONT_FILES = ("/FontFile", "/FontFile2", "/FontFile3")
_HEADINGS = ("/H1", "/H2", "/H3", "/H4", "/H5", "/H6")


@dataclass(frozen=True)
class Failure:
    """A failed condition of the protocol: its number, and what was found."""

    number: str
    found: str


@dataclass(frozen=True)
class _Document:
    """A parsed document, and its elements in the order of reading."""

    reader: PdfReader
    root: DictionaryObject
    tree: DictionaryObject
    elements: list[DictionaryObject]


def failures(content: bytes) -> list[Failure]:
    """List what fails, in the order of the protocol; nothing else that a program can tell is wrong."""
    reader = PdfReader(BytesIO(content))
    root = _dictionary(reader.trailer["/Root"])
    tree = _dictionary(root.get("/StructTreeRoot"))
    document = _Document(reader, root, tree, list(elements(tree)))
    return [Failure(number, found) for number, check in CHECKS.items() for found in check(document)]


def _tagged(document: _Document) -> Iterator[str]:
    if not document.elements:
        yield "the document has no tags"
    for number, page in enumerate(document.reader.pages, 1):
        contents = page.get_contents()
        untagged = 0 if contents is None else _painted_outside(contents.get_data())
        if untagged:
            yield f"page {number}: {untagged} operators paint what has no tag"


def _painted_outside(content: bytes) -> int:
    """Count the operators that paint outside of marked content, in streams with one operator on a line."""
    depth = count = 0
    for line in content.split(b"\n"):
        operator = line.rstrip().rpartition(b" ")[2]
        if operator.endswith((b"BDC", b"BMC")):
            depth += 1
        elif operator == b"EMC":
            depth -= 1
        elif depth == 0 and operator in PAINTS:
            count += 1
    return count


def _marked(document: _Document) -> Iterator[str]:
    marked = _dictionary(document.root.get("/MarkInfo"))
    if not marked.get("/Marked"):
        yield "the document does not say that it is tagged"


def _suspects(document: _Document) -> Iterator[str]:
    if _dictionary(document.root.get("/MarkInfo")).get("/Suspects"):
        yield "the document says that its tags may be wrong"


def _roles(document: _Document) -> Iterator[str]:
    known = _dictionary(document.tree.get("/RoleMap"))
    for name in dict.fromkeys(map(kind, document.elements)):
        if name not in _STANDARD and str(known.get(name, "")) not in _STANDARD:
            yield f"{name} is no standard element, and nothing says which one it is"


def _redefined(document: _Document) -> Iterator[str]:
    for name in _dictionary(document.tree.get("/RoleMap")):
        if name in _STANDARD:
            yield f"{name} is a standard element, and is made another"


def _metadata(document: _Document) -> Iterator[str]:
    if document.reader.xmp_metadata is None:
        yield "the document has no metadata"


def _title(document: _Document) -> Iterator[str]:
    metadata = document.reader.xmp_metadata
    if metadata is not None and not any((metadata.dc_title or {}).values()):
        yield "the metadata have no title"


def _title_shown(document: _Document) -> Iterator[str]:
    if not _dictionary(document.root.get("/ViewerPreferences")).get("/DisplayDocTitle"):
        yield "a viewer shows the name of the file and not the title"


def _nesting(document: _Document, names: tuple[str, ...]) -> Iterator[str]:
    for element in (document.tree, *document.elements):
        name = kind(element)
        for child in children(element):
            below = kind(child)
            allowed_here = below in _BELOW.get(name, {below})
            allowed_there = name in _ONLY_IN.get(below, {name})
            if not (allowed_here and allowed_there) and (name in names or below in names):
                yield f"{below} stands below {name or 'the document'}"


def _tables(document: _Document) -> Iterator[str]:
    yield from _nesting(document, ("/Table", "/THead", "/TBody", "/TFoot", "/TR", "/TH", "/TD"))


def _lists(document: _Document) -> Iterator[str]:
    yield from _nesting(document, ("/L", "/LI", "/LBody", "/Lbl"))


def _characters(document: _Document) -> Iterator[str]:
    for name, font in _fonts(document):
        if font.get("/Subtype") == "/Type0" and "/ToUnicode" not in font:
            yield f"{name}: its characters cannot be read as text"


def _language(document: _Document) -> Iterator[str]:
    if not document.root.get("/Lang"):
        yield "the document names no language"


def _pictures(document: _Document) -> Iterator[str]:
    for element in document.elements:
        if kind(element) == "/Figure" and not (element.get("/Alt") or element.get("/ActualText")):
            yield "a picture has no words"


def _headings(document: _Document) -> list[int]:
    return [_HEADINGS.index(name) + 1 for name in map(kind, document.elements) if name in _HEADINGS]


def _first_heading(document: _Document) -> Iterator[str]:
    found = _headings(document)
    if found and found[0] != 1:
        yield f"the first heading is of level {found[0]}"


def _heading_levels(document: _Document) -> Iterator[str]:
    found = _headings(document)
    for before, after in pairwise(found):
        if after > before + 1:
            yield f"a heading of level {after} follows one of level {before}"


def _table_headings(document: _Document) -> Iterator[str]:
    for element in document.elements:
        if kind(element) == "/TH":
            attributes = element.get("/A", ArrayObject()).get_object()
            listed = attributes if isinstance(attributes, ArrayObject) else [attributes]
            if not any("/Scope" in each.get_object() for each in listed):
                yield "a heading of a table does not say whether it heads a row or a column"


def _notes(document: _Document) -> Iterator[str]:
    ids = [element.get("/ID") for element in document.elements if kind(element) in ("/Note", "/FENote")]
    if any(each is None for each in ids):
        yield "a note has no name"
    if len({str(each) for each in ids}) < len(ids):
        yield "two notes have one name"


def _forms(document: _Document) -> Iterator[str]:
    if "/XFA" in _dictionary(document.root.get("/AcroForm")):
        yield "the document has a dynamic form"


def _locked(document: _Document) -> Iterator[str]:
    if document.reader.is_encrypted:
        yield "the document is locked"


def _tab_order(document: _Document) -> Iterator[str]:
    for number, page in enumerate(document.reader.pages, 1):
        if page.get("/Annots") and page.get("/Tabs") != "/S":
            yield f"page {number}: the tab key does not follow the order of reading"


def _links_tagged(document: _Document) -> Iterator[str]:
    tagged = sum(kind(element) == "/Link" for element in document.elements)
    notes = sum("/StructParent" not in note for note in _links(document))
    if notes or (tagged == 0 and any(True for _ in _links(document))):
        yield f"{notes} links have no tag"


def _links_described(document: _Document) -> Iterator[str]:
    count = sum(not note.get("/Contents") for note in _links(document))
    if count:
        yield f"{count} links do not say where they lead"


def _links(document: _Document) -> Iterator[DictionaryObject]:
    for page in document.reader.pages:
        for note in page.get("/Annots", ArrayObject()):
            if note.get_object().get("/Subtype") == "/Link":
                yield note.get_object()


def _embedded(document: _Document) -> Iterator[str]:
    for name, font in _fonts(document):
        below = font.get("/DescendantFonts")
        described = _dictionary(below[0] if below else font).get("/FontDescriptor")
        if font.get("/Subtype") != "/Type3" and not any(file in _dictionary(described) for file in _FONT_FILES):
            yield f"{name} is not in the document"


def _fonts(document: _Document) -> Iterator[tuple[str, DictionaryObject]]:
    """Yield each font once, by its name."""
    seen: dict[str, DictionaryObject] = {}
    for page in document.reader.pages:
        fonts = _dictionary(_dictionary(page.get("/Resources")).get("/Font"))
        for own, font in fonts.items():
            found = _dictionary(font)
            seen.setdefault(str(found.get("/BaseFont", own)), found)
    yield from seen.items()


def _dictionary(value: object) -> DictionaryObject:
    """Return what a value stands for if it is a dictionary, or an empty one."""
    found = NullObject() if value is None else value.get_object()  # type: ignore[attr-defined]
    return found if isinstance(found, DictionaryObject) else DictionaryObject()


CHECKS: dict[str, Callable[[_Document], Iterator[str]]] = {
    "01-005": _tagged,
    "01-007": _suspects,
    "02-001": _roles,
    "02-004": _redefined,
    "06-001": _metadata,
    "06-003": _title,
    "07-001": _title_shown,
    "09-004": _tables,
    "09-005": _lists,
    "10-001": _characters,
    "11-006": _language,
    "13-004": _pictures,
    "14-002": _first_heading,
    "14-003": _heading_levels,
    "15-003": _table_headings,
    "19-003": _notes,
    "25-001": _forms,
    "26-001": _locked,
    "28-009": _tab_order,
    "28-011": _links_tagged,
    "28-012": _links_described,
    "31-009": _embedded,
    "syntax": _marked,
}
"""The conditions that are looked at, by number. The last is of PDF itself, without which none of the others counts."""
