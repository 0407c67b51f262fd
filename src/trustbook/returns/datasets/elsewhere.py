"""The datasets that no period owns: other years and other places."""

from __future__ import annotations

from trustbook.returns.schema import UNIT, VALUE, date, money, schema, text

CONTRACT_SUMS = schema(
    "contract_sums",
    "Contract sums by year",
    "The budget of one financial year",
    ("year",),
    date("year", "The financial year"),
    money("original", "The sum as first agreed"),
    money("revised", "The sum with the change requests of the year"),
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
    date("as_at", "The day, month or year that the figure is for"),
    text("basis", "What the figure is, in our own words"),
)
