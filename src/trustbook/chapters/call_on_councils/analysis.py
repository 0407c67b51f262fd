"""Work out the cost to the councils: what it is made of, who pays under which rule, and what it depends on.

In: the data of a period. Out: `Call`, or None if the return reports no items outside the forecast. Whole pounds.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations

import pandas as pd

from trustbook.chapters.call_on_councils import range_metrics
from trustbook.chapters.call_on_councils.sharing import proportional, share
from trustbook.chapters.forecast_trend.analysis import PRESSURE_COLUMNS, adjustment_column, forecast_column, items_of
from trustbook.chapters.savings_rag import analysis as savings_rag
from trustbook.chapters.years.comparison import by_year
from trustbook.components.metric import Lineage, Metric, Polarity, money, place_of
from trustbook.config.settings import SharingRule
from trustbook.config.words import words
from trustbook.core.formatting import capitalised, slug
from trustbook.core.units import in_pounds_of
from trustbook.data.period_data import PeriodData, worked_out_once
from trustbook.data.period_return import Return
from trustbook.position import PRESSURE, VARIANCE, Adjustment, Position, add, position, split, subtract

PREFIX = "council"
LEADS = True
"""Whether the site leads with its figures, even if the book has no page of this chapter."""
CONTRACT_SPLIT = "Contract split"
"""The key of the rule by which the agreement itself divides the cost; pages name it in the body's words."""
_RECURS = {"yes": "recurring", "no": "one-off"}
_MOST_ITEMS = 12
"""With more items, too many sums would match by chance, so none is searched for."""


@dataclass(frozen=True)
class Movement:
    """How the cost to the councils changed since the previous return, like for like, and as the paper states it.

    `like_for_like`: the change in what both returns report. `new_items`: this period's items, if the previous return
    has none. `printed`: the change as claimed. `explained_by`: the only set of items that makes up the difference
    between the two to the pound, or None.
    """

    like_for_like: int | None
    new_items: int | None
    printed: int | None
    explained_by: tuple[str, ...] | None

    @property
    def gap(self) -> int | None:
        """The stated change less the change like for like."""
        return subtract(self.printed, self.like_for_like)


@dataclass(frozen=True)
class Call:
    """Everything that the chapter on the cost to the councils reports.

    `bridge`: step, amount_gbp, kind (`variance`, `adjustment`, `item`): they add up to the cost. `shares`: rule,
    source, party (a council's code, or `trust`), amount_gbp. `items`: item, amount_gbp, entered (the first period of
    the year whose return has it, `or earlier` if the one before has no items that we know), recurs (`recurring`,
    `one-off`, or `not reported`), inferred (why we read it so, if the paper does not say; else empty), note. `dispute`:
    period, disputed_gbp and one column for each council: its share of the income in dispute. `reserves`: year,
    reserve_gbp, over_gbp, left_gbp, basis. `red`: the savings that will not be delivered, None if the return reports no
    savings; `red_left_out`: those of them that the forecast leaves out; `rated`: whether the return rates its savings
    by colour. `hypothetical`: the names of the rules that are not this body's own.
    """

    position: Position
    total: int
    bridge: pd.DataFrame
    shares: pd.DataFrame
    items: pd.DataFrame
    recurring: dict[str, int]
    movement: Movement
    dispute: pd.DataFrame
    reserves: pd.DataFrame
    red: int | None
    red_left_out: int
    rated: bool
    hypothetical: frozenset[str]

    @property
    def if_income_agreed(self) -> int | None:
        """The cost to the councils if the health bodies pay all of the income in dispute."""
        return subtract(self.total, self.position.disputed_income)

    @property
    def red_inside(self) -> int | None:
        """The savings that will not be delivered and are counted in the forecast already."""
        return subtract(self.red, self.red_left_out)

    def of(self, rule: str) -> dict[str, int]:
        """Return what each party pays under one rule."""
        rows = self.shares[self.shares["rule"] == rule]
        return {str(party): int(amount) for party, amount in zip(rows["party"], rows["amount_gbp"], strict=True)}


@worked_out_once
def analyse(data: PeriodData) -> Call | None:
    """Work out the chapter's figures; None if the period has no cost to the councils, or no council pays."""
    if not data.settings.councils:
        return None
    positions = [position(made, data.reference) for made in data.history]
    here = positions[-1]
    if here.call is None:
        return None
    items = _items(data)
    savings = savings_rag.analyse(data)
    previous = positions[-2] if len(positions) > 1 else None
    return Call(
        position=here,
        total=here.call,
        bridge=_bridge(here, items),
        shares=_shares(here.call, rules(data)),
        items=items,
        recurring={str(name): int(amount) for name, amount in items.groupby("recurs")["amount_gbp"].sum().items()},
        movement=_movement(data, here, previous, items),
        dispute=_dispute(data, positions),
        reserves=_reserves(data),
        red=savings.states["not_delivered"] if savings else None,
        rated=savings is None or savings.rated,
        red_left_out=savings.red_outside_forecast if savings else 0,
        hypothetical=frozenset(rule.name for rule in data.settings.sharing_rules if rule.hypothetical),
    )


