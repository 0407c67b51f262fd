"""Write the downloads of an edition: CSV files, a workbook and a data package, and the page that lists them.

In: a period's return, the reference tables, the tie-out. Out: `_build/downloads/<period>/`, byte for byte the same for
the same input, and `book/downloads.md`.
"""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pandas as pd

from trustbook.claims.report import TieOutRow
from trustbook.components.tables import Column, table
from trustbook.config.workspace import Workspace
from trustbook.core.exchange import exchange
from trustbook.core.formatting import counted, uncapitalised
from trustbook.core.markup import Markup, Templates, escape, in_markdown, raw_block
from trustbook.core.period import Period
from trustbook.core.safe_text import as_csv
from trustbook.data.schema import Field
from trustbook.site import FRAGMENTS
from trustbook.site.downloads import spreadsheet
from trustbook.site.downloads.offered import MARKED, Offered, kept_back, offered
from trustbook.site.downloads.package import file_name, package
from trustbook.site.metadata import DRAFT

FOLDER = "data"
"""The files' folder in an edition."""
_PACKAGE = "datapackage.json"
_KILOBYTE = 1024
_TEMPLATES = Templates(Path(__file__).parent / "templates")


@dataclass(frozen=True)
class _File:
    """A line of the list of files; `folder` is the file's folder, if it has been made."""

    name: str
    holds: str
    lines: str
    folder: Path | None

    @property
    def size(self) -> str:
        """Return the file's size, in the unit of the heading."""
        return "" if self.folder is None else f"{(self.folder / self.name).stat().st_size / _KILOBYTE:,.1f}"


def write_downloads(workspace: Workspace, period: Period, compared: Sequence[TieOutRow]) -> Path:
    """Write every file of a period; return their folder. Raises ReturnError for an unreadable table."""
    place = workspace.build / "downloads" / str(period)
    new = place.with_name(f".{place.name}.new")
    shutil.rmtree(new, ignore_errors=True)
    new.mkdir(parents=True)
    settings = workspace.settings
    tables = offered(workspace, period, compared)
    files = {each.name: _csv(each).encode(errors="replace") for each in tables}
    for each in tables:
        (new / file_name(period, each)).write_bytes(files[each.name])
    publisher = settings.publisher.name if settings.publisher else None
    _write_workbook(new, workspace, period, tables, DRAFT)
    described = package(period, settings.trust.name, tables, files, settings.site.licence, publisher)
    (new / _PACKAGE).write_bytes(described.encode(errors="replace"))
    exchange(new, place)
    return place


def copy_published(
    made: Path, place: Path, workspace: Workspace, period: Period, compared: Sequence[TieOutRow], standing: str
) -> None:
    """Copy the files of a period for a revision: the cover of its workbook says which it is; no other file says."""
    shutil.copytree(made, place)
    _write_workbook(place, workspace, period, offered(workspace, period, compared), standing)


def _write_workbook(
    folder: Path, workspace: Workspace, period: Period, tables: Sequence[Offered], standing: str
) -> None:
    settings = workspace.settings
    publisher = settings.publisher.name if settings.publisher else None
    spreadsheet.write(folder / workbook_name(period), period, settings.trust.name, tables, publisher, standing)


def workbook_name(period: Period) -> str:
    """Return the file name of the workbook."""
    return f"{period}-data.xlsx"


def page(
    workspace: Workspace,
    period: Period,
    compared: Sequence[TieOutRow],
    folder: Path | None,
    printed: str | None = None,
    brief: str | None = None,
    meeting: Mapping[str, Any] = MappingProxyType({}),
) -> str:
    """Write the page: each file with its size and content. Without a folder, files are named but not linked.

    `printed` and `brief` are the names of the PDF of the edition's report and of its brief, if there are any;
    `meeting` is the one that the edition is for, in words (`Facts.meeting`).
    """
    tables = offered(workspace, period, compared)
    files = [
        _File(workbook_name(period), "Every table below, in one workbook", "one sheet each", folder),
        *(_File(file_name(period, each), _about(each), counted(len(each.frame), "line"), folder) for each in tables),
        _File(_PACKAGE, "The meaning of each column, for programs (Frictionless Data Package)", "", folder),
    ]
    shared = _shared(tables)
    parts = [
        "# Download the data",
        f"**{counted(len(files), 'file')} for {period.label}, with the reference tables.**",
        _origin(workspace, period),
        f"Money is in thousands of pounds. An empty cell ({spreadsheet.ABSENT} in the workbook) means that the return "
        "does not report the figure, or that we do not have it. It never means nil. "
        f"{MARKED} Each paper keeps its own licence, which the register of papers lists. "
        "Earlier months are with their own reports.",
        *(escape(each.unpublished) for each in kept_back(workspace, period)),
        raw_block(_TEMPLATES.render("printed.html", report=printed, brief=brief, period=period)) if folder else "",
        "" if folder else "The files are made with the site, by `trustbook report`.",
        raw_block(_TEMPLATES.render("files.html", files=files, folder=FOLDER, linked=folder is not None)),
        *_for_the_meeting(meeting),
        "## What the columns mean",
        raw_block(_columns("Columns of every table", shared)) if shared else "",
        *(raw_block(_columns(f"Columns of {_of(each)}", _own(each, shared))) for each in tables),
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def _origin(workspace: Workspace, period: Period) -> str:
    """Say where figures come from if we do not have the return; nothing if we do."""
    source = workspace.settings.known_from(period)
    return "" if source is None else f"We do not have this month's return. The figures are taken from {escape(source)}."


def _for_the_meeting(meeting: Mapping[str, Any]) -> Iterator[str]:
    """Say which meeting the edition is for, whether it is in time, and what its background papers are."""
    if not meeting:
        return
    yield "## The meeting"
    yield f"This report is for {in_markdown(meeting['named'])}. {meeting['timing']}"
    if titles := meeting["background"]:
        yield "Its background papers:"
        yield "\n".join(f"- {in_markdown(title)}" for title in titles)


def _csv(offered_table: Offered) -> str:
    rows = [["" if pd.isna(cell) else str(cell) for cell in row] for row in offered_table.frame.to_numpy()]
    return as_csv([offered_table.schema.names, *rows])


def _about(offered_table: Offered) -> str:
    return f"{offered_table.schema.title}. A line is {uncapitalised(offered_table.schema.about)}"


def _shared(tables: Sequence[Offered]) -> list[Field]:
    """List the columns that most tables have with the same meaning, so that it is said once."""
    counts = Counter(column for each in tables for column in each.schema.columns)
    return [column for column, count in counts.items() if count > len(tables) / 2]


def _own(offered_table: Offered, shared: Sequence[Field]) -> list[Field]:
    return [column for column in offered_table.schema.columns if column not in shared]


def _of(offered_table: Offered) -> str:
    return uncapitalised(offered_table.schema.title)


def _columns(caption: str, columns: Sequence[Field]) -> Markup:
    rows = [(each.name, f"{each.about} ({each.unit})" if each.unit else each.about) for each in columns]
    frame = pd.DataFrame(rows, columns=["name", "about"])
    shown = [Column("name", "Column"), Column("about", "Meaning")]
    return FRAGMENTS.render("folded.html", caption=caption, table=table(frame, shown, caption).html())
