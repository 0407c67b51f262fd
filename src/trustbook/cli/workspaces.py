"""Define the commands that start a workspace and a period, and say how they stand.

In: the arguments of the command line. Out: text on the console. What is heavy is imported by the command that needs it.
"""

from __future__ import annotations

from typing import Annotated

import typer

from trustbook.cli.completion import complete_codes
from trustbook.cli.options import JsonOption, WorkspaceOption, app, examples, out


@app.command(
    epilog=examples(
        "trustbook new 2026-27-P02",
        "trustbook new 2026-27-P02 --workbook --source cabinet-2026-06",
        "trustbook new 2026-27-P02 --dataset savings --dataset controls",
    )
)
def new(
    period: Annotated[str, typer.Argument(help="Such as 2026-27-P02.")],
    dataset: Annotated[
        list[str] | None,
        typer.Option("--dataset", metavar="NAME", help="Several can be given. Default: those of the last return."),
    ] = None,
    source: Annotated[
        str, typer.Option("--source", metavar="ID", help="The source_id of the paper, to put on each line.")
    ] = "",
    workbook: Annotated[
        bool, typer.Option("--workbook", help="Write one .xlsx with drop-downs and live checks, not CSV files.")
    ] = False,
    workspace: WorkspaceOption = None,
) -> None:
    """Start a period: its return to fill in."""
    from trustbook.core.period import Period
    from trustbook.pipeline import stages
    from trustbook.starting.new_period import new_period
    from trustbook.starting.next_step import in_lines

    chosen = Period.parse(period)
    place, _ = stages.choose(workspace, None)
    for line in in_lines(new_period(place, chosen, dataset or (), source=source, workbook=workbook)):
        out.print(line)


@app.command(epilog=examples("trustbook status", "trustbook status --json"))
def status(workspace: WorkspaceOption = None, as_json: JsonOption = False) -> None:
    """Say how each period stands, and what to do next."""
    import json

    from trustbook.pipeline import stages
    from trustbook.pipeline.workspace_status import in_lines, workspace_status

    place, _ = stages.choose(workspace, None)
    found = workspace_status(place)
    if as_json:
        out.json(json.dumps(found.as_values(), indent=2, ensure_ascii=False))
        return
    out.print(f"Next: {found.next_step.what}", style="bold")
    out.print(f"  {found.next_step.command}", style="cyan")
    for line in in_lines(found):
        out.print(line)


@app.command(epilog=examples("trustbook doctor", "trustbook doctor --json"))
def doctor(workspace: WorkspaceOption = None, as_json: JsonOption = False) -> None:
    """Say what this machine lacks, and how to mend it."""
    import json
    from dataclasses import asdict

    from trustbook.pipeline.console import print_diagnoses
    from trustbook.pipeline.doctor import diagnose, is_well

    found = list(diagnose(workspace))
    if as_json:
        out.json(json.dumps({"well": is_well(found), "found": [asdict(each) for each in found]}, indent=2))
    else:
        print_diagnoses(found, out)
    if not is_well(found):
        raise typer.Exit(1)


@app.command(epilog=examples("trustbook explain savings.stated_total", "trustbook explain error.gate"))
def explain(
    code: Annotated[
        str | None,
        typer.Argument(
            metavar="CODE",
            help="A code from check or from a message. Default: list all codes.",
            autocompletion=complete_codes,
        ),
    ] = None,
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> None:
    """Explain the code of a finding or an error."""
    import json
    from dataclasses import asdict

    from trustbook.checks.explained.lookup import every_code
    from trustbook.checks.explained.lookup import explain as look_up
    from trustbook.config.workspace import Workspace
    from trustbook.pipeline.console import print_codes, print_explanation

    place = Workspace.around(workspace)
    if code is None:
        codes = list(every_code(place))
        if as_json:
            out.json(json.dumps([asdict(each) for each in codes], indent=2, ensure_ascii=False))
        else:
            print_codes(codes, out)
        return
    found = look_up(code, place)
    if as_json:
        out.json(json.dumps(asdict(found), indent=2, ensure_ascii=False))
    else:
        print_explanation(found, out)
