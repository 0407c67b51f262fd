import pandas as pd
import pytest

from looked_at import some
from trustbook.chapters.forecast_trend import analysis as forecast
from trustbook.chapters.metrics import metrics as all_metrics
from trustbook.core.period import Period
from trustbook.position import COST_TO_COUNCILS, PRESSURE, position

EARLIER, LATER = "2030-31-P03", "2030-31-P04"


def test_the_steps_of_the_bridge_add_up_to_the_movement_in_pressure(synthetic_data):
    found = forecast.analyse(synthetic_data())
    assert found.bridge["amount_gbp"].sum() == found.pressure_movement == 15_000
    assert found.previous.pressure + found.bridge["amount_gbp"].sum() == found.position.pressure


def test_the_groups_of_the_bridge_add_up_to_the_movement_in_variance(synthetic_data):
    found = forecast.analyse(synthetic_data())
    groups = found.bridge[found.bridge["layer"] == "variance"]
    assert groups["amount_gbp"].sum() == found.variance_movement == 35_000
    assert dict(zip(groups["step"], groups["amount_gbp"], strict=True)) == {"Staff": 10_000, "Care": 25_000}


def test_variance_and_pressure_may_move_apart(synthetic_data, group_return, full_return):
    group_return["adjustments"][2]["amount_gbp_k"] = 90
    found = forecast.analyse(synthetic_data({EARLIER: group_return, LATER: full_return}))
    assert found.variance_movement == 35_000
    assert found.pressure_movement == -35_000
    disputed = found.bridge.set_index("step").loc["Income in dispute"]
    assert (disputed["amount_gbp"], disputed["layer"]) == (-70_000, "adjustment")


def test_items_outside_the_forecast_do_not_move_the_pressure(synthetic_data, full_return, group_return):
    one = forecast.analyse(synthetic_data())
    full_return["adjustments"][4]["amount_gbp_k"] = 9999
    other = forecast.analyse(synthetic_data({EARLIER: group_return, LATER: full_return}))
    assert one.pressure_movement == other.pressure_movement
    assert other.position.call - one.position.call == 9_994_000


def test_the_groups_add_up_to_the_variance_and_their_shares_to_one(synthetic_data):
    found = forecast.analyse(synthetic_data())
    assert found.groups["variance_gbp"].sum() == found.position.variance
    assert found.groups["share"].sum() == pytest.approx(1)
    assert list(found.groups["group"]) == ["Care", "Staff"]


def test_the_lines_add_up_to_the_variance_and_their_shares_to_one(synthetic_data):
    found = forecast.analyse(synthetic_data())
    assert found.detail["variance_gbp"].sum() == found.position.variance
    assert float(found.detail["share"].sum()) == pytest.approx(1)
    assert list(found.detail["name"]) == ["Staffing", "Placements", "Homes"]


def test_the_trend_of_each_period_adds_up_to_its_variance(synthetic_data):
    found = forecast.analyse(synthetic_data())
    totals = found.trend.groupby("period")["variance_gbp"].sum()
    assert totals.to_dict() == {Period.parse(EARLIER): 345_000, Period.parse(LATER): 380_000}


def test_the_trend_keeps_the_order_of_the_groups_in_the_settings(synthetic_data, trust_settings):
    trust_settings["groups"] = ["Care", "Staff"]
    found = forecast.analyse(synthetic_data(trust=trust_settings))
    assert list(found.trend["group"]) == ["Care", "Staff"] * 2


def test_the_layers_of_each_period_add_up_to_its_pressure(synthetic_data):
    layers = forecast.analyse(synthetic_data()).layers
    parts = ["variance_gbp", "agreed_funding_gbp", "outside_contract_gbp", "disputed_income_gbp"]
    assert list(layers[parts].sum(axis="columns")) == list(layers["pressure_gbp"])
    assert list(layers["pressure_gbp"]) == [465_000, 480_000]


def test_a_layer_that_one_period_does_not_report_is_missing_and_no_part_of_its_pressure(synthetic_data, group_return):
    less = {"forecast": group_return["forecast"], "adjustments": group_return["adjustments"][:2]}
    layers = forecast.analyse(synthetic_data({EARLIER: group_return, LATER: less})).layers
    assert layers["disputed_income_gbp"].isna().tolist() == [False, True]
    assert layers["pressure_gbp"].notna().all()


