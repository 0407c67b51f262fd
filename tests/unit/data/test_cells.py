import pytest
from hypothesis import given
from hypothesis import strategies as st

from trustbook.data.cells import is_only_a_total, is_total, plain
from trustbook.data.schema import Kind


@pytest.mark.parametrize(
    ("written", "meant", "why"),
    [
        ("1,234", "1234", "thousands separators"),
        ("1 234", "1234", "thousands separators"),
        ("1\u00a0234", "1234", "thousands separators"),
        ("(43)", "-43", "brackets for a minus"),
        ("(1,043)", "-1043", "thousands separators and brackets for a minus"),
        ("\u221243", "-43", "spaces and signs"),
        ("- 43", "-43", "spaces and signs"),
        ("43-", "-43", "spaces and signs"),
        ("£1.2m", "1200", "millions"),
        ("-£1.2m", "-1200", "millions"),
        ("£-1.2m", "-1200", "millions"),
        ("1.250M", "1250", "millions"),
        ("£392k", "392", "thousands of pounds"),
    ],
)
def test_money_with_one_meaning_is_mended_and_the_mend_is_named(written, meant, why):
    found = plain(written, Kind.MONEY)
    assert (found.text, found.why) == (meant, why)


@pytest.mark.parametrize(
    "written",
    [
        "£200",
        "1,5",
        "12,34",
        "1,2345",
        "1.2.3",
        "(43",
        "43)",
        "-(43)",
        "--43",
        "12%",
        "1e6",
        "TBC",
        "#REF!",
        "=A1",
        "19 90",
        "£m",
    ],
)
def test_money_with_no_meaning_or_two_is_not_read(written):
    assert plain(written, Kind.MONEY) is None


def test_a_percentage_is_a_share():
    assert plain("12.5%", Kind.NUMBER).text == "0.125"
    assert plain("57 %", Kind.NUMBER).text == "0.57"
    assert plain("£5", Kind.NUMBER) is None
    assert plain("5m", Kind.NUMBER) is None


def test_millions_finer_than_a_pound_are_not_read():
    assert plain("£1.2345678m", Kind.MONEY) is None


@pytest.mark.parametrize("written", ["2024-02-29", "2024-02", "2023-24"])
def test_a_date_in_iso_form_is_as_it_is(written):
    assert plain(written, Kind.DATE).text == written
    assert plain(written, Kind.DATE).why == ""


def test_a_date_that_can_be_one_day_only_is_mended_and_one_that_can_be_two_is_not_read():
    assert plain("29/02/2024", Kind.DATE).text == "2024-02-29"
    assert plain("02/02/2024", Kind.DATE).text == "2024-02-02"
    assert plain("01/02/2024", Kind.DATE) is None
    assert plain("31/02/2024", Kind.DATE) is None
    assert plain("Feb 24", Kind.DATE) is None


@given(st.integers(-(10**12) + 1, 10**12 - 1))
def test_a_whole_figure_is_the_same_with_separators_brackets_and_true_minus(number):
    for written in (
        f"{number:,}",
        f"{number:,}".replace("-", "\u2212"),
        f"({-number:,})" if number < 0 else f"{number}",
    ):
        assert plain(written, Kind.MONEY).text == str(number)


@given(st.text(max_size=20), st.sampled_from([Kind.MONEY, Kind.NUMBER, Kind.DATE]))
def test_no_text_raises_and_what_is_read_is_plain(text, kind):
    found = plain(text, kind)
    assert found is None or plain(found.text, kind).why == ""


@pytest.mark.parametrize(
    "name",
    ["ALL", "Net", "Sum", "Overall total", "Sub total", "Grand total", "Net total", "total:", "SUB-TOTAL"],
)
def test_whatever_a_paper_calls_its_total_is_one(name):
    assert is_total(name)
    assert is_only_a_total(name)


@pytest.mark.parametrize("name", ["Net zero", "All ages", "Overall position of staff", "Allowances", "Sum of"])
def test_a_name_that_only_begins_like_a_total_is_none(name):
    assert not is_total(name)
    assert not is_only_a_total(name)


def test_a_note_that_begins_with_the_word_is_no_total():
    assert not is_only_a_total("Total of the paper; the parts are not given")


def test_a_line_that_calls_itself_a_total_is_one():
    assert all(is_total(cell) for cell in ("Total", "TOTAL SAVINGS", "Sub-total", "Subtotal", "Grand total", "Totals"))
    assert not any(is_total(cell) for cell in ("Totally new line", "Placements", "", "Running costs"))
