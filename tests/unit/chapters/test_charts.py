import json
import re
import xml.etree.ElementTree as ET

import pytest
from shown import charts

from trustbook.chapters.forecast_trend import analysis as forecast
from trustbook.chapters.forecast_trend import charts as forecast_chart
from trustbook.chapters.savings_rag import analysis as savings
from trustbook.chapters.savings_rag import charts as savings_chart
from trustbook.chapters.workforce_agency import analysis as workforce
from trustbook.chapters.workforce_agency import charts as workforce_chart
from trustbook.chapters.years import analysis as years
from trustbook.chapters.years import charts as years_chart
from trustbook.core.amounts_in_prose import money
from trustbook.core.formatting import bare_millions, bare_stated_percent, stated_percent, thousands
from trustbook.outlook import of_period

EARLIER, LATER = "2030-31-P03", "2030-31-P04"
LONGEST_TITLE = 10


@pytest.fixture
def charts_of():
    """Every chart that the notebooks show of a real period, as `chapter/name`."""
    return lambda data: charts(str(data.period))


def test_every_title_is_ten_words_or_fewer(charts_of, real_data, real_period):
    for figure in charts_of(real_data(real_period)).values():
        assert 1 <= len(figure.title.split()) <= LONGEST_TITLE


def test_every_subtitle_names_a_unit_and_a_period(charts_of, real_data, real_period):
    for figure in charts_of(real_data(real_period)).values():
        assert re.search("£m|£k|£ a week|%|Number of|by date|Month of", figure.subtitle)
        assert re.search(r"\bP\d|Period \d|not dated", figure.subtitle)


def test_no_text_says_what_only_a_computer_would(charts_of, real_data, real_period):
    for figure in charts_of(real_data(real_period)).values():
        assert not re.search(r"\bnan\b|\bNone\b|<NA>|\bdtype\b|not reported", repr(figure))


def test_every_chart_draws_and_fetches_nothing(charts_of, real_data, real_period):
    for figure in charts_of(real_data(real_period)).values():
        svg = figure.svg()
        ET.fromstring(svg)
        addresses = set(re.findall(r"https?://[^\"'\s)<]+", svg))
        assert all(address.startswith("http://www.w3.org/") for address in addresses)
        assert "http" not in json.dumps({key: value for key, value in figure.spec.items() if key != "$schema"})


def cells(figure):
    """The cells of a chart's own table after the first, by the first cell of their row."""
    return {row[0]: dict(zip(figure.table.headings[1:], row[1:], strict=True)) for row in figure.table.rows}


def test_the_layers_give_every_period_in_their_table_and_both_ends_in_words(charts_of, real_data, real_period):
    data = real_data(real_period)
    found = forecast.analyse(data)
    figure = charts_of(data).get("forecast-trend/pressure-in-layers")
    if found.position.pressure is None:
        assert figure is None
        return
    for row in found.layers.itertuples():
        shown = cells(figure)[row.period.label]
        assert shown["Pressure, £m"] == bare_millions(int(row.pressure_gbp))
        assert shown["Variance, £m"] == bare_millions(int(row.variance_gbp))
    for end in (found.layers.iloc[0], found.layers.iloc[-1]):
        assert f"{end['period'].month_name}" in figure.description
        assert money(int(end["pressure_gbp"])) in figure.description


def test_the_groups_give_where_each_ends_in_their_table_and_the_largest_change_in_words(
    charts_of, real_data, real_period
):
    data = real_data(real_period)
    found = forecast.analyse(data)
    figure = charts_of(data).get("forecast-trend/variance-by-group")
    if len(data.history) == 1:
        assert figure is None
        return
    last = cells(figure)[found.position.period.label]
    for row in found.groups.itertuples():
        assert last[f"{row.group}, £m"] == bare_millions(int(row.variance_gbp))
    wide = found.trend.pivot(index="period", columns="group", values="variance_gbp")
    most = (wide.iloc[-1] - wide.iloc[0]).abs().idxmax()
    assert f"{most} changed most" in figure.description


def test_the_bridge_gives_both_ends_in_words_and_every_step_in_its_table(charts_of, real_data, real_period):
    data = real_data(real_period)
    found = forecast.analyse(data)
    figure = charts_of(data).get("what-changed/steps-of-the-pressure")
    if found.bridge is None:
        assert figure is None
        assert found.previous is None or found.pressure_movement is None
        return
    assert money(found.previous.pressure, found.pressure_movement) in figure.description
    assert money(found.position.pressure, found.pressure_movement) in figure.description
    for row in found.bridge.itertuples():
        assert cells(figure)[row.step]["Change, £m"] == bare_millions(int(row.amount_gbp), signed=True)


