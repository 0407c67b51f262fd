import copy

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trustbook.chapters.metrics import details, metrics
from trustbook.chapters.placements.analysis import analyse
from trustbook.chapters.placements.homes import Homes

EARLIER, LATER = "2030-31-P03", "2030-31-P04"
EAST, WEST = "East Synthetic Council", "West Synthetic Council"


@pytest.fixture
def found(synthetic_data):
    return analyse(synthetic_data())


def without(full_return, **where):
    kept = [row for row in full_return["placements"] if any(row[name] != value for name, value in where.items())]
    return {LATER: full_return | {"placements": kept}}


def by_name(data):
    return {each.name: each.value for each in (*metrics(data), *details(data))}


def homes(**known):
    beds = dict.fromkeys(("beds", "filled", "new", "planned", "blocked", "target", "place_gbp"))
    return Homes(**(beds | known))


def test_a_period_without_placements_has_none(synthetic_data):
    assert analyse(synthetic_data(period=EARLIER)) is None


def test_the_types_add_up_to_all_packages_and_their_shares_to_one(found):
    assert found.packages == found.types["packages"].sum() == 100
    assert found.types["share"].sum() == pytest.approx(1)
    assert found.residential_share == 0.3


def test_a_type_without_its_number_leaves_the_whole_not_reported(synthetic_data, full_return):
    full_return["placements"][1]["value"] = None
    found = analyse(synthetic_data({LATER: full_return}))
    assert found.packages is None
    assert found.residential_share is None
    assert found.types["share"].isna().all()


def test_the_cost_of_all_residential_packages_is_their_number_at_the_average(found):
    assert found.residential_gbp == 30 * 208_000


def test_without_a_heading_for_placements_there_is_nothing_to_say_of_it(synthetic_data, full_return):
    full_return["forecast"][1]["heading"] = "Homes elsewhere"
    assert analyse(synthetic_data({LATER: full_return})).heading_gbp is None


def test_one_residential_place_is_so_many_fostering_places_at_each_council_s_published_cost(found):
    assert found.places == {EAST: pytest.approx(4000 / 450), WEST: 10}


def test_published_costs_are_compared_on_one_basis_each_with_its_own_area(found):
    places = found.unit_costs.set_index("area")["places"]
    assert places[EAST] == 10
    assert places["England"] == 7
    assert places["Synthetic Trust"] == 8


def test_a_year_later_than_the_period_s_own_is_not_shown(found):
    assert set(found.unit_costs["as_at"].dropna()) == {"2029-30"}


def test_without_published_figures_the_chapter_has_the_trust_s_own(synthetic_data, synthetic_reference):
    del synthetic_reference["care_statistics"]
    found = analyse(synthetic_data(reference=synthetic_reference))
    assert list(found.unit_costs["area"]) == ["Synthetic Trust"]
    assert found.places == {}
    assert found.children_at is None
    assert found.history.empty


def test_children_in_care_are_those_of_all_councils_or_not_reported(found, synthetic_data, synthetic_reference):
    counted = found.children.set_index("type")["children"]
    assert (counted["Fostering"], counted["All types"]) == (110, 200)
    synthetic_reference["care_statistics"] = synthetic_reference["care_statistics"][:-1]
    fewer = analyse(synthetic_data(reference=synthetic_reference)).children.set_index("type")["children"]
    assert fewer.isna()["All types"]


def test_two_periods_that_report_numbers_and_prices_are_decomposed(synthetic_data, full_return, group_return):
    """Marked synthetic: no paper reports placements twice."""
    earlier = group_return | {"placements": copy.deepcopy(full_return["placements"])}
    full_return["placements"][0]["value"] = 33
    full_return["placements"][3]["value"] = 4100
    found = analyse(synthetic_data({EARLIER: earlier, LATER: full_return}))
    moved = found.decomposition
    assert str(found.earlier) == EARLIER
    assert moved.movement == 33 * 4100 * 52 - 30 * 4000 * 52
    assert moved.total("price") == 33 * 100 * 52
    assert moved.total("volume") + moved.total("mix") == 3 * 4000 * 52


def test_a_type_without_a_price_cannot_be_decomposed(synthetic_data, full_return, group_return):
    earlier = group_return | {"placements": [row for row in full_return["placements"] if row["measure"] == "packages"]}
    found = analyse(synthetic_data({EARLIER: earlier, LATER: full_return}))
    assert str(found.earlier) == EARLIER
    assert found.decomposition is None


@given(beds=st.integers(1, 500), filled=st.integers(0, 500), target=st.floats(0.5, 1))
def test_filled_beds_and_what_is_below_the_target_make_the_target(beds, filled, target):
    made = homes(beds=beds, filled=filled, target=target)
    assert made.filled + made.below_target == pytest.approx(beds * target)


@given(new=st.integers(0, 500), cost=st.integers(0, 1_000_000))
def test_one_empty_bed_costs_one_place_elsewhere_and_none_costs_nothing(new, cost):
    made = homes(new=new, target=0.85, place_gbp=cost)
    assert (made.cost_of(1), made.cost_of(0)) == (cost, 0)
    assert made.new_empty_at_target == pytest.approx(new * 0.15)


def test_without_beds_or_a_target_there_is_no_occupancy(found):
    assert found.homes.occupancy is None
    assert found.homes.new == 8
    assert found.homes.new_empty_at_target is None


def test_the_target_of_the_settings_leaves_some_new_beds_empty(synthetic_data, trust_settings):
    trust_settings["assumptions"]["home_occupancy_target"] = {
        "value": 0.75,
        **dict.fromkeys(("unit", "label", "source", "effect"), "Made up"),
    }
    found = analyse(synthetic_data(trust=trust_settings))
    assert found.homes.new_empty_at_target == 2
    assert found.homes.cost_of(2) == 416_000


