"""Read a record of forecasts whose outturn is known: the library's own, or a file of the same form.

In: a CSV file. Out: a frame with a row for each forecast. Amounts are in thousands of pounds, above zero for an
overspend. The library's record has 161 published forecasts of 22 authorities, each with the pages it was taken from.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pandas as pd

from trustbook.core.errors import WorkspaceError
from trustbook.core.incoming import read_file

OWN_RECORD = Path(__file__).parent / "record.csv"
LEVELS = ("council", "directorate", "service")
"""What a forecast can be of: a whole body, one of its directorates, a service within one."""
_TEXT = ("authority", "scope", "financial_year", "level")
_FIGURES = ("months_to_go", "forecast_variance_gbp_k", "outturn_variance_gbp_k")
_OPTIONAL = "budget_gbp_k"
_MOST_BYTES = 20_000_000


@cache
def own_record() -> pd.DataFrame:
    """Return the library's record."""
    return read_record(OWN_RECORD)


def read_record(file: Path) -> pd.DataFrame:
    """Read a record: authority, scope, financial_year, level, months_to_go, the amounts, and error_gbp_k.

    The error is the outturn less the forecast. A budget that is not given is missing. Raises WorkspaceError naming the
    file, and the line of a cell that is no figure.
    """
    raw = read_file(file, file, _MOST_BYTES, within=file.parent, kind=WorkspaceError)
    try:
        found = pd.read_csv(pd.io.common.BytesIO(raw), dtype=str, encoding="utf-8-sig", keep_default_na=False)
    except (ValueError, UnicodeDecodeError) as error:
        raise WorkspaceError(f"it is no table ({error})", file=str(file), expected="a CSV file in UTF-8") from None
    missing = [name for name in (*_TEXT, *_FIGURES) if name not in found]
    if missing:
        raise WorkspaceError(
            f"it has no column {missing[0]}", file=str(file), expected=f"the columns {', '.join((*_TEXT, *_FIGURES))}"
        )
    figures = {name: _numbers(found, name, file) for name in _FIGURES}
    budget = _numbers(found, _OPTIONAL, file, needed=False) if _OPTIONAL in found else float("nan")
    record = found[list(_TEXT)].assign(**figures, budget_gbp_k=budget)
    if record.empty:
        raise WorkspaceError("it has no forecast", file=str(file), expected="a line for each forecast")
    return record.assign(error_gbp_k=record["outturn_variance_gbp_k"] - record["forecast_variance_gbp_k"])


def _numbers(found: pd.DataFrame, name: str, file: Path, *, needed: bool = True) -> pd.Series[float]:
    text = found[name].str.strip()
    numbers = pd.to_numeric(text, errors="coerce")
    wrong = numbers.isna() & (text.ne("") | needed) | numbers.abs().eq(float("inf"))
    if name == "months_to_go":
        wrong |= ~numbers.between(0, 12)
    if wrong.any():
        place = int(wrong.to_numpy().argmax())
        what = f"found '{text.iloc[place]}' in the column {name}"
        expected = "months from 0 to 12" if name == "months_to_go" else "thousands of pounds, such as 1990 or -43.5"
        raise WorkspaceError(what, file=str(file), line=place + 2, expected=expected)
    return numbers.astype(float)
