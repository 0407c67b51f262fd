"""What an edition says of itself, for the site around it: its period, its pages, its headline figures and its answer.

In: the metrics that the run wrote for a period, and the chapter that is the front page, as it ran. Out: `edition.json`
in the edition; the site reads nothing else of it, so that it opens neither the data nor a page.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from trustbook.core.errors import PublishError
from trustbook.core.period import Period
from trustbook.core.units import in_pounds_of
from trustbook.site.description import answer_of, outputs_said

_NAME = "edition.json"


@dataclass(frozen=True)
class ManifestFigure:
    """A key figure of the front page: its name, and the amount as it is written there."""

    name: str
    amount: str


@dataclass(frozen=True)
class Front:
    """What the front page says: its description, and its key figures in order."""

    description: str = ""
    figures: tuple[ManifestFigure, ...] = ()


@dataclass(frozen=True)
class Card:
    """An edition: its pages without suffix, the front page first; headline figures by name as `trustbook metrics`.

    `published` is the day on which its data were published, where a paper says.
    """

    period: Period
    pages: tuple[str, ...]
    figures: dict[str, dict[str, Any]]
    description: str = ""
    published: str = ""

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
        return None if value is None else in_pounds_of(float(value), "gbp_k")


def read_front(notebook: Path) -> Front:
    """Read what the chapter that is the front page says of itself; nothing, where the front page is no chapter."""
    if not notebook.exists():
        return Front()
    figures = (figure for said in outputs_said(notebook) for figure in said.get("figures", ()))
    return Front(answer_of(notebook), tuple(ManifestFigure(each["name"], each["amount"]) for each in figures))


def write_card(
    folder: Path, period: Period, pages: Sequence[str], figures: str, front: Front, published: str = ""
) -> None:
    """Write the card of an edition; `figures` is what the run wrote, as it is."""
    content = {
        "period": str(period),
        "label": period.label,
        "published": published,
        "description": front.description,
        "key_figures": [asdict(figure) for figure in front.figures],
        "pages": list(pages),
        "figures": json.loads(figures),
    }
    written = json.dumps(content, indent=1, ensure_ascii=False) + "\n"
    (folder / _NAME).write_bytes(written.encode(errors="replace"))


def read_card(folder: Path) -> Card:
    """Read the card of an edition. Raises PublishError for an edition that has none that can be read."""
    try:
        content = json.loads((folder / _NAME).read_text(encoding="utf-8"))
        described = str(content.get("description", "")), str(content.get("published", ""))
        return Card(Period.parse(content["period"]), tuple(content["pages"]), content["figures"], *described)
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        raise PublishError(
            f"the edition of {folder.name} does not say what it holds",
            file=folder / _NAME,
            expected="its period, pages and figures",
            mend=f"Build it anew: trustbook report {folder.name}",
        ) from None
