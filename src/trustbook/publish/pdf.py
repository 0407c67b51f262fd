"""The PDF of an edition: its pages in the order of the contents, as one tagged document, printed by Chromium.

In: an edition as built. Out: one PDF with title, language, tags and an outline. Where no Chromium is installed it is
refused, with a sentence that says how to get one.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Sequence
from html import escape
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import urldefrag, urljoin

from bs4 import BeautifulSoup, Tag

from trustbook.errors import PublishError
from trustbook.pages.facts import Facts

_PROGRAMS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "msedge")
_LONGEST_WAIT = 300
_BASE = "http://edition.invalid/"
"""Never asked for: against it, addresses that pages give from their own place become ones from the edition's."""
_DATES = re.compile(rb"\(D:\d{14}([+-]\d\d'\d\d')?Z?\)")
_NOT_ON_PAPER = "script, nav, button, .headerlink, .tb-periods, .tb-made, .tb-paper, .tb-banner"


def chromium() -> str:
    """Find the browser: `TRUSTBOOK_CHROMIUM`, or one by its usual name. Raises PublishError if there is none."""
    named = os.environ.get("TRUSTBOOK_CHROMIUM")
    for program in (named,) if named else _PROGRAMS:
        if found := shutil.which(program):
            return found
    raise PublishError(
        "a PDF needs Chromium or Chrome, and none was found",
        mend="Install one (on Debian or Ubuntu: sudo apt install chromium), or name it in TRUSTBOOK_CHROMIUM.",
    )


def name(facts: Facts) -> str:
    """The name of an edition's PDF."""
    return f"{facts.period}-report.pdf"


def print_edition(edition: Path, pages: Sequence[str], facts: Facts, program: str) -> Path:
    """Print an edition into its own folder and return the PDF. Raises PublishError with what Chromium said."""
    made = edition / name(facts)
    joined = edition / ".joined.html"
    joined.write_text(join(edition, pages, facts), encoding="utf-8")
    try:
        with TemporaryDirectory() as profile:
            _print(program, joined, made, Path(profile))
    finally:
        joined.unlink()
    made.write_bytes(_without_clock(made.read_bytes()))
    return made


def join(edition: Path, pages: Sequence[str], facts: Facts) -> str:
    """Join the pages into one document: ids stay apart, links between the pages lead within it."""
    parts, contents = [], []
    styles = ""
    for page in pages:
        soup = BeautifulSoup((edition / f"{page}.html").read_text(encoding="utf-8"), "html.parser")
        article = soup.select_one("article")
        if article is None:
            raise PublishError("the page has no article", file=f"{page}.html", expected="a page of the book")
        styles = styles or "".join(_style(link, page) for link in soup.select('link[rel~="stylesheet"]'))
        heading = article.find("h1")
        title = heading.get_text(" ", strip=True).rstrip("#").strip() if heading else page
        _make_fit(article, page, pages, facts)
        contents.append(f'<li><a href="#{_anchor(page)}">{escape(title)}</a></li>')
        parts.append(f'<section class="tb-chapter" id="{_anchor(page)}">{article.decode_contents()}</section>')
    title = f"{facts.trust}: finance report, {facts.label}"
    published = f"<p>Data published on {facts.published_in_words}.</p>" if facts.published else ""
    return (
        '<!DOCTYPE html><html lang="en-GB" data-theme="light"><head><meta charset="utf-8">'
        f"<title>{escape(title)}</title>{styles}<style>{_page_style(title)}</style></head><body><main>"
        f'<section class="tb-cover"><p>{escape(facts.trust)}</p><h1 class="tb-cover-title">Finance report, '
        f"{escape(facts.label)}</h1>{published}<p>Made by trustbook {escape(facts.version)}.</p>"
        f"<h2>Contents</h2><ol>{''.join(contents)}</ol></section>{''.join(parts)}</main></body></html>"
    )


