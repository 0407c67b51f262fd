"""List the tables that an edition offers for download: those of the return, and those that belong to no period.

In: a period's return as read, the reference tables, the tie-out. Out: `Offered` tables, each with its schema. Cells are
text in the units of the files, corrected as the reader corrects them; an empty cell means that there is no figure.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import pandas as pd

from trustbook.claims.report import TieOutRow
from trustbook.claims.verdicts import Verdict
from trustbook.config.officers import COLUMNS, shown
from trustbook.config.workspace import Workspace
from trustbook.core.formatting import Withheld, listing
from trustbook.core.period import Period
from trustbook.data.datasets import CLAIMS, SOURCES, period_datasets, reference_datasets
from trustbook.data.period_return import read_reference_tables, read_return
from trustbook.data.schema import Field, Schema

WHAT = "The return as read, the reference tables, and the figures that papers state with their verdicts."

MARKED = (
    "In the CSV files, text that begins with =, +, - or @ has an apostrophe before it, so that no spreadsheet runs it "
    "as a formula."
)

_VERDICT = (
    Field("verdict", about=f"What became of the statement: {listing([each.value for each in Verdict], 'or')}"),
    Field("standing", about="What the comparison shows; same_place and repeated are not agreement"),
    Field("given", about="The figure that it was compared with", label="Compared with"),
    Field("difference", about="What was stated less what it was compared with"),
    Field("against", about="Where that figure comes from", label="Compared with what"),
)
TIED_CLAIMS = replace(
    CLAIMS,
    columns=(*CLAIMS.columns, *_VERDICT),
    title="Statements with verdicts",
    about="One figure that a paper states, and what became of it when it was compared",
)
"""The claims with their verdicts from the tie-out."""


@dataclass(frozen=True)
class Offered:
    """One table: every column of its schema in file order, as text, with NA for an empty cell."""

    schema: Schema
    frame: pd.DataFrame
    of_the_period: bool
    """Whether the table belongs to this period only."""

    @property
    def name(self) -> str:
        """Return the dataset's name."""
        return self.schema.name

    @property
    def sources(self) -> list[str]:
        """List the papers that its rows cite, in order of first appearance."""
        return [str(each) for each in self.frame["source_id"].dropna().unique()]


def offered(workspace: Workspace, period: Period, compared: Sequence[TieOutRow]) -> list[Offered]:
    """List the tables with rows, and the papers that they name, in a fixed order.

    Raises ReturnError for an unreadable table.
    """
    read = read_return(workspace, period).tables
    reference = read_reference_tables(workspace)
    schemas = period_datasets(workspace.root)
    of_a_period = [name for name, schema in schemas.items() if name != CLAIMS.name and not schema.unpublished]
    named = [name for name in of_a_period if name in read and len(read[name].written)]
    found = [
        _plain(read[name].schema, _with_officers(read[name].written, workspace), of_the_period=True) for name in named
    ]
    stated = [table.written for table in (read.get(CLAIMS.name), reference[CLAIMS.name]) if table is not None]
    claims = _with_verdicts(stated, compared)
    if len(claims.frame):
        found.append(claims)
    shared = [reference[name] for name in reference_datasets(workspace.root) if len(reference[name].written)]
    found += [_plain(table.schema, table.written, of_the_period=False) for table in shared]
    return [*found, _plain(SOURCES, _cited(reference[SOURCES.name].written, found), of_the_period=False)]


def kept_back(workspace: Workspace, period: Period) -> list[Schema]:
    """List the datasets of a return that are in no download. Raises ReturnError for an unreadable table."""
    read = read_return(workspace, period).tables
    return [schema for name, schema in period_datasets(workspace.root).items() if schema.unpublished and name in read]


def _cited(papers: pd.DataFrame, tables: Sequence[Offered]) -> pd.DataFrame:
    """Return the rows of the register that these tables name; an edition does not depend on any other."""
    named = {source for table in tables for source in table.sources}
    return papers[papers["source_id"].isin(named)]


def _plain(schema: Schema, written: pd.DataFrame, *, of_the_period: bool) -> Offered:
    return Offered(schema, written.reindex(columns=list(schema.names)).reset_index(drop=True), of_the_period)


def _with_officers(written: pd.DataFrame, workspace: Workspace) -> pd.DataFrame:
    """Show those who are responsible as the settings say."""
    how, roles = workspace.settings.officers, workspace.settings.officer_roles
    return written.assign(
        **{name: shown(written[name], how, roles, Withheld.HIDDEN.value) for name in COLUMNS if name in written}
    )


def _with_verdicts(stated: Sequence[pd.DataFrame], compared: Sequence[TieOutRow]) -> Offered:
    claims = pd.concat(stated).set_index("claim_id", drop=False)
    verdicts = pd.DataFrame(
        [
            (row.claim_id, row.verdict.value, row.standing, row.given, row.difference or None, row.against)
            for row in compared
        ],
        columns=["claim_id", *(column.name for column in _VERDICT)],
    ).set_index("claim_id")
    return _plain(TIED_CLAIMS, claims.join(verdicts), of_the_period=True)


def register(tables: Sequence[Offered]) -> dict[str, dict[str, str]]:
    """Return the papers that these tables cite, by source, with the register's descriptions."""
    papers = next(table.frame for table in tables if table.schema is SOURCES)
    named = {source for table in tables for source in table.sources if table.schema is not SOURCES}
    return {
        str(row["source_id"]): {str(name): str(value) for name, value in row.items() if pd.notna(value)}
        for row in papers.to_dict("records")
        if row["source_id"] in named
    }
