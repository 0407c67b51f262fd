"""What the gate holds spending so far to, and what it doubts, each with its line and its evidence."""

import pytest
from frames_of_returns import all_frames

from trustbook.checks.findings import Severity
from trustbook.checks.plausibility import plausible
from trustbook.checks.reconciliations import reconcile
from trustbook.checks.unnamed_totals import sums_of_lines

NAMES = ("heading", "to_date_gbp_k", "committed_gbp_k", "profile_gbp_k")
GOOD = [("Staffing", 400, 500, 350), ("Placements", 700, 1500, 750), ("Homes", 150, 200, 160)]


@pytest.fixture
def found(synthetic_workspace, full_return):
    """What is declared and missed of the last of several returns, by rule, of those about spending."""

    def find(*returns, controls=(), forecast=None):
        made = {
            f"2030-31-P{month:02d}": {
                "forecast": forecast or full_return["forecast"],
                "actuals": [dict(zip(NAMES, row, strict=False)) for row in rows],
                "controls": list(controls),
            }
            for month, rows in returns
        }
        workspace = synthetic_workspace(made)
        *earlier, now = all_frames(workspace)
        declared = [*reconcile(now, earlier, workspace.settings), *sums_of_lines(now)]
        declared += plausible(now, earlier, workspace.settings)
        return [
            each
            for each in declared
            if (each.dataset == "actuals" or each.file.endswith("actuals.csv"))
            and (each.right is None or abs(each.left - each.right) > each.tolerance)
        ]

    return find


def rules(declared):
    return [(each.rule, each.line) for each in declared]


def test_spending_that_fits_its_forecast_is_neither_refused_nor_doubted(found):
    assert found((4, GOOD)) == []


def test_a_line_that_the_forecast_does_not_have_is_refused_with_the_names_it_has(found):
    (one,) = found((4, [("Stafing", 400), *GOOD[1:]]))
    assert (one.rule, one.line, one.column, one.severity) == ("actuals.heading", 2, "heading", Severity.CRITICAL)
    assert "the forecast has no line 'Stafing'" in one.sentence
    assert one.expected == "one of: Staffing, Placements, Homes"


def test_names_are_held_to_a_forecast_that_has_nothing_but_names(found):
    names = [{"level": "group", "heading": name} for name in ("Staffing", "Placements", "Homes")]
    every = found((4, [("Stafing", 400), *GOOD[1:]]), forecast=names)
    assert ("actuals.heading", 2) in rules(every)


def test_a_subtotal_of_the_forecast_is_refused_as_one(found, full_return):
    subtotal = {"level": "subtotal", "heading": "Care", "variance_gbp_k": 280}
    rows = [full_return["forecast"][0], subtotal, *full_return["forecast"][1:]]
    every = found((4, [*GOOD, ("Care", 850)]), forecast=rows)
    (one,) = [each for each in every if each.rule == "actuals.heading"]
    assert "'Care' is a subtotal of the forecast" in one.sentence


@pytest.mark.parametrize("row", [("Staffing", 1200), ("Staffing", 1200, 10)])
def test_more_spent_than_the_year_is_to_cost_is_doubted_once(found, row):
    (one,) = found((4, [row, *GOOD[1:]]))
    assert (one.rule, one.line, one.severity) == ("plausible.spent_above_outturn", 2, Severity.WARNING)
    assert "1,200 is spent so far, and the year is forecast to end at 1,150, with 8 months to go" in one.sentence


def test_more_spent_and_committed_than_the_year_is_to_cost_is_doubted(found):
    (one,) = found((4, [("Staffing", 400, 800), *GOOD[1:]]))
    assert (one.rule, one.column) == ("plausible.committed_above_outturn", "committed_gbp_k")
    assert "400 spent and 800 committed make 1,200" in one.sentence


def test_at_the_end_of_the_year_spending_may_be_above_the_outturn(found):
    assert found((12, [("Staffing", 1200, 100, 1050), *GOOD[1:]])) == []


