"""A workbook is an archive, and a small one can hold far more than a return: it is looked into before it is read."""

import io
import re
import time
import zipfile

import openpyxl
import pytest
from books import with_parts

from trustbook.core.characters import forbidden_character
from trustbook.core.errors import ReturnError
from trustbook.data.rows import MOST_ROWS
from trustbook.data.workbooks import packed, workbook
from trustbook.data.workbooks.packed import MOST_BETWEEN, MOST_ELEMENTS, MOST_MERGED, MOST_PARTS, MOST_UNPACKED
from trustbook.data.workbooks.sheets import Holds, covered, letters, range_of
from trustbook.data.workbooks.workbook import read_sheets

SHEET = "xl/worksheets/sheet1.xml"
BOMB = '<!DOCTYPE b [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'


@pytest.fixture
def read(tmp_path):
    def write_and_read(content):
        file = tmp_path / "return.xlsx"
        file.write_bytes(content)
        return {sheet.title: sheet.rows for sheet in read_sheets(file, "data/2030-31-P04/return.xlsx")}

    return write_and_read


def made(change=lambda sheet: None):
    book = openpyxl.Workbook()
    book.active.title = "adjustments"
    book.active.append(["item", "amount_gbp_k"])
    book.active.append(["Income", 5])
    change(book.active)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def with_another_part(name, text):
    stream = io.BytesIO(made())
    with zipfile.ZipFile(stream, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, text)
    return stream.getvalue()


def with_rows(rows):
    def change(name, text):
        return (
            re.sub("<sheetData>.*</sheetData>", lambda _: f"<sheetData>{rows}</sheetData>", text)
            if name == SHEET
            else text
        )

    return with_parts(made(), change)


def refusal(read, content):
    with pytest.raises(ReturnError) as caught:
        read(content)
    assert caught.value.file == "data/2030-31-P04/return.xlsx"
    assert len(str(caught.value).splitlines()) == 1
    assert forbidden_character(str(caught.value)) is None
    return caught.value


def test_rows_without_end_are_refused_without_being_read(read, monkeypatch):
    content = with_rows("<row/>" * (MOST_ELEMENTS + 1))
    monkeypatch.setattr(workbook, "read_sheet", None)
    assert len(content) < 20_000
    error = refusal(read, content)
    assert "more than 500,000 cells" in error.problem
    assert "new workbook" in error.mend


def test_cells_without_end_are_refused(read):
    error = refusal(read, with_rows(f"<row>{'<c><v>1</v></c>' * (MOST_ELEMENTS // 2)}</row>"))
    assert "more than 500,000 cells" in error.problem


def test_texts_without_end_are_refused(read):
    content = with_another_part("xl/sharedStrings.xml", f"<sst>{'<si/>' * MOST_ELEMENTS}</sst>")
    assert "more than 500,000 cells" in refusal(read, content).problem


def test_an_archive_that_unpacks_to_more_than_any_workbook_is_refused_by_its_directory(read, monkeypatch):
    def change(name, text):
        return text + " " * MOST_UNPACKED if name == SHEET else text

    content = with_parts(made(), change)
    monkeypatch.setattr(packed, "_count_elements", None)
    assert len(content) < 100_000
    assert "parts of 64,0" in refusal(read, content).problem


def test_an_archive_of_more_parts_than_any_workbook_is_refused(read):
    stream = io.BytesIO(made())
    with zipfile.ZipFile(stream, "a") as archive:
        for number in range(MOST_PARTS):
            archive.writestr(f"xl/{number}", "")
    assert "parts of" in refusal(read, stream.getvalue()).problem


