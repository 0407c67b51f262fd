import pytest
from frames_of_returns import all_frames
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from trustbook.checks.findings import Severity
from trustbook.checks.plausibility import plausible

HEADER = (
    "level,heading,contract_sum_gbp_k,change_requests_gbp_k,revised_contract_sum_gbp_k,projected_outturn_gbp_k,"
    "variance_gbp_k,movement_gbp_k\n"
)


def forecast(**variances):
    return HEADER + "".join(f"group,{name},,,,,{value},\n" for name, value in variances.items())


@pytest.fixture
def doubts(synthetic_workspace):
    """The rules that doubt the last of several months, each given as its variances by group."""

    def find(*months, adjustments=None, files=None):
        returns = {}
        for number, variances in enumerate(months, 1):
            made = {"forecast": forecast(**variances)} | (files[number - 1] if files else {})
            if adjustments:
                amount = adjustments[number - 1]
                made["adjustments"] = f"item,kind,amount_gbp_k\nIncome,disputed_income,{amount}\n"
            returns[f"2030-31-P{number:02d}"] = made
        workspace = synthetic_workspace(returns)
        frames = all_frames(workspace)
        found = plausible(frames[-1], frames[:-1], workspace.settings)
        assert all(each.severity is Severity.WARNING and each.gap for each in found)
        return {each.rule.removeprefix("plausible."): each.sentence for each in found}

    return find


def test_figures_that_move_a_little_are_not_doubted(doubts):
    assert doubts({"Staff": 100, "Care": 200}, {"Staff": 110, "Care": 205}, {"Staff": 118, "Care": 215}) == {}


@pytest.fixture
def doubts_of_months(synthetic_workspace):
    """The rules that doubt the last of several months, each given as its number and its variances by group."""

    def find(months):
        returns = {f"2030-31-P{number:02d}": {"forecast": forecast(**made)} for number, made in months.items()}
        workspace = synthetic_workspace(returns)
        frames = all_frames(workspace)
        return {
            each.rule.removeprefix("plausible."): each.sentence
            for each in plausible(frames[-1], frames[:-1], workspace.settings)
        }

    return find


@pytest.fixture
def doubts_over_a_gap(doubts_of_months):
    """The rules that doubt a return three months after the one before it."""
    return lambda before, now: doubts_of_months({2: before, 5: now})


def test_what_is_doubted_after_a_month_is_doubted_after_a_gap(doubts_over_a_gap):
    was = {"Staff": 100, "Care": 2000}
    assert "same_again" in doubts_over_a_gap(was, was)
    assert "May (three months earlier)" in doubts_over_a_gap(was, {"Staff": 2010, "Care": 103})["exchanged"]
    assert "sign_flip" in doubts_over_a_gap(was, {"Staff": 130, "Care": -2000})
    assert "heading_vanished" in doubts_over_a_gap(was, {"Staff": 130})
    assert doubts_over_a_gap(was, {"Staff": 130, "Care": 2400}) == {}


def test_the_first_month_of_a_year_is_held_to_nothing(doubts):
    assert doubts({"Staff": 100, "Care": 200}) == {}


def test_the_previous_file_again_is_doubted(doubts):
    assert (
        "what P1 reported, so this may be that month's file"
        in doubts({"Staff": 100, "Care": 200}, {"Staff": 100, "Care": 200})["same_again"]
    )


def test_the_file_of_an_older_month_is_doubted_with_its_month(doubts):
    months = [{"Staff": 100, "Care": 200}, {"Staff": 110, "Care": 205}, {"Staff": 100, "Care": 200}]
    assert "what P1 reported, so this may be that month's file" in doubts(*months)["same_again"]


@pytest.mark.parametrize(("status", "doubted"), [("red", True), ("green", False)])
def test_savings_by_status_are_last_months_again_only_if_their_words_are(doubts, status, doubted):
    files = [{"savings": f"ref,proposal,target_gbp_k,status\nA1,One,100,{word}\n"} for word in ("red", status)]
    found = doubts({"Staff": 100, "Care": 200}, {"Staff": 110, "Care": 205}, files=files)
    assert ("same_again" in found) == doubted


def test_a_group_that_vanished_is_named(doubts):
    assert doubts({"Staff": 100, "Care": 200}, {"Staff": 110})["heading_vanished"].startswith(
        "Care was in the forecast of P1"
    )


def test_millions_in_a_column_of_thousands_are_doubted_with_both_figures(doubts):
    sentence = doubts({"Staff": 1000, "Care": 24005}, {"Staff": 1010, "Care": 24.225})["another_unit"]
    assert "Care is 24.225 and was 24,005 at April" in sentence


def test_the_other_sign_is_doubted(doubts):
    assert "other sign" in doubts({"Staff": 100, "Care": 275}, {"Staff": 101, "Care": -275})["sign_flip"]


