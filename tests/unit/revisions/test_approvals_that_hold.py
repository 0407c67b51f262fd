"""An approval holds for the state that it was given for, and silence is never one."""

from datetime import UTC, datetime

import pytest

from trustbook.config.approvals import Role
from trustbook.core.errors import PublishError
from trustbook.core.period import Period
from trustbook.revisions.approvals import approval_of, missing, new_entry, outcome, standing
from trustbook.revisions.log import NewEntry, append, read
from trustbook.revisions.model import Approval, Person

PERIOD = Period.parse("2030-31-P04")
NOON = datetime(2030, 8, 20, 12, tzinfo=UTC)
STATE, OTHER = "a" * 64, "b" * 64
DIRECTOR, OFFICER = Role(role="Director of Finance"), Role(role="Section 151 officer, East", kind="consultation")
ANN = Person("Ann Example", "ann@example.org", "git")


def approval(role=DIRECTOR.role, kind="approval", state=STATE, comment="", no_comments=False, on="2030-08-19"):
    return Approval(role, kind, ANN, on, comment, no_comments, state)


def consultation(**more):
    return approval(OFFICER.role, "consultation", **more)


@pytest.fixture
def logged(tmp_path):
    def log(*approvals, period=PERIOD):
        append(tmp_path, [new_entry(each, period) for each in approvals], NOON)
        return read(tmp_path)

    return log


def said(entries, state=STATE, roles=(DIRECTOR, OFFICER), period=PERIOD):
    return {each.role: each.said for each in standing(roles, entries, period, state)}


def test_an_approval_is_read_from_the_log_as_it_was_given(logged):
    given = [approval(comment="Fine by me."), consultation(no_comments=True), consultation(comment="A comment.")]
    assert [approval_of(each) for each in logged(*given)] == given


def test_nobody_has_answered_at_first():
    asked = standing([DIRECTOR, OFFICER], [], PERIOD, STATE)
    assert [each.said for each in asked] == ["not yet approved", "not yet consulted"]
    assert missing(asked) == asked


def test_who_has_answered_is_said_and_no_longer_missing(logged):
    entries = logged(approval(), consultation(comment="A comment."))
    assert said(entries) == {
        "Director of Finance": "approved",
        "Section 151 officer, East": "consulted; comments received",
    }
    assert missing(standing([DIRECTOR, OFFICER], entries, PERIOD, STATE)) == []


def test_silence_is_said_as_silence_and_never_as_an_approval(logged):
    entries = logged(consultation(no_comments=True))
    found = said(entries)["Section 151 officer, East"]
    assert found == "consulted; no comments received"
    assert "approved" not in found
    assert "approved" not in outcome(consultation())


def test_an_approval_of_other_figures_does_not_hold(logged):
    entries = logged(approval(state=OTHER))
    director = standing([DIRECTOR], entries, PERIOD, STATE)[0]
    assert director.given is None
    assert director.void == approval(state=OTHER)
    assert director.said == "approved for other figures, which does not hold for these"
    assert missing([director]) == [director]


def test_an_approval_holds_once_more_when_the_figures_are_what_they_were(logged):
    entries = logged(approval(), approval(state=OTHER))
    assert said(entries, STATE, [DIRECTOR]) == said(entries, OTHER, [DIRECTOR]) == {"Director of Finance": "approved"}


def test_the_newest_answer_holds(logged):
    entries = logged(consultation(no_comments=True), consultation(comment="A late comment."))
    assert standing([OFFICER], entries, PERIOD, STATE)[0].given.comment == "A late comment."


def test_an_approval_of_another_period_is_nothing_to_this_one(logged):
    entries = logged(approval(), period=PERIOD.step(1))
    assert standing([DIRECTOR], entries, PERIOD, STATE)[0].void is None


def test_a_consultation_is_no_approval_of_the_same_role(logged):
    entries = logged(approval(kind="consultation", no_comments=True))
    one, other = standing([DIRECTOR], entries, PERIOD, STATE)
    assert (one.said, one.asked) == ("not yet approved", True)
    assert (other.said, other.asked) == ("consulted; no comments received", False)


def test_a_role_may_be_asked_for_both(logged):
    both = [DIRECTOR, Role(role=DIRECTOR.role, kind="consultation")]
    entries = logged(approval())
    assert [each.said for each in standing(both, entries, PERIOD, STATE)] == ["approved", "not yet consulted"]


def test_a_role_is_the_same_however_it_is_spaced_and_capitalised(logged):
    entries = logged(approval("director  of FINANCE"))
    assert said(entries, roles=[DIRECTOR]) == {"Director of Finance": "approved"}


def test_roles_that_are_no_longer_asked_are_listed_last(logged):
    entries = logged(approval("Lead member, East"), approval("Monitoring officer", state=OTHER), approval())
    found = standing([OFFICER, DIRECTOR], entries, PERIOD, STATE)
    assert [(each.role, each.asked) for each in found] == [
        ("Section 151 officer, East", True),
        ("Director of Finance", True),
        ("Lead member, East", False),
        ("Monitoring officer", False),
    ]
    assert missing(found) == [found[0]]


@pytest.mark.parametrize(
    "wrong",
    [
        approval(no_comments=True),
        consultation(no_comments=True, comment="A comment."),
        approval(role=" "),
        approval(comment="a\u202eb"),
        approval(comment="x" * 10_001),
    ],
)
def test_an_answer_that_contradicts_itself_is_not_logged(wrong):
    with pytest.raises(PublishError):
        new_entry(wrong, PERIOD)


@pytest.mark.parametrize(
    "details",
    [{}, {"role": 1, "on": "2030-08-19", "comment": "", "no_comments": False}]
    + [{"role": "Director", "on": day, "comment": "", "no_comments": False} for day in ("today", "2030-02-30")]
    + [{"role": "Director", "on": "2030-08-19", "comment": "", "no_comments": True}],
)
def test_an_entry_that_is_no_approval_although_it_says_so_is_named(tmp_path, details):
    append(tmp_path, [NewEntry(ANN, "approved", str(PERIOD), STATE, details)], NOON)
    with pytest.raises(PublishError, match=r"published/log\.jsonl, line 1"):
        standing([DIRECTOR], read(tmp_path), PERIOD, STATE)


def test_more_may_stand_in_an_entry(tmp_path):
    new = new_entry(approval(), PERIOD)
    more = NewEntry(new.by, new.action, new.period, new.state, dict(new.details) | {"clock": "fixed"})
    append(tmp_path, [more, NewEntry(ANN, "checked", str(PERIOD), STATE, {})], NOON)
    assert [approval_of(each) for each in read(tmp_path)] == [approval(), None]
