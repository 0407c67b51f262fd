"""How a workspace stands: what is there, what is missing, what has changed, and the next thing to do."""

import json
import sys

import pytest

from trustbook import cli
from trustbook.build.cache import Cache
from trustbook.build.cache_inputs import CacheInputs
from trustbook.checks.findings import Finding, Layer, Report, Severity
from trustbook.core.period import Period
from trustbook.pipeline.workspace_status import (
    Check,
    Edition,
    PeriodStatus,
    in_lines,
    next_step,
    workspace_status,
)

EARLIER, LATER = "2030-31-P03", "2030-31-P04"


def made(workspace, *severities):
    """Put in place, and record, what a report makes; the gate found findings of these severities."""
    inputs, cache, build = CacheInputs(workspace), Cache(workspace.build), workspace.build
    findings = [Finding(each, Layer.RULES, "data/x.csv", "found 'y'", "rule.x.y.z") for each in severities]

    def done(task, content):
        for output in task.outputs:
            place = build / output
            place = place if place.suffix else place / "index.html"
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_text(content, encoding="utf-8")
        cache.ready(task)
        cache.done(task)
        return cache.files(task)

    for period in inputs.periods:
        files = done(inputs.gate(period), Report(str(period), tuple(findings)).as_json())
        for name in inputs.chapters:
            files |= done(inputs.chapter(period, name), "{}")
        files |= done(inputs.figures(period), "{}")
        cache.ready(inputs.edition(period, files))
        task = inputs.edition(period, files)
        (build / task.outputs[0]).mkdir(parents=True, exist_ok=True)
        (build / task.outputs[0] / "index.html").write_text("x")
        cache.done(task)
    (build / "site").mkdir(exist_ok=True)
    (build / "site" / "index.html").write_text("x")
    cache.close(inputs.periods)
    return workspace


def tree(folder):
    return {path: (path.stat().st_mtime_ns, path.is_dir() or path.read_bytes()) for path in sorted(folder.rglob("*"))}


def test_a_new_workspace_is_to_be_checked_and_nothing_is_written(synthetic_workspace):
    workspace = synthetic_workspace()
    before = tree(workspace.root)
    status = workspace_status(workspace)
    assert tree(workspace.root) == before
    assert [each.period for each in status.periods] == [LATER, EARLIER]
    assert {each.check for each in status.periods} == {Check.NEVER}
    assert {each.edition for each in status.periods} == {Edition.NONE}
    assert all(each.draft and each.critical is None for each in status.periods)
    assert (status.next_step.what, status.next_step.command) == ("Check 2 returns.", "trustbook check")


def test_what_the_return_before_had_is_named_where_it_is_missing(synthetic_workspace, full_return):
    following = "2030-31-P05"
    workspace = synthetic_workspace({LATER: full_return, following: {"forecast": full_return["forecast"]}})
    newest, before = workspace_status(workspace).periods
    assert newest.since == before.period == LATER
    assert newest.datasets == ("forecast",)
    assert "savings" in newest.missing
    assert set(newest.missing) == set(before.datasets) - {"forecast"}


def test_after_a_report_all_is_up_to_date_and_the_next_thing_is_to_publish(synthetic_workspace):
    status = workspace_status(made(synthetic_workspace()))
    assert {each.check for each in status.periods} == {Check.ACCEPTED}
    assert {each.edition for each in status.periods} == {Edition.CURRENT}
    assert not any(each.draft for each in status.periods)
    assert status.next_step.command == "trustbook serve"
    assert "2030-31-P05" in status.next_step.what


def test_looking_changes_nothing_after_a_report_either(synthetic_workspace):
    workspace = made(synthetic_workspace(), Severity.WARNING)
    before = tree(workspace.root)
    workspace_status(workspace)
    assert tree(workspace.root) == before


def test_a_corrected_cell_is_to_be_checked_and_made_again_and_the_reason_is_said(synthetic_workspace):
    workspace = made(synthetic_workspace())
    file = workspace.data / LATER / "forecast.csv"
    file.write_text(file.read_text(encoding="utf-8") + " ", encoding="utf-8")
    status = workspace_status(workspace)
    newest, before = status.periods
    assert (newest.check, newest.edition) == (Check.CHANGED, Edition.CHANGED)
    assert newest.why == f"data/{LATER}/forecast.csv changed"
    assert (before.check, before.edition) == (Check.ACCEPTED, Edition.CURRENT)
    assert status.next_step.command == f"trustbook check {LATER}"
    assert f"{LATER} will be rebuilt: data/{LATER}/forecast.csv changed." in in_lines(status)


def test_a_refused_return_is_to_be_mended_first(synthetic_workspace):
    status = workspace_status(made(synthetic_workspace(), Severity.CRITICAL, Severity.WARNING))
    newest = status.periods[0]
    assert (newest.check, newest.critical, newest.warnings, newest.draft) == (Check.REFUSED, 1, 1, True)
    assert status.next_step.what == f"Correct the 1 critical finding of {LATER}."
    assert status.next_step.command == f"trustbook check {LATER}"


def test_findings_that_were_tampered_with_are_not_believed(synthetic_workspace):
    workspace = made(synthetic_workspace(), Severity.CRITICAL)
    file = workspace.build / "findings" / f"{LATER}.json"
    file.write_text(file.read_text(encoding="utf-8").replace("critical", "warning "), encoding="utf-8")
    assert workspace_status(workspace).periods[0].check is Check.CHANGED


def standing(period=LATER, check=Check.ACCEPTED, warnings=0, edition=Edition.CURRENT):
    return PeriodStatus(period, ("forecast",), (), "", check, 0, warnings, edition, 0, "")


@pytest.mark.parametrize(
    ("periods", "site", "command"),
    [
        ([], False, "trustbook new PERIOD"),
        ([standing(check=Check.NEVER)], False, f"trustbook check {LATER}"),
        ([standing(EARLIER, Check.CHANGED), standing(check=Check.NEVER)], True, "trustbook check"),
        ([standing(EARLIER, Check.REFUSED), standing()], True, f"trustbook check {EARLIER}"),
        ([standing(edition=Edition.NONE)], True, "trustbook report"),
        ([standing()], False, "trustbook report"),
        ([standing(warnings=2)], True, f"trustbook check {LATER}"),
        ([standing(EARLIER, warnings=2), standing()], True, "trustbook serve"),
    ],
)
def test_the_next_thing_to_do_has_its_command(periods, site, command):
    assert next_step(periods, Period(2030, 5), site=site).command == command


def test_the_command_prints_the_next_thing_first_and_json_has_the_same(
    synthetic_workspace, full_return, monkeypatch, capsys
):
    monkeypatch.chdir(synthetic_workspace().root)

    def run(*arguments):
        monkeypatch.setattr(sys, "argv", ["trustbook", "status", *arguments])
        with pytest.raises(SystemExit):
            cli.main()
        return capsys.readouterr().out

    lines = run().splitlines()
    assert lines[:2] == ["Next: Check 2 returns.", "  trustbook check"]
    assert " ".join(lines[3].split()) == f"{LATER} {len(full_return)} datasets not checked not made"
    values = json.loads(run("--json"))
    assert values["next_step"] == {"what": "Check 2 returns.", "command": "trustbook check"}
    assert values["periods"][0] | {"datasets": ..., "missing": ...} == {
        "period": LATER,
        "datasets": ...,
        "missing": ...,
        "since": EARLIER,
        "check": "not checked",
        "critical": None,
        "warnings": None,
        "edition": "not made",
        "to_make": values["periods"][0]["to_make"],
        "why": "it has not been made here before",
        "draft": True,
    }
