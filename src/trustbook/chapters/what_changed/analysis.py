"""Compare two periods figure by figure, for the chapter and for `trustbook diff`.

In: the figures of two periods (chapters/metrics.py), or their data. Out: a `Comparison`, largest changes first; money
in whole pounds.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum
from functools import cached_property

from trustbook.chapters.forecast_trend.spent_so_far import reports_spending
from trustbook.chapters.metrics import details, metrics
from trustbook.chapters.what_changed.years_apart import aligned
from trustbook.components.metric import Metric, Polarity
from trustbook.config.words import words
from trustbook.core.formatting import Absence, when
from trustbook.core.period import Period
from trustbook.core.units import from_base
from trustbook.data.period_data import PeriodData, worked_out_once
from trustbook.position import (
    COST_TO_COUNCILS,
    PRESSURE_ADJUSTMENTS,
    VARIANCE,
    Adjustment,
    position,
    reports,
    reports_adjustments,
)

Amount = int | Decimal
"""Whole pounds for money; for anything else the figure itself, as an exact decimal."""

_WHOLE_YEAR = re.compile(r"\d{4}(/\d{2})?")
_MOVEMENTS = {"council.call_like_for_like"}
_GROWING = {"forecast.spent_to_date"}
"""Figures that rise from the first month of a year to its last, whatever happens."""
ESTIMATES = (
    "forecast.outlook_low",
    "forecast.outlook_high",
    "forecast.full_year_effect",
    "savings.risk_weighted",
    "assurance.call_low",
    "assurance.call_high",
)
"""Estimates of ours: that one is higher or lower than before makes nothing better or worse."""
_STATES_OF_SAVINGS = {
    **{"savings.secured": "savings.green", "savings.uncertain": "savings.amber"},
    **{"savings.not_delivered": "savings.red", "savings.unexplained": "", "savings.blue": ""},
}
"""Figures of savings in states, and the rating that says the same of a return by red, amber and green."""
_SPENDING = ("forecast.committed", "forecast.run_rate", "forecast.rest_rate", "forecast.full_year_effect")
_ADJUSTMENTS = tuple(layer.metric for layer in COST_TO_COUNCILS if layer is not VARIANCE)


class State(StrEnum):
    """What happened to a figure, in the order in which figures are listed."""

    MOVED = "moved"
    APPEARED = "appeared"
    VANISHED = "vanished"
    UNCHANGED = "unchanged"
    NEITHER = "given for neither"


class Meaning(StrEnum):
    """Whether a change is for the worse; a figure whose rise is neither good nor bad has no meaning."""

    WORSE = "worse"
    BETTER = "better"
    NEITHER = ""


class Level(StrEnum):
    """How finely a return reports its forecast."""

    HEADING = "heading"
    GROUP = "group"

    @property
    def called(self) -> str:
        """What pages call a line of this level."""
        return words().budget_line if self is Level.HEADING else "summary group"


@dataclass(frozen=True)
class Change:
    """One figure in two periods; None if a period does not report it."""

    name: str
    label: str
    unit: str
    old: Amount | None
    new: Amount | None
    polarity: Polarity = Polarity.NEITHER
    line: str = ""
    old_absent: Absence = Absence.NOT_REPORTED
    """What the old figure is if it is None."""
    new_absent: Absence = Absence.NOT_REPORTED

    @property
    def absence(self) -> Absence | None:
        """Why there is no change: not held if either return is not held; None if there is one."""
        missing = {
            absent for amount, absent in ((self.old, self.old_absent), (self.new, self.new_absent)) if amount is None
        }
        if not missing:
            return None
        return Absence.NOT_HELD if Absence.NOT_HELD in missing else Absence.NOT_REPORTED

    @property
    def change(self) -> Amount | None:
        """The new figure less the old one, if both are reported."""
        return None if self.old is None or self.new is None else self.new - self.old

    @property
    def state(self) -> State:
        """What happened to the figure."""
        if self.old is None:
            return State.NEITHER if self.new is None else State.APPEARED
        if self.new is None:
            return State.VANISHED
        return State.MOVED if self.change else State.UNCHANGED

    @property
    def meaning(self) -> Meaning:
        """Whether the change is for the worse or the better, if that is known."""
        if self.change is None or not self.change:
            return Meaning.NEITHER
        worse = self.polarity is (Polarity.WORSE if self.change > 0 else Polarity.BETTER)
        return Meaning.NEITHER if self.polarity is Polarity.NEITHER else Meaning.WORSE if worse else Meaning.BETTER

    @property
    def is_money(self) -> bool:
        """Whether the amounts are whole pounds."""
        return self.unit == "gbp_k"

    def as_reported(self, amount: Amount | None) -> int | float | None:
        """Return an amount in the unit of the metric, as in `trustbook metrics`."""
        return from_base(amount, self.unit)


@dataclass(frozen=True)
class Comparison:
    """Every figure of either period, largest changes first."""

    old: Period
    new: Period
    old_level: Level
    new_level: Level
    changes: tuple[Change, ...]
    not_monthly: tuple[str, ...] = ()
    """The labels of figures left out: they are of a year, or of the same day in both months."""

    @property
    def since(self) -> str:
        """The name of the old period, with its distance from the new one if that is more than a month."""
        return self.old.seen_from(self.new)

    @property
    def years_apart(self) -> bool:
        """Whether the periods are of different financial years, so that a difference is not a movement."""
        return self.old.year != self.new.year

    @property
    def same_level(self) -> bool:
        """Whether both returns report the forecast at the same level, so that their lines can be compared."""
        return self.old_level is self.new_level

    @cached_property
    def _named(self) -> dict[str, Change]:
        return {each.name: each for each in self.changes}

    def get(self, name: str) -> Change | None:
        """Find a figure by the name of its metric."""
        return self._named.get(name)

    def of(self, state: State, *kinds: str) -> tuple[Change, ...]:
        """List the figures in one state, of any kind or of the kinds named (`forecast.variance`, for example)."""
        return tuple(each for each in self.changes if each.state is state and (not kinds or part_of(each, *kinds)))

    @property
    def lines(self) -> tuple[Change, ...]:
        """The variance line by line, at the finest level that both returns report, largest changes first."""
        finest = (
            "forecast.variance" if self.same_level and self.new_level is Level.HEADING else "forecast.group_variance"
        )
        return tuple(each for each in self.changes if part_of(each, finest))

    @property
    def parts(self) -> tuple[Change, ...]:
        """The parts of the cost to the councils: lines of the variance and adjustments, largest changes first."""
        lines = self.lines
        return tuple(each for each in self.changes if each in lines or each.name in _ADJUSTMENTS)


def part_of(change: Change, *kinds: str) -> bool:
    """Say whether a figure is a part of a kind: `forecast.variance.placements` is of `forecast.variance`."""
    return change.name.rpartition(".")[0] in kinds


def diff(
    old: Iterable[Metric],
    new: Iterable[Metric],
    old_absent: Absence = Absence.NOT_REPORTED,
    new_absent: Absence = Absence.NOT_REPORTED,
) -> tuple[Change, ...]:
    """Compare two lists of figures by name; one that only one list names is absent from the other, in its word.

    Changed figures come first: money by the size of its change, then the rest by the change relative to the old figure.
    Then what appeared, vanished, is unchanged or was reported by neither, each in the order of the lists. Raises
    ValueError if a figure has two units.
    """
    before, after = _by_name(old), _by_name(new)
    names = [*after, *(name for name in before if name not in after)]
    changes = []
    for name in names:
        was, is_now = before.get(name), after.get(name)
        known = is_now or was
        if known is None or (was and was.unit != known.unit):
            raise ValueError(f"{name} has two units")
        amounts = _amount(was), _amount(is_now)
        changes.append(
            Change(name, known.label, known.unit, *amounts, known.polarity, known.line, old_absent, new_absent)
        )
    return tuple(sorted(changes, key=_rank))


def _by_name(figures: Iterable[Metric]) -> dict[str, Metric]:
    """Index figures by name; a second line with the same name gets a number."""
    seen: Counter[str] = Counter()
    found = {}
    for each in figures:
        seen[each.name] += 1
        found[each.name if seen[each.name] == 1 else f"{each.name}_{seen[each.name]}"] = each
    return found


def _amount(metric: Metric | None) -> Amount | None:
    if metric is None or metric.amount is None:
        return None
    return round(metric.amount) if metric.is_money else Decimal(str(metric.amount))


def _rank(change: Change) -> tuple[int, bool, Decimal]:
    size = abs(Decimal(change.change or 0))
    if not change.is_money and change.old:
        size /= abs(Decimal(change.old))
    return list(State).index(change.state), not change.is_money, -size


@worked_out_once
def figures(data: PeriodData) -> list[Metric]:
    """List the figures of a period that can be compared with another's: the headline figures and the lines.

    Changes are left out, since the change of a change says nothing. A line of a forecast by summary group is listed
    under its group only, so that it is never compared with a heading of the same name. Nor are those listed that the
    body never has: what is made of adjustments or of spending so far, a second budget, or the part of the one council
    that pays all.
    """
    never = _never(data)
    by_heading = _level(data) is Level.HEADING
    found = [each for each in metrics(data) if by_heading or not each.name.startswith("forecast.variance.")]
    known = {each.name for each in found}
    found += [_in_words(each) for each in details(data) if each.name not in known and not each.as_at]
    found = [replace(each, polarity=Polarity.NEITHER) if each.name in ESTIMATES else each for each in found]
    found = [each for each in found if not each.name.startswith(never)]
    return [each for each in found if "movement" not in each.name and each.name not in _MOVEMENTS | _GROWING]


def _never(data: PeriodData) -> tuple[str, ...]:
    """List how the names of the figures begin that this body never has."""
    found = []
    if not reports_adjustments(data):
        found += ["forecast.pressure", "council.", *(layer.metric for layer in PRESSURE_ADJUSTMENTS)]
    else:
        found += [layer.metric for layer in PRESSURE_ADJUSTMENTS if not reports(data, Adjustment(layer.name))]
    if position(data.current, data.reference).single_budget:
        found += ["forecast.revised_contract_sum", "forecast.change_requests"]
    if not reports_spending(data):
        found += _SPENDING
    if len(data.settings.councils) == 1:
        found += ["council.call.", "council.share."]
    return tuple(found)


def _in_words(metric: Metric) -> Metric:
    return replace(metric, label=metric.label.replace("_", " "))


def _level(data: PeriodData) -> Level:
    return Level.HEADING if (data.current.forecast["level"] == "heading").all() else Level.GROUP


def compare(old: PeriodData, new: PeriodData) -> Comparison:
    """Compare two periods, each with its own assumptions."""
    was, is_now = _without_repeats(figures(old), figures(new))
    was, is_now = aligned(was, is_now, new.settings, old.period, new.period)
    left_out = _not_monthly(was, is_now)
    return Comparison(
        old.period,
        new.period,
        _level(old),
        _level(new),
        diff(
            (each for each in was if each.name not in left_out),
            (each for each in is_now if each.name not in left_out),
            old.absence(),
            new.absence(),
        ),
        tuple(dict.fromkeys(left_out.values())),
    )


def _without_repeats(*returns: list[Metric]) -> list[list[Metric]]:
    """Leave out figures of savings that repeat a rating in every return, and those that none has, such as blue.

    What is secured is what is green, for example, where a return rates its savings in red, amber and green.
    """
    amounts = [{each.name: each.amount for each in found} for found in returns]
    repeated = {
        name
        for name, rating in _STATES_OF_SAVINGS.items()
        if all((each.get(name) or None) == (each.get(rating) or None) for each in amounts)
    }
    return [[each for each in found if each.name not in repeated] for found in returns]


def _not_monthly(old: Sequence[Metric], new: Sequence[Metric]) -> dict[str, str]:
    """Find the figures that cannot move in a month, with their labels: of a year, or of the same time in both."""
    before = {each.name: each.as_at for each in old if each.as_at}
    of_a_year = [each for each in (*old, *new) if each.as_at and _WHOLE_YEAR.fullmatch(when(each.as_at))]
    of_one_day = [each for each in new if each.as_at and before.get(each.name) == each.as_at]
    return {each.name: each.label for each in (*of_a_year, *of_one_day)}


def as_json(comparison: Comparison) -> str:
    """Write a comparison as JSON; amounts are in the units of `trustbook metrics`."""
    values = {
        each.name: {
            "label": each.label,
            "unit": each.unit,
            "old": each.as_reported(each.old),
            "new": each.as_reported(each.new),
            "change": each.as_reported(each.change),
            "state": each.state.value,
            "meaning": each.meaning.value or None,
        }
        | ({"old_absent": each.old_absent.value} if each.old is None else {})
        | ({"new_absent": each.new_absent.value} if each.new is None else {})
        for each in comparison.changes
    }
    return json.dumps(
        {"old": str(comparison.old), "new": str(comparison.new), "figures": values}, indent=2, ensure_ascii=False
    )
