"""Find what is wrong with a line as a whole: it is not a line of figures, or has too many or too few cells.

In: a line and the header. Out: the fault, and whether the line can still be read as a line of the table.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from trustbook.core.characters import excerpt
from trustbook.core.errors import ReturnError
from trustbook.core.formatting import counted
from trustbook.data import cells
from trustbook.data.schema import Kind, Schema

_MARK = r"\*|\u2020|\u2021|[\u00b9\u00b2\u00b3]|\(\w\) |\[\w\] "
_FOOTNOTE = re.compile(
    rf"({_MARK}|notes?( \d+)?\s*([:.\-]|$)|n\.?b\.?\b|sources?\s*[:\-]|key\s*:|please note|(prepared|produced) (by|on)"
    r"|exclud(es?|ing)\b|includes?\b|all figures|figures (are|in)|provisional[;,]|continued|end of).*",
    re.IGNORECASE,
)
_STRONG = re.compile(r"(\*|\u2020|notes?\s*[:\-]|sources?\s*[:\-]|n\.?b\.?\b).*", re.IGNORECASE)
_THOUSANDS = r"£?['\u2019]?000s?|£ ?k|£ ?thousands?|thousands?( of pounds)?|gbp_?k"
_OTHER_MONEY = r"£|£ ?m|£ ?millions?|millions?( of pounds)?|pounds?|gbp(_?m)?"
_UNIT = re.compile("".join((r"\(?((?P<thousands>", _THOUSANDS, ")|", _OTHER_MONEY, r")\)?")), re.IGNORECASE)
_OF_OTHERS = re.compile(r"\(?(%|no\.?|number|count|fte|wte|share|text|units?|date|y{4}\S*|d{2}/\S*)\)?", re.IGNORECASE)
_LONG = 60


@dataclass(frozen=True)
class Fault:
    """What is wrong with a line; `is_line` if it is nevertheless a line of the table."""

    error: ReturnError
    is_line: bool


def fault_of(line: int, row: list[str], header: list[str], schema: Schema, name: str, *, first: bool) -> Fault | None:
    """Return the first fault of a line, or None. `first`: the line is right under the header, where units may be."""
    if row == header:
        return _not_a_line(
            ReturnError(
                "the header is repeated here",
                code="second_header",
                file=name,
                line=line,
                expected="one header",
                mend="Keep the lines of one return: two may have been pasted together.",
            )
        )
    if first and (units := _units(row)):
        return _not_a_line(_units_error(line, row, units, name))
    if _is_footnote(row, header):
        return _not_a_line(_footnote_error(line, row, schema, name))
    if len(row) != len(header):
        few = len(row) < len(header)
        return Fault(
            ReturnError(
                f"the line has {'only ' if few else ''}{counted(len(row), 'cell')}",
                code="number_of_cells",
                file=name,
                line=line,
                expected=f"{len(header)}, as in the header",
                mend="Add a comma for each empty cell, or join the line to the next if a cell has a line break in it."
                if few
                else "Put quotation marks round a cell that has a comma in it.",
            ),
            is_line=True,
        )
    total = next(
        ((heading, cell) for heading, cell in zip(header, row, strict=True) if _makes_a_total(heading, cell, schema)),
        None,
    )
    if total is None:
        return None
    return Fault(
        ReturnError(
            f"'{total[1]}' is a total among the lines",
            code="total_among_lines",
            file=name,
            line=line,
            column=total[0],
            expected="lines only",
            mend=_instead_of_a_total(line, row, header, schema, total[1]),
        ),
        is_line=True,
    )


def _not_a_line(error: ReturnError) -> Fault:
    return Fault(error, is_line=False)


def _units(row: list[str]) -> list[str]:
    """Return the units of money in a line that has only units."""
    filled = [cell for cell in row if cell]
    if not all(_UNIT.fullmatch(cell) or _OF_OTHERS.fullmatch(cell) for cell in filled):
        return []
    return [cell for cell in filled if _UNIT.fullmatch(cell)]


def _units_error(line: int, row: list[str], units: list[str], name: str) -> ReturnError:
    other = next((unit for unit in units if not _is_in_thousands(unit)), "")
    action = (
        f"Write the figures in thousands of pounds and not in {other.strip('()')}, then delete" if other else "Delete"
    )
    return ReturnError(
        f"the line has units ('{excerpt(units[0])}') and no figures",
        code="line_of_units",
        file=name,
        line=line,
        expected="figures in the line below the header",
        mend=f"{action} the line: the column names already give the units.",
    )


def _is_in_thousands(unit: str) -> bool:
    found = _UNIT.fullmatch(unit)
    return bool(found and found["thousands"])


def _is_footnote(row: list[str], header: list[str]) -> bool:
    text, *others = row
    alone = not any(others)
    if not text or len(header) == 1:
        return False
    if alone:
        return len(row) == 1 or len(text) > _LONG or bool(_FOOTNOTE.fullmatch(text))
    return len(row) < len(header) and bool(_STRONG.fullmatch(text))


def _footnote_error(line: int, row: list[str], schema: Schema, name: str) -> ReturnError:
    move = ", or move its text to the note column of the figure that it is about" if "note" in schema.names else ""
    return ReturnError(
        f"'{excerpt(row[0])}' is a line without figures, like a footnote or a title",
        code="footnote",
        file=name,
        line=line,
        expected="lines of the table only",
        mend=f"Delete the line{move}.",
    )


def _makes_a_total(column: str, cell: str, schema: Schema) -> bool:
    """Check whether a cell marks its line as a total: a line's name by its first word, other text as a whole."""
    found = schema.get(column)
    if found is None or found.kind is not Kind.TEXT or found.names_totals:
        return False
    return cells.is_total(cell) if column in schema.key else cells.is_only_a_total(cell)


def _instead_of_a_total(line: int, row: list[str], header: list[str], schema: Schema, called: str) -> str:
    """Advise how to remove a total, and write the lines of controls.csv that keep it as a check."""
    kept = []
    for name, cell in zip(header, row, strict=False):
        if name in schema.names and schema[name].kind is Kind.MONEY:
            found = cells.plain(cell, Kind.MONEY)
            if found is not None:
                kept.append(f"{schema.name},{name},all,{found.text},gbp_k,0")
    take_out = f"Delete line {line}"
    if not kept or cells.is_part_total(called):
        return f"{take_out}, and put the total into controls.csv."
    return f"{take_out}. To keep it as a check of the lines, add to controls.csv: {'; '.join(kept)}."
