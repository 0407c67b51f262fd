"""Define the commands that start a workspace and a period, and say how they stand.

In: the arguments of the command line. Out: text on the console. What is heavy is imported by the command that needs it.
"""

from __future__ import annotations

from typing import Annotated

import typer

from trustbook.cli.options import WorkspaceOption, app, out


@app.command()
def new(
    period: Annotated[str, typer.Argument(help="Such as 2026-27-P02.")],
    dataset: Annotated[
        list[str] | None,
        typer.Option("--dataset", metavar="NAME", help="Several can be given. Default: those of the last return."),
    ] = None,
    source: Annotated[
        str, typer.Option("--source", metavar="ID", help="The paper, by its source_id: put on each line.")
    ] = "",
    workbook: Annotated[
        bool, typer.Option("--workbook", help="Write one .xlsx with drop-downs and live checks, not CSV files.")
    ] = False,
    workspace: WorkspaceOption = None,
) -> None:
    """Start a period: its return to fill in, beside the last return's figures.

    \b
    Examples:
      trustbook new 2026-27-P02
      trustbook new 2026-27-P02 --workbook --source cabinet-2026-06
      trustbook new 2026-27-P02 --dataset savings --dataset controls
    """  # noqa: D301 - the backslash is the mark that keeps the lines of the examples
    from trustbook.core.period import Period
    from trustbook.pipeline import stages
    from trustbook.starting.new_period import new_period
    from trustbook.starting.next_step import in_lines

    chosen = Period.parse(period)
    place, _ = stages.choose(workspace, None)
    for line in in_lines(new_period(place, chosen, dataset or (), source=source, workbook=workbook)):
        out.print(line)
