"""Join the style sheets of an edition's pages into one, which a reader's browser asks for once.

In: the finished folder of an edition. Out: pages with one link to a sheet, named by its content. It holds what the
edition may use of the theme's sheets, and our own sheets whole, in the order of the pages' links.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from hashlib import sha256
from html import unescape
from pathlib import Path
from posixpath import join, normpath

from trustbook.site import FRAGMENTS, STATIC
from trustbook.site.own_pages import FILES
from trustbook.site.style_rules import rules_of
from trustbook.site.unused_styles import InUse, without_unused

_LINK = re.compile(r"<link\b(?=[^>]*\brel=\"stylesheet\")[^>]*>")
_NOSCRIPT = re.compile(r"<noscript\b[^>]*>.*?</noscript>", re.DOTALL)
_HREF, _MEDIA = re.compile(r'\bhref="([^"]*)"'), re.compile(r'\bmedia="([^"]*)"')
_IMPORT = re.compile(r"""@import\s+(?:url\()?["']?([^"')]+)["']?\)?\s*;""")
_URL = re.compile(r"""url\((["']?)(?!data:|[a-z]+:|/|#)([^"')]+)\1\)""")
STATIC_FOLDER = "_static"
_SCRIPTS_WITHOUT_STYLES = {"vega.js"}
"""Our own sheets style what it draws, and its vocabulary is large."""

Sheet = tuple[str, str]
"""The path of a sheet in the folder of an edition, and the medium that it is for, if it is for one."""


def join_sheets(folder: Path, cache: Path | None = None) -> None:
    """Write the sheets that the pages of an edition need, and have each page link to its own."""
    pages = {file: file.read_text(encoding="utf-8") for file in sorted(folder.rglob("*.html"))}
    pages = {file: text for file, text in pages.items() if STATIC_FOLDER not in file.relative_to(folder).parts}
    linked = {file: _linked(text, file.parent.relative_to(folder).as_posix()) for file, text in pages.items()}
    linked = {file: sheets for file, sheets in linked.items() if all((folder / path).is_file() for path, _ in sheets)}
    used = _in_use(folder, pages.values())
    longest = max(linked.values(), key=len, default=())
    written: dict[tuple[Sheet, ...], str] = {}
    for file, sheets in linked.items():
        if not sheets:
            continue
        # one sheet for all pages, unless one page has its sheets in another order
        wanted = longest if _in_order(sheets, longest) else sheets
        if wanted not in written:
            written[wanted] = _write(folder, wanted, used, cache)
        up = "../" * (len(file.relative_to(folder).parts) - 1)
        file.write_text(_relinked(pages[file], f"{up}{written[wanted]}"), encoding="utf-8")


def _linked(page: str, folder: str) -> tuple[Sheet, ...]:
    """Return the sheets of a page in order; those for readers without scripts are not among them."""
    found: list[Sheet] = []
    for link in _LINK.findall(_NOSCRIPT.sub("", page)):
        href, media = _HREF.search(link), _MEDIA.search(link)
        address = unescape(href[1]).partition("?")[0] if href else ""
        found.append((normpath(join(folder, address)), unescape(media[1]) if media else ""))
    return tuple(found)


def _in_order(some: Sequence[Sheet], all_of_them: Iterable[Sheet]) -> bool:
    """Return whether some sheets are among others, in the same order."""
    others = iter(all_of_them)
    return all(each in others for each in some)


def _in_use(folder: Path, pages: Iterable[str]) -> InUse:
    scripts = [*(folder / STATIC_FOLDER).rglob("*.js"), *FILES.glob("*.js")]
    sheets = [*STATIC.glob("*.css"), *FILES.glob("*.css")]
    return InUse(
        list(pages),
        [each.read_text(encoding="utf-8") for each in scripts if each.name not in _SCRIPTS_WITHOUT_STYLES],
        [each.read_text(encoding="utf-8") for each in sheets],
    )


def _write(folder: Path, sheets: Sequence[Sheet], used: InUse, cache: Path | None) -> str:
    """Write one sheet in place of several; return its path."""
    texts = {path: text_of(folder / path, path) for path, _ in sheets}
    theirs = [path for path in texts if not (STATIC / path.rpartition("/")[2]).is_file()]
    shorter = without_unused([rules_of(texts[path], cache) for path in theirs], used)
    texts |= dict(zip(theirs, shorter, strict=True))
    parts = []
    for path, media in sheets:
        text = texts[path]
        parts.append(f"@media {media} {{\n{text}}}\n" if media and media != "all" else text)
    content = '@charset "UTF-8";\n' + "".join(parts)
    name = f"{STATIC_FOLDER}/pages.{sha256(content.encode()).hexdigest()[:16]}.css"
    (folder / name).write_text(content, encoding="utf-8")
    return name


def text_of(file: Path, path: str) -> str:
    """Return a sheet as it is joined with others: with those that it imports, its addresses relative to `_static`.

    `path` is where it is in the edition.
    """
    return _moved(_with_imports(file), path)


def _with_imports(file: Path) -> str:
    """Return a sheet with those that it imports in their places."""

    def imported(found: re.Match[str]) -> str:
        other = (file.parent / found[1]).resolve()
        inside = file.parents[1].resolve() in other.parents
        return _with_imports(other) if inside and other.is_file() and other != file.resolve() else found[0]

    return _IMPORT.sub(imported, file.read_text(encoding="utf-8"))


def _moved(sheet: str, path: str) -> str:
    """Return a sheet whose addresses are relative to `_static`, wherever it was."""
    place = path.removeprefix(f"{STATIC_FOLDER}/").rpartition("/")[0]
    return _URL.sub(lambda found: f'url("{normpath(join(place, found[2]))}")', sheet) if place else sheet


def _relinked(page: str, address: str) -> str:
    """Put one link where the first was, and remove the others; what is for readers without scripts stays."""
    aside: list[str] = _NOSCRIPT.findall(page)
    links = iter([str(FRAGMENTS.render("sheet.html", address=address))])
    parts = [_LINK.sub(lambda _: next(links, ""), part) for part in _NOSCRIPT.split(page)]
    return "".join(part + rest for part, rest in zip(parts, [*aside, ""], strict=True))
