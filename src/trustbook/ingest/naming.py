"""Give the rows of a draft the names that the returns use: remembered ones first, then those of the last return.

In: the label in a paper. Out: the words of the row that are known, such as its heading, or its reference and proposal.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from trustbook.ingest.names import Match, match, plain
from trustbook.ingest.recognition import Recognition


def remembered(label: str, dataset: str, recognition: Recognition) -> Mapping[str, str] | str | None:
    """Return what the workspace remembers that the paper's label is called; None if nothing."""
    known = recognition.names.get(dataset, {})
    same = [value for name, value in known.items() if plain(name) == plain(label)]
    if same:
        return same[0]
    near = match(label, known).name
    return None if near is None else known[near]


def one_of(label: str, names: Iterable[str], dataset: str, recognition: Recognition) -> Match:
    """Return the one name that a label is: what is remembered, or the only one that is spelled like it."""
    known = remembered(label, dataset, recognition)
    if isinstance(known, str):
        return Match(known)
    return match(label, names)
