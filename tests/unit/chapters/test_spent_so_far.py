"""What a page says of spending so far: of a made-up trust, two invented bodies, and the true returns."""

import re
import shutil
from pathlib import Path

import pytest

from looked_at import some
from trustbook.chapters.forecast_trend import spent_so_far, spent_so_far_chart, spent_so_far_metrics
from trustbook.chapters.forecast_trend import spent_so_far_tables as tables
from trustbook.chapters.forecast_trend import spent_so_far_text as page
from trustbook.chapters.metrics import metrics as all_metrics
from trustbook.chapters.what_changed import analysis as changes
from trustbook.config.workspace import Workspace
from trustbook.data.period_data import open_period

ROOT = Path(__file__).parents[3]
EARLIER, LATER = "2030-31-P03", "2030-31-P04"
LONGEST = 30


@pytest.fixture
def bodies(tmp_path):
    """Open a period of an invented body, with files of its returns changed first."""

    def open_one(name, period, **files):
        folder = tmp_path / f"{name}-{len(list(tmp_path.iterdir()))}"
        shutil.copytree(ROOT / "tests" / "bodies" / name, folder)
        shutil.copy(ROOT / "_config.yml", folder)
        for place, change in files.items():
            path = folder / "data" / period / f"{place}.csv"
            path.write_text(change(path.read_text(encoding="utf-8")), encoding="utf-8")
        return open_period(period, workspace=Workspace(folder))

    return open_one


def everything(data):
    """All that the section shows, as text."""
    spent = spent_so_far.analyse(data)
    shown = [page.answer(spent, data), spent_so_far_chart.spending(spent, data)]
    shown += [tables.spending(spent), tables.rates(spent), tables.commitments(spent)]
    return [each for each in shown if each is not None]


def said(data):
    return repr(page.answer(spent_so_far.analyse(data), data))


def actuals(*rows):
    names = ("heading", "to_date_gbp_k", "committed_gbp_k", "profile_gbp_k")
    return [dict(zip(names, row, strict=False)) for row in rows]


@pytest.fixture
def year(full_return, synthetic_data):
    """Open the last of several returns of one year, each given as its month and what was spent."""

    def open_year(*returns, **parts):
        made = {}
        for month, rows in returns:
            made[f"2030-31-P{month:02d}"] = {"forecast": full_return["forecast"]} | (
                {"actuals": actuals(*rows)} if rows else {}
            )
        return synthetic_data(made, period=sorted(made)[-1], **parts)

    return open_year


def test_the_true_returns_say_in_one_sentence_that_they_do_not_report_it(real_data, real_period):
    data = real_data(real_period)
    shown = everything(data)
    assert len(shown) == 1
    text = repr(shown[0])
    assert len(re.findall(r"[.!?](\s|$)", text)) == 1
    assert ("does not report spending to date" in text) == data.holds()
    assert ("We do not have" in text) != data.holds()


def test_lines_add_up_to_the_whole_and_to_the_papers_total(bodies):
    spent = spent_so_far.analyse(bodies("city", "2025-26-P07"))
    assert spent.is_whole
    assert spent.together.to_date == sum(line.to_date for line in spent.lines) == 45_050_000
    assert spent.together.before == 12_290_000
    assert (spent.together.month, spent.together.month_before) == (7, 2)


def test_a_return_between_that_does_not_report_it_is_passed_over_and_named_by_neither(bodies):
    data = bodies("city", "2025-26-P07")
    assert [point.period.short for point in spent_so_far.analyse(data).points] == ["P2", "P7"]
    assert "In the five months since May it was £6.6m a month" in said(data)
    assert said(bodies("city", "2025-26-P05")) == "August's return does not report spending to date."


def test_the_page_says_what_was_worked_out_by_hand(bodies):
    text = said(bodies("city", "2025-26-P07"))
    for sentence in (
        "59% of the £76.7m forecast for the year, with 58% of the year gone.",
        "That is £20k more than planned by now.",
        "the five months left must average £6.3m a month: £106k (2%) less than in a month so far.",
        "Of the £31.7m left in the forecast, £27.6m is already committed and £4.1m is still to be decided.",
        "the year would end at £77.2m, £529k more than forecast. At the rate since May it would end at £77.8m",
        "This is arithmetic, not a forecast: one-off and seasonal costs make it rough.",
        "We estimate that next year would cost £740k less than this year",
    ):
        assert sentence in text


def test_a_line_that_is_committed_beyond_its_forecast_leads_the_answer(bodies):
    text = said(bodies("city", "2025-26-P07"))
    assert text.startswith(
        "**SEND travel: spending and commitments come to £150k more than the £9.7m forecast for the year.**"
    )


