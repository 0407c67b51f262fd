"""A notebook that `_toc.yml` does not list is a draft: it is not executed, refreshed or tested, and breaks nothing."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from notebooks_made import write_notebook
from small_workspaces import BEFORE, NEWEST, outputs
from workspaces import ROOT, trustbook

FAILS = "raise RuntimeError('a draft was executed')"


@pytest.fixture
def drafted(made_here, tmp_path) -> Path:
    """A workspace that was reported, to which a draft that fails and one that is no notebook are then added."""
    folder = Path(shutil.copytree(made_here, tmp_path / "workspace"))
    write_notebook(folder / "notebooks" / "idea.ipynb", FAILS)
    (folder / "notebooks" / "half.ipynb").write_text("{ half of a notebook", encoding="utf-8")
    return folder


def test_drafts_change_nothing_of_what_was_made(drafted):
    before = outputs(drafted / "_build")
    ran = trustbook("report", cwd=drafted)
    assert ran.returncode == 0, ran.stderr
    assert ran.stderr == "Nothing has changed since it was made.\n"
    assert outputs(drafted / "_build") == before


def test_drafts_are_not_executed_with_the_chapters_and_are_named(drafted):
    ran = trustbook("report", "--fresh", NEWEST, cwd=drafted)
    assert ran.returncode == 0, ran.stderr
    assert "Executing 2 chapters …" in ran.stderr
    assert "Left out, because _toc.yml does not list them: half and idea." in ran.stderr
    made = {path.name for path in (drafted / "_build" / "chapters" / NEWEST).iterdir()}
    assert made == {"first.ipynb", "second.ipynb"}
    assert not (drafted / "_build" / "failed").exists()


def test_a_draft_is_executed_once_the_book_lists_it(drafted):
    toc = drafted / "_toc.yml"
    listed = "chapters:\n- file: notebooks/idea\n"
    toc.write_text(toc.read_text(encoding="utf-8").replace("chapters:\n", listed), encoding="utf-8")
    ran = trustbook("run", BEFORE, cwd=drafted)
    assert ran.returncode == 1
    assert "a draft was executed" in ran.stderr


def test_refreshing_the_committed_outputs_leaves_drafts_alone(drafted):
    drafts = {name: (drafted / "notebooks" / name).read_bytes() for name in ("idea.ipynb", "half.ipynb")}
    ran = trustbook("notebooks", cwd=drafted)
    assert ran.returncode == 0, ran.stderr
    assert "does not list them: half and idea." in ran.stderr
    assert {name: (drafted / "notebooks" / name).read_bytes() for name in drafts} == drafts


def test_nbval_leaves_drafts_out(drafted):
    shutil.copy(ROOT / "conftest.py", drafted)
    command = [sys.executable, "-m", "pytest", "-q", "-c", str(ROOT / "pyproject.toml"), "--rootdir", str(drafted)]
    ran = subprocess.run(
        [*command, "--nbval", "--collect-only", "notebooks"], cwd=drafted, capture_output=True, text=True, check=False
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert "notebooks/first.ipynb::" in ran.stdout
    assert "idea.ipynb" not in ran.stdout
    assert "half.ipynb" not in ran.stdout
