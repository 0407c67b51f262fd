"""Describe the benefits datasets: a programme's aims and results, and how trackers count each benefit."""

from __future__ import annotations

from trustbook.data.schema import NOTE, VALUE, Field, Kind, date, money, optional, schema, text

BENEFITS = schema(
    "benefits",
    "Benefits of a programme",
    "One figure of a programme that is to help children and save money: a count at a stage, an amount, a weekly cost",
    ("measure", "part", "stage", "as_at"),
    text("measure", "children, opportunities, interventions, foster_carers, saving, scenario, investment, weekly_cost"),
    text(
        "part", "The cohort, the kind of opportunity or the part of the money; empty where the line is of all of them"
    ),
    text(
        "stage",
        "How far those that are counted have come; of savings: target, delivered, forecast, in_contract_sum; of "
        "invest-to-save money: agreed, stated (a subtotal that the paper gives), cost (what a part of it paid for), "
        "grant, part_funded (what the grant was to part-fund)",
    ),
    Field("step", Kind.NUMBER, True, "The place of the stage in its funnel; empty where it is in none", stays=True),
    VALUE,
    text("unit", "What the figure counts; only stages that count the same are put in one funnel", stays=True),
    date("as_at", "The month or financial year that the figure is for"),
    optional("condition", "What the money depends on, in our own words, to follow 'on condition that'"),
    NOTE,
)

TRACKERS = schema(
    "trackers",
    "Benefits by tracker",
    "One benefit as one tracker counts it",
    ("tracker", "benefit", "year"),
    text("tracker", "The list that counts the benefit"),
    text("benefit", "The benefit, by one name in every tracker"),
    text("officer", "The senior responsible officer, where the tracker names one", "Responsible officer", stays=True),
    date("year", "The financial year, where the tracker names one"),
    money("amount", "What the tracker says that the benefit is worth"),
    NOTE,
)

RATINGS = schema(
    "ratings",
    "Ratings of the programme",
    "One aspect that the programme's report rates",
    ("aspect", "as_at"),
    text("aspect", "What is rated"),
    text("rating", "red, amber or green, as the report has it; empty where it gives none"),
    optional("previous", "The rating before, where the report gives it"),
    date("as_at", "The date of the report"),
    NOTE,
)

PERIOD = (
    BENEFITS,
    TRACKERS,
    RATINGS,
)
"""Datasets that a period may report."""
