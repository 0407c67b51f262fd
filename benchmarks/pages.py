"""Page weight, first paint and axe's findings, beside the same pages as plain Jupyter Book builds them.

In: a built site (`trustbook report`) and the committed notebooks. Out: `benchmarks/RESULTS-pages.md`. Plain means the
workspace's book without our extension, with the charts as Altair's default renderer writes them. Both are served by
the same server on this machine and loaded cold over a throttled link. Run by `make bench-pages`.
"""

from __future__ import annotations

import gzip
import http.server
import json
import shutil
import statistics
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import Any

import yaml
from altair.vegalite.v6.display import html_renderer
from playwright.sync_api import Browser, sync_playwright

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "tests" / "browser"))

from walk import USUAL, walk  # noqa: E402

from trustbook.config.workspace import Workspace  # noqa: E402

VEGALITE = "application/vnd.vegalite.v5+json"
LINK = {"offline": False, "latency": 150, "downloadThroughput": 1.6e6 / 8, "uploadThroughput": 0.75e6 / 8}
TIMES = 3
SETTLE = 4000
# other machines fail at once, wherever this is run: the same for both, and kinder to plain pages than a slow network
NOWHERE = "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"
HEAD = """\
# The pages, beside plain Jupyter Book's

Edition {edition}, Chromium {browser}, `make bench-pages`. Plain is the same book without our extension and with
Altair's default renderer.

## Weight and first contentful paint

The front page and the chapter with the most HTML. Cold, 1.6 Mbit/s, 150 ms, 1280 pixels, median of {times}. Both books
are served by the same server, Python's `http.server` on the same machine, without compression and with gzip for text.
Other machines answer to neither: what plain pages ask of a CDN (the drawing of their charts) is not in their bytes,
and their charts do not appear."""
FOUND = """\
## What axe-core finds

Elements at fault by page and mode (wcag2a to wcag22aa and best-practice)."""
TEXT = {".html", ".css", ".js", ".svg", ".json", ".xml"}


class Server(http.server.SimpleHTTPRequestHandler):
    """Files of a folder, text compressed on request where `squeeze` is set."""

    protocol_version = "HTTP/1.1"
    squeeze = False

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing for each request."""

    def send_head(self) -> Any:
        """Answer with the compressed file where that is asked for."""
        file = Path(self.translate_path(self.path))
        if not (self.squeeze and file.suffix in TEXT and file.is_file()):
            return super().send_head()
        body = gzip.compress(file.read_bytes(), 6)
        self.send_response(200)
        self.send_header("Content-Type", self.guess_type(str(file)))
        self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        return BytesIO(body)


class Squeezing(Server):
    """The same, compressing."""

    squeeze = True


@contextmanager
def serving(folder: Path, kind: type[Server]) -> Iterator[str]:
    """Serve a folder and give its address."""
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), partial(kind, directory=str(folder))) as running:
        running.daemon_threads = True
        threading.Thread(target=running.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{running.server_port}"
        running.shutdown()


def plain_book() -> Path:
    """Build the workspace's book with Jupyter Book and Altair as they come; return its folder."""
    place = ROOT / "_build" / "plain"
    shutil.rmtree(place, ignore_errors=True)
    place.mkdir(parents=True)
    config = yaml.safe_load((ROOT / "_config.yml").read_text(encoding="utf-8"))
    del config["sphinx"]["extra_extensions"]
    (place / "_config.yml").write_text(yaml.safe_dump(config), encoding="utf-8")
    shutil.copy(ROOT / "_toc.yml", place)
    shutil.copytree(ROOT / "book", place / "book")
    (place / "notebooks").mkdir()
    for file in sorted((ROOT / "notebooks").glob("*.ipynb")):
        notebook = json.loads(file.read_text(encoding="utf-8"))
        for output in (output for cell in notebook["cells"] for output in cell.get("outputs", ())):
            if VEGALITE in output.get("data", {}):
                output["data"] = html_renderer(output["data"][VEGALITE])
                output["metadata"] = {}
        (place / "notebooks" / file.name).write_text(json.dumps(notebook), encoding="utf-8")
    command = [sys.executable, "-c", "from jupyter_book.cli.main import main; main()", "build", str(place), "-q"]
    subprocess.run(command, check=True, capture_output=True, stdin=subprocess.DEVNULL)
    return place / "_build" / "html"


