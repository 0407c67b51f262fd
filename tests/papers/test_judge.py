"""The judge of readings finds every kind of fault that is planted in a perfect reading."""

import copy

import pytest

from papers.judge import judge, perfect
from papers.layouts import chosen, lay_out
from papers.runs import expected_of, page_of
from papers.synthetic import made_up
from papers.truth import read_papers

CELLS = 2072
LOST = 24
"""Cells whose digits the text has lost: they are blank in what is made here."""


@pytest.fixture
def page():
    return page_of("01", 3)


@pytest.fixture
def reading(page):
    return copy.deepcopy(perfect(page.expected))


def cell(reading, row=1, at=1):
    return reading["tables"][0]["rows"][row]["cells"][at]


def test_every_figure_of_the_papers_is_in_the_truth():
    cells = [cell for paper in read_papers().values() for line in expected_of(paper) for cell in line]
    assert len(cells) == CELLS - LOST
    assert sum(cell.said.value is None for cell in cells) == 13


@pytest.mark.parametrize("number", read_papers())
def test_a_perfect_reading_is_all_right(number):
    page = page_of(number, 1)
    verdict = judge(perfect(page.expected), page.expected)
    assert (verdict.right, verdict.wrong, verdict.missing) == (verdict.cells, [], [])


@pytest.mark.parametrize("seed", range(9))
def test_a_perfect_reading_of_a_made_up_paper_is_all_right(seed):
    page = lay_out(made_up(seed), chosen(seed))
    verdict = judge(perfect(page.expected), page.expected)
    assert (verdict.right, verdict.wrong, verdict.missing) == (verdict.cells, [], [])


@pytest.mark.parametrize(
    ("change", "kind"),
    [
        ({"value": 39972}, "value"),
        ({"value": -39971}, "sign"),
        ({"value": 39.971}, "value"),
        ({"unit": "count"}, "unit"),
    ],
)
def test_a_cell_with_a_wrong_value_sign_or_unit_is_found(page, reading, change, kind):
    assert cell(reading)["value"] == 39971
    cell(reading).update(change)
    assert [fault.kind for fault in judge(reading, page.expected).wrong] == [kind]


def test_a_cell_under_a_heading_that_the_paper_does_not_have_is_found(page, reading):
    cell(reading)["column"] = "Actual to date"
    verdict = judge(reading, page.expected)
    assert [fault.kind for fault in verdict.wrong] == ["row or column"]
    assert len(verdict.missing) == 1


def test_two_columns_that_changed_places_are_found(page, reading):
    one, other = cell(reading, at=1), cell(reading, at=2)
    one["column"], other["column"] = other["column"], one["column"]
    assert len(judge(reading, page.expected).wrong) == 2


def test_a_figure_in_the_row_of_another_is_found(page, reading):
    rows = reading["tables"][0]["rows"]
    rows[1]["label"], rows[2]["label"] = rows[2]["label"], rows[1]["label"]
    assert len(judge(reading, page.expected).wrong) >= 12


def test_a_figure_that_the_paper_does_not_have_is_found(page, reading):
    rows = reading["tables"][0]["rows"]
    rows.append({**rows[0], "label": "Note 2", "cells": [{**cell(reading), "printed": "2", "value": 2}]})
    assert [fault.kind for fault in judge(reading, page.expected).wrong] == ["made up"]


def test_a_value_where_the_paper_has_none_is_found():
    page = page_of("59", 1)
    reading = perfect(page.expected)
    hidden = next(each for row in reading["tables"][0]["rows"] for each in row["cells"] if each["value"] is None)
    hidden["value"] = 5
    assert [fault.kind for fault in judge(reading, page.expected).wrong] == ["made up"]


def test_a_refused_cell_is_refused_and_one_that_is_nowhere_is_missing(page, reading):
    taken = reading["tables"][0]["rows"][1]["cells"].pop(1)
    assert judge(reading, page.expected).missing
    reading["refused"].append({"printed": taken["printed"], "place": "page 1", "why": "two readings"})
    verdict = judge(reading, page.expected)
    assert (verdict.refused, verdict.missing, verdict.wrong) == (1, [], [])


def test_words_in_another_case_and_a_scale_in_a_heading_make_no_difference(page, reading):
    for row in reading["tables"][0]["rows"]:
        row["label"] = row["label"].upper()
        for each in row["cells"]:
            each["column"] = f"{each['column']} £'000"
    assert judge(reading, page.expected).right == judge(reading, page.expected).cells
