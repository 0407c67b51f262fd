"""A changed year executes no chapter of another that does not read it; a paper that is not cited changes no edition."""

import json
import re
import shutil
from pathlib import Path

import pytest
from notebooks_made import write_notebook
from small_workspaces import BEFORE, NEWEST, outputs
from workspaces import copy_workspace, trustbook

EARLIER = "2018-19-P12"
READING, OTHERS = ("years", "direct"), ("about-the-data", "placements")
DIRECT = """
from pathlib import Path
print(Path("data/2018-19-P12/forecast.csv").read_text()[:5])
"""
NEW_PAPER = "a-new-paper,A paper that no edition cites,Nobody,2024-01-01,,not stated,\n"


def why(ran) -> dict[str, str]:
    """What was decided of each piece of work, by title."""
    lines = [
        line.partition(": ") for line in ran.stdout.splitlines() if ": made: " in line or ": not made again" in line
    ]
    return {title: rest for title, _, rest in lines}


def made(ran) -> set[str]:
    return {title for title, rest in why(ran).items() if rest.startswith("made: ")}


@pytest.fixture(scope="module")
def two_years(tmp_path_factory) -> Path:
    """A workspace with a return of an earlier year and one of this, and four chapters, two of which read both."""
    folder = copy_workspace(tmp_path_factory.mktemp("two-years") / "workspace")
    for path in (folder / "data").glob("20*"):
        if path.name == BEFORE:
            shutil.copytree(path, folder / "data" / EARLIER)
        if path.name != NEWEST:
            shutil.rmtree(path)
    write_notebook(folder / "notebooks" / "direct.ipynb", DIRECT, title="It opens a file itself")
    pages = [{"file": f"notebooks/{name}"} for name in ("direct", *OTHERS)]
    toc = {"format": "jb-book", "root": "notebooks/years", "chapters": pages}
    (folder / "_toc.yml").write_text(json.dumps(toc), encoding="utf-8")
    ran = trustbook("run", cwd=folder)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    return folder


@pytest.fixture
def workspace_of_two_years(two_years, tmp_path) -> Path:
    return Path(shutil.copytree(two_years, tmp_path / "workspace"))


def change(file: Path) -> None:
    file.write_text(file.read_text(encoding="utf-8") + "\n", encoding="utf-8")


def executed(folder: Path, *periods: str) -> set[str]:
    """Run the chapters that changed; return those that were executed."""
    ran = trustbook("run", *periods, cwd=folder)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    lines = (re.fullmatch(r"\s*\[\d+/\d+\] (\S+ \S+)", line) for line in ran.stderr.splitlines())
    return {line[1] for line in lines if line is not None}


def test_a_changed_year_executes_the_chapters_of_a_later_one_that_read_it_and_no_other(workspace_of_two_years):
    change(workspace_of_two_years / "data" / EARLIER / "forecast.csv")
    of_both = {f"{period} {name}" for period in (EARLIER, NEWEST) for name in READING}
    assert executed(workspace_of_two_years) == of_both | {f"{EARLIER} {name}" for name in OTHERS}
    assert executed(workspace_of_two_years) == set()


def test_a_changed_year_executes_nothing_of_an_earlier_one(workspace_of_two_years):
    change(workspace_of_two_years / "data" / NEWEST / "savings.csv")
    assert executed(workspace_of_two_years) == {f"{NEWEST} {name}" for name in (*READING, *OTHERS)}


def test_a_return_added_to_an_earlier_year_executes_what_asks_which_there_are(workspace_of_two_years):
    data = workspace_of_two_years / "data"
    shutil.copytree(data / EARLIER, data / "2018-19-P11")
    assert executed(workspace_of_two_years, NEWEST) == {f"{NEWEST} years"}


@pytest.mark.parametrize("kernel", ["plain", "warm"])
def test_what_a_chapter_read_is_the_same_in_every_kernel(workspace_of_two_years, kernel):
    ran = trustbook("run", NEWEST, "--fresh", "--kernel", kernel, cwd=workspace_of_two_years)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    read = {
        path.stem: json.loads(path.read_text(encoding="utf-8"))["metadata"]["trustbook_read"]
        for path in (workspace_of_two_years / "_build" / "chapters" / NEWEST).glob("*.ipynb")
    }
    every = ["data/2023-24-P11", "data/reference", "data/sources.csv", f"params/{NEWEST}.yaml", "params/trust.yaml"]
    assert read["placements"] == every
    firm = f"params/{EARLIER}.yaml"  # whether its last month is an outturn
    assert read["years"] == sorted([f"data/{EARLIER}", *every, firm, "the list of returns"])
    assert read["direct"] == [f"data/{EARLIER}"]


@pytest.fixture
def registering(made_here, tmp_path) -> Path:
    """A small workspace that was reported; its register can then be changed."""
    return Path(shutil.copytree(made_here, tmp_path / "workspace"))


def test_registering_a_paper_that_no_edition_cites_makes_no_edition_and_executes_no_chapter_again(registering):
    before = outputs(registering / "_build")
    register = registering / "data" / "sources.csv"
    register.write_text(register.read_text(encoding="utf-8") + NEW_PAPER, encoding="utf-8")
    ran = trustbook("report", "--why", cwd=registering)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert made(ran) == {f"{BEFORE} gate", f"{NEWEST} gate"}
    assert outputs(registering / "_build") == before


def test_citing_a_registered_paper_or_changing_one_that_is_cited_makes_the_edition_again(registering):
    register = registering / "data" / "sources.csv"
    register.write_text(register.read_text(encoding="utf-8") + NEW_PAPER, encoding="utf-8")
    cited = registering / "data" / NEWEST / "workforce.csv"
    text = cited.read_text(encoding="utf-8")
    assert "jctc-2024-05-transformation" in text
    cited.write_text(text.replace("jctc-2024-05-transformation", "a-new-paper", 1), encoding="utf-8")
    register.write_text(register.read_text(encoding="utf-8").replace("that no edition", "that this edition"), "utf-8")
    ran = trustbook("report", "--why", cwd=registering)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert made(ran) == {f"{BEFORE} gate"} | {
        f"{NEWEST} {kind}" for kind in ("gate", "chapter first", "chapter second", "figures", "edition")
    }
    text = register.read_text(encoding="utf-8")
    register.write_text(text.replace("Circle to Success Programme", "The Circle to Success Programme"), "utf-8")
    ran = trustbook("report", "--why", cwd=registering)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    kinds = ("gate", "chapter first", "chapter second", "figures", "edition")
    assert made(ran) == {f"{period} {kind}" for period in (BEFORE, NEWEST) for kind in kinds}
    assert why(ran)[f"{BEFORE} chapter first"] == "made: data/sources.csv changed"
