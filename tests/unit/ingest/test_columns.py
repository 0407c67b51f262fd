"""A column is a field by its heading alone, or by sums where headings are vague; else it stays open."""

from decimal import Decimal

import pytest

from trustbook.core.period import Period
from trustbook.ingest.columns import columns_of
from trustbook.ingest.headings_of_columns import period_of_heading, plain_heading
from trustbook.ingest.recognition import own_recognition
from trustbook.ingest.view import view
from trustbook.papers.model import Cell, Row, Table

P11 = Period(2023, 11)
LINES = own_recognition().kind("forecast_lines")


def table(headings, *rows):
    return Table(
        None,
        "table 1",
        tuple(
            Row(
                label,
                0,
                False,
                tuple(
                    Cell(heading, str(value), Decimal(value), "GBP_k", f"table 1, row {at}, column {number}")
                    for number, (heading, value) in enumerate(zip(headings, values, strict=True), 2)
                ),
            )
            for at, (label, *values) in enumerate(rows, 1)
        ),
    )


def fields(headings, *rows):
    found = columns_of(view(table(headings, *rows)), LINES, (), P11)
    return {name: column.heading for name, column in found.of.items()}, found.unknown


@pytest.mark.parametrize(
    ("heading", "plain"),
    [
        ("Variance £000's", "variance"),
        ("Movement from P10 £'000", "movement from {other period}"),
        ("Variance Month 11", "variance"),
        ("2023/24 £'000", "{year}"),
        ("Budget 2022/23", "budget {other year}"),
        ("Forecast variance (£m)", "forecast variance"),
        ("February 2024 variance", "variance"),
    ],
)
def test_units_go_and_periods_are_named_by_what_they_are(heading, plain):
    assert plain_heading(heading, P11).replace("_", " ") == plain


def test_a_heading_that_is_one_period_of_the_year():
    assert period_of_heading("Period 7 £m", P11) == Period(2023, 7)
    assert period_of_heading("Variance Period 7", P11) is None
    assert period_of_heading("Period 13", P11) is None


def test_two_columns_of_one_vague_heading_are_told_by_what_adds_up():
    found, unknown = fields(
        ("Contract sum", "Contract Requests", "Contract sum", "Outturn Position", "Variance"),
        ("Staffing", 49732, 2094, 51826, 53816, 1990),
        ("Legal", 4788, 0, 4788, 5298, 510),
    )
    assert found == {
        "contract_sum_gbp_k": "Contract sum",
        "change_requests_gbp_k": "Contract Requests",
        "revised_contract_sum_gbp_k": "Contract sum",
        "projected_outturn_gbp_k": "Outturn Position",
        "variance_gbp_k": "Variance",
    }
    assert unknown == {}


def test_two_columns_of_one_heading_stay_open_where_no_sum_decides():
    found, unknown = fields(("Variance", "Variance"), ("Staffing", 10, 12), ("Legal", 3, 4))
    assert found == {}
    assert len(unknown) == 2


@pytest.mark.parametrize(
    "heading", ["Last year's outturn", "Variance and reserves", "Budget 2022/23", "Full year effect"]
)
def test_a_column_of_something_else_is_no_field(heading):
    found, unknown = fields(("Outturn", "Variance", heading), ("Staffing", 100, 10, 90), ("Legal", 50, 3, 47))
    assert found == {"projected_outturn_gbp_k": "Outturn", "variance_gbp_k": "Variance"}
    assert [column.heading for column in unknown] == [heading]
