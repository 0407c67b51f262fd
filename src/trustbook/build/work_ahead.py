"""Find what a run would make, without making, restoring or writing anything.

In: the ingredients of a workspace as they are now, its cache, periods. Out: the tasks that would be done, each with the
reason, in the order of the stages.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from trustbook.build.cache import Cache, Look, Standing
from trustbook.build.cache_inputs import CacheInputs
from trustbook.core.period import Period

EARLIER_STAGE = "what it is made from will be made"


@dataclass(frozen=True)
class Ahead:
    """A task that a run would do: a gate, a chapter, the figures or an edition of a period."""

    kind: str
    period: Period
    name: str
    why: str


def work_ahead(inputs: CacheInputs, cache: Cache, periods: Sequence[Period], *, pdf: bool = False) -> list[Ahead]:
    """List the tasks that a run over these periods would do, with the reasons."""
    found: list[Ahead] = []
    for period in periods:
        earlier = [cache.look(inputs.gate(period), exactly=True)]
        earlier += [cache.look(inputs.chapter(period, name)) for name in inputs.chapters]
        earlier.append(cache.look(inputs.figures(period)))
        ahead = [_ahead(each) for each in earlier if each.standing is Standing.TO_MAKE]
        found += ahead
        why = EARLIER_STAGE if ahead else _edition(inputs, cache, period, earlier, pdf=pdf)
        if why:
            found.append(Ahead("edition", period, "", why))
    return sorted(found, key=lambda each: ("gate", "chapter", "figures", "edition").index(each.kind))


def _ahead(seen: Look) -> Ahead:
    return Ahead(seen.task.kind, seen.task.period, seen.task.name, seen.why)


def _edition(inputs: CacheInputs, cache: Cache, period: Period, earlier: Sequence[Look], *, pdf: bool) -> str:
    """Return why the edition of a period would be made; empty if it would not."""
    made = {path: name for each in earlier for path, name in (each.files or {}).items()}
    task = inputs.edition(period, made, pdf=pdf)
    if cache.stands_in_the_site(task):
        return ""
    seen = cache.look(task)
    return seen.why if seen.standing is Standing.TO_MAKE else ""
