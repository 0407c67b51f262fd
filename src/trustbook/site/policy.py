"""The Content-Security-Policy of every page: scripts and styles in this site's own files, and nothing else.

In: finished HTML. Out: the same with the policy as the first thing in its head. It is the same for every page and never
read from one: no page of ours has a script or a style in line, so none is allowed, whoever put it there.
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
    """Give every page below a folder its policy."""
    for page in sorted(folder.rglob("*.html")):
        text = page.read_text(encoding="utf-8")
        protected = protect(text)
        if protected != text:
            page.write_text(protected, encoding="utf-8")


def protect(html: str) -> str:
    """Give a page its policy before anything that it governs. What stands further down cannot switch it off."""
    head = _UP_TO_CHARSET.match(html)
    place = head.end() if head else 0
    if html[place:].lstrip().startswith(_META):
        return html
    return f"{html[:place]}\n{_META}{html[place:]}" if place else f"{_META}\n{html}"
