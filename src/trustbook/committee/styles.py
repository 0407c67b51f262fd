"""Define the styles of the paper and its numbering, and add to a template those that it lacks.

In: a Word document. Out: the same with real styles for headings, numbered paragraphs, captions, tables and pictures.
What a template says of a style of the same name stays.
"""

from __future__ import annotations

from copy import deepcopy
from typing import Any

from trustbook.committee.word import LANGUAGE, TO_WRITE, StyleIds, element, name

FONT = "Arial"
_INK, _FILL, _LINE, _TO_WRITE_FILL = "1F3A5F", "DCE6F1", "7F7F7F", "FFF2A8"
"""Ink is 11:1 on white, and black on the fills 16:1 and more."""
_INDENT = 964
"""Twips from the margin to numbered text: 1.7 cm, which leaves room for `7.12.1`."""
_NUMBER = 1
"""The list of the paper in a template of ours."""


_WORDS_OWN = (
    "Body Text",
    "Title",
    "heading 1",
    "heading 2",
    "heading 3",
    "caption",
    "header",
    "footer",
    "Strong",
    "Hyperlink",
)
"""Names of Word's own styles, which it shows in the language of its user."""


def paper_styles() -> list[Any]:
    """Build every style that a paper uses."""
    return [*_characters(), *_paragraphs(), *_tables()]


def numbering() -> list[Any]:
    """Build the list of several levels that numbers headings and paragraphs."""
    levels = [
        _level(0, "decimal", "%1.", "Heading1", _INDENT),
        _level(1, "decimal", "%1.%2", "NumberedParagraph", _INDENT),
        _level(2, "decimal", "%1.%2.%3", "NumberedParagraph2", _INDENT),
        _level(3, "lowerLetter", "%4)", "LetteredParagraph", _INDENT + 567, 567),
    ]
    kind = element("multiLevelType", val="multilevel")
    return [
        element("abstractNum", kind, *levels, abstractNumId=_NUMBER),
        element("num", element("abstractNumId", val=_NUMBER), numId=_NUMBER),
    ]


def add_missing(document: Any) -> StyleIds:
    """Add to a document the styles of the paper that it lacks, without numbers of their own; return the ids of all."""
    root = document.styles.element
    there, made = StyleIds(root), paper_styles()
    shown = {style.get(name("styleId")): style.find(name("name")).get(name("val")) for style in made}
    added = [each for each in made if shown[each.get(name("styleId"))] not in there and not each.get(name("default"))]
    for style in added:
        for number in list(style.iter(name("numPr"))):
            number.getparent().remove(number)
        root.append(style)
    ids = StyleIds(root)
    for style in added:
        for other in (*style.findall(name("basedOn")), *style.findall(name("next"))):
            usual = shown[other.get(name("val"))]
            if usual in ids:
                other.set(name("val"), ids[usual])
    return ids


def number_of(document: Any, style: str) -> Any:
    """Copy the numbering of a style (by its id), so that a paragraph states it itself; None if it has none."""
    for each in document.styles.element.iter(name("style")):
        if each.get(name("styleId")) == style:
            found = each.find(f"{name('pPr')}/{name('numPr')}")
            return None if found is None else deepcopy(found)
    return None


def without_number() -> Any:
    """Build the property that takes a heading out of the numbering."""
    return element("numPr", element("ilvl", val=0), element("numId", val=0))


def fonts() -> Any:
    """Build the property that names the font for every script."""
    return element("rFonts", ascii=FONT, hAnsi=FONT, eastAsia=FONT, cs=FONT)


def defaults() -> Any:
    """Build what holds where no style says otherwise: font, size, language."""
    run = element(
        "rPr",
        fonts(),
        *_size(12),
        element("lang", val=LANGUAGE, eastAsia=LANGUAGE, bidi="ar-SA"),
    )
    spacing = element("spacing", before=0, after=120, line=264, lineRule="auto")
    return element("docDefaults", element("rPrDefault", run), element("pPrDefault", element("pPr", spacing)))


def _characters() -> list[Any]:
    return [
        _style("character", "Default Paragraph Font", default="1"),
        _style("character", "Strong", run=[element("b"), element("bCs")]),
        _style("character", "Hyperlink", run=[element("color", val="0B4F9E"), element("u", val="single")]),
        _style(
            "character", TO_WRITE, run=[element("b"), element("shd", val="clear", color="auto", fill=_TO_WRITE_FILL)]
        ),
    ]


