"""The store gives back what it was given, or nothing: deleted, cut short, altered, shared, or too large."""

import json
import os
import shutil
from concurrent.futures import ThreadPoolExecutor

import pytest

from trustbook.build.store import Record, Store, digest, digest_of, read_sealed, write_sealed


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "cache"


def keep(folder, tmp_path, content, key="work"):
    file = tmp_path / "made.html"
    file.write_bytes(content)
    store = Store(folder)
    name = store.put(file.read_bytes())
    store.record(digest_of(key), Record({"data/forecast.csv": "1"}, {"editions/made.html": name}))
    return name


def files(folder):
    return [path for path in folder.rglob("*") if path.is_file()]


def test_what_was_put_comes_back_under_the_name_of_its_content(folder, tmp_path):
    name = keep(folder, tmp_path, b"a page")
    assert name == digest(b"a page")
    assert Store(folder).get(name) == b"a page"
    found = Store(folder).find(digest_of("work"))
    assert found == Record({"data/forecast.csv": "1"}, {"editions/made.html": name})


@pytest.mark.parametrize(
    "damage",
    [
        lambda path: path.unlink(),
        lambda path: path.write_bytes(b""),
        lambda path: path.write_bytes(path.read_bytes()[:-1]),
        lambda path: path.write_bytes(path.read_bytes().replace(b"a", b"b")),
        lambda path: path.write_bytes(b"\xff\xfe\x00"),
        lambda path: path.write_bytes(b'{"seal": 1}'),
        lambda path: path.write_bytes(b"[" * 100_000),
    ],
)
def test_what_is_damaged_counts_as_never_kept_and_can_be_kept_again(folder, tmp_path, damage):
    name = keep(folder, tmp_path, b"a page")
    for path in files(folder):
        damage(path)
    assert Store(folder).get(name) is None
    assert Store(folder).find(digest_of("work")) is None
    keep(folder, tmp_path, b"a page")
    assert Store(folder).get(name) == b"a page"
    assert Store(folder).find(digest_of("work")) is not None


def test_a_record_that_is_sound_but_not_ours_counts_as_none(folder, tmp_path):
    keep(folder, tmp_path, b"a page")
    (place,) = (folder / "records").rglob("*.json")
    for body in ([], {"files": {}}, {"ingredients": 1, "files": 2}, None, "text"):
        write_sealed(place, body)
        assert Store(folder).find(digest_of("work")) is None


def test_a_folder_deleted_while_it_is_used_is_no_failure(folder, tmp_path):
    store = Store(folder)
    name = keep(folder, tmp_path, b"a page")
    shutil.rmtree(folder)
    assert store.get(name) is None
    assert store.find(digest_of("work")) is None
    assert store.trim(set()) == []


def test_many_at_once_leave_whole_files_and_nothing_half_written(folder, tmp_path):
    def work(number):
        file = tmp_path / f"{number}.html"
        file.write_bytes(b"the same for all" * 10_000)
        store = Store(folder)
        name = store.put(file.read_bytes())
        store.record(digest_of("work"), Record({}, {"page": name}))
        return store.get(name) == file.read_bytes() and store.find(digest_of("work")) is not None

    with ThreadPoolExecutor(8) as pool:
        assert all(pool.map(work, range(64)))
    assert len(files(folder)) == 2


def test_within_the_limit_nothing_is_dropped(folder, tmp_path):
    keep(folder, tmp_path, b"x" * 100)
    assert Store(folder).trim(set(), limit=100, young=0) == []
    assert len(files(folder)) == 2


def test_beyond_the_limit_the_longest_unused_goes_first_and_what_is_needed_stays(folder, tmp_path):
    names = [keep(folder, tmp_path, letter * 100, key=letter.decode()) for letter in (b"a", b"b", b"c", b"d")]
    records = {path.stem: path for path in (folder / "records").rglob("*.json")}
    for age, key in enumerate("abcd"):
        os.utime(records[digest_of(key)], (1000 + age, 1000 + age))
    store = Store(folder)
    assert store.find(digest_of("b")) is not None  # used now: the newest
    dropped = store.trim({digest_of("a")}, limit=300, young=0)
    assert dropped == [digest_of("c")]
    assert [store.get(name) is not None for name in names] == [True, True, False, True]


def test_what_is_needed_stays_even_beyond_the_limit(folder, tmp_path):
    name = keep(folder, tmp_path, b"x" * 100)
    store = Store(folder)
    assert store.trim({digest_of("work")}, limit=1, young=0) == []
    assert store.get(name) is not None


def test_a_file_without_a_record_goes_unless_a_run_may_be_about_to_name_it(folder, tmp_path):
    file = tmp_path / "made.html"
    file.write_bytes(b"x" * 100)
    store = Store(folder)
    name = store.put(file.read_bytes())
    store.trim(set(), limit=1, young=3600)
    assert store.get(name) is not None
    store.trim(set(), limit=1, young=0)
    assert store.get(name) is None


def test_a_file_that_two_records_name_stays_as_long_as_one_of_them(folder, tmp_path):
    name = keep(folder, tmp_path, b"shared" * 20, key="old")
    keep(folder, tmp_path, b"shared" * 20, key="new")
    store = Store(folder)
    store.trim({digest_of("new")}, limit=1, young=0)
    assert store.get(name) is not None


def test_a_seal_covers_values_and_not_their_order(tmp_path):
    write_sealed(tmp_path / "state.json", {"b": 1, "a": [2]})
    assert read_sealed(tmp_path / "state.json") == {"a": [2], "b": 1}
    read = json.loads((tmp_path / "state.json").read_text())
    read["body"]["b"] = 2
    (tmp_path / "state.json").write_text(json.dumps(read))
    assert read_sealed(tmp_path / "state.json") is None
