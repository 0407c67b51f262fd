"""Write the chapter that compares the trust's areas with all authorities.

In: `Compared`, or None. Out: text, tables.
"""

from __future__ import annotations

import pandas as pd

from trustbook.chapters.compare import analysis
from trustbook.chapters.compare.analysis import Compared, Path, PublishedFigure, Standing
from trustbook.components.absent import AT_ALL, nothing_to_show
from trustbook.components.page import News, Text, bullets, say
from trustbook.components.tables import Column, PageTable, table
from trustbook.config.settings import ComparedMeasure
from trustbook.config.words import words
from trustbook.core.formatting import NOT_REPORTED, counted, listing, uncapitalised, when
from trustbook.core.markup import strong
from trustbook.core.units import write
from trustbook.data.conventions import SYMBOLS
from trustbook.data.period_data import PeriodData
from trustbook.data.publication import Publication

QUARTERS = {1: "best quarter", 2: "second best quarter", 3: "second worst quarter", 4: "worst quarter"}
_ARROWS = {1: "↑ up", -1: "↓ down", 0: "→ unchanged"}
_WORST, _BEST = 4, 1


def answer(compared: Compared | None, data: PeriodData) -> Text:
    """Open the chapter: in how many measures the area is in the worst quarter, and its rank in each."""
    if compared is None:
        return nothing_to_show(
            f"We have no published statistics for {words().the_body}'s areas, so there is nothing to compare.", AT_ALL
        )
    standings = [path.now for path in compared.current if path.now]
    ranked = [each for each in standings if each.quarter is not None]
    if not ranked:
        return say(
            strong(
                f"No figures that compare {words().the_body}'s areas had been published by "
                f"{when(data.edition_day.isoformat())}, the day of this report."
            )
        )
    worst = [each for each in ranked if each.quarter == _WORST]
    best = [each for each in ranked if each.quarter == _BEST]
    led = worst or best or ranked
    which = "worst" if worst else "best" if best else None
    areas = list(dict.fromkeys(path.area for path in compared.current))
    among = f"the {which} quarter" if which else "neither the best nor the worst quarter"
    named = ": " + listing([uncapitalised(each.measure.label) for each in led]) if which else ""
    return say(
        strong(
            f"{listing(areas)} {'is' if len(areas) == 1 else 'are'} in {among} of all authorities by "
            f"{len(led)} of {counted(len(ranked), 'published measure')}{_of_times(ranked)}{named}."
        ),
        "Rank 1 is the best.",
        bullets([_measure_in_words(path.now, path) for path in compared.current if path.now and path.now.rank]),
    )


def _measure_in_words(now: Standing, path: Path) -> str:
    country = "".join(f" ({each.area} {_cell(each, path.measure)})" for each in path.at(now.figure.time)[-1:])
    return f"{path.measure.label}: {_cell(now.figure, path.measure)}{country}, rank {now.rank} of {now.of}."


def _cell(figure: PublishedFigure | None, measure: ComparedMeasure) -> str:
    """Write a figure in its unit, its symbol in words, or that there is none."""
    if figure is None:
        return NOT_REPORTED
    if figure.value is None:
        return SYMBOLS.get(figure.symbol or "", NOT_REPORTED)
    return write(figure.value, measure.unit, 1)


def place(standing: Standing) -> str:
    """Write the rank, and how many others share it."""
    shared = f" (with {counted(standing.equal, 'other')})" if standing.rank is not None and standing.equal else ""
    return f"{_rank(standing)}{shared}"


def _rank(standing: Standing) -> str:
    return "no rank" if standing.rank is None else f"{standing.rank} of {standing.of}"


def trend(path: Path) -> str:
    """Write an arrow, what it means, and since when."""
    change, before = path.change(), path.before
    if change is None or before is None:
        return "no figure to compare"
    sign = (change > 0) - (change < 0)
    worse = (change > 0) == (path.measure.high_is == "worse")
    meaning = f", {'worse' if worse else 'better'}" if sign else ""
    return f"{_ARROWS[sign]} since {before.figure.time} ({_cell(before.figure, path.measure)}){meaning}"


def _of_times(ranked: list[Standing]) -> str:
    """Write ` for 2023`: the time that the figures are of, if they are of one."""
    times = {each.figure.time for each in ranked}
    return f" for {times.pop()}" if len(times) == 1 else ""


