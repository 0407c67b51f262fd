"""Drafts of a paper: each is a file of its own, says what changed, and never takes the place of another."""

import os
import threading
from dataclasses import replace
from pathlib import Path
from unittest.mock import patch

import pytest
from sample_paper import PAPER

from trustbook.committee import drafts
from trustbook.committee.model import Change, Paragraph
from trustbook.core import atomic_file
from trustbook.core.atomic_file import write_new
from trustbook.core.errors import PublishError


def recorded(document=b"one", paper=PAPER):
    return drafts.record_of(paper, document, b"plain")


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "committee" / "2030-31-P04"


def names(folder):
    return sorted(path.name for path in folder.iterdir())


def test_drafts_are_numbered_one_after_another(folder):
    assert drafts.newest(folder) is None
    first = drafts.write_draft(folder, b"one", recorded())
    second = drafts.write_draft(folder, b"two", recorded(b"two"))
    assert names(folder) == ["report-1.docx", "report-1.json", "report-2.docx", "report-2.json"]
    assert (first.read_bytes(), second.read_bytes()) == (b"one", b"two")
    newest = drafts.newest(folder)
    assert (newest.number, newest.name, newest.is_edited) == (2, "report-2.docx", False)
    assert newest.record == recorded(b"two")


def test_a_briefing_has_numbers_of_its_own(folder):
    drafts.write_draft(folder, b"one", recorded())
    place = drafts.write_draft(folder, b"asked", recorded(b"asked"), drafts.BRIEFING)
    assert place.name == "briefing-1.docx"
    assert drafts.newest(folder).name == "report-1.docx"


def test_an_edited_document_is_seen_and_stays(folder):
    place = drafts.write_draft(folder, b"one", recorded())
    place.write_bytes(b"one, edited in Word")
    assert drafts.newest(folder).is_edited
    drafts.write_draft(folder, b"two", recorded(b"two"))
    assert place.read_bytes() == b"one, edited in Word"


@pytest.mark.parametrize("there", ["report-1.docx", "report-1.json", "report-1.pdf"])
def test_a_number_is_taken_by_whatever_has_it(folder, there):
    folder.mkdir(parents=True)
    (folder / there).write_bytes(b"of somebody")
    (folder / "~$report-9.docx").write_bytes(b"Word is open")
    (folder / "report-7 (copy).docx").write_bytes(b"a copy")
    assert drafts.write_draft(folder, b"one", recorded()).name == "report-2.docx"
    assert (folder / there).read_bytes() == b"of somebody"


def test_a_document_that_appears_meanwhile_keeps_its_name(folder):
    folder.mkdir(parents=True)
    (folder / "report-1.docx").write_bytes(b"of somebody")
    with patch.object(drafts, "_numbers", return_value=set()):
        place = drafts.write_draft(folder, b"one", recorded())
    assert place.name == "report-2.docx"
    assert names(folder) == ["report-1.docx", "report-2.docx", "report-2.json"]
    assert (folder / "report-1.docx").read_bytes() == b"of somebody"


def test_many_at_once_each_write_their_own(folder):
    barrier = threading.Barrier(8)

    def write(number):
        barrier.wait()
        document = str(number).encode()
        drafts.write_draft(folder, document, recorded(document))

    threads = [threading.Thread(target=write, args=(number,)) for number in range(8)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert sorted(path.read_bytes() for path in folder.glob("*.docx")) == [str(number).encode() for number in range(8)]
    assert len(names(folder)) == 16
    for path in folder.glob("*.docx"):
        assert drafts._record(path.with_suffix(".json")) == recorded(path.read_bytes())


@pytest.mark.parametrize("failing", [1, 2])
def test_a_full_disk_leaves_nothing_half_written(folder, failing):
    done = []

    def full(number):
        done.append(number)
        if len(done) == failing:
            raise OSError(28, "No space left on device")

    with patch.object(atomic_file.os, "fsync", full), pytest.raises(PublishError, match="No space left on device"):
        drafts.write_draft(folder, b"one", recorded())
    assert names(folder) == []


def test_where_a_file_has_one_name_only_it_is_written_in_place_and_never_over_another(folder):
    folder.mkdir(parents=True)
    with patch.object(os, "link", side_effect=PermissionError(1, "Operation not permitted")):
        write_new(folder / "a.docx", b"one")
        with pytest.raises(FileExistsError):
            write_new(folder / "a.docx", b"two")
    assert (folder / "a.docx").read_bytes() == b"one"
    assert names(folder) == ["a.docx"]


def test_what_a_killed_run_left_is_deleted_and_nothing_else(folder):
    drafts.write_draft(folder, b"one", recorded())
    (folder / ".0123456789abcdef.part").write_bytes(b"hal")
    (folder / ".notes.part").write_bytes(b"of somebody")
    drafts.sweep(folder)
    assert names(folder) == [".notes.part", "report-1.docx", "report-1.json"]


@pytest.mark.parametrize("damage", [b"", b"{}", b"not json", b'{"form": 2}', b"\xff\xfe"])
def test_a_record_that_cannot_be_read_is_none(folder, damage):
    place = drafts.write_draft(folder, b"one", recorded())
    place.with_suffix(".json").write_bytes(damage)
    newest = drafts.newest(folder)
    assert newest.record is None
    assert newest.is_edited


def test_a_folder_that_leads_out_is_refused(tmp_path):
    (tmp_path / "elsewhere").mkdir()
    root = tmp_path / "workspace"
    root.mkdir()
    (root / "committee").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(PublishError, match="leads out"):
        drafts.folder_of(root, "2030-31-P04")


def test_figures_that_changed_came_or_went_are_listed():
    first, *others = PAPER.figures
    before = recorded()
    moved = replace(first, written="£9.999m", value=first.value + 1)
    new = replace(first, metric="forecast.new", label="New", written="£0.001m")
    now = replace(PAPER, figures=(moved, *others[1:], new))
    assert drafts.changes(before, now) == (
        Change(first.label, first.metric, first.written, "£9.999m"),
        Change("New", "forecast.new", "", "£0.001m"),
        *([Change(others[0].label, others[0].metric, others[0].written, "")] if others else []),
    )
    assert drafts.changes(before, PAPER) == ()


def test_how_a_figure_is_written_is_no_change():
    first, *others = PAPER.figures
    now = replace(PAPER, figures=(replace(first, written="1,230"), *others))
    assert drafts.changes(recorded(), now) == ()


def test_sections_whose_text_is_another_are_named():
    section = PAPER.sections[0]
    now = replace(PAPER, sections=(replace(section, paragraphs=(Paragraph("Something else."),)), *PAPER.sections[1:]))
    assert drafts.changed_sections(recorded(), now) == [section.title]
    assert drafts.changed_sections(recorded(), PAPER) == []


def test_a_change_is_said_in_a_line():
    assert drafts.written(Change("Variance", "x", "£1.000m", "£1.230m")) == "Variance: £1.230m, was £1.000m"
    assert drafts.written(Change("Variance", "x", "£1.000m", "")) == "Variance: not reported, was £1.000m"
    assert drafts.written(Change("Variance", "x", "", "£1.230m")) == "Variance: £1.230m, not in the draft before"


def test_a_pdf_that_is_there_is_not_overwritten(folder):
    place = drafts.write_draft(folder, b"one", recorded())
    printed = drafts.write_printed(place, b"pdf")
    assert printed == Path(folder, "report-1.pdf")
    with pytest.raises(PublishError, match="nothing that is there is overwritten"):
        drafts.write_printed(place, b"another")
    assert printed.read_bytes() == b"pdf"
