"""Draw the charts of the years. In: `Years` and the data of its period. Out: charts, each with its table."""

from __future__ import annotations

import pandas as pd

from trustbook.chapters.years.analysis import Years
from trustbook.chapters.years.prose import amount
from trustbook.chapters.years.prose import share as in_per_cent
from trustbook.components.charts.chart import Chart, figure
from trustbook.components.charts.panels import panels
from trustbook.components.charts.rows import Row, bars
from trustbook.components.charts.source import published, sources, titles
from trustbook.components.tables import Column, PageTable, table
from trustbook.config.words import words
from trustbook.core.amounts_in_prose import above_or_below
from trustbook.core.formatting import Absence, bare_millions, capitalised, financial_year, in_words, millions, percent
from trustbook.core.units import in_millions
from trustbook.data.period_data import PeriodData


def _series() -> tuple[tuple[str, str], ...]:
    budget = f"{capitalised(words().budget_of_any_year)}, £m"
    return (("sum_gbp", budget), ("over_gbp", "Above it, £m"), ("share", "Above it, % of the sum"))


def _title(own: pd.DataFrame, data: PeriodData) -> str:
    """Say how far this year is from its sum; what other years were is in the table alone."""
    if own.empty:
        return "What was agreed, and the amount above it"
    share, places = float(own["share"].iloc[0]), int(own["share_decimals"].iloc[0])
    verb = data.status.choose("This year is forecast", "This year ended")
    return f"{verb} {in_per_cent(share, places)} {'above' if share >= 0 else 'below'} its {words().budget}"


def years(found: Years, data: PeriodData) -> Chart | None:
    """Draw each year's sum and the amount above it, as known then, or nothing for a single year."""
    frame = found.years[found.years["sum_gbp"].notna() & (found.years["later"] == "")]
    known = frame[frame["share"].notna()]
    if len(known) <= 1:
        return None
    codes, series = list(frame["year"]), _series()
    frame = frame.assign(year=[financial_year(str(code)) for code in frame["year"]])
    long = pd.DataFrame(
        [
            {"series": name, "period": row["year"], "amount": _amount(column, row), "label": _label(column, row)}
            for column, name in series
            for _, row in frame.iterrows()
            if not pd.isna(row[column])
        ]
    )
    own = known[known["year"] == data.period.year_code]
    shown = frame.assign(
        absent=[Absence.NOT_APPLICABLE if str(code) > data.period.year_code else Absence.NOT_REPORTED for code in codes]
    )
    title = _title(own, data)
    return figure(
        panels(long, own_scale=(series[-1][1],), newest=financial_year(data.period.year_code)),
        name="year-by-year",
        period=data.period,
        title=title,
        subtitle=f"{capitalised(words().budget_of_any_year)} and the amount above it, £m and %, this year at "
        f"{data.period.label}. The years are measured differently, so do not compare them. The amounts "
        "have one scale from zero, the percentages their own",
        source=_both(data, ("contract_sums", "outturns"), ("forecast", "adjustments")),
        description=_in_words(frame),
        table=table(
            shown,
            [
                Column("year", "Year"),
                Column("sum_gbp", capitalised(words().budget_of_any_year), "gbp_m", places="sum_decimals"),
                Column("over_gbp", "Above it", "gbp_m", places="over_decimals"),
                Column("share", "Above it", "share", places="share_decimals"),
            ],
            title,
            absent="absent",
        ),
    )


def _in_words(frame: pd.DataFrame) -> str:
    """Describe the bars: the years, the first and the last sum, and the year with the most above its sum."""
    sums, over = frame, frame[frame["over_gbp"].notna()].astype({"over_gbp": int})
    first, last, most = sums.iloc[0], sums.iloc[-1], over.loc[over["over_gbp"].idxmax()]
    ends = [amount(int(row["sum_gbp"]), int(row["sum_decimals"])) for row in (first, last)]
    pounds = int(most["over_gbp"])
    above = "above" if pounds >= 0 else "below"
    return (
        f"Three panels of bars, one bar a year: the sum, the amount above it, and that amount in per cent. The sum is "
        f"{ends[0]} in {first['year']} and {ends[1]} in {last['year']}. The most above a sum is in {most['year']}: "
        f"{amount(pounds, int(most['over_decimals']))} {above} it."
    )


def _amount(column: str, row: pd.Series[object]) -> float:
    value = float(str(row[column]))
    return value * 100 if column == "share" else in_millions(value)


def _label(column: str, row: pd.Series[object]) -> str:
    value, places = float(str(row[column])), int(str(row[f"{column.removesuffix('_gbp')}_decimals"]))
    return percent(value, places) if column == "share" else bare_millions(round(value), places=places)


