"""Complete the PDF that LibreOffice makes of a paper: metadata that every reader finds, and tags that say more.

In: the bytes of a PDF as LibreOffice makes it. Out: the same document, without the time at which it was made.
"""

from __future__ import annotations

import re
from io import BytesIO

from pypdf import PdfWriter
from pypdf.generic import ArrayObject, DictionaryObject, NameObject, TextStringObject

from trustbook.committee.word import LANGUAGE
from trustbook.core.safe_text import for_xml
from trustbook.revisions.canonical import sha256
from trustbook.site import FRAGMENTS
from trustbook.site.pdf_tags import children, complete_tags, elements, kind

_VERSION = "%PDF-1.7"
_MADE_BY = "trustbook and LibreOffice"
_NAMES = re.compile(rb"/ID \[ <([0-9a-f]+)> <[0-9a-f]+> \]")
_ROW, _HEAD = "/TR", "/TH"
_TITLE, _HEADING = NameObject("/Title"), NameObject("/H1")


def completed(content: bytes) -> bytes:
    """Complete a PDF; its title and author are those of the document."""
    writer = PdfWriter(clone_from=BytesIO(content))
    writer.pdf_header = _VERSION
    before = writer.metadata
    said = {
        key: for_xml(str(before[key])) if before and key in before else "" for key in ("/Title", "/Author", "/Subject")
    }
    made_by = {"/Creator": _MADE_BY, "/Producer": _MADE_BY}
    writer.metadata = {NameObject(name): TextStringObject(text) for name, text in {**said, **made_by}.items()}
    root = writer.root_object
    root[NameObject("/Lang")] = TextStringObject(LANGUAGE)
    _correct_roles(writer)
    _head_rows(writer)
    values = {"title": said["/Title"], "author": said["/Author"], "made_by": _MADE_BY}
    packet = FRAGMENTS.render("xmp.xml", **values, day=None, language=LANGUAGE)
    writer.xmp_metadata = str(packet).encode(errors="replace")
    made = BytesIO()
    writer.write(made)
    return _named_by_content(made.getvalue())


def _head_rows(writer: PdfWriter) -> None:
    """Tag the first cell of each row as the heading of its row, in tables with a heading row."""
    tree = writer.root_object.get("/StructTreeRoot")
    for table in [] if tree is None else elements(tree.get_object()):
        rows = [each for each in elements(table) if kind(each) == _ROW] if kind(table) == "/Table" else []
        if not rows or {kind(cell) for cell in children(rows[0])} != {_HEAD}:
            continue
        for first in [cells[0] for row in rows[1:] if (cells := children(row))]:
            owner = {NameObject("/O"): NameObject("/Table"), NameObject("/Scope"): NameObject("/Row")}
            before = first.get("/A", ArrayObject()).get_object()
            kept = list(before) if isinstance(before, ArrayObject) else [before]
            first[NameObject("/S")] = NameObject(_HEAD)
            first[NameObject("/A")] = ArrayObject([*kept, DictionaryObject(owner)])


def _named_by_content(content: bytes) -> bytes:
    """Name a file by what is in it, where LibreOffice names it by chance."""
    digest = sha256(_NAMES.sub(b"", content)).encode()
    return _NAMES.sub(lambda found: b"/ID [ <%b> <%b> ]" % (digest[: len(found[1])], digest[: len(found[1])]), content)


def _correct_roles(writer: PdfWriter) -> None:
    """Say what each style of Word is among the standard tags; the title is the first heading. None is itself."""
    tree = writer.root_object.get("/StructTreeRoot")
    if tree is None:
        return
    known = tree.get_object().get("/RoleMap", DictionaryObject()).get_object()
    roles = {name: role for name, role in known.items() if name != role}
    complete_tags(writer, {})
    if _TITLE in roles:
        roles[_TITLE] = _HEADING
    tree.get_object()[NameObject("/RoleMap")] = DictionaryObject(roles)
