"""Print pages of an edition as a PDF, in the order of the contents: one tagged document, printed by Chromium.

In: a built edition. Out: one PDF with title, author, dates, language, tags and an outline. Without Chromium, an error
explains how to install it.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from trustbook.config.workspace import Workspace
from trustbook.core.atomic_file import write_whole
from trustbook.core.errors import PublishError
from trustbook.core.period import Period
from trustbook.core.programs import program_of
from trustbook.site.loopback import given
from trustbook.site.manifest import read_card
from trustbook.site.metadata import Facts, facts
from trustbook.site.paper import ANNEXES, REPORT, Paper, join, style, titles
from trustbook.site.printing import print_pdf
from trustbook.site.report_pages import annex_pages

_PROGRAMS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "msedge")


def chromium() -> str:
    """Find the browser: `TRUSTBOOK_CHROMIUM`, or one by its usual name. Raises PublishError if there is none."""
    if found := program_of("TRUSTBOOK_CHROMIUM", _PROGRAMS):
        return found
    raise PublishError(
        "a PDF needs Chromium or Chrome, and none was found",
        mend="Install one (on Debian or Ubuntu: sudo apt install chromium), or name it in TRUSTBOOK_CHROMIUM.",
    )


def name(facts: Facts, paper: Paper = REPORT) -> str:
    """Return the file name of a document of an edition."""
    return f"{facts.period}-{paper.file}.pdf"


def print_edition(edition: Path, pages: Sequence[str], facts: Facts, program: str, paper: Paper = REPORT) -> Path:
    """Print pages of an edition into its own folder; return the PDF. Raises PublishError with Chromium's output."""
    made = edition / name(facts, paper)
    write_whole(made, printed(edition, pages, facts, program, paper))
    return made


def print_annexes(workspace: Workspace, period: Period, program: str, place: Path | None = None) -> Path:
    """Print what is behind the report of an edition, by default into the current folder; return the PDF.

    Raises PublishError if the edition has not been built, or with Chromium's output.
    """
    edition, about = workspace.build / "editions" / str(period), facts(workspace, period)
    built = read_card(edition).pages
    pages = [page for page in annex_pages(workspace) if page in built]
    made = place or Path(name(about, ANNEXES))
    write_whole(made, printed(edition, pages, about, program, ANNEXES))
    return made


def printed(edition: Path, pages: Sequence[str], facts: Facts, program: str, paper: Paper = REPORT) -> bytes:
    """Print pages of an edition twice, since only the first print tells the sheets that the contents name."""
    from trustbook.site.pdf_metadata import described, sheets  # pypdf, which editions without a PDF do not need

    first = _print(edition, join(edition, pages, facts, paper), style(facts, paper), program)
    numbered = join(edition, pages, facts, paper, sheets(first))
    content = _print(edition, numbered, style(facts, paper), program)
    return described(content, paper.title(facts), facts, titles(numbered))


def _print(edition: Path, document: str, style: str, program: str) -> bytes:
    with given(edition, document, style) as address:
        return print_pdf(program, address)
