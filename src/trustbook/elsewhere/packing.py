"""Files as one compressed bytes object, and back.

In: path to content. Out: bytes that are the same for the same files; unpacked, only paths that stay where they are put.
"""

from __future__ import annotations

import os
import zlib
from collections.abc import Collection, Iterable, Mapping
from io import BytesIO
from pathlib import Path, PurePosixPath
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile, ZipInfo

from trustbook.characters import visible
from trustbook.errors import WorkspaceError
from trustbook.incoming import MOST_BYTES, read_file, require_inside

_NOT_OURS = {"__pycache__", ".ipynb_checkpoints"}


def pack(files: Mapping[str, bytes]) -> bytes:
    """Pack files; a path that ends in `/` is an empty folder."""
    stream = BytesIO()
    with ZipFile(stream, "w", ZIP_DEFLATED) as packed:
        for path, content in sorted(files.items()):
            packed.writestr(ZipInfo(path), content, ZIP_DEFLATED)
    return stream.getvalue()


def unpack(packed: bytes) -> dict[str, bytes]:
    """Give back what was packed. Raises ValueError if it is damaged, or holds a path that leads elsewhere."""
    try:
        with ZipFile(BytesIO(packed)) as stream:
            files = {entry.filename: stream.read(entry) for entry in stream.infolist()}
    except (BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as error:
        raise ValueError(f"it is damaged: {error}") from None
    for path in files:
        if not _stays(path):
            raise ValueError(f"it holds the path {path!r}")
    return files


def read(root: Path, parts: Iterable[str], untrusted: Collection[str] = ()) -> dict[str, bytes]:
    """Read these files and folders under `root`, whatever of them there is; an empty folder counts.

    Raises WorkspaceError for a pipe and the like, and for a link that leads out of a part that is untrusted.
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
    """Write files under a folder that nobody reads yet."""
    for path, content in files.items():
        place = root / path
        if path.endswith("/"):
            place.mkdir(parents=True, exist_ok=True)
            continue
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(content)


def _stays(path: str) -> bool:
    """Whether a path leads to one place below wherever it is put, on any system."""
    parts = PurePosixPath(path).parts
    return bool(parts) and not path.startswith("/") and ".." not in parts and not set(path) & {"\\", ":", "\0"}
