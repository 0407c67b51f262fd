"""The paper of P11 gives back what was typed by hand, and lists what is wrong with its print."""

import pytest

from looked_at import some
from papers.drafts import P11, ROOT, SOURCE, cells_of, draft, read_csv, typed_by_hand
from papers.pack import paper_of, printed_tables, ruled
from trustbook.core.period import Period
from trustbook.ingest.model import Why

FIGURES = ("forecast", "savings", "adjustments")
NOT_IN_A_CELL = {("2023-24-P11", "controls", ("position", "call_gbp_k", "all"), "value")}
"""The paper has it in a sentence with a second amount, in one cell."""


@pytest.fixture(scope="module")
def made():
    return draft(paper_of(ruled(printed_tables())))


def test_every_figure_and_name_is_as_it_was_typed_by_hand(made):
    typed, read = typed_by_hand(), cells_of(made)
    assert {key: cell for key, cell in read.items() if key[1] in FIGURES} == {
        key: cell for key, cell in typed.items() if key[1] in FIGURES
    }
    assert sum(key[1] in FIGURES for key in read) == 189


def test_totals_are_those_typed_by_hand_with_the_decimals_of_the_paper(made):
    typed, read = typed_by_hand(), cells_of(made)
    wanted = {key: cell for key, cell in typed.items() if key[1] == "controls"}
    assert {key: cell for key, cell in wanted.items() if read.get(key) != cell}.keys() == NOT_IN_A_CELL
    assert read.keys() <= typed.keys()
    october = {row.cells["column"]: row.cells["decimals"] for row in made.drafts[Period(2023, 7)].datasets["controls"]}
    assert october == {"variance_gbp_k": "0", "pressure_gbp_k": "-1"}


def test_the_earlier_months_state_what_was_typed_as_claims(made):
    for month in (7, 8, 9, 10):
        period = Period(2023, month)
        rows = read_csv(ROOT / "data" / str(period) / "claims.csv")
        typed = {(row["metric"], row["period"], row["value"], row["unit"], row["decimals"]) for row in rows}
        claims = made.drafts[period].datasets["claims"]
        names = ("metric", "period", "value", "unit", "decimals")
        assert {tuple(row.cells[name] for name in names) for row in claims} == typed


def test_the_missing_movement_is_listed_with_what_the_total_leaves_for_it(made):
    (defect,) = [each for each in made.of_kind(Why.DEFECT) if each.dataset == "forecast"]
    assert defect.what == "Children's Homes, movement"
    assert "Total leaves 77 for it" in defect.why
    assert defect.place == "table 2, row 8, column 7"


def test_each_figure_has_its_place_and_each_row_its_source(made):
    for each in some(made.drafts.values()):
        for row in some(row for rows in each.datasets.values() for row in rows):
            assert row.cells["source_id"] == SOURCE
            assert row.cells["locator"]
            assert row.traces
            assert all(trace.place.startswith("table ") and trace.printed for trace in row.traces.values())


def test_comments_of_the_paper_are_not_copied(made):
    rows = [row for each in made.drafts.values() for rows in each.datasets.values() for row in rows]
    assert not any("note" in row.cells for row in rows)


def test_nothing_is_drafted_for_a_later_period():
    early = draft(paper_of(ruled(printed_tables())[:1]), what=None)
    assert max(early.drafts) == P11
