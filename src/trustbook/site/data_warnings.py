"""Add to pages what is known only after the chapters have run: reservations, verdicts and contradictions.

In: the gate's report, the tie-out, what the chapters declare that they read (`trustbook` in a notebook's metadata).
Out: `marks.json` with an edition's sources, and pages with reservations in a box, verdicts in each figure's origin, and
a mark on a figure that a paper contradicts. Without that file (`jupyter-book build .`) pages have none of these.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from trustbook.checks.findings import Report, Severity
from trustbook.claims.report import TieOutRow
from trustbook.claims.verdicts import Verdict
from trustbook.core.formatting import counted, listing
from trustbook.site import FRAGMENTS

FILE = "marks.json"
_MOST_SHOWN = 3
"""With more reservations than this the box is collapsed, so that the page still starts with its message."""
_SLOT = re.compile(r"<!-- tb-(mark|verdict) (\S+) -->")
_SAID = {
    Verdict.TIES: "agreeing",
    Verdict.ROUNDING: "agreeing within rounding",
    Verdict.CONTRADICTION: "disagreeing",
    Verdict.NOT_CHECKABLE: "that cannot be checked",
}
_FIRST_PART = re.compile(r"<section\b")


def marks(
    report: Report, compared: Sequence[TieOutRow], reads: Mapping[str, Mapping[str, Sequence[str]]]
) -> dict[str, Any]:
    """Collect the marks of each page: `reads` gives the datasets and metrics of each page.

    `pages`: by page, the reservations and the contradicted statements that affect it. `metrics`: by metric, for
    this period, each verdict with its count, and the statements that contradict it.
    """
    return {
        "pages": {page: _of_page(report, compared, each) for page, each in reads.items()},
        "metrics": _of_metrics(report.period, compared),
    }


def chapter_reads(notebook: Path) -> dict[str, list[str]]:
    """Return what a notebook declares that it reads: `datasets`, and the first words of its `metrics`."""
    declared = json.loads(notebook.read_text(encoding="utf-8"))["metadata"].get("trustbook", {})
    return {name: [str(each) for each in declared.get(name, [])] for name in ("datasets", "metrics")}


def read_marks(path: Path) -> dict[str, Any] | None:
    """Read the marks of an edition, or return None if there are none."""
    found: dict[str, Any] | None = json.loads(path.read_text(encoding="utf-8")) if path.exists() else None
    return found


def mark(body: str, page: str, marked: Mapping[str, Any] | None) -> str:
    """Add the marks to a page's HTML."""
    known = {} if marked is None else marked["metrics"]
    up = "../" * page.count("/")
    body = _SLOT.sub(lambda slot: _fill(slot[1], known.get(slot[2]), up), body)
    box = "" if marked is None else _box(marked["pages"].get(page), up)
    if not box:
        return body
    parts = [found.start() for found in _FIRST_PART.finditer(body)]
    place = parts[1] if len(parts) > 1 else len(body)
    return body[:place] + box + body[place:]


def _of_page(
    report: Report, compared: Sequence[TieOutRow], reads: Mapping[str, Sequence[str]]
) -> dict[str, list[dict[str, str]]]:
    reserved = [
        {"sentence": _sentence(each.sentence), "accepted": each.acknowledged}
        for each in report.findings
        if each.severity is Severity.WARNING and (each.dataset or Path(each.file).stem) in reads["datasets"]
    ]
    return {
        "reservations": list({each["sentence"]: each for each in reserved}.values()),
        "contradictions": [
            _statement(row)
            for row in compared
            if row.verdict is Verdict.CONTRADICTION and row.chapter in reads["metrics"]
        ],
    }


def _of_metrics(period: str, compared: Iterable[TieOutRow]) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    for row in compared:
        if row.period == period:
            metric = found.setdefault(row.metric, {"verdicts": {}, "contradictions": []})
            metric["verdicts"][row.verdict.value] = metric["verdicts"].get(row.verdict.value, 0) + 1
            if row.verdict is Verdict.CONTRADICTION:
                metric["contradictions"].append(_statement(row))
    return found


def _statement(row: TieOutRow) -> dict[str, str]:
    return {"claim": row.claim_id, "text": f"{row.label}: printed {row.printed}, against {row.given} ({row.against})"}


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:] + ("" if text.endswith(".") else ".")


def _fill(slot: str, metric: Mapping[str, Any] | None, up: str) -> str:
    if slot == "mark":
        return str(FRAGMENTS.render("mark.html")) if metric is not None and metric["contradictions"] else ""
    verdicts = {} if metric is None else metric["verdicts"]
    said = listing([f"{count} {_SAID[Verdict(verdict)]}" for verdict, count in verdicts.items()])
    times = counted(sum(verdicts.values()), "time")
    return str(FRAGMENTS.render("verdict.html", metric=metric, times=times, said=said, up=up))


def _box(page: Mapping[str, Sequence[Mapping[str, str]]] | None, up: str) -> str:
    """Return the box of a chapter's reservations, one a line, or nothing if there are none."""
    if page is None or not (page["reservations"] or page["contradictions"]):
        return ""
    reservations, contradictions = page["reservations"], page["contradictions"]
    are = "is" if len(contradictions) == 1 else "are"
    box = FRAGMENTS.render(
        "reservations.html",
        reservations=reservations,
        counted_reservations=counted(len(reservations), "reservation"),
        folded=len(reservations) > _MOST_SHOWN,
        contradictions=contradictions,
        counted_contradictions=f"{counted(len(contradictions), 'statement')} of the papers about this chapter {are} "
        "contradicted",
        up=up,
    )
    return str(box)