def test_without_a_yearly_cost_an_empty_bed_costs_fifty_two_weeks(synthetic_data, full_return):
    found = analyse(synthetic_data(without(full_return, type="Residential", measure="annual_cost")))
    assert found.homes.place_gbp == 52 * 4000


def test_the_figures_of_the_papers(real_data):
    """Transformation and Efficiency paper, paragraph 5.1."""
    found = analyse(real_data("2023-24-P11"))
    assert found.packages == 682
    assert list(found.types["packages"]) == [135, 92, 346, 109]
    assert (found.weekly_gbp, found.annual_gbp, found.most_expensive_above_gbp) == (5400, 281_000, 1_000_000)
    assert found.residential_gbp == 37_935_000
    assert found.heading_gbp == 90_511_000
    assert found.decomposition is None
    assert (found.homes.beds, found.homes.planned, found.homes.new) == (None, None, 19)


def test_the_published_figures(real_data):
    """Section 251 outturn of 2023-24, and children looked after on 31 March 2024."""
    found = analyse(real_data("2023-24-P11"))
    costs = found.unit_costs.set_index("area")[["residential", "fostering"]]
    assert tuple(costs.loc["North Northamptonshire Council"]) == (7525, 680)
    assert tuple(costs.loc["West Northamptonshire Council"]) == (7620, 740)
    assert tuple(costs.loc["England"]) == (6775, 720)
    assert list(found.children["children"].fillna(-1)) == [152, 122, 802, -1, 106, 1182]


def test_the_rows_of_children_in_care_add_up_to_all_of_them(found, real_data):
    for made in (found, analyse(real_data("2023-24-P11"))):
        children = made.children.set_index("type")["children"]
        assert children.drop("All types").sum() == children["All types"]


def test_one_residential_place_is_set_against_fostering_on_one_basis(found, real_data):
    assert found.like_for_like == {EAST: 10, WEST: 12.5}
    real = analyse(real_data("2023-24-P11")).like_for_like
    assert [round(places, 1) for places in real.values()] == [11.1, 10.3]


def whose(full_return, own):
    for row in full_return["placements"]:
        if row["measure"] in ("weekly_cost", "annual_cost"):
            row["own"] = own
    return {LATER: full_return}


@pytest.mark.parametrize(("own", "known"), [("yes", True), ("no", False), (None, None)])
def test_an_average_is_the_trust_s_own_only_if_its_paper_says_so(synthetic_data, full_return, own, known):
    found = analyse(synthetic_data(whose(full_return, own)))
    assert found.own is known
    assert bool(found.places) is bool(known)
    assert found.unit_costs["area"].iloc[0] == ("Synthetic Trust" if known else "Average in the paper")


def test_the_average_is_held_against_the_heading(found):
    assert found.others == 70
    assert found.left_gbp == found.heading_gbp - 30 * 208_000


def test_the_test_of_the_average_by_the_figures_of_the_papers(real_data):
    """135 places at £281,000 leave £52.576m of £90.511m for 547 packages."""
    found = analyse(real_data("2023-24-P11"))
    assert (found.own, found.others, found.left_gbp) == (None, 547, 52_576_000)


def test_a_cost_that_the_edition_could_not_know_is_in_no_headline_figure(synthetic_data, synthetic_reference):
    name = "placements.fostering_places.east"
    assert by_name(synthetic_data())[name] == pytest.approx(4000 / 450)
    for day in ("2030-08-01", None):
        synthetic_reference["sources"][1]["published_on"] = day
        data = synthetic_data(reference=synthetic_reference)
        assert not analyse(data).costs_known
        assert by_name(data)[name] is None


def test_the_label_of_an_average_says_that_its_paper_does_not_say_whose_it_is(real_data):
    labels = {each.name: each.label for each in metrics(real_data("2023-24-P11"))}
    assert labels["placements.residential_cost_weekly"] == "Average residential placement (whose is not stated)"


def test_a_figure_that_is_for_another_time_than_the_period_says_so(real_data):
    at = {each.name: each.as_at for each in metrics(real_data("2023-24-P11"))}
    assert at["placements.packages.residential"] == "2024-01"
    assert at["placements.new_beds"] == "2023-24"
    assert at["forecast.variance"] == ""


@pytest.mark.parametrize("period", ["2023-24-P07", "2023-24-P10"])
def test_a_period_without_them_names_the_figures_without_a_value(real_data, period):
    values = by_name(real_data(period))
    assert values["placements.packages"] is None
    assert values["placements.new_beds_empty"] is None


def test_an_empty_bed_costs_the_yearly_average_of_the_paper_where_it_gives_one(synthetic_data, full_return):
    for row in full_return["placements"]:
        if row["measure"] == "annual_cost":
            row["value"] = 215_000
    found = analyse(synthetic_data({LATER: full_return}))
    assert found.weekly_gbp * 52 != 215_000
    assert found.homes.place_gbp == found.annual_gbp == 215_000
    assert found.residential_gbp == 30 * 215_000


@pytest.mark.parametrize(("day", "shown"), [("2031-03-31", "2031-03-31"), ("2032-03-31", "2030-03-31")])
def test_children_counted_after_the_end_of_the_periods_year_are_not_shown(
    synthetic_data, synthetic_reference, day, shown
):
    rows = synthetic_reference["care_statistics"]
    later = [row | {"as_at": day, "value": row["value"] + 1} for row in rows if row["measure"] == "children"]
    found = analyse(synthetic_data(reference=synthetic_reference | {"care_statistics": [*rows, *later]}))
    assert found.children_at == shown
    assert found.children.set_index("type")["children"]["Fostering"] == 110 + 2 * (shown == day)
