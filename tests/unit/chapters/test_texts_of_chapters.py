import copy
import re
from dataclasses import replace
from decimal import Decimal

import pytest
from shown import shown

from looked_at import some
from trustbook.chapters.about_the_data import text as about
from trustbook.chapters.assumptions import text as assumptions_text
from trustbook.chapters.call_on_councils import text as call_page
from trustbook.chapters.forecast_trend import analysis as forecast
from trustbook.chapters.forecast_trend import charts as forecast_charts
from trustbook.chapters.forecast_trend import outlook_text
from trustbook.chapters.forecast_trend import text as forecast_page
from trustbook.chapters.savings_rag import analysis as savings
from trustbook.chapters.savings_rag import tables as savings_tables
from trustbook.chapters.savings_rag import text as savings_page
from trustbook.chapters.summary import text as summary
from trustbook.chapters.what_changed import analysis as changes
from trustbook.chapters.what_changed import text as changes_page
from trustbook.chapters.workforce_agency import analysis as workforce
from trustbook.chapters.workforce_agency import text as workforce_page
from trustbook.core.amounts_in_prose import money
from trustbook.core.markup import plain
from trustbook.outlook import of_period

EARLIER, LATER = "2030-31-P03", "2030-31-P04"


def compared(data):
    """The month before beside this one, or None: with the assumptions of this one, which these tests do not vary."""
    if data.previous is None:
        return None
    before = replace(data, period=data.previous.period, history=data.history[:-1])
    return changes.compare(before, data)


def front(data):
    analyses = [chapter.analyse(data) for chapter in (forecast, savings, workforce)]
    return summary.key_figures(data, *analyses, compared(data))


def points(data):
    return dict(summary.headline(data, forecast.analyse(data), compared(data)).points)


def note(data):
    return str(summary.to_note(data, forecast.analyse(data), savings.analyse(data)))


def pieces(data):
    """Everything that the notebooks put on their pages, as plain text."""
    return [str(each) for _, each in shown(str(data.period), data.root)]


def stop(full_return, *datasets):
    for dataset in datasets:
        del full_return[dataset]
    return full_return


def test_no_real_page_says_what_only_a_computer_would(real_data, real_period):
    for text in some(pieces(real_data(real_period))):
        assert not re.search(r"\bnan\b|\bNone\b(?! differs|, and none)|<NA>|\bTrue\b|\bFalse\b|\d+\.\d{6,}", text)
        assert "--" not in text


@pytest.mark.parametrize(
    "left_out", [(), ("adjustments",), ("savings",), ("workforce",), ("controls", "savings")], ids=str
)
def test_a_dataset_left_out_stops_no_page(synthetic_data, full_return, group_return, left_out):
    data = synthetic_data({EARLIER: group_return, LATER: stop(full_return, *left_out)})
    for text in some(pieces(data)):
        assert not re.search(r"\bnan\b|\bNone\b(?! differs)|<NA>", text)


def test_without_adjustments_the_pages_say_that_there_is_no_total_and_never_nil(synthetic_data, full_return):
    found = forecast.analyse(synthetic_data({LATER: stop(full_return, "adjustments")}))
    said = str(forecast_page.answer(found))
    assert "overspend its £3.6m revised contract sum by £380k (11%)" in said
    assert "No return that we have reports amounts outside the headings, so it may not be the whole cost" in said
    assert "£0" not in said


def test_variance_and_pressure_that_move_apart_are_each_named_with_the_reason(
    synthetic_data, full_return, group_return
):
    group_return["adjustments"][2]["amount_gbp_k"] = 90
    said = forecast_page.movement(forecast.analyse(synthetic_data({EARLIER: group_return, LATER: full_return})))
    assert "variance has risen by £35k but the pressure has fallen by £35k" in said
    assert "because income in dispute fell by £70k" in said


