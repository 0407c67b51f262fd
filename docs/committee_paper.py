"""Compare the committee's paper of Month 11 with the cover report of its pack, section by section, figure by figure.

In: the return of the period, what the pack states (`claims.csv` of its periods), and the paper as it is gathered. Out:
`docs/committee-paper-p11.md`. Run it after a change to either: `python docs/committee_paper.py`. A test holds the page
to what this writes, and every figure of the pack must be in the paper or have its reason here.
"""

import csv
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from pathlib import Path

from trustbook.chapters.metrics import as_json, metrics
from trustbook.checks.findings import Report
from trustbook.committee.content import gather
from trustbook.committee.model import Figure, Paper, Section
from trustbook.committee.sources import Source
from trustbook.config.paper import paper_settings
from trustbook.config.workspace import Workspace
from trustbook.core.formatting import millions, percent, thousands
from trustbook.data.period_data import open_period
from trustbook.site.book_words import filled
from trustbook.site.data_warnings import chapter_reads
from trustbook.site.titles import title_of

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "committee-paper-p11.md"
PERIOD, SOURCE = "2023-24-P11", "jctc-2024-05-forecast"
_IN_THOUSANDS = {"gbp_m": Decimal(1000), "gbp_k": Decimal(1)}
_OTHER_NAMES = {"contract.original": "forecast.contract_sum"}
"""What the paper calls a metric that the claims name otherwise."""
_PARTS = {"council.not_in_forecast.support_services_transfer": "council.not_in_forecast.staff_transferred_"}
"""An amount that the pack's text gives as one, and its table and the paper as several: how the names of these begin."""
_REASONS = (
    (
        f"forecast.pressure@{PERIOD[:-2]}09",
        "The lines of the pack's own column add up to a thousand less than its total. The paper adds up the lines.",
    ),
    (
        "forecast.variance_movement",
        "The pack adds up movements as it prints them, one of them a thousand less than the two variances are apart. "
        "The paper takes the difference of the variances.",
    ),
    (
        "council.call_movement",
        "The pack's rise has in it the transferred staff, which the month before left out. The paper gives the rise "
        "like for like.",
    ),
    ("savings.mitigations", "The pack has nil in every line of this column, and the paper's table leaves it out."),
    (
        "savings.stated_total",
        "The pack's heading (amber, green and mitigations) is not what the column holds in three lines: see Appendix "
        "C. The paper's table has the ratings, which it adds up itself.",
    ),
    ("savings.", "A subtotal or a comment of the savings table; the paper's table has one total and no comments."),
    ("treasury.", "A comment on one saving; the paper's table has no comments."),
    (
        "benefits.",
        "What the pack repeats of the programme for the year after; the edition has it, and the paper does not.",
    ),
)
"""Why the paper has another amount than the pack, or none: by how the metric begins; the first that fits."""
_COMMENT = "What a comment says of one saving, as a limit; the paper's table has no comments."

COVER = "Cover report"
_PLACES = (
    ("Paragraph", COVER),
    ("Appendix A, table 1", "Appendix A, table 1: variance and pressure by month"),
    ("Appendix A, table 2", "Appendix A, table 2: position by heading"),
    ("Appendix A, table 3", "Appendix A, table 3: impact on the councils"),
    ("Appendix A, savings table", "Appendix A: savings"),
    ("Appendix A, closing page", "Appendix A: closing page on Circle to Success"),
)
"""Places of the pack, by how their locators begin."""

