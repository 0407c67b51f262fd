"""The rules that every chart keeps, after the Government Analysis Function's guidance, read off what is drawn."""

import re
import xml.etree.ElementTree as ET
from decimal import Decimal
from itertools import combinations
from pathlib import Path

import pytest
import vl_convert
from coloraide import Color
from shown import charts

from looked_at import some
from trustbook.components.charts.theme import CATEGORIES, DARK_BLUE, FAINT, GROUND, INK, ON_DARK, PAPER, RAG, SHAPES
from trustbook.site import STATIC

SVG = "{http://www.w3.org/2000/svg}"
ROOT = Path(__file__).parents[3]
PERIOD = "2023-24-P11"
MOST_COLOURS = 4
NARROWEST_FIGURE = 288
SMALLEST_TEXT = 11
CLEARLY_DIFFERENT = 12
"""CIEDE2000; 2 is just noticeable side by side."""
SIGHTS = ("protan", "deutan", "tritan", "grayscale")
GAF_ORDER = ("#12436D", "#28A197", "#801650", "#F46A25")


@pytest.fixture(scope="module")
def drawn():
    """Every chart of the newest period: its figure, its drawing, and Vega's own reading of its specification."""
    return [
        (figure, ET.fromstring(figure.svg()), vl_convert.vegalite_to_vega(figure.spec))
        for figure in charts(PERIOD).values()
    ]


def groups(vega):
    yield vega
    for mark in vega.get("marks", []):
        if mark["type"] == "group":
            yield from groups(mark)


def texts(root):
    return [node for node in root.iter(f"{SVG}text") if "".join(node.itertext()).strip()]


def colours(root):
    found = {node.get(name) for node in root.iter() for name in ("fill", "stroke")}
    return found - {None, "none", "transparent"}


def test_no_chart_has_a_legend(drawn):
    for figure, _, vega in some(drawn):
        assert not any(group.get("legends") for group in groups(vega)), figure.name


def test_no_chart_has_two_scales_of_amounts_on_one_panel_with_axes(drawn):
    for figure, _, vega in some(drawn):
        for group in some(groups(vega)):
            shown = [axis["scale"] for axis in group.get("axes", []) if axis.get("labels", True)]
            assert len(shown) == len(set(shown)), figure.name
            assert len([axis for axis in shown if axis.startswith("x") or axis.endswith("_x")]) <= 1, figure.name
            assert len([axis for axis in shown if axis.startswith("y") or axis.endswith("_y")]) <= 1, figure.name


FLOATING = {"from-variance-to-call", "steps-of-the-pressure"}
"""The waterfalls, whose changes begin where the bar before ended."""


def test_every_bar_starts_at_zero_but_for_the_changes_of_a_waterfall(drawn):
    bars = 0
    for figure, _, vega in drawn:
        if figure.name in FLOATING:
            continue
        scales = {scale["name"]: scale for group in groups(vega) for scale in group.get("scales", [])}
        for group in groups(vega):
            for mark in group.get("marks", []):
                if mark["type"] != "rect" or "bar" not in mark.get("style", []):
                    continue
                encoded = mark["encode"]["update"]
                used = {
                    value["scale"]
                    for channel in ("x", "x2", "y", "y2")
                    for value in [encoded.get(channel)]
                    if isinstance(value, dict) and "scale" in value
                }
                amounts = [scales[name] for name in used if scales[name]["type"] == "linear"]
                assert len(amounts) == 1, figure.name
                low, high = amounts[0]["domain"]
                assert low <= 0 <= high, figure.name
                channel = "x" if "x2" in encoded else "y"
                assert encoded[f"{channel}2"].get("value") == 0 or encoded[channel].get("value") == 0, figure.name
                bars += 1
    assert bars >= 15


def test_an_axis_that_does_not_start_at_zero_says_so(drawn):
    starting_elsewhere = [
        (figure, root)
        for figure, root, vega in drawn
        for group in groups(vega)
        for scale in group.get("scales", [])
        if scale["type"] == "linear" and not scale.get("zero", False)
    ]
    for figure, root in some(starting_elsewhere):
        said = " ".join(["".join(node.itertext()) for node in texts(root)] + [figure.subtitle])
        assert "does not start at zero" in said, figure.name


def test_text_is_horizontal_and_large_enough_to_read_on_a_phone(drawn):
    for figure, _, _ in some(drawn):
        root = ET.fromstring(figure.narrow_svg())
        width = float(root.get("viewBox").split()[2])
        for node in some(texts(root)):
            assert "rotate" not in node.get("transform", ""), figure.name
            size = float(node.get("font-size").removesuffix("px"))
            assert size * NARROWEST_FIGURE / width >= SMALLEST_TEXT, figure.name