def test_variance_and_pressure_that_move_together_are_said_to(synthetic_data, full_return, group_return):
    group_return["adjustments"][2]["amount_gbp_k"] = 20
    said = forecast_page.movement(forecast.analyse(synthetic_data({EARLIER: group_return, LATER: full_return})))
    assert "variance has risen by £35k, and the pressure by the same. Nothing else in it changed" in said


def test_without_the_month_before_the_pages_say_so(synthetic_data, full_return):
    found = forecast.analyse(synthetic_data({LATER: full_return}))
    assert "We do not have June's figures" in forecast_page.movement(found)


def test_a_cost_that_was_not_reported_is_said_not_to_be_nil(synthetic_data):
    said = str(call_page.answer(None, synthetic_data(period=EARLIER)))
    assert "not nil" in said
    assert "not reported" in said
    assert "£" not in said


def test_a_return_by_group_is_said_to_be_one(synthetic_data):
    assert "summary group only" in str(forecast_page.level(forecast.analyse(synthetic_data(period=EARLIER))))


def test_a_return_by_heading_needs_no_such_words(synthetic_data):
    assert forecast_page.level(forecast.analyse(synthetic_data())) is None


def test_the_total_below_the_headings_is_that_of_the_position(synthetic_data):
    shown = forecast_page.detail(forecast.analyse(synthetic_data()))
    total = dict(zip(shown.headings, shown.rows[-1], strict=True))
    assert total["Heading"] == "Total"
    assert total["Variance, £k"] == "380"
    assert total["Projected outturn, £k"] == "3,930"


def test_a_return_by_group_has_no_table_of_headings_as_its_chart_has_every_figure(synthetic_data):
    assert forecast_page.detail(forecast.analyse(synthetic_data(period=EARLIER))) is None


@pytest.mark.parametrize(
    ("earlier", "said"),
    [
        (20, "has been £20k since June: it has not changed"),
        (40, "fell from £40k in June to £20k in July"),
        (5, "rose from £5k in June to £20k in July"),
    ],
    ids=["same", "down", "up"],
)
def test_income_in_dispute_is_said_from_where_to_where_it_went(
    synthetic_data, full_return, group_return, earlier, said
):
    group_return["adjustments"][2]["amount_gbp_k"] = earlier
    found = forecast.analyse(synthetic_data({EARLIER: group_return, LATER: full_return}))
    assert said in str(forecast_page.disputed(found))


def test_income_in_dispute_of_another_year_alone_is_said_not_to_be_of_this_one(synthetic_data, full_return):
    returns = {"2029-30-P12": full_return, LATER: stop(copy.deepcopy(full_return), "adjustments")}
    found = forecast.analyse(synthetic_data(returns))
    assert "no income in dispute" in str(forecast_page.disputed(found))


def test_nothing_is_said_of_income_in_dispute_for_a_body_that_never_has_any(synthetic_data, full_return):
    found = forecast.analyse(synthetic_data({LATER: stop(full_return, "adjustments")}))
    assert forecast_page.disputed(found) is None


def test_at_the_end_of_a_year_the_page_says_so_and_has_no_table(synthetic_data, full_return):
    data = synthetic_data({"2030-31-P12": full_return})
    found, ahead = forecast.analyse(data), of_period.analyse(data)
    assert "the figure reported is the year-end figure" in str(outlook_text.outlook(found, ahead))
    assert outlook_text.record(ahead) is None


def test_where_too_few_forecasts_stand_behind_a_range_the_page_gives_none(synthetic_data, trust_settings):
    data = synthetic_data(trust=trust_settings | {"outlook_level": "service"})
    found, ahead = forecast.analyse(data), of_period.analyse(data)
    said = str(outlook_text.outlook(found, ahead))
    assert "We give no range: too few published forecasts" in said
    assert "between" not in said
    assert outlook_text.record(ahead) is None


