import json
from decimal import Decimal
from pathlib import Path

import pytest
from frames_of_returns import frames
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from trustbook.checks.findings import Severity
from trustbook.checks.reconciliation_table import Frames
from trustbook.checks.reconciliations import reconcile
from trustbook.core.period import Period

ROOT = Path(__file__).parents[3]
EARLIER, LATER = "2030-31-P03", "2030-31-P04"


@pytest.fixture
def declared(synthetic_workspace):
    """All that a return is held to."""

    def declare(returns=None, period=LATER, **parts):
        workspace, now = synthetic_workspace(returns, **parts), Period.parse(period)
        earlier = [frames(workspace, each) for each in workspace.periods() if each.year == now.year and each < now]
        return reconcile(frames(workspace, now), earlier, workspace.settings)

    return declare


def of(rule, found):
    return [each for each in found if each.rule == rule]


def gap(each):
    return abs(each.left - each.right)


def misses(found):
    return [each for each in found if each.right is not None and gap(each) > each.tolerance]


def test_a_return_that_agrees_with_itself_misses_nothing(declared):
    found = declared()
    assert misses(found) == []
    assert all(each.right is not None for each in found)
    assert {each.rule for each in found} == {
        "forecast.revised_contract_sum",
        "forecast.projected_outturn",
        "savings.rag_adds_to_target",
        "savings.stated_total",
        "controls.total",
        "forecast.movement",
        "controls.movement",
        "adjustments.agreed_funding",
        "adjustments.red_outside_forecast",
        "councils.split",
        "councils.call",
        "front_door.contact_share",
        "front_door.outcome_share",
        "benefits.funnel_narrows",
        "benefits.parts_add_up",
    }


@pytest.mark.parametrize(
    ("column", "rules"),
    [
        ("contract_sum_gbp_k", {"forecast.revised_contract_sum"}),
        ("change_requests_gbp_k", {"forecast.revised_contract_sum", "adjustments.agreed_funding"}),
        ("revised_contract_sum_gbp_k", {"forecast.revised_contract_sum", "forecast.projected_outturn"}),
        ("projected_outturn_gbp_k", {"forecast.projected_outturn"}),
    ],
)
def test_a_forecast_line_that_does_not_add_up_is_seen_where_it_stands(
    declared, full_return, group_return, column, rules
):
    full_return["forecast"][1][column] += 7
    missed = misses(declared({EARLIER: group_return, LATER: full_return}))
    assert {each.rule for each in missed} == rules
    for each in missed:
        assert gap(each) == 7000
        if each.rule.startswith("forecast."):
            assert (each.file, each.line) == (f"data/{LATER}/forecast.csv", 3)
            assert "Placements" in each.sentence


def test_a_forecast_line_must_add_up_to_the_pound(declared, full_return):
    full_return["forecast"][0]["projected_outturn_gbp_k"] = "1150.001"
    (missed,) = misses(declared({LATER: full_return}))
    assert missed.rule == "forecast.projected_outturn"
    assert (gap(missed), missed.tolerance) == (1, 0)


def test_a_forecast_line_with_a_missing_cell_is_not_added_up(declared, full_return):
    full_return["forecast"][1]["contract_sum_gbp_k"] = None
    found = declared({LATER: full_return})
    assert [each.line for each in of("forecast.revised_contract_sum", found)] == [2, 4]
    assert [each.line for each in of("forecast.projected_outturn", found)] == [2, 3, 4]


def test_a_forecast_by_group_needs_only_its_variances(declared, group_return):
    found = declared({EARLIER: group_return}, EARLIER)
    assert [each.rule for each in found] == ["councils.split"]


@pytest.mark.parametrize("column", ["red_gbp_k", "amber_gbp_k", "green_gbp_k", "target_gbp_k"])
def test_a_savings_line_whose_ratings_miss_its_target_is_a_warning(declared, full_return, column):
    full_return["savings"][1][column] += 1
    (missed,) = [each for each in misses(declared({LATER: full_return})) if each.rule == "savings.rag_adds_to_target"]
    assert (missed.line, missed.column, missed.severity) == (3, "target_gbp_k", Severity.WARNING)
    assert missed.sentence.startswith("A2:")


