"""Describe the dataset of the transformation programme: its projects, and what each is to save."""

from __future__ import annotations

from trustbook.data.schema import NOTE, Field, Kind, date, money, optional, schema, text

PROGRAMME = schema(
    "programme",
    "Transformation programme",
    "One project: its stage, its rating, its business case, and what it is to save",
    ("project",),
    text("project", "The project"),
    optional("ref", "Reference of the project, which the paper may give twice", "Reference", stays=True),
    text("theme", "The theme that the project belongs to", stays=True),
    optional(
        "sro",
        "Senior responsible officer; TBC where the paper says that this is to be confirmed",
        "Officer",
        stays=True,
    ),
    text("stage", "concept, define, design or delivery"),
    text("rag", "How the programme rates the project: red, amber or green", "Rating"),
    optional("risk", "Which way the paper says that the risk went: up or down"),
    text("business_case", "date: a date is given; due: a date when it is due; to_be_confirmed; or not_applicable"),
    date("business_case_month", "The month of the business case"),
    text("benefit_this_year", "amount, to_be_confirmed, none (a dash in the paper) or not_applicable"),
    money("benefit_this_year", "What the project is to save in the financial year of the period"),
    text("benefit_next_year", "amount, to_be_confirmed, none (a dash in the paper) or not_applicable"),
    money("benefit_next_year", "What the project is to save in the year after"),
    text("benefit_in_plan", "amount, to_be_confirmed, none (a dash in the paper) or not_applicable"),
    money("benefit_in_plan", "What the plan says that the project is to save, where it gives no year"),
    Field("overlap_gbp_k", Kind.MONEY, False, "The part of a benefit that another project may count too"),
    optional("overlap_with", "The project that may count it too"),
    optional("savings_ref", "The savings that the project carries, separated by semicolons", "Savings", stays=True),
    optional(
        "savings_match",
        "How its savings were matched to it: name, where the papers' names agree, or subject, where they do not",
        "Matched by",
        stays=True,
    ),
    NOTE,
)

PERIOD = (PROGRAMME,)
"""Datasets that a period may report."""
