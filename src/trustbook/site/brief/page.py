"""Write the brief of an edition as a page, and print it on two sides of A4.

In: a `Brief`, and the edition's folder. Out: `brief.html` with its style, and its PDF if there is a Chromium.
"""

from __future__ import annotations

import shutil
from pathlib import Path

from trustbook.core.atomic_file import write_whole
from trustbook.core.markup import Templates
from trustbook.site.brief.content import RATINGS, Brief
from trustbook.site.header_and_footer import head
from trustbook.site.loopback import given
from trustbook.site.metadata import Facts
from trustbook.site.policy import protect
from trustbook.site.printing import print_pdf

PAGE, STYLE, CHART = "brief.html", "brief.css", "brief-chart.svg"
_FOLDER = Path(__file__).parent / "templates"
_TEMPLATES = Templates(_FOLDER)


def title(about: Facts) -> str:
    """Return the title of a brief."""
    return f"{about.trust}: finance brief, {about.label}"


def pdf_name(about: Facts) -> str:
    """Return the file name of a brief's PDF."""
    return f"{about.period}-brief.pdf"


def html(brief: Brief, printed: str = "", *, on_paper: bool = False) -> str:
    """Write the page; `printed` is the name of its PDF, if there is one.

    On paper, links lead to the site if it has an address, and else there are none.
    """
    base = brief.about.url if on_paper else ""
    known = {"brief": brief, "title": title(brief.about), "printed": printed, "base": base, "chart": CHART}
    if not on_paper:
        known["head"] = head(
            PAGE.removesuffix(".html"), brief.about, "Finance brief", brief.answer or title(brief.about)
        )
    known["rated"] = any(each.metric in RATINGS for each in brief.savings)
    return protect(str(_TEMPLATES.render("brief.html", linked=bool(base) or not on_paper, **known)))


def write_brief(brief: Brief, edition: Path, program: str | None = None) -> None:
    """Write the brief into an edition, with a PDF if there is a Chromium. Raises PublishError with its output."""
    shutil.copy(_FOLDER / STYLE, edition / STYLE)
    if brief.chart is not None:
        (edition / CHART).write_bytes(brief.chart.drawing.encode(errors="replace"))
    printed = pdf_name(brief.about) if program else ""
    written = html(brief, printed)
    (edition / PAGE).write_bytes(written.encode(errors="replace"))
    if program:
        write_whole(edition / printed, print_brief(brief, edition, program))


def print_brief(brief: Brief, edition: Path, program: str) -> bytes:
    """Print the brief of an edition that has its style."""
    from trustbook.site.pdf_metadata import described  # pypdf, which is not needed without a PDF

    with given(edition, html(brief, on_paper=True), "") as address:
        return described(print_pdf(program, address), title(brief.about), brief.about)
