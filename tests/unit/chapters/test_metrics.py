import re

import pytest

from looked_at import some
from trustbook.chapters.forecast_trend import analysis as forecast
from trustbook.chapters.metrics import chapters, in_lines, metrics, named, prefix
from trustbook.components.metric import Metric

EARLIER, LATER = "2030-31-P03", "2030-31-P04"
NAME = re.compile(r"[a-z_]+\.[a-z0-9_]+(\.[a-z0-9_]+)?")
UNITS = {"gbp_k", "gbp_per_week", "share", "count", "fte", "ratio"}


def by_name(data):
    return {each.name: each.value for each in metrics(data)}


def test_names_are_chapter_and_figure_and_perhaps_a_part(real_data, real_period):
    for each in some(metrics(real_data(real_period))):
        assert NAME.fullmatch(each.name)
        assert each.unit in UNITS
        assert each.label.strip()


def test_the_first_word_of_a_name_is_that_of_its_chapter_so_that_no_other_is_worked_out(real_data, real_period):
    data = real_data(real_period)
    for chapter in chapters(data):
        mine = {each.name for each in chapter.metrics(data)}
        assert {name.partition(".")[0] for name in mine} <= {prefix(chapter)}
    found = metrics(data)
    assert all(named(data, [each.name])[each.name] == each for each in found[:: len(found) // 5])
    two = named(data, ["savings.red", "council.call"])
    assert {name.partition(".")[0] for name in two} == {"savings", "council"}


def test_no_name_stands_for_two_figures(real_data, real_period):
    names = [each.name for each in metrics(real_data(real_period))]
    assert len(names) == len(set(names))


def test_money_is_in_thousands(synthetic_data):
    data = synthetic_data()
    found, here = by_name(data), forecast.analyse(data).position
    assert found["forecast.pressure"] * 1000 == here.pressure
    assert found["forecast.contract_sum"] == 3500
    assert found["council.call"] == 500
    assert found["savings.target"] == 340


def test_money_of_whole_thousands_is_a_whole_number_and_other_money_is_not_rounded(synthetic_data, full_return):
    full_return["forecast"][0]["variance_gbp_k"] = "100.5"
    found = by_name(synthetic_data({LATER: full_return}))
    assert isinstance(found["forecast.contract_sum"], int)
    assert found["forecast.variance"] == 380.5


@pytest.mark.parametrize(
    ("total", "parts"),
    [
        (
            "forecast.pressure",
            ["forecast.variance", "forecast.agreed_funding", "forecast.outside_contract", "forecast.disputed_income"],
        ),
        ("council.call", ["forecast.pressure", "council.not_in_forecast"]),
        ("council.call", ["council.call.east", "council.call.west"]),
        ("savings.target", ["savings.red", "savings.amber", "savings.green"]),
        ("savings.deliverable", ["savings.amber", "savings.green", "savings.mitigations"]),
        ("forecast.projected_outturn", ["forecast.revised_contract_sum", "forecast.variance"]),
        ("forecast.variance", [f"forecast.variance.{part}" for part in ("staffing", "placements", "homes")]),
    ],
)
def test_parts_add_up_to_their_total(synthetic_data, total, parts):
    found = by_name(synthetic_data())
    assert found[total] == sum(found[part] for part in parts)


def test_a_council_is_named_by_its_code(synthetic_data, trust_settings):
    trust_settings["councils"] = [{"code": "only1", "name": "Only Council", "short_name": "Only", "share": "1"}]
    found = by_name(synthetic_data(trust=trust_settings))
    assert found["council.call.only1"] == found["council.call"]


def test_what_was_not_reported_is_named_and_has_no_value(synthetic_data):
    found = by_name(synthetic_data(period=EARLIER))
    for name in (
        "council.call",
        "council.call.east",
        "savings.target",
        "savings.deliverable",
        "forecast.projected_outturn",
    ):
        assert found[name] is None
    assert found["workforce.agency_headcount"] is None
    assert found["forecast.variance_movement"] is None
    assert found["forecast.pressure"] == 465


def test_names_do_not_depend_on_what_was_reported(synthetic_data):
    earlier = by_name(synthetic_data(period=EARLIER))
    later = by_name(synthetic_data(period=LATER))
    parts = {"forecast.variance", "workforce.agency_rate", "placements.packages"}
    assert {name for name in set(earlier) ^ set(later) if name.rpartition(".")[0] not in parts} == set()


def test_agency_rates_are_named_by_team(synthetic_data):
    found = by_name(synthetic_data())
    assert found["workforce.agency_rate.front_door"] == 0.5
    assert found["workforce.agency_rate.court"] == 0.2
    assert "workforce.agency_rate.synthetic_trust_whole_trust" not in found


def test_the_outlook_is_named_where_there_is_one(synthetic_data, monthly_returns, trust_settings, tmp_path):
    returns = monthly_returns(100, 140, 150, 170)
    few = by_name(synthetic_data(returns, trust=trust_settings | {"outlook_level": "service"}, root=tmp_path / "few"))
    enough = by_name(synthetic_data(returns, root=tmp_path / "enough"))
    assert "forecast.outlook_low" not in few
    assert enough["forecast.outlook_low"] < 170 < enough["forecast.outlook_high"]


def test_no_figures_are_no_lines(synthetic_data):
    assert list(in_lines([], synthetic_data())) == []


def test_figures_are_lines_as_wide_as_the_longest_name_and_no_wider_than_a_screen_allows(synthetic_data):
    data = synthetic_data()
    few = [Metric("a.b", 12, "count", "Few"), Metric("a.much", 1_234, "count", "Many")]
    assert list(in_lines(few, data)) == ["a.b       12  Few", "a.much 1,234  Many"]
    first, _ = in_lines([few[0], Metric("a." + "b" * 60, 1, "count", "Long")], data)
    assert first == f"{'a.b':44} 12  Few"


def test_a_label_that_is_too_long_for_its_line_goes_on_below_its_beginning(synthetic_data):
    first, second = next(in_lines([Metric("a.b", 12, "count", "many words " * 12)], synthetic_data())).split("\n")[:2]
    assert first.startswith("a.b 12  many words")
    assert len(second) - len(second.lstrip()) == len("a.b 12  ")


def test_the_range_at_year_end_comes_from_the_variance_first_and_then_from_its_budget(synthetic_data, monthly_returns):
    data = synthetic_data(monthly_returns(100, 140, 150, 170))
    for end in ("low", "high"):
        (found,) = (each for each in metrics(data) if each.name == f"forecast.outlook_{end}")
        assert [each.column for each in found.lineage.reads] == ["variance_gbp_k", "revised_contract_sum_gbp_k"]
