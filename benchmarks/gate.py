"""The gate's time and peak memory, beside pandera and plain Great Expectations: `make bench-gate`.

In: nothing; the returns are SYNTHETIC, made in a temporary folder. Out: `benchmarks/RESULTS-gate.md`. The contenders
take turns, so that whatever else the machine does meets all of them alike.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from collections import defaultdict
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from contender import CONTENDERS
from machine import installed, load, machine, versions
from records import Spread
from rich.progress import Progress
from synthetic import SAVINGS, periods, write_workspace

HERE = Path(__file__).parent
ROUNDS = 5
MIB = 2**20
SIZES = {
    "one return": (1, SAVINGS),
    "one return at the limit of 10,000 lines": (1, 10_000),
    "60 returns in one process": (60, SAVINGS),
}
PACKAGES = ("trustbook", "great-expectations", "pandera", "pandas")
Measured = dict[str, float]


def main() -> None:
    """Measure, and write the page."""
    parser = argparse.ArgumentParser(prog="python benchmarks/gate.py", description=__doc__)
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--page", type=Path, default=HERE / "RESULTS-gate.md")
    options = parser.parse_args()
    contenders = [each for each in CONTENDERS if installed(each)]
    runs: dict[tuple[str, str], list[Measured]] = defaultdict(list)
    with tempfile.TemporaryDirectory(prefix="synthetic-") as folder, Progress() as progress:
        task = progress.add_task("Measuring", total=options.rounds * len(SIZES) * len(contenders))
        roots = {}
        for place, (size, (months, lines)) in enumerate(SIZES.items()):
            roots[size] = Path(folder) / str(place)
            write_workspace(roots[size], periods(months), lines)
        for turn in range(options.rounds):
            for size, root in roots.items():
                for place in range(len(contenders)):
                    contender = contenders[(place + turn) % len(contenders)]
                    runs[size, contender].append(_measure(contender, root))
                    progress.advance(task)
            options.page.write_text(page(runs, contenders, turn + 1), encoding="utf-8")
    print(options.page.read_text(encoding="utf-8"))


def _measure(contender: str, root: Path) -> Measured:
    command = [sys.executable, str(HERE / "contender.py"), contender, str(root)]
    ran = subprocess.run(command, capture_output=True, text=True, check=True)
    measured: Measured = json.loads(ran.stdout.splitlines()[-1])
    if measured["failed"]:
        raise SystemExit(f"{contender} found {measured['failed']:.0f} faults in returns that have none")
    return measured


def page(runs: dict[tuple[str, str], list[Measured]], contenders: Sequence[str], rounds: int) -> str:
    """Write the results as Markdown."""
    lines = [
        "# The gate: time and memory",
        "",
        f"Written by `make bench-gate` on {datetime.now(UTC):%Y-%m-%d}; {rounds} rounds in one run, in which the "
        "contenders take turns, each in a process of its own. The returns are synthetic (`benchmarks/synthetic.py`): "
        "five files each, accepted by every contender.",
        "",
        f"{machine()}. {versions(PACKAGES)}. The machine was shared: its load at the end was {load()} "
        "(over 1, 5 and 15 minutes), so that seconds of CPU say more than seconds of waiting.",
        "",
        "`trustbook` is the whole gate: reading that mends aloud, every rule, every reconciliation, plausibility. The "
        "other two make only the checks that all three can make (one column or one key, every row), read plainly: "
        "so the rows say what the gate costs, and not that one tool is faster at the same work.",
        "",
        "Median, with the lowest and the highest in brackets. CPU and memory are of the whole process, imports "
        "included; seconds are of the work, with the import of the tool.",
        "",
        "| work | contender | checks | seconds | CPU seconds | peak memory, MiB |",
        "|---|---|--:|--:|--:|--:|",
    ]
    for size in SIZES:
        for contender in contenders:
            each = runs[size, contender]
            lines.append(
                f"| {size} | {contender} | {each[0]['checks']:,.0f} | {_spread(each, 'seconds', 1)} "
                f"| {_spread(each, 'cpu', 1)} | {_spread(each, 'peak', MIB)} |"
            )
    return "\n".join(lines) + "\n"


def _spread(runs: Sequence[Measured], name: str, unit: int) -> str:
    return Spread.of([run[name] for run in runs]).written(1 if unit == 1 else 0, unit)


if __name__ == "__main__":
    main()
