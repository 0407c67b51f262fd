"""Write a file atomically, so that a reader never sees half of it. In: a path and bytes. Out: the file."""

from __future__ import annotations

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
