"""Say who does something, and from which commit, as Git knows it.

In: the root of a workspace, which may be a repository of somebody else. Out: a person, a commit. Nothing that the
repository names is run: no hook, no filter, no monitor of files, no pager.
"""

from __future__ import annotations

import getpass
import os
import re
import subprocess
from collections.abc import Sequence
from contextlib import suppress
from functools import cache
from pathlib import Path

import trustbook
from trustbook.core.characters import on_one_line, visible
from trustbook.core.environment import allowed
from trustbook.revisions.canonical import require_plain
from trustbook.revisions.model import Person

UNKNOWN = "unknown"
BUILT_FROM = "commit.txt"
"""The file of a wheel that says from which commit it was built: setup.py writes it."""
_SECONDS = 20
_LONGEST = 200
_SHORT = 12
_MOST_BYTES = 10_000_000
_GIVEN = re.compile(r"(?P<name>[^<>]+?)\s*<(?P<email>[^<>\s]+@[^<>\s]+)>")
_COMMIT = re.compile(r"[0-9a-f]{40}([0-9a-f]{24})?", re.ASCII)
_NOTHING_RUNS = (
    "core.fsmonitor=",
    f"core.hooksPath={os.devnull}",
    "i18n.logOutputEncoding=UTF-8",
    "core.pager=cat",
    "protocol.allow=never",
    "blame.ignoreRevsFile=",
)
_ENVIRONMENT = {
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_ALLOW_PROTOCOL": "none",
    "GIT_PAGER": "cat",
    "LC_ALL": "C",
}
_FILTER = re.compile(r"(filter\..*)\.(?:clean|smudge|process|required)", re.DOTALL)


def who(root: Path, given: str | None = None) -> Person:
    """Return who is at work: the name given (`Ann Example <ann@example.org>`), or Git's, or the account's.

    Raises PublishError for a name that nobody can have.
    """
    if given is not None:
        plain = require_plain(on_one_line(given), "the name")
        match = _GIVEN.fullmatch(plain)
        return Person(match["name"], match["email"], "given") if match else Person(plain, "", "given")
    name = _shown(_git(root, "config", "--get", "user.name"))
    if name:
        return Person(name, _shown(_git(root, "config", "--get", "user.email")), "git")
    return Person(_account(), "", "account")


def commit_of(root: Path, apart_from: Sequence[str] = ()) -> str:
    """Return the commit that a folder is of, in full; with `+` if files in it differ from it; empty if there is none.

    `apart_from`: folders in it whose changes do not count. A folder that Git does not track is of no commit. Where it
    cannot be found out whether files differ, they are taken to.
    """
    commit = (_git(root, "rev-parse", "--verify", "--quiet", "HEAD^{commit}") or "").strip()
    if not _COMMIT.fullmatch(commit) or not _git(root, "ls-tree", "HEAD", "--", "."):
        return ""
    filters = _without_filters(root)
    others = [f":(exclude,literal){folder}" for folder in apart_from]
    status = ("status", "--porcelain", "--ignore-submodules=all", "--untracked-files=all", "--no-renames", "--", ".")
    changed = None if filters is None else _git(root, *status, *others, settings=filters)
    return commit if changed == "" else f"{commit}+"


@cache
def commit_of_library() -> str:
    """Return the commit of this library: as its wheel says, or Git of its checkout; empty if nobody knows.

    With `+` if its files are not those of the commit.
    """
    package = Path(trustbook.__file__).parent
    built = package / BUILT_FROM
    return built.read_text(encoding="ascii").strip() if built.is_file() else commit_of(package)


def in_short(commit: str) -> str:
    """Write a commit as people quote it: its first twelve letters, with `+` if the files were not all those of it."""
    return commit[:_SHORT] + ("+" if commit.endswith("+") else "")


def who_wrote(root: Path, file: str, line: int) -> Person | None:
    """Return who wrote a line of a file, if that is committed; None if nobody can say."""
    filters = _without_filters(root)
    if line < 1 or filters is None:
        return None
    blame = ("blame", "--porcelain", "--no-textconv", "-L", f"{line},{line}", "--", file)
    found = (_git(root, *blame, settings=filters) or "").split("\n")
    if not _COMMIT.fullmatch(found[0].partition(" ")[0]) or not found[0].partition(" ")[0].strip("0"):
        return None
    said = dict(each.partition(" ")[::2] for each in reversed(found) if not each.startswith("\t"))
    name = _shown(said.get("author"))
    return Person(name, _shown(said.get("author-mail", "").strip("<>")), "git") if name else None


def _git(root: Path, *asked: str, settings: Sequence[str] = ()) -> str | None:
    """Ask Git about a folder; None if there is no Git, or it cannot say or takes too long."""
    options = [part for each in (*_NOTHING_RUNS, *settings) for part in ("-c", each)]
    try:
        ran = subprocess.run(
            ["git", "-C", str(root), "--no-pager", *options, *asked],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=allowed(os.environ) | _ENVIRONMENT,
            timeout=_SECONDS,
            check=True,
        )
    except (OSError, ValueError, subprocess.SubprocessError):
        return None
    return ran.stdout[:_MOST_BYTES].decode("utf-8", errors="replace")


def _without_filters(root: Path) -> list[str] | None:
    """Return settings that turn each filter off that Git would run on a file; None if one cannot be turned off."""
    named = _git(root, "config", "--null", "--name-only", "--get-regexp", r"^filter\.")
    found = {match[1] for each in (named or "").split("\0") if (match := _FILTER.fullmatch(each))}
    if any("=" in each or "\ufffd" in each for each in found):
        return None
    return [f"{each}.{part}" for each in sorted(found) for part in ("clean=", "smudge=", "process=", "required=false")]


def _account() -> str:
    with suppress(Exception):  # each version of Python, and each system, says in its own way that it has no name
        return _shown(getpass.getuser()) or UNKNOWN
    return UNKNOWN


def _shown(text: str | None) -> str:
    """Write what Git says as text that can be seen, on one line and not too long."""
    return visible(" ".join((text or "").split()))[:_LONGEST]
