"""Compare files by their SHA-256, and say what is not as it was published: what was found, and what was expected.

In: folders, or lists of paths with a SHA-256 each; a site with its list. Out: a `Wrong` for each that differs.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from stat import S_ISDIR, S_ISREG

from trustbook.core.characters import visible
from trustbook.core.errors import PublishError, TrustbookError
from trustbook.core.incoming import read_file
from trustbook.site.copies import MANIFEST, below, digest_of_file, in_lines

_LINE = re.compile(rb"(?P<escaped>\\?)(?P<digest>[0-9a-f]{64})  (?P<path>[^\n]+)")
_ESCAPES = {"\\\\": "\\", "\\n": "\n", "\\r": "\r"}
MOST_OF_A_LIST = 100_000_000
_SHOWN_OF_A_DIGEST = 16
NOT_THERE = "nothing of this name"


@dataclass(frozen=True)
class Wrong:
    """Something that is not as it was published."""

    file: str
    found: str
    expected: str

    def __str__(self) -> str:
        return f"{self.file}: found {self.found}; expected {self.expected}"


def refused(error: TrustbookError, file: str) -> Wrong:
    """Say of a file what the error about it says; `file` is where the error names none."""
    where = f"{error.file or file}{f', line {error.line}' if error.line is not None else ''}"
    return Wrong(where, f"that {error.problem}", error.expected or "what was published")


def digests_below(folder: Path) -> tuple[dict[str, str], list[Wrong]]:
    """Hash every file below a folder: path to SHA-256; and say what is neither a file nor a folder."""
    files, wrong = {}, []
    for path in below(folder):
        name = path.relative_to(folder).as_posix()
        try:
            mode = path.lstat().st_mode
            if S_ISREG(mode):
                files[name] = digest_of_file(path)
            elif not S_ISDIR(mode):
                wrong.append(Wrong(visible(name), "a link or a special file", "a plain file, or none"))
        except OSError as error:
            wrong.append(Wrong(visible(name), f"that it cannot be read ({error.strerror})", "a file that may be read"))
    return files, wrong


def compared(found: Mapping[str, str], expected: Mapping[str, str], folder: str = "") -> Iterator[Wrong]:
    """Compare files by their SHA-256; both are paths with digests. `folder` is put before each path."""
    for path in sorted(found.keys() | expected.keys()):
        if found.get(path) != expected.get(path):
            yield Wrong(folder + visible(path), written(found.get(path)), written(expected.get(path)))


def written(digest: str | None) -> str:
    """Write the beginning of a SHA-256, or that there is none."""
    return NOT_THERE if digest is None else f"SHA-256 {digest[:_SHOWN_OF_A_DIGEST]}…"


def against_own_list(found: Mapping[str, str], site: Path, shown: str) -> list[Wrong]:
    """Compare the files of a site with the list that it carries, and say what is wrong with that list."""
    listed, wrong = _list_of(site, f"{shown}/{MANIFEST}")
    files = {path: each for path, each in found.items() if path != MANIFEST}
    return [*wrong, *compared(files, listed, f"{shown}/")]


def _list_of(site: Path, file: str) -> tuple[dict[str, str], list[Wrong]]:
    """Read the list that a site carries; empty if it cannot be read."""
    listed: dict[str, str] = {}
    wrong: list[Wrong] = []
    try:
        content = read_file(site / MANIFEST, file, MOST_OF_A_LIST, within=site, kind=PublishError)
    except PublishError as error:
        return {}, [refused(error, file)]
    for number, line in enumerate(content.splitlines(), 1):
        match = _LINE.fullmatch(line)
        path = _path_in(match) if match else ""
        if match is None or path in listed:
            wrong.append(Wrong(f"{file}, line {number}", "another line", "a SHA-256 and a path, each path once"))
            continue
        listed[path] = match["digest"].decode()
    if not wrong and in_lines(listed).encode("utf-8", "surrogateescape") != content:
        wrong.append(Wrong(file, "other lines than were written", "one line for each file, in order"))
    return listed, wrong


def _path_in(match: re.Match[bytes]) -> str:
    path = match["path"].decode("utf-8", "surrogateescape")
    return re.sub(r"\\[\\nr]", lambda code: _ESCAPES[code[0]], path) if match["escaped"] else path
