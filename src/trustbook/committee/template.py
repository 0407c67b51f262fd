"""Make the Word template that a paper is written into where a workspace has none of its own.

In: nothing. Out: the bytes of a document that officers can open in Word and edit: each section is one field.
"""

from __future__ import annotations

from functools import cache
from io import BytesIO
from typing import Any

from docx import Document

from trustbook.committee import styles
from trustbook.committee.archive import packed
from trustbook.committee.fields import APPENDICES, field_name
from trustbook.committee.sections import SECTIONS
from trustbook.committee.word import LANGUAGE, StyleIds, element, field, name, paragraph, run, text_element

_DETAILS = (
    ("Report to", "meeting"),
    ("Date", "date"),
    ("Agenda item", "item"),
    ("Report author", "authors"),
    ("Lead members", "lead_members"),
    ("Reporting on", "body"),
    ("Period", "period"),
    ("Edition", "edition"),
)
_PAGE = {"w": 11906, "h": 16838}
"""A4 in twips."""
_MARGIN = 1134
_TOP = 1531
"""Leaves a line between the header and the text."""
"""2 cm."""
_MODE = "15"
"""Word 2013 and later."""
_KEPT_PARTS = ("officeDocument", "core-properties", "extended-properties")
_KEPT_OF_DOCUMENT = ("styles", "numbering", "settings", "fontTable", "theme", "header", "footer")


@cache
def default_template() -> bytes:
    """Make the template: the same bytes each time."""
    document = Document()
    _leave_out(document)
    _set_styles(document)
    _set_settings(document)
    _write_edges(document)
    body = document.element.body
    for each in list(body):
        if each.tag != name("sectPr"):
            body.remove(each)
    for place, each in enumerate(_content(StyleIds(document.styles.element))):
        body.insert(place, each)
    saved = BytesIO()
    document.save(saved)
    return packed(saved.getvalue())


def _content(ids: StyleIds) -> list[Any]:
    heading = ids["heading 1"]
    made = [paragraph(ids["Title"], run("{{ title }}"))]
    for label, key in _DETAILS:
        made.append(
            paragraph(
                ids["Report details"],
                run(f"{label}:", ids["Strong"]),
                element("r", element("tab"), text_element(f"{{{{ {key} }}}}")),
            )
        )
    made.append(paragraph(ids["Body Text"], run("{{ answers }}")))
    made.append(paragraph(heading, run("List of appendices"), also=styles.without_number()))
    made.append(paragraph(ids["Body Text"], run("{{ appendices }}")))
    for kind in SECTIONS:
        made.append(paragraph(heading, run(f"{{{{ {kind.key} }}}}")))
    for letter in APPENDICES:
        made.append(_on_a_new_page(heading, f"{{{{ appendix_{field_name(letter)} }}}}"))
    made.append(_on_a_new_page(heading, "{{ changes }}"))
    return made


def _on_a_new_page(style: str, text: str) -> Any:
    properties = element("pPr", element("pStyle", val=style), element("pageBreakBefore"), styles.without_number())
    return element("p", properties, run(text))


def _leave_out(document: Any) -> None:
    """Leave out what else an empty document of python-docx has: a thumbnail, other styles, data of its own."""
    package = document.part.package
    for part, kept in ((package, _KEPT_PARTS), (document.part, _KEPT_OF_DOCUMENT)):
        for key, relation in list(part.rels.items()):
            if relation.reltype.rpartition("/")[2] not in kept:
                del part.rels[key]


def _set_styles(document: Any) -> None:
    root = document.styles.element
    for each in list(root):
        if each.tag in (name("style"), name("docDefaults")):
            root.remove(each)
    root.insert(0, styles.defaults())
    root.extend(styles.paper_styles())
    numbering = document.part.numbering_part.element
    for each in list(numbering):
        numbering.remove(each)
    numbering.extend(styles.numbering())


def _set_settings(document: Any) -> None:
    properties = document.element.body.find(name("sectPr"))
    page = properties.find(name("pgSz"))
    for key, value in _PAGE.items():
        page.set(name(key), str(value))
    margins = properties.find(name("pgMar"))
    for side in ("right", "bottom", "left"):
        margins.set(name(side), str(_MARGIN))
    margins.set(name("top"), str(_TOP))
    _modernise(document.settings.element)
    about = document.core_properties
    about.title, about.author, about.language = "Template of a committee's paper", "", LANGUAGE
    about.subject, about.keywords, about.comments, about.last_modified_by = "", "", "", ""
    for each in list(about_element(document)):
        if each.tag.rpartition("}")[2] in ("created", "modified"):
            each.getparent().remove(each)


def _modernise(settings: Any) -> None:
    """Make these the settings of today's Word, in British English; Word else opens the document as one of 2010."""
    for each in list(settings.iter()):
        if each.tag == name("compatSetting") and each.get(name("name")) == "compatibilityMode":
            each.set(name("val"), _MODE)
        elif each.tag == name("themeFontLang"):
            each.attrib.clear()
            each.set(name("val"), LANGUAGE)
        elif each.tag in {name(tag) for tag in ("rsids", "proofState", "savePreviewPicture")}:
            settings.remove(each)


def about_element(document: Any) -> Any:
    """Return the element with the properties of a document: title, author, language."""
    rels = document.part.package.rels.values()
    return next(each.target_part.element for each in rels if each.reltype.endswith("/core-properties"))


def _write_edges(document: Any) -> None:
    """Write the report's title and whether it is a draft at the head of each page, and its number at the foot."""
    section = document.sections[0]
    ids = StyleIds(document.styles.element)
    tab = element("r", element("tab"))
    head = paragraph(ids["header"], run("{{ title }}"), tab, run("{{ draft }}", ids["Strong"]))
    pages = [run("Page "), field("PAGE", "1"), run(" of "), field("NUMPAGES", "1")]
    foot = paragraph(ids["footer"], run("{{ body }}, {{ period }}"), element("r", element("tab")), *pages)
    for edge, content in ((section.header, head), (section.footer, foot)):
        edge.is_linked_to_previous = False
        root = edge.part.element
        for each in list(root):
            root.remove(each)
        root.append(content)
