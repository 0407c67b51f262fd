import json
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trustbook.core.characters import describe_character, excerpt, for_json, forbidden_character, on_one_line, visible

REFUSED = [
    *("\x00", "\x07", "\x08", "\x0b", "\x0c", "\x1b", "\x1f", "\x7f", "\x85", "\x9b"),
    *("\u2028", "\u2029", "\u200e", "\u200f", "\u061c", "\u202a", "\u202e", "\u2066", "\u2069"),
    *("\u200b", "\u2060", "\ufeff", "\ufdd0", "\ufffe", "\uffff", "\U0001ffff", "\U0010fffe", "\ud800", "\udfff"),
    *("\u00ad", "\u034f", "\u115f", "\u180b", "\u200c", "\u200d", "\u2800", "\u3164", "\ufe00", "\ufe0f", "\uffa0"),
    *("\U000e0041", "\U000e0100"),
]


@pytest.mark.parametrize("char", REFUSED, ids=lambda char: f"{ord(char):04X}")
def test_a_character_that_nobody_sees_cannot_stand_in_a_text(char):
    assert forbidden_character(f"Legal{char} costs") == char
    assert char not in visible(f"Legal{char} costs")
    assert f"{ord(char):x}" in visible(char)


@pytest.mark.parametrize(
    "text", ["", "Legal", "£1,222 – “Café”", "two\nlines", "a\tb", "a\u00a0b", "🏠", "👩\u200d👧", "⚠\ufe0f late", "ß"]
)
def test_what_people_write_can_stand(text):
    assert forbidden_character(text) is None


@pytest.mark.parametrize("text", ["a\nb", "a \r\n b", "a\t\tb", "a\n\n\tb"])
def test_line_breaks_and_tabs_become_one_space(text):
    assert on_one_line(text) == "a b"


def test_a_character_is_named_by_number_and_name():
    assert describe_character("１") == "U+FF11 FULLWIDTH DIGIT ONE"
    assert describe_character("\x1b") == "U+001B a control character"


@given(st.text())
def test_what_is_shown_can_always_be_printed_on_one_line(text):
    shown = visible(text)
    assert all(char.isprintable() or unicodedata.category(char) == "Zs" for char in shown)
    shown.encode("utf-8")
    assert len(excerpt(text * 9)) <= 61 * 10


@given(
    st.recursive(
        st.text() | st.none() | st.integers(), lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner)
    )
)
def test_json_with_its_odd_characters_escaped_is_the_same_json(values):
    written = json.dumps(values, ensure_ascii=False, indent=2)
    shown = for_json(written)
    assert json.loads(shown) == values
    assert all(char == "\n" or char.isprintable() or unicodedata.category(char) == "Zs" for char in shown)
