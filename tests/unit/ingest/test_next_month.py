"""Next month's pack needs no new mapping: the names and columns of the last one are known."""

from papers.drafts import cells_of, draft, typed_by_hand
from papers.next_month import MONTH, P12, knows_p11, pack_of_p12
from papers.pack import paper_of
from trustbook.ingest.model import Why


def test_every_figure_of_the_next_pack_is_drafted_and_nothing_else():
    tables, truth = pack_of_p12()
    made = draft(paper_of(tables), knows_p11())
    read = {key: cell for key, cell in cells_of(made).items() if key[0] == MONTH}
    wanted = {key: cell for key, cell in truth.items() if "call_gbp_k" not in key[2]}
    assert read == wanted
    assert not list(made.of_kind(Why.DEFECT))


def test_the_months_before_are_drafted_as_they_were():
    made = draft(paper_of(pack_of_p12()[0]), knows_p11())
    read = {key: cell for key, cell in cells_of(made).items() if key[0] not in (MONTH, "2023-24-P11")}
    typed = typed_by_hand()
    assert read
    assert all(typed[key] == cell for key, cell in read.items())


def test_savings_keep_their_references_from_the_last_return():
    made = draft(paper_of(pack_of_p12()[0]), knows_p11())
    assert {row.cells["ref"] for row in made.drafts[P12].datasets["savings"]} >= {"S01", "S13", "V02"}
