"""Ask what a new workspace has to know of its body, where the command did not say it.

In: what the options say. Out: the answers, each with a default where there is one.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

import typer

from trustbook.core.characters import on_one_line
from trustbook.core.errors import TrustbookError, WorkspaceError
from trustbook.starting.answers import (
    Answers,
    Funder,
    Line,
    funder,
    is_whole,
    parse_funder,
    parse_headings,
    parse_months,
    parse_share,
    parse_words,
    require_whole,
    usual_words,
)
from trustbook.starting.headings import headings_from as read_headings


def ask(
    *,
    name: str | None,
    short_name: str | None,
    funders: Sequence[str],
    words: Sequence[str],
    months: str | None,
    headings: Sequence[str],
    headings_from: Path | None,
    chapters: Sequence[str],
    yes: bool,
) -> Answers:
    """Return what the options say, and ask for the rest; with `yes`, take the defaults.

    Raises WorkspaceError for what cannot be used, and where something without a default is missing.
    """
    if yes and not name:
        raise WorkspaceError("the name of the body is missing", expected='--name "Anytown City Council"')
    if yes and not headings and headings_from is None:
        raise WorkspaceError(
            "the headings of the budget are missing",
            expected="--heading NAME, repeated, or --headings-from FILE",
        )
    name = name or _prompt("The name of the body that reports, such as Anytown City Council")
    short_name = short_name or (name if yes else _prompt("Its short name, for charts and tables", name))
    alone = len(funders) == 1
    payers = [parse_funder(text, alone=alone) for text in funders]
    if not funders and not yes:
        payers = _ask_funders()
    require_whole(payers)
    chosen = usual_words(name, parse_words(words))
    if not words and not yes:
        chosen |= {
            "body": _prompt("What papers call the body: trust, council, directorate …", chosen["body"]),
            "budget": _prompt("What they call its budget", chosen["budget"]),
            "heading": _prompt("What they call a line of it", chosen["heading"]),
        }
    reported = months or (
        "all" if yes else _prompt("Months reported (1: April, 12: March), such as 2,5,7,9,12", "all", parse_months)
    )
    lines = _headings(headings, headings_from, chosen["heading"])
    return Answers(
        on_one_line(name),
        on_one_line(short_name),
        lines or _ask_headings(chosen["heading"]),
        tuple(payers),
        chosen,
        parse_months(reported),
        tuple(chapters),
    )


def _headings(given: Iterable[str], file: Path | None, word: str) -> tuple[Line, ...]:
    lines = parse_headings(line for text in given for line in text.splitlines())
    if file is None:
        return lines
    return (*lines, *(each for each in read_headings(file, word) if each.name not in {line.name for line in lines}))


def _ask_headings(word: str) -> tuple[Line, ...]:
    """Ask for the path of a file that has the headings, or for the headings themselves, one a line."""
    typer.echo(f"Each {word} of the budget, one a line; NAME=GROUP puts it into a summary group. A blank line ends.")
    typer.echo("Or the path of a CSV file or workbook that lists them.")
    lines: list[str] = []
    while True:
        line = sys.stdin.readline()
        if not line.strip():
            if lines or not line:
                break
            continue
        if not lines and Path(line.strip()).is_file():
            return _headings((), Path(line.strip()), word)
        lines.append(line.rstrip("\n"))
    if not lines:
        raise WorkspaceError("the headings of the budget are missing", expected="at least one")
    return parse_headings(lines)


def _ask_funders() -> list[Funder]:
    """Ask who pays, until the shares add up to 1 or nobody does."""
    found: list[Funder] = []
    while True:
        more = "Who else pays" if found else "Who pays for it (a council's name; blank if nobody else does)"
        name = _prompt(more, "")
        if not name:
            return found
        share = _prompt(f"The share of {name}: 0.45, 45% or 1/3", None if found else "1", parse_share)
        found.append(funder(name, share, taken=[each.code for each in found]))
        if is_whole(found):
            return found


def _prompt(question: str, default: str | None = None, read: Callable[[str], Any] | None = None) -> str:
    """Ask, and ask again where `read` raises for the answer."""

    def checked(typed: str) -> str:
        try:
            if read is not None:
                read(typed)
        except TrustbookError as error:
            raise typer.BadParameter(str(error)) from None
        return typed.strip()

    return str(typer.prompt(question, default=default, show_default=bool(default), value_proc=checked))
