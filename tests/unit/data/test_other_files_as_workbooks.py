"""A file that has the ending of a workbook and is something else is called what it is, with the way out."""

import io
import json
import zipfile

import openpyxl
import pytest

from trustbook.config.workspace import Workspace
from trustbook.core.errors import ReturnError
from trustbook.core.period import Period
from trustbook.data.period_return import return_tables
from trustbook.data.workbooks.workbook import read_sheets

CONTAINER = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 504
WEB = b"\r\n <html xmlns:x='urn:schemas-microsoft-com:office:excel'><table><tr><td>item</td></tr></table></html>"
SHEET_2003 = b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>'


def wide(name):
    return CONTAINER + name.encode("utf-16-le") + b"\x00" * 400


def packed(*names):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name in names:
            archive.writestr(name, b"\x00")
    return stream.getvalue()


def workbook():
    stream = io.BytesIO()
    openpyxl.Workbook().save(stream)
    return stream.getvalue()


def locked():
    content = bytearray(packed("xl/workbook.xml"))
    content[6] |= 1
    content[content.index(b"PK\x01\x02") + 8] |= 1
    return bytes(content)


@pytest.mark.parametrize("ending", [".xlsx", ".xls", ".xlsm", ".xlsb", ".ods", ".XLS"])
@pytest.mark.parametrize(
    ("content", "words", "way_out"),
    [
        (wide("EncryptedPackage"), "protected with a password", "without one"),
        (locked(), "protected with a password", "without one"),
        (wide("WordDocument"), "a Word document", "Copy its tables"),
        (wide("PowerPoint Document"), "a PowerPoint presentation", "Copy its tables"),
        (wide("__properties"), "an older kind of document", "save it as an .xlsx"),
        (packed("[Content_Types].xml", "word/document.xml"), "a Word document", "Copy its tables"),
        (packed("Index/Document.iwa", "Metadata/Properties.plist"), "Apple Numbers", "Export To"),
        (packed("forecast.csv"), "a packed file (ZIP)", "Unpack it"),
        (WEB, "a web page", "save it as an .xlsx"),
        (b"MIME-Version: 1.0\r\nContent-Type: multipart/related", "a web page", "save it as an .xlsx"),
        (SHEET_2003, "an XML spreadsheet of Excel 2003", "save it as an .xlsx"),
        (b"<x/>", "it is XML", "save it as an .xlsx"),
        (b"item,kind,amount_gbp_k\nIncome,disputed_income,5\n", "it is text", "the ending .csv"),
        ("item;kind\n".encode("utf-16"), "it is text", "the ending .csv"),
        (json.dumps({"url": "https://docs.google.com/open?id=1"}).encode(), "a link to a Google Sheet", "Download"),
        (b"%PDF-1.7\n\x00", "a PDF document", "Copy its tables"),
        (b"\x1f\x8b\x08\x00", "gzip", "Unpack it"),
        (b"", "it is empty", "copy or download it again"),
        (b"  \r\n", "it is empty", "copy or download it again"),
        (b"\x09\x04\x06\x00\x00\x00\x10\x00", "Excel 4", "save it as an .xlsx"),
        (b"\x01\x00\x02\x00\x03", "damaged or of another kind", "copy or download it again"),
        (workbook()[:-40], "cut off or damaged", "repair"),
        (workbook()[:900], "cut off or damaged", "repair"),
    ],
)
def test_a_file_that_is_no_workbook_is_called_what_it_is(tmp_path, ending, content, words, way_out):
    (tmp_path / f"forecast{ending}").write_bytes(content)
    with pytest.raises(ReturnError) as caught:
        read_sheets(tmp_path / f"forecast{ending}", f"data/forecast{ending}")
    assert words in caught.value.problem
    assert way_out in caught.value.mend
    assert caught.value.file == f"data/forecast{ending}"


@pytest.mark.parametrize("name", ["forecast.gsheet", "forecast.numbers", "forecast.NUMBERS"])
def test_a_spreadsheet_that_cannot_be_read_is_opened_to_say_so(tmp_path, name):
    content = b'{"doc_id": "1"}' if name.endswith("gsheet") else packed("Index/Document.iwa")
    file = tmp_path / "data" / "2030-31-P04" / name
    file.parent.mkdir(parents=True)
    file.write_bytes(content)
    first, *_ = return_tables(Workspace(tmp_path), Period(2030, 4))
    assert isinstance(first, ReturnError)
    assert "Google Sheet" in first.problem or "Apple Numbers" in first.problem


def test_a_workbook_whose_ending_is_of_another_format_is_read_by_its_content(tmp_path):
    (tmp_path / "forecast.xls").write_bytes(workbook())
    (sheet,) = read_sheets(tmp_path / "forecast.xls", "forecast.xls")
    assert [correction.sentence for correction in sheet.corrections] == [
        "the file is an .xlsx workbook, whatever its name says"
    ]
