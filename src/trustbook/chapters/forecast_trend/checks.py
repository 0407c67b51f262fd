"""Check what was spent so far: its lines are those of the forecast, and its figures can be of the same year.

In: the frames of a return, and those of the earlier returns of its year. Out: `Reconciliation`s; whole pounds.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from trustbook.chapters.forecast_trend.datasets import ACTUALS
from trustbook.checks.line_movements import THOUSANDFOLD
from trustbook.checks.reconciliation_table import Frames, Reconciliation, doubt, refusal
from trustbook.config.words import words
from trustbook.core.formatting import counted, listing, thousands
from trustbook.core.lookalikes import bracketed_difference
from trustbook.data.forecast_lines import SUBTOTAL
from trustbook.position import pounds_of

_AMOUNTS = {
    "to_date": "what was spent so far",
    "committed": "what is committed",
    "profile": "the budget planned by now",
}


@dataclass(frozen=True)
class _Line:
    """One line, with what the forecast says of it; whole pounds."""

    line: int
    name: str
    to_date: int | None
    committed: int | None
    profile: int | None
    budget: int | None
    outturn: int | None


def reconciliations(now: Frames) -> Iterator[Reconciliation]:
    """Declare that each line is one of the forecast, and doubt figures that do not fit its budget or its outturn."""
    yield from _unknown_lines(now)
    lines, months = list(_lines(now)), now.period.year_end - now.period
    for each in lines:
        yield from _sign(now, each)
        if _unlike(each.to_date, each.outturn):
            yield doubt(
                now,
                ACTUALS.name,
                f"{each.name}: {thousands(each.to_date)} is spent so far and the projected outturn is "
                f"{thousands(each.outturn)}: one may be in £m or in pounds, where the other is in £k",
                "both in thousands of pounds",
                rule="plausible.spent_another_unit",
                line=each.line,
                column="to_date_gbp_k",
            )
        elif months:
            yield from _beyond_outturn(now, each, months)
    if months:
        yield from _profile_of_year(now, lines, months)


def between_returns(now: Frames, earlier: Sequence[Frames]) -> Iterator[Reconciliation]:
    """Doubt that less was spent on a line that is a cost than an earlier return of the year says."""
    before: dict[str, tuple[int, str]] = {}
    for made in earlier:
        spent = {each.name: each.to_date for each in _lines(made)}
        when = made.period.seen_from(now.period)
        before |= {name: (amount, when) for name, amount in spent.items() if amount is not None}
    for each in _lines(now):
        amount, when = before.get(each.name, (0, ""))
        is_cost = amount > 0 and (each.outturn is None or each.outturn > 0)
        if is_cost and each.to_date is not None and each.to_date < amount and not _has_other_sign(each, each.to_date):
            yield doubt(
                now,
                ACTUALS.name,
                f"{each.name}: {thousands(each.to_date)} is spent so far, and in {when} it was {thousands(amount)} "
                "already",
                "as much as before or more, unless costs were moved or income came in",
                rule="plausible.spent_fell",
                line=each.line,
                column="to_date_gbp_k",
            )


def _unknown_lines(now: Frames) -> Iterator[Reconciliation]:
    rows, forecast = now.get(ACTUALS.name, "heading"), now.with_subtotals()
    if rows is None or forecast is None or not {"level", "heading"} <= set(forecast.columns):
        return
    subtotals = set(forecast.loc[forecast["level"] == SUBTOTAL, "heading"].dropna())
    known = [str(name) for name in forecast.loc[forecast["level"] != SUBTOTAL, "heading"].dropna()]
    refused = {problem.line for problem in now.tables[ACTUALS.name].problems if problem.column == "heading"}
    for line, name in rows["heading"].dropna().items():
        if name in known or line in refused:
            continue
        sentence = f"the forecast has no line '{name}'{bracketed_difference(str(name), known)}"
        mend = "Use the names of forecast.csv."
        if name in subtotals:
            sentence = f"'{name}' is a subtotal of the forecast, and would be counted twice"
            mend = "Leave the line out. The total of all lines can go into controls.csv."
        yield refusal(
            now,
            ACTUALS.name,
            sentence,
            f"one of: {', '.join(known)}",
            rule="actuals.heading",
            line=line,
            column="heading",
            mend=mend,
        )


def _lines(now: Frames) -> Iterator[_Line]:
    """Yield the lines that both the forecast and the spending have."""
    rows = now.get(ACTUALS.name, "heading", *(f"{name}_gbp" for name in _AMOUNTS))
    forecast = now.get("forecast", "heading", "revised_contract_sum_gbp", "projected_outturn_gbp")
    if rows is None or forecast is None:
        return
    of_forecast = forecast.dropna(subset=["heading"]).drop_duplicates("heading").set_index("heading")
    for line, row in rows.iterrows():
        if row["heading"] in of_forecast.index:
            known = of_forecast.loc[row["heading"]]
            yield _Line(
                line=int(str(line)),
                name=str(row["heading"]),
                to_date=pounds_of(row["to_date_gbp"]),
                committed=pounds_of(row["committed_gbp"]),
                profile=pounds_of(row["profile_gbp"]),
                budget=pounds_of(known["revised_contract_sum_gbp"]),
                outturn=pounds_of(known["projected_outturn_gbp"]),
            )


def _sign(now: Frames, each: _Line) -> Iterator[Reconciliation]:
    for name, called in _AMOUNTS.items():
        amount = getattr(each, name)
        if _has_other_sign(each, amount):
            yield doubt(
                now,
                ACTUALS.name,
                f"{each.name}: {called} is {thousands(amount)} and the projected outturn is {thousands(each.outturn)}, "
                "which has the other sign",
                "costs above zero and income below",
                rule="plausible.spent_other_sign",
                line=each.line,
                column=f"{name}_gbp_k",
            )


def _has_other_sign(each: _Line, amount: int | None) -> bool:
    """Say whether an amount has another sign than the outturn of its line."""
    return amount is not None and each.outturn is not None and amount * each.outturn < 0


def _unlike(one: int | None, other: int | None) -> bool:
    """Say whether two amounts are so far apart that one looks like another unit."""
    small, large = sorted((abs(one or 0), abs(other or 0)))
    return small > 0 and large >= THOUSANDFOLD * small


def _beyond_outturn(now: Frames, each: _Line, months: int) -> Iterator[Reconciliation]:
    if each.to_date is None or each.outturn is None or each.outturn <= 0:
        return
    forecast = f"the year is forecast to end at {thousands(each.outturn)}, with {counted(months, 'month')} to go"
    committed = max(0, each.committed or 0)
    if each.to_date > each.outturn:
        yield doubt(
            now,
            ACTUALS.name,
            f"{each.name}: {thousands(each.to_date)} is spent so far, and {forecast}",
            "no more spent than the whole year is forecast to cost, unless income is still to come",
            rule="plausible.spent_above_outturn",
            line=each.line,
            column="to_date_gbp_k",
        )
    elif each.to_date + committed > each.outturn:
        yield doubt(
            now,
            ACTUALS.name,
            f"{each.name}: {thousands(each.to_date)} spent and {thousands(committed)} committed make "
            f"{thousands(each.to_date + committed)}, and {forecast}",
            "no more spent and committed than the whole year is forecast to cost",
            rule="plausible.committed_above_outturn",
            line=each.line,
            column="committed_gbp_k",
        )


def _profile_of_year(now: Frames, lines: Sequence[_Line], months: int) -> Iterator[Reconciliation]:
    """Doubt a profile that is the budget of the whole year: once for the column if every line has it so."""
    both = [each for each in lines if each.profile is not None and each.budget]
    same = [each for each in both if each.profile == each.budget]
    whole = len(same) > 1 and len(same) == len(both)
    for each in same[:1] if whole else same:
        subject = f"on each of {counted(len(same), 'line')} ({listing([one.name for one in same])})" if whole else ""
        yield doubt(
            now,
            ACTUALS.name,
            f"{subject or f'{each.name}:'} the profile is the {words().budget} of the whole year"
            f"{'' if whole else f', {thousands(each.profile)}'}, with {counted(months, 'month')} to go",
            f"the part of the {words().budget} that was planned to be spent by now",
            rule="plausible.profile_of_whole_year",
            key="profile" if whole else "",
            line=None if whole else each.line,
            column="profile_gbp_k",
        )
