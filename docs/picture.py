"""Draw the first screens of the newest edition: the front page for the README, others for those who work on pages.

In: the site that `trustbook report` built. Out: `docs/front-page.png` and `docs/pictures/`. Chromium comes from the
machine's packages.
"""

import shutil
from pathlib import Path

from playwright.sync_api import sync_playwright

ROOT = Path(__file__).parents[1]
DESK, PHONE = (1280, 860), (390, 844)
PAGES = ("notebooks/summary", "notebooks/savings-rag", "book/tie-out", "brief")


def draw(page_file: Path, picture: Path, screen: tuple[int, int] = DESK) -> None:
    """Take a picture of the first screen of a page; `screen`: its width and height in pixels."""
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    with sync_playwright() as player:
        browser = player.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page(viewport={"width": screen[0], "height": screen[1]})
        page.goto(page_file.as_uri())
        page.get_by_role("heading", level=1).wait_for()
        page.screenshot(path=picture)
        browser.close()


if __name__ == "__main__":
    site = ROOT / "_build" / "site"
    draw(site / "index.html", ROOT / "docs" / "front-page.png")
    newest = max(folder for folder in site.iterdir() if folder.is_dir())
    pictures = ROOT / "docs" / "pictures"
    pictures.mkdir(exist_ok=True)
    for name in PAGES:
        for kind, screen in (("desk", DESK), ("phone", PHONE)):
            draw(newest / f"{name}.html", pictures / f"{Path(name).name}-{kind}.png", screen)
