"""Fill a Word template with a paper: the council's own, or the one that ships.

In: a `Paper` and the bytes of a template. Out: the bytes of a Word document, the same each time. The template's fields
become marks first, and texts are put in their places afterwards: no text of a return is ever read as a field or as XML.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from docx import Document
from docxtpl import DocxTemplate
from jinja2 import StrictUndefined, TemplateError
from jinja2.sandbox import SandboxedEnvironment

from trustbook.committee import layout
from trustbook.committee.archive import packed
from trustbook.committee.blocks import Writer
from trustbook.committee.fields import Block, Fields, fields, heading_of, is_draft
from trustbook.committee.model import Paper
from trustbook.committee.template import about_element, default_template
from trustbook.committee.template_checks import SHOWN, opened, roots
from trustbook.committee.word import LANGUAGE, W, element, name, paragraphs, plain, runs, text_of, texts
from trustbook.core.errors import WorkspaceError

_MARK = re.compile("\ue000(\\d+)\ue001")
"""Characters that no font has a letter for, around a number."""


class _Marks:
    """Gives out marks for a template, and knows what each stands for."""

    def __init__(self) -> None:
        self.meant: list[tuple[str | Block | None, bool]] = []

    def mark(self, value: str | Block | None, headed: bool = True) -> str:
        """Return a mark for a text, or for a block with or without its heading."""
        self.meant.append((value, headed))
        return f"\ue000{len(self.meant) - 1}\ue001"


@dataclass(frozen=True)
class _Field:
    """What a template sees of a field: a mark, and whether there is anything of it."""

    marks: _Marks
    value: str | Block | None

    def __str__(self) -> str:
        return self.marks.mark(self.value)

    def __bool__(self) -> bool:
        return bool(self.value)

    @property
    def title(self) -> str:
        """The heading of a section, as a text."""
        return self.marks.mark("" if isinstance(self.value, str) else heading_of(self.value))

    @property
    def text(self) -> str:
        """The paragraphs of a section, without its heading."""
        return self.marks.mark(self.value, headed=False)


def fill(paper: Paper, template: bytes | None = None) -> bytes:
    """Fill a template, or the default one. Raises WorkspaceError, of one sentence, for one that cannot be filled."""
    known = fields(paper)
    marks = _Marks()
    document = _rendered(opened(default_template() if template is None else template, known), known, marks)
    writer = Writer(document, layout.USUAL_WIDTH)
    for root in roots(document):
        for place in paragraphs(root):
            _fill_paragraph(place, marks, writer)
        layout.end_with_paragraphs(root)
    _describe(document, paper)
    saved = BytesIO()
    document.save(saved)
    return packed(saved.getvalue())


def _rendered(document: Any, known: Fields, marks: _Marks) -> Any:
    """Have docxtpl put a mark in the place of each field; it knows the ways in which Word takes a field apart."""
    about = document.core_properties
    about.title = about.author = about.subject = about.comments = about.identifier = about.language = ""
    saved = BytesIO()
    document.save(saved)
    environment = SandboxedEnvironment(undefined=StrictUndefined, autoescape=True)
    context = {key: _Field(marks, value) for key, value in {**known.texts, **known.blocks}.items()}
    figures = {key: _Field(marks, value) for key, value in known.figures.items()}
    filled = DocxTemplate(BytesIO(saved.getvalue()))
    try:
        filled.render({**context, "figure": figures}, environment, autoescape=True)
    except TemplateError:
        raise WorkspaceError(
            "its fields cannot be read",
            file=SHOWN,
            expected="fields such as {{ title }}, each in one paragraph",
            mend="Write them again in Word, or begin with the template that ships: trustbook paper --template.",
        ) from None
    made = BytesIO()
    filled.save(made)
    return Document(BytesIO(made.getvalue()))


def _fill_paragraph(place: Any, marks: _Marks, writer: Writer) -> None:
    """Put what is meant in the place of the marks of a paragraph; one that meant only what is not there is removed."""
    found = [marks.meant[int(number)] for number in _MARK.findall(text_of(place))]
    blocks = [(value, headed) for value, headed in found if not isinstance(value, str)]
    if not blocks:
        for each in texts(place):
            _fill_text(each, marks, writer)
        return
    value, headed = blocks[0]
    writer.width = layout.width_at(place)
    written = writer.write(value, place, headed) if value else []
    for made in written:
        place.addprevious(made)
    layout.keep_breaks(place, written)
    place.getparent().remove(place)


def _fill_text(text: Any, marks: _Marks, writer: Writer) -> None:
    """Replace the run around a text with marks by runs with what is meant, in the same look."""
    if not _MARK.search(text.text or ""):
        return
    before = text.getparent()
    look = before.find(name("rPr"))
    for child in list(before):
        if child is look:
            continue
        for made in _pieces(child, look, marks, writer) if child is text else [_alone(child, look)]:
            before.addprevious(made)
    before.getparent().remove(before)


def _pieces(text: Any, look: Any, marks: _Marks, writer: Writer) -> Iterator[Any]:
    for count, piece in enumerate(_MARK.split(text.text)):
        value = marks.meant[int(piece)][0] if count % 2 else piece
        for number, line in enumerate(str(value).split("\n") if count % 2 else [piece]):
            if number:
                yield _alone(element("br"), look)
            yield from runs(line, writer.styles, look)


def _alone(child: Any, look: Any) -> Any:
    return element("r", None if look is None else deepcopy(look), child)


def _describe(document: Any, paper: Paper) -> None:
    """Write title, author and language into the document's properties, and leave out times and who saved it."""
    about = document.core_properties
    about.title = plain(paper.block.title or paper.label)[:255]
    about.author = plain("; ".join(paper.block.authors) or paper.body)[:255]
    about.subject = plain(f"{paper.body}, {paper.label}")[:255]
    about.keywords = about.comments = about.last_modified_by = ""
    about.content_status = "Draft" if is_draft(paper) else "Final"
    about.language = LANGUAGE
    for each in list(about_element(document)):
        if each.tag.rpartition("}")[2] in ("created", "modified", "lastPrinted"):
            each.getparent().remove(each)
    _set_language(document)


def _set_language(document: Any) -> None:
    """Say that the text is British English, for the whole document and for whatever names another language."""
    root = document.styles.element
    defaults = root.find(f"{name('docDefaults')}/{name('rPrDefault')}/{name('rPr')}")
    if defaults is not None and defaults.find(name("lang")) is None:
        defaults.append(element("lang", val=LANGUAGE))
    for each in [*root.iter(name("lang")), *document.element.iter(name("lang"))]:
        each.set(name("val"), LANGUAGE)
    for part in [each.target_part for each in document.part.rels.values() if each.reltype.endswith("/settings")]:
        for key in [key for key, relation in part.rels.items() if relation.is_external]:
            del part.rels[key]  # the template that Word attached: a path of someone's machine
        for each in list(part.element.iter(f"{{{W}}}attachedTemplate")):
            each.getparent().remove(each)
