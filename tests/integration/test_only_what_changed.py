"""`trustbook report` a second time: what is opened is in the key, what did not change is left, bytes are equal."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from workspaces import copy_workspace, tree, trustbook

from trustbook.build.cache_inputs import CacheInputs
from trustbook.config.workspace import Workspace
from trustbook.core.period import Period

CHAPTERS = sorted(path.stem for path in (Path(__file__).parents[2] / "notebooks").glob("*.ipynb"))
NEWEST, BEFORE = "2023-24-P11", "2023-24-P10"
OF_ALL = ("manifest-sha256.txt", f"revisions/{NEWEST}")
"""What a site says of all its files, and of the revisions of the changed period."""
HEAVY = ("pandas", "numpy", "great_expectations", "papermill", "sphinx", "altair", "nbformat", "zmq", "yaml", "bs4")
CHECKED = """
import sys
from trustbook import cli
sys.argv = ["trustbook", "report"]
try:
    cli.main()
finally:
    print("IMPORTED", *sys.modules)
"""


def times(folder: Path) -> dict[str, int]:
    """When each file was written, without the logs: every run has one."""
    logs = folder / "log"
    return {str(path): path.stat().st_mtime_ns for path in folder.rglob("*") if logs not in (path, *path.parents)}


@pytest.fixture
def again(reported, tmp_path) -> Path:
    """A copy of a workspace that `trustbook report` has been through."""
    return Path(shutil.copytree(reported[0], tmp_path / "workspace"))


@pytest.fixture(scope="module")
def opened(reported) -> dict[str, set[str]]:
    """The files that each piece of work opens."""
    root = reported[0].resolve()
    program = Path(__file__).with_name("opened.py")
    ran = subprocess.run(
        [sys.executable, str(program), str(root), NEWEST, "gate", "figures", "edition", *CHAPTERS],
        capture_output=True,
        text=True,
        check=True,
    )
    found = {what: names for line in ran.stdout.splitlines() for what, names in json.loads(line).items()}
    return {
        what: {name for name in names if not name.startswith(("_build/books/", "_build/.vega"))}
        for what, names in found.items()
    }


@pytest.mark.parametrize("what", ["gate", "figures", "edition", *CHAPTERS])
def test_every_file_that_is_opened_for_a_piece_of_work_is_among_its_ingredients(reported, opened, what):
    root = reported[0].resolve()
    known, period = CacheInputs(Workspace(root)), Period.parse(NEWEST)
    if what == "edition":
        made = {path.relative_to(root / "_build").as_posix(): "" for path in (root / "_build").rglob(f"*{NEWEST}*/*")}
        made |= {f"{stage}/{NEWEST}.json": "" for stage in ("findings", "metrics", "tieout")}
        task = known.edition(period, made)
    else:
        task = known.chapter(period, what) if what in CHAPTERS else getattr(known, what)(period)
    own = {f"_build/{output}" for output in task.outputs}
    read = {name for name in opened[what] if not any(name == each or name.startswith(f"{each}/") for each in own)}
    assert f"data/{NEWEST}/forecast.csv" in read
    assert read <= task.ingredients.keys()


def test_a_chapter_that_looks_at_earlier_years_is_made_anew_when_one_of_their_returns_changes(workspace):
    before = workspace / "data" / "2018-19-P12"
    shutil.copytree(workspace / "data" / NEWEST, before)
    looking = ("years",)
    program = Path(__file__).with_name("opened.py")
    command = [sys.executable, str(program), str(workspace), NEWEST, *looking]
    ran = subprocess.run(command, capture_output=True, text=True, check=True)
    opened = {what: names for line in ran.stdout.splitlines() for what, names in json.loads(line).items()}
    period = Period.parse(NEWEST)
    keys = {chapter: CacheInputs(Workspace(workspace)).chapter(period, chapter).key for chapter in looking}
    file = before / "forecast.csv"
    assert all(f"data/{before.name}/{file.name}" in names for names in opened.values())
    file.write_text(file.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    changed = CacheInputs(Workspace(workspace))
    assert all(changed.chapter(period, chapter).key != keys[chapter] for chapter in looking)
    assert f"data/{before.name}" in changed.chapter(period, "years").optional


def test_with_nothing_changed_it_does_nothing_imports_nothing_heavy_and_says_what_the_gate_found(again):
    first = trustbook("report", cwd=again)
    assert first.returncode == 0, first.stderr
    before = times(again / "_build")
    ran = subprocess.run([sys.executable, "-c", CHECKED], cwd=again, capture_output=True, text=True, check=False)
    said, _, imported = ran.stdout.partition("IMPORTED")
    assert ran.returncode == 0, ran.stderr
    assert f"{NEWEST}: accepted" in said
    assert "warning: " in said
    assert said == first.stdout
    assert ran.stderr == "Nothing has changed since it was made.\n"
    assert not set(HEAVY) & set(imported.split())
    assert times(again / "_build") == before
    strict = trustbook("report", "--strict", cwd=again)
    assert strict.returncode == 1
    assert f"the gate stops here for {NEWEST}" in strict.stderr


def test_a_refused_return_stays_refused_without_being_checked_again(again):
    file = again / "data" / BEFORE / "forecast.csv"
    file.write_text(file.read_text(encoding="utf-8").replace("24005", "TBC"), encoding="utf-8")
    first, second = trustbook("report", cwd=again), trustbook("report", "--why", cwd=again)
    assert first.returncode == second.returncode == 1
    assert "Checking" in first.stderr
    assert "Checking" not in second.stderr
    assert "found 'TBC'" in second.stdout
    assert f"{BEFORE} gate: not made again" in second.stdout
    fresh = trustbook("report", BEFORE, "--fresh", cwd=again)
    assert fresh.returncode == 1
    assert "Checking" in fresh.stderr
    assert "Traceback" not in second.stderr


def test_a_changed_cell_makes_its_period_anew_and_no_other_and_undone_brings_it_back(again):
    before = tree(again / "_build" / "site")
    file = again / "data" / NEWEST / "adjustments.csv"
    original = file.read_bytes()
    file.write_bytes(
        original.replace(b"the pay award and more social work capacity", b"the pay award and capacity of social work")
    )
    assert file.read_bytes() != original
    ran = trustbook("report", "--why", cwd=again)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    others = len(CHAPTERS) * (len(Workspace(again).periods()) - 1)
    assert f"Executing {len(CHAPTERS)} chapters ({others} unchanged)" in ran.stderr
    for chapter in CHAPTERS:
        assert f"{NEWEST} chapter {chapter}: made: data/{NEWEST}/adjustments.csv changed" in ran.stdout
        assert f"{BEFORE} chapter {chapter}: not made again: nothing that it is made from has changed" in ran.stdout
    assert f"{BEFORE} edition: not made again" in ran.stdout
    after = tree(again / "_build" / "site")
    differs = {name for name in before.keys() | after.keys() if before.get(name) != after.get(name)}
    assert differs
    assert all(name.startswith((f"{NEWEST}/", *OF_ALL)) for name in differs), differs
    file.write_bytes(original)
    back = trustbook("report", "--why", cwd=again)
    assert back.returncode == 0, back.stderr
    assert "made:" not in back.stdout.replace("not made again", "")
    assert tree(again / "_build" / "site") == before


def test_another_folder_order_number_of_jobs_kernel_and_time_of_day_give_the_same_bytes(reported, tmp_path):
    other = copy_workspace(tmp_path / "somewhere else" / "with a longer name")
    env = {"TZ": "Pacific/Auckland", "LC_ALL": "C", "PYTHONHASHSEED": "77", "SOURCE_DATE_EPOCH": "1", "COLUMNS": "40"}
    ran = trustbook("report", NEWEST, "--kernel", "plain", "--jobs", "1", cwd=other, env=env)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    for noise in ("Warning", "Traceback", "IPKernelApp", "Calculating Metrics"):
        assert noise not in ran.stdout + ran.stderr  # of a kernel or a library: analysts do not see it
    for stage in ("chapters", "downloads", "editions"):
        mine, theirs = tree(reported[0] / "_build" / stage / NEWEST), tree(other / "_build" / stage / NEWEST)
        assert mine.keys() == theirs.keys()
        assert [name for name in mine if mine[name] != theirs[name]] == []
    for stage in ("findings", "metrics", "tieout"):
        written = [folder / "_build" / stage / f"{NEWEST}.json" for folder in (reported[0], other)]
        assert written[0].read_bytes() == written[1].read_bytes()


def test_two_reports_at_once_make_everything_once_and_both_succeed(workspace):
    for path in (workspace / "notebooks").glob("*.ipynb"):
        if path.stem != "summary":
            path.unlink()
    toc = {"format": "jb-book", "root": "notebooks/summary"}
    (workspace / "_toc.yml").write_text(json.dumps(toc), encoding="utf-8")
    command = [sys.executable, "-m", "trustbook", "run", BEFORE]
    both = [
        subprocess.Popen(
            command, cwd=workspace, env=os.environ, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        for _ in range(2)
    ]
    said = [process.communicate(timeout=600) for process in both]
    assert [process.returncode for process in both] == [0, 0], said
    everything = "".join(stderr for _, stderr in said)
    assert everything.count("Executing 1 chapter") == 1
    assert everything.count("Another run is using this workspace.") == 1
