"""What is said of the committed cost of a year and of projections at their limits. The figures are made up."""

from dataclasses import replace
from fractions import Fraction
from types import SimpleNamespace

import pytest
from activities import line, series

from trustbook.chapters.placements import activity_text, year_end_text
from trustbook.chapters.placements.activity import joined
from trustbook.chapters.placements.committed_nights import Committed, CommittedLine, committed, days_left, to_come
from trustbook.chapters.placements.stock_flow import NEEDED, BackTest, Projection, flows
from trustbook.core.period import Period
from trustbook.core.status import Status

JULY = Period(2030, 4)
APRIL_TO_JULY = tuple(Period(2030, month) for month in (1, 2, 3, 4))
LINE = CommittedLine("Placements", 400_000, 600_000, 1_000_000)


def year(*lines, newest=JULY, known=APRIL_TO_JULY, missing=(), days=243):
    return Committed(newest, known, missing, days, lines or (LINE,))


def found(made=None, projections=(), status=Status.FORECAST, kept=()):
    hidden = SimpleNamespace(kept_back=set(kept))
    return SimpleNamespace(
        committed=made, projections=projections, period=JULY, status=status, kept_back_at_any_time=hidden
    )


def said(*lines, **more):
    return repr(year_end_text.committed(found(year(*lines, **more))))


@pytest.mark.parametrize(
    ("forecast", "size"),
    [(1_000_000, "exactly the £1.0m"), (999_999, "£1 more than the £1.0m"), (1_000_001, "£1 less than the £1.0m")],
)
def test_the_cost_of_the_year_is_compared_with_the_forecast_to_the_pound(forecast, size):
    text = said(replace(LINE, forecast_gbp=forecast))
    assert f"The £1.0m is {size} forecast for Placements." in text
    assert "The heading may pay for more than these placements" in text


def test_lines_without_a_forecast_are_left_out_of_the_comparison_and_said_to_be():
    text = said(LINE, replace(LINE, heading=None, forecast_gbp=None))
    assert "£1.0m of the year's cost is charged to Placements: exactly the £1.0m forecast." in text
    both = said(LINE, replace(LINE, heading="Homes", forecast_gbp=900_000))
    assert "The £2.0m is £100k more than the £1.9m forecast for Placements and Homes." in both
    assert "The headings may pay for more than these placements" in both
    assert "gives no forecast of it. So there is nothing to compare" in said(replace(LINE, forecast_gbp=None))


@pytest.mark.parametrize(
    ("known", "sentence"),
    [
        (APRIL_TO_JULY, "The four months so far cost £400k. The rest is for the 243 days left."),
        (APRIL_TO_JULY[:2], "The two months so far cost £400k."),
        (APRIL_TO_JULY[:1], "The month so far cost £400k."),
    ],
)
def test_the_months_so_far_are_counted(known, sentence):
    assert sentence in said(known=known)


def test_one_day_left_is_one_day_and_none_ends_the_year():
    assert "The rest is for the 1 day left." in said(days=1)
    ended = said(days=0)
    assert ended.startswith("**The year's placements cost £1.0m.**")
    assert "nobody came or left" not in ended


@pytest.mark.parametrize(("days", "ending"), [(1, ", or compared with the forecast."), (0, ".")])
def test_a_missing_month_keeps_the_year_from_being_added_up(days, ending):
    text = said(missing=(Period(2030, 2),), days=days)
    assert text == f"No return that we have states May 2030. So the cost of the year cannot be added up{ending}"


@pytest.mark.parametrize("gone", ["so_far_gbp", "to_come_gbp"])
def test_a_missing_price_keeps_the_year_from_being_worked_out(gone):
    assert said(replace(LINE, **{gone: None})) == (
        "The price of a placement is missing, so the cost of the year cannot be worked out."
    )


def test_a_year_without_a_month_has_no_cost_and_no_table():
    assert "The return states no month of 2030/31" in repr(year_end_text.committed(found()))
    assert year_end_text.committed_table(found()) is None
    assert year_end_text.committed_table(found(year(missing=(JULY,)))) is None
    assert year_end_text.committed_table(found(year(replace(LINE, to_come_gbp=None)))) is None


def _names(table):
    return [each.removesuffix(", £k") for each in table.headings]


def test_the_table_has_what_is_to_come_while_days_are_left_and_a_total_of_several_lines():
    table = year_end_text.committed_table(found(year()))
    assert _names(table) == ["Heading", "Months so far", "Days left", "The year", "Forecast", "Cost less forecast"]
    assert table.rows == (("Placements", "400", "600", "1,000", "1,000", "0"),)
    several = year_end_text.committed_table(found(year(LINE, replace(LINE, heading=None, forecast_gbp=None))))
    assert several.rows[1] == ("None named", "400", "600", "1,000", "not applicable", "not applicable")
    assert several.rows[2][:4] == ("All", "800", "1,200", "2,000")
    named = year_end_text.committed_table(found(year(LINE, replace(LINE, heading="Homes", forecast_gbp=None))))
    assert named.rows[1][4:] == ("not reported", "not reported")
    ended = year_end_text.committed_table(found(year(replace(LINE, to_come_gbp=0), days=0)))
    assert _names(ended) == ["Heading", "The year", "Forecast", "Cost less forecast"]


def projection(name, months=NEEDED, stocks=(Fraction(61, 2), Fraction(63, 2)), **more):
    test = BackTest(tests=1, error=Fraction(3, 10), unchanged_error=Fraction(1, 2))
    return Projection(name, months, 8, 30, **({"test": test, "stocks": stocks} | more))


