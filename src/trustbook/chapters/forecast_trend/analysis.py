"""Work out the forecast: variance by heading and period, what changed, and what drives it.

In: the data of a period. Out: a `Forecast`; money in whole pounds.
"""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from trustbook.chapters.forecast_trend import spent_so_far_metrics, stated_before
from trustbook.chapters.forecast_trend.stated_before import StatedBefore
from trustbook.components.metric import ColumnRef, Lineage, Metric, Polarity, as_reported, money, place_of
from trustbook.config.settings import Settings
from trustbook.config.words import words
from trustbook.core.formatting import Absence, capitalised, percent, slug, uncapitalised
from trustbook.core.period import Period
from trustbook.core.status import Status
from trustbook.data.forecast_lines import SUBTOTAL
from trustbook.data.period_data import PeriodData, worked_out_once
from trustbook.data.period_return import Return
from trustbook.outlook import of_period
from trustbook.position import (
    PRESSURE,
    PRESSURE_ADJUSTMENTS,
    PRESSURE_KINDS,
    Adjustment,
    Layer,
    Position,
    by_group,
    column_sum,
    position,
    pounds_of,
    reports,
    reports_adjustments,
    share_of,
    split,
    subtract,
)

PREFIX = "forecast"
LEADS = True
"""Whether the site leads with its figures, even if the book has no page of this chapter."""


@dataclass(frozen=True)
class Forecast:
    """Everything that the forecast chapter reports.

    `trend`: period, group, variance_gbp (by summary group, the finest level that every period reports).
    `detail`: the period's own lines: name, contract_sum_gbp, …, variance_gbp, movement_gbp, note, warning,
    share (of the variance; missing where it would mislead, see `share_of`).
    `printed`: the same lines without shares, with the paper's subtotals, in its order; subtotal (whether it is one).
    `groups`: group, variance_gbp, share, the largest first.
    `layers`: period, variance_gbp, agreed_funding_gbp, outside_contract_gbp, disputed_income_gbp, pressure_gbp, absent
    (what a missing amount of the period is).
    `bridge`: step, amount_gbp, layer (`variance` or `adjustment`); from the previous pressure to this one, or None.
    """

    position: Position
    previous: Position | None
    expected_before: Period | None
    """The last period before this one that the body reports; None if this is the first of its financial year."""
    calls: dict[str, int] | None
    trend: pd.DataFrame
    detail: pd.DataFrame
    printed: pd.DataFrame
    groups: pd.DataFrame
    layers: pd.DataFrame
    bridge: pd.DataFrame | None
    absent: Absence
    """What a figure is that this period does not have."""
    status: Status
    """Whether the figures are a forecast, or where the year ended."""
    agreed_notes: tuple[str, ...]
    """What the return adds about the funding agreed during the year, as sentences."""
    disputed_notes: tuple[str, ...]
    """What the return adds about the income in dispute, as sentences."""
    stated_before: StatedBefore | None
    """What was stated of the previous return at other times."""
    grouped: bool
    """Whether the body rolls its headings up into summary groups that are not the headings themselves."""
    disputes: bool
    """Whether any return that we have reports income in dispute."""
    adjusted: bool
    """Whether any return that we have reports amounts outside the headings; else there is the variance alone."""

    @property
    def warnings(self) -> list[str]:
        """What the paper itself says against relying on a heading's forecast, as sentences, each with its heading."""
        found = self.detail.dropna(subset=["warning"])
        return [f"{row['name']}: {uncapitalised(str(row['warning'])).rstrip('.')}." for _, row in found.iterrows()]

    @property
    def used_layers(self) -> tuple[Layer, ...]:
        """The parts of the pressure that a return of this year has, or could have if it says nothing of them."""
        known = [layer for layer in PRESSURE if self.layers[layer.column].notna().any()]
        return tuple(known) if self.layers["pressure_gbp"].notna().any() else tuple(PRESSURE[:-1])

    @property
    def since(self) -> str:
        """The name of the previous period, with its distance; empty if there is none."""
        return "" if self.previous is None else self.previous.period.seen_from(self.position.period)

    @property
    def variance_movement(self) -> int | None:
        """The variance less that of the previous return."""
        return subtract(self.position.variance, self.previous.variance) if self.previous else None

    @property
    def pressure_movement(self) -> int | None:
        """The pressure less that of the previous return, which is made of the same amounts."""
        return subtract(self.position.pressure, self.previous.pressure) if self.previous else None


