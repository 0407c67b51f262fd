"""Describe the assurance datasets: a period's reviews and risks, and the history of oversight."""

from __future__ import annotations

from trustbook.data.schema import NOTE, date, money, optional, schema, text

ASSURANCE = schema(
    "assurance",
    "Assurance",
    "One area of a review of {the_body}, or one risk that the papers name",
    ("kind", "item"),
    text("kind", "area: an area of a review; risk: a risk that a paper names"),
    text("item", "The area or the risk, in our own words"),
    text("theme", "What a risk is about, so that it can be followed from paper to paper; our own sorting", stays=True),
    text("status", "Of an area: completed, completed_subject_to (something is outstanding) or in_progress"),
    text("outstanding", "What is still to be done"),
    text("reason", "Why it is outstanding"),
    optional("awaits", "What an open area waits for, where the paper says: year_end is the final figures of the year"),
    money("amount", "What a risk comes to, where the paper says"),
    NOTE,
)

OVERSIGHT = schema(
    "oversight",
    "Oversight over the years",
    "One inspection, judgement, review, change or concern that a paper names",
    ("event", "as_at"),
    date("as_at", "The day, month or year that the paper gives; empty where it gives none"),
    text("place", "here: the services that {the_body} runs now; elsewhere: another {body}'s"),
    text("body", "The body that it is about (several: A; B)"),
    text("kind", "inspection, judgement, review, change or concern"),
    text("event", "What happened or was expected, in our own words"),
    optional("scope", "Which services an inspection or a judgement is of, where a paper says"),
    text("theme", "What a concern is about, so that it can be followed from paper to paper; our own sorting"),
    text("status", "happened, or expected by the paper at its time"),
    NOTE,
)

PERIOD = (ASSURANCE,)
"""Datasets that a period may report."""

REFERENCE = (OVERSIGHT,)
"""Datasets that belong to no single period."""
