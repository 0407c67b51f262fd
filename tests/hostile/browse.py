"""Pages looked at in Chromium, with everything on them used: what ran, was stopped, was asked for, was made.

In: a site and its pages. Out: a `Sight` for each page, which holds what is to be held against the clean book.
"""

from __future__ import annotations

import re
import shutil
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from pathlib import Path
from typing import Any, BinaryIO

from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright
from playwright.sync_api import TimeoutError as TooLong

HERE = Path(__file__).parent
LISTEN, LOOK, USE = ((HERE / name).read_text(encoding="utf-8") for name in ("listen.js", "look.js", "use.js"))
CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome")
QUERIES = ("hxq", "hostile", "alert")
"""What the search page is asked: every text planted has the first as the beginning of a word."""
DEAD = "charts that do not come alive"
_REFRESH = re.compile(rb'http-equiv="refresh"', re.IGNORECASE)
_REST = 150
_ANSWERED = "() => document.querySelector('.search-summary')?.textContent"
_LONGEST_SEARCH = 1_500
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
    """Serves files; a page that leads on at once is made to stay where it is, so that it too can be looked at."""

    def send_head(self) -> BinaryIO | None:
        path = Path(self.translate_path(self.path))
        if path.name != "index.html" or not path.is_file():
            return super().send_head()
        page = _REFRESH.sub(b'name="was-refresh"', path.read_bytes())
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.send_header("Content-Length", str(len(page)))
        self.end_headers()
        return BytesIO(page)

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
    """Look at pages over a server, and at some from the folder; search pages are asked for what is planted.

    One page of the browser goes from address to address: what all pages have in common is fetched and compiled once.
    """
    sights = []
    context = browser.new_context(viewport={"width": 1280, "height": 900}, reduced_motion="reduce")
    context.add_init_script(LISTEN)
    try:
        with served(site) as server:
            for base, some in ((server, names), (site.as_uri(), from_folder)):
                eye = _Eye(context, base)
                for name in some:
                    queries = [f"?q={query}" for query in QUERIES] if name.endswith("search.html") else [""]
                    sights += [eye.look(f"{name}{query}") for query in queries]
                eye.close()
    finally:
        context.close()
    return sights


class _Eye:
    """A page of the browser that is led from one address to the next, and listened to."""

    def __init__(self, context: BrowserContext, base: str) -> None:
        self._context = context
        self._base = base
        self._page: Page | None = None
        self._sight = Sight("")

    def look(self, name: str) -> Sight:
        """Visit a page, use all of it, and look at it."""
        sight = self._sight = Sight(name if self._base.startswith("http") else f"{name} (from the folder)")
        address = f"{self._base}/{name}"
        try:
            page = self._page = self._page or self._opened()
            page.goto(address, wait_until="load", timeout=_LONGEST)
            if "search.html" in address:
                self._wait_for_answers(page)
            if dead := page.evaluate(USE):
                sight.errors.append(f"{DEAD}: {dead}")
            page.wait_for_timeout(_REST)
            if not page.url.startswith(address.split("?")[0].rsplit("/", 1)[0]):
                sight.requests.append(f"the page went to {page.url}")
            sight.looks = page.evaluate(LOOK)
        except Exception as error:  # whatever it is, it is a page that could not be looked at
            sight.errors.append(f"not to be looked at: {str(error).splitlines()[0]}")
            self.close()
        return sight

    def close(self) -> None:
        """Close the page: the next is looked at in another."""
        if self._page is not None:
            self._page.close()
            self._page = None

    @staticmethod
    def _wait_for_answers(page: Page) -> None:
        with suppress(TooLong):
            page.wait_for_function(_ANSWERED, timeout=_LONGEST_SEARCH)

    def _opened(self) -> Page:
        page = self._context.new_page()

        def dialog(shown: Any) -> None:
            self._sight.dialogs.append(shown.message)
            shown.dismiss()

        def requested(request: Any) -> None:
            if not request.url.startswith((self._base, "data:image/")):
                self._sight.requests.append(f"{request.resource_type} {request.url}")

        def said(message: Any) -> None:
            if message.type == "error":
                self._sight.errors.append(message.text)

        page.on("dialog", dialog)
        page.on("request", requested)
        page.on("pageerror", lambda error: self._sight.errors.append(str(error)))
        page.on("console", said)
        page.on("popup", lambda popup: self._sight.requests.append(f"popup {popup.url}"))
        return page
