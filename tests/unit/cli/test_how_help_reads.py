"""The help of the commands: in the order of use, with examples that can be typed, and words completed by the shell."""

import re
import shlex
import subprocess
import sys

import pytest
import typer

from trustbook import cli
from trustbook.cli.completion import complete_codes, complete_periods
from trustbook.cli.options import IN_ORDER_OF_USE

GROUP = typer.main.get_command(cli.app)


def leaves(group, path=()):
    for name, command in group.commands.items():
        if hasattr(command, "commands"):
            yield from leaves(command, (*path, name))
        else:
            yield (*path, name), command


COMMANDS = dict(leaves(GROUP))


def help_of(*arguments, width="80"):
    run = subprocess.run(
        [sys.executable, "-m", "trustbook", *arguments, "--help"],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
        env={"COLUMNS": width, "PATH": "", "PYTHONPATH": ":".join(sys.path), "PYTHONUTF8": "1"},
    )
    return run.stdout


def test_every_command_has_its_place_in_the_order_of_use():
    assert set(GROUP.commands) <= set(IN_ORDER_OF_USE)


def test_help_lists_commands_in_the_order_of_use_and_each_in_one_whole_sentence():
    listed = help_of().partition("Commands:")[2].splitlines()
    rows = [row.split(maxsplit=1) for row in listed if row.strip()]
    assert [name for name, _ in rows] == [name for name in IN_ORDER_OF_USE if name in GROUP.commands]
    assert [what for _, what in rows if not what.endswith(".") or what.endswith("...")] == []


@pytest.mark.parametrize("path", COMMANDS, ids=" ".join)
def test_the_help_of_a_command_ends_with_examples_that_the_command_accepts(path):
    command = COMMANDS[path]
    assert command.epilog is not None
    lines = [line.strip() for line in command.epilog.splitlines()[2:]]
    assert lines
    for line in lines:
        program, *words = shlex.split(line)
        assert program == "trustbook"
        assert tuple(words[: len(path)]) == path
        with command.make_context(path[-1], words[len(path) :]) as context:
            assert context.args == []


@pytest.mark.parametrize("path", COMMANDS, ids=" ".join)
def test_help_fits_a_hundred_columns(path):
    shown = help_of(*path)
    assert max(len(line) for line in shown.splitlines()) <= 100
    assert re.search(r"^  Examples:\n    trustbook ", shown, re.MULTILINE)


class Typed:
    def __init__(self, **params):
        self.params = params


def test_periods_are_completed_newest_first(synthetic_workspace):
    typed = Typed(workspace=synthetic_workspace().root)
    assert complete_periods(typed, "") == ["2030-31-P04", "2030-31-P03", "newest"]
    assert complete_periods(typed, "2030-31-P03") == ["2030-31-P03"]
    assert complete_periods(typed, "n") == ["newest"]


def test_nothing_is_completed_where_there_is_no_workspace(tmp_path):
    assert complete_periods(Typed(workspace=tmp_path), "") == []


def test_codes_are_completed():
    assert complete_codes(Typed(), "error.g") == ["error.gate"]
    assert complete_codes(Typed(), "<") == []


def test_the_shell_is_answered_by_the_installed_command(synthetic_workspace):
    run = subprocess.run(
        [sys.executable, "-c", "import sys; sys.argv = ['trustbook']; from trustbook.command import main; main()"],
        capture_output=True,
        text=True,
        cwd=synthetic_workspace().root,
        check=False,
        env={
            "_TRUSTBOOK_COMPLETE": "complete_bash",
            "COMP_WORDS": "trustbook check 2030-31-P",
            "COMP_CWORD": "2",
            "PATH": "",
            "PYTHONPATH": ":".join(sys.path),
        },
    )
    assert run.stdout.split() == ["2030-31-P04", "2030-31-P03"]
