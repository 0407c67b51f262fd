"""A file is read once a process while its bytes stay, and again as soon as they change."""

import os
from copy import copy
from unittest.mock import patch

import pandas as pd
import pytest

from trustbook.core.errors import ReturnError
from trustbook.data import kept_tables, reader
from trustbook.data.datasets import SOURCES
from trustbook.data.reader import read_table

SYNTHETIC = "source_id,title,publisher,published_on,file,licence,note\na,A paper,A body,2030-01-31,a.txt,none,\n"


@pytest.fixture
def papers(tmp_path):
    kept_tables.forget()
    file = tmp_path / "sources.csv"
    file.write_text(SYNTHETIC)
    yield file
    kept_tables.forget()


@pytest.fixture
def parsed():
    with patch.object(reader, "rows_of", wraps=reader.rows_of) as spied:
        yield spied


def test_a_file_is_parsed_once_and_gives_the_same_table(papers, parsed):
    first, second = read_table(papers, SOURCES), read_table(papers, SOURCES)
    assert parsed.call_count == 1
    pd.testing.assert_frame_equal(first.typed, second.typed)
    pd.testing.assert_frame_equal(first.written, second.written)


def test_a_file_that_changed_within_the_same_instant_and_length_is_parsed_again(papers, parsed):
    before = papers.stat()
    assert read_table(papers, SOURCES).typed["title"].tolist() == ["A paper"]
    papers.write_text(SYNTHETIC.replace("A paper", "B paper"))
    os.utime(papers, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert read_table(papers, SOURCES).typed["title"].tolist() == ["B paper"]


def test_the_same_bytes_under_another_name_or_as_another_dataset_are_parsed_for_themselves(papers, parsed):
    read_table(papers, SOURCES)
    assert read_table(papers, SOURCES, "data/elsewhere.csv").file == "data/elsewhere.csv"
    other = copy(SOURCES)
    assert read_table(papers, other).schema is other
    assert parsed.call_count == 3


def test_what_one_reader_writes_into_its_frame_no_other_sees(papers):
    mine = read_table(papers, SOURCES)
    mine.typed.loc[:, "title"] = "changed"
    mine.written["publisher"] = "changed"
    theirs = read_table(papers, SOURCES)
    assert theirs.typed["title"].tolist() == ["A paper"]
    assert theirs.written["publisher"].tolist() == ["A body"]


def test_a_table_with_a_fault_is_not_kept_so_that_each_reader_gets_an_error_of_its_own(papers, parsed):
    papers.write_text(SYNTHETIC.replace("2030-01-31", "yesterday"))
    first, second = read_table(papers, SOURCES), read_table(papers, SOURCES)
    assert first.problems[0] is not second.problems[0]
    papers.write_bytes(b"")
    for _ in range(2):
        with pytest.raises(ReturnError):
            read_table(papers, SOURCES)


def test_no_more_files_are_kept_than_allowed_and_the_first_goes_first(papers, parsed, monkeypatch):
    monkeypatch.setattr(kept_tables, "MOST_FILES", 2)
    for name in ("one", "two", "three"):
        read_table(papers, SOURCES, name)
    read_table(papers, SOURCES, "three")
    assert parsed.call_count == 3
    read_table(papers, SOURCES, "one")
    assert parsed.call_count == 4


def test_a_large_file_is_read_each_time(papers, parsed, monkeypatch):
    monkeypatch.setattr(kept_tables, "LARGEST", len(SYNTHETIC) - 1)
    read_table(papers, SOURCES)
    read_table(papers, SOURCES)
    assert parsed.call_count == 2
