"""Find the header of a table below any titles, and normalise its headings.

In: the non-blank rows, and the columns that the table should have. Out: the rows from the header on, and the
corrections; or what is wrong with the headings.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from difflib import get_close_matches

from trustbook.core.characters import excerpt
from trustbook.core.errors import ReturnError
from trustbook.core.formatting import listing
from trustbook.core.lookalikes import lookalike_difference, lookalike_of
from trustbook.data.corrections import Correction
from trustbook.data.personal_columns import names_a_person, personal_column
from trustbook.data.schema import Schema
from trustbook.data.workbooks.sheets import address

MOST_ABOVE = 9
"""The number of title lines allowed above a header."""
_OTHER_UNIT = re.compile(r"£ ?m\b|£ ?millions?\b|\bmillions\b|\bin (whole )?pounds\b|\(£\)|£s\b", re.IGNORECASE)
_MOST_WITH_ONE = 3
"""A header with this few columns is recognised by one correct name."""
_SHOWN = 3

Row = tuple[int, list[str]]


def plain_heading(heading: str) -> str:
    """Write a heading like a column name: lower case, with `_` for spaces and hyphens."""
    return "_".join(heading.replace("\u00a0", " ").strip().strip('"').lower().replace("-", " ").split())


def count_known(cells: Sequence[str], columns: Sequence[str]) -> int:
    """Count the cells that name a column."""
    return len({plain_heading(cell) for cell in cells}.intersection(columns))


def drop_titles(rows: list[Row], columns: Sequence[str], name: str, corrections: list[Correction]) -> list[Row]:
    """Drop the titles above the header, if just one of the first few lines fits as a header, and record it.

    If none fits, the first line stays. Raises ReturnError if several fit, or if a title names another unit.
    """
    if count_known(rows[0][1], columns) > 1:
        return rows
    fitting = [place for place in range(1, min(len(rows), MOST_ABOVE + 1)) if _fits(rows[place][1], columns)]
    if not fitting:
        return rows
    if len(fitting) > 1:
        raise ReturnError(
            f"lines {listing([str(rows[place][0]) for place in fitting])} could each be the header",
            code="several_headers",
            file=name,
            line=rows[fitting[0]][0],
            expected="one table, with its header in line 1",
            mend="Keep one of the tables in the file, and delete everything above its header.",
        )
    above, below = rows[: fitting[0]], rows[fitting[0] :]
    titles = [" ".join(filter(None, cells)) for _, cells in above]
    for (line, _), title in zip(above, titles, strict=True):
        if _OTHER_UNIT.search(title):
            raise ReturnError(
                f"the title '{excerpt(title)}' names another unit than the columns have",
                code="other_unit",
                file=name,
                line=line,
                expected="money in thousands of pounds",
                mend="Write the figures in thousands of pounds, and delete the title.",
            )
    shown = listing([f"'{excerpt(title)}'" for title in titles[:_SHOWN]])
    more = f" and {len(titles) - _SHOWN} more" if len(titles) > _SHOWN else ""
    corrections.append(
        Correction(
            "lines_above_header",
            f"the header is in line {below[0][0]}; the lines above it were left out: {shown}{more}",
            above[0][0],
        )
    )
    return below


def normalise_headings(row: Row, columns: Sequence[str], corrections: list[Correction]) -> Row:
    """Write headings like column names where only case and spaces differ."""
    line, header = row
    known = set(columns)
    normalised = []
    for heading in header:
        plain = plain_heading(heading)
        if heading not in known and plain in known:
            corrections.append(Correction("heading", "case and spaces of the heading", line, plain, heading, plain))
            heading = plain
        normalised.append(heading)
    return line, normalised


def require_header(line: int, header: list[str], schema: Schema, name: str) -> None:
    """Raise ReturnError if the first line is no header: one error, not one for each column missing because of it."""
    known = sum(heading in schema.names for heading in header)
    personal = [each for each in header if schema.unpublished and names_a_person(each, schema)]
    if personal and known <= 1:
        raise personal_column(personal[0], name, line)
    if known > 1 or (known and len(header) <= _MOST_WITH_ONE):
        return
    shown = next((heading for heading in header if heading), "")
    raise ReturnError(
        f"the header of {schema.name} was not found; the first line that is not empty begins with '{excerpt(shown)}'",
        code="no_header",
        file=name,
        line=line,
        expected=f"a line with the names of the columns: {','.join(schema.names)}",
        mend="Put these names into one line directly above the figures.",
    )


def header_problems(
    line: int, header: list[str], schema: Schema, name: str, blank: set[int], in_sheet: bool
) -> Iterator[ReturnError]:
    """Report each heading that is no column or is repeated, and each missing column.

    `blank` are the positions of entirely blank columns.
    """
    absent = [each for each in schema.names if each not in header]
    for position, found in enumerate(header):
        place = f"cell {address(line, position + 1)}" if in_sheet else ""
        if position in blank:
            continue
        if found not in schema.names and names_a_person(found, schema) and not lookalike_of(found, absent):
            yield personal_column(found, name, line, place)
        elif found not in schema.names:
            yield ReturnError(
                f"there is no column '{excerpt(found)}' in {schema.name}{_difference(found, absent)}",
                code="unknown_column",
                file=name,
                line=line,
                column=excerpt(found),
                expected=f"columns among: {', '.join(schema.names)}",
                mend=_rename_advice(found, absent),
                place=place,
            )
        elif found in header[:position]:
            yield ReturnError(
                f"the column '{found}' is there twice",
                code="column_twice",
                file=name,
                line=line,
                column=found,
                expected="it once",
                place=place,
            )
    for column in schema.columns:
        if column.required and column.name not in header:
            yield ReturnError(
                f"the column '{column.name}' is missing",
                code="column_missing",
                file=name,
                column=column.name,
                expected="a header that has it",
                mend="Add it; leave its cells empty if the paper does not report them.",
            )


def _difference(found: str, absent: Sequence[str]) -> str:
    difference = lookalike_difference(found, absent)
    return f": {difference}" if difference else ""


def _rename_advice(found: str, absent: Sequence[str]) -> str:
    if not found:
        return "Type the name of the column into the header, or delete the column."
    other = lookalike_of(found, absent) or next(iter(get_close_matches(plain_heading(found), absent, 1, 0.8)), None)
    return (
        "Correct its name, or delete the column."
        if other is None
        else f"Rename it to {other} if that is meant, or delete it."
    )


def _fits(cells: Sequence[str], columns: Sequence[str]) -> bool:
    known = count_known(cells, columns)
    return known > 1 and 2 * known >= min(len(columns), sum(map(bool, cells)))