@worked_out_once
def analyse(data: PeriodData) -> Forecast:
    """Work out the chapter's figures. Raises ReturnError or WorkspaceError for a return that the gate would refuse."""
    group_of = data.settings.group_of
    positions = [position(made, data.reference) for made in data.history]
    here = positions[-1]
    previous = positions[-2] if len(positions) > 1 else None
    trend = pd.DataFrame(
        [
            {"period": made.period, "group": group, "variance_gbp": int(amount)}
            for made in data.history
            for group, amount in by_group(made.forecast, group_of).reindex(list(data.settings.groups)).dropna().items()
        ]
    )
    return Forecast(
        position=here,
        previous=previous,
        expected_before=data.expected_before,
        calls=None if here.call is None or not data.shares else split(here.call, data.shares),
        trend=trend,
        detail=_detail(data.current.forecast),
        printed=_printed(data.current),
        groups=_groups(trend, here.period),
        layers=_layers(positions).assign(absent=[data.absence(each.period) for each in positions]),
        bridge=None if previous is None else _bridge(trend, here, previous),
        absent=data.absence(),
        status=data.status,
        agreed_notes=_notes_on(data.current, Adjustment.AGREED_FUNDING),
        disputed_notes=_notes_on(data.current, Adjustment.DISPUTED_INCOME),
        stated_before=stated_before.analyse(data),
        grouped=any(name != group for name, group in group_of.items()),
        disputes=reports(data, Adjustment.DISPUTED_INCOME),
        adjusted=reports_adjustments(data),
    )


def _detail(forecast: pd.DataFrame) -> pd.DataFrame:
    lines = _named(forecast)
    return lines.assign(share=_shares(lines["variance_gbp"].fillna(0)))


def _named(forecast: pd.DataFrame) -> pd.DataFrame:
    columns = [column for column in forecast.columns if column.endswith("_gbp")]
    return forecast[["heading", *columns, "note", "warning"]].rename(columns={"heading": "name"}).reset_index(drop=True)


def _printed(made: Return) -> pd.DataFrame:
    """List lines and subtotals in the order of the paper."""
    every = pd.concat([made.forecast, made.subtotals]).sort_index()
    return _named(every).assign(subtotal=list(every["level"] == SUBTOTAL))


def _shares(variances: pd.Series[int]) -> pd.Series[float]:
    """Give each part as a share of the whole, or none at all: those of a column add up to 100%, or are not there."""
    parts = [int(amount) for amount in variances]
    shares = [share_of(part, parts) for part in parts]
    if any(share is None for share in shares):
        shares = [None] * len(parts)
    return pd.Series(shares, variances.index, "Float64")


def _groups(trend: pd.DataFrame, here: Period) -> pd.DataFrame:
    groups = trend.loc[trend["period"] == here, ["group", "variance_gbp"]].reset_index(drop=True)
    groups["share"] = _shares(groups["variance_gbp"])
    return groups.sort_values("variance_gbp", ascending=False, ignore_index=True)


def _layers(positions: list[Position]) -> pd.DataFrame:
    names = [*(layer.name for layer in PRESSURE), "pressure"]
    rows = [{"period": each.period} | {f"{name}_gbp": getattr(each, name) for name in names} for each in positions]
    return pd.DataFrame(rows).astype({f"{name}_gbp": "Int64" for name in names})