def load(browser: Browser, address: str) -> tuple[int, float, int]:
    """Load a page cold over the throttled link: bytes transferred, milliseconds to the first paint, requests lost."""
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    page = context.new_page()
    session = context.new_cdp_session(page)
    transferred, lost = [], []
    session.on("Network.loadingFinished", lambda event: transferred.append(event["encodedDataLength"]))
    page.on("requestfailed", lambda request: lost.append(request.url))
    session.send("Network.enable")
    session.send("Network.setCacheDisabled", {"cacheDisabled": True})
    session.send("Network.emulateNetworkConditions", LINK)
    page.goto(address, wait_until="load", timeout=60_000)
    page.wait_for_timeout(SETTLE)
    paint = page.evaluate("performance.getEntriesByName('first-contentful-paint')[0].startTime")
    context.close()
    return round(sum(transferred)), float(paint), len([url for url in lost if "127.0.0.1" not in url])


def weights(browser: Browser, books: dict[str, Path], pages: list[str]) -> Iterator[str]:
    """Rows of the table of weights and times."""
    yield "| page | book | bytes | bytes, gzip | first paint | first paint, gzip | lost to a CDN |"
    yield "|---|---|---:|---:|---:|---:|---:|"
    for page in pages:
        for name, folder in books.items():
            cells: list[tuple[str, str]] = []
            lost = 0
            for kind in (Server, Squeezing):
                with serving(folder, kind) as address:
                    seen = [load(browser, f"{address}/{page}.html") for _ in range(TIMES)]
                middle = statistics.median(paint for _, paint, _ in seen) / 1000
                lost = max(each[2] for each in seen)
                cells.append((f"{statistics.median(size for size, _, _ in seen):,.0f}", f"{middle:.2f} s"))
            (size, paint), (squeezed, sooner) = cells
            yield f"| `{page}` | {name} | {size} | {squeezed} | {paint} | {sooner} | {lost} |"


def findings(browser: Browser, books: dict[str, Path], pages: list[str]) -> Iterator[str]:
    """Rows of the table of what axe finds, by page and mode."""
    counted: dict[tuple[str, str], dict[str, int]] = {}
    for name, folder in books.items():
        with serving(folder, Server) as address:
            for mode in USUAL:
                visits = walk(browser, address, [f"{page}.html" for page in pages], mode)
                counted[name, str(mode)] = {visit.page: len(visit.faults) for visit in visits}
    yield "| page | " + " | ".join(f"{name}: {mode}" for name, mode in counted) + " |"
    yield "|---|" + "---:|" * len(counted)
    for page in pages:
        yield f"| `{page}` | " + " | ".join(str(found[f"{page}.html"]) for found in counted.values()) + " |"
    yield "| **all** | " + " | ".join(f"**{sum(found.values())}**" for found in counted.values()) + " |"


def main() -> None:
    """Measure and write the tables."""
    workspace = Workspace.find(ROOT)
    editions = (ROOT / "_build" / "site" / str(period) for period in workspace.periods())
    newest = max(each for each in editions if (each / "notebooks").is_dir())
    pages = [*workspace.pages(), "search"]
    books = {"trustbook": newest, "plain": plain_book()}
    chapters = [page for page in pages[1:] if page.startswith("notebooks/")]
    heaviest = max(chapters, key=lambda page: (newest / f"{page}.html").stat().st_size)
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    with sync_playwright() as player:
        browser = player.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu", NOWHERE])
        lines = [
            *HEAD.format(edition=newest.name, browser=browser.version, times=TIMES).splitlines(),
            "",
            *weights(browser, books, [pages[0], heaviest]),
            "",
            *FOUND.splitlines(),
            "",
            *findings(browser, books, pages),
        ]
        browser.close()
    (ROOT / "benchmarks" / "RESULTS-pages.md").write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
