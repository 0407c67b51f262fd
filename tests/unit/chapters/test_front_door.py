from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trustbook.chapters.front_door import charts as chart
from trustbook.chapters.front_door import text as page
from trustbook.chapters.front_door.analysis import NOT_DESCRIBED, NOT_NAMED, analyse, scenario
from trustbook.checks.reconciliation_table import Frames
from trustbook.checks.reconciliations import reconcile

EARLIER, LATER = "2030-31-P03", "2030-31-P04"
P11 = "2023-24-P11"

rates = st.floats(0.01, 1)
part = st.floats(0, 1)


@pytest.fixture
def found(synthetic_data):
    return analyse(synthetic_data())


def without(full_return, *measures):
    kept = [row for row in full_return["front_door"] if row["measure"] not in measures]
    return {LATER: full_return | {"front_door": kept}}


def test_a_period_without_figures_of_demand_has_no_chapter_and_no_news(synthetic_data):
    data = synthetic_data(period=EARLIER)
    assert analyse(data) is None
    assert page.news(data) is None
    assert "June's return does not report front door figures." in str(page.answer(None, data))


@pytest.mark.parametrize(("of", "rest"), [("outcomes", NOT_DESCRIBED), ("sources", NOT_NAMED)])
def test_what_the_paper_leaves_out_is_the_last_part_of_the_whole(found, of, rest):
    shares = getattr(found, of)
    assert shares["part"].iloc[-1] == rest
    assert sum(Decimal(str(share)) for share in shares["share"]) == 1


@given(rate=rates, target=rates, by_fewer=part)
def test_assessments_are_always_the_target_share_of_the_referrals(rate, target, by_fewer):
    made = scenario(rate, target, by_fewer)
    assert made.assessments == pytest.approx(made.referrals * target)


@given(rate=rates, target=rates)
def test_all_by_fewer_referrals_leaves_the_assessments_as_they_are(rate, target):
    assert scenario(rate, target, 1).assessments == pytest.approx(100 * rate)


@given(rate=rates, target=rates)
def test_none_by_fewer_referrals_leaves_the_referrals_as_they_are(rate, target):
    assert scenario(rate, target, 0).referrals == 100


@given(rate=rates, by_fewer=part)
def test_a_target_that_is_the_rate_changes_nothing(rate, by_fewer):
    made = scenario(rate, rate, by_fewer, contacts=1000, referrals=1000, cases=1)
    assert made.contacts_a_year == pytest.approx(1000)
    assert made.open_cases == pytest.approx(1000 * rate)


@given(rate=rates, target=rates, by_fewer=part)
def test_contacts_fall_by_as_many_as_referrals_do(rate, target, by_fewer):
    made = scenario(rate, target, by_fewer, contacts=1000, referrals=500)
    assert 1000 - made.contacts_a_year == pytest.approx(500 * (1 - made.referrals / 100))


def test_without_assumptions_no_figure_for_a_year_is_made(found):
    assert [each.assessments_a_year for each in found.scenarios] == [None] * 4
    assert "a year" not in str(page.scenarios(found))


def test_without_a_target_there_is_no_scenario(synthetic_data, full_return):
    found = analyse(synthetic_data(without(full_return, "conversion_target")))
    assert page.scenarios(found) is None
    assert "no scenario" in str(page.reading(found))


def test_without_outcomes_the_chapter_says_that_they_were_not_reported(synthetic_data, full_return):
    data = synthetic_data(without(full_return, "outcome_share", "contact_share"))
    found = analyse(data)
    assert found.rate is None
    assert found.not_described is None
    assert "not reported" in str(page.answer(found, data))
    assert page.outcomes_chart(found, data) is page.sources_chart(found, data) is None


