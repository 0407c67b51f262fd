"""Tables of a PDF become grids: ruled or not, over one page or several, upright or turned."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest

from trustbook.papers.pdf_file import read_pdf
from unit.papers.pdf_maker import Sheet, pdf

HEADINGS = ("Service", "Budget", "Outturn", "Variance")
ROWS = (
    ("Health, SEN & Disability Services", "39,971", "40,883", "912"),
    ("Education & Skills", "7,385", "7,820", "435"),
    ("Children's Safeguarding & Care", "40,470", "38,829", "(1,641)"),
    ("Quality Assurance & Performance", "1,442", "1,443", "1"),
    ("Total", "89,268", "88,975", "(293)"),
)
XS = [50, 250, 330, 410, 490]


def table(sheet: Sheet, rows=(HEADINGS, *ROWS), top=100.0, ruled="all", x=0.0, pitch=16.0) -> float:
    """Draw a table and return where it ends."""
    for i, row in enumerate(rows):
        y = top + i * pitch + 11
        sheet.text(x + XS[0] + 4, y, row[0])
        for right, text in zip(XS[2:], row[1:], strict=True):
            sheet.text(x + right - 4, y, text, right=True)
    ys = [top + i * pitch for i in range(len(rows) + 1)]
    if ruled == "all":
        sheet.grid([x + each for each in XS], ys)
    elif ruled == "rows":
        for each in ys:
            sheet.line(x + XS[0], each, x + XS[-1], each)
    return ys[-1]


def texts(grid) -> list[tuple[str, ...]]:
    return [tuple(cell.text for cell in row) for row in grid.rows]


def only_grid(*sheets: Sheet):
    found = read_pdf(pdf(*sheets), "paper.pdf")
    assert len(found.grids) == 1
    return found.grids[0]


@pytest.mark.parametrize("ruled", ["all", "rows", "none"])
def test_a_table_is_read_whatever_its_ruled_lines(ruled):
    sheet = Sheet()
    table(sheet, ruled=ruled)
    grid = only_grid(sheet)
    assert texts(grid) == [HEADINGS, *ROWS]
    assert grid.rows[1][1].place == "page 1, table 1, row 2, column 2"
    assert not grid.refused


def test_the_line_above_is_the_title_and_unit_and_notes_are_lines_around():
    sheet = Sheet()
    sheet.text(50, 70, "Table 4: Revenue summary", bold=True)
    sheet.text(50, 86, "All figures £000")
    end = table(sheet)
    sheet.text(50, end + 14, "Figures may not sum because of rounding.")
    grid = only_grid(sheet)
    assert grid.title == "Table 4: Revenue summary"
    assert grid.around == ("All figures £000", "Figures may not sum because of rounding.")


def test_a_raised_small_digit_is_no_part_of_the_figure_or_of_the_label():
    sheet = Sheet()
    table(sheet)
    sheet.text(327, 116 + 11 - 3.5, "1", size=5)
    sheet.text(54 + 170, 116 + 11 - 3.5, "2", size=5)
    grid = only_grid(sheet)
    assert texts(grid)[1][1] == "39,971"


def test_merged_headings_keep_their_span():
    sheet = Sheet()
    table(sheet, top=116, ruled="none")
    ys = [116 + 16 * i for i in range(7)]
    sheet.grid([50, 250, 330, 410, 490], ys)
    for x in (50, 250, 490):
        sheet.line(x, 100, x, 116)
    sheet.line(50, 100, 490, 100)
    sheet.text(330, 111, "2018/19")
    grid = only_grid(sheet)
    assert (grid.rows[0][1].text, grid.rows[0][1].spans_columns) == ("2018/19", 3)
    assert texts(grid)[1] == HEADINGS


def test_a_label_over_two_lines_belongs_to_the_row_that_its_ruled_lines_bound():
    sheet = Sheet()
    rows = [("Older People & Mental", "9,577"), ("Health", ""), ("Asylum Seekers", "10")]
    for y, (label, figure) in zip((111, 120, 136), rows, strict=True):
        sheet.text(54, y, label)
        sheet.text(326, y, figure, right=True)
    sheet.text(54, 95, "Service")
    sheet.text(326, 95, "Budget", right=True)
    sheet.grid([50, 250, 330], [84, 100, 125, 141])
    assert texts(only_grid(sheet))[1:] == [("Older People & Mental Health", "9,577"), ("Asylum Seekers", "10")]


def test_a_line_that_may_be_a_heading_or_part_of_a_label_is_not_guessed():
    sheet = Sheet()
    lines = [
        ("Supported Employment", "362"),
        ("Adults with Learning Need", "2,633"),
        ("Support", ""),
        ("Asylum Seekers", "10"),
        ("Other Adult Services", "108"),
    ]
    sheet.text(54, 100, "Service")
    sheet.text(200, 100, "Budget", right=True)
    sheet.text(260, 100, "Outturn", right=True)
    for i, (label, figure) in enumerate(lines):
        sheet.text(54, 114 + 11 * i, label)
        sheet.text(200, 114 + 11 * i, figure, right=True)
        sheet.text(260, 114 + 11 * i, figure, right=True)
    found = read_pdf(pdf(sheet), "paper.pdf")
    rows = [row for grid in found.grids for row in texts(grid)]
    refused = {each.printed for grid in found.grids for each in grid.refused}
    assert ("Adults with Learning Need", "2,633", "2,633") not in rows
    assert "2,633" in refused
    assert ("Other Adult Services", "108", "108") in rows


def test_a_table_that_goes_on_over_three_pages_is_one_with_its_heading_once():
    sheets = []
    for number, rows in enumerate((ROWS[:2], ROWS[2:3], ROWS[3:]), start=1):
        sheet = Sheet()
        sheet.text(50, 40, "Council: revenue monitoring")
        table(sheet, rows=(HEADINGS, *rows), top=80)
        sheet.text(290, 820, f"Page {number} of 3")
        sheets.append(sheet)
    sheets[0].text(50, 70, "Table 1")
    grid = only_grid(*sheets)
    assert texts(grid) == [HEADINGS, *ROWS]
    assert grid.place == "pages 1 to 3, table 1"
    assert grid.rows[3][0].place == "page 2, table 1, row 2, column 1"


def test_running_heads_and_page_numbers_are_not_among_the_lines_of_text():
    sheets = [Sheet(), Sheet(), Sheet()]
    for number, sheet in enumerate(sheets, start=1):
        sheet.text(50, 40, "Council: revenue monitoring")
        sheet.text(50, 200 + 30 * number, f"The forecast is an overspend in month {number}.")
        sheet.text(290, 820, f"Page {number} of 3")
    found = read_pdf(pdf(*sheets), "paper.pdf")
    assert [line.text for line in found.lines] == [f"The forecast is an overspend in month {n}." for n in (1, 2, 3)]
    assert found.lines[2].place == "page 3, line 1"


def test_two_tables_side_by_side_are_two():
    sheet = Sheet(width=1100)
    table(sheet)
    table(sheet, rows=(HEADINGS, *ROWS[::-1]), x=500)
    found = read_pdf(pdf(sheet), "paper.pdf")
    assert [texts(grid)[1] for grid in found.grids] == [ROWS[0], ROWS[-1]]


@pytest.mark.parametrize("ruled", ["all", "none"])
@pytest.mark.parametrize("turned", [90, 180, 270])
def test_a_turned_page_is_read_as_it_is_seen(ruled, turned):
    """The text is written along the side of the paper, and the page is turned when it is shown."""
    inner = Sheet(width=595, height=842)
    table(inner, ruled=ruled)
    sheet = Sheet(width=595, height=842, turned=turned)
    matrix = {90: "0 1 -1 0 595 0", 270: "0 -1 1 0 0 842", 180: "-1 0 0 -1 595 842"}[turned]
    if turned != 180:
        sheet.width, sheet.height = 842, 595
        matrix = {90: "0 1 -1 0 842 0", 270: "0 -1 1 0 0 595"}[turned]
    sheet.marks = [f"{matrix} cm", *inner.marks]
    assert texts(only_grid(sheet)) == [HEADINGS, *ROWS]


def test_a_table_set_along_the_side_of_an_upright_page_is_read():
    inner = Sheet(width=842, height=595)
    table(inner)
    sheet = Sheet(width=595, height=842)
    sheet.marks = ["0 1 -1 0 595 0 cm", *inner.marks]
    assert texts(only_grid(sheet)) == [HEADINGS, *ROWS]


def test_white_text_on_white_paper_is_not_read_and_white_text_on_a_dark_area_is():
    sheet = Sheet()
    table(sheet)
    sheet.marks.append("1 g")
    sheet.text(260, 116 + 11, "7")
    sheet.marks.append("0 g")
    sheet.area(250, 100, 330, 116, grey=0.1)
    sheet.marks.append("1 g")
    sheet.text(281, 111, "Net")
    grid = only_grid(sheet)
    assert grid.rows[1][1].text == "39,971"
    assert "Net" in grid.rows[0][1].text


def test_text_drawn_twice_to_look_bold_is_read_once():
    sheet = Sheet()
    table(sheet)
    twice = [mark for mark in sheet.marks if mark.startswith("BT")]
    sheet.marks += [re.sub(r"Tf (\S+)", lambda m: f"Tf {float(m[1]) + 0.2:.2f}", mark) for mark in twice]
    assert texts(only_grid(sheet)) == [HEADINGS, *ROWS]


def test_labels_set_in_and_bold_totals_are_known():
    sheet = Sheet()
    for i, (label, figure) in enumerate((("Adults", ""), ("Older People", "12"), ("Asylum", "3"), ("Total", "15"))):
        inset = 10 if figure and label != "Total" else 0
        sheet.text(54 + inset, 111 + 16 * i, label, bold=label == "Total")
        sheet.text(326, 111 + 16 * i, figure, right=True, bold=label == "Total")
    sheet.grid([50, 250, 330], [100 + 16 * i for i in range(5)])
    grid = only_grid(sheet)
    assert [row[0].indent for row in grid.rows] == [0, 1, 1, 0]
    assert [row[0].bold for row in grid.rows] == [False, False, False, True]


def test_figures_of_rows_without_ruled_lines_in_a_ruled_column_are_parted_into_rows():
    sheet = Sheet()
    table(sheet, ruled="none")
    sheet.grid([float(x) for x in XS], [100, 116, 196])
    assert texts(only_grid(sheet)) == [HEADINGS, *ROWS]


def test_two_figures_in_one_ruled_cell_are_refused_where_its_row_has_one_of_each_other():
    sheet = Sheet()
    rows = (HEADINGS, *ROWS[:1], ("Education & Skills", "7,385", "", "435"))
    table(sheet, rows=rows, pitch=26)
    sheet.text(406, 152 + 9, "7,820", right=True)
    sheet.text(406, 152 + 20, "7,280", right=True)
    grid = only_grid(sheet)
    assert [each.printed for each in grid.refused] == ["7,820 7,280"]
    assert texts(grid)[2] == ("Education & Skills", "7,385", "", "435")


def test_prose_with_figures_is_no_table():
    sheet = Sheet()
    for i in range(6):
        sheet.text(50, 100 + 13 * i, f"The position at month {i} is a forecast of 1,23{i} against a budget of 1,20{i}.")
    found = read_pdf(pdf(sheet), "paper.pdf")
    assert not found.grids
    assert len(found.lines) == 6


def test_the_rows_of_all_cells_are_of_one_length():
    sheet = Sheet()
    end = table(sheet, ruled="none")
    sheet.text(54, end + 60, "Reserve")
    sheet.text(326, end + 60, "1,250", right=True)
    found = read_pdf(pdf(sheet), "paper.pdf")
    assert all(len(a) == len(b) for grid in found.grids for a, b in pairwise(grid.rows))


def test_a_red_figure_without_a_sign_is_refused_with_both_readings_and_one_with_a_sign_is_read():
    sheet = Sheet()
    table(sheet, rows=(HEADINGS, *ROWS[:2]))
    sheet.marks.append("1 0 0 rg")
    table(sheet, rows=(("Reserves", "955", "(12)", "3"),), top=148)
    sheet.marks.append("0 g")
    grid = only_grid(sheet)
    assert texts(grid)[3] == ("Reserves", "", "(12)", "")
    assert [each.printed for each in grid.refused] == ["955", "3"]
    assert "955, or 955 below nil" in grid.refused[0].why


def test_figures_under_a_heading_that_runs_over_its_border_are_refused():
    sheet = Sheet()
    table(sheet)
    sheet.text(284, 100 + 0.5, "2018/19")
    grid = only_grid(sheet)
    assert {row[1].text for row in grid.rows[1:]} == {""}
    assert {row[2].text for row in grid.rows[1:]} == {row[2] for row in ROWS}
    assert {each.printed for each in grid.refused} >= {row[1] for row in ROWS}


def test_a_row_broken_over_two_pages_is_put_together_where_the_table_has_a_line_below_its_last_row():
    first, second = Sheet(), Sheet()
    table(first, rows=(HEADINGS, ROWS[1]), top=700)
    first.text(54, 743, "Older People & Mental")
    first.text(326, 743, "9,577", right=True)
    for x in XS:
        first.line(x, 732, x, 760)
    table(second, rows=(HEADINGS,), top=60)
    second.text(54, 87, "Health")
    second.text(406, 87, "9,660", right=True)
    second.grid([float(x) for x in XS], [60, 76, 92])
    table(second, rows=(ROWS[4],), top=92)
    grid = only_grid(first, second)
    assert texts(grid) == [HEADINGS, ROWS[1], ("Older People & Mental Health", "9,577", "9,660", ""), ROWS[4]]


def test_a_heading_over_some_columns_that_nothing_parts_is_not_guessed():
    sheet = Sheet()
    table(sheet, ruled="none", top=116)
    sheet.text(300, 111, "2018/19")
    found = read_pdf(pdf(sheet), "paper.pdf")
    rows = [row for grid in found.grids for row in texts(grid)]
    assert ROWS[0] not in rows
    assert "39,971" in {each.printed for grid in found.grids for each in grid.refused}
