"""Say how a workspace stands: each period's return, what the gate found, whether its edition is current, what is next.

In: a workspace, and what the last runs left in `_build`. Out: `WorkspaceStatus`. Nothing is executed or changed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

from trustbook.build.cache import Cache
from trustbook.build.cache_inputs import CacheInputs
from trustbook.build.work_ahead import Ahead, work_ahead
from trustbook.checks.findings import Report, Severity, read_report
from trustbook.config.workspace import Workspace
from trustbook.core.formatting import counted, listing
from trustbook.core.period import MONTHS_IN_YEAR, Period
from trustbook.data.period_return import datasets_named
from trustbook.pipeline.console import wrapped


class Check(StrEnum):
    """What the gate says of a return as it is now."""

    NEVER = "not checked"
    CHANGED = "changed since it was checked"
    REFUSED = "refused"
    ACCEPTED = "accepted"


class Edition(StrEnum):
    """Whether the report of a period is that of its return as it is now."""

    NONE = "not made"
    CHANGED = "changed since it was made"
    CURRENT = "up to date"


@dataclass(frozen=True)
class PeriodStatus:
    """How one period stands."""

    period: str
    datasets: tuple[str, ...]
    missing: tuple[str, ...]
    """The datasets that the return before had and this one does not."""
    since: str
    """The period of the return before; empty for the first."""
    check: Check
    critical: int | None
    """None where the return has not been checked as it is now."""
    warnings: int | None
    """Those that nobody has accepted."""
    edition: Edition
    to_make: int
    """How many chapters, figures and editions the next report makes."""
    why: str
    """Why the first of them is made; empty if nothing is."""

    @property
    def draft(self) -> bool:
        """Whether no edition can be made of the return as it is: it is refused, or nobody has checked it."""
        return self.check is not Check.ACCEPTED


@dataclass(frozen=True)
class NextStep:
    """The next thing to do, and the command for it; empty if it is none of ours."""

    what: str
    command: str = ""


@dataclass(frozen=True)
class WorkspaceStatus:
    """How a workspace stands, newest period first."""

    body: str
    periods: tuple[PeriodStatus, ...]
    unlisted_notebooks: tuple[str, ...]
    """Notebooks that the book does not list, so that no report has them."""
    site: bool
    """Whether there is a site to look at."""
    next_step: NextStep
    drafts: tuple[str, ...] = ()
    """The periods whose return is a draft, read from a paper, that nobody has accepted; oldest first."""

    def as_values(self) -> dict[str, Any]:
        """Return plain values for JSON."""
        values = asdict(self)
        for each, period in zip(values["periods"], self.periods, strict=True):
            each["draft"] = period.draft
        return values


def workspace_status(workspace: Workspace) -> WorkspaceStatus:
    """Work out how a workspace stands. Raises WorkspaceError or PeriodError for settings that cannot be read."""
    settings = workspace.settings
    inputs, cache = CacheInputs(workspace, keep=False), Cache(workspace.build)
    ahead = _ahead(inputs, cache)
    found: list[PeriodStatus] = []
    for place, period in enumerate(inputs.periods):
        before = inputs.periods[place - 1] if place else None
        found.append(_period(workspace, period, before, ahead[period]))
    site = (workspace.build / "site" / "index.html").exists()
    drafts = [each for each in workspace.draft_periods() if each not in inputs.periods]
    following = _following(inputs.periods, settings.months_reported)
    return WorkspaceStatus(
        settings.trust.short_name,
        tuple(reversed(found)),
        tuple(workspace.drafts()),
        site,
        _of_drafts(drafts) or next_step(found, following, site=site),
        tuple(map(str, drafts)),
    )


def _ahead(inputs: CacheInputs, cache: Cache) -> dict[Period, list[Ahead]]:
    """Find what a report would make of each period; an edition with a PDF is as good as one without."""
    found = {}
    for period in inputs.periods:
        found[period] = work_ahead(inputs, cache, [period])
        if [each.kind for each in found[period]] == ["edition"] and not work_ahead(inputs, cache, [period], pdf=True):
            found[period] = []
    return found


def _period(workspace: Workspace, period: Period, before: Period | None, ahead: Sequence[Ahead]) -> PeriodStatus:
    datasets = datasets_named(workspace, period)
    earlier = datasets_named(workspace, before) if before else ()
    report = _report(workspace, period, ahead)
    if report is None:
        made = (workspace.build / "findings" / f"{period}.json").exists()
        check = Check.CHANGED if made else Check.NEVER
    else:
        check = Check.ACCEPTED if report.accepted else Check.REFUSED
    edition = Edition.CURRENT
    if ahead:
        made = (workspace.build / "editions" / str(period)).is_dir()
        edition = Edition.CHANGED if made else Edition.NONE
    return PeriodStatus(
        str(period),
        datasets,
        tuple(name for name in earlier if name not in datasets),
        str(before or ""),
        check,
        None if report is None else report.count(Severity.CRITICAL),
        None if report is None else report.open_warnings,
        edition,
        sum(each.kind != "gate" for each in ahead),
        ahead[0].why if ahead else "",
    )


def _report(workspace: Workspace, period: Period, ahead: Sequence[Ahead]) -> Report | None:
    """Return what the gate found in a return as it is now; None if that is not known."""
    if any(each.kind == "gate" for each in ahead):
        return None
    try:
        return read_report(workspace.build / "findings" / f"{period}.json")
    except (OSError, ValueError, KeyError, TypeError):  # it is only in the cache, or altered: a check puts it in place
        return None


def _following(periods: Sequence[Period], months: Sequence[int]) -> Period | None:
    """Return the period after the newest for which a return is made."""
    if not periods:
        return None
    later = (periods[-1].step(count) for count in range(1, MONTHS_IN_YEAR + 1))
    return next((each for each in later if each.month in months), None)


def _of_drafts(drafts: Sequence[Period]) -> NextStep | None:
    if not drafts:
        return None
    return NextStep(f"Look at the draft of {drafts[-1]}, and accept it.", f"trustbook check {drafts[-1]}")


def next_step(periods: Sequence[PeriodStatus], following: Period | None, *, site: bool) -> NextStep:
    """Choose what to do next: mend, check, report, look, or start the next period; the newest period comes first."""
    newest_first = [*reversed(periods)]
    if not newest_first:
        return NextStep("There is no return yet. Start the first period, such as 2026-27-P02.", "trustbook new PERIOD")
    for each in newest_first:
        if each.check is Check.REFUSED:
            what = counted(each.critical or 0, "critical finding")
            return NextStep(f"Correct the {what} of {each.period}.", f"trustbook check {each.period}")
    unchecked = [each.period for each in newest_first if each.check in (Check.NEVER, Check.CHANGED)]
    if unchecked:
        which = unchecked[0] if len(unchecked) == 1 else counted(len(unchecked), "return")
        return NextStep(f"Check {which}.", " ".join(["trustbook check", *(unchecked if len(unchecked) == 1 else [])]))
    if any(each.edition is not Edition.CURRENT for each in newest_first) or not site:
        return NextStep("Make the report.", "trustbook report")
    newest = newest_first[0]
    if newest.warnings:
        what = counted(newest.warnings, "warning")
        return NextStep(f"Look into the {what} of {newest.period}, then publish.", f"trustbook check {newest.period}")
    return NextStep(f"Look at the report and publish it. The next return is that of {following}.", "trustbook serve")


def in_lines(status: WorkspaceStatus) -> list[str]:
    """Write the status for people: a table of the periods, then what the returns lack."""
    rows = [("Period", "Return", "Check", "Report")]
    rows += [
        (each.period, counted(len(each.datasets), "dataset"), _check(each), _edition(each)) for each in status.periods
    ]
    widths = [max(len(row[place]) for row in rows) for place in range(4)]
    lines = ["  ".join(text.ljust(width) for text, width in zip(row, widths, strict=True)).rstrip() for row in rows]
    lines = lines if status.periods else []
    for each in status.periods:
        if each.missing:
            lines.append(wrapped(f"{each.period} does not have what {each.since} had: {listing(each.missing)}."))
    if status.drafts:
        which = listing(status.drafts)
        lines.append(wrapped(f"{which}: a draft, in no report until trustbook ingest --accept PERIOD."))
    changed = [each for each in status.periods if each.why and each.edition is Edition.CHANGED]
    for why in dict.fromkeys(each.why for each in changed):
        which = listing([each.period for each in changed if each.why == why])
        lines.append(wrapped(f"{which} will be rebuilt: {why}."))
    if status.unlisted_notebooks:
        unlisted = listing(status.unlisted_notebooks)
        lines.append(wrapped(f"Not in the book, because _toc.yml does not list it: {unlisted}."))
    return lines


def _check(status: PeriodStatus) -> str:
    if status.critical:
        return f"{status.check.value}, {counted(status.critical, 'critical finding')}"
    if status.warnings:
        return f"{status.check.value}, {counted(status.warnings, 'warning')} to look into"
    return status.check.value


def _edition(status: PeriodStatus) -> str:
    more = f" ({counted(status.to_make, 'step')} to make)" if status.edition is Edition.CHANGED else ""
    return f"{status.edition.value}{more}"
