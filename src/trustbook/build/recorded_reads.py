"""Keep with an executed chapter what it read, which decides what it is made from the next time.

In: a kernel's answers, or an executed notebook. Out: names as `core/reads.py` gives them, under a key of the notebook's
metadata; None where they are not known, and then everything counts that a chapter may read.
"""

from __future__ import annotations

import ast
import json
from collections.abc import Mapping
from typing import Any

KEY = "trustbook_read"
_MODULE = "__import__('trustbook.core.reads', fromlist=['reads'])"
WATCH = f"{_MODULE}.watch()"
"""The expression with which a kernel starts to record."""
FOUND = f"{_MODULE}.found()"
"""The expression that gives what a kernel recorded."""


def names_in_answer(answer: Mapping[str, Any]) -> list[str] | None:
    """Return the names in a kernel's answer to `FOUND`."""
    try:
        return _names(json.loads(ast.literal_eval(answer["data"]["text/plain"])))
    except (KeyError, TypeError, ValueError, SyntaxError):
        return None


def names_in_notebook(content: bytes) -> list[str] | None:
    """Return the names that an executed notebook carries."""
    try:
        return _names(json.loads(content)["metadata"][KEY])
    except (KeyError, TypeError, ValueError, RecursionError):
        return None


def _names(read: object) -> list[str] | None:
    return read if isinstance(read, list) and all(isinstance(name, str) for name in read) else None