@pytest.mark.parametrize("part", [SHEET, "xl/workbook.xml", "[Content_Types].xml", "xl/styles.xml"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_part_that_declares_a_document_type_is_refused(read, part, encoding):
    def change(name, text):
        text = re.sub(r"<\?xml[^>]*\?>", "", text)
        return (BOMB + text).encode(encoding) if name == part else text

    error = refusal(read, with_parts(made(), change))
    assert part in error.problem
    assert "document type" in error.problem


@pytest.mark.parametrize("name", ["xl/sharedStrings.xml", "xl/sheet.dat", "xl/media/picture.png"])
def test_a_part_is_looked_into_whatever_it_is_called(read, name):
    assert "document type" in refusal(read, with_another_part(name, f"\n {BOMB}<x>&b;</x>")).problem


@pytest.mark.parametrize("row", ["999999999", "1048577", "999999999.0", "1e9", "inf"])
def test_a_row_below_the_last_is_refused_and_not_counted_up_to(read, row):
    assert "below the last" in refusal(read, with_rows(f'<row r="{row}"><c><v>1</v></c></row>')).problem


@pytest.mark.parametrize("cell", ["A999999999", "ZZZ1"])
def test_a_cell_that_no_sheet_has_is_refused(read, cell):
    refusal(read, with_rows(f'<row><c r="{cell}"><v>1</v></c></row>'))


def test_a_table_wider_than_any_is_refused_with_its_row(read):
    rows = "".join(f'<row r="{number}"><c r="XFD{number}"><v>1</v></c></row>' for number in range(3, 3000))
    error = refusal(read, with_rows(rows))
    assert "16,384 columns" in error.problem
    assert error.line == 3


def test_a_merged_range_over_the_whole_sheet_costs_nothing(read):
    def change(name, text):
        merged = '<mergeCells><mergeCell ref="A3:XFD1048576"/></mergeCells>'
        merged += '<hyperlinks><hyperlink ref="A1:XFD1048576"/></hyperlinks>'
        return text.replace("</sheetData>", "</sheetData>" + merged) if name == SHEET else text

    assert read(with_parts(made(), change)) == read(made())


def test_more_merged_ranges_than_any_sheet_has_are_refused(read):
    def change(name, text):
        merged = "".join(f'<mergeCell ref="C{row}:D{row}"/>' for row in range(1, MOST_MERGED + 2))
        return text.replace("</sheetData>", f"</sheetData><mergeCells>{merged}</mergeCells>") if name == SHEET else text

    assert "merged" in refusal(read, with_parts(made(), change)).problem


def test_what_a_merged_range_covers_is_not_seen_and_not_read(read):
    def change(name, text):
        merged = '<mergeCells><mergeCell ref="A2:B2"/></mergeCells>'
        return text.replace("</sheetData>", "</sheetData>" + merged) if name == SHEET else text

    assert read(with_parts(made(), change))["adjustments"] == [(1, ["item", "amount_gbp_k"]), (2, ["Income", ""])]


def test_a_formula_is_read_as_the_value_that_is_kept_for_it_and_has_none_without(tmp_path):
    rows = (
        '<row r="1"><c r="A1"><f>1+1</f><v>2</v></c><c r="B1"><f>1+1</f></c></row>'
        '<row r="2"><c r="A2"><f t="shared" ref="A2:A3" si="0">B1+1</f></c></row>'
        '<row r="3"><c r="A3"><f t="shared" si="0"/></c></row>'
    )
    (tmp_path / "return.xlsx").write_bytes(with_rows(rows))
    (sheet,) = read_sheets(tmp_path / "return.xlsx", "return.xlsx")
    assert sheet.rows == [(1, ["2", "=1+1"]), (2, ["=B1+1", ""]), (3, ["=", ""])]
    assert [sheet.cell(*place).holds for place in ((1, 1), (1, 2), (2, 1), (3, 1))] == [
        Holds.NUMBER,
        Holds.NO_VALUE,
        Holds.NO_VALUE,
        Holds.NO_VALUE,
    ]


def test_the_size_that_a_sheet_states_of_itself_is_not_believed(read):
    def change(name, text):
        return re.sub('<dimension ref="[^"]*"', '<dimension ref="A1:A1"', text) if name == SHEET else text

    assert read(with_parts(made(), change)) == read(made())


@pytest.mark.parametrize("title", ["adjust\u202ements", "adjustments\u200b", "x\x7f"])
def test_a_sheet_whose_name_has_a_character_that_nobody_sees_is_named_visibly(read, title):
    def change(name, text):
        return text.replace('name="adjustments"', f'name="{title}"') if name == "xl/workbook.xml" else text

    error = refusal(read, with_parts(made(), change))
    assert "the name of the sheet" in error.problem
    assert "U+" in error.problem


def test_two_parts_of_one_name_are_refused(read):
    stream = io.BytesIO(made())
    with pytest.warns(UserWarning, match="Duplicate name"), zipfile.ZipFile(stream, "a") as archive:
        archive.writestr(SHEET, "<x/>")
    assert "not a workbook" in refusal(read, stream.getvalue()).problem


def test_elements_that_lie_too_deep_are_refused(read):
    assert "more than" in refusal(read, with_rows("<row>" * 200 + "</row>" * 200)).problem


@pytest.mark.parametrize("row", ["<row x='{}'/>", "<row {}/>", "<!-- {} --><row/>", "<row></row {}>", "<?x {}?>", "{}"])
def test_a_tag_or_a_text_without_end_is_refused(read, row):
    error = refusal(read, with_rows(row.replace("{}", " " * 5 * MOST_BETWEEN)))
    assert "from one tag to the next" in error.problem


def test_cells_far_to_the_right_cost_no_more_than_others(read):
    rows = "".join(f'<row r="{row}"><c r="XFD{row}" s="0"/></row>' for row in range(3, 100_000))
    assert read(with_rows(rows)) == {"adjustments": []}


def test_one_cell_in_the_last_row_of_many_sheets_costs_nothing(read):
    stream = io.BytesIO()
    book = openpyxl.Workbook()
    book.remove(book.active)
    for number in range(12):
        book.create_sheet(f"sheet {number}")["A1048576"] = "x"
    book.save(stream)
    begun = time.process_time()
    sheets = read(stream.getvalue())
    assert time.process_time() - begun < 2
    assert list(sheets.values()) == [[(1_048_576, ["x"])]] * 12


@pytest.mark.parametrize("cell", ["A{row}:A{last}", "A{row}:Z{last}", "{letter}1:{letter}1048576"])
def test_many_merged_ranges_over_many_cells_cost_no_more_than_the_cells(cell):
    cells = [(row, column) for row in range(1, 20_001) for column in range(1, 11)]
    merged = [
        range_of(cell.format(row=20 * place + 1, last=20 * place + 15, letter=letters(place + 1)))
        for place in range(MOST_MERGED)
    ]
    begun = time.process_time()
    unseen = set(covered(cells, merged))
    assert time.process_time() - begun < 3
    few = [each for each in cells if each[0] < 60]
    plain = {
        each
        for each in few
        for one in merged
        if one.top <= each[0] <= one.bottom and one.left <= each[1] <= one.right and each != (one.top, one.left)
    }
    assert {each for each in unseen if each[0] < 60} == plain


def test_many_rows_beside_one_wide_row_cost_no_more_than_their_cells(read):
    rows = f'<row r="1"><c r="SF1"><v>1</v></c></row>{"<row><c><v>1</v></c></row>" * 160_000}'
    assert len(read(with_rows(rows))["adjustments"]) == MOST_ROWS + 2


@pytest.mark.parametrize("number", ["nan", "inf", "1e999", "1_000", "one"])
def test_a_number_that_is_none_is_refused(read, number):
    assert "damaged" in refusal(read, with_rows(f'<row r="1"><c><v>{number}</v></c></row>')).problem


def test_two_sheets_that_are_one_part_are_refused(read):
    def change(name, text):
        twice = '<sheet name="again" sheetId="2" r:id="rId1"/></sheets>'
        return text.replace("</sheets>", twice) if name == "xl/workbook.xml" else text

    assert "two sheets are one part" in refusal(read, with_parts(made(), change)).problem


def test_a_sheet_whose_part_is_missing_is_refused_and_not_passed_over(read):
    def change(name, text):
        return text.replace("rId1", "rId99") if name == "xl/workbook.xml" else text

    assert "is missing" in refusal(read, with_parts(made(), change)).problem