@pytest.mark.parametrize(("share", "accepted"), [(0.3, True), (0.31, False)])
def test_outcomes_that_add_up_to_more_than_the_whole_are_refused(synthetic_data, full_return, share, accepted):
    rows = [row for row in full_return["front_door"] if row["part"] != "Social work assessment"]
    rows.append({"part": "Social work assessment", "measure": "outcome_share", "value": share, "unit": "share"})
    data = synthetic_data({LATER: full_return | {"front_door": rows}})
    made = reconcile(Frames(data.period, data.current.tables), [], data.settings)
    (held,) = [each for each in made if each.rule == "front_door.outcome_share"]
    assert (held.gap == 0) is accepted


def test_the_papers_figures_of_the_front_door(real_data):
    found = analyse(real_data(P11))
    assert (found.contacts_a_year, found.rate, found.target, found.re_referred) == (50000, 0.18, 0.34, 25)
    assert dict(found.sources.itertuples(index=False))["Police"] == 0.23
    assert found.not_described == 0.15


def test_the_target_means_twice_the_assessments_or_half_the_referrals(real_data):
    _, more, _, fewer = analyse(real_data(P11)).scenarios
    assert (round(more.referrals), round(more.assessments)) == (100, 34)
    assert (round(fewer.referrals), round(fewer.assessments)) == (53, 18)


def test_the_chapter_opens_with_what_becomes_of_a_hundred_referrals(real_data):
    data = real_data(P11)
    assert str(page.answer(analyse(data), data)).startswith(
        "**Of 100 referrals to the front door, where concerns about children come in, 67 lead to signposting and "
        "advice and 18 lead to social work assessment. The paper does not say what happened to the other 15.**"
    )


def test_the_chart_is_drawn_for_the_rate_aimed_at_and_half_of_the_rise_from_fewer_referrals(real_data):
    data = real_data(P11)
    found = analyse(data)
    drawn = chart.scenarios(found, data, page.scenarios(found))
    half = found.scenarios[2]
    assert half.by_fewer == 0.5
    assert f">{half.referrals:.0f}<" in drawn.svg()
    assert f">{half.assessments:.0f}<" in drawn.svg()


def test_the_sliders_go_from_the_rate_of_now_and_from_none_to_all(real_data):
    data = real_data(P11)
    found = analyse(data)
    spec = chart.scenarios(found, data, page.scenarios(found)).spec
    bound = {each["name"]: each["bind"] for each in spec["params"] if "bind" in each}
    assert (bound["target"]["min"], bound["target"]["max"]) == (18, 68)
    assert (bound["fewer"]["min"], bound["fewer"]["max"]) == (0, 100)


def test_without_a_target_no_scenario_is_drawn(synthetic_data, full_return):
    data = synthetic_data(without(full_return, "conversion_target"))
    found = analyse(data)
    assert chart.scenarios(found, data, page.scenarios(found)) is None


def test_a_figure_that_rests_on_assumptions_is_called_so_and_no_most(real_data):
    found = analyse(real_data(P11))
    shown = repr(page.scenarios(found)) + repr(page.reading(found))
    assert "at most" not in shown
    assert "the most that" not in shown
    assert "Contacts a year, assumed | Assessments a year, assumed" in shown
    assert (
        "rest on our assumptions: 100% of contacts become referrals, 50% of assessments become cases and a case is "
        "open for 9 months"
    ) in shown
    assert "No paper says any of this" in shown


def test_what_is_worked_out_from_round_figures_has_no_more_digits_than_they_have(real_data):
    rows = page.scenarios(analyse(real_data(P11))).rows
    assert rows[-1][1:] == ("53", "18", "26,000", "9,000", "3,400")


def test_cases_that_come_again_are_set_against_no_total(real_data):
    data = real_data(P11)
    assert "25 cases are likely to be referred again, but not out of how many" in str(page.answer(analyse(data), data))
    assert "more than 100" in str(page.notes(analyse(data)))


def test_what_the_paper_adds_comes_from_the_data(real_data, synthetic_data):
    said = str(page.notes(analyse(real_data(P11))))
    assert "draw down a greater share of its grant" in said
    assert "social worker teams assess all 100 referrals" in said
    assert page.notes(analyse(synthetic_data())) is None


