"""Build one period's book: lay it out with its executed chapters and run Jupyter Book, warnings as errors.

In: the period's chapters, findings, tie-out and metrics from earlier stages. Out: `_build/editions/<period>/`, complete
or absent.
"""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import yaml

from trustbook.checks.findings import read_report
from trustbook.claims.report import read_rows
from trustbook.config.workspace import Workspace
from trustbook.core.errors import PublishError
from trustbook.core.exchange import exchange
from trustbook.core.period import Period
from trustbook.site import pdf, quality_page, tie_out_page
from trustbook.site.book_words import fill_book
from trustbook.site.data_warnings import FILE as MARKS
from trustbook.site.data_warnings import chapter_reads, marks
from trustbook.site.downloads import contents as downloads
from trustbook.site.header_and_footer import CARD as SOCIAL_CARD
from trustbook.site.jupyter_book import build_book
from trustbook.site.manifest import read_front, write_card
from trustbook.site.metadata import Facts, facts
from trustbook.site.own_pages import leading_on
from trustbook.site.social_card import draw
from trustbook.site.titles import entitle

_SHOWN_LINES = 12


def build_edition(workspace: Workspace, period: Period, chromium: str | None = None, *, warmly: bool = False) -> Path:
    """Build one edition, with a PDF if there is a Chromium to print it; return its folder.

    `warmly`: Jupyter Book runs in a copy of the warm server.

    Raises PublishError with the output of Jupyter Book or Chromium.
    """
    source = workspace.build / "books" / str(period)
    about = facts(workspace, period)
    made = _lay_out(workspace, period, source, about, pdf.name(about) if chromium else None)
    log = workspace.build / "logs" / f"edition-{period}.log"
    built = build_book(source, log, warmly=warmly)
    html = source / "_build" / "html"
    missing = [name for name in made if not (html / f"{name}.html").exists()]
    if missing or not built:
        log_lines = log.read_text(encoding="utf-8", errors="replace").splitlines()
        problems = [line for line in log_lines if "WARNING" in line or "ERROR" in line]
        detail = "; ".join(problems[:_SHOWN_LINES]) or (
            f"no page for {', '.join(missing)}" if missing else "no reason given"
        )
        raise PublishError(f"the edition of {period} did not build: {detail}", mend=f"All that was said is in {log}.")
    leading = leading_on(f"Finance report, {period.label}", f"{made[0]}.html")
    (html / "index.html").write_text(leading, encoding="utf-8")
    front = read_front(source / f"{made[0]}.ipynb")
    figures = _metrics(workspace, period).read_text(encoding="utf-8")
    write_card(html, period, made, figures, front, about.published)
    shutil.copytree(workspace.build / "downloads" / str(period), html / downloads.FOLDER)
    (html / SOCIAL_CARD).write_bytes(draw(front.figures, about))
    if chromium:
        pdf.print_edition(html, made, about, chromium)
    place = workspace.build / "editions" / str(period)
    _put(html, place)
    shutil.rmtree(source, ignore_errors=True)
    return place


def _lay_out(workspace: Workspace, period: Period, source: Path, about: Facts, printed: str | None) -> list[str]:
    """Lay out the book with this period's chapters; return its pages."""
    shutil.rmtree(source, ignore_errors=True)
    executed = workspace.build / "chapters" / str(period)
    findings = workspace.build / "findings" / f"{period}.json"
    ties = workspace.build / "tieout" / f"{period}.json"
    offered = workspace.build / "downloads" / str(period)
    for needed, command in (
        (executed, "run"),
        (findings, "check"),
        (ties, "run"),
        (_metrics(workspace, period), "run"),
        (offered, "run"),
    ):
        if not needed.exists():
            raise PublishError(
                f"{period} has not been through 'trustbook {command}'",
                file=workspace.shown(needed),
                expected="it to be there",
                mend=f"Type: trustbook report {period}",
            )
    config = yaml.safe_load((workspace.root / "_config.yml").read_text(encoding="utf-8"))
    ours = {
        "trustbook_period": str(period),
        "trustbook_facts": about.as_values(),
        "trustbook_cache": str(workspace.build / "cache"),
    }
    config.setdefault("sphinx", {}).setdefault("config", {}).update(ours)
    shutil.copytree(workspace.root / "book", source / "book")
    shutil.copytree(executed, source / "notebooks")
    fill_book(source)
    entitle(source / "notebooks", workspace.settings)
    (source / "_config.yml").write_text(yaml.safe_dump(config, sort_keys=False, allow_unicode=True), encoding="utf-8")
    shutil.copy(workspace.root / "_toc.yml", source / "_toc.yml")
    compared, report = read_rows(ties), read_report(findings)
    (source / "book" / "data-quality.md").write_text(quality_page.page(report, compared), encoding="utf-8")
    (source / "book" / "tie-out.md").write_text(
        tie_out_page.page(period, compared, report.reconciled), encoding="utf-8"
    )
    reads = {f"notebooks/{path.stem}": chapter_reads(path) for path in sorted((source / "notebooks").glob("*.ipynb"))}
    (source / MARKS).write_text(json.dumps(marks(report, compared, reads), ensure_ascii=False), encoding="utf-8")
    listed = downloads.page(workspace, period, compared, offered, printed)
    (source / "book" / "downloads.md").write_text(listed, encoding="utf-8")
    return workspace.pages()


def _metrics(workspace: Workspace, period: Period) -> Path:
    return workspace.build / "metrics" / f"{period}.json"


def _put(html: Path, place: Path) -> None:
    """Replace the edition atomically: a reader sees the old one or the new one, never a mixture."""
    place.parent.mkdir(parents=True, exist_ok=True)
    shutil.rmtree(html / ".doctrees", ignore_errors=True)
    for leftover in (html / ".buildinfo", html / "objects.inv"):
        leftover.unlink(missing_ok=True)
    exchange(html, place)