_SECTIONS = (
    ("1", "purpose", ""),
    (
        "2",
        "executive_summary",
        "Ours says which sum the overspend is measured from, what changed, and each council's amount.",
    ),
    ("3.1", "recommendations", "Ours says of which contract sum it is."),
    ("3.2", "reasons", ""),
    ("3.3", "alternatives", ""),
    ("4", "background", "Ours adds the revised contract sum."),
    ("5", "issues", "Ours names the headings, the savings that are lost, and next year. The pack repeats its summary."),
    ("6", "next_steps", "Ours adds the next return."),
    ("7.1", "finance", "Ours adds each council's amount."),
    ("7.4", "legal", ""),
    ("7.5", "policies", ""),
    ("7.6", "risk", "Ours adds how low and how high the cost could be."),
    ("7.7", "consultation", ""),
    ("7.8", "advisory_panel", ""),
    ("7.9", "executive_leadership", ""),
    ("7.10", "scrutiny", ""),
    ("7.11", "equality", ""),
    ("7.12", "climate", ""),
    ("7.13", "community", ""),
    ("7.14", "crime", ""),
    ("8", "background_papers", ""),
)
"""The sections of the pack's report by number, the paper's, and what of its figures or points differs."""
_NO_OR_YES = {True: "yes", False: "no", None: ""}
_WITHIN = {"7.1": ("7.1", "7.2", "7.3")}
"""Paragraphs that the pack numbers as sections, and that belong to one."""


class Verdict(StrEnum):
    """What became of an amount of the pack."""

    SAME = "same"
    NAMED = "same amount, other words"
    """The pack calls it what it is not (the tie-out says so); the paper calls it by its own name."""
    ROUNDED = "same, rounded in the pack"
    PARTS = "same, in its parts"
    NOTE = "same, in a note of the return"
    OTHER = "other amount"
    LEFT_OUT = "left out"


@dataclass(frozen=True)
class Compared:
    """An amount of the pack, with what the paper says of it."""

    claim: dict[str, str]
    place: str
    stated: str
    written: str
    verdict: Verdict
    why: str


def paper() -> Paper:
    """Gather the paper, as it would be of an edition without findings: none of its figures depends on them."""
    workspace = Workspace(ROOT)
    data = open_period(PERIOD, workspace=workspace)
    source = Source(
        data=data,
        metrics=json.loads(as_json(metrics(data), data)),
        report=Report(PERIOD, (), {}),
        compared=[],
        edition=workspace.build / "editions" / PERIOD,
        standing="Draft",
    )
    return gather(source, paper_settings(workspace), workspace.meeting(source.period))


def claims() -> list[dict[str, str]]:
    """List what the pack's forecast paper states, of every month that it gives."""
    found = []
    for file in sorted((ROOT / "data").glob("*/claims.csv")):
        with file.open(encoding="utf-8", newline="") as lines:
            for row in csv.DictReader(lines):
                if row["source_id"] == SOURCE:
                    found.append(row | {"of": file.parent.name})
    return found


def compared(made: Paper) -> list[Compared]:
    """Hold every statement of the pack against the paper. Raises LookupError for one that lacks a reason."""
    figures = {each.metric: each for each in made.figures}
    notes = " ".join(_notes(made))
    return [_compared(claim, figures, notes) for claim in claims()]


def _notes(made: Paper) -> Iterator[str]:
    tables = (table for appendix in made.appendices for table in appendix.tables)
    return (cell for table in tables if table.key == "notes_by_heading" for row in table.rows for cell in row.cells)


def _compared(claim: dict[str, str], figures: dict[str, Figure], notes: str) -> Compared:
    of_then = "" if claim["of"] == PERIOD else f"@{claim['of']}"
    name = _OTHER_NAMES.get(claim["metric"], claim["metric"]) + of_then
    place = next(shown for start, shown in _PLACES if claim["locator"].startswith(start))
    if claim["unit"] == "date" or claim["bound"]:
        why = _COMMENT if claim["bound"] else _reason(name)
        return Compared(claim, place, claim["date"] or claim["value"], "", Verdict.LEFT_OUT, why)
    value, stated = _value(claim), _stated(claim)
    if name in figures:
        found = figures[name]
        apart = abs(_in_thousands(found) - value)
        if apart > _half_of_the_last_place(claim):
            return Compared(claim, place, stated, found.written, Verdict.OTHER, _reason(name))
        exact = Verdict.NAMED if claim["called"] else Verdict.SAME
        return Compared(claim, place, stated, found.written, Verdict.ROUNDED if apart else exact, "")
    parts = [each for key, each in figures.items() if key.startswith(_PARTS.get(claim["metric"], "\0"))]
    if parts and sum(map(_in_thousands, parts)) == value:
        return Compared(claim, place, stated, " and ".join(each.written for each in parts), Verdict.PARTS, "")
    if (in_note := millions(int(value * 1000)) if claim["unit"] in _IN_THOUSANDS else stated) in notes:
        return Compared(claim, place, stated, in_note, Verdict.NOTE, "")
    return Compared(claim, place, stated, "", Verdict.LEFT_OUT, _reason(name))


