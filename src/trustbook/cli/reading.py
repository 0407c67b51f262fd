"""Define the command that reads a paper: its tables, cell by cell, each with its place.

In: the arguments of the command line. Out: text on the console. What is heavy is imported by the command that needs it.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from trustbook.cli.options import JsonOption, WorkspaceOption, app, err, examples, out

_PAGES_AT_ONCE = 10


@app.command(epilog=examples("trustbook read pack.pdf", "trustbook read monitoring.xlsx --json"))
def read(
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="A workbook, Word document, PDF, web page, CSV or text.")
    ],
    as_json: JsonOption = False,
    workspace: WorkspaceOption = None,
) -> None:
    """Print the tables of a paper, cell by cell."""
    import json

    from trustbook.config.workspace import INGEST, Workspace
    from trustbook.papers.printing import print_reading
    from trustbook.papers.read import read_paper
    from trustbook.papers.words import words_with

    place = Workspace.around(workspace)
    words = words_with(place.params / INGEST if place is not None else None)
    reading = read_paper(file, str(file), words, None if as_json else tell_pages)
    if as_json:
        out.json(json.dumps(reading.as_json(), ensure_ascii=False, indent=1))
    else:
        print_reading(reading, out)


def tell_pages(done: int, of: int) -> None:
    """Print how many pages are done, now and then: a pack has hundreds."""
    if done % _PAGES_AT_ONCE == 0 or done == of > 1:
        err.print(f"page {done} of {of}", style="dim")
