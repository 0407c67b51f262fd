"""Gather a committee's paper from the edition of a period and the standing text of its body.

In: a `Source`, the settings of papers, the meeting. Out: a `Paper`. Figures come from metrics alone; what the month
does not report has no sentence, and what nobody has said is marked as to be written.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import chain

from trustbook.chapters.metrics import details
from trustbook.committee import savings_text
from trustbook.committee.doubts_appendix import doubts
from trustbook.committee.figures import Figures, Said, metrics_of, paragraph
from trustbook.committee.model import Paper, Paragraph, Section
from trustbook.committee.position_appendix import position_appendix
from trustbook.committee.position_text import PositionText
from trustbook.committee.recommendations import recommendations
from trustbook.committee.savings_appendix import savings_appendix
from trustbook.committee.sections import SECTIONS, SectionKind, kind_of
from trustbook.committee.sources import Source
from trustbook.committee.standing_text import StandingText, require_known
from trustbook.committee.title_block import title_block
from trustbook.config.meeting import Meeting
from trustbook.config.paper import PaperSettings
from trustbook.core.formatting import listing
from trustbook.core.period import Period
from trustbook.data.period_data import PeriodData

_RECOMMENDED = "recommendations"


def gather(source: Source, settings: PaperSettings, meeting: Meeting | None, actions: Section | None = None) -> Paper:
    """Gather a paper. `actions`: the section on the actions of the last meeting, if they are reported.

    Raises WorkspaceError for settings that name a section that there is not.
    """
    require_known(settings)
    figures = Figures([*metrics_of(source.metrics), *details(source.data)], source.page_of)
    texts = StandingText(settings, source.period)
    writing = _Writing(source, figures, texts, meeting)
    written = writing.written()
    figures.state(chain.from_iterable(each.metrics for each in actions.paragraphs) if actions else ())
    tables = (position_appendix(figures, source), savings_appendix(figures, source))
    doubtful = doubts(source, figures.stated)
    if texts.has(kind_of(_RECOMMENDED)):
        written[_RECOMMENDED] = writing.recommendations()
    sections = [_section(kind, texts, written) for kind in SECTIONS if texts.has(kind)]
    return Paper(
        period=str(source.period),
        label=source.label,
        body=source.data.settings.trust.name,
        edition=source.standing + (f", {source.url}" if source.url else ""),
        block=title_block(settings, meeting, source, texts),
        sections=tuple(_with_actions(sections, actions, texts)),
        appendices=(*tables, doubtful),
        figures=figures.stated,
    )


class _Writing:
    """The paragraphs of the sections of one paper."""

    def __init__(self, source: Source, figures: Figures, texts: StandingText, meeting: Meeting | None) -> None:
        self._source, self._figures, self._texts, self._meeting = source, figures, texts, meeting
        self._position = PositionText(figures, source.data)

    def written(self) -> dict[str, list[Paragraph]]:
        """Write every section that the paper has, by its key, but for the recommendations, which depend on the rest."""
        writers = {
            "purpose": lambda: self._texts.paragraphs("purpose") or self._purpose(),
            "executive_summary": lambda: [*self._summary(), *self._texts.paragraphs("executive_summary")],
            "background": self._background,
            "issues": self._issues,
            "next_steps": lambda: [*self._next_return(), *self._texts.paragraphs("next_steps")],
            "finance": self._finance,
            "risk": self._risk,
            "background_papers": self._background_papers,
        }
        there = [each for kind in SECTIONS if self._texts.has(kind) for each in (kind, *kind.parts)]
        made = {}
        for kind in there:
            if kind.who and kind.key != _RECOMMENDED and self._texts.has(kind):
                made[kind.key] = (kind.key in writers and writers[kind.key]()) or self._texts.or_to_write(kind)
        return made

    def recommendations(self) -> list[Paragraph]:
        """Recommend what the committee is to do."""
        found = recommendations(
            self._figures,
            self._position,
            self._meeting.body if self._meeting else "",
            f"Month {self._source.period.month} {self._source.data.status.words}",
            self._texts.recommendations(),
        )
        return found or self._texts.or_to_write(kind_of(_RECOMMENDED))

    def _background(self) -> list[Paragraph]:
        own = self._texts.paragraphs("background")
        return [*own, *paragraph(self._position.budget(), self._position.revised(), self._planned())]

    def _risk(self) -> list[Paragraph]:
        """Say how far the figures may move; which risks there are, the figures alone do not say."""
        moved = paragraph(self._position.range_of_cost())
        return [*moved, *self._texts.or_to_write(kind_of("risk"))]

    def _purpose(self) -> list[Paragraph]:
        data = self._source.data
        what = data.status.choose("where the year is forecast to end", "where the year ended")
        said = self._figures.say(
            "This report tells the committee of the finances of {name} for {label}. It says {what}{savings}, and what "
            "that means for {of}.",
            name=data.settings.trust.name,
            label=self._source.label,
            what=what,
            savings=", how far its savings are delivered" if self._figures.above_nil("savings.target") else "",
            of=_who_pays(data),
        )
        return paragraph(said)

    def _planned(self) -> Said | None:
        return savings_text.planned(self._figures)

    def _summary(self) -> list[Paragraph]:
        position, figures = self._position, self._figures
        groups = (
            (position.budget(), self._planned()),
            (position.variance(), position.pressure(), position.movement()),
            (position.not_in_forecast(), position.cost(), position.agreed()),
            (position.split(),),
            (savings_text.delivery(figures),),
            (
                "Appendix A gives the position by line and by month, and Appendix B the savings. Appendix C lists what "
                "the checks of the data found, and where papers contradict these figures.",
            ),
        )
        return list(chain.from_iterable(paragraph(*group) for group in groups))

    def _issues(self) -> list[Paragraph]:
        position, figures = self._position, self._figures
        next_year = None
        if figures.above_nil("years.next_sum", "years.next_sum_short"):
            one_off = figures.say(", of which {years.next_sum_non_recurring} does not recur")
            next_year = figures.say(
                "The {provisional}{budget} for next year is {years.next_sum}{one_off}. What this year "
                "{cost_of_it}, with all that the pressure counts, is {years.next_sum_short} more.",
                provisional="provisional " if _is_provisional(self._source.data) else "",
                one_off=one_off if one_off and figures.above_nil("years.next_sum_non_recurring") else "",
                cost_of_it=self._source.data.status.choose("is forecast to cost", "cost"),
            )
        groups = (
            (position.lines(),),
            (position.disputed(),),
            (savings_text.not_delivered(figures),),
            (self._programme(), self._programme() and savings_text.programme_next_year(figures)),
            (next_year,),
        )
        found = chain.from_iterable(paragraph(*group) for group in groups)
        return [*self._texts.paragraphs("issues"), *found]

    def _programme(self) -> Said | None:
        return savings_text.programme(self._figures, self._source.data.settings.benefits_title)

    def _finance(self) -> list[Paragraph]:
        position = self._position
        first = (position.variance(), position.pressure())
        groups = (
            first,
            (position.not_in_forecast(), position.cost(), position.agreed()),
            (position.split(),),
            tuple(position.reserves()),
        )
        found = chain.from_iterable(paragraph(*group) for group in groups)
        return [*self._texts.paragraphs("finance"), *found]

    def _next_return(self) -> list[Paragraph]:
        """Say which return of the year is next, as far as the settings say which months are reported."""
        here, months = self._source.period, self._source.data.settings.months_reported
        later = [month for month in months if month > here.month]
        if not later:
            return []
        due = here.step(later[0] - here.month)
        last = ", the last of the year" if len(later) == 1 else ""
        return paragraph(f"The next return is for Month {due.month} ({due.first_day:%B %Y}){last}.")

    def _background_papers(self) -> list[Paragraph]:
        named = self._meeting.background if self._meeting else ()
        titles = self._source.data.reference.titles
        return [Paragraph(str(titles.get(paper, paper))) for paper in named] + self._texts.paragraphs(
            "background_papers"
        )


def _who_pays(data: PeriodData) -> str:
    councils = [each.name for each in data.settings.councils]
    return listing(councils) if councils else f"the {data.settings.words.budget}"


def _is_provisional(data: PeriodData) -> bool:
    """Return whether next year's budget is not yet final."""
    sums, following = data.reference.contract_sums, Period(data.period.year + 1, 1).year_code
    return bool(((sums["year"].astype(str) == following) & (sums["status"] == "provisional")).any())


def _section(kind: SectionKind, texts: StandingText, written: dict[str, list[Paragraph]]) -> Section:
    parts = tuple(_section(part, texts, written) for part in kind.parts if texts.has(part))
    return Section(kind.key, texts.title(kind), tuple(written.get(kind.key, ())), parts)


def _with_actions(sections: Sequence[Section], actions: Section | None, texts: StandingText) -> list[Section]:
    """Put the actions in their place; there is no such section if none are reported."""
    found = []
    for section in sections:
        if section.key != "actions":
            found.append(section)
        elif actions is not None:
            found.append(replace(actions, title=texts.title(kind_of(section.key))))
    return found
