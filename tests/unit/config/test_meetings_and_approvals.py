"""The settings name who is asked to approve, and the meeting that an edition is for."""

from datetime import date

import pytest

from trustbook.config.meeting import Meeting
from trustbook.config.settings import PeriodParameters, Settings
from trustbook.config.settings_files import read_yaml, validated
from trustbook.core.errors import WorkspaceError
from trustbook.core.period import Period

LATER = "2030-31-P04"
PERIOD = Period.parse(LATER)
MEETING = {
    "body": "Joint Committee",
    "date": "2030-09-04",
    "agenda_published": "2030-08-27",
    "item": 5,
    "background": ["paper-1", "paper-2"],
}


def roles(trust_settings, *named):
    return validated(
        trust_settings | {"approvals": {"roles": list(named)}}, Settings, "params/trust.yaml"
    ).approvals.roles


def test_nobody_is_asked_by_default(trust_settings):
    assert validated(trust_settings, Settings, "params/trust.yaml").approvals.roles == ()


def test_roles_are_asked_in_the_order_of_the_settings(trust_settings):
    found = roles(
        trust_settings,
        {"role": "Section 151 officer, East", "kind": "approval"},
        {"role": "Lead member, West", "kind": "consultation"},
        {"role": "Director"},
    )
    assert [(each.role, each.kind) for each in found] == [
        ("Section 151 officer, East", "approval"),
        ("Lead member, West", "consultation"),
        ("Director", "approval"),
    ]


@pytest.mark.parametrize(
    ("named", "says"),
    [
        ([{"role": "Director", "kind": "agreement"}], "approvals.roles.0.kind"),
        ([{"role": " "}], "it is empty"),
        ([{"kind": "approval"}], "role"),
        ([{"role": "Director"}, {"role": "director "}], "the same role, asked twice"),
        ([{"role": "x" * 201}], "approvals.roles.0.role"),
        ([{"role": "Director", "name": "Ann"}], "approvals.roles.0.name"),
    ],
)
def test_a_role_that_cannot_be_asked_is_named(trust_settings, named, says):
    with pytest.raises(WorkspaceError, match=says):
        roles(trust_settings, *named)


def test_a_role_may_be_asked_for_an_approval_and_be_consulted(trust_settings):
    assert len(roles(trust_settings, {"role": "Director"}, {"role": "Director", "kind": "consultation"})) == 2


def test_a_period_has_no_meeting_by_default(synthetic_workspace):
    assert synthetic_workspace().meeting(PERIOD) is None
    assert synthetic_workspace(params={LATER: {"period": LATER}}).meeting(PERIOD) is None


def test_a_period_has_the_meeting_of_its_parameters(synthetic_workspace):
    made = synthetic_workspace(params={LATER: {"period": LATER, "meeting": MEETING}})
    assert made.meeting(PERIOD) == Meeting(
        body="Joint Committee",
        date=date(2030, 9, 4),
        agenda_published=date(2030, 8, 27),
        item="5",
        background=("paper-1", "paper-2"),
    )


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"date": "4 September 2030"}, r'expected a day such as "2024-05-01"'),
        ({"date": "2030-02-30"}, "there is no day 2030-02-30"),
        ({"date": 20300904}, "expected a day"),
        ({"date": "20300904"}, "expected a day"),
        ({"date": "2030-W36-3"}, "expected a day"),
        ({"date": "0030-09-04"}, "expected a year from 1900"),
        ({"date": "٢٠٣٠-٠٩-٠٤"}, "expected a day"),
        ({"date": None}, "date"),
        ({"agenda_published": "2030-09-05"}, "after the meeting on 2030-09-04"),
        ({"background": ["a", "a"]}, "'a' stands twice"),
        ({"background": "paper"}, "background"),
        ({"item": True}, "item"),
        ({"item": ""}, "it is empty"),
        ({"body": ""}, "it is empty"),
        ({"room": "Council chamber"}, "room"),
    ],
)
def test_what_no_meeting_has_is_named(changes, says):
    with pytest.raises(WorkspaceError, match=says):
        validated({"period": LATER, "meeting": MEETING | changes}, PeriodParameters, "params/x.yaml")


def test_a_meeting_needs_its_body_and_its_day():
    for missing in ("body", "date"):
        values = {name: value for name, value in MEETING.items() if name != missing}
        with pytest.raises(WorkspaceError, match=missing):
            validated({"period": LATER, "meeting": values}, PeriodParameters, "params/x.yaml")


def test_a_day_stands_in_quotes_in_a_file(tmp_path):
    file = tmp_path / "p.yaml"
    file.write_text(f'period: {LATER}\nmeeting: {{body: Committee, date: "2030-09-04"}}\n')
    assert read_yaml(file, PeriodParameters).meeting.date == date(2030, 9, 4)
    file.write_text(f"period: {LATER}\nmeeting: {{body: Committee, date: 2030-09-04}}\n")
    with pytest.raises(WorkspaceError, match='expected "2030-09-04" in quotes'):
        read_yaml(file, PeriodParameters)


def test_what_was_published_is_in_a_folder_of_the_workspace(synthetic_workspace):
    made = synthetic_workspace()
    assert made.published == made.root / "published"
