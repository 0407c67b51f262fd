"""Open a file from outside safely: a return, parameters, a suite, a file named on the command line.

In: a path, and the largest size allowed. Out: its bytes, or at once an error of one sentence for anything else: a pipe,
a device, a link out of the folder, a file that is too large.
"""

from __future__ import annotations

import os
import stat
from pathlib import Path

from trustbook.core.characters import visible
from trustbook.core.errors import ReturnError, TrustbookError

MOST_BYTES = 500_000_000
"""More than any accepted kind of file may have: for code that only compares or packs files."""
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
    """Read a regular file of at most `most` bytes. It may not be a link that leads out of its folder `within`.

    Raises an error of type `kind` that names the file as `shown`, or `absent`, if given, when there is no file.
    """
    shown = visible(str(shown))
    require_file(path, shown, most, within=within, kind=kind, absent=absent)
    try:
        number = os.open(path, _FLAGS)
        with os.fdopen(number, "rb") as stream:
            _require_regular(os.fstat(number), shown, most, kind)  # the file may have been replaced since
            content = stream.read(most + 1)
    except OSError as error:
        raise kind(
            f"it cannot be read ({error.strerror})", code="no_access", file=shown, expected="a file that may be read"
        ) from None
    if len(content) > most:
        raise _too_large(len(content), shown, most, kind)
    return content


def read_text(path: Path, shown: Path | str, most: int, *, kind: type[TrustbookError]) -> str:
    """Read a file of UTF-8 text, with line breaks as `Path.read_text` gives them. Raises as `read_file` does."""
    text = decoded(read_file(path, shown, most, kind=kind), shown, kind)
    return text.replace("\r\n", "\n").replace("\r", "\n")


def decoded(content: bytes, shown: Path | str, kind: type[TrustbookError]) -> str:
    """Decode UTF-8 text. Raises an error of type `kind` that names the line with another byte."""
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        raise kind(
            f"it is not in UTF-8 (byte {error.start + 1:,} is 0x{content[error.start]:02X})",
            code="not_utf8",
            file=visible(str(shown)),
            line=content[: error.start].count(b"\n") + 1,
            expected="UTF-8 text",
            mend="Save it as UTF-8.",
        ) from None


def require_file(
    path: Path,
    shown: Path | str,
    most: int,
    *,
    within: Path | None = None,
    kind: type[TrustbookError] = ReturnError,
    absent: TrustbookError | None = None,
) -> None:
    """Check a file without opening it. Raises as `read_file` does."""
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
    """Raise an error of type `kind` if a path in a folder resolves to a place outside it."""
    if leads_out(path, folder):
        raise kind(
            f"it is a link that leads out of {folder.name}/",
            code="link_out",
            file=shown,
            expected="what it leads to itself",
            mend="Put a copy in its place.",
        )


def path_exists(path: Path) -> bool:
    """Check whether anything has this name, including a broken link and a path that may not be inspected."""
    try:
        path.lstat()
    except (FileNotFoundError, NotADirectoryError):
        return False
    except OSError:
        return True
    return True


def names_in(folder: Path, shown: str, kind: type[TrustbookError] = ReturnError) -> list[Path]:
    """List a folder in order. Raises an error of type `kind` if it cannot be read."""
    try:
        return sorted(folder.iterdir())
    except OSError as error:
        raise kind(
            f"it cannot be looked into ({error.strerror})", code="no_access_to_folder", file=shown, expected="a folder"
        ) from None


def leads_out(path: Path, folder: Path) -> bool:
    """Check whether a path in a folder resolves to a place outside it. A broken link inside it does not."""
    try:
        return not path.resolve().is_relative_to(folder.resolve())
    except (OSError, RuntimeError):  # a loop of links
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
