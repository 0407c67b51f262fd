"""Draw the front page of the newest edition for the README.

In: the site that `trustbook report` built. Out: `docs/front-page.png`. Chromium comes from the machine's packages.
"""

import shutil
from pathlib import Path

from playwright.sync_api import sync_playwright

ROOT = Path(__file__).parents[1]
WIDTH, HEIGHT = 1280, 860


def draw(page_file: Path, picture: Path) -> None:
    """Take a picture of the first screen of a page."""
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    with sync_playwright() as player:
        browser = player.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page(viewport={"width": WIDTH, "height": HEIGHT})
        page.goto(page_file.as_uri())
        page.get_by_role("heading", level=1).wait_for()
        page.screenshot(path=picture)
        browser.close()


if __name__ == "__main__":
    draw(ROOT / "_build" / "site" / "index.html", ROOT / "docs" / "front-page.png")
