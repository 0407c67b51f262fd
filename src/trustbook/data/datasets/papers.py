"""Describe the datasets about papers: the claims in them, and the register of papers."""

from __future__ import annotations

from trustbook.data.schema import DECIMALS, NOTE, UNIT, VALUE, Field, Kind, Schema, date, optional, schema, text

CLAIMS = schema(
    "claims",
    "What the papers state",
    "One figure that a paper states",
    ("claim_id",),
    text("claim_id", "Reference of the statement", "Claim"),
    text("metric", "The figure of the report that the statement is about"),
    date("period", "The period or financial year that the statement is about"),
    VALUE,
    UNIT,
    DECIMALS,
    Field("tolerance", Kind.NUMBER, False, "How far words such as 'almost' let the figure be out, in its unit"),
    text("label", "The statement in our own words", "Statement"),
    optional("bound", "Whether the paper gives a limit and not the figure: below, at_most, at_least or above"),
    optional("called", "The figure that the paper's words name, with @ and its time, where that is not the one stated"),
    Field("date", Kind.DATE, False, "The date that is stated, where the unit is date"),
    optional("cause", "What lies behind a disagreement, in our words; statements with the same words have one cause"),
)

SOURCES = Schema(
    "sources",
    (
        text("source_id", "Reference of the paper, as the other tables use it", "Source"),
        text("title", "Title of the paper"),
        text("publisher", "Who published it"),
        date("published_on", "When it was published"),
        text("file", "The file that the figures were carried over from"),
        text("licence", "The licence of the paper, where it states one"),
        NOTE,
    ),
    ("source_id",),
    "Register of papers",
    "One paper that figures were taken from",
)
