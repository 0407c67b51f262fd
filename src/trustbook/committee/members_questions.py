"""Prepare the questions that members may ask: what the edition answers, what no figure can answer, and who must.

In: the questions that the figures of a period raise, and the edition. Out: `Prepared` questions, in their order.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from trustbook.committee.figures import metrics_of
from trustbook.committee.model import Figure, Paper
from trustbook.committee.sources import Source
from trustbook.config.words import in_own_words
from trustbook.core.formatting import listing
from trustbook.core.units import write_amount
from trustbook.site.brief.questions import DATA_QUALITY, TIE_OUT, Question

_ANSWERS: tuple[tuple[str, str, str], ...] = (
    (
        "forecast.variance.",
        "what drives it beyond what the return notes, and what is being done about it",
        "the budget holder of {part}",
    ),
    ("forecast.variance_movement", "whether the change will last", "the finance director of {the_body}"),
    ("forecast.pressure_movement", "whether the change will last", "the finance director of {the_body}"),
    (
        "forecast.disputed_income",
        "what the other side says, and how likely payment is",
        "the finance director of {the_body}, which claims the income",
    ),
    (
        "forecast.full_year_effect",
        "what next year's {budget} assumes line by line",
        "those who set next year's {budget}",
    ),
    ("forecast.variance", "whether a service gets less because of it", "the director of the service"),
    (
        "council.left",
        "what else the council could use, and what it would give up",
        "that council's section 151 officer",
    ),
    (
        "council.not_in_forecast",
        "why the items were left out, and who agreed that",
        "the finance director of {the_body}, with the officers who watch the {agreement} for those who pay",
    ),
    ("council.", "when each open item is settled", "whoever is responsible for the item"),
    (
        "savings.not_delivered",
        "what takes the place of the savings that are lost",
        "the officers responsible for those savings",
    ),
    ("savings.", "what would still confirm it, and what could stop it", "the officers responsible for those savings"),
    (
        "workforce.",
        "when permanent staff will start, and what is done to keep those there are",
        "whoever is responsible for staff at {the_body}",
    ),
    (
        "years.",
        "how the difference is to be met, and what has been agreed since the return",
        "the section 151 officers and the finance director of {the_body}",
    ),
    ("programme.", "what happens if a project does not deliver", "the senior responsible officer of each project"),
    ("assurance.", "what is left to do, and who must do it", "whoever leads the review"),
    ("actions.", "what holds an action up", "whoever is responsible for it, as the list of actions names them"),
    (TIE_OUT, "which of two statements its author would stand by", "the authors of the papers"),
    (DATA_QUALITY, "whether a corrected return will come", "the finance team of {the_body}"),
)
"""What the figures do not say about a question, and who must: by how its first metric, or its page, begins."""
_ASKS = "recommendations"
"""The section that repeats figures for what the committee is to do."""
_NOT_IN_PAPERS = "forecast.outlook_high"
"""A range from the record of other bodies' forecasts: the edition explains it, and no paper states it."""
_CHANGES, _NOTES = "notebooks/what-changed.html", "notes_by_heading"
_TITLES = {TIE_OUT: "Tie-out of the papers", DATA_QUALITY: "Data quality"}


@dataclass(frozen=True)
class Prepared:
    """A question with what officers need before a meeting."""

    says: str
    asks: str
    figures: tuple[Figure, ...]
    """The figures that it rests on."""
    chapter: str
    """The title of the page of the edition about it."""
    page: str
    """The address of that page within the edition."""
    answer: str
    """What the chapter says first; empty where the page is not a chapter."""
    report: str
    """What the report says of it, with its section; empty if it says nothing."""
    note: str
    """What the return notes about the line; empty if it is about none, or has no note."""
    unsaid: str
    """What no figure says about it."""
    who: str
    """Who must answer that."""


def prepare(questions: Iterable[Question], paper: Paper, source: Source) -> list[Prepared]:
    """Prepare questions on a paper."""
    return [_prepared(each, paper, source) for each in questions if each.metrics[:1] != (_NOT_IN_PAPERS,)]


def _prepared(question: Question, paper: Paper, source: Source) -> Prepared:
    figures = tuple(_figure(name, source) for name in question.metrics)
    page = _page(question, figures, source)
    unsaid, who = _unanswered(question)
    part = figures[0].label.partition(": ")[2] if figures else ""
    return Prepared(
        says=question.says,
        asks=question.asks,
        figures=figures,
        chapter=_TITLES.get(question.page) or source.title_of(page),
        page=page,
        answer="" if question.page else source.answer_of(page),
        report=_in_the_report(question, paper),
        note=_note_on(part, paper) if part else "",
        unsaid=in_own_words(unsaid),
        who=in_own_words(who).replace("{part}", part),
    )


def _page(question: Question, figures: Sequence[Figure], source: Source) -> str:
    """Return the page that answers a question best: the chapter on changes, or on the line itself, if there is one."""
    if question.page:
        return f"{question.page}.html"
    first = question.metrics[0]
    own = _CHANGES if first.endswith("_movement") else f"notebooks/{first.rpartition('.')[2].replace('_', '-')}.html"
    return own if source.answer_of(own) else figures[0].page


def _in_the_report(question: Question, paper: Paper) -> str:
    """Return the shortest paragraph of the report with the first figure of a question: it says most of it alone."""
    found = [
        (paragraph.text, section.title)
        for section in paper.every_section
        for paragraph in section.paragraphs
        if question.metrics and question.metrics[0] in paragraph.metrics and section.key != _ASKS
    ]
    text, title = min(found, key=lambda each: len(each[0]), default=("", ""))
    return f"{title}: {text}" if text else ""


def _note_on(line: str, paper: Paper) -> str:
    """Return what the return notes about a line of the forecast, as the appendix has it."""
    tables = (table for appendix in paper.appendices for table in appendix.tables if table.key == _NOTES)
    return next((row.cells[1] for table in tables for row in table.rows if row.cells[0] == line), "")


def _unanswered(question: Question) -> tuple[str, str]:
    """Return what the figures do not say about a question, and who must. Raises KeyError if nothing is prepared."""
    about = question.page or question.metrics[0]
    for start, unsaid, who in _ANSWERS:
        if about.startswith(start):
            return unsaid, who
    raise KeyError(about)


def _figure(name: str, source: Source) -> Figure:
    (metric,) = metrics_of({name: source.metrics[name]})
    value, written = float(source.metrics[name]["value"]), write_amount(metric.amount, metric.unit)
    return Figure(name, written, value, metric.unit, metric.label, source.page_of(name))


def figures_in_words(prepared: Prepared) -> str:
    """Name the figures of a question: `£1.222m (Income in dispute)`."""
    return listing([f"{each.written} ({each.label})" for each in prepared.figures])
