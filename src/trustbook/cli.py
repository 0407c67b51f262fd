"""Define the commands; each parses its arguments, calls one function and prints.

In: the arguments of the command line. Out: text on the console, and an exit code:
0 for done, warnings included; 1 for a critical finding or a failed build; 2 for a wrong command.
Heavy modules are imported only when a command needs them.
"""

from __future__ import annotations

import gc
import sys
from pathlib import Path
from typing import Annotated

import typer

from trustbook.build.limits import Kernel
from trustbook.core.characters import describe_character, excerpt, forbidden_character
from trustbook.core.environment import drop_unlisted_variables
from trustbook.core.errors import PeriodError, TrustbookError, WorkspaceError
from trustbook.core.temporary import take as take_temporary_folder
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

_WRONG_COMMAND = 2


_OPEN = (
    "tcp:// is not encrypted, and whoever is on the network can read the returns and send other editions home; "
    "use tls:// with the certificates that Dask's configuration names (docs/cluster.md), or add --insecure"
)


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


@app.callback()
def _options(
    debug: Annotated[bool, typer.Option("--debug", help="Show a traceback when something fails.")] = False,
) -> None:
    pass


@app.command()
def check(
    periods: PeriodsArgument = None,
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
    strict: StrictOption = False,
    fresh: FreshOption = False,
) -> None:
    """Run the gate over returns and print what it finds."""
    from trustbook.pipeline import stages
    from trustbook.pipeline.console import print_findings

    place, chosen = stages.choose(workspace, periods)
    with stages.at_work(place, err, fresh=fresh) as memory:
        reports = stages.check_changed(place, chosen, err if not as_json else None, memory)
    if as_json:
        out.json("[" + ",\n".join(report.as_json().rstrip() for report in reports.values()) + "]")
    else:
        print_findings(reports, out)
    stages.require_accepted(reports, strict=strict)


@app.command()
def run(
    periods: PeriodsArgument = None,
    workspace: WorkspaceOption = None,
    jobs: JobsOption = None,
    strict: StrictOption = False,
    kernel: KernelOption = Kernel.WARM,
    fresh: FreshOption = False,
) -> None:
    """Run the gate, then execute the chapters."""
    from trustbook.pipeline import stages

    place, chosen = stages.choose(workspace, periods)
    with stages.at_work(place, err, fresh=fresh) as memory:
        stages.gate(place, chosen, out, err, memory, strict=strict, kernel=kernel)
        stages.run(place, chosen, err, memory, jobs, kernel)


@app.command()
def build(
    periods: PeriodsArgument = None,
    workspace: WorkspaceOption = None,
    jobs: JobsOption = None,
    pdf: PdfOption = False,
    fresh: FreshOption = False,
) -> None:
    """Build editions and the site from chapters already executed."""
    from trustbook.pipeline import stages

    place, chosen = stages.choose(workspace, periods)
    with stages.at_work(place, err, fresh=fresh) as memory:
        out.print(f"The site: {stages.build(place, chosen, err, memory, jobs, pdf=pdf) / 'index.html'}")


@app.command()
def report(
    periods: PeriodsArgument = None,
    workspace: Annotated[
        list[str] | None,
        typer.Option(
            "--workspace",
            metavar="DIR",
            help="By default the one you stand in. Several, or a pattern in quotes, are reported in one go.",
        ),
    ] = None,
    jobs: JobsOption = None,
    strict: StrictOption = False,
    pdf: PdfOption = False,
    kernel: KernelOption = Kernel.WARM,
    fresh: FreshOption = False,
    why: Annotated[bool, typer.Option("--why", help="Say of each chapter and edition why it was made or not.")] = False,
    executor: ExecutorOption = "local",
    insecure: Annotated[
        bool, typer.Option("--insecure", help="With tcp://: trust the network, where anybody may read and answer.")
    ] = False,
) -> None:
    """Do all of it that changed: gate, chapters, editions, site."""
    if executor.startswith("tcp://") and not insecure:
        raise typer.BadParameter(_OPEN, param_hint="--executor")
    from trustbook.pipeline.workspaces import Manner
    from trustbook.pipeline.workspaces import report as make_report

    manner = Manner(jobs, strict, pdf, kernel, fresh, why, executor)
    make_report(workspace, periods, manner, out, err)


