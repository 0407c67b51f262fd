from fractions import Fraction

import pytest

from trustbook.chapters.benefits.analysis import analyse, details, metrics

EARLIER, LATER = "2030-31-P03", "2030-31-P04"


@pytest.fixture
def paper(real_data):
    return analyse(real_data("2023-24-P11"))


@pytest.fixture
def made_up(synthetic_data):
    return analyse(synthetic_data())


def test_a_period_without_benefits_has_no_chapter_and_no_figure(synthetic_data):
    data = synthetic_data(period=EARLIER)
    assert analyse(data) is None
    assert {each.value for each in metrics(data)} == {None}
    assert details(data) == []


def test_a_return_with_trackers_alone_still_finds_what_they_count_twice(synthetic_data, full_return):
    del full_return["benefits"]
    data = synthetic_data({LATER: full_return})
    found = analyse(data)
    assert set(found.trackers.differing["benefit"]) == {"Benefits", "Housing"}
    assert {each.value for each in metrics(data)} == {None}


def test_the_cohorts_make_up_the_children_assessed(paper):
    assert dict(zip(paper.cohorts["part"], paper.cohorts["value"], strict=True)) == {"Cohort 1": 218, "Cohort 2": 102}
    assert paper.counted("assessed") == paper.cohorts["value"].sum() == 320


def test_the_children_are_lost_in_two_steps(paper):
    (funnel,) = paper.children
    assert [(stage.count, stage.lost) for stage in funnel.stages] == [(320, None), (63, 257), (41, 22)]
    assert funnel.count("verified") is None


def test_the_papers_opportunities_are_145_and_none_is_reported_as_realised_or_verified(paper):
    every = paper.all_opportunities
    assert [(stage.name, stage.count) for stage in every.stages] == [
        ("identified", 145),
        ("realised", None),
        ("verified", None),
    ]
    assert paper.interventions == 41


def test_made_up_opportunities_are_followed_to_the_verified_ones_with_the_loss_at_each_step(made_up):
    assert [(stage.count, stage.lost) for stage in made_up.all_opportunities.stages] == [(80, None), (40, 40), (20, 20)]


def test_the_programme_saved_3_722_of_its_target_of_3_8(paper):
    assert (paper.saving("delivered"), paper.saving("target")) == (3_721_985, 3_800_000)
    assert paper.delivered_share == Fraction(3_721_985, 3_800_000)


def test_the_papers_give_no_amount_for_a_scenario_and_a_made_up_one_is_reached_or_not(paper, made_up):
    assert paper.scenarios.empty
    assert dict(zip(made_up.scenarios["part"], made_up.scenarios["reached"], strict=True)) == {
        "Low": "yes",
        "High": "no",
    }


def test_the_return_on_the_money_is_larger_without_the_part_that_the_grant_paid(paper):
    now = paper.now
    assert (now.agreed, now.grant, now.net) == (1_816_000, 330_000, 1_486_000)
    assert now.gross_return == Fraction(3_721_985, 1_816_000)
    assert now.net_return == Fraction(3_721_985, 1_486_000)
    assert now.gross_return < now.net_return


def test_the_printed_total_of_the_money_is_8_000_more_than_its_parts(paper):
    assert paper.now.gap == 8_000


def test_money_whose_saving_is_still_ahead_is_said_to_be_forecast(paper):
    ahead = next(each for each in paper.money if each.year == "2024-25")
    assert (ahead.delivered, ahead.saving, ahead.grant, ahead.net_return) == (False, 8_072_000, None, None)
    assert ahead.gap == 0


def test_485_of_the_1_142_that_the_average_fell_by_goes_without_care_leavers(paper):
    made = paper.composition
    assert (made.fall, made.others, made.group) == (1142, 657, 485)
    assert (made.costs_of_others, made.costs_of_group, made.mixture) == (None, None, None)
    assert made.after.least_share == Fraction(3782 - 3193, 3782)


def test_with_made_up_numbers_of_children_the_fall_is_parted_in_three(made_up):
    made = made_up.composition
    assert made.costs_of_others + made.costs_of_group + made.mixture == made.fall == 1000
    assert made.mixture > 0


def test_the_enquiries_of_foster_carers_are_one_funnel_and_the_leads_another(paper):
    assert [(each.unit, [stage.count for stage in each.stages]) for each in paper.carers] == [
        ("leads", [38]),
        ("enquiries", [232]),
    ]


def test_housing_benefit_and_the_programme_itself_stand_at_several_amounts(paper):
    apart = paper.trackers.differing.set_index("benefit")
    assert set(apart.index) == {"Circle to Success", "Maximising Housing Benefit Subsidy"}
    assert apart.loc["Maximising Housing Benefit Subsidy", ["low_gbp", "high_gbp"]].tolist() == [169_000, 483_000]


def test_amounts_of_one_year_are_compared_with_each_other_and_not_with_one_that_names_no_year(paper):
    rows = paper.trackers.differences
    programme = rows[rows["benefit"] == "Circle to Success"]
    assert programme[["year", "low_gbp", "high_gbp"]].to_numpy().tolist() == [
        ["2023-24", 3_800_000, 4_023_000],
        ["2024-25", 8_049_000, 8_072_000],
    ]


def test_early_help_is_found_inside_the_programme_in_one_tracker_and_beside_it_in_another(paper):
    inside = paper.trackers.inside
    assert set(zip(inside["benefit"], inside["apart_gbp"], inside["inside"], strict=True)) == {
        ("Circle to Success", 600_000, "Targeted early help")
    }


def test_the_savings_lines_that_are_the_programme_are_found_by_amount_and_officer(paper):
    found = paper.confirmed
    assert (found.refs, found.target, found.green, found.amber) == (("V01", "V02"), 3_800_000, 2_730_000, 1_070_000)


def test_every_headline_figure_has_a_recipe_and_the_papers_value(real_data):
    figures = {each.name: each for each in metrics(real_data("2023-24-P11"))}
    assert all(each.lineage is not None for each in figures.values())
    assert figures["benefits.assessments"].value == 320
    assert figures["benefits.opportunities"].value == 145
    assert figures["benefits.savings_delivered"].value == 3721.985
    assert round(figures["benefits.return"].value, 2) == 2.05
    assert round(figures["benefits.return_net"].value, 2) == 2.50
    assert round(figures["benefits.composition_share"].value, 3) == 0.425


def test_the_lines_are_dated_so_that_each_statement_meets_the_figure_of_its_own_date(real_data):
    costs = {
        each.as_at: each.value for each in details(real_data("2023-24-P11")) if each.name == "benefits.weekly_cost"
    }
    assert costs == {"2023-04": 4335, "2024-02": 3193}


def test_the_cohorts_are_counted_for_papers_where_the_return_names_any(real_data, synthetic_data, full_return):
    def cohorts(data):
        return [each.value for each in details(data) if each.name == "benefits.cohorts"]

    data = real_data("2023-24-P11")
    assert cohorts(data) == [len(analyse(data).cohorts)] == [2]
    full_return["benefits"] = [row for row in full_return["benefits"] if row["measure"] == "saving"]
    without = synthetic_data({LATER: full_return})
    assert analyse(without).cohorts.empty
    assert cohorts(without) == []
