"""Publish an edition: make it once more as it is to be read, and put it for good among the revisions of its period.

In: a workspace, a period, why it is published. Out: `published/<period>/r<N>/`, a bag that never changes; entries of
the log; the public site. A run that is stopped at any instant leaves all of a revision or nothing of it. What is still
to be done after that (the log, the sites) the next command does.
"""

from __future__ import annotations

import shlex
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from secrets import token_hex

from rich.console import Console

from trustbook.build.cache_inputs import LIBRARY
from trustbook.build.limits import Kernel
from trustbook.build.plan import Plan
from trustbook.config.meeting import Meeting
from trustbook.config.workspace import Workspace
from trustbook.core.errors import PublishError
from trustbook.core.formatting import listing, when
from trustbook.core.period import Period
from trustbook.pipeline import stages
from trustbook.pipeline.clock import now
from trustbook.pipeline.console import wrapped
from trustbook.pipeline.given_day import day_given, early
from trustbook.pipeline.kept_inputs import Basis, require_basis
from trustbook.pipeline.publication_record import complete_log
from trustbook.pipeline.revision_folder import Publication, keep, unfinished
from trustbook.revisions import log
from trustbook.revisions.approvals import Asked, missing, standing
from trustbook.revisions.canonical import require_plain
from trustbook.revisions.identity import commit_of_library, who
from trustbook.revisions.meeting import timing
from trustbook.revisions.store import Kept, revisions_of

_EDITION = ".publication-{}.new"
"""The folder of `_build` in which the edition is made; what is left of it after a run that was killed is swept."""


@dataclass(frozen=True)
class Asking:
    """What was asked: why it is published, and the rest that a command can say."""

    reason: str
    notice: str = ""
    override: str = ""
    by: str | None = None
    on: str = ""
    pdf: bool = False


def publish(
    workspace: Workspace,
    period: Period,
    asking: Asking,
    out: Console,
    err: Console,
    workers: int | None = None,
    kernel: Kernel = Kernel.WARM,
) -> Kept:
    """Publish a period as its next revision, unless the newest has the same state; return the newest.

    Raises GateError for a return that is refused, and PublishError where an approval is missing, the edition cannot be
    made, or the disk is full: nothing is published then.
    """
    require_publishable(workspace)
    day_given(asking.on, now(), period)  # raises for no time or no day, before anything is done
    try:
        return _publish(workspace, period, _plain(asking), out, err, workers, kernel)
    except OSError as error:
        raise PublishError(
            f"{period} is not published, because something cannot be written ({error.strerror or error})",
            mend="What was published before is as it was. Make room, and run the command again.",
        ) from error


def _publish(
    workspace: Workspace,
    period: Period,
    asking: Asking,
    out: Console,
    err: Console,
    workers: int | None,
    kernel: Kernel,
) -> Kept:
    with stages.at_work(workspace, err) as memory:
        complete_log(workspace.root)
        stages.gate(workspace, [period], out, err, memory, kernel=kernel, workers=workers)
        stages.figures(workspace, [period], memory)
        memory.hold(period)
        basis = require_basis(workspace, period, memory)
        revisions = revisions_of(workspace.root, period)
        if revisions and _is_the_same(revisions[-1], basis, memory, pdf=asking.pdf):
            kept = revisions[-1]
            out.print(f"{period} is published already as it is now: {_named(kept)}. Nothing is published.")
        else:
            ready = _ready(workspace, period, asking, basis, revisions)
            _say_before(ready, workspace.meeting(period), asking, err)
            stages.run(workspace, [period], err, memory, workers, kernel)
            memory.hold(period)
            kept = _make(workspace, ready, memory, err, kernel, pdf=asking.pdf)
            out.print(f"Published: {_named(kept)}.")
            out.print(wrapped(f"Commit it: git add {workspace.published.name}; git commit"))
        try:
            stages.site(workspace, err, memory, workers, kernel=kernel)
        except OSError as error:
            raise unfinished(kept, "the sites do not show it", error) from error
    out.print(f"The public site: {workspace.build / 'public' / 'index.html'}")
    return kept


def require_publishable(workspace: Workspace) -> None:
    """Raise PublishError for the copy of a workspace from which drafts are made."""
    if workspace.is_draft:
        raise PublishError(
            "this is the copy of a workspace from which drafts are made, and nothing in it is for publication",
            mend="Go to the workspace that it was made from.",
        )


