"""Whoever can write into `published/` can write anything there: nothing is shown that is not as it was published."""

import os
import shutil
from dataclasses import replace
from datetime import UTC, datetime
from unittest.mock import patch

import pytest
from workspaces import tree

from publishing.tampering import wrong
from publishing.workspace import BEFORE, NEWEST, QUIET, copied, outcome, publish_again
from trustbook.build.limits import Kernel
from trustbook.config.workspace import Workspace
from trustbook.core.errors import PublishError, WorkspaceError
from trustbook.core.period import Period
from trustbook.pipeline import stages
from trustbook.pipeline.publication_record import entries_of, library_now
from trustbook.pipeline.publish import Asking, publish
from trustbook.pipeline.verify import verify
from trustbook.revisions import log, store
from trustbook.revisions.bag import write_bag
from trustbook.site.copies import digest_of_file, write_manifest


@pytest.fixture
def ready(ready_to_publish, tmp_path):
    return copied(ready_to_publish, tmp_path / "workspace")


def report(folder):
    """Do what every report does at its end."""
    workspace = Workspace(folder)
    with patch("trustbook.site.assembly.chart", return_value=None), stages.at_work(workspace, QUIET) as memory:
        stages.site(workspace, QUIET, memory, kernel=Kernel.PLAIN)


def forge(kept):
    """Change a page of a revision, and make every list of the bag agree."""
    page = kept.edition / "notebooks" / "first.html"
    page.write_bytes(page.read_bytes().replace(b"</body>", b"<p>Nothing is owed.</p></body>"))
    lines = (kept.folder / "bag-info.txt").read_text(encoding="utf-8").splitlines()
    info = dict(line.split(": ", 1) for line in lines if ": " in line)
    info.pop("Payload-Oxum")
    for name in ("bagit.txt", "bag-info.txt", "manifest-sha256.txt", "tagmanifest-sha256.txt"):
        (kept.folder / name).unlink()
    write_bag(kept.folder, info)
    (again,) = (each for each in store.revisions_of(kept.folder.parents[2], kept.period) if each.number == kept.number)
    assert store.faults([again]) == []
    return again


def refused(folder, what):
    """Every command says what is wrong, and changes nothing of the sites."""
    served = tree(folder, "_build/public")
    for command in (report, publish_again):
        with pytest.raises(PublishError, match=what):
            command(folder)
    assert tree(folder, "_build/public") == served
    assert wrong(folder)


def test_a_revision_that_was_taken_away_is_missed_and_none_takes_its_place(ready):
    shutil.rmtree(ready / "published" / BEFORE)
    refused(ready, f"published/{BEFORE}/r1: it is not there, and entry 4 of the log says it is")


def test_a_revision_whose_lists_were_all_written_again_is_not_shown(ready):
    forge(store.revisions_of(ready, Period.parse(NEWEST))[0])
    refused(ready, f"published/{NEWEST}/r1: it is not what was published")


def test_a_list_that_was_written_again_for_a_changed_page_is_not_believed(ready):
    (kept,) = store.revisions_of(ready, Period.parse(NEWEST))
    page, listed = kept.edition / "notebooks" / "first.html", kept.folder / "manifest-sha256.txt"
    before = digest_of_file(page)
    page.write_bytes(page.read_bytes() + b"<p>Nothing is owed.</p>")
    listed.write_text(listed.read_text().replace(before, digest_of_file(page)))
    refused(ready, rf"{NEWEST}/r1/manifest-sha256\.txt: it is not what was published")


def test_a_record_that_was_changed_by_itself_is_not_believed(ready):
    record = ready / "published" / NEWEST / "r1" / "revision.json"
    record.write_text(record.read_text().replace("Nobody was there", "All agreed"))
    refused(ready, rf"{NEWEST}/r1/revision\.json: it is not what was published")


def test_a_second_line_of_the_log_does_not_prove_a_revision(ready):
    again = forge(store.revisions_of(ready, Period.parse(NEWEST))[0])
    log.append(ready, entries_of(again)[-1:], datetime(2024, 5, 1, 9, 30, tzinfo=UTC))
    refused(ready, "it is not what was published")
    assert any("one entry of its publication" in each for each in wrong(ready))


def test_the_log_that_was_taken_away_is_not_written_again_from_what_is_there(ready):
    (ready / "published" / "log.jsonl").unlink()
    refused(ready, "the log does not say that it was published")
    assert not (ready / "published" / "log.jsonl").exists()


def test_published_is_no_link_to_elsewhere(ready):
    (ready / "published").rename(ready / "elsewhere")
    (ready / "published").symlink_to("elsewhere")
    with pytest.raises(PublishError, match="published: it is a link"):
        report(ready)
    assert any("a link" in each for each in wrong(ready))


def test_a_copy_of_the_site_is_held_to_what_is_kept_here_and_not_to_its_own_list(ready, tmp_path):
    copy = tmp_path / "served"
    shutil.copytree(ready / "_build" / "public", copy)
    assert verify_copy(ready, copy) == []
    with (copy / "periods.js").open("a") as script:
        script.write("document.title = 'No overspend';")
    shutil.copytree(copy / NEWEST, copy / "2023-24-P12")
    (copy / "manifest-sha256.txt").unlink()
    write_manifest(copy)
    found = verify_copy(ready, copy)
    assert any("periods.js" in each for each in found)
    assert any("2023-24-P12" in each for each in found)


def verify_copy(folder, copy):
    return [str(each) for each in verify(Workspace(folder), copy).wrong]


def test_a_copy_alone_is_said_to_agree_with_its_own_list_only(ready, tmp_path):
    copy = tmp_path / "served"
    shutil.copytree(ready / "_build" / "public", copy)
    found = verify(None, copy)
    assert found.wrong == []
    assert found.by_its_own_list
    assert "its own list" in found.said


def test_the_lines_that_keep_bytes_in_git_are_looked_at(ready):
    (ready / "published" / ".gitignore").write_text("*\n")
    assert any("published/.gitignore" in each for each in wrong(ready))


@pytest.mark.parametrize("name", ["book/README.md", "notebooks/helper.py"])
def test_a_file_that_a_page_may_be_made_from_is_part_of_the_state(ready, name):
    workspace = Workspace(ready)
    with stages.at_work(workspace, QUIET) as memory:
        before = memory.ingredients.of_edition(Period.parse(BEFORE))
    (ready / name).write_text("WORDS = 1\n")
    with stages.at_work(workspace, QUIET) as memory:
        assert memory.ingredients.of_edition(Period.parse(BEFORE)).keys() - before.keys() == {name}


def test_the_same_figures_by_another_library_are_another_revision(ready):
    def by_another(*given):
        return replace(library_now(*given), digest="0" * 64)

    with patch("trustbook.pipeline.revision_folder.library_now", by_another):
        kept = publish_again(ready)
    again = publish_again(ready, reason="A sentence of a page is corrected")
    assert again.number == kept.number + 1
    assert publish_again(ready).number == again.number


@pytest.mark.parametrize("given", ["abc", "1e9", "-5", " 1714555800", "1", "253402300799", "9" * 40])
def test_a_clock_that_is_set_to_no_time_is_refused_before_anything_is_done(ready, given):
    before = outcome(ready)
    with patch.dict(os.environ, {"SOURCE_DATE_EPOCH": given}), pytest.raises(WorkspaceError, match="SOURCE_DATE_EPOCH"):
        publish(Workspace(ready), Period.parse(BEFORE), Asking("Why"), QUIET, QUIET, 1)
    assert outcome(ready) == before
