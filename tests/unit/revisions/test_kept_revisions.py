"""A revision is there whole or not at all, is never replaced, and what is wrong with one is said in one sentence."""

import errno
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from trustbook.core.errors import PublishError
from trustbook.core.period import Period
from trustbook.revisions import disk, store
from trustbook.revisions.bag import measured, write_bag
from trustbook.revisions.store import all_revisions, faults, new_folder, put, revisions_of, sweep

PERIOD = Period.parse("2030-31-P04")
OTHER = Period.parse("2030-31-P05")


def folder_of(root):
    return root / "published" / str(PERIOD)


def test_a_workspace_that_has_published_nothing_has_no_revisions(tmp_path):
    assert revisions_of(tmp_path, PERIOD) == []
    assert all_revisions(tmp_path) == {}


def test_revisions_are_listed_oldest_first_with_what_they_have(tmp_path, publish):
    made = [publish(page=f"Page {number}") for number in range(1, 13)]
    found = revisions_of(tmp_path, PERIOD)
    assert found == made
    assert [each.name for each in found] == [f"2030-31-P04/r{number}" for number in range(1, 13)]
    assert (found[10].edition / "index.html").read_text() == "Page 11"
    assert (found[0].inputs / "params" / "trust.yaml").exists()
    assert found[0].metrics()["forecast.variance"]["value"] == 731
    assert all_revisions(tmp_path) == {PERIOD: made}


def test_each_revision_names_the_one_before(tmp_path, publish):
    one, two = publish(), publish()
    assert one.record.previous == ""
    assert two.record.previous == one.tagmanifest_digest
    assert faults([one, two]) == []


def test_a_revision_is_readable_by_all_whatever_the_umask(tmp_path, publish):
    before = os.umask(0o077)
    try:
        kept = publish()
    finally:
        os.umask(before)
    for path in (kept.folder.parents[1], kept.folder.parent, kept.folder, *kept.folder.rglob("*")):
        assert path.stat().st_mode & 0o777 == (0o755 if path.is_dir() else 0o644)


def test_a_revision_that_is_there_is_never_replaced(tmp_path, publish, new_bag):
    kept = publish()
    before = measured(kept.folder)
    with new_bag(page="Another") as (new, _):
        with pytest.raises(PublishError, match="it was published already, and never changes"):
            put(tmp_path, new, PERIOD, 1)
        assert new.is_dir()
    assert measured(kept.folder) == before


@pytest.mark.parametrize("what", ["folder", "file", "link"])
def test_whatever_has_the_name_is_never_replaced(tmp_path, new_bag, monkeypatch, what):
    """Also where it came there after we looked."""
    with new_bag() as (new, _):
        place = folder_of(tmp_path) / "r1"
        real = store.rename_new

        def late(*given):
            if what == "folder":
                place.mkdir()
            elif what == "file":
                place.write_text("x")
            else:
                place.symlink_to("nowhere")
            real(*given)

        monkeypatch.setattr(store, "rename_new", late)
        with pytest.raises(PublishError, match="it was published already"):
            put(tmp_path, new, PERIOD, 1)
        assert (new / "revision.json").exists()
        assert not (place / "revision.json").exists()


@pytest.mark.parametrize("why", ["no such call", "the disk cannot"])
def test_nothing_is_replaced_where_the_system_cannot_do_both_in_one_step(tmp_path, new_bag, monkeypatch, why):
    without = None if why == "no such call" else lambda *_: errno.EINVAL
    monkeypatch.setattr(disk, "_system_call", lambda: without)
    with new_bag() as (new, _):
        assert put(tmp_path, new, PERIOD, 1).number == 1
    (tmp_path / "place").mkdir()
    (tmp_path / "new").mkdir()
    with pytest.raises(FileExistsError):
        disk.rename_new(tmp_path / "new", tmp_path / "place", tmp_path / "lock")
    assert (tmp_path / "new").is_dir()


def test_the_system_renames_without_replacing_even_an_empty_folder(tmp_path):
    (tmp_path / "place").mkdir()
    (tmp_path / "new").mkdir()
    with pytest.raises(FileExistsError):
        disk.rename_new(tmp_path / "new", tmp_path / "place", tmp_path / "lock")
    disk.rename_new(tmp_path / "new", tmp_path / "free", tmp_path / "lock")
    assert (tmp_path / "free").is_dir()


