"""A changed pack gives a draft without a silent error: each figure is right, or it is lacking and listed."""

import pytest

from looked_at import some
from papers.drafts import draft
from papers.judged_drafts import judged, outcome
from papers.mutations import WAYS, Mutated, mutated
from papers.pack import paper_of, printed_tables, ruled


@pytest.mark.parametrize("seed", range(len(WAYS)))
def test_a_changed_pack_gives_no_silent_error(seed):
    pack, found = outcome(seed)
    assert found.wrong == (), pack.done


def test_the_same_seed_makes_the_same_pack():
    assert mutated(7) == mutated(7)
    assert mutated(7).tables != mutated(8).tables


def test_every_way_changes_the_pack():
    plain = ruled(printed_tables())
    for seed in some(range(len(WAYS))):
        pack = mutated(seed)
        assert pack.tables != plain, pack.done


def test_a_wrong_figure_and_one_that_is_lacking_without_a_word_are_told():
    """The judge can fail."""
    pack = Mutated(ruled(printed_tables()))
    made = draft(paper_of(pack.tables))
    assert judged(pack, made).wrong == ()
    (line,) = [row for row in made.drafts[max(made.drafts)].rows("forecast") if row.cells["heading"] == "Legal"]
    line.cells["variance_gbp_k"] = "501"
    assert [each for each in judged(pack, made).wrong if "Legal" in each and "drafted 501" in each]
    del line.cells["variance_gbp_k"], line.traces["variance_gbp_k"]
    assert [each for each in judged(pack, made).wrong if "Legal" in each and "not listed" in each]
