import os
import subprocess

import nbformat
import pytest
import yaml

from looked_at import some
from trustbook.config.workspace import Workspace
from trustbook.core.errors import WorkspaceError
from trustbook.starting import new_workspace
from trustbook.starting.answers import Answers, Line, parse_funder, usual_words
from trustbook.starting.new_workspace import init


def answers(**changes):
    name = "Marlbridge Children's Directorate"
    said = {"name": name, "short_name": "Marlbridge", "headings": (Line("Care"),), "words": usual_words(name, {})}
    return Answers(**said | changes)


def files_in(folder):
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


@pytest.fixture
def made(tmp_path):
    init(tmp_path / "mybook", answers(months=(2, 5)))
    return tmp_path / "mybook"


def test_a_new_workspace_is_one_and_has_the_files_that_are_listed(tmp_path):
    names = init(tmp_path / "deep" / "mybook", answers())
    assert files_in(tmp_path / "deep" / "mybook") == names
    assert Workspace.find(tmp_path / "deep" / "mybook" / "notebooks").settings.trust.short_name == "Marlbridge"
    assert [path.name for path in (tmp_path / "deep").iterdir()] == ["mybook"]


def test_each_page_of_its_contents_is_there_and_no_notebook_is_left_out_of_them(made):
    workspace = Workspace(made)
    suffixes = {"book": ".md", "notebooks": ".ipynb"}
    assert [page for page in workspace.pages() if not (made / (page + suffixes[page.split("/")[0]])).exists()] == []
    assert workspace.drafts() == []


def test_notebooks_are_valid_and_have_no_outputs(made):
    for path in some((made / "notebooks").glob("*.ipynb")):
        notebook = nbformat.read(path, as_version=4)
        nbformat.validate(notebook)
        code = [cell for cell in notebook.cells if cell.cell_type == "code"]
        assert code
        assert not any(cell.outputs or cell.execution_count for cell in code)


def test_it_has_no_periods_and_the_error_says_how_to_start_one(made):
    workspace = Workspace(made)
    assert workspace.periods() == []
    with pytest.raises(WorkspaceError, match="Type: trustbook new PERIOD"):
        workspace.newest()


def test_the_book_and_the_readme_are_in_the_bodys_own_words(made):
    assert yaml.safe_load((made / "_config.yml").read_text())["title"] == (
        "Marlbridge Children's Directorate finance report"
    )
    readme = (made / "README.md").read_text()
    assert "who the directorate is" in readme
    assert "trustbook new 2026-27-P02" in readme


@pytest.mark.parametrize(
    ("payers", "has_it"), [((), False), (("a=A Council",), False), (("a=A Council=0.5", "b=B Council=0.5"), True)]
)
def test_the_chapter_on_sharing_the_cost_is_there_where_several_share_it(tmp_path, payers, has_it):
    funders = tuple(parse_funder(text, alone=len(payers) == 1) for text in payers)
    init(tmp_path / "w", answers(funders=funders))
    assert ("call-on-councils" in Workspace(tmp_path / "w").chapters) is has_it


def test_chapters_that_were_chosen_take_the_place_of_the_usual_ones(tmp_path):
    init(tmp_path / "w", answers(chapters=("years", "placements")))
    assert Workspace(tmp_path / "w").chapters == ("summary", "placements", "years", "assumptions", "about-the-data")


def test_a_chapter_that_there_is_not_is_refused_with_those_there_are(tmp_path):
    with pytest.raises(WorkspaceError, match="there is no chapter 'money'; expected one of: what-changed, forecast-"):
        init(tmp_path / "w", answers(chapters=("money",)))
    assert list(tmp_path.iterdir()) == []


def test_a_folder_with_something_in_it_is_left_as_it_was(tmp_path):
    (tmp_path / "notes.txt").write_text("mine")
    with pytest.raises(WorkspaceError, match=r"the folder is not empty: it has notes\.txt; expected a new folder"):
        init(tmp_path, answers())
    assert files_in(tmp_path) == ["notes.txt"]


def test_an_empty_repository_is_as_good_as_an_empty_folder(tmp_path):
    (tmp_path / ".git").mkdir()
    names = init(tmp_path, answers())
    assert files_in(tmp_path) == names


@pytest.mark.parametrize("there", [True, False])
def test_a_workspace_that_cannot_be_written_whole_is_not_written(tmp_path, monkeypatch, there):
    folder = tmp_path / "w"
    if there:
        folder.mkdir()
    renamed = type(folder).rename

    def fail_late(path, target):
        if path.name in ("params", folder.name) or path.suffix == ".part":
            raise OSError(28, "No space left on device")
        return renamed(path, target)

    monkeypatch.setattr(type(folder), "rename", fail_late)
    with pytest.raises(WorkspaceError, match="No space left on device"):
        init(folder, answers())
    assert [path.name for path in tmp_path.rglob("*")] == (["w"] if there else [])


def test_the_folder_of_an_example_period_is_the_first_month_that_is_reported():
    assert new_workspace.first_period(answers(months=(3, 6))) == "2026-27-P03"


@pytest.fixture
def hosted(made):
    return yaml.safe_load((made / ".github/workflows/report.yml").read_text())


def test_the_hosted_workflow_publishes_from_main_only_and_else_can_only_read(hosted):
    assert hosted["permissions"] == {"contents": "read"}
    assert "refs/heads/main" in hosted["jobs"]["publish"]["if"]
    assert [name for name, job in hosted["jobs"].items() if "permissions" in job] == ["publish"]


@pytest.mark.skipif(os.name != "posix", reason="the hosted machine is Linux")
@pytest.mark.parametrize("code", [0, 1])
def test_the_hosted_check_puts_findings_into_the_summary_and_passes_on_the_verdict(hosted, tmp_path, code):
    step = next(each for each in hosted["jobs"]["report"]["steps"] if each.get("name") == "Check the returns")
    command = tmp_path / "trustbook"
    command.write_text(f"#!/bin/sh\necho 'found: ```'\nexit {code}\n")
    command.chmod(0o755)
    env = os.environ | {"PATH": f"{tmp_path}:{os.environ['PATH']}", "GITHUB_STEP_SUMMARY": str(tmp_path / "summary")}
    ran = subprocess.run(["bash", "-e", "-c", step["run"]], cwd=tmp_path, env=env, check=False, capture_output=True)
    assert ran.returncode == code
    assert (tmp_path / "summary").read_text() == "## What the checks found\n\n    found: ```\n"


def test_the_hooks_run_the_gate(made):
    hooks = yaml.safe_load((made / ".pre-commit-config.yaml").read_text())["repos"][0]["hooks"]
    assert [hook["entry"] for hook in hooks] == ["trustbook check"]
