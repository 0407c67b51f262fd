"""What a grid says: headings, labels, units, signs, totals; and what is refused."""

from __future__ import annotations

from decimal import Decimal

import pytest

from trustbook.papers.interpret import tables_of_all
from trustbook.papers.words import own_words
from unit.papers.grids import grid, read, values


def test_headings_are_joined_from_the_top_without_their_unit() -> None:
    tables, refused = read("""
        | Forecast | Forecast
        | Outturn | Variance
        | Month 5 | Month 5
        Service | £'000 | £'000
        Education & Skills | 7,820 | 435
        Quality | 1,443 | (1)
    """)
    assert values(tables)["Education & Skills", "Forecast Outturn Month 5"] == 7820
    assert values(tables)["Quality", "Forecast Variance Month 5"] == -1
    assert refused == []


def test_a_heading_that_spans_columns_stands_in_front_of_theirs() -> None:
    tables, _ = read("""
        | LAST YEAR >2 | | CURRENT YEAR >2 |
        £000 | Budget | Actual | Budget | Actual
        Youth Justice | 198 | 148 | 221 | 135
    """)
    assert list(values(tables).values()) == [198, 148, 221, 135]
    assert ("Youth Justice", "CURRENT YEAR Budget") in values(tables)


def test_a_group_without_spans_is_laid_over_columns_that_would_have_one_name() -> None:
    tables, _ = read("""
        2011-12 | | | | 2012-13 | |
        Expenditure | Income | Net | Department | Expenditure | Income | Net
        £'000 | £'000 | £'000 | | £'000 | £'000 | £'000
        24,333 | -16,271 | 8,062 | Chief Executive's | 24,085 | -15,613 | 8,472
        199,774 | -40,993 | 158,781 | Education | 201,696 | -40,324 | 161,372
    """)
    found = values(tables)
    assert found["Chief Executive's", "2011-12 Income"] == -16271
    assert found["Education", "2012-13 Net"] == 161372


def test_columns_of_one_name_are_refused() -> None:
    tables, refused = read("""
        Service | Budget £000 | Budget £000 | Forecast £000
        A | 10 | 20 | 30
        B | 11 | 21 | 31
    """)
    assert set(values(tables)) == {("A", "Forecast"), ("B", "Forecast")}
    assert {each.printed for each in refused} == {"10", "20", "11", "21"}


@pytest.mark.parametrize(
    ("heading", "scale"), [("£m", 1000), ("£ million", 1000), ("£'000", 1), ("£000s", 1), ("£k", 1), ("(£m)", 1000)]
)
def test_money_is_given_in_thousands_whatever_the_scale(heading: str, scale: int) -> None:
    tables, _ = read(f"Service | Budget {heading}\nA | 12.5\nB | 7.5")
    assert values(tables)["A", "Budget"] == Decimal("12.5") * scale


def test_a_table_without_a_unit_is_refused() -> None:
    tables, refused = read("Service | Budget | Forecast\nA | 12 | 13\nB | 7 | 8")
    assert tables == []
    assert len(refused) == 4
    assert all("pounds" in each.why for each in refused)


def test_a_unit_in_the_title_is_that_of_the_columns_but_not_of_a_count() -> None:
    tables, _ = read("Team | Cost | Headcount\nA | 12 | 3\nB | 7 | 2", title="Agency staff (£000)")
    units = {(cell.column, cell.unit) for table in tables for row in table.rows for cell in row.cells}
    assert units == {("Cost", "GBP_k"), ("Headcount", "count")}


def test_brackets_are_overspends_where_the_rows_prove_it_and_negatives_elsewhere() -> None:
    tables, _ = read("""
        Service | Budget £000 | Forecast Outturn £000 | Variance £000 | %
        Strategy | 215 | 226 | (11) | (5.1%)
        Looked After | 3,445 | 3,369 | 76 | 2.2%
        Other | (3,768) | (3,632) | (136) | 3.6%
    """)
    found = values(tables)
    assert found["Strategy", "Variance"] == 11
    assert found["Looked After", "Variance"] == -76
    assert found["Other", "Budget"] == -3768
    assert found["Other", "Variance"] == 136
    assert found["Strategy", "%"] == Decimal("5.1")
    assert found["Other", "%"] == Decimal("3.6")


@pytest.mark.parametrize(
    ("heading", "around", "value"),
    [
        ("Variance (favourable) / adverse", "", -10),
        ("Variance favourable / (adverse)", "", 10),
        ("Over / (Under) spend", "", -10),
        ("Variance", "Favourable (+) Adverse (-)", 10),
        ("Variance", "Figures in brackets denote an overspend.", 10),
        ("Variance", "Brackets are underspends", -10),
        ("Variance", "", -10),
    ],
)
def test_words_say_what_a_bracket_means(heading: str, around: str, value: int) -> None:
    tables, _ = read(f"Service | {heading} £000\nA | (10)\nB | 20", around=(around,))
    assert next(iter(values(tables).values())) == value


