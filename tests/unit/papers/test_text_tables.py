"""Texts that fell out of a PDF or a web page become tables, or are refused; nothing moves into another cell."""

from __future__ import annotations

from decimal import Decimal

from looked_at import some
from trustbook.papers.model import Reading
from trustbook.papers.text_file import read
from trustbook.papers.text_headings import divide, words_of
from trustbook.papers.text_lines import Line

PIPES = """Summary
|
2024/25 |
Forecast |
Forecast |
|
|
Budget |
Outturn |
Variance |
Variance |
Service |
£'000 |
£'000 |
£'000 |
% |
Fostering |
1,200 |
1,260 |
60 |
5.0% |
Residential care |
4,000 |
3,900 |
(100) |
-2.5% |
Early help |
800 |
808 |
8 |
1.0% |
Total |
6,000 |
5,968 |
(32) |
-0.5% |
"""

ROWS = """FORECAST as at end of May
  LAST YEAR 2003/4   CURRENT YEAR 2004/5
SERVICE ANNUAL ACTUAL TO % ANNUAL ACTUAL TO AMOUNT FORECAST FORECAST
  BUDGET MONTH 2 SPENT AT BUDGET MONTH 2 REMAINING OUTTURN OUTTURN VARIANCE
  £000 £000 MONTH 2   £000 £000 £000 £000 £000 COMMENTS
1. Strategy 200 50 25 240 60 180 230 10
2. Care Services
Under 65 with Needs 1,000 300 30 1,200 240 960 1,260 (60) [one placement]
Other Care 400 100 25 800 200 600 780 20
  1,400 400 29 2,000 440 1,560 2,040 (40)
"""

TABS = """Position by heading

Heading\tContract\tChanges\tRevised budget\tOutturn\tVariance\tMovement\tNotes
\t£'000\t£'000\t£'000\t£'000\t£'000\t£'000\t
Staffing\t100\t10\t110\t130\t20\t5\tAgency
Placements\t500\t0\t500\t560\t60\t-4\tDemand
Homes\t300\t0\t300\t320\t20\tMore staff are needed to keep to the ratios in two homes\t
Legal\t80\t5\t85\t80\t-5\t0\tFees
"""


def cells(reading: Reading) -> dict[tuple[str, str], Decimal | str | None]:
    """Return the numbers of a reading by label and column."""
    return {
        (row.label, cell.column): cell.value
        for table in reading.tables
        for row in table.rows
        for cell in row.cells
        if cell.unit != "text"
    }


def read_text(text: str) -> Reading:
    """Read a text."""
    return read(text.encode(), "paper.txt")


def test_one_cell_a_line_becomes_rows() -> None:
    found = cells(read_text(PIPES))
    assert found["Residential care", "Forecast Variance"] == -100
    assert found["Residential care", "Variance %"] == Decimal("-2.5")
    assert found["Total", "2024/25 Budget"] == 6_000
    assert len(found) == 16


def test_the_label_may_stand_behind_the_first_figure() -> None:
    rows = [line[:-2].strip() for line in PIPES.splitlines()[1:]]
    turned = [rows[at + place] for at in range(0, len(rows), 5) for place in (1, 0, 2, 3, 4)]
    assert cells(read_text("Summary\n" + "\n".join(f"{cell} |" for cell in turned))) == cells(read_text(PIPES))


def test_blank_lines_between_cells_make_the_same_table() -> None:
    text = "\n\n".join(line[:-2].strip() or "\u00a0" for line in PIPES.splitlines()[1:])
    assert cells(read_text(text)) == cells(read_text(PIPES))


def test_a_lost_cell_never_moves_the_others() -> None:
    whole = cells(read_text(PIPES))
    lines = PIPES.splitlines()
    for lost in some(range(1, len(lines))):
        found = cells(read_text("\n".join(lines[:lost] + lines[lost + 1 :])))
        assert all(whole.get(place) == value for place, value in found.items()), lines[lost]