def test_an_outlook_names_the_years_end_and_both_ends_and_what_stands_behind_them(synthetic_data, monthly_returns):
    data = synthetic_data(monthly_returns(100, 140, 150, 170))
    ahead = of_period.analyse(data)
    found = forecast.analyse(data)
    said = str(outlook_text.outlook(found, ahead))
    end = ahead.variance
    reach = f"will end the year between {outlook_text.ends(end.low, end.high)} the {found.position.revised_name}"
    for part in (reach, "80% range", "80 years out of 100", f"{end.behind.authorities} authorities", "We estimate"):
        assert part in said
    assert len(outlook_text.record(ahead).rows) == 6


def test_savings_that_a_return_does_not_report_are_said_not_to_be(synthetic_data):
    data = synthetic_data(period=EARLIER)
    assert "return does not report savings" in str(savings_page.answer(savings.analyse(data), data.period))


def test_a_total_printed_that_counts_red_is_said_to(synthetic_data, full_return):
    for row in full_return["savings"]:
        row["stated_total_gbp_k"] = row["target_gbp_k"]
    said = str(savings_page.deliverable(savings.analyse(synthetic_data({LATER: full_return}))))
    assert "The paper's own total column gives £340k" in said
    assert "£55k more, because it includes the savings rated red" in said


def test_a_total_printed_that_is_right_needs_no_such_words(synthetic_data):
    said = str(savings_page.deliverable(savings.analyse(synthetic_data())))
    assert "total column" not in said
    assert "£285k can still be delivered" in said


@pytest.mark.parametrize(("item", "said"), [(15, "the same amount"), (16, "£16k for it, which is another amount")])
def test_red_outside_the_forecast_is_set_beside_the_item_in_the_call(synthetic_data, full_return, item, said):
    full_return["adjustments"][3]["amount_gbp_k"] = item
    text = str(savings_page.call(savings.analyse(synthetic_data({LATER: full_return}))))
    assert said in text
    assert "Proposal A1 (A1)" in text


def test_two_officers_are_joined_by_and(synthetic_data):
    data = synthetic_data()
    shown = savings_tables.officers(savings.analyse(data), data.period)
    assert "Ann Example and Bob Example" in [row[0] for row in shown.rows]


def test_the_vacancy_offset_is_told_with_the_posts_it_needs(synthetic_data):
    said = str(workforce_page.offset(workforce.analyse(synthetic_data())))
    assert "80% of vacant posts" in said
    assert "50 vacant posts" in said
    assert "about 55 would have to be vacant" in said


def test_an_offset_that_cannot_be_worked_out_is_said_not_to_be(synthetic_data, full_return):
    full_return["workforce"] = full_return["workforce"][2:]
    found = workforce.analyse(synthetic_data({LATER: full_return}))
    assert "does not report the number of agency staff" in str(workforce_page.offset(found))


def test_the_front_page_has_four_figures(synthetic_data):
    shown = front(synthetic_data())
    assert [each.figure for each in shown.figures] == ["£480k", "£500k", "£340k", "40 staff"]


def test_the_position_is_one_sentence_and_one_more_on_what_is_missing(real_data, real_period):
    found = forecast.analyse(real_data(real_period))
    answer = summary.headline(real_data(real_period), found, None).answer
    assert answer.endswith(".")
    assert len(re.findall(r"\.(?!\d)", answer)) == (2 if found.position.pressure is None else 1)


def test_a_figure_says_which_way_it_went_in_words_and_whether_that_is_worse(synthetic_data, group_return, full_return):
    group_return["adjustments"][2]["amount_gbp_k"] = 20
    said = front(synthetic_data({EARLIER: group_return, LATER: full_return})).figures[0].meaning
    assert said[0] == "↑ up £35k since June: worse"


def test_a_pressure_that_moves_apart_from_the_variance_has_both_directions(synthetic_data, full_return, group_return):
    group_return["adjustments"][2]["amount_gbp_k"] = 90
    said = front(synthetic_data({EARLIER: group_return, LATER: full_return})).figures[0].meaning
    assert said[:2] == ("↓ down £35k since June: better", "variance ↑ up £35k since June: worse")


