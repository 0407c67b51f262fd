"""How a number of a sheet is shown by its number format."""

from __future__ import annotations

from decimal import Decimal

import pytest

from trustbook.papers.number_formats import shown, shown_date


@pytest.mark.parametrize(
    ("number", "code", "text", "scaled"),
    [
        ("-1641", "#,##0;(#,##0)", "(1,641)", "-1641"),
        ("1641", "#,##0_);(#,##0)", "1,641", "1641"),
        ("-1641.4", "#,##0", "-1,641", "-1641.4"),
        ("0.0233", "0.0%", "2.3%", "2.33"),
        ("-0.041", "0.0%;(0.0%)", "(4.1%)", "-4.1"),
        ("0", '#,##0;-#,##0;"-"', "-", "0"),
        ("0", '_-* #,##0_-;-* #,##0_-;_-* "-"??_-;_-@_-', "-", "0"),
        ("1641500", "#,##0,", "1,642", "1641.5"),
        ("1250000", '£0.00,,"m"', "£1.25m", "1.25"),
        ("77813000", "[$£-809]#,##0", "£77,813,000", "77813000"),
        ("-5", "#,##0;[Red]#,##0", "5", "-5"),
        ("12.5", "General", "12.5", "12.5"),
        ("0.333333333333333", "", "0.333333333", "0.333333333333333"),
        ("7", ";;;", "", "7"),
        ("1200", '[>=1000]0.0,"k";0', "1.2k", "1.2"),
    ],
)
def test_a_number_is_shown_as_its_format_says(number: str, code: str, text: str, scaled: str) -> None:
    assert shown(Decimal(number), code) == (text, Decimal(scaled))


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("mmm-yy", "Apr-24"),
        ("dd/mm/yyyy", "05/04/2024"),
        ("[$-809]d mmmm yyyy;@", "5 April 2024"),
        ('"P"m', "P4"),
        ("dd/mm/yyyy hh:mm", ""),
        ("ddd", ""),
    ],
)
def test_a_day_is_shown_as_its_format_says(code: str, text: str) -> None:
    assert shown_date("2024-04-05", code) == text
