"""Build two commits of the project and compare all that they make, byte for byte.

`python tests/compare_commits.py OLD [NEW] [--periods P07 P11]`: NEW is HEAD unless said. Each commit is installed by
itself, and makes its report of its own returns in a folder of its own. Compared are the site with its downloads, the
findings, the metrics and the tie-out, as files and as the commands print them. Exit 1 if anything differs. While it is
built, neither knows its commit, which the foot of every page would name.
"""

from __future__ import annotations

import argparse
import difflib
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[1]
MADE = ("site", "findings", "metrics", "tieout", "downloads")
PRINTED = ("check", "metrics", "tieout")
MOST_LINES = 12


def main() -> int:
    """Build both, and print what differs."""
    parser = argparse.ArgumentParser(prog="python tests/compare_commits.py", description=__doc__)
    parser.add_argument("old")
    parser.add_argument("new", nargs="?", default="HEAD")
    parser.add_argument("--periods", nargs="+", default=["2023-24-P07", "2023-24-P11"])
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="compare-") as scratch:
        old = made(options.old, Path(scratch) / "old", options.periods)
        new = made(options.new, Path(scratch) / "new", options.periods)
        differences = list(compared(old, new))
        files = sum(path.is_file() for path in old.rglob("*"))
    print("\n".join(differences))
    print(f"{files} files of {options.old} compared with {options.new}: {len(differences)} differ")
    return 1 if differences else 0


def made(commit: str, folder: Path, periods: list[str]) -> Path:
    """Build a commit, and gather what it made and printed in one folder."""
    tree, installed, gathered = folder / "tree", folder / "installed", folder / "made"
    subprocess.run(["git", "worktree", "add", "--quiet", "--detach", tree, commit], cwd=ROOT, check=True)
    try:
        (tree / ".git").rename(folder / "git")  # before it is built: a built package keeps its commit
        install = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--no-build-isolation"]
        subprocess.run([*install, "--target", installed, tree], check=True)
        environment = os.environ | {"PYTHONPATH": str(installed)}
        command = [sys.executable, "-m", "trustbook"]
        subprocess.run([*command, "report", *periods], cwd=tree, env=environment, check=True, stdout=sys.stderr)
        for each in MADE:
            shutil.copytree(tree / "_build" / each, gathered / each)
        (gathered / "printed").mkdir()
        for verb in PRINTED:
            for period in periods:
                said = subprocess.run(
                    [*command, verb, period, "--json"], cwd=tree, env=environment, capture_output=True
                )
                (gathered / "printed" / f"{verb} {period}").write_bytes(said.stdout + said.stderr)
    finally:
        if (folder / "git").exists():
            (folder / "git").rename(tree / ".git")
        subprocess.run(["git", "worktree", "remove", "--force", tree], cwd=ROOT, check=True)
    return gathered


def compared(old: Path, new: Path) -> Iterator[str]:
    """Say each difference: a file that one lacks, or the first lines that differ."""
    names = {path.relative_to(side) for side in (old, new) for path in side.rglob("*") if path.is_file()}
    for name in sorted(names):
        if not (old / name).exists() or not (new / name).exists():
            yield f"{name}: only in the {'old' if (old / name).exists() else 'new'}"
        elif (before := (old / name).read_bytes()) != (after := (new / name).read_bytes()):
            yield f"{name}:\n" + "\n".join(_lines(before, after))


def _lines(before: bytes, after: bytes) -> list[str]:
    try:
        sides = [side.decode("utf-8").splitlines() for side in (before, after)]
    except UnicodeDecodeError:
        return [f"  {len(before):,} and {len(after):,} bytes"]
    changed = [f"  {line[:300]}" for line in difflib.unified_diff(*sides, "old", "new", lineterm="", n=0)]
    return changed[2 : 2 + MOST_LINES]


if __name__ == "__main__":
    sys.exit(main())
