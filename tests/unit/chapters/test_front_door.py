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
