"""Write the blocks of a paper as paragraphs of Word: sections with headings, lists, tables, pictures.

In: a section, an appendix, a table, a picture, the answers. Out: elements in the styles of the document.
"""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from io import BytesIO
from typing import Any

from trustbook.committee import styles as look
from trustbook.committee.fields import Block, answered, heading_of
from trustbook.committee.model import Answer, Appendix, Column, Paragraph, Picture, Row, Section, Table
from trustbook.committee.pictures import drawn
from trustbook.committee.sections import SECTIONS
from trustbook.committee.tables import table_element
from trustbook.committee.word import StyleIds, element, field, name, paragraph, runs, text_element

_NUMBERED = {1: "Numbered paragraph", 2: "Numbered paragraph 2"}


class Writer:
    """Writes blocks into one document; its captions are numbered through."""

    def __init__(self, document: Any, width: int) -> None:
        self.styles: StyleIds = look.add_missing(document)
        self._document = document
        self.width = width
        """Twips between the margins, of the section that is written."""
        self._counts = {"Table": 0, "Figure": 0}

    def write(self, block: Block, place: Any, headed: bool = True) -> list[Any]:
        """Write a block for the paragraph that named it; a section and an appendix with their headings, or without."""
        if isinstance(block, Section):
            return list(self._section(block, place, headed))
        if isinstance(block, Appendix):
            return list(self._appendix(block, place, headed))
        if isinstance(block, Table):
            return list(self._table(block))
        if isinstance(block, Picture):
            return list(self._picture(block))
        return list(self._listed(block))

    def _listed(self, block: tuple[Paragraph, ...] | tuple[Answer, ...] | tuple[Appendix, ...]) -> Iterator[Any]:
        answers = [each for each in block if isinstance(each, Answer)]
        if answers:
            rows = tuple(Row((each.question, answered(each))) for each in answers)
            columns = (Column("Question"), Column("Answer"))
            yield from self._table(Table("answers", "Decision, call-in, equality and publication", columns, rows))
        for each in block:
            if isinstance(each, Appendix):
                yield self._plain("Body Text", heading_of(each))

    def _section(self, section: Section, place: Any, headed: bool) -> Iterator[Any]:
        is_part = section.key in {part.key for kind in SECTIONS for part in kind.parts}
        level = self._heading_level(place) or (2 if is_part else 1)
        if headed:
            yield self._heading(section.title, level, place)
        yield from self._paragraphs(section, level, None if headed else place)
        for each in section.parts:
            yield self._heading(each.title, min(level + 1, 3), None)
            yield from self._paragraphs(each, 2, None)

    def _paragraphs(self, section: Section, level: int, place: Any) -> Iterator[Any]:
        own = place is not None and self._heading_level(place) == 0
        for each in section.paragraphs:
            if own and not each.is_item:
                yield _kept(place, runs(each.text, self.styles, _look(place)))
            else:
                yield self._numbered("Lettered paragraph" if each.is_item else _NUMBERED[min(level, 2)], each.text)
        for table in section.tables:
            yield from self._table(table)

    def _appendix(self, appendix: Appendix, place: Any, headed: bool) -> Iterator[Any]:
        title = heading_of(appendix)
        if headed and self._heading_level(place):
            yield _kept(place, runs(title, self.styles, _look(place)))
        elif headed:
            yield paragraph(self.styles["heading 1"], *runs(title, self.styles), also=look.without_number())
        for each in appendix.paragraphs:
            yield self._plain("Body Text", each.text)
        for table in appendix.tables:
            yield from self._table(table)
        for picture in appendix.pictures:
            yield from self._picture(picture)

    def _table(self, table: Table) -> Iterator[Any]:
        yield self._caption("Table", table.caption)
        yield table_element(table, self.styles, self.width)
        for note in table.notes:
            yield self._plain("Table note", note)

    def _picture(self, picture: Picture) -> Iterator[Any]:
        image = drawn(picture.drawing, self.width)
        relation, _ = self._document.part.get_or_add_image(BytesIO(image.content))
        inline = image.inline(relation, self._next_picture(), picture.caption, picture.description)
        yield self._caption("Figure", picture.caption)
        with_note = element("keepNext") if picture.note else None
        yield paragraph(self.styles["Picture"], element("r", inline), also=with_note)
        if picture.note:
            yield self._plain("Table note", picture.note)

    def _next_picture(self) -> int:
        """Return a number that no picture of the document has."""
        ids = self._document.element.xpath("//wp:docPr/@id")
        self._counts["id"] = max([self._counts.get("id", 0), *(int(each) for each in ids if each.isdigit())]) + 1
        return self._counts["id"]

    def _caption(self, label: str, caption: str) -> Any:
        self._counts[label] += 1
        number = field(f"SEQ {label} \\* ARABIC", str(self._counts[label]))
        lead = element("r", text_element(f"{label} "))
        return paragraph(self.styles["caption"], lead, number, *runs(f": {caption}", self.styles))

    def _heading(self, title: str, level: int, place: Any) -> Any:
        if place is not None and self._heading_level(place) == level:
            return _kept(place, runs(title, self.styles, _look(place)))
        return self._numbered(f"heading {level}", title)

    def _heading_level(self, place: Any) -> int:
        """Return the level of the heading that a paragraph is, or 0."""
        style = place.find(f"{name('pPr')}/{name('pStyle')}")
        used = None if style is None else style.get(name("val"))
        return next((level for level in (1, 2, 3) if used == self.styles[f"heading {level}"]), 0)

    def _numbered(self, style: str, text: str) -> Any:
        used = self.styles[style]
        return paragraph(used, *runs(text, self.styles), also=look.number_of(self._document, used))

    def _plain(self, style: str, text: str) -> Any:
        return paragraph(self.styles[style], *runs(text, self.styles))


def _kept(place: Any, content: list[Any]) -> Any:
    """Build a paragraph with the properties of the one that named the block: its style, space and numbering."""
    properties = deepcopy(place.find(name("pPr")))
    if properties is not None:
        for section in properties.findall(name("sectPr")):  # the section ends after the whole block
            properties.remove(section)
    return element("p", properties, *content)


def _look(place: Any) -> Any:
    """Return the properties of the text that named the block: a font or a colour that someone chose in Word."""
    return place.find(f"{name('r')}/{name('rPr')}")
