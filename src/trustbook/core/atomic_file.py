"""Write a file atomically, so that a reader never sees half of it. In: a path and bytes. Out: the file.

A new file never takes the place of another.
"""

from __future__ import annotations

import os
from pathlib import Path
from secrets import token_hex


def write_whole(place: Path, content: bytes) -> None:
    """Write a temporary file and move it into place: a reader sees the old file or the new one.

    The temporary name is chosen before the file is created, so that an interruption at any point can remove it.
    """
    place.parent.mkdir(parents=True, exist_ok=True)
    partial = place.with_name(f".{token_hex(8)}.part")
    try:
        with partial.open("xb") as stream:
            stream.write(content)
        partial.chmod(0o644)
        partial.replace(place)
    except BaseException:
        partial.unlink(missing_ok=True)
        raise


def write_new(place: Path, content: bytes) -> None:
    """Write a file that is not there yet, whole or not at all. Raises FileExistsError if there is anything of its name.

    Where the disk knows no second names of a file, it is written in place; it is removed if that fails.
    """
    place.parent.mkdir(parents=True, exist_ok=True)
    partial = place.with_name(f".{token_hex(8)}.part")
    try:
        _fill(partial, content)
        partial.chmod(0o644)
        try:
            os.link(partial, place)
        except FileExistsError:
            raise
        except OSError:
            _fill(place, content)
    finally:
        partial.unlink(missing_ok=True)


def _fill(place: Path, content: bytes) -> None:
    """Write a file that is not there yet; remove it if that fails. Raises FileExistsError."""
    with place.open("xb") as stream:
        try:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        except BaseException:
            place.unlink(missing_ok=True)
            raise
