"""Text for other programs: nothing is run or broken, and it comes back as it was."""

import csv
import io
import re
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trustbook.core.safe_text import as_csv, for_spreadsheet, for_xml, from_spreadsheet

RUN = [
    "=1+1",
    "+1+1",
    "-1+1",
    "@SUM(1)",
    "=cmd|'/c calc'!A1",
    '=HYPERLINK("http://example.net/","a")',
    "-2+3+cmd|' /C calc'!A0",
    " =1+1",
    "\u00a0\u3000=1+1",
    "\ufeff=1+1",
    "＝1+1",
    "＋1+1",
    "－1+1",
    "＠SUM(1)",
    "- see note",
    "+44 1604 000000",
    "-",
    "-43.5",
    "+434",
    "-1,234",
    "-5%",
    "\t=1",
    "\r=1",
    "\ta",
    "a;=1+1",
    "a\n=1+1",
    "a\t@SUM(1)",
    "'=1+1",
    "''=1+1",
    "'quoted'",
    "plain",
    "",
]
_pieces = st.sampled_from(
    ["'", "=", "+", "-", "@", "＝", ";", "\t", "\r", "\n", " ", "1", ".", "%", "a", "\0", '"', ","]
)
_texts = st.text() | st.lists(_pieces, max_size=12).map("".join)
_STARTS = re.compile(r"[\s\u200b\ufeff\x00-\x1f]*[=+\-@＝＋－＠]")


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("=1+1", "'=1+1"),
        (" =1+1", "' =1+1"),
        ("－1+1", "'－1+1"),
        ("- see note", "'- see note"),
        ("+44 1604 000000", "'+44 1604 000000"),
        ("\ta", "'\ta"),
        ("a; =1+1", "a;' =1+1"),
        ("'=1+1", "''=1+1"),
    ],
)
def test_text_that_a_spreadsheet_would_run_has_an_apostrophe_before_it(text, written):
    assert for_spreadsheet(text) == written


@pytest.mark.parametrize(
    "text", ["-", "-43", "+434", "-1,234.5", "-5%", "V01; V02", "'quoted'", "it's", "a=b", "5-4", ""]
)
def test_figures_dashes_and_other_text_stay_as_they_are(text):
    assert for_spreadsheet(text) == text
    assert from_spreadsheet(text) == text


@given(_texts | st.sampled_from(RUN))
def test_what_is_written_for_spreadsheets_comes_back_as_it_was_and_gathers_nothing(text):
    written = for_spreadsheet(text)
    assert from_spreadsheet(written) == text
    assert for_spreadsheet(from_spreadsheet(written)) == written


@given(_texts | st.sampled_from(RUN))
def test_no_cell_begins_like_a_formula_whatever_separator_a_program_expects(text):
    for part in re.split(r"[;\t\r\n]", for_spreadsheet(text)):
        assert not _STARTS.match(part) or re.fullmatch(r"\s*[+-][0-9.,]*%?\s*", part)
    assert not for_spreadsheet(text).startswith(("\t", "\r", "\n", "\0", "=", "@"))


@given(st.lists(st.lists(_texts.filter(lambda text: "\0" not in text), min_size=2, max_size=2), min_size=1, max_size=4))
def test_a_file_of_any_cells_is_read_back_cell_by_cell(rows):
    read = list(csv.reader(io.StringIO(as_csv(rows), newline=""), strict=True))
    assert [[from_spreadsheet(cell) for cell in row] for row in read] == rows


def test_the_headings_of_a_file_are_no_formulas_either():
    assert as_csv([["=1+1", "a"], ["b", "-43"]]) == "'=1+1,a\nb,-43\n"


@given(st.text(st.characters()))
def test_any_text_can_be_put_into_xml(text):
    element = ElementTree.Element("a")
    element.text = for_xml(text)
    read = ElementTree.fromstring(ElementTree.tostring(element, encoding="utf-8"))
    assert (read.text or "") == re.sub("\r\n?", "\n", for_xml(text))
    assert for_xml(for_xml(text)) == for_xml(text)
