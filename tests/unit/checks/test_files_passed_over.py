"""What the gate says of files of the system: each is named, in a return's folder and in those of every period."""

import shutil
from pathlib import Path

import pytest

from trustbook.checks.findings import PASSED_OVER, Severity
from trustbook.checks.gate import check
from trustbook.core.period import Period

EXPECTATIONS = Path(__file__).parents[3] / "expectations"
PERIOD = Period.parse("2030-31-P04")


@pytest.mark.parametrize("folder", ["reference", str(PERIOD)])
def test_a_file_of_the_system_is_information_in_the_report_wherever_it_is(synthetic_workspace, folder):
    workspace = synthetic_workspace()
    shutil.copytree(EXPECTATIONS, workspace.expectations, dirs_exist_ok=True)
    (workspace.data / folder / "Thumbs.db").write_bytes(b"\x00")
    (found,) = (each for each in check(workspace, [PERIOD])[PERIOD].findings if each.code == PASSED_OVER)
    assert (found.file, found.severity) == (f"data/{folder}/Thumbs.db", Severity.INFO)
    assert "a file of Windows" in found.sentence
