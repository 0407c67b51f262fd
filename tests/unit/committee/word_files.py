"""Look into Word documents, and change templates as Word does when officers edit them."""

import zipfile
from io import BytesIO

from docx import Document
from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
NAMES = {"w": W[1:-1], "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"}


def parts(content):
    with zipfile.ZipFile(BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def part(content, name="word/document.xml"):
    return etree.fromstring(parts(content)[name])


def with_part(content, name, new):
    """The same document with another part, or one more."""
    made = BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for each, found in {**parts(content), name: new}.items():
            archive.writestr(each, found)
    return made.getvalue()


def edited(content, change):
    """The document after `change` has had its body in hand."""
    document = Document(BytesIO(content))
    change(document)
    saved = BytesIO()
    document.save(saved)
    return saved.getvalue()


def style_of(paragraph):
    found = paragraph.find(f"{W}pPr/{W}pStyle")
    return "" if found is None else found.get(f"{W}val")


def text_of(element):
    return "".join(
        (each.text or "") if each.tag == f"{W}t" else "\t" if each.tag == f"{W}tab" else "\n"
        for each in element.iter(f"{W}t", f"{W}br", f"{W}tab")
        if each.getparent().tag == f"{W}r"
    )


def lines(content, name="word/document.xml"):
    """The text of each paragraph."""
    return [text_of(each) for each in part(content, name).iter(f"{W}p")]


def styled(content):
    """The style and the text of each paragraph of the body."""
    return [(style_of(each), text_of(each)) for each in part(content).iter(f"{W}p")]


def paragraph_of(document, text):
    """The paragraph of an opened document that has exactly this text."""
    return next(each for each in document.paragraphs if each.text == text)
