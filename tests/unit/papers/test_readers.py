"""Files of each kind become grids: spans, hidden and deleted parts, formats, marks."""

from __future__ import annotations

import io
import zipfile
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from docx import Document
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn

from trustbook.core.errors import ReturnError, TrustbookError
from trustbook.papers import csv_file, html_file, word_file, workbook_file
from trustbook.papers.model import Grid
from trustbook.papers.read import kind_of, read_paper

HEAD = ["Service", "Budget £000", "Forecast £000", "Variance £000"]
ROWS = [HEAD, ["A", "100", "90", "(10)"], ["B", "200", "240", "40"]]


def texts(grid: Grid) -> list[list[str]]:
    return [[cell.text for cell in row] for row in grid.rows]


def page(table: str, before: str = "", after: str = "") -> bytes:
    return f"<html><meta charset=utf-8><body>{before}<table>{table}</table>{after}</body></html>".encode()


def book(fill: Any) -> bytes:
    content = io.BytesIO()
    made = xlsxwriter.Workbook(content, {"in_memory": True})
    fill(made)
    made.close()
    return content.getvalue()


def document(rows: list[list[str]], change: Any = None) -> bytes:
    made = Document()
    table = made.add_table(rows=len(rows), cols=len(rows[0]))
    for row, cells in zip(table.rows, rows, strict=True):
        for cell, text in zip(row.cells, cells, strict=True):
            cell.text = text
    if change is not None:
        change(table)
    content = io.BytesIO()
    made.save(content)
    return content.getvalue()


def read_values(path: Path) -> dict[tuple[str, str], object]:
    reading = read_paper(path, path.name)
    return {(row.label, cell.column): cell.value for t in reading.tables for row in t.rows for cell in row.cells}


# Pages of HTML


def test_spans_of_a_page_are_kept_and_the_cells_below_them_empty() -> None:
    grids, _ = html_file.grids_of(
        page("<tr><th rowspan=2>A<th colspan=2>B<tr><th>C<th>D<tr><td>x<td>1<td>2"), "page.html"
    )
    assert texts(grids[0]) == [["A", "B", ""], ["", "C", "D"], ["x", "1", "2"]]
    assert grids[0].rows[0][1].spans_columns == 2
    assert grids[0].header_rows == 2


def test_hidden_and_deleted_parts_of_a_page_are_not_there() -> None:
    table = (
        "<tr><td>A<td><del>5</del> 7<td style='display:none'>9<td hidden>9<td><script>1</script>3"
        "<tr style='display: none'><td>B<td>1<td>2"
    )
    grids, _ = html_file.grids_of(page(table), "page.html")
    assert texts(grids[0]) == [["A", "7", "3"]]
    assert [(each.printed, each.why) for each in grids[0].refused] == [("5", "it is struck through")]


def test_a_raised_figure_is_a_mark_and_no_digit() -> None:
    grids, _ = html_file.grids_of(page("<tr><td>A<sup>2</sup><td>912<sup>1</sup>"), "page.html")
    assert texts(grids[0]) == [["A²", "912¹"]]


def test_a_nested_table_is_a_table_of_its_own() -> None:
    grids, _ = html_file.grids_of(page("<tr><td>outer<td><table><tr><td>in<td>1</table>"), "page.html")
    assert [texts(each) for each in grids] == [[["outer", ""]], [["in", "1"]]]


def test_lines_around_a_table_and_its_caption_are_kept() -> None:
    grids, lines = html_file.grids_of(
        page("<caption>Budget<tr><td>A<td>1", "<p>All figures £000</p>", "<p>Brackets are overspends</p>"), "page.html"
    )
    assert grids[0].title == "Budget"
    assert grids[0].around == ("All figures £000", "Brackets are overspends")
    assert lines == ["All figures £000", "Brackets are overspends"]


