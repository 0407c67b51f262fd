"""Ask the questions that the figures of a month raise, the weightiest first.

In: headline figures, and how many doubts the checks left. Out: at most eight questions. Each says a figure, asks about
it, and names the metrics that it rests on; a figure that the month does not report raises none.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice

from trustbook.config.words import in_own_words, words
from trustbook.core.formatting import counted, uncapitalised
from trustbook.site.brief.reported import Reported

MOST = 8
_LARGE_SHARE = 0.5
"""A line with this share of the variance is asked about by name."""
_HIGH_AGENCY_SHARE = 0.2
_SMALL = 100_000
"""Changes of less than this, in pounds, raise no question."""
DATA_QUALITY, TIE_OUT = "book/data-quality", "book/tie-out"


@dataclass(frozen=True)
class Question:
    """A question: what the figure says, what it makes one ask, and where to read on."""

    says: str
    asks: str
    metrics: tuple[str, ...] = ()
    page: str = ""
    """The page about it, if that is not the chapter of its first metric."""


def questions(found: Reported, warnings: int, contradictions: int) -> list[Question]:
    """Ask at most eight questions. Doubts about the data are always among them."""
    doubts = list(_doubts(warnings, contradictions))
    return [*islice(_about(found), MOST - len(doubts)), *doubts]


def every_question(found: Reported, warnings: int, contradictions: int) -> list[Question]:
    """Ask all that the figures raise, however many that is."""
    return [*_about(found), *_doubts(warnings, contradictions)]


def _about(found: Reported) -> Iterator[Question]:
    return (each for ask in _ASKED for each in ask(found))


def _of_one_figure(metric: str, says: str, asks: str, of: str = "") -> Callable[[Reported], Iterator[Question]]:
    """Make a question that is asked where a figure is above nil, as `of`, the whole that it is part of, must be too.

    Both may have `{this}`, `{of}` and the body's own words, such as `{budget}`, in them.
    """

    def ask(found: Reported) -> Iterator[Question]:
        metrics = tuple(name for name in (metric, of) if name)
        if found.above_nil(*metrics):
            said = in_own_words(says).replace("{this}", found.written(metric))
            yield Question(said.replace("{of}", found.written(of)) if of else said, in_own_words(asks), metrics)

    return ask


def _largest_line(found: Reported) -> Iterator[Question]:
    whole = found.amount("forecast.variance")
    lines = found.below("forecast.variance")
    if whole is None or whole <= 0 or not lines:
        return
    largest = found.amount(lines[0]) or 0
    if largest >= _LARGE_SHARE * whole:
        much, of = found.written(lines[0]), found.written("forecast.variance")
        if largest > whole:
            says = f"{found.part(lines[0])} overspends by {much}, more than the whole {of}."
        else:
            says = f"{much} of the {of} overspend is in {found.part(lines[0])}."
        yield Question(says, "What drives it, and what is being done?", (lines[0], "forecast.variance"))


def _movement(found: Reported) -> Iterator[Question]:
    for name, what in (("forecast.pressure_movement", "pressure"), ("forecast.variance_movement", "variance")):
        moved = found.amount(name)
        if moved is None:
            continue
        if abs(moved) >= _SMALL:
            way, ask = ("rose", "Will it rise again?") if moved > 0 else ("fell", "Will it last?")
            says = f"The {what} {way} by {found.written(name)} since the previous return."
            yield Question(says, f"What caused that? {ask}", (name,))
        return


def _reserves(found: Reported) -> Iterator[Question]:
    for name in found.below("council.left"):
        if (found.amount(name) or 0) < 0:
            council = found.label(f"council.call.{name.rpartition('.')[2]}").partition("Cost to ")[2]
            says = f"The reserves that we know of leave {council} {found.written(name)} short of its share of the cost."
            yield Question(says, "How would it pay the rest?", (name,))


def _agency(found: Reported) -> Iterator[Question]:
    teams = found.below("workforce.agency_rate")
    if teams and (found.amount(teams[0]) or 0) >= _HIGH_AGENCY_SHARE:
        says = f"Agency staff are {found.written(teams[0])} of {found.part(teams[0])}."
        yield Question(says, "When will permanent staff take their place?", (teams[0],))
    elif found.above_nil("workforce.agency_headcount"):
        says = f"The {words().body} has {found.written('workforce.agency_headcount')} agency staff."
        yield Question(says, "What do they cost in all?", ("workforce.agency_headcount",))


def _range(found: Reported) -> Iterator[Question]:
    low, high = found.amount("council.low"), found.amount("council.high")
    if low is not None and high is not None and low < high and low > 0:
        says = f"We estimate that the {words().cost} could be {found.written('council.low')} to "
        says += f"{found.written('council.high')}."
        yield Question(says, "Which open items decide that, and when?", ("council.low", "council.high"))


def _review(found: Reported) -> Iterator[Question]:
    name, of = "assurance.areas_in_progress", "assurance.areas"
    if found.above_nil(name, of):
        says = f"Of the {found.written(of)} {uncapitalised(found.label(of))}, "
        says += f"{found.written(name)} {'is' if found.amount(name) == 1 else 'are'} in progress."
        yield Question(says, "What is outstanding, and by when?", (name, of))


def _actions(found: Reported) -> Iterator[Question]:
    name, of = "actions.overdue", "actions.total"
    if found.above_nil(name, of):
        says = f"Of the {found.written(of)} actions of the last meeting, {found.written(name)} "
        says += f"{'is' if found.amount(name) == 1 else 'are'} overdue."
        yield Question(says, "What holds that up, and when will it be done?", (name, of))


def _outlook(found: Reported) -> Iterator[Question]:
    high, now = found.amount("forecast.outlook_high"), found.amount("forecast.variance")
    if high is not None and now is not None and high > 0 and high - now >= _SMALL:
        says = "Judging by other forecasts, the variance could still end as high as "
        says += f"{found.written('forecast.outlook_high')}."
        yield Question(says, "What has been set aside for that?", ("forecast.outlook_high",))


def _below_budget(found: Reported) -> Iterator[Question]:
    name = "forecast.variance"
    if (found.amount(name) or 0) <= -_SMALL:
        says = f"Costs are {found.written(name)} below the {words().budget}."
        yield Question(says, "Does that last, and does any service get less?", (name,))


_ASKED: tuple[Callable[[Reported], Iterator[Question]], ...] = (
    _largest_line,
    _movement,
    _reserves,
    _of_one_figure(
        "council.not_in_forecast",
        "The forecast leaves out {this} that the {cost} counts.",
        "Why is it left out, and will it come again next year?",
    ),
    _of_one_figure(
        "forecast.disputed_income",
        "{this} of income is in dispute, and counted as not paid.",
        "When will that be settled, and how likely is payment?",
    ),
    _of_one_figure(
        "savings.not_delivered",
        "{this} of the {of} of savings will not be delivered.",
        "What takes their place, and who answers for them?",
        of="savings.target",
    ),
    _agency,
    _of_one_figure(
        "years.next_sum_short",
        "Next year's {budget} is {this} less than this year is forecast to cost.",
        "How will the difference be closed?",
    ),
    _of_one_figure(
        "savings.uncertain", "{this} of savings is not confirmed.", "By when will it be, and what could stop it?"
    ),
    _of_one_figure(
        "savings.unexplained",
        "The return does not explain {this} of the savings target.",
        "What has become of it?",
    ),
    _range,
    _of_one_figure(
        "programme.benefits_next_year_red",
        "Projects rated red account for {this} of next year's benefits.",
        "What happens if they do not deliver?",
    ),
    _review,
    _actions,
    _outlook,
    _of_one_figure(
        "forecast.full_year_effect",
        "At today's rate of spending, we estimate {this} more cost next year.",
        "Is it in next year's {budget}?",
    ),
    _below_budget,
)
"""What is asked, the weightiest first."""


def _doubts(warnings: int, contradictions: int) -> Iterator[Question]:
    if contradictions:
        says = f"Papers contradict these figures, or each other, for {counted(contradictions, 'reason')}."
        yield Question(says, "Which figure stands, and will the papers be corrected?", page=TIE_OUT)
    if warnings:
        says = f"{counted(warnings, 'data warning')} about this return {'is' if warnings == 1 else 'are'} open."
        yield Question(says, "Will a corrected return be sent?", page=DATA_QUALITY)
