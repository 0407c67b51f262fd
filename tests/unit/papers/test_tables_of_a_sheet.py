"""Titles, blank rows, and scales that figures contradict, as sheets and CSV files have them."""

from __future__ import annotations

from pathlib import Path

import pytest

from trustbook.papers.read import read_paper
from unit.papers.grids import read, values


def test_a_title_over_the_first_column_of_a_csv_is_a_title() -> None:
    tables, _ = read(
        """
        Families and Children: Revenue Budget Summary | | |
        Forecast Variance Month 2 £000 | Service | Budget £000 | Forecast £000
        10 | Fostering | 100 | 110
        -5 | Legal | 200 | 195
        5 | Total | 300 | 305
        """.replace("        ", "")
    )
    assert tables[0].title == "Families and Children: Revenue Budget Summary"
    assert [cell.column for cell in tables[0].rows[0].cells] == ["Forecast Variance Month 2", "Budget", "Forecast"]


def test_a_short_text_over_columns_before_the_label_may_be_a_group_and_is_refused() -> None:
    tables, refused = read(
        """
        Last year | | | |
        Budget £000 | Outturn £000 | Service | Forecast £000 | Spend £000
        10 | 20 | Fostering | 100 | 110
        5 | 6 | Legal | 200 | 195
        """.replace("        ", "")
    )
    assert {column for _, column in values(tables)} == {"Forecast", "Spend"}
    assert [each.printed for each in refused] == ["10", "20", "5", "6"]


def test_a_unit_alone_over_columns_before_the_label_is_of_the_whole_table() -> None:
    tables, refused = read(
        """
        £000s | | |
        Last year budget | Last year outturn | Service | Budget
        10 | 20 | Fostering | 100
        5 | 6 | Legal | 200
        """.replace("        ", "")
    )
    assert refused == []
    assert values(tables)["Fostering", "Budget"] == 100
    assert values(tables)["Legal", "Last year outturn"] == 6


def test_a_short_text_over_headings_that_say_what_and_when_is_a_title() -> None:
    tables, refused = read(
        """
        Cost of services | | |
        2023/24 Income £m | 2023/24 Net £m | Service | 2024/25 Income £m
        1.0 | 2.0 | Fostering | 3.0
        0.5 | 0.6 | Legal | 0.7
        """.replace("        ", "")
    )
    assert refused == []
    assert tables[0].title == "Cost of services"
    assert values(tables)["Legal", "2023/24 Net"] == 600


def test_a_blank_row_parts_the_last_row_of_a_table_from_the_headings_of_the_next(tmp_path: Path) -> None:
    file = tmp_path / "paper.csv"
    file.write_text(
        "Area,Value,,\nTraining,£0.200m,,\nTotal,£0.908m,,\nImpact,£32.540m Increase of £1.439m from P10,,\n,,,\n"
        "Savings,2023/24,Red,Green\n,£'000,£'000,£'000\nHomes,100,40,60\nContracts,600,600,0\n",
        encoding="utf-8",
    )
    found = read_paper(file, file.name)
    assert values(list(found.tables)) == {
        ("Training", "Value"): 200,
        ("Total", "Value"): 908,
        ("Homes", "2023/24"): 100,
        ("Homes", "Red"): 40,
        ("Homes", "Green"): 60,
        ("Contracts", "2023/24"): 600,
        ("Contracts", "Red"): 600,
        ("Contracts", "Green"): 0,
    }
    assert [each.printed for each in found.refused] == ["£32.540m Increase of £1.439m from P10"]


def test_a_figure_with_words_after_it_below_the_last_figures_is_refused_and_not_lost() -> None:
    _, refused = read("Area | Value £m\nHomes | 0.200\nTotal | 0.908\nImpact | 32.540 Increase of 1.439 from P10")
    assert [each.printed for each in refused] == ["32.540 Increase of 1.439 from P10"]


@pytest.mark.parametrize("title", ["Forecast and movement (£)", "All amounts for the year to come are given in £."])
def test_a_pound_sign_at_the_end_of_a_title_is_its_unit(title: str) -> None:
    tables, refused = read("Service | Budget\nFostering | 9,763,964\nLegal | 26,552,565", title=title)
    assert [str(each) for each in values(tables).values()] == ["9763.964", "26552.565"]
    assert refused == []


def test_noughts_alone_are_thousands_of_pounds_where_the_cells_have_pound_signs() -> None:
    tables, _ = read("Service | Budget '000\nFostering | £840\nLegal | £1,200")
    assert list(values(tables).values()) == [840, 1200]


def test_noughts_alone_over_what_may_be_counted_are_refused() -> None:
    tables, refused = read("Area | Visits '000\nNorth | 84\nSouth | 120")
    assert tables == []
    assert [each.printed for each in refused] == ["84", "120"]


@pytest.mark.parametrize("figures", [("£ 77,813,000", "£ 1,200,000"), ("£840,000", "£15,000"), ("77,813,000", "2,000")])
def test_pounds_under_a_heading_of_thousands_are_refused_with_both_readings(figures: tuple[str, str]) -> None:
    tables, refused = read(f"Service | Budget £'000\nFostering | {figures[0]}\nLegal | {figures[1]}")
    assert tables == []
    assert [each.printed for each in refused] == list(figures)
    assert all("as its size suggests pounds" in each.why for each in refused)


def test_titles_in_the_first_column_stay_titles_where_the_label_is_the_last_column() -> None:
    tables, _ = read("Children's services budget for the year |\nBudget £000 | Service\n100 | Fostering\n200 | Legal")
    assert set(values(tables)) == {("Fostering", "Budget"), ("Legal", "Budget")}
