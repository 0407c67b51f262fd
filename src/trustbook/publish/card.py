"""What an edition says of itself, for the site around it: its period, its pages and its headline figures.

In: the metrics that the run wrote for a period. Out: `edition.json` in the edition; the site reads nothing else of it,
so that it never opens the data again.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from trustbook.errors import PublishError
from trustbook.period import Period

_NAME = "edition.json"


@dataclass(frozen=True)
class Card:
    """An edition: its pages without suffix, the front page first; headline figures by name as `trustbook metrics`."""

    period: Period
    pages: tuple[str, ...]
    figures: dict[str, dict[str, Any]]

    @property
    def front(self) -> str:
        """The front page."""
        return self.pages[0]

    @property
    def label(self) -> str:
        """The period in words."""
        return self.period.label

    def pounds(self, name: str) -> int | None:
        """Give a figure in whole pounds, or None where the edition does not report it."""
        value = self.figures.get(name, {}).get("value")
        return None if value is None else round(float(value) * 1000)


def write_card(folder: Path, period: Period, pages: Sequence[str], figures: str) -> None:
    """Write the card of an edition; `figures` is what the run wrote, as it is."""
    content = {"period": str(period), "label": period.label, "pages": list(pages), "figures": json.loads(figures)}
    (folder / _NAME).write_text(json.dumps(content, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def read_card(folder: Path) -> Card:
    """Read the card of an edition. Raises PublishError for an edition that has none that can be read."""
    try:
        content = json.loads((folder / _NAME).read_text(encoding="utf-8"))
        return Card(Period.parse(content["period"]), tuple(content["pages"]), content["figures"])
    except (OSError, ValueError, KeyError, TypeError):
        raise PublishError(
            f"the edition of {folder.name} does not say what it holds",
            file=folder / _NAME,
            expected="its period, pages and figures",
            mend=f"Build it anew: trustbook report {folder.name}",
        ) from None
