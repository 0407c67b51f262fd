"""Read the YAML files of a workspace into their models, and say in one sentence what is wrong with one.

In: a file of `params/`, or plain values. Out: a model, such as `Settings` or `PeriodParameters`.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from trustbook.config.settings import Settings
from trustbook.core.characters import excerpt, visible
from trustbook.core.errors import WorkspaceError
from trustbook.core.formatting import listing
from trustbook.core.incoming import decoded, read_file
from trustbook.core.plain_yaml import read_values

Model = TypeVar("Model", bound=BaseModel)
MOST_BYTES = 1_000_000
"""Forty times the size of a trust's parameters with its declarations."""


def read_yaml(file: Path, model: type[Model]) -> Model:
    """Read a YAML file of params/ into a model.

    Raises WorkspaceError naming the file, and the line or the field that is wrong.
    """
    absent = WorkspaceError("there is no such file", file=file, mend="Create it, or choose another period.")
    raw = read_file(file, file, MOST_BYTES, within=file.parent, kind=WorkspaceError, absent=absent)
    shown = visible(str(file))
    text = decoded(raw, shown, WorkspaceError)
    loaded = read_values(text, shown)
    if model is Settings and text and not text.endswith("\n"):
        raise WorkspaceError(
            "it ends in the middle of a line, so it may have been cut off",
            file=shown,
            expected="a line break at its end",
            mend="Put back what is missing, or add the line break if it is whole.",
        )
    return validated(loaded if loaded is not None else {}, model, shown)


def validated(values: Any, model: type[Model], file: Path | str) -> Model:
    """Check plain values against a model. Raises WorkspaceError naming the first field that is wrong."""
    try:
        return model.model_validate(values)
    except ValidationError as error:
        missing = [each for each in error.errors(include_url=False) if each["type"] == "missing"]
        if len(missing) == error.error_count():
            raise _missing(missing, file) from None
        first = error.errors(include_url=False)[0]
        field = excerpt(".".join(str(step) for step in first["loc"])) or "the file"
        more = f" ({error.error_count() - 1} more)" if error.error_count() > 1 else ""
        found = first.get("input")
        whole = isinstance(found, (dict, list, tuple, bool)) or first["type"] == "missing"
        message = visible(str(first["msg"]).removeprefix("Value error, "))
        message += "" if whole else f", found {excerpt(repr(found))}"
        raise WorkspaceError(f"{field}: {message}{more}", file=file) from None


_EXAMPLES = {
    "trust": "trust: {name: Anytown City Council, short_name: Anytown}",
    "headings": "headings: [{name: Placements}, {name: Staffing}]",
    "name": "name: …",
    "short_name": "short_name: …",
}
"""A line to add for a setting that is missing."""


def _missing(errors: Sequence[Any], file: Path | str) -> WorkspaceError:
    """Say all that is missing at once, with the lines to add."""
    fields = [".".join(str(step) for step in each["loc"]) for each in errors]
    lines = [_EXAMPLES.get(field, f"{field.rpartition('.')[2]}: …") for field in fields]
    return WorkspaceError(
        f"{listing([excerpt(field) for field in fields])} {'is' if len(fields) == 1 else 'are'} missing",
        file=file,
        expected="every setting that has no default",
        mend=f"Add: {'; '.join(lines)}",
    )