def _is_the_same(newest: Kept, basis: Basis, memory: Plan, *, pdf: bool) -> bool:
    """Return whether publishing once more would give the newest revision: of the same state, by the same library."""
    lacks_pdf = pdf and not newest.record.chromium
    same_library = newest.record.library.digest == memory.ingredients.tools[LIBRARY]
    return newest.record.state == basis.state and same_library and not lacks_pdf


def _plain(asking: Asking) -> Asking:
    """Return the texts without spaces around them. Raises PublishError for one that is empty or cannot be seen."""
    return Asking(
        require_plain(asking.reason, "the reason (--reason)"),
        require_plain(asking.notice, "the notice (--notice)") if asking.notice else "",
        require_plain(asking.override, "the reason to override (--override)") if asking.override else "",
        asking.by,
        asking.on,
        asking.pdf,
    )


def _ready(
    workspace: Workspace, period: Period, asking: Asking, basis: Basis, revisions: Sequence[Kept]
) -> Publication:
    """Gather all that the record will say. Raises PublishError if an approval is missing, or the day is too early."""
    root, time, entries = workspace.root, now(), log.read(workspace.root)
    on = day_given(asking.on, time, period)
    before = revisions[-1] if revisions else None
    if before is not None and on < date.fromisoformat(before.record.published_on):
        raise PublishError(
            f"{period} would be published on {when(on.isoformat())}, before its last revision",
            expected=f"{when(before.record.published_on)} or later",
        )
    asked = standing(workspace.settings.approvals.roles, entries, period, basis.state)
    lacking = missing(asked)
    if lacking and not asking.override:
        raise _not_approved(period, lacking)
    return Publication(
        period=period,
        number=len(revisions) + 1,
        basis=basis,
        reason=asking.reason,
        notice=asking.notice or (asking.reason if before is not None else ""),
        by=who(root, asking.by),
        on=on,
        now=time,
        asked=asked,
        overridden=asking.override if lacking else "",
        previous="" if before is None else before.tagmanifest_digest,
        entries=entries,
    )


def _not_approved(period: Period, lacking: Sequence[Asked]) -> PublishError:
    roles = listing([_lacking(each) for each in lacking])
    command = f"trustbook approve {period} --role {shlex.quote(lacking[0].role)}"
    if lacking[0].kind == "consultation":
        command += " --no-comments"
    return PublishError(
        f"{period} is not published, because of what is missing: {roles}",
        mend=f"Each types, such as: {command}. Or publish with --override and why.",
    )


def _lacking(asked: Asked) -> str:
    """Say what is missing, and whether it was there before something changed."""
    what = "the approval of" if asked.kind == "approval" else "the consultation of"
    lapsed = " (given, and no longer valid: something has changed since)" if asked.void else ""
    return f"{what} {asked.role}{lapsed}"


def _say_before(ready: Publication, meeting: Meeting | None, asking: Asking, err: Console) -> None:
    """Warn of a day that is early, and of a meeting that it is late for; say what has no effect."""
    if asking.override and not ready.overridden:
        err.print("--override has no effect: nothing is missing.")
    if said := early(asking.on, ready.period):
        err.print(wrapped(f"Warning: {said}"), style="yellow")
    if meeting is not None and (found := timing(meeting, ready.on)).is_warning:
        err.print(wrapped(f"Warning: {found.sentence}"), style="yellow")


def _make(workspace: Workspace, ready: Publication, memory: Plan, err: Console, kernel: Kernel, *, pdf: bool) -> Kept:
    """Make the edition as it is to be read, apart from the drafts, and keep it."""
    from trustbook.site.in_a_copy import build_edition
    from trustbook.site.metadata import Publication as ForReaders
    from trustbook.site.pdf import chromium

    program = chromium() if pdf else None
    stages.warm_up(workspace, kernel, [ready.period])
    err.print(f"Making revision {ready.number} of {ready.period} …")
    place = workspace.build / _EDITION.format(token_hex(4))
    try:
        build_edition(
            workspace,
            ready.period,
            program,
            warmly=kernel is Kernel.WARM,
            publication=ForReaders(ready.number, ready.on.isoformat(), ready.notice, commit_of_library()),
            place=place,
        )
        return keep(workspace, ready, place, _version(program), memory)
    finally:
        shutil.rmtree(place, ignore_errors=True)


def _version(program: str | None) -> str:
    """Return what a browser says that it is; empty if there is none."""
    if program is None:
        return ""
    try:
        ran = subprocess.run(
            [program, "--version"], capture_output=True, text=True, timeout=60, check=False, stdin=subprocess.DEVNULL
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return " ".join(ran.stdout.split())


def _named(kept: Kept) -> str:
    return f"{kept.name}, of {when(kept.record.published_on)}"
