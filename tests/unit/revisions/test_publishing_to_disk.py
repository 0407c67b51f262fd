"""What is written through is all that there is, and a lock is shared by all who ask for it."""

import os

import pytest

from trustbook.revisions import disk
from trustbook.revisions.disk import alone, write_all_through


def test_every_file_and_folder_is_written_through(tmp_path, monkeypatch):
    (tmp_path / "a" / "b").mkdir(parents=True)
    for name in ("one", "a/two", "a/b/three"):
        (tmp_path / name).write_text(name)
    seen = []
    monkeypatch.setattr(disk.os, "fsync", lambda number: seen.append(os.fstat(number).st_ino))
    write_all_through(tmp_path)
    assert sorted(seen) == sorted(path.stat().st_ino for path in (tmp_path, *tmp_path.rglob("*")))
    assert seen[-1] == tmp_path.stat().st_ino


def test_a_folder_that_cannot_be_looked_into_is_no_folder_that_was_written(tmp_path):
    with pytest.raises(FileNotFoundError):
        write_all_through(tmp_path / "nowhere")


def test_who_does_not_wait_is_not_let_in_while_another_is(tmp_path):
    with alone(tmp_path / "new" / "lock") as first:
        assert first is True
        with alone(tmp_path / "new" / "lock", wait=False) as second:
            assert second is False
    with alone(tmp_path / "new" / "lock", wait=False) as third:
        assert third is True
