"""Define what the commands share: the application, the consoles, and options that several of them take.

In: nothing. Out: `app`, to which each module of this folder adds its commands, `out`, `err` and the types of options.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from trustbook.build.limits import Kernel
from trustbook.pipeline.console import Terminal

app = typer.Typer(
    help="The monthly finance report of a children's services trust or another body, as a book that is computed.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
out = Terminal()
err = Terminal(stderr=True)


def _known(where: str) -> str:
    if where not in ("local", "dask") and not where.startswith(("tcp://", "tls://")):
        raise typer.BadParameter("it is local, dask, or an address such as tls://host:8786")
    return where


WorkspaceOption = Annotated[
    Path | None, typer.Option("--workspace", metavar="DIR", help="The workspace; by default the one you stand in.")
]
PeriodsArgument = Annotated[
    list[str] | None, typer.Argument(metavar="[PERIOD]…", help="Such as 2023-24-P07. Without any: every period.")
]
JsonOption = Annotated[bool, typer.Option("--json", help="For machines.")]
StrictOption = Annotated[bool, typer.Option("--strict", help="A warning counts as critical.")]
JobsOption = Annotated[
    int | None, typer.Option("--jobs", min=1, help="Chapters at a time (workers, with dask); by default one a core.")
]
KernelOption = Annotated[
    Kernel,
    typer.Option("--kernel", help="warm: copied from a process that has imported all; plain: a new interpreter each."),
]
FreshOption = Annotated[bool, typer.Option("--fresh", help="Make all of it anew, whatever was kept.")]
ExecutorOption = Annotated[
    str,
    typer.Option(
        "--executor",
        metavar="WHERE",
        callback=_known,
        help="local; dask: a Dask cluster of --jobs workers on this machine; tls://host:8786: one that is there.",
    ),
]
PdfOption = Annotated[bool, typer.Option("--pdf", help="Print each edition as a PDF too (needs Chromium).")]
