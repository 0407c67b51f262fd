import json
import re
import subprocess
import sys

import pytest
import typer

from trustbook import cli
from trustbook.core.errors import PeriodError

LATER = "2030-31-P04"
HEAVY = {"pandas", "numpy", "great_expectations", "papermill", "altair", "vl_convert", "jupyter_book", "statsmodels"}
COMMANDS = sorted(typer.main.get_command(cli.app).commands)


@pytest.fixture
def process(synthetic_workspace):
    """Run the command line in a process of its own."""
    root = synthetic_workspace().root

    def run(*arguments, python=()):
        command = [sys.executable, *python, "-m", "trustbook", *arguments]
        return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", cwd=root, check=False)

    return run


@pytest.fixture
def trustbook(synthetic_workspace, monkeypatch, capsys):
    """Run the command line here, in the folder of a made-up workspace: exit code, output, errors."""
    monkeypatch.chdir(synthetic_workspace().root)

    def run(*arguments):
        monkeypatch.setattr(sys, "argv", ["trustbook", *arguments])
        with pytest.raises(SystemExit) as stopped:
            cli.main()
        said = capsys.readouterr()
        return stopped.value.code or 0, said.out, said.err

    return run


def imported(trace):
    return {
        line.rpartition("|")[2].strip().split(".")[0] for line in trace.splitlines() if line.startswith("import time:")
    }


@pytest.mark.parametrize("arguments", [["--help"], ["check", "--help"]], ids=" ".join)
def test_help_imports_nothing_heavy(process, arguments):
    result = process(*arguments, python=["-X", "importtime"])
    assert result.returncode == 0
    assert "Usage" in result.stdout
    modules = imported(result.stderr)
    assert "typer" in modules
    assert modules & HEAVY == set()


def test_a_wrong_period_is_told_before_anything_heavy_is_imported(process):
    result = process("check", "P4", python=["-X", "importtime"])
    assert result.returncode == 2
    assert "'P4' is not a period" in result.stderr
    assert "Traceback" not in result.stderr
    assert imported(result.stderr) & HEAVY == set()


def test_debug_shows_the_traceback(process):
    result = process("--debug", "check", "P4")
    assert result.returncode != 0
    assert "Traceback" in result.stderr
    assert "PeriodError" in result.stderr


def test_help_lists_every_command(trustbook):
    code, out, _ = trustbook("--help")
    assert code == 0
    assert all(re.search(rf"^\W*{command}\b", out, re.MULTILINE) for command in COMMANDS)


@pytest.mark.parametrize("command", ["check", "run", "build", "report", "metrics"])
@pytest.mark.parametrize("period", ["P4", "2030-31-P13", "2030-32-P04", "2030-31-P05"])
def test_an_unknown_period_is_a_wrong_command_and_one_line(trustbook, command, period):
    code, out, err = trustbook(command, period)
    assert code == 2
    assert len(err.strip().splitlines()) == 1
    assert "expected" in err
    assert out == ""


def test_debug_lets_the_error_through(synthetic_workspace, monkeypatch):
    monkeypatch.chdir(synthetic_workspace().root)
    monkeypatch.setattr(sys, "argv", ["trustbook", "--debug", "check", "P4"])
    with pytest.raises(PeriodError):
        cli.main()


def test_a_folder_that_is_no_workspace_is_a_wrong_command(trustbook, tmp_path_factory):
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    code, _, err = trustbook("check", "--workspace", str(elsewhere))
    assert code == 2
    assert str(elsewhere) in err
    assert len(err.strip().splitlines()) == 1


@pytest.mark.parametrize(
    "arguments",
    [
        ["chek"],
        ["check", "--strickt"],
        ["metrics"],
        ["run", "--jobs", "0"],
        ["serve", "--port", "x"],
        ["report", "--executor", "far"],
    ],
    ids=" ".join,
)
def test_a_command_that_there_is_not_is_a_wrong_command(trustbook, arguments):
    code, out, err = trustbook(*arguments)
    assert code == 2
    assert "Usage" in err
    assert out == ""


def test_a_stray_folder_in_the_data_is_told_with_its_place(trustbook, synthetic_workspace):
    (synthetic_workspace().data / "2030-31-p4").mkdir()
    code, _, err = trustbook("check")
    assert code == 2
    assert err.startswith("data/2030-31-p4: ")


