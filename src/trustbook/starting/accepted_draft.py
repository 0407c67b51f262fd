"""Accept the draft of a return: it becomes the return of its period, and the names that were corrected are remembered.

In: a workspace and a period. Out: `Accepted`. The folder of the return appears whole or not at all; the record
of the draft, which says of each cell where in the paper it is from, is kept in `drafts/accepted/`.
"""

from __future__ import annotations

import csv
import io
import shutil
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import yaml

from trustbook.config.workspace import DRAFT_RECORD, INGEST, SOURCES_FILE, Workspace
from trustbook.core.atomic_file import write_whole
from trustbook.core.errors import WorkspaceError
from trustbook.core.formatting import counted, listing
from trustbook.core.incoming import names_in, path_exists, read_file
from trustbook.core.period import Period
from trustbook.core.plain_yaml import read_values
from trustbook.core.safe_text import from_spreadsheet
from trustbook.ingest.files import record_of
from trustbook.starting.new_period import parameters_of, require_reported, write_folder

LEARNED, ACCEPTED = "learned.yaml", "accepted"
_HEAD = "# What `trustbook ingest --accept` learned of the names in papers. Correct or delete a line if it is wrong.\n"
_MOST_BYTES = 100_000_000
_NAMES: Mapping[str, tuple[str, ...]] = {
    "forecast": ("heading",),
    "adjustments": ("item",),
    "savings": ("ref", "proposal"),
    "assurance": ("item",),
}


@dataclass(frozen=True)
class Accepted:
    """What became of a draft."""

    period: Period
    files: tuple[str, ...]
    learned: int
    """How many names of the paper are remembered that the returns call otherwise."""


def accept(workspace: Workspace, period: Period) -> Accepted:
    """Make a draft the return of its period.

    Raises WorkspaceError if there is no draft, if the period has a return already, or if its paper is not registered.
    """
    if period not in workspace.draft_periods():
        known = ", ".join(str(each) for each in workspace.draft_periods()) or "none"
        raise WorkspaceError(f"there is no draft of {period}", file="drafts", expected=f"one of: {known}")
    folder, target = workspace.drafts_of_returns / str(period), workspace.data / str(period)
    if path_exists(target):
        raise WorkspaceError(
            f"{period} has a return already, and a draft does not replace one",
            file=workspace.shown(target),
            expected="a period without a return",
            mend="Carry over by hand what is to change, and delete the draft.",
        )
    require_reported(workspace, period)
    record = record_of(workspace, period)
    _require_registered(workspace, str(record.get("source_id", "")))
    files = {
        path.name: read_file(path, workspace.shown(path), _MOST_BYTES, within=folder, kind=WorkspaceError)
        for path in names_in(folder, workspace.shown(folder), WorkspaceError)
        if path.name != DRAFT_RECORD
    }
    learned = _learn(workspace, record, files)
    parameters = workspace.params / f"{period}.yaml"
    if not path_exists(parameters):
        write_whole(parameters, parameters_of(period).encode())
    write_folder(target, files)
    kept = workspace.drafts_of_returns / ACCEPTED / f"{period}.json"
    if path_exists(folder / DRAFT_RECORD):
        kept.parent.mkdir(exist_ok=True)
        (folder / DRAFT_RECORD).replace(kept)
    shutil.rmtree(folder, ignore_errors=True)
    return Accepted(period, tuple(workspace.shown(target / name) for name in files), learned)


def in_lines(made: Accepted) -> Iterator[str]:
    """Yield the lines that `trustbook ingest --accept` prints."""
    yield f"{made.period} has its return now: {listing(made.files)}"
    if made.learned:
        yield f"{counted(made.learned, 'name')} of the paper will be known the next time: params/{INGEST}/{LEARNED}"
    yield f"Next: trustbook check {made.period}"


def _require_registered(workspace: Workspace, source: str) -> None:
    file, shown = workspace.data / SOURCES_FILE, f"data/{SOURCES_FILE}"
    content = b""
    if path_exists(file):
        content = read_file(file, shown, _MOST_BYTES, within=workspace.data, kind=WorkspaceError)
    if source and source not in {row.get("source_id", "") for row in _rows(content)}:
        raise WorkspaceError(
            f"the paper '{source}' is not in the register",
            file=shown,
            expected=f"a line with the source_id {source}",
            mend="Add its line: source_id, title, publisher, published_on, file, licence.",
        )


def _learn(workspace: Workspace, record: Mapping[str, Any], files: Mapping[str, bytes]) -> int:
    """Remember what the return calls a row that the paper calls otherwise, where its figures show which row it is."""
    folder, shown = workspace.params / INGEST, f"params/{INGEST}/{LEARNED}"
    known: dict[str, dict[str, Any]] = {}
    if path_exists(folder / LEARNED):
        raw = read_file(folder / LEARNED, shown, _MOST_BYTES, within=folder, kind=WorkspaceError)
        known = dict((read_values(raw.decode("utf-8", "replace"), shown) or {}).get("names") or {})
    count = 0
    for dataset, names in _NAMES.items():
        rows = record.get("rows", {}).get(dataset, ())
        now = _rows(files.get(f"{dataset}.csv", b""))
        for row in rows:
            label, found = str(row.get("label", "")).strip(), _same_row(row, now, rows)
            if not label or found is None:
                continue
            called: Any = found.get(names[0], "") if len(names) == 1 else {name: found.get(name, "") for name in names}
            if called and called != label and known.setdefault(dataset, {}).get(label) != called:
                known[dataset][label] = called
                count += 1
    if count:
        text = yaml.safe_dump({"names": known}, allow_unicode=True, sort_keys=True, default_style='"', width=1_000)
        write_whole(folder / LEARNED, (_HEAD + text).encode())
    return count


def _same_row(
    row: Mapping[str, Any], now: Sequence[Mapping[str, str]], rows: Sequence[Mapping[str, Any]]
) -> Mapping[str, str] | None:
    """Find the one row of the return that has the figures of a row of the draft."""
    figures = {name: row["cells"][name] for name in row.get("traces", {}) if name.endswith("_gbp_k")}
    same = [each for each in now if all(each.get(name) == value for name, value in figures.items())]
    alike = [each for each in rows if all(each["cells"].get(name) == value for name, value in figures.items())]
    if len(same) == 1 and len(alike) == 1 and figures:
        return same[0]
    # rows with the same figures: the one that stands where it stood, if no row was added or taken away
    place = next((at for at, each in enumerate(rows) if each is row), -1)
    return now[place] if len(now) == len(rows) and now[place] in same else None


def _rows(content: bytes) -> list[dict[str, str]]:
    text = content.decode("utf-8-sig", "replace")
    return [
        {str(name): from_spreadsheet(cell or "") for name, cell in row.items() if name is not None}
        for row in csv.DictReader(io.StringIO(text, newline=""))
    ]
