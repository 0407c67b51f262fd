"""Two names that look the same."""

import pytest
from schemas import PERIOD_DATASETS

from trustbook.checks.reconciliation_table import Frames
from trustbook.checks.similar_names import names_alike
from trustbook.core.period import Period
from trustbook.data.reader import read_table


@pytest.fixture
def doubted(tmp_path):
    """The lines of a savings tracker whose references are doubted."""

    def find(*refs):
        file = tmp_path / "savings.csv"
        file.write_text("ref,proposal\n" + "".join(f"{ref},Proposal\n" for ref in refs), encoding="utf-8")
        table = read_table(file, PERIOD_DATASETS["savings"])
        return [each.line for each in names_alike(Frames(Period.parse("2030-31-P04"), {"savings": table}))]

    return find


@pytest.mark.parametrize(
    "other", ["s1", "S１", "Children\u2019s", "Children\u2032s", "A \u2013 b", "A  - b", "ﬁxed", "cafe\u0301"]
)
def test_a_name_that_differs_only_in_what_nobody_sees_is_doubted(doubted, other):
    assert doubted("S1", "Children's", "A - b", "fixed", "café", other) == [7]


def test_names_that_differ_in_a_letter_or_a_digit_are_two(doubted):
    assert doubted("S1", "S11", "S2", "S 1", "T1", "S1a") == []
    assert doubted("S1", "S1") == []
