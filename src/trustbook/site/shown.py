"""Say what a site shows of each period: a draft or a published revision, and which revisions there are.

In: the editions that were built, the revisions in `published/`. Out: a `Shown` for each period, newest first.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from trustbook.config.workspace import Workspace
from trustbook.core.errors import PublishError
from trustbook.core.period import Period
from trustbook.revisions.as_published import PUT_BACK
from trustbook.revisions.store import DATA, EDITION, Kept, all_revisions
from trustbook.site.manifest import CARD, Card, read_card

_EDITION = f"{DATA}/{EDITION}/"


@dataclass(frozen=True)
class Shown:
    """A period in a site: what stands under its name, and its revisions."""

    card: Card
    folder: Path
    """Where the pages under its name are copied from."""
    revision: Kept | None
    """The revision that they are, the newest; None for a draft."""
    earlier: tuple[Kept, ...] = ()
    """The revisions that have a folder of their own, oldest first."""

    @property
    def period(self) -> Period:
        """The period."""
        return self.card.period

    @property
    def revisions(self) -> tuple[Kept, ...]:
        """Every revision, oldest first."""
        return self.earlier if self.revision is None else (*self.earlier, self.revision)

    @property
    def newest(self) -> Kept | None:
        """The newest revision, if there is one."""
        return self.revisions[-1] if self.revisions else None

    def card_of(self, kept: Kept) -> Card:
        """Return the card of one of its revisions, with its folder in the site."""
        return self.card if kept is self.revision else card_of(kept, own_folder(kept))


def of_preview(workspace: Workspace, built: Sequence[Period], states: Mapping[Period, str]) -> list[Shown]:
    """Show every edition that was built, or the newest revision of its period if that is of the state that it has now.

    A period that was published and not built here is shown as it was published.
    """
    published = all_revisions(workspace.root)
    found = []
    for period in sorted({*built, *published}, reverse=True):
        kept = published.get(period, [])
        if kept and (period not in built or kept[-1].record.state == states.get(period)):
            found.append(_as_published(kept))
        else:
            folder = workspace.build / "editions" / str(period)
            found.append(Shown(read_card(folder), folder, None, tuple(kept)))
    return found


def of_public(workspace: Workspace) -> list[Shown]:
    """Show every period that was published."""
    published = all_revisions(workspace.root)
    return [_as_published(published[period]) for period in sorted(published, reverse=True)]


def own_folder(kept: Kept) -> str:
    """Return the name under which a revision has its address for good: `2023-24-P11-r2`."""
    return f"{kept.period}-r{kept.number}"


def card_of(kept: Kept, folder: str) -> Card:
    """Return the card of a revision; what its record says of it is taken from there."""
    said: dict[str, Any] = {"revision": kept.number, "published_on": kept.record.published_on}
    kept.content(_EDITION + CARD)  # raises if it was altered
    try:
        read = read_card(kept.edition)
    except PublishError as error:
        raise PublishError(error.problem, file=error.file, expected=error.expected, mend=PUT_BACK) from None
    return replace(read, period=kept.period, folder=folder, reason=kept.record.reason, **said)


def digests_of(kept: Kept) -> dict[str, str]:
    """Return the SHA-256 of each file of a revision's edition as it was published, by its path in the edition."""
    return {path.removeprefix(_EDITION): digest for path, digest in kept.listed().items() if path.startswith(_EDITION)}


def _as_published(kept: Sequence[Kept]) -> Shown:
    *earlier, newest = kept
    return Shown(card_of(newest, str(newest.period)), newest.edition, newest, tuple(earlier))