def test_a_total_printed_for_what_can_arrive_that_counts_something_else_is_a_warning(declared, full_return):
    full_return["savings"][0]["stated_total_gbp_k"] = 100
    (missed,) = misses(declared({LATER: full_return}))
    assert missed.rule == "savings.stated_total"
    assert (missed.line, missed.severity) == (2, Severity.WARNING)
    assert "100" in missed.sentence
    assert "85" in missed.sentence


def test_mitigations_count_as_what_can_arrive(declared, full_return):
    full_return["savings"][2]["mitigations_gbp_k"] = 30
    full_return["savings"][2]["stated_total_gbp_k"] = 30
    assert misses(declared({LATER: full_return})) == []


def test_a_savings_line_with_a_missing_cell_is_not_added_up(declared, full_return):
    full_return["savings"][0]["mitigations_gbp_k"] = None
    full_return["savings"][1]["amber_gbp_k"] = None
    found = declared({LATER: full_return})
    assert [each.line for each in of("savings.stated_total", found)] == [4]
    assert [each.line for each in of("savings.rag_adds_to_target", found)] == [2, 4]


@pytest.mark.parametrize(("printed", "seen"), [(379, False), (381, False), (382, True), (378, True), ("381.001", True)])
def test_lines_may_miss_a_printed_total_by_a_thousand_inclusive(declared, full_return, printed, seen):
    full_return["controls"][0]["value"] = printed
    missed = misses(declared({LATER: full_return}))
    assert [each.line for each in missed] == ([2] if seen else [])
    assert all(each.severity is Severity.CRITICAL for each in missed)


@pytest.mark.parametrize(("printed", "seen"), [(375, False), (385, False), (386, True), (374, True)])
def test_a_total_printed_to_tens_may_be_missed_by_half_of_ten(declared, full_return, printed, seen):
    full_return["controls"][0] |= {"value": printed, "decimals": -1}
    assert [each.line for each in misses(declared({LATER: full_return}))] == ([2] if seen else [])


def test_the_suite_that_judges_lets_a_gap_as_wide_as_the_tolerance_pass():
    suite = json.loads((ROOT / "expectations" / "reconciliations.json").read_text(encoding="utf-8"))
    pairs = [rule["kwargs"] for rule in suite["expectations"] if "column_A" in rule["kwargs"]]
    assert pairs
    assert all(pair["or_equal"] for pair in pairs)
    assert {(pair["column_A"], pair["column_B"]) for pair in pairs} == {("tolerance_gbp", "gap_gbp")}


def test_beside_a_missing_cell_the_value_that_would_fill_it_is_said(declared, full_return):
    full_return["forecast"][1]["variance_gbp_k"] = None
    (total,) = [each for each in of("controls.total", declared({LATER: full_return})) if each.line == 2]
    assert total.right is None
    assert "the missing cell would be 300" in total.sentence


def test_beside_several_missing_cells_what_they_add_up_to_is_said(declared, full_return):
    for place in (0, 1):
        full_return["forecast"][place]["variance_gbp_k"] = None
    (total,) = [each for each in of("controls.total", declared({LATER: full_return})) if each.line == 2]
    assert total.right is None
    assert "the 2 missing cells would add up to 400" in total.sentence


@pytest.mark.parametrize(
    ("dataset", "column", "scope", "total"),
    [
        ("forecast", "variance_gbp_k", "all", 380),
        ("forecast", "variance_gbp_k", "group=Care", 280),
        ("forecast", "variance_gbp_k", "group=Staff", 100),
        ("forecast", "contract_sum_gbp_k", "heading=Homes", 500),
        ("savings", "red_gbp_k", "ref=A*", 55),
        ("savings", "red_gbp_k", "ref=A[13]", 55),
        ("savings", "red_gbp_k", "in_forecast=no", 15),
        ("savings", "target_gbp_k", "sro=Ann*", 300),
        ("adjustments", "amount_gbp_k", "kind=not_in_forecast", 20),
        ("position", "pressure_gbp_k", "all", 480),
        ("position", "call_gbp_k", "all", 500),
    ],
)
def test_a_control_adds_up_the_lines_in_its_scope(declared, full_return, dataset, column, scope, total):
    full_return["controls"] = [full_return["controls"][0] | {"dataset": dataset, "column": column, "scope": scope}]
    full_return["controls"][0]["value"] = total
    (found,) = of("controls.total", declared({LATER: full_return}))
    assert found.left == found.right == total * 1000


