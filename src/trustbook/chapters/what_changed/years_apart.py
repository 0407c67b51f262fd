"""Set the lines of two financial years side by side, where the settings say which of them became which.

In: the figures of a period in each year, and the settings. Out: the same figures, with names that match where they may
be compared. Budget headings that were renamed, split or merged are added up to what both years have. Savings of two
years are compared only where reference and proposal are the same: a reference is used again for another saving.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from trustbook.components.metric import Metric
from trustbook.config.settings import Settings
from trustbook.core.formatting import listing, slug
from trustbook.core.period import Period

_OF_HEADINGS = ("forecast.", "years.")
"""How the names of figures begin that can be figures of one budget heading, and that add up."""
_OF_SAVINGS = "savings."


@dataclass(frozen=True)
class Became:
    """Budget headings of one year and those that they became in another."""

    old: tuple[str, ...]
    new: tuple[str, ...]

    @property
    def key(self) -> str:
        """The last part of the names of their figures, which both years then have."""
        return "_and_".join(slug(name) for name in self.new)

    @property
    def label(self) -> str:
        """What a line that compares them is called."""
        return f"{listing(self.new)} (before: {listing(self.old)})"


def aligned(
    old: Sequence[Metric], new: Sequence[Metric], settings: Settings, was: Period, is_now: Period
) -> tuple[list[Metric], list[Metric]]:
    """Name the figures of two periods alike where they may be compared; of one financial year they are left as is."""
    if was.year == is_now.year:
        return list(old), list(new)
    changed = became(settings, was.year_code, is_now.year_code)
    before = _added_up(old, {slug(name): each for each in changed for name in each.old})
    after = _added_up(new, {slug(name): each for each in changed for name in each.new})
    return _own_savings(before, after, was), after


def became(settings: Settings, old_year: str, new_year: str) -> list[Became]:
    """List the headings that differ between two years and that the settings (`was`) tie to each other."""
    of = {heading.name: heading for heading in settings.headings}
    groups: dict[str, set[str]] = {name: {name} for name in of}
    for heading in settings.headings:
        for other in heading.was:
            joined = groups[heading.name] | groups[other]
            groups |= dict.fromkeys(joined, joined)
    found = []
    for family in {id(each): each for each in groups.values()}.values():
        old = tuple(name for name in of if name in family and of[name].in_year(old_year))
        new = tuple(name for name in of if name in family and of[name].in_year(new_year))
        if old and new and old != new:
            found.append(Became(old, new))
    return found


def _added_up(figures: Sequence[Metric], changed: Mapping[str, Became]) -> list[Metric]:
    """Put one figure in place of those of headings that belong together; missing if one of them is."""
    made: dict[str, Metric] = {}
    for each in figures:
        kind, _, part = each.name.rpartition(".")
        its = changed.get(part) if each.name.startswith(_OF_HEADINGS) else None
        if its is None:
            made.setdefault(each.name, each)
            continue
        name = f"{kind}.{its.key}"
        here = replace(each, name=name, label=_relabelled(each, its), line=its.label if each.line else "")
        there = made.get(name)
        made[name] = here if there is None else replace(there, amount=_sum(there.amount, here.amount))
    return list(made.values())


def _sum(amount: float | int | None, other: float | int | None) -> float | int | None:
    return None if amount is None or other is None else amount + other


def _relabelled(metric: Metric, its: Became) -> str:
    """Put the label of what belongs together in place of the heading that the figure's label names."""
    for heading in (*its.new, *its.old):
        if heading in metric.label:
            return metric.label.replace(heading, its.label)
    return f"{its.label}: {metric.label}"


def _own_savings(old: Sequence[Metric], new: Sequence[Metric], was: Period) -> list[Metric]:
    """Mark the savings of the old year that the new year does not have by reference and proposal."""
    now = {each.name: each.label for each in new}
    year = slug(was.year_code)
    return [
        replace(each, name=f"{each.name}_{year}", label=f"{each.label} ({was.financial_year})")
        if each.name.startswith(_OF_SAVINGS) and each.name.count(".") > 1 and now.get(each.name) != each.label
        else each
        for each in old
    ]
