"""What the finding of two amounts is called, by how far they are apart. The amounts are made up."""

import pytest

from trustbook.checks.reconciliation_table import Reconciliation


@pytest.mark.parametrize("tolerance", [0, 1000])
@pytest.mark.parametrize("sign", [1, -1])
def test_a_gap_as_wide_as_the_tolerance_is_rounding_and_a_pound_more_is_not(tolerance, sign):
    made = [
        Reconciliation("made_up.total", "file.csv", "A sentence", 5000, 5000 + sign * gap, tolerance)
        for gap in (tolerance, tolerance + 1)
    ]
    assert [each.gap for each in made] == [tolerance, tolerance + 1]
    assert [each.code for each in made] == ["made_up.total.within_rounding", "made_up.total"]
