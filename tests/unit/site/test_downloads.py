"""The data of an edition: what is taken away is what was read, and says what it is."""

import csv
import json
import re
import textwrap
import warnings
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
from markdown_it import MarkdownIt
from schemas import PERIOD_DATASETS, SCHEMAS

from looked_at import some
from trustbook.claims.report import rows
from trustbook.claims.tie_out import run_tie_out
from trustbook.config.settings import Settings
from trustbook.config.workspace import Workspace
from trustbook.core.period import Period
from trustbook.core.safe_text import for_xml
from trustbook.data.datasets import SOURCES
from trustbook.data.period_return import read_return
from trustbook.site.downloads import spreadsheet
from trustbook.site.downloads.contents import copy_published, page, write_downloads
from trustbook.site.downloads.offered import MARKED, TIED_CLAIMS, Offered, offered

ROOT = Path(__file__).parents[3]
OFFERED = {**SCHEMAS, TIED_CLAIMS.name: TIED_CLAIMS}
_PERIOD = "2030-31-P04"
PERIOD = Period.parse(_PERIOD)


@pytest.fixture(scope="module")
def real(tmp_path_factory):
    """The data of each real period, written beside a link to the real workspace."""
    root = tmp_path_factory.mktemp("real")
    for name in ("_config.yml", "_toc.yml", "data", "params", "notebooks"):
        (root / name).symlink_to(ROOT / name)
    workspace = Workspace(root)
    compared = {str(period): rows(run_tie_out(workspace, period)) for period in workspace.periods()}
    folders = {name: write_downloads(workspace, workspace.period(name), found) for name, found in compared.items()}
    return workspace, compared, folders


@pytest.fixture
def made(synthetic_workspace):
    """The data of the made-up period, and the workspace that they come from."""
    workspace = synthetic_workspace()
    return workspace, write_downloads(workspace, workspace.period(_PERIOD), [])


def _csv(path):
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def test_the_data_package_of_every_real_period_is_valid(real, real_period):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # what frictionless imports is not ours to mend
        import frictionless

        report = frictionless.Package(str(real[2][real_period] / "datapackage.json")).validate()
    assert report.valid, report.flatten(["type", "note"])
    assert len(report.tasks) >= 6


def test_the_data_package_is_refused_when_a_file_is_not_the_one_it_describes(made):
    import frictionless

    path = made[1] / f"{_PERIOD}-forecast.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("100", "101", 1), encoding="utf-8")
    report = frictionless.Package(str(made[1] / "datapackage.json")).validate()
    assert [kind for (kind,) in report.flatten(["type"])] == ["hash-count"]


def test_a_csv_file_holds_every_cell_of_the_return(real, real_period):
    workspace, _, folders = real
    for file in some((workspace.data / real_period).glob("*.csv")):
        given = _csv(folders[real_period] / f"{real_period}-{file.name.replace('_', '-')}")
        for line, (written, taken) in some(enumerate(zip(_csv(file), given, strict=file.stem != "claims"))):
            assert written == {name: taken[name] for name in written}, f"{file}, row {line}"


def test_each_statement_carries_its_verdict(real):
    _, compared, folders = real
    given = {row["claim_id"]: row for row in _csv(folders["2023-24-P11"] / "2023-24-P11-claims.csv")}
    held = {each.claim_id for each in compared["2023-24-P11"]}
    assert given.keys() < held  # what the paper says of earlier months lies in their folders
    for row in (each for each in compared["2023-24-P11"] if each.claim_id in given):
        assert given[row.claim_id]["verdict"] == row.verdict.value
        assert given[row.claim_id]["given"] == row.given


def test_a_period_that_reports_less_offers_fewer_files_and_no_empty_one(real):
    names = {path.name for path in real[2]["2023-24-P07"].iterdir()}
    assert "2023-24-P07-forecast.csv" in names
    assert "2023-24-P07-savings.csv" not in names


def test_the_files_are_the_same_bytes_when_they_are_made_again(made):
    workspace, folder = made
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    again = write_downloads(workspace, workspace.period(_PERIOD), [])
    assert {path.name: path.read_bytes() for path in again.iterdir()} == before


