"""Define the commands that start a workspace or a chapter of its own, and bring a workspace to the installed version.

In: the arguments of the command line. Out: text on the console. What is heavy is imported by the command that needs it.
"""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import Annotated

import typer

from trustbook.cli.options import WorkspaceOption, app, out


@app.command(
    epilog="\b\nExamples:\n  trustbook init mybook\n"
    "  trustbook init mybook --yes --name 'Anytown City Council' --headings-from return.csv"
)
def init(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="A new folder, or an empty one.")],
    name: Annotated[str | None, typer.Option("--name", help="The body that reports: 'Anytown City Council'.")] = None,
    short_name: Annotated[str | None, typer.Option("--short-name", help="Its short name; default: its name.")] = None,
    funder: Annotated[
        list[str] | None,
        typer.Option(
            "--funder", metavar="CODE=NAME=SHARE", help="Who pays: 'ash=Ashford Vale Council=1/2'. Repeat it."
        ),
    ] = None,
    word: Annotated[
        list[str] | None,
        typer.Option(
            "--word", metavar="NAME=WORD", help="body=directorate, budget=budget, heading=service. Repeat it."
        ),
    ] = None,
    months: Annotated[
        str | None, typer.Option("--months", help="The months reported: 2,5,7,9,12; default: all. 1 is April.")
    ] = None,
    heading: Annotated[
        list[str] | None,
        typer.Option("--heading", metavar="NAME[=GROUP]", help="A heading of the budget, or several lines. Repeat it."),
    ] = None,
    headings_from: Annotated[
        Path | None, typer.Option("--headings-from", metavar="FILE", help="A CSV file or workbook that lists them.")
    ] = None,
    chapter: Annotated[
        list[str] | None,
        typer.Option(
            "--chapter", metavar="NAME", help="A chapter to include, instead of the usual ones; or all. Repeat it."
        ),
    ] = None,
    yes: Annotated[bool, typer.Option("--yes", help="Ask nothing; use the defaults.")] = False,
) -> None:
    """Start a workspace for any body, all but its returns."""
    from trustbook.cli.questions import ask
    from trustbook.starting import new_workspace

    new_workspace.require_free(folder)
    answers = ask(
        name=name,
        short_name=short_name,
        funders=funder or (),
        words=word or (),
        months=months,
        headings=heading or (),
        headings_from=headings_from,
        chapters=chapter or (),
        yes=yes,
    )
    files = new_workspace.init(folder, answers)
    out.print(f"Made a workspace of {len(files)} files in {folder}, for {answers.name}.")
    out.print("Next:")
    if folder.resolve() != Path.cwd():
        out.print(f"  cd {shlex.quote(str(folder))}")
    out.print(f"  trustbook new {new_workspace.first_period(answers)}   (or another period)")
    out.print("README.md says what to do each month; params/trust.yaml has what you said.")


@app.command("init-chapter", epilog="\b\nExamples:\n  trustbook init-chapter youth_justice")
def init_chapter(
    name: Annotated[str, typer.Argument(metavar="NAME", help="Such as youth_justice.")],
    workspace: WorkspaceOption = None,
) -> None:
    """Start a chapter of your own, with notebook and test."""
    from trustbook.config.workspace import Workspace
    from trustbook.starting import own_chapter

    place = Workspace.find(workspace)
    for file in own_chapter.init_chapter(place, name):
        out.print(f"  {file}")
    out.print(f"Next: report figures in data/PERIOD/{name.replace('-', '_')}.csv, with this first line:")
    out.print(f"  {own_chapter.FIRST_LINE}")
    out.print("Then: trustbook report. Its tests: python -m pytest chapters")


@app.command(epilog="\b\nExamples:\n  trustbook upgrade --check\n  trustbook upgrade --chapter placements")
def upgrade(
    workspace: WorkspaceOption = None,
    only_check: Annotated[
        bool, typer.Option("--check", help="Change nothing; exit 1 if anything would change.")
    ] = False,
    chapter: Annotated[
        list[str] | None, typer.Option("--chapter", metavar="NAME", help="Add a chapter to the report. Repeat it.")
    ] = None,
) -> None:
    """Bring a workspace to the installed version."""
    from trustbook.config.workspace import Workspace
    from trustbook.starting.upgrade import in_lines
    from trustbook.starting.upgrade import upgrade as bring_up_to_date

    found = bring_up_to_date(Workspace.find(workspace), chapter or (), only_check=only_check)
    for line in in_lines(found, only_check=only_check):
        out.print(line)
    if found.conflicts or (only_check and found.changes):
        raise typer.Exit(1)