def test_the_foot_of_a_table_stands_below_its_body() -> None:
    grids, _ = html_file.grids_of(page("<tfoot><tr><td>Total<td>3</tfoot><tbody><tr><td>A<td>3</tbody>"), "page.html")
    assert texts(grids[0]) == [["A", "3"], ["Total", "3"]]


def test_a_page_with_a_huge_span_is_bounded() -> None:
    grids, _ = html_file.grids_of(page("<tr><td colspan=999999999>A<td>1"), "page.html")
    assert len(grids[0].rows[0]) < 1_000


# Word documents


def test_cells_that_are_merged_in_a_document_are_one_cell() -> None:
    def merge(table: Any) -> None:
        table.cell(0, 1).merge(table.cell(0, 2))
        table.cell(1, 0).merge(table.cell(2, 0))

    grids, _ = word_file.grids_of(document([["", "B", ""], ["x", "1", "2"], ["", "3", "4"]], merge), "a.docx")
    assert grids[0].rows[0][1].spans_columns == 2
    assert grids[0].rows[1][0].spans_rows == 2
    assert texts(grids[0])[2] == ["", "3", "4"]


def test_deleted_and_hidden_text_of_a_document_is_not_there() -> None:
    def change(table: Any) -> None:
        run = "<w:r><w:{tag}>{text}</w:{tag}></w:r>"
        deleted = f"<w:del {nsdecls('w')}>{run.format(tag='delText', text='5')}</w:del>"
        added = f"<w:ins {nsdecls('w')}>{run.format(tag='t', text='7')}</w:ins>"
        paragraph = table.cell(0, 1).paragraphs[0]._p
        paragraph.append(parse_xml(deleted))
        paragraph.append(parse_xml(added))
        hidden = table.cell(1, 1).paragraphs[0].add_run("9")
        hidden.font.hidden = True
        row = table.rows[2]._tr
        row.get_or_add_trPr().append(OxmlElement("w:del"))

    grids, _ = word_file.grids_of(document([["A", ""], ["B", "3"], ["C", "4"]], change), "a.docx")
    assert texts(grids[0]) == [["A", "7"], ["B", "3"]]


def test_rows_that_repeat_on_each_page_are_headings() -> None:
    def mark(table: Any) -> None:
        table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))

    grids, _ = word_file.grids_of(document(ROWS, mark), "a.docx")
    assert grids[0].header_rows == 1


def test_a_row_of_a_document_from_which_a_cell_was_taken_is_refused() -> None:
    def take_out(table: Any) -> None:
        row = table.rows[2]._tr
        row.remove(row.findall(qn("w:tc"))[1])

    grids, _ = word_file.grids_of(document(ROWS, take_out), "a.docx")
    assert [each.printed for each in grids[0].refused] == ["240", "40"]


def test_a_document_that_declares_entities_is_refused() -> None:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr("word/document.xml", "<!DOCTYPE d [<!ENTITY a 'b'>]><d>&a;</d>")
    with pytest.raises(TrustbookError):
        word_file.grids_of(content.getvalue(), "a.docx")


# Workbooks


def test_a_sheet_is_read_as_it_is_shown_with_the_numbers_behind_it() -> None:
    def fill(made: Any) -> None:
        sheet = made.add_worksheet("P11")
        sheet.write("A1", -1641.4, made.add_format({"num_format": "#,##0;(#,##0)"}))
        sheet.write("B1", -0.041, made.add_format({"num_format": "0.0%"}))
        sheet.write("C1", 0, made.add_format({"num_format": '#,##0;-#,##0;"-"'}))

    grids, _ = workbook_file.grids_of(book(fill), "a.xlsx")
    cells = grids[0].rows[0]
    assert [(cell.text, cell.number) for cell in cells] == [
        ("(1,641)", Decimal("-1641.4")),
        ("-4.1%", Decimal("-4.1")),
        ("-", Decimal(0)),
    ]
    assert cells[0].place == "sheet 'P11', cell A1"


