"""Define the command that writes the committee's paper of a period.

In: the arguments of the command line. Out: text on the console. What is heavy is imported by the command that needs it.
"""

from __future__ import annotations

from typing import Annotated

import typer

from trustbook.cli.completion import complete_periods
from trustbook.cli.options import WorkspaceOption, app, err, examples, out


@app.command(epilog=examples("trustbook paper 2023-24-P11 --pdf", "trustbook paper --template"))
def paper(
    period: Annotated[
        str | None,
        typer.Argument(metavar="PERIOD", help="Such as 2023-24-P07, or newest.", autocompletion=complete_periods),
    ] = None,
    pdf: Annotated[bool, typer.Option("--pdf", help="Also as a tagged PDF (needs LibreOffice).")] = False,
    briefing: Annotated[
        bool, typer.Option("--briefing", help="Also a note with questions that members may ask.")
    ] = False,
    template: Annotated[
        bool, typer.Option("--template", help="Only write the template, params/paper.docx, to edit in Word.")
    ] = False,
    workspace: WorkspaceOption = None,
) -> None:
    """Write the committee's paper in Word."""
    from trustbook.pipeline import stages
    from trustbook.pipeline.paper import Asked, write_paper, write_template

    if template:
        if period is not None or pdf or briefing:
            raise typer.BadParameter("it goes alone", param_hint="--template")
        place, _ = stages.choose(workspace, [])
        write_template(place, out)
        return
    if period is None:
        raise typer.BadParameter("which period the paper is of", param_hint="PERIOD")
    place, (chosen,) = stages.choose(workspace, [period])
    write_paper(place, chosen, Asked(pdf, briefing), out, err)
