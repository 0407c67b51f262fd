"""Write a draft as the files of a return, in `drafts/<period>/`, and tell whether somebody has worked on one.

In: a workspace, a `Draft`. Out: the folders, each whole or not at all. An accepted return is never touched, and a draft
that was changed since it was written is never replaced.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from secrets import token_hex
from typing import Any

from trustbook.config.workspace import DRAFT_RECORD, Workspace
from trustbook.core.errors import WorkspaceError
from trustbook.core.formatting import listing
from trustbook.core.incoming import names_in, path_exists, read_file
from trustbook.core.period import Period
from trustbook.core.safe_text import as_csv
from trustbook.data.datasets import period_datasets
from trustbook.data.schema import Schema
from trustbook.ingest.model import Draft, DraftRow, PeriodDraft

README = "README.md"
_MOST_BYTES = 100_000_000
_ALWAYS = ("note", "source_id", "locator")


@dataclass(frozen=True)
class Written:
    """The draft of one period that was written, as paths from the root of the workspace."""

    period: Period
    files: tuple[str, ...]
    replaced: bool = False


def write_drafts(workspace: Workspace, draft: Draft, paper: str, digest: str) -> list[Written]:
    """Write the draft of the paper's period, and of each earlier one that has no return yet.

    Raises WorkspaceError, before anything is written, if somebody has changed a draft that is there.
    """
    schemas, there = period_datasets(workspace.root), set(workspace.periods())
    wanted = [each for period, each in sorted(draft.drafts.items()) if period == draft.period or period not in there]
    for each in wanted:
        require_untouched(workspace, each.period)
    return [_write(workspace, each, draft, schemas, paper, digest) for each in wanted]


def require_untouched(workspace: Workspace, period: Period) -> None:
    """Raise WorkspaceError if a draft was changed since it was written."""
    folder = workspace.drafts_of_returns / str(period)
    if not path_exists(folder):
        return
    changed = changed_files(workspace, period)
    if changed:
        raise WorkspaceError(
            f"the draft of {period} was changed since it was written ({listing(changed)})",
            file=workspace.shown(folder),
            expected="a draft that nobody has worked on, or none",
            mend=f"Accept it (trustbook ingest --accept {period}), or move the folder away and run this again.",
        )


def changed_files(workspace: Workspace, period: Period) -> list[str]:
    """List the files of a draft that differ from what was written, and those that are new or gone."""
    folder = workspace.drafts_of_returns / str(period)
    now = {path.name: _digest(_content(workspace, path)) for path in _files(workspace, folder)}
    record = record_of(workspace, period)
    was = record.get("files", {})
    reviewed = [DRAFT_RECORD] if record.get("reviewed") else []
    return sorted([*reviewed, *(name for name in now.keys() | was.keys() if now.get(name) != was.get(name))])


def record_of(workspace: Workspace, period: Period) -> dict[str, Any]:
    """Read the record of a draft; empty where it is lost, so that every file counts as changed."""
    file = workspace.drafts_of_returns / str(period) / DRAFT_RECORD
    if not path_exists(file):
        return {}
    try:
        found = json.loads(_content(workspace, file))
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _write(
    workspace: Workspace, each: PeriodDraft, draft: Draft, schemas: Mapping[str, Schema], paper: str, digest: str
) -> Written:
    chosen = {name: rows for name, rows in each.datasets.items() if rows and name in schemas}
    files = {f"{name}.csv": _dataset(schemas[name], rows) for name, rows in chosen.items()}
    record = {
        "period": str(each.period),
        "paper": paper,
        "sha256": digest,
        "source_id": draft.source,
        "files": {name: _digest(content) for name, content in files.items()},
        **{key: value for key, value in draft.as_json().items() if key == "listed" and each.period == draft.period},
        "rows": draft.as_json()["drafts"].get(str(each.period), {}),
    }
    files[DRAFT_RECORD] = (json.dumps(record, indent=1, ensure_ascii=False) + "\n").encode()
    folder = workspace.drafts_of_returns / str(each.period)
    replaced = path_exists(folder)
    _exchange(folder, files, workspace)
    return Written(each.period, tuple(workspace.shown(folder / name) for name in files), replaced)


def _exchange(folder: Path, files: Mapping[str, bytes], workspace: Workspace) -> None:
    """Write a folder under another name, then put it in the place of the old one."""
    partial, old = (folder.with_name(f".{token_hex(8)}.part") for _ in range(2))
    try:
        partial.mkdir(parents=True)
        for name, content in files.items():
            (partial / name).write_bytes(content)
        if path_exists(folder):
            folder.rename(old)
        try:
            partial.rename(folder)
        except OSError:
            if path_exists(old):
                old.rename(folder)
            raise
    except OSError as error:
        raise WorkspaceError(
            f"it cannot be written ({error.strerror})",
            file=workspace.shown(folder),
            expected="a folder drafts/ in which files can be made",
        ) from None
    finally:
        shutil.rmtree(partial, ignore_errors=True)
        shutil.rmtree(old, ignore_errors=True)


def _dataset(schema: Schema, rows: Sequence[DraftRow]) -> bytes:
    """Write a dataset with the columns that it has figures or words for, and a place for notes."""
    used = {name for row in rows for name in row.cells}
    names = [each.name for each in schema.columns if each.name in used or each.name in _ALWAYS or each.required]
    return as_csv([names, *[[row.cells.get(name, "") for name in names] for row in rows]]).encode()


def _files(workspace: Workspace, folder: Path) -> list[Path]:
    return [path for path in names_in(folder, workspace.shown(folder), WorkspaceError) if path.name != DRAFT_RECORD]


def _content(workspace: Workspace, path: Path) -> bytes:
    return read_file(path, workspace.shown(path), _MOST_BYTES, within=path.parent, kind=WorkspaceError)


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
