"""What has Git keep every byte is written once; where it cannot be, that is said in a sentence."""

import errno

import pytest

from trustbook.core.errors import PublishError
from trustbook.pipeline import publication_record
from trustbook.pipeline.publication_record import FOR_GIT, keep_bytes_in_git


@pytest.fixture
def published(tmp_path):
    folder = tmp_path / "published"
    folder.mkdir()
    return folder


def test_what_is_there_is_left_as_it_is(published):
    (published / ".gitignore").write_text("# ours\n")
    keep_bytes_in_git(published.parent)
    assert (published / ".gitignore").read_text() == "# ours\n"
    assert (published / ".gitattributes").read_text() == FOR_GIT[".gitattributes"]


def test_a_folder_that_may_not_be_written_to_is_named(published, monkeypatch):
    def refuse(place, content):
        raise PermissionError(errno.EACCES, "Permission denied", str(place))

    monkeypatch.setattr(publication_record, "write_whole", refuse)
    with pytest.raises(PublishError, match=r"published/\.gitattributes: it cannot be written \(Permission denied\)"):
        keep_bytes_in_git(published.parent)
