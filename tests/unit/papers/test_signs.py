"""What words say of the sign of an overspend."""

from __future__ import annotations

import pytest

from trustbook.papers.signs import direction_in_words
from trustbook.papers.words import own_words

GOOD, BAD = "negative good", "negative bad"


@pytest.mark.parametrize(
    ("text", "direction"),
    [
        ("Favourable (+) Adverse (-)", BAD),
        ("(+) Favourable (-) Adverse", BAD),
        ("Adverse (+) / Favourable (-)", GOOD),
        ("+ adverse / - favourable", GOOD),
        ("(favourable)/adverse", GOOD),
        ("Adverse/(Favourable)", GOOD),
        ("Fav / (Adv)", BAD),
        ("Over/(under)", GOOD),
        ("Under/(Over) spend", BAD),
        ("overspends are shown in brackets", BAD),
        ("Figures in brackets represent income or underspends", GOOD),
        ("( ) = adverse", BAD),
        ("-ve = underspend", GOOD),
        ("Overspend (+ve) / underspend (-ve)", GOOD),
        ("favourable variances are shown as negative", GOOD),
        ("A positive variance is an underspend", BAD),
    ],
)
def test_words_next_to_signs_and_brackets_say_which_is_an_overspend(text: str, direction: str) -> None:
    assert direction_in_words(text, own_words()) == direction


@pytest.mark.parametrize(
    "text",
    [
        "Pressures - over 18s",
        "On the positive - savings of £1m were found",
        "The negative position is under review",
        "Savings - deficit recovery plan",
        "Children under 18 - over budget",
        "Adults under 65 (over 18)",
        "Favourable (-), and elsewhere adverse (-)",
    ],
)
def test_words_that_say_neither_or_both_decide_nothing(text: str) -> None:
    assert direction_in_words(text, own_words()) == ""
