import io
import zipfile

import pytest

from trustbook.elsewhere import packing

FILES = {"a/one.txt": b"one", "two.bin": bytes(range(256)), "empty/": b""}


def test_what_was_packed_comes_back_and_the_same_files_are_the_same_bytes():
    packed = packing.pack(FILES)
    assert packing.unpack(packed) == FILES
    assert packing.pack(dict(reversed(FILES.items()))) == packed


@pytest.mark.parametrize("path", ["../x", "a/../../x", "/x", "C:/x", "a\\..\\x", ""])
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
