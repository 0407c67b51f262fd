"""Write about nights and prices. In: `Nights`, or None if nothing was reported. Out: text and tables.

Counts of 1 to 4 are in no sentence and no table, nor is what would give them away (`small_counts.py`).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import pandas as pd

from trustbook.chapters.placements.budget_line import forecasts
from trustbook.chapters.placements.nights import Nights, Sums
from trustbook.chapters.placements.price_volume_mix import Decomposition
from trustbook.chapters.placements.small_counts import shown, written
from trustbook.components.absent import THIS_MONTH, no_figure
from trustbook.components.page import Text, say
from trustbook.components.tables import Column, PageTable, table
from trustbook.core.amounts_in_prose import money, up_or_down
from trustbook.core.formatting import (
    MINUS,
    Withheld,
    counted,
    in_pounds,
    in_words,
    listing,
    number,
)
from trustbook.core.markup import strong
from trustbook.core.period import Period
from trustbook.data.period_data import PeriodData

_TYPE = "Type of care"


def answer(found: Nights, data: PeriodData) -> Text:
    """Open with how many placements there are, and what a week of one costs."""
    if not found.kept_back.whole:
        return say(
            strong("The return has too few placements to show their number without risk of identifying a child.")
        )
    now, so_far = found.all_this_month, found.all_so_far
    week = "" if now.week_gbp is None else f", at an average of {in_pounds(round(now.week_gbp))} a week"
    first = f"There were {written(now.at_end)} placements at the end of {month_name(found.month)}{week}."
    months = found.activity.in_year_of(found.month)
    costs = None
    if now.cost_gbp is not None and so_far.cost_gbp is not None:
        costs = (
            f"The month's {number(now.nights)} nights (each is one child in a placement for one night) cost "
            f"{money(now.cost_gbp)}."
        )
        if len(months) > 1:
            costs += (
                f" The {in_words(len(months))} months that we have of {found.month.financial_year} "
                f"cost {money(so_far.cost_gbp)}."
            )
    return say(strong(first), costs, None if data.current.dataset("placements") is not None else forecasts(data))


def opening(found: Nights | None, data: PeriodData) -> Text | None:
    """Open the section, or say that the period has no such figures; its answer may be that of the whole chapter."""
    if found is None:
        return Text(say(no_figure(data.period, data.absence(), "nights and prices of placements")).blocks, THIS_MONTH)
    restated = found.activity.restated
    said = say(
        answer(found, data) if data.current.dataset("placements") is not None else None,
        f"The newest month in this return is {month_name(found.month)}." if found.month != found.period else None,
        f"A later return restated {counted(len(restated), 'month', 'months')}: {months_in_words(restated)}. "
        "The newest figures are used."
        if restated
        else None,
    )
    return said if said.blocks else None


def month_table(found: Nights) -> PageTable | None:
    """Show placements, nights, price and cost of the newest month by type."""
    return _sums_table(found, found.this_month, found.all_this_month, f"Placements in {month_name(found.month)}")


def year_table(found: Nights) -> PageTable | None:
    """Show the same for the months known of the year; None if the newest month is all of them."""
    months = found.activity.in_year_of(found.month)
    if len(months) < 2:
        return None
    caption = f"Nights and cost in the {in_words(len(months))} months that we have of {found.month.financial_year}"
    return _sums_table(found, found.year_so_far, found.all_so_far, caption)


def _sums_table(found: Nights, rows: Sequence[Sums], whole: Sums, caption: str) -> PageTable | None:
    if not found.kept_back.whole:
        return None
    frame = pd.DataFrame([_row(found, each) for each in rows], dtype="object")
    columns = [
        Column("name", _TYPE),
        Column("at_end", "At the end", "count"),
        Column("nights", "Nights", "count"),
        Column("week", "Average price a week", "gbp"),
        Column("cost", "Cost", "gbp"),
    ]
    return table(frame, columns, caption, _cells(whole))


def _row(found: Nights, each: Sums) -> dict[str, object]:
    if each.name not in found.kept_back.kept_back:
        return _cells(each)
    hidden: dict[str, object] = dict.fromkeys(("at_end", "nights", "week", "cost"), Withheld.HIDDEN)
    small = {"at_end": shown(each.at_end)} if each.name in found.kept_back.small else {}
    return {"name": each.name} | hidden | small


def _cells(each: Sums) -> dict[str, object]:
    return {
        "name": each.name,
        "at_end": shown(each.at_end),
        "nights": each.nights,
        "week": None if each.week_gbp is None else round(each.week_gbp),
        "cost": each.cost_gbp,
    }


def small_counts(found: Nights) -> Text | None:
    """Say once what is not shown, so that no child can be identified."""
    kept = found.kept_back if found.kept_back.small else found.kept_back_at_any_time
    if not kept.small or not found.kept_back.whole:
        return None
    companion = (
        f" {kept.companion} is not shown either, as the small counts could be worked out from it."
        if kept.companion
        else ""
    )
    return say(
        f"A count of 1 to 4 is shown as \u201c{Withheld.FEW}\u201d, without its nights, price and cost, "
        f"so that no child can be identified.{companion}"
    )


def changed(found: Nights) -> Text | None:
    """Say why a week of placements costs more or less than before."""
    if not found.changes or not found.kept_back_at_any_time.whole:
        return None
    lines = []
    for each in found.changes:
        if each.effects is None:
            lines.append(
                f"The change since {month_name(each.before)} cannot be divided: there were no placements then, or a "
                "price is missing."
            )
            continue
        moved, since = up_or_down(each.effects.movement), month_name(each.before)
        lines.append(
            f"Since {since} that week is {moved}.{largest_part(each.effects)}"
            if lines
            else f"A week of placements cost {money(each.effects.total('after'))} in {month_name(each.after)}, "
            f"{moved} since {since}.{largest_part(each.effects)}"
        )
    first, *others = lines
    return say(
        strong(first),
        *others,
        "Volume is the number of placements, mix is which types and providers they are with, and price is what a week "
        "of each costs. We compare an average week, as months differ in length.",
    )


def largest_part(effects: Decomposition) -> str:
    """Write ` The largest part is volume: +£13k.`; nothing where no part is more than nought."""
    parts = {name: effects.total(name) for name in ("volume", "mix", "price")}
    name = max(parts, key=lambda each: abs(parts[each]))
    return f" The largest part is {name}: {_signed(parts[name])}." if parts[name] else ""


def changed_table(found: Nights, which: int) -> PageTable | None:
    """Show volume, mix and price by type for one of the times compared; types that are kept back are one row."""
    kept = found.kept_back_at_any_time
    effects = found.changes[which].effects if which < len(found.changes) else None
    if effects is None or not kept.whole:
        return None
    before, after = found.changes[which].before, found.changes[which].after
    named = ["Types not shown by themselves" if kind in kept.kept_back else kind for kind in effects.kinds["kind"]]
    kinds = effects.kinds.assign(kind=named).groupby("kind", sort=False, as_index=False).sum()
    headings = {
        "before": (f"A week, {month_name(before)}", "gbp_k"),
        "volume": ("Volume", "gbp_k_signed"),
        "mix": ("Mix", "gbp_k_signed"),
        "price": ("Price", "gbp_k_signed"),
        "after": (f"A week, {month_name(after)}", "gbp_k"),
    }
    return table(
        kinds,
        [Column("kind", _TYPE), *(Column(f"{name}_gbp", *heading) for name, heading in headings.items())],
        f"Why a week of placements costs {_more_or_less(effects.movement)} than in {month_name(before)}",
        {"kind": "All types"} | {f"{name}_gbp": effects.total(name) for name in headings},
    )


def month_name(month: Period) -> str:
    """Write `October 2025`."""
    return f"{month.month_name} {month.first_day.year}"


def months_in_words(months: Iterable[Period]) -> str:
    """Write `May 2025`, or `April to June 2025` for months in a row, and `and` between such spans."""
    spans: list[list[Period]] = []
    for each in sorted(months):
        if spans and each - spans[-1][-1] == 1:
            spans[-1].append(each)
        else:
            spans.append([each])
    return listing([_span(each[0], each[-1]) for each in spans])


def _span(first: Period, last: Period) -> str:
    if first == last:
        return month_name(first)
    year = "" if first.first_day.year == last.first_day.year else f" {first.first_day.year}"
    return f"{first.month_name}{year} to {month_name(last)}"


def _signed(pounds: int) -> str:
    return f"{'+' if pounds > 0 else MINUS}{money(abs(pounds))}"


def _more_or_less(pounds: int) -> str:
    return "more" if pounds > 0 else "less" if pounds < 0 else "no more"
