"""Fill in a rule's message from the cell and its row.

In: text with `{value}`, `{row[<column>]}` and words of the body such as `{budget_line}`, and a row. Out: the message.
No other fields are allowed, because the text comes from a suite, which is data.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from string import Formatter
from typing import Any

from trustbook.checks.allowed_rules import RuleError
from trustbook.config.words import named
from trustbook.core.characters import excerpt

_FIELD = re.compile(r"value|row\[([a-z_][a-z0-9_]*)\]", re.ASCII)
_LONGEST = 500
_ALLOWED = "{value}, {row[<column>]}, and words of the body such as {budget}"


@cache
def fields(words: str) -> tuple[tuple[str, str | None], ...]:
    """Split the text into pieces, each with the field after it. Raises RuleError for a field that is not allowed."""
    if len(words) > _LONGEST:
        raise RuleError(f"a sentence of {len(words):,} characters", f"at most {_LONGEST}")
    try:
        parts = list(Formatter().parse(words))
    except ValueError as error:
        raise RuleError(f"'{excerpt(words)}' ({error})", _ALLOWED) from None
    for _, field, form, conversion in parts:
        if field is not None and (form or conversion or not (_FIELD.fullmatch(field) or named(field))):
            raise RuleError(f"'{{{excerpt(field)}}}' in a sentence", _ALLOWED)
    return tuple((text, field) for text, field, _, _ in parts)


def filled(words: str, value: str | None, row: Mapping[str, Any]) -> str:
    """Fill in the text. A column missing from the file is described as not one of its columns."""
    return "".join(text + ("" if field is None else _written(field, value, row)) for text, field in fields(words))


def _written(field: str, value: str | None, row: Mapping[str, Any]) -> str:
    if field == "value":
        return str(value)
    if (word := named(field)) is not None:
        return word
    column = field.removeprefix("row[").removesuffix("]")
    return str(row[column]) if column in row else f"(no column {column})"
