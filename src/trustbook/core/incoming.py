"""The one way to open a file that comes from outside: a return, parameters, a suite, a file named on the command line.

In: a path, and how large such a file can be. Out: its bytes; or one sentence at once, whatever stands there: a pipe, a
device, a link that leads elsewhere, or more than anybody would send.
"""

from __future__ import annotations

import os
import stat
from pathlib import Path

from trustbook.core.characters import visible
from trustbook.core.errors import ReturnError, TrustbookError

MOST_BYTES = 500_000_000
"""More than any kind of file that is taken may have: for what only compares files or packs them."""
_KINDS = (
    (stat.S_ISDIR, "a folder"),
    (stat.S_ISFIFO, "a pipe"),
    (stat.S_ISSOCK, "a socket"),
    (stat.S_ISCHR, "a device"),
    (stat.S_ISBLK, "a device"),
)
_FLAGS = os.O_RDONLY | sum(getattr(os, name, 0) for name in ("O_NONBLOCK", "O_NOCTTY", "O_CLOEXEC", "O_BINARY"))


def read_file(
    path: Path,
    shown: Path | str,
    most: int,
    *,
    within: Path | None = None,
    kind: type[TrustbookError] = ReturnError,
    absent: TrustbookError | None = None,
) -> bytes:
    """Read a regular file of at most `most` bytes. No link may lead to it out of `within`, the folder that it lies in.

    Raises an error of the given kind that names the file as `shown`; `absent`, if given, where there is none.
    """
    shown = visible(str(shown))
    require_file(path, shown, most, within=within, kind=kind, absent=absent)
    try:
        number = os.open(path, _FLAGS)
        with os.fdopen(number, "rb") as stream:
            _require_regular(os.fstat(number), shown, most, kind)  # it may have been exchanged meanwhile
            content = stream.read(most + 1)
    except OSError as error:
        raise kind(
            f"it cannot be read ({error.strerror})", code="no_access", file=shown, expected="a file that may be read"
        ) from None
    if len(content) > most:
        raise _too_large(len(content), shown, most, kind)
    return content


def require_file(
    path: Path,
    shown: Path | str,
    most: int,
    *,
    within: Path | None = None,
    kind: type[TrustbookError] = ReturnError,
    absent: TrustbookError | None = None,
) -> None:
    """Look at what has this name without opening it. Raises as `read_file` does."""
    shown = visible(str(shown))
    if within is not None:
        require_inside(path, within, shown, kind)
    try:
        found = path.stat()
    except FileNotFoundError:
        raise absent or kind("it cannot be read: there is no such file", code="no_file", file=shown) from None
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or "no file can have this name"
        raise kind(
            f"it cannot be read ({why})", code="no_access", file=shown, expected="a file that may be read"
        ) from None
    _require_regular(found, shown, most, kind)


def require_inside(path: Path, folder: Path, shown: str, kind: type[TrustbookError] = ReturnError) -> None:
    """Raise an error of the given kind if a path that lies in a folder leads to a place outside it."""
    if leads_out(path, folder):
        raise kind(
            f"it is a link that leads out of {folder.name}/",
            code="link_out",
            file=shown,
            expected="what it leads to itself",
            mend="Put a copy in its place.",
        )


def stands(path: Path) -> bool:
    """Whether anything has this name: a link that leads nowhere too, and what may not be looked at."""
    try:
        path.lstat()
    except (FileNotFoundError, NotADirectoryError):
        return False
    except OSError:
        return True
    return True


def names_in(folder: Path, shown: str, kind: type[TrustbookError] = ReturnError) -> list[Path]:
    """List what a folder holds, in order. Raises an error of the given kind if it cannot be looked into."""
    try:
        return sorted(folder.iterdir())
    except OSError as error:
        raise kind(
            f"it cannot be looked into ({error.strerror})", code="no_access_to_folder", file=shown, expected="a folder"
        ) from None


def leads_out(path: Path, folder: Path) -> bool:
    """Whether a path that lies in a folder leads to a place outside it. One that leads nowhere does not."""
    try:
        return not path.resolve().is_relative_to(folder.resolve())
    except (OSError, RuntimeError):  # links in a ring
        return True


def _require_regular(found: os.stat_result, shown: str, most: int, kind: type[TrustbookError]) -> None:
    if not stat.S_ISREG(found.st_mode):
        what = next((name for is_one, name in _KINDS if is_one(found.st_mode)), "no file")
        raise kind(f"it is {what}, and cannot be read", code="no_plain_file", file=shown, expected="a file")
    if found.st_size > most:
        raise _too_large(found.st_size, shown, most, kind)


def _too_large(size: int, shown: str, most: int, kind: type[TrustbookError]) -> TrustbookError:
    return kind(
        f"it has {size:,} bytes",
        code="too_large",
        file=shown,
        expected=f"at most {most:,}",
        mend="Look whether it is the file that was meant.",
    )