def test_without_the_month_before_there_is_no_movement_and_no_bridge(synthetic_data, full_return):
    found = forecast.analyse(synthetic_data({LATER: full_return}))
    assert found.previous is None
    assert found.bridge is None
    assert found.variance_movement is None
    assert found.pressure_movement is None


def test_without_a_pressure_on_either_side_there_is_a_movement_in_variance_and_no_bridge(
    synthetic_data, full_return, group_return
):
    del group_return["adjustments"]
    found = forecast.analyse(synthetic_data({EARLIER: group_return, LATER: full_return}))
    assert found.variance_movement == 35_000
    assert found.pressure_movement is None
    assert found.bridge is None


def test_the_call_is_divided_to_the_pound(synthetic_data, full_return):
    full_return["adjustments"][4]["amount_gbp_k"] = "5.001"
    found = forecast.analyse(synthetic_data({LATER: full_return}))
    assert sum(found.calls.values()) == found.position.call == 500_001
    assert found.calls == {"east": 150_000, "west": 350_001}


def test_without_items_outside_the_forecast_there_is_no_call_to_divide(synthetic_data):
    found = forecast.analyse(synthetic_data(period=EARLIER))
    assert found.position.call is None
    assert found.calls is None


def test_a_variance_of_nil_has_no_shares(synthetic_data, full_return):
    for row, variance in zip(full_return["forecast"], (20, -30, 10), strict=True):
        row["variance_gbp_k"] = variance
    found = forecast.analyse(synthetic_data({LATER: full_return}))
    assert found.position.variance == 0
    assert found.groups["share"].isna().all()
    assert found.detail["share"].isna().all()


def test_without_reference_data_the_chapter_still_stands(synthetic_data, group_return):
    found = forecast.analyse(synthetic_data({LATER: group_return}, reference={}))
    assert found.position.contract_sum is None
    assert found.position.pressure == 465_000


def test_an_analysis_does_not_change_what_it_reads(synthetic_data):
    data = synthetic_data()
    before = [made.forecast.copy() for made in data.history]
    forecast.analyse(data)
    for was, made in some(zip(before, data.history, strict=True)):
        pd.testing.assert_frame_equal(made.forecast, was)


def test_the_identities_hold_for_every_real_return(real_data, real_period):
    found = forecast.analyse(real_data(real_period))
    assert found.groups["variance_gbp"].sum() == found.position.variance
    assert found.detail["variance_gbp"].sum() == found.position.variance
    assert found.groups["share"].sum() == pytest.approx(1)
    if found.bridge is not None:
        assert found.bridge["amount_gbp"].sum() == found.pressure_movement
    if found.calls is not None:
        assert sum(found.calls.values()) == found.position.call


def test_every_total_that_a_real_paper_prints_is_what_its_lines_add_up_to(real_data, real_period):
    found = forecast.analyse(real_data(real_period))
    controls = real_data(real_period).current.dataset("controls")
    totals = controls[controls["scope"] == "all"]
    seen = 0
    for row in totals.itertuples():
        if row.dataset in ("forecast", "position") and row.column != "movement_gbp_k":
            ours = getattr(found.position, row.column.removesuffix("_gbp_k"), None)
            if ours is not None:
                seen += 1
                assert abs(ours - row.value * 1000) <= max(1000, 500 * 10.0 ** -int(row.decimals))
    assert seen >= 2


def test_each_layer_of_the_position_has_its_metric_and_its_column(synthetic_data):
    data = synthetic_data()
    here = position(data.current, data.reference)
    figures = {each.name: each.amount for each in all_metrics(data)}
    assert {layer.metric: amount for layer, amount in here.amounts(COST_TO_COUNCILS)}.items() <= figures.items()
    assert {layer.column for layer in PRESSURE} <= set(forecast.analyse(data).layers.columns)


def test_a_group_that_only_one_of_two_months_names_moves_by_all_of_its_variance(
    synthetic_data, full_return, group_return
):
    staff, care = group_return["forecast"][:2]
    group_return["forecast"] = [staff | {"variance_gbp_k": staff["variance_gbp_k"] + care["variance_gbp_k"]}]
    found = forecast.analyse(synthetic_data({EARLIER: group_return, LATER: full_return}))
    steps = found.bridge.set_index("step")["amount_gbp"]
    now = found.groups.set_index("group")["variance_gbp"]
    assert steps["Care"] == now["Care"]
    assert steps["Staff"] == now["Staff"] - 345_000
