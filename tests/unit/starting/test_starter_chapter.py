import ast
import json
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
import yaml

from looked_at import some
from trustbook.config.discovery import use_chapters_of
from trustbook.config.workspace import Workspace
from trustbook.core.errors import WorkspaceError
from trustbook.data.datasets import period_datasets
from trustbook.starting.answers import Answers, Line, usual_words
from trustbook.starting.new_workspace import init
from trustbook.starting.own_chapter import FIRST_LINE, init_chapter


@pytest.fixture
def place(tmp_path):
    init(tmp_path / "w", Answers("Anytown", "Any", (Line("Care"),), words=usual_words("Anytown", {})))
    yield Workspace(tmp_path / "w")
    use_chapters_of(tmp_path)


def test_the_starter_is_in_the_book_after_the_other_chapters(place):
    init_chapter(place, "youth-justice")
    parts = yaml.safe_load((place.root / "_toc.yml").read_text())["parts"]
    assert parts[1]["chapters"][-2:] == [{"file": "notebooks/years"}, {"file": "notebooks/youth-justice"}]
    assert place.drafts() == []


def test_its_files_can_be_read_as_what_they_are(place):
    made = some(init_chapter(place, "youth_justice"))
    assert {Path(name).suffix for name in made} >= {".py", ".json", ".ipynb"}
    for name in made:
        content = (place.root / name).read_text(encoding="utf-8")
        if name.endswith(".py"):
            assert ast.get_docstring(ast.parse(content))
            assert max(map(len, content.splitlines())) <= 120
        elif name.endswith(".json"):
            assert json.loads(content)["name"] == "youth_justice"
        elif name.endswith(".ipynb"):
            notebook = nbformat.reads(content, as_version=4)
            nbformat.validate(notebook)
            assert notebook.metadata.trustbook.datasets == ["youth_justice"]


def test_a_second_one_is_found_beside_the_first(place):
    init_chapter(place, "youth_justice")
    assert "youth_justice" in period_datasets(place.root)
    init_chapter(place, "foster_carers")
    assert Workspace(place.root).chapters[-4:] == ("youth-justice", "foster-carers", "assumptions", "about-the-data")


def test_the_first_line_that_is_said_is_that_of_its_dataset(place):
    init_chapter(place, "youth_justice")
    assert ",".join(period_datasets(place.root)["youth_justice"].names) == FIRST_LINE


def test_its_own_tests_pass(place):
    init_chapter(place, "youth_justice")
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "chapters"]
    ran = subprocess.run(command, cwd=place.root, capture_output=True, text=True, check=False)
    assert "3 passed" in ran.stdout, ran.stdout + ran.stderr


@pytest.mark.parametrize("name", ["", "Youth", "9x", "a b", "../x", "class", "_x", "a__b"])
def test_a_name_that_python_cannot_import_is_refused(place, name):
    with pytest.raises(WorkspaceError, match="as the name of a chapter; expected small letters"):
        init_chapter(place, name)
    assert not (place.root / "chapters").exists()


@pytest.mark.parametrize("name", ["summary", "what-changed", "forecast", "outturns"])
def test_a_name_that_the_library_has_is_refused(place, name):
    with pytest.raises(WorkspaceError, match="there is a chapter or a dataset"):
        init_chapter(place, name)


def test_nothing_is_written_over(place):
    (place.root / "notebooks" / "youth-justice.ipynb").write_text("mine")
    before = sorted(place.root.rglob("*"))
    with pytest.raises(WorkspaceError, match="it is there already"):
        init_chapter(place, "youth_justice")
    assert sorted(place.root.rglob("*")) == before
