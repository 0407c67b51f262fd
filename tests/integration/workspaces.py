"""Copies of the workspace, and the command line run in one."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from trustbook.revisions.identity import commit_of_library, in_short

ROOT = Path(__file__).parents[2]
PARTS = ("_config.yml", "_toc.yml", "book", "notebooks", "data", "params", "expectations")


def copy_workspace(folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    for part in PARTS:
        source = ROOT / part
        if source.is_dir():
            shutil.copytree(source, folder / part, ignore=shutil.ignore_patterns(".ipynb_checkpoints", "__pycache__"))
        else:
            shutil.copy(source, folder / part)
    return folder


def with_what_is_made(folder: Path) -> Path:
    """Give a copy of the workspace what `make report` made of it here, if it did: a report then makes only the rest.

    What was made of other code or data is not used: the name of each piece is a digest of all that it is made from. The
    commit is not among that, and each page names it: where one was made at another commit, nothing is used.
    """
    made, others = ROOT / "_build", shutil.ignore_patterns("coverage", "hostile", "lock", "log", "logs", "lowest")
    if (made / "cache").is_dir() and made_at_this_commit(made / "site"):
        shutil.copytree(made, folder / "_build", ignore=others)
        shutil.copy(ROOT / "requirements.txt", folder)  # it is among what each piece is made from
    return folder


def made_at_this_commit(site: Path) -> bool:
    """Return whether every edition of a site names the commit that this library is of."""
    commit = in_short(commit_of_library())
    pages = list(site.glob("*/book/methods.html"))
    return (pages != [] and all(f"<code>{commit}</code>" in page.read_text("utf-8") for page in pages)) or not commit


def tree(folder: Path, *parts: str) -> dict[str, bytes]:
    """Every file of a folder, or of these parts of it, with its bytes."""
    files = (path for part in parts or (".",) for path in (folder / part).rglob("*"))
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files if path.is_file()}


def trustbook(*arguments: str, cwd: Path, env: dict[str, str] | None = None) -> subprocess.CompletedProcess:
    return subprocess.run(
        [sys.executable, "-m", "trustbook", *arguments],
        cwd=cwd,
        env=os.environ | (env or {}),
        capture_output=True,
        text=True,
        check=False,
        timeout=900,
    )