def rules(data: PeriodData) -> list[SharingRule]:
    """List the contract split first, and then the rules that the settings name for comparison."""
    settings = data.settings
    own = _contract_split(data)
    return [own, *settings.sharing_rules]


def _bridge(here: Position, items: pd.DataFrame) -> pd.DataFrame:
    steps: list[dict[str, object]] = [
        {"step": part.label, "amount_gbp": amount, "kind": "variance" if part is VARIANCE else "adjustment"}
        for part, amount in here.amounts(PRESSURE)
    ]
    steps += [
        {"step": str(item), "amount_gbp": int(amount), "kind": "item"}
        for item, amount in zip(items["item"], items["amount_gbp"], strict=True)
    ]
    return pd.DataFrame(steps)


def _contract_split(data: PeriodData) -> SharingRule:
    return proportional(
        CONTRACT_SPLIT,
        f"{capitalised(words().of_the_councils)} shares of the {words().agreement}",
        data.shares,
    )


def _shares(call: int, known: list[SharingRule]) -> pd.DataFrame:
    return pd.DataFrame(
        [
            {"rule": rule.name, "source": rule.source, "party": party, "amount_gbp": amount}
            for rule in known
            for party, amount in share(call, rule).items()
        ]
    )


def _items(data: PeriodData) -> pd.DataFrame:
    rows = data.current.adjustments
    assert rows is not None  # a cost has items, and items have a file
    found = rows[rows["kind"] == Adjustment.NOT_IN_FORECAST]
    entered = _entered(data)
    return pd.DataFrame(
        {
            "item": list(found["item"]),
            "amount_gbp": found["amount_gbp"].astype(int).tolist(),
            "entered": [entered[item] for item in found["item"]],
            "recurs": [_RECURS.get(str(answer), "not reported") for answer in found["recurring"]],
            "inferred": found["recurring_basis"].fillna("").tolist(),
            "note": list(found["note"]),
        }
    )


def _entered(data: PeriodData) -> dict[str, str]:
    """Say of each item when it entered: `P4`, or `P4 or earlier` if the one before has no items that we know."""
    known = {made.period: _outside(made) for made in data.history}
    entered: dict[str, str] = {}
    for period, items in sorted(known.items(), reverse=True):
        before = data.settings.expected_before(period)
        first = before is None or bool(known.get(before))
        entered |= dict.fromkeys(items, period.short if first else f"{period.short} or earlier")
    return entered


def _outside(made: Return) -> list[str]:
    rows = made.adjustments
    return [] if rows is None else [str(item) for item in rows.loc[rows["kind"] == Adjustment.NOT_IN_FORECAST, "item"]]


def _movement(data: PeriodData, here: Position, previous: Position | None, items: pd.DataFrame) -> Movement:
    if previous is None:
        return Movement(None, None, _stated_movement(data), None)
    both = previous.not_in_forecast is not None
    moved = subtract(here.pressure, previous.pressure)
    like_for_like = add(moved, subtract(here.not_in_forecast, previous.not_in_forecast)) if both else moved
    printed = _stated_movement(data)
    gap = subtract(printed, like_for_like)
    return Movement(
        like_for_like=like_for_like,
        new_items=None if both else here.not_in_forecast,
        printed=printed,
        explained_by=None if both or not gap else _only_sum(items, gap),
    )


def stated_movements(data: PeriodData) -> list[int]:
    """List the change in the cost as the papers of this period state it, in pounds, each time that they do."""
    claims = data.current.dataset("claims")
    if claims is None:
        return []
    here = (claims["metric"] == "council.call_movement") & (claims["period"] == str(data.period))
    return [in_pounds_of(value, "gbp_m") for value in claims.loc[here & (claims["unit"] == "gbp_m"), "value"]]


def _stated_movement(data: PeriodData) -> int | None:
    stated = set(stated_movements(data))
    return stated.pop() if len(stated) == 1 else None