def test_a_profile_of_the_whole_year_is_doubted_on_its_line(found):
    (one,) = found((4, [("Staffing", 400, 500, 1050), *GOOD[1:]]))
    assert (one.rule, one.line) == ("plausible.profile_of_whole_year", 2)
    assert "the profile is the contract sum of the whole year, 1,050, with 8 months to go" in one.sentence


def test_a_whole_column_of_yearly_budgets_is_doubted_once(found):
    (one,) = found((4, [("Staffing", 400, 1, 1050), ("Placements", 700, 1, 2000), ("Homes", 150, 1, 500)]))
    assert (one.rule, one.line) == ("plausible.profile_of_whole_year", None)
    assert "on each of 3 lines (Staffing, Placements and Homes)" in one.sentence


@pytest.mark.parametrize(
    ("row", "column"), [(("Staffing", -400), "to_date_gbp_k"), (("Staffing", 400, -500), "committed_gbp_k")]
)
def test_a_sign_other_than_the_forecasts_is_doubted(found, row, column):
    (one,) = found((4, [row, *GOOD[1:]]))
    assert (one.rule, one.line, one.column) == ("plausible.spent_other_sign", 2, column)


def test_a_total_that_reading_refuses_is_not_refused_again_and_a_sign_is_not_doubted_twice(found):
    assert ("actuals.heading", 5) not in rules(found((4, [*GOOD, ("Total", 1250, 2200, 1260)])))
    assert rules(found((2, GOOD), (4, [("Staffing", -400), ("Placements", 800), ("Homes", 160)]))) == [
        ("plausible.spent_other_sign", 2)
    ]


def test_millions_or_pounds_among_thousands_are_doubted_as_that_alone(found):
    for amount in ("0.4", 400_000):
        (one,) = found((4, [("Staffing", amount), *GOOD[1:]]))
        assert (one.rule, one.line) == ("plausible.spent_another_unit", 2)


def test_less_spent_than_at_the_last_return_is_doubted_for_a_cost(found):
    (one,) = found((2, GOOD), (4, [("Staffing", 390, 500, 350), ("Placements", 800), ("Homes", 160)]))
    assert (one.rule, one.line) == ("plausible.spent_fell", 2)
    assert "390 is spent so far, and in May (two months earlier) it was 400 already" in one.sentence


def test_the_last_return_that_has_a_line_counts_whatever_lies_between(found):
    (one,) = found((2, GOOD), (3, GOOD[1:]), (4, [("Staffing", 390, 500, 350), ("Placements", 800), ("Homes", 160)]))
    assert "in May (two months earlier)" in one.sentence


def test_the_file_of_last_month_again_is_doubted(found):
    every = found((3, GOOD), (4, GOOD))
    assert ("plausible.same_again", None) in rules(every)


def test_a_total_among_the_lines_is_doubted(found, full_return):
    rows = [*GOOD[:2], ("Homes", 1100, 2000, 1100)]
    assert ("plausible.sum_of_lines", 4) in rules(found((4, rows)))


def test_a_printed_total_is_compared_with_the_lines(found):
    control = {"dataset": "actuals", "column": "to_date_gbp_k", "scope": "all", "unit": "gbp_k", "decimals": 0}
    assert found((4, GOOD), controls=[control | {"value": 1250}]) == []
    (one,) = found((4, GOOD), controls=[control | {"value": 1260}])
    assert one.rule == "controls.total"
    assert "to date of actuals: the lines add up to 1,250 and the paper says 1,260" in one.sentence


def test_a_line_that_spent_nothing_yet_is_not_taken_for_another_unit(found):
    assert found((4, [("Staffing", 0, 0, 350), *GOOD[1:]])) == []


def test_a_line_may_have_spent_or_committed_all_that_the_year_is_to_cost(found):
    assert found((4, [("Staffing", 1150, 0, 350), *GOOD[1:]])) == []
    assert found((4, [("Staffing", 400, 750, 350), *GOOD[1:]])) == []


def amount_of(full_return, heading, outturn):
    """The forecast with another projected outturn on one line."""
    rows = [dict(row) for row in full_return["forecast"]]
    for row in rows:
        if row["heading"] == heading:
            row["projected_outturn_gbp_k"] = outturn
            row["variance_gbp_k"] = outturn - row["revised_contract_sum_gbp_k"]
    return rows


