"""Write a folder as a bag of BagIt 1.0 (RFC 8493), and say what in a bag is not as it was written.

In: a folder with `data/` and tag files such as `revision.json`. Out: its manifests with the SHA-256 of each file; the
faults of a bag. Only bytes count: neither size nor time says that a file is the same.
"""

from __future__ import annotations

import hashlib
import os
import re
import stat
from collections.abc import Iterator, Mapping
from pathlib import Path, PurePosixPath

from trustbook.core.characters import visible
from trustbook.core.errors import PublishError
from trustbook.core.incoming import MOST_BYTES, read_file
from trustbook.revisions.canonical import sha256
from trustbook.revisions.model import Fault

DATA = "data"
BAGIT, BAG_INFO = "bagit.txt", "bag-info.txt"
MANIFEST, TAG_MANIFEST = "manifest-sha256.txt", "tagmanifest-sha256.txt"
_DECLARATION = "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
_OXUM = "Payload-Oxum"
_MOST_OF_A_MANIFEST = 100_000_000
_CHUNK = 1 << 20
_FLAGS = os.O_RDONLY | sum(getattr(os, name, 0) for name in ("O_NOFOLLOW", "O_NONBLOCK", "O_CLOEXEC", "O_BINARY"))
_LINE = re.compile(r"(?P<digest>[0-9a-f]{64})  (?P<path>(?:[^%\r\n]|%0A|%0D|%25)+)", re.ASCII)
_CODES = {"%": "%25", "\n": "%0A", "\r": "%0D"}
_CODED = re.compile("[%\n\r]")
_DECODED = re.compile("%(?:25|0A|0D)")
_LABEL = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]*", re.ASCII)
_LINK, _NO_FILE, _NO_NAME = "it is a link", "it is no file and no folder", "its name is not in UTF-8"


def write_bag(folder: Path, info: Mapping[str, str]) -> None:
    """Make a bag of a folder that has `data/`, and tag files outside it.

    `info`: what `bag-info.txt` says (`Bagging-Date`, …); `Payload-Oxum` is added. Raises PublishError for a link, a
    special file or a name that a manifest cannot have.
    """
    for made in (BAGIT, BAG_INFO, MANIFEST, TAG_MANIFEST):
        (folder / made).unlink(missing_ok=True)
    files = measured(folder)
    for path in files:
        if not _stays(path):
            raise PublishError("a manifest cannot have this name", file=visible(path), mend="Rename it.")
    inside = {path: found for path, found in files.items() if _is_payload(path)}
    if not inside:
        raise PublishError("it has no file in data/", file=folder.name, expected="what is to be kept")
    oxum = f"{sum(size for size, _ in inside.values())}.{len(inside)}"
    tags = {path: digest for path, (_, digest) in files.items() if not _is_payload(path)}
    written = {
        BAGIT: _DECLARATION,
        BAG_INFO: _info({**info, _OXUM: oxum}),
        MANIFEST: _manifest({path: digest for path, (_, digest) in inside.items()}),
    }
    for name, text in written.items():
        content = text.encode("utf-8")
        (folder / name).write_bytes(content)
        tags[name] = sha256(content)
    (folder / TAG_MANIFEST).write_bytes(_manifest(tags).encode("utf-8"))


def faults(folder: Path) -> list[Fault]:
    """Hash every file of a bag, and list what is altered, missing or not listed, and each link; none if it is whole."""
    if folder.is_symlink() or not folder.is_dir():
        return [Fault(".", "it is no folder")]
    found: list[Fault] = []
    listed: dict[str, str] = {}
    for name, of_payload in ((MANIFEST, True), (TAG_MANIFEST, False)):
        try:
            listed |= _listed(folder, name, of_payload=of_payload)
        except PublishError as error:
            found.append(Fault(name, error.problem))
    there: set[str] = set()
    for path, problem in _walk(folder):
        there.add(path)
        said = problem or _compared(folder, path, listed.get(path), manifest_is_read=not found)
        if said:
            found.append(Fault(visible(path), said))
    named = {each.path for each in found}
    found += [Fault(visible(path), "it is missing") for path in listed if path not in {*there, *named}]
    found += [Fault(name, "it is missing") for name in (BAGIT, BAG_INFO) if name not in {*there, *listed, *named}]
    return sorted(found, key=lambda each: (each.path, each.what))


def payload(folder: Path) -> dict[str, str]:
    """Read the manifest of a bag: path (`data/results/metrics.json`) to SHA-256, sorted. Raises PublishError."""
    return _listed(folder, MANIFEST, of_payload=True)


def tags(folder: Path) -> dict[str, str]:
    """Read the tag manifest of a bag: path (`revision.json`) to SHA-256, sorted. Raises PublishError."""
    return _listed(folder, TAG_MANIFEST, of_payload=False)


