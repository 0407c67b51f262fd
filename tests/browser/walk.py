"""Every page of a site visited in a browser, in one way of looking at it.

In: a browser, the address of a served site, its pages and a mode (width, colours, scripts). Out: a Visit for each page:
what axe finds there, what was asked of the network, what went wrong, and what a reader meets.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import product
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page

HERE = Path(__file__).parent
AXE = (HERE / "vendor" / "axe.min.js").read_text(encoding="utf-8")
SEEN = (HERE / "seen.js").read_text(encoding="utf-8")
REFRESH = re.compile(r'http-equiv="refresh"', re.IGNORECASE)
TAGS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
RUN_AXE = """async (tags) => {
    const found = await axe.run(document, { runOnly: tags, resultTypes: ["violations"] });
    const why = (node) => node.failureSummary.split("\\n")[1] || "";
    return found.violations.flatMap((rule) => rule.nodes.map((node) => `${rule.id}: ${node.target} ${why(node)}`));
}"""
# where scripts are off, timers never run, and axe waits for one
AT_ONCE = """window.setTimeout = (act, wait, ...rest) => {
    Promise.resolve().then(() => typeof act === "function" && act(...rest));
    return 1;
}"""


@dataclass(frozen=True)
class Mode:
    """One way to look at a page."""

    width: int
    scheme: str = "light"
    scripts: bool = True

    def __str__(self) -> str:
        return f"{self.width}-{self.scheme}{'' if self.scripts else '-without-scripts'}"


DESK, PHONE, PLAIN = Mode(1280), Mode(320, "dark"), Mode(1280, scripts=False)
USUAL = (DESK, PHONE, PLAIN)
WIDTHS, SCHEMES = (1280, 768, 320), ("light", "dark")
EVERY = tuple(Mode(*each) for each in product(WIDTHS, SCHEMES, (True, False)))


@dataclass
class Visit:
    """What a page was like."""

    page: str
    faults: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    seen: dict[str, Any] = field(default_factory=dict)


def pages(site: Path, editions: Sequence[str]) -> list[str]:
    """Every page of the site's own and of the named editions, as addresses below the site."""
    found = [*site.glob("*.html"), *site.glob("revisions/*.html")]
    found += [page for edition in editions for page in (site / edition).rglob("*.html")]
    return sorted(page.relative_to(site).as_posix() for page in found if "_static" not in page.parts)


@contextmanager
def looking(browser: Browser, mode: Mode, scale: float = 1) -> Iterator[BrowserContext]:
    """A window of the mode's width, with nothing remembered."""
    context = browser.new_context(
        viewport={"width": mode.width, "height": 800},
        color_scheme=mode.scheme,
        java_script_enabled=mode.scripts,
        device_scale_factor=scale,
        reduced_motion="reduce",
    )
    try:
        yield context
    finally:
        context.close()


def failed(request: Any) -> bool:
    """Whether a request failed of itself: one that is still under way when the page is left is given up."""
    return request.failure != "net::ERR_ABORTED"


def listen(page: Page, scripts: bool) -> Callable[[Visit], None]:
    """Write down what the page asks for and what goes wrong with it. Scripts that are off are rightly not loaded.

    Give what says which visit is under way.
    """
    now = Visit("")

    def begin(visit: Visit) -> None:
        nonlocal now
        now = visit

    def not_loaded(request: Any) -> None:
        if failed(request) and (scripts or request.resource_type != "script"):
            now.errors.append(f"not loaded: {request.url}")

    page.on("request", lambda request: now.requests.append(request.url))
    page.on("requestfailed", not_loaded)
    page.on("response", lambda r: now.errors.append(f"{r.status}: {r.url}") if r.status >= 400 else None)
    page.on("pageerror", lambda error: now.errors.append(str(error)))
    page.on("console", lambda said: now.errors.append(said.text) if said.type == "error" else None)
    return begin


def go(page: Page, address: str) -> None:
    """Go to a page; one that leads on at once is made to stay where it is, so that it too can be looked at."""

    def without_refresh(route: Any) -> None:
        response = route.fetch()
        route.fulfill(response=response, body=REFRESH.sub('name="was-refresh"', response.text()))

    leads_on = address.endswith("/index.html")
    if leads_on:
        page.route(address, without_refresh)
    page.goto(address, wait_until="load")
    if leads_on:
        page.unroute(address)  # where anything is routed, nothing is taken from the browser's cache


def walk(browser: Browser, server: str, names: Sequence[str], mode: Mode) -> list[Visit]:
    """Visit the pages one after the other, in one window: what they have in common is loaded once."""
    with looking(browser, mode) as context:
        page = context.new_page()
        begin = listen(page, mode.scripts)
        return [_visit(page, begin, server, name, mode.scripts) for name in names]


def _visit(page: Page, begin: Callable[[Visit], None], server: str, name: str, scripts: bool) -> Visit:
    visit = Visit(name)
    begin(visit)
    go(page, f"{server}/{name}")
    visit.seen = page.evaluate(SEEN)
    if not scripts:
        page.evaluate(AT_ONCE)
    begin(Visit("axe"))  # it puts styles of its own on a page, which the page's policy rightly stops
    page.evaluate(AXE)
    visit.faults = page.evaluate(RUN_AXE, list(TAGS))
    return visit
