"""A run that is killed at any instant leaves nothing that the next one does not mend and clear away."""

import shutil
import signal
import sys

import pytest
from small_workspaces import outputs
from stopping import instants, leftovers, stopped, temporary_folder, trustbook_command

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="no signals")


def test_after_runs_that_were_killed_the_next_makes_what_an_undisturbed_one_makes_and_leaves_nothing(
    checked, made_here, tmp_path
):
    folder = shutil.copytree(checked, tmp_path / "workspace")
    report = trustbook_command("report")
    with temporary_folder() as temporary:
        for after in instants(1, 4, 0.2, 8):
            killed = stopped(report, folder, temporary, after, signal.SIGKILL)
            assert killed.strays == []
            assert "Traceback" not in killed.err
        last = stopped(report, folder, temporary, 300)
        assert (last.code, last.in_time) == (0, False), last.err
        assert [path.name for path in temporary.rglob("*") if path.is_file()] == [".lock"]
    assert leftovers(folder / "_build") == []
    assert outputs(folder / "_build") == outputs(made_here / "_build")
