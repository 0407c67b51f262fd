"""Define the commands that approve and publish editions, show the log of who did what, and verify what was published.

In: the arguments of the command line. Out: text on the console. What is heavy is imported by the command that needs it.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from trustbook.build.limits import Kernel
from trustbook.cli.completion import complete_periods
from trustbook.cli.options import (
    JobsOption,
    JsonOption,
    KernelOption,
    PdfOption,
    WorkspaceOption,
    app,
    err,
    examples,
    out,
)

_PeriodArgument = Annotated[
    str, typer.Argument(metavar="PERIOD", help="Such as 2023-24-P07, or newest.", autocompletion=complete_periods)
]
_ByOption = Annotated[
    str | None,
    typer.Option("--by", metavar="NAME", help="Who does it: a name, or 'Name <address>'. Default: who Git says."),
]


@app.command(epilog=examples("trustbook approve newest --role 'Section 151 officer, North' --comment 'Agreed.'"))
def approve(
    period: _PeriodArgument,
    role: Annotated[str, typer.Option("--role", metavar="ROLE", help="One that params/trust.yaml asks.")],
    comment: Annotated[str, typer.Option("--comment", metavar="TEXT", help="What they say.")] = "",
    no_comments: Annotated[
        bool, typer.Option("--no-comments", help="They were consulted, and no comments were received.")
    ] = False,
    by: _ByOption = None,
    on: Annotated[str, typer.Option("--on", metavar="DATE", help="The day, as 2024-05-01. Default: today.")] = "",
    workspace: WorkspaceOption = None,
) -> None:
    """Record who approves a period, or was consulted."""
    from trustbook.pipeline import stages
    from trustbook.pipeline.approve import Answer
    from trustbook.pipeline.approve import approve as record

    place, (chosen,) = stages.choose(workspace, [period])
    record(place, chosen, Answer(role, comment, no_comments, by, on), out, err)


@app.command(epilog=examples("trustbook publish newest --reason 'For Cabinet on 14 May'"))
def publish(
    period: _PeriodArgument,
    reason: Annotated[str, typer.Option("--reason", metavar="TEXT", help="Why it is published; readers can see it.")],
    notice: Annotated[
        str, typer.Option("--notice", metavar="TEXT", help="What its front page says. Default: the reason, from r2 on.")
    ] = "",
    override: Annotated[
        str, typer.Option("--override", metavar="TEXT", help="Why it is published although an approval is missing.")
    ] = "",
    by: _ByOption = None,
    on: Annotated[
        str, typer.Option("--on", metavar="DATE", help="The day of publication, as 2024-05-01. Default: today.")
    ] = "",
    pdf: PdfOption = False,
    jobs: JobsOption = None,
    kernel: KernelOption = Kernel.WARM,
    workspace: WorkspaceOption = None,
) -> None:
    """Publish an edition as a revision that never changes."""
    from trustbook.pipeline import stages
    from trustbook.pipeline.publish import Asking
    from trustbook.pipeline.publish import publish as make

    place, (chosen,) = stages.choose(workspace, [period])
    make(place, chosen, Asking(reason, notice, override, by, on, pdf), out, err, jobs, kernel)


@app.command(epilog=examples("trustbook log", "trustbook log 2023-24-P11 --json"))
def log(
    period: Annotated[
        str | None,
        typer.Argument(metavar="PERIOD", help="Only what was done with it.", autocompletion=complete_periods),
    ] = None,
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show who checked, approved and published what."""
    from trustbook.config.workspace import Workspace
    from trustbook.core.period import Period
    from trustbook.pipeline.log_in_lines import as_text, as_values
    from trustbook.revisions.log import read

    place = Workspace.find(workspace)
    named = None if period is None else Period.parse(period) if period != "newest" else place.newest()
    entries = [each for each in read(place.root) if named is None or each.period == str(named)]
    if as_json:
        out.json(json.dumps([as_values(each) for each in entries], indent=2, ensure_ascii=False))
    elif entries:
        out.print(as_text(entries))
    else:
        out.print("Nothing is in the log.")


@app.command(
    epilog=examples("trustbook verify", "trustbook verify /srv/www/report", "trustbook verify --rebuild 2023-24-P11/r1")
)
def verify(
    site: Annotated[
        Path | None, typer.Argument(metavar="SITE", help="The copy of a site. Default: what is published here.")
    ] = None,
    rebuild: Annotated[
        list[str] | None,
        typer.Option(
            "--rebuild", metavar="PERIOD[/rN]", help="Make a revision once more from its inputs, and compare it."
        ),
    ] = None,
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> None:
    """Hash all that was published, and say what is not as it was."""
    from trustbook.config.workspace import Workspace
    from trustbook.pipeline.verify import revision
    from trustbook.pipeline.verify import verify as look

    if rebuild:
        from trustbook.pipeline.rebuild import in_lines
        from trustbook.pipeline.rebuild import rebuild as make

        if site is not None:
            raise typer.BadParameter("a revision is made once more here, and not on a site", param_hint="--rebuild")
        place = Workspace.find(workspace)
        named = [revision(place.root, each) for each in rebuild]
        made = [make(each, err) for each in named]
        if as_json:
            out.json(json.dumps([each.as_values() for each in made], indent=2, ensure_ascii=False))
        else:
            for each in made:
                out.print("\n".join(in_lines(each)))
        good = all(each.is_good for each in made)
    else:
        found = look(Workspace.around(workspace), site)
        if as_json:
            out.json(json.dumps(found.as_values(), indent=2, ensure_ascii=False))
        else:
            out.print("\n".join([*map(str, found.wrong), found.said]))
        good = not found.wrong
    if not good:
        raise typer.Exit(1)