def test_a_whole_that_is_committed_beyond_its_forecast_leads_the_answer(bodies):
    data = bodies("city", "2025-26-P07", actuals=lambda text: text.replace(",15100,", ",20100,"))
    text = said(data)
    assert text.startswith("**Spending and commitments come to £950k more than the £76.7m forecast")
    assert "The forecast is lower than what is already spent and committed." in text
    assert "nothing is left to decide" in text
    title = spent_so_far_chart.spending(spent_so_far.analyse(data), data).title
    assert title == "Spent and committed: £950k above the forecast"


def test_several_lines_beyond_their_forecast_are_named_the_furthest_first(bodies):
    data = bodies("city", "2025-26-P07", actuals=lambda text: text.replace(",700,", ",1800,"))
    assert said(data).startswith("**Family hubs: spending")
    assert "The same is true of SEND travel (£150k more)." in said(data)


def test_without_a_line_the_sum_is_of_what_is_given_and_there_is_no_headline_figure(bodies):
    data = bodies("company", "2025-26-P06")
    spent = spent_so_far.analyse(data)
    assert spent.without == ("Head office",)
    assert spent.together.outturn == 43_380_000
    assert spent.together.before == 10_400_000
    assert "on 4 of its 5 budget lines" in said(data)
    assert "The return gives no figure for Head office." in said(data)
    assert {each.amount for each in spent_so_far_metrics.metrics(data)} == {None}
    assert repr(tables.spending(spent)).splitlines()[-1].startswith("Total of the budget lines with a figure")
    assert "Head office | not reported" in repr(tables.spending(spent))
    assert "the budget lines with a figure" in spent_so_far_chart.spending(spent, data).subtitle


def test_an_empty_figure_is_a_line_without_one_and_never_nil(year):
    data = year((4, [("Staffing", 400), ("Placements", None), ("Homes", 150)]))
    assert spent_so_far.analyse(data).without == ("Placements",)
    assert "£0" not in said(data)


def test_a_file_without_any_figure_reports_nothing(year):
    assert "does not report spending to date" in said(year((4, [("Staffing", None)])))


def test_at_the_outturn_what_is_recorded_is_compared_and_there_is_no_rest_of_the_year(bodies):
    data = bodies("city", "2024-25-P12")
    text = said(data)
    assert "is £74.45m, £750k less than the £75.20m provisional outturn" in text
    assert "accruals and other year-end entries" in text
    for word in ("a month", "went on", "next year", "committed"):
        assert word not in text
    spent = spent_so_far.analyse(data)
    assert tables.rates(spent) is None
    assert tables.commitments(spent) is None
    found = {each.name: each.amount for each in spent_so_far_metrics.metrics(data)}
    assert found["forecast.rest_rate"] is None
    assert found["forecast.full_year_effect"] is None
    assert found["forecast.spent_to_date"] == 74_450_000


def test_what_is_recorded_may_be_the_outturn_itself(bodies):
    same = {"43200": "43600", "17350": "17300", "9100": "9450", "4800": "4850"}

    def exchange(text):
        return re.sub("|".join(same), lambda found: same[found[0]], text)

    assert "the same as the £75.2m provisional outturn" in said(bodies("city", "2024-25-P12", actuals=exchange))


def test_the_last_month_but_one_has_one_month_left(year):
    text = said(year((11, [("Staffing", 1000), ("Placements", 2000), ("Homes", 450)])))
    assert "the last month must come to £480k: £166k (53%) more than in a month so far" in text
    assert "One month carries this estimate" in text


def test_the_first_month_has_no_effect_on_next_year(year):
    text = said(year((1, [("Staffing", 95), ("Placements", 190), ("Homes", 40)])))
    assert "This is the first month of the year" in text
    assert "next year" not in text


def test_the_latest_rate_names_the_months_between(year):
    first = (3, [("Staffing", 300), ("Placements", 500), ("Homes", 100)])
    last = (4, [("Staffing", 420), ("Placements", 700), ("Homes", 150)])
    assert "In the month since June it was £370k a month." in said(year(first, last))


def test_without_an_outturn_there_is_no_rest_to_work_out(synthetic_data, group_return):
    group_return["actuals"] = actuals(("Staff", 300), ("Care", 600))
    data = synthetic_data({EARLIER: group_return})
    text = said(data)
    assert "The return gives no projected outturn" in text
    assert "the year would end at £3.6m." in text
    assert spent_so_far_chart.spending(spent_so_far.analyse(data), data) is None
    assert len(everything(data)) == 3


def test_a_year_by_group_and_then_by_heading_is_compared_as_a_whole_alone(synthetic_data, group_return, full_return):
    group_return["actuals"] = actuals(("Staff", 300), ("Care", 600))
    data = synthetic_data({EARLIER: group_return, LATER: full_return})
    spent = spent_so_far.analyse(data)
    assert [point.to_date for point in spent.points] == [900_000, 1_250_000]
    assert {line.before for line in spent.lines} == {None}


