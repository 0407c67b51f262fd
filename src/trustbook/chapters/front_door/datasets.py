"""Describe the dataset about demand: contacts and referrals, and what happens to them."""

from __future__ import annotations

from trustbook.data.schema import NOTE, UNIT, VALUE, date, schema, text

FRONT_DOOR = schema(
    "front_door",
    "Front door",
    "One figure about the contacts and referrals that reach {the_body}",
    ("part", "measure"),
    text("part", "Who makes contact, what becomes of a referral, or the whole front door"),
    text(
        "measure",
        "contacts_a_year; contact_share: this part's share of contacts; outcome_share: of referrals, those that end "
        "so; re_referrals: cases likely to be referred again; conversion_target: the share of referrals "
        "that is to lead to an assessment",
    ),
    VALUE,
    UNIT,
    date("as_at", "The day, month or year that the figure is for"),
    NOTE,
)

PERIOD = (FRONT_DOOR,)
"""Datasets that a period may report."""
