"""A figure that sums speak against is left out; those that another sum supports stay."""

from decimal import Decimal

from trustbook.ingest.recognition import own_recognition
from trustbook.ingest.view import Column, view
from trustbook.ingest.witnesses import At, contradicted, footings, other_scale, unsupported
from trustbook.papers.model import Cell, Row, Table

SUMS = own_recognition().kind("forecast_lines").adds_up
NAMES = ("contract_sum_gbp_k", "change_requests_gbp_k", "revised_contract_sum_gbp_k", "projected_outturn_gbp_k",
         "variance_gbp_k")  # fmt: skip
OF = {name: Column(name) for name in NAMES}
RIGHT = (
    ("Staffing", "49,732", "2,094", "51,826", "53,816", "1,990"),
    ("Legal", "4,788", "0", "4,788", "5,298", "510"),
    ("Adoption", "7,776", "0", "7,776", "7,733", "-43"),
    ("Total", "62,296", "2,094", "64,390", "66,847", "2,457"),
)


def made(rows=RIGHT, factor=1):
    return view(Table(None, "table 1", tuple(_row(label, cells, factor) for label, *cells in rows)))


def _row(label, cells, factor):
    printed = [(name, cell) for name, cell in zip(NAMES, cells, strict=True) if cell]
    return Row(label, 0, label == "Total", tuple(_cell(name, cell, factor) for name, cell in printed))


def _cell(name, printed, factor):
    return Cell(name, printed, Decimal(printed.replace(",", "")) * factor, "GBP_k", "table 1")


def against(rows):
    table = made(rows)
    return contradicted(table, OF, SUMS, footings(table, list(OF.values()), [3]))


def changed(row, column, printed):
    rows = [list(each) for each in RIGHT]
    rows[row][column] = printed
    return rows


def test_a_table_that_adds_up_has_nothing_against_it():
    assert against(RIGHT) == {}


def test_a_wrong_figure_is_found_and_the_others_of_its_row_and_column_stay():
    assert set(against(changed(1, 4, "5,398"))) == {At(1, "projected_outturn_gbp_k")}


def test_a_wrong_total_is_found_and_its_lines_stay():
    assert set(against(changed(3, 4, "66,947"))) == {At(3, "projected_outturn_gbp_k")}


def test_a_row_that_slipped_is_doubted_even_where_a_sum_holds_by_chance():
    rows = [list(each) for each in RIGHT]
    rows[1] = ["Legal", "0", "4,788", "4,788", "510", ""]
    table = made(rows)
    totals = footings(table, list(OF.values()), [3])
    found = contradicted(table, OF, SUMS, totals)
    doubted = {*found, *unsupported(table, OF, SUMS, totals, found)}
    assert {each.field for each in doubted if each.row == 1} == {NAMES[0], NAMES[1], NAMES[3]}  # the third is right


def test_a_row_that_lacks_a_figure_keeps_what_its_sums_support():
    rows = changed(1, 5, "")
    table = made(rows)
    totals = footings(table, list(OF.values()), [3])
    found = contradicted(table, OF, SUMS, totals)
    assert unsupported(table, OF, SUMS, totals, found) == set()


def test_a_column_in_another_unit_than_its_heading_says_is_found():
    rows = [(label, *(f"{Decimal(cell.replace(',', '')) / 1000:.3f}" for cell in cells)) for label, *cells in RIGHT]
    odd, why = other_scale(made(rows), Column("variance_gbp_k"))
    assert len(odd) == 4
    assert "three decimals" in why
    odd, why = other_scale(made(RIGHT, factor=1000), Column("contract_sum_gbp_k"))
    assert len(odd) == 4
    assert "millions" in why


def test_one_figure_with_a_point_for_a_comma_is_found():
    odd, why = other_scale(made(changed(1, 1, "4.788")), Column("contract_sum_gbp_k"))
    assert odd == {1}
    assert "point or its comma" in why
