"""The log is only ever added to: whatever else happens to it is found, and a kill or a full disk leaves it whole."""

import errno
import json
import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from trustbook.core.errors import PublishError
from trustbook.revisions import log
from trustbook.revisions.log import NewEntry, append, faults, read
from trustbook.revisions.model import Person

ANN = Person("Ann Example", "ann@example.org", "git")
NOON = datetime(2030, 8, 20, 12, tzinfo=UTC)
STATE = "a" * 64


def entry(action="checked", **details):
    return NewEntry(ANN, action, "2030-31-P04", STATE, details)


@pytest.fixture
def three(tmp_path):
    append(tmp_path, [entry(warnings=2)], NOON)
    append(tmp_path, [entry("acknowledged", why="Said by the paper: £1.2m, 'as is'"), entry("published")], NOON)
    return tmp_path / "published" / "log.jsonl"


def problems(file):
    return [fault.what for fault in faults(file.parents[1])]


def test_there_is_no_log_before_the_first_entry(tmp_path):
    assert read(tmp_path) == []
    assert faults(tmp_path) == []
    assert append(tmp_path, [], NOON) == []
    assert list(tmp_path.iterdir()) == []


def test_entries_are_read_as_they_were_added(tmp_path):
    made = append(tmp_path, [entry(count=3, share=0.5, names=["a", "b"], of={"none": None})], NOON)
    made += append(tmp_path, [entry("approved", role="Director of Finance £")], NOON)
    assert read(tmp_path) == made
    assert [each.number for each in made] == [1, 2]
    assert made[0].details == {"count": 3, "share": 0.5, "names": ["a", "b"], "of": {"none": None}}
    assert made[0].by == ANN
    assert faults(tmp_path) == []


