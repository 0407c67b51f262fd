"""The data of an edition, to be taken away: CSV files, a workbook and a data package, and the page that lists them.

In: a period's return, the reference tables, the tie-out. Out: `_build/downloads/<period>/`, byte for byte the same for
the same input, and `book/downloads.md`.
"""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from html import escape
from pathlib import Path

import pandas as pd

from trustbook.period import Period
from trustbook.safe_text import as_csv
from trustbook.show.tables import Column, table
from trustbook.takeaway import spreadsheet
from trustbook.takeaway.offered import MARKED, Offered, offered
from trustbook.takeaway.package import file_name, package
from trustbook.tieout.report import Row
from trustbook.words import counted
from trustbook.workspace import Workspace

FOLDER = "data"
"""Where the files stand in an edition."""
_PACKAGE = "datapackage.json"
_KILOBYTE = 1024


def write_downloads(workspace: Workspace, period: Period, compared: Sequence[Row]) -> Path:
    """Write every file of a period and return their folder. Raises ReturnError for a table that cannot be read."""
    place = workspace.build / "downloads" / str(period)
    shutil.rmtree(place, ignore_errors=True)
    place.mkdir(parents=True)
    settings = workspace.settings
    tables = offered(workspace, period, compared)
    files = {each.name: _csv(each).encode(errors="replace") for each in tables}
    for each in tables:
        (place / file_name(period, each)).write_bytes(files[each.name])
    spreadsheet.write(place / workbook_name(period), period, settings.trust.name, tables)
    described = package(period, settings.trust.name, tables, files, settings.site.licence)
    (place / _PACKAGE).write_text(described, encoding="utf-8")
    return place


def workbook_name(period: Period) -> str:
    """The name of the workbook's file."""
    return f"{period}-data.xlsx"


def page(
    workspace: Workspace, period: Period, compared: Sequence[Row], folder: Path | None, printed: str | None = None
) -> str:
    """Write the page: each file with its size and what it holds. Without a folder the files are named, not linked.

    `printed` is the name of the edition's PDF, where one is made.
    """
    tables = offered(workspace, period, compared)
    rows = [
        (workbook_name(period), "Every table below, for a spreadsheet program", "one sheet a table"),
        *(
            (
                file_name(period, each),
                f"{each.schema.title}. A line is {each.schema.about[:1].lower()}{each.schema.about[1:]}",
                _lines(each),
            )
            for each in tables
        ),
        (_PACKAGE, "What each column of the CSV files holds, for machines (Frictionless Data Package)", ""),
    ]
    parts = [
        "# Take the data away",
        f"**The return of {period.label}, and what no month owns, in {counted(len(rows), 'file')}.**",
        "The returns of the months before are with the reports of those months. Money in the files is in thousands of "
        "pounds. An empty cell (in the workbook: "
        f"{spreadsheet.ABSENT}) means not reported, never nil. "
        f"{MARKED} Each paper keeps its own licence, as the register of "
        "papers lists it.",
        f'The whole report for paper: <a href="../{escape(printed)}" download>{escape(printed)}</a>.'
        if printed
        else "",
        "" if folder else "The files are made with the site, by `trustbook report`.",
        _files(rows, folder),
        "## What the columns hold",
        *(_described(each) for each in tables),
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def _csv(offered_table: Offered) -> str:
    rows = [["" if pd.isna(cell) else str(cell) for cell in row] for row in offered_table.frame.to_numpy()]
    return as_csv([offered_table.schema.names, *rows])


def _lines(offered_table: Offered) -> str:
    return counted(len(offered_table.frame), "line")


def _files(rows: Sequence[tuple[str, str, str]], folder: Path | None) -> str:
    """The table of files. Its first cells are links, which tables of figures never have, so it is written here."""
    cells = "".join(
        f'<tr><th scope="row">{_link(name, folder)}</th><td>{escape(holds)}</td><td>{escape(lines)}</td>'
        + (f'<td class="tb-number">{_size(folder / name)}</td></tr>' if folder else "</tr>")
        for name, holds, lines in rows
    )
    sizes = '<th scope="col" class="tb-number">Size, KB</th>' if folder else ""
    return (
        '<div class="tb-scroll" role="region" aria-label="Files" tabindex="0"><table class="tb-table">'
        '<caption>Files</caption><thead><tr><th scope="col">File</th><th scope="col">What it holds</th>'
        f'<th scope="col">Lines</th>{sizes}</tr></thead><tbody>{cells}</tbody></table></div>'
    )


def _link(name: str, folder: Path | None) -> str:
    return f'<a href="../{FOLDER}/{escape(name)}" download>{escape(name)}</a>' if folder else escape(name)


def _size(path: Path) -> str:
    return f"{path.stat().st_size / _KILOBYTE:,.1f}"


def _described(offered_table: Offered) -> str:
    schema = offered_table.schema
    rows = [(each.name, f"{each.about} ({each.unit})" if each.unit else each.about) for each in schema.columns]
    frame = pd.DataFrame(rows, columns=["name", "about"])
    shown = [Column("name", "Column"), Column("about", "What it holds")]
    caption = f"Columns of {schema.title[:1].lower()}{schema.title[1:]}"
    return f"<details><summary>{escape(caption)}</summary>{table(frame, shown, caption)._repr_html_()}</details>"
