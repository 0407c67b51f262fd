"""Read a period's return, and the reference data, as typed frames.

In: a workspace and a period. Out: `Return` and `Reference`; a dataset that the period does not have is None.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import cached_property, partial
from pathlib import Path

import pandas as pd

from trustbook.config.workspace import Workspace
from trustbook.core.characters import excerpt
from trustbook.core.errors import ReturnError
from trustbook.core.ignored_files import is_ignored
from trustbook.core.incoming import names_in, path_exists, read_file, require_inside
from trustbook.core.period import Period
from trustbook.data.cited_papers import Papers
from trustbook.data.datasets import CLAIMS, SOURCES, period_datasets, reference_datasets
from trustbook.data.forecast_lines import complete, lines_of, subtotals_of
from trustbook.data.kept_tables import Named, tables_of
from trustbook.data.reader import Table, read_table, table_of
from trustbook.data.rows import MOST_BYTES, blank_rows, tidy_rows
from trustbook.data.schema import Schema
from trustbook.data.workbooks.asides import NOT_PART, sheets_to_read, without_asides
from trustbook.data.workbooks.kinds import ENDINGS, NEVER_READ, ending
from trustbook.data.workbooks.sheets import Sheet, in_sheet
from trustbook.data.workbooks.workbook import read_sheets, sheets_of


@dataclass(frozen=True)
class Return:
    """The datasets that the trust reported for one period. Frames are indexed by line; money is in whole pounds."""

    period: Period
    tables: Mapping[str, Table]

    def dataset(self, name: str) -> pd.DataFrame | None:
        """Return a dataset; None if the period does not report it. Raises ReturnError for an unreadable cell."""
        return self.tables[name].trusted() if name in self.tables else None

    @cached_property
    def source_ids(self) -> frozenset[str]:
        """The ids of the papers that the rows were taken from."""
        return self._sources_of(self.tables)

    @cached_property
    def cited(self) -> frozenset[str]:
        """The ids of the papers that its figures were taken from; claims may be of any paper and are left out."""
        return self._sources_of(name for name in self.tables if name != CLAIMS.name)

    def _sources_of(self, names: Iterable[str]) -> frozenset[str]:
        return _named_by(self.tables[name] for name in names)

    @cached_property
    def forecast(self) -> pd.DataFrame:
        """The forecast, which every return has."""
        return lines_of("forecast", self.tables["forecast"].trusted())

    @cached_property
    def subtotals(self) -> pd.DataFrame:
        """The subtotals that the paper says among the lines of the forecast; no rows if it prints none."""
        return subtotals_of(self.tables["forecast"].trusted())

    @cached_property
    def adjustments(self) -> pd.DataFrame | None:
        """The lines outside the budget headings."""
        return self.dataset("adjustments")

    @cached_property
    def savings(self) -> pd.DataFrame | None:
        """The savings tracker."""
        return self.dataset("savings")

    @cached_property
    def workforce(self) -> pd.DataFrame | None:
        """Agency and vacancy figures."""
        return self.dataset("workforce")


def _named_by(tables: Iterable[Table]) -> frozenset[str]:
    """Return the ids of the papers that the rows of these tables name."""
    columns = (table.typed.get("source_id", pd.Series(dtype="str")).dropna().unique() for table in tables)
    return frozenset(str(source) for column in columns for source in column)


@dataclass(frozen=True)
class Reference:
    """Datasets that belong to no period: contract sums by year, other years and places, the register of papers."""

    tables: dict[str, Table]
    register: pd.DataFrame | None = None
    """Every row of the register of papers, where `tables` has only some; read through `Papers`."""

    def of(self, returns: Iterable[Return]) -> Reference:
        """Return the same for an edition of these returns: with those papers only that they or the other tables name.

        An edition must not depend on a paper that it does not cite: its cache key has only the rows of those.
        """
        papers = self.tables[SOURCES.name]
        named = _named_by(table for name, table in self.tables.items() if name != SOURCES.name)
        used = papers.typed["source_id"].isin(named.union(*(each.source_ids for each in returns)))
        cited = replace(papers, written=papers.written[used], typed=papers.typed[used])
        return Reference(self.tables | {SOURCES.name: cited}, papers.trusted())

    def dataset(self, name: str) -> pd.DataFrame:
        """Return a reference dataset, empty if there is no file. Raises ReturnError for an unreadable cell."""
        return self.tables[name].trusted()

    @cached_property
    def contract_sums(self) -> pd.DataFrame:
        """The budget by year."""
        return self.dataset("contract_sums")

    @cached_property
    def comparators(self) -> pd.DataFrame:
        """Figures of other years and other places."""
        return self.dataset("comparators")

    @cached_property
    def sources(self) -> pd.DataFrame:
        """The register of papers; of an edition, the rows of those that it cites."""
        return self.dataset(SOURCES.name)

    @cached_property
    def titles(self) -> Mapping[str, str]:
        """The title of each paper, by its id in the register."""
        return Papers("title", self.sources, self.register)

    @cached_property
    def published_on(self) -> Mapping[str, str]:
        """The time at which each paper was published, by its id; a paper that is not dated has none."""
        return Papers("published_on", self.sources, self.register)

    def titles_of(self, named: Iterable[object]) -> tuple[str, ...]:
        """Return the distinct titles of the papers that a column names, in order; an unknown id stays as it is."""
        used = dict.fromkeys(str(source) for source in named if not pd.isna(source))
        return tuple(self.titles.get(source, source) for source in used)


def return_tables(workspace: Workspace, period: Period) -> Iterator[Table | ReturnError]:
    """Read the datasets of a return one by one, each as a table or as the error that prevented it."""
    folder = workspace.data / str(period)
    seen: dict[str, str] = {}
    refused_forecast = False
    try:
        listed = names_in(folder, workspace.shown(folder))
    except ReturnError as error:
        yield error
        return
    for path in listed:
        if is_ignored(path.name):
            continue
        for called, read in _tables_of(path, workspace):
            refused_forecast |= isinstance(read, ReturnError) and called == "forecast"  # then it is not missing
            if isinstance(read, Table) and read.schema.name in seen:
                yield ReturnError(
                    f"{read.schema.name} is in {seen[read.schema.name]} too",
                    code="dataset_twice",
                    file=read.file,
                    expected="each dataset once",
                    mend="Keep one of the two.",
                )
                continue
            if isinstance(read, Table):
                seen[read.schema.name] = read.file
                read = complete(read)
            yield read
    if "forecast" not in seen and not refused_forecast:
        yield ReturnError(
            "the return has no forecast",
            code="no_forecast",
            file=workspace.shown(folder / "forecast.csv"),
            expected="that file",
            mend="Add the file forecast.csv, with a variance for each line. All other files may be left out.",
        )


def datasets_named(workspace: Workspace, period: Period) -> tuple[str, ...]:
    """Name the datasets of a return by its files and sheets, sorted; their cells are not looked at.

    A file that is no dataset, or cannot be read, is left out: the gate reports it.
    """
    folder, known = workspace.data / str(period), period_datasets(workspace.root)
    found: set[str] = set()
    try:
        listed = [path for path in names_in(folder, workspace.shown(folder)) if not is_ignored(path.name)]
    except ReturnError:
        return ()
    for path in listed:
        if ending(path) == ".csv":
            found.add(path.stem)
        elif ending(path) in ENDINGS:
            with suppress(ReturnError):
                require_inside(path, workspace.data, workspace.shown(path))
                found |= {sheet.title.strip().lower() for sheet in read_sheets(path, workspace.shown(path))}
    return tuple(sorted(found & known.keys()))


def _tables_of(path: Path, workspace: Workspace) -> Iterator[Named]:
    """Read the tables of a file, each with its name: one from a CSV file, one from each sheet of a workbook."""
    name, called = workspace.shown(path), path.stem.lower()
    try:
        require_inside(path, workspace.data, name)
        datasets = period_datasets(workspace.root)
        if ending(path) == ".csv" and path.stem in datasets:
            yield called, read_table(path, datasets[path.stem], name)
        elif ending(path) in (*ENDINGS, *NEVER_READ):
            content = read_file(path, name, MOST_BYTES)
            yield from tables_of(
                content, name, tuple(datasets.values()), partial(_in_sheets, content, path, name, datasets)
            )
        else:
            yield called, _no_dataset(name, ".csv", datasets)
    except ReturnError as error:
        yield called, error


def _in_sheets(content: bytes, path: Path, name: str, datasets: Mapping[str, Schema]) -> list[Named]:
    """Read the tables of a workbook; the one of a file that is called forecast is looked for under that name."""
    whole = path.stem.lower()
    return [
        (whole if whole == "forecast" else sheet.title.strip().lower(), table_of_sheet(sheet, name, datasets))
        for sheet in sheets_to_read(sheets_of(content, path, name), datasets)
    ]


def table_of_sheet(sheet: Sheet, name: str, datasets: Mapping[str, Schema]) -> Table | ReturnError:
    """Read a sheet as the dataset of the same name, or return the error that prevented it."""
    schema = datasets.get(sheet.title.strip().lower())
    place = f"{name}, sheet {excerpt(sheet.title)}"
    if schema is None:
        error = _no_dataset(place, "", datasets)
        error.mend = f"Rename it, or delete it. If it is a note, type '{NOT_PART}' into its first cell."
        if sheet.rows and {"time_period", "geographic_level"} <= set(sheet.rows[0][1]):
            error.problem = "it has the columns of the department's published statistics, and is no dataset of a return"
            error.mend = (
                "Move it out of data/. Download the data file as CSV, and run: "
                "trustbook compare import FILE --source ID."
            )
        if sheet.raw.state:
            error.problem += f", and the sheet is {sheet.raw.state}"
            error.mend = "Unhide it, then rename it or delete it."
        return error
    if not sheet.rows:
        return ReturnError(
            "the sheet is empty", code="empty_sheet", file=place, expected=f"a header: {','.join(schema.names)}"
        )
    sheet = without_asides(sheet, schema.names)
    try:
        corrections = list(sheet.corrections)
        if sheet.blank:
            corrections.append(blank_rows(sheet.blank))
        return table_of(tidy_rows(sheet.rows, place, schema.names, corrections), schema, place, sheet)
    except ReturnError as error:
        return in_sheet(error, sheet)


def _no_dataset(name: str, suffix: str, datasets: Iterable[str]) -> ReturnError:
    return ReturnError(
        "no dataset has this name",
        code="no_dataset",
        file=name,
        expected=f"one of: {', '.join(f'{each}{suffix}' for each in datasets)}",
        mend="Rename it, or move it out of data/.",
    )


def read_return(workspace: Workspace, period: Period) -> Return:
    """Read all datasets of a period. Raises ReturnError for a file that cannot be identified or read."""
    tables = {}
    for read in return_tables(workspace, period):
        if isinstance(read, ReturnError):
            raise read
        tables[read.schema.name] = read
    return Return(period, tables)


def read_history(
    workspace: Workspace, period: Period, read: Callable[[Period], Return] | None = None
) -> tuple[Return, ...]:
    """Read the returns of the same financial year up to and including this period, oldest first.

    `read` returns a period's return, cached or read.
    """
    read = read or partial(read_return, workspace)
    return tuple(map(read, workspace.year_until(period)))


def read_reference_tables(workspace: Workspace) -> dict[str, Table]:
    """Read the reference datasets, the register of papers and the claims of no period, by name."""
    places = {
        name: (workspace.data / "reference" / f"{name}.csv", schema)
        for name, schema in reference_datasets(workspace.root).items()
    }
    places["sources"] = (workspace.data / "sources.csv", SOURCES)
    places["claims"] = (workspace.data / "reference" / "claims.csv", CLAIMS)
    return {name: _read_or_empty(path, schema, workspace) for name, (path, schema) in places.items()}


def unread_reference_files(workspace: Workspace) -> Iterator[ReturnError]:
    """Report each file of `data/reference/` that nothing reads: a misspelt name would leave its figures out."""
    folder = workspace.data / "reference"
    if not path_exists(folder):
        return
    names = {f"{name}.csv" for name in (*reference_datasets(workspace.root), CLAIMS.name)}
    try:
        listed = names_in(folder, workspace.shown(folder))
    except ReturnError as error:
        yield error
        return
    for path in listed:
        if path.name in names or is_ignored(path.name):
            continue
        mend = "Correct its name, or move it out of data/."
        if path.stem == SOURCES.name:
            mend = "The register of papers is data/sources.csv: move it there."
        elif path.stem in period_datasets(workspace.root):
            mend = "A period reports this dataset: move it into the folder of its period."
        yield ReturnError(
            "nothing reads a file of this name in data/reference/",
            code="stray_reference_file",
            file=workspace.shown(path),
            expected=f"one of: {', '.join(sorted(names))}",
            mend=mend,
        )


def _read_or_empty(path: Path, schema: Schema, workspace: Workspace) -> Table:
    shown = workspace.shown(path)
    if path_exists(path):
        require_inside(path, workspace.data, shown)
        return read_table(path, schema, shown)
    empty = pd.DataFrame(columns=list(schema.names), dtype="str")
    typed = pd.DataFrame({column.typed_name: pd.Series(dtype="object") for column in schema.columns})
    return Table(schema, shown, empty, typed, ())


def read_reference(workspace: Workspace) -> Reference:
    """Read the data that belong to no period. Raises ReturnError for a cell that cannot be read."""
    for error in unread_reference_files(workspace):
        raise error
    tables = read_reference_tables(workspace)
    for name in (*reference_datasets(workspace.root), SOURCES.name):
        tables[name].trusted()
    return Reference(tables)
