"""Complete the tags that Chromium writes: standard roles, bodies of items, what a link leads to, what is decoration.

In: a PDF that is being written, and the titles of its places. Out: the same document. Chromium names elements as PDF 2
does, and declares PDF 1.4, in which a reader needs to be told what those elements are.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from pypdf import PageObject, PdfWriter
from pypdf.generic import ArrayObject, DictionaryObject, NameObject, NullObject, StreamObject, TextStringObject

_ROLES = {"/Strong": "/Span", "/Em": "/Span", "/Aside": "/Div", "/FENote": "/Note", "/Title": "/H1", "/Sub": "/Span"}
"""Structure types of PDF 2, and the nearest of PDF 1."""
_BLOCKS, _ITEM, _LABEL, _BODY = ("/NonStruct", "/P"), "/LI", "/Lbl", "/LBody"

PAINTS = frozenset(b"f f* F S s B B* b b* Tj TJ ' \" Do sh EI".split())
"""The operators that put something on a sheet."""


def complete_tags(writer: PdfWriter, titles: Mapping[str, str]) -> None:
    """Complete the tags of a document; `titles` gives the title of each named place."""
    root = writer.root_object.get("/StructTreeRoot")
    if root is not None:
        tree = root.get_object()
        roles = {NameObject(name): NameObject(role) for name, role in _ROLES.items()}
        tree[NameObject("/RoleMap")] = DictionaryObject(roles)
        for element in elements(tree):
            _name_body(element)
    for page in writer.pages:
        page[NameObject("/Tabs")] = NameObject("/S")  # the tab key follows the reading order
        _mark_the_rest(page)
        for note in page.get("/Annots", ArrayObject()):
            _say_where_to(note.get_object(), titles)


def kind(element: DictionaryObject) -> str:
    """Return the structure type of an element, such as `/P`."""
    return str(element.get("/S", ""))


def elements(node: DictionaryObject) -> Iterator[DictionaryObject]:
    """Yield every element below a node, in reading order."""
    for child in children(node):
        yield child
        yield from elements(child)


def children(node: DictionaryObject) -> list[DictionaryObject]:
    """List the elements directly below a node; its content is left out."""
    kids = node.get("/K", NullObject()).get_object()
    found = [kid.get_object() for kid in (kids if isinstance(kids, ArrayObject) else [kids])]
    return [kid for kid in found if isinstance(kid, DictionaryObject) and "/S" in kid]


def _name_body(element: DictionaryObject) -> None:
    """Name the block of an item, which has its whole text, as the item's body."""
    if kind(element) != _ITEM:
        return
    blocks = [child for child in children(element) if kind(child) != _LABEL]
    if len(blocks) == 1 and kind(blocks[0]) in _BLOCKS:
        blocks[0][NameObject("/S")] = NameObject(_BODY)


def _mark_the_rest(page: PageObject) -> None:
    """Mark what no element has as an artifact: backgrounds, and the title and number at the edge of a sheet.

    Chromium writes one operator on a line, and marks content outside of texts and paths. Where it does not, nothing is
    changed, and the checks (site/pdf_checks.py) say that something has no tag.
    """
    contents = page.get_contents()
    if contents is None:
        return
    stream = page["/Contents"].get_object()
    if isinstance(stream, StreamObject):
        stream.set_data(with_artifacts(contents.get_data()))


def with_artifacts(content: bytes) -> bytes:
    """Put each run of lines that paints something outside of marked content between the marks of an artifact."""
    made: list[bytes] = []
    run: list[bytes] = []
    depth, in_text = 0, False
    for line in content.split(b"\n"):
        operator = line.rstrip().rpartition(b" ")[2]
        if operator in (b"BT", b"ET"):
            in_text = operator == b"BT"
        if operator.endswith((b"BDC", b"BMC")):
            if in_text:
                return content
            made += [*(_artifact(run) if depth == 0 else run), line]
            run, depth = [], depth + 1
        elif operator == b"EMC":
            made += [*run, line]
            run, depth = [], depth - 1
        else:
            run.append(line)
    return b"\n".join([*made, *_artifact(run)]) if depth == 0 else content


def _artifact(run: list[bytes]) -> list[bytes]:
    paints = any(line.rstrip().rpartition(b" ")[2] in PAINTS for line in run)
    return [b"/Artifact BMC", *run, b"EMC"] if paints else run


def _say_where_to(note: DictionaryObject, titles: Mapping[str, str]) -> None:
    """Write where a link leads, for readers that show no more of it."""
    if note.get("/Subtype") != "/Link":
        return
    action = note.get("/A", DictionaryObject()).get_object()
    place = str(note.get("/Dest", "")).lstrip("/")
    title = titles.get(place.partition("--")[0])
    where = str(action.get("/URI", "")) or (f"Go to {title}" if title else "Go to a place in this document")
    note[NameObject("/Contents")] = TextStringObject(where)