def test_scattered_headings_are_divided_by_words_and_arithmetic() -> None:
    found = cells(read_text(ROWS))
    assert found["Under 65 with Needs", "LAST YEAR ACTUAL TO MONTH 2"] == 300
    assert found["Under 65 with Needs", "CURRENT YEAR AMOUNT REMAINING"] == 960
    assert found["Under 65 with Needs", "CURRENT YEAR FORECAST OUTTURN VARIANCE"] == 60
    assert found["", "CURRENT YEAR FORECAST OUTTURN VARIANCE"] == 40
    assert len(found) == 4 * 8


def test_a_row_of_fewer_figures_is_refused() -> None:
    reading = read_text(ROWS.replace("Other Care 400 100 25", "Other Care 400 100"))
    assert not any(label == "Other Care" for label, _ in cells(reading))
    doubted = {refusal.printed for refusal in reading.refused if "nothing says which columns are blank" in refusal.why}
    assert {"400", "100", "800"} <= doubted


def test_headings_that_divide_in_two_ways_give_no_table() -> None:
    lines = [words_of("Service Net Gross Net"), words_of("Budget Budget Budget Spend")]
    assert divide(lines, 0, 3, [None] * 3) is None


def test_a_remark_in_the_place_of_a_figure_is_refused_and_the_row_kept() -> None:
    reading = read_text(TABS)
    found = cells(reading)
    assert found["Homes", "Variance"] == 20
    assert ("Homes", "Movement") not in found
    assert any("words stand where the figure should be" in refusal.why for refusal in reading.refused)


def test_a_lost_heading_between_tabs_refuses_the_table() -> None:
    assert not cells(read_text(TABS.replace("Contract\tChanges\t", "Contract\t").replace("\tNotes", "")))


def test_a_lost_cell_between_tabs_refuses_the_row() -> None:
    found = cells(read_text(TABS.replace("Placements\t500\t0\t", "Placements\t500\t").replace("\tDemand", "")))
    assert not any(label == "Placements" for label, _ in found)
    assert found["Legal", "Variance"] == -5


def test_columns_held_apart_by_spaces_are_read_by_their_places() -> None:
    text = "\n".join(
        (
            "Service            Budget   Outturn   Variance",
            "                    £'000     £'000      £'000",
            "Fostering           1,200     1,260         60",
            "Residential         4,000     3,900      (100)",
            "Reserve                          25",
            "Early help            800       808          8",
        )
    )
    found = cells(read_text(text))
    assert found["Residential", "Variance"] == -100
    assert found["Reserve", "Outturn"] == 25
    assert len(found) == 10


def test_rows_that_run_on_are_read_where_their_blocks_add_up() -> None:
    blocks = [(100, -40, 60), (300, -90, 210), (50, -20, 30)]
    names = ("Expenditure", "Income", "Net Expenditure")
    rows = " ".join(
        f"{name} {value:,} {value + 10:,} 10"
        if name == "Expenditure"
        else f"{name} ({-value}) ({-value}) 0"
        if value < 0
        else f"{name} {value:,} {value + 10:,} 10"
        for block in blocks
        for name, value in zip(names, block, strict=True)
    )
    head = "APPENDIX Original Budget Latest Budget Movement £'000 £'000 £'000"
    reading = read_text(f"{head} {rows} SCHOOLS ADULTS PLACE [cut off]")
    assert cells(reading)["Net Expenditure", "Latest Budget"] == 40
    broken = read_text(f"{head} {rows.replace('Income (90)', 'Income (95)')} SCHOOLS ADULTS PLACE [cut off]")
    assert any("do not add up" in refusal.why for refusal in broken.refused)


def test_lost_digits_refuse_the_line() -> None:
    text = (
        "Budget Outturn % 53 Adult Care 79,891 79, % 12 Older People 76,714 76, % "
        "8 Learning 19,447 19, % 0 Total 9,1 5, %"
    )
    reading = read_text(text)
    assert not cells(reading)
    assert any(refusal.printed == "79," for refusal in reading.refused)


def test_credit_marks_belong_to_their_figure() -> None:
    (run,) = Line(1, "Grants Cr 863 cr £3.8m").runs
    assert run.figures == ("Cr 863", "cr £3.8m")