def test_a_figure_that_stays_nil_is_not_doubted(doubts):
    assert doubts({"Staff": 100, "Care": 0}, {"Staff": 101, "Care": 0}) == {}


def test_a_movement_far_beyond_the_usual_one_is_doubted_with_the_usual_one(doubts):
    months = [{"Staff": 100, "Care": care} for care in (200, 210, 220, 330)]
    assert "moved by 110, which is more than 4 times the usual 10" in doubts(*months)["movement"]


def test_two_months_show_no_usual_movement(doubts):
    assert doubts({"Staff": 100, "Care": 200}, {"Staff": 100, "Care": 290}) == {}


def test_an_adjustment_in_another_unit_is_doubted_too(doubts):
    same = {"Staff": 100, "Care": 200}
    assert "another_unit" in doubts(same, {"Staff": 101, "Care": 200}, adjustments=("3616", "3.616"))


SOME = ({"Staff": 100, "Care": 2000}, {"Staff": 110, "Care": 2010})
"""Two months that nothing is to be said about."""


def items(**kinds):
    lines = "".join(f"{item},{kind},{50 * place}\n" for place, (item, kind) in enumerate(kinds.items(), 1))
    return {"adjustments": "item,kind,amount_gbp_k\n" + lines}


def test_an_item_whose_kind_was_exchanged_with_another_is_named_with_both_kinds(doubts):
    right = items(Funding="agreed_funding", Income="disputed_income")
    wrong = items(Funding="disputed_income", Income="agreed_funding")
    assert doubts(*SOME, files=[right, right]) == {}
    sentence = doubts(*SOME, files=[right, wrong])["another_kind"]
    assert sentence == "'Income' is agreed_funding here and was disputed_income at P1"


def test_a_known_item_that_appears_under_a_second_kind_is_doubted_and_a_new_item_is_not(doubts):
    before = items(Funding="agreed_funding")
    after = {"adjustments": before["adjustments"] + "Funding,outside_contract,7\n"}
    new = {"adjustments": before["adjustments"] + "Homes,outside_contract,7\n"}
    assert "'Funding' is outside_contract here" in doubts(*SOME, files=[before, after])["another_kind"]
    assert doubts(*SOME, files=[before, new]) == {}


def controls(*totals):
    lines = "".join(f"{dataset},{column},{scope},1,gbp_k,0\n" for dataset, column, scope in totals)
    return {"controls": "dataset,column,scope,value,unit,decimals\n" + lines}


VARIANCE, CARE = ("forecast", "variance_gbp_k", "all"), ("forecast", "variance_gbp_k", "group=Care")


def test_a_total_that_is_no_longer_printed_is_named(doubts):
    assert doubts(*SOME, files=[controls(VARIANCE, CARE), controls(CARE, VARIANCE)]) == {}
    sentence = doubts(*SOME, files=[controls(VARIANCE, CARE), controls(CARE)])["total_vanished"]
    assert "P1 has a total, variance of forecast, and this return does not" in sentence


@pytest.mark.parametrize(
    "total",
    [
        ("forecast", "contract_sum_gbp_k", "all"),
        ("forecast", "variance_gbp_k", "group=Legal"),
        ("savings", "target_gbp_k", "all"),
        ("position", "call_gbp_k", "all"),
    ],
)
def test_a_total_of_amounts_that_are_no_longer_reported_is_not_missed(doubts, total):
    funding = items(Funding="agreed_funding")
    assert doubts(*SOME, files=[funding | controls(VARIANCE, total), funding | controls(VARIANCE)]) == {}


def test_a_call_that_could_be_added_up_and_is_no_longer_printed_is_missed(doubts):
    both = items(Funding="agreed_funding", Red="not_in_forecast")
    call = ("position", "call_gbp_k", "all")
    assert (
        "call of position"
        in doubts(*SOME, files=[both | controls(VARIANCE, call), both | controls(VARIANCE)])["total_vanished"]
    )


def test_two_lines_exchanged_are_doubted_though_their_total_stays(doubts):
    found = doubts({"Staff": 100, "Care": 2000}, {"Staff": 2010, "Care": 104})
    assert "Care is 104 and was 2,000 at April: 10 times as large" in found["jump"]
    assert found["exchanged"] == ("Staff is 2,010 and Care 104; at April they were 100 and 2,000: the two look swapped")


def test_two_lines_of_like_size_exchanged_are_doubted_too(doubts):
    found = doubts({"Staff": 173, "Care": 311}, {"Staff": 313, "Care": 173})
    assert set(found) == {"exchanged"}


def test_two_amounts_exchanged_between_items_are_doubted(doubts):
    header = "item,kind,amount_gbp_k\n"
    before = {"adjustments": f"{header}Funding,agreed_funding,2094\nIncome,disputed_income,725\n"}
    after = {"adjustments": f"{header}Funding,agreed_funding,725\nIncome,disputed_income,2094\n"}
    assert set(doubts(*SOME, files=[before, after])) == {"exchanged"}


