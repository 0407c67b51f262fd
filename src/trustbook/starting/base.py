"""Keep in a workspace what trustbook wrote there, so that an upgrade can tell its changes from the analyst's.

In: the files as they were written, with the version and the facts that they were made from. Out: one small archive in
`.trustbook/`, to be committed with the rest.
"""

from __future__ import annotations

import json
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from trustbook.core.atomic_file import write_whole
from trustbook.core.errors import WorkspaceError
from trustbook.core.incoming import read_file
from trustbook.starting.managed_files import Facts

PLACE = ".trustbook/base.zip"
_FACTS = "workspace.json"
_MOST_BYTES = 20_000_000
_ANY_TIME = (2020, 1, 1, 0, 0, 0)
"""The same for every file, so that the same files give the same archive."""


@dataclass(frozen=True)
class Base:
    """The files that trustbook wrote last, by name, and what they were made from."""

    version: str
    facts: Facts
    files: Mapping[str, bytes]


def packed(base: Base) -> bytes:
    """Return the archive of a base."""
    about = json.dumps({"version": base.version, **base.facts.as_json()}, ensure_ascii=False, indent=1)
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, content in ((_FACTS, about.encode()), *sorted(base.files.items())):
            entry = zipfile.ZipInfo(name, _ANY_TIME)
            entry.create_system = 3  # the same on each system
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, content)
    return stream.getvalue()


def read_base(root: Path) -> Base:
    """Read the base of a workspace. Raises WorkspaceError if it has none, or one that cannot be read."""
    absent = WorkspaceError(
        "the file is missing, so trustbook cannot tell your changes from its own",
        file=PLACE,
        expected="a workspace that 'trustbook init' made",
        mend="Put it back from your version control, or make a new workspace and copy data/ and params/ to it.",
    )
    raw = read_file(root / PLACE, PLACE, _MOST_BYTES, within=root, kind=WorkspaceError, absent=absent)
    try:
        with zipfile.ZipFile(BytesIO(raw)) as archive:
            if sum(entry.file_size for entry in archive.infolist()) > _MOST_BYTES:
                raise ValueError("it is too large")
            about = json.loads(archive.read(_FACTS))
            files = {name: archive.read(name) for name in archive.namelist() if name != _FACTS}
        return Base(str(about["version"]), Facts.from_json(about), files)
    except (zipfile.BadZipFile, ValueError, KeyError, TypeError, NotImplementedError) as error:
        raise WorkspaceError(
            f"it cannot be read ({error})", file=PLACE, mend="Put it back from your version control."
        ) from None


def write_base(root: Path, base: Base) -> None:
    """Write the base of a workspace."""
    write_whole(root / PLACE, packed(base))