def test_the_package_describes_each_column_once_from_the_schema(made):
    package = json.loads((made[1] / "datapackage.json").read_text(encoding="utf-8"))
    for resource in some(package["resources"]):
        columns = OFFERED[resource["name"]].columns
        assert [field["name"] for field in resource["schema"]["fields"]] == [column.name for column in columns]
        assert [field["description"] for field in resource["schema"]["fields"]] == [column.about for column in columns]


def test_the_package_names_a_licence_only_where_the_trust_chose_one(synthetic_workspace, trust_settings):
    def licences(**site):
        workspace = synthetic_workspace(trust=trust_settings | ({"site": site} if site else {}))
        folder = write_downloads(workspace, workspace.period(_PERIOD), [])
        return json.loads((folder / "datapackage.json").read_text(encoding="utf-8")).get("licenses")

    assert licences() is None
    chosen = {"name": "OGL-UK-3.0", "title": "Open Government Licence v3.0"}
    assert licences(licence=chosen) == [chosen]


@pytest.mark.parametrize("name", sorted(OFFERED))
def test_every_column_of_every_dataset_says_what_it_holds_and_no_two_headings_are_the_same(name):
    columns = OFFERED[name].columns
    assert all(column.about for column in columns)
    assert len({column.title for column in columns}) == len(columns)
    assert OFFERED[name].about
    assert len(OFFERED[name].title) <= 31, "a sheet of a workbook cannot have a longer name"


def test_the_workbook_has_cover_contents_notes_and_one_marked_up_table_on_every_other_sheet(made):
    book = openpyxl.load_workbook(made[1] / f"{_PERIOD}-data.xlsx")
    assert book.sheetnames[:3] == ["Cover", "Contents", "Notes"]
    assert not book["Cover"].tables
    for sheet in book.worksheets[1:]:
        (marked,) = sheet.tables.values()
        assert marked.headerRowCount == 1, sheet.title
        first, last = marked.ref.split(":")
        assert sheet[last].row == sheet.max_row, f"{sheet.title}: something stands below the table"
        assert sheet["A1"].value, sheet.title
        assert not sheet.merged_cells.ranges, sheet.title
        cells = [cell for row in sheet[first:last] for cell in row]
        assert all(cell.value not in (None, "") for cell in cells), f"{sheet.title}: an empty cell"
    assert book.properties.title == "Synthetic Trust: finance return, Period 4, July 2030"


def test_the_workbook_leads_from_its_contents_to_each_table(made):
    book = openpyxl.load_workbook(made[1] / f"{_PERIOD}-data.xlsx")
    linked = [cell.hyperlink.location for row in book["Contents"].iter_rows() for cell in row if cell.hyperlink]
    assert linked == [f"'{name}'!A1" for name in book.sheetnames[3:]]


def _lines(text, width):
    """The lines that a text takes in a cell, broken between words."""
    return sum(len(textwrap.wrap(part, int(width) - 1)) for part in str(text).split("\n"))


def test_the_headings_of_each_sheet_stay_in_view_and_its_columns_fit(real, real_period):
    book = openpyxl.load_workbook(real[2][real_period] / f"{real_period}-data.xlsx")
    for sheet in some(book.worksheets[1:]):
        (marked,) = sheet.tables.values()
        first, last = marked.ref.split(":")
        frozen = sheet[sheet.freeze_panes]
        assert frozen.row == sheet[first].row + 1, sheet.title
        assert frozen.column <= 2, sheet.title
        widths = _widths(sheet)
        for header, *cells in zip(*sheet[first:last], strict=True):
            width = widths[header.column]
            assert header.alignment.wrap_text, f"{sheet.title}: {header.value}"
            assert _lines(header.value, width) <= 5, f"{sheet.title}: {header.value}"
            for cell in cells:
                assert cell.alignment.wrap_text or len(str(cell.value)) < width, f"{sheet.title}: {cell.value}"


def _widths(sheet):
    """The width of each column; the file says it once for neighbours with the same."""
    return {
        number: column.width
        for column in sheet.column_dimensions.values()
        for number in range(column.min, column.max + 1)
    }


