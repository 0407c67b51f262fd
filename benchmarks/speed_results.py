"""The page of results: the table of targets, what was measured, where the time goes, and a plot.

In: records of one state of the code. Out: a Markdown file, and beside it `results.svg`.
"""

from __future__ import annotations

import statistics
from collections.abc import Iterator, Sequence
from pathlib import Path

import altair as alt
import vl_convert
from lines import Sizes
from machine import machine, versions
from records import Record, Spread
from synthetic_book import Book
from targets import MIB, rows

_PACKAGES = ("papermill", "great-expectations", "jupyter-book", "ipykernel", "altair", "vl-convert-python", "pandas")
_NAMES = {
    "trustbook": "trustbook report",
    "plain": "plain tools, a book a period",
    "plain, one book": "plain tools, one book over all periods",
}
_CHAPTERS = {Book.TINY: "one chapter", Book.SMALL: "three chapters", Book.FULL: "all chapters of the project"}
_COLOURS = ("#12436D", "#A285D1", "#F46A25")
HEAD = """\
# How fast: `trustbook report` beside plain tools

Written by `make bench`. {machine}. {packages}. State of the code: `{code}`, measured from {first} to {last}.

The book is {book}. Plain is a script of one step after another: for each period Great Expectations over the period's
files with the suites' own rules that need nothing of ours, Papermill's command line for each notebook, and
`jupyter-book build` with the same settings and extension, so that the pages say the same. Outputs of chapters and texts
of pages are compared after each pair of runs, and a run that differs fails. Not compared, and made by ours alone: the
pages on data quality, tie-out and data to take away, the tie-out itself, the data in three formats, the site around
the editions; and the gate's other rules, reconciliations and plausibility. Cold means nothing kept and no process
running; the disk's cache is warm for both. Ours uses both cores, plain one at a time, as its tools do.

Those compared take turns, the last first in every other round; ratios are taken round by round. Figures are medians,
with the lowest and the highest in brackets. The machine was shared: seconds of processor (all processes) stand beside
seconds of wall. The load just before a run was {load}.

## The targets

| work | target | by wall | by processor | rounds | |
|---|---|---|---|--:|---|
"""


def write(records: Sequence[Record], sizes: Sizes, page: Path) -> None:
    """Write the page, and the plot beside it where there is something to plot."""
    drawing = page.with_name("results.svg")
    svg = plot(records)
    if svg:
        drawing.write_text(svg, encoding="utf-8")
    page.write_text("\n".join(text(records, sizes, drawing.name if svg else None)) + "\n", encoding="utf-8")


def text(records: Sequence[Record], sizes: Sizes, drawing: str | None) -> Iterator[str]:
    """Give the page, block by block."""
    yield _head(records).rstrip("\n")
    for row in rows(records, sizes):
        yield f"| {row.work} | {row.target} | {row.measured} | {row.by_cpu} | {row.rounds or ''} | {row.verdict} |"
    cluster = "1 → 2 Dask workers; a worker killed every 10 s"
    yield f"| {cluster} | at least 1.6; at most its own jobs | measured by `benchmarks/cluster.py` |  |  |  |"
    if drawing:
        yield f"\n![Seconds against the number of periods]({drawing})"
    yield "\n## Where the seconds go, one period, cold\n"
    yield "Seconds of wall by what the command says and when.\n"
    for who in _NAMES:
        yield from _parts(records, who)
    yield from _floor(records)
    yield "\n## All that was measured\n"
    yield "| line | who | periods | rounds | seconds | processor seconds | peak memory, MiB |"
    yield "|---|---|--:|--:|--:|--:|--:|"
    for line, who, size in dict.fromkeys((each.line, each.who, each.size) for each in records):
        these = [each for each in records if (each.line, each.who, each.size) == (line, who, size)]
        took = Spread.of([each.seconds for each in these]).written(2)
        used = Spread.of([each.cpu for each in these]).written(2)
        held = Spread.of([each.peak / MIB for each in these]).written(0)
        yield f"| {line} | {who} | {size} | {len(these)} | {took} | {used} | {held} |"


def _head(records: Sequence[Record]) -> str:
    size, _, whose = records[0].book.partition(" ")
    returns = "the project's own returns" if whose == "own" else "SYNTHETIC returns (`benchmarks/synthetic.py`)"
    return HEAD.format(
        machine=machine(),
        packages=versions(_PACKAGES),
        code=records[0].code,
        first=min(each.at for each in records),
        last=max(each.at for each in records),
        book=f"of {_CHAPTERS[Book(size)]} (`{size}`), over {returns}",
        load=Spread.of([each.load for each in records]).written(1),
    )


def _parts(records: Sequence[Record], who: str) -> Iterator[str]:
    these = [each for each in records if (each.line, each.who, each.size) == ("periods", who, 1)]
    if these:
        named = these[0].parts
        parts = ", ".join(f"{name} {statistics.median(each.parts[name] for each in these):.2f}" for name in named)
        yield f"- {_NAMES[who]}: {parts}"


def _floor(records: Sequence[Record]) -> Iterator[str]:
    these = [each for each in records if each.line == "floor"]
    if these:
        parts = {
            name: statistics.median(each.parts[name] for each in these) for name in ("imports", "work", "work again")
        }
        yield (
            f"- the floor, in one process: imports {parts['imports']:.2f}, analysis and charts {parts['work']:.2f}, "
            f"the same a second time {parts['work again']:.2f}"
        )


def plot(records: Sequence[Record]) -> str | None:
    """Draw wall against the number of periods: a point a measurement, a line through the medians; None without two."""
    points = [
        {"periods": each.size, "seconds": each.seconds, "who": _NAMES[each.who]}
        for each in records
        if each.line == "periods"
    ]
    if len({each["periods"] for each in points}) < 2:
        return None
    names = list(_NAMES.values())
    legend = alt.Legend(orient="top", labelLimit=0, columns=1)
    who = alt.Color("who:N", scale=alt.Scale(domain=names, range=list(_COLOURS)), title=None, legend=legend)
    base = alt.Chart(alt.InlineData(values=points)).encode(
        x=alt.X("periods:Q", title="periods in one run", axis=alt.Axis(tickMinStep=1, format="d")),
        color=who,
        shape=alt.Shape("who:N", scale=alt.Scale(domain=names), title=None, legend=legend),
    )
    dots = base.mark_point(filled=True, size=50).encode(y=alt.Y("seconds:Q", title="seconds of wall"))
    lines = base.mark_line().encode(y="median(seconds):Q", shape=alt.Undefined)
    chart = (lines + dots).properties(width=560, height=320, title="Seconds from nothing to a site")
    return str(vl_convert.vegalite_to_svg(chart.to_dict(), allowed_base_urls=[]))
