"""A draft is written whole, is in no report until it is accepted, and is not replaced once somebody has changed it."""

import csv
import io
import json

import pytest

from papers.drafts import P11, SOURCE
from papers.next_month import P12, pack_of_p12
from papers.pack import page
from trustbook.core.errors import WorkspaceError
from trustbook.core.period import Period
from trustbook.ingest.in_lines import in_lines
from trustbook.ingest.paper_to_draft import ingest, source_of
from trustbook.ingest.recognition import recognition
from trustbook.starting.accepted_draft import LEARNED, accept


def rows(path):
    return list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8"), newline="")))


def test_a_draft_is_the_files_of_a_return_with_a_record_of_every_cell(place, paper):
    made = ingest(place, paper, P11, SOURCE)
    folder = place.root / "drafts" / str(P11)
    assert [str(each.period) for each in made.written] == [f"2023-24-P{month:02d}" for month in range(7, 12)]
    legal = next(row for row in rows(folder / "forecast.csv") if row["heading"] == "Legal")
    assert (legal["variance_gbp_k"], legal["source_id"], legal["note"]) == ("510", SOURCE, "")
    record = json.loads((folder / "draft.json").read_text(encoding="utf-8"))
    traced = next(row for row in record["rows"]["forecast"] if row["cells"]["heading"] == "Legal")
    assert traced["traces"]["variance_gbp_k"] == {"printed": "510", "place": "table 2, row 9, column 6"}


def test_a_draft_is_no_return_and_the_command_says_how_it_becomes_one(place, paper):
    ingest(place, paper, P11, SOURCE)
    assert place.periods() == []
    assert place.draft_periods()[-1] == P11
    for text in (str(P11), "newest"):
        with pytest.raises(WorkspaceError, match=r"a draft that nobody has accepted.*ingest --accept 2023-24-P11"):
            place.period(text)
    assert place.named_drafts([str(P11)]) == [P11]


def test_a_draft_that_nobody_has_changed_is_written_again(place, paper):
    ingest(place, paper, P11, SOURCE)
    again = ingest(place, paper, P11, SOURCE)
    assert all(each.replaced for each in again.written)


def test_a_draft_that_somebody_has_changed_is_not_replaced(place, paper):
    ingest(place, paper, P11, SOURCE)
    file = place.root / "drafts" / str(P11) / "forecast.csv"
    file.write_text(file.read_text(encoding="utf-8").replace("434", "435"), encoding="utf-8")
    with pytest.raises(WorkspaceError, match=r"was changed since it was written \(forecast.csv\)"):
        ingest(place, paper, P11, SOURCE)
    assert ",435," in file.read_text(encoding="utf-8")


def test_a_changed_draft_of_an_earlier_month_stops_it_before_anything_is_written(place, paper):
    ingest(place, paper, P11, SOURCE)
    (place.root / "drafts" / "2023-24-P08" / "note.txt").write_text("mine", encoding="utf-8")
    record = place.root / "drafts" / str(P11) / "draft.json"
    before = record.stat().st_mtime_ns
    with pytest.raises(WorkspaceError, match="2023-24-P08 was changed"):
        ingest(place, paper, P11, SOURCE)
    assert record.stat().st_mtime_ns == before


def test_an_accepted_draft_is_the_return_and_its_record_stays(place, paper):
    ingest(place, paper, P11, SOURCE)
    done = accept(place, P11)
    assert place.periods() == [P11]
    assert P11 not in place.draft_periods()
    assert "data/2023-24-P11/forecast.csv" in done.files
    assert not (place.root / "drafts" / str(P11)).exists()
    assert (place.root / "drafts" / "accepted" / f"{P11}.json").exists()
    assert (place.root / "params" / f"{P11}.yaml").exists()


def test_a_return_is_never_replaced_by_a_draft_and_its_figures_are_compared(place, paper):
    ingest(place, paper, P11, SOURCE)
    accept(place, P11)
    file = place.data / str(P11) / "forecast.csv"
    file.write_text(file.read_text(encoding="utf-8").replace(",434,", ",444,"), encoding="utf-8")
    made = ingest(place, paper, P11, SOURCE)
    (found,) = made.compared
    assert [(each.paper, each.data) for each in found.differences] == [("434", "444")]
    assert any("the paper has 434, the return 444" in line for line in in_lines(made))
    with pytest.raises(WorkspaceError, match="has a return already"):
        accept(place, P11)
    assert ",444," in file.read_text(encoding="utf-8")


def test_a_paper_has_to_be_in_the_register_before_its_draft_is_accepted(place, paper):
    ingest(place, paper, P11)
    with pytest.raises(WorkspaceError, match="the paper 'pack-of-p11' is not in the register"):
        accept(place, P11)
    assert place.periods() == []


def test_names_that_were_corrected_are_known_the_next_time(place, paper, tmp_path):
    (place.params / "ingest" / "names.yaml").unlink()
    first = ingest(place, paper, P11, SOURCE)
    folder = place.root / "drafts" / str(P11)
    for name, old, new in (
        ("savings.csv", "Review of Business Operations", "Business operations"),
        ("savings.csv", "S04,", "B01,"),
        ("adjustments.csv", "ICB Income in Dispute", "ICB income in dispute"),
    ):
        text = (folder / name).read_text(encoding="utf-8")
        assert old in text
        (folder / name).write_text(text.replace(old, new, 1), encoding="utf-8")
    assert first.draft.drafts[P11].datasets["savings"]
    done = accept(place, P11)
    assert done.learned >= 2
    names = recognition(place.params).names
    assert names["savings"]["Review of Business Operations"] == {"ref": "B01", "proposal": "Business operations"}
    assert names["adjustments"]["ICB Income in Dispute"] == "ICB income in dispute"
    assert (place.params / "ingest" / LEARNED).exists()
    later = tmp_path / "pack-of-p12.html"
    later.write_bytes(page(pack_of_p12()[0]))
    made = ingest(place, later, P12, SOURCE)
    refs = {row.cells["proposal"]: row.cells["ref"] for row in made.draft.drafts[P12].datasets["savings"]}
    assert refs["Business operations"] == "B01"


def test_a_file_without_a_table_of_a_return_is_refused_in_one_sentence(place, tmp_path):
    file = tmp_path / "letter.html"
    file.write_bytes(b"<html><body><p>Nothing here.</p></body></html>")
    with pytest.raises(WorkspaceError, match="nothing in it is a table that a return has"):
        ingest(place, file, P11, SOURCE)
    assert not (place.root / "drafts").exists()


def test_an_unknown_key_of_recognition_is_named(place):
    (place.params / "ingest" / "more.yaml").write_text("nmaes: {}\n", encoding="utf-8")
    with pytest.raises(WorkspaceError, match="nmaes"):
        recognition(place.params)


def test_the_id_of_a_paper_is_made_of_its_file(tmp_path):
    assert source_of(tmp_path / "Pack of P11 (final).PDF") == "pack-of-p11-final"


def test_periods_of_drafts_are_periods(place):
    assert place.draft_periods() == []
    (place.root / "drafts" / "old").mkdir(parents=True)
    (place.root / "drafts" / "2023-24-P07").mkdir()
    (place.root / "drafts" / "2023-24-P07" / "forecast.csv").write_text("x", encoding="utf-8")
    assert place.draft_periods() == [Period(2023, 7)]
