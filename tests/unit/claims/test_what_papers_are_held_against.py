"""Figures of returns are worked out for the tie-out only where a paper's claim can be about them."""

import pytest

from trustbook.claims import tie_out
from trustbook.components.metric import Metric
from trustbook.core.period import Period

YEARS = [Period(year, month) for year in (2030, 2031) for month in range(1, 13)]
NOW = Period(2031, 11)


class Place:
    def periods(self):
        return YEARS


class Known:
    """Figures of every period; which were asked for is in `asked`, in order."""

    def __init__(self, asked):
        self.asked = asked

    def figures(self, period):
        self.asked.append(period)
        dated = (
            [Metric("staff.count", period.month, "count", "Staff", as_at="2031-06")] if period.month in (3, 4) else []
        )
        every = [] if period == Period(2031, 7) else [Metric("cost.total", period.month * 1000, "gbp_k", "Cost")]
        return every + dated

    def period_data(self, period):
        return None


@pytest.fixture
def asked():
    return []


@pytest.fixture
def data(asked, monkeypatch):
    monkeypatch.setattr(
        tie_out, "reference_metrics", lambda _: [("2029-30", Metric("cost.total", 99_000, "gbp_k", "Cost"))]
    )
    return tie_out._Data(Place(), NOW, Known(asked))


def value(figure):
    return figure and int(figure.figure.value)


@pytest.mark.parametrize("when", ["2031-32-P11", ""])
def test_what_is_of_the_period_or_has_no_date_is_of_its_own_return_alone(data, asked, when):
    assert value(data.get(("cost.total", when))) == 11_000
    assert data.get(("no.such", when)) is None
    assert asked == [NOW]


def test_a_month_is_looked_for_in_the_returns_from_now_back_to_it(data, asked):
    assert value(data.get(("cost.total", "2031-32-P09"))) == 9_000
    assert asked == [NOW, Period(2031, 10), Period(2031, 9)]


def test_a_month_that_reports_nothing_has_no_figure(data):
    assert data.get(("cost.total", "2031-32-P07")) is None


def test_of_an_earlier_year_the_month_that_is_named_and_no_other_is_worked_out(data, asked):
    assert value(data.get(("cost.total", "2030-31-P02"))) == 2_000
    assert asked == [Period(2030, 2)]


def test_of_a_date_the_last_return_that_gives_it_counts(data):
    assert value(data.get(("staff.count", "2031-06"))) == 4


def test_what_no_period_owns_asks_no_return(data, asked):
    assert value(data.get(("cost.total", "2029-30"))) == 99_000
    assert asked == []


def test_whether_a_metric_is_reported_at_all_is_asked_of_the_year_and_no_further_than_it_is_found(data, asked):
    assert any(metric == "cost.total" for metric, _ in data)
    assert asked == []
    assert any(metric == "staff.count" for metric, _ in data)
    assert asked[-1] == Period(2031, 4)
    assert not any(metric == "no.such" for metric, _ in data)
    assert {each.year for each in asked} == {2031}
    assert len(asked) == len(set(asked))


def test_it_is_a_mapping_of_what_the_year_reports(data):
    assert len(data) == len(list(data)) == len(set(data))
    assert all(data[key] is not None for key in data)
