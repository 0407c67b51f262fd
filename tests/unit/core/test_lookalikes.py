"""Two texts that look the same and are not: the message shows the character that differs."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trustbook.config.settings import Settings
from trustbook.config.settings_files import validated
from trustbook.core.errors import WorkspaceError
from trustbook.core.lookalikes import _SAME, bracketed_difference, difference, lookalike_difference, lookalike_of
from trustbook.core.period import Period
from trustbook.data.period_return import return_tables

KNOWN = ["Children's Homes", "Other Care", "Staffing", "Reserve"]
ODD = {
    "Children\u2019s Homes": "character 9 is U+2019 RIGHT SINGLE QUOTATION MARK, where 'Children's Homes' has U+0027",
    "Childrens Homes": "character 9 is U+0073 LATIN SMALL LETTER S, where 'Children's Homes' has U+0027 APOSTROPHE",
    "Other  Care": "character 7 is U+0020 SPACE, where 'Other Care' has U+0043 LATIN CAPITAL LETTER C",
    "Other_Care": "character 6 is U+005F LOW LINE, where 'Other Care' has U+0020 SPACE",
    "Other\u00a0Care": "character 6 is U+00A0 NO-BREAK SPACE, where 'Other Care' has U+0020 SPACE",
    "Other\u2011Care": "character 6 is U+2011 NON-BREAKING HYPHEN",
    "OTHER CARE": "character 2 is U+0054 LATIN CAPITAL LETTER T, where 'Other Care' has U+0074 LATIN SMALL LETTER T",
    "Staff\u0456ng": "character 6 is U+0456 CYRILLIC SMALL LETTER BYELORUSSIAN-UKRAINIAN I, where 'Staffing'",
    "\u0405taffing": "character 1 is U+0405 CYRILLIC CAPITAL LETTER DZE, where 'Staffing' has U+0053",
    "Sta\ufb03ng": "character 4 is U+FB03 LATIN SMALL LIGATURE FFI",
    "Staf\u200bfing": "character 5 is U+200B ZERO WIDTH SPACE",
    "Staffing.": "character 9 is U+002E FULL STOP, where 'Staffing' has ended",
    " Staffing": "character 1 is U+0020 SPACE",
    "Rese\u0155ve": "character 5 is U+0155 LATIN SMALL LETTER R WITH ACUTE, where 'Reserve' has U+0072",
    "R\u0435s\u0435rv\u0435": "character 2 is U+0435 CYRILLIC SMALL LETTER IE",
    "Staffin": "",
    "Homes": "",
    "Staffing": "",
    "": "",
}


@pytest.mark.parametrize(("text", "says"), ODD.items())
def test_the_first_character_that_differs_is_named(text, says):
    assert lookalike_difference(text, KNOWN).startswith(says)
    assert bool(lookalike_difference(text, KNOWN)) == bool(says)
    assert bracketed_difference(text, KNOWN) == (f" ({lookalike_difference(text, KNOWN)})" if says else "")


def test_a_text_that_looks_like_two_is_taken_for_neither():
    assert lookalike_of("other care", ["Other Care", "Other-Care"]) is None


def test_every_letter_that_is_taken_for_another_is_one_of_another_script():
    assert all(
        len(chr(letter).encode()) > 1 and same.isascii() for letter, same in ((k, chr(v)) for k, v in _SAME.items())
    )


@given(st.text(max_size=8), st.text(max_size=8))
def test_no_two_texts_raise_and_each_difference_is_there(text, other):
    if lookalike_of(text, [other]) is not None:
        assert text != other
    assert difference(text, other)


@pytest.mark.parametrize("group", ["Care ", "Care\u200b", "\u0421are", "care"])
def test_settings_whose_group_only_looks_right_show_the_difference(trust_settings, group):
    trust_settings["headings"][1]["group"] = group
    with pytest.raises(WorkspaceError) as caught:
        validated(trust_settings, Settings, "params/trust.yaml")
    assert "which groups does not list: character" in str(caught.value)
    assert "U+" in str(caught.value)


def test_a_saving_whose_reference_only_looks_right_shows_the_difference(synthetic_workspace, full_return):
    from trustbook.checks.reconciliation_table import Frames
    from trustbook.checks.reconciliations import reconcile

    full_return["adjustments"][3]["savings_ref"] = "\u04101"
    made = synthetic_workspace({"2030-31-P04": full_return})
    period = Period.parse("2030-31-P04")
    frames = Frames(period, {each.schema.name: each for each in return_tables(made, period)})
    sentences = [each.sentence for each in reconcile(frames, [], made.settings, _no_sums(made))]
    (said,) = (each for each in sentences if "there is no savings line" in each)
    assert "character 1 is U+0410 CYRILLIC CAPITAL LETTER A, where 'A1' has U+0041 LATIN CAPITAL LETTER A" in said


def _no_sums(made):
    from trustbook.data.period_return import read_reference_tables

    return read_reference_tables(made)["contract_sums"].typed