def test_figures_in_the_workbook_are_numbers_and_what_is_not_reported_is_marked(made):
    book = openpyxl.load_workbook(made[1] / f"{_PERIOD}-data.xlsx")
    sheet = book["Adjustments"]
    (marked,) = sheet.tables.values()
    header, first, *_ = [[cell.value for cell in row] for row in sheet[marked.ref]]
    assert header[2].startswith("Amount, £ thousand\n[note ")
    assert first[2] == 50
    assert first[3] == "[x]"


def test_a_cell_that_looks_like_a_formula_stays_text(synthetic_workspace, full_return, group_return):
    full_return["adjustments"][0]["note"] = "=1+1"
    workspace = synthetic_workspace({"2030-31-P03": group_return, _PERIOD: full_return})
    book = openpyxl.load_workbook(write_downloads(workspace, workspace.period(_PERIOD), []) / f"{_PERIOD}-data.xlsx")
    cells = [cell for row in book["Adjustments"].iter_rows() for cell in row if cell.value == "=1+1"]
    assert [cell.data_type for cell in cells] == ["s"]


HOSTILE_TEXTS = [
    "[words](https://example.net/)",
    "[a](b) and [c](d)",
    "[words](words)",
    "see [x] (and y)",
    "$$agency$$",
    "cost $$ and $$",
    "http://example.net/",
    "mailto:a@example.net",
    "internal:'Cover'!A1",
    "external:c:\\\\a.xlsx",
    "file:///etc/hostname",
    "=1+1",
    "{=1+1}",
    "@SUM(1)",
    "+1",
    "-",
    "—",
    "?",
    "'quoted",
    "<b>bold</b> & more",
    "_x0041_",
    "ΩΩ",
    "[x]",
    "nan",
    "TRUE",
    "1e5",
]


@pytest.mark.parametrize("place", ["item", "note"])
def test_every_text_of_a_cell_is_in_the_workbook_as_it_is(synthetic_workspace, full_return, group_return, place):
    rows = full_return["adjustments"]
    written = [rows[0] | {"item": f"Item {number}", place: text} for number, text in enumerate(HOSTILE_TEXTS)]
    full_return["adjustments"] = written
    workspace = synthetic_workspace({"2030-31-P03": group_return, _PERIOD: full_return})
    book = openpyxl.load_workbook(write_downloads(workspace, workspace.period(_PERIOD), []) / f"{_PERIOD}-data.xlsx")
    sheet = book["Adjustments"]
    (marked,) = sheet.tables.values()
    header, *lines = sheet[marked.ref]
    column = [cell.value for cell in header].index("Item" if place == "item" else "Note")
    cells = [line[column] for line in lines]
    assert [cell.value for cell in cells] == HOSTILE_TEXTS
    assert {cell.data_type for cell in cells} == {"s"}
    assert not [
        cell
        for sheet in book.worksheets
        if sheet.title != "Contents"
        for row in sheet
        for cell in row
        if cell.hyperlink
    ]


@pytest.mark.parametrize(
    "text", ["[a](http://example.net/) [b](c)", "=1+1", "$$a$$", "<&>", "\x00\x0b\ufffe\ud800", "a" * 40_000]
)
def test_the_name_of_the_trust_and_titles_of_papers_are_on_the_cover_as_they_are(tmp_path, text):
    table = _one_row(note=text)
    register = Offered(
        SOURCES,
        pd.DataFrame([{name: text for name in SOURCES.names} | {"source_id": "s"}], dtype="str"),
        of_the_period=False,
    )
    path = tmp_path / "book.xlsx"
    spreadsheet.write(path, Period.parse(_PERIOD), text, [table, register])
    book = openpyxl.load_workbook(path)
    said = [cell.value for row in book["Cover"] for cell in row if cell.value]
    kept = for_xml(text)[:16_000]
    assert said[0].startswith(kept)
    assert any(line.startswith(f"Taken from: {kept}") for line in said)
    assert not [cell for row in book["Cover"] for cell in row if cell.hyperlink or cell.data_type == "f"]
    assert "No publisher is named in the settings." in said
    assert not book.properties.creator


def test_the_author_of_the_workbook_is_the_publisher_and_not_the_body_reported_on(tmp_path):
    path = tmp_path / "book.xlsx"
    register = Offered(SOURCES, pd.DataFrame([dict.fromkeys(SOURCES.names, "s")], dtype="str"), of_the_period=False)
    spreadsheet.write(path, Period.parse(_PERIOD), "Trust", [_one_row(), register], "A Council")
    book = openpyxl.load_workbook(path)
    assert book.properties.creator == "A Council"
    assert "Published by A Council." in [cell.value for row in book["Cover"] for cell in row]


