"""The pipeline by plain tools alone: a Great Expectations script, Papermill and Jupyter Book, one after another.

In: a workspace, a folder to work in, periods. Out: in that folder a book a period, or one book over all of them. As a
program it is the shell script that a careful analyst would write: it imports nothing but the standard library.
"""

from __future__ import annotations

import resource
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
BIN = Path(sys.executable).parent
BIG = "all-periods"
STRICT = ("-W", "-n", "--keep-going", "-q")
GATE, CHAPTER, BOOK = "gate", "chapters", "book"
END = "end"


def prepare(workspace: Path, work: Path, periods: Sequence[str]) -> None:
    """Lay out the books, but for their chapters, and empty what an earlier run kept. Not measured.

    The chart library is kept between books, as the product keeps it.
    """
    import yaml

    shutil.rmtree(work, ignore_errors=True)
    config: dict[str, Any] = yaml.safe_load((workspace / "_config.yml").read_text(encoding="utf-8"))
    config["sphinx"]["config"]["trustbook_cache"] = str(work / "cache")
    toc: dict[str, Any] = yaml.safe_load((workspace / "_toc.yml").read_text(encoding="utf-8"))
    for name in (*periods, BIG):
        (work / name / "notebooks").mkdir(parents=True)
        (work / name / "_config.yml").write_text(yaml.safe_dump(config, sort_keys=False), encoding="utf-8")
        shutil.copytree(workspace / "book", work / name / "book")
    for period in periods:
        shutil.copy(workspace / "_toc.yml", work / period)
    (work / BIG / "_toc.yml").write_text(yaml.safe_dump(_over_all(toc, periods), sort_keys=False), encoding="utf-8")


def _over_all(toc: dict[str, Any], periods: Sequence[str]) -> dict[str, Any]:
    """A table of contents with the chapters of every period, a part each, and the pages around them once."""
    listed = [{"file": toc["root"]}, *_files(toc)]
    chapters = [each["file"] for each in listed if each["file"].startswith("notebooks/")]
    around = [each for each in listed if not each["file"].startswith("notebooks/")]
    root, *others = [file.replace("notebooks/", f"notebooks/{period}/") for period in periods for file in chapters]
    parts = [
        {"caption": period, "chapters": [{"file": file} for file in others if f"/{period}/" in file]}
        for period in periods
    ]
    parts.append({"caption": "Around", "chapters": around})
    return {"format": toc["format"], "root": root, "parts": [each for each in parts if each["chapters"]]}


def _files(node: Any) -> list[dict[str, str]]:
    if isinstance(node, list):
        return [found for each in node for found in _files(each)]
    if isinstance(node, dict):
        own = [{"file": node["file"]}] if "file" in node else []
        return own + [found for key, each in node.items() if key != "root" for found in _files(each)]
    return []


def run(workspace: Path, work: Path, periods: Sequence[str]) -> None:
    """Take every period through the three tools, one after another. Raises CalledProcessError where one fails."""
    for period in periods:
        _do(GATE, workspace, sys.executable, str(HERE / "contender.py"), "great-expectations", str(workspace), period)
        for notebook in sorted((workspace / "notebooks").glob("*.ipynb")):
            made = work / period / "notebooks" / notebook.name
            quietly = ("--no-progress-bar", "--log-level", "ERROR")
            _do(CHAPTER, workspace, str(BIN / "papermill"), str(notebook), str(made), "-p", "period", period, *quietly)
        build(work / period)


def run_big(work: Path, periods: Sequence[str]) -> None:
    """Build one book over all periods from the chapters that `run` executed."""
    for period in periods:
        shutil.copytree(work / period / "notebooks", work / BIG / "notebooks" / period)
    build(work / BIG)


def build(book: Path) -> None:
    """Build one book, warnings as errors."""
    _do(BOOK, book, str(BIN / "jupyter-book"), "build", ".", *STRICT)


def _do(step: str, folder: Path, *command: str) -> None:
    """Run a command; say when it begins, and the processor seconds of all steps so far when it ends."""
    print(step, _used(), flush=True)
    ran = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL)
    if ran.returncode:
        print(ran.stdout + ran.stderr, flush=True)
        raise SystemExit(f"{' '.join(command)} failed")
    print(END, _used(), flush=True)


def _used() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


if __name__ == "__main__":
    what, *folders, listed = sys.argv[1:]
    if what == "big":
        run_big(Path(folders[0]), listed.split(","))
    else:
        run(Path(folders[0]), Path(folders[1]), listed.split(","))
