"""Hold the draft of a changed pack to what a person would type: each figure is right, or it is lacking and listed.

In: a changed pack, or its seed. Out: `Outcome`, with the silent errors.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from papers.drafts import ROOT, cells_of, draft, typed_by_hand
from papers.mutations import APART, BY_PERIOD, LINES, SAVINGS, Mutated, mutated
from papers.pack import Printed, page, paper_of
from trustbook.ingest.model import Draft
from trustbook.ingest.names import plain
from trustbook.ingest.paper import Paper, read_whole, words_for
from trustbook.ingest.recognition import own_recognition, recognition
from trustbook.papers.words import own_words

Key = tuple[str, str, tuple[str, ...], str]


@dataclass(frozen=True)
class Outcome:
    """How a draft of a changed pack compares with the truth."""

    right: int
    listed: tuple[str, ...]
    wrong: tuple[str, ...]
    """Silent errors: a figure that is not the truth, or one that is lacking and not listed."""


def judged(pack: Mutated, made: Draft) -> Outcome:
    """Hold a draft to the truth: each figure is right, or it is lacking and listed."""
    read = cells_of(made)
    truth = {key: cell for key, cell in typed_by_hand().items() if "call_gbp_k" not in key[2]}
    groups = {key: cell for key, cell in truth.items() if key[1] == "controls" and key[2][2].startswith("group=")}
    either = {
        (key[0], "forecast", ("group", key[2][2].removeprefix("group=")), "variance_gbp_k"): cell
        for key, cell in groups.items()
    }
    if any(key in read for key in either):  # the lines could not be read: the groups stand for them
        truth = {key: cell for key, cell in truth.items() if key not in groups} | either
    wrong: list[str] = []
    listed: list[str] = []
    right = 0
    for key, cell in read.items():
        if truth.get(key) == cell:
            right += 1
        elif not _may_be(key, cell, pack, made):
            wrong.append(f"{key}: drafted {cell}, true {truth.get(key)}")
    for key in truth.keys() - read.keys():
        if _is_listed(key, pack, made):
            listed.append(str(key))
        else:
            wrong.append(f"{key}: lacking, and not listed")
    return Outcome(right, tuple(listed), tuple(wrong))


def _may_be(key: Key, cell: str, pack: Mutated, made: Draft) -> bool:
    """Check whether a figure is of a row that the pack has under another name now, as it is printed there."""
    period, dataset, names, column = key
    for each, draft_of_period in made.drafts.items():
        for row in draft_of_period.datasets.get(dataset, ()) if str(each) == period else ():
            same = row.cells.get(column) == cell and any(name in row.cells.values() for name in names)
            if same and (plain(row.label), row.traces[column].printed) in pack.printed:
                return True
            if same and row.label:
                for label, figures in pack.also.items():
                    if row.traces[column].printed in figures and plain(row.label) != label:
                        return True
    return False


def _is_listed(key: Key, pack: Mutated, made: Draft) -> bool:
    """Check whether what lacks is listed: its cell, its line, its column or its table."""
    _, dataset, names, _ = key
    which = _table_of(key)
    words = [plain(part) for part in (*names, *(label for label, name in _labels().items() if name in names))]
    words += [new for new, old in pack.renamed.items() if old in words]
    for each in made.listed:
        said = plain(each.what)
        number = re.match(r"table (\d+)", each.place)
        of_table = number is not None and which + 1 <= int(number[1]) <= which + 1 + pack.parted
        if of_table and each.what.startswith(("column ", "the table ", "not read")):
            return True
        if each.what == f"the table of {_ABSENT[which]}":
            return True
        if any(_names(said, word) for word in words if word and word not in _KINDS):
            return True
        if dataset == "controls" and of_table and said.startswith(("total", "linetotal")):
            return True
    return any(gone in words for gone in pack.gone)


def _names(said: str, word: str) -> bool:
    """Check whether an entry of the list begins with a name; a long label is cut there."""
    cut = said.removeprefix("line")
    return said.startswith((word, f"line{word}", f"total{word}")) or (len(cut) > _LONG and word.startswith(cut))


_LONG = 30
_ABSENT = {
    BY_PERIOD: "the forecast by period",
    LINES: "the budget lines",
    APART: "what the forecast leaves out",
    SAVINGS: "savings",
}
_KINDS = {"heading", "group", "forecast", "savings", "adjustments", "position", "all", "value"}


def _table_of(key: Key) -> int:
    """Return the table of the pack that a figure is in."""
    period, dataset, names, _ = key
    if dataset == "savings" or names[0] == "savings":
        return SAVINGS
    if dataset == "adjustments" or names[0] == "adjustments":
        return APART if "not_in_forecast" in names[-1] else BY_PERIOD
    if period != "2023-24-P11" or names[0] in ("group", "position") or names[-1].startswith("group="):
        return BY_PERIOD
    return LINES


def _labels() -> dict[str, str]:
    found = {}
    for rows in recognition(ROOT / "params").names.values():
        for label, name in rows.items():
            found[label] = name if isinstance(name, str) else name["ref"]
    return found


def outcome(seed: int, folder: Path | None = None) -> tuple[Mutated, Outcome]:
    """Change the pack, read it (as a page, where a folder is given), and judge the draft."""
    pack = mutated(seed)
    pack.parted = 0 if folder is None else sum(len(each.breaks) for each in pack.tables)
    return pack, judged(pack, draft(_read(pack.tables, seed, folder)))


def _read(tables: Sequence[Printed], seed: int, folder: Path | None) -> Paper:
    if folder is None:
        return paper_of(tables)
    file = folder / f"{seed}.html"
    file.write_bytes(page(tables))
    return read_whole(file, file.name, words_for(own_recognition(), own_words()))
