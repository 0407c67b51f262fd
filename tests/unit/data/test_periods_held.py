import pytest

from trustbook.config.settings import Settings
from trustbook.config.settings_files import validated
from trustbook.core.errors import WorkspaceError
from trustbook.core.formatting import Absence
from trustbook.core.period import Period

EARLIER, LATER = Period.parse("2030-31-P03"), Period.parse("2030-31-P04")


def test_a_return_that_is_there_is_held_and_a_month_without_a_folder_is_not(synthetic_data):
    data = synthetic_data()
    assert data.holds()
    assert data.holds(EARLIER)
    assert not data.holds(EARLIER.step(-1))
    assert data.absence(EARLIER) is Absence.NOT_REPORTED
    assert data.absence(EARLIER.step(-1)) is Absence.NOT_HELD


def test_a_month_known_from_another_paper_alone_is_not_held(synthetic_data, trust_settings):
    known = {"periods": [str(EARLIER)], "known_from": "one table of a later paper"}
    data = synthetic_data(trust=trust_settings | {"returns_not_held": [known]})
    assert not data.holds(EARLIER)
    assert data.holds(LATER)
    assert data.absence_of_movement is Absence.NOT_HELD
    assert data.settings.known_from(EARLIER) == "one table of a later paper"


def test_in_the_first_month_of_a_year_the_question_of_a_movement_does_not_arise(synthetic_data, monthly_returns):
    data = synthetic_data(monthly_returns(100, 120), period="2030-31-P01")
    assert data.absence_of_movement is Absence.NOT_APPLICABLE


def test_a_period_that_is_none_is_refused_in_the_list_of_what_we_do_not_have(trust_settings):
    wrong = trust_settings | {"returns_not_held": [{"periods": ["2030-P03"], "known_from": "a table"}]}
    with pytest.raises(WorkspaceError, match="is not a period"):
        validated(wrong, Settings, "trust.yaml")
