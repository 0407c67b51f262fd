"""Build one period's book: lay it out with its executed chapters and run Jupyter Book, warnings as errors.

In: the period's chapters, findings, tie-out and metrics from earlier stages. Out: `_build/editions/<period>/`, a draft,
complete or absent; or a revision to be published, in the place that is named.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import yaml

from trustbook.checks.findings import Report, read_report
from trustbook.claims.report import TieOutRow, read_rows
from trustbook.config.book_files import CONFIG, TOC, read_config, read_contents
from trustbook.config.workspace import Workspace
from trustbook.core.errors import PublishError
from trustbook.core.exchange import exchange
from trustbook.core.incoming import MOST_BYTES, read_text
from trustbook.core.period import Period
from trustbook.site import absent_chapters, pdf, quality_page, search_words, tie_out_page
from trustbook.site.book_words import fill_book
from trustbook.site.brief.content import gather
from trustbook.site.brief.page import pdf_name, write_brief
from trustbook.site.data_warnings import FILE as MARKS
from trustbook.site.data_warnings import chapter_reads, marks
from trustbook.site.downloads import contents as downloads
from trustbook.site.header_and_footer import CARD as SOCIAL_CARD
from trustbook.site.jupyter_book import build_book
from trustbook.site.manifest import read_front, write_card
from trustbook.site.metadata import Facts, Publication, facts
from trustbook.site.own_pages import leading_on
from trustbook.site.report_pages import report_pages
from trustbook.site.social_card import draw
from trustbook.site.titles import entitle, title_of

_SHOWN_LINES = 12


def build_edition(
    workspace: Workspace,
    period: Period,
    chromium: str | None = None,
    *,
    here: bool = False,
    publication: Publication | None = None,
    place: Path | None = None,
) -> Path:
    """Build one edition, with a PDF if there is a Chromium to print it; return its folder.

    `here`: Jupyter Book runs in this process, which then ends (see `in_a_copy`). With a `publication` it is no draft:
    every page says which revision it is. `place` is where it is put, on the disk of `_build`; by default among the
    drafts.

    Raises PublishError with the output of Jupyter Book or Chromium.
    """
    source = workspace.build / "books" / str(period)
    about = facts(workspace, period, publication)
    laid_out = _lay_out(workspace, period, source, about, pdf.name(about) if chromium else None)
    made = laid_out.pages
    log = workspace.build / "logs" / f"edition-{period}.log"
    built = build_book(source, log, here=here)
    html = source / "_build" / "html"
    missing = [name for name in made if not (html / f"{name}.html").exists()]
    if missing or not built:
        log_lines = log.read_text(encoding="utf-8", errors="replace").splitlines()
        problems = [line for line in log_lines if "WARNING" in line or "ERROR" in line]
        detail = "; ".join(problems[:_SHOWN_LINES]) or (
            f"no page for {', '.join(missing)}" if missing else "no reason given"
        )
        raise PublishError(f"the edition of {period} did not build: {detail}", mend=f"All that was said is in {log}.")
    absent_chapters.unlink_pages(html, laid_out.absent)
    leading = leading_on(f"Finance report, {period.label}", f"{made[0]}.html", draft=not about.revision)
    (html / "index.html").write_text(leading, encoding="utf-8")
    front = read_front(source / f"{made[0]}.ipynb")
    figures = _metrics(workspace, period).read_text(encoding="utf-8")
    write_card(html, period, made, figures, front, about.published, publication)
    shutil.copytree(laid_out.offered, html / downloads.FOLDER)
    (html / SOCIAL_CARD).write_bytes(draw(front.figures, about))
    brief = gather(about, workspace.settings, made, source, json.loads(figures), laid_out.report, laid_out.compared)
    write_brief(brief, html, chromium)
    if chromium:
        pdf.print_edition(html, [page for page in report_pages(workspace) if page in made], about, chromium)
    place = place or workspace.build / "editions" / str(period)
    _put(html, place)
    for left in (source, _republished(source)):
        shutil.rmtree(left, ignore_errors=True)
    return place


@dataclass(frozen=True)
class _LaidOut:
    """A book that is laid out: its pages, those left out for want of content, and what the checks and papers say."""

    pages: list[str]
    absent: list[str]
    compared: Sequence[TieOutRow]
    report: Report
    offered: Path
    """The folder of its downloads."""


def _lay_out(workspace: Workspace, period: Period, source: Path, about: Facts, printed: str | None) -> _LaidOut:
    """Lay out the book with this period's chapters."""
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
    config = read_config(workspace.root)
    ours = {
        "trustbook_period": str(period),
        "trustbook_facts": about.as_values(),
        "trustbook_cache": str(workspace.build / "cache"),
    }
    config["sphinx"]["config"].update(ours)
    shutil.copytree(workspace.root / "book", source / "book")
    shutil.copytree(executed, source / "notebooks")
    fill_book(source)
    entitle(source / "notebooks", workspace.settings)
    (source / CONFIG).write_text(yaml.safe_dump(config, sort_keys=False, allow_unicode=True), encoding="utf-8")
    absent = _leave_out(workspace, period, source)
    compared, report = read_rows(ties), read_report(findings)
    (source / "book" / "data-quality.md").write_text(quality_page.page(report, compared), encoding="utf-8")
    (source / "book" / "tie-out.md").write_text(
        tie_out_page.page(period, compared, report.reconciled), encoding="utf-8"
    )
    made = [page for page in workspace.pages() if page not in absent]
    words = search_words.words_of(made, workspace.settings)
    (source / search_words.FILE).write_text(json.dumps(words, ensure_ascii=False), encoding="utf-8")
    reads = {f"notebooks/{path.stem}": chapter_reads(path) for path in sorted((source / "notebooks").glob("*.ipynb"))}
    (source / MARKS).write_text(json.dumps(marks(report, compared, reads), ensure_ascii=False), encoding="utf-8")
    if about.revision:
        made_before, offered = offered, _republished(source)
        shutil.rmtree(offered, ignore_errors=True)
        downloads.copy_published(made_before, offered, workspace, period, compared, about.standing)
    brief = pdf_name(about) if printed else None
    listed = downloads.page(workspace, period, compared, offered, printed, brief, about.meeting)
    (source / "book" / "downloads.md").write_text(listed, encoding="utf-8")
    return _LaidOut(made, absent, compared, report, offered)


