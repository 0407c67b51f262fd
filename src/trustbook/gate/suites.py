"""The suites: one JSON file a dataset, which an analyst can read and edit.

In: `expectations/<dataset>.json`. Out: a checked `Suite`, ready to be given to Great Expectations.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from trustbook.errors import GateError, WorkspaceError
from trustbook.gate.findings import Severity
from trustbook.settings import validated


class Wording(BaseModel):
    """What an analyst sees. `{value}` and `{row[<column>]}` are filled in from the cell and its row."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    sentence: str
    expected: str = ""
    mend: str = ""


class Rule(BaseModel):
    """One expectation, in Great Expectations' own form."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    type: str
    kwargs: dict[str, Any]
    severity: Severity
    meta: Wording


class Suite(BaseModel):
    """One suite."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str
    expectations: tuple[Rule, ...] = Field(min_length=1)


def read_suite(file: Path, shown: str) -> Suite:
    """Read one suite. Raises GateError naming the file, and the line where it is not JSON."""
    try:
        values = json.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise GateError("there is no such suite", file=shown, expected="one suite for each dataset") from None
    except (OSError, UnicodeDecodeError) as error:
        raise GateError(f"it cannot be read ({error})", file=shown, expected="a JSON file in UTF-8") from None
    except json.JSONDecodeError as error:
        raise GateError(f"it is not valid JSON ({error.msg})", file=shown, line=error.lineno) from None
    try:
        suite = validated(values, Suite, shown)
    except WorkspaceError as error:
        raise GateError(error.problem, file=shown, mend="Compare it with the other suites.") from None
    if suite.name != file.stem:
        raise GateError(f"the suite is called '{suite.name}'", file=shown, expected=f"'{file.stem}', as the file")
    return suite
