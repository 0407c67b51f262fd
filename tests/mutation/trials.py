"""Try changes of the code: for each, run the tests that run the changed line, in a copy of a process that is warm.

In: mutants, and the tests of each line. Out: a `Trial` for each: killed, lived, or that no test runs the line.
"""

from __future__ import annotations

import gc
import importlib.abc
import importlib.machinery
import io
import os
import signal
import sys
import time
import warnings
from collections.abc import Iterator, Sequence
from contextlib import redirect_stderr, redirect_stdout, suppress
from dataclasses import asdict, dataclass, replace
from enum import StrEnum
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from mutation.operators import Mutant, mutated

SECONDS = 60
"""So long may one test keep the processor: no test takes as long, unless the change made it go on for ever."""
ALL_SECONDS = 45
"""No more tests are begun about a change whose tests had the processor for so long: it lived."""
_NOTICED = (1, 2, 4)
"""The exit codes of pytest when a test fails, or a module or `conftest.py` cannot be imported."""
_BROKEN = 70
_NO_SUCH_TEST = 71
WARM = (
    *("pandas", "numpy", "pydantic", "altair", "great_expectations", "bs4", "jinja2", "yaml", "tinycss2"),
    *("pytest", "hypothesis", "nbval.plugin", "xdist.plugin"),
    *("trustbook.components.page", "trustbook.components.tables", "trustbook.outlook.of_period", "trustbook.savings"),
)
"""What most tests import and no change touches: imported once, before the copies are made."""


class Result(StrEnum):
    """What became of a change."""

    KILLED = "killed"
    LIVED = "lived"
    NOT_RUN = "no test runs it"
    TOO_LONG = "killed by the clock"


@dataclass(frozen=True)
class Trial:
    """A change of a module and what became of it."""

    module: str
    line: int
    what: str
    result: Result

    def as_values(self) -> dict[str, Any]:
        """Return plain values."""
        return asdict(self)


@dataclass(frozen=True)
class Case:
    """A change of a module, and the tests that are asked."""

    module: str
    mutant: Mutant
    tests: tuple[str, ...]


class Clock:
    """A plugin of pytest that measures the processor's time, since a busy machine's own clock says nothing."""

    ran_out = False

    def pytest_sessionstart(self, session: Any) -> None:
        """Give the collection as long as a test."""
        self.session = session
        signal.setitimer(signal.ITIMER_PROF, SECONDS)

    def pytest_runtest_logstart(self) -> None:
        """Give each test its time, and begin no other when all time is spent."""
        signal.setitimer(signal.ITIMER_PROF, SECONDS)
        if time.process_time() > ALL_SECONDS:
            self.ran_out = True
            self.session.shouldstop = "all time is spent"


class Changed(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Imports one module from changed source."""

    def __init__(self, name: str, path: Path, source: str) -> None:
        self.name, self.path, self.source = name, path, source

    def find_spec(self, name: str, path: Any = None, target: Any = None) -> importlib.machinery.ModuleSpec | None:
        """Find the changed module, and no other."""
        if name != self.name:
            return None
        is_package = self.path.name == "__init__.py"
        spec = importlib.machinery.ModuleSpec(name, self, origin=str(self.path), is_package=is_package)
        spec.has_location = True
        if is_package:
            spec.submodule_search_locations = [str(self.path.parent)]
        return spec

    def exec_module(self, module: Any) -> None:
        """Run the changed source in the module."""
        exec(compile(self.source, str(self.path), "exec"), vars(module))


def trials(root: Path, cases: Sequence[Case], workers: int) -> Iterator[Trial]:
    """Try each change; the order is that in which they end."""
    with get_context("fork").Pool(workers, initializer=_warm_up, initargs=(root,)) as pool:
        yield from pool.imap_unordered(_try, [(root, case) for case in cases], chunksize=1)


def _warm_up(root: Path) -> None:
    os.chdir(root)
    with warnings.catch_warnings(), suppress(ImportError):
        warnings.simplefilter("ignore")
        for name in WARM:
            __import__(name)
    gc.freeze()  # else pytest spends a second at the end of each copy on looking for garbage in all this


def _try(asked: tuple[Path, Case]) -> Trial:
    root, case = asked
    return Trial(case.module, case.mutant.line, case.mutant.what, _result(root, case) if case.tests else Result.NOT_RUN)


def _result(root: Path, case: Case, *, whole_tests: bool = False) -> Result:
    """Ask the tests. Where the change renames one by its parameters, ask again for each with all its parameters."""
    source = (root / case.module).read_text(encoding="utf-8")
    changed = mutated(source, case.mutant)
    copy = os.fork()
    if not copy:
        code = _BROKEN
        try:
            code = _tested(root, case, changed)
        finally:
            os._exit(code)
    _, status = os.waitpid(copy, 0)
    if os.WIFSIGNALED(status):
        return Result.TOO_LONG if os.WTERMSIG(status) == signal.SIGPROF else Result.KILLED
    code = os.WEXITSTATUS(status)
    if code == _NO_SUCH_TEST and not whole_tests:
        named = tuple(dict.fromkeys(each.partition("[")[0] for each in case.tests))
        return _result(root, replace(case, tests=named), whole_tests=True)
    if code not in (0, *_NOTICED):
        raise RuntimeError(f"pytest could not ask {case.tests[0]} about {case.module}, line {case.mutant.line}: {code}")
    return Result.KILLED if code else Result.LIVED


def _tested(root: Path, case: Case, source: str) -> int:
    """Run the tests in this copy; return pytest's exit code."""
    signal.signal(signal.SIGPROF, signal.SIG_DFL)
    name = case.module.removeprefix("src/").removesuffix(".py").removesuffix("/__init__").replace("/", ".")
    sys.meta_path.insert(0, Changed(name, root / case.module, source))
    import pytest

    said, clock = io.StringIO(), Clock()
    with redirect_stdout(io.StringIO()), redirect_stderr(said), suppress(SystemExit):
        options = ["-x", "-q", "-p", "no:cacheprovider", "--hypothesis-seed=0", "--no-header"]
        options += ["-W", "ignore::pytest.PytestAssertRewriteWarning"]  # of what is imported before pytest begins
        code = int(pytest.main([*options, *case.tests], plugins=[clock]))
        if clock.ran_out:
            return 0
        return _NO_SUCH_TEST if "not found:" in said.getvalue() else code
    return 1
