"""The state of each action on the day of the meeting, or else on the last day of the period."""

import datetime
import re

import pytest
import yaml

from trustbook.chapters.actions import text as page
from trustbook.chapters.actions.analysis import State, analyse, metrics
from trustbook.chapters.call_on_councils import low_expected_high, mitigations_text
from trustbook.components.absent import AT_ALL, THIS_MONTH
from trustbook.config.officers import Officers
from trustbook.core.period import Period
from trustbook.data.period_data import open_period
from trustbook.starting.period_form import period_form

EARLIER, LATER = "2030-31-P03", "2030-31-P04"
P11 = "2023-24-P11"


def of(rows, full_return):
    return {LATER: full_return | {"actions": rows}}


def action(due=None, done=None, **more):
    return {"action": "Do it", "owner": "Director", "due": due, "done": done} | more


@pytest.fixture
def found(synthetic_data):
    return analyse(synthetic_data())


def test_each_action_has_one_state_and_all_are_counted(found):
    assert [each.state for each in found.actions] == [State.DONE, State.OVERDUE, State.OPEN, State.OPEN]
    assert (len(found.done), len(found.open), len(found.overdue)) == (1, 3, 1)


def test_without_a_meeting_the_day_is_the_last_of_the_period(found):
    assert (found.day, found.meeting) == (datetime.date(2030, 7, 31), "")
    assert found.overdue[0].days_over == 16
    assert "The report names no meeting" in page.day(found)


@pytest.mark.parametrize(
    ("due", "done", "state"),
    [
        ("2030-07-31", None, State.OPEN),
        ("2030-07-30", None, State.OVERDUE),
        ("2030-07", None, State.OPEN),
        ("2030-06", None, State.OVERDUE),
        (None, None, State.OPEN),
        ("2030-06-30", "2030-07-20", State.DONE),
        ("2030-07-20", "2030-06-30", State.DONE),
    ],
)
def test_an_action_is_overdue_from_the_day_after_its_last_day(synthetic_data, full_return, due, done, state):
    assert analyse(synthetic_data(of([action(due, done)], full_return))).actions[0].state is state


def test_the_day_of_the_meeting_counts_where_the_report_is_for_one(synthetic_workspace, full_return):
    workspace = synthetic_workspace(of([action("2030-09")], full_return))
    meeting = {"body": "Joint Committee", "date": "2030-10-02"}
    parameters = yaml.safe_dump({"period": LATER, "meeting": meeting})
    (workspace.params / f"{LATER}.yaml").write_text(parameters, encoding="utf-8")
    data = open_period(LATER, workspace=workspace)
    late = analyse(data)
    assert (late.day, late.meeting, late.actions[0].days_over) == (datetime.date(2030, 10, 2), "Joint Committee", 2)
    assert page.state(late.actions[0]) == "Overdue by 2 days"
    assert "2 October 2030, the day of the meeting of Joint Committee" in str(page.answer(late, data))
    assert {each.name: each.as_at for each in metrics(data)}["actions.overdue"] == "2030-10-02"


def test_done_and_open_make_the_total_and_overdue_is_part_of_open(synthetic_data):
    values = {each.name: each.value for each in metrics(synthetic_data())}
    assert values["actions.done"] + values["actions.open"] == values["actions.total"] == 4
    assert values["actions.overdue"] <= values["actions.open"]


