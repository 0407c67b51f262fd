"""Returns as people send them, in a copy of the true workspace: what the gate says of each, and what metrics do."""

import csv
import re
from io import StringIO
from pathlib import Path

import pytest
from workspaces import copy_workspace

from trustbook.chapters.metrics import metrics
from trustbook.checks.findings import PASSED_OVER, Layer, Severity
from trustbook.checks.gate import check
from trustbook.config.workspace import Workspace
from trustbook.core.errors import PeriodError, ReturnError
from trustbook.core.period import Period
from trustbook.data.datasets import period_datasets
from trustbook.data.period_data import open_period
from trustbook.data.schema import Kind

pytestmark = pytest.mark.usefixtures("remembered")

ROOT = Path(__file__).parents[2]
PERIOD_DATASETS = period_datasets(ROOT)
P11 = Period.parse("2023-24-P11")
UNITS = {
    column.name
    for schema in PERIOD_DATASETS.values()
    for column in schema.columns
    if column.kind in (Kind.MONEY, Kind.NUMBER)
}
DATASETS = sorted(path.stem for path in (ROOT / "data" / str(P11)).glob("*.csv"))


@pytest.fixture
def place(tmp_path):
    return copy_workspace(tmp_path)


def rows_of(file):
    return list(csv.reader(StringIO(file.read_text(encoding="utf-8"))))


def write(file, rows, delimiter=","):
    stream = StringIO()
    csv.writer(stream, delimiter=delimiter, lineterminator="\n").writerows(rows)
    file.write_text(stream.getvalue(), encoding="utf-8")


def titled(rows):
    return [["Budget monitoring"], *rows], ","


def told_the_separator(rows):
    return [["sep=;"], *rows], ";"


def with_apostrophes(rows):
    return [rows[0], *([re.sub(r"^(-?\d[\d.]*)$", r"'\1", cell) for cell in row] for row in rows[1:])], ","


def with_a_footnote(rows):
    return [*rows, [], ["* Provisional; subject to audit"]], ","


def with_too_few_cells(rows):
    return [*rows[:-1], rows[-1][:2]], ","


def with_units(rows):
    return [rows[0], ["£000" if name in UNITS else "" for name in rows[0]], *rows[1:]], ","


def findings(place):
    return check(Workspace(place), [P11])[P11].findings


def of(found, dataset, severity):
    return [each for each in found if Path(each.file).stem == dataset and each.severity is severity]


def shaped(place, how):
    """Put every dataset of the period into another shape; give those of which a line was changed."""
    changed = []
    for dataset in DATASETS:
        file = place / "data" / str(P11) / f"{dataset}.csv"
        before = rows_of(file)
        after, delimiter = how(before)
        if (after, delimiter) != (before, ","):
            write(file, after, delimiter)
            changed.append(dataset)
    return changed


@pytest.mark.parametrize("how", [titled, told_the_separator, with_apostrophes], ids=lambda how: how.__name__)
def test_what_can_be_read_in_one_way_is_read_to_the_same_figures_and_said(place, how):
    before = metrics(open_period(str(P11), workspace=Workspace(place)))
    known = {(each.code, each.sentence) for each in findings(place)}
    changed = shaped(place, how)
    assert len(changed) > 3
    found = findings(place)
    assert not [each for each in found if each.severity is Severity.CRITICAL]
    assert {(each.code, each.sentence) for each in found if not each.is_mend} == {
        each for each in known if not each[0].startswith("reading.mended.")
    }
    mended = [each for each in found if each.is_mend]
    assert {Path(each.file).stem for each in mended} >= {each for each in changed if how is not with_apostrophes}
    assert metrics(open_period(str(P11), workspace=Workspace(place))) == before


@pytest.mark.parametrize(
    ("how", "says"),
    [
        (with_a_footnote, "like a footnote or a title"),
        (with_too_few_cells, "the line has only 2 cells"),
        (with_units, "the line has units"),
    ],
    ids=lambda each: getattr(each, "__name__", ""),
)
def test_what_is_no_line_is_the_first_thing_that_is_said(place, how, says):
    with_money = {
        each for each in DATASETS if UNITS.intersection(rows_of(place / "data" / str(P11) / f"{each}.csv")[0])
    }
    changed = shaped(place, how)
    found = findings(place)
    for dataset in changed:
        critical = of(found, dataset, Severity.CRITICAL)
        if how is with_units and dataset not in with_money:
            continue
        named = [each for each in critical if says in each.sentence]
        assert len(named) == 1, dataset
        assert how is with_too_few_cells or len(critical) == 1
    with pytest.raises(ReturnError, match=re.escape(says)):
        metrics(open_period(str(P11), workspace=Workspace(place)))


