"""How fast `trustbook report` is beside plain tools on the same work: `make bench`.

In: nothing; the returns are SYNTHETIC, or the project's own, in a folder under `_build/bench`. Out: measurements, each
kept as soon as it is made, and from them `benchmarks/RESULTS.md` with a plot. Those compared take turns, and the last
goes first in every other round. Stopped and started again it goes on; `--report` writes the page and measures nothing.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

from lines import Sizes, Turn, turns
from records import Record, Records, state_of
from rich.console import Console
from runs import Bench, BenchmarkError
from speed_results import write
from synthetic import ROOT
from synthetic_book import Book

HERE = Path(__file__).parent
ROUNDS = 5
console = Console(stderr=True, highlight=False, soft_wrap=True)


def main(arguments: list[str] | None = None) -> None:
    """Measure what is still to be measured, and write the page."""
    options = _parser().parse_args(arguments)
    state, book = state_of(ROOT), f"{options.book} {'own' if options.own else 'synthetic'}"
    records = Records(options.folder / "measured.jsonl")
    sizes = Sizes(options.periods, options.plain, options.editions, options.jobs)
    try:
        if not options.report:
            bench = Bench(options.folder, Book(options.book), own=options.own, state=state)
            lines = turns(bench, sizes)
            unknown = set(options.only or ()) - lines.keys()
            if unknown:
                raise SystemExit(f"no line is called {', '.join(sorted(unknown))}; there are {', '.join(lines)}")
            chosen = [turn for name, each in lines.items() if name in (options.only or lines) for turn in each]
            _measure(chosen, records, state, book, options.rounds)
    except BenchmarkError as error:
        raise SystemExit(str(error)) from None
    finally:
        measured = records.read(state, book)
        if measured:
            write(measured, sizes, options.page)
            console.print(f"{len(measured)} measurements: {options.page}")


def _measure(chosen: Iterable[Turn], records: Records, state: str, book: str, rounds: int) -> None:
    """Go through the lines so many times, leaving out what an earlier run measured."""
    chosen = list(chosen)
    for number in range(1, rounds + 1):
        known = {each.place for each in records.read(state, book)}
        for turn in chosen:
            if all((turn.line, who, turn.size, number) in known for who in turn.who):
                continue
            load = os.getloadavg()[0]
            at = datetime.now(UTC).isoformat(timespec="seconds")
            for who, taken in turn.run(number % 2 == 0).items():
                record = Record(
                    line=turn.line,
                    who=who,
                    size=turn.size,
                    round=number,
                    code=state,
                    book=book,
                    seconds=taken.seconds,
                    cpu=taken.cpu,
                    peak=taken.peak,
                    at=at,
                    load=load,
                    parts=taken.parts,
                )
                if record.place not in known:
                    records.add(record)
                said = f"{taken.seconds:.2f} s, {taken.cpu:.1f} s of processor, {taken.peak / 2**20:,.0f} MiB"
                console.print(f"round {number}: {turn.line} {turn.size}, {who}: {said}", markup=False)


def _parser() -> argparse.ArgumentParser:
    usual = Sizes()
    parser = argparse.ArgumentParser(prog="python benchmarks/speed.py", description=__doc__)
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--only", type=_listed, metavar="cold,slope,…", help="these lines alone")
    parser.add_argument("--book", choices=[str(each) for each in Book], default=str(Book.SMALL))
    parser.add_argument("--own", action="store_true", help="the project's own returns (at most five periods)")
    parser.add_argument("--periods", type=_numbers, default=usual.periods, help="for the slope of ours")
    parser.add_argument("--plain", type=_numbers, default=usual.plain, help="for the slope of plain")
    parser.add_argument("--editions", type=_numbers, default=usual.editions, help="few and many: 9,36 is shorter")
    parser.add_argument("--jobs", type=int, default=usual.jobs, help="periods for one job against two")
    parser.add_argument("--folder", type=Path, default=ROOT / "_build" / "bench", help="where it works")
    parser.add_argument("--page", type=Path, default=HERE / "RESULTS.md", help="where the results are written")
    parser.add_argument("--report", action="store_true", help="measure nothing; write what was measured")
    return parser


def _listed(text: str) -> list[str]:
    return text.split(",")


def _numbers(text: str) -> tuple[int, ...]:
    return tuple(sorted({int(each) for each in text.split(",")}))


if __name__ == "__main__":
    main(sys.argv[1:])
