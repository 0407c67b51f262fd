"""A bag is one of BagIt 1.0, and any change of any byte in it is found."""

import hashlib
import os
import shutil
import socket
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from trustbook.core.errors import PublishError
from trustbook.revisions import bag as bags
from trustbook.revisions.bag import faults, measured, payload, write_bag


def names(folder):
    return {fault.path: fault.what for fault in faults(folder)}


def digest(text):
    return hashlib.sha256(text.encode()).hexdigest()


def test_a_bag_has_the_tag_files_of_the_standard(bag):
    assert (bag / "bagit.txt").read_bytes() == b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
    total = sum(path.stat().st_size for path in (bag / "data").rglob("*") if path.is_file())
    assert (bag / "bag-info.txt").read_text() == (
        f"Bagging-Date: 2030-08-20\nSource-Organization: Synthetic Trust\nPayload-Oxum: {total}.4\n"
    )
    lines = (bag / "manifest-sha256.txt").read_text().splitlines()
    assert f"{digest('A page')}  data/edition/index.html" in lines
    assert [line.split("  ")[1] for line in lines] == sorted(line.split("  ")[1] for line in lines)
    tags = {line.split("  ")[1] for line in (bag / "tagmanifest-sha256.txt").read_text().splitlines()}
    assert tags == {"bagit.txt", "bag-info.txt", "manifest-sha256.txt", "revision.json"}


def test_a_bag_that_nobody_touched_has_no_faults(bag):
    assert faults(bag) == []


def test_the_same_files_make_the_same_bag(bag, tmp_path):
    again = tmp_path / "again"
    shutil.copytree(bag, again)
    write_bag(again, {"Bagging-Date": "2030-08-20", "Source-Organization": "Synthetic Trust"})
    assert measured(again) == measured(bag)


def test_the_payload_is_what_the_manifest_lists(bag):
    assert payload(bag)["data/edition/index.html"] == digest("A page")
    assert list(payload(bag)) == sorted(path for path in measured(bag) if path.startswith("data/"))


def test_odd_names_are_encoded_as_the_standard_says_and_found_again(tmp_path):
    odd = ["with space.txt", "100%.txt", "%0A.txt", "line\nbreak.txt", "carriage\rreturn.txt", "£é.txt", "a  b.txt"]
    (tmp_path / "data").mkdir()
    for name in odd:
        (tmp_path / "data" / name).write_text(name)
    write_bag(tmp_path, {})
    written = (tmp_path / "manifest-sha256.txt").read_text(encoding="utf-8")
    for name in ("100%25.txt", "%250A.txt", "line%0Abreak.txt", "carriage%0Dreturn.txt", "£é.txt", "with space.txt"):
        assert f"  data/{name}\n" in written
    assert {*payload(tmp_path)} == {f"data/{name}" for name in odd}
    assert faults(tmp_path) == []


