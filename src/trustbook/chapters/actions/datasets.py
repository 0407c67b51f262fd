"""Describe the dataset of actions: what the last meeting agreed is to be done, who does it, and by when."""

from __future__ import annotations

from trustbook.data.schema import NOTE, Field, Kind, date, optional, schema, text

ACTIONS = schema(
    "actions",
    "Actions of the last meeting",
    "One action that a meeting agreed, and whether it is done",
    ("action",),
    text("action", "What is to be done"),
    optional("owner", "Who is responsible for it: a role, or a name", stays=True),
    Field("due", Kind.DATE, True, "The day or month by which it is to be done; empty if none was agreed", stays=True),
    date("done", "The day or month in which it was done; empty if it is open"),
    NOTE,
    ends="done",
)

PERIOD = (ACTIONS,)
"""Datasets that a period may report."""
