"""Add the Content-Security-Policy to every page: only scripts and styles from the site's own files.

In: finished HTML. Out: the same HTML with the policy first in its head. It is the same for every page and never read
from one: our pages have no inline script or style, so none is allowed, whatever its source.
"""

from __future__ import annotations

import re
from pathlib import Path

from markupsafe import Markup

_DIRECTIVES = {
    "default-src": "'self'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data:",
    "object-src": "'none'",
    "frame-src": "'none'",
    "base-uri": "'none'",
    "form-action": "'self'",
}
POLICY = "; ".join(f"{name} {value}" for name, value in _DIRECTIVES.items())
_META = Markup('<meta http-equiv="Content-Security-Policy" content="{}">').format(POLICY)
_UP_TO_CHARSET = re.compile(
    r"\s*<!DOCTYPE html>\s*<html\b[^>]*>\s*<head\b[^>]*>(\s*<meta charset=[^>]*>)?", re.IGNORECASE
)


def protect_folder(folder: Path) -> None:
    """Add the policy to every page below a folder."""
    for page in sorted(folder.rglob("*.html")):
        text = page.read_text(encoding="utf-8")
        protected = protect(text)
        if protected != text:
            page.write_text(protected, encoding="utf-8")


def protect(html: str) -> str:
    """Insert the policy before anything that it governs, so that later content cannot disable it."""
    head = _UP_TO_CHARSET.match(html)
    place = head.end() if head else 0
    if html[place:].lstrip().startswith(_META):
        return html
    return f"{html[:place]}\n{_META}{html[place:]}" if place else f"{_META}\n{html}"