def test_words_and_rows_that_disagree_are_refused_with_both_readings() -> None:
    tables, refused = read("""
        Income | Budget £000 | Forecast £000 | Over / (under) £000
        Parking | 500 | 450 | 50
        Fees | 300 | 360 | (60)
    """)
    assert {column for _, column in values(tables)} == {"Budget", "Forecast"}
    assert [each.why[:9] for each in refused] == ["50 or -50", "-60 or 60"]


def test_variances_without_any_sign_are_refused() -> None:
    tables, refused = read("Service | Variance £000\nA | 10\nB | 20")
    assert tables == []
    assert len(refused) == 2


def test_a_table_that_says_nothing_of_signs_has_those_that_another_table_proves() -> None:
    proving = grid("Service | Budget £000 | Outturn £000 | Variance £000\nA | 100 | 110 | (10)\nB | 200 | 180 | 20")
    silent = grid("Team | Variance £000\nC | (5)\nD | 7", title="By team")
    tables, _ = tables_of_all([proving, silent], own_words())
    assert values(tables[1:]) == {("C", "Variance"): 5, ("D", "Variance"): -7}


def test_a_dash_is_nil_for_money_and_no_figure_for_a_per_cent() -> None:
    tables, _ = read("Service | Budget £000 | Actual £000 | % spent\nA | 10 | 5 | 50\nB | 0 | 6 | -\nC | 8 | - | 0%")
    assert values(tables)["C", "Actual"] == 0
    assert values(tables)["B", "% spent"] is None


def test_a_dash_for_a_per_cent_in_a_table_that_prints_nil_as_a_dash_is_refused() -> None:
    _, refused = read("Service | Budget £000 | Actual £000 | % spent\nA | 10 | 5 | 50\nB | - | 6 | -")
    assert [each.printed for each in refused] == ["-"]


def test_a_subtotal_without_a_label_is_a_total_of_its_section() -> None:
    tables, refused = read("""
        Service | Budget £000 | Forecast £000
        2. Childrens Services | |
        Commissioning | 1,513 | 1,512
        Youth Justice | 221 | 209
        | 1,734 | 1,721
        3. Adult Services | |
        Older People | 12,898 | 12,768
    """)
    rows = [(row.label, row.level, row.total) for row in tables[0].rows]
    assert rows == [
        ("2. Childrens Services", 0, False),
        ("Commissioning", 1, False),
        ("Youth Justice", 1, False),
        ("", 1, True),
        ("3. Adult Services", 0, False),
        ("Older People", 1, False),
    ]
    assert refused == []


def test_a_line_without_a_label_that_is_no_total_is_refused() -> None:
    tables, refused = read("Service | Budget £000 | Forecast £000\nA | 10 | 20\nB | 5 | 6\n | 99 | 98")
    assert [row.label for row in tables[0].rows] == ["A", "B"]
    assert [each.printed for each in refused] == ["99", "98"]


def test_a_total_that_does_not_add_up_stays_as_printed() -> None:
    tables, _ = read("Service | Budget £000 | Forecast £000\nA | 10 | 20\nB | 5 | 6\nTotal | 16 | 26")
    assert values(tables)["Total", "Budget"] == 16


@pytest.mark.parametrize(
    ("cell", "why"),
    [("£86,748m", "86.748"), ("2.094", "millions"), ("12.3.4", "point"), ("£94,000", "pound sign"), ("4.5%", "pct")],
)
def test_a_figure_that_its_column_cannot_have_is_refused(cell: str, why: str) -> None:
    tables, refused = read(f"Service | Budget £000\nA | 1,000\nB | 2,500\nC | {cell}\nD | 700\nE | 900\nF | 1,200")
    assert ("C", "Budget") not in values(tables)
    assert len(refused) == 1
    assert why in refused[0].why


def test_a_figure_in_millions_that_says_so_is_read_in_a_column_of_thousands() -> None:
    tables, _ = read("Service | Budget £000\nA | 1,000\nB | £2.094m\nC | 500")
    assert values(tables)["B", "Budget"] == 2094


def test_a_second_heading_below_figures_begins_a_further_table() -> None:
    tables, _ = read("""
        Directorate | Approved £000 | At Risk £000
        Families | 2,674 | 1,818
        Corporate | 325 | 0
        | |
        Housing Revenue Account | |
        Directorate | Proposed £000 | Unachieved £000
        Housing | 10 | 0
    """)
    assert [table.title for table in tables] == [None, "Housing Revenue Account"]
    assert values(tables)["Housing", "Unachieved"] == 0


def test_a_table_over_two_pages_is_one_table() -> None:
    first = grid("Service | Budget £000\nA | 10\nB | 20")
    again = grid("Service | Budget £000\nC | 30\nTotal | 60")
    tables, _ = tables_of_all([first, again], own_words())
    assert [row.label for row in tables[0].rows] == ["A", "B", "C", "Total"]
    assert tables[0].rows[-1].total