def test_a_group_scope_holds_for_a_forecast_by_group(declared, group_return, full_return):
    group_return["controls"] = [full_return["controls"][1] | {"value": 255}]
    (found,) = of("controls.total", declared({EARLIER: group_return}, EARLIER))
    assert found.left == found.right == 255_000


def test_a_scope_that_matches_no_line_misses_its_total(declared, full_return):
    full_return["controls"][1]["scope"] = "group=Caer"
    assert [each.line for each in misses(declared({LATER: full_return}))] == [3]


@pytest.mark.parametrize(
    "wrong",
    [
        {"column": "heading"},
        {"column": "note"},
        {"dataset": "adjustments", "column": "item"},
        {"column": "no_such_column"},
        {"scope": "no_such_column=x"},
        {"dataset": "position", "column": "variance_gbp_k"},
        {"scope": "heading=Nothing"},
    ],
    ids=str,
)
def test_a_control_that_ties_to_no_amounts_is_seen_and_does_not_stop_the_gate(declared, full_return, wrong):
    full_return["controls"] = [full_return["controls"][0] | wrong]
    found = declared({LATER: full_return})
    assert of("controls.total", found) == []
    assert [(each.line, each.file) for each in misses(found)] == [(2, f"data/{LATER}/controls.csv")]


@pytest.mark.parametrize("column", ["dataset", "column", "scope", "value", "decimals"])
def test_a_control_with_a_missing_cell_is_left_to_the_rules(declared, full_return, column):
    full_return["controls"] = [full_return["controls"][0] | {column: None}]
    found = declared({LATER: full_return})
    assert misses(found) == []
    assert of("controls.total", found) == []


def test_a_control_of_a_dataset_that_is_not_reported_is_seen(declared, full_return):
    del full_return["savings"]
    assert [(each.rule, each.line) for each in misses(declared({LATER: full_return}))] == [
        ("controls.scope", 7),
        ("mitigations.relates_to", 3),
        ("programme.savings_ref", 2),
    ]


def test_a_movement_that_is_not_that_of_the_variance_is_seen(declared, full_return, group_return):
    full_return["forecast"][0]["movement_gbp_k"] = 12
    full_return["controls"] = []
    (missed,) = misses(declared({EARLIER: group_return, LATER: full_return}))
    assert missed.rule == "forecast.movement"
    assert (missed.line, missed.column) == (2, "movement_gbp_k")
    assert missed.sentence.startswith("Staff:")


def test_a_movement_may_miss_by_a_thousand_inclusive(declared, full_return, group_return):
    full_return["forecast"][0]["movement_gbp_k"] = 11
    full_return["controls"] = []
    assert misses(declared({EARLIER: group_return, LATER: full_return})) == []


def test_movements_are_compared_by_heading_where_both_months_report_headings(declared, full_return):
    before = {"forecast": [dict(row) for row in full_return["forecast"]]}
    for row in before["forecast"]:
        row["variance_gbp_k"] -= row["movement_gbp_k"]
        row["projected_outturn_gbp_k"] -= row["movement_gbp_k"]
    found = declared({EARLIER: before, LATER: full_return})
    assert [(each.line, each.left) for each in of("forecast.movement", found)] == [(2, 10_000), (3, 20_000), (4, 5_000)]
    assert misses(found) == []