def test_a_line_too_small_to_matter_may_jump_change_its_sign_or_pass_another(doubts):
    small = {"Staff": 1, "Homes": 2, "Care": 20000}
    assert doubts(small, {"Staff": 120, "Homes": -3, "Care": 20010}) == {}
    assert doubts(small, {"Staff": 2, "Homes": 1, "Care": 20010}) == {}


def test_a_line_may_move_far_if_it_stays_below_the_stated_multiple(doubts):
    assert doubts({"Staff": 173, "Care": 313}, {"Staff": 523, "Care": 313}) == {}


def test_a_line_that_was_nil_may_become_anything(doubts):
    assert doubts({"Staff": 0, "Care": 300}, {"Staff": 290, "Care": 310}) == {}


def test_a_line_of_weight_with_the_other_sign_is_doubted(doubts):
    assert (
        "was −800 at April: it has the other sign"
        in doubts({"Staff": -800, "Care": 3}, {"Staff": 500, "Care": 3})["other_sign"]
    )


AMOUNTS = st.fixed_dictionaries({"Staff": st.integers(-9_999, 9_999).filter(bool), "Care": st.integers(1, 9_999)})


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25)
@given(AMOUNTS, AMOUNTS)
def test_a_fall_is_doubted_as_the_same_rise_is(doubts, one, other):
    rise, fall = doubts(one, other), doubts(other, one)
    assert {rule for rule in rise if rule != "same_again"} == {rule for rule in fall if rule != "same_again"}


@pytest.mark.parametrize("amounts", [(2_000, 150), (150, 2_000)])
def test_an_item_many_times_as_large_or_small_is_doubted(doubts, amounts):
    said = doubts({"Staff": 800, "Care": 300}, {"Staff": 810, "Care": 310}, adjustments=amounts)
    assert "10 times as large or as small, or more" in said["jump"]


def test_a_fall_far_beyond_the_usual_movement_is_doubted_as_such_a_rise_is(doubts):
    months = [{"Staff": 400, "Care": care} for care in (330, 320, 310, 200)]
    assert "moved by −110, which is more than 4 times the usual 10" in doubts(*months)["movement"]


def test_the_usual_movement_is_as_large_after_falls_as_after_rises(doubts):
    months = [{"Staff": 400, "Care": care} for care in (330, 320, 310, 330)]
    assert "movement" not in doubts(*months)


def test_what_vanished_is_named_in_the_order_of_the_alphabet(synthetic_workspace):
    names = ["Staff", "Homes", "Care", "Legal", "Adoption", "Transport", "Rent", "Fees"]
    kinds = ["outside_contract", "agreed_funding", "disputed_income", "not_in_forecast"]
    lines = "".join(f"Item,{kind},5\n" for kind in kinds)
    returns = {
        "2030-31-P01": {
            "forecast": forecast(**dict.fromkeys([*names, "Other"], 500)),
            "adjustments": f"item,kind,amount_gbp_k\n{lines}",
        },
        "2030-31-P02": {
            "forecast": forecast(Other=500),
            "adjustments": "item,kind,amount_gbp_k\nItem,recovery,5\n",
        },
    }
    workspace = synthetic_workspace(returns)
    before, now = all_frames(workspace)
    found = plausible(now, [before], workspace.settings)

    def sentences(rule):
        return [each.sentence for each in found if each.rule == f"plausible.{rule}"]

    assert [each.partition(" was in")[0] for each in sentences("heading_vanished")] == sorted(names)
    assert [each.split()[4] for each in sentences("kind_vanished")] == sorted(kinds)
    keys = {each.rule.removeprefix("plausible."): [] for each in found}
    for each in found:
        keys[each.rule.removeprefix("plausible.")].append(each.key)
    assert keys["heading_vanished"] == [f"forecast, {name}" for name in sorted(names)]
    assert keys["kind_vanished"] == [f"adjustments, {kind}" for kind in sorted(kinds)]
    (other,) = sentences("another_kind")
    assert f"was {' and '.join(sorted(kinds))} at P1" in other


@pytest.mark.parametrize("sign", [1, -1])
def test_the_same_figure_with_the_other_sign_is_doubted_once(doubts, sign):
    found = doubts({"Staff": 100, "Care": 275 * sign}, {"Staff": 101, "Care": -275 * sign})
    assert set(found) == {"sign_flip"}


@pytest.mark.parametrize(("was", "rules"), [(3000, {"another_unit"}), ("2999.999", {"jump"})])
def test_a_figure_300_times_as_large_is_of_another_unit_and_one_a_pound_short_of_it_has_jumped(doubts, was, rules):
    assert set(doubts({"Staff": 1000, "Care": was}, {"Staff": 1001, "Care": 10})) == rules


