"""Say which approvals of a period hold: an approval is of a state, and of no other.

In: the roles that the settings ask, the log, a state. Out: what each role has given for it, or for another state.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from pydantic import TypeAdapter, ValidationError

from trustbook.config.approvals import ApprovalKind, Role, same_role
from trustbook.core.errors import PublishError
from trustbook.core.period import Period
from trustbook.revisions.canonical import canonical, problem_of, require_plain
from trustbook.revisions.log import SHOWN, Action, Entry, NewEntry
from trustbook.revisions.model import Approval

_ACTIONS: dict[ApprovalKind, Action] = {"approval": "approved", "consultation": "consulted"}
_KINDS: dict[str, ApprovalKind] = {"approved": "approval", "consulted": "consultation"}
_DETAILS = ("role", "on", "comment", "no_comments")


@dataclass(frozen=True)
class Asked:
    """What a role has said."""

    role: str
    kind: ApprovalKind
    given: Approval | None
    """What holds for this state."""
    void: Approval | None
    """What was given for another state and does not hold, if nothing holds."""
    asked: bool = True
    """Whether the settings still ask this role."""

    @property
    def said(self) -> str:
        """What to say of it: `approved`, `consulted; no comments received`, `not yet approved`."""
        if self.given is not None:
            return outcome(self.given)
        verb = "approved" if self.kind == "approval" else "consulted"
        if self.void is not None:
            return f"{verb} for other figures, which does not hold for these"
        return f"not yet {verb}"


def outcome(approval: Approval) -> str:
    """Say what came of it, never more than that: who made no comment has not approved."""
    if approval.kind == "approval":
        return "approved"
    if approval.no_comments:
        return "consulted; no comments received"
    return "consulted; comments received" if approval.comment else "consulted"


def new_entry(approval: Approval, period: Period) -> NewEntry:
    """Make the entry of the log for an approval. Raises PublishError for one that contradicts itself."""
    require_plain(approval.role, "the role")
    require_plain(approval.by.name, "the name")
    if approval.comment:
        require_plain(approval.comment, "the comment")
    checked = _checked(approval)
    details = {name: getattr(checked, name) for name in _DETAILS}
    return NewEntry(checked.by, _ACTIONS[checked.kind], str(period), checked.state, details)


def approval_of(entry: Entry) -> Approval | None:
    """Read an approval from the log; None for an entry that is about something else.

    Raises PublishError for an entry that is none although it says so.
    """
    kind = _KINDS.get(entry.action)
    if kind is None:
        return None
    values = {name: entry.details.get(name) for name in _DETAILS}
    values |= {"kind": kind, "by": entry.by.as_values(), "state": entry.state}
    try:
        found: Approval = _adapter().validate_json(canonical(values))
    except ValidationError as error:
        raise PublishError(f"it is no approval ({problem_of(error)})", file=SHOWN, line=entry.number) from None
    return _checked(found, entry.number)


def standing(roles: Sequence[Role], entries: Sequence[Entry], period: Period, state: str) -> list[Asked]:
    """Say for each role what holds, in the order of the settings; then those who are no longer asked.

    The newest entry of a role for this state holds. One for another state does not, even if it is newer.
    """
    said: dict[tuple[str, ApprovalKind], list[Approval]] = {}
    for entry in entries:
        approval = approval_of(entry) if entry.period == str(period) else None
        if approval is not None:
            said.setdefault((same_role(approval.role), approval.kind), []).append(approval)
    asked = [_asked(role.role, role.kind, said.pop((same_role(role.role), role.kind), []), state) for role in roles]
    others = [_asked(each[-1].role, kind, each, state, asked=False) for (_, kind), each in said.items()]
    return [*asked, *others]


def missing(asked: Sequence[Asked]) -> list[Asked]:
    """List those who are asked and have not answered for this state."""
    return [each for each in asked if each.asked and each.given is None]


def _asked(role: str, kind: ApprovalKind, said: Sequence[Approval], state: str, *, asked: bool = True) -> Asked:
    given = next((each for each in reversed(said) if each.state == state), None)
    void = said[-1] if said and given is None else None
    return Asked(role, kind, given, void, asked)


def _checked(approval: Approval, line: int | None = None) -> Approval:
    problem = ""
    if approval.no_comments and approval.kind == "approval":
        problem = "'no comments received' is what a consultation can end with, and no approval"
    elif approval.no_comments and approval.comment:
        problem = "it says that no comments were received, and gives one"
    if problem:
        raise PublishError(problem, file=None if line is None else SHOWN, line=line)
    return approval


@cache
def _adapter() -> TypeAdapter[Any]:
    return TypeAdapter(Approval)
