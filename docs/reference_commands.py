"""Write the page of the reference that lists every command with its arguments and options.

In: the command line as it is defined. Out: Markdown.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import typer
from reference_markdown import code, page, table, text

from trustbook.cli import app

ABOUT = """`trustbook COMMAND --help` says the same at the prompt. Every command ends with 0 if it did what it was asked
(warnings included), 1 if the gate found something critical or a build failed, and 2 if the command itself was wrong."""


def commands() -> str:
    """Write the page."""
    group: Any = typer.main.get_command(app)
    context = typer.Context(group, info_name="trustbook")
    parts = [_of_all(group, context)]
    parts += _commands(group, context)
    return page("Commands", ABOUT, "`src/trustbook/cli/`", parts)


def _of_all(group: Any, context: typer.Context) -> str:
    return "\n\n".join(["Before the name of a command:", table(["option", "what it does"], _rows(group, context))])


def _commands(group: Any, context: typer.Context, before: str = "") -> Iterator[str]:
    """Write each command of a group; one that is a group itself is only the commands in it."""
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        within = typer.Context(command, info_name=name, parent=context)
        if hasattr(command, "list_commands"):
            yield from _commands(command, within, f"{before}{name} ")
        else:
            yield from _command(f"{before}{name}", command, within)


def _command(name: str, command: Any, within: typer.Context) -> Iterator[str]:
    yield f"## {name}"
    yield text(command.help or "")
    usage = " ".join(command.collect_usage_pieces(within))
    yield f"```\ntrustbook {name} {usage}\n```"
    if rows := _rows(command, within):
        yield table(["argument or option", "what it is"], rows)
    if examples := [each.strip() for each in (command.epilog or "").splitlines() if each.startswith("  ")]:
        yield "Examples:"
        yield "```\n" + "\n".join(examples) + "\n```"


def _rows(command: Any, context: typer.Context) -> list[list[str]]:
    """List the arguments and options of a command as its help does, without the help itself."""
    found = (each.get_help_record(context) for each in command.get_params(context) if each.name != "help")
    return [[code(" ".join(each[0].split())), text(" ".join(each[1].split()))] for each in found if each]
