"""Make the forecast of a draft: the lines of the budget, or the summary groups of each period, and their totals.

In: a recognised table. Out: rows of `forecast`, `adjustments`, `controls` and `claims`, and what is left out.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from trustbook.core.characters import excerpt
from trustbook.core.formatting import slug
from trustbook.ingest.headings_of_columns import other_period
from trustbook.ingest.lines import Lines
from trustbook.ingest.model import Draft, Known, Why
from trustbook.ingest.names import Match, has_phrase, is_phrase
from trustbook.ingest.naming import one_of, remembered
from trustbook.ingest.recognise import Recognised
from trustbook.ingest.recognition import Recognition
from trustbook.ingest.rows import add_claim, add_control, leave_out_line, new_row
from trustbook.papers.model import Refusal

FORECAST, ADJUSTMENTS, CONTROLS, CLAIMS = "forecast", "adjustments", "controls", "claims"
_VARIANCE, _AMOUNT, _MOVEMENT = "variance_gbp_k", "amount_gbp_k", "movement_gbp_k"
_PREVIOUS = "previous_variance_gbp_k"
_NONE = Match(None)


def budget_lines(
    found: Recognised, draft: Draft, known: Known, recognition: Recognition, refusals: Sequence[Refusal]
) -> Lines:
    """Add the lines of the budget, and the totals below them."""
    of = {name: column for name, column in found.columns.of.items() if name.endswith("_gbp_k")}
    lines = Lines(found, recognition, refusals, of)
    rows = found.table.rows
    names = {}
    for row, line in enumerate(rows):
        if line.cells and row not in lines.totals:
            names[row] = one_of(line.label, known.headings, FORECAST, recognition)
    twice = {name for name, count in Counter(each.name for each in names.values()).items() if name and count > 1}
    for row, heading in names.items():
        if heading.name is None or heading.name in twice:
            why = heading.why if heading.name is None else f"another line is {heading.name} too"
            leave_out_line(draft, found, row, why)
            continue
        made = new_row(found, known, {"level": "heading", "heading": heading.name}, row)
        taken = [lines.take(draft, row, name, made, heading.name) for name in of]
        if made.cells.get(_PREVIOUS):
            before = other_period(of[_PREVIOUS].heading, known.period)
            made.cells["previous_period"] = str(before or "")
        if made.cells.get(_VARIANCE):
            draft.of(known.period).rows(FORECAST).append(made)
        elif any(value is not None for value in taken):
            draft.leave_out(
                Why.REFUSED, heading.name, "the whole line is left out: a line needs its variance", dataset=FORECAST
            )
    for name in known.headings:
        if name not in {each.name for each in names.values()}:
            why = "no line of the paper is called so"
            draft.leave_out(Why.NOT_MAPPED, name, why, place=found.locator, dataset=FORECAST)
    _totals(found, lines, draft, known)
    return lines


def _totals(found: Recognised, lines: Lines, draft: Draft, known: Known) -> None:
    for row in lines.totals:
        label = found.table.rows[row].label
        footing = next((each for each in lines.footings if each.total == row), None)
        last = row == lines.totals[-1] and footing is not None and len(footing.parts) >= row - len(lines.totals) + 1
        if not last:
            leave_out_line(draft, found, row, "it is the total of a part of the lines")
            continue
        for name in lines.of:
            add_control(draft, known, lines, row, name, (FORECAST, name, "all"), label or "total")


def by_period(
    found: Recognised,
    draft: Draft,
    known: Known,
    recognition: Recognition,
    refusals: Sequence[Refusal],
    *,
    lines_of_own: bool,
) -> Lines:
    """Add the summary groups of each period, the amounts apart from them, the totals, and each figure as a claim.

    `lines_of_own`: the paper's own period has its lines in another table, so its groups here are totals of those.
    """
    of = {str(period): column for period, column in found.periods.items()}
    lines = Lines(found, recognition, refusals, of)
    groups = known.groups or [*dict.fromkeys(known.headings.values())]
    rows = found.table.rows
    names = {row: one_of(line.label, groups, FORECAST, recognition) for row, line in enumerate(rows) if line.cells}
    twice = {name for name, count in Counter(each.name for each in names.values()).items() if name and count > 1}
    kinds = {
        row: kind_of(line.label, recognition) for row, line in enumerate(rows) if names.get(row, _NONE).name is None
    }
    doubled = {kind for kind, count in Counter(kinds.values()).items() if kind and count > 1}
    totals = 0
    complete = True
    for row, line in enumerate(rows):
        if not line.cells:
            if kind_of(line.label, recognition) or one_of(line.label, groups, FORECAST, recognition).name:
                leave_out_line(draft, found, row, "it has no figure")
            continue
        if row in lines.totals:
            _total_of_periods(draft, known, lines, row, totals, complete=complete)
            totals += 1
            continue
        name = names[row].name
        if name is not None and name not in twice and totals == 0:
            _group(draft, known, lines, row, name, lines_of_own=lines_of_own)
            continue
        kind = kinds.get(row)
        if kind is not None and kind not in doubled:
            _apart(draft, known, recognition, lines, row, kind)
            continue
        complete = False
        why = f"another line is {name} too" if name in twice else names[row].why or "it stands below a total"
        leave_out_line(draft, found, row, f"another line is of the kind {kind} too" if kind else why)
    for column in found.table.columns:
        if column not in found.periods.values() and column not in found.columns.comments:
            draft.leave_out(
                Why.NOT_MAPPED, f"column '{excerpt(column.heading)}'", "it is no period up to that of the paper",
                place=found.locator, dataset=FORECAST,
            )  # fmt: skip
    return lines


def _group(draft: Draft, known: Known, lines: Lines, row: int, name: str, *, lines_of_own: bool) -> None:
    for period in lines.found.periods:
        what = f"{name}, {period}"
        if period == known.period and lines_of_own:
            add_control(draft, known, lines, row, str(period), (FORECAST, _VARIANCE, f"group={name}"), what)
        else:
            made = new_row(lines.found, known, {"level": "group", "heading": name}, row)
            if lines.take(draft, row, str(period), made, what, column=_VARIANCE) is not None:
                draft.of(period).rows(FORECAST).append(made)
        add_claim(
            draft, known, lines, row, period, f"forecast.group_variance.{slug(name)}", f"Variance of the group: {name}"
        )


def _apart(draft: Draft, known: Known, recognition: Recognition, lines: Lines, row: int, kind: str) -> None:
    label = lines.found.table.rows[row].label
    item = item_of(label, kind, known, recognition)
    for period in lines.found.periods:
        made = new_row(lines.found, known, {"item": item, "kind": kind}, row)
        if lines.take(draft, row, str(period), made, f"{item}, {period}", column=_AMOUNT) is not None:
            draft.of(period).rows(ADJUSTMENTS).append(made)
        add_claim(draft, known, lines, row, period, f"forecast.{kind}", item)


def _total_of_periods(draft: Draft, known: Known, lines: Lines, row: int, number: int, *, complete: bool) -> None:
    label = lines.found.table.rows[row].label
    known_totals: Sequence[tuple[str, str, str, str]] = (
        (FORECAST, _VARIANCE, "forecast.variance", "Variance"),
        ("position", "pressure_gbp_k", "forecast.pressure", "Pressure"),
    )
    if number >= len(known_totals) or not complete:
        why = "a line above it is not mapped" if not complete else "nothing says which total it is"
        leave_out_line(draft, lines.found, row, why)
        return
    dataset, column, metric, words = known_totals[number]
    for period in lines.found.periods:
        add_control(
            draft, known, lines, row, str(period), (dataset, column, "all"), f"{label or 'total'}, {period}", period
        )
        add_claim(draft, known, lines, row, period, metric, words)


def amounts_not_in_forecast(
    found: Recognised, draft: Draft, known: Known, recognition: Recognition, refusals: Sequence[Refusal]
) -> Lines:
    """Add the amounts that the forecast leaves out, their total, and the cost to those who pay."""
    kind = found.kind
    lines = Lines(found, recognition, refusals, {_AMOUNT: found.columns.of[_AMOUNT]})
    below = False
    for row, line in enumerate(found.table.rows):
        if kind is not None and is_phrase(line.label, kind.below):
            below = True
        elif not line.cells:
            if below and line.label.strip():
                leave_out_line(draft, found, row, "it has no figure")
        elif has_phrase(line.label, recognition.positions.get("call_gbp_k", ())):
            add_control(draft, known, lines, row, _AMOUNT, ("position", "call_gbp_k", "all"), line.label)
        elif row in lines.totals and below:
            footing = next((each for each in lines.footings if each.total == row), None)
            if footing is not None and footing.checked > 0:
                scope = (ADJUSTMENTS, _AMOUNT, "kind=not_in_forecast")
                add_control(draft, known, lines, row, _AMOUNT, scope, line.label)
            else:
                leave_out_line(draft, found, row, "the lines above it do not add up to it")
            below = False
        elif below:
            item = item_of(line.label, "not_in_forecast", known, recognition)
            made = new_row(found, known, {"item": item, "kind": "not_in_forecast"}, row)
            if lines.take(draft, row, _AMOUNT, made, item) is not None:
                draft.of(known.period).rows(ADJUSTMENTS).append(made)
        else:
            leave_out_line(draft, found, row, "it stands above the amounts that the forecast leaves out")
    return lines


def kind_of(label: str, recognition: Recognition) -> str | None:
    """Return the one kind of adjustment that a label names."""
    known = remembered(label, ADJUSTMENTS, recognition)
    labels = [label, *([known] if isinstance(known, str) else [])]
    kinds = [
        kind
        for kind, phrases in recognition.kinds_of_adjustment.items()
        if any(has_phrase(each, phrases) for each in labels)
    ]
    return kinds[0] if len(kinds) == 1 else None


def item_of(label: str, kind: str, known: Known, recognition: Recognition) -> str:
    """Return what the returns call an amount: remembered, or of the last return, or else as the paper does."""
    names = [row.get("item", "") for row in known.last.get(ADJUSTMENTS, ()) if row.get("kind") == kind]
    return one_of(label, [name for name in names if name], ADJUSTMENTS, recognition).name or " ".join(label.split())
