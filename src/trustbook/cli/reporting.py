"""Define the commands that check returns and make the report of them.

In: the arguments of the command line. Out: text on the console. What is heavy is imported by the command that needs it.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from trustbook.build.limits import Kernel
from trustbook.cli.options import (
    ExecutorOption,
    FreshOption,
    JobsOption,
    JsonOption,
    KernelOption,
    PdfOption,
    PeriodsArgument,
    StrictOption,
    WorkspaceOption,
    app,
    err,
    examples,
    out,
)

_OPEN = (
    "tcp:// is not encrypted, and whoever is on the network can read the returns and send other editions home; "
    "use tls:// with the certificates that Dask's configuration names (docs/cluster.md), or add --insecure"
)


@app.command(epilog=examples("trustbook check newest", "trustbook check 2023-24-P11 --json"))
def check(
    periods: PeriodsArgument = None,
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
    strict: StrictOption = False,
    fresh: FreshOption = False,
) -> None:
    """Check returns and print what is wrong with them."""
    from trustbook.pipeline import stages
    from trustbook.pipeline.console import print_findings

    place, _ = stages.choose(workspace, None)
    drafts = place.named_drafts(periods or ())
    kept = [each for each in periods or () if each not in map(str, drafts)]
    said = err if not as_json else None
    reports = {}
    if kept or not drafts:
        place, chosen = stages.choose(workspace, kept or None)
        with stages.at_work(place, err, fresh=fresh) as memory:
            reports = stages.check_changed(place, chosen, said, memory)
    if drafts:
        from trustbook.starting.checked_drafts import check_drafts

        reports |= check_drafts(place, drafts, said)
    if as_json:
        out.json("[" + ",\n".join(report.as_json().rstrip() for report in reports.values()) + "]")
    else:
        print_findings(reports, out)
    stages.require_accepted(reports, strict=strict)


@app.command(epilog=examples("trustbook run 2023-24-P11"))
def run(
    periods: PeriodsArgument = None,
    workspace: WorkspaceOption = None,
    jobs: JobsOption = None,
    strict: StrictOption = False,
    kernel: KernelOption = Kernel.WARM,
    fresh: FreshOption = False,
) -> None:
    """Check returns, then execute the chapters."""
    from trustbook.pipeline import stages

    place, chosen = stages.choose(workspace, periods)
    with stages.at_work(place, err, fresh=fresh) as memory:
        stages.gate(place, chosen, out, err, memory, strict=strict, kernel=kernel, workers=jobs)
        stages.run(place, chosen, err, memory, jobs, kernel)


@app.command(epilog=examples("trustbook build 2023-24-P11", "trustbook build --pdf"))
def build(
    periods: PeriodsArgument = None,
    workspace: WorkspaceOption = None,
    jobs: JobsOption = None,
    pdf: PdfOption = False,
    fresh: FreshOption = False,
) -> None:
    """Build editions and the site from executed chapters."""
    from trustbook.pipeline import stages

    place, chosen = stages.choose(workspace, periods)
    with stages.at_work(place, err, fresh=fresh) as memory:
        out.print(f"The site: {stages.build(place, chosen, err, memory, jobs, pdf=pdf) / 'index.html'}")


@app.command(epilog=examples("trustbook report", "trustbook report newest --why", "trustbook report newest --draft"))
def report(
    periods: PeriodsArgument = None,
    workspace: Annotated[
        list[str] | None,
        typer.Option(
            "--workspace",
            metavar="DIR",
            help="Default: the one that the current folder is in. Repeat it, or quote a pattern, for several.",
        ),
    ] = None,
    jobs: JobsOption = None,
    strict: StrictOption = False,
    pdf: PdfOption = False,
    kernel: KernelOption = Kernel.WARM,
    fresh: FreshOption = False,
    why: Annotated[bool, typer.Option("--why", help="Say why each chapter and edition was rebuilt or not.")] = False,
    draft: Annotated[
        bool,
        typer.Option("--draft", help="Make a draft of a refused return: marked on every page, outside the site."),
    ] = False,
    executor: ExecutorOption = "local",
    insecure: Annotated[
        bool, typer.Option("--insecure", help="With tcp://: trust the network, where anybody may read and answer.")
    ] = False,
    as_json: JsonOption = False,
) -> None:
    """Check returns and make the report of all that changed."""
    if executor.startswith("tcp://") and not insecure:
        raise typer.BadParameter(_OPEN, param_hint="--executor")
    from trustbook.pipeline.made import Made, as_text
    from trustbook.pipeline.workspaces import Manner, one_workspace
    from trustbook.pipeline.workspaces import report as make_report

    if draft:
        if as_json:
            raise typer.BadParameter("it goes with a report, and not with a draft", param_hint="--json")
        from trustbook.pipeline import stages
        from trustbook.pipeline.draft import make_draft

        place, chosen = stages.choose(one_workspace(workspace), periods or ["newest"])
        site = make_draft(place, chosen, out, err, jobs, kernel)
        out.print(f"The draft, not for publication: {site / 'index.html'}")
        return

    manner = Manner(jobs, strict, pdf, kernel, fresh, why, executor)
    made: list[Made] = []
    try:
        make_report(workspace, periods, manner, err if as_json else out, err, made)
    finally:
        if as_json:
            out.json(as_text(made))


@app.command(epilog=examples("trustbook notebooks", "trustbook notebooks --check"))
def notebooks(
    workspace: WorkspaceOption = None,
    only_check: Annotated[
        bool, typer.Option("--check", help="Change nothing; exit 1 if anything would change.")
    ] = False,
) -> None:
    """Refresh the notebooks and pages that the repository keeps."""
    from trustbook.pipeline import stages
    from trustbook.pipeline.committed_outputs import refresh

    place, _ = stages.choose(workspace, None)
    with stages.at_work(place, err):
        changed = refresh(place, out, err, only_check=only_check)
    for name in changed:
        out.print(f"{'Would change' if only_check else 'Refreshed'}: {name}")
    if not changed:
        out.print("Nothing to refresh.")
    if changed and only_check:
        raise typer.Exit(1)


@app.command(epilog=examples("trustbook share", "trustbook share --draft --to for-the-director.zip"))
def share(
    workspace: WorkspaceOption = None,
    draft: Annotated[bool, typer.Option("--draft", help="Pack the draft, not the site.")] = False,
    to: Annotated[Path | None, typer.Option("--to", metavar="FILE", help="By default <body>-preview.zip here.")] = None,
) -> None:
    """Pack the site, or the draft, into one ZIP file."""
    from trustbook.pipeline import stages
    from trustbook.site.share import share as pack

    place, _ = stages.choose(workspace, None)
    title = f"{place.settings.trust.short_name} {'draft' if draft else 'preview'}"
    site = place.build / ("draft/_build/site" if draft else "site")
    packed = pack(site, title, to)
    out.print(f"{packed}: {packed.stat().st_size / 1_000_000:.1f} MB. Unpack it and open index.html.")


@app.command(epilog=examples("trustbook annexes newest", "trustbook annexes 2023-24-P11 --to annexes.pdf"))
def annexes(
    period: Annotated[str, typer.Argument(metavar="PERIOD", help="Such as 2023-24-P07, or newest.")] = "newest",
    workspace: WorkspaceOption = None,
    to: Annotated[
        Path | None, typer.Option("--to", metavar="FILE", help="By default <period>-annexes.pdf here.")
    ] = None,
) -> None:
    """Print an edition's annexes as a PDF (needs Chromium)."""
    from trustbook.pipeline import stages
    from trustbook.site.pdf import chromium, print_annexes

    place, (chosen,) = stages.choose(workspace, [period])
    out.print(f"The annexes: {print_annexes(place, chosen, chromium(), to)}")


@app.command(epilog=examples("trustbook serve", "trustbook serve --port 8080"))
def serve(
    workspace: WorkspaceOption = None,
    port: Annotated[int, typer.Option(min=0, max=65535, help="0: any free port.")] = 8000,
) -> None:
    """Serve the site on localhost until Ctrl-C."""
    from trustbook.pipeline import stages
    from trustbook.site.serve import serve as serve_site

    place, _ = stages.choose(workspace, None)
    serve_site(place.build / "site", port, out)
