"""Define the command that makes the draft of a return from a paper, and accepts one.

In: the arguments of the command line. Out: text on the console. What is heavy is imported by the command that needs it.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from trustbook.cli.options import JsonOption, WorkspaceOption, app, examples, out
from trustbook.core.errors import WorkspaceError


@app.command(
    epilog=examples(
        "trustbook ingest pack.pdf --period 2026-27-P02 --source cabinet-2026-06",
        "trustbook ingest --accept 2026-27-P02",
    )
)
def ingest(
    file: Annotated[
        Path | None, typer.Argument(metavar="FILE", help="A PDF, Word, HTML, text or workbook file.")
    ] = None,
    period: Annotated[str, typer.Option("--period", metavar="P", help="The period that it reports.")] = "",
    source: Annotated[
        str, typer.Option("--source", metavar="ID", help="Its source_id in data/sources.csv; default: its file's name.")
    ] = "",
    accept: Annotated[
        list[str] | None,
        typer.Option("--accept", metavar="P", help="Make the draft of a period its return. Repeat it for several."),
    ] = None,
    review: Annotated[bool, typer.Option("--review", help="Then look through it, cell by cell, in a browser.")] = False,
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> None:
    """Make the draft of a return from a paper."""
    import json

    from trustbook.cli.reading import tell_pages
    from trustbook.core.period import Period
    from trustbook.ingest.in_lines import in_lines
    from trustbook.ingest.paper_to_draft import ingest as make_draft
    from trustbook.pipeline import stages
    from trustbook.starting.accepted_draft import accept as make_return
    from trustbook.starting.accepted_draft import in_lines as accepted_in_lines

    place, _ = stages.choose(workspace, None)
    if accept:
        if file is not None or period:
            raise WorkspaceError("--accept is given with a paper", expected="--accept alone, once a draft is written")
        for each in sorted({Period.parse(text) for text in accept}):
            for line in accepted_in_lines(make_return(place, each)):
                out.print(line)
        return
    if file is None or not period:
        raise WorkspaceError(
            "the paper or its period is missing", expected="trustbook ingest FILE --period 2026-27-P02"
        )
    if review:
        from trustbook.ingest.review.start import look_through

        look_through(place, file, Period.parse(period), source, out.print)
        return
    made = make_draft(place, file, Period.parse(period), source, None if as_json else tell_pages)
    if as_json:
        out.json(json.dumps(made.as_json(), indent=2, ensure_ascii=False))
        return
    for line in in_lines(made):
        out.print(line)
