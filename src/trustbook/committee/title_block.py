"""Fill in the title block of a paper: meeting, date, title, authors, and what is answered with yes or no.

In: the settings of papers, the meeting of the period, the source. Out: a `TitleBlock`.
"""

from __future__ import annotations

from trustbook.committee.model import Answer, TitleBlock
from trustbook.committee.sources import Source
from trustbook.committee.standing_text import StandingText
from trustbook.config.meeting import Meeting
from trustbook.config.paper import PaperSettings

QUESTIONS = (
    ("key_decision", "Key decision"),
    ("call_in", "Is the decision eligible for call-in by scrutiny?"),
    ("equality_duty", "Are there public sector equality duty implications?"),
    ("exempt", "Does the report contain confidential or exempt information (whether in appendices or not)?"),
)
"""What a title block asks, by the name of the setting that answers it."""


def title_block(settings: PaperSettings, meeting: Meeting | None, source: Source, texts: StandingText) -> TitleBlock:
    """Fill in the title block; what nobody has said is empty."""
    name = source.data.settings.trust.name
    return TitleBlock(
        meeting=meeting.body if meeting else "",
        date=meeting.date if meeting else None,
        item=(meeting.item or "") if meeting else "",
        title=texts.filled(settings.title) if settings.title else f"{name}: finance report, {source.label}",
        authors=settings.authors,
        lead_members=settings.lead_members,
        answers=tuple(
            Answer(key, question, getattr(settings, key), settings.exempt_paragraph if key == "exempt" else "")
            for key, question in QUESTIONS
        ),
    )
