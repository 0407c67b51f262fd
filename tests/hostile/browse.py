"""Pages looked at in Chromium, with everything on them used: what ran, was stopped, was asked for, was made.

In: a site and its pages. Out: a `Sight` for each page, which holds what is to be held against the clean book.
"""

from __future__ import annotations

import re
import shutil
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page, Route, sync_playwright

HERE = Path(__file__).parent
LISTEN, LOOK, USE = ((HERE / name).read_text(encoding="utf-8") for name in ("listen.js", "look.js", "use.js"))
CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome")
QUERIES = ("hxq", "hostile", "alert")
"""What the search page is asked: every text planted has the first as the beginning of a word."""
_REFRESH = re.compile(r'http-equiv="refresh"', re.IGNORECASE)
_REST = 150
_LONGEST = 30_000


@dataclass
class Sight:
    """What a page was like. `looks` is what look.js gives."""

    page: str
    dialogs: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    looks: dict[str, Any] = field(default_factory=dict)


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: Any) -> None:
        pass


class _Server(ThreadingHTTPServer):
    def handle_error(self, *_: Any) -> None:
        """A page that is left before all of it came is nothing to speak of."""


@contextmanager
def served(site: Path) -> Iterator[str]:
    """Serve a site to this machine."""
    with _Server(("127.0.0.1", 0), partial(_Quiet, directory=str(site))) as running:
        threading.Thread(target=running.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{running.server_port}"
        running.shutdown()


@contextmanager
def chromium() -> Iterator[Browser]:
    """Start Chromium as the tests of pages do."""
    with sync_playwright() as player:
        arguments = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
        launched = player.chromium.launch(executable_path=CHROMIUM, args=arguments)
        yield launched
        launched.close()


def pages(site: Path) -> list[str]:
    """Every page of a site, below it."""
    found = (page.relative_to(site) for page in site.rglob("*.html") if "_static" not in page.parts)
    return sorted(page.as_posix() for page in found)


def browse(browser: Browser, site: Path, names: Sequence[str], from_folder: Sequence[str] = ()) -> list[Sight]:
    """Look at pages over a server, and at some from the folder; search pages are asked for what is planted."""
    sights = []
    context = browser.new_context(viewport={"width": 1280, "height": 900}, reduced_motion="reduce")
    context.add_init_script(LISTEN)
    context.route("**/index.html", _stay)
    try:
        with served(site) as server:
            for base, some in ((server, names), (site.as_uri(), from_folder)):
                for name in some:
                    queries = [f"?q={query}" for query in QUERIES] if name.endswith("search.html") else [""]
                    sights += [_look(context, base, f"{name}{query}") for query in queries]
    finally:
        context.close()
    return sights


def _stay(route: Route) -> None:
    """Let a page that leads on at once stay where it is, so that it too can be looked at."""
    response = route.fetch()
    route.fulfill(response=response, body=_REFRESH.sub('name="was-refresh"', response.text()))


def _look(context: BrowserContext, base: str, name: str) -> Sight:
    sight = Sight(name if base.startswith("http") else f"{name} (from the folder)")
    page = context.new_page()
    try:
        _listen(page, base, sight)
        _visit(page, f"{base}/{name}", sight)
    finally:
        page.close()
    return sight


def _visit(page: Page, address: str, sight: Sight) -> None:
    try:
        page.goto(address, wait_until="load", timeout=_LONGEST)
        if "search.html" in address:
            page.wait_for_timeout(_REST * 10)
        page.evaluate(USE)
        page.wait_for_timeout(_REST)
        if not page.url.startswith(address.split("?")[0].rsplit("/", 1)[0]):
            sight.requests.append(f"the page went to {page.url}")
        sight.looks = page.evaluate(LOOK)
    except Exception as error:  # whatever it is, it is a page that could not be looked at
        sight.errors.append(f"not to be looked at: {str(error).splitlines()[0]}")


def _listen(page: Page, base: str, sight: Sight) -> None:
    def dialog(shown: Any) -> None:
        sight.dialogs.append(shown.message)
        shown.dismiss()

    def requested(request: Any) -> None:
        if not request.url.startswith((base, "data:image/")):
            sight.requests.append(f"{request.resource_type} {request.url}")

    page.on("dialog", dialog)
    page.on("request", requested)
    page.on("pageerror", lambda error: sight.errors.append(str(error)))
    page.on("console", lambda said: sight.errors.append(said.text) if said.type == "error" else None)
    page.on("popup", lambda popup: sight.requests.append(f"popup {popup.url}"))
