"""A revision made once more from its inputs alone, elsewhere, is what was published, byte for byte."""

import json
import os
import shutil
from dataclasses import replace
from unittest.mock import patch

import pytest

from publishing.workspace import BEFORE, NEWEST, QUIET, command, copied
from trustbook.core.errors import PublishError
from trustbook.core.period import Period
from trustbook.pipeline import rebuild as rebuilding
from trustbook.pipeline.verify import revision
from trustbook.revisions import store


@pytest.fixture
def kept(ready_to_publish, tmp_path):
    """The revisions, in a workspace that has nothing else: no return, no `_build`."""
    folder = tmp_path / "archive"
    shutil.copytree(ready_to_publish / "published", folder / "published")
    return folder


def test_a_revision_is_made_once_more_from_what_is_kept_of_it_in_another_place_and_time_zone(
    ready_to_publish, tmp_path
):
    """In a workspace that has no return of it any more, in another time zone, without the clock of the first time."""
    folder = copied(ready_to_publish, tmp_path / "elsewhere")
    shutil.rmtree(folder / "_build")
    shutil.rmtree(folder / "data" / BEFORE)
    around = {"TZ": "Pacific/Auckland", "LANG": "tr_TR.UTF-8", "LC_ALL": "C.UTF-8"}
    with patch.dict(os.environ, around):
        ran = command("verify", "--rebuild", f"{BEFORE}/r1", "--json", cwd=folder, at="")
    (made,) = json.loads(ran.stdout)
    assert (made["same"], made["wrong"], made["tools"]) == (True, [], [])
    assert made["files"] > 50


def test_another_library_python_or_package_is_named_and_nothing_is_made(kept):
    one = revision(kept, f"{BEFORE}/r1")
    made_with = one.record.library
    other = replace(
        made_with,
        digest="0" * 64,
        python="cpython 3.99.1.final.0",
        packages=(
            "pandas==99",
            *(each for each in made_with.packages if not each.startswith(("pandas==", "altair=="))),
        ),
    )
    with patch.object(rebuilding, "library_now", return_value=other):
        made = rebuilding.rebuild(one, QUIET)
    assert not made.is_good
    assert [each.file for each in made.tools] == ["trustbook", "Python", "altair", "pandas"]
    said = "\n".join(rebuilding.in_lines(made))
    assert "Python: found cpython 3.99.1.final.0; expected cpython 3." in said
    assert "altair: found no such package; expected " in said
    assert f"published/{BEFORE}/r1/revision.json" in said


def test_the_lock_file_and_the_commit_are_named_where_they_are_known(kept):
    one = revision(kept, BEFORE)
    library = replace(one.record.library, lock="1" * 64, commit="a" * 40)
    named = replace(one, record=replace(one.record, library=library))
    with patch.object(rebuilding, "library_now", return_value=replace(library, digest="0" * 64)):
        said = "\n".join(rebuilding.in_lines(rebuilding.rebuild(named, QUIET)))
    assert f"pip install --require-hashes -r published/{BEFORE}/r1/data/inputs/requirements.txt" in said
    assert f"git checkout {'a' * 40}" in said


def test_a_revision_that_was_tampered_with_is_not_made(kept):
    one = revision(kept, f"{BEFORE}/r1")
    file = one.inputs / "data" / BEFORE / "forecast.csv"
    file.write_bytes(file.read_bytes() + b"\n")
    with pytest.raises(PublishError, match=r"forecast\.csv: it was altered"):
        rebuilding.rebuild(one, QUIET)


def test_a_revision_that_is_not_there_is_said(kept):
    with pytest.raises(PublishError, match=f"expected one of: {BEFORE}/r1"):
        revision(kept, f"{BEFORE}/r7")
    with pytest.raises(PublishError, match="there is no revision 2023-24-P01"):
        revision(kept, "2023-24-P01")
    assert revision(kept, NEWEST).name == f"{NEWEST}/r1"
    assert store.revisions_of(kept, Period.parse(NEWEST))


def test_what_differs_is_listed_and_pdfs_are_compared_by_their_text(kept, tmp_path):
    pypdf = pytest.importorskip("pypdf")
    one, made = tmp_path / "one", tmp_path / "made"
    for folder, width in ((one, 100), (made, 200)):
        folder.mkdir()
        writer = pypdf.PdfWriter()
        writer.add_blank_page(width, 100)
        writer.write(folder / "report.pdf")
        (folder / "page.html").write_text("the same")
    (made / "page.html").write_text("another")
    (made / "more.html").write_text("more")
    found, by_text = rebuilding.differences(made, one)
    assert [each.file for each in found] == ["edition/more.html", "edition/page.html"]
    assert by_text == ["report.pdf"]
    assert (one / "report.pdf").read_bytes() != (made / "report.pdf").read_bytes()
