"""The record of a revision is always the same text, and is read only as it was written."""

import json
from datetime import date

import pytest

from trustbook.config.meeting import Meeting
from trustbook.core.errors import PublishError
from trustbook.revisions.model import Approval, Person, Revision

STATE = "a" * 64
APPROVAL = Approval("Director of Finance", "approval", Person("Ann", "", "given"), "2030-08-19", "", False, STATE)
SILENCE = Approval("Section 151 officer", "consultation", Person("Ben"), "2030-08-19", "", True, STATE)
MEETING = Meeting(body="Joint Committee", date=date(2030, 9, 4), item="5", background=("paper-1",))


@pytest.fixture
def full(record):
    return record(
        notice="Corrected: “£1.2m” & <b>",
        acknowledged={"b@2": "Because", "a@1": "As the paper says"},
        approvals=(APPROVAL, SILENCE),
        overridden="Nobody was there",
        not_answered=("Director",),
        meeting=MEETING,
    )


def test_a_record_is_read_as_it_was_written(full, record):
    assert Revision.from_json(full.as_json()) == full
    assert Revision.from_json(record().as_json()) == record()
    assert Revision.from_json(full.as_json().encode()) == full


def test_the_same_record_is_the_same_text(full, record):
    assert Revision.from_json(full.as_json()).as_json() == full.as_json()
    one, other = record(acknowledged={"a": "1", "b": "2"}), record(acknowledged={"b": "2", "a": "1"})
    assert one.as_json() == other.as_json()
    assert full.as_json().endswith("}\n")


def test_a_record_says_in_which_form_it_is(full):
    values = json.loads(full.as_json())
    assert values["form"] == 1
    with pytest.raises(PublishError, match=r"form: .*newer version of trustbook"):
        Revision.from_json(json.dumps(values | {"form": 2}))


def test_a_record_that_does_not_say_who_had_not_answered_is_read(full):
    values = json.loads(full.as_json())
    assert values.pop("not_answered") == ["Director"]
    assert Revision.from_json(json.dumps(values)).not_answered == ()


WRONG = {
    "period": "2030-31-P13",
    "number": 0,
    "published_on": "2030-02-30",
    "published_at": "2030-08-20 09:30",
    "by": {"name": "Ann"},
    "reason": None,
    "notice": 1,
    "state": "A" * 64,
    "library": {},
    "chromium": [],
    "acknowledged": {"a": 1},
    "approvals": [{"role": "Director"}],
    "overridden": False,
    "meeting": {"body": "Committee"},
    "previous": "x",
}


@pytest.mark.parametrize("field", [each for each in WRONG if each != "by"])
def test_a_field_that_is_wrong_is_named_with_the_file(full, field):
    values = json.loads(full.as_json()) | {field: WRONG[field]}
    with pytest.raises(PublishError, match=rf"^published/x\.json: it is not the record of a revision \({field}"):
        Revision.from_json(json.dumps(values), "published/x.json")


@pytest.mark.parametrize("field", [*WRONG])
def test_a_field_that_is_missing_is_named(full, field):
    values = json.loads(full.as_json())
    del values[field]
    with pytest.raises(PublishError, match=field):
        Revision.from_json(json.dumps(values))


@pytest.mark.parametrize("number", [True, "1", 1.0, 1e3])
def test_a_number_is_a_number_and_nothing_like_it(full, number):
    values = json.loads(full.as_json()) | {"number": number}
    if number == 1e3:
        values["number"] = "1e3"
    with pytest.raises(PublishError, match="number"):
        Revision.from_json(json.dumps(values))


def test_a_field_that_nobody_knows_is_refused(full):
    values = json.loads(full.as_json()) | {"motto": "Onwards"}
    with pytest.raises(PublishError, match="motto"):
        Revision.from_json(json.dumps(values))
    values = json.loads(full.as_json())
    values["by"]["motto"] = "Onwards"
    with pytest.raises(PublishError, match="motto"):
        Revision.from_json(json.dumps(values))


@pytest.mark.parametrize("place", ["reason", "notice", "chromium"])
def test_text_that_cannot_be_seen_is_neither_written_nor_read(full, record, place):
    with pytest.raises(PublishError, match="has the character U"):
        record(**{place: "a\u202eb"}).as_json()
    values = json.loads(full.as_json()) | {place: "a\u202eb"}
    with pytest.raises(PublishError, match="has the character U"):
        Revision.from_json(json.dumps(values))


@pytest.mark.parametrize(
    "changes",
    [{"number": 0}, {"published_on": "20 August"}, {"state": ""}, {"reason": 1}, {"notice": "\ud800"}],
)
def test_a_record_that_could_not_be_read_is_not_written(record, changes):
    with pytest.raises(PublishError):
        record(**changes).as_json()