def _republished(source: Path) -> Path:
    """Return where the downloads of a revision are put together, next to its laid-out book."""
    return source.with_name(f"{source.name}-downloads")


def _leave_out(workspace: Workspace, period: Period, source: Path) -> list[str]:
    """Lay out the contents without the chapters that have nothing to show, and say so on the front page."""
    front, *others = workspace.pages()
    notebooks = {page: source / f"{page}.ipynb" for page in others}
    found = {page: absent_chapters.reason(file) for page, file in notebooks.items() if file.exists()}
    reasons = {page: why for page, why in found.items() if why}
    if titles := [title_of(notebooks[page]) for page in absent_chapters.of_this_month(reasons)]:
        held = workspace.settings.known_from(period) is None
        line = absent_chapters.line(titles, period.month_name, held=held)
        suffix = ".ipynb" if (source / f"{front}.ipynb").exists() else ".md"
        absent_chapters.add_line(source / f"{front}{suffix}", line)
    for page in reasons:
        notebooks[page].unlink()
    for path in sorted((source / "book").rglob("*.md")) if reasons else ():
        page = path.relative_to(source).as_posix()
        text = read_text(path, page, MOST_BYTES, kind=PublishError)
        path.write_text(absent_chapters.unlinked_in_markdown(text, page, reasons), encoding="utf-8")
    contents = absent_chapters.without(read_contents(workspace.root), reasons)
    (source / TOC).write_text(yaml.safe_dump(contents, sort_keys=False, allow_unicode=True), encoding="utf-8")
    return list(reasons)


def _metrics(workspace: Workspace, period: Period) -> Path:
    return workspace.build / "metrics" / f"{period}.json"


def _put(html: Path, place: Path) -> None:
    """Replace the edition atomically: a reader sees the old one or the new one, never a mixture."""
    place.parent.mkdir(parents=True, exist_ok=True)
    shutil.rmtree(html / ".doctrees", ignore_errors=True)
    for leftover in (html / ".buildinfo", html / "objects.inv"):
        leftover.unlink(missing_ok=True)
    exchange(html, place)
