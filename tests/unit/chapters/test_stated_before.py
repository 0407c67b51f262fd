"""A page says what was stated of a variance before: first, or by the paper of the next return."""

import copy

import pytest

from trustbook.chapters.forecast_trend import analysis, stated_before
from trustbook.chapters.forecast_trend import text as page
from trustbook.core.period import Period

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


JUNE, JULY = Period.parse(EARLIER), Period.parse(LATER)


def restated(*amounts, **more):
    lines = tuple((f"Line {place}", first, now) for place, (first, now) in enumerate(amounts, 1))
    first, now = (sum(each) for each in zip(*amounts, strict=True))
    return stated_before.sentences(stated_before.StatedBefore(JULY, 500, None, JUNE, now, first, lines, **more))


@pytest.mark.parametrize(
    ("number", "named"),
    [
        (1, "What was restated: Line 1 from £100 to £101."),
        (3, "Line 1 from £100 to £101, Line 2 from £100 to £101 and Line 3 from £100 to £101. Compared"),
        (4, "Line 2 from £100 to £101, Line 3 from £100 to £101 and 1 more. Compared"),
        (6, "Line 3 from £100 to £101 and 3 more. Compared"),
    ],
)
def test_three_restated_lines_are_named_and_the_others_counted(number, named):
    (sentence,) = restated(*[(100, 101)] * number)
    assert named in sentence
    assert sentence.startswith(f"June's variance was first stated as £{100 * number} and has been restated as £")


@pytest.mark.parametrize(("first", "change"), [(500, "unchanged"), (499, "up £1"), (501, "down £1")])
def test_the_movement_from_the_first_figure_is_said_to_the_pound(first, change):
    (sentence,) = restated((first, 450))
    assert sentence.endswith(f"Compared with the first figure, the variance is {change}.")


@pytest.mark.parametrize(("own", "said_so"), [(None, 0), (500, 0), (501, 1), (499, 1)])
def test_a_variance_restated_by_a_pound_is_said_and_one_that_is_as_at_first_is_not(own, said_so):
    found = stated_before.sentences(stated_before.StatedBefore(JULY, 500, own))
    assert len(found) == said_so
    assert all(each == f"July's variance was first stated as £{own} and has been restated as £500." for each in found)


def test_the_previous_variance_that_only_this_paper_gives_is_said_to_be_its_own():
    (sentence,) = stated_before.sentences(stated_before.StatedBefore(JULY, 500, None, JUNE, None, 499))
    assert sentence == (
        "We do not have June's return. This paper gives June's variance as £499; since then the variance is up £1."
    )
    assert stated_before.sentences(stated_before.StatedBefore(JULY, 500, None, JUNE, None, None)) == []


def test_figures_of_two_previous_periods_or_of_some_lines_are_not_taken_from_the_paper(synthetic_data, full_return):
    rows = full_return["forecast"]
    for place, row in enumerate(rows):
        row["previous_variance_gbp_k"] = 5
        row["previous_period"] = EARLIER if place else "2030-31-P02"
    assert said(synthetic_data({LATER: full_return})) == ""
    rows[0] |= {"previous_period": EARLIER, "previous_variance_gbp_k": None}
    assert said(synthetic_data({LATER: full_return})) == ""
    rows[0]["previous_variance_gbp_k"] = 5
    assert "This paper gives June's variance as £15k" in said(synthetic_data({LATER: full_return}))
    for row in rows:
        row["previous_period"] = LATER
    assert said(synthetic_data({LATER: full_return})) == ""
