"""Describe the finance datasets: the forecast, its adjustments, the savings, and the control totals."""

from __future__ import annotations

from trustbook.data.schema import (
    DECIMALS,
    NOTE,
    UNIT,
    VALUE,
    Field,
    Kind,
    date,
    money,
    optional,
    schema,
    text,
)

FORECAST = schema(
    "forecast",
    "Forecast",
    "One {budget_line}, or one summary group where no {lines} are reported, and where its year is forecast to end",
    ("level", "heading"),
    Field(
        "level",
        about="heading: a {budget_line}; group: a summary group of {lines}; subtotal: a sum of others in the paper",
        names_totals=True,
    ),
    text("heading", "The {budget_line}, summary group or subtotal", "{Line}"),
    optional("parent", "The subtotal that the row is a part of, if the paper has one", stays=True),
    money("contract_sum", "Budget agreed before the year", "{First_budget}", required=False),
    money("change_requests", "Change requests agreed during the year", required=False),
    money("revised_contract_sum", "{Budget} with the change requests", "{Revised}", required=False),
    money("budget", "The budget, where the paper has one and no sum before and after changes", required=False),
    money("projected_outturn", "Where the year is forecast to end", required=False),
    money("variance", "Projected outturn less {revised}; above zero is an overspend"),
    money("movement", "Change of the variance since the previous return, as the paper gives it", required=False),
    money("previous_variance", "The variance of the previous return, as this paper gives it", required=False),
    date("previous_period", "The period of that previous return, as this paper names it", required=False),
    money(
        "first_stated_variance",
        "The variance as this period first stated it, where a later paper restated the period",
        required=False,
    ),
    NOTE,
    optional("warning", "What the paper itself says against relying on the figures of the row, in our own words"),
)

ADJUSTMENTS = schema(
    "adjustments",
    "Adjustments",
    "One amount that the paper shows apart from its {budget_line}s",
    ("item", "kind"),
    text("item", "What the amount is for"),
    text(
        "kind",
        "agreed_funding, outside_contract, disputed_income, recovery (below the total) or not_in_forecast",
    ),
    money("amount", "The amount; above zero adds to the pressure or to the {cost}"),
    optional("recurring", "Whether the amount comes again each year: yes or no", stays=True),
    optional(
        "recurring_basis", "Why we read it as recurring or one-off, if the paper does not say; else empty", stays=True
    ),
    optional("savings_ref", "The saving that the amount belongs to", "Saving", stays=True),
    NOTE,
)

SAVINGS = schema(
    "savings",
    "Savings",
    "One savings proposal, by how sure its delivery is",
    ("ref",),
    text("ref", "Reference of the proposal", "Reference"),
    text("proposal", "The proposal", stays=True),
    optional("sro", "Senior responsible officers, separated by semicolons", "Responsible officers", stays=True),
    money("target", "What the proposal is to save in the year", required=False),
    money("red", "The part that will not be delivered", required=False),
    money("amber", "The part that is likely and not confirmed", required=False),
    money("green", "The part that is confirmed", required=False),
    money("blue", "The part that is delivered already, where the return rates it apart from green", required=False),
    optional(
        "status",
        "One word for the whole target: red, amber, green, blue, not reported, or a word of the body's own that its "
        "settings explain",
    ),
    money("proposed", "What the proposal is to save in the year, where the return calls it so", required=False),
    money("achieved", "The part that is achieved", required=False),
    money("at_risk", "The part that is at risk", required=False),
    Field("delivered_share", Kind.NUMBER, False, "The share of the target that is delivered, a fraction of 1"),
    money("mitigations", "What is found elsewhere in its place", required=False),
    money("stated_total", "The total that the paper gives for the row", required=False),
    optional(
        "in_forecast", "Whether the loss of the red part is in the forecast already: yes or no", "In the forecast"
    ),
    optional(
        "still_to_earn",
        "yes where the paper's own comment on the line says that part of it is still to be earned, whatever its rating",
        "Partly still to be earned",
    ),
    NOTE,
)

CONTROLS = schema(
    "controls",
    "Totals in the paper",
    "One total in the paper, kept so that the lines can be checked against it",
    ("dataset", "column", "scope", "source_id", "locator"),
    text("dataset", "The dataset that the total belongs to; position is the sum of several"),
    text("column", "The column that is added up"),
    Field("scope", about="The lines that are added up: all, or those with a value in a column", names_totals=True),
    VALUE,
    UNIT,
    DECIMALS,
)
