"""Add to pages what is known only after the chapters have run: data warnings, verdicts and contradictions.

In: the gate's report, the tie-out, and the datasets and metrics that each chapter declares as its own (`trustbook` in a
notebook's metadata).
Out: `marks.json` with an edition's sources, and pages with a box of data warnings at the end and a link to it above,
verdicts in each figure's origin, and a mark on a figure that a paper contradicts. Without that file
(`jupyter-book build .`) pages have none of these.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from trustbook.checks.findings import Report, Severity
from trustbook.claims.causes import causes
from trustbook.claims.report import TieOutRow
from trustbook.claims.verdicts import Verdict
from trustbook.core.formatting import counted, listing
from trustbook.site import FRAGMENTS
from trustbook.site.tie_out_page import MEANING

_DOUBTED = (Severity.CRITICAL, Severity.WARNING)
"""What is said on a chapter: warnings, and in a draft what the gate refuses."""
FILE = "marks.json"
_SLOT = re.compile(r"<!-- tb-(mark|verdict) (\S+) -->")
_UNCHECKED = "compared with nothing"
_APART = "contradicted"
_MISNAMED = "under another figure's name"
_COUNTED = {"warnings": "data warning", "contradictions": "contradiction"}
_FIRST_PART = re.compile(r"<section\b")


def marks(
    report: Report, compared: Sequence[TieOutRow], reads: Mapping[str, Mapping[str, Sequence[str]]]
) -> dict[str, Any]:
    """Collect the marks of each page: `reads` gives the datasets and metrics of each page.

    `pages`: by page, the data warnings, and the contradictions that affect it, by cause. `metrics`: by metric, every
    statement about the very figure that the edition shows, and whether one is contradicted or under another name.
    """
    return {
        "pages": {page: _of_page(report, compared, each) for page, each in reads.items()},
        "metrics": _of_metrics(compared),
    }


def chapter_reads(notebook: Path) -> dict[str, list[str]]:
    """Return the `datasets` whose warnings a notebook shows, and the first words of its `metrics`."""
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
    shown = None if marked is None else marked["pages"].get(page)
    if shown is None or not (shown["warnings"] or shown["contradictions"]):
        return body
    counts = (counted(len(shown[each]), words) for each, words in _COUNTED.items() if shown[each])
    said = str(FRAGMENTS.render("doubts.html", doubts=listing(list(counts))))
    parts = [found.start() for found in _FIRST_PART.finditer(body)]
    above = parts[1] if len(parts) > 1 else body.rindex("</section>")
    below = body.rindex("</section>")
    return body[:above] + said + body[above:below] + _box(shown, up) + body[below:]


def _of_page(
    report: Report, compared: Sequence[TieOutRow], reads: Mapping[str, Sequence[str]]
) -> dict[str, list[dict[str, Any]]]:
    warnings = [
        {"sentence": _sentence(each.sentence), "accepted": each.acknowledged}
        for each in report.findings
        if each.severity in _DOUBTED and (each.dataset or Path(each.file).stem) in reads["datasets"]
    ]
    return {
        "warnings": list({each["sentence"]: each for each in warnings}.values()),
        "contradictions": [
            {"text": cause.text, "statements": [_contradiction(row) for row in cause.rows]}
            for cause in causes(row for row in compared if row.chapter in reads["metrics"])
        ],
    }


def _of_metrics(compared: Iterable[TieOutRow]) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    for row in compared:
        if row.shown:
            metric = found.setdefault(row.shown, {"statements": {}, "mark": ""})
            places = metric["statements"].setdefault((row.printed, row.paper, _said(row)), [])
            places.append(row.locator)
            if row.verdict is Verdict.CONTRADICTION and metric["mark"] != _APART:
                metric["mark"] = _said(row)
    for metric in found.values():
        metric["statements"] = [
            {"text": f"{printed} ({paper}: {'; '.join(places)})", "said": said, "count": len(places)}
            for (printed, paper, said), places in metric["statements"].items()
        ]
    return found


def _said(row: TieOutRow) -> str:
    """Say what a statement is worth, in the words in which the panel counts them."""
    if row.verdict is Verdict.CONTRADICTION:
        return _MISNAMED if row.misnamed else _APART
    return _UNCHECKED if row.standing is None else MEANING[row.standing]


def _contradiction(row: TieOutRow) -> str:
    return f"{row.label}: {row.printed}, against {row.given} ({row.against})"


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:] + ("" if text.endswith(".") else ".")


def _fill(slot: str, metric: Mapping[str, Any] | None, up: str) -> str:
    if slot == "mark":
        known = metric is not None and metric["mark"]
        return str(FRAGMENTS.render("mark.html", misnamed=known == _MISNAMED)) if known else ""
    statements = [] if metric is None else metric["statements"]
    worth = Counter[str]()
    for each in statements:
        worth[each["said"]] += each["count"]
    said = listing([f"{count} {words}" for words, count in worth.items()])
    times = counted(worth.total(), "time")
    return str(FRAGMENTS.render("verdict.html", statements=statements, times=times, said=said, up=up))


def _box(page: Mapping[str, Sequence[Mapping[str, str]]], up: str) -> str:
    """Return the box of a chapter's data warnings, one a line, and of what papers contradict."""
    box = FRAGMENTS.render(
        "data_warnings.html",
        warnings=page["warnings"],
        counted_warnings=counted(len(page["warnings"]), _COUNTED["warnings"]),
        contradictions=page["contradictions"],
        counted_contradictions=counted(len(page["contradictions"]), _COUNTED["contradictions"]),
        up=up,
    )
    return str(box)
