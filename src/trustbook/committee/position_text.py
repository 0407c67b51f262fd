"""Say where the year is forecast to end, what that costs the councils, and how it changed.

In: the figures of a period, its data. Out: sentences with their metrics; what the month does not report is left out.
"""

from __future__ import annotations

from trustbook.committee.figures import Figures, Said, listed, together
from trustbook.config.words import words
from trustbook.core.formatting import capitalised
from trustbook.core.period import Period
from trustbook.data.period_data import PeriodData
from trustbook.position import NOT_IN_FORECAST, PRESSURE_ADJUSTMENTS, Adjustment, Position, position

_COUNTED = {
    Adjustment.AGREED_FUNDING: "funding agreed during the year",
    Adjustment.OUTSIDE_CONTRACT: "costs outside the {agreement}",
    Adjustment.DISPUTED_INCOME: "income in dispute",
    Adjustment.RECOVERY: "recovery measures",
}
_LINES_NAMED = 3
_PRESSURE, _VARIANCE, _COST = "forecast.pressure", "forecast.variance", "council.call"


class PositionText:
    """The sentences on the position of one period."""

    def __init__(self, figures: Figures, data: PeriodData) -> None:
        self._figures, self._data = figures, data
        self._here: Position = position(data.current, data.reference)

    @property
    def _is_outturn(self) -> bool:
        return self._data.status.is_outturn

    @property
    def firmness(self) -> str:
        """`forecast`, or `final outturn`."""
        return self._data.status.words

    @property
    def original_budget(self) -> str:
        """`original contract sum`, or `budget` where there is only one."""
        return self._here.original_name

    def budget(self) -> Said | None:
        """Say what the budget for the year is, and what is to be saved."""
        return self._figures.say(
            "The {budget} agreed for {name} for {year} is {forecast.contract_sum}.",
            name=self._data.settings.trust.name,
            year=self._data.period.financial_year,
        )

    def revised(self) -> Said | None:
        """Say what the budget has become during the year, if it changed."""
        if self._here.single_budget or self._here.contract_sum == self._here.revised_contract_sum:
            return None
        return self._figures.say("It has been revised to {forecast.revised_contract_sum} during the year.")

    def variance(self) -> Said | None:
        """Say how far the year is forecast to end from the budget that it is measured from."""
        whole = self._figures.amount(_VARIANCE)
        if whole is None:
            return None
        named = "an overspend" if whole > 0 else "an underspend"
        outcome = self._figures.say(f"{named} of {{forecast.variance}}{{against}}", against=self._against_budget())
        return self._figures.say(
            "For {month}, {the_body} {verb} {outcome}.",
            month=_month_of(self._data.period),
            verb="reports" if self._is_outturn else "forecasts",
            outcome=outcome if whole and outcome else "costs equal to its budget",
        )

    def _against_budget(self) -> Said:
        """Name the budget that the variance is measured from, with its amount if the month gives it."""
        here = self._here
        known = here.single_budget or (here.revised_contract_sum is None and here.pressure is None)
        name = "forecast.contract_sum" if known else "forecast.revised_contract_sum"
        called = words().budget if known else here.revised_name
        return self._figures.say(f" against the {called} of {{{name}}}") or Said(f" against its {called}")

    def pressure(self) -> Said | None:
        """Say what the pressure is above the original budget, and what else than the variance it counts."""
        counted = self._counted()
        pressure, variance = self._figures.amount(_PRESSURE), self._figures.amount(_VARIANCE)
        if pressure is None or variance is None or not counted.text or pressure <= 0:
            return None
        share = self._figures.say(" ({forecast.pressure_share})") or ""
        original = self._figures.say(f"the {self._here.original_name} of {{forecast.contract_sum}}")
        said = self._figures.say(
            "{counted}, costs are {forecast.pressure}{share} above {original}.",
            counted=counted,
            share=share,
            original=original or f"the {self._here.original_name}",
        )
        return said.ended(" This report calls that the pressure.") if said else None

    def _counted(self) -> Said:
        """Say what the pressure counts apart from the variance, each with its amount; empty if it is nothing."""
        added: list[Said | None] = []
        taken_off: list[Said | None] = []
        for layer in PRESSURE_ADJUSTMENTS:
            amount = self._figures.amount(layer.metric)
            if self._here.has(layer) and amount:
                what = _COUNTED[Adjustment(layer.name)].format(agreement=words().agreement)
                (added if amount > 0 else taken_off).append(self._figures.say(f"{{{layer.metric}}} of {what}"))
        plus, minus = listed(added), listed(taken_off)
        both = [plus.prefixed("counting ")] if plus.text else []
        both += [minus.prefixed("taking off ")] if minus.text else []
        said = listed(both)
        return Said(capitalised(said.text), said.metrics)

    def movement(self) -> Said | None:
        """Say how variance and pressure changed since the last return that there is."""
        if self._data.previous is None:
            return None
        since = _named(self._data.previous.period, self._data.period)
        called = self._name_of_variance()
        said = self._moved(_VARIANCE, "forecast.variance_movement", f"the {called}")
        if said is None:
            return None
        pressure = self._moved(_PRESSURE, "forecast.pressure_movement", "the pressure")
        if pressure is None or self.pressure() is None:
            return self._figures.say("Since {since}, {variance}.", since=since, variance=said)
        if self._figures.amount("forecast.variance_movement") == self._figures.amount("forecast.pressure_movement"):
            both = self._moved(_PRESSURE, "forecast.pressure_movement", f"the {called} and the pressure", "have")
            return self._figures.say("Since {since}, {both}.", since=since, both=both or pressure)
        return self._figures.say(
            "Since {since}, {variance}, and {pressure}.", since=since, variance=said, pressure=pressure
        )

    def _name_of_variance(self) -> str:
        """Call it an overspend or an underspend if it was one before too; otherwise a variance."""
        now, moved = self._figures.amount(_VARIANCE) or 0, self._figures.amount("forecast.variance_movement") or 0
        if now > 0 and now - moved > 0:
            return "overspend"
        return "variance"

    def _moved(self, whole: str, movement: str, what: str, have: str = "has") -> Said | None:
        """Say that `what` (`the variance`) changed, or did not; `have` if it is two things that moved as one."""
        moved = self._figures.amount(movement)
        if moved is None or self._figures.amount(whole) is None:
            return None
        if not moved:
            return Said(f"{what} {have} not changed")
        both = " both" if have == "have" else ""
        return self._figures.say(f"{what} {have}{both} {'risen' if moved > 0 else 'fallen'} by {{{movement}}}")

    def not_in_forecast(self) -> Said | None:
        """Say what the forecast leaves out."""
        if not self._figures.above_nil(NOT_IN_FORECAST.metric):
            return None
        items = [
            self._figures.say("{item} ({amount})", item=each.label, amount=self._figures.figure(each.name))
            for each in self._figures.below(NOT_IN_FORECAST.metric)
        ]
        whole = "The {forecast} leaves out {council.not_in_forecast}"
        return self._figures.say(
            f"{whole}: {{items}}." if items else f"{whole}.", items=listed(items), forecast=self.firmness
        )

    def cost(self) -> Said | None:
        """Say what the councils would have to pay."""
        if not self._figures.above_nil(_COST):
            return None
        with_it = "With that, the" if self._figures.above_nil(NOT_IN_FORECAST.metric) else "The"
        unless = "" if self._is_outturn else ", unless it is mitigated"
        return self._figures.say(
            f"{with_it} {{cost}} is {{council.call}} above the {self._here.original_name}{unless}."
        )

    def agreed(self) -> Said | None:
        """Say how much of the cost to the councils is agreed and funded already."""
        if not self._figures.above_nil(_COST, "forecast.agreed_funding"):
            return None
        return self._figures.say(
            "Of this, {forecast.agreed_funding} is funding that {the_councils} {have} agreed already.",
            have=words().agree("have", "has"),
        )

    def shares(self) -> list[Said]:
        """List what each council would pay, with its share, where several pay."""
        councils = self._data.settings.councils
        if not self._figures.above_nil(_COST) or len(councils) < 2:
            return []
        said = [
            self._figures.say(
                f"{{{_COST}.{each.code}}} ({{council.share.{each.code}}}) {{falls}}to {{name}}",
                name=each.name,
                falls="" if place else "falls ",
            )
            for place, each in enumerate(councils)
        ]
        return [each for each in said if each]

    def split(self) -> Said | None:
        """Say how the cost divides between the councils."""
        shares = self.shares()
        if not shares:
            return None
        return self._figures.say("By the {split}, {shares}.", shares=listed(shares))

    def lines(self) -> Said | None:
        """Name the lines that are furthest above and below their budgets."""
        lines = self._figures.below(_VARIANCE)
        over = sorted((each for each in lines if (each.amount or 0) > 0), key=lambda each: -(each.amount or 0))
        under = sorted((each for each in lines if (each.amount or 0) < 0), key=lambda each: each.amount or 0)
        parts = []
        for found, kind in ((over, "overspend"), (under, "underspend")):
            named = [
                self._figures.say(
                    "{amount} in {line}", amount=self._figures.figure(each.name), line=each.label.partition(": ")[2]
                )
                for each in found[:_LINES_NAMED]
            ]
            said = listed(named)
            if said.text:
                are = f"The largest {kind}s are" if len(named) > 1 else f"The largest {kind} is"
                parts.append(Said(f"{are} {said.text}.", said.metrics))
        return together(*parts)

    def reserves(self) -> list[Said]:
        """Say of each council what its reserves would be after its share, as far as that is known."""
        said = []
        for council in self._data.settings.councils:
            has, left = f"council.available.{council.code}", f"council.left.{council.code}"
            short = (self._figures.amount(left) or 0) < 0
            said.append(
                self._figures.say(
                    f"{{name}} has {{{has}}} of reserves and contingency that are known; "
                    + (f"its share is {{{left}}} more than that." if short else f"its share leaves {{{left}}}."),
                    name=council.name,
                )
            )
        return [each for each in said if each]

    def disputed(self) -> Said | None:
        """Say what the cost would be if the income in dispute is paid."""
        if not self._figures.above_nil("forecast.disputed_income"):
            return None
        paid = self._figures.say("; if it is paid, the {cost} falls to {council.call_if_income_agreed}")
        return self._figures.say(
            "Income of {forecast.disputed_income} is in dispute and is counted as not paid{paid}.", paid=paid or ""
        )

    def range_of_cost(self) -> Said | None:
        """Say how low and how high the cost could be, if all that is open went one way or the other."""
        low, high = self._figures.amount("council.low"), self._figures.amount("council.high")
        if low is None or high is None or not 0 < low < high:
            return None
        return self._figures.say(
            "It is estimated that the {cost} would be {council.low} if every item that is still open went one way, and "
            "{council.high} if every one went the other. Neither is likely."
        )


def _month_of(period: Period) -> str:
    return f"Month {period.month} ({period.first_day:%B %Y})"


def _named(before: Period, here: Period) -> str:
    """Name an earlier return: `Month 10 (January)`."""
    return f"Month {before.month} ({before.seen_from(here)})" if here - before <= 1 else before.seen_from(here)