def test_the_front_page_of_a_thin_return_says_what_was_not_reported(synthetic_data):
    figures = front(synthetic_data(period=EARLIER)).figures
    assert [each.figure for each in figures] == ["£465k", "not reported", "not reported", "not reported"]


def test_what_entered_with_this_return_is_not_told_as_a_movement(synthetic_data):
    data = synthetic_data()
    assert call_page.rise(data) in note(data)
    assert front(data).figures[1].meaning[0] == "June's return does not report it"


def test_what_changed_is_said_at_once_and_leads_to_every_change(real_data, real_period):
    data = real_data(real_period)
    said = points(data)["What changed"]
    assert forecast_page.movement(forecast.analyse(data)) in plain(said)
    assert ('href="what-changed.html"' in said) == (data.previous is not None)


def test_each_councils_share_adds_up_to_the_cost(real_data):
    data = real_data("2023-24-P11")
    said = points(data)["Each council's share"]
    *parts, whole = [Decimal(amount) for amount in re.findall(r"£([\d.]+)m", said)]
    assert len(parts) == len(data.settings.councils)
    assert sum(parts) == whole


def test_a_cost_that_is_not_known_has_no_shares(synthetic_data):
    assert "Each council's share" not in points(synthetic_data(period=EARLIER))


def test_the_points_to_note_are_what_the_return_gives_and_told_what_it_does_not(synthetic_data):
    full, thin = note(synthetic_data()), note(synthetic_data(period=EARLIER))
    for part in (
        "the cost to the councils of £500k could end",
        "£55k of the £340k",
        "£20k of the pressure is income in dispute",
    ):
        assert part in full
    assert "does not report" not in full
    assert "June's return does not report items outside the forecast" in thin
    assert "savings" not in thin


def test_each_chapter_is_led_to_with_its_answer(synthetic_data):
    data = synthetic_data()
    lines = str(summary.chapters(data, compared(data))).splitlines()
    pages = ("summary", "assumptions", "about-the-data")
    assert [re.search(r"\((.*?)\)", line)[1] for line in lines] == [
        f"{chapter}.html" for chapter in data.chapters if chapter not in pages
    ]
    assert "£55k of the £340k of planned savings will not be delivered" in lines[4]


def test_the_largest_movement_is_told_first_whatever_layer_it_is_in(synthetic_data, full_return, group_return):
    group_return["adjustments"][2]["amount_gbp_k"] = 90
    found = compared(synthetic_data({EARLIER: group_return, LATER: full_return}))
    said = str(changes_page.answer(found, synthetic_data({EARLIER: group_return, LATER: full_return})))
    assert "The largest changes are in Income in dispute (down £70k), Care (up £25k)" in said


def test_returns_of_two_levels_are_said_to_be_and_the_lines_are_those_that_both_have(synthetic_data):
    found = compared(synthetic_data())
    assert "June's figures are by summary group and July's by budget heading" in str(changes_page.level(found))
    assert [row[0] for row in changes_page.lines(found).rows] == ["Care", "Staff", "Whole variance"]


def test_without_a_month_before_the_chapter_says_so_and_has_nothing_else(synthetic_data, full_return):
    data = synthetic_data({LATER: full_return})
    assert "We do not have June's figures" in str(changes_page.answer(None, data))
    assert [each for chapter, each in shown(LATER, data.root) if chapter == "what-changed"][1:] == []


def test_what_did_not_move_is_stated_by_name(synthetic_data):
    said = str(changes_page.unchanged(compared(synthetic_data())))
    for part in ("Agreed funding: £50k", "Costs outside the contract: £30k"):
        assert part in said


def test_what_one_month_alone_reports_is_no_movement_and_was_not_nil(synthetic_data):
    found = compared(synthetic_data())
    said = str(changes_page.appeared(found))
    assert "figures for July that we do not have for June" in said
    assert "does not mean that they were nil" in said
    assert changes_page.vanished(found) is None
    row = {row[0]: row for row in changes_page.layers(found).rows}["Cost to the councils"]
    assert row[1:] == ("not reported", "500", "not reported", "cannot be compared")


