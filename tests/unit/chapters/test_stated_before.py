"""A page says what was stated of a variance before: first, or by the paper of the next return."""

import copy

import pytest

from trustbook.chapters.forecast_trend import analysis
from trustbook.chapters.forecast_trend import text as page

EARLIER, LATER = "2030-31-P03", "2030-31-P04"


def said(data):
    return str(page.restated(analysis.analyse(data)) or "")


def test_nothing_is_said_where_every_variance_is_as_it_was_first_stated(synthetic_data):
    assert page.restated(analysis.analyse(synthetic_data())) is None


def test_a_restated_previous_return_is_given_with_both_figures_and_the_movement_from_the_first(
    synthetic_data, full_return
):
    before = copy.deepcopy(full_return)
    line = before["forecast"][0]
    name, now = line["heading"], line["variance_gbp_k"]
    line["first_stated_variance_gbp_k"] = now - 40
    text = said(synthetic_data({EARLIER: before, LATER: full_return}))
    assert f"What was restated: {name} from £{now - 40}k to £{now}k." in text
    assert "Compared with the first figure, the variance is up £40k" in text


def test_a_restated_variance_of_the_period_itself_is_given_with_both_figures(synthetic_data, full_return):
    whole = sum(line["variance_gbp_k"] for line in full_return["forecast"])
    full_return["forecast"][0]["first_stated_variance_gbp_k"] = full_return["forecast"][0]["variance_gbp_k"] + 25
    text = said(synthetic_data({LATER: full_return}))
    assert f"July's variance was first stated as £{whole + 25}k and has been restated as £{whole}k" in text


@pytest.mark.parametrize(
    ("period", "known"), [(EARLIER, True), ("2030-06", True), ("2029-30-P12", False), ("2030-31-P05", False)]
)
def test_the_previous_figures_that_a_paper_prints_are_used_where_its_return_is_not_held(
    synthetic_data, full_return, period, known
):
    for line in full_return["forecast"]:
        line["previous_variance_gbp_k"], line["previous_period"] = line["variance_gbp_k"] - 10, period
    text = said(synthetic_data({LATER: full_return}))
    moved = f"the variance is up £{10 * len(full_return['forecast'])}k"
    assert ("We do not have June's return. This paper gives June's variance" in text and moved in text) is known
