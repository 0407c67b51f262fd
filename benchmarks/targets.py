"""What the measurements say of each target: the figure, and whether it was met or how near it came.

In: records of one state of the code. Out: rows of the table; a line that was not measured says so.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from lines import NOTEBOOKS, Sizes
from records import Record, Spread, ratios, slopes, spread, values_of

MIB = 2**20
COLD, COLD_CPU, MEMORY = 4.0, 2.5, 1.5
SLOPE, SLOPE_AIM = 12.0, 15.0
NOTHING_SECONDS, NOTHING_MIB = 0.3, 60
CHANGED = 1.3
EDITIONS_PER_TIMES, EDITIONS_MEMORY = 3.6 / 4, 1.1
JOBS = 1.7
KERNEL = 5.0
_NOT_MEASURED = "not measured"
OTHER_WORK = {
    "read": "`read` of a web page with every table of {size} returns",
    "publish": "`publish` of one period of {size}, the report of which is made",
    "verify": "`verify` of a revision of each of {size} periods",
}


@dataclass(frozen=True)
class Row:
    """One line of the table. `measured` and `by_cpu` are figures as written; `rounds` of the least measured part."""

    work: str
    target: str
    measured: str
    by_cpu: str
    rounds: int
    verdict: str


def seconds(record: Record) -> float:
    """Wall seconds."""
    return record.seconds


def cpu(record: Record) -> float:
    """Processor seconds."""
    return record.cpu


def peak(record: Record) -> float:
    """Bytes of memory at most."""
    return record.peak


def rows(records: Sequence[Record], sizes: Sizes) -> Iterator[Row]:
    """Every line of the table, in its order."""
    yield _ratio(
        records,
        "one period, cold, everything, gate first: times faster than plain",
        f"at least {COLD:g}, by processor {COLD_CPU:g}",
        COLD,
        lambda of: ratios(_values(records, "periods", "plain", 1, of), _values(records, "periods", "trustbook", 1, of)),
        wanted_cpu=COLD_CPU,
    )
    yield _ratio(
        records,
        "the same, peak memory of all processes: times that of plain",
        f"at most {MEMORY:g}",
        MEMORY,
        lambda _: ratios(
            _values(records, "periods", "trustbook", 1, peak), _values(records, "periods", "plain", 1, peak)
        ),
        at_most=True,
        no_cpu=True,
    )
    both = sizes_of_both(records)
    note = f"(slope over {', '.join(map(str, both)) or '–'} periods)"
    yield _ratio(
        records,
        f"each further period {note}: times cheaper than plain",
        f"at least {SLOPE:g}; {SLOPE_AIM:g} is the aim",
        SLOPE,
        lambda of: ratios(_rises(records, "plain", both, of), _rises(records, "trustbook", both, of)),
    )
    yield _ratio(
        records,
        "the same: times cheaper than plain's one book over all periods",
        "no target",
        None,
        lambda of: ratios(_rises(records, "plain, one book", both, of), _rises(records, "trustbook", both, of)),
    )
    every = further(sizes_of(records, "trustbook"))
    yield _ratio(
        records,
        f"ours alone, seconds of a further period (slope over {', '.join(map(str, every)) or '–'} periods)",
        "no target",
        None,
        lambda of: list(_rises(records, "trustbook", every, of).values()),
    )
    for size in sorted({1, sizes.editions[0]}):
        yield from _nothing(records, size)
    few, many = sizes.editions[0], sizes.editions[-1]
    yield _ratio(
        records,
        f"one value changed in the newest period, {few} editions present, against building that edition alone",
        f"at most {CHANGED:g}",
        CHANGED,
        lambda of: ratios(
            _values(records, "changed", "changed", few, of), _values(records, "changed", "alone", few, of)
        ),
        at_most=True,
    )
    most = EDITIONS_PER_TIMES * many / few
    yield _ratio(
        records,
        f"{few} → {many} editions, total time",
        f"at most {most:.2g}",
        most,
        lambda of: ratios(
            _values(records, "editions", "trustbook", many, of), _values(records, "editions", "trustbook", few, of)
        ),
        at_most=True,
        instead="" if (few, many) == (36, 144) else "36 → 144",
    )
    yield _ratio(
        records,
        f"{few} → {many} editions, peak memory of all processes",
        f"at most {EDITIONS_MEMORY:g}",
        EDITIONS_MEMORY,
        lambda _: ratios(
            _values(records, "editions", "trustbook", many, peak), _values(records, "editions", "trustbook", few, peak)
        ),
        at_most=True,
        no_cpu=True,
        instead="" if (few, many) == (36, 144) else "36 → 144",
    )
    yield _ratio(
        records,
        f"1 → 2 local jobs, `report` of {sizes.jobs} periods: times faster",
        f"at least {JOBS:g}",
        JOBS,
        lambda of: ratios(
            _values(records, "jobs", "1 job", sizes.jobs, of), _values(records, "jobs", "2 jobs", sizes.jobs, of)
        ),
        no_cpu=True,
    )
    yield _ratio(
        records,
        "the same, chapters and editions alone (the gate runs once for both)",
        "no target",
        None,
        lambda _: ratios(
            _values(records, "jobs", "1 job", sizes.jobs, _jobs), _values(records, "jobs", "2 jobs", sizes.jobs, _jobs)
        ),
        no_cpu=True,
    )
    for notebook, charts in NOTEBOOKS.items():
        yield _ratio(
            records,
            f"a notebook ({notebook}, {charts}) in a forked kernel: times faster than in a plain one",
            f"at least {KERNEL:g}",
            KERNEL,
            lambda of, name=notebook: ratios(  # type: ignore[misc]
                _values(records, "kernel", f"plain {name}", 1, of), _values(records, "kernel", f"warm {name}", 1, of)
            ),
        )
    yield _ratio(
        records,
        "`report` of one period, cold, against the same analysis and charts in one process (the floor)",
        "to be reported",
        None,
        lambda of: ratios(_values(records, "periods", "trustbook", 1, of), _values(records, "floor", "floor", 1, of)),
    )
    for name, work in OTHER_WORK.items():
        yield _ratio(
            records,
            f"{work.format(size=sizes.jobs)}, seconds",
            "no target",
            None,
            lambda of, name=name: list(  # type: ignore[misc]
                _values(records, name, "trustbook", sizes.jobs, of).values()
            ),
        )


def _ratio(
    records: Sequence[Record],
    work: str,
    target: str,
    wanted: float | None,
    found: Callable[[Callable[[Record], float]], list[float]],
    *,
    at_most: bool = False,
    no_cpu: bool = False,
    wanted_cpu: float | None = None,
    instead: str = "",
) -> Row:
    """A row about a ratio, worked out round by round. `wanted_cpu` is wanted of the seconds of processor as well."""
    by_wall = spread(found(seconds))
    if by_wall is None:
        return Row(work, target, _NOT_MEASURED, "", 0, "")
    by_cpu = None if no_cpu else spread(found(cpu))
    verdict = "" if wanted is None else verdict_of(by_wall.middle, wanted, at_most=at_most)
    if verdict and by_cpu and wanted_cpu is not None:
        of_cpu = verdict_of(by_cpu.middle, wanted_cpu, at_most=at_most)
        verdict = verdict if verdict == of_cpu == "met" else f"by wall {verdict}; by processor {of_cpu}"
    if instead and verdict:
        verdict = f"{verdict} at this size; {instead} was not measured"
    return Row(work, target, by_wall.written(2), by_cpu.written(2) if by_cpu else "", by_wall.count, verdict)


def verdict_of(value: float, wanted: float, *, at_most: bool = False) -> str:
    """Say whether a target is met, or how near it came."""
    if value <= wanted if at_most else value >= wanted:
        return "met"
    near = wanted / value if at_most else value / wanted
    return f"missed: {near:.0%} of the way"


def _nothing(records: Sequence[Record], size: int) -> Iterator[Row]:
    work = f"nothing changed, {size} edition{'' if size == 1 else 's'}"
    for unit, of, most, by in (("s", seconds, NOTHING_SECONDS, 1), ("MiB", peak, NOTHING_MIB, MIB)):
        found = _spread(_values(records, "nothing", "trustbook", size, of), by)
        used = _spread(_values(records, "nothing", "trustbook", size, cpu)) if unit == "s" else None
        name = f"{work}, {'seconds' if unit == 's' else 'peak memory'}"
        if found is None:
            yield Row(name, f"under {most:g} {unit}", _NOT_MEASURED, "", 0, "")
            continue
        verdict = verdict_of(found.middle, most, at_most=True)
        places = 2 if unit == "s" else 0
        yield Row(
            name,
            f"under {most:g} {unit}",
            f"{found.written(places)} {unit}",
            f"{used.written(2)} s" if used else "",
            found.count,
            verdict,
        )


def _spread(values: Mapping[int, float], unit: float = 1) -> Spread | None:
    return spread([each / unit for each in values.values()])


def _values(
    records: Sequence[Record], line: str, who: str, size: int, of: Callable[[Record], float]
) -> dict[int, float]:
    return values_of(records, line, who, size, of)


def sizes_of(records: Sequence[Record], who: str) -> list[int]:
    """The numbers of periods that somebody was measured with."""
    return sorted({each.size for each in records if (each.line, each.who) == ("periods", who)})


def further(sizes: Sequence[int]) -> list[int]:
    """Those over which a slope is taken: above one where there are two of them, else all."""
    above = [each for each in sizes if each > 1]
    return above if len(above) > 1 else list(sizes)


def sizes_of_both(records: Sequence[Record]) -> list[int]:
    """The numbers of periods over which the slopes of both are taken: later periods of a year have more to read."""
    return further([each for each in sizes_of(records, "trustbook") if each in sizes_of(records, "plain")])


def _rises(
    records: Sequence[Record], who: str, sizes: Sequence[int], of: Callable[[Record], float]
) -> dict[int, float]:
    return slopes(records, "periods", who, of, sizes)


def _jobs(record: Record) -> float:
    return record.parts["chapters"] + record.parts["editions"]