def test_the_cover_of_the_workbook_says_that_it_is_of_a_draft_or_of_which_revision(made, tmp_path):
    def cover(folder):
        book = openpyxl.load_workbook(folder / f"{_PERIOD}-data.xlsx")
        return [cell.value for row in book["Cover"] for cell in row]

    workspace, drafted = made
    published = "Revision 2, published 2 October 2030"
    copy_published(drafted, tmp_path / "copy", workspace, PERIOD, [], published)
    assert "Draft." in cover(drafted)
    assert f"{published}." in cover(tmp_path / "copy")
    assert "Draft." not in cover(tmp_path / "copy")
    others = [path.name for path in drafted.iterdir() if path.suffix != ".xlsx"]
    assert all((drafted / name).read_bytes() == (tmp_path / "copy" / name).read_bytes() for name in others)
    assert len(others) + 1 == len(list((tmp_path / "copy").iterdir()))


def test_the_page_names_the_meeting_and_its_background_papers_as_text(made):
    workspace, folder = made
    meeting = {"named": "Cabinet *b*", "timing": "It is in time.", "background": ["A *paper*", "[x](y)"]}
    shown = page(workspace, PERIOD, [], folder, meeting=meeting)
    assert "## The meeting\n\nThis report is for Cabinet \\*b\\*. It is in time.\n\n" in shown
    assert "Its background papers:\n\n- A \\*paper\\*\n- \\[x\\]\\(y\\)" in shown
    assert "background papers" not in page(workspace, PERIOD, [], folder, meeting={**meeting, "background": []})
    assert "## The meeting" not in page(workspace, PERIOD, [], folder)


@pytest.mark.parametrize("figure", ["1e400", "nan", "Infinity", "-", "=1+1", "12345678901234567890"])
def test_a_figure_that_a_spreadsheet_cannot_hold_stays_text(tmp_path, figure):
    path = tmp_path / "book.xlsx"
    register = Offered(SOURCES, pd.DataFrame([dict.fromkeys(SOURCES.names, "s")], dtype="str"), of_the_period=False)
    spreadsheet.write(path, Period.parse(_PERIOD), "Trust", [_one_row(amount_gbp_k=figure), register])
    book = openpyxl.load_workbook(path)
    found = [cell for row in book["Adjustments"] for cell in row if cell.value == figure]
    assert [cell.data_type for cell in found] == ["s"]


def _one_row(**cells):
    schema = PERIOD_DATASETS["adjustments"]
    row = dict.fromkeys(schema.names) | {"item": "Item", "source_id": "s"} | cells
    return Offered(schema, pd.DataFrame([row], columns=list(schema.names), dtype="str"), of_the_period=True)


def test_a_table_without_a_row_is_offered_in_no_form(synthetic_workspace, full_return, group_return):
    full_return["adjustments"] = []
    workspace = synthetic_workspace({"2030-31-P03": group_return, _PERIOD: full_return})
    (workspace.data / _PERIOD / "adjustments.csv").write_text("item,kind,amount_gbp_k\n", encoding="utf-8")
    names = {path.name for path in write_downloads(workspace, workspace.period(_PERIOD), []).iterdir()}
    assert f"{_PERIOD}-data.xlsx" in names
    assert f"{_PERIOD}-adjustments.csv" not in names


RUN_BY_SPREADSHEETS = ["=1+1", "=cmd|'/c calc'!A1", "@SUM(1)", "+1+1", "- see note", "＝1+1", "a;=1+1", "a\n=1", "'=1"]


def test_no_csv_file_has_a_cell_that_a_spreadsheet_would_run(hostile_texts):
    folder = hostile_texts[1]
    for file in folder.glob("*.csv"):
        with file.open(encoding="utf-8", newline="") as stream:
            cells = [cell for row in csv.reader(stream) for cell in row]
        assert not [cell for cell in cells if re.match(r"[=@＝]|[-+](?![\d.,]*%?$)", cell)], file.name
    given = _csv(folder / f"{_PERIOD}-adjustments.csv")
    assert [row["item"] for row in given][:3] == ["'=1+1", "'=cmd|'/c calc'!A1", "'@SUM(1)"]
    assert [row["amount_gbp_k"] for row in given] == ["-43"] * len(RUN_BY_SPREADSHEETS)