def test_beside_a_missing_movement_the_value_that_would_fill_it_is_said(declared, full_return, group_return):
    full_return["forecast"][2]["movement_gbp_k"] = None
    found = of("forecast.movement", declared({EARLIER: group_return, LATER: full_return}))
    care = next(each for each in found if each.sentence.startswith("Care:"))
    assert care.right is None
    assert "the missing cell would be 5" in care.sentence


def test_the_movement_printed_in_total_is_compared_with_both_variances(declared, full_return, group_return):
    full_return["controls"][2]["value"] = 37
    missed = misses(declared({EARLIER: group_return, LATER: full_return}))
    assert {each.rule for each in missed} == {"controls.total", "controls.movement"}
    assert {each.line for each in missed} == {4}


def test_without_the_month_before_no_movement_is_judged(declared, full_return):
    rules = {each.rule for each in declared({LATER: full_return})}
    assert not rules & {"forecast.movement", "controls.movement"}


def test_beside_a_variance_that_the_month_before_lacks_no_movement_is_judged(declared, full_return, group_return):
    group_return["forecast"][1]["variance_gbp_k"] = None
    found = declared({EARLIER: group_return, LATER: full_return})
    assert [each.sentence.split(":")[0] for each in of("forecast.movement", found)] == ["Staff"]
    assert of("controls.movement", found) == []


def test_a_heading_that_stood_twice_the_month_before_does_not_stop_the_gate(declared, full_return):
    before = {"forecast": [dict(row) for row in full_return["forecast"]]}
    before["forecast"].append(dict(before["forecast"][0]))
    found = declared({EARLIER: before, LATER: full_return})
    assert of("forecast.revised_contract_sum", found)


def test_funding_agreed_must_be_what_the_change_requests_add_up_to(declared, full_return, group_return):
    full_return["adjustments"][0]["amount_gbp_k"] = 52
    full_return["controls"] = []
    (missed,) = misses(declared({EARLIER: group_return, LATER: full_return}))
    assert missed.rule == "adjustments.agreed_funding"
    assert (missed.left, missed.right) == (52_000, 50_000)


def test_red_that_is_not_in_the_forecast_ties_only_the_lines_marked_so(declared, full_return):
    (found,) = of("adjustments.red_outside_forecast", declared({LATER: full_return}))
    assert found.left == found.right == 15_000


@pytest.mark.parametrize("mark", ["yes", None])
def test_a_red_item_whose_line_is_not_marked_is_seen(declared, full_return, mark):
    full_return["savings"][0]["in_forecast"] = mark
    (missed,) = misses(declared({LATER: full_return}))
    assert missed.rule == "adjustments.red_outside_forecast"
    assert (missed.left, missed.right) == (15_000, 0)


def test_a_red_line_marked_so_without_an_item_is_seen(declared, full_return):
    full_return["savings"][2]["in_forecast"] = "no"
    (missed,) = misses(declared({LATER: full_return}))
    assert (missed.left, missed.right) == (15_000, 55_000)


def test_without_marked_lines_or_items_nothing_is_tied(declared, full_return):
    full_return["savings"][0]["in_forecast"] = None
    full_return["adjustments"][3]["savings_ref"] = None
    assert of("adjustments.red_outside_forecast", declared({LATER: full_return})) == []


@pytest.mark.parametrize("share", ["0.6", "0.8", "0.6999999999", "0.7000000000001", "0.6999999999999"])
def test_shares_that_do_not_sum_to_one_are_seen(declared, trust_settings, share):
    trust_settings["councils"][1]["share"] = share
    (missed,) = misses(declared(trust=trust_settings))
    assert missed.rule == "councils.split"
    assert missed.severity is Severity.CRITICAL


@pytest.mark.parametrize("share", ["0.7", "0.3333", "0.00001"])
def test_the_councils_amounts_add_back_to_the_call_to_the_pound(declared, trust_settings, share):
    trust_settings["councils"][0]["share"] = str(1 - Decimal(share))
    trust_settings["councils"][1]["share"] = share
    (call,) = of("councils.call", declared(trust=trust_settings))
    assert call.left == call.right == 500_000
    assert call.tolerance == 0


