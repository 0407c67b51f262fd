"""Find names that look the same but differ, which count a line twice or hide it from a search.

In: this return's tables. Out: `Reconciliation`s with the severity of a warning.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from trustbook.checks.reconciliation_table import Frames, Reconciliation, doubt
from trustbook.core.characters import excerpt
from trustbook.data.schema import Kind

_MARKS = str.maketrans(
    {
        **dict.fromkeys("\u2018\u2019\u201b\u2032\u00b4`", "'"),
        **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2212", "-"),
    }
)


def names_alike(now: Frames) -> Iterator[Reconciliation]:
    """Doubt each name in a key column that differs from another only in ways readers do not see."""
    for dataset, table in now.tables.items():
        for column in table.schema.columns:
            if column.name not in table.schema.key or column.kind is not Kind.TEXT or column.name not in table.typed:
                continue
            first: dict[str, str] = {}
            for line, name in table.typed[column.name].dropna().drop_duplicates().items():
                other = first.setdefault(as_seen(str(name)), str(name))
                if other != name:
                    yield doubt(
                        now,
                        dataset,
                        f"'{excerpt(str(name))}' and '{excerpt(other)}' are two names that look the same",
                        "each line under one name",
                        rule="plausible.alike",
                        line=int(str(line)),
                        column=column.name,
                    )


def as_seen(name: str) -> str:
    """Normalise a name as readers see it: ignore case, spaces and variants of a letter or mark."""
    return " ".join(unicodedata.normalize("NFKC", name).translate(_MARKS).casefold().split())