def test_a_page_that_is_altered_with_its_size_and_time_put_back_is_found(bag):
    page = bag / "data/edition/index.html"
    before = page.stat()
    page.write_text("B page")
    os.utime(page, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert page.stat().st_size == before.st_size
    assert names(bag) == {"data/edition/index.html": "it was altered"}


@pytest.mark.parametrize("name", ["data/edition/index.html", "revision.json", "bagit.txt", "bag-info.txt"])
def test_a_file_that_is_missing_is_named(bag, name):
    (bag / name).unlink()
    assert names(bag) == {name: "it is missing"}


@pytest.mark.parametrize("name", ["manifest-sha256.txt", "tagmanifest-sha256.txt"])
def test_a_manifest_that_is_missing_is_named(bag, name):
    (bag / name).unlink()
    assert names(bag) == {name: "it cannot be read: there is no such file"}


@pytest.mark.parametrize("name", ["data/edition/more.html", "notes.txt", "data/inputs/.hidden", "tags/x.txt"])
def test_a_file_that_no_manifest_lists_is_named(bag, name):
    (bag / name).parent.mkdir(exist_ok=True)
    (bag / name).write_text("new")
    assert names(bag) == {name: "no manifest lists it"}


def test_an_empty_folder_is_no_fault(bag):
    (bag / "data/edition/empty").mkdir()
    assert faults(bag) == []


def test_a_link_is_a_fault_even_to_the_same_bytes(bag, tmp_path):
    page = bag / "data/edition/index.html"
    page.rename(tmp_path / "elsewhere.html")
    page.symlink_to(tmp_path / "elsewhere.html")
    assert names(bag) == {"data/edition/index.html": "it is a link"}


def test_a_folder_that_is_a_link_is_a_fault_and_not_followed(bag, tmp_path):
    (bag / "data/edition").rename(tmp_path / "edition")
    (bag / "data/edition").symlink_to(tmp_path / "edition")
    found = names(bag)
    assert found["data/edition"] == "it is a link"
    assert found["data/edition/index.html"] == "it is missing"


def test_a_bag_that_is_a_link_is_a_fault(bag, tmp_path):
    (tmp_path / "link").symlink_to(bag)
    assert [fault.what for fault in faults(tmp_path / "link")] == ["it is no folder"]


def test_what_is_no_file_is_a_fault_and_is_not_waited_for(bag, monkeypatch):
    monkeypatch.chdir(bag)
    os.mkfifo("data/edition/pipe")
    with socket.socket(socket.AF_UNIX) as made:
        made.bind("socket")
    found = names(bag)
    assert found == {
        "data/edition/pipe": "it is no file and no folder",
        "socket": "it is no file and no folder",
    }
    with pytest.raises(PublishError, match="no file"):
        measured(bag)


def test_a_file_in_the_place_of_a_listed_one_that_cannot_be_read_is_a_fault(bag, monkeypatch):
    real = os.open

    def refuse(path, *more, **named):
        if str(path).endswith("index.html"):
            raise PermissionError(13, "Permission denied")
        return real(path, *more, **named)

    monkeypatch.setattr(bags.os, "open", refuse)
    assert names(bag) == {"data/edition/index.html": "it cannot be read (Permission denied)"}


def test_a_file_too_large_to_be_ours_is_not_read(bag):
    with (bag / "data/edition/index.html").open("r+b") as stream:
        stream.truncate(10**12)
    assert "1,000,000,000,000 bytes" in names(bag)["data/edition/index.html"]


@pytest.mark.parametrize(
    "line",
    [
        "{}  data/../../outside.txt",
        "{}  ../outside.txt",
        "{}  /etc/passwd",
        "{}  data//index.html",
        "{}  data/./index.html",
        "{}  ~root/x",
        "{}  revision.json",
        "{}  data/%2e%2e/x",
        "{} data/one-space",
        "{}\tdata/tab",
        "{}",
        "",
    ],
)
def test_a_manifest_that_names_what_it_may_not_name_is_a_fault(bag, tmp_path, line):
    (tmp_path / "outside.txt").write_text("secret")
    with (bag / "manifest-sha256.txt").open("a", encoding="utf-8") as stream:
        stream.write(line.format(digest("secret")) + "\n")
    assert "manifest-sha256.txt" in names(bag)
    with pytest.raises(PublishError, match=r"manifest-sha256\.txt"):
        payload(bag)


def test_a_manifest_may_be_in_no_other_order_and_list_nothing_twice(bag):
    manifest = bag / "manifest-sha256.txt"
    lines = manifest.read_text().splitlines(keepends=True)
    for changed in (lines[::-1], [*lines, lines[0]]):
        manifest.write_text("".join(changed))
        assert "manifest-sha256.txt" in names(bag)


def test_a_bag_of_another_standard_is_a_fault_even_if_its_manifests_agree(bag):
    old = (bag / "bagit.txt").read_text()
    new = old.replace("1.0", "0.97")
    (bag / "bagit.txt").write_text(new)
    tags = bag / "tagmanifest-sha256.txt"
    tags.write_text(tags.read_text().replace(digest(old), digest(new)))
    assert names(bag) == {"bagit.txt": "it does not say that this is a bag of BagIt 1.0"}


@pytest.mark.parametrize("place", ["data/link", "link"])
def test_no_bag_is_made_of_a_link(tmp_path, place):
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "file").write_text("x")
    (tmp_path / place).symlink_to("file")
    with pytest.raises(PublishError, match="it is a link"):
        write_bag(tmp_path, {})


def test_no_bag_is_made_of_nothing(tmp_path):
    with pytest.raises(PublishError, match="no file in data/"):
        write_bag(tmp_path, {})


def test_no_bag_is_made_of_a_name_that_no_manifest_can_have(tmp_path):
    (tmp_path / "data").mkdir()
    Path(os.fsdecode(os.fsencode(tmp_path / "data") + b"/\xff.txt")).write_bytes(b"x")
    with pytest.raises(PublishError, match="not in UTF-8"):
        write_bag(tmp_path, {})


def test_what_is_said_of_a_bag_stands_on_one_line(tmp_path):
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "file").write_text("x")
    write_bag(tmp_path, {"External-Description": "two\nlines:  of text"})
    assert (tmp_path / "bag-info.txt").read_text() == "External-Description: two lines: of text\nPayload-Oxum: 1.1\n"
    with pytest.raises(PublishError, match="no label"):
        write_bag(tmp_path, {"a: b": "c"})


@settings(max_examples=150)
@given(data=st.data())
def test_any_byte_that_is_changed_is_a_fault(data, tmp_path_factory):
    folder = _shared_bag(tmp_path_factory)
    file = data.draw(st.sampled_from(sorted(path for path in folder.rglob("*") if path.is_file())))
    whole = file.read_bytes()
    place = data.draw(st.integers(0, len(whole) - 1))
    other = data.draw(st.integers(1, 255))
    try:
        file.write_bytes(whole[:place] + bytes([whole[place] ^ other]) + whole[place + 1 :])
        assert faults(folder)
    finally:
        file.write_bytes(whole)
    assert not faults(folder)


_made = {}


def _shared_bag(factory):
    if "bag" not in _made:
        folder = factory.mktemp("shared")
        (folder / "data/edition").mkdir(parents=True)
        (folder / "data/edition/100%.html").write_text("<p>Half</p>")
        (folder / "data/edition/index.html").write_text("<p>A page</p>")
        (folder / "revision.json").write_text("{}\n")
        write_bag(folder, {"Bagging-Date": "2030-08-20"})
        _made["bag"] = folder
    return _made["bag"]
