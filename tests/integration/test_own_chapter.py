"""A workspace's own chapter: data, rules, checks, figures, page and tests that the library has never heard of."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from notebooks_made import write_notebook
from small_workspaces import NEWEST, small_workspace
from workspaces import trustbook

HERE = Path(__file__).parent / "own_chapter"
NAME, SUITE = "youth_justice.csv", "youth_justice.json"
CELLS = (
    "from trustbook.chapters.youth_justice import analysis, charts, text\n"
    "from trustbook.data.period_data import open_period\n\n"
    "data = open_period(period)\n"
    "found = analysis.analyse(data)",
    "text.answer(found)",
    "found and charts.counts(found, data)",
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    made = small_workspace(tmp_path_factory.mktemp("own") / "workspace")
    shutil.copytree(HERE / "chapters", made / "chapters", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(HERE / "data" / NAME, made / "data" / NEWEST / NAME)
    shutil.copy(HERE / "expectations" / SUITE, made / "expectations" / SUITE)
    write_notebook(made / "notebooks" / "youth-justice.ipynb", *CELLS, title="Youth justice")
    toc = (made / "_toc.yml").read_text(encoding="utf-8")
    chapter = "chapters:\n- file: notebooks/youth-justice\n"
    (made / "_toc.yml").write_text(toc.replace("chapters:\n", chapter, 1), encoding="utf-8")
    assert chapter in (made / "_toc.yml").read_text(encoding="utf-8")
    return made


@pytest.fixture(scope="module")
def made(folder):
    ran = trustbook("report", cwd=folder)
    assert ran.returncode == 0, ran.stderr
    return folder / "_build"


@pytest.fixture
def changed(folder, tmp_path):
    return Path(shutil.copytree(folder, tmp_path / "workspace"))


def test_its_page_has_its_sentence_and_its_chart(made):
    page = (made / "site" / NEWEST / "notebooks" / "youth-justice.html").read_text(encoding="utf-8")
    assert "41 young people have an order and 3 are on remand." in page
    assert "More young people have an order than are on remand</" in page


def test_its_figure_is_among_the_headline_figures(made, folder):
    printed = trustbook("metrics", NEWEST, "--json", cwd=folder)
    assert json.loads(printed.stdout)["youth_justice.orders"]["value"] == 41
    assert json.loads((made / "metrics" / f"{NEWEST}.json").read_text(encoding="utf-8"))["youth_justice.orders"]


def test_its_data_can_be_downloaded(made):
    files = {path.name for path in (made / "downloads" / NEWEST).rglob("*.csv")}
    assert f"{NEWEST}-youth-justice.csv" in files


@pytest.mark.parametrize(
    ("was", "becomes", "said"),
    [
        ("orders,41", "orders,-41", "there cannot be -41"),
        ("together,44", "together,45", "orders and remands add up to 44, and the line says 45"),
        ("orders,41", "orders,many", "many"),
    ],
)
def test_its_data_is_held_to_its_suite_its_checks_and_its_schema(changed, was, becomes, said):
    file = changed / "data" / NEWEST / NAME
    file.write_text(file.read_text(encoding="utf-8").replace(was, becomes), encoding="utf-8")
    ran = trustbook("check", NEWEST, cwd=changed)
    assert ran.returncode == 1
    assert said in ran.stdout
    assert NAME in ran.stdout


def test_its_tests_run_where_it_lies(folder):
    ran = subprocess.run([sys.executable, "-m", "pytest", "-q", "chapters"], cwd=folder, capture_output=True, text=True)
    assert ran.returncode == 0, ran.stdout
    assert "1 passed" in ran.stdout


def test_plain_papermill_executes_it(folder, tmp_path):
    command = [sys.executable, "-m", "papermill", "youth-justice.ipynb", str(tmp_path / "out.ipynb"), "-k", "python3"]
    subprocess.run(
        [*command, "-p", "period", NEWEST], cwd=folder / "notebooks", check=True, capture_output=True, text=True
    )
    outputs = [cell.get("outputs") for cell in nbformat.read(tmp_path / "out.ipynb", as_version=4).cells]
    assert "41 young people" in json.dumps(outputs)


def test_a_change_to_its_code_makes_the_report_again(made, changed):
    assert "Nothing has changed" in trustbook("report", cwd=changed).stderr
    text = changed / "chapters" / "youth_justice" / "text.py"
    text.write_text(text.read_text(encoding="utf-8").replace("are on remand", "wait on remand"), encoding="utf-8")
    assert trustbook("report", cwd=changed).returncode == 0
    page = changed / "_build" / "site" / NEWEST / "notebooks" / "youth-justice.html"
    assert "3 wait on remand" in page.read_text(encoding="utf-8")


def test_it_is_made_elsewhere_as_it_is_here(made, changed):
    shutil.rmtree(changed / "_build")
    ran = trustbook("report", "--executor", "dask", "--jobs", "1", cwd=changed)
    assert ran.returncode == 0, ran.stderr
    name = f"site/{NEWEST}/notebooks/youth-justice.html"
    assert (changed / "_build" / name).read_bytes() == (made / name).read_bytes()


@pytest.mark.parametrize(
    ("file", "content", "said"),
    [
        (
            "chapters/youth_justice/datasets.py",
            "PERIOD = (",
            "chapters/youth_justice/datasets.py, line 1: it cannot",
        ),
        (
            "chapters/youth_justice/checks.py",
            "import nothing_like_it",
            "chapters/youth_justice/checks.py: it cannot",
        ),
        ("chapters/youth_justice/__init__.py", "x = (", "chapters/youth_justice/__init__.py, line 1: it cannot"),
        ("chapters/placements/__init__.py", "", "chapters/placements: the library has a chapter of this name"),
        ("chapters/youth-work/text.py", "", "chapters/youth-work: Python cannot import a folder of this name"),
        ("chapters/youth_work/text.py", "", "chapters/youth_work: it is not a package"),
    ],
)
def test_what_is_wrong_with_its_code_is_said_in_one_sentence(changed, file, content, said):
    (changed / file).parent.mkdir(exist_ok=True)
    (changed / file).write_text(content, encoding="utf-8")
    ran = trustbook("check", NEWEST, cwd=changed)
    assert ran.returncode == 2
    assert said in ran.stderr
    assert "Traceback" not in ran.stderr


def test_two_workspaces_in_one_run_each_have_their_own(made, folder, changed):
    text = changed / "chapters" / "youth_justice" / "text.py"
    text.write_text(text.read_text(encoding="utf-8").replace("are on remand", "wait on remand"), encoding="utf-8")
    (changed / "chapters" / "youth_justice" / "checks.py").write_text(
        "def reconciliations(now):\n    return iter(())\n", encoding="utf-8"
    )
    here = ["--workspace", str(folder), "--workspace", str(changed)]
    assert trustbook("report", "--fresh", *here, cwd=folder).returncode == 0
    name = f"site/{NEWEST}/notebooks/youth-justice.html"
    assert "3 are on remand" in (folder / "_build" / name).read_text(encoding="utf-8")
    assert "3 wait on remand" in (changed / "_build" / name).read_text(encoding="utf-8")
