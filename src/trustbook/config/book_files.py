"""Read the two files that say what the book is, `_config.yml` and `_toc.yml`, as Jupyter Book reads them.

In: the root of a workspace. Out: their values, or one sentence for a file that is missing or has something else in it.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from trustbook.core.errors import WorkspaceError
from trustbook.core.incoming import read_text

CONFIG, TOC = "_config.yml", "_toc.yml"
_MOST_BYTES = 1_000_000


def read_contents(root: Path) -> dict[str, Any]:
    """Read the table of contents, a mapping with a root. Raises WorkspaceError."""
    found = _values(root, TOC, "it is not a table of contents", "a root and its chapters")
    if "root" not in found:
        raise WorkspaceError("it is not a table of contents", file=TOC, expected="a root and its chapters")
    return found


def read_config(root: Path) -> dict[str, Any]:
    """Read the settings of Jupyter Book, with a mapping for those of Sphinx. Raises WorkspaceError."""
    expected = "the settings of Jupyter Book, such as title: and sphinx:"
    found = _values(root, CONFIG, "it has no settings", expected)
    found["sphinx"] = found.get("sphinx") or {}
    if isinstance(found["sphinx"], dict):
        found["sphinx"]["config"] = found["sphinx"].get("config") or {}
        if isinstance(found["sphinx"]["config"], dict):
            return found
    raise WorkspaceError("sphinx: is no mapping of settings", file=CONFIG, expected="sphinx: with config: below it")


def _values(root: Path, name: str, problem: str, expected: str) -> dict[str, Any]:
    import yaml  # a run with nothing to do reads neither file

    from trustbook.core.plain_yaml import LOADER

    text = read_text(root / name, name, _MOST_BYTES, kind=WorkspaceError)
    line = None
    try:
        found = yaml.load(text, Loader=LOADER)
    except (yaml.YAMLError, ValueError, RecursionError) as error:  # a date that is none is a ValueError
        mark = getattr(error, "problem_mark", None)
        line = None if mark is None else mark.line + 1
        found = None
    if isinstance(found, dict):
        return found
    raise WorkspaceError(problem, file=name, line=line, expected=expected)
