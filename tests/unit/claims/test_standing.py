"""What a comparison of a statement is worth: only what was worked out, or another publisher's figure, is agreement."""

import pytest

from trustbook.claims.quantity import Quantity
from trustbook.claims.standing import Standing, standing_of
from trustbook.claims.traced import Cell, Traced, typed, worked_out

TEN = Quantity.stated(10, "gbp_k", 0)
PUBLISHERS = {
    "pack-a": "Two councils",
    "pack-b": "Two councils",
    "department": "A department",
    "minutes": "Not named in the text",
    "blank": "",
}


def of(source_id, locator, made):
    return standing_of(source_id, locator, made, PUBLISHERS)


@pytest.mark.parametrize(
    ("cell", "statement"),
    [
        ("Table 2", "Table 2"),
        ("Table 2", "Table 2, row Staffing, column Variance"),
        ("Appendix A, table 2 (by heading)", "Appendix A, table 2 (by heading), row Total"),
        ("Appendix A, summary, page 28, row CP1; plan, row Sufficiency", "Appendix A, plan, row Sufficiency"),
        ("Appendix A, summary, page 28, row CP1; plan, row Sufficiency", "Appendix A, summary, row CP1, comment"),
    ],
)
def test_a_figure_typed_from_a_statement_proves_the_typing_only(cell, statement):
    assert of("pack-a", statement, typed(TEN, "pack-a", cell)) is Standing.SAME_PLACE


@pytest.mark.parametrize(
    ("cell", "statement"),
    [
        ("Table 2", "Table 1"),
        ("Table 2", "Table 21, row Staffing"),
        ("Paragraph 2.1", "Paragraph 2.14"),
        ("Paragraph 2", "Paragraph 2.4"),
        ("", ""),
        ("", "Table 2"),
    ],
)
def test_the_same_figure_elsewhere_in_the_same_paper_is_a_repetition(cell, statement):
    assert of("pack-a", statement, typed(TEN, "pack-a", cell)) is Standing.REPEATED


def test_another_paper_of_the_same_publisher_repeats_and_one_of_another_publisher_agrees():
    assert of("pack-a", "Table 2", typed(TEN, "pack-b", "Table 2")) is Standing.REPEATED
    assert of("pack-a", "Table 2", typed(TEN, "department", "Table 2")) is Standing.OTHER_PUBLISHER


@pytest.mark.parametrize("unnamed", ["minutes", "blank", "unregistered"])
def test_a_publisher_that_nobody_names_is_never_known_to_be_another(unnamed):
    assert of("pack-a", "Table 2", typed(TEN, unnamed, "page 1")) is Standing.REPEATED


def test_a_sum_of_several_figures_is_worked_out_even_from_one_table():
    parts = [typed(TEN, "pack-a", "Table 2", f"line {line}") for line in range(3)]
    assert of("pack-a", "Table 2, row Total", worked_out(TEN, parts)) is Standing.RECOMPUTED


def test_a_sum_of_one_figure_is_that_figure_and_was_not_worked_out():
    only = worked_out(TEN, [typed(TEN, "pack-a", "Table 2")])
    assert of("pack-a", "Table 2, row Staffing", only) is Standing.SAME_PLACE


def test_what_is_worked_out_from_another_publishers_figures_is_that_publishers():
    cells = frozenset({Cell("department", "file, 2021"), Cell("department", "file, 2022")})
    assert of("pack-a", "Paragraph 5", Traced(TEN, cells)) is Standing.OTHER_PUBLISHER
    mixed = cells | {Cell("pack-a", "Table 2")}
    assert of("pack-a", "Paragraph 5", Traced(TEN, mixed)) is Standing.RECOMPUTED


def test_only_the_last_two_standings_are_agreement():
    assert [each for each in Standing if each.is_agreement] == [Standing.RECOMPUTED, Standing.OTHER_PUBLISHER]