def test_a_csv_file_that_comes_back_as_a_return_is_read_as_it_was_and_gathers_no_apostrophes(hostile_texts):
    workspace, folder = hostile_texts
    before = read_return(workspace, workspace.period(_PERIOD))
    written = {path.name: path.read_bytes() for path in folder.glob("*.csv")}
    for name in before.tables:
        if (folder / f"{_PERIOD}-{name}.csv").exists() and name != "claims":
            (workspace.data / _PERIOD / f"{name}.csv").write_bytes(written[f"{_PERIOD}-{name}.csv"])
    after = read_return(workspace, workspace.period(_PERIOD))
    one, other = (read.tables["adjustments"].typed.reset_index(drop=True) for read in (before, after))
    assert other.equals(one)
    assert next(correction.sentence for correction in after.tables["adjustments"].corrections) == (
        "read ''=1+1' as =1+1 (the apostrophe that keeps a spreadsheet from running it)"
    )
    again = write_downloads(workspace, workspace.period(_PERIOD), [])
    assert {path.name: path.read_bytes() for path in again.glob("*.csv")} == written


def test_the_package_and_the_page_say_what_the_apostrophe_is(hostile_texts):
    workspace, folder = hostile_texts
    assert MARKED in json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))["description"]
    assert "has an apostrophe before it" in page(workspace, workspace.period(_PERIOD), [], folder)


@pytest.fixture
def hostile_texts(synthetic_workspace, full_return, group_return):
    """The data of a period whose texts a spreadsheet program would run."""
    first = full_return["adjustments"][0] | {"amount_gbp_k": -43}
    full_return["adjustments"] = [first | {"item": text, "note": text} for text in RUN_BY_SPREADSHEETS]
    workspace = synthetic_workspace({"2030-31-P03": group_return, _PERIOD: full_return})
    return workspace, write_downloads(workspace, workspace.period(_PERIOD), [])


def test_the_page_lists_every_file_with_its_size_and_links_to_it(made):
    workspace, folder = made
    text = page(workspace, workspace.period(_PERIOD), [], folder)
    for path in some(folder.iterdir()):
        assert f'<a href="../data/{path.name}" download>{path.name}</a>' in text
        assert f">{path.stat().st_size / 1024:,.1f}</td>" in text


def test_nothing_that_a_schema_says_can_end_a_block_of_the_page_and_become_markdown(made, monkeypatch):
    workspace, folder = made
    hostile = "a\n\n````\n# Heading\n\n<script>x</script> **bold** [a](b)"
    columns = tuple(replace(column, about=hostile) for column in OFFERED["forecast"].columns)
    bad = replace(OFFERED["forecast"], title=hostile, about=hostile, columns=columns)
    listed = [
        Offered(bad, each.frame, each.of_the_period) if each.name == "forecast" else each
        for each in offered(workspace, PERIOD, [])
    ]
    monkeypatch.setattr("trustbook.site.downloads.contents.offered", lambda *_: listed)
    text = page(workspace, PERIOD, [], folder, "x.pdf")
    tokens = MarkdownIt().parse(text)
    assert [token.type for token in tokens if token.type in ("html_block", "link_open")] == []
    headings = [after.content for token, after in pairwise(tokens) if token.type == "heading_open"]
    assert headings == ["Download the data", "What the columns mean"]
    fences = [token.content for token in tokens if token.type == "fence" and token.info == "{raw} html"]
    assert len(fences) == 3 + len(listed)
    assert not any("<script" in fence for fence in fences)


def test_the_page_of_a_book_without_files_links_to_none(made):
    workspace, _ = made
    text = page(workspace, workspace.period(_PERIOD), [], None)
    assert "<a " not in text
    assert f"{_PERIOD}-forecast.csv" in text


def test_an_address_of_the_site_is_read_with_one_slash_at_its_end(trust_settings):
    read = Settings.model_validate(trust_settings | {"site": {"url": "https://example.org/reports"}})
    assert read.site.url == "https://example.org/reports/"