def _only_sum(items: pd.DataFrame, gap: int) -> tuple[str, ...] | None:
    """Find the items that add up to an amount, if exactly one set does."""
    amounts = list(zip(items["item"], items["amount_gbp"], strict=True))
    if len(amounts) > _MOST_ITEMS:
        return None
    found = [
        tuple(str(item) for item, _ in some)
        for count in range(1, len(amounts) + 1)
        for some in combinations(amounts, count)
        if sum(amount for _, amount in some) == gap
    ]
    return found[0] if len(found) == 1 else None


def _dispute(data: PeriodData, positions: list[Position]) -> pd.DataFrame:
    own = _contract_split(data)
    rows = [
        {"period": each.period, "disputed_gbp": each.disputed_income} | share(each.disputed_income, own)
        for each in positions
        if each.disputed_income is not None
    ]
    return pd.DataFrame(rows, columns=["period", "disputed_gbp", *data.shares])


def _reserves(data: PeriodData) -> pd.DataFrame:
    """List earlier years whose papers name a reserve as well as a forecast above budget."""
    figures = data.reference.comparators
    own = (figures["body"] == data.settings.trust.name) & (figures["unit"] == "gbp_k")
    over = by_year(data).set_index("year")["over_gbp"].dropna()
    rows = []
    for _, row in figures[own & (figures["measure"] == "reserve")].sort_values("as_at").iterrows():
        if row["as_at"] in over.index:
            reserve, above = in_pounds_of(row["value"], row["unit"]), int(over[row["as_at"]])
            rows.append(
                {
                    "year": str(row["as_at"]),
                    "reserve_gbp": reserve,
                    "over_gbp": above,
                    "left_gbp": reserve - above,
                    "basis": str(row["basis"]),
                }
            )
    return pd.DataFrame(rows, columns=["year", "reserve_gbp", "over_gbp", "left_gbp", "basis"])


_COST_COLUMNS = (*PRESSURE_COLUMNS, adjustment_column(Adjustment.NOT_IN_FORECAST))


@worked_out_once
def metrics(data: PeriodData) -> list[Metric]:
    """List the chapter's headline figures; none where no council pays."""
    if not data.settings.councils:
        return []
    call = analyse(data)
    here = position(data.current, data.reference)
    calls = split(here.call, data.shares) if here.call is not None else {}
    share = Lineage(
        f"The {words().cost} times this council's share of the {words().agreement}, rounded to the pound."
        if words().funders > 1
        else "The pressure plus the items that are not in the forecast.",
        _COST_COLUMNS,
        ("councils",),
    )
    return [
        money(
            "council.not_in_forecast",
            here.not_in_forecast,
            "Items not in the forecast",
            items_of(Adjustment.NOT_IN_FORECAST),
            Polarity.WORSE,
        ),
        money(
            "council.call",
            here.call,
            capitalised(words().cost),
            Lineage("The pressure plus the items that are not in the forecast.", _COST_COLUMNS),
            Polarity.WORSE,
        ),
        *(
            money(f"council.call.{each.code}", calls.get(each.code), f"Cost to {each.name}", share, Polarity.WORSE)
            for each in data.settings.councils
        ),
        money(
            "council.call_if_income_agreed",
            call.if_income_agreed if call else None,
            f"{capitalised(words().cost)} if the income in dispute is paid",
            Lineage(f"The {words().cost} less the income in dispute.", _COST_COLUMNS),
            Polarity.WORSE,
        ),
        money(
            "council.call_like_for_like",
            call.movement.like_for_like if call else None,
            f"Change in the {words().cost}, like for like",
            Lineage(
                "The pressure less that of the previous return, with the items outside the forecast if both have them.",
                (
                    *_COST_COLUMNS,
                    forecast_column("variance_gbp_k", before=True),
                    adjustment_column(*Adjustment, before=True),
                ),
            ),
        ),
        *range_metrics.metrics(data),
    ]


def details(data: PeriodData) -> list[Metric]:
    """List the shares of the councils, and the items that are not in the forecast; none where no council pays."""
    if not data.settings.councils:
        return []
    figures = [
        Metric(
            f"council.share.{council.code}",
            float(data.shares[council.code]),
            "share",
            f"Share of {council.name}",
            typed_from=("", "the settings"),
        )
        for council in data.settings.councils
    ]
    rows = data.current.adjustments
    if rows is None:
        return figures
    items = rows[(rows["kind"] == Adjustment.NOT_IN_FORECAST) & rows["amount_gbp"].notna()]
    return figures + [
        money(
            f"council.not_in_forecast.{slug(row['item'])}",
            int(row["amount_gbp"]),
            row["item"],
            polarity=Polarity.WORSE,
            typed_from=place_of(row),
        )
        for _, row in items.iterrows()
    ]