def _in_thousands(figure: Figure) -> Decimal:
    """Return money in thousands of pounds, anything else as it is."""
    value = Decimal(str(figure.value))
    return value / 1000 if figure.unit == "gbp" else value


def _value(claim: dict[str, str]) -> Decimal:
    return Decimal(claim["value"]) * _IN_THOUSANDS.get(claim["unit"], Decimal(1))


def _half_of_the_last_place(claim: dict[str, str]) -> Decimal:
    return Decimal(10) ** -int(claim["decimals"]) / 2 * _IN_THOUSANDS.get(claim["unit"], Decimal(1))


def _stated(claim: dict[str, str]) -> str:
    """Write an amount as the pack does."""
    value, places = Decimal(claim["value"]), int(claim["decimals"])
    if claim["unit"] == "gbp_m":
        return millions(int(value * 10**6), places=places)
    if claim["unit"] == "gbp_k":
        return thousands(int((value * 1000).to_integral_value(ROUND_HALF_UP)))
    return percent(float(value), places - 2) if claim["unit"] == "share" else claim["value"]


def _reason(name: str) -> str:
    for start, why in _REASONS:
        if name.startswith(start):
            return why
    raise LookupError(f"the paper does not say {name} as the pack does, and no reason is given")


def page() -> str:
    """Write the page."""
    made = paper()
    found = compared(made)
    parts = (_head(found), _title_block(made), _sections(made, found), _cover(found), _differing(found))
    return "\n".join([line for part in (*parts, _only_ours(made, found)) for line in part])


def _head(found: Sequence[Compared]) -> Iterator[str]:
    cells = [each for each in found if each.place != COVER]
    cover = [each for each in found if each.place == COVER]
    yield "# The paper of Month 11 and the pack's own cover report"
    yield ""
    yield "What `trustbook paper 2023-24-P11` writes, against the report that went to the Children's Trust Joint"
    yield "Committee on 1 May 2024 (item 5 of its pack). Figures are facts of that paper, with their paragraphs; no"
    yield "sentence is copied. Made by `python docs/committee_paper.py`; a test works it out again."
    yield ""
    yield f"The cover report states {len(cover)} figures: {_held(cover)}."
    yield f"Its appendix states {len(cells)}, in tables, notes and comments: {_held(cells)}."
    yield ""
    yield f"| where | stated | {' | '.join(Verdict)} |"
    yield f"|---|---:|{'---:|' * len(Verdict)}"
    for _, place in _PLACES:
        yield _counted(place, [each for each in found if each.place == place])
    yield _counted("All", found)
    yield ""


def _held(found: Sequence[Compared]) -> str:
    there = [each for each in found if each.verdict not in (Verdict.OTHER, Verdict.LEFT_OUT)]
    other = sum(1 for each in found if each.verdict is Verdict.OTHER)
    return f"{len(there)} are in the paper, {other} differ and {len(found) - len(there) - other} are left out"


def _counted(place: str, found: Sequence[Compared]) -> str:
    count = Counter(each.verdict for each in found)
    return f"| {place} | {len(found)} | {' | '.join(str(count[each]) for each in Verdict)} |"


