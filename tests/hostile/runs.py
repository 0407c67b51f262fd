"""Rounds one after another here, or in several processes, each with a workspace and a browser of its own.

In: the numbers of rounds, and a state. Out: rounds, kept in the state as each is done.
"""

from __future__ import annotations

import atexit
import os
import tempfile
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from contextlib import ExitStack
from multiprocessing import get_context, parent_process
from pathlib import Path
from threading import Thread
from typing import Any

from playwright.sync_api import Browser

from hostile.base import copy_base, put_canary
from hostile.browse import chromium
from hostile.fields import Tables, read_tables
from hostile.gatekeeping import Gate, calibrate
from hostile.harms import Clean
from hostile.run import Round, learn_clean, one_round
from hostile.state import State

Say = Callable[[str], None]


class Bench:
    """A workspace of its own and a browser, to be closed again."""

    def __init__(self) -> None:
        self._open = ExitStack()
        folder = Path(self._open.enter_context(tempfile.TemporaryDirectory(prefix="planted-")))
        self.folder = copy_base(folder / "workspace")
        self.tables: Tables = read_tables(self.folder)
        self.browser: Browser = self._open.enter_context(chromium())
        put_canary()

    def __enter__(self) -> Bench:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the browser and delete the workspace."""
        self._open.close()


def prepare(bench: Bench, state: State, say: Say, *, pdf: bool, known: Gate | None = None) -> tuple[Gate, Clean]:
    """Find out, if it is not known, what the gate refuses and what the clean book is like."""
    gate, clean = state.gate, state.clean
    if clean is None:
        say("the clean book is built and looked at")
        clean = learn_clean(bench.folder, bench.tables, bench.browser, pdf=pdf)
        state.keep_clean(clean)
    if gate is None:
        say("the gate is asked what it refuses whatever is written there")
        gate = calibrate(bench.folder, bench.tables, say, known)
        state.keep_gate(gate)
    return gate, clean


_here: dict[str, Any] = {}


def _start(gate: Gate, clean: Clean) -> None:
    Thread(target=_end_with_the_run, daemon=True).start()
    _here.update(bench=Bench(), gate=gate, clean=clean)
    atexit.register(_here["bench"].close)


def _end_with_the_run() -> None:
    """However the run ends, no round goes on without it."""
    run = parent_process()
    if run is not None:
        run.join()
        _here["bench"].close()
        os._exit(1)


def _round(number: int, pdf: bool) -> Round:
    bench: Bench = _here["bench"]
    return one_round(bench.folder, bench.tables, _here["gate"], _here["clean"], number, bench.browser, _say, pdf=pdf)


def _say(words: str) -> None:
    print(f"  {words}", flush=True)


def run(
    bench: Bench, state: State, numbers: Sequence[int], gate: Gate, clean: Clean, *, workers: int, pdf: bool
) -> Iterator[Round]:
    """Run rounds, and keep each in the state; where one process is enough, it is this one."""
    if workers == 1:
        _here.update(bench=bench, gate=gate, clean=clean)
        made = (_round(number, pdf) for number in numbers)
    else:
        made = _in_processes(numbers, gate, clean, workers, pdf)
    for each in made:
        state.keep_round(each)
        yield each


def _in_processes(numbers: Sequence[int], gate: Gate, clean: Clean, workers: int, pdf: bool) -> Iterator[Round]:
    context = get_context("spawn")
    with ProcessPoolExecutor(workers, mp_context=context, initializer=_start, initargs=(gate, clean)) as pool:
        for future in as_completed([pool.submit(_round, number, pdf) for number in numbers]):
            yield future.result()
