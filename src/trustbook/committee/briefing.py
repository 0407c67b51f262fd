"""Write the briefing note for officers: questions that members may ask, and every figure of the paper with its page.

In: a `Paper`, and the prepared questions. Out: a Word document, the same bytes each time. It is no part of the paper.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from copy import deepcopy
from dataclasses import replace
from io import BytesIO

from docx import Document

from trustbook.committee.archive import packed
from trustbook.committee.document import fill
from trustbook.committee.members_questions import Prepared, figures_in_words, prepare
from trustbook.committee.model import Column, Figure, Paper, Paragraph, Row, Section, Table
from trustbook.committee.sources import Source
from trustbook.committee.template import default_template
from trustbook.committee.word import StyleIds, name, paragraph, run
from trustbook.core.formatting import counted
from trustbook.site.brief.questions import Question

_ABOUT, _QUESTIONS, _TO_WRITE, _FIGURES = "about_this_note", "members_questions", "still_to_write", "every_figure"


def briefing(paper: Paper, questions: Sequence[Question], source: Source) -> bytes:
    """Write the note on a paper, with the questions that its figures raise."""
    prepared = prepare(questions, paper, source)
    sections = [_about(paper, prepared), *_questions(prepared), *_still_to_write(paper), _every_figure(paper.figures)]
    title = f"Briefing note for officers: {paper.block.title or paper.label}"
    note = replace(paper, block=replace(paper.block, title=title), sections=tuple(sections), appendices=(), changes=())
    return fill(note, _template([each.key for each in sections]))


def _about(paper: Paper, prepared: Sequence[Prepared]) -> Section:
    asked = counted(len(prepared), "question")
    said = (
        f"This note is for officers, and is no part of the report. It prepares {asked} that the figures raise, the "
        f"weightiest first, and lists the {counted(len(paper.figures), 'figure')} that the report states.",
        f"The figures are those of the edition of {paper.label} ({paper.edition}). Addresses of pages are within it.",
    )
    return Section(_ABOUT, "About this note", tuple(map(Paragraph, said)))


def _questions(prepared: Iterable[Prepared]) -> list[Section]:
    parts = tuple(_question(number, each) for number, each in enumerate(prepared, 1))
    return [Section(_QUESTIONS, "Questions that members may ask", (), parts)] if parts else []


def _question(number: int, prepared: Prepared) -> Section:
    said = [f"Figures: {figures_in_words(prepared)}."] if prepared.figures else []
    if prepared.report:
        said.append(f"The report says, under {prepared.report}")
    if prepared.note:
        said.append(f"Of this line the return says: {prepared.note}")
    where = f"the page {prepared.chapter}"
    said.append(f"In the edition, {where} says: {prepared.answer}" if prepared.answer else f"In the edition: {where}.")
    said.append(f"Neither says {prepared.unsaid}. Ask {prepared.who}.")
    return Section(f"question_{number}", f"{prepared.says} {prepared.asks}", tuple(map(Paragraph, said)))


def _still_to_write(paper: Paper) -> list[Section]:
    """List what the report still lacks, so that nobody meets it at the meeting."""
    rows = tuple(
        Row((section.title, " ".join(each.text.strip("[]") for each in section.paragraphs if each.to_write)))
        for section in paper.to_write
    )
    table = Table(_TO_WRITE, "Sections that a person must write", (Column("Section"), Column("What")), rows)
    return [Section(_TO_WRITE, "What is still to be written", tables=(table,))] if rows else []


def _every_figure(figures: Iterable[Figure]) -> Section:
    rows = tuple(Row((each.label, each.written, each.metric, each.page)) for each in figures)
    columns = (Column("Figure"), Column("As written", is_amount=True), Column("Metric"), Column("Page of the edition"))
    table = Table(_FIGURES, "Every figure of the report, and where the edition shows it", columns, rows)
    return Section(_FIGURES, "Every figure of the report", tables=(table,) if rows else ())


def _template(keys: Iterable[str]) -> bytes:
    """Make a template with the look of the paper's own that has these sections alone."""
    document = Document(BytesIO(default_template()))
    ids, body = StyleIds(document.styles.element), document.element.body
    first = list(body.iter(name("p")))
    kept = [each for each in first if _is_title_or_detail(each, ids)]
    made = [deepcopy(each) for each in kept]
    made += [paragraph(ids["heading 1"], run(f"{{{{ {key} }}}}")) for key in keys]
    for each in list(body):
        if each.tag != name("sectPr"):
            body.remove(each)
    for place, each in enumerate(made):
        body.insert(place, each)
    saved = BytesIO()
    document.save(saved)
    return packed(saved.getvalue())


def _is_title_or_detail(element: object, ids: StyleIds) -> bool:
    style = element.find(f"{name('pPr')}/{name('pStyle')}")  # type: ignore[attr-defined]
    return style is not None and style.get(name("val")) in (ids["Title"], ids["Report details"])