def projected(*projections, **more):
    return repr(year_end_text.projected(found(projections=projections, **more)))


def test_a_projection_needs_24_months_in_a_row_and_those_that_have_fewer_are_named():
    assert NEEDED == 24
    assert not projection("A", NEEDED - 1).is_long_enough
    assert "need 24 months in a row of a type of care. We have 23." in projected(
        projection("A", 23), projection("B", 7)
    )
    text = projected(projection("A"), projection("B", 23), projection("C", 1))
    assert "There are too few months in a row to project B and C: 24 are needed." in text
    assert "too few months" not in projected(projection("A"))


def test_a_projection_is_said_with_its_last_month_and_its_test():
    text = projected(projection("Fostering"))
    assert "By the end of March 2031 there may be 32 placements of Fostering." in text
    assert "In 1 test on past months, the projection of Fostering was out by 0.3 placements on average." in text
    assert "Assuming no change was out by 0.5." in text
    none = projected(projection("Fostering", stocks=()))
    assert "By the end of" not in none
    assert "We give no projection of Fostering. In 1 test on past months, it was out by" in none
    assert "We cannot test a projection of Fostering on the past, so we give none." in projected(
        projection("Fostering", test=None, stocks=())
    )


def test_types_that_are_kept_back_are_not_projected():
    assert year_end_text.projected(found(projections=[projection("Secure")], kept={"Secure"})) is None
    assert year_end_text.projected_table(found(projections=[projection("Secure")], kept={"Secure"})) is None
    rows = year_end_text.projected_table(found(projections=[projection("A", nights=Fraction(15, 2), cost_gbp=9)])).rows
    assert rows[0][0:2] == ("A", "30")
    assert rows[0][3:] == ("8", "9")


@pytest.mark.parametrize(
    ("months", "text"),
    [
        ([(2030, 1)], "April 2030"),
        ([(2030, 1), (2030, 2)], "April to May 2030"),
        ([(2030, 2), (2030, 1)], "April to May 2030"),
        ([(2030, 1), (2030, 3)], "April 2030 and June 2030"),
        ([(2030, 9), (2030, 10)], "December 2030 to January 2031"),
        ([(2030, 9), (2030, 10), (2030, 12), (2031, 1)], "December 2030 to January 2031 and March to April 2031"),
    ],
)
def test_months_in_a_row_are_spans_with_the_year_of_each_end_that_needs_one(months, text):
    assert activity_text.months_in_words(Period(*each) for each in months) == text


@pytest.mark.parametrize(("pounds", "text", "word"), [(1, "+£1", "more"), (-1, "−£1", "less"), (0, "−£0", "no more")])
def test_a_change_is_more_or_less_from_a_pound(pounds, text, word):
    assert activity_text._more_or_less(pounds) == word
    assert activity_text._signed(pounds) == text


@pytest.mark.parametrize(
    ("parts", "text"),
    [
        ((1, 0, 0), " The largest part is volume: +£1."),
        ((1, -2, 0), " The largest part is mix: −£2."),
        ((1, 2, -3), " The largest part is price: −£3."),
        ((2, -2, 1), " The largest part is volume: +£2."),
        ((0, 0, 0), ""),
    ],
)
def test_the_largest_part_is_that_of_the_largest_size_and_nothing_where_all_are_nil(parts, text):
    effects = SimpleNamespace(total=dict(zip(("volume", "mix", "price"), parts, strict=True)).get)
    assert activity_text.largest_part(effects) == text


def test_the_days_left_are_those_of_the_months_to_come():
    assert [days_left(Period(2030, month)) for month in (12, 11, 10, 1)] == [0, 31, 59, 335]


def test_what_is_to_come_is_the_placements_at_the_end_at_their_price_and_nothing_for_none():
    assert to_come(line(at_start=1, week=700), 1) == 100
    assert to_come(line(at_start=1, exits=1, week=None, nights=0), 30) == 0
    assert to_come(line(at_start=1, week=None), 30) is None
    assert to_come(line(at_start=1, week=700), 0) == 0


def test_the_year_is_asked_for_every_month_up_to_the_newest_and_at_its_end_for_all():
    activity = joined([series([(0, 0)] * 2, first=Period(2030, 2))])
    made = committed(activity, Period(2030, 4), {"Placements": 5})
    assert (made.newest, made.missing) == (Period(2030, 3), (Period(2030, 1),))
    at_the_end = committed(activity, Period(2030, 12), {})
    assert [each.month for each in at_the_end.missing] == [1, 4, 5, 6, 7, 8, 9, 10, 11, 12]
    assert committed(activity, Period(2031, 1), {}) is None
    assert [each.forecast_gbp for each in made.lines] == [5]
    assert [each.forecast_gbp for each in at_the_end.lines] == [None]


def test_flows_are_the_months_in_a_row_up_to_the_newest():
    lines = [*series([(1, 0)] * 2, first=Period(2030, 1)), *series([(2, 1)] * 2, first=Period(2030, 4))]
    assert [each.month for each in flows(lines)] == [Period(2030, 4), Period(2030, 5)]
    assert flows([]) == []
    twice = [line(Period(2030, 1), 5, 1, 2), line(Period(2030, 1), 7, 3, 4, provider="agency")]
    (both,) = flows(twice)
    assert (both.at_start, both.entries, both.exits) == (12, 4, 6)
