"""Remove what the theme and its extensions ship but no page uses: scripts, styles, fonts, other files.

In: the pages that Sphinx writes, and the finished folder. Out: pages that load only what they use and have no inline
script or style, one style sheet for all of them, and a `_static` folder in which every file is used.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from pathlib import Path
from typing import Any

from trustbook.site.classes import classes_in
from trustbook.site.one_sheet import join_sheets
from trustbook.site.policy import protect_folder

_NEEDS = {
    "clipboard": " highlight",
    "copybutton": " highlight",
    "togglebutton": "dropdown admonition",
    "toggleHint": "dropdown admonition",
    "toggleOpenOnPrint": "dropdown admonition",
    "design-tabs": " sd-tab",
    "sphinx-design": " sd-",
    "thebe": "thebe-launch-button",
    "kernelName": "thebe-launch-button",
}
"""Text in the name or content of a script or style, and the class of the only elements that need it."""
_NEVER = ("scripts/fontawesome", "translations.js")
"""Icons are drawings in the page; an English book needs no translations, which use `eval`."""
_BOOTSTRAP = "scripts/bootstrap.js"
_OPENS = re.compile(r'\bdata-bs-toggle="(?!tooltip")|\bid="pst-collapse-sidebar-button"')
"""What only Bootstrap's script can open. Its tooltips repeat the titles of buttons, which browsers show."""
_PRELOAD = re.compile(r"<link\b(?=[^>]*\brel=\"preload\")[^>]*>\s*")
_AT_ONCE = "look.js"
"""The only script that the first paint waits for: without it a dark page would be light for a moment."""
_SEARCH_TOOLS, _LANGUAGE = "searchtools.js", "language_data.js"
_SCRIPT = re.compile(r"\s*<script\b([^>]*)>(.*?)</script>", re.DOTALL)
_INLINE = re.compile(
    r"<style\b[^>]*>.*?</style>|<script\b(?![^>]*\b(?:src=|type=\"application/json\"))[^>]*>.*?</script>", re.DOTALL
)
_SEARCH_ONLY = ("searchtools.js", "language_data.js", "searchindex.js")
_KEPT = "trustbook.css"
"""The edition's first page, written after the book, has this sheet."""
_MAP = re.compile(r"^(//|/\*)# sourceMappingURL=.*$", re.MULTILINE)
_IN_NAMES = rb"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.@+-"
_AFTER = rb"(?![\w@+-]|\.\w)"
"""What follows a name, so that it is not part of a longer one."""
_LONGEST = 256
"""More bytes than the name of a file may have."""
_READ = {".html", ".css", ".js"}


def setup(app: Any) -> None:
    """Register with Sphinx; the folder is cleaned after all other extensions have written their files."""
    app.connect("html-page-context", _page, priority=950)
    app.connect("build-finished", _finish, priority=950)


def _page(app: Any, page: str, template: str, context: dict[str, Any], doctree: Any) -> None:
    classes = classes_in(context.get("body", ""))
    for kind in ("script_files", "css_files"):
        context[kind] = [file for file in context.get(kind, []) if _used(_address_and_text(file), classes)]


def _address_and_text(file: Any) -> str:
    """Return the address of a script or style, and its text if it has any."""
    return f"{getattr(file, 'filename', None) or file} {getattr(file, 'attributes', {}).get('body') or ''}"


def _used(known_by: str, classes: str) -> bool:
    never = any(name in known_by for name in _NEVER)
    return not never and all(sign in classes for name, sign in _NEEDS.items() if name in known_by)


def _finish(app: Any, error: Exception | None) -> None:
    if error is not None or app.builder.format != "html":
        return
    folder = Path(app.outdir)
    for page in folder.rglob("*.html"):
        text = without_unused_scripts(page.read_text(encoding="utf-8"), searches=page.name == "search.html")
        page.write_text(after_the_text(without_inline(text)), encoding="utf-8")
    for file in unreferenced(folder):  # before the sheets are joined: the words of an unused script keep no rule
        if file.suffix == ".js":
            file.unlink()
    join_sheets(folder, Path(app.config.trustbook_cache) if app.config.trustbook_cache else None)
    for script in (folder / "_static").rglob("*.js"):
        script.write_text(_MAP.sub("", script.read_text(encoding="utf-8")), encoding="utf-8")
    for file in unreferenced(folder):
        if file.name != _KEPT:
            file.unlink()
    for place in sorted((folder / "_static").rglob("*"), reverse=True):
        if place.is_dir() and not any(place.iterdir()):
            place.rmdir()
    protect_folder(folder)


def without_unused_scripts(html: str, *, searches: bool) -> str:
    """Remove the scripts that the theme writes into every page, used or not."""
    elements = _SCRIPT.sub("", html)
    classes, opens = classes_in(elements), _OPENS.search(elements)

    def keep(found: re.Match[str]) -> str:
        attributes, body = found[1], found[2]
        search = not searches and any(name in attributes for name in _SEARCH_ONLY)
        unopened = _BOOTSTRAP in attributes and not opens
        return "" if search or unopened or not _used(f"{attributes} {body}", classes) else found[0]

    return _SCRIPT.sub(keep, html)


def without_inline(html: str) -> str:
    """Remove inline scripts and styles: our own files replace the theme's few."""
    return _INLINE.sub("", html)


def after_the_text(html: str) -> str:
    """Let scripts run after the page is read, in the order that they have, so that its text is seen first."""
    language = next((each[0] for each in _SCRIPT.finditer(html) if _LANGUAGE in each[1]), "")

    def later(found: re.Match[str]) -> str:
        attributes, script = found[1], found[0]
        if "src=" not in attributes or _AT_ONCE in attributes:
            return script
        if _LANGUAGE in attributes and _SEARCH_TOOLS in html:
            return ""
        # the search starts as soon as its script runs, and needs the stemmer of the language by then
        first = _deferred(language) if _SEARCH_TOOLS in attributes else ""
        return first + _deferred(script)

    return _SCRIPT.sub(later, _PRELOAD.sub("", html))


def _deferred(script: str) -> str:
    has_it = re.search(r"<script\b[^>]*\b(?:defer|async)\b", script)
    return script if has_it else script.replace("<script", "<script defer", 1)


def unreferenced(folder: Path) -> list[Path]:
    """List the files in `_static` that no page, used style sheet or used script refers to."""
    files = [file for file in sorted((folder / "_static").rglob("*")) if file.is_file()]
    reading = [page for page in folder.rglob("*.html") if "_static" not in page.relative_to(folder).parts]
    left = dict.fromkeys(files)
    while reading:
        text = b"\n".join(file.read_bytes() for file in reading)
        named = _named(left, text)
        for file in named:
            del left[file]
        reading = [file for file in named if file.suffix in _READ]
    return list(left)


def _named(files: Collection[Path], text: bytes) -> list[Path]:
    """List the files that a text names in full: those with usual names by one pass over it, each other by its own."""
    endings = b"|".join(sorted({re.escape(file.suffix.encode()) for file in files if file.suffix}))
    ends = (found.end() for found in re.finditer(b"(?:%s)%s" % (endings, _AFTER), text)) if endings else ()
    names = {before[len(before.rstrip(_IN_NAMES)) :] for before in (text[max(0, end - _LONGEST) : end] for end in ends)}

    def is_named(file: Path) -> bool:
        name = file.name.encode()
        if file.suffix and not name.strip(_IN_NAMES):
            return name in names
        return re.search(rb"(?<![\w.@+-])%s%s" % (re.escape(name), _AFTER), text) is not None

    return [file for file in files if is_named(file)]