def test_a_revision_with_a_gap_before_it_is_refused(tmp_path, publish, new_bag):
    publish()
    with new_bag() as (new, _), pytest.raises(PublishError, match="it would be r3, and there is no r2"):
        put(tmp_path, new, PERIOD, 3)


def test_a_revision_made_before_another_was_published_is_refused(tmp_path, publish, new_bag):
    with new_bag(name=".new-slow") as (slow, number):
        publish()
        with pytest.raises(PublishError, match="published already"):
            put(tmp_path, slow, PERIOD, number)


def test_a_revision_that_is_based_on_another_one_is_refused(tmp_path, publish, new_bag, record):
    publish()
    with new_bag() as (new, number):
        (new / "revision.json").write_text(record(number=number, previous="e" * 64).as_json())
        with pytest.raises(PublishError, match="another revision was published since it was made"):
            put(tmp_path, new, PERIOD, number)


@pytest.mark.parametrize("change", ["altered", "missing", "extra", "link"])
def test_a_bag_that_is_not_whole_is_not_published(tmp_path, new_bag, change):
    with new_bag() as (new, number):
        page = new / "data/edition/index.html"
        if change == "altered":
            page.write_text("B page")
        elif change == "missing":
            page.unlink()
        elif change == "extra":
            (new / "data/more").write_text("x")
        else:
            page.unlink()
            page.symlink_to("chapters/savings.html")
        with pytest.raises(PublishError, match=r"published/2030-31-P04/r1/data/"):
            put(tmp_path, new, PERIOD, number)
    assert revisions_of(tmp_path, PERIOD) == []


def test_a_file_that_is_also_another_is_not_published(tmp_path, new_bag):
    with new_bag() as (new, number):
        os.link(new / "data/edition/index.html", tmp_path / "elsewhere.html")
        with pytest.raises(PublishError, match=r"index\.html: it is the same file as another"):
            put(tmp_path, new, PERIOD, number)


def test_all_is_written_to_the_disk_before_it_has_its_name(tmp_path, new_bag, monkeypatch):
    written, then = [], []
    real, rename = os.fsync, store.rename_new

    def fsync(number):
        (then or written).append(os.fstat(number).st_ino)
        real(number)

    def renaming(*given):
        then.append("renamed")
        rename(*given)

    monkeypatch.setattr(disk.os, "fsync", fsync)
    monkeypatch.setattr(store, "rename_new", renaming)
    with new_bag() as (new, number):
        all_of_it = {path.stat().st_ino for path in (new, *new.rglob("*"))}
        put(tmp_path, new, PERIOD, number)
    assert all_of_it <= {*written}
    assert then == [
        "renamed",
        *(each.stat().st_ino for each in (folder_of(tmp_path), tmp_path / "published", tmp_path)),
    ]


def test_a_full_disk_is_one_sentence_and_publishes_nothing(tmp_path, new_bag, monkeypatch):
    def full(_):
        raise OSError(errno.ENOSPC, "No space left on device")

    with new_bag() as (new, number):
        monkeypatch.setattr(disk.os, "fsync", full)
        with pytest.raises(PublishError, match="it cannot be written \\(No space left on device\\)"):
            put(tmp_path, new, PERIOD, number)
    assert revisions_of(tmp_path, PERIOD) == []


def test_a_gap_is_said(tmp_path, publish):
    for _ in range(3):
        publish()
    (folder_of(tmp_path) / "r2").rename(tmp_path / "r2")
    with pytest.raises(PublishError, match="published/2030-31-P04: there is r3 and no r2"):
        revisions_of(tmp_path, PERIOD)


@pytest.mark.parametrize("name", ["r01", "r0", "r-1", "rx", "r1 copy", "R1", "notes.txt", "r1000000"])
def test_a_name_that_no_revision_has_is_said(tmp_path, publish, name):
    publish()
    (folder_of(tmp_path) / name).mkdir()
    with pytest.raises(PublishError, match="nothing here has this name"):
        revisions_of(tmp_path, PERIOD)
    with pytest.raises(PublishError, match="nothing here has this name"):
        all_revisions(tmp_path)


@pytest.mark.parametrize("name", [".new-1234", ".DS_Store", ".gitkeep", "README.md"])
def test_what_is_left_over_or_of_the_system_is_passed_over(tmp_path, publish, name):
    kept = publish()
    (folder_of(tmp_path) / name).write_text("x")
    (tmp_path / "published" / name).write_text("x")
    assert all_revisions(tmp_path) == {PERIOD: [kept]}


