"""Printed movements are held to the figures that they lie between, whatever the months between."""

import pytest
from frames_of_returns import all_frames

from trustbook.checks.findings import Severity
from trustbook.checks.printed_movements import movements
from trustbook.config.settings import Settings

HEADER = (
    "level,heading,variance_gbp_k,movement_gbp_k,previous_variance_gbp_k,previous_period,first_stated_variance_gbp_k"
)


def line(heading, variance, movement="", before="", period="", first=""):
    return f"group,{heading},{variance},{movement},{before},{period},{first}"


@pytest.fixture
def found(synthetic_workspace):
    """All that is looked at in the last of several returns, by month."""

    def find(months_reported=None, controls=None, **returns):
        made = {f"2030-31-{month}": {"forecast": "\n".join([HEADER, *lines, ""])} for month, lines in returns.items()}
        if controls is not None:
            made[max(made)]["controls"] = f"dataset,column,scope,value\nforecast,movement_gbp_k,all,{controls}\n"
        workspace = synthetic_workspace(made)
        *earlier, now = all_frames(workspace)
        settings = workspace.settings
        if months_reported:
            settings = Settings.model_validate(settings.model_dump() | {"months_reported": months_reported})
        return list(movements(now, earlier, settings))

    return find


@pytest.fixture
def missed(found):
    """What the last return is found to miss: rule to severity and sentence."""

    def find(months_reported=None, controls=None, **returns):
        return {
            each.rule: (each.severity, each.sentence)
            for each in found(months_reported, controls, **returns)
            if each.gap is None or each.gap > each.tolerance
        }

    return find


def test_a_false_movement_since_the_month_before_is_critical(missed):
    found = missed(P03=[line("Staff", 100)], P04=[line("Staff", 110, 20)])
    assert found["forecast.movement"][0] is Severity.CRITICAL
    assert missed(P03=[line("Staff", 100)], P04=[line("Staff", 110, 10)]) == {}


def test_a_line_that_the_month_before_did_not_have_hides_no_false_movement_after_it(missed):
    found = missed(P03=[line("Staff", 100)], P04=[line("Cars", 5, 5), line("Staff", 110, 20)])
    assert "moved by 10" in found["forecast.movement"][1]


def test_the_total_of_the_movements_is_held_to_the_change_of_the_whole_variance(missed):
    returns = {"P03": [line("Staff", 100), line("Cars", 7)], "P04": [line("Staff", 110, 10), line("Cars", 7, 0)]}
    assert missed(controls=10, **returns) == {}
    assert "moved by 10 since June, and the paper says 12" in missed(controls=12, **returns)["controls.movement"][1]


def test_a_false_movement_over_a_gap_is_doubted_and_names_the_distance(missed):
    severity, sentence = missed(P02=[line("Staff", 100)], P05=[line("Staff", 110, 20)])["forecast.movement"]
    assert severity is Severity.WARNING
    assert "moved by 10 since May (three months earlier), and the paper gives a movement of 20" in sentence


def test_a_gap_that_the_calendar_has_is_no_gap(missed):
    found = missed((2, 5, 9), P02=[line("Staff", 100)], P05=[line("Staff", 110, 20)])
    assert found["forecast.movement"][0] is Severity.CRITICAL


def test_a_movement_is_measured_from_the_papers_own_previous_figure(missed):
    now = [line("Staff", 110, 5, 105, "2030-31-P04")]
    assert missed(P02=[line("Staff", 100)], P05=now) == {}
    wrong = missed(P02=[line("Staff", 100)], P05=[line("Staff", 110, 10, 105, "2030-31-P04")])
    severity, sentence = wrong["forecast.movement"]
    assert severity is Severity.CRITICAL
    assert "moved by 5 since July," in sentence


def test_the_papers_own_previous_figure_is_held_to_that_return(missed):
    found = missed(P03=[line("Staff", 100)], P04=[line("Staff", 110, 5, 105, "2030-31-P03")])
    assert set(found) == {"forecast.previous_variance"}
    severity, sentence = found["forecast.previous_variance"]
    assert severity is Severity.WARNING
    assert "this paper gives the variance of P3 as 105, and the return of P3 has 100" in sentence


def test_a_movement_is_measured_from_what_was_stated_when_it_was_printed(missed):
    restated = [line("Staff", 130, first=100)]
    assert missed(P03=restated, P04=[line("Staff", 110, 10)]) == {}
    assert missed(P03=restated, P04=[line("Staff", 110, 10, 100, "2030-31-P03")]) == {}
    assert missed(P03=restated, P04=[line("Staff", 110, -20, 130, "2030-31-P03")]) == {}
    assert "forecast.movement" in missed(P03=restated, P04=[line("Staff", 110, -20)])


def test_a_restated_line_is_said_with_both_figures(missed):
    severity, sentence = missed(P03=[line("Staff", 130, first=100)])["forecast.restated"]
    assert severity is Severity.WARNING
    assert "the variance of P3 was first stated as 100 and is restated as 130" in sentence


def test_a_new_year_is_not_measured_from_the_year_before(synthetic_workspace):
    made = {
        period: {"forecast": f"{HEADER}\n{line('Staff', variance, movement)}\n"}
        for period, variance, movement in (("2029-30-P12", 900, ""), ("2030-31-P01", 100, 7))
    }
    workspace = synthetic_workspace(made)
    first, last = all_frames(workspace)
    assert list(movements(last, [], workspace.settings)) == []
    assert first.period.year != last.period.year


def test_each_finding_has_its_line_for_a_key(found):
    lines = [line("Staff", 130, 10, 120, "2030-31-P03", first=100), line("Care", 50, 5, 45, "2030-31-P03", first=40)]
    keys = {(each.rule, each.key) for each in found(P03=[line("Staff", 110), line("Care", 40)], P04=lines)}
    rules = {rule for rule, key in keys if key}
    assert {"forecast.restated", "forecast.previous_variance"} <= rules
    for rule in rules:
        assert {key for each, key in keys if each == rule} == {"Staff", "Care"}
