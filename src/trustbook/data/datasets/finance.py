"""Describe the finance datasets: the forecast, its adjustments, the savings, and the control totals."""

from __future__ import annotations

from trustbook.data.schema import (
    DECIMALS,
    NOTE,
    UNIT,
    VALUE,
    Field,
    Kind,
    money,
    optional,
    optional_money,
    schema,
    text,
)

FORECAST = schema(
    "forecast",
    "Forecast",
    "One budget heading, or one summary group where no headings are reported, and where its year is forecast to end",
    ("level", "heading"),
    text("level", "heading: a budget heading; group: a summary group of headings"),
    text("heading", "The budget heading or summary group"),
    money("contract_sum", "Budget agreed before the year"),
    money("change_requests", "Change requests agreed during the year"),
    money("revised_contract_sum", "Contract sum with the change requests"),
    money("projected_outturn", "Where the year is forecast to end"),
    money("variance", "Projected outturn less revised contract sum; above zero is an overspend"),
    money("movement", "Change of the variance since the month before, as printed"),
    NOTE,
    optional("warning", "What the paper itself says against relying on the figures of the row, in our own words"),
)

ADJUSTMENTS = schema(
    "adjustments",
    "Amounts beside the headings",
    "One amount that stands beside the budget headings",
    ("item", "kind"),
    text("item", "What the amount is for"),
    text("kind", "agreed_funding, outside_contract, disputed_income or not_in_forecast"),
    money("amount", "The amount; above zero adds to the pressure or to the call on the councils"),
    optional("recurring", "Whether the amount comes again each year: yes or no"),
    optional("recurring_basis", "Why we read it as recurring or one-off, if the paper does not say; else empty"),
    optional("savings_ref", "The saving that the amount belongs to", "Saving"),
    NOTE,
)

SAVINGS = schema(
    "savings",
    "Savings",
    "One savings proposal, by how sure its delivery is",
    ("ref",),
    text("ref", "Reference of the proposal", "Reference"),
    text("proposal", "The proposal"),
    optional("sro", "Senior responsible officers, separated by semicolons", "Responsible officers"),
    optional_money("target", "What the proposal is to save in the year"),
    optional_money("red", "The part that will not be delivered"),
    optional_money("amber", "The part that is likely and not confirmed"),
    optional_money("green", "The part that is confirmed"),
    optional_money("blue", "The part that is delivered already, where the return rates it apart from green"),
    optional(
        "status",
        "One word for the whole target: red, amber, green, blue, not reported, or a word of the body's own that its "
        "settings explain",
    ),
    optional_money("proposed", "What the proposal is to save in the year, where the return calls it so"),
    optional_money("achieved", "The part that is achieved"),
    optional_money("at_risk", "The part that is at risk"),
    Field("delivered_share", Kind.NUMBER, False, "The share of the target that is delivered, a fraction of 1"),
    optional_money("mitigations", "What is found elsewhere in its place"),
    optional_money("stated_total", "The total that the paper prints for the row"),
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
    "Totals that the paper prints",
    "One total that the paper prints, kept so that the lines can be checked against it",
    ("dataset", "column", "scope", "source_id", "locator"),
    text("dataset", "The dataset that the total belongs to; position is the sum of several"),
    text("column", "The column that is added up"),
    Field("scope", about="The lines that are added up: all, or those with a value in a column", names_totals=True),
    VALUE,
    UNIT,
    DECIMALS,
)