def measured(folder: Path) -> dict[str, tuple[int, str]]:
    """Measure each file below a folder: path to size and SHA-256, sorted. Raises PublishError for a link or no file."""
    found = {}
    for path, problem in _walk(folder):
        if problem:
            raise PublishError(problem, file=visible(path), expected="a plain file")
        try:
            found[path] = _hashed(folder, path)
        except (OSError, ValueError) as error:
            raise PublishError(_said(error), file=visible(path), expected="a file that may be read") from None
    return dict(sorted(found.items()))


def _walk(folder: Path) -> Iterator[tuple[str, str]]:
    """Yield the path of each file below a folder and what is wrong with it; of folders, those that cannot be read."""
    open_folders = [""]
    while open_folders:
        here = open_folders.pop()
        try:
            with os.scandir(folder / here) as entries:
                names = sorted(entries, key=lambda entry: entry.name)
        except OSError as error:
            yield here.rstrip("/") or ".", f"it cannot be looked into ({error.strerror})"
            continue
        for entry in names:
            path = f"{here}{entry.name}"
            if not _is_unicode(entry.name):
                yield path, _NO_NAME
            elif entry.is_symlink():
                yield path, _LINK
            elif entry.is_dir(follow_symlinks=False):
                open_folders.append(f"{path}/")
            else:
                yield path, "" if entry.is_file(follow_symlinks=False) else _NO_FILE


def _compared(folder: Path, path: str, wanted: str | None, *, manifest_is_read: bool) -> str:
    """Say what is wrong with a file, if anything."""
    if path == TAG_MANIFEST:
        return ""
    if wanted is None:
        return "no manifest lists it" if manifest_is_read else ""
    try:
        _, digest = _hashed(folder, path)
    except (OSError, ValueError) as error:
        return _said(error)
    if digest != wanted:
        return "it was altered"
    is_other = path == BAGIT and digest != sha256(_DECLARATION.encode("ascii"))
    return "it does not say that this is a bag of BagIt 1.0" if is_other else ""


def _hashed(folder: Path, path: str) -> tuple[int, str]:
    """Read a file once for its size and SHA-256. Raises OSError, and ValueError for no file or one too large."""
    number = os.open(folder / path, _FLAGS)
    with os.fdopen(number, "rb") as stream:
        found = os.fstat(number)
        if not stat.S_ISREG(found.st_mode):
            raise ValueError(_NO_FILE)
        if found.st_size > MOST_BYTES:
            raise ValueError(f"it has {found.st_size:,} bytes, and {MOST_BYTES:,} is the most")
        whole, size = hashlib.sha256(), 0
        while chunk := stream.read(_CHUNK):
            whole.update(chunk)
            size += len(chunk)
    return size, whole.hexdigest()


def _said(error: Exception) -> str:
    return f"it cannot be read ({error.strerror})" if isinstance(error, OSError) else str(error)


def _manifest(digests: Mapping[str, str]) -> str:
    return "".join(f"{digest}  {_coded(path)}\n" for path, digest in sorted(digests.items()))


def _listed(folder: Path, name: str, *, of_payload: bool) -> dict[str, str]:
    """Read a manifest exactly as `_manifest` writes one. Raises PublishError for anything else."""
    content = read_file(folder / name, name, _MOST_OF_A_MANIFEST, within=folder, kind=PublishError)
    found: dict[str, str] = {}
    try:
        lines = content.decode("utf-8").split("\n")
    except UnicodeDecodeError:
        raise _no_manifest("it is not in UTF-8", name) from None
    for number, line in enumerate(lines[:-1], 1):
        match = _LINE.fullmatch(line)
        if match is None:
            raise _no_manifest("it has no SHA-256 and path", name, number)
        path = _DECODED.sub(lambda code: chr(int(code[0][1:], 16)), match["path"])
        if not _stays(path) or _is_payload(path) != of_payload or path == TAG_MANIFEST:
            raise _no_manifest("it names a path that it may not name", name, number)
        found[path] = match["digest"]
    if _manifest(found).encode("utf-8") != content or not found:
        raise _no_manifest("its lines are not those of a manifest, in order, each once", name)
    return found


def _no_manifest(problem: str, name: str, line: int | None = None) -> PublishError:
    where = "" if line is None else f"line {line}: "
    return PublishError(f"{where}{problem}", file=name, expected="the manifest as it was written")


def _stays(path: str) -> bool:
    """Check whether a path is relative, leads to no folder above, and is written in one way only."""
    parts = path.split("/")
    return not path.startswith("~") and not {"", ".", ".."} & {*parts} and str(PurePosixPath(path)) == path


def _is_payload(path: str) -> bool:
    return path.startswith(f"{DATA}/")


def _is_unicode(name: str) -> bool:
    try:
        name.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True


def _coded(path: str) -> str:
    return _CODED.sub(lambda found: _CODES[found[0]], path)


def _info(info: Mapping[str, str]) -> str:
    for label, value in info.items():
        if not _LABEL.fullmatch(label):
            raise PublishError(f"{label!r} is no label of {BAG_INFO}", expected="letters, digits and hyphens")
        if not _is_unicode(value):
            raise PublishError(f"{label} is not Unicode text", file=BAG_INFO)
    return "".join(f"{label}: {' '.join(value.split())}\n" for label, value in info.items())