def test_a_title_over_a_table_whose_header_is_wrong_gives_one_finding(place):
    for dataset in DATASETS:
        file = place / "data" / str(P11) / f"{dataset}.csv"
        rows = rows_of(file)
        write(file, [["Budget monitoring"], [f"Column {number}" for number in range(len(rows[0]))], *rows[1:]])
    found = [each for each in findings(place) if each.severity is Severity.CRITICAL and each.layer is Layer.READING]
    assert [each for each in DATASETS if len([1 for one in found if Path(one.file).stem == each]) != 1] in (
        [],
        ["forecast"],
    )
    assert all("the header of" in each.sentence or "no forecast" in each.sentence for each in found)


def test_letters_of_another_system_are_refused_with_both_readings(place):
    for dataset in DATASETS:
        file = place / "data" / str(P11) / f"{dataset}.csv"
        file.write_bytes(file.read_bytes().rstrip() + "\nPooled caf\u00e9 budget \u2013 homes\n".encode("mac_roman"))
    found = findings(place)
    for dataset in DATASETS:
        (error,) = (each for each in of(found, dataset, Severity.CRITICAL) if "0x" in each.sentence)
        assert "caf\u00e9 budget" in error.sentence
        assert "Mac Roman" in error.sentence


def test_litter_is_passed_over_with_a_note_and_a_file_that_nothing_reads_is_critical(place):
    before = [each for each in findings(place) if each.code != PASSED_OVER]
    folders = [f"data/{P11}", "data", "data/reference", "params", "expectations"]
    for folder in folders:
        (place / folder / "Thumbs.db").write_bytes(b"\x00")
        (place / folder / "README.md").write_text("About.", encoding="utf-8")
    found = findings(place)
    notes = [each for each in found if each.code == PASSED_OVER]
    assert sorted(each.file for each in notes) == sorted(f"{folder}/Thumbs.db" for folder in folders)
    assert [each for each in found if each.code != PASSED_OVER] == before
    (place / "data" / "reference" / "outturn.csv").write_text("year\n", encoding="utf-8")
    (critical,) = (each for each in findings(place) if each.severity is Severity.CRITICAL)
    assert critical.file == "data/reference/outturn.csv"


def test_a_period_with_a_space_at_the_end_of_its_name_shows_the_space(place):
    (place / "data" / f"{P11}").rename(place / "data" / f"{P11} ")
    with pytest.raises(PeriodError, match=r"'2023-24-P11 ' .*character 12 is U\+0020 SPACE"):
        Workspace(place).periods()


@pytest.mark.parametrize(
    ("heading", "says"),
    [
        ("Children\u2019s Homes", "U+2019 RIGHT SINGLE QUOTATION MARK"),
        ("Children's  Homes", "character 12 is U+0020 SPACE"),
        ("Children's_Homes", "U+005F LOW LINE"),
        ("children's homes", "U+0063 LATIN SMALL LETTER C"),
        ("Children's H\u043emes", "U+043E CYRILLIC SMALL LETTER O"),
    ],
)
def test_a_heading_that_only_looks_like_one_of_the_settings_shows_the_difference(place, heading, says):
    file = place / "data" / str(P11) / "forecast.csv"
    rows = rows_of(file)
    write(file, [[heading if cell == "Children's Homes" else cell for cell in row] for row in rows])
    said = [
        each.sentence for each in findings(place) if each.severity is Severity.CRITICAL and each.column == "heading"
    ]
    assert any(says in each and "where 'Children's Homes'" in each for each in said), said


def test_the_advice_of_the_reader_stands_in_the_finding_of_a_rule_about_the_same_cell(place):
    file = place / "data" / str(P11) / "programme.csv"
    rows = rows_of(file)
    column = rows[0].index("business_case_month")
    line = next(number for number, row in enumerate(rows) if number and row[column])
    rows[line][column] = "45322"
    write(file, rows)
    (found,) = (
        each for each in findings(place) if each.severity is Severity.CRITICAL and each.column == rows[0][column]
    )
    assert "45322" in found.sentence
    assert "2024-01-31" in found.mend
