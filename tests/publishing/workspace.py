"""A small workspace whose editions are published, and the ways to publish in it.

Two reports are published; the earlier one is then corrected, and its second revision is ready to be published. The
edition of that is made beforehand, so that a run takes a second and all else in it is as it always is.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from unittest.mock import patch

import yaml
from rich.console import Console

from trustbook.build.limits import Kernel
from trustbook.config.workspace import Workspace
from trustbook.core.period import Period
from trustbook.pipeline import publish as publishing
from trustbook.revisions import log, store

sys.path.append(str(Path(__file__).parents[1] / "integration"))

from small_workspaces import BEFORE, NEWEST, small_workspace
from workspaces import tree

APPROVER, CONSULTED = "Director of finance", "Lead member"
AT = "1714555800"
"""The time of every publication, so that two runs can be compared byte for byte: 1 May 2024, 09:30 UTC."""
QUIET = Console(quiet=True)
_ROLES = [{"role": APPROVER, "kind": "approval"}, {"role": CONSULTED, "kind": "consultation"}]
_CORRECTIONS = {"adjustments.csv": (",1222,", ",1322,"), "controls.csv": (",30901,", ",31001,")}


def command(
    *arguments: str, cwd: Path, at: str = AT, umask: int = -1, good: bool = True
) -> subprocess.CompletedProcess:
    """Run the command line at a time that is given."""
    ran = subprocess.run(
        [sys.executable, "-m", "trustbook", *arguments],
        cwd=cwd,
        env={name: each for name, each in (os.environ | {"SOURCE_DATE_EPOCH": at}).items() if each},
        capture_output=True,
        text=True,
        check=False,
        timeout=900,
    )
    assert not good or ran.returncode == 0, ran.stdout + ran.stderr
    return ran


def reported(folder: Path) -> Path:
    """A workspace that asks for approvals, with a meeting, reported; nothing is published."""
    small_workspace(folder)
    with (folder / "params" / "trust.yaml").open("a", encoding="utf-8") as stream:
        stream.write(yaml.safe_dump({"approvals": {"roles": _ROLES}}))
    with (folder / "params" / f"{NEWEST}.yaml").open("a", encoding="utf-8") as stream:
        stream.write("meeting: {body: Cabinet, date: '2024-05-14', item: '7'}\n")
    command("report", cwd=folder)
    return folder


def published(folder: Path) -> Path:
    """The same with both reports published: the earlier as approved, the newest in spite of what is missing."""
    approve(folder, BEFORE)
    command("publish", BEFORE, "--reason", "For Cabinet", cwd=folder)
    command("publish", NEWEST, "--reason", "For Cabinet", "--override", "Nobody was there", cwd=folder)
    return folder


def approve(folder: Path, period: str) -> None:
    """Give both answers that are asked."""
    command("approve", period, "--role", APPROVER, "--by", "Ann Example", "--comment", "Agreed", cwd=folder)
    command("approve", period, "--role", CONSULTED, "--by", "Bo Example", "--no-comments", cwd=folder)


def correct(folder: Path, period: str = BEFORE) -> None:
    """Correct a figure of the earlier return."""
    for name, (old, new) in _CORRECTIONS.items():
        file = folder / "data" / period / name
        text = file.read_text(encoding="utf-8")
        assert old in text
        file.write_text(text.replace(old, new), encoding="utf-8")


def ready(folder: Path) -> Path:
    """A workspace of `published` whose earlier report is corrected and made again, and not published again."""
    correct(folder)
    command("report", cwd=folder)
    return folder


def copied(source: Path, place: Path) -> Path:
    """Copy a workspace, with the times of its files."""
    shutil.copytree(source, place, symlinks=True)
    return place


def publish_again(folder: Path, period: str = BEFORE, reason: str = "A late invoice") -> store.Kept:
    """Publish in this process, with the draft as the edition: it does not have to be made."""
    with edition_at_hand(folder), patch.dict(os.environ, {"SOURCE_DATE_EPOCH": AT}):
        asking = publishing.Asking(reason, override="They agreed on the telephone", by="Ann Example")
        workspace = Workspace(folder)
        return publishing.publish(workspace, Period.parse(period), asking, QUIET, QUIET, 1, Kernel.PLAIN)


@contextmanager
def edition_at_hand(folder: Path) -> Iterator[None]:
    """Have the draft of an edition for the edition that is published; no chapter is executed, and no chart drawn."""

    def build_edition(workspace: Workspace, period: Period, *_: object, place: Path, **__: object) -> Path:
        shutil.rmtree(place, ignore_errors=True)
        shutil.copytree(workspace.build / "editions" / str(period), place)
        return place

    with (
        # a copy would not have what is patched here
        patch("trustbook.build.fork_server.available", return_value=False),
        patch("trustbook.site.edition.build_edition", build_edition),
        patch("trustbook.pipeline.stages.warm_up"),
        patch("trustbook.pipeline.stages.run"),
        patch("trustbook.site.assembly.chart", return_value=None),
    ):
        yield


def outcome(folder: Path) -> dict[str, bytes]:
    """Every byte of what is published, and of both sites."""
    found = tree(folder, "published", "_build/public", "_build/site")
    return {path: content for path, content in found.items() if not path.endswith(".lock")}


def faults(folder: Path) -> list[str]:
    """Say what is not whole in `published/`: a revision that is there in part, a log that cannot be read."""
    found = [f"left: {path.name}" for path in (folder / "published").glob("*/.new-*")]
    for revisions in store.all_revisions(folder).values():
        found += map(str, store.faults(revisions))
    log.read(folder)
    return found