def test_no_chart_tells_more_than_four_things_apart_by_colour(drawn):
    for figure, root, _ in some(drawn):
        assert len(colours(root) - {INK, FAINT, PAPER, GROUND}) <= MOST_COLOURS, figure.name


def test_the_palette_is_the_analysis_functions_in_its_order():
    assert CATEGORIES == GAF_ORDER


def test_every_subtitle_is_followed_by_the_papers_that_the_figures_are_from(drawn, real_data):
    titles = set(real_data("2023-24-P11").reference.sources["title"])
    for figure, _, _ in some(drawn):
        named = re.sub("^Sources?: ", "", figure.source).split("; ")
        assert named
        assert set(named) <= titles


def test_every_figure_that_is_drawn_is_in_the_chart_s_own_table(drawn):
    for figure, root, _ in some(drawn):
        axis = {
            "".join(node.itertext()) for part in root.iter() if "axis-label" in part.get("class", "") for node in part
        }
        written = {"".join(node.itertext()) for node in texts(root)} - axis
        numbers = {
            number
            for text in written
            for number in re.findall(r"\d[\d,]*\.?\d*", text)
            if len(number) > 3 and "." in number
        }
        held = {number for row in figure.table.rows for cell in row for number in re.findall(r"\d[\d,]*\.?\d*", cell)}
        assert all(number in held or is_rounded(number, held) for number in numbers), figure.name


def is_rounded(number, held):
    """Whether a number is one of these with fewer decimals."""
    places = len(number.partition(".")[2])
    plain = [each.replace(",", "") for each in held]
    return any(
        len(each.partition(".")[2]) > places and abs(Decimal(each) - Decimal(number)) <= Decimal(5).scaleb(-places - 1)
        for each in plain
    )


def test_the_tables_say_nothing_that_only_a_computer_would(drawn):
    for figure, _, _ in some(drawn):
        for row in (figure.table.headings, *figure.table.rows):
            assert not re.search(r"\bnan\b|\bNone\b|<NA>|_gbp", " ".join(row)), figure.name


def test_a_rating_has_its_word_and_its_symbol_and_each_rating_its_own(drawn):
    rated = [(figure, root) for figure, root, _ in drawn if figure.name.startswith("savings-")]
    assert len(rated) == 2
    assert len(set(SHAPES.values())) == 3
    for figure, root in rated:
        words = {"".join(node.itertext()) for node in texts(root)}
        assert {"Red", "Amber", "Green"} <= words, figure.name
        symbols = {
            node.get("fill"): node.get("d")
            for part in root.iter(f"{SVG}g")
            if "mark-symbol" in part.get("class", "")
            for node in part
        }
        assert set(symbols) == set(RAG.values()), figure.name
        assert len(set(symbols.values())) == 3, figure.name


@pytest.mark.parametrize("page", ["light", "dark"])
@pytest.mark.parametrize("sight", ["usual", *SIGHTS])
def test_the_ratings_are_told_apart_in_every_kind_of_sight(sight, page):
    ratings = [Color(ON_DARK[colour] if page == "dark" else colour) for colour in RAG.values()]
    seen = ratings if sight == "usual" else [colour.filter(sight) for colour in ratings]
    assert min(one.delta_e(other, method="2000") for one, other in combinations(seen, 2)) >= CLEARLY_DIFFERENT


@pytest.mark.parametrize("page", ["light", "dark"])
def test_every_colour_stands_out_from_its_page(drawn, page):
    def on(colour):
        return ON_DARK[colour] if page == "dark" else colour

    for figure, root, _ in some(drawn):
        assert colours(root) <= set(ON_DARK), figure.name
        for node in texts(root):
            ground = DARK_BLUE if node.get("fill") == GROUND else PAPER
            assert Color(on(node.get("fill"))).contrast(on(ground)) >= 4.5, figure.name
        for colour in colours(root) - {FAINT, PAPER, GROUND}:
            assert Color(on(colour)).contrast(on(PAPER)) >= 3, (figure.name, colour)


def test_the_style_sheet_exchanges_every_colour_of_a_drawing_on_a_dark_page():
    sheet = (STATIC / "charts.css").read_text(encoding="utf-8")
    for light, dark in ON_DARK.items():
        if light == PAPER:
            assert f'[data-theme="dark"] .tb-drawing [fill="{light}"] {{ fill: none; }}' in sheet
            continue
        for part in ("fill", "stroke"):
            said = "var(--pst-color-background)" if light == GROUND else dark
            assert f'[data-theme="dark"] .tb-drawing [{part}="{light}"] {{ {part}: {said}; }}' in sheet
