"""What is printed is text: nothing in it colours, moves or rewrites what stands on a terminal."""

import io
import json
import os
import subprocess
import sys

import pytest

from trustbook.checks.findings import Finding, Layer, Severity, report
from trustbook.core.errors import WorkspaceError
from trustbook.core.period import Period
from trustbook.pipeline.console import Terminal, print_findings

HOSTILE = "a \x1b[31mred\x1b]8;;http://x\x07 \u202egpj \x9b2J \udcff [bold]x[/bold] [link=http://x]y[/link] :smile:"
PERIOD = Period.parse("2030-31-P04")


@pytest.fixture
def terminal():
    stream = io.StringIO()
    return Terminal(file=stream, force_terminal=True, width=80, color_system=None), stream


@pytest.mark.parametrize("how", ["print", "out"])
def test_what_cannot_be_seen_goes_out_as_its_escape_and_markup_as_text(terminal, how):
    out, stream = terminal
    getattr(out, how)(HOSTILE)
    said = stream.getvalue()
    assert not set("\x1b\x07\x9b\u202e\udcff") & set(said)
    assert r"a \x1b[31mred\x1b]8;;http://x\x07 \u202egpj \x9b2J \udcff" in said
    assert "[bold]x[/bold] [link=http://x]y[/link] :smile:" in said


def test_markup_stays_text_even_where_it_is_asked_for(terminal):
    out, stream = terminal
    out.print("[red]x[/red]", markup=True)
    assert stream.getvalue() == "[red]x[/red]\n"


def test_line_breaks_of_our_own_stay(terminal):
    out, stream = terminal
    out.print("one\ntwo")
    assert stream.getvalue() == "one\ntwo\n"


def test_json_goes_out_as_json_that_means_the_same(terminal):
    out, stream = terminal
    text = json.dumps({"a": HOSTILE.replace("\udcff", "")}, ensure_ascii=False, indent=2)
    out.json(text)
    assert json.loads(stream.getvalue()) == json.loads(text)
    assert not set("\x1b\x07\x9b\u202e") & set(stream.getvalue())


def test_an_error_and_a_finding_are_printed_harmlessly(terminal):
    out, stream = terminal
    out.print(str(WorkspaceError(HOSTILE, file=HOSTILE, expected=HOSTILE)), style="red")
    finding = Finding(Severity.CRITICAL, Layer.RULES, HOSTILE, HOSTILE, "rule", value=HOSTILE, column=HOSTILE)
    print_findings({PERIOD: report(str(PERIOD), [finding], {})}, out)
    assert not set("\x1b\x07\x9b\u202e\udcff") & set(stream.getvalue())


@pytest.mark.parametrize("word", ["\x1b[31mP04", "x\u202ey", b"\xff"])
@pytest.mark.parametrize("place", [("check",), ("--workspace",), ()])
def test_a_word_of_the_command_that_cannot_be_shown_is_refused_visibly(tmp_path, word, place):
    command = [sys.executable, "-m", "trustbook", *place, word]
    ran = subprocess.run([os.fsencode(each) for each in command], capture_output=True, cwd=tmp_path, check=False)
    said = ran.stderr.decode("utf-8")
    assert ran.returncode == 2
    assert "in the command, which has the character U+" in said
    assert not set("\x1b\u202e\udcff") & set(said)
