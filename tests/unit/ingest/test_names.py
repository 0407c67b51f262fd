"""A name is matched strictly: two candidates near each other match neither."""

import pytest

from trustbook.ingest.names import match

NAMES = ["Staffing", "Other Non-staffing Costs", "Placements", "Other", "Other Care", "Children's Homes", "Legal"]


@pytest.mark.parametrize(
    ("label", "name"),
    [
        ("Staffing", "Staffing"),
        ("STAFFING *", "Staffing"),
        ("Other Non- staffing Costs", "Other Non-staffing Costs"),
        ("Children\u2019s Homes", "Children's Homes"),
        ("Placements (Including Mother and Baby)", "Placements"),
        ("Placments", "Placements"),
        ("Legal (1)", "Legal"),
    ],
)
def test_spelling_marks_and_brackets_do_not_matter(label, name):
    assert match(label, NAMES).name == name


@pytest.mark.parametrize("label", ["Other costs", "Homes", "Staffing: own", "Others Care and Homes", "", "Legals fees"])
def test_a_label_that_only_resembles_a_name_is_no_match(label):
    assert match(label, NAMES).name is None


def test_two_names_near_each_other_match_neither():
    found = match("Support service A", ["Support services A", "Support services B"])
    assert found.name is None
    assert match("Homes North", ["Homes (North)", "Homes North"]).why == "it may be Homes (North) or Homes North"


def test_names_that_differ_in_figures_are_not_alike():
    assert match("Transfer, part of 2022/23", ["Transfer, part of 2023/24"]).name is None
