"""Jupyter Book, run over a laid-out book in a process of its own: a copy of the warm server, or a new interpreter.

In: the folder of a book, a file for what is said. Out: whether it ended well; the pages are in the folder's
`_build/html`.
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
    """Build a book, warnings as errors. What Jupyter Book says is in `log`, whole, when it has ended.

    `warmly`: in a copy of the warm server, which has imported it; the pages are the same to the byte.
    """
    arguments = ["build", str(source), "--all", "-W", "-n", "--keep-going", "-q"]
    around = Surroundings.of_here(os.environ | {"NO_COLOR": "1"}, Path.cwd())
    log.parent.mkdir(parents=True, exist_ok=True)
    if warmly and fork_server.available():
        copy = fork_server.launch(_be_jupyter_book, arguments, around, str(log))
        _RUNNING.add(copy)
        copy.join()
        return fork_server.exit_code(copy) == 0
    with log.open("w", encoding="utf-8") as said:
        command = [sys.executable, "-c", _INTERPRETED, *arguments]
        with subprocess.Popen(
            command, stdout=said, stderr=said, stdin=subprocess.DEVNULL, env=dict(around.environment)
        ) as ran:
            _RUNNING.add(ran)
    return ran.returncode == 0


def end_all() -> None:
    """End every Jupyter Book that this process has begun: nobody wants its pages any more."""
    for process in list(_RUNNING):
        process.kill()


def command() -> Any:
    """Give what the command `jupyter-book` calls."""
    (found,) = entry_points(group="console_scripts", name=_NAME)
    return found.load()


def _be_jupyter_book(arguments: Sequence[str], around: Surroundings, log: str) -> None:
    """Become Jupyter Book, in this process, which is a copy of the server. Ctrl-C in the terminal ends it."""
    become(around, _end)
    said = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    for number in (sys.stdout.fileno(), sys.stderr.fileno()):
        os.dup2(said, number)
    sys.argv[:] = [_NAME, *arguments]
    command()()


def _end() -> None:
    os._exit(1)