def _paragraphs() -> list[Any]:
    keep = [element("keepNext"), element("keepLines")]
    bold = [element("b"), element("bCs")]
    ink = element("color", val=_INK)
    small = [element("spacing", before=40, after=40, line=240, lineRule="auto")]
    return [
        _style("paragraph", "Normal", default="1"),
        _style("paragraph", "Body Text", based="Normal"),
        _style(
            "paragraph",
            "Title",
            based="Normal",
            after="Normal",
            paragraph=[*keep, element("spacing", before=0, after=240)],
            run=[*bold, ink, *_size(22)],
        ),
        _style(
            "paragraph",
            "heading 1",
            based="Normal",
            after="NumberedParagraph",
            paragraph=[*keep, _numbered(0), element("spacing", before=360, after=120), element("outlineLvl", val=0)],
            run=[*bold, ink, *_size(15)],
        ),
        _style(
            "paragraph",
            "heading 2",
            based="Normal",
            after="NumberedParagraph2",
            paragraph=[*keep, _numbered(1), element("spacing", before=240, after=120), element("outlineLvl", val=1)],
            run=[*bold, ink, *_size(12)],
        ),
        _style(
            "paragraph",
            "heading 3",
            based="Normal",
            after="BodyText",
            paragraph=[*keep, element("spacing", before=240, after=120), element("outlineLvl", val=2)],
            run=[*bold, *_size(12)],
        ),
        _style("paragraph", "Numbered paragraph", based="Normal", paragraph=[_numbered(1)]),
        _style("paragraph", "Numbered paragraph 2", based="Normal", paragraph=[_numbered(2)]),
        _style("paragraph", "Lettered paragraph", based="Normal", paragraph=[_numbered(3)]),
        _style(
            "paragraph",
            "Report details",
            based="Normal",
            paragraph=[element("tabs", element("tab", val="left", pos=2835)), element("ind", left=2835, hanging=2835)],
        ),
        _style(
            "paragraph",
            "caption",
            based="Normal",
            after="Normal",
            paragraph=[*keep, element("spacing", before=240, after=80)],
            run=[*bold, ink, *_size(11)],
        ),
        _style("paragraph", "Table text", based="Normal", paragraph=small, run=_size(10)),
        _style("paragraph", "Table figure", based="TableText", paragraph=[element("jc", val="right")]),
        _style("paragraph", "Table heading", based="TableText", paragraph=[element("keepNext")], run=bold),
        _style("paragraph", "Table figure heading", based="TableHeading", paragraph=[element("jc", val="right")]),
        _style(
            "paragraph",
            "Table note",
            based="Normal",
            paragraph=[element("spacing", before=60, after=60, line=240, lineRule="auto")],
            run=_size(10),
        ),
        _style(
            "paragraph",
            "Picture",
            based="Normal",
            paragraph=[element("spacing", before=0, after=120)],
        ),
        _style("paragraph", "header", based="Normal", paragraph=[_right_tab(), *small], run=_size(10)),
        _style("paragraph", "footer", based="Normal", paragraph=[_right_tab(), *small], run=_size(10)),
    ]


def _tables() -> list[Any]:
    edges = ("top", "left", "bottom", "right", "insideH", "insideV")
    lines = element("tblBorders", *(element(each, val="single", sz=4, space=0, color=_LINE) for each in edges))
    room = element("tblCellMar", element("left", w=85, type="dxa"), element("right", w=85, type="dxa"))
    none = element(
        "tblCellMar",
        *(
            element(each, w=size, type="dxa")
            for each, size in (("top", 0), ("left", 108), ("bottom", 0), ("right", 108))
        ),
    )
    shade = element("tcPr", element("shd", val="clear", color="auto", fill=_FILL))
    usual = _style("table", "Normal Table", default="1")
    usual.append(element("tblPr", element("tblInd", w=0, type="dxa"), none))
    made = _style("table", "Paper table", based="NormalTable")
    made.append(element("tblPr", lines, room))
    made.append(element("tblStylePr", element("rPr", element("b")), shade, type="firstRow"))
    return [usual, made, _style("numbering", "No List", default="1")]


def _style(
    kind: str,
    shown: str,
    based: str = "",
    after: str = "",
    paragraph: list[Any] | None = None,
    run: list[Any] | None = None,
    default: str = "",
) -> Any:
    made = element(
        "style",
        element("name", val=shown),
        element("basedOn", val=based) if based else None,
        element("next", val=after) if after else None,
        element("qFormat") if kind in ("paragraph", "character") and not default else None,
        element("pPr", *(deepcopy(each) for each in paragraph)) if paragraph else None,
        element("rPr", *(deepcopy(each) for each in run)) if run else None,
        type=kind,
        styleId=shown.title().replace(" ", ""),
    )
    if default:
        made.set(name("default"), default)
    elif shown not in _WORDS_OWN:
        made.set(name("customStyle"), "1")
    return made


def _level(level: int, form: str, text: str, style: str, left: int, hanging: int = 0) -> Any:
    return element(
        "lvl",
        element("start", val=1),
        element("numFmt", val=form),
        element("pStyle", val=style),
        element("lvlText", val=text),
        element("lvlJc", val="left"),
        element("pPr", element("ind", left=left, hanging=hanging or left)),
        ilvl=level,
    )


def _numbered(level: int) -> Any:
    return element("numPr", element("ilvl", val=level), element("numId", val=_NUMBER))


def _right_tab() -> Any:
    return element("tabs", element("tab", val="right", pos=9638))


def _size(points: int) -> list[Any]:
    return [element("sz", val=2 * points), element("szCs", val=2 * points)]
