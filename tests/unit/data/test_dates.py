"""Dates in text: read where they have one meaning, and refused with the fitting advice where they have none or two."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from schemas import SCHEMAS

from trustbook.core.errors import PeriodError
from trustbook.core.formatting import when
from trustbook.core.period import Period
from trustbook.data.advice import advice
from trustbook.data.cells import plain
from trustbook.data.dates import read_date
from trustbook.data.reader import read_table
from trustbook.data.schema import Kind

DAYS = st.dates(date(1900, 1, 1), date(2199, 12, 31))
ONE_MEANING = {
    "January 2024": "2024-01",
    "january 2024": "2024-01",
    "Jan 2024": "2024-01",
    "Jan-2024": "2024-01",
    "Jan. 2024": "2024-01",
    "Sept 2023": "2023-09",
    "31 January 2024": "2024-01-31",
    "31st January 2024": "2024-01-31",
    "1 May 2024": "2024-05-01",
    "31-Jan-2024": "2024-01-31",
    "31 Jan 2024": "2024-01-31",
    "January 31, 2024": "2024-01-31",
    "2024/01/31": "2024-01-31",
    "2024/02/01": "2024-02-01",
    "2024.01.31": "2024-01-31",
    "20240131": "2024-01-31",
    "31-01-2024": "2024-01-31",
    "31/01/2024": "2024-01-31",
    "31/01/2024 00:00": "2024-01-31",
    "2024-01-31T00:00:00": "2024-01-31",
    "2024-01-31 00:00:00": "2024-01-31",
    "2024-01-31 00:00:00.000": "2024-01-31",
    "2023/24": "2023-24",
    "2023/2024": "2023-24",
    "2023-2024": "2023-24",
    "2023\u201324": "2023-24",
    "1999/00": "1999-00",
    "2024/01": "2024-01",
    "'2024-01-31": "2024-01-31",
    "'2023/24": "2023-24",
}
NONE_OR_TWO = {
    "Jan-24": "write 2024-01 if the month is meant",
    "Jan 24": "write 2024-01 if the month is meant",
    "Sept '23": "write 2023-09 if the month is meant",
    "31-Jan-24": "such as 2024-01-31",
    "31 January 24": "such as 2024-01-31",
    "2011/12": "Write 2011-12 if the financial year is meant, or a day of the month, such as 2011-12-01",
    "December 2011": "Write 2011-12 if the financial year is meant",
    "23/24": "Write the first year with four digits, such as 2023-24",
    "01/02/2024": "Write the year first",
    "01-02-2024": "Write the year first",
    "31/01/24": "four digits",
    "45322": "the day would be 2024-01-31, or 2028-02-01 in a workbook that counts from 1904",
    "45322.0": "the day would be 2024-01-31",
    "45322.75": "the time would be 2024-01-31",
    "2024-01-31T14:30:00": "Write the day alone, without a time of day: 2024-01-31.",
    "2024-01-31 23:59": "Write the day alone, without a time of day: 2024-01-31.",
    "2024-06-30T00:00:00Z": "Write the day alone, without a time of day: 2024-06-30.",
    "31/01/2024 14:30": "Write the day alone, without a time of day: 31/01/2024.",
    "0000": "Years are from 1900 to 2199",
    "9999": "Years are from 1900 to 2199",
    "9999-12-31": "Years are from 1900 to 2199",
    "0000-01": "Years are from 1900 to 2199",
    "1899-12-31": "Years are from 1900 to 2199",
    "31/12/9999": "Years are from 1900 to 2199",
    "9999-00-P01": "Years are from 1900 to 2199",
    "January 0024": "Years are from 1900 to 2199",
    "P7": "2023-24-P07",
    "2023-24-P7": "2023-24-P07",
    "2023/24 Period 7": "2023-24-P07",
    "Month 7": "2023-24-P07",
    "n/a": "Leave the cell empty if the date is not reported.",
    "-": "Leave the cell empty if the date is not reported.",
    "#REF!": "spreadsheet error",
    "=TODAY()": "formula",
    "2024-02-30": "Leave the cell empty",
    "30 February 2024": "Leave the cell empty",
    "2023/25": "",
    "2023-2025": "",
    "soon": "Leave the cell empty",
}


@pytest.mark.parametrize(("text", "meant"), ONE_MEANING.items())
def test_a_date_with_one_meaning_is_read_and_said(text, meant):
    found = plain(text, Kind.DATE)
    assert found.text == meant
    assert found.why


@pytest.mark.parametrize(("text", "says"), NONE_OR_TWO.items())
def test_a_date_with_no_meaning_or_two_is_refused_with_the_fitting_advice(text, says):
    assert plain(text, Kind.DATE) is None
    assert says in advice(text, Kind.DATE)


@given(DAYS)
def test_a_day_is_the_same_day_in_every_form_that_is_read(day):
    forms = ["%Y-%m-%d", "%Y/%m/%d", "%Y%m%d", "%d %B %Y", "%d-%b-%Y", "%Y-%m-%dT00:00:00", "%B %d, %Y"]
    for form in forms:
        assert read_date(day.strftime(form))[0] == day.isoformat()
    other = read_date(day.strftime("%d/%m/%Y"))
    assert other is None or other[0] == day.isoformat()
    swapped = read_date(day.strftime("%m/%d/%Y"))
    assert swapped is None or swapped[0] == day.isoformat()


@given(DAYS)
def test_a_month_in_words_is_never_taken_for_a_financial_year(day):
    found = read_date(day.strftime("%B %Y"))
    if found is None:
        assert int(day.strftime("%m")) == (day.year + 1) % 100
    else:
        assert when(found[0]) == day.strftime("%B %Y")


@given(st.integers(10_000, 99_999))
def test_no_number_of_five_digits_is_a_date_and_its_advice_names_the_day(number):
    assert read_date(str(number)) is None
    assert (date(1899, 12, 30) + timedelta(days=number)).isoformat() in advice(str(number), Kind.DATE)


@given(st.text("0123456789-/.: TPZJanufe", max_size=25))
def test_what_is_read_is_a_date_that_other_parts_can_show(text):
    found = read_date(text)
    if found is not None:
        assert read_date(found[0]) == (found[0], "")
        assert 1900 <= int(found[0][:4]) <= 2199
        when(found[0])
    assert isinstance(advice(text, Kind.DATE), str)


WITH_DATES = [schema for schema in SCHEMAS.values() if any(column.kind is Kind.DATE for column in schema.columns)]


@pytest.mark.parametrize("schema", WITH_DATES, ids=lambda schema: schema.name)
def test_a_date_that_cannot_be_is_a_problem_of_its_cell_in_every_dataset(tmp_path, schema):
    file = tmp_path / f"{schema.name}.csv"
    names = [column.name for column in schema.columns if column.kind is Kind.DATE]
    lines = [",".join(text if name in names else "x" for name in schema.names) for text in NONE_OR_TWO]
    file.write_text("\n".join([",".join(schema.names), *lines]) + "\n", encoding="utf-8")
    problems = {(each.line, each.column): each for each in read_table(file, schema).problems if each.column in names}
    assert len(problems) == len(names) * len(NONE_OR_TWO)
    for line, text in enumerate(NONE_OR_TWO, 2):
        for name in names:
            assert f"found '{text}'" in problems[line, name].problem
            assert problems[line, name].mend == advice(text, Kind.DATE)


@pytest.mark.parametrize("text", ["0000-01-P01", "0099-00-P07", "1899-00-P12", "2200-01-P01", "9999-00-P12"])
def test_a_period_of_a_year_in_which_nothing_is_reported_is_refused(text):
    with pytest.raises(PeriodError, match=f"'{text}' is of the year {text[:4]}") as caught:
        Period.parse(text)
    assert caught.value.expected == "a year from 1900 to 2199"


@pytest.mark.parametrize("text", ["1900-01-P01", "2199-00-P12"])
def test_the_first_and_the_last_year_have_days_and_labels(text):
    period = Period.parse(text)
    assert str(period) == text
    assert period.first_day.year in (period.year, period.year + 1)
    assert period.label


def test_a_folder_of_such_a_year_is_named(synthetic_workspace):
    made = synthetic_workspace()
    (made.data / "0000-01-P01").mkdir()
    with pytest.raises(PeriodError, match="year 0000") as caught:
        made.periods()
    assert caught.value.file == "data/0000-01-P01"