@pytest.mark.parametrize(
    ("row", "rule"),
    [
        (("Staffing", "1150.001", 0, 350), "spent_above_outturn"),
        (("Staffing", 400, "750.001", 350), "committed_above_outturn"),
        (("Staffing", "1150.001", -500, 350), "spent_above_outturn"),
    ],
)
def test_a_pound_more_than_the_year_is_to_cost_is_doubted(found, row, rule):
    assert rules(found((4, [row, *GOOD[1:]])))[-1] == (f"plausible.{rule}", 2)


def test_commitments_below_nil_leave_room_for_nothing_more(found):
    assert rules(found((4, [("Staffing", 1150, -1, 350), *GOOD[1:]]))) == [("plausible.spent_other_sign", 2)]


@pytest.mark.parametrize(("outturn", "rule"), [(1, ["spent_above_outturn"]), (0, []), (-1, ["spent_other_sign"])])
def test_spending_is_compared_with_a_forecast_that_is_a_cost(found, full_return, outturn, rule):
    rows = amount_of(full_return, "Homes", outturn)
    made = found((4, [*GOOD[:2], ("Homes", 2)]), forecast=rows)
    assert rules(made) == [(f"plausible.{each}", 4) for each in rule]


@pytest.mark.parametrize(("spent", "doubted"), [(2, True), ("2.001", False), (180_000, True), ("179999.999", False)])
def test_an_amount_300_times_the_outturn_or_a_300th_of_it_is_of_another_unit(found, full_return, spent, doubted):
    made = found((4, [*GOOD[:2], ("Homes", spent, None, 160)]), forecast=amount_of(full_return, "Homes", 600))
    assert (("plausible.spent_another_unit", 4) in rules(made)) is doubted


@pytest.mark.parametrize(("spent", "doubted"), [(400, False), ("399.999", True), (401, False), (None, False)])
def test_a_pound_less_than_at_the_last_return_is_doubted_and_the_same_is_not(found, spent, doubted):
    now = [("Staffing", spent, 500, 351), ("Placements", 800), ("Homes", 160)]
    assert (("plausible.spent_fell", 2) in rules(found((3, GOOD), (4, now)))) is doubted


def test_a_line_that_no_earlier_return_has_may_have_spent_nothing(found):
    assert rules(found((3, GOOD[1:]), (4, [("Staffing", 0, 500, 350), ("Placements", 800), ("Homes", 160)]))) == []


@pytest.mark.parametrize("before", [1, 0, -1])
def test_income_that_grows_is_not_spending_that_fell(found, full_return, before):
    now = [("Staffing", "-1.001"), ("Placements", 800), ("Homes", 160)]
    rows = amount_of(full_return, "Staffing", -5)
    assert rules(found((3, [("Staffing", before), *GOOD[1:]]), (4, now), forecast=rows)) == []


@pytest.mark.parametrize(
    ("profiles", "lines"),
    [
        ((1050, 2000, 500), [None]),
        ((1050, 2000, 499), [2, 3]),
        ((1050, 2000, None), [None]),
        ((1050, None, None), [2]),
        ((1049, 2000, 499), [3]),
        ((1051, 1999, 501), []),
    ],
)
def test_a_profile_is_doubted_where_it_is_the_budget_and_once_where_all_are(found, profiles, lines):
    made = [(name, *amounts, profile) for (name, *amounts, _), profile in zip(GOOD, profiles, strict=True)]
    doubts = [each for each in found((4, made)) if each.rule == "plausible.profile_of_whole_year"]
    assert [each.line for each in doubts] == lines


def test_with_one_month_to_go_spending_is_still_compared_with_the_outturn_and_with_none_it_is_not(found):
    above = [("Staffing", 1151, 0, 1050), ("Placements", 2100, 0, 700), ("Homes", 470, 0, 160)]
    assert rules(found((11, above))) == [
        ("plausible.spent_above_outturn", 2),
        ("plausible.profile_of_whole_year", 2),
    ]
    assert "with 1 month to go" in found((11, above))[0].sentence
    assert rules(found((12, [*above[:2], ("Homes", 471, 0, 160)]))) == []
