"""Describe the reference datasets: figures of other years and other bodies."""

from __future__ import annotations

from trustbook.data.schema import UNIT, VALUE, Field, Kind, date, money, optional, schema, text

_DECIMALS = Field(
    "decimals",
    Kind.NUMBER,
    False,
    "Decimal places of the figure in £ million, as the paper gives it; empty for whole thousands of pounds",
)

CONTRACT_SUMS = schema(
    "contract_sums",
    "Contract sums by year",
    "The budget of one financial year",
    ("year",),
    date("year", "The financial year"),
    money("original", "The sum as first agreed"),
    money("revised", "The sum with the change requests of the year"),
    _DECIMALS,
    optional("called", "What the paper calls the sum, if not a contract sum", "Called"),
    text("status", "How firm the figure is: agreed, approved, or from the press"),
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
    _DECIMALS,
    date("as_at", "The day, month or year that the figure is for"),
    text("basis", "What the figure is, in our own words"),
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
    _DECIMALS,
    text("against", "The budget that it is measured against: original, revised, or not stated"),
    text("status", "How firm the figure is: audited, provisional, press or forecast"),
    text("basis", "What the figure is, in our own words"),
)

CONTRACT_BLOCKS = schema(
    "contract_blocks",
    "What contract sums are made of",
    "One part of a year's contract sum, or an amount that stands beside it",
    ("year", "item"),
    date("year", "The financial year"),
    optional("block", "The number of the block, where the paper gives one"),
    text("item", "What it is for"),
    text("kind", "in_sum: a part of the sum; set_aside: beside it; taken_off: a saving that it counts on"),
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
    text("heading", "The budget heading that shows it today; empty where none does by itself"),
    date("named", "When it was named"),
    text("basis", "How the heading fits it, in our own words"),
)