def test_each_line_is_canonical_and_has_the_hash_of_the_line_before(three):
    lines = three.read_bytes().split(b"\n")
    assert lines.pop() == b""
    previous = ""
    for line in lines:
        values = json.loads(line)
        assert values["previous"] == previous
        written = json.dumps(values, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
        assert line.decode() == written
        previous = log.sha256(line)


def test_times_are_in_utc(tmp_path):
    summer = datetime(2030, 8, 20, 12, 0, 5, 999, tzinfo=timezone(timedelta(hours=1)))
    assert append(tmp_path, [entry()], summer)[0].at == "2030-08-20T11:00:05Z"


def test_the_log_is_readable_by_all_whatever_the_umask(tmp_path):
    before = os.umask(0o077)
    try:
        append(tmp_path, [entry()], NOON)
    finally:
        os.umask(before)
    assert (tmp_path / "published" / "log.jsonl").stat().st_mode & 0o777 == 0o644
    assert (tmp_path / "published").stat().st_mode & 0o777 == 0o755


def test_a_line_that_is_changed_is_found(three):
    three.write_bytes(three.read_bytes().replace(b"1.2m", b"1.3m"))
    assert problems(three) == [
        "line 2: it was changed after it was written",
        "line 3: it does not follow the line before it: a line was changed, removed, inserted or moved",
    ]
    with pytest.raises(PublishError, match=r"log\.jsonl, line 2: it was changed"):
        read(three.parents[1])


def test_the_last_line_that_is_changed_is_found_although_nothing_follows(three):
    three.write_bytes(three.read_bytes().replace(b'"published"', b'"consulted"'))
    assert problems(three) == ["line 3: it was changed after it was written"]


@pytest.mark.parametrize(
    ("order", "where"), [([1, 2], 1), ([0, 2], 2), ([1, 0, 2], 1), ([0, 1, 1, 2], 3), ([0, 2, 1], 2)]
)
def test_a_line_that_is_removed_inserted_or_moved_is_found(three, order, where):
    lines = three.read_bytes().splitlines(keepends=True)
    three.write_bytes(b"".join(lines[each] for each in order))
    assert problems(three)[0].startswith(f"line {where}: it does not follow the line before it")


def test_numbers_that_do_not_rise_are_found(three):
    """Even if somebody has worked out the hash of the line once more."""
    lines = three.read_bytes().splitlines()
    values = json.loads(lines[2])
    del values["own"]
    values["number"] = 4
    values["own"] = log.sha256(log.canonical(values).encode())
    three.write_bytes(b"\n".join([*lines[:2], log.canonical(values).encode(), b""]))
    assert problems(three) == ["line 3: it is entry 4, where 3 comes next"]


@pytest.mark.parametrize("line", [b"hello", b"", b"[]", b"{}", b"null", b"\xff", b'{"own": 1}', b"[" * 100_000])
def test_a_line_that_is_no_entry_is_found(three, line):
    three.write_bytes(three.read_bytes() + line + b"\n")
    assert problems(three) == ["line 4: it is no entry"]


def test_a_line_written_in_another_way_is_found(three):
    lines = three.read_bytes().splitlines()
    lines[0] = json.dumps(json.loads(lines[0])).encode()
    three.write_bytes(b"\n".join([*lines, b""]))
    assert problems(three)[0] == "line 1: it was changed after it was written"


def test_nothing_is_added_to_a_log_that_is_faulty(three):
    three.write_bytes(three.read_bytes().replace(b"1.2m", b"1.3m"))
    before = three.read_bytes()
    with pytest.raises(PublishError, match="it was changed") as caught:
        append(three.parents[1], [entry()], NOON)
    assert caught.value.file == "published/log.jsonl"
    assert "git log published/log.jsonl" in caught.value.mend
    assert three.read_bytes() == before


def test_a_last_line_that_was_not_written_to_its_end_is_passed_over_and_replaced(three):
    whole = three.read_bytes()
    last = whole.rindex(b"\n", 0, -1) + 1
    for end in range(last + 1, len(whole) - 1):
        three.write_bytes(whole[:end])
        assert len(read(three.parents[1])) == 2
        assert len(problems(three)) == 1
    append(three.parents[1], [entry("published")], NOON)
    assert three.read_bytes() == whole


def test_a_last_line_that_lacks_only_its_line_break_stays(three):
    whole = three.read_bytes()
    three.write_bytes(whole[:-1])
    assert len(read(three.parents[1])) == 3
    assert problems(three) == []
    append(three.parents[1], [entry()], NOON)
    assert three.read_bytes().startswith(whole)
    assert len(read(three.parents[1])) == 4


@pytest.mark.parametrize("more", [b"X", b" ", b"# a note", b"}"])
def test_what_stands_after_the_last_line_is_never_deleted(three, more):
    for before in (three.read_bytes(), three.read_bytes()[:-1]):
        three.write_bytes(before + more)
        assert problems(three)
        with pytest.raises(PublishError):
            append(three.parents[1], [entry()], NOON)
        assert three.read_bytes() == before + more


def test_a_full_disk_leaves_the_log_as_it_was(three, monkeypatch):
    before = three.read_bytes()
    real = os.write

    def half(number, content):
        return real(number, content[: len(content) // 2])

    def full(number, content):
        raise OSError(errno.ENOSPC, "No space left on device")

    def late(number):
        raise OSError(errno.EIO, "Input/output error")

    for name, instead in (("write", half), ("write", full), ("fsync", late)):
        with monkeypatch.context() as patched:
            patched.setattr(log.os, name, instead)
            with pytest.raises(PublishError, match="it cannot be written"):
                append(three.parents[1], [entry()], NOON)
        assert three.read_bytes() == before


def test_an_interruption_leaves_the_log_as_it_was(three, monkeypatch):
    before = three.read_bytes()

    def interrupted(number):
        raise KeyboardInterrupt

    monkeypatch.setattr(log.os, "fsync", interrupted)
    with pytest.raises(KeyboardInterrupt):
        append(three.parents[1], [entry()], NOON)
    assert three.read_bytes() == before


@pytest.mark.parametrize("bad", ["\x1b[31m", "a\u202eb", "\ud800"])
def test_text_that_cannot_be_seen_is_not_logged(tmp_path, bad):
    with pytest.raises(PublishError, match="has the character"):
        append(tmp_path, [entry(why=bad)], NOON)
    assert read(tmp_path) == []


@pytest.mark.parametrize("bad", [float("nan"), float("inf"), object(), {1, 2}, b"x"])
def test_values_that_json_does_not_have_are_not_logged(tmp_path, bad):
    with pytest.raises(PublishError, match="an entry cannot be written"):
        append(tmp_path, [entry(what=bad)], NOON)
    assert read(tmp_path) == []


def test_an_action_period_or_state_that_nobody_knows_is_not_logged(tmp_path):
    for wrong in (
        NewEntry(ANN, "deleted", "2030-31-P04", STATE, {}),
        NewEntry(ANN, "checked", "2030-31-P13", STATE, {}),
        NewEntry(ANN, "checked", "2030-31-P04", "state", {}),
    ):
        with pytest.raises(PublishError):
            append(tmp_path, [wrong], NOON)
    append(tmp_path, [NewEntry(ANN, "checked", "", "", {})], NOON)


def test_a_link_in_the_place_of_the_log_is_not_followed(tmp_path):
    (tmp_path / "published").mkdir()
    (tmp_path / "precious").write_text("precious")
    (tmp_path / "published" / "log.jsonl").symlink_to(tmp_path / "precious")
    with pytest.raises(PublishError):
        append(tmp_path, [entry()], NOON)
    with pytest.raises(PublishError, match="leads out of published/"):
        read(tmp_path)
    assert (tmp_path / "precious").read_text() == "precious"


def test_what_is_no_file_in_the_place_of_the_log_is_not_waited_for(tmp_path):
    (tmp_path / "published").mkdir()
    os.mkfifo(tmp_path / "published" / "log.jsonl")
    assert [fault.what for fault in faults(tmp_path)] == ["it is a pipe, and cannot be read"]
    with pytest.raises(PublishError):
        append(tmp_path, [entry()], NOON)


WRITE = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from trustbook.revisions.log import NewEntry, append
from trustbook.revisions.model import Person
for number in range(20):
    new = NewEntry(Person(sys.argv[2]), "checked", "", "", {"number": number})
    append(Path(sys.argv[1]), [new, new], datetime(2030, 8, 20, tzinfo=UTC))
"""


def test_two_that_write_at_once_both_write_all(tmp_path):
    names = ("Ann", "Ben")
    running = [subprocess.Popen([sys.executable, "-c", WRITE, str(tmp_path), name]) for name in names]
    assert [each.wait(120) for each in running] == [0, 0]
    assert faults(tmp_path) == []
    found = read(tmp_path)
    for name in names:
        theirs = [each for each in found if each.by.name == name]
        assert [each.details["number"] for each in theirs] == [number for number in range(20) for _ in range(2)]
        assert all(two.number == one.number + 1 for one, two in zip(theirs[::2], theirs[1::2], strict=True))


_made = {}


def _shared_log(factory):
    if "log" not in _made:
        root = factory.mktemp("shared")
        append(root, [entry(warnings=2), entry("acknowledged", why='£1.2m \\ " é'), entry("published")], NOON)
        _made["log"] = (root, (root / "published" / "log.jsonl").read_bytes(), read(root))
    return _made["log"]


@settings(max_examples=300)
@given(data=st.data())
def test_a_log_with_any_byte_changed_is_faulty_or_reads_the_same(data, tmp_path_factory):
    root, whole, entries = _shared_log(tmp_path_factory)
    place = data.draw(st.integers(0, len(whole) - 1))
    other = data.draw(st.integers(1, 255))
    (root / "published" / "log.jsonl").write_bytes(whole[:place] + bytes([whole[place] ^ other]) + whole[place + 1 :])
    assert faults(root) or read(root) == entries


@given(text=st.text(st.characters(exclude_categories=["Cc", "Cf", "Cs", "Cn", "Zl", "Zp", "Co"]), max_size=40))
def test_any_text_that_can_be_seen_comes_back(text, tmp_path_factory):
    root = tmp_path_factory.mktemp("text")
    try:
        made = append(root, [entry(**{"why": text})], NOON)
    except PublishError:
        assert log.hidden_character(text)
        return
    assert read(root) == made
    assert made[0].details == {"why": text}
