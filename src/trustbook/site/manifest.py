"""Write and read an edition's card for the site: its period, pages, headline figures and answer.

In: the period's metrics, and the executed chapter that is the front page. Out: `edition.json` in the edition; the site
reads only this, so that it opens neither data nor pages.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from trustbook.core.errors import PublishError
from trustbook.core.formatting import Absence, thousands
from trustbook.core.period import Period
from trustbook.core.units import in_pounds_of
from trustbook.site.description import answer_of, outputs_said
from trustbook.site.metadata import Publication, standing

CARD = "edition.json"


@dataclass(frozen=True)
class ManifestFigure:
    """A key figure of the front page: its name, and its amount as displayed there."""

    name: str
    amount: str


@dataclass(frozen=True)
class Front:
    """The front page's description, and its key figures in order."""

    description: str = ""
    figures: tuple[ManifestFigure, ...] = ()


@dataclass(frozen=True)
class Card:
    """An edition: its pages without suffix, front page first; headline figures by name, as in `trustbook metrics`.

    `published` is the day its data were published, if a paper says; `revision` and `published_on` are those of the
    edition, 0 and empty before it is published. `folder` is where it is in a site, by default its period, and `reason`
    is why a revision was published; neither is in the file.
    """

    period: Period
    pages: tuple[str, ...]
    figures: dict[str, dict[str, Any]]
    description: str = ""
    published: str = ""
    revision: int = 0
    published_on: str = ""
    folder: str = ""
    reason: str = ""

    @property
    def place(self) -> str:
        """Return its folder in a site."""
        return self.folder or str(self.period)

    @property
    def standing(self) -> str:
        """Return `Draft`, `Published 3 May 2024`, or `Revision 2, published 3 May 2024`."""
        return standing(self.revision, self.published_on)

    @property
    def front(self) -> str:
        """Return the name of the front page."""
        return self.pages[0]

    @property
    def label(self) -> str:
        """Return the period in words."""
        return self.period.label

    def pounds(self, name: str) -> int | None:
        """Return a figure in whole pounds, or None if the edition does not report it."""
        value = self.figures.get(name, {}).get("value")
        return None if value is None else in_pounds_of(float(value), "gbp_k")

    def written(self, name: str, *, signed: bool = False) -> str:
        """Write a figure in thousands, or the word for why the edition does not have it."""
        pounds = self.pounds(name)
        return self.absent(name) if pounds is None else thousands(pounds, signed=signed)

    def absent(self, name: str) -> str:
        """Return the word for a figure that the edition does not have."""
        return str(self.figures.get(name, {}).get("absent", Absence.NOT_REPORTED.value))


def read_front(notebook: Path) -> Front:
    """Read the description and key figures of the front page; empty if that is not a chapter."""
    if not notebook.exists():
        return Front()
    figures = (figure for carried in outputs_said(notebook) for figure in carried.get("figures", ()))
    return Front(answer_of(notebook), tuple(ManifestFigure(each["name"], each["amount"]) for each in figures))


def write_card(
    folder: Path,
    period: Period,
    pages: Sequence[str],
    figures: str,
    front: Front,
    published: str = "",
    publication: Publication | None = None,
) -> None:
    """Write the card of an edition; `figures` is the metrics file of the run, unchanged."""
    content = {
        "period": str(period),
        "label": period.label,
        "published": published,
        "revision": publication.revision if publication else 0,
        "published_on": publication.on if publication else "",
        "description": front.description,
        "key_figures": [asdict(figure) for figure in front.figures],
        "pages": list(pages),
        "figures": json.loads(figures),
    }
    written = json.dumps(content, indent=1, ensure_ascii=False) + "\n"
    (folder / CARD).write_bytes(written.encode(errors="replace"))


def read_card(folder: Path) -> Card:
    """Read the card of an edition. Raises PublishError if it is missing or cannot be read."""
    try:
        content = json.loads((folder / CARD).read_text(encoding="utf-8"))
        period, pages = Period.parse(content["period"]), tuple(content["pages"])
        described = str(content.get("description", "")), str(content.get("published", ""))
        published = int(content.get("revision", 0)), str(content.get("published_on", ""))
        return Card(period, pages, content["figures"], *described, *published)
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        raise PublishError(
            f"the edition of {folder.name} does not say what is in it",
            file=folder / CARD,
            expected="its period, pages and figures",
            mend=f"Build it again: trustbook report {folder.name}",
        ) from None
