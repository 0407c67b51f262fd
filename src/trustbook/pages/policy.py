"""The Content-Security-Policy of every page: this site's own files, and inline scripts that are known by their hash.

In: finished HTML. Out: the same with a policy as the first thing in its head. Nothing may be fetched from elsewhere, no
attribute may hold a script, and no script may make another out of text.
"""

from __future__ import annotations

import re
from base64 import b64encode
from hashlib import sha256
from html import escape
from pathlib import Path

_ELEMENT = re.compile(r"<(script|style)\b([^>]*)>(.*?)</\1>", re.DOTALL | re.IGNORECASE)
_TYPE = re.compile(r"""\btype\s*=\s*["']?([^"'\s>]+)""", re.IGNORECASE)
_SOURCE = re.compile(r"\bsrc\s*=", re.IGNORECASE)
_RUN = {"", "text/javascript", "application/javascript", "module"}
_META = '<meta http-equiv="Content-Security-Policy"'
_CHARSET = re.compile(r"<meta charset=[^>]*>", re.IGNORECASE)
_HEAD = re.compile(r"<head\b[^>]*>", re.IGNORECASE)


def protect_folder(folder: Path) -> None:
    """Give every page below a folder its policy; a page that has one keeps it."""
    for page in sorted(folder.rglob("*.html")):
        text = page.read_text(encoding="utf-8")
        protected = protect(text)
        if protected != text:
            page.write_text(protected, encoding="utf-8")


def protect(html: str) -> str:
    """Give a page its policy, unless it has one."""
    if _META in html:
        return html
    meta = f'{_META} content="{escape(policy(html), quote=False)}">'
    found = _CHARSET.search(html) or _HEAD.search(html)
    if found is None:
        return f"{meta}\n{html}"
    return f"{html[: found.end()]}\n{meta}{html[found.end() :]}"


def policy(html: str) -> str:
    """Say what a page may load and run: its own inline scripts and styles are in it by hash, each once."""
    allowed: dict[str, dict[str, None]] = {"script": {}, "style": {}}
    for kind, attributes, body in _ELEMENT.findall(html):
        kind, typed = kind.lower(), _TYPE.search(attributes)
        if kind == "script" and (_SOURCE.search(attributes) or (typed[1].lower() if typed else "") not in _RUN):
            continue
        if body.strip():
            allowed[kind][f"'sha256-{b64encode(sha256(body.encode()).digest()).decode()}'"] = None
    return "; ".join(
        [
            "default-src 'self'",
            " ".join(["script-src 'self'", *allowed["script"]]),
            " ".join(["style-src 'self'", *allowed["style"]]),
            "img-src 'self' data:",
            "object-src 'none'",
            "base-uri 'none'",
            "form-action 'self'",
        ]
    )
