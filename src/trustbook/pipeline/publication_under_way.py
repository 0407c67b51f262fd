"""Note which revision is about to be put in place, so that only a run that was stopped is completed by the next.

In: a workspace and a finished bag. Out: a file under `_build` until the log says that the revision was published. A
revision that neither the log nor this note knows was put there by something else, and is never taken for published.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from trustbook.build.store import read_sealed, write_sealed
from trustbook.revisions.disk import write_names_through, write_through

_FILE = "publication-under-way.json"


@dataclass(frozen=True)
class UnderWay:
    """A revision (`2023-24-P11/r2`), and the SHA-256 of its tag manifest, which stands for every byte of it."""

    name: str
    tag_manifest: str


def note(root: Path, under_way: UnderWay) -> None:
    """Write down what is about to be put in place; when this returns, the note is on the disk. Raises OSError."""
    place = _place(root)
    write_sealed(place, {"name": under_way.name, "tag_manifest": under_way.tag_manifest})
    write_through(place)
    write_names_through(place.parent)


def noted(root: Path) -> UnderWay | None:
    """Return what was about to be put in place when a run was stopped; None if no run was, or the note is damaged."""
    body = read_sealed(_place(root))
    try:
        return None if body is None else UnderWay(str(body["name"]), str(body["tag_manifest"]))
    except (KeyError, TypeError):
        return None


def forget(root: Path) -> None:
    """Delete the note: the log has what it was for."""
    with suppress(OSError):
        _place(root).unlink(missing_ok=True)


def _place(root: Path) -> Path:
    return root / "_build" / _FILE
