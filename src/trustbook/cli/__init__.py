"""Define the commands; each parses its arguments, calls one function and prints.

In: the arguments of the command line. Out: text on the console, and an exit code:
0 for done, warnings included; 1 for a critical finding or a failed build; 2 for a wrong command.
"""

from __future__ import annotations

import gc
import sys
from typing import Annotated

import typer

from trustbook import __version__
from trustbook.cli import committee, figures, ingesting, publishing, reading, reporting, starting, workspaces
from trustbook.cli.options import app, err, out
from trustbook.core.characters import describe_character, excerpt, forbidden_character
from trustbook.core.environment import drop_unlisted_variables
from trustbook.core.errors import PeriodError, TrustbookError, WorkspaceError
from trustbook.core.slow_imports import put_off
from trustbook.core.temporary import take as take_temporary_folder
from trustbook.pipeline import run_log

__all__ = [
    "app",
    "committee",
    "figures",
    "ingesting",
    "main",
    "out",
    "publishing",
    "reading",
    "reporting",
    "starting",
    "workspaces",
]

_WRONG_COMMAND = 2


def _say_version(asked: bool) -> None:
    if asked:
        from trustbook.revisions.identity import commit_of_library

        commit = commit_of_library()
        out.print(f"trustbook {__version__}" + (f", commit {commit}" if commit else ""))
        raise typer.Exit


@app.callback()
def _options(
    debug: Annotated[bool, typer.Option("--debug", help="Show a traceback when something fails.")] = False,
    version: Annotated[
        bool, typer.Option("--version", is_eager=True, callback=_say_version, help="Say which trustbook this is.")
    ] = False,
) -> None:
    pass


def _require_plain(words: list[str]) -> None:
    """Raise WorkspaceError for a forbidden character, before a message repeats it."""
    for word in words:
        odd = forbidden_character(word)
        if odd is not None:
            raise WorkspaceError(
                f"found '{excerpt(word)}' in the command, which has the character {describe_character(odd)}"
            )


def _name_log() -> None:
    """Say where the log of a run is that failed; a command that did not begin has none."""
    if log := run_log.last():
        err.print(f"The log of this run: {log}", style="dim")


def main() -> None:
    """Run the command line; report the library's errors as one message and an exit code."""
    drop_unlisted_variables()
    take_temporary_folder()
    put_off()
    try:
        _require_plain(sys.argv[1:])
        run_log.asked(sys.argv[1:])
        app()
    except TrustbookError as error:
        if "--debug" in sys.argv:
            raise
        err.print(f"{error} [{error.stable_code}]", style="red")
        _name_log()
        sys.exit(_WRONG_COMMAND if isinstance(error, (PeriodError, WorkspaceError)) else 1)
    except Exception:
        _name_log()
        raise
    finally:
        gc.freeze()  # skips a final garbage collection, which takes most of a second
