"""Words of headings that no column has, and cells that have run together, are refused."""

from __future__ import annotations

from trustbook.papers.text_file import read
from trustbook.papers.text_unplaced import has_glued_figures, has_glued_words, is_row_of_headings

FIGURES = [
    ("Parking", "24.9", "26.0", "1.1"),
    ("Planning", "14.5", "13.3", "(1.2)"),
    ("Libraries", "37.3", "37.8", "0.5"),
]


def columns(text: str) -> set[str]:
    """Return the columns that a text gives."""
    return {
        cell.column for table in read(text.encode(), "paper.txt").tables for row in table.rows for cell in row.cells
    }


def refused(text: str) -> list[str]:
    """Return the figures that are refused."""
    return [refusal.printed for refusal in read(text.encode(), "paper.txt").refused]


def rows(mark: str) -> str:
    return "\n".join(mark.join(row) for row in FIGURES)


def test_a_word_above_a_heading_that_no_column_has_refuses_the_table() -> None:
    text = f"The paper\n\nForecast\nDirectorate Revised Budget £m Outturn £m Variance £m\n{rows(' ')}\n"
    assert not columns(text)
    assert {"24.9", "(1.2)"} <= set(refused(text))


def test_a_second_line_of_a_heading_is_no_section() -> None:
    text = "Capital (£000s)\n2024/25 2025/26 Total\nDivision Budget Budget Budget\n" + "\n".join(
        f"{label} {first} {second} {third}"
        for label, first, second, third in [("Parking", 237, 207, 444), ("Planning", 354, 309, 663), ("Roads", 1, 2, 3)]
    )
    assert "2024/25" not in columns(text)


def test_a_first_cell_that_is_blank_keeps_its_place_between_bars() -> None:
    text = f"The paper (£m)\n | Budget £m | Outturn £m | Variance £m |\n{rows(' | ')}\n"
    found = {
        cell.printed: cell.column
        for table in read(text.encode(), "p.txt").tables
        for row in table.rows
        for cell in row.cells
    }
    assert found["24.9"] == "Budget"
    assert found["26.0"] == "Outturn"


def test_groups_of_one_width_stand_above_all_their_columns() -> None:
    head = "\tYear to date\t\tFull year\t\nService\tBudget £k\tActual £k\tBudget £k\tForecast £k\n"
    body = "Parking\t10\t12\t20\t23\nPlanning\t30\t31\t60\t62\nRoads\t5\t4\t10\t9\n"
    assert columns(head + body) == {
        "Year to date Budget",
        "Year to date Actual",
        "Full year Budget",
        "Full year Forecast",
    }


def test_groups_of_other_widths_are_refused() -> None:
    head = "\tYear to date\t\tFull year\t\t\nService\tBudget £k\tActual £k\tBudget £k\tForecast £k\tChange £k\n"
    body = "Parking\t10\t12\t20\t23\t3\nPlanning\t30\t31\t60\t62\t2\nRoads\t5\t4\t10\t9\t-1\n"
    assert not columns(head + body)


def test_a_heading_that_lacks_its_last_word_is_refused() -> None:
    head = (
        "Service                Forecast Month 2   Forecast Month      Change\n"
        "                                  £'000           £'000       £'000\n"
    )
    body = "".join(
        f"{name:20}{first:>19}{second:>16}{third:>12}\n"
        for name, first, second, third in [
            ("Parking", 736, 912, 176),
            ("Planning", 512, 435, "(77)"),
            ("Roads", 303, 383, 80),
        ]
    )
    assert columns(head.replace("Forecast Month ", "Forecast Month 5", 2) + body) != set()
    assert not columns(head + body)


def test_cells_that_have_run_together_are_seen() -> None:
    for text in ("1,070,705(64,973)", "Need3,275,066", "14,829,07214,948", "3.5%184"):
        assert has_glued_figures(text), text
    for text in ("1,070,705", "(64,973)", "(6.7%)", "£1.2m", "2024/25", "18-64", "£3,398, 000", "P4/13"):
        assert not has_glued_figures(text), text
    assert has_glued_words("Forecast £Variance")
    assert not has_glued_words("Forecast £m Variance £k")


def test_a_row_of_headings_is_told_from_a_title_and_a_section() -> None:
    assert is_row_of_headings("Revised Forecast Outturn", 3)
    assert not is_row_of_headings("Children and Families", 3)
    assert not is_row_of_headings("Treasury outlook for the district", 3)