def _bridge(trend: pd.DataFrame, here: Position, previous: Position) -> pd.DataFrame | None:
    """List the steps from the previous pressure to this one, by summary group, the finest level that both report."""
    if here.pressure is None or previous.pressure is None:
        return None
    wide = trend.pivot(index="group", columns="period", values="variance_gbp").fillna(0)
    steps = [
        {
            "step": group,
            "amount_gbp": int(wide.at[group, here.period] - wide.at[group, previous.period]),
            "layer": "variance",
        }
        for group in trend["group"].unique()
    ]
    now, was = dict(here.amounts(PRESSURE_ADJUSTMENTS)), dict(previous.amounts(PRESSURE_ADJUSTMENTS))
    steps += [
        {"step": layer.label, "amount_gbp": subtract(now.get(layer, 0), was.get(layer, 0)), "layer": "adjustment"}
        for layer in PRESSURE_ADJUSTMENTS
        if layer in now or layer in was
    ]
    return pd.DataFrame(steps)


def _notes_on(made: Return, kind: Adjustment) -> tuple[str, ...]:
    rows = made.adjustments
    if rows is None:
        return ()
    notes = rows.loc[rows["kind"] == kind, "note"].dropna()
    return tuple(f"{str(note).rstrip('.')}." for note in notes if str(note).strip())


def forecast_column(column: str, *, before: bool = False) -> ColumnRef:
    """Refer to a column of the forecast, all lines."""
    return ColumnRef("forecast", column, before=before)


def adjustment_column(*kinds: Adjustment, before: bool = False) -> ColumnRef:
    """Refer to the amounts of these kinds of adjustment."""
    return ColumnRef("adjustments", "amount_gbp_k", (("kind", tuple(kinds)),), before)


_VARIANCE = forecast_column("variance_gbp_k")
_BEFORE = forecast_column("variance_gbp_k", before=True)
PRESSURE_COLUMNS = (_VARIANCE, adjustment_column(*PRESSURE_KINDS))
"""The columns that the pressure is worked out from."""


def _added(lines: str, column: str) -> Lineage:
    return Lineage(f"The {lines} of the lines, added up.", (forecast_column(f"{column}_gbp_k"),))


def items_of(kind: Adjustment) -> Lineage:
    """Make the lineage of a sum of the items of one kind."""
    return Lineage("The items of this kind, added up.", (adjustment_column(kind),))


@worked_out_once
def metrics(data: PeriodData) -> list[Metric]:
    """List the chapter's headline figures."""
    forecast = analyse(data)
    here, worse = forecast.position, Polarity.WORSE
    figures = [
        money(
            "forecast.contract_sum",
            here.contract_sum,
            capitalised(here.original_name),
            _added(words().budgets, "contract_sum"),
            also=(("contract.original", data.period.year_code),),
        ),
        money(
            "forecast.revised_contract_sum",
            here.revised_contract_sum,
            capitalised(here.revised_name),
            _added(f"{here.revised_name}s", "revised_contract_sum"),
        ),
        money(
            "forecast.projected_outturn",
            here.projected_outturn,
            "Projected outturn",
            _added("projected outturns", "projected_outturn"),
            worse,
        ),
        money("forecast.variance", here.variance, "Variance", _added("variances", "variance"), worse),
        money(
            "forecast.variance_movement",
            forecast.variance_movement,
            "Movement in variance since the previous return",
            Lineage("The variance of this period less that of the previous return.", (_VARIANCE, _BEFORE)),
        ),
        money("forecast.agreed_funding", here.agreed_funding, "Agreed funding", items_of(Adjustment.AGREED_FUNDING)),
        money(
            "forecast.outside_contract",
            here.outside_contract,
            f"Costs {words().outside}",
            items_of(Adjustment.OUTSIDE_CONTRACT),
            worse,
        ),
        # neither worse nor better: it falls when it is paid, and also when it is given up
        money(
            "forecast.disputed_income", here.disputed_income, "Income in dispute", items_of(Adjustment.DISPUTED_INCOME)
        ),
        *(
            [money("forecast.recovery", here.recovery, "Recovery measures", items_of(Adjustment.RECOVERY))]
            if here.recovery is not None
            else []
        ),
        money(
            "forecast.pressure",
            here.pressure,
            f"Pressure above the {here.original_name}",
            Lineage(_made_of(here), PRESSURE_COLUMNS),
            worse,
        ),
        money(
            "forecast.pressure_movement",
            forecast.pressure_movement,
            "Movement in pressure since the previous return",
            Lineage(
                "The pressure of this period less that of the previous return.",
                (*PRESSURE_COLUMNS, _BEFORE, adjustment_column(*PRESSURE_KINDS, before=True)),
            ),
        ),
        Metric(
            "forecast.pressure_share",
            here.pressure_share,
            "share",
            f"Pressure as a share of the {words().budget}",
            Lineage(
                f"The pressure divided by the {here.original_name}.",
                (*PRESSURE_COLUMNS, forecast_column("contract_sum_gbp_k")),
            ),
            worse,
        ),
    ]
    return [*figures, *spent_so_far_metrics.metrics(data), *_by_line(forecast), *_outlook(data)]


