"""Prepare what every edition needs, in a copy of the warm server, while the gate checks.

In: the cache of a workspace. Out: in it, the rules of the theme's large style sheets, and Vega's script if that must be
bundled. An edition that finds neither makes them itself.
"""

from __future__ import annotations

import os
from functools import cache as once
from importlib.util import find_spec
from pathlib import Path

from trustbook.build import fork_server
from trustbook.build.background import helper

_NICENESS = 10
"""Niceness of the process, so that it yields to more urgent work."""
_SHEETS = {
    "pydata_sphinx_theme": ("theme/pydata_sphinx_theme/static", "styles/pydata-sphinx-theme.css"),
    "sphinx_design": ("static", "sphinx-design.min.css"),
    "myst_nb": ("static", "mystnb.css"),
}
"""Where packages have the sheets that take longest to parse: a folder, and the path below `_static`."""


@once
def prepare(cache: Path) -> None:
    """Prepare, once in a process, and wait until it is done. Where processes cannot be copied, do nothing."""
    if fork_server.available():
        fork_server.wait(helper(_prepare, cache))


def _prepare(cache: Path) -> None:
    from trustbook.site import interactive_charts  # the copy has imported these, and the command does not need them
    from trustbook.site.one_sheet import STATIC_FOLDER, text_of
    from trustbook.site.style_rules import rules_of

    os.nice(_NICENESS)
    interactive_charts.keep_bundle(cache)
    for path, file in sheets().items():
        rules_of(text_of(file, f"{STATIC_FOLDER}/{path}"), cache)


def sheets() -> dict[str, Path]:
    """Find the sheets: the file of each, by its path below `_static`. One that a package no longer has is left out."""
    found = {}
    for package, (folder, path) in _SHEETS.items():
        code = getattr(find_spec(package), "origin", None)
        if code and (file := Path(code).parent / folder / path).is_file():
            found[path] = file
    return found