def test_a_division_that_loses_a_pound_is_critical_and_shows_each_part(declared, trust_settings, monkeypatch):
    monkeypatch.setattr(
        "trustbook.checks.reconciliations.split",
        lambda amount, shares: {code: int(amount * share) - 1 for code, share in shares.items()},
    )
    (missed,) = misses(declared(trust=trust_settings))
    assert (missed.rule, missed.severity) == ("councils.call", Severity.CRITICAL)
    assert "East £149,999 and West £349,999" in missed.sentence


def test_a_return_without_items_outside_the_forecast_has_no_call_to_divide(declared):
    assert of("councils.call", declared(period=EARLIER)) == []


def test_a_missing_dataset_is_named_by_the_file_it_would_have():
    assert Frames(Period(2030, 4), {}).file("savings") == f"data/{LATER}/savings.csv"


@given(earlier=st.integers(0, 500), later=st.integers(0, 500), same=st.booleans())
@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_funnel_that_widens_is_critical_only_where_both_stages_count_the_same(
    declared, full_return, earlier, later, same
):
    carers = [
        row | {"unit": "enquiries" if same else row["unit"], "value": value}
        for row, value in zip(full_return["benefits"][11:13], (earlier, later), strict=True)
    ]
    assert [row["measure"] for row in carers] == ["foster_carers"] * 2
    kept = [row for row in full_return["benefits"] if row["measure"] != "foster_carers"]
    missed = misses(declared({LATER: full_return | {"benefits": kept + carers}}))
    assert [each.rule for each in missed] == (["benefits.funnel_narrows"] if same and later > earlier else [])
    assert all(each.severity is Severity.CRITICAL for each in missed)


@pytest.mark.parametrize(("line", "severity"), [(1, Severity.CRITICAL), (21, Severity.WARNING)])
def test_parts_that_miss_their_whole_stop_the_report_for_children_and_are_a_reservation_for_money(
    declared, full_return, line, severity
):
    full_return["benefits"][line]["value"] += 7
    (missed,) = misses(declared({LATER: full_return}))
    assert (missed.rule, missed.severity, gap(missed)) == ("benefits.parts_add_up", severity, 7)


def test_benefits_without_a_column_are_left_to_the_suite(declared, full_return):
    made = full_return | {"benefits": b"measure,value\nchildren,3\n"}
    assert [each for each in declared({LATER: made}) if each.rule.startswith("benefits.")] == []


@pytest.mark.parametrize("line", [1, 21])
def test_the_parts_of_a_benefit_may_not_be_one_child_or_one_pound_from_their_whole(declared, full_return, line):
    full_return["benefits"][line]["value"] += 1
    (missed,) = misses(declared({LATER: full_return}))
    assert (missed.rule, gap(missed)) == ("benefits.parts_add_up", 1)


@pytest.mark.parametrize(("later", "widens"), [(40, False), (41, True)])
def test_a_funnel_may_keep_all_of_its_stage_before_and_not_one_more(declared, full_return, later, widens):
    kept = [row for row in full_return["benefits"] if row["measure"] != "foster_carers"]
    carers = [
        row | {"unit": "enquiries", "value": value}
        for row, value in zip(full_return["benefits"][11:13], (40, later), strict=True)
    ]
    missed = misses(declared({LATER: full_return | {"benefits": kept + carers}}))
    assert [each.rule for each in missed] == (["benefits.funnel_narrows"] if widens else [])


def test_a_saving_that_two_projects_carry_is_refused_where_the_second_names_it(declared, full_return):
    first = full_return["programme"][0]
    ref = full_return["savings"][0]["ref"]
    full_return["programme"] = [first | {"savings_ref": ref}, first | {"project": "Another", "savings_ref": ref}]
    (twice,) = [each for each in misses(declared({LATER: full_return})) if each.rule == "programme.saving_twice"]
    assert (twice.line, twice.column) == (3, "savings_ref")
    assert f"saving '{ref}' is carried by {first['project']} too" in twice.sentence