def test_a_share_moves_by_percentage_points(synthetic_data):
    found = compared(synthetic_data())
    shown = changes_page.rates(found)
    assert shown.headings[3] == "Change, percentage points"


def test_every_assumption_is_listed_with_its_name(synthetic_data, trust_settings):
    shown = assumptions_text.assumptions(synthetic_data())
    assert [row[-1] for row in shown.rows] == [name for name, entry in trust_settings["assumptions"].items() if entry]


@pytest.mark.parametrize("passed", [{"amber_rate": 0.25}, {"conversions": [5, 20]}], ids=["number", "series"])
def test_an_assumption_changed_for_this_run_is_listed_with_its_usual_value(synthetic_data, passed):
    data = synthetic_data(assumptions=passed)
    changed = [row for row in assumptions_text.assumptions(data).rows if row[2] != "as usual"]
    assert [row[-1] for row in changed] == list(passed)
    assert changed[0][2].startswith("changed from ")
    assert "1 of them differs" in str(assumptions_text.answer(data))


def test_each_period_is_listed_with_what_it_reports(synthetic_data):
    shown = about.reported(synthetic_data())
    lines = [dict(zip(shown.headings, row, strict=True)) for row in shown.rows]
    assert [line["Period"] for line in lines] == ["Period 3, June 2030", "Period 4, July 2030"]
    assert [line["Savings"] for line in lines] == ["not reported", "3 lines"]


def _without_its_return(trust_settings):
    known = {"periods": [EARLIER], "known_from": "one table of a later paper"}
    return trust_settings | {"returns_not_held": [known]}


def test_a_month_whose_return_we_were_not_given_is_never_said_to_report_or_not_to(synthetic_data, trust_settings):
    data = synthetic_data(period=EARLIER, trust=_without_its_return(trust_settings))
    shown = front(data)
    assert [each.figure for each in shown.figures][1:] == ["not held", "not held", "not held"]
    told = str(summary.to_note(data, forecast.analyse(data), None))
    assert "We do not have June's return. Its figures here are taken from one table of a later paper." in told
    assert ".." not in repr(shown)
    for said in (repr(shown), told, str(call_page.answer(None, data))):
        assert "not report" not in said


def test_a_movement_since_a_month_that_we_do_not_have_says_that_we_do_not_have_it(synthetic_data, trust_settings):
    data = synthetic_data(trust=_without_its_return(trust_settings))
    assert front(data).figures[1].meaning[0] == "we do not have June's figure"
    row = {row[0]: row for row in changes_page.layers(compared(data)).rows}["Cost to the councils"]
    assert row[1:] == ("not held", "500", "not held", "cannot be compared")


def test_each_period_says_whether_we_have_its_return(synthetic_data, trust_settings):
    shown = about.reported(synthetic_data(trust=_without_its_return(trust_settings)))
    lines = [dict(zip(shown.headings, row, strict=True)) for row in shown.rows]
    assert [line["Savings"] for line in lines] == ["not held", "3 lines"]
    assert "We do not have June's return" in repr(shown)


def test_what_the_paper_asks_of_its_committee_is_said_to_be_the_papers(synthetic_data):
    said = repr(summary.asked(synthetic_data()))
    assert said.startswith("The finance paper asks the committee to do two things, here in our words.")
    assert "- b) agree the plan for fostering." in said
    assert summary.asked(synthetic_data(period=EARLIER)) is None


def test_a_variance_and_a_pressure_say_which_contract_sum_each_is_measured_from(synthetic_data):
    found = forecast.analyse(synthetic_data())
    here = found.position
    said = forecast_page.measured_from(found)
    assert f"with the revised contract sum of {money(here.revised_contract_sum)}" in said
    over = money(here.projected_outturn - here.contract_sum)
    assert f"The projected outturn is {over} above the original {money(here.contract_sum)}" in said
    assert "The pressure is measured from the original contract sum" in said
    assert said in repr(forecast_page.answer(found))
    alike = replace(found, position=replace(here, projected_outturn=here.contract_sum))
    assert "The projected outturn is the same as the original" in forecast_page.measured_from(alike)