def _made_of(here: Position) -> str:
    """Say how the pressure is worked out, from what the return reports besides the variance."""
    others = here.counted_in()
    return f"The variance, plus {others}." if others else "The variance."


def _by_line(forecast: Forecast) -> list[Metric]:
    return [
        money(
            f"forecast.variance.{slug(name)}",
            int(variance),
            f"Variance: {name}",
            Lineage("As reported on its line.", (ColumnRef("forecast", "variance_gbp_k", (("heading", (name,)),)),)),
            Polarity.WORSE,
            line=str(name),
        )
        for name, variance in forecast.detail[["name", "variance_gbp"]].itertuples(index=False)
    ]


def _outlook(data: PeriodData) -> list[Metric]:
    ahead = of_period.analyse(data)
    if ahead is None or ahead.variance.low is None:
        return []
    share = percent(ahead.variance.coverage, 0)
    return [
        money(
            f"forecast.outlook_{end}",
            amount,
            f"Variance at year end, {end} end of the {share} range",
            Lineage(
                "The variance, and how far published forecasts with as many months to go were from their outturns.",
                (_VARIANCE, forecast_column("revised_contract_sum_gbp_k")),
            ),
            Polarity.WORSE,
        )
        for end, amount in (("low", ahead.variance.low), ("high", ahead.variance.high))
    ]


def details(data: PeriodData) -> list[Metric]:
    """List the figures of the forecast line by line."""
    lines = data.current.forecast
    figures = [
        money(
            f"forecast.group_variance.{slug(str(group))}",
            int(amount),
            f"Variance of group {group}",
            as_reported(ColumnRef("forecast", "variance_gbp_k", (("heading", _lines_of(str(group), data.settings)),))),
            Polarity.WORSE,
            str(group),
        )
        for group, amount in by_group(lines, data.settings.group_of).dropna().items()
    ]
    called = {"contract_sum": slug(words().budget), "revised_contract_sum": slug(words().revised)}
    names = ("contract_sum", "change_requests", "revised_contract_sum", "projected_outturn", "movement")
    for _, row in lines[lines["level"] == "heading"].iterrows():
        for name in names:
            measure = "variance_movement" if name == "movement" else name
            amount = pounds_of(row[f"{name}_gbp"])
            label = f"{row['heading']}: {called.get(name, measure)}"
            polarity = Polarity.WORSE if name == "projected_outturn" else Polarity.NEITHER
            metric = f"forecast.{measure}.{slug(row['heading'])}"
            figures.append(money(metric, amount, label, polarity=polarity, typed_from=place_of(row)))
    requests = column_sum(lines["change_requests_gbp"])
    return [*figures, money("forecast.change_requests", requests, "Change requests")]


def _lines_of(group: str, settings: Settings) -> tuple[str, ...]:
    """Return what the lines of a group are called, in a return by heading or by group."""
    return (group, *(heading for heading, its in settings.group_of.items() if its == group and heading != group))
