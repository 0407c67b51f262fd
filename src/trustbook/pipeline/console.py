"""Print progress, gate findings and tie-out results for a person at the console.

In: findings, verdicts, the number of steps. Out: lines on a console, and a progress bar on a terminal.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from textwrap import fill
from typing import TYPE_CHECKING, Any

from rich.console import Console

from trustbook.checks.acknowledgements import as_key
from trustbook.checks.findings import Finding, Report, Severity
from trustbook.core.characters import for_json, visible
from trustbook.core.formatting import WIDTH, counted, listing
from trustbook.core.period import Period
from trustbook.pipeline.run_log import note

if TYPE_CHECKING:
    from trustbook.checks.explained.lookup import Explanation
    from trustbook.claims.report import TieOutRow
    from trustbook.pipeline.doctor import Diagnosis

_STYLES = {Severity.CRITICAL: "bold red", Severity.WARNING: "yellow", Severity.INFO: "cyan"}
_MOST_NAMED = 4
_MOST_ALIKE = 3
"""Notes of one kind in a file that are printed one by one."""


class Terminal(Console):
    """Print text as it is: no markup, and invisible characters as escapes.

    Otherwise the contents of files could colour, move or overwrite text on a terminal.
    """

    def __init__(self, *, workspace: Path | None = None, **settings: Any) -> None:
        """Make a console; what it says goes to the log of the workspace, or else to the only one that is open."""
        super().__init__(highlight=False, soft_wrap=True, emoji=False, markup=False, **settings)
        self._workspace = workspace

    def print(self, *objects: Any, **settings: Any) -> None:
        """Print text, keeping its line breaks."""
        for each in objects:
            if isinstance(each, str):
                note(each, self._workspace)
        super().print(*(_printable(each) for each in objects), **settings | {"markup": False})

    def out(self, *objects: Any, **settings: Any) -> None:
        """Print text that is already laid out."""
        super().out(*(_printable(each) for each in objects), **settings)

    def json(self, text: str) -> None:
        """Print JSON unchanged, so that programs can parse it."""
        super().out(for_json(text))


def _printable(text: Any) -> Any:
    return visible(text, keep="\n\t") if isinstance(text, str) else text


@contextmanager
def steps(console: Console, stage: str, total: int) -> Iterator[Callable[[str], None]]:
    """Yield a function to call as each step is done.

    A terminal shows a bar; every step also prints a line, so that a log is complete.
    """
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
        task, numbers = bar.add_task(stage, total=total), count(1)

        def done(what: str) -> None:
            console.print(f"  [{next(numbers)}/{total}] {what}")
            bar.advance(task)

        yield done


def print_findings(reports: dict[Period, Report], out: Console) -> None:
    """Print the verdict on all returns, the findings of each by file, worst first, and a summary line.

    The first finding of a code in each return also says why it matters.
    """
    words, style = verdict(reports)
    out.print(words, style=style)
    for period, report in reports.items():
        counts = ", ".join(f"{report.count(severity)} {severity.value}" for severity in Severity)
        explained = set[str]()
        out.print(f"{period}: {'accepted' if report.accepted else 'refused'} ({counts})", style="bold")
        for file in dict.fromkeys(finding.file for finding in report.findings):
            out.print(f"  {file}")
            for finding, more in _together([each for each in report.findings if each.file == file]):
                first = finding.asks_for_work and finding.code not in explained
                why = report.why.get(finding.code, "") if first else ""
                explained.add(finding.code)
                said = wrapped(f"{finding.severity.value}: {describe(finding, why)}{more}", "    ")
                out.print(said, style=_STYLES[finding.severity])
                if finding.is_open:
                    out.print(f"      to accept it: {as_key(finding.reference)}")
                else:
                    out.print(f"      code: {finding.reference}", style="dim")
        if report.open_warnings and report.accepted:
            into = f"params/{period}.yaml, under acknowledged:"
            out.print(wrapped(f"  To accept a warning, write its code and your reason into {into}"), style="dim")
    refused = sum(not report.accepted for report in reports.values())
    total = sum(len(report.findings) for report in reports.values())
    out.print(f"{counted(len(reports), 'return')}, {refused} refused, {counted(total, 'finding')}.")


def _together(findings: Sequence[Finding]) -> Iterator[tuple[Finding, str]]:
    """Yield the findings of a file; of many notes of one kind the first, with how many more there are."""
    notes = Counter(each.code for each in findings if not each.asks_for_work)
    seen = set[str]()
    for finding in findings:
        many = not finding.asks_for_work and notes[finding.code] > _MOST_ALIKE
        if many and finding.code in seen:
            continue
        seen.add(finding.code)
        yield finding, f" There are {notes[finding.code] - 1} more like it in this file." if many else ""


def verdict(reports: dict[Period, Report]) -> tuple[str, str]:
    """Say in one line whether the returns are accepted, with the colour that it has on a terminal."""
    refused = [period for period, report in reports.items() if not report.accepted]
    returns = counted(len(reports), "return")
    if refused:
        critical = counted(sum(reports[period].count(Severity.CRITICAL) for period in refused), "critical finding")
        which = listing([str(period) for period in refused]) if len(refused) <= _MOST_NAMED else "see below"
        return f"Refused: {len(refused)} of {returns} ({which}), for {critical}.", "bold red"
    unread = sum(report.open_warnings for report in reports.values())
    if unread:
        return f"Accepted: {returns}, with {counted(unread, 'warning')} that nobody has accepted yet.", "bold yellow"
    return f"Accepted: {returns}.", "bold green"


def wrapped(text: str, indent: str = "", hanging: str = "  ") -> str:
    """Break a text into lines of at most `WIDTH` columns; those after the first are indented further."""
    return fill(
        text,
        WIDTH,
        initial_indent=indent,
        subsequent_indent=indent + hanging,
        break_long_words=False,
        break_on_hyphens=False,
    )


def describe(finding: Finding, why: str = "") -> str:
    """Describe a finding in one line: place, problem, what was expected, why it matters if given, and what to do."""
    place = finding.where_in_file
    expected = f"; expected {finding.expected}" if finding.expected else ""
    accepted = f"Accepted: {finding.acknowledged}" if finding.acknowledged else ""
    found = f"{place}{': ' if place else ''}{finding.sentence}{expected}."
    return " ".join(part for part in (found, why, finding.mend, accepted) if part)


def print_tie_out(found: dict[Period, list[TieOutRow]], out: Console) -> None:
    """Print whether papers contradict the data, then for each period the contradictions by cause, and counts."""
    from trustbook.claims.causes import causes
    from trustbook.claims.standing import Standing
    from trustbook.claims.verdicts import Verdict

    by_period = {period: causes(compared) for period, compared in found.items()}
    wrong = sum(len(cause.rows) for each in by_period.values() for cause in each)
    claims = counted(sum(len(compared) for compared in found.values()), "claim")
    words = f"{counted(wrong, 'contradiction')} in {claims}." if wrong else f"No contradiction in {claims}."
    out.print(words, style="bold yellow" if wrong else "bold green")
    for period, compared in found.items():
        totals = Counter(row.verdict for row in compared)
        counts = ", ".join(f"{totals[verdict]} {verdict.value}" for verdict in Verdict)
        out.print(wrapped(f"{period}: {counted(len(compared), 'claim')} ({counts})"), style="bold")
        worth = Counter(row.standing for row in compared)
        by_worth = ", ".join(f"{worth[each]} {each.value.replace('_', ' ')}" for each in Standing)
        out.print(wrapped(f"compared with: {by_worth}", "  "))
        for number, cause in enumerate(by_period[period], 1):
            why = cause.text or "nobody has said what lies behind this"
            out.print(wrapped(f"{number}. {why}", "  ", "   "), style="bold yellow")
            for row in cause.rows:
                said = f"{row.claim_id} {row.label}: paper {row.printed}, compared with {row.given} ({row.against})"
                out.print(wrapped(f"{said}; {row.source_id}, {row.locator}", "    "), style="yellow")


def print_diagnoses(found: Sequence[Diagnosis], out: Console) -> None:
    """Print whether a report can be made, then what was found of each thing, and how to mend what is missing."""
    from trustbook.pipeline.doctor import State

    missing = [each for each in found if each.state is State.MISSING]
    less = [each for each in found if each.state is State.WITHOUT]
    if missing:
        out.print(f"Not ready: {listing([each.name for each in missing])}.", style="bold red")
    else:
        without = f"; without: {listing([each.name for each in less])}" if less else ""
        out.print(f"Ready{without}.", style="bold yellow" if less else "bold green")
    styles = {State.MISSING: "red", State.WITHOUT: "yellow", State.OK: ""}
    for each in found:
        line = f"{each.state.value:7}  {each.name}: {each.found}"
        out.print(wrapped(line, "  ", " " * 9), style=styles[each.state])
        if each.mend:
            out.print(wrapped(f"to fix it: {each.mend}", " " * 11))


def print_explanation(found: Explanation, out: Console) -> None:
    """Print what a code means, why it matters and how to mend it."""
    out.print(found.code, style="bold")
    parts = (("What it means", found.means), ("The rule", found.rule), ("Why it matters", found.why))
    for title, text in (*parts, ("What to do", found.mend)):
        if text:
            out.print(wrapped(f"{title}: {text}", "  "))


def print_codes(found: Sequence[Explanation], out: Console) -> None:
    """Print each code with what it means."""
    for each in found:
        out.print(each.code, style="bold")
        out.print(wrapped(each.rule or each.means, "    ", ""))
    out.print("Why a code matters and what to do: trustbook explain CODE")
