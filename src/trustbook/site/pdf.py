"""Print an edition as a PDF: its pages in the order of the contents, one tagged document, printed by Chromium.

In: a built edition. Out: one PDF with title, language, tags and an outline. Without Chromium, an error explains how to
install it.
"""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Sequence
from pathlib import Path

from trustbook.core.atomic_file import write_whole
from trustbook.core.errors import PublishError
from trustbook.site.loopback import given
from trustbook.site.metadata import Facts
from trustbook.site.paper import join, style
from trustbook.site.printing import print_pdf

_PROGRAMS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "msedge")
_DATES = re.compile(rb"\(D:\d{14}([+-]\d\d'\d\d')?Z?\)")


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
    """Return the file name of an edition's PDF."""
    return f"{facts.period}-report.pdf"


def print_edition(edition: Path, pages: Sequence[str], facts: Facts, program: str) -> Path:
    """Print an edition into its own folder; return the PDF. Raises PublishError with Chromium's output."""
    with given(edition, join(edition, pages, facts), style(facts)) as address:
        printed = print_pdf(program, address)
    made = edition / name(facts)
    write_whole(made, _without_clock(printed))
    return made


def _without_clock(content: bytes) -> bytes:
    """Remove the time of printing without changing the offsets in the file."""
    return _DATES.sub(lambda found: b"(D:20000101000000" + found[0][17:], content)
