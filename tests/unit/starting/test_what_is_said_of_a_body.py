from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trustbook.config.settings import Settings
from trustbook.config.settings_files import validated
from trustbook.core.errors import WorkspaceError
from trustbook.core.plain_yaml import read_values
from trustbook.starting.answers import (
    Answers,
    Line,
    funder,
    parse_funder,
    parse_headings,
    parse_months,
    parse_share,
    parse_words,
    require_whole,
    usual_words,
)
from trustbook.starting.settings_file import settings_file


def settings_of(answers):
    return validated(read_values(settings_file(answers), "trust.yaml"), Settings, "trust.yaml")


def city(**changes):
    said = {"name": "Anytown", "short_name": "Any", "headings": (Line("Care"),), "words": usual_words("Anytown", {})}
    return Answers(**said | changes)


@pytest.mark.parametrize(
    ("typed", "share"),
    [("0.4416", "0.4416"), ("44.16%", "0.4416"), (" 1/4 ", "0.25"), ("1", "1"), ("1/3", "0." + "3" * 28), ("0", "0")],
)
def test_a_share_may_be_typed_as_people_write_shares(typed, share):
    assert parse_share(typed) == share


@pytest.mark.parametrize("typed", ["", "44.16", "-1/2", "1/0", "a half", "nan", "infinity", "101%"])
def test_a_share_that_is_no_part_of_one_is_refused(typed):
    with pytest.raises(WorkspaceError, match="as a share; expected a part of 1"):
        parse_share(typed)


def test_three_thirds_are_whole_and_two_are_not():
    three = [funder(f"{name} Council", "1/3") for name in ("Ash", "Birch", "Cedar")]
    require_whole(three)
    with pytest.raises(WorkspaceError, match=r"Ash Council and Birch Council add up to 0\.66"):
        require_whole(three[:2])


def test_a_funder_has_the_code_the_name_and_the_share_that_were_typed():
    found = parse_funder("ash=Ashford Vale Borough Council=50%")
    assert (found.code, found.name, found.short_name, found.share) == (
        "ash",
        "Ashford Vale Borough Council",
        "Ashford Vale",
        "0.5",
    )


def test_who_pays_alone_needs_no_share_and_one_of_several_does():
    assert parse_funder("any=Anytown City Council", alone=True).share == "1"
    with pytest.raises(WorkspaceError, match="CODE=NAME=SHARE"):
        parse_funder("any=Anytown City Council")


def test_two_funders_of_one_name_get_different_codes():
    assert funder("Ash Council", "0.5", taken=["ash"]).code == "ash2"


@pytest.mark.parametrize(
    ("typed", "months"),
    [("all", range(1, 13)), ("2,5,7,9,12", (2, 5, 7, 9, 12)), ("12 3;6, 9", (3, 6, 9, 12)), ("1-3,2", (1, 2, 3))],
)
def test_months_may_be_listed_or_given_as_a_range(typed, months):
    assert parse_months(typed) == tuple(months)


@pytest.mark.parametrize("typed", ["", "0", "13", "April", "5-2", "1,,2x"])
def test_a_month_that_there_is_not_is_refused(typed):
    with pytest.raises(WorkspaceError, match="among the months"):
        parse_months(typed)


def test_a_word_that_no_page_uses_is_refused_with_those_that_are_used():
    with pytest.raises(WorkspaceError, match="body, budget, agreement, heading, headings"):
        parse_words(["bodies=trusts"])


@pytest.mark.parametrize(
    ("name", "body", "budget"),
    [
        ("Marlbridge Children's Directorate", "directorate", "budget"),
        ("Ashborough Children's Trust", "trust", "contract sum"),
        ("Anytown City Council", "council", "budget"),
        ("Anytown", "body", "budget"),
    ],
)
def test_a_body_is_called_what_its_name_says_it_is(name, body, budget):
    assert usual_words(name, {}) == {"body": body, "budget": budget, "heading": "heading"}


def test_words_that_were_chosen_take_the_place_of_the_usual_ones():
    assert usual_words("Ashborough Trust", {"body": "company", "heading": "service"}) == {
        "body": "company",
        "budget": "contract sum",
        "heading": "service",
    }


def test_headings_are_one_a_line_with_a_group_where_one_is_given():
    assert parse_headings(["Fostering=Placements", "", " Social work ", "Social work"]) == (
        Line("Fostering", "Placements"),
        Line("Social work"),
    )


def test_the_settings_say_what_was_answered():
    payers = (parse_funder("ash=Ash Council=1/3"), parse_funder("birch=Birch Council=2/3"))
    found = settings_of(
        city(
            funders=payers,
            months=(2, 5, 12),
            headings=(Line("Fostering", "Placements"), Line("Social work")),
            words=usual_words("Anytown", {"body": "company", "heading": "budget line"}),
        )
    )
    assert (found.trust.name, found.trust.short_name) == ("Anytown", "Any")
    assert [(each.code, str(each.share)[:6]) for each in found.councils] == [("ash", "0.3333"), ("birch", "0.6666")]
    assert found.months_reported == (2, 5, 12)
    assert [(each.name, each.group) for each in found.headings] == [
        ("Fostering", "Placements"),
        ("Social work", "Social work"),
    ]
    assert (found.words.body, found.words.lines) == ("company", "budget lines")


def test_a_body_that_nobody_else_pays_for_has_no_funders():
    assert settings_of(city()).councils == ()


def test_answers_that_make_no_settings_are_refused_before_anything_is_written():
    with pytest.raises(WorkspaceError, match="would both name their figures 'care'"):
        settings_file(city(headings=(Line("Care"), Line("care"))))


@given(st.text(st.characters(codec="utf-8", categories=["L", "N", "P", "S", "Zs"]), min_size=1).map(str.strip))
def test_any_name_that_can_be_seen_is_read_back_as_it_was_typed(name):
    with suppress(WorkspaceError):  # such as a character that no page may have
        assert settings_of(city(name=name)).trust.name == name


@pytest.mark.parametrize("name", ["yes", "No", "1.5", "null", "a: b", "# a", "[a]", "it's", '"a"', "- a", "a, b", "&a"])
def test_a_name_that_yaml_could_take_for_something_else_stays_text(name):
    found = settings_of(city(headings=(Line(f"{name} x"), Line("Care", name)), name=name))
    assert (found.trust.name, found.headings[0].name, found.headings[1].group) == (name, f"{name} x", name)
