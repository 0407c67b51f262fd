from decimal import Decimal

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from looked_at import some
from trustbook.core.errors import WorkspaceError
from trustbook.core.period import Period
from trustbook.position import (
    COST_TO_COUNCILS,
    Adjustment,
    Position,
    add,
    by_group,
    column_sum,
    position,
    split,
    subtract,
)

LATER = "2030-31-P04"
pounds = st.integers(-(10**10), 10**10)
reported = st.none() | pounds
positions = st.builds(
    Position,
    period=st.just(Period(2030, 4)),
    variance=pounds,
    contract_sum=st.none() | st.integers(0, 10**10),
    revised_contract_sum=reported,
    projected_outturn=reported,
    agreed_funding=reported,
    outside_contract=reported,
    disputed_income=reported,
    not_in_forecast=reported,
)


@st.composite
def splits(draw):
    cuts = sorted(draw(st.lists(st.integers(0, 10_000), max_size=4)))
    parts = [end - start for start, end in zip([0, *cuts], [*cuts, 10_000], strict=True)]
    return {f"c{place}": Decimal(part) / 10_000 for place, part in enumerate(parts)}


@given(positions)
def test_pressure_is_the_variance_and_the_three_adjustments_or_is_not_reported(here):
    layers = [here.variance, here.agreed_funding, here.outside_contract, here.disputed_income]
    assert here.pressure == (None if None in layers else sum(layers))


@given(positions)
def test_the_call_is_the_pressure_and_what_is_not_in_the_forecast_or_is_not_reported(here):
    if here.pressure is None or here.not_in_forecast is None:
        assert here.call is None
    else:
        assert here.call - here.pressure == here.not_in_forecast


@given(positions)
def test_the_share_is_of_the_original_contract_sum(here):
    if here.pressure is None or not here.contract_sum:
        assert here.pressure_share is None
    else:
        assert here.pressure_share * here.contract_sum == pytest.approx(here.pressure)


@given(st.lists(reported, max_size=5))
def test_a_sum_with_a_part_that_is_not_reported_is_not_reported(amounts):
    assert add(*amounts) == (None if None in amounts else sum(amounts))


@given(reported, reported)
def test_a_difference_with_an_end_that_is_not_reported_is_not_reported(one, other):
    assert subtract(one, other) == (None if None in (one, other) else one - other)


@pytest.mark.parametrize(
    ("cells", "total"), [([1, 2, 3], 6), ([1, None], None), ([], None), ([None, None], None), ([0], 0)]
)
def test_a_column_with_a_missing_cell_has_no_sum(cells, total):
    assert column_sum(pd.Series(cells, dtype="Int64")) == total


def test_a_column_that_is_not_there_has_no_sum():
    assert column_sum(None) is None


@given(pounds, splits())
def test_the_parts_of_a_split_add_back_to_the_pound(amount, shares):
    parts = split(amount, shares)
    assert set(parts) == set(shares)
    assert all(isinstance(part, int) for part in parts.values())
    assert sum(parts.values()) == amount


@given(pounds, splits())
def test_no_part_is_further_from_its_share_than_the_rounding_of_the_others(amount, shares):
    parts = split(amount, shares)
    largest = max(shares, key=lambda code: shares[code])
    for code, part in some(parts.items()):
        allowed = Decimal("0.5") * (len(shares) - 1 if code == largest else 1)
        assert abs(part - amount * shares[code]) <= max(allowed, 0)


def test_the_odd_pound_goes_to_the_largest_share():
    assert split(2, {"a": Decimal("0.25"), "b": Decimal("0.5"), "c": Decimal("0.25")}) == {"a": 0, "b": 2, "c": 0}
    assert split(1, {"small": Decimal("0.4"), "large": Decimal("0.6")}) == {"small": 0, "large": 1}


@pytest.mark.parametrize("shares", [("0.5", "0.4"), ("0.5", "0.6"), ("0.3333", "0.6666"), ("1", "0.0000000001"), ()])
def test_shares_that_do_not_sum_to_one_are_refused(shares):
    with pytest.raises(WorkspaceError, match="shares sum to"):
        split(100, {f"c{place}": Decimal(share) for place, share in enumerate(shares)})