def test_nobody_can_say_what_is_overdue_where_no_open_action_has_a_date(synthetic_data, full_return):
    data = synthetic_data(of([action(), action(action="Do that")], full_return))
    assert {each.name: each.value for each in metrics(data)}["actions.overdue"] is None
    assert "overdue" not in page.counts(analyse(data))
    assert "2 open actions have no date, so nobody can say whether they are late" in str(
        page.answer(analyse(data), data)
    )


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([action()], "The one action of the last meeting is open."),
        ([action("2030-01")], "The one action of the last meeting is overdue."),
        ([action(done="2030-07"), action(done="2030-07", action="B")], "All 2 actions of the last meeting are done."),
        ([action("2030-08"), action("2030-08", action="B")], "none are done and 2 are open. None of those with a date"),
        ([action("2030-01"), action("2030-01", action="B")], "All of these are overdue."),
        ([action("2030-01"), action(done="2030-07", action="B")], "1 is done and 1 is open. It is overdue."),
    ],
)
def test_the_answer_counts_what_there_is(synthetic_data, full_return, rows, said):
    assert said in page.counts(analyse(synthetic_data(of(rows, full_return))))


def test_the_table_says_what_is_not_reported_and_invents_no_date(found, synthetic_data):
    shown = page.every_action(found, synthetic_data())
    assert shown.rows[0] == ("Report the cost of agency staff", "Director", "30 June 2030", "Done on 20 June 2030")
    assert shown.rows[3] == ("Write to the partners", "not reported", "not reported", "Open")
    assert dict(shown.notes) == {1: "Asked for twice"}


@pytest.mark.parametrize(
    ("settings", "owners"),
    [
        ({"officers": Officers.ROLES.value, "officer_roles": {"Ann Example": "Director"}}, ["Director", "Director"]),
        ({"officers": Officers.NONE.value}, [None, None]),
    ],
)
def test_owners_are_shown_as_the_settings_say(synthetic_data, trust_settings, settings, owners):
    data = synthetic_data(trust=trust_settings | settings)
    assert [each.owner for each in analyse(data).actions][:2] == owners
    assert "Ann Example" not in repr(page.every_action(analyse(data), data)) + str(page.owners(analyse(data)))


def test_a_body_that_never_lists_actions_has_no_such_chapter_and_one_that_did_is_told_of_the_month(
    synthetic_data, full_return, group_return
):
    never = synthetic_data({EARLIER: group_return}, period=EARLIER)
    assert page.answer(analyse(never), never).nothing == AT_ALL
    without = {name: rows for name, rows in full_return.items() if name != "actions"}
    before = {EARLIER: group_return | {"actions": [action()]}, LATER: without}
    now = synthetic_data(before, period=LATER)
    assert page.answer(analyse(now), now).nothing == THIS_MONTH
    assert page.news(now) is None


def test_the_true_returns_list_no_actions(real_data):
    data = real_data(P11)
    assert analyse(data) is None
    assert {each.value for each in metrics(data)} == {None}
    assert page.answer(None, data).nothing == AT_ALL


def test_a_new_return_begins_with_the_actions_that_are_open(synthetic_workspace):
    form = period_form(synthetic_workspace(), Period.parse("2030-31-P05")).dataset("actions")
    rows = [row["action"] for row in form.rows]
    assert rows == ["Review the savings", "Visit a home", "Write to the partners"]
    assert not any(row.get("done") for row in form.rows)
    assert form.rows[0]["due"] == "2030-07-15"


def test_a_line_says_it_in_words_that_have_no_figure_of_its_own(found):
    assert re.findall(r"\d+", page.counts(found)) == ["4", "1", "3", "1"]


@pytest.mark.parametrize(
    ("settings", "shown"),
    [
        ({}, "Ann Example"),
        ({"officers": Officers.ROLES.value, "officer_roles": {"Ann Example": "Director"}}, "Director"),
        ({"officers": Officers.NONE.value}, None),
    ],
)
def test_who_is_responsible_for_a_mitigation_is_shown_as_the_settings_say(
    synthetic_data, trust_settings, settings, shown
):
    data = synthetic_data(trust=trust_settings | settings)
    made = mitigations_text.mitigations(low_expected_high.analyse(data), data)
    named = [row[made.headings.index("Who is responsible")] for row in made.rows] if shown else []
    assert set(named) == ({shown} if shown else set())
    assert ("Ann Example" in repr(made)) is (shown == "Ann Example")
