"""Run Jupyter Book on a laid-out book in its own process: a copy of the warm server, or a new interpreter.

In: the folder of a book, a log file. Out: whether it succeeded; the pages are in the folder's `_build/html`.
"""

from __future__ import annotations

import os
import subprocess
import sys
import weakref
from collections.abc import Sequence
from importlib.metadata import entry_points
from pathlib import Path
from typing import TYPE_CHECKING, Any

from trustbook.build import fork_server
from trustbook.build.forked_process import Surroundings, become

if TYPE_CHECKING:
    from multiprocessing.process import BaseProcess

_NAME = "jupyter-book"
_INTERPRETED = f"from {__name__} import command; command()()"
_RUNNING: weakref.WeakSet[BaseProcess | subprocess.Popen[bytes]] = weakref.WeakSet()


def build_book(source: Path, log: Path, *, warmly: bool) -> bool:
    """Build a book, warnings as errors. The output of Jupyter Book is complete in `log` when it has ended.

    `warmly`: in a copy of the warm server, which has imported it; the pages are the same, byte for byte.
    """
    arguments = ["build", str(source), "--all", "-W", "-n", "--keep-going", "-q"]
    around = Surroundings.of_here(os.environ | {"NO_COLOR": "1"}, Path.cwd())
    log.parent.mkdir(parents=True, exist_ok=True)
    if warmly and fork_server.available():
        copy = fork_server.launch(_run_jupyter_book, arguments, around, str(log))
        _RUNNING.add(copy)
        return fork_server.wait(copy) == 0
    with log.open("w", encoding="utf-8") as output:
        command = [sys.executable, "-c", _INTERPRETED, *arguments]
        with subprocess.Popen(
            command, stdout=output, stderr=output, stdin=subprocess.DEVNULL, env=dict(around.environment)
        ) as ran:
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


def _run_jupyter_book(arguments: Sequence[str], around: Surroundings, log: str) -> None:
    """Run Jupyter Book in this process, a copy of the server. Ctrl-C in the terminal ends it."""
    become(around, _end)
    output = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    for number in (sys.stdout.fileno(), sys.stderr.fileno()):
        os.dup2(output, number)
    sys.argv[:] = [_NAME, *arguments]
    command()()


def _end() -> None:
    os._exit(1)