def services(found: Years, data: PeriodData) -> Chart | None:
    """Draw each service's share of the budget, or nothing if no paper divides it."""
    frame = found.services.sort_values("share", ascending=False, kind="stable")
    if frame.empty:
        return None
    rows = [Row(str(row.service), percent(row.share, 0), float(str(row.share)) * 100) for row in frame.itertuples()]
    year = financial_year(str(frame["year"].iloc[0]))
    title = f"{rows[0].name} took {rows[0].figure} of the {year} budget"
    return figure(
        bars(rows, whole=100, strong={rows[0].name}),
        name="budget-by-service",
        period=data.period,
        title=title,
        subtitle=f"Share of the budget by service, %, {year}, the newest we have at {data.period.label}. "
        "The pale bar is the whole budget",
        source=_papers(data, "budget_share"),
        description=f"{capitalised(in_words(len(rows)))} bars, each a part of the whole budget, from {rows[0].name} at "
        f"{rows[0].figure} to {rows[-1].name} at {rows[-1].figure}.",
        table=table(
            frame, [Column("service", "Service"), Column("share", "Share of the budget", "stated_share")], title
        ),
    )


def _papers(data: PeriodData, measure: str) -> tuple[str, ...]:
    """List the papers behind one measure of other years and places."""
    figures = data.reference.comparators
    own = (figures["measure"] == measure) & (figures["body"] == data.settings.trust.name)
    return titles(data, [figures.loc[own, "source_id"]])


def _both(data: PeriodData, reference: tuple[str, ...], own: tuple[str, ...]) -> tuple[str, ...]:
    """List the papers behind reference datasets, and then those behind the period's, each once."""
    return tuple(dict.fromkeys((*published(data, *reference), *sources(data, *own))))


def headings(found: Years, data: PeriodData) -> Chart | None:
    """Draw each heading's part of what is forecast to be spent, or nothing if the return has no headings."""
    frame = found.headings
    if frame.empty:
        return None
    rows = [
        Row(str(row.heading), percent(row.outturn_share), float(str(row.outturn_share)) * 100)
        for row in frame.itertuples()
    ]
    spending = data.status.choose("forecast spending", "spending")
    title = f"{rows[0].name}: {percent(float(str(frame['outturn_share'].iloc[0])), 0)} of the {spending}"
    return figure(
        bars(rows, strong={rows[0].name}),
        name="spending-by-line",
        period=data.period,
        title=title,
        subtitle=f"Share of the projected outturn by {words().line}, %, {data.period.label}. Below zero is income",
        source=sources(data, "forecast"),
        description=f"{capitalised(in_words(len(rows)))} bars from zero, the longest first, from {rows[0].name} at "
        f"{rows[0].figure} to {rows[-1].name} at {rows[-1].figure}.",
        table=table(
            frame,
            [
                Column("heading", capitalised(words().line)),
                Column("sum_gbp", capitalised(words().budget), "gbp_k"),
                Column("sum_share", "Share of it", "share"),
                Column("outturn_gbp", "Projected outturn", "gbp_k"),
                Column("outturn_share", "Share of it", "share"),
            ],
            title,
            {
                "heading": "Total",
                "sum_gbp": frame["sum_gbp"].sum(),
                "sum_share": 1,
                "outturn_gbp": frame["outturn_gbp"].sum(),
                "outturn_share": 1,
            },
        ),
    )


def drivers(found: Years, data: PeriodData) -> Chart | None:
    """Draw the variance of each driver that the return shows, or nothing if it shows none."""
    frame = found.drivers[found.drivers["variance_gbp"].notna()]
    if frame.empty:
        return None
    variances = {str(row.driver): int(str(row.variance_gbp)) for row in frame.itertuples()}
    rows = [
        Row(str(row.driver), millions(int(str(row.variance_gbp))), in_millions(int(str(row.variance_gbp))))
        for row in frame.itertuples()
    ]
    largest = max(rows, key=lambda row: row.amount)
    if largest.amount < 0:
        largest = min(rows, key=lambda row: row.amount)
    title = f"{largest.name}: {_against(variances[largest.name])} budget"
    return figure(
        bars(rows, strong={largest.name}),
        name="drivers-named-earlier",
        period=data.period,
        title=title,
        subtitle=f"Variance of the {words().line} that shows each driver, £m, {data.period.label}",
        source=_both(data, ("cost_drivers",), ("forecast",)),
        description=f"{capitalised(in_words(len(rows)))} bars from zero, one for each driver that a {words().line} "
        f"shows. The longest is {largest.name}, {_against(variances[largest.name])} budget.",
        table=_table_of_drivers(found, data, title),
    )


def _table_of_drivers(found: Years, data: PeriodData, title: str) -> PageTable:
    """Show each driver's budget, forecast cost and variance, and why it has none."""
    frame = found.drivers.assign(
        note=[f"{row.basis}. {row.later}".strip() for row in found.drivers.itertuples()],
        heading=found.drivers["heading"].fillna("none by itself"),
        absent=[Absence.NOT_APPLICABLE if pd.isna(name) else data.absence() for name in found.drivers["heading"]],
    )
    return table(
        frame,
        [
            Column("driver", "Driver"),
            Column("heading", capitalised(words().line)),
            Column("sum_gbp", capitalised(found.position.revised_name), "gbp_m"),
            Column("outturn_gbp", "Projected outturn", "gbp_m"),
            Column("variance_gbp", "Variance", "gbp_m_signed"),
            Column("over", "Variance as a share of its sum", "share"),
        ],
        title,
        notes="note",
        absent="absent",
    )


def _against(pounds: int) -> str:
    return above_or_below(pounds) if pounds else "on"
