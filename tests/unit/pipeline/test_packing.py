import io
import stat
import zipfile

import pytest

from trustbook.pipeline.distributed import packing

FILES = {"a/one.txt": b"one", "two.bin": bytes(range(256)), "empty/": b""}


def test_what_was_packed_comes_back_and_the_same_files_are_the_same_bytes():
    packed = packing.pack(FILES)
    assert packing.unpack(packed) == FILES
    assert packing.pack(dict(reversed(FILES.items()))) == packed


@pytest.mark.parametrize("path", ["../x", "a/../../x", "/x", "C:/x", "a\\..\\x", "", "a\nb", "\x1b[2J", "good.txt/x"])
def test_a_path_that_leads_elsewhere_is_refused(path):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as made:
        made.writestr(zipfile.ZipInfo("good.txt"), b"")
        made.writestr(zipfile.ZipInfo(path), b"bad")
    with pytest.raises(ValueError, match="path"):
        packing.unpack(stream.getvalue())


def test_what_was_damaged_or_cut_short_is_refused():
    packed = packing.pack({"x": b"some text " * 100})
    damaged = bytearray(packed)
    damaged[40] ^= 0xFF
    for wrong in (bytes(damaged), packed[: len(packed) // 2], b"", b"no archive"):
        with pytest.raises(ValueError, match="damaged"):
            packing.unpack(wrong)


def test_files_are_read_and_written_with_empty_folders_and_without_what_python_leaves(tmp_path):
    packing.write(tmp_path / "here", FILES | {"a/__pycache__/x.pyc": b"compiled"})
    assert packing.read(tmp_path / "here", ["a", "two.bin", "empty", "missing"]) == FILES


def archive(*entries: tuple[str, bytes, int]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as made:
        for path, content, mode in entries:
            entry = zipfile.ZipInfo(path)
            entry.external_attr = mode << 16
            made.writestr(entry, content, zipfile.ZIP_DEFLATED)
    return stream.getvalue()


@pytest.mark.parametrize("kind", [stat.S_IFLNK, stat.S_IFCHR, stat.S_IFBLK, stat.S_IFIFO, stat.S_IFSOCK])
def test_a_link_or_a_device_is_refused(kind):
    with pytest.raises(ValueError, match="no file"):
        packing.unpack(archive(("good.txt", b"", 0), ("x", b"/etc/passwd", kind | 0o644)))
    assert packing.unpack(archive(("x", b"", stat.S_IFREG | 0o644), ("y/", b"", stat.S_IFDIR | 0o755)))


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_path_that_comes_twice_is_refused():
    with pytest.raises(ValueError, match="twice"):
        packing.unpack(archive(("x", b"one", 0), ("x", b"two", 0)))


def test_more_than_any_edition_has_is_refused_before_it_is_unpacked(monkeypatch):
    monkeypatch.setattr(zipfile.ZipFile, "read", lambda *_: pytest.fail("it was unpacked"))
    with pytest.raises(ValueError, match="more than"):
        packing.unpack(archive(*((f"{number}", b"", 0) for number in range(packing.MOST_FILES + 1))))
    monkeypatch.setattr(packing, "MOST_UNPACKED", 1000)
    with pytest.raises(ValueError, match="more than"):
        packing.unpack(archive(("x", b"0" * 1001, 0)))


def test_a_file_larger_than_the_list_of_its_archive_says_is_not_unpacked_whole():
    packed = archive(("x", b"0" * 100_000, 0))
    short = packed.replace((100_000).to_bytes(4, "little"), (10).to_bytes(4, "little"))
    with pytest.raises(ValueError, match="damaged"):
        packing.unpack(short)
