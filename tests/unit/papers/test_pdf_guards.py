"""Figures of a PDF whose heading is lost, double, or of another table are refused, not read."""

from __future__ import annotations

import pytest

from trustbook.papers.pdf_file import PdfReading, read_pdf
from unit.papers.pdf_maker import Sheet, pdf

HEADINGS = ("Service", "Budget", "Outturn", "Variance")
ROWS = (
    ("Adults", "39,971", "40,883", "912"),
    ("Children", "7,385", "7,820", "435"),
    ("Places", "40,470", "38,829", "(1,641)"),
)
TOTAL = ("Total", "87,826", "87,532", "(294)")
XS = [50.0, 250.0, 330.0, 410.0, 490.0]


def table(sheet: Sheet, rows, top=100.0, ruled=False) -> float:
    """Draw a table, with a line around each cell or with none, and return where it ends."""
    for i, row in enumerate(rows):
        sheet.text(54, top + i * 16 + 11, row[0])
        for right, text in zip(XS[2:], row[1:], strict=True):
            sheet.text(right - 4, top + i * 16 + 11, text, right=True)
    if ruled:
        sheet.grid(XS, [top + i * 16 for i in range(len(rows) + 1)])
    return top + 16 * len(rows)


def read(*sheets: Sheet) -> PdfReading:
    return read_pdf(pdf(*sheets), "paper.pdf")


def figures(found: PdfReading) -> set[str]:
    """The texts that stand in the cells of the grids, headings and labels aside."""
    return {cell.text for grid in found.grids for row in grid.rows for cell in row[1:] if cell.text} - {*HEADINGS}


def refused(found: PdfReading) -> set[str]:
    return {each.printed for grid in found.grids for each in grid.refused} | {each.printed for each in found.refused}


def figures_of(*rows) -> set[str]:
    return {text for row in rows for text in row[1:]}


def test_figures_without_a_heading_are_refused():
    sheet = Sheet()
    table(sheet, ROWS)
    found = read(sheet)
    assert not figures(found)
    assert refused(found) >= figures_of(*ROWS)


def test_figures_of_several_columns_headed_by_their_unit_alone_are_refused():
    sheet = Sheet()
    table(sheet, (("Service", "£k", "£k", "£k"), *ROWS))
    assert not figures(read(sheet)) & figures_of(*ROWS)


def test_two_columns_of_one_name_are_refused_with_those_at_their_side():
    sheet = Sheet()
    table(sheet, (("Service", "Budget", "Actual", "Budget"), *ROWS))
    found = read(sheet)
    assert not figures(found) & figures_of(*ROWS)
    assert "two columns have the same heading, 'Budget'" in found.grids[0].refused[0].why


def test_rows_below_words_that_stand_over_columns_of_figures_are_refused():
    sheet = Sheet()
    end = table(sheet, (HEADINGS, *ROWS))
    sheet.text(54, end + 11, "Funding of these services in the year before, net of grants")
    table(sheet, (("Precept", "", "388", ""), ("Grants", "", "241", "")), top=end + 16)
    found = read(sheet)
    assert figures_of(*ROWS) <= figures(found)
    assert {"388", "241"} <= refused(found)
    assert not {"388", "241"} & figures(found)


def test_a_word_at_the_left_above_wider_words_is_not_taken_for_the_heading_of_one_column():
    sheet = Sheet()
    table(sheet, (("Service", "Spending so far", "Planned", "Difference"), *ROWS), top=110)
    sheet.text(265, 111, "Year")
    assert not figures(read(sheet)) & figures_of(*ROWS)


@pytest.mark.parametrize("ruled", [True, False])
def test_a_table_without_headings_after_a_total_on_the_page_before_is_not_joined(ruled):
    first, second = Sheet(), Sheet()
    table(first, (HEADINGS, *ROWS, TOTAL), top=700, ruled=ruled)
    table(second, (("Posts filled", "12", "14", "2"), ("Posts vacant", "88", "86", "3")), top=60, ruled=ruled)
    found = read(first, second)
    assert figures_of(*ROWS, TOTAL) <= figures(found)
    assert not {"12", "14", "88", "86"} & figures(found)
    assert {"12", "14", "88", "86"} <= refused(found)


def test_a_table_without_headings_on_the_next_page_goes_on_where_no_total_came_before():
    first, second = Sheet(), Sheet()
    table(first, (HEADINGS, *ROWS[:2]), top=730, ruled=True)
    table(second, (ROWS[2], TOTAL), top=60, ruled=True)
    found = read(first, second)
    assert figures(found) == figures_of(*ROWS, TOTAL)


def test_a_difference_is_refused_where_the_heading_of_another_column_cannot_be_read():
    sheet = Sheet()
    table(sheet, (HEADINGS, *ROWS), ruled=True)
    sheet.text(284, 100 + 0.5, "2018/19")
    found = read(sheet)
    assert figures(found) & figures_of(*ROWS) == {row[2] for row in ROWS}
    assert {row[3] for row in ROWS} <= refused(found)


@pytest.mark.parametrize("apart", [0.3, 0.5])
def test_a_row_printed_twice_a_little_apart_is_read_once(apart):
    sheet = Sheet()
    table(sheet, (HEADINGS, *ROWS, TOTAL), ruled=True)
    for right, text in zip(XS[2:], TOTAL[1:], strict=True):
        sheet.text(right - 4 + apart, 100 + 4 * 16 + 11, text, right=True)
    assert figures(read(sheet)) == figures_of(*ROWS, TOTAL)


def test_text_outside_the_visible_part_of_the_page_is_not_read():
    sheet = Sheet()
    end = table(sheet, (HEADINGS, *ROWS), ruled=True)
    table(sheet, (("Hidden", "111", "222", "333"),), top=end + 200)
    content = pdf(sheet).replace(b"/Rotate 0", b"/CropBox [0 500 595 842] /Rotate 0")
    assert figures(read_pdf(content, "paper.pdf")) == figures_of(*ROWS)
