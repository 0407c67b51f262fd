"""Take a snapshot of a workspace to send: all inputs of an edition, named by their digest.

In: a workspace. Out: a `Snapshot`, and on a worker the same files in a folder of that name. The folder is complete or
absent, and shared by every job and process that uses the same parent folder.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from trustbook.build.cache_inputs import LOCK
from trustbook.build.store import digest, digest_of
from trustbook.config.discovery import OWN
from trustbook.config.workspace import TOC, Workspace
from trustbook.pipeline.distributed import packing

PARTS = ("_config.yml", TOC, "book", "notebooks", OWN, "data", "params", "expectations", LOCK)
UNTRUSTED = ("data", "params", "expectations")
_TRIES = 5


@dataclass(frozen=True)
class Snapshot:
    """Hold the inputs of a workspace."""

    digest: str
    """Digest of paths and contents: the same inputs have the same digest wherever they are stored."""
    packed: bytes

    @classmethod
    def take(cls, workspace: Workspace) -> Snapshot:
        """Read all inputs in full."""
        files = packing.read(workspace.root, PARTS, UNTRUSTED)
        return cls(_name(files), packing.pack(files))


def unpacked(snapshot: Snapshot, folder: Path) -> Path:
    """Return the snapshot's own folder in `folder`; unpack it there if it is missing or has changed.

    Every file is checked, because others clean up temporary folders. Raises ValueError if the snapshot is damaged.
    """
    place = folder / snapshot.digest
    if _is_intact(place, snapshot.digest):
        return place
    files = packing.unpack(snapshot.packed)
    if _name(files) != snapshot.digest:
        raise ValueError("the snapshot does not hold what its name says")
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder, prefix=".", ignore_cleanup_errors=True) as scratch:
        new = Path(scratch) / "new"
        packing.write(new, files)
        for count in range(_TRIES):
            with suppress(OSError):  # another process was first, or the existing folder is damaged
                new.rename(place)
                break
            if _is_intact(place, snapshot.digest):
                break
            with suppress(OSError):
                place.rename(Path(scratch) / f"damaged-{count}")
        else:
            raise OSError(f"{place} cannot be put in place")
    return place


def copied(place: Path, root: Path) -> Workspace:
    """Copy an unpacked snapshot, so that a notebook that changes its folder does not affect other jobs."""
    shutil.copytree(place, root)
    return Workspace(root.resolve())


def _is_intact(place: Path, name: str) -> bool:
    with suppress(OSError):
        return place.is_dir() and _name(packing.read(place, PARTS)) == name
    return False


def _name(files: Mapping[str, bytes]) -> str:
    return digest_of({path: digest(content) for path, content in files.items()})
