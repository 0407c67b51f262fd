"""The lines of the table: what is measured, as turns in which those who are compared run one after another.

In: `Bench` and how many periods each line takes. Out: turns by the name of their line.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from other_runs import publish, read, verify
from runs import Bench, Taken
from synthetic import ROOT

NOTEBOOKS = {"assumptions": "no chart", "savings-rag": "two charts", "forecast-trend": "charts and an outlook"}
JOBS = ("1 job", "2 jobs")
OTHER_COMMANDS = {"read": read, "publish": publish, "verify": verify}
Step = Callable[[], Mapping[str, Taken]]


@dataclass(frozen=True)
class Turn:
    """One line's measurements of one size that belong together; `run` is told whether the last go first this time."""

    line: str
    who: tuple[str, ...]
    size: int
    run: Callable[[bool], Mapping[str, Taken]]


@dataclass(frozen=True)
class Sizes:
    """How many periods each line takes."""

    periods: Sequence[int] = (1, 2, 4, 8, 16)
    plain: Sequence[int] = (1, 2, 4)
    editions: Sequence[int] = (36, 144)
    jobs: int = 4


def turns(bench: Bench, sizes: Sizes) -> dict[str, list[Turn]]:
    """Every line of the table by name, in the order in which they are measured."""
    few, jobs = sizes.editions[0], sizes.jobs
    return {
        "cold": [_periods(bench, 1, both=1 in sizes.plain)],
        "slope": [_periods(bench, each, both=each in sizes.plain) for each in sizes.periods if each > 1],
        "editions": [_turn("editions", each, {"trustbook": partial(bench.cold, each)}) for each in sizes.editions],
        "nothing": [_turn("nothing", each, {"trustbook": partial(bench.nothing, each)}) for each in sorted({1, few})],
        "changed": [
            _turn("changed", few, {"changed": partial(bench.changed, few), "alone": partial(bench.alone, few)})
        ],
        "jobs": [_turn("jobs", jobs, {name: partial(bench.cold, jobs, "--jobs", name.split()[0]) for name in JOBS})],
        "kernel": [
            _turn("kernel", 1, {f"{kind} {name}": _notebook(bench, name, kind) for kind in ("warm", "plain")})
            for name in NOTEBOOKS
        ],
        "floor": [_turn("floor", 1, {"floor": partial(bench.program, "floor.py")})],
        **{
            name: [_turn(name, jobs, {"trustbook": partial(command, bench, jobs)})]
            for name, command in OTHER_COMMANDS.items()
        },
    }


def _periods(bench: Bench, number: int, *, both: bool) -> Turn:
    """Ours over so many periods, and where `both` the plain tools over the same, held to each other."""

    def run(last_first: bool) -> Mapping[str, Taken]:
        steps: list[Step] = [lambda: {"trustbook": bench.cold(number)}]
        if both:
            steps.append(partial(bench.plain, number))
        found = _one_after_another(steps, last_first)
        if both:
            bench.require_equal(number)
        return found

    return Turn("periods", ("trustbook", "plain", "plain, one book") if both else ("trustbook",), number, run)


def _turn(line: str, size: int, each: Mapping[str, Callable[[], Taken]]) -> Turn:
    steps: list[Step] = [partial(_named, name, work) for name, work in each.items()]
    return Turn(line, tuple(each), size, partial(_one_after_another, steps))


def _named(name: str, work: Callable[[], Taken]) -> Mapping[str, Taken]:
    return {name: work()}


def _notebook(bench: Bench, name: str, kind: str) -> Callable[[], Taken]:
    return partial(bench.program, "kernels.py", kind, str(ROOT / "notebooks" / f"{name}.ipynb"))


def _one_after_another(steps: Sequence[Step], last_first: bool) -> Mapping[str, Taken]:
    found: dict[str, Taken] = {}
    for step in reversed(steps) if last_first else steps:
        found |= step()
    return found