def _title_block(made: Paper) -> Iterator[str]:
    block = made.block
    waiting = (None, "", ())
    rows = [
        ("Report title", "yes", block.title),
        ("Meeting and date", "yes", f"{block.meeting}, {block.date:%-d %B %Y}" if block.date else ""),
        ("Report author", "yes, by name", "; ".join(block.authors)),
        ("Lead members", "yes, by name", "; ".join(block.lead_members)),
        *((each.question, "no", _NO_OR_YES[each.yes]) for each in block.answers),
        ("List of appendices", "one", ", ".join(f"{each.letter} {each.title}" for each in made.appendices)),
    ]
    if any(ours in waiting for _, _, ours in rows):
        raise LookupError("the title block is not complete")
    yield "## Title block"
    yield ""
    yield "All of it is from the settings: `params/paper.yaml`, and the meeting in the parameters of the period."
    yield "Officers and members are given by role here; the pack names them."
    yield ""
    yield "| line | pack | ours |"
    yield "|---|---|---|"
    for line, theirs, ours in rows:
        yield f"| {line} | {theirs} | {ours} |"
    yield ""


def _sections(made: Paper, found: Sequence[Compared]) -> Iterator[str]:
    yield "## Section by section"
    yield ""
    yield "Figures are counted as often as they are stated. Text is sentences without figures: the standing text of"
    yield "`params/paper.yaml`, or what every paper says."
    yield ""
    yield "| pack | ours | figures in the pack | figures in ours | written from | what differs |"
    yield "|---|---|---:|---:|---|---|"
    for number, key, differs in _SECTIONS:
        section = made.section(key)
        if section is None:
            raise LookupError(f"the paper has no section {key}")
        starts = _WITHIN.get(number, (number,))
        stated = sum(1 for each in found if any(_is_in(each.claim["locator"], start) for start in starts))
        own = sum(len(each.metrics) for each in section.paragraphs)
        yield f"| {number} | {section.title} | {stated} | {own} | {_written_from(section)} | {differs} |"
    yield ""


def _is_in(locator: str, number: str) -> bool:
    start = f"Paragraph {number}"
    return locator.startswith(start) and not locator[len(start) :][:1].isdigit()


def _written_from(section: Section) -> str:
    kinds = {
        "a person": any(each.to_write for each in section.paragraphs),
        "figures": any(each.metrics for each in section.paragraphs),
        "text": any(not each.metrics and not each.to_write for each in section.paragraphs),
    }
    return ", ".join(kind for kind, holds in kinds.items() if holds)


def _cover(found: Sequence[Compared]) -> Iterator[str]:
    yield "## Every figure of the cover report"
    yield ""
    yield "| paragraph | what | pack | ours | |"
    yield "|---|---|---:|---:|---|"
    for each in found:
        if each.place == COVER:
            paragraph = each.claim["locator"].removeprefix("Paragraph ")
            yield f"| {paragraph} | {each.claim['label']} | {each.stated} | {each.written} | {each.verdict} |"
    yield ""


def _differing(found: Sequence[Compared]) -> Iterator[str]:
    reasons: dict[str, list[Compared]] = {}
    for each in found:
        if each.why:
            reasons.setdefault(each.why, []).append(each)
    yield "## What differs or is left out, and why"
    yield ""
    yield "| figures | for example | pack | ours | why |"
    yield "|---:|---|---:|---:|---|"
    for why, those in reasons.items():
        first = those[0]
        yield f"| {len(those)} | {first.claim['label']} | {first.stated} | {first.written or '–'} | {why} |"
    yield ""


def _only_ours(made: Paper, found: Iterable[Compared]) -> Iterator[str]:
    theirs = {_OTHER_NAMES.get(each.claim["metric"], each.claim["metric"]) for each in found}
    own = [each for each in made.figures if each.metric.partition("@")[0] not in theirs]
    pages = {
        prefix: filled(title_of(path), path.name)
        for path in sorted((ROOT / "notebooks").glob("*.ipynb"))
        for prefix in _prefixes(path)
    }
    yield "## Figures that only ours has"
    yield ""
    yield f"{len(own)} of the {len(made.figures)} figures of the paper are stated nowhere in the pack's forecast paper."
    yield "Each is a metric of the edition, in the chapter named."
    yield ""
    yield "| what | ours | chapter of the edition |"
    yield "|---|---:|---|"
    for each in own:
        yield f"| {each.label} | {each.written} | {pages[each.metric.partition('.')[0]]} |"
    yield ""


def _prefixes(notebook: Path) -> list[str]:
    return chapter_reads(notebook)["metrics"]


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
