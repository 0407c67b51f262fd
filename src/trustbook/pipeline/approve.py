"""Record that somebody approves a period as it is now, or was consulted on it.

In: a workspace, a period, a role that the settings ask. Out: an entry of the log, of the state of inputs and results.
The approval is good until one byte of them is another.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from rich.console import Console

from trustbook.config.approvals import Role, same_role
from trustbook.config.workspace import Workspace
from trustbook.core.characters import excerpt
from trustbook.core.errors import PublishError
from trustbook.core.formatting import listing, when
from trustbook.core.period import Period
from trustbook.pipeline import stages
from trustbook.pipeline.clock import now
from trustbook.pipeline.console import wrapped
from trustbook.pipeline.given_day import day_given, early
from trustbook.pipeline.kept_inputs import state_now
from trustbook.pipeline.publication_record import complete_log
from trustbook.pipeline.publish import require_publishable
from trustbook.revisions import log
from trustbook.revisions.approvals import missing, new_entry, standing
from trustbook.revisions.canonical import require_plain
from trustbook.revisions.identity import who
from trustbook.revisions.model import Approval


@dataclass(frozen=True)
class Answer:
    """What a role says."""

    role: str
    comment: str = ""
    no_comments: bool = False
    by: str | None = None
    on: str = ""


def approve(workspace: Workspace, period: Period, answer: Answer, out: Console, err: Console) -> Approval:
    """Check a period, work out its figures, and record what a role says of them.

    Raises GateError for a return that is refused, and PublishError for a role that is not asked, or for an answer that
    is none.
    """
    require_publishable(workspace)
    on = _day(period, answer)  # raises for no time or no day, before anything is done
    roles = workspace.settings.approvals.roles
    role, comment = _role(roles, answer), _comment(answer)
    with stages.at_work(workspace, err) as memory:
        complete_log(workspace.root)
        stages.gate(workspace, [period], out, err, memory)
        stages.figures(workspace, [period], memory)
        memory.hold(period)
        state = state_now(workspace, period, memory)
        time = now()
        approval = Approval(
            role=role.role,
            kind=role.kind,
            by=who(workspace.root, answer.by),
            on=on.isoformat(),
            comment=comment,
            no_comments=answer.no_comments,
            state=state,
        )
        entry = new_entry(approval, period)
        entry = log.NewEntry(entry.by, entry.action, entry.period, entry.state, dict(entry.details) | time.details)
        entries = [*log.read(workspace.root), *log.append(workspace.root, [entry], time.at)]
        left = missing(standing(roles, entries, period, state))
    if said := early(answer.on, period):
        err.print(wrapped(f"Warning: {said}"), style="yellow")
    what = "Approved by" if role.kind == "approval" else "Consulted"
    out.print(f"{what}: {role.role}, of {period} as it is now (state {state[:12]}).")
    if left:
        out.print(wrapped(f"Still missing: {listing([each.role for each in left])}."))
    return approval


def _day(period: Period, answer: Answer) -> date:
    """Return the day of an answer. Raises PublishError for one that is still to come, or before the period."""
    today = now()
    on = day_given(answer.on, today, period)
    if on > today.day:
        raise PublishError(
            f"--on is {when(on.isoformat())}, which is still to come",
            expected=f"{when(today.day.isoformat())} or earlier",
        )
    return on


def _role(roles: Sequence[Role], answer: Answer) -> Role:
    """Return the role of the settings that is meant. Raises PublishError for none, and for silence of an approver."""
    meant = [each for each in roles if same_role(each.role) == same_role(answer.role)]
    if not meant:
        raise PublishError(
            f"nobody asks for the approval of '{excerpt(answer.role)}'",
            file="params/trust.yaml",
            expected=f"one of: {listing([each.role for each in roles], 'or')}" if roles else "a list approvals: roles:",
            mend="Name one of these, or add the role to the settings.",
        )
    consulted = [each for each in meant if each.kind == "consultation"]
    if answer.no_comments and not consulted:
        raise PublishError(
            f"{meant[0].role} is asked to approve, and no comments are no approval",
            expected="--no-comments only for a role that is consulted",
        )
    return consulted[0] if answer.no_comments else meant[0]


def _comment(answer: Answer) -> str:
    if answer.comment and answer.no_comments:
        raise PublishError("there is a comment and --no-comments", expected="one of the two")
    return require_plain(answer.comment, "the comment (--comment)") if answer.comment else ""
