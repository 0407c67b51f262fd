"""How a printed figure is read, and which are refused because they can be read in two ways."""

from __future__ import annotations

from decimal import Decimal

import pytest

from trustbook.papers.amounts import is_not_applicable, parse_amount


@pytest.mark.parametrize(
    ("printed", "number", "sign"),
    [
        ("(1,641)", "-1641", "brackets"),
        ("-7.5", "-7.5", "minus"),
        ("\u2212 1,641", "-1641", "minus"),
        ("Cr 863", "-863", "cr"),
        ("863 CR", "-863", "cr"),
        ("cr £3.8m", "-3.8", "cr"),
        ("Dr 12", "12", "dr"),
        ("863-", "-863", "trailing minus"),
        ("+912", "912", "plus"),
        ("£1.2m", "1.2", ""),
        ("1,007k", "1007", ""),
        ("(£548k)", "-548", "brackets"),
        ("£(1.2)m", "-1.2", "brackets"),
        ("-£1.2 million", "-1.2", "minus"),
        ("£3,398, 000", "3398000", ""),
        ("£\u00a077,813,000", "77813000", ""),
        ("0.0%", "0.0", ""),
        ("(4.1)%", "-4.1", "brackets"),
        ("-0", "0", "minus"),
        ("912 *", "912", ""),
        ("912 (a)", "912", ""),
        ("912²", "912", ""),
        (".5", "0.5", ""),
    ],
)
def test_a_printed_figure_gives_its_number_and_the_form_of_its_sign(printed: str, number: str, sign: str) -> None:
    amount = parse_amount(printed)
    assert amount is not None
    assert (amount.number, amount.sign, amount.why) == (Decimal(number), sign, "")


@pytest.mark.parametrize(
    "printed",
    [
        "£86,748m",
        "2,64",
        "12.3.4",
        "79,",
        "79, %",
        "95, , %",
        "-61,213-63, %",
        "(1,641",
        "1,641)",
        "(-12)",
        "1 641",
        "1,6411",
        "912 (1)",
        "€12",
        "012",
        "1,234%",
        "5.",
    ],
)
def test_a_figure_that_can_be_read_in_two_ways_has_a_reason_and_no_number(printed: str) -> None:
    amount = parse_amount(printed)
    assert amount is not None
    assert amount.number is None
    assert amount.why


@pytest.mark.parametrize(
    "words", ["", "N/A", "2019/20", "2019-20", "22 September 2013", "Month 5", "Fewer than 5", ">£20k", "5-10", "£'000"]
)
def test_words_years_and_dates_are_no_figures(words: str) -> None:
    assert parse_amount(words) is None


@pytest.mark.parametrize("dash", ["-", "\u2013", "\u2014", "--", "£ -", "-%"])
def test_a_dash_is_told_apart_from_nil(dash: str) -> None:
    amount = parse_amount(dash)
    assert amount is not None
    assert (amount.is_dash, amount.number, amount.why) == (True, None, "")


@pytest.mark.parametrize(
    ("printed", "scale", "value"),
    [("£2.094m", "k", "2094"), ("2.094", "m", "2094"), ("77,813,000", "pounds", "77813"), ("63", "k", "63")],
)
def test_the_scale_of_a_token_goes_before_that_of_its_column(printed: str, scale: str, value: str) -> None:
    amount = parse_amount(printed)
    assert amount is not None
    assert amount.thousands(scale) == Decimal(value)


def test_units_in_the_token_itself_are_kept() -> None:
    found = [parse_amount(each) for each in ("12.5 FTE", "£1,200 per week", "5%")]
    assert [(each.per, each.percent, each.currency) for each in found if each] == [
        ("fte", False, ""),
        ("week", False, "£"),
        ("", True, ""),
    ]


def test_a_cell_that_says_there_is_no_figure_is_known() -> None:
    assert is_not_applicable("N/A")
    assert not is_not_applicable("Nil return")
