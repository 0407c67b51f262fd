import io
import subprocess
import sys

import pytest
from rich.console import Console

from trustbook.core.errors import PeriodError, TrustbookError, WorkspaceError
from trustbook.pipeline import workspaces as reports
from trustbook.pipeline.workspaces import Manner, report, workspaces

LATER = "2030-31-P04"


@pytest.fixture
def trusts(synthetic_workspace, tmp_path, monkeypatch):
    """A folder with two workspaces and one that is none."""
    for name in ("east", "west"):
        synthetic_workspace(root=tmp_path / "trusts" / name)
    (tmp_path / "trusts" / "notes").mkdir()
    monkeypatch.chdir(tmp_path)
    return tmp_path / "trusts"


def names(found):
    return [workspace.root.name for workspace in found]


def test_a_pattern_takes_the_folders_that_are_workspaces(trusts):
    assert names(workspaces(["trusts/*"])) == ["east", "west"]
    assert names(workspaces([str(trusts / "w*")])) == ["west"]


def test_a_workspace_named_twice_is_taken_once_in_the_order_given(trusts):
    assert names(workspaces(["trusts/west", "trusts/*", str(trusts / "east" / "data")])) == ["west", "east"]


@pytest.mark.parametrize("name", ["trusts/north", "trusts/n*", "trusts/notes"])
def test_what_names_no_workspace_is_a_wrong_command(trusts, name):
    with pytest.raises(WorkspaceError):
        workspaces(["trusts/east", name])


def test_a_folder_that_is_not_there_is_not_looked_for_above(trusts, monkeypatch):
    monkeypatch.chdir(trusts / "east")
    with pytest.raises(WorkspaceError, match="tyop"):
        workspaces(["tyop"])


def consoles():
    return [Console(file=io.StringIO(), soft_wrap=True, width=200) for _ in range(2)]


def test_what_stops_one_workspace_stops_no_other_and_each_line_says_whose_it_is(trusts, monkeypatch):
    seen = []

    def here(place, periods, manner):
        seen.append(place.workspace.root.name)
        place.err.print("Checking …\nstill [checking]")
        if place.label == "trusts/east":
            raise TrustbookError("the gate stops here")

    monkeypatch.setattr(reports, "_here", here)
    out, err = consoles()
    with pytest.raises(TrustbookError) as caught:
        report(["trusts/*"], None, Manner(), out, err)
    assert seen == ["east", "west"]
    assert str(caught.value) == "1 workspace not reported:\n  trusts/east: the gate stops here."
    assert err.file.getvalue().splitlines() == [
        "trusts/east: Checking …",
        "trusts/east: still [checking]",
        "trusts/east: the gate stops here.",
        "trusts/west: Checking …",
        "trusts/west: still [checking]",
        "1 workspace of 2 reported.",
    ]


def test_one_workspace_alone_has_no_label_and_raises_its_own_error(trusts, monkeypatch):
    def here(place, periods, manner):
        place.err.print("Checking …")
        raise WorkspaceError("no such return")

    monkeypatch.setattr(reports, "_here", here)
    out, err = consoles()
    with pytest.raises(WorkspaceError, match="no such return"):
        report(["trusts/east"], None, Manner(), out, err)
    assert err.file.getvalue() == "Checking …\n"


def test_a_period_that_is_none_is_told_before_anything_is_done_and_one_that_a_trust_lacks_stops_it_alone(
    trusts, monkeypatch
):
    monkeypatch.setattr(reports.stages, "at_work", lambda *_, **__: pytest.fail("it began"))
    with pytest.raises(PeriodError):
        report(["trusts/*"], ["P4"], Manner(), *consoles())
    with pytest.raises(TrustbookError, match="2 workspaces not reported"):
        report(["trusts/*"], ["2030-31-P09"], Manner(), *consoles())


def test_without_dask_its_executor_is_refused_in_a_sentence(trusts):
    script = "import sys; sys.modules['distributed'] = None; import trustbook.pipeline.distributed.dask_cluster"
    ran = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert "WorkerError: Dask is not installed here" in ran.stderr
    assert "trustbook[dask]" in ran.stderr