def test_the_headings_give_every_line_in_their_table_and_the_furthest_in_words(charts_of, real_data, real_period):
    data = real_data(real_period)
    found = forecast.analyse(data)
    figure = charts_of(data)["forecast-trend/variance-by-line"]
    for row in found.detail.itertuples():
        assert cells(figure)[row.name]["Variance, £m"] == bare_millions(int(row.variance_gbp))
    assert f"{found.detail.loc[found.detail['variance_gbp'].idxmax(), 'name']} £" in figure.description


def test_the_outlook_gives_each_return_with_its_range_in_its_table(charts_of, real_data, real_period):
    data = real_data(real_period)
    ahead = of_period.analyse(data)
    figure = charts_of(data).get("forecast-trend/outlook")
    if ahead is None:
        assert figure is None
        assert data.period == data.period.year_end
        return
    for made, end in of_period.earlier_ends(data):
        assert list(cells(figure)[made.period.label].values()) == [
            bare_millions(amount) for amount in (end.central, end.low, end.high)
        ]
    low, high = money(ahead.variance.low), money(ahead.variance.high)
    assert f"range {low} to {high}" in figure.description
    assert f"{low} to {high} above" in figure.title


def test_the_savings_charts_have_every_rating_and_every_proposal_in_their_tables(charts_of, real_data, real_period):
    data = real_data(real_period)
    found = savings.analyse(data)
    if found is None:
        assert not {"savings-rag/savings-by-rating", "savings-rag/savings-by-proposal"} & set(charts_of(data))
        return
    whole = charts_of(data)["savings-rag/savings-by-rating"]
    for name in ("red", "amber", "green"):
        assert f"{money(found.totals[name])} {name}" in whole.description
        row = next(row for row in whole.table.rows if row[0].lower().startswith(name))
        assert row[1:] == (bare_millions(found.totals[name]), f"{100 * found.share(name):.1f}")
    shown_lines = charts_of(data)["savings-rag/savings-by-proposal"].table
    by_ref = {row[0]: dict(zip(shown_lines.headings, row, strict=True)) for row in shown_lines.rows}
    assert set(by_ref) == {*found.lines["ref"], "Total"}
    for row in found.lines.itertuples():
        for name, amount in (("Red", row.red_gbp), ("Amber", row.amber_gbp), ("Green", row.green_gbp)):
            assert by_ref[row.ref][f"{name}, £k"] == thousands(int(amount))


def test_the_table_of_the_teams_gives_every_share_and_the_words_their_range(charts_of, real_data, real_period):
    data = real_data(real_period)
    found = workforce.analyse(data)
    if found is None:
        assert "workforce-agency/agency-share-by-team" not in charts_of(data)
        return
    figure = charts_of(data)["workforce-agency/agency-share-by-team"]
    shares = {row[0]: row[1] for row in figure.table.rows}
    assert shares == {row.team: bare_stated_percent(float(row.share)) for row in found.teams.itertuples()}
    now = found.teams[found.teams["reported"] == "now"]
    for row in now.iloc[[0, -1]].itertuples():
        assert f"{stated_percent(float(row.share))} in {row.team}" in figure.description


def test_without_a_month_before_there_is_no_bridge(synthetic_data, full_return):
    data = synthetic_data({LATER: full_return})
    assert forecast_chart.bridge(forecast.analyse(data), data) is None


def test_without_a_pressure_on_one_side_there_is_no_bridge(synthetic_data, full_return, group_return):
    del group_return["adjustments"]
    data = synthetic_data({EARLIER: group_return, LATER: full_return})
    assert forecast_chart.bridge(forecast.analyse(data), data) is None


def test_the_bars_of_the_bridge_add_up_to_the_movement_and_its_table_leads_from_one_pressure_to_the_other(
    synthetic_data,
):
    data = synthetic_data()
    figure = forecast_chart.bridge(forecast.analyse(data), data)
    bars = figure.spec["data"]["values"]
    changes = [bar["amount"] - bar["begin"] for bar in bars if not bar["total"]]
    assert sum(changes) == pytest.approx(0.48 - 0.465)
    assert [bar["amount"] for bar in bars if bar["total"]] == pytest.approx([0.465, 0.48])
    assert [row[-1] for row in figure.table.rows][:: len(figure.table.rows) - 1] == ["0.465", "0.480"]