def test_a_folder_of_no_period_is_said(tmp_path, publish):
    publish()
    (tmp_path / "published" / "2030-31-P4").mkdir()
    with pytest.raises(PublishError, match=r"published/2030-31-P4"):
        all_revisions(tmp_path)


def test_a_revision_that_is_a_link_is_refused(tmp_path, publish):
    kept = publish()
    kept.folder.rename(tmp_path / "elsewhere")
    kept.folder.symlink_to(tmp_path / "elsewhere")
    with pytest.raises(PublishError, match="it is no folder"):
        revisions_of(tmp_path, PERIOD)


def test_a_period_that_leads_out_is_refused(tmp_path, publish):
    kept = publish()
    kept.folder.parent.rename(tmp_path / "elsewhere")
    folder_of(tmp_path).symlink_to(tmp_path / "elsewhere")
    with pytest.raises(PublishError, match="leads out of published/"):
        revisions_of(tmp_path, PERIOD)


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"\xff", b"{}", b"[" * 200_000, b'{"period": "2030-31-P04"}'])
def test_a_record_that_cannot_be_read_is_named(tmp_path, publish, content):
    kept = publish()
    (kept.folder / "revision.json").write_bytes(content)
    with pytest.raises(PublishError, match=r"published/2030-31-P04/r1/revision\.json: it is not the record"):
        revisions_of(tmp_path, PERIOD)


def test_a_record_that_is_too_large_or_no_file_is_named(tmp_path, publish):
    record = publish().folder / "revision.json"
    with record.open("r+b") as stream:
        stream.truncate(10**12)
    with pytest.raises(PublishError, match="1,000,000,000,000 bytes"):
        revisions_of(tmp_path, PERIOD)
    record.unlink()
    os.mkfifo(record)
    with pytest.raises(PublishError, match="it is a pipe"):
        revisions_of(tmp_path, PERIOD)


def test_the_record_of_another_revision_is_refused(tmp_path, publish):
    one, two = publish(), publish()
    (two.folder / "revision.json").write_bytes((one.folder / "revision.json").read_bytes())
    with pytest.raises(PublishError, match=r"r2/revision\.json: it is the record of 2030-31-P04, r1"):
        revisions_of(tmp_path, PERIOD)


@pytest.mark.parametrize(
    "content",
    [
        "[]",
        '{"a": 1}',
        '{"a": {"value": "731", "unit": "gbp_k", "label": "A"}}',
        '{"a": {"value": true, "unit": "gbp_k", "label": "A"}}',
        '{"a": {"value": NaN, "unit": "gbp_k", "label": "A"}}',
        '{"a": {"value": 1e999, "unit": "gbp_k", "label": "A"}}',
        '{"a": {"value": 1, "unit": "gbp_k"}}',
        '{"a": {"value": 1, "unit": "gbp_k", "label": "\\u202e"}}',
    ],
)
def test_figures_that_cannot_be_read_are_named(publish, content):
    kept = publish()
    (kept.results / "metrics.json").write_text(content)
    write_bag(kept.folder, {})
    with pytest.raises(PublishError, match=r"published/2030-31-P04/r1/data/results/metrics\.json: it has no headline"):
        kept.metrics()


def test_faults_are_named_by_their_place_in_the_workspace(publish):
    one, two = publish(), publish()
    (one.edition / "index.html").write_text("B page")
    assert [str(each) for each in faults([one, two])] == [
        "published/2030-31-P04/r1/data/edition/index.html: it was altered"
    ]


def test_a_revision_that_is_made_once_more_breaks_the_chain(tmp_path, publish):
    """Manifests that agree with other bytes are found by the revision after them."""
    publish()
    publish()
    one = folder_of(tmp_path) / "r1"
    (one / "data/edition/index.html").write_text("B page")
    write_bag(one, {"Bagging-Date": "2030-08-20"})
    assert [str(each) for each in faults(revisions_of(tmp_path, PERIOD))] == [
        "published/2030-31-P04/r2/revision.json: the revision before it is not the one that it was based on"
    ]


def test_a_new_folder_is_empty_and_gone_if_it_was_not_put(tmp_path):
    def fail():
        with new_folder(tmp_path, PERIOD) as new:
            assert list(new.iterdir()) == []
            assert new.parent == folder_of(tmp_path)
            (new / "data").mkdir()
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert not (tmp_path / "published").exists()


