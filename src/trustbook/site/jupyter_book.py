"""Run Jupyter Book on a laid-out book: in a new interpreter, or in this process if it was made for this book.

In: the folder of a book, a log file. Out: whether it succeeded; the pages are in the folder's `_build/html`.
"""

from __future__ import annotations

import os
import subprocess
import sys
import traceback
import weakref
from collections.abc import Sequence
from importlib.metadata import entry_points
from pathlib import Path
from typing import Any

from trustbook.core.environment import allowed

_NAME = "jupyter-book"
_PLAIN = {"NO_COLOR": "1"}
_INTERPRETED = f"from {__name__} import command; command()()"
_RUNNING: weakref.WeakSet[subprocess.Popen[bytes]] = weakref.WeakSet()


def build_book(source: Path, log: Path, *, here: bool = False) -> bool:
    """Build a book, warnings as errors. The output of Jupyter Book is complete in `log` when it has ended.

    `here`: in this process, which builds one book and ends, and from then on writes its own output to `log` too; the
    pages are the same, byte for byte.
    """
    arguments = ["build", str(source), "--all", "-W", "-n", "--keep-going", "-q"]
    log.parent.mkdir(parents=True, exist_ok=True)
    if here:
        return _run_here(arguments, log)
    with log.open("w", encoding="utf-8") as output:
        started = [sys.executable, "-c", _INTERPRETED, *arguments]
        environment = {**allowed(os.environ), **_PLAIN}
        with subprocess.Popen(started, stdout=output, stderr=output, stdin=subprocess.DEVNULL, env=environment) as ran:
            _RUNNING.add(ran)
    return ran.returncode == 0


def end_all() -> None:
    """Kill every Jupyter Book process that this one started, because its pages are no longer needed."""
    for process in list(_RUNNING):
        process.kill()


def command() -> Any:
    """Return the function that the command `jupyter-book` calls."""
    (found,) = entry_points(group="console_scripts", name=_NAME)
    return found.load()


def _run_here(arguments: Sequence[str], log: Path) -> bool:
    """Run Jupyter Book in this process, which has imported it."""
    output = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    for number in (sys.stdout.fileno(), sys.stderr.fileno()):
        os.dup2(output, number)
    os.environ.update(_PLAIN)
    sys.argv[:] = [_NAME, *arguments]
    try:
        command()()
    except SystemExit as end:
        return end.code in (None, 0)
    except Exception:
        traceback.print_exc()
        return False
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
    return True