def test_a_return_that_cannot_be_read_is_a_failure_with_file_and_line(trustbook, synthetic_workspace, full_return):
    full_return["forecast"][1]["variance_gbp_k"] = "lots"
    synthetic_workspace({LATER: full_return})
    code, _, err = trustbook("metrics", LATER)
    assert code == 1
    assert err.startswith(f"data/{LATER}/forecast.csv, line 3, column variance_gbp_k: found 'lots'")
    assert len(err.strip().splitlines()) == 1


def test_square_brackets_in_a_message_are_not_taken_for_colours(trustbook):
    _, _, err = trustbook("check", "[red]P4[/red]")
    assert "[red]P4[/red]" in err


def test_metrics_are_json_with_value_unit_and_label(trustbook):
    code, out, err = trustbook("metrics", "newest", "--json")
    assert (code, err) == (0, "")
    assert json.loads(out)["forecast.pressure"] == {
        "value": 480,
        "unit": "gbp_k",
        "label": "Pressure above the original contract sum",
    }


def test_metrics_for_people_say_what_was_not_reported(trustbook):
    code, out, _ = trustbook("metrics", "2030-31-P03")
    assert code == 0
    lines = {line.split()[0]: line for line in out.splitlines()}
    assert "£0.465m" in lines["forecast.pressure"]
    assert "12.9%" in lines["forecast.pressure_share"]
    assert "not reported" in lines["council.call"]


@pytest.mark.parametrize("arguments", [("metrics", "newest"), ("diff", "2030-31-P03", "newest")], ids=" ".join)
def test_figures_for_people_fit_a_hundred_columns(trustbook, arguments):
    _, out, _ = trustbook(*arguments)
    assert max(len(line) for line in out.splitlines()) <= 100


def test_metrics_keep_every_digit_for_machines(trustbook):
    _, out, _ = trustbook("metrics", "2030-31-P03", "--json")
    assert json.loads(out)["forecast.pressure_share"]["value"] == pytest.approx(465 / 3600, rel=1e-12)


def test_diff_prints_the_largest_movement_first_and_what_was_not_reported(trustbook):
    code, out, err = trustbook("diff", "2030-31-P03", "newest")
    assert (code, err) == (0, "")
    lines = out.splitlines()
    assert lines[0] == "2030-31-P03 to 2030-31-P04"
    assert "by summary group" in lines[1]
    assert lines[3].startswith("Moved: ")
    assert lines[4].split()[:5] == ["forecast.contract_sum", "£3.600m", "£3.500m", "↓", "down"]
    variance = next(line for line in lines if line.split()[:1] == ["forecast.variance"])
    assert variance.split()[:7] == ["forecast.variance", "£0.345m", "£0.380m", "↑", "up", "£35k:", "worse"]
    assert "council.call" in out


def test_diff_is_json_in_the_units_of_the_metrics(trustbook):
    code, out, _ = trustbook("diff", "2030-31-P03", "2030-31-P04", "--json")
    found = json.loads(out)
    assert (code, found["old"], found["new"]) == (0, "2030-31-P03", "2030-31-P04")
    assert found["figures"]["forecast.pressure"] == {
        "label": "Pressure above the original contract sum",
        "unit": "gbp_k",
        "old": 465,
        "new": 480,
        "change": 15,
        "state": "moved",
        "meaning": "worse",
    }
    assert found["figures"]["council.call"]["state"] == "appeared"


@pytest.mark.parametrize("periods", [("2030-31-P03",), ("P3", "P4"), ("2030-31-P03", "2030-31-P05")])
def test_diff_needs_two_periods_that_have_returns(trustbook, periods):
    code, out, _ = trustbook("diff", *periods)
    assert code == 2
    assert out == ""


def test_the_version_is_said_with_its_commit(trustbook, monkeypatch):
    from trustbook import __version__
    from trustbook.revisions import identity

    monkeypatch.setattr(identity, "commit_of_library", lambda: "c" * 40)
    assert trustbook("--version")[:2] == (0, f"trustbook {__version__}, commit {'c' * 40}\n")
    monkeypatch.setattr(identity, "commit_of_library", lambda: "")
    assert trustbook("--version")[:2] == (0, f"trustbook {__version__}\n")
