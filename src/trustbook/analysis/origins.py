"""Where each headline figure comes from: how it is worked out, and the lines of data and places in papers behind it.

In: the material of a period, the name of a metric. Out: an `Origin`. A figure without a recipe here is a failed test.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pandas as pd

from trustbook.position import PRESSURE_KINDS, Adjustment
from trustbook.returns.material import Material
from trustbook.returns.returns import Return
from trustbook.words import counted, slug


@dataclass(frozen=True)
class Read:
    """A column that a figure is worked out from; `only` names columns, and the values of the rows that count."""

    dataset: str
    column: str
    only: tuple[tuple[str, tuple[str, ...]], ...] = ()
    before: bool = False
    """Whether the month before is read, for a movement."""


@dataclass(frozen=True)
class Recipe:
    """How a figure is worked out, in words, from which columns and which settings."""

    how: str
    reads: tuple[Read, ...] = ()
    settings: tuple[str, ...] = ()


@dataclass(frozen=True)
class Place:
    """Cells of one file that were taken from one place in a paper. A setting has no lines and no paper."""

    file: str
    lines: tuple[int, ...]
    column: str
    paper: str = ""
    locator: str = ""

    def __str__(self) -> str:
        lines = f", {'line' if len(self.lines) == 1 else 'lines'} {_ranges(self.lines)}" if self.lines else ""
        return f"{self.file}{lines}, {self.column}"


@dataclass(frozen=True)
class Origin:
    """Where one figure comes from."""

    metric: str
    how: str
    places: tuple[Place, ...]


def _whole(column: str, *, before: bool = False) -> Read:
    return Read("forecast", column, before=before)


def _items(*kinds: Adjustment, before: bool = False) -> Read:
    return Read("adjustments", "amount_gbp_k", (("kind", tuple(kinds)),), before)


def _saving(amount: str) -> Read:
    return Read("savings", f"{amount}_gbp_k")


def _staff(measure: str) -> Read:
    return Read("workforce", "value", (("measure", (measure,)),))


_VARIANCE = _whole("variance_gbp_k")
_PRESSURE = (_VARIANCE, _items(*PRESSURE_KINDS))
_CALL = (*_PRESSURE, _items(Adjustment.NOT_IN_FORECAST))
_LEFT = (_saving("amber"), _saving("green"), _saving("mitigations"))

RECIPES = {
    "forecast.contract_sum": Recipe("The contract sums of the lines, added up.", (_whole("contract_sum_gbp_k"),)),
    "forecast.revised_contract_sum": Recipe(
        "The revised contract sums of the lines, added up.", (_whole("revised_contract_sum_gbp_k"),)
    ),
    "forecast.projected_outturn": Recipe(
        "The projected outturns of the lines, added up.", (_whole("projected_outturn_gbp_k"),)
    ),
    "forecast.variance": Recipe("The variances of the lines, added up.", (_VARIANCE,)),
    "forecast.variance_movement": Recipe(
        "The variance of this period less that of the period before.",
        (_VARIANCE, _whole("variance_gbp_k", before=True)),
    ),
    "forecast.agreed_funding": Recipe("The items of this kind, added up.", (_items(Adjustment.AGREED_FUNDING),)),
    "forecast.outside_contract": Recipe("The items of this kind, added up.", (_items(Adjustment.OUTSIDE_CONTRACT),)),
    "forecast.disputed_income": Recipe("The items of this kind, added up.", (_items(Adjustment.DISPUTED_INCOME),)),
    "forecast.pressure": Recipe(
        "The variance, plus agreed funding, costs outside the contract and income in dispute.", _PRESSURE
    ),
    "forecast.pressure_movement": Recipe(
        "The pressure of this period less that of the period before.",
        (*_PRESSURE, _whole("variance_gbp_k", before=True), _items(*PRESSURE_KINDS, before=True)),
    ),
    "forecast.pressure_share": Recipe(
        "The pressure divided by the original contract sum.", (*_PRESSURE, _whole("contract_sum_gbp_k"))
    ),
    "forecast.outlook_low": Recipe(
        "The lowest of three methods of carrying this year's variances to the year end.",
        (_VARIANCE, _whole("variance_gbp_k", before=True)),
    ),
    "forecast.outlook_high": Recipe(
        "The highest of three methods of carrying this year's variances to the year end.",
        (_VARIANCE, _whole("variance_gbp_k", before=True)),
    ),
    "council.not_in_forecast": Recipe("The items of this kind, added up.", (_items(Adjustment.NOT_IN_FORECAST),)),
    "council.call": Recipe("The pressure plus the items that are not in the forecast.", _CALL),
    "council.call_if_income_agreed": Recipe("The call on the councils less the income in dispute.", _CALL),
    "council.call_like_for_like": Recipe(
        "The pressure, with the items outside where both months report them, less that of the month before.",
        (*_CALL, _whole("variance_gbp_k", before=True), _items(*Adjustment, before=True)),
    ),
    "savings.target": Recipe("The targets of the proposals, added up.", (_saving("target"),)),
    "savings.red": Recipe("What is rated red, added up over the proposals.", (_saving("red"),)),
    "savings.amber": Recipe("What is rated amber, added up over the proposals.", (_saving("amber"),)),
    "savings.green": Recipe("What is rated green, added up over the proposals.", (_saving("green"),)),
    "savings.mitigations": Recipe("The mitigations, added up over the proposals.", (_saving("mitigations"),)),
    "savings.deliverable": Recipe("Amber plus green plus mitigations.", _LEFT),
    "savings.risk_weighted": Recipe(
        "Green and mitigations in full, amber at the rate assumed.", _LEFT, ("params/trust.yaml, assumptions",)
    ),
    "workforce.agency_headcount": Recipe("As reported.", (_staff("agency_headcount"),)),
    "workforce.agency_premium": Recipe("As reported.", (_staff("agency_premium"),)),
    "workforce.agency_premium_fte": Recipe(
        "The agency staff times the premium paid for them.", (_staff("agency_headcount"), _staff("agency_premium"))
    ),
}
"""One recipe a figure; figures with a part after them (a heading, a council, a team) are in `_recipe`."""


def origin(material: Material, metric: str) -> Origin:
    """Say where a figure of `analysis.metrics.metrics` comes from. Raises KeyError for a name that has no recipe."""
    recipe = _recipe(metric, material)
    return Origin(metric, recipe.how, tuple(_places(recipe, material)))


def _recipe(metric: str, material: Material) -> Recipe:
    if metric in RECIPES:
        return RECIPES[metric]
    figure, _, part = metric.rpartition(".")
    if figure == "forecast.variance":
        lines = tuple(name for name in material.current.forecast["heading"] if slug(name) == part)
        return Recipe("As reported on its line.", (Read("forecast", "variance_gbp_k", (("heading", lines),)),))
    if figure == "council.call":
        return Recipe(
            "The call on the councils times this council's share of the contract, rounded to the pound.",
            _CALL,
            ("params/trust.yaml, councils",),
        )
    if figure == "workforce.agency_rate":
        rows = material.current.workforce
        teams = () if rows is None else tuple(name for name in rows["team"] if slug(name) == part)
        return Recipe("As reported.", (Read("workforce", "value", (("team", teams), ("measure", ("agency_share",)))),))
    raise KeyError(metric)


def _places(recipe: Recipe, material: Material) -> Iterator[Place]:
    titles = material.reference.sources.set_index("source_id")["title"]
    for read in recipe.reads:
        made = material.previous if read.before else material.current
        for file, rows in _rows(read, made):
            used = rows[["source_id", "locator"]].fillna("")
            for (source, locator), lines in used.groupby(["source_id", "locator"], sort=False):
                yield Place(
                    file,
                    tuple(int(str(line)) for line in lines.index),
                    read.column,
                    str(titles.get(source, source)),
                    str(locator),
                )
    for setting in recipe.settings:
        file, _, name = setting.partition(", ")
        yield Place(file, (), name)


def _rows(read: Read, made: Return | None) -> Iterator[tuple[str, pd.DataFrame]]:
    """The rows of a return that have the column that is read."""
    table = None if made is None else made.tables.get(read.dataset)
    if table is None:
        return
    typed = read.column.removesuffix("_k")
    rows = table.typed[table.typed[typed].notna()]
    for column, values in read.only:
        rows = rows[rows[column].isin(values)]
    yield table.file, rows


def _ranges(lines: tuple[int, ...]) -> str:
    """Write `2 to 5, 7`; many separate places are counted."""
    runs: list[list[int]] = []
    for line in sorted(lines):
        if runs and line == runs[-1][1] + 1:
            runs[-1][1] = line
        else:
            runs.append([line, line])
    if len(runs) > _MOST_RUNS:
        return f"{runs[0][0]} to {runs[-1][1]} ({counted(len(lines), 'of them', 'of them')})"
    return ", ".join(str(low) if low == high else f"{low} to {high}" for low, high in runs)


_MOST_RUNS = 4
