"""Define what the commands share: the application, the consoles, and options that several of them take.

In: nothing. Out: `app`, to which each module of this folder adds its commands, `out`, `err`, `examples` for the help of
a command, and the types of options.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from trustbook.build.limits import Kernel
from trustbook.cli.completion import complete_periods
from trustbook.core.formatting import WIDTH
from trustbook.pipeline.console import Terminal

IN_ORDER_OF_USE = (
    *("init", "new", "status", "check", "report", "serve", "share", "annexes", "approve", "publish", "verify", "log"),
    *("paper", "metrics", "diff", "tieout", "outlook", "calibrate", "read", "ingest", "compare"),
    *("run", "build", "notebooks", "init-chapter", "explain", "doctor", "upgrade"),
)
"""The commands as `--help` lists them: in the order in which people use them, whatever module defines them."""


class InOrderOfUse(TyperGroup):
    """A group of commands that lists them in the order of `IN_ORDER_OF_USE`; others come last."""

    def list_commands(self, ctx: Any) -> list[str]:
        """List the names of the commands."""
        places = {name: place for place, name in enumerate(IN_ORDER_OF_USE)}
        return sorted(super().list_commands(ctx), key=lambda name: places.get(name, len(places)))


app = typer.Typer(
    cls=InOrderOfUse,
    help="Turn the monthly finance return of a children's services trust, or another body, into a report.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"max_content_width": WIDTH},
)
out = Terminal()
err = Terminal(stderr=True)


def examples(*commands: str) -> str:
    """Write the examples that the help of a command ends with, one a line."""
    return "\b\nExamples:\n" + "\n".join(f"  {command}" for command in commands)


def _known(where: str) -> str:
    if where not in ("local", "dask") and not where.startswith(("tcp://", "tls://")):
        raise typer.BadParameter("it is local, dask, or an address such as tls://host:8786")
    return where


WorkspaceOption = Annotated[
    Path | None,
    typer.Option("--workspace", metavar="DIR", help="The workspace. Default: the one that the current folder is in."),
]
PeriodsArgument = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="PERIOD",
        help="Such as 2023-24-P07, or newest. Default: every period.",
        autocompletion=complete_periods,
    ),
]
JsonOption = Annotated[bool, typer.Option("--json", help="Write JSON, for other programs.")]
StrictOption = Annotated[bool, typer.Option("--strict", help="Treat warnings as critical.")]
JobsOption = Annotated[
    int | None,
    typer.Option("--jobs", min=1, help="Checks and chapters at a time (workers, with dask). Default: one per core."),
]
KernelOption = Annotated[
    Kernel,
    typer.Option(
        "--kernel", help="warm: start chapters from a prepared process (fast); plain: a new interpreter each."
    ),
]
FreshOption = Annotated[bool, typer.Option("--fresh", help="Rebuild everything; ignore the cache.")]
ExecutorOption = Annotated[
    str,
    typer.Option(
        "--executor",
        metavar="WHERE",
        callback=_known,
        help="local; dask: a Dask cluster of --jobs workers on this machine; tls://host:8786: an existing cluster.",
    ),
]
PdfOption = Annotated[bool, typer.Option("--pdf", help="Also make a PDF of each report and brief (needs Chromium).")]
