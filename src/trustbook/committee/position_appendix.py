"""Make the appendix on the forecast position: by line, by month, and what it costs the councils.

In: the figures of a period, its source. Out: an `Appendix` of tables in thousands of pounds, and charts. A cell
without a figure says whether that was not reported, or is not held.
"""

from __future__ import annotations

from collections.abc import Iterator

from trustbook.committee.figures import IN_THOUSANDS, Figures
from trustbook.committee.model import Appendix, Column, Paragraph, Row, Table
from trustbook.committee.months_table import months_table
from trustbook.committee.sources import Source
from trustbook.config.words import words
from trustbook.core.formatting import capitalised, slug
from trustbook.position import NOT_IN_FORECAST, PRESSURE, position

_NOT_ADDED = "incomplete"
_PRESSURE, _COST = "forecast.pressure", "council.call"


def position_appendix(figures: Figures, source: Source) -> Appendix:
    """Make Appendix A."""
    tables = [each for each in _tables(figures, source) if each.rows]
    pictures = [
        source.chart("forecast", "forecast", "pressure-in-layers"),
        source.chart("cost", "council", "from-variance-to-call"),
    ]
    name = source.data.settings.trust.name
    intro = (
        f"These are the figures of {name} for {source.label}, in thousands of pounds. A variance above nil is an "
        "overspend."
    )
    return Appendix(
        "A", "Forecast position", (Paragraph(intro),), tuple(tables), tuple(each for each in pictures if each)
    )


def _tables(figures: Figures, source: Source) -> Iterator[Table]:
    yield _by_heading(figures, source)
    yield _notes(source)
    yield months_table(figures, source)
    yield _cost(figures, source)
    yield _shares(figures, source)


def _by_heading(figures: Figures, source: Source) -> Table:
    """List the lines of the return with every amount that it gives of them."""
    forecast = source.data.current.forecast
    here = position(source.data.current, source.data.reference)
    changed = (
        []
        if here.single_budget
        else [("change_requests", "Change requests"), ("revised_contract_sum", words().revised)]
    )
    kinds = [
        ("contract_sum", here.original_name),
        *changed,
        ("projected_outturn", "Projected outturn"),
        ("variance", "Variance"),
        ("movement", "Movement in the return"),
    ]
    kinds = [(name, title) for name, title in kinds if forecast[f"{name}_gbp"].notna().any()]
    measures = {name: "variance_movement" if name == "movement" else name for name, _ in kinds}
    absent = source.data.absence().value
    rows = [
        Row((str(line), *(figures.cell(f"forecast.{measures[name]}.{slug(str(line))}") or absent for name, _ in kinds)))
        for line in forecast["heading"]
    ]
    totals = [figures.cell(f"forecast.{name}") if name != "movement" else "" for name, _ in kinds]
    totals = [cell or _NOT_ADDED for cell in totals]
    columns = [Column(capitalised(words().line)), *(Column(capitalised(title), is_amount=True) for _, title in kinds)]
    return Table(
        "position_by_heading",
        f"Forecast by {words().budget_line}, {source.label}, {IN_THOUSANDS}",
        tuple(columns),
        (*rows, Row(("Total", *totals), is_total=True)),
    )


def _notes(source: Source) -> Table:
    """Say what the return notes of its lines."""
    forecast = source.data.current.forecast
    noted = forecast[forecast["note"].fillna("").astype(str).str.strip() != ""]
    rows = tuple(
        Row((str(line), f"{str(note).rstrip('.')}."))
        for line, note in zip(noted["heading"], noted["note"], strict=True)
    )
    caption = f"What the return says of its {words().lines}"
    called = ("“The paper” in these notes is the return.",) if any("he paper" in row.cells[1] for row in rows) else ()
    return Table("notes_by_heading", caption, (Column(capitalised(words().line)), Column("Note")), rows, called)


def _cost(figures: Figures, source: Source) -> Table:
    """Show what the cost to the councils is made of."""
    here = position(source.data.current, source.data.reference)
    rows = [
        Row((layer.label, figures.cell(layer.metric))) for layer, amount in here.amounts(PRESSURE) if amount is not None
    ]
    several = len(rows) > 1
    if several and figures.has(_PRESSURE):
        rows.append(Row((figures.label(_PRESSURE), figures.cell(_PRESSURE)), is_total=True))
    if figures.has(_COST):
        rows += [Row((each.label, figures.cell(each.name))) for each in figures.below(NOT_IN_FORECAST.metric)]
        rows.append(Row((figures.label(NOT_IN_FORECAST.metric), figures.cell(NOT_IN_FORECAST.metric)), is_total=True))
        rows.append(Row((figures.label(_COST), figures.cell(_COST)), is_total=True))
    shown = tuple(rows) if several or figures.has(_COST) else ()
    caption = f"{capitalised(words().cost)}, {source.label}"
    return Table("cost_to_councils", caption, (Column("Item"), Column(IN_THOUSANDS, is_amount=True)), shown)


def _shares(figures: Figures, source: Source) -> Table:
    """Show what each council would pay, where several do."""
    councils = source.data.settings.councils
    rows: list[Row] = []
    if len(councils) > 1 and figures.has(_COST):
        rows = [
            Row(
                (
                    each.name,
                    figures.cell(f"council.share.{each.code}"),
                    figures.cell(f"{_COST}.{each.code}", to_the_pound=True),
                )
            )
            for each in councils
        ]
        rows.append(Row(("Total", "100%", figures.cell(_COST, to_the_pound=True)), is_total=True))
    columns = (Column("Council"), Column("Share", is_amount=True), Column("£", is_amount=True))
    caption = f"{capitalised(words().cost)} by {words().split}"
    return Table("council_shares", caption, columns, tuple(rows))
