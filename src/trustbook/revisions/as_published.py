"""Read the files of a revision only as they were published: each is held to the list that names its SHA-256.

In: the folder of a revision, and its name for messages. Out: its list of files; the bytes or the size of one of them. A
file that is missing, cannot be read or was altered is named in one sentence, in the words of `trustbook verify`.
"""

from __future__ import annotations

from pathlib import Path
from stat import S_ISREG

from trustbook.core.characters import visible
from trustbook.core.errors import PublishError
from trustbook.core.incoming import read_file
from trustbook.revisions import bag
from trustbook.revisions.canonical import sha256

PUT_BACK = "Put back what was committed. trustbook verify lists all that is not as it was published."
MISSING = "it is missing"
_MOST_BYTES = 100_000_000
_SHOWN_OF_A_DIGEST = 16


def listed(folder: Path, shown: str) -> dict[str, str]:
    """Return the SHA-256 of each file below `data/`, by its path in the revision. Raises PublishError."""
    try:
        return bag.payload(folder)
    except PublishError as error:
        raise _of_list(error, shown, bag.MANIFEST) from None


def require_tags(folder: Path, shown: str) -> None:
    """Raise PublishError if its record or its list, or what else is next to `data/`, is not as it was published."""
    try:
        tags = bag.tags(folder)
    except PublishError as error:
        raise _of_list(error, shown, bag.TAG_MANIFEST) from None
    for path, digest in tags.items():
        content(folder, shown, path, digest, bag.TAG_MANIFEST)


def content(folder: Path, shown: str, path: str, digest: str | None, named_by: str = bag.MANIFEST) -> bytes:
    """Read a file of a revision. Raises PublishError if it has not the SHA-256 that a list names."""
    file = f"{shown}/{path}"
    if digest is None:
        raise unlike(file, f"{named_by} does not list it", "a file of the revision")
    expected = _as_listed(digest, named_by)
    absent = unlike(file, MISSING, expected)
    try:
        found = read_file(folder / path, file, _MOST_BYTES, within=folder, kind=PublishError, absent=absent)
    except PublishError as error:
        raise unlike(file, error.problem, expected) from None
    if sha256(found) != digest:
        raise unlike(file, "it is not what was published", expected)
    return found


def size(folder: Path, shown: str, path: str, digest: str) -> int:
    """Return the bytes that a file of a revision has, without reading it. Raises PublishError if it is no file."""
    file, expected = f"{shown}/{path}", _as_listed(digest, bag.MANIFEST)
    try:
        found = (folder / path).lstat()
    except (FileNotFoundError, NotADirectoryError):
        raise unlike(file, MISSING, expected) from None
    except OSError as error:
        raise unlike(file, f"it cannot be read ({error.strerror})", expected) from None
    if not S_ISREG(found.st_mode):
        raise unlike(file, "it is a link, a folder or a special file", expected)
    return found.st_size


def unlike(file: str, problem: str, expected: str) -> PublishError:
    """Say of a file of a revision that it is not as it was published, and how to mend it."""
    return PublishError(problem, file=visible(file), expected=expected, mend=PUT_BACK)


def _of_list(error: PublishError, shown: str, name: str) -> PublishError:
    return unlike(f"{shown}/{name}", error.problem, "the list as it was written")


def _as_listed(digest: str, named_by: str) -> str:
    return f"SHA-256 {digest[:_SHOWN_OF_A_DIGEST]}…, as {named_by} has it"