@pytest.mark.parametrize(("now", "rules"), [(1000, {"jump"}), ("999.999", set())])
def test_a_figure_ten_times_as_large_has_jumped_and_one_a_pound_short_of_it_has_not(doubts, now, rules):
    assert set(doubts({"Staff": 5000, "Care": 100}, {"Staff": 5001, "Care": now})) == rules


@pytest.mark.parametrize(
    ("was", "now", "rules"),
    [
        ({"Staff": 9890, "Care": 5}, {"Staff": 9895, "Care": 105}, {"jump"}),
        ({"Staff": 9890, "Care": 5}, {"Staff": "9895.001", "Care": "104.999"}, set()),
        ({"Staff": 9845, "Care": -100}, {"Staff": 9850, "Care": 150}, {"other_sign"}),
        ({"Staff": 9845, "Care": "-99.999"}, {"Staff": 9850, "Care": 150}, set()),
        ({"Staff": 40, "Homes": 90, "Care": 9860}, {"Staff": 90, "Homes": 40, "Care": 9870}, {"exchanged"}),
        ({"Staff": 40, "Homes": 90, "Care": 9860}, {"Staff": 90, "Homes": 40, "Care": "9870.1"}, set()),
    ],
    ids=["jump", "no jump", "other sign", "no other sign", "exchanged", "not exchanged"],
)
def test_a_hundredth_of_all_lines_together_is_worth_doubting_and_a_pound_less_is_not(doubts, was, now, rules):
    assert set(doubts(was, now)) == rules


def test_lines_that_are_all_nil_are_not_exchanged_and_a_single_pound_is_missed(doubts):
    nil = {"Staff": 0, "Care": 0}
    assert set(doubts(nil, nil)) == {"same_again"}
    assert set(doubts({"Staff": "0.001", "Care": 0}, nil)) == {"jump"}


@pytest.mark.parametrize(("now", "rules"), [(210, {"exchanged"}), ("210.001", set())])
def test_two_lines_ten_times_closer_the_other_way_round_are_exchanged_and_those_a_pound_further_are_not(
    doubts, now, rules
):
    """Crossed they are 20 apart, and as they stand 200."""
    assert set(doubts({"Staff": 100, "Care": 190}, {"Staff": now, "Care": 100})) == rules


@pytest.mark.parametrize(("last", "doubted"), [(260, False), ("260.001", True)])
def test_four_times_the_usual_movement_is_not_doubted_and_a_pound_more_is(doubts, last, doubted):
    months = [{"Staff": 100, "Care": care} for care in (200, 210, 220, last)]
    assert ("movement" in doubts(*months)) is doubted


@pytest.mark.parametrize(("last", "doubted"), [("260.001", False), ("260.002", True)])
def test_the_usual_movement_is_rounded_to_a_pound_before_it_is_multiplied(doubts, last, doubted):
    """Movements of £10,000 and £10,001 have £10,000 in the middle, and four times that is £40,000."""
    months = [{"Staff": 100, "Care": care} for care in (200, 210, "220.001", last)]
    assert ("movement" in doubts(*months)) is doubted


@pytest.mark.parametrize(("last", "doubted"), [(310, False), ("310.001", True)])
def test_the_usual_movement_is_that_of_a_month_times_the_months_that_passed(doubts_of_months, last, doubted):
    months = {1: 200, 3: 220, 4: 230, 6: last}
    found = doubts_of_months({number: {"Staff": 100, "Care": care} for number, care in months.items()})
    assert ("more than 4 times the usual 20 of this year" in found.get("movement", "")) is doubted


def test_each_doubt_names_what_it_is_about_in_its_key(synthetic_workspace):
    """A warning is accepted by its key: nobody could accept one of two lines with one key."""
    months = [{"Staff": 100, "Care": 2000, "Homes": 90, "Legal": 5}, {"Staff": 2010, "Care": 104, "Homes": -90}]
    returns = {
        f"2030-31-P{number:02d}": {"forecast": forecast(**made)} | controls(VARIANCE, CARE, ("savings", "x", "all"))
        for number, made in enumerate(months, 1)
    }
    returns["2030-31-P02"] |= controls(VARIANCE)
    workspace = synthetic_workspace(returns)
    before, now = all_frames(workspace)
    keys = {(each.rule.removeprefix("plausible."), each.key) for each in plausible(now, [before], workspace.settings)}
    assert keys == {
        ("heading_vanished", "forecast, Legal"),
        ("jump", "forecast, Staff"),
        ("jump", "forecast, Care"),
        ("exchanged", "forecast, Staff, Care"),
        ("sign_flip", "forecast, Homes"),
        ("total_vanished", "controls, forecast, variance_gbp_k, group=Care"),
    }