def _page_style(title: str) -> str:
    quoted = title.replace("\\", "").replace('"', "'").replace("<", "")
    return (
        f'@page {{ @top-left {{ content: "{quoted}"; font: 8.5pt sans-serif; color: #3D3D3D; }} }}'
        "@page :first { @top-left { content: none } }"
        ".tb-chapter { break-before: page } .tb-cover-title { font-size: 26pt; font-weight: 600; line-height: 1.2 }"
        ".tb-cover { padding-top: 40mm } .tb-cover h2 { margin-top: 14mm }"
    )


def _style(link: Tag, page: str) -> str:
    """A style sheet of the page, for all media that it is for."""
    address = urljoin(f"{_BASE}{page}.html", str(link["href"])).removeprefix(_BASE)
    media = f' media="{escape(str(link["media"]))}"' if link.get("media") else ""
    return f'<link rel="stylesheet" href="{escape(address)}"{media}>'


def _make_fit(article: Tag, page: str, pages: Sequence[str], facts: Facts) -> None:
    for unwanted in article.select(_NOT_ON_PAPER):
        unwanted.decompose()
    for folded in article.select("details"):
        folded["open"] = ""
    for scrolled in article.select(".tb-scroll"):
        for attribute in ("tabindex", "role", "aria-label"):
            del scrolled[attribute]
    for element in article.select("[id]"):
        element["id"] = f"{_anchor(page)}--{element['id']}"
    for attribute in ("aria-labelledby", "aria-describedby", "aria-controls", "for", "headers"):
        for element in article.select(f"[{attribute}]"):
            names = str(element[attribute]).split() if isinstance(element[attribute], str) else element[attribute]
            element[attribute] = " ".join(f"{_anchor(page)}--{each}" for each in names)
    for image in article.select("[src]"):
        image["src"] = urljoin(f"{_BASE}{page}.html", str(image["src"])).removeprefix(_BASE)
    for link in article.select("a[href]"):
        address = _address(str(link["href"]), page, pages, facts)
        if address is None:
            del link["href"]
        else:
            link["href"] = address


def _address(href: str, page: str, pages: Sequence[str], facts: Facts) -> str | None:
    """Where a link leads from the document: into it, to the site if that has an address, or nowhere."""
    if re.match(r"[a-z][a-z0-9+.-]*:", href):
        return href
    target, fragment = urldefrag(urljoin(f"{_BASE}{page}.html", href))
    inside = target.removeprefix(_BASE)
    if inside.removesuffix(".html") in pages:
        anchor = _anchor(inside.removesuffix(".html"))
        return f"#{anchor}--{fragment}" if fragment else f"#{anchor}"
    return urljoin(f"{facts.url}{page}.html", href) if facts.url else None


def _anchor(page: str) -> str:
    return page.replace("/", "-")


def _print(program: str, joined: Path, made: Path, profile: Path) -> None:
    command = [program, "--headless", "--disable-gpu", f"--user-data-dir={profile}", "--no-first-run"]
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        command.append("--no-sandbox")  # Chromium has no sandbox for root, as in a container
    command += ["--no-pdf-header-footer", "--generate-pdf-document-outline", "--export-tagged-pdf"]
    command += [f"--print-to-pdf={made}", joined.as_uri()]
    try:
        ran = subprocess.run(
            command, capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL, timeout=_LONGEST_WAIT
        )
        said = ran.stderr.strip().splitlines()[-1:] or ["it said nothing"]
    except subprocess.TimeoutExpired:
        said = [f"it took longer than {_LONGEST_WAIT} seconds"]
    if not made.exists():
        raise PublishError(f"Chromium made no PDF: {said[0]}", file=made)


def _without_clock(content: bytes) -> bytes:
    """Take the time of printing out of the document; the places of its parts stay as they are."""
    return _DATES.sub(lambda found: b"(D:20000101000000" + found[0][17:], content)
