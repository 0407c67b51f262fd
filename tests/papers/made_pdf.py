"""Make the PDF of a page: with Chromium from the web page, with LibreOffice from the workbook.

In: a page laid out. Out: bytes of a PDF with a text layer.
"""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from papers.layouts import Page
from papers.made_files import as_html, as_xlsx

CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome")
SOFFICE = shutil.which("soffice")


@contextmanager
def chromium() -> Iterator[Any]:
    """A browser that prints; started once for many pages."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as player:
        browser = player.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        try:
            yield browser
        finally:
            browser.close()


def printed(browser: Any, page: Page) -> bytes:
    """The page as Chromium prints it; small sheets where its layout breaks the table over pages."""
    tab = browser.new_page()
    try:
        tab.set_content(as_html(page).decode())
        return tab.pdf(format="A4", landscape=True, prefer_css_page_size=True)
    finally:
        tab.close()


def converted(pages: Iterable[Page]) -> dict[str, bytes]:
    """The workbooks of pages as LibreOffice makes PDF of them, all in one run."""
    with tempfile.TemporaryDirectory() as folder:
        names = []
        for page in pages:
            file = Path(folder) / f"{page.name}.xlsx"
            file.write_bytes(as_xlsx(page))
            names.append(str(file))
        profile = f"-env:UserInstallation=file://{folder}/profile"
        subprocess.run(
            [SOFFICE, "--headless", profile, "--convert-to", "pdf", "--outdir", folder, *names],
            check=True,
            capture_output=True,
            timeout=300,
        )
        return {Path(name).stem: Path(name).with_suffix(".pdf").read_bytes() for name in names}
