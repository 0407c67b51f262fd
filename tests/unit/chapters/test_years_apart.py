"""Lines of two financial years are compared only where the settings say which became which."""

import pytest

from trustbook.chapters.what_changed.analysis import compare
from trustbook.chapters.what_changed.movement import in_lines
from trustbook.chapters.what_changed.years_apart import Became, aligned, became
from trustbook.components.metric import Metric
from trustbook.config.settings import Settings
from trustbook.core.period import Period

OLD, NEW = Period.parse("2029-30-P12"), Period.parse("2030-31-P03")


def settings(trust_settings, *headings):
    plain = {name: value for name, value in trust_settings.items() if name != "groups"}
    return Settings.model_validate(plain | {"headings": list(headings)})


def figure(name, amount, label=None, line=""):
    return Metric(name, amount, "gbp_k", label or name, line=line)


@pytest.fixture
def split(trust_settings):
    """A heading that became two, and one that was renamed; another stayed."""
    return settings(
        trust_settings,
        "Staffing",
        {"name": "Travel", "last_year": "2029-30"},
        {"name": "Transport", "first_year": "2030-31", "was": ["Travel"]},
        {"name": "Early help", "last_year": "2029-30"},
        {"name": "Hubs", "first_year": "2030-31", "was": ["Early help"]},
        {"name": "Youth", "first_year": "2030-31", "was": ["Early help"]},
    )


def test_the_settings_say_which_headings_became_which(split):
    assert became(split, "2029-30", "2030-31") == [
        Became(("Travel",), ("Transport",)),
        Became(("Early help",), ("Hubs", "Youth")),
    ]
    assert became(split, "2030-31", "2031-32") == []


def test_a_renamed_heading_is_compared_under_both_names(split):
    old = [figure("forecast.variance.travel", 400, "Variance: Travel", "Travel")]
    new = [figure("forecast.variance.transport", 300, "Variance: Transport", "Transport")]
    (was,), (is_now,) = aligned(old, new, split, OLD, NEW)
    assert was.name == is_now.name
    assert is_now.label == "Variance: Transport (before: Travel)"


def test_the_parts_of_a_split_heading_are_added_up(split):
    old = [figure("forecast.contract_sum.early_help", 500, "Early help: budget")]
    new = [
        figure("forecast.contract_sum.hubs", 300, "Hubs: budget"),
        figure("forecast.contract_sum.youth", 220, "Youth"),
    ]
    (was,), (is_now,) = aligned(old, new, split, OLD, NEW)
    assert (was.name, was.amount) == (is_now.name, 500)
    assert is_now.amount == 520


def test_a_sum_with_a_part_that_is_not_reported_is_not_reported(split):
    new = [figure("forecast.contract_sum.hubs", 300), figure("forecast.contract_sum.youth", None)]
    (only,) = aligned([], new, split, OLD, NEW)[1]
    assert only.amount is None


def test_within_one_year_nothing_is_renamed(split):
    new = [figure("forecast.variance.hubs", 1), figure("forecast.variance.youth", 2)]
    assert aligned(new, new, split, NEW, NEW.step(1)) == (new, new)


def test_a_reference_used_again_for_another_saving_is_not_joined_to_it(split):
    old = [figure("savings.target.s1", 5, "Sell a hall: target"), figure("savings.target.s2", 7, "Share posts: target")]
    new = [
        figure("savings.target.s1", 9, "Fewer agencies: target"),
        figure("savings.target.s2", 8, "Share posts: target"),
    ]
    before, _ = aligned(old, new, split, OLD, NEW)
    assert [each.name for each in before] == ["savings.target.s1_2029_30", "savings.target.s2"]


def test_headings_that_were_merged_over_two_years_are_one_family(trust_settings):
    chosen = settings(
        trust_settings,
        {"name": "A", "last_year": "2028-29"},
        {"name": "B", "first_year": "2029-30", "last_year": "2029-30", "was": ["A"]},
        {"name": "C", "first_year": "2030-31", "was": ["B"]},
    )
    assert became(chosen, "2028-29", "2030-31") == [Became(("A",), ("C",))]


@pytest.mark.parametrize(
    ("heading", "said"),
    [
        ({"name": "New", "was": ["Staffing"]}, "no first_year"),
        ({"name": "New", "first_year": "2030-31", "was": ["Gone"]}, "'Gone', which headings does not list"),
    ],
)
def test_a_mapping_that_names_no_heading_or_no_year_is_refused(trust_settings, heading, said):
    with pytest.raises(ValueError, match=said):
        settings(trust_settings, "Staffing", heading)


def test_a_difference_between_years_is_not_called_a_movement(synthetic_data, full_return):
    returns = {str(OLD): full_return, str(NEW): full_return}
    two = compare(*(synthetic_data(returns, period=str(period)) for period in (OLD, NEW)))
    assert "a difference between years and not a movement" in " ".join(list(in_lines(two))[1].split())
