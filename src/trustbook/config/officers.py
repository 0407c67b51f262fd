"""Show who is responsible as the settings say: by name, as the paper has it, by role, or not at all.

In: a cell with names separated by semicolons, settings. Out: the cell as pages and downloads show it.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

COLUMNS = ("sro", "officer", "owner")
"""The columns of datasets that name who is responsible."""
NO_ROLE = "Role not given"
TO_BE_CONFIRMED = "TBC"
"""What stands in the place of a name that is not known yet; it is shown always."""
_SEPARATOR = "; "


class Officers(StrEnum):
    """How those who are responsible are shown."""

    NAMES = "names"
    ROLES = "roles"
    NONE = "none"


def shown(cells: pd.Series[str], how: Officers, roles: dict[str, str], left_out: str | None = None) -> pd.Series[str]:
    """Show the cells of a column; `left_out` stands in the place of a name where none is shown.

    A cell that is one of the roles already stays as it is where roles are shown.
    """
    if how is Officers.NAMES:
        return cells
    import pandas as pd  # not above: the settings are read by commands that need no table

    known = {role: role for role in roles.values()} | roles

    def one(cell: object) -> object:
        if pd.isna(cell) or cell == TO_BE_CONFIRMED:
            return cell
        if how is Officers.NONE:
            return left_out
        names = [name.strip() for name in str(cell).split(_SEPARATOR.strip())]
        return _SEPARATOR.join(dict.fromkeys(known.get(name, NO_ROLE) for name in names))

    return cells.map(one).astype(cells.dtype if how is Officers.ROLES else object)
