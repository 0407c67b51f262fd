"""How a file is written that others may be reading: whole, or not at all. In: a path and bytes. Out: the file."""

from __future__ import annotations

from pathlib import Path
from secrets import token_hex


def write_whole(place: Path, content: bytes) -> None:
    """Write a file beside its place and rename it: a reader sees the old one or the new one.

    The name beside it is known before the file is made, so that an interruption at any instant removes it.
    """
    place.parent.mkdir(parents=True, exist_ok=True)
    beside = place.with_name(f".{token_hex(8)}.part")
    try:
        with beside.open("xb") as stream:
            stream.write(content)
        beside.chmod(0o644)
        beside.replace(place)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise
