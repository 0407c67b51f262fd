"""Say whose approval an edition needs, and who is to be consulted on it.

In: the settings. Out: the roles that are asked, in the order of the settings.
"""

from __future__ import annotations

from typing import Literal

from pydantic import Field, field_validator

from trustbook.config.assumptions import Strict

ApprovalKind = Literal["approval", "consultation"]
"""An approval is a decision for the figures; a consultation asks for comments, and silence is not a decision."""


class Role(Strict):
    """Someone who is asked, by the office that they have: `Section 151 officer, North`."""

    role: str = Field(max_length=200)
    kind: ApprovalKind = "approval"


class Approvals(Strict):
    """Those who are asked before an edition is published; none by default."""

    roles: tuple[Role, ...] = Field(default=(), max_length=100)

    @field_validator("roles")
    @classmethod
    def _roles_differ(cls, roles: tuple[Role, ...]) -> tuple[Role, ...]:
        taken: dict[tuple[str, str], str] = {}
        for each in roles:
            one = (same_role(each.role), each.kind)
            if one in taken:
                raise ValueError(f"'{taken[one]}' and '{each.role}' are the same role, asked twice for the same")
            taken[one] = each.role
        return roles


def same_role(role: str) -> str:
    """Return a role in the form in which two are compared: without regard to capitals and spaces."""
    return " ".join(role.split()).casefold()
