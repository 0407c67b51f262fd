"""Pack files into one compressed bytes object, and unpack them safely.

In: path to content. Out: bytes that are the same for the same files; unpacking rejects paths outside the target.
"""

from __future__ import annotations

import os
import zlib
from collections.abc import Collection, Iterable, Mapping, Sequence
from io import BytesIO
from pathlib import Path, PurePosixPath
from stat import S_IFDIR, S_IFMT, S_IFREG
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile, ZipInfo

from trustbook.core.characters import visible
from trustbook.core.errors import WorkspaceError
from trustbook.core.incoming import MOST_BYTES, read_file, require_inside

MOST_FILES, MOST_UNPACKED = 20_000, 1 << 29
"""Limits on what an archive may unpack to; an edition has a few hundred files and a few megabytes."""
_NOT_OURS = {"__pycache__", ".ipynb_checkpoints"}


def pack(files: Mapping[str, bytes]) -> bytes:
    """Pack files; a path that ends in `/` is an empty folder."""
    stream = BytesIO()
    with ZipFile(stream, "w", ZIP_DEFLATED) as packed:
        for path, content in sorted(files.items()):
            packed.writestr(ZipInfo(path), content, ZIP_DEFLATED)
    return stream.getvalue()


def unpack(packed: bytes) -> dict[str, bytes]:
    """Return what was packed. Raises ValueError if it is damaged or was not made by `pack`.

    This includes paths that leave the target or repeat, links, devices, and more files or bytes than any edition has.
    """
    try:
        with ZipFile(BytesIO(packed)) as stream:
            entries = stream.infolist()
            _require_ours(entries)
            return {entry.filename: stream.read(entry) for entry in entries}
    except (BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, UnicodeDecodeError) as error:
        raise ValueError(f"it is damaged: {error}") from None


def _require_ours(entries: Sequence[ZipInfo]) -> None:
    """Raise ValueError for an invalid list of entries, before anything is unpacked."""
    names = {entry.filename for entry in entries}
    if len(entries) > MOST_FILES or sum(entry.file_size for entry in entries) > MOST_UNPACKED:
        raise ValueError(f"it holds more than {MOST_FILES:,} files or {MOST_UNPACKED:,} bytes")
    if len(names) < len(entries):
        raise ValueError("it holds a path twice")
    for entry in entries:
        if not _stays(entry.filename) or any(str(parent) in names for parent in PurePosixPath(entry.filename).parents):
            raise ValueError(f"it holds the path {entry.filename!r}")
        if S_IFMT(entry.external_attr >> 16) not in (0, S_IFREG, S_IFDIR):
            raise ValueError(f"it holds {entry.filename!r}, which is no file")


def read(root: Path, parts: Iterable[str], untrusted: Collection[str] = ()) -> dict[str, bytes]:
    """Read those of these files and folders that exist under `root`; an empty folder counts.

    Raises WorkspaceError for special files such as pipes, and for links that leave an untrusted part.
    """
    found: dict[str, bytes] = {}
    for part in parts:
        place = root / part
        within = place if part in untrusted else None
        if place.is_file():
            found[part] = _content(place, root, None)
        for folder, folders, names in os.walk(place, followlinks=True):
            folders[:] = sorted(set(folders) - _NOT_OURS)
            here = Path(folder)
            for name in folders:
                if within is not None:
                    require_inside(here / name, within, _shown(here / name, root), WorkspaceError)
            if not folders and not names:
                found[f"{here.relative_to(root).as_posix()}/"] = b""
            found |= {(here / name).relative_to(root).as_posix(): _content(here / name, root, within) for name in names}
    return found


def _content(path: Path, root: Path, within: Path | None) -> bytes:
    return read_file(path, _shown(path, root), MOST_BYTES, within=within, kind=WorkspaceError)


def _shown(path: Path, root: Path) -> str:
    return visible(path.relative_to(root).as_posix())


def write(root: Path, files: Mapping[str, bytes]) -> None:
    """Write files under a folder that no other process reads yet."""
    for path, content in files.items():
        place = root / path
        if path.endswith("/"):
            place.mkdir(parents=True, exist_ok=True)
            continue
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(content)


def _stays(path: str) -> bool:
    """Return whether a path stays below any folder it is put in, and means one place, on any system."""
    parts = PurePosixPath(path).parts
    odd = any(each in "\\:" or not each.isprintable() for each in path)
    return bool(parts) and not path.startswith("/") and ".." not in parts and not odd
