"""What Great Expectations works out again and again is kept while a frame is checked, and no longer."""

import pytest

from trustbook.checks.gx_patches import without_repetition
from trustbook.core.borrowed import CONFIGURATION, ROW_CONDITION


@pytest.mark.parametrize("borrowed", [CONFIGURATION, ROW_CONDITION], ids=lambda each: each.place.rpartition(".")[2])
def test_their_way_is_replaced_within_the_block_and_is_there_again_after_it(borrowed):
    owner, name = borrowed.owner
    theirs = vars(owner)[name]
    with without_repetition():
        assert vars(owner)[name] is not theirs
    assert vars(owner)[name] is theirs