def standings(compared: Compared | None) -> PageTable | None:
    """Show each measure with its rank, quarter and trend, and the figures of region, neighbours and country."""
    if compared is None or not compared.current:
        return None
    rows, others = [], dict[str, None]()
    several = len({path.area for path in compared.current}) > 1
    for path in compared.current:
        now = path.now
        if now is None:
            continue
        comparators = {each.area: _cell(each, path.measure) for each in path.at(now.figure.time)}
        others |= dict.fromkeys(comparators)
        rows.append(
            {
                "measure": f"{path.measure.label}, {path.area}" if several else path.measure.label,
                "figure": f"{_cell(now.figure, path.measure)} ({now.figure.time})",
                "rank": place(now),
                "quarter": QUARTERS[now.quarter] if now.quarter else "none",
                "trend": trend(path),
            }
            | comparators
        )
    columns = [
        Column("measure", "Measure"),
        Column("figure", "Figure"),
        Column("rank", "Rank, 1 is best"),
        Column("quarter", "Quarter"),
        Column("trend", "Trend"),
        *(Column(name, name) for name in others),
    ]
    return table(pd.DataFrame(rows), columns, f"Where {words().the_body}'s area stands among all authorities")


def reading(compared: Compared | None) -> Text | None:
    """Say what the ranks count and leave out, and what the area is compared with."""
    if compared is None or not compared.current:
        return None
    left_out = sorted({path.now.without for path in compared.current if path.now})
    most = left_out[-1]
    return say(
        *(
            f"{'A low' if high_is == 'worse' else 'A high'} figure is better for {listing(labels)}."
            for high_is in ("worse", "better")
            if (labels := _labels(compared, high_is))
        ),
        "Authorities with the same figure share the better rank, and a joint return counts as one authority. "
        + (
            f"Up to {counted(most, 'authority has', 'authorities have')} a symbol and no figure, and so no rank."
            if most
            else "Every authority has a figure."
        ),
        "We do not show statistical neighbours, because no paper or file that we have names them."
        if compared.neighbours is None
        else f"The statistical neighbours are those named by {compared.neighbours}.",
        _not_known(compared),
    )


def _not_known(compared: Compared) -> str | None:
    """Say which times were not known on the edition's day."""
    groups = ((compared.since, Publication.SINCE), (compared.not_dated, Publication.NOT_DATED))
    later = [f"{listing(times)} ({published})" for times, published in groups if times]
    if not later:
        return None
    return (
        f"This report uses what had been published by {when(compared.day.isoformat())}. "
        f"Only the table of years has the figures for {listing(later)}."
    )


def _labels(compared: Compared, high_is: str) -> list[str]:
    labels = (uncapitalised(path.measure.label) for path in compared.current if path.measure.high_is == high_is)
    return list(dict.fromkeys(labels))


def years(compared: Compared | None) -> PageTable | None:
    """Show the rank by each measure at every time on file, and whether the edition could know it."""
    if compared is None:
        return None
    labels = {path.measure.name: path.measure.label for path in compared.paths}
    rows: dict[tuple[str, str], dict[str, str]] = {}
    for path in compared.paths:
        for each in path.standings:
            since = "" if each.figure.known else f", {each.figure.published}"
            row = rows.setdefault((each.figure.time, path.area), {"time": f"{each.figure.time}{since}", "note": ""})
            row[path.measure.name] = f"{_rank(each)}, {_cell(each.figure, path.measure)}"
    for area in dict.fromkeys(path.area for path in compared.paths):
        rows[min(key for key in rows if key[1] == area)]["note"] = f"From here on: {area}."
    columns = [Column("time", "Year"), *(Column(name, label) for name, label in labels.items())]
    frame = pd.DataFrame([rows[key] for key in sorted(rows)])
    return table(frame, columns, "Rank and figure by year, 1 is best", notes="note")


def news(data: PeriodData) -> News | None:
    """Write the chapter's line for the front page, if a rank was known."""
    compared = analysis.analyse(data)
    if compared is None or not any(path.now and path.now.rank for path in compared.current):
        return None
    return News("Compared with other authorities", answer(compared, data).paragraphs[0])
