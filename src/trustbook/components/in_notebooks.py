"""Style what a cell displays where the book's own style sheets are not: JupyterLab and other tools that show notebooks.

In: the HTML of a table or of key figures. Out: the same with a small style sheet in front; the site takes it off again
(site/chart_renderer.py), so that the book's pages stay as they are.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from trustbook.core.markup import Markup, Templates

NOTEBOOK_ONLY = "trustbook_notebook_only"
"""The key of the output's metadata that keeps an output off the pages: a page has the same in its own form."""
_TEMPLATES = Templates(Path(__file__).parent / "templates")
_SPACES = re.compile(r"\s*([{},:;])\s*")
"""Spaces that a style sheet can do without: notebooks are committed with one for each table."""
_SHEET = re.compile(r'<style class="tb-notebook">[^<]*</style>')


def styled(html: Markup, sheet: str) -> Markup:
    """Put a style sheet of ours (`table` or `key_figures`) in front of HTML."""
    rules = Markup(_SPACES.sub(r"\1", _TEMPLATES.render(f"{sheet}.css")).strip())
    return Markup('<style class="tb-notebook">') + rules + Markup("</style>") + html


def unstyled(html: str) -> str:
    """Take our style sheet off the front of HTML, where it has one."""
    found = _SHEET.match(html)
    return html[found.end() :] if found else html


def notebook_only(html: Markup) -> tuple[dict[str, Any], dict[str, Any]]:
    """Make an output, and its metadata, of HTML that a notebook shows and no page."""
    return {"text/html": str(html)}, {NOTEBOOK_ONLY: True}
