import pytest

from trustbook.chapters.workforce_agency import analysis as workforce

EARLIER, LATER = "2030-31-P03", "2030-31-P04"


@pytest.fixture
def analysed(synthetic_data):
    def analyse(*args, **parts):
        return workforce.analyse(synthetic_data(*args, **parts))

    return analyse


def without(full_return, measure):
    full_return["workforce"] = [row for row in full_return["workforce"] if row["measure"] != measure]
    return {LATER: full_return}


def test_a_period_without_workforce_figures_has_none(analysed):
    assert analysed(period=EARLIER) is None


def test_the_premium_is_so_many_posts_and_so_much_money(analysed):
    found = analysed()
    assert found.premium_fte == 40 * 0.25
    assert found.premium_gbp == 10 * 40_000


def test_the_cost_of_a_post_moves_the_money_and_not_the_posts(analysed):
    found = analysed(assumptions={"post_cost_gbp": 60_000})
    assert found.premium_fte == 10
    assert found.premium_gbp == 600_000


def test_the_range_of_premiums_holds_the_one_reported_and_rises(analysed):
    premiums = analysed().premiums
    assert list(premiums["premium"]) == pytest.approx([0.2, 0.25, 0.3, 0.4])
    assert list(premiums["posts"]) == pytest.approx([8, 10, 12, 16])
    assert premiums["cost_gbp"].is_monotonic_increasing


@pytest.mark.parametrize("premium", [0, 0.25, 0.4, 1])
def test_at_the_break_even_agency_cover_costs_what_the_vacant_posts_do(analysed, full_return, premium):
    full_return["workforce"][1]["value"] = premium
    found = analysed({LATER: full_return})
    assert found.offset.break_even * (1 + premium) == pytest.approx(1)
    assert found.offset.vacant_posts * found.offset.break_even == pytest.approx(found.headcount)


def test_the_vacancy_factor_needs_posts_of_its_own(analysed):
    offset = analysed().offset
    assert offset.factor_gbp == 200_000
    assert offset.factor_posts == 5
    assert offset.posts_needed == offset.vacant_posts + 5


def test_without_a_vacancy_factor_the_posts_needed_are_not_known(analysed, full_return):
    offset = analysed(without(full_return, "vacancy_factor")).offset
    assert offset.factor_posts is None
    assert offset.posts_needed is None
    assert offset.vacant_posts == 50


@pytest.mark.parametrize("measure", ["agency_headcount", "agency_premium"])
def test_what_is_worked_out_from_a_figure_that_was_not_reported_is_not_reported(analysed, full_return, measure):
    found = analysed(without(full_return, measure))
    assert found.premium_fte is None
    assert found.premium_gbp is None
    assert found.offset is None
    assert found.conversions.empty


def test_without_a_headcount_no_premium_is_priced(analysed, full_return):
    assert analysed(without(full_return, "agency_headcount")).premiums.empty


def test_converting_more_staff_saves_more(analysed):
    conversions = analysed(assumptions={"conversions": [30, 5, 10]}).conversions
    assert list(conversions["converted"]) == [5, 10, 30, 40]
    for column in ("saving_gbp", "low_gbp", "high_gbp"):
        assert conversions[column].is_monotonic_increasing
    assert (conversions["low_gbp"] <= conversions["high_gbp"]).all()


def test_nobody_is_converted_who_is_not_there(analysed):
    conversions = analysed(assumptions={"conversions": [10, 40, 500]}).conversions
    assert list(conversions["converted"]) == [10, 40]


def test_converting_everybody_saves_the_whole_premium(analysed):
    found = analysed()
    assert found.conversions["saving_gbp"].iloc[-1] == found.premium_gbp


def test_a_saving_that_nobody_else_reported_is_left_out(analysed, synthetic_reference):
    rows = synthetic_reference["comparators"]
    synthetic_reference["comparators"] = [row for row in rows if not row["measure"].startswith("saving")]
    assert list(analysed(reference=synthetic_reference).conversions.columns) == ["converted", "saving_gbp"]


def test_this_returns_teams_come_first_largest_share_first(analysed):
    teams = analysed().teams
    assert list(teams["team"]) == ["Front door", "Court", "Synthetic Trust, whole trust"]
    assert list(teams["reported"]) == ["now", "now", "earlier"]
    assert list(teams["share"]) == [0.5, 0.2, 0.3]


def test_figures_without_a_date_are_said_to_have_none(analysed, full_return):
    assert analysed().dated
    full_return["workforce"][0]["as_at"] = None
    assert not analysed({LATER: full_return}).dated


def test_without_reference_data_the_chapter_still_stands(analysed):
    found = analysed(reference={})
    assert list(found.teams["reported"]) == ["now", "now"]
    assert found.vacancy_facts.empty
    assert found.premium_fte == 10


def test_amounts_are_whole_pounds_rounded_and_not_cut(analysed, full_return, synthetic_reference):
    full_return["workforce"][0]["value"] = 3
    full_return["workforce"][1]["value"] = 0.33334
    for row in synthetic_reference["comparators"]:
        if row["measure"].startswith("saving_per_conversion"):
            row["value"] += 0.6
    found = analysed({LATER: full_return}, reference=synthetic_reference, assumptions={"post_cost_gbp": 50_001})
    assert (found.saving_each_gbp, found.premium_gbp) == (16_667, 50_002)
    assert list(found.conversions["converted"]) == [3]
    assert list(found.conversions["saving_gbp"]) == [50_002]
    low, high = found.other_trust_saving
    assert (low % 1000, high % 1000) == (1, 1)
    assert all(float(each).is_integer() for each in found.premiums["cost_gbp"])
    assert list(found.conversions["low_gbp"]) == [round(3 * (low - 0.4))]


def test_no_agency_staff_are_a_premium_of_nothing_and_no_premium_is_not_known(analysed, full_return):
    full_return["workforce"][0]["value"] = 0
    found = analysed({LATER: full_return})
    assert (found.premium_fte, found.premium_gbp) == (0, 0)
    full_return["workforce"][0]["value"] = None
    bare = analysed({LATER: full_return})
    assert (bare.premium_fte, bare.premium_gbp, bare.offset) == (None, None, None)
    assert bare.saving_each_gbp == 10_000
