"""Copy the files of editions into a site, and list every file of the site with its SHA-256.

In: the folder of an edition; the folder of a site. Out: copies that share no name with what they were made from, so
that to change one changes no other; `manifest-sha256.txt`, which `sha256sum -c` reads.
"""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path

from trustbook.core.errors import PublishError

MANIFEST = "manifest-sha256.txt"


def copy_folder(source: Path, place: Path) -> None:
    """Copy every file of a folder, with blocks shared where the disk can, but no name.

    Raises PublishError for a link or a special file: nothing but what is in the folder is published.
    """
    place.mkdir(parents=True)
    for path in below(source):
        new = place / path.relative_to(source)
        if path.is_symlink() or not (path.is_dir() or path.is_file()):
            raise PublishError(
                "it is a link or a special file",
                file=path,
                expected="a file or a folder",
                mend="Put back what was there: trustbook verify says what else is not as it was made.",
            )
        if path.is_dir():
            new.mkdir()
            continue
        try:
            _copy(path, new)
        except OSError as error:
            if error.filename != os.fspath(path):  # of the copy: the disk is full, perhaps
                raise
            raise PublishError(
                f"it cannot be read ({error.strerror})",
                file=path,
                expected="a file that may be read",
                mend="Put back what was there, or its permissions.",
            ) from None


def write_manifest(site: Path) -> dict[str, str]:
    """List every file of a site but the list itself; return path to SHA-256."""
    files = {path.relative_to(site).as_posix(): path for path in below(site) if path.is_file()}
    digests = {name: digest_of_file(files[name]) for name in sorted(files) if name != MANIFEST}
    (site / MANIFEST).write_bytes(in_lines(digests).encode("utf-8", "surrogateescape"))
    return digests


def in_lines(digests: Mapping[str, str]) -> str:
    """Write paths and their SHA-256 as `sha256sum` does; names with a line end or a backslash are escaped."""
    return "".join(_line(name, digest) for name, digest in digests.items())


def _line(name: str, digest: str) -> str:
    escaped = name.replace("\\", "\\\\").replace("\n", "\\n").replace("\r", "\\r")
    return f"{'' if escaped == name else chr(92)}{digest}  {escaped}\n"


def below(folder: Path) -> Iterator[Path]:
    """List what is below a folder, each folder before what is in it; links are not followed."""
    for here, folders, names in os.walk(folder):
        folders.sort()
        yield from (Path(here) / name for name in (*folders, *sorted(names)))


def digest_of_file(file: Path) -> str:
    """Return the SHA-256 of a file. Raises OSError."""
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _copy(file: Path, place: Path) -> None:
    if not hasattr(os, "copy_file_range"):
        shutil.copyfile(file, place)
        return
    try:
        with file.open("rb") as source, place.open("xb") as copy:
            left = os.fstat(source.fileno()).st_size
            while left and (done := os.copy_file_range(source.fileno(), copy.fileno(), left)):
                left -= done
    except OSError:  # this disk has no such call, or the two are on different disks
        shutil.copyfile(file, place)
