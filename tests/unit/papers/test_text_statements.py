"""What prose states is read where its words say what it is, and refused elsewhere."""

from __future__ import annotations

from decimal import Decimal

import pytest

from trustbook.papers.model import Cell
from trustbook.papers.text_file import read


def statements(text: str) -> dict[str, Cell]:
    """Return the cells that prose gives, by their printed figure."""
    reading = read(text.encode(), "minutes.txt")
    return {cell.printed: cell for table in reading.tables for row in table.rows for cell in row.cells}


def reasons(text: str) -> dict[str, str]:
    """Return why figures of prose were refused."""
    return {refusal.printed: refusal.why for refusal in read(text.encode(), "minutes.txt").refused}


def test_an_underspend_is_below_nil() -> None:
    found = statements("Housing: underspend of £701k against the approved budget of £36.270m.")
    assert (found["£701k"].column, found["£701k"].value) == ("variance", Decimal(-701))
    assert (found["£36.270m"].column, found["£36.270m"].value) == ("approved budget", Decimal(36270))


def test_a_share_behind_an_overspend_is_its_percentage() -> None:
    found = statements("The forecast shows a net overspend of £26.998m (6.7%) at the end of the year.")
    assert found["6.7%"].unit == "pct"
    assert found["6.7%"].column == "overspend %"


def test_parts_of_a_list_are_read_only_if_they_add_up() -> None:
    text = "Asked for £0.400m over two years:\n\n- pay award (250k)\n\n- inflation (£150k)\n"
    assert {cell.value for cell in statements(text).values()} == {Decimal(250), Decimal(150)}
    assert not statements(text.replace("£150k", "£160k"))


def test_parts_within_a_sentence_take_the_words_behind_them() -> None:
    text = "Placements overspent by a total of £600k: £100k fostering, £200k agencies, £250k homes and £50k allowances."
    reading = read(text.encode(), "minutes.txt")
    (table,) = reading.tables
    assert {row.label: row.cells[0].value for row in table.rows} == {
        "Placements": 600,
        "fostering": 100,
        "agencies": 200,
        "homes": 250,
        "allowances": 50,
    }


def test_a_lost_scale_is_refused() -> None:
    assert (
        "scale"
        in reasons("This includes a cost to the councils outside the contract sum of £0.725 this year.")["£0.725"]
    )


def test_a_comma_for_a_point_is_refused_with_both_readings() -> None:
    why = reasons("A forecast adverse position of £0.351m on the net revenue budget of £86,748m.")["£86,748m"]
    assert "86,748 million" in why
    assert "86.748 million" in why


def test_more_than_a_figure_is_no_figure() -> None:
    assert ">£20k" in reasons("One placement has the highest weekly cost, >£20k per week.")


def test_different_figures_in_the_same_words_are_both_refused() -> None:
    text = "The agreed contract sum of £150.938m stands.\n\nThe agreed contract sum of £180.009m stands."
    assert not statements(text)
    assert "several figures" in reasons(text)["£180.009m"]


def test_numbers_of_a_list_are_no_amounts() -> None:
    assert not statements("It anticipates earmarking: No. 1 2 3 4 5 6 7 8 9 10")


@pytest.mark.parametrize(
    "text",
    [
        "There is no overspend of £400k this year.",
        "Housing is not forecasting an overspend of £400k.",
        "Without the grant there would have been an overspend of £400k.",
        "If nothing is done, the service will report an overspend of £400k.",
        "There is a risk of an overspend of £400k.",
        "Housing reported an overspend of £400k last month.",
        "The service could see an underspend of £400k.",
        "Previously the approved budget of £400k was spent.",
    ],
)
def test_an_amount_that_is_not_so_or_not_so_now_is_refused(text: str) -> None:
    assert "£400k" not in statements(text)
    assert "£400k" in reasons(text)


def test_a_negation_in_another_clause_leaves_an_amount_be() -> None:
    assert statements("Housing: overspend of £400k, which was not planned.")["£400k"].value == Decimal(400)


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("1. 93 children in residential care\n", "93"),
        ("In the financial year 2022/23, £79,354.\n", "£79,354"),
        ("402 Looked After Children, a reduction of 2 since September.\n", "reduction of 2"),
    ],
)
def test_a_figure_that_is_not_read_is_refused_by_name(text: str, printed: str) -> None:
    assert printed in reasons(text)


def test_numbers_of_dates_paragraphs_and_telephones_are_no_figures() -> None:
    text = "Minute 45. The meeting of 12 March 2024 noted paragraphs 3.2 and closed at 8.45 pm. Call 01632 960123.\n"
    assert not reasons(text)
