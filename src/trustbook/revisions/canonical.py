"""Write values as text that is always the same, and say what is wrong with values that were read.

In: values as JSON has them; an error of a check. Out: text, a digest, one sentence.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from typing import Any, NoReturn

from pydantic import ValidationError

from trustbook.core.characters import describe_character, excerpt, for_json, forbidden_character, visible
from trustbook.core.errors import PublishError

LONGEST = 10_000
"""The characters of a reason or a comment."""


def sha256(content: bytes) -> str:
    """Return the SHA-256 of bytes in hexadecimal."""
    return hashlib.sha256(content).hexdigest()


def canonical(values: Any) -> str:
    """Write values on one line, with sorted keys and without spaces. Raises ValueError for what JSON does not have."""
    return for_json(json.dumps(values, sort_keys=True, ensure_ascii=False, allow_nan=False, separators=(",", ":")))


def in_lines(values: Any) -> str:
    """Write values on several lines, in their order. Raises ValueError for what JSON does not have."""
    return for_json(json.dumps(values, indent=2, ensure_ascii=False, allow_nan=False)) + "\n"


def values_in(content: bytes | str) -> Any:
    """Read JSON. Raises ValueError for anything else: other encodings, NaN, values that lie too deep."""
    try:
        text = content.decode("utf-8") if isinstance(content, bytes) else content
        return json.loads(text, parse_constant=_refuse)
    except RecursionError:
        raise ValueError("its values lie too deep") from None


def hidden_character(values: Any) -> str | None:
    """Describe the first character in any text of some values that nobody can see; None if there is none."""
    for text in _texts(values):
        found = forbidden_character(text)
        if found is not None:
            return describe_character(found)
    return None


def require_plain(text: str, what: str) -> str:
    """Return a text that somebody typed (a name, a reason) without spaces around it.

    Raises PublishError if it is empty, too long, or has a character that nobody can see.
    """
    shown = text.strip()
    if not shown:
        raise PublishError(f"{what} is empty", expected="some text")
    if len(shown) > LONGEST:
        raise PublishError(f"{what} has {len(shown):,} characters", expected=f"at most {LONGEST:,}")
    hidden = hidden_character(shown)
    if hidden is not None:
        raise PublishError(f"{what} has the character {hidden}", expected="text that can be seen", mend="Delete it.")
    return shown


def problem_of(error: ValidationError) -> str:
    """Say the first thing that is wrong with values, in a clause: `number: Input should be a valid integer`."""
    first = error.errors(include_url=False)[0]
    field = excerpt(".".join(str(step) for step in first["loc"])) or "the file"
    return f"{field}: {visible(str(first['msg']).removeprefix('Value error, '))}"


def _refuse(constant: str) -> NoReturn:
    raise ValueError(f"it has {constant}, which is no number")


def _texts(values: Any) -> Iterator[str]:
    if isinstance(values, str):
        yield values
    elif isinstance(values, dict):
        for key, value in values.items():
            yield from _texts(key)
            yield from _texts(value)
    elif isinstance(values, (list, tuple)):
        for value in values:
            yield from _texts(value)
