"""Describe the reference datasets: figures of other years and other bodies."""

from __future__ import annotations

from trustbook.data.schema import DECIMALS_OF_MILLIONS, UNIT, VALUE, date, money, optional, schema, text

CONTRACT_SUMS = schema(
    "contract_sums",
    "{Budgets} by year",
    "The budget of one financial year",
    ("year",),
    date("year", "The financial year"),
    money("original", "The sum as first agreed"),
    money("revised", "The sum with the change requests of the year"),
    text("status", "How firm the figure is: agreed, approved, or from the press"),
    optional("covers", "What the sum is of: only sums of the same are compared with each other"),
    DECIMALS_OF_MILLIONS,
    text("basis", "What the figure is, in our own words"),
)

COMPARATORS = schema(
    "comparators",
    "Other years and other places",
    "One figure of another year or another body, for scale",
    ("body", "scope", "measure", "as_at"),
    text("body", "The body that the figure is about"),
    text("scope", "The part of the body"),
    text("measure", "What is measured"),
    VALUE,
    UNIT,
    date("as_at", "The day, month or year that the figure is for"),
    text("basis", "What the figure is, in our own words"),
    DECIMALS_OF_MILLIONS,
    optional("bound", "Whether the paper gives a limit and not the figure: below, at_most, at_least or above"),
)

OUTTURNS = schema(
    "outturns",
    "Where other years ended",
    "What one paper says that a year ended above its budget, or would",
    ("year", "as_at", "body", "scope", "status"),
    date("year", "The financial year"),
    date("as_at", "The period whose forecast it is; empty for the year as a whole"),
    text("body", "Who ran the service then"),
    text("scope", "The part of the body"),
    money("over", "Spending above the budget; below zero it is an underspend"),
    DECIMALS_OF_MILLIONS,
    text("against", "The budget that it is measured against: original, revised, or not stated"),
    text("status", "How firm the figure is: audited, provisional, press or forecast"),
    text("basis", "What the figure is, in our own words"),
)

CONTRACT_BLOCKS = schema(
    "contract_blocks",
    "What {budgets} are made of",
    "One part of a year's {budget}, or an amount that is not part of it",
    ("year", "item"),
    date("year", "The financial year"),
    optional("block", "The number of the block, where the paper gives one"),
    text("item", "What it is for"),
    text("kind", "in_sum: a part of the sum; set_aside: not part of it; taken_off: a saving that it counts on"),
    money("amount", "The amount"),
    money("non_recurring", "The part that does not come again; empty where the paper does not say"),
    text("basis", "What the figure is, in our own words"),
)

COST_DRIVERS = schema(
    "cost_drivers",
    "Drivers of cost",
    "One driver of cost that an earlier paper named",
    ("driver",),
    text("driver", "What drives cost"),
    text("heading", "The {budget_line} that shows it today; empty where none does by itself", "{Line}"),
    date("named", "When it was named"),
    text("basis", "How the {line} fits it, in our own words"),
)
