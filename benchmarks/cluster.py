"""Periods made by one Dask worker, by two, and by two of which one is killed every ten seconds.

In: how many synthetic periods, how many rounds. Out: `benchmarks/RESULTS-cluster.md`, and what many trusts would take
by these figures in `docs/cluster.md`. The returns are made up, and checked beforehand: only what is sent is measured.
"""

from __future__ import annotations

import argparse
import os
import random
import re
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections import defaultdict
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

import psutil
from machine import load, machine, versions
from records import Spread
from synthetic import ROOT, periods
from synthetic_book import Book, write_book

from trustbook.core.formatting import counted

RESULTS = ROOT / "benchmarks" / "RESULTS-cluster.md"
GUIDE = ROOT / "docs" / "cluster.md"
BEGIN, END = "<!-- computed by benchmarks/cluster.py -->", "<!-- end of what is computed -->"
PACKAGES = ("trustbook", "distributed", "papermill", "jupyter-book", "pandas")
ONE, TWO, KILLED = "one worker", "two workers", "two workers, one killed every 10 s"
WORKERS = {ONE: 1, TWO: 2, KILLED: 2}
KILL_SECONDS = 10
BUSY = 1.5
"""Processes that wait for each core, on the average of a quarter of an hour: more than two workers are."""
SEED = 6
TRUSTS, MONTHS = 153, 12
FLEETS = (2, 16, 64)
_MADE = re.compile(r"\[\d+/\d+\] (?P<period>\S+) by ")


@dataclass(frozen=True)
class Run:
    """One run of the command."""

    whole: float
    """Seconds from start to end."""
    work: float
    """Seconds from the orders to the last parcel, with the start of the cluster."""
    steady: float
    """Seconds between the first parcel and the last, for each parcel after the first of each worker."""
    cpu: float
    kills: int
    parcels: int
    digest: str


def main() -> None:
    """Measure, print as it goes, and write the pages."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--periods", type=int, default=16)
    asked.add_argument("--rounds", type=int, default=3)
    asked.add_argument("--kills", action=argparse.BooleanOptionalAction, default=True)
    chosen = asked.parse_args()
    runs: dict[str, list[Run]] = defaultdict(list)
    with tempfile.TemporaryDirectory() as folder:
        checked = write_book(Path(folder) / "checked", periods(chosen.periods), Book.SMALL).root
        gate = _seconds([sys.executable, "-m", "trustbook", "check"], checked)
        for turn in range(chosen.rounds):
            names = [name for name in WORKERS if chosen.kills or name != KILLED]
            for name in names if turn % 2 == 0 else reversed(names):
                copy = Path(shutil.copytree(checked, Path(folder) / "run"))
                runs[name].append(measure(copy, name))
                shutil.rmtree(copy)
                print(turn + 1, name, runs[name][-1], flush=True)
    assert len({run.digest for each in runs.values() for run in each}) == 1, "the bytes differ"
    RESULTS.write_text(page(runs, chosen.periods, chosen.rounds, gate), encoding="utf-8")
    before, _, rest = GUIDE.read_text(encoding="utf-8").partition(BEGIN)
    after = rest.partition(END)[2]
    GUIDE.write_text(f"{before}{BEGIN}\n{outlook(runs, gate / chosen.periods)}\n{END}{after}", encoding="utf-8")


def measure(folder: Path, name: str) -> Run:
    """Report a workspace on a cluster of its own, and listen."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    started = time.monotonic()
    command = [sys.executable, "-m", "trustbook", "report", "--executor", "dask", "--jobs", str(WORKERS[name])]
    process = subprocess.Popen(command, cwd=folder, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True)
    assert process.stderr is not None
    killer = _Killer(process.pid) if name == KILLED else None
    ordered, came, said = 0.0, [], []
    for line in process.stderr:
        said.append(line)
        if line.startswith("Making"):
            ordered = time.monotonic()
            if killer:
                killer.start()
        elif _MADE.search(line):
            came.append(time.monotonic())
    ended = process.wait()
    whole = time.monotonic() - started
    kills = killer.stop() if killer else 0
    assert ended == 0, "".join(said)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return Run(
        whole=whole,
        work=came[-1] - ordered,
        steady=(came[-1] - came[0]) / (len(came) - WORKERS[name]),
        cpu=after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime,
        kills=kills,
        parcels=len(came),
        digest=_digest(folder / "_build" / "site"),
    )


class _Killer:
    """Kills one of the workers every ten seconds, whichever a seeded die says, until told to stop."""

    def __init__(self, command: int) -> None:
        self._command = command
        self._end = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._kills = 0

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> int:
        self._end.set()
        self._thread.join()
        return self._kills

    def _run(self) -> None:
        die = random.Random(SEED)
        while not self._end.wait(KILL_SECONDS):
            with suppress(psutil.Error):
                children = psutil.Process(self._command).children()
                workers = [each for each in children if any("spawn_main" in part for part in each.cmdline())]
                if workers:
                    die.choice(workers).kill()
                    self._kills += 1


