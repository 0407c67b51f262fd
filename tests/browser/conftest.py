"""A real browser over a real site. Without Chromium these tests are skipped, except in CI, where it must be there."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from walk import EVERY, USUAL, failed, pages, walk

sys.path.append(str(Path(__file__).parents[1] / "integration"))
from workspaces import copy_workspace, with_what_is_made

NEWEST, OLDER = "2023-24-P11", "2023-24-P09"
ALL_OF_IT = os.environ.get("TRUSTBOOK_PAGES") == "every"
WINDOW = {"width": 1280, "height": 860}
CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome")


@pytest.fixture(scope="session")
def site(tmp_path_factory):
    """Two editions, so that one is not the newest. TRUSTBOOK_SITE names a site of these two that is built already."""
    if ready := os.environ.get("TRUSTBOOK_SITE"):
        return Path(ready).resolve()
    folder = with_what_is_made(copy_workspace(tmp_path_factory.mktemp("browser") / "workspace"))
    command = [sys.executable, "-m", "trustbook", "report", OLDER, NEWEST]
    ran = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr
    return folder / "_build" / "site"


SERVE = """
import sys
from pathlib import Path
from rich.console import Console
from trustbook.site.serve import serve
serve(Path(sys.argv[1]), 0, Console(soft_wrap=True))
"""


@pytest.fixture(scope="session")
def server(site):
    """The site as `trustbook serve` gives it, with all its headers."""
    command = [sys.executable, "-c", SERVE, str(site)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as running:
        port = running.stdout.readline().split(":")[2].split("/")[0]
        yield f"http://127.0.0.1:{port}"
        running.terminate()


@pytest.fixture(scope="session")
def chromium():
    """The program itself, for what starts it without Playwright."""
    if CHROMIUM is None:
        if os.environ.get("TRUSTBOOK_BROWSER") == "required":
            pytest.fail("Chromium is not installed, and these tests are required here")
        pytest.skip("Chromium is not installed")
    return CHROMIUM


@pytest.fixture(scope="module")
def browser(chromium):
    """Closed with its module: while it is open, an event loop counts as running in this process."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as player:
        arguments = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
        launched = player.chromium.launch(executable_path=chromium, args=arguments)
        yield launched
        launched.close()


@pytest.fixture(scope="session")
def names(site):
    """The pages to visit: the site's own and the newest edition's, or every page."""
    return pages(site, [OLDER, NEWEST] if ALL_OF_IT else [NEWEST])


@pytest.fixture(scope="session")
def stays(site, names):
    """The pages that do not lead on to another at once."""
    return [name for name in names if 'http-equiv="refresh"' not in (site / name).read_text(encoding="utf-8")]


@pytest.fixture(scope="module", params=EVERY if ALL_OF_IT else USUAL, ids=str)
def visits(request, browser, server, names):
    """Each page visited once in a mode; the tests ask what was seen."""
    return walk(browser, server, names, request.param)


@pytest.fixture(params=["folder", "server"])
def address(request, site):
    """The site's address, straight from the folder and from a server."""
    return site.as_uri() if request.param == "folder" else request.getfixturevalue("server")


@pytest.fixture(scope="module")
def window(browser):
    """One window for the pages of a module: to open another takes the browser longer than to show a page."""
    context = browser.new_context(viewport=WINDOW)
    first = context.new_page()  # while it is there, the window stays open
    yield context
    first.close()
    context.close()


@pytest.fixture
def page(window):
    opened = window.new_page()
    opened.requested, opened.errors = [], []
    opened.on("request", lambda request: opened.requested.append(request.url))
    opened.on("requestfailed", lambda request: opened.errors.append(request.url) if failed(request) else None)
    opened.on("pageerror", lambda error: opened.errors.append(str(error)))
    yield opened
    opened.close()
    window.clear_cookies()