def test_hidden_sheets_rows_and_columns_are_left_out_and_named() -> None:
    def fill(made: Any) -> None:
        sheet = made.add_worksheet("P11")
        for row, line in enumerate((["A", 1, 2], ["B", 3, 4], ["C", 5, 6])):
            sheet.write_row(row, 0, line)
        sheet.set_row(1, None, None, {"hidden": True})
        sheet.set_column(1, 1, None, None, {"hidden": True})
        other = made.add_worksheet("Workings")
        other.write("A1", 9)
        other.hide()

    grids, _ = workbook_file.grids_of(book(fill), "a.xlsx")
    assert texts(grids[0]) == [["A", "2"], ["C", "6"]]
    places = [each.place for grid in grids for each in grid.refused]
    assert places == ["sheet 'P11', row 2", "sheet 'P11', column B", "sheet 'Workings'"]


def test_tables_side_by_side_on_a_sheet_are_two() -> None:
    def fill(made: Any) -> None:
        sheet = made.add_worksheet()
        for row, line in enumerate(
            (["Service", "£000", "", "Reserve", "£000"], ["A", 1, "", "X", 3], ["B", 2, "", "Y", 4])
        ):
            sheet.write_row(row, 0, line)

    grids, _ = workbook_file.grids_of(book(fill), "a.xlsx")
    assert [texts(each)[1] for each in grids] == [["A", "1", ""], ["X", "3"]] or [texts(each)[1] for each in grids] == [
        ["A", "1"],
        ["X", "3"],
    ]


# CSV files


def test_a_line_of_a_csv_with_too_few_cells_is_refused() -> None:
    grids, _ = csv_file.grids_of(b"Service,Budget,Forecast\nA,1,2\nB,3\nC,4,5\n", "a.csv")
    assert texts(grids[0])[2] == ["", "", ""]
    assert [each.printed for each in grids[0].refused] == ["3"]


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_the_separator_of_a_csv_is_seen_in_its_lines(separator: str) -> None:
    text = "\n".join(separator.join(f'"{cell}"' for cell in row) for row in ROWS)
    assert texts(csv_file.grids_of(text.encode(), "a.csv")[0][0]) == ROWS


# Choosing the reader


def test_each_kind_of_file_gives_the_same_values(tmp_path: Path) -> None:
    lines = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in ROWS)

    def fill(made: Any) -> None:
        sheet = made.add_worksheet()
        sheet.write_row(0, 0, HEAD)
        sheet.write_row(1, 0, ["A", 100, 90, -10])
        sheet.write_row(2, 0, ["B", 200, 240, 40])

    files = {
        "a.html": page(lines),
        "a.csv": "\n".join(",".join(row) for row in ROWS).encode(),
        "a.docx": document(ROWS),
        "a.xlsx": book(fill),
    }
    found = []
    for name, content in files.items():
        (tmp_path / name).write_bytes(content)
        found.append(read_values(tmp_path / name))
    assert found[0]["A", "Variance"] == -10
    assert all(each == found[0] for each in found)


def test_a_file_is_known_by_its_content_and_not_by_its_name() -> None:
    assert kind_of(page("<tr><td>1"), ".xls") == "html_file"
    assert kind_of(document(ROWS), ".doc") == "word_file"
    assert kind_of(b"%PDF-1.7", ".txt") == "pdf_file"


@pytest.mark.parametrize("name", ["a.csv", "a.docx", "a.xlsx", "a.html"])
@pytest.mark.parametrize("content", [b"", b"\x00\x01\x02" * 50, b"PK\x03\x04 cut off", b"\xd0\xcf\x11\xe0 cut off"])
def test_a_file_that_cannot_be_read_is_an_error_of_one_sentence(tmp_path: Path, name: str, content: bytes) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(ReturnError) as error:
        read_paper(tmp_path / name, name)
    assert "\n" not in str(error.value)
