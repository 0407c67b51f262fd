"""Papermill, Jupyter Book and nbval by themselves on the repository as it lies."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
BIN = Path(sys.executable).parent


def plain(*command: str, cwd: Path) -> subprocess.CompletedProcess:
    return subprocess.run(
        [str(BIN / command[0]), *command[1:]], cwd=cwd, capture_output=True, text=True, check=False, timeout=600
    )


def outputs(notebook: Path) -> str:
    cells = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
    return json.dumps([cell.get("outputs", []) for cell in cells], ensure_ascii=False)


@pytest.mark.parametrize(
    ("arguments", "period"),
    [
        (("-f", "params/2023-24-P11.yaml"), "P11"),
        (("-p", "period", "2023-24-P09"), "P9"),
        (("-f", "params/2023-24-P11.yaml", "-p", "period", "2023-24-P09"), "P9"),
    ],
)
def test_papermill_runs_a_chapter_for_the_period_that_it_is_given(workspace, arguments, period):
    ran = plain("papermill", "notebooks/forecast-trend.ipynb", "out.ipynb", *arguments, cwd=workspace)
    assert ran.returncode == 0, ran.stderr
    last = {"P9": "to December 2023 (P9)", "P11": "to February 2024 (P11)"}[period]
    assert last in outputs(workspace / "out.ipynb")


def test_jupyter_book_builds_the_workspace_without_anything_of_ours_being_typed(workspace):
    ran = plain("jupyter-book", "build", ".", "-W", "-n", "--keep-going", cwd=workspace)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    page = (workspace / "_build" / "html" / "notebooks" / "summary.html").read_text(encoding="utf-8")
    assert "£31.632m" in page
    assert "tb-periods" not in page
    assert "Cost to the councils" in page
    glossary = (workspace / "_build" / "html" / "book" / "glossary.html").read_text(encoding="utf-8")
    assert "What the councils agreed to pay the trust for the year." in glossary


def nbval(folder: Path, notebook: str) -> subprocess.CompletedProcess:
    sanitise = ["--nbval-sanitize-with", str(ROOT / "tests" / "nbval.cfg")]
    return plain(
        "pytest",
        "-q",
        "-c",
        str(ROOT / "pyproject.toml"),
        "--rootdir",
        str(folder),
        "--nbval",
        "--nbval-current-env",
        *sanitise,
        f"notebooks/{notebook}",
        cwd=folder,
    )


@pytest.mark.parametrize("notebook", ["savings-rag.ipynb", "what-changed.ipynb"])
def test_nbval_accepts_the_committed_outputs(workspace, notebook):
    ran = nbval(workspace, notebook)
    assert ran.returncode == 0, ran.stdout


def test_nbval_sees_a_figure_that_changed(workspace):
    shutil.copy(workspace / "data" / "2023-24-P11" / "savings.csv", workspace / "kept.csv")
    file = workspace / "data" / "2023-24-P11" / "savings.csv"
    file.write_text(file.read_text(encoding="utf-8").replace("620,620,0,0", "621,621,0,0"), encoding="utf-8")
    ran = nbval(workspace, "savings-rag.ipynb")
    assert ran.returncode == 1, ran.stdout
