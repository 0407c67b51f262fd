"""What a report with nothing to do reads of approvals and revisions: little, and no settings."""

import subprocess
import sys

import pytest

from trustbook.build.plan import Plan
from trustbook.core.errors import WorkspaceError
from trustbook.pipeline.shown_now import ShownNow, shown_now

ROLES = "\napprovals: {roles: [{role: Director of Finance}]}\n"
LOOKS = """
import sys
from pathlib import Path
from trustbook.build.plan import Plan
from trustbook.config.workspace import Workspace
from trustbook.pipeline.shown_now import shown_now

workspace = Workspace(Path(sys.argv[1]))
with Plan(workspace) as memory:
    assert shown_now(workspace, memory).key
print(sorted({"pandas", "numpy", "trustbook.config.settings"} & {*sys.modules}))
"""


def asking(workspace, text):
    file = workspace.params / "trust.yaml"
    file.write_bytes(file.read_bytes() + text.encode("latin-1"))
    return workspace


def shown(workspace):
    with Plan(workspace) as memory:
        return shown_now(workspace, memory)


def test_where_somebody_is_asked_the_settings_are_not_imported_to_see_that_nothing_has_changed(synthetic_workspace):
    workspace = asking(synthetic_workspace(), ROLES)
    ran = subprocess.run(
        [sys.executable, "-c", LOOKS, str(workspace.root)], capture_output=True, text=True, check=False, timeout=60
    )
    assert (ran.stdout, ran.returncode) == ("[]\n", 0), ran.stderr


@pytest.mark.parametrize("text", ["", "\napprovals: {roles: []}\n", "\napprovals: {}\n", "\n# approvals\n"])
def test_where_nobody_is_asked_and_nothing_is_published_there_is_nothing_to_show(synthetic_workspace, text):
    assert shown(asking(synthetic_workspace(), text)) == ShownNow()


def test_where_somebody_is_asked_the_preview_depends_on_it(synthetic_workspace):
    assert shown(asking(synthetic_workspace(), ROLES)).key


def test_settings_that_cannot_be_read_are_named(synthetic_workspace):
    with pytest.raises(WorkspaceError, match=r"params/trust\.yaml, line \d+: it is not in UTF-8"):
        shown(asking(synthetic_workspace(), f"{ROLES}# \xff\n"))
