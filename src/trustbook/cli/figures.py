"""Define the commands that print figures: metrics, what changed, the tie-out, published statistics.

In: the arguments of the command line. Out: text on the console. What is heavy is imported by the command that needs it.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from trustbook.cli.completion import complete_periods
from trustbook.cli.options import JsonOption, PeriodsArgument, WorkspaceOption, app, err, examples, out


@app.command(epilog=examples("trustbook metrics newest", "trustbook metrics 2023-24-P11 --json"))
def metrics(
    period: Annotated[str, typer.Argument(help="Such as 2023-24-P07, or newest.", autocompletion=complete_periods)],
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> None:
    """Print the headline figures of a period by name."""
    from trustbook.chapters.metrics import as_json as written
    from trustbook.chapters.metrics import in_lines
    from trustbook.chapters.metrics import metrics as work_out
    from trustbook.data.period_data import open_period
    from trustbook.pipeline import stages

    place, _ = stages.choose(workspace, None)
    data = open_period(period, workspace=place)
    found = work_out(data)
    if as_json:
        out.json(written(found, data))
        return
    for line in in_lines(found, data):
        out.out(line)


@app.command(epilog=examples("trustbook diff 2023-24-P10 2023-24-P11", "trustbook diff 2023-24-P10 newest --json"))
def diff(
    old: Annotated[str, typer.Argument(help="Such as 2023-24-P07.", autocompletion=complete_periods)],
    new: Annotated[str, typer.Argument(help="Such as 2023-24-P08, or newest.", autocompletion=complete_periods)],
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> None:
    """Print what changed between two periods, figure by figure."""
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


@app.command(epilog=examples("trustbook tieout newest", "trustbook tieout --json"))
def tieout(periods: PeriodsArgument = None, workspace: WorkspaceOption = None, as_json: JsonOption = False) -> None:
    """Compare what papers state with the figures of the returns."""
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


@app.command(epilog=examples("trustbook outlook", "trustbook outlook 2023-24-P07 --json"))
def outlook(
    period: Annotated[
        str, typer.Argument(help="Such as 2023-24-P07, or newest.", autocompletion=complete_periods)
    ] = "newest",
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> None:
    """Print where the year may end, going by past forecasts."""
    from trustbook.data.period_data import open_period
    from trustbook.outlook import of_period, words
    from trustbook.pipeline import stages

    place, _ = stages.choose(workspace, None)
    data = open_period(period, workspace=place)
    found = of_period.analyse(data)
    if as_json:
        out.json(of_period.as_json(found))
        return
    for line in words.in_lines(found, data.period):
        out.out(line)


@app.command(epilog=examples("trustbook calibrate ours.csv --test theirs.csv --coverage 0.8"))
def calibrate(
    record: Annotated[Path, typer.Argument(metavar="FIT.csv", help="Forecasts and outturns to learn from.")],
    test: Annotated[
        Path, typer.Option("--test", metavar="TEST.csv", help="Forecasts and outturns to test the ranges on.")
    ],
    coverage: Annotated[
        float, typer.Option(min=0.01, max=0.99, help="The share of outturns that a range should include.")
    ] = 0.8,
    as_json: JsonOption = False,
) -> None:
    """Judge ranges learnt from past forecasts on others."""
    from trustbook.outlook.calibration import as_json as written
    from trustbook.outlook.calibration import calibrate as judge
    from trustbook.outlook.record import read_record
    from trustbook.outlook.words import calibration_in_lines

    found = judge(read_record(record), read_record(test), coverage)
    if as_json:
        out.json(written(found))
        return
    for line in calibration_in_lines(found):
        out.out(line)


compare = typer.Typer(help="Import published statistics to compare with.", no_args_is_help=True, rich_markup_mode=None)
app.add_typer(compare, name="compare")


@compare.command(
    "import", epilog=examples("trustbook compare import FILE --source dfe-csww --published 2023=2024-02-29")
)
def compare_import(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A data file of explore education statistics, as CSV.")],
    source: Annotated[str, typer.Option("--source", metavar="ID", help="Its source_id in data/sources.csv.")],
    published: Annotated[
        list[str] | None,
        typer.Option("--published", metavar="YEAR=DAY", help="When a year was first published: 2023=2024-02-29."),
    ] = None,
    only: Annotated[
        list[str] | None,
        typer.Option("--only", metavar="COLUMN=VALUE", help="Which lines to use, if an area and time have several."),
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
