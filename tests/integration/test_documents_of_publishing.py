"""What docs/approvals.md, docs/retention.md and docs/hosting.md say to write or type is what trustbook takes."""

import re
import shlex

import pytest
import yaml
from typer.main import get_command
from workspaces import ROOT

from trustbook.cli import app
from trustbook.config.approvals import Approvals
from trustbook.config.meeting import Meeting
from trustbook.config.workspace import SOURCES_FILE

PAGES = {
    name: (ROOT / "docs" / f"{name}.md").read_text(encoding="utf-8") for name in ("approvals", "retention", "hosting")
}
COMMANDS = sorted(
    {
        line.strip()
        for page in PAGES.values()
        for block in re.findall(r"^ *```sh\n(.*?)^ *```", page, flags=re.MULTILINE | re.DOTALL)
        for line in block.splitlines()
        if re.match(r"\s*(\S+/)?trustbook ", line)
    }
)


def settings(name):
    blocks = re.findall(r"^```yaml\n(.*?)^```", PAGES["approvals"], flags=re.MULTILINE | re.DOTALL)
    return next(read[name] for read in map(yaml.safe_load, blocks) if name in read)


def test_the_settings_of_approvals_are_settings():
    roles = Approvals.model_validate(settings("approvals")).roles
    assert {each.kind for each in roles} == {"approval", "consultation"}
    assert len(roles) == 8


def test_the_settings_of_a_meeting_are_settings_and_name_a_paper_of_the_register():
    meeting = Meeting.model_validate(settings("meeting"))
    register = (ROOT / "data" / SOURCES_FILE).read_text(encoding="utf-8")
    assert all(f"\n{each}," in register for each in meeting.background)


def test_there_are_commands_to_look_at():
    assert len(COMMANDS) > 6


@pytest.mark.parametrize("line", COMMANDS)
def test_a_command_of_the_documents_can_be_typed(line):
    _, name, *words = shlex.split(line)
    command = get_command(app).commands[name]
    context = command.make_context(name, words, resilient_parsing=False)
    assert context.command is command
