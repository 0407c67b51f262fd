"""A small book of two periods: two short chapters, and the pages that every edition has."""

import shutil
from pathlib import Path

import yaml
from notebooks_made import write_notebook
from workspaces import copy_workspace, tree

BEFORE, NEWEST = "2023-24-P10", "2023-24-P11"
PAGES = ("data-quality", "tie-out", "downloads", "glossary")
STAGES = ("findings", "chapters", "metrics", "tieout", "downloads", "editions", "site")
OPENS = "from trustbook.data.period_data import open_period\nprint(open_period(period).current.dataset('forecast'))"
# Where a mark is asked for, the first that executes this for the newest period notes its process there, and waits.
WAITS = f"""
import os, time
from pathlib import Path
mark = os.environ.get("TRUSTBOOK_TEST_MARK")
if mark and period == "{NEWEST}" and not Path(mark).exists():
    Path(mark).write_text(str(os.getpid()))
    time.sleep(600)
print("the second chapter of", period)
"""


def small_workspace(folder: Path) -> Path:
    copy_workspace(folder)
    (folder / "params" / f"{NEWEST}.yaml").write_text(f"period: {NEWEST}\nassumptions: {{}}\n")  # for no meeting
    for path in (folder / "data").glob("20*"):
        if path.name not in (BEFORE, NEWEST):
            shutil.rmtree(path)
    for path in (folder / "book").glob("*.md"):
        if path.stem not in PAGES:
            path.unlink()
    shutil.rmtree(folder / "notebooks")
    write_chapter(folder, "first", OPENS)
    write_chapter(folder, "second", WAITS)
    chapters = ["notebooks/second", *(f"book/{page}" for page in PAGES)]
    toc = {"format": "jb-book", "root": "notebooks/first", "chapters": [{"file": each} for each in chapters]}
    (folder / "_toc.yml").write_text(yaml.safe_dump(toc), encoding="utf-8")
    return folder


def write_chapter(folder: Path, name: str, source: str) -> None:
    write_notebook(folder / "notebooks" / f"{name}.ipynb", source, title=f"The {name} chapter")


def outputs(build: Path, *stages: str) -> dict[str, bytes]:
    """Every file of these stages (all of them by default) with its bytes."""
    return tree(build, *(stages or STAGES))
