"""Check that a file is one of the department's data files, and find the column of each measure.

In: a path; a header and the measures wanted. Out: the columns; or each fault, as one sentence.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from trustbook.core.characters import visible
from trustbook.core.errors import ReturnError
from trustbook.core.formatting import counted, listing, slug
from trustbook.core.incoming import read_file
from trustbook.data.conventions import LOCAL, NATIONAL, REGIONAL
from trustbook.data.published.cells import DOWNLOAD

CODE = {NATIONAL: "country_code", REGIONAL: "region_code", LOCAL: "new_la_code"}
NAME = {NATIONAL: "country_name", REGIONAL: "region_name", LOCAL: "la_name"}
STANDARD = (
    *("time_period", "time_identifier", "geographic_level", "country_code", "country_name"),
    *("region_code", "region_name", "new_la_code", "la_name", "old_la_code"),
)
ALSO_CALLED = {"time_period": "year", "la_name": "area", "country_name": "area"}
"""The names that extracts of these files use for a column, if it is not there under its own name."""
_NOT_A_TABLE = "Download the data file, not a table made of it."
_GET_THE_CSV = (
    "Download the data file as CSV from the release ('Explore data and files'). If all you have is the workbook, show "
    "its figures with all their decimals and save the sheet as 'CSV UTF-8'."
)
_KINDS = (
    (b"\xd0\xcf\x11\xe0", "a workbook of an older Excel, or one with a password", _GET_THE_CSV),
    (b"\x1f\x8b", "a packed file (gzip)", "Unpack it, and give the CSV file that is in it."),
    (b"%PDF", "a PDF document", _GET_THE_CSV),
    (b"PAR1", "a Parquet file", _GET_THE_CSV),
)
_PAGES = ((b"<", "a web page or XML"), (b"{", "JSON"), (b"[", "JSON"))
_BEGINNING = 64
_MARK = b"\xef\xbb\xbf"
_MOST = 10
"""The number of values that are listed."""


@dataclass(frozen=True)
class Columns:
    """The columns of a file: `places` by heading, `of` the heading by measure, `only` the value wanted by heading."""

    places: Mapping[str, int]
    of: Mapping[str, str]
    only: Mapping[str, str]

    def cell(self, cells: Sequence[str], name: str) -> str:
        """Return the cell of a standard column, or of its name in extracts; empty if there is neither."""
        place = self.places.get(name, self.places.get(ALSO_CALLED.get(name, "")))
        return "" if place is None else cells[place]

    def others(self) -> list[str]:
        """List the columns that are neither standard nor a measure: they distinguish lines of one area and time."""
        known = {*STANDARD, *self.of.values()} | {
            other for name, other in ALSO_CALLED.items() if name not in self.places
        }
        return [name for name in self.places if name not in known]


def refuse_other_kinds(path: Path, file: str, most: int) -> None:
    """Raise ReturnError for a workbook, an archive or a web page, whatever its suffix.

    `file` is its name in messages, `most` its largest size in bytes.
    """
    content = read_file(path, file, most)
    begins = content[:_BEGINNING]
    if begins.startswith(b"PK\x03\x04"):
        raise _other(file, *_archive(content))
    for mark, kind, mend in _KINDS:
        if begins.startswith(mark):
            raise _other(file, kind, mend)
    for mark, kind in _PAGES:
        if begins.removeprefix(_MARK).lstrip().startswith(mark):
            raise _other(file, kind, _GET_THE_CSV)


def _archive(content: bytes) -> tuple[str, str]:
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            names = [visible(name) for name in archive.namelist()]
    except (zipfile.BadZipFile, OSError):
        return "a damaged archive or workbook", "Download it again."
    if "[Content_Types].xml" in names or "mimetype" in names:
        return "a workbook", _GET_THE_CSV
    csv_names = [name for name in names if name.lower().endswith(".csv") and not name.lower().endswith(".meta.csv")]
    return "a packed file (ZIP)", "Unpack it, and give one of its CSV files" + (
        f": {named(csv_names, quoted=False)}." if csv_names else "."
    )


def _other(file: str, kind: str, mend: str) -> ReturnError:
    return ReturnError(f"it is {kind}", file=file, expected="a data file as CSV", mend=mend)


def columns_of(
    header: Sequence[str], measures: Sequence[str], only: Mapping[str, str], file: str
) -> tuple[Columns, list[ReturnError]]:
    """Find the columns. A measure is matched exactly, or else by its letters and digits alone."""
    places = {name: place for place, name in enumerate(header)}
    faults = list(_header_faults(header, places, file))
    found: dict[str, str] = {}
    for measure in measures:
        matches = [measure] if measure in places else _matching(measure, places)
        if len(matches) > 1:
            faults.append(_two(matches, measure, file))
        elif matches:
            found[measure] = matches[0]
    if not found and not faults:
        faults.append(_no_measure(header, measures, file))
    chosen: dict[str, str] = {}
    for name, value in only.items():
        matches = [name] if name in places else _matching(name, places, [*STANDARD, *places])
        if len(matches) == 1 and matches[0] not in chosen:
            chosen[matches[0]] = value
        else:
            others = [each for each in header if each and each not in found.values()]
            faults.append(_wrong_choice(name, matches, others, file))
    return Columns(places, found, chosen), faults


def _matching(name: str, places: Mapping[str, int], among: Sequence[str] | None = None) -> list[str]:
    """Return the headings with the same letters and digits; by default without the standard columns."""
    allowed = set(places) - set(STANDARD) if among is None else set(among)
    return [each for each in places if each in allowed and slug(each) and slug(each) == slug(name)]


def _wrong_choice(name: str, matches: Sequence[str], others: Sequence[str], file: str) -> ReturnError:
    problem = f"there is no column '{name}' to choose lines by"
    if len(matches) == 1:
        problem = f"'{name}' names the column '{matches[0]}' a second time"
    elif matches:
        problem = f"'{name}' could be the column {_quoted(matches, 'or')}"
    mend = "Correct the name after --only."
    return ReturnError(problem, file=file, line=1, expected=f"one of: {', '.join(others)}", mend=mend)


def _quoted(names: Sequence[str], last: str = "and") -> str:
    return listing([f"'{name}'" for name in names], last)


def _two(matches: Sequence[str], measure: str, file: str) -> ReturnError:
    return ReturnError(
        f"the columns {_quoted(matches)} could each be the measure '{measure}'",
        file=file,
        line=1,
        expected="one of them",
        mend="Write its name in compared_measures of params/trust.yaml as the column is called, letter for letter.",
    )


def _header_faults(header: Sequence[str], places: Mapping[str, int], file: str) -> Iterator[ReturnError]:
    if {"col_name", "col_type"} <= set(header):
        yield ReturnError(
            "it describes the columns of a data file (.meta.csv), and has no figures",
            file=file,
            expected="the data file itself",
            mend="Give the file of the same name without .meta.",
        )
        return
    for name in ("time_period", "geographic_level"):
        if name not in places and ALSO_CALLED.get(name) not in places:
            yield ReturnError(
                f"the column '{name}' is missing",
                file=file,
                line=1,
                expected=f"the standard columns: {', '.join(STANDARD)}",
                mend=_NOT_A_TABLE,
            )
    if not any(name in places for name in (*NAME.values(), ALSO_CALLED["la_name"])):
        yield ReturnError(
            "no column names the areas",
            file=file,
            line=1,
            expected=f"one of: {', '.join(NAME.values())}",
            mend=_NOT_A_TABLE,
        )
    for name in sorted({name for name in header if name and header.count(name) > 1}):
        yield ReturnError(f"the column '{name}' is there twice", file=file, line=1, expected="it once", mend=DOWNLOAD)


def _no_measure(header: Sequence[str], measures: Sequence[str], file: str) -> ReturnError:
    has = [name for name in header if name and name not in STANDARD]
    return ReturnError(
        "it has none of the measures to be compared" + (f"; its other columns are {named(has)}" if has else ""),
        file=file,
        line=1,
        expected=f"one of: {', '.join(measures) or 'none, since params/trust.yaml names none'}",
        mend="Choose another file, or name its measures in compared_measures of params/trust.yaml.",
    )


def named(values: Sequence[str], *, quoted: bool = True) -> str:
    """List at most ten values, and the number of others."""
    shown = [f"'{value}'" if quoted else value for value in values[:_MOST]]
    more = len(values) - len(shown)
    return ", ".join(shown) + (f" and {counted(more, 'more', 'more')}" if more else "")
