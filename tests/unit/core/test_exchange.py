"""A folder in the place of another: there is always one, whole, and everyone may read it."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from trustbook.core import exchange as exchanging
from trustbook.core.exchange import exchange, recover

TIMES = 200
LOOK = """
import os, sys
page = os.path.join(sys.argv[1], "index.html")
looked = missing = 0
print("looking", flush=True)
while not os.path.exists(sys.argv[2]):
    looked += 1
    try:
        os.stat(page)
    except OSError:
        missing += 1
print(looked, missing)
"""


def site(folder: Path, content: str = "new") -> Path:
    (folder / "book").mkdir(parents=True)
    (folder / "index.html").write_text(content)
    (folder / "book" / "page.html").write_text(content)
    return folder


@pytest.fixture
def place(tmp_path):
    return site(tmp_path / "site", "old")


def without_exchange(monkeypatch):
    monkeypatch.setattr(exchanging, "_system_call", lambda: None)


def test_a_reader_who_looks_all_the_time_always_finds_a_site(tmp_path, place):
    if not exchanging._swap(site(tmp_path / "one"), site(tmp_path / "other")):
        pytest.skip("this system cannot exchange two names at once")
    command = [sys.executable, "-c", LOOK, str(place), str(tmp_path / "end")]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as reader:
        assert reader.stdout.readline() == "looking\n"
        for number in range(TIMES):
            exchange(site(tmp_path / ".site.new", str(number)), place)
        (tmp_path / "end").touch()
        looked, missing = map(int, reader.communicate(timeout=60)[0].split())
    assert looked > 0
    assert missing == 0
    assert (place / "index.html").read_text() == str(TIMES - 1)


@pytest.mark.parametrize("at_once", [True, False], ids=["at once", "in two steps"])
def test_the_new_one_is_there_and_nothing_else_is_left(tmp_path, place, monkeypatch, at_once):
    if not at_once:
        without_exchange(monkeypatch)
    exchange(site(tmp_path / ".site.new"), place)
    assert (place / "index.html").read_text() == "new"
    assert list(tmp_path.iterdir()) == [place]
    exchange(site(tmp_path / "first"), tmp_path / "nothing-there")
    assert (tmp_path / "nothing-there" / "index.html").read_text() == "new"


def test_where_the_new_one_cannot_be_put_in_place_the_old_one_is_there_again(tmp_path, place, monkeypatch):
    without_exchange(monkeypatch)
    new, rename = site(tmp_path / ".site.new"), Path.rename

    def refused(path, target):
        if path == new:
            raise PermissionError("somebody has it open")
        return rename(path, target)

    monkeypatch.setattr(Path, "rename", refused)
    with pytest.raises(PermissionError):
        exchange(new, place)
    assert (place / "index.html").read_text() == "old"


def test_the_only_good_one_is_not_deleted_where_a_run_was_ended_between_the_two_steps(tmp_path, place):
    place.rename(tmp_path / ".site.old")
    recover(place)
    assert (place / "index.html").read_text() == "old"
    site(tmp_path / ".site.old", "older")
    recover(place)
    assert (place / "index.html").read_text() == "old"
    assert list(tmp_path.iterdir()) == [place]


def test_what_is_put_in_place_is_readable_by_everyone_whatever_the_umask(tmp_path, place):
    before = os.umask(0o077)
    try:
        new = site(tmp_path / ".site.new")
        (new / "book" / "page.html").chmod(0o600)
        (new / "program").touch(0o700)
        (new / "closed").mkdir(0o000)
        (new / "link").symlink_to("/nowhere")
        exchange(new, place)
    finally:
        os.umask(before)
    found = [place, *(path for path in place.rglob("*") if not path.is_symlink())]
    assert {oct(path.stat().st_mode & 0o7777) for path in found if path.is_dir()} == {"0o755"}
    assert {oct(path.stat().st_mode & 0o7777) for path in found if path.is_file()} == {"0o644"}
