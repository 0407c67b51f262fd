"""Tamper with what is published, in one way after another, and see that `verify` finds it.

In: a workspace whose reports are published. Out: for each tampering whether it was found, and under its file's name.
"""

from __future__ import annotations

import hashlib
import json
import os
import random
import shutil
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from unittest.mock import patch

from publishing.trials import Trials
from publishing.workspace import copied
from trustbook.config.workspace import Workspace
from trustbook.pipeline.verify import verify

Tampering = Callable[[Path, random.Random], None]
"""Does something to a file."""


def wrong(folder: Path, site: Path | None = None) -> list[str]:
    """Return what `verify` finds in a workspace; or only at the copy of a site, if one is named."""
    with patch("trustbook.site.assembly.chart", return_value=None):
        return [str(each) for each in verify(None if site else Workspace(folder), site).wrong]


def tamperings(source: Path, folder: Path, count: int, seed: int = 22) -> Trials:
    """Tamper so many times, each time with another file of the revisions, the log, the public site or a copy of it."""
    trials = Trials("tampering")
    place, copy = copied(source, folder / "tampered"), folder / "copy"
    site = source / "_build" / "public"
    assert wrong(place) == []
    for number in range(count):
        chance = random.Random(f"{seed}/{number}")
        away = number % 5 == 4
        root = copied(site, copy) if away else place
        name, what = _WAYS[number % len(_WAYS)]
        path = _chosen(root, chance, away=away)
        what(path, chance)
        found = wrong(place, root if away else None)
        trials.count += 1
        trials.went[name] += 1
        file = path.relative_to(root).as_posix()
        told = found if "manifest" in path.name else [each for each in found if file in each]
        trials.require(bool(told), f"{number}: {name}, {file}: {found[:3]}")
        _put_back(root, site if away else source, path.parent.relative_to(root))
        if away:
            shutil.rmtree(copy)
    for name, forge in _FORGERIES:
        forge(place)
        found = wrong(place)
        trials.count += 1
        trials.went[name] += 1
        trials.require(bool(found), f"{name}: nothing is found")
        for part in ("published", "_build/public"):
            _put_back(place, source, Path(part))
    trials.require(wrong(place) == [], "all is put back, and something is wrong")
    shutil.rmtree(place)
    return trials


def _put_back(place: Path, source: Path, part: Path) -> None:
    shutil.rmtree(place / part)
    shutil.copytree(source / part, place / part, symlinks=True)


def _chosen(root: Path, chance: random.Random, *, away: bool) -> Path:
    """Choose a file: of a part of a workspace that is chosen first, or of a site."""
    part = root if away else root / chance.choice(["published/2023-24-P10", "published/2023-24-P11", "_build/public"])
    files = sorted(path for path in part.rglob("*") if path.is_file() and path.stat().st_size > 1)
    return chance.choice(files)


def _with_its_time(change: Tampering) -> Tampering:
    """Put the time of a file back, as somebody would who wants not to be seen."""

    def changed(path: Path, chance: random.Random) -> None:
        before = path.stat()
        change(path, chance)
        os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))

    return changed


def _flip(path: Path, chance: random.Random) -> None:
    content = bytearray(path.read_bytes())
    content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)
    path.write_bytes(content)


def _cut(path: Path, chance: random.Random) -> None:
    path.write_bytes(path.read_bytes()[: -chance.randint(1, 3)])


def _append(path: Path, chance: random.Random) -> None:
    path.write_bytes(path.read_bytes() + b"\n")


def _empty(path: Path, chance: random.Random) -> None:
    path.write_bytes(b"")


def _delete(path: Path, chance: random.Random) -> None:
    path.unlink()


def _rename(path: Path, chance: random.Random) -> None:
    path.rename(path.with_name(f"x{path.name}"))


def _link(path: Path, chance: random.Random) -> None:
    """Put a link to the same bytes in its place."""
    other = Path(tempfile.mkdtemp()) / path.name
    shutil.move(path, other)
    path.symlink_to(other)


def _swap(path: Path, chance: random.Random) -> None:
    """Exchange it with another file of its folder, or else turn its bytes around."""
    others = [each for each in sorted(path.parent.iterdir()) if each.is_file() and each != path]
    others = [each for each in others if each.read_bytes() != path.read_bytes()]
    if not others:
        path.write_bytes(path.read_bytes()[::-1] + b" ")
        return
    other = chance.choice(others)
    one, two = path.read_bytes(), other.read_bytes()
    path.write_bytes(two)
    other.write_bytes(one)


def _folder(path: Path, chance: random.Random) -> None:
    """Put a folder in its place."""
    path.unlink()
    path.mkdir()


