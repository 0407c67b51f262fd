"""The log of a run: what was asked and said, errors with where they came from, nothing of other places."""

import sys
from pathlib import Path

import pytest

from trustbook import cli
from trustbook.core.errors import ReturnError
from trustbook.pipeline import run_log
from trustbook.pipeline.console import Terminal
from trustbook.pipeline.run_log import KEPT, logged


@pytest.fixture(autouse=True)
def nothing_asked():
    yield
    run_log.asked([])


def logs(build):
    return sorted((build / "log").glob("*.log"))


def text_of(build):
    return logs(build)[-1].read_text(encoding="utf-8")


def test_what_consoles_say_is_kept_with_the_time(tmp_path, capsys):
    out = Terminal()
    out.print("before")
    with logged(tmp_path, tmp_path / "_build"):
        out.print("one\ntwo", style="red")
    out.print("after")
    lines = text_of(tmp_path / "_build").splitlines()
    assert [line[9:] for line in lines[3:]] == ["one", "two", "done"]
    assert all(line[2] == line[5] == ":" for line in lines)
    assert capsys.readouterr().out.splitlines() == ["before", "one", "two", "after"]


def test_it_begins_with_what_was_asked_and_versions_and_no_other_place(tmp_path):
    run_log.asked(["report", "--workspace", "/home/ann/trusts", "--executor=tls://ours:8786", "/srv/x.csv", "--why"])
    with logged(tmp_path, tmp_path / "_build") as log:
        pass
    lines = text_of(tmp_path / "_build").splitlines()
    assert log.run_id in lines[0]
    assert lines[1].endswith("asked: trustbook report --workspace … --executor=… … --why")
    assert "Python 3." in lines[2]
    assert "ann" not in text_of(tmp_path / "_build")


def test_an_error_is_kept_with_where_it_came_from_and_without_the_folders_of_this_machine(tmp_path):
    with pytest.raises(ReturnError), logged(tmp_path, tmp_path / "_build"):
        raise ReturnError(f"cannot be read in {tmp_path} by {Path.home()}", file=tmp_path / "data" / "x.csv")
    text = text_of(tmp_path / "_build")
    assert "ReturnError: ./data/x.csv: cannot be read in . by ~" in text
    assert "test_run_log.py, line " in text
    assert str(tmp_path) not in text
    assert str(Path(__file__).parent) not in text


def test_a_run_that_was_stopped_says_so(tmp_path):
    with pytest.raises(KeyboardInterrupt), logged(tmp_path, tmp_path / "_build"):
        raise KeyboardInterrupt
    assert text_of(tmp_path / "_build").endswith("stopped by Ctrl-C\n")


def test_the_newest_twenty_are_kept(tmp_path):
    folder = tmp_path / "_build" / "log"
    folder.mkdir(parents=True)
    for number in range(30):
        (folder / f"20200101-0000{number:02}-abcd.log").write_text("old", encoding="utf-8")
    (folder / "durations.json").write_text("{}", encoding="utf-8")
    with logged(tmp_path, tmp_path / "_build"):
        pass
    kept = logs(tmp_path / "_build")
    assert len(kept) == KEPT
    assert kept[0].name == "20200101-000011-abcd.log"
    assert "done" in kept[-1].read_text(encoding="utf-8")
    assert (folder / "durations.json").exists()


def test_of_several_workspaces_each_log_has_its_own_lines(tmp_path):
    one, two = tmp_path / "one", tmp_path / "two"
    first, second, both = Terminal(workspace=one, stderr=True), Terminal(workspace=two, stderr=True), Terminal()
    with logged(one, one / "_build"), logged(two, two / "_build"):
        first.print("of one")
        second.print("of two")
        both.print("of nobody")
    assert "of one" in text_of(one / "_build")
    assert "of two" in text_of(two / "_build")
    assert "of two" not in text_of(one / "_build")
    assert "of nobody" not in text_of(one / "_build") + text_of(two / "_build")


def test_a_log_that_cannot_be_written_stops_nothing(tmp_path, capsys):
    (tmp_path / "_build").write_text("a file", encoding="utf-8")
    with logged(tmp_path, tmp_path / "_build"):
        Terminal(stderr=True).print("said")
    assert "said" in capsys.readouterr().err


def test_what_cannot_be_seen_is_written_as_its_escape(tmp_path):
    with logged(tmp_path, tmp_path / "_build"):
        Terminal(stderr=True).print("a \x1b[31mred")
    assert "\x1b" not in text_of(tmp_path / "_build")


def test_the_message_of_a_failed_run_names_its_log(synthetic_workspace, monkeypatch, capsys):
    workspace = synthetic_workspace()
    (workspace.data / "2030-31-P04" / "forecast.csv").write_text("level\n", encoding="utf-8")
    monkeypatch.chdir(workspace.root)
    monkeypatch.setattr(sys, "argv", ["trustbook", "tieout", "newest"])
    with pytest.raises(SystemExit) as stopped:
        cli.main()
    error, named = capsys.readouterr().err.strip().splitlines()
    assert stopped.value.code == 1
    assert error.startswith("data/2030-31-P04/forecast.csv")
    log = workspace.root / named.removeprefix("The log of this run: ")
    assert "ReturnError: data/2030-31-P04/forecast.csv" in log.read_text(encoding="utf-8")


def test_a_fault_of_our_own_names_the_log_too(synthetic_workspace, monkeypatch, capsys):
    def fault(*_):
        raise ZeroDivisionError("a fault")

    workspace = synthetic_workspace()
    monkeypatch.setattr("trustbook.pipeline.outputs.tie_out", fault)
    monkeypatch.chdir(workspace.root)
    monkeypatch.setattr(sys, "argv", ["trustbook", "tieout", "newest"])
    with pytest.raises(ZeroDivisionError):
        cli.main()
    named = capsys.readouterr().err.strip().splitlines()[-1]
    log = (workspace.root / named.removeprefix("The log of this run: ")).read_text(encoding="utf-8")
    assert "ZeroDivisionError: a fault" in log
    assert "trustbook/cli/figures.py, line " in log


def test_a_command_that_is_wrong_has_no_log(synthetic_workspace, monkeypatch, capsys):
    workspace = synthetic_workspace()
    monkeypatch.chdir(workspace.root)
    monkeypatch.setattr(sys, "argv", ["trustbook", "check", "P4"])
    with pytest.raises(SystemExit):
        cli.main()
    assert "log" not in capsys.readouterr().err
    assert not workspace.build.exists()
