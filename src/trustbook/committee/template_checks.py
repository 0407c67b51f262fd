"""Check a Word template before it is filled: a document without macros, whose fields are all ones that a paper has.

In: the bytes of a template, and the fields. Out: the opened document, or one sentence that says what to correct.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import get_close_matches
from io import BytesIO
from typing import Any

from docx import Document

from trustbook.committee.fields import Fields
from trustbook.committee.word import name, paragraphs, text_of
from trustbook.core.characters import excerpt
from trustbook.core.errors import ReturnError, WorkspaceError
from trustbook.data.workbooks.packed import open_bounded

SHOWN = "params/paper.docx"
MOST_BYTES = 20_000_000
_NOTES = ("word/footnotes.xml", "word/endnotes.xml")
_DOCUMENT = b"wordprocessingml.document.main+xml"
_TAG = re.compile(r"\{\{(.*?)\}\}|\{%(.*?)%\}|\{#.*?#\}", re.DOTALL)
_MARK = re.compile(r"\{\{|\}\}|\{%|%\}|\{#|#\}")
_NAMED = re.compile(r"\s*([^\W\d]\w*)(?:\.(\w+))?\s*")
_FIGURE = re.compile(r"""\s*figure\s*\[\s*["'“”‘’]([^"'“”‘’]+)["'“”‘’]\s*\]\s*""")
_CONDITION = re.compile(r"(?:p|tr)?\s+(?:(?:if|elif)\s+(?:not\s+)?(\w+)|else|endif)\s*")
_FETCHES = re.compile(r"\s*(INCLUDEPICTURE|INCLUDETEXT|IMPORT|LINK|DDE|DDEAUTO|DATABASE)\b", re.IGNORECASE)
"""Fields of Word that fetch something from elsewhere when a document is opened."""
_HARMLESS = ("hyperlink", "attachedTemplate")
"""Relations that may lead out of a template; the second is left out of what is written."""
PARTS = ("title", "text")


def opened(content: bytes, fields: Fields, shown: str = SHOWN) -> Any:
    """Open a template and check it. Raises WorkspaceError, of one sentence, for what cannot be used."""
    if len(content) > MOST_BYTES:
        raise _error(
            f"it has {len(content):,} bytes",
            shown,
            expected=f"at most {MOST_BYTES:,}",
            mend="Compress its pictures in Word (Picture Format, Compress Pictures).",
        )
    document = _document(content, shown)
    for part in document.part.package.iter_parts():
        _require_nothing_from_outside(part, shown)
    for root in roots(document):
        if any(True for _ in root.iter(name("del"), name("ins"), name("moveFrom"), name("moveTo"))):
            raise _error(
                "it has changes that are tracked",
                shown,
                expected="a template without them",
                mend="In Word: Review, Accept, Accept All Changes and Stop Tracking; then save it.",
            )
        for each in root.iter(name("instrText"), name("fldSimple")):
            if _FETCHES.match(each.text or each.get(name("instr"), "")):
                raise _outside("a field that fetches something from elsewhere", shown)
        _check_fields(root, fields, shown)
    return document


def roots(document: Any) -> Iterator[Any]:
    """Yield the root of each part in which fields are filled: the body, headers and footers."""
    yield document.element.body
    for relation in document.part.rels.values():
        if not relation.is_external and relation.reltype.rpartition("/")[2] in ("header", "footer"):
            yield relation.target_part.element


def _document(content: bytes, shown: str) -> Any:
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        raise _no_document("it is an old Word document (.doc), or one that is protected with a password", shown)
    try:
        with open_bounded(content, shown) as archive:
            kinds = archive.read("[Content_Types].xml")
            names = archive.namelist()
            notes = b"".join(archive.read(each) for each in names if each in _NOTES)
        if b"macroEnabled" in kinds or any(each.endswith("vbaProject.bin") for each in names):
            raise _no_document("it is a document with macros", shown)
        if _DOCUMENT not in kinds:
            raise _no_document("it is not a Word document", shown)
        if b"{{" in notes or b"{%" in notes:
            raise _error(
                "a field stands in a footnote or an endnote",
                shown,
                mend="Move it into the text, or a header or footer.",
            )
        return _whole(Document(BytesIO(content)))
    except WorkspaceError:
        raise
    except ReturnError as error:
        raise _error(
            "it contains more than a template needs, or something that no template has",
            shown,
            mend="Copy its content into a new document, and save that.",
        ) from error
    except Exception:  # python-docx raises whatever it meets in a file that is damaged
        raise _no_document("it is not a Word document that can be read", shown) from None


def _whole(document: Any) -> Any:
    """Return a document that has every part which is needed. Raises any exception if it has not."""
    needed = (document.styles.element, document.settings.element, document.core_properties.title, *roots(document))
    names = [part.partname for part in document.part.package.iter_parts()]
    if any(each is None for each in needed) or len(set(names)) < len(names):
        raise ValueError("a part is missing, or two have one name")
    return document


def _require_nothing_from_outside(part: Any, shown: str) -> None:
    for relation in part.rels.values():
        kind = relation.reltype.rpartition("/")[2]
        if relation.is_external and kind not in _HARMLESS:
            raise _outside("a picture or an object that is kept elsewhere", shown)
        if kind in ("oleObject", "control", "package", "aFChunk", "subDocument"):
            raise _outside("an object of another program", shown)


def _check_fields(root: Any, fields: Fields, shown: str) -> None:
    """Check each tag of a part. Raises WorkspaceError for the first that is not as it must be."""
    names, depth, last = fields.names(), 0, ""
    for paragraph in paragraphs(root):
        text = text_of(paragraph)
        if not _MARK.search(text):
            continue
        last = text
        for tag in _TAG.finditer(text):
            value, condition = tag.groups()
            if condition is not None:
                depth += _opens(condition, names, text, shown)
            elif value is not None:
                _check_value(value, fields, names, text, shown)
        if _MARK.search(_TAG.sub("", text)):
            raise _broken(text, shown)
        if depth < 0:
            raise _error("there is an {% endif %} without its {% if %}", shown, place=_place(text), mend=_CORRECT)
    if depth:
        raise _error("there is an {% if %} without its {% endif %}", shown, place=_place(last), mend=_CORRECT)


_CORRECT = "Correct it in Word, and save."


def _opens(condition: str, names: set[str], text: str, shown: str) -> int:
    """Check a condition; return how much deeper the text after it is."""
    found = _CONDITION.fullmatch(f"{condition}" if condition[:1] in "pt" else f" {condition.strip()}")
    if not found:
        raise _error(
            f"{{%{excerpt(condition)}%}} is not a condition that a template can have",
            shown,
            place=_place(text),
            expected="{% if name %}, {% else %} or {% endif %}",
            mend=_CORRECT,
        )
    if found[1] and found[1] not in names:
        raise _unknown(found[1], names, text, shown)
    word = found[0].split()[-1]
    return -1 if word == "endif" else 0 if word == "else" or "elif" in found[0].split() else 1


def _check_value(value: str, fields: Fields, names: set[str], text: str, shown: str) -> None:
    figure, named = _FIGURE.fullmatch(value), _NAMED.fullmatch(value)
    if figure:
        if figure[1] not in fields.figures:
            near = get_close_matches(figure[1], fields.figures, 1)
            mend = f"Did you mean {near[0]}? " if near else ""
            problem = f"the paper states no figure {excerpt(figure[1])}"
            raise _error(problem, shown, place=_place(text), mend=f"{mend}Correct its name in Word, or remove it.")
        return
    if not named:
        raise _broken(text, shown)
    if named[1] not in names:
        raise _unknown(named[1], names, text, shown)
    if named[2] and (named[2] not in PARTS or named[1] not in fields.blocks):
        raise _unknown(f"{named[1]}.{named[2]}", names, text, shown)
    alone = _TAG.fullmatch(text.strip())
    if named[1] in fields.blocks and named[2] != "title" and not alone:
        raise _error(
            f"the field {named[1]} stands for whole paragraphs, and shares one with other text",
            shown,
            place=_place(text),
            mend="Give it a paragraph of its own in Word.",
        )


def _place(text: str) -> str:
    return f"the paragraph “{excerpt(text.strip())}”"


def _unknown(wrong: str, names: set[str], text: str, shown: str) -> WorkspaceError:
    near = get_close_matches(wrong.lower(), names, 1, 0.5)
    mend = f"Did you mean {near[0]}? " if near else ""
    problem = f"there is no field {excerpt(wrong)}"
    return _error(problem, shown, place=_place(text), mend=f"{mend}Correct its name in Word, or remove it.")


def _broken(text: str, shown: str) -> WorkspaceError:
    return _error(
        "a field is not written whole",
        shown,
        place=_place(text),
        expected="two braces, a name, two braces, as in {{ title }}",
        mend=_CORRECT,
    )


def _no_document(problem: str, shown: str) -> WorkspaceError:
    return _error(
        problem, shown, expected="a Word document (.docx)", mend="Save it in Word as “Word Document (*.docx)”."
    )


def _outside(what: str, shown: str) -> WorkspaceError:
    return _error(
        f"it has {what}",
        shown,
        expected="a template that has everything in it",
        mend="Remove it in Word, or insert it as a picture that is part of the document.",
    )


def _error(problem: str, shown: str, *, place: str = "", expected: str = "", mend: str = "") -> WorkspaceError:
    return WorkspaceError(problem, file=shown, place=place, expected=expected, mend=mend)
