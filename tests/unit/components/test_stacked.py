import re
import xml.etree.ElementTree as ET

import pytest

from trustbook.components.charts.drawing import draw_in_process
from trustbook.components.charts.stacked import Stack, stacked
from trustbook.components.charts.theme import DARK_BLUE, NARROW, WIDE

PARTS = ("Variance", "Agreed funding", "Income in dispute")
TWO = [Stack("P1", 1_500_000, [1_000_000, 500_000, None]), Stack("P2", 2_500_000, [2_000_000, 500_000, 0])]


def drawn(stacks, width=WIDE):
    return ET.fromstring(draw_in_process(stacked(PARTS, stacks)(width).to_dict()))


def texts(root):
    found = [node for node in root.iter() if node.tag.endswith("}text") and "".join(node.itertext()).strip()]
    return ["".join(node.itertext()) for node in found]


def pieces(root):
    """The top, height and colour of every part of a column, from their paths."""
    found = []
    for group in root.iter():
        if "mark-rect" in group.get("class", ""):
            for path in group:
                _, top, _, down = re.fullmatch(r"M(\S+?),(\S+?)h(\S+?)v(\S+?)h\S+Z", path.get("d")).groups()
                found.append((float(top), float(down), path.get("fill")))
    return found


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_every_column_has_its_period_and_its_total_and_every_part_its_name_and_newest_amount(width):
    said = " ".join(texts(drawn(TWO, width)))
    for text in ("P1", "P2", "1.50", "2.50", "Variance", "£2.0m", "Agreed", "funding", "£500k"):
        assert text in said


def test_all_columns_have_one_scale_and_the_first_part_alone_stands_out():
    tall = {colour: [] for *_, colour in pieces(drawn(TWO))}
    for _, down, colour in pieces(drawn(TWO)):
        tall[colour].append(abs(down))
    first, second = tall.pop(DARK_BLUE)
    assert second == pytest.approx(first * 2)
    ((one, other),) = tall.values()
    assert one == pytest.approx(other) == pytest.approx(first / 2)


def test_a_part_that_is_nil_or_missing_in_every_period_is_not_named():
    assert "Income" not in " ".join(texts(drawn(TWO)))


def test_a_part_that_is_nil_in_the_last_period_alone_is_named_as_nil():
    fallen = [Stack("P1", 1_200_000, [1_000_000, 200_000, 0]), Stack("P2", 1_000_000, [1_000_000, 0, 0])]
    assert "Agreed funding nil" in texts(drawn(fallen))


def test_parts_below_zero_are_below_the_line_and_a_mark_is_at_the_total():
    root = drawn([Stack("P1", 600_000, [1_000_000, -400_000, None])])
    (above, tall, _), (below, *_) = pieces(root)
    assert below == pytest.approx(above + tall)
    assert any("mark-symbol" in group.get("class", "") and len(group) for group in root.iter())


def test_one_period_and_a_whole_year_of_nothing_are_drawn():
    assert "P1" in texts(drawn([Stack("P1", 0, [0, 0, 0])]))


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_of_twelve_periods_the_last_has_its_total_and_no_totals_touch(width):
    year = [Stack(f"P{month}", month * 10_000_000, [month * 10_000_000, 0, 0]) for month in range(1, 13)]
    said = texts(drawn(year, width))
    assert "P12" in said
    assert "120.0" in said
    assert "P11" not in said
