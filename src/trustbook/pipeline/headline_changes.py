"""Compare the headline figures of a period with those of the last build of the same period.

In: `_build/metrics/<period>.json`, and `_build/headlines/<period>.json` from the last build. Out: what changed.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from trustbook.config.workspace import Workspace
from trustbook.core.atomic_file import write_whole
from trustbook.core.formatting import NOT_REPORTED, counted, in_pounds, listing
from trustbook.core.period import Period
from trustbook.core.units import in_points, in_pounds_of, write

FOLDER = "headlines"
MOST_SHOWN = 15
_MOST_NAMED = 3
_PARTS = ("value", "unit", "label")
Figure = Mapping[str, Any]
"""Value, unit and label, as `trustbook metrics --json` writes them."""


@dataclass(frozen=True)
class HeadlineChange:
    """A figure that is not what it was at the last build; a figure is None if it was not there at all."""

    name: str
    old: Figure | None
    new: Figure | None

    @property
    def label(self) -> str:
        """What the figure is."""
        return str((self.new or self.old or {})["label"])

    def __str__(self) -> str:
        return f"{self.label}: {_written(self.new)}, was {_written(self.old)}{self._direction}"

    @property
    def _direction(self) -> str:
        old, new = (None if each is None else each["value"] for each in (self.old, self.new))
        if old is None or new is None or self.new is None:
            return ""
        change = Decimal(str(new)) - Decimal(str(old))
        unit = str(self.new["unit"])
        size = in_points(change) if unit == "share" else _amount(abs(change), unit)
        return f" ({'up' if change > 0 else 'down'} {size})" if change else ""


def _written(figure: Figure | None) -> str:
    if figure is None:
        return "no such figure"
    if figure["value"] is None:
        return str(figure.get("absent", NOT_REPORTED))
    return _amount(Decimal(str(figure["value"])), figure["unit"])


def _amount(value: Decimal, unit: str) -> str:
    """Write an amount with its unit; money too small for thousands in pounds."""
    if unit == "gbp_k" and 0 < abs(value) < 1:
        return in_pounds(in_pounds_of(value, unit))
    return write(value, unit)


def changes(workspace: Workspace, period: Period) -> list[HeadlineChange] | None:
    """List the figures that changed since the last build of this period; None if there was none."""
    old, new = (_read(workspace.build / folder / f"{period}.json") for folder in (FOLDER, "metrics"))
    if old is None or new is None:
        return None
    names = dict.fromkeys([*new, *old])
    pairs = [HeadlineChange(name, old.get(name), new.get(name)) for name in names]
    return [each for each in pairs if _said(each.old) != _said(each.new)]


def _said(figure: Figure | None) -> tuple[Any, ...] | None:
    return None if figure is None else (figure["value"], figure["unit"], figure.get("absent"))


def keep(workspace: Workspace, periods: Iterable[Period]) -> None:
    """Keep the figures of this build, for the next one to be compared with."""
    for period in periods:
        made = workspace.build / "metrics" / f"{period}.json"
        kept = workspace.build / FOLDER / made.name
        if made.exists() and not (kept.exists() and kept.read_bytes() == made.read_bytes()):
            write_whole(kept, made.read_bytes())


def in_lines(found: Mapping[Period, Sequence[HeadlineChange]]) -> list[str]:
    """Write what changed in each period that was built again."""
    lines = []
    for period, changed in found.items():
        if changed:
            lines.append(f"{period}: {counted(len(changed), 'headline figure')} changed since the last build:")
            lines += [f"  {each}" for each in changed[:MOST_SHOWN]]
        if len(changed) > MOST_SHOWN:
            lines.append(f"  and {len(changed) - MOST_SHOWN:,} more: trustbook metrics {period}")
    same = [str(period) for period, changed in found.items() if not changed]
    if same:
        which = listing(same) if len(same) <= _MOST_NAMED else counted(len(same), "period")
        lines.append(f"{which}: no headline figure has changed since the last build.")
    return lines


def _read(file: Path) -> dict[str, Figure] | None:
    try:
        read = json.loads(file.read_text(encoding="utf-8"))
        return {str(name): {**each, **{part: each[part] for part in _PARTS}} for name, each in read.items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None