def test_a_return_adds_up_to_its_position(synthetic_data):
    data = synthetic_data()
    here = position(data.current, data.reference)
    assert here.contract_sum == 3_500_000
    assert here.revised_contract_sum == 3_550_000
    assert here.variance == 380_000
    assert here.projected_outturn - here.revised_contract_sum == here.variance
    assert (here.pressure, here.call) == (480_000, 500_000)


def test_a_return_by_group_takes_the_contract_sum_of_the_year(synthetic_data):
    data = synthetic_data(period="2030-31-P03")
    here = position(data.current, data.reference)
    assert here.contract_sum == 3_600_000
    assert here.revised_contract_sum is None
    assert here.projected_outturn is None


def test_a_year_that_is_not_in_the_reference_data_has_no_contract_sum(synthetic_data, group_return):
    data = synthetic_data({"2040-41-P03": group_return})
    here = position(data.current, data.reference)
    assert here.contract_sum is None
    assert here.pressure_share is None


@pytest.mark.parametrize("kind", list(Adjustment))
def test_a_kind_that_the_return_does_not_list_is_no_line_of_nil(synthetic_data, full_return, kind):
    whole = full_return["adjustments"]
    full_return["adjustments"] = [row for row in whole if row["kind"] != kind]
    data = synthetic_data({LATER: full_return})
    here = position(data.current, data.reference)
    left = sum(row["amount_gbp_k"] for row in full_return["adjustments"] if row["kind"] != Adjustment.NOT_IN_FORECAST)
    assert getattr(here, kind) is None
    assert kind not in {layer.name for layer, _ in here.amounts(COST_TO_COUNCILS)}
    assert here.pressure == here.variance + left * 1000
    assert (here.call is None) == (kind is Adjustment.NOT_IN_FORECAST)


def test_recovery_measures_below_the_total_lower_the_pressure(synthetic_data, full_return):
    before = position(synthetic_data({LATER: full_return}).current, synthetic_data({LATER: full_return}).reference)
    full_return["adjustments"].append({"item": "Recovery plan", "kind": "recovery", "amount_gbp_k": -40})
    data = synthetic_data({LATER: full_return})
    here = position(data.current, data.reference)
    assert here.recovery == -40_000
    assert here.pressure == before.pressure - 40_000


def test_a_return_without_adjustments_has_a_variance_and_nothing_above_it(synthetic_data, full_return):
    del full_return["adjustments"]
    data = synthetic_data({LATER: full_return})
    here = position(data.current, data.reference)
    assert here.variance == 380_000
    assert here.pressure is None
    assert here.call is None


def test_an_adjustment_without_an_amount_leaves_its_kind_not_reported(synthetic_data, full_return):
    full_return["adjustments"][3]["amount_gbp_k"] = None
    data = synthetic_data({LATER: full_return})
    assert position(data.current, data.reference).not_in_forecast is None


def test_an_adjustment_of_nil_is_reported(synthetic_data, full_return):
    for row in full_return["adjustments"]:
        row["amount_gbp_k"] = 0
    data = synthetic_data({LATER: full_return})
    here = position(data.current, data.reference)
    assert here.not_in_forecast == 0
    assert here.call == here.pressure == here.variance


def test_a_missing_variance_is_refused(synthetic_data, full_return):
    full_return["forecast"][1]["variance_gbp_k"] = None
    data = synthetic_data({LATER: full_return})
    with pytest.raises(WorkspaceError, match="variance is missing") as caught:
        position(data.current, data.reference)
    assert caught.value.file == f"data/{LATER}/forecast.csv"


@given(st.lists(pounds, min_size=3, max_size=3))
def test_groups_have_the_same_variance_at_either_level(amounts):
    group_of = {"Staffing": "Staff", "Placements": "Care", "Homes": "Care"}
    fine = pd.DataFrame(
        {"level": "heading", "heading": list(group_of), "variance_gbp": pd.Series(amounts, dtype="Int64")}
    )
    coarse = pd.DataFrame(
        {
            "level": "group",
            "heading": ["Staff", "Care"],
            "variance_gbp": pd.Series([amounts[0], amounts[1] + amounts[2]], dtype="Int64"),
        }
    )
    assert by_group(fine, group_of).to_dict() == by_group(coarse, group_of).to_dict()
    assert by_group(fine, group_of).sum() == sum(amounts)