def test_commitments_on_some_lines_leave_open_what_is_still_to_be_decided(year):
    data = year((4, [("Staffing", 400, 500), ("Placements", 700), ("Homes", 150)]))
    assert "commitments for 1 of 3 headings, £500k together" in said(data)
    assert "still to be decided. " not in said(data)
    assert all(each.amount is None for each in spent_so_far_metrics.metrics(data) if each.name == "forecast.committed")


def test_income_above_cost_is_said_in_words_and_has_no_share(year, full_return):
    text = said(year((4, [("Staffing", -100), ("Placements", -300), ("Homes", -50)])))
    assert "has received £450k more than it has spent by the end of July, with 33% of the year gone" in text
    assert "%)" not in text


def test_a_forecast_below_what_is_spent_asks_for_income(year):
    text = said(year((9, [("Staffing", 2000), ("Placements", 3000), ("Homes", 500)])))
    assert text.startswith("**Spending so far comes to £1.6m more than the £3.9m forecast for the year.")
    assert "The forecast is lower than what is already spent." in text
    assert "the three months left must bring in £523k a month more than is spent" in text


def test_a_single_return_without_a_plan_has_no_chart_and_a_plan_gives_one(bodies):
    first = bodies("company", "2025-26-P03")
    assert spent_so_far_chart.spending(spent_so_far.analyse(first), first) is None
    planned = bodies("city", "2025-26-P02")
    chart = spent_so_far_chart.spending(spent_so_far.analyse(planned), planned)
    assert chart.title == "16% of the forecast spent after 17% of the year"
    assert [row[0] for row in chart.table.rows] == ["P2: spent", "P2: planned by then", "P12: forecast for the year"]


def test_a_chart_names_the_paper_of_each_return_that_it_draws(bodies):
    data = bodies("city", "2025-26-P07")
    source = spent_so_far_chart.spending(spent_so_far.analyse(data), data).source
    assert source == "Sources: Budget monitoring, month 2 of 2025/26; Budget monitoring, month 7 of 2025/26"


@pytest.mark.parametrize(
    ("name", "period"),
    [
        *(("city", period) for period in ("2024-25-P12", "2025-26-P02", "2025-26-P05", "2025-26-P07")),
        *(("company", period) for period in ("2025-26-P03", "2025-26-P06")),
    ],
)
def test_no_page_uses_another_bodys_words_or_a_sentence_that_is_too_long(bodies, name, period):
    data = bodies(name, period)
    shown = everything(data)
    for text in some(map(repr, shown)):
        assert not re.search(r"\btrust\b|contract sum|\bheadings?\b|\bnan\b|None|<NA>", text, re.IGNORECASE), text
    for sentence in some(re.split(r"(?<=[.:?!*])\s", repr(shown[0]))):
        assert len(sentence.split()) <= LONGEST, sentence
    assert all(len(each.title.split()) <= 10 for each in shown if hasattr(each, "description"))


def test_text_of_a_return_is_escaped(year, trust_settings):
    note = "<b>bold</b>"
    data = year((4, [("Staffing", 400), ("Placements", 700), ("Homes", 150)]))
    rows = data.current.tables["actuals"].typed
    rows["note"] = note
    html = tables.spending(spent_so_far.analyse(data))._repr_html_()
    assert note not in html
    assert "&lt;b&gt;" in html


def test_the_headline_figures_are_listed_whether_or_not_a_return_has_them(synthetic_data):
    names = {each.name for each in spent_so_far_metrics.metrics(synthetic_data())}
    assert names == {each.name for each in spent_so_far_metrics.metrics(synthetic_data(period=EARLIER))}
    found = {each.name: each.value for each in all_metrics(synthetic_data())}
    assert found["forecast.spent_to_date"] == 1250
    assert found["forecast.committed"] == 2200
    assert found["forecast.run_rate"] == 312.5
    assert found["forecast.rest_rate"] == 335
    assert found["forecast.full_year_effect"] == 90


def test_what_changed_leaves_out_spending_that_grows_by_itself_or_is_never_reported(bodies, real_data):
    figures = {each.name for each in changes.figures(bodies("city", "2025-26-P07"))}
    assert "forecast.spent_to_date" not in figures
    assert {"forecast.run_rate", "forecast.rest_rate"} <= figures
    true = {each.name for each in changes.figures(real_data("2023-24-P11"))}
    assert not true & {each.name for each in spent_so_far_metrics.metrics(real_data("2023-24-P11"))}


@pytest.mark.parametrize(
    ("names", "said"),
    [
        (["A", "B"], "A and B"),
        (["A", "B", "C"], "A, B and C"),
        (["A", "B", "C", "D"], "A, B and 2 more"),
    ],
)
def test_three_lines_are_named_and_of_more_the_first_two(names, said):
    assert page._names(names) == said