def test_what_a_return_adds_about_agreed_funding_stands_where_the_variance_is_explained(synthetic_data, full_return):
    full_return["adjustments"][0] |= {"kind": "agreed_funding", "note": "The paper measures it otherwise"}
    found = forecast.analyse(synthetic_data({LATER: full_return}))
    assert forecast_page.measured_from(found).endswith("The paper measures it otherwise.")


def test_a_papers_own_warning_about_a_forecast_stands_where_the_forecast_does(synthetic_data, full_return):
    full_return["forecast"][1]["warning"] = "The paper says that its bills end in May"
    data = synthetic_data({LATER: full_return})
    found = forecast.analyse(data)
    heading = full_return["forecast"][1]["heading"]
    assert (
        repr(forecast_page.warnings(found)) == f"**Data warning.** {heading}: the paper says that its bills end in May."
    )
    assert f"Data warning. {heading}: the paper says" in str(summary.to_note(data, found, None))
    assert forecast_page.warnings(forecast.analyse(synthetic_data())) is None


def test_what_the_paper_says_of_a_heading_is_a_note_on_its_line(synthetic_data, full_return):
    full_return["forecast"][0]["note"] = "The paper names more demand"
    shown = forecast_page.detail(forecast.analyse(synthetic_data({LATER: full_return})))
    assert shown.notes == {0: "The paper names more demand"}


def test_the_step_from_which_a_bridge_starts_has_no_movement_of_its_own(synthetic_data):
    data = synthetic_data()
    assert "not applicable" in repr(forecast_charts.bridge(forecast.analyse(data), data).table)
    assert "not reported" not in repr(forecast_charts.bridge(forecast.analyse(data), data).table)


def test_the_front_page_gives_the_papers_rise_of_the_cost_and_the_rise_like_for_like(monkeypatch, synthetic_data):
    data = synthetic_data()
    moved = replace(
        summary.call_analysis.analyse(data).movement, printed=28_000, new_items=20_000, like_for_like=15_000
    )
    found = replace(summary.call_analysis.analyse(data), movement=moved)
    monkeypatch.setattr(summary.call_analysis, "analyse", lambda data: found)
    said = front(data).figures[1].meaning
    assert said[:2] == ("the paper says up £28k since June", "counting the same items, up £15k")
    assert "cannot be worked out" not in note(data)


def test_the_forecast_of_the_trust_is_the_centre_of_the_range(synthetic_data, monthly_returns):
    data = synthetic_data(monthly_returns(100, 120, 160, 150, 180))
    said = repr(outlook_text.outlook(forecast.analyse(data), of_period.analyse(data)))
    assert "We built it around the trust's own forecast of the variance, £180k." in said


def test_what_the_paper_says_of_the_income_in_dispute_stands_with_it(synthetic_data, full_return):
    full_return["adjustments"][2]["note"] = "The paper says that a meeting was put back"
    said = repr(forecast_page.disputed(forecast.analyse(synthetic_data({LATER: full_return}))))
    assert said.endswith("The paper says that a meeting was put back.")


@pytest.mark.parametrize(("forecasts", "authorities", "named"), [(9, 4, True), (4, 4, False), (9, 2, False)])
def test_how_too_few_forecasts_ended_is_said_only_of_enough_of_them(synthetic_data, forecasts, authorities, named):
    data = synthetic_data()
    ahead = of_period.analyse(data)
    behind = of_period.Behind(forecasts, authorities, 3, None)
    few = replace(ahead, variance=replace(ahead.variance, low=None, high=None, behind=behind))
    said = str(outlook_text.outlook(forecast.analyse(data), few))
    assert "We give no range: too few published forecasts" in said
    assert (f"In 3 of {forecasts} such cases the year ended lower than forecast." in said) is named