def test_without_any_pressure_there_are_no_layers_to_draw(synthetic_data, full_return):
    del full_return["adjustments"]
    data = synthetic_data({LATER: full_return})
    assert forecast_chart.layers(forecast.analyse(data), data) is None


def test_a_period_without_a_pressure_after_one_that_has_it_does_not_stop_the_chapter(
    synthetic_data, full_return, group_return
):
    full_return["adjustments"] = full_return["adjustments"][:2]
    data = synthetic_data({EARLIER: group_return, LATER: full_return})
    figure = forecast_chart.layers(forecast.analyse(data), data)
    assert figure is None or "£465k" not in figure.title


def test_the_words_count_the_panels_that_there_are(synthetic_data):
    data = synthetic_data()
    figure = forecast_chart.groups(forecast.analyse(data), data)
    assert len(figure.spec["concat"]) == 2
    assert "four" not in figure.description.lower()


@pytest.mark.parametrize("variance", [0, -40], ids=["nil", "underspend"])
@pytest.mark.parametrize("draw", [forecast_chart.groups, forecast_chart.headings, forecast_chart.layers])
def test_a_variance_of_nil_or_below_does_not_stop_a_chart(synthetic_data, full_return, draw, variance):
    for row in full_return["forecast"]:
        row["variance_gbp_k"] = variance
    data = synthetic_data({LATER: full_return})
    figure = draw(forecast.analyse(data), data)
    if figure is None:
        assert draw is forecast_chart.groups
        return
    ET.fromstring(figure.svg())
    assert "not reported" not in figure.title


@pytest.mark.parametrize("draw", [savings_chart.totals, savings_chart.proposals])
def test_savings_of_nil_leave_nothing_to_draw(synthetic_data, full_return, draw):
    for row in full_return["savings"]:
        row |= dict.fromkeys(("target_gbp_k", "red_gbp_k", "amber_gbp_k", "green_gbp_k", "stated_total_gbp_k"), 0)
    data = synthetic_data({LATER: full_return})
    assert draw(savings.analyse(data), data) is None


def test_workforce_figures_without_teams_leave_nothing_to_draw(synthetic_data, full_return):
    full_return["workforce"] = [row for row in full_return["workforce"] if row["measure"] != "agency_share"]
    data = synthetic_data({LATER: full_return})
    assert workforce_chart.teams(workforce.analyse(data), data) is None


def test_an_earlier_figure_without_a_date_is_not_dated_by_the_computer(synthetic_data, synthetic_reference):
    synthetic_reference["comparators"][2]["as_at"] = None
    data = synthetic_data(reference=synthetic_reference)
    assert "nan" not in workforce_chart.teams(workforce.analyse(data), data).description


def domains(figure):
    """The scale of each panel, by its title."""
    panels = figure.spec["concat"]
    return {" ".join(panel["title"]["text"]): panel["layer"][0]["encoding"]["y"]["scale"]["domain"] for panel in panels}


def test_panels_that_add_up_have_one_scale_and_say_so(synthetic_data):
    data = synthetic_data()
    figure = forecast_chart.groups(forecast.analyse(data), data)
    found = list(domains(figure).values())
    assert len(found) > 1
    assert all(domain == found[0] for domain in found)
    assert "All panels have one scale from zero" in figure.subtitle


def test_amounts_of_years_have_one_scale_and_percentages_their_own(real_data):
    data = real_data("2023-24-P11")
    figure = years_chart.years(years.analyse(data), data)
    agreed, over, share = domains(figure).values()
    assert agreed == over != share


def test_the_first_row_of_the_steps_has_no_change_because_none_is_asked_for(synthetic_data):
    data = synthetic_data()
    figure = forecast_chart.bridge(forecast.analyse(data), data)
    assert figure.table.rows[0][1] == "not applicable"
    assert "not reported" not in [cell for row in figure.table.rows for cell in row]


def test_where_no_heading_is_over_its_budget_none_leads(synthetic_data, full_return):
    lines = [row | {"variance_gbp_k": -abs(row["variance_gbp_k"])} for row in full_return["forecast"]]
    data = synthetic_data({LATER: full_return | {"forecast": lines}})
    assert forecast_chart.headings(forecast.analyse(data), data).title == "No heading is above its budget"
