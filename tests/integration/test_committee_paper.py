"""The committee's paper by command: from a built edition to a document in which each figure is one of the edition's."""

import json
import shutil
import subprocess
import sys

import pytest
from docx import Document
from figures_on_pages import not_on_their_pages, record
from workspaces import tree, trustbook

from publishing.workspace import BEFORE, NEWEST, copied
from trustbook.core.period import Period
from trustbook.revisions.store import revisions_of

FOLDER = "committee"


@pytest.fixture(scope="module")
def true_paper(reported):
    """The paper of the newest true return, by the real command; it is removed again."""
    folder, _ = reported
    ran = trustbook("paper", NEWEST, cwd=folder)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    yield folder, ran.stdout
    shutil.rmtree(folder / FOLDER)


@pytest.fixture
def drafted(reported_only, tmp_path):
    return copied(reported_only, tmp_path / "workspace")


@pytest.fixture
def revised(ready_to_publish, tmp_path):
    return copied(ready_to_publish, tmp_path / "workspace")


def written(folder, period, name="report-1.docx"):
    document = Document(folder / FOLDER / period / name)
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


def test_each_figure_of_the_true_paper_stands_on_its_page_of_the_edition(true_paper):
    folder, _ = true_paper
    figures = record(folder, NEWEST)["figures"]
    assert figures
    assert not_on_their_pages(figures, folder / "_build" / "editions" / NEWEST) == []


def test_each_headline_figure_of_the_true_paper_is_that_of_the_edition(true_paper):
    folder, _ = true_paper
    edition = folder / "_build" / "editions" / NEWEST
    known = json.loads((edition / "edition.json").read_text(encoding="utf-8"))["figures"]
    stated = {name: each for name, each in record(folder, NEWEST)["figures"].items() if name in known}
    assert len(stated) > 30
    assert {name: each["value"] for name, each in stated.items()} == {name: known[name]["value"] for name in stated}


def test_the_true_paper_has_its_title_block_and_nothing_is_left_to_write(true_paper):
    folder, said = true_paper
    assert "must still write" not in said
    text = written(folder, NEWEST)
    for wanted in ("Children's Trust Joint Committee", "1 May 2024", "NCT P11 forecast", "£31.632m", "£32.540m"):
        assert wanted in text
    assert "[To be written" not in text
    assert "Draft" in text


def test_a_second_run_writes_nothing_and_an_edited_document_stays(drafted):
    first = trustbook("paper", NEWEST, cwd=drafted)
    assert f"Written: {FOLDER}/{NEWEST}/report-1.docx" in first.stdout, first.stderr
    before = tree(drafted, FOLDER)
    again = trustbook("paper", NEWEST, cwd=drafted)
    assert "nothing is written" in again.stdout
    assert tree(drafted, FOLDER) == before
    document = drafted / FOLDER / NEWEST / "report-1.docx"
    document.write_bytes(b"edited in Word")
    shown = record(drafted, NEWEST)
    shown["figures"]["forecast.variance"] |= {"value": 27_000.0, "written": "£27.000m"}
    shown["plain"] = "0" * 64
    document.with_suffix(".json").write_text(json.dumps(shown), encoding="utf-8")
    third = trustbook("paper", NEWEST, cwd=drafted)
    assert "report-1.docx was edited, and stays as it is." in third.stdout, third.stderr
    assert "Variance: £27.591m, was £27.000m" in third.stdout
    assert document.read_bytes() == b"edited in Word"
    assert "£27.000m" in written(drafted, NEWEST, "report-2.docx")


def test_two_runs_at_once_write_one_draft(drafted):
    command = [sys.executable, "-m", "trustbook", "paper", NEWEST]
    runs = [subprocess.Popen(command, cwd=drafted, stdout=subprocess.PIPE, stderr=subprocess.PIPE) for _ in range(2)]
    said = [run.communicate(timeout=300)[0].decode() for run in runs]
    assert [run.returncode for run in runs] == [0, 0]
    assert sorted("nothing is written" in each for each in said) == [False, True]
    assert sorted(path.name for path in (drafted / FOLDER / NEWEST).iterdir()) == ["report-1.docx", "report-1.json"]


def test_an_edition_that_is_not_there_or_is_out_of_date_is_asked_for_in_one_sentence(drafted):
    file = drafted / "data" / NEWEST / "adjustments.csv"
    file.write_text(file.read_text(encoding="utf-8").replace("Additional in-year", "Further in-year"), encoding="utf-8")
    stale = trustbook("paper", NEWEST, cwd=drafted)
    assert stale.returncode == 1
    assert "something has changed since the edition of" in stale.stderr
    assert f"trustbook report {NEWEST}" in stale.stderr
    shutil.rmtree(drafted / "_build" / "editions" / NEWEST)
    absent = trustbook("paper", NEWEST, cwd=drafted)
    assert absent.returncode == 1
    assert "has no edition yet" in absent.stderr
    assert not (drafted / FOLDER).exists()


def test_a_published_period_is_written_as_published_whatever_has_changed_since(revised):
    kept = revisions_of(revised, Period.parse(BEFORE))[-1]
    before = tree(revised, "published")
    ran = trustbook("paper", BEFORE, cwd=revised)
    assert ran.returncode == 0, ran.stderr
    assert f"The workspace has changed since {kept.name} was published" in " ".join(ran.stdout.split())
    known, stated = kept.metrics(), record(revised, BEFORE)["figures"]
    assert stated["forecast.pressure"]["value"] == known["forecast.pressure"]["value"]
    now = json.loads((revised / "_build" / "metrics" / f"{BEFORE}.json").read_text(encoding="utf-8"))
    assert stated["forecast.pressure"]["value"] != now["forecast.pressure"]["value"]
    assert "Published 1 May 2024" in written(revised, BEFORE)
    assert tree(revised, "published") == before


def test_the_template_is_written_once_and_a_paper_uses_it(drafted):
    assert trustbook("paper", "--template", cwd=drafted).returncode == 0
    again = trustbook("paper", "--template", cwd=drafted)
    assert again.returncode == 2
    assert "params/paper.docx: it is there already" in again.stderr
    file = drafted / "params" / "paper.docx"
    document = Document(file)
    document.paragraphs[0].insert_paragraph_before("In the council's own form")
    document.save(file)
    ran = trustbook("paper", NEWEST, cwd=drafted)
    assert ran.returncode == 0, ran.stderr
    assert "In the council's own form" in written(drafted, NEWEST)