def test_a_new_folder_leaves_what_was_put_and_deletes_what_a_killed_process_left(tmp_path, publish):
    publish()
    left = folder_of(tmp_path) / ".new-killed"
    left.mkdir()
    (tmp_path / "published" / str(OTHER)).mkdir()
    (tmp_path / "published" / str(OTHER) / ".new-killed").mkdir()
    with new_folder(tmp_path, PERIOD) as new:
        assert not left.exists()
        assert not (tmp_path / "published" / str(OTHER)).exists()
        assert new.is_dir()
    assert [path.name for path in folder_of(tmp_path).iterdir()] == ["r1"]


def test_what_is_left_over_is_swept_unless_a_process_is_at_work(tmp_path, publish):
    publish()
    with new_folder(tmp_path, OTHER) as new:
        sweep(tmp_path)
        assert new.is_dir()
        kill = new.with_name(".new-killed")
        kill.mkdir()
        sweep(tmp_path)
        assert kill.is_dir()
    sweep(tmp_path)
    assert not kill.exists()
    assert not (tmp_path / "published" / str(OTHER)).exists()
    assert len(revisions_of(tmp_path, PERIOD)) == 1


def test_where_there_are_no_locks_only_what_is_old_is_swept(tmp_path, publish, monkeypatch):
    publish()
    young, old = (folder_of(tmp_path) / name for name in (".new-young", ".new-old"))
    young.mkdir()
    old.mkdir()
    past = time.time() - 7200
    os.utime(old, (past, past))
    monkeypatch.setattr(disk, "acquired", lambda _: None)
    sweep(tmp_path)
    assert young.is_dir()
    assert not old.exists()


PUBLISH = """
import sys
from pathlib import Path
sys.path.insert(0, sys.argv[2])
from conftest import PERIOD, fill, made_record
from trustbook.core.errors import PublishError
from trustbook.revisions.store import new_folder, put, revisions_of
root = Path(sys.argv[1])
print("ready", flush=True)
sys.stdin.readline()
for count in range(int(sys.argv[3])):
    with new_folder(root, PERIOD) as new:
        before = revisions_of(root, PERIOD)
        previous = before[-1].tagmanifest_digest if before else ""
        fill(new, made_record(number=len(before) + 1, previous=previous), page=sys.argv[4] + str(count))
        put(root, new, PERIOD, len(before) + 1)
"""


def start(root, count, page):
    command = [sys.executable, "-c", PUBLISH, str(root), str(Path(__file__).parent), str(count), page]
    started = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert started.stdout.readline() == "ready\n"
    return started


def go(*started):
    for each in started:
        each.stdin.write("\n")
        each.stdin.flush()


def end(*started):
    for each in started:
        each.wait(60)
        each.stdin.close()
        each.stdout.close()


def test_two_that_publish_at_once_publish_one_after_the_other(tmp_path):
    started = [start(tmp_path, 5, name) for name in ("Ann", "Ben")]
    go(*started)
    end(*started)
    assert [each.returncode for each in started] == [0, 0]
    found = revisions_of(tmp_path, PERIOD)
    assert len(found) == 10
    assert faults(found) == []
    pages = [(each.edition / "index.html").read_text() for each in found]
    assert sorted(pages) == sorted(f"{name}{count}" for name in ("Ann", "Ben") for count in range(5))


@pytest.mark.parametrize("wait", [0.004, 0.02, 0.037])
def test_whenever_it_is_killed_each_revision_is_whole_or_not_there(tmp_path, wait):
    started = start(tmp_path, 1000, "Page")
    go(started)
    time.sleep(wait)
    started.send_signal(signal.SIGKILL)
    end(started)
    found = revisions_of(tmp_path, PERIOD)
    assert faults(found) == []
    sweep(tmp_path)
    left = [path.name for path in folder_of(tmp_path).iterdir()] if folder_of(tmp_path).exists() else []
    assert sorted(left) == sorted(f"r{each.number}" for each in found)
    again = start(tmp_path, 1, "Page")
    go(again)
    end(again)
    assert len(revisions_of(tmp_path, PERIOD)) == len(found) + 1


def test_a_folder_that_cannot_be_made_is_one_sentence(tmp_path):
    (tmp_path / "published").write_text("a file")
    with (
        pytest.raises(PublishError, match=r"published/2030-31-P04: it cannot be written \(Not a directory\)"),
        new_folder(tmp_path, PERIOD),
    ):
        pass
    assert (tmp_path / "published").read_text() == "a file"
