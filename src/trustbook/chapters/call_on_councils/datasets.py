"""Describe the datasets of the cost to the councils: what is to lower it, and what those who pay could meet it from."""

from __future__ import annotations

from trustbook.data.schema import NOTE, Field, Kind, date, money, optional, schema, text

MITIGATIONS = schema(
    "mitigations",
    "Mitigations",
    "One measure that is to lower the cost",
    ("measure",),
    text("measure", "What is to be done"),
    money("amount", "By how much it is to lower the cost this year; above zero lowers it"),
    optional("owner", "Who is responsible for it", stays=True),
    date("date", "By when it is to be done", required=False),
    Field(
        "confidence",
        Kind.NUMBER,
        False,
        "How sure the paper is of it: a share from 0 to 1; empty if the paper does not say",
    ),
    optional("in_forecast", "Whether the forecast counts on it already: yes or no; empty: the paper does not say"),
    optional(
        "relates_to",
        "The item of adjustments, or the reference of the saving, whose cost it meets; empty: of neither",
        stays=True,
    ),
    NOTE,
)

FUNDERS = schema(
    "funders",
    "Reserves and debts",
    "One reserve, contingency or debt of a funder, or of {the_body} itself",
    ("funder", "measure", "name"),
    text("funder", "Whose it is: the code or the name of a funder in the settings, or the name of {the_body}"),
    text(
        "measure",
        "reserve or contingency: what a cost could be met from; owed_to_body: what the funder owes {the_body}; "
        "owed_by_body: what {the_body} owes the funder",
    ),
    text("name", "The name of the reserve or of the debt"),
    money("amount", "The amount; of a debt without a sign, since the measure says who owes it"),
    money("committed", "Of a reserve or a contingency, what is committed to something else already", required=False),
    Field("days_overdue", Kind.NUMBER, False, "Of a debt, for how many days it has been due"),
    date("as_at", "The day, month or year that the amount is of"),
    NOTE,
)

PERIOD = (MITIGATIONS, FUNDERS)
"""Datasets that a period may report."""