def test_a_column_of_sections_names_the_sections_and_no_lines() -> None:
    tables, _ = read("""
        Directorate | Service | Budget £000
        Children v2 | Fostering | 1,200
        | Residential | 4,000
        Total | | 5,200
    """)
    rows = [(row.label, row.level) for row in tables[0].rows]
    assert rows[:3] == [("Children", 0), ("Fostering", 1), ("Residential", 1)]
    assert rows[3][0] == "Total"


def test_a_table_on_its_side_has_its_signs_by_rows() -> None:
    tables, _ = read("""
        £000 | Fostering | Residential | Legal
        Budget | 1,200 | 4,000 | 800
        Forecast | 1,260 | 4,321 | 700
        Variance under / (over) spend | (60) | (321) | 100
    """)
    assert values(tables)["Variance under / (over) spend", "Fostering"] == 60
    assert values(tables)["Variance under / (over) spend", "Legal"] == -100


def test_a_status_is_text_and_comments_are_left_out() -> None:
    tables, refused = read("""
        Saving | Target £000 | RAG | Comments
        A | 150 | Green | on course, 3 posts deleted
        B | 34 | Red | late
    """)
    found = values(tables)
    assert found["A", "RAG"] == "Green"
    assert not any(column == "Comments" for _, column in found)
    assert refused == []


def test_a_figure_merged_over_two_rows_is_refused() -> None:
    _, refused = read("Service | Budget £000 | Forecast £000\nA | 5,200 v2 | 1,260\nB | | 4,321\nC | 100 | 120")
    assert [each.printed for each in refused] == ["5,200"]


def test_notes_below_the_table_are_no_rows() -> None:
    tables, _ = read("Service | Budget £000\nA * | 10\nB | 20\n* 2 posts were vacant at 30 September 2019. |")
    assert [row.label for row in tables[0].rows] == ["A *", "B"]


def test_a_per_cent_that_stands_before_its_variance_is_turned_with_it() -> None:
    tables, _ = read("""
        Service | Budget £000 | Outturn £000 | Variance % | Variance £000
        A | 100 | 110 | (10.0%) | (10)
        B | 200 | 180 | 10.0% | 20
    """)
    assert values(tables)["A", "Variance %"] == 10
    assert values(tables)["B", "Variance %"] == -10


def test_a_per_cent_of_a_variance_that_is_not_printed_follows_the_words() -> None:
    tables, _ = read("Service | Budget £000 | Variance %\nA | 100 | -10%\nB | 50 | 4%", around=("Adverse (-)",))
    assert values(tables)["A", "Variance %"] == 10


def test_labels_that_come_again_in_each_section_are_labels_next_to_a_column_of_sections() -> None:
    tables, _ = read("""
        Division | | Budget £000 | Forecast £000
        One | Expenditure | 155 | 160
        | Income | (64) | (63)
        Two | Expenditure | 21 | 22
        | Income | (8) | (9)
    """)
    assert [row.label for row in tables[0].rows] == ["One", "Expenditure", "Income", "Two", "Expenditure", "Income"]


def test_a_cost_of_people_is_no_count() -> None:
    tables, refused = read("""
        Year | Agency workers employed | Cost of permanent workers
        2017/18 | 42 | 10,892,647.82
        2018/19 | 45 | 11,421,999.46
    """)
    assert tables == []
    assert len(refused) == 4


def test_columns_named_by_services_are_no_counts() -> None:
    tables, refused = read("Year | Staff | Placements | Total\n2022/23 | 120 | 400 | 520\n2023/24 | 130 | 410 | 540")
    assert tables == []
    assert len(refused) == 6


def test_a_column_that_says_over_or_under_holds_no_labels() -> None:
    tables, _ = read("Service | Budget £000 | Variance £000 |\nIT | 100 | 10 | Over\nHR | 200 | 30 | Under")
    assert [row.label for row in tables[0].rows] == ["IT", "HR"]


def test_a_section_just_below_the_headings_is_no_heading_of_columns() -> None:
    tables, _ = read("""
        Item | 2022/23 | 2023/24
        Finance (£000) | |
        Staffing | 4,000 | 4,100
        Activity (number) | |
        Children | 120 | 130
    """)
    units = {(row.label, cell.unit) for row in tables[0].rows for cell in row.cells}
    assert units == {("Staffing", "GBP_k"), ("Children", "count")}


def test_rows_without_headings_go_on_with_a_table_that_has_no_total_yet() -> None:
    first = grid("Service | Budget £000\nA | 10\nB | 20")
    tables, _ = tables_of_all([first, grid("C | 30\nTotal | 60")], own_words())
    assert [row.label for row in tables[0].rows] == ["A", "B", "C", "Total"]


def test_rows_without_headings_after_a_total_are_a_table_of_their_own_and_refused() -> None:
    first = grid("Service | Budget £000\nA | 10\nTotal | 10")
    tables, refused = tables_of_all([first, grid("Posts vacant | 12\nPosts filled | 88")], own_words())
    assert [row.label for row in tables[0].rows] == ["A", "Total"]
    assert [each.printed for each in refused] == ["12", "88"]