def test_a_scenario_worked_out_by_hand():
    """Of 200 referrals a fifth is assessed now; two fifths are aimed at, half of it by fewer referrals."""
    made = scenario(0.2, 0.4, 0.5, contacts=1000, referrals=200, cases=0.25)
    assert (made.by_fewer, made.referrals, made.assessments) == (0.5, 75, 30)
    assert (made.contacts_a_year, made.assessments_a_year, made.open_cases) == (950, 60, 15)
    without = scenario(0.2, 0.4, 0.5, contacts=1000)
    assert (without.contacts_a_year, without.assessments_a_year, without.open_cases) == (None, None, None)
    assert scenario(0.2, 0.4, 0.5, referrals=200).contacts_a_year is None
    assert scenario(0.2, 0.4, 0.5, referrals=200).assessments_a_year == 60
    assert scenario(0.2, 0.4, 0.5, referrals=200).open_cases is None
    assert scenario(0.2, 0.4, 0.5, contacts=0, referrals=0, cases=0).open_cases == 0


def test_scenarios_are_now_and_then_from_no_fewer_referrals_to_all(synthetic_data, trust_settings):
    assumed = {"front_door_referral_share": 0.5, "front_door_case_share": 0.5, "front_door_case_months": 6}
    for name, value in assumed.items():
        trust_settings["assumptions"][name] = {
            "value": value,
            "unit": "unit",
            "label": name,
            "source": "Made up",
            "effect": "Tests",
        }
    now, *then = analyse(synthetic_data(trust=trust_settings)).scenarios
    assert (now.by_fewer, now.referrals, now.assessments) == (0, 100, 20)
    assert (now.contacts_a_year, now.assessments_a_year, now.open_cases) == (1000, 100, 25)
    assert [each.by_fewer for each in then] == [0, 0.5, 1]
    assert [each.referrals for each in then] == [100, 75, 50]
    assert [each.contacts_a_year for each in then] == [1000, 875, 750]
    assert [each.open_cases for each in then] == [50, 37.5, 25]


@pytest.mark.parametrize(
    ("shares", "listed"),
    [
        ((0.2, 0.5), [("B", 0.5), ("A", 0.2), (NOT_NAMED, 0.3)]),
        ((0.5, 0.5), [("A", 0.5), ("B", 0.5)]),
        ((0.1, 0.2), [("B", 0.2), ("A", 0.1), (NOT_NAMED, 0.7)]),
        ((0.7, 0.5), [("A", 0.7), ("B", 0.5)]),
        ((0.999, 0), [("A", 0.999), ("B", 0), (NOT_NAMED, 0.001)]),
        ((None, 0.5), [("B", 0.5), (NOT_NAMED, 0.5)]),
        ((None, None), []),
    ],
)
def test_the_rest_of_the_whole_is_exact_and_there_is_none_where_the_parts_come_to_it(
    synthetic_data, full_return, shares, listed
):
    rows = [row for row in full_return["front_door"] if row["measure"] != "contact_share"]
    rows += [
        {"part": part_name, "measure": "contact_share", "value": share, "unit": "share"}
        for part_name, share in zip("AB", shares, strict=True)
    ]
    found = analyse(synthetic_data({LATER: full_return | {"front_door": rows}}))
    assert list(found.sources.itertuples(index=False, name=None)) == listed


def test_a_note_that_stands_twice_is_given_once_and_in_order(synthetic_data, full_return):
    notes = ["Second", "First", "Second"]
    rows = [row | {"note": note} for row, note in zip(full_return["front_door"], notes, strict=False)]
    assert analyse(synthetic_data({LATER: full_return | {"front_door": rows}})).notes == ("Second", "First")


def test_what_no_outcome_describes_is_nil_where_all_are_described(synthetic_data, full_return):
    rows = [row for row in full_return["front_door"] if row["measure"] != "outcome_share"]
    every = {"part": "Social work assessment", "measure": "outcome_share", "value": 1, "unit": "share"}
    data = synthetic_data({LATER: full_return | {"front_door": [*rows, every]}})
    assert analyse(data).not_described == 0
