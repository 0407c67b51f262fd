"""The pages that are ours alone, without the theme: filled from a template and given their policy.

In: the name of a template in `site_files/` and what it is filled with. Out: HTML.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from trustbook.site.policy import protect

FILES = Path(__file__).parent / "own_files"
_TEMPLATES = Environment(loader=FileSystemLoader(FILES), autoescape=True, undefined=StrictUndefined)


def render(template: str, **known: Any) -> str:
    """Fill a template. A name that it asks for and nobody gives is an error."""
    return protect(_TEMPLATES.get_template(template).render(known) + "\n")


def leading_on(title: str, page: str) -> str:
    """A page that leads to another at once, and by a link where that is turned off."""
    return render("leading_on.html", title=title, page=page)
