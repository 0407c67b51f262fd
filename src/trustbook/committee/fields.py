"""List the fields that a Word template may name, and what each stands for in a paper.

In: a `Paper`. Out: plain texts by name (`title`), and blocks by name (`purpose`, `table_position_by_heading`).
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from trustbook.committee.model import (
    Answer,
    Appendix,
    Column,
    Paper,
    Paragraph,
    Picture,
    Row,
    Section,
    Table,
    TitleBlock,
)
from trustbook.committee.sections import every_kind

ANSWERS = ("key_decision", "call_in", "equality_duty", "exempt")
APPENDICES = ("A", "B", "C")
TABLES = (
    "position_by_heading",
    "notes_by_heading",
    "position_by_period",
    "cost_to_councils",
    "council_shares",
    "savings_by_rating",
    "savings_lines",
    "data_warnings",
    "contradictions",
)
CHARTS = ("forecast", "cost", "savings")
DRAFT = "Draft"
_REMOVE = "Remove this page before the report is submitted."
NOT_REPORTED = "not reported"

Block = Section | Appendix | Table | Picture | tuple[Paragraph, ...] | tuple[Answer, ...] | tuple[Appendix, ...]
"""What takes paragraphs of its own: sections, tables, pictures, the answers, the list of appendices."""


@dataclass(frozen=True)
class Fields:
    """What a template may name: texts within a paragraph, and blocks that take the place of one."""

    texts: dict[str, str]
    blocks: dict[str, Block | None]
    """None where the paper has none of it: the paragraph with its field is left out."""
    figures: dict[str, str]
    """The figures that the paper states, by metric."""

    def names(self) -> set[str]:
        """Return every name except those of figures."""
        return {*self.texts, *self.blocks}


def fields(paper: Paper) -> Fields:
    """Give every field its text or block."""
    figures = {each.metric: each.written for each in paper.figures}
    return Fields(_texts(paper), _blocks(paper), figures)


def is_draft(paper: Paper) -> bool:
    """Say whether the figures are those of a draft edition."""
    return paper.edition.startswith(DRAFT)


def field_name(key: str) -> str:
    """Return a key as a field names it: `forecast-trend` is `forecast_trend`."""
    return key.lower().replace("-", "_").replace(".", "_")


def day(date: datetime.date) -> str:
    """Write a day: `1 May 2024`."""
    return f"{date.day} {date:%B %Y}"


def answered(answer: Answer) -> str:
    """Write the answer to a question of the title block."""
    if answer.yes is None:
        return to_write("yes or no")
    said = "Yes" if answer.yes else "No"
    return f"{said}: {answer.detail}" if answer.detail else said


def heading_of(block: Block | None) -> str:
    """Return the heading of a section or an appendix, or the caption of a table or picture."""
    if isinstance(block, Appendix):
        return f"Appendix {block.letter}: {block.title}"
    if isinstance(block, Section):
        return block.title
    return block.caption if isinstance(block, Table | Picture) else ""


def to_write(what: str) -> str:
    """Mark what a person must write."""
    return f"[To be written: {what}]"


def _texts(paper: Paper) -> dict[str, str]:
    block: TitleBlock = paper.block
    answers = {each.key: each for each in block.answers}
    return {
        "title": block.title or to_write("the title of the report"),
        "meeting": block.meeting or to_write("the committee"),
        "date": day(block.date) if block.date else to_write("the date of the meeting"),
        "item": block.item or to_write("the number of the item on the agenda"),
        "authors": "\n".join(block.authors) or to_write("the author of the report, with job title and email"),
        "lead_members": "\n".join(block.lead_members) or to_write("the lead members, with their portfolios"),
        "body": paper.body,
        "period": paper.label,
        "edition": paper.edition,
        "draft": DRAFT if is_draft(paper) else "",
        **{key: answered(answers[key]) if key in answers else "" for key in (*ANSWERS, *answers)},
    }


def _blocks(paper: Paper) -> dict[str, Block | None]:
    """Give each name its block: those that any paper may have, and those of this one."""
    sections = {kind.key for kind in every_kind()}
    sections |= {each.key for each in paper.every_section}
    letters = {*APPENDICES, *(each.letter for each in paper.appendices)}
    appendices = {each.letter: each for each in paper.appendices}
    tables = {each.key: each for appendix in paper.appendices for each in appendix.tables}
    charts = {each.key: each for appendix in paper.appendices for each in appendix.pictures}
    return {
        **{field_name(key): paper.section(key) for key in sorted(sections)},
        **{f"appendix_{field_name(letter)}": appendices.get(letter) for letter in sorted(letters)},
        **{f"table_{field_name(key)}": tables.get(key) for key in (*TABLES, *tables)},
        **{f"chart_{field_name(key)}": charts.get(key) for key in (*CHARTS, *charts)},
        "answers": paper.block.answers or None,
        "appendices": paper.appendices or None,
        "changes": _changes(paper),
    }


def _changes(paper: Paper) -> Section | None:
    """Write the figures that changed since the draft before as a section, for officers."""
    if not paper.changes:
        return None
    rows = [Row((each.label, each.before or "not stated", each.now or "no longer stated")) for each in paper.changes]
    columns = (Column("Figure"), Column("Last draft", is_amount=True), Column("This draft", is_amount=True))
    table = Table("changes", "Figures that changed since the last draft", columns, tuple(rows), (_REMOVE,))
    return Section("changes", "Changes since the last draft", tables=(table,))