@app.command()
def metrics(
    period: Annotated[str, typer.Argument(help="Such as 2023-24-P07, or newest.")],
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> None:
    """Print the headline figures of a period by name."""
    from trustbook.chapters.metrics import absence
    from trustbook.chapters.metrics import as_json as written
    from trustbook.chapters.metrics import metrics as work_out
    from trustbook.data.period_data import open_period
    from trustbook.pipeline import stages

    place, _ = stages.choose(workspace, None)
    data = open_period(period, workspace=place)
    found = work_out(data)
    if as_json:
        out.json(written(found, data))
        return
    for each in found:
        value = absence(data, each).value if each.value is None else f"{each.value:,} {each.unit}"
        out.out(f"{each.name:44} {value:>22}  {each.label}")


@app.command()
def diff(
    old: Annotated[str, typer.Argument(help="Such as 2023-24-P07.")],
    new: Annotated[str, typer.Argument(help="Such as 2023-24-P08, or newest.")],
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> None:
    """Print what changed between two periods, figure by figure, largest movements first."""
    from trustbook.chapters.what_changed.analysis import as_json as written
    from trustbook.chapters.what_changed.analysis import compare
    from trustbook.data.period_data import open_period
    from trustbook.pipeline import stages

    place, _ = stages.choose(workspace, None)
    found = compare(open_period(old, workspace=place), open_period(new, workspace=place))
    if as_json:
        out.json(written(found))
        return
    from trustbook.chapters.what_changed.movement import in_lines

    for line in in_lines(found):
        out.out(line)


@app.command()
def tieout(periods: PeriodsArgument = None, workspace: WorkspaceOption = None, as_json: JsonOption = False) -> None:
    """Compare what documents state with what the data give: ties, rounding, contradiction, not checkable."""
    from trustbook.pipeline import stages
    from trustbook.pipeline.console import print_tie_out
    from trustbook.pipeline.outputs import tie_out

    place, chosen = stages.choose(workspace, periods)
    with stages.at_work(place, err):
        found = tie_out(place, chosen if periods else chosen[-1:])
    if as_json:
        from trustbook.claims.report import as_json as written

        out.json("{" + ",\n".join(f'"{period}": {written(rows).rstrip()}' for period, rows in found.items()) + "}")
    else:
        print_tie_out(found, out)


compare = typer.Typer(help="Published statistics to compare with.", no_args_is_help=True, rich_markup_mode=None)
app.add_typer(compare, name="compare")


@compare.command("import")
def compare_import(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A data file of explore education statistics, as CSV.")],
    source: Annotated[str, typer.Option("--source", metavar="ID", help="Its source_id in data/sources.csv.")],
    published: Annotated[
        list[str] | None,
        typer.Option("--published", metavar="YEAR=DAY", help="When a year was first published: 2023=2024-02-29."),
    ] = None,
    only: Annotated[
        list[str] | None,
        typer.Option("--only", metavar="COLUMN=VALUE", help="Choose lines, where an area and time have several."),
    ] = None,
    workspace: WorkspaceOption = None,
) -> None:
    """Check a published file, and keep where the trust's areas stand among all authorities."""
    from trustbook.chapters.compare.import_report import in_lines
    from trustbook.chapters.compare.published_import import import_published, pairs
    from trustbook.pipeline import stages

    place, _ = stages.choose(workspace, None)
    days, chosen = pairs("--published", published), pairs("--only", only)
    for line in in_lines(import_published(place, file, source, days, chosen), place):
        out.out(line)


@app.command()
def notebooks(
    workspace: WorkspaceOption = None,
    only_check: Annotated[
        bool, typer.Option("--check", help="Change nothing; exit 1 if anything would change.")
    ] = False,
) -> None:
    """Refresh the committed outputs of the book's chapters, and the data-quality page, for the newest period."""
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


@app.command()
def serve(
    workspace: WorkspaceOption = None,
    port: Annotated[int, typer.Option(min=0, max=65535, help="0 takes any that is free.")] = 8000,
) -> None:
    """Serve the site on localhost until Ctrl-C."""
    from trustbook.pipeline import stages
    from trustbook.site.serve import serve as serve_site

    place, _ = stages.choose(workspace, None)
    serve_site(place.build / "site", port, out)


def _require_plain(words: list[str]) -> None:
    """Raise WorkspaceError for a forbidden character, before a message repeats it."""
    for word in words:
        odd = forbidden_character(word)
        if odd is not None:
            raise WorkspaceError(
                f"found '{excerpt(word)}' in the command, which has the character {describe_character(odd)}"
            )


def main() -> None:
    """Run the command line; report the library's errors as one message and an exit code."""
    drop_unlisted_variables()
    take_temporary_folder()
    try:
        _require_plain(sys.argv[1:])
        app()
    except TrustbookError as error:
        if "--debug" in sys.argv:
            raise
        err.print(str(error), style="red")
        sys.exit(_WRONG_COMMAND if isinstance(error, (PeriodError, WorkspaceError)) else 1)
    finally:
        gc.freeze()  # skips a final garbage collection, which takes most of a second
