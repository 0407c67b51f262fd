"""The commands that start a workspace: asked, told with options, refused."""

import pytest
from typer.testing import CliRunner

from trustbook.cli import app
from trustbook.config.workspace import Workspace
from trustbook.core.errors import WorkspaceError

TOLD = (
    *("--yes", "--name", "Marlbridge Children's Directorate", "--short-name", "Marlbridge", "--months", "2,5"),
    *("--funder", "m=Marlbridge City Council", "--word", "heading=service", "--heading", "Care\nSocial work=Teams"),
)


def run(*arguments, typed=""):
    return CliRunner().invoke(app, arguments, input=typed)


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "my book"


def test_init_with_options_asks_nothing_and_says_what_to_type_next(folder):
    ran = run("init", str(folder), *TOLD)
    assert ran.exit_code == 0
    assert f"cd '{folder}'" in ran.stdout.replace("\n", "")
    assert "trustbook new 2026-27-P02" in ran.stdout
    settings = Workspace(folder).settings
    assert [(each.name, each.group) for each in settings.headings] == [("Care", "Care"), ("Social work", "Teams")]
    assert settings.words.lines == "services"
    assert settings.months_reported == (2, 5)


def test_init_asks_for_what_no_option_says(folder):
    typed = ["Ashborough Trust", "Ashborough", "Ash Council", "1/2", "Birch Council", "50%", "", "", "", "3,6"]
    ran = run("init", str(folder), typed="\n".join([*typed, "Fostering=Placements", "Social work", "", ""]))
    assert ran.exit_code == 0, ran.output
    settings = Workspace(folder).settings
    assert [(each.code, str(each.share)) for each in settings.councils] == [("ash", "0.5"), ("birch", "0.5")]
    assert (settings.words.body, settings.words.budget) == ("trust", "contract sum")
    assert settings.months_reported == (3, 6)
    assert [each.name for each in settings.headings] == ["Fostering", "Social work"]


def test_an_answer_that_cannot_be_is_asked_for_again(folder):
    typed = ["Anytown", "", "Any Council", "a half", "1", "", "", "", "13", "all", "Care", ""]
    ran = run("init", str(folder), typed="\n".join([*typed, ""]))
    assert ran.exit_code == 0, ran.output
    assert "found 'a half' as a share" in ran.output
    assert "found '13' among the months" in ran.output
    assert len(Workspace(folder).settings.months_reported) == 12


def test_headings_may_be_answered_with_the_path_of_a_file(folder, tmp_path):
    (tmp_path / "first.csv").write_text("heading,variance\nCare,1\nTotal,1\n")
    typed = ["Anytown", "", "", "", "", "", "", str(tmp_path / "first.csv")]
    ran = run("init", str(folder), typed="\n".join([*typed, ""]))
    assert ran.exit_code == 0, ran.output
    assert [each.name for each in Workspace(folder).settings.headings] == ["Care"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--yes"], "the name of the body is missing"),
        (["--yes", "--name", "Anytown"], "the headings of the budget are missing"),
        (["--yes", "--name", "A", "--heading", "B", "--funder", "a=A=0.4", "--funder", "b=B=0.4"], "add up to 0.8"),
    ],
)
def test_with_yes_what_is_missing_or_wrong_is_one_sentence_and_nothing_is_written(folder, arguments, said):
    ran = run("init", str(folder), *arguments)
    assert isinstance(ran.exception, WorkspaceError)
    assert said in str(ran.exception)
    assert not folder.exists()


def test_a_full_folder_is_refused_before_anything_is_asked(folder):
    folder.mkdir()
    (folder / "mine").touch()
    ran = run("init", str(folder))
    assert isinstance(ran.exception, WorkspaceError)
    assert ran.output == ""


def test_a_check_of_an_upgrade_exits_with_one_if_there_is_something_to_do(folder):
    run("init", str(folder), *TOLD)
    assert run("upgrade", "--workspace", str(folder), "--check").exit_code == 0
    ran = run("upgrade", "--workspace", str(folder), "--check", "--chapter", "placements")
    assert ran.exit_code == 1
    assert "notebooks/placements.ipynb: added" in ran.stdout
    assert run("upgrade", "--workspace", str(folder), "--chapter", "placements").exit_code == 0
    assert "placements" in Workspace(folder).chapters


def test_an_upgrade_with_conflicts_exits_with_one(folder, monkeypatch):
    run("init", str(folder), *TOLD)
    (folder / "requirements.txt").write_text("trustbook>=0.1\n")
    monkeypatch.setattr("trustbook.starting.managed_files.__version__", "9.9")
    ran = run("upgrade", "--workspace", str(folder))
    assert ran.exit_code == 1
    assert "requirements.txt: conflict" in ran.stdout


def test_init_chapter_says_what_it_wrote_and_what_the_dataset_begins_with(folder):
    run("init", str(folder), *TOLD)
    ran = run("init-chapter", "youth-justice", "--workspace", str(folder))
    assert ran.exit_code == 0
    assert "chapters/youth_justice/analysis.py" in ran.stdout
    assert "measure,value,unit" in ran.stdout
