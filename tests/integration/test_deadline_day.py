"""One cell is corrected on deadline day: what is said, what is made, and what changed, from the command line."""

import json
import shutil

import pytest
from small_workspaces import BEFORE, NEWEST
from workspaces import trustbook

CORRECTION = (
    ("adjustments.csv", "outside_contract,725,", "outside_contract,735,"),
    ("controls.csv", ",31632,", ",31642,"),
    ("controls.csv", ",32540,", ",32550,"),
)


@pytest.fixture
def workspace(made_here, tmp_path):
    return shutil.copytree(made_here, tmp_path / "workspace")


def correct(workspace, *, undo=False):
    for name, *texts in CORRECTION:
        old, new = reversed(texts) if undo else texts
        file = workspace / "data" / NEWEST / name
        text = file.read_text(encoding="utf-8")
        assert old in text
        file.write_text(text.replace(old, new), encoding="utf-8")


def status(workspace):
    return json.loads(trustbook("status", "--json", cwd=workspace).stdout)


def test_what_will_be_made_is_said_at_once_and_what_changed_at_the_end(workspace):
    newest, before = status(workspace)["periods"]
    assert {newest["edition"], before["edition"]} == {"up to date"}

    correct(workspace)
    stands = status(workspace)
    newest, before = stands["periods"]
    assert (newest["check"], newest["edition"]) == ("changed since it was checked", "changed since it was made")
    assert before["edition"] == "up to date"
    assert stands["next_step"]["command"] == f"trustbook check {NEWEST}"

    ran = trustbook("report", cwd=workspace)
    assert ran.returncode == 0, ran.stderr
    assert ran.stderr.splitlines()[0].startswith("To make: 1 return to check, 2 chapters and 1 edition; about ")
    assert f"{BEFORE} first" not in ran.stderr
    said = ran.stdout.splitlines()
    assert said[0].startswith("Accepted: 2 returns")
    title = next(place for place, line in enumerate(said) if line.endswith("changed since the last build:"))
    assert said[title].startswith(f"{NEWEST}: ")
    assert "  Pressure above the original contract sum: £31.642m, was £31.632m (up £0.010m)" in said[title:]
    assert said[-1].startswith("The site: ")
    assert status(workspace)["periods"][0]["edition"] == "up to date"

    logs = sorted((workspace / "_build" / "log").glob("*.log"))
    kept = logs[-1].read_text(encoding="utf-8")
    assert "asked: trustbook report" in kept
    assert "was £31.632m" in kept
    assert kept.endswith("done\n")
    assert str(workspace) not in kept


def test_for_a_script_what_was_made_is_json_and_what_comes_back_is_said_too(workspace):
    correct(workspace)
    made = json.loads(trustbook("report", "--json", cwd=workspace).stdout)
    assert [each["made"] for each in made] == [
        [
            f"{NEWEST} chapter first",
            f"{NEWEST} chapter second",
            f"{NEWEST} edition",
            f"{NEWEST} figures",
            f"{NEWEST} gate",
        ]
    ]
    assert made[0]["changed_figures"][NEWEST]["forecast.pressure"]["new"]["value"] == 31642
    correct(workspace, undo=True)
    back = json.loads(trustbook("report", "--json", cwd=workspace).stdout)
    assert back[0]["made"] == []
    assert back[0]["changed_figures"][NEWEST]["forecast.pressure"]["new"]["value"] == 31632
    again = json.loads(trustbook("report", "--json", cwd=workspace).stdout)
    assert (again[0]["made"], again[0]["changed_figures"]) == ([], {})


def test_a_return_that_is_refused_stops_the_report_and_the_message_names_the_log(workspace):
    file = workspace / "data" / NEWEST / "adjustments.csv"
    file.write_text(file.read_text(encoding="utf-8").replace(",725,", ",lots,"), encoding="utf-8")
    ran = trustbook("report", cwd=workspace)
    assert ran.returncode == 1
    assert ran.stdout.splitlines()[0].startswith(f"Refused: 1 of 2 returns ({NEWEST})")
    message, log = ran.stderr.splitlines()[-2:]
    assert message.endswith("[error.gate]")
    assert "GateError" in (workspace / log.removeprefix("The log of this run: ")).read_text(encoding="utf-8")
    assert status(workspace)["next_step"]["what"].startswith("Correct the ")
