"""No cell of a paper is read wrong, in any kind of file; and the shares read right do not fall."""

from dataclasses import replace

import pytest

from looked_at import some
from papers import awkward, awkward_more, awkward_pdf, awkward_texts
from papers.awkward_tokens import tokens
from papers.flattened import WAYS, flatten
from papers.judge import Verdict
from papers.layouts import chosen, lay_out
from papers.made_files import WRITERS
from papers.made_pdf import CHROMIUM, SOFFICE
from papers.runs import page_of, read_and_judge, results
from papers.synthetic import KINDS, made_up
from papers.truth import read_papers

NUMBERS = list(read_papers())
LAID_OUT = 4
"""The layout of each paper in these tests; `python tests/papers --layouts 6` tries more of them."""
PRINTED = {"lined": ("01", "07", "18", "39", "44"), "rows": ("05", "40"), "unruled": ("01", "40")}
OFFICE = ("07", "40", "44")
"""Papers that are printed: few, since a browser or an office program takes long."""
FEWEST_RIGHT = {"html": 0.98, "csv": 0.98, "xlsx": 0.98, "xls": 0.98, "ods": 0.98, "docx": 0.98, "text": 0.80}
STILL_WRONG = {
    "by_columns": "a table of years without a heading of its labels is taken to lie on its side",
}
"""What is read wrong as yet, and why: take a name out as soon as its reader is right."""


def cases(named):
    """Cases by name; those that are known to be read wrong may fail."""
    for name, *values in named:
        marks = [pytest.mark.xfail(reason=STILL_WRONG[name], strict=False)] if name in STILL_WRONG else []
        yield pytest.param(name, *values, marks=marks, id=name)


AWKWARD = list(cases((make.__name__, make) for make in (*awkward.MADE, *awkward_more.MADE, *awkward_pdf.MADE)))


def wrong(verdict):
    return [str(fault) for fault in verdict.wrong]


@pytest.mark.parametrize("format", WRITERS)
def test_no_cell_of_a_paper_is_wrong_and_nearly_all_are_right(format, tmp_path):
    total = Verdict()
    for number in NUMBERS:
        page = page_of(number, LAID_OUT)
        file = tmp_path / f"{page.name}.{format}"
        file.write_bytes(WRITERS[format](page))
        total.add(read_and_judge(file, page.name, format, page.expected, prose=False).verdict)
    assert wrong(total) == []
    assert total.share >= FEWEST_RIGHT[format]


def test_no_cell_of_the_texts_is_wrong_and_four_in_five_are_right():
    total = Verdict()
    for result in results(NUMBERS, ["text"], [LAID_OUT]):
        total.add(result.verdict)
    assert wrong(total) == []
    assert total.share >= FEWEST_RIGHT["text"]


@pytest.mark.parametrize("seed", range(len(KINDS)))
def test_no_cell_of_a_made_up_paper_is_wrong_in_any_kind_of_file(seed, tmp_path):
    page = lay_out(made_up(seed), chosen(seed))
    for format, write in WRITERS.items():
        file = tmp_path / f"{page.name}.{format}"
        file.write_bytes(write(page))
        assert wrong(read_and_judge(file, page.name, format, page.expected, prose=False).verdict) == [], format


@pytest.mark.parametrize(("name", "make"), AWKWARD)
def test_an_awkward_file_is_read_right_or_refused(name, make, tmp_path):
    made = make()
    file = tmp_path / f"paper.{made.format}"
    file.write_bytes(made.content)
    assert wrong(read_and_judge(file, name, made.format, made.expected, prose=False).verdict) == []


@pytest.mark.parametrize("made", list(tokens()), ids=lambda made: made.name)
def test_an_amount_is_read_right_or_refused_however_it_is_printed(made, tmp_path):
    file = tmp_path / f"paper.{made.format}"
    file.write_bytes(made.content)
    assert wrong(read_and_judge(file, made.name, made.format, made.expected, prose=False).verdict) == []


@pytest.mark.parametrize("name", list(cases((name,) for name in awkward_texts.TEXTS)))
def test_an_awkward_text_is_read_right_or_refused(name, tmp_path):
    text, found = awkward_texts.TEXTS[name]
    file = tmp_path / "minutes.txt"
    file.write_text(text, encoding="utf-8")
    verdict = read_and_judge(file, name, "text", awkward_texts.expected(found), prose=True).verdict
    assert wrong(verdict) == []


@pytest.mark.parametrize("way", list(cases((way,) for way in WAYS)))
def test_no_cell_of_a_flattened_table_is_wrong(way, tmp_path):
    for seed in some(range(0, 2 * len(KINDS), 3)):
        layout = replace(chosen(seed), sections="joined", comments=False, marks="", break_after=0)
        page = lay_out(made_up(seed), layout)
        file = tmp_path / f"{page.name}.txt"
        file.write_text(flatten(page, way), encoding="utf-8")
        assert wrong(read_and_judge(file, page.name, way, page.expected, prose=False).verdict) == [], page.name


@pytest.mark.skipif(not CHROMIUM, reason="no Chromium on this machine")
@pytest.mark.parametrize("format", PRINTED)
def test_no_cell_of_a_paper_that_a_browser_prints_is_wrong(format):
    total = Verdict()
    for result in results(PRINTED[format], [format], [LAID_OUT]):
        total.add(result.verdict)
    assert wrong(total) == []
    assert total.share >= (0.97 if format == "lined" else 0)


@pytest.mark.skipif(not SOFFICE, reason="no LibreOffice on this machine")
def test_no_cell_of_a_workbook_that_libreoffice_prints_is_wrong():
    total = Verdict()
    for result in results(OFFICE, ["office"], [LAID_OUT]):
        total.add(result.verdict)
    assert wrong(total) == []
