"""Render the pages that do not use the theme, from templates and with their policy.

In: the name of a template in `own_files/` and its values. Out: HTML.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from trustbook.site.policy import protect

FILES = Path(__file__).parent / "own_files"
_TEMPLATES = Environment(loader=FileSystemLoader(FILES), autoescape=True, undefined=StrictUndefined)


def render(template: str, **known: Any) -> str:
    """Fill a template. A missing value is an error."""
    return protect(_TEMPLATES.get_template(template).render(known) + "\n")


def leading_on(title: str, page: str, *, draft: bool = False) -> str:
    """Return a page that redirects to another, with a link in case redirects are disabled."""
    return render("leading_on.html", title=title, page=page, draft=draft)