def page(runs: dict[str, list[Run]], count: int, rounds: int, gate: float) -> str:
    """Write the results as a page."""
    ratio = [one.work / two.work for one, two in zip(runs[ONE], runs[TWO], strict=True)]
    steady = [one.steady / two.steady for one, two in zip(runs[ONE], runs[TWO], strict=True)]
    table = []
    for name, each in runs.items():
        cells = (
            Spread.of([getattr(run, what) for run in each]).written()
            for what in ("whole", "work", "steady", "cpu", "kills")
        )
        table.append(f"| {name} | {' | '.join(cells)} |")
    return f"""# Periods on a Dask cluster: one worker, two, and two that are killed

Written by `.venv/bin/python benchmarks/cluster.py` on {datetime.now(UTC):%Y-%m-%d}; {counted(rounds, "round")},
in which the ways take turns. {count} synthetic periods of three chapters, checked beforehand (which took
{gate:.0f} s: the gate stays on the machine that sends). Workers are processes of one thread on one machine.

{machine()}. {versions(PACKAGES)}.
The machine was shared: its load at the end was {load()} (over 1, 5 and 15 minutes).{_caveat()}

Median, with the lowest and the highest in brackets. *Work* is from the orders to the last parcel, with the start of the
cluster; *each further period* is the time between the first parcel and the last, shared among those after the first of
each worker.

| way | command, s | work, s | each further period, s | processor seconds | workers killed |
|---|--:|--:|--:|--:|--:|
{chr(10).join(table)}

One worker to two: {Spread.of(ratio).written(2)} times as fast in all the work,
{Spread.of(steady).written(2)} times for each further period (target 1.6).

{_killed(runs, count)}
"""


def _killed(runs: dict[str, list[Run]], count: int) -> str:
    if KILLED not in runs:
        return "The way with workers killed was left out of this run (`--no-kills`)."
    cost = [killed.work / two.work for killed, two in zip(runs[KILLED], runs[TWO], strict=True)]
    lost = [
        (killed.work - two.work) * WORKERS[KILLED] / max(killed.kills, 1)
        for killed, two in zip(runs[KILLED], runs[TWO], strict=True)
    ]
    own = [run.steady * WORKERS[TWO] for run in runs[TWO]]
    parcels = ", ".join(str(run.parcels) for run in runs[KILLED])
    return f"""A worker killed every {KILL_SECONDS} s: {Spread.of(cost).written(2)} times as long as with two that live.
All periods came home once (parcels: {parcels}; periods: {count}), with the same bytes. What a
dead worker was at is made again from its beginning, and the worker that takes its place imports everything anew:
both are in this figure. By it, a kill cost {Spread.of(lost).written()} seconds of one worker;
a period keeps a worker busy for {Spread.of(own).written()} seconds.
Processor seconds of processes that were killed are not all counted."""


def _caveat() -> str:
    """Say so where others kept the machine busy all the while."""
    if not _busy():
        return ""
    return """

**Other work kept every core busy all the while. Neither the ratio nor the seconds are those of a calm machine, and
nothing may be concluded from them: run it again.**"""


def _busy() -> bool:
    return os.getloadavg()[2] > BUSY * (os.cpu_count() or 1)


def outlook(runs: dict[str, list[Run]], gate: float) -> str:
    """Say what a country of trusts would take by these figures, if they are worth it."""
    if _busy():
        return "Not computed yet: the machine was busy with other work when it was last measured."
    one = statistics.median(run.steady for run in runs[ONE])
    speed = statistics.median(a.steady / b.steady for a, b in zip(runs[ONE], runs[TWO], strict=True)) / 2
    total = TRUSTS * MONTHS
    table = [
        f"| {fleet} | {total * one / fleet / speed / 3600:.1f} | {total * one / fleet / 3600:.1f} |" for fleet in FLEETS
    ]
    return f"""{TRUSTS} authorities × {MONTHS} periods are {total:,} editions, here of three chapters. By the medians of
`benchmarks/RESULTS-cluster.md` one worker takes {one:.1f} s for each further one, two on one machine of two cores
do {speed:.0%} of twice that, and the gate takes {gate:.1f} s a return where the command is typed.

| workers | hours for all editions | were every worker as fast as one alone |
|--:|--:|--:|
{chr(10).join(table)}

The gate of all of them takes {total * gate / 3600:.1f} hours before the first edition is begun: check each trust when
its return arrives (`trustbook check` keeps what it found), and only the editions are left. These are products of
measured seconds, not a measurement: a scheduler with so many workers, and the network between, have not been tried."""


def _seconds(command: list[str], folder: Path) -> float:
    started = time.monotonic()
    subprocess.run(command, cwd=folder, check=True, capture_output=True)
    return time.monotonic() - started


def _digest(folder: Path) -> str:
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return sha256(b"".join(str(path.relative_to(folder)).encode() + path.read_bytes() for path in files)).hexdigest()


if __name__ == "__main__":
    main()
