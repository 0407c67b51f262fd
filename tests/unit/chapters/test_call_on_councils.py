import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from trustbook.chapters.call_on_councils.analysis import CONTRACT_SPLIT, _only_sum, analyse, details, rules
from trustbook.chapters.call_on_councils.sharing import share
from trustbook.chapters.forecast_trend import analysis as forecast
from trustbook.chapters.metrics import metrics
from trustbook.components.metric import Polarity

EARLIER, LATER = "2030-31-P03", "2030-31-P04"


@pytest.fixture
def found(synthetic_data):
    return analyse(synthetic_data())


def with_items(full_return, *amounts):
    kept = [row for row in full_return["adjustments"] if row["kind"] != "not_in_forecast"]
    items = [
        {"item": f"Item {number}", "kind": "not_in_forecast", "amount_gbp_k": amount, "recurring": recurring}
        for number, (amount, recurring) in enumerate(amounts)
    ]
    return full_return | {"adjustments": kept + items}


def test_without_savings_nothing_red_is_left_out_and_what_is_red_is_not_known(synthetic_data, full_return):
    del full_return["savings"]
    found = analyse(synthetic_data({LATER: full_return}))
    assert (found.red, found.red_left_out) == (None, 0)


def test_a_period_without_items_outside_the_forecast_has_no_call(synthetic_data):
    assert analyse(synthetic_data(period=EARLIER)) is None


def test_the_steps_of_the_bridge_add_up_to_the_call(found):
    assert found.bridge["amount_gbp"].sum() == found.total == found.position.call


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(amounts=st.lists(st.integers(-5000, 5000), min_size=1, max_size=6))
def test_the_bridge_adds_up_whatever_the_items_are(synthetic_data, full_return, amounts):
    found = analyse(synthetic_data({LATER: with_items(full_return, *((amount, "") for amount in amounts))}))
    assert found.bridge["amount_gbp"].sum() == found.total


def test_under_every_rule_the_parties_bear_the_whole_call(found):
    assert (found.shares.groupby("rule")["amount_gbp"].sum() == found.total).all()


def test_the_contract_split_is_the_first_rule_and_agrees_with_the_forecast_chapter(found, synthetic_data):
    assert found.shares["rule"].iloc[0] == CONTRACT_SPLIT
    assert found.of(CONTRACT_SPLIT) == forecast.analyse(synthetic_data()).calls


def test_the_call_without_the_income_in_dispute_is_less_by_that_income(found):
    assert found.if_income_agreed == found.total - found.position.disputed_income


def test_the_shares_of_the_income_in_dispute_add_up_in_every_period(found):
    assert (found.dispute[["east", "west"]].sum(axis="columns") == found.dispute["disputed_gbp"]).all()
    assert [str(period) for period in found.dispute["period"]] == [EARLIER, LATER]


def test_an_item_entered_in_the_first_period_that_has_it(synthetic_data, full_return):
    earlier = with_items(full_return, (15, ""))
    later = with_items(full_return, (15, ""), (5, ""))
    items = analyse(synthetic_data({EARLIER: earlier, LATER: later})).items
    assert list(items["entered"]) == ["P3 or earlier", "P4"]


def test_an_item_did_not_enter_in_a_month_of_which_we_know_nothing_before(found):
    assert set(found.items["entered"]) == {"P4 or earlier"}


def test_items_are_recurring_or_one_off_or_not_reported(synthetic_data, full_return):
    made = with_items(full_return, (1, "yes"), (2, "no"), (4, ""))
    assert analyse(synthetic_data({LATER: made})).recurring == {
        "recurring": 1000,
        "one-off": 2000,
        "not reported": 4000,
    }


def test_like_for_like_leaves_out_items_that_the_month_before_does_not_report(found):
    assert found.movement.new_items == 20_000
    assert found.movement.like_for_like == found.position.pressure - 465_000


def test_like_for_like_counts_the_items_where_both_months_report_them(synthetic_data, full_return):
    earlier, later = with_items(full_return, (15, "")), with_items(full_return, (19, ""))
    moved = analyse(synthetic_data({EARLIER: earlier, LATER: later})).movement
    assert (moved.like_for_like, moved.new_items) == (4000, None)


def test_without_a_month_before_there_is_no_movement(synthetic_data, full_return):
    moved = analyse(synthetic_data({LATER: full_return})).movement
    assert (moved.like_for_like, moved.new_items, moved.gap) == (None, None, None)


def test_one_set_of_items_explains_a_gap_and_two_sets_do_not(found):
    assert _only_sum(found.items, 5000) == ("Staff taken over",)
    assert _only_sum(found.items, 20_000) == ("Red saving", "Staff taken over")
    assert _only_sum(found.items, 7000) is None
    twice = found.items.assign(amount_gbp=[5000, 5000])
    assert _only_sum(twice, 5000) is None


def test_the_printed_movement_of_the_newest_pack_is_explained_by_the_items_that_entered(real_data):
    """The pack prints 1.439: the pressure's 0.731 and two of the three items."""
    moved = analyse(real_data("2023-24-P11")).movement
    assert (moved.like_for_like, moved.printed, moved.gap) == (731_000, 1_439_000, 708_000)
    assert moved.explained_by is not None
    assert all(item.startswith("Staff transferred") for item in moved.explained_by)


def test_the_reserve_of_an_earlier_year_covered_what_was_forecast_over_budget(real_data):
    (year,) = analyse(real_data("2023-24-P11")).reserves.itertuples()
    assert (year.year, year.reserve_gbp, year.over_gbp, year.left_gbp) == ("2021-22", 812_000, 622_000, 190_000)


def test_the_deficit_of_the_other_trust_is_shared_as_its_paper_prints(real_data):
    rule = next(rule for rule in rules(real_data("2023-24-P11")) if "Doncaster" in rule.source)
    parts = share(1_600_000, rule)
    assert parts.pop("trust") == 400_000
    assert sum(parts.values()) == 1_200_000


def test_the_figures_of_the_chapter_have_names(synthetic_data, found):
    by_name = {each.name: each.value for each in metrics(synthetic_data())}
    assert by_name["council.call_if_income_agreed"] * 1000 == found.if_income_agreed
    assert by_name["council.call_like_for_like"] * 1000 == found.movement.like_for_like


def test_each_item_outside_the_forecast_has_a_figure_where_its_amount_is_reported(synthetic_data, full_return):
    made = with_items(full_return, (20, ""), (None, ""), (0, ""))
    found = {each.name: each.value for each in details(synthetic_data({LATER: made}))}
    assert {name: value for name, value in found.items() if name.startswith("council.not_in_forecast")} == {
        "council.not_in_forecast.item_0": 20,
        "council.not_in_forecast.item_2": 0,
    }
    assert (found["council.share.east"], found["council.share.west"]) == (0.3, 0.7)


def test_a_return_without_adjustments_has_the_shares_of_the_councils_and_no_item(synthetic_data, full_return):
    del full_return["adjustments"]
    names = [each.name for each in details(synthetic_data({LATER: full_return}))]
    assert names == ["council.share.east", "council.share.west"]


def test_an_item_and_a_share_say_what_they_are_and_where_they_were_typed(synthetic_data):
    found = details(synthetic_data())
    share_of_east, *_, item = found
    assert share_of_east.typed_from == ("", "the settings")
    assert share_of_east.label == "Share of East Synthetic Council"
    assert item.polarity is Polarity.WORSE
