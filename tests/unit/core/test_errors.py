import copy
import pickle
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trustbook.core import errors
from trustbook.core.errors import TrustbookError

KINDS = [TrustbookError, *TrustbookError.__subclasses__()]
words = st.text(min_size=1)


def test_the_sentence_says_where_what_what_was_expected_and_how_to_mend_it():
    error = TrustbookError(
        "found 'abc'", file=Path("data/x.csv"), line=6, column="variance_gbp_k", expected="a number", mend="Type one."
    )
    assert str(error) == "data/x.csv, line 6, column variance_gbp_k: found 'abc'; expected a number. Type one."


def test_a_problem_without_a_place_is_a_sentence_by_itself():
    assert str(TrustbookError("there is no notebook")) == "there is no notebook."


def test_a_line_or_column_that_is_not_known_is_not_mentioned():
    sentence = str(TrustbookError("the file is empty", file="x.csv"))
    assert sentence == "x.csv: the file is empty."


@pytest.mark.parametrize("end", [".", "!", "?"])
def test_a_sentence_that_has_an_end_gets_no_other(end):
    assert str(TrustbookError(f"really{end}")) == f"really{end}"


@pytest.mark.parametrize("kind", KINDS)
@given(fields=st.fixed_dictionaries({"file": words, "line": st.integers(1), "column": words, "expected": words}))
def test_an_error_pickles_whole(kind, fields):
    error = kind("a problem", **fields, mend="Mend it.")
    back = pickle.loads(pickle.dumps(error))
    assert type(back) is kind
    assert back.__dict__ == error.__dict__
    assert str(back) == str(error)
    assert back.args == error.args


@pytest.mark.parametrize("kind", KINDS)
def test_an_error_copies_whole(kind):
    error = kind("a problem", file="x.csv", line=3)
    assert str(copy.copy(error)) == str(error)


def test_every_error_of_the_library_is_one_kind():
    named = [each for name, each in vars(errors).items() if name.endswith("Error") and isinstance(each, type)]
    assert len(named) > 5
    assert all(issubclass(each, TrustbookError) for each in named)


def test_a_path_becomes_text_so_that_it_travels():
    assert TrustbookError("x", file=Path("a/b.csv")).file == "a/b.csv"