_WAYS: Sequence[tuple[str, Tampering]] = (
    ("a bit turned, size and time put back", _with_its_time(_flip)),
    ("cut", _cut),
    ("something added to it", _append),
    ("emptied, time put back", _with_its_time(_empty)),
    ("deleted", _delete),
    ("renamed", _rename),
    ("a link in its place", _link),
    ("exchanged with another", _swap),
    ("a folder in its place", _folder),
)


def _log(place: Path) -> Path:
    return place / "published" / "log.jsonl"


def _lines(place: Path) -> list[bytes]:
    return _log(place).read_bytes().splitlines()


def _cut_the_log(place: Path) -> None:
    """Take its last line away, which no hash of a later one shows."""
    _log(place).write_bytes(b"".join(line + b"\n" for line in _lines(place)[:-1]))


def _delete_a_line(place: Path) -> None:
    lines = _lines(place)
    _log(place).write_bytes(b"".join(line + b"\n" for line in [*lines[:2], *lines[3:]]))


def _exchange_lines(place: Path) -> None:
    first, second, *rest = _lines(place)
    _log(place).write_bytes(b"".join(line + b"\n" for line in [second, first, *rest]))


def _delete_the_log(place: Path) -> None:
    _log(place).unlink()


def _sealed(place: Path, change: Callable[[dict], None]) -> None:
    """Change every entry of the log, and work out every hash of it again, as somebody would who knows how."""
    previous, lines = "", []
    for line in _lines(place):
        values = json.loads(line)
        values.pop("own")
        change(values)
        values["previous"] = previous
        written = json.dumps(values, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
        values["own"] = hashlib.sha256(written.encode()).hexdigest()
        whole = json.dumps(values, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()
        previous = hashlib.sha256(whole).hexdigest()
        lines.append(whole)
    _log(place).write_bytes(b"".join(line + b"\n" for line in lines))


def _another_publisher(place: Path) -> None:
    _sealed(place, lambda values: values["by"].update(name="Nobody") if values["action"] == "published" else None)


def _another_approver(place: Path) -> None:
    _sealed(place, lambda values: values["by"].update(name="Nobody") if values["action"] == "approved" else None)


def _another_time(place: Path) -> None:
    _sealed(place, lambda values: values.update(at="2024-05-01T09:30:01Z"))


def _a_page_with_its_manifests(place: Path) -> None:
    """Change a page of the newest revision, and every hash of its bag that would show it."""
    from trustbook.revisions.bag import BAG_INFO, write_bag

    revision = place / "published" / "2023-24-P11" / "r1"
    page = next(path for path in sorted((revision / "data" / "edition").rglob("*.html")))
    page.write_bytes(page.read_bytes().replace(b"</body>", b"<p>Forged</p></body>", 1) + b" ")
    info = dict(line.split(": ", 1) for line in (revision / BAG_INFO).read_text(encoding="utf-8").splitlines())
    info.pop("Payload-Oxum")
    write_bag(revision, info)


def _a_revision_gone(place: Path) -> None:
    newest = sorted((place / "published" / "2023-24-P10").iterdir())[-1]
    shutil.rmtree(newest)


def _a_revision_too_many(place: Path) -> None:
    shutil.copytree(place / "published" / "2023-24-P11" / "r1", place / "published" / "2023-24-P11" / "r2")


def _a_page_too_many(place: Path) -> None:
    (place / "_build" / "public" / "2023-24-P11" / "more.html").write_text("<p>Forged</p>", encoding="utf-8")


def _a_page_in_the_list(place: Path) -> None:
    """Change a page of the site, and the line of the list that the site carries."""
    site = place / "_build" / "public"
    page = site / "index.html"
    old = hashlib.sha256(page.read_bytes()).hexdigest()
    page.write_bytes(page.read_bytes() + b" ")
    new = hashlib.sha256(page.read_bytes()).hexdigest()
    listed = site / "manifest-sha256.txt"
    listed.write_text(listed.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")


_FORGERIES: Sequence[tuple[str, Callable[[Path], None]]] = (
    ("the log without its last line", _cut_the_log),
    ("the log without another line", _delete_a_line),
    ("lines of the log exchanged", _exchange_lines),
    ("no log", _delete_the_log),
    ("another publisher in a log that follows", _another_publisher),
    ("another approver in a log that follows", _another_approver),
    ("another time in a log that follows", _another_time),
    ("a page changed with all its manifests", _a_page_with_its_manifests),
    ("a revision gone", _a_revision_gone),
    ("a revision too many", _a_revision_too_many),
    ("a page too many", _a_page_too_many),
    ("a page changed with its line in the list", _a_page_in_the_list),
)
FORGERIES = len(_FORGERIES)
