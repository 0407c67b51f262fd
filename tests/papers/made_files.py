"""Write a page into a file of each kind that officers have.

In: a page laid out. Out: the bytes of a workbook (xlsx, xls, ods), a Word document, a web page, a CSV file or a PDF.
"""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterator
from html import escape

from papers.layouts import Block, Cell, Page

DIALECTS = ("plain", "word", "excel")
"""Who wrote a web page: each has its own habits inside the cells."""
ROW_STYLES = {"all": "border:1px solid #444", "rows": "border-bottom:1px solid #777", "none": ""}


def as_html(page: Page) -> bytes:
    """A web page with real tables."""
    layout = page.layout
    out = [
        "<!DOCTYPE html><html lang='en'><head><meta charset='utf-8'><title>Finance report</title><style>"
        "@page{size:A4 landscape;margin:12mm} body{font:9px Arial,sans-serif}"
        "table{border-collapse:collapse;margin:6px 0}"
        f"td,th{{padding:2px 5px;text-align:right;{ROW_STYLES[layout.borders]}}}"
        "td.words,th.words{text-align:left}</style></head><body>"
    ]
    if page.running_head:
        out.append(f"<p>{escape(page.running_head)}</p>")
    for at, part in enumerate(page.parts):
        if isinstance(part, Block):
            out.append(_html_table(part, DIALECTS[layout.seed % len(DIALECTS)]))
        else:
            out.append(f"<h2>{escape(part)}</h2>" if at == 0 else f"<p>{escape(part)}</p>")
    return "".join([*out, "</body></html>"]).encode()


def _html_table(block: Block, dialect: str) -> str:
    rows = []
    for at, row in enumerate(block.rows):
        cells = []
        for cell in row:
            if cell.covered:
                continue
            tag = "th" if at < block.heading_rows else "td"
            spans = (f" colspan='{cell.columns}'" if cell.columns > 1 else "") + (
                f" rowspan='{cell.rows}'" if cell.rows > 1 else ""
            )
            words = "" if cell.form or not any(each.isalpha() for each in cell.text) else " class='words'"
            text = escape(cell.text).replace("\n", "<br>")
            text = "&nbsp;" * 4 * cell.indent + text
            if dialect == "word":
                text = (
                    f"\r\n  <p class=MsoNormal><span lang=EN-GB>{text.replace(' ', chr(10), 1)}<o:p></o:p></span></p>"
                )
            elif dialect == "excel":
                kept = f' x:num="{cell.number}"' if cell.number is not None else " x:str"
                spans += f" class=xl65 height=17{kept}"
                text = text or "&nbsp;"
            cells.append(f"<{tag}{spans}{words}>{f'<b>{text}</b>' if cell.bold and text else text}</{tag}>")
        rows.append(f"<tr>{''.join(cells)}</tr>")
    head, body = rows[: block.heading_rows], rows[block.heading_rows :]
    return f"<table><thead>{''.join(head)}</thead><tbody>{''.join(body)}</tbody></table>"


def as_csv(page: Page) -> bytes:
    """What a sheet gives when it is saved as CSV: merged cells keep their first place only."""
    text = io.StringIO()
    writer = csv.writer(text)
    for row in _flat(page):
        writer.writerow([cell.text.replace("\n", " ") for cell in row])
    return text.getvalue().encode("utf-8-sig" if page.layout.seed % 2 else "utf-8")


def _flat(page: Page) -> Iterator[tuple[Cell, ...]]:
    """The rows of a sheet that has the whole page, with a blank row around each table."""
    if page.running_head:
        yield (Cell(page.running_head),)
    before: str | Block = ""
    for part in page.parts:
        if isinstance(part, Block):
            if isinstance(before, Block) or not page.layout.seed % 3:
                yield ()
            yield from part.rows
            if not page.layout.seed % 4:
                yield ()
        else:
            yield (Cell(part),)
        before = part


def as_xlsx(page: Page) -> bytes:
    """A workbook of one sheet."""
    import xlsxwriter

    content = io.BytesIO()
    book = xlsxwriter.Workbook(content, {"in_memory": True})
    sheet = book.add_worksheet("Monitoring")
    styles: dict[tuple, object] = {}

    def style(cell: Cell) -> object:
        key = (cell.bold, cell.form, cell.indent, "\n" in cell.text)
        if key not in styles:
            wanted: dict[str, object] = {"bold": cell.bold, "indent": cell.indent, "text_wrap": "\n" in cell.text}
            if cell.form:
                wanted["num_format"] = cell.form
            if page.layout.borders == "all":
                wanted["border"] = 1
            styles[key] = book.add_format(wanted)
        return styles[key]

    corner = 1 if page.layout.seed % 5 == 1 else 0
    for at, row in enumerate(_flat(page)):
        for place, cell in enumerate(row):
            where = (at + corner, place + corner)
            if cell.covered:
                continue
            if cell.columns > 1 or cell.rows > 1:
                sheet.merge_range(*where, where[0] + cell.rows - 1, where[1] + cell.columns - 1, cell.text, style(cell))
            elif cell.number is not None:
                sheet.write_number(*where, float(cell.number), style(cell))
            elif cell.text:
                sheet.write_string(*where, cell.text, style(cell))
    sheet.autofit(900)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    book.close()
    return content.getvalue()


def as_xls(page: Page) -> bytes:
    """A workbook of Excel 97."""
    import xlwt

    book = xlwt.Workbook()
    sheet = book.add_sheet("Monitoring")
    plain, bold = xlwt.XFStyle(), xlwt.easyxf("font: bold on")
    styles: dict[tuple[bool, str], object] = {(False, ""): plain, (True, ""): bold}
    for at, row in enumerate(_flat(page)):
        for place, cell in enumerate(row):
            if cell.covered or (cell.number is None and not cell.text):
                continue
            form = cell.form if cell.number is not None else ""
            if (cell.bold, form) not in styles:
                styles[cell.bold, form] = xlwt.easyxf("font: bold on" if cell.bold else "", num_format_str=form)
            style = styles[cell.bold, form]
            value = float(cell.number) if cell.number is not None else cell.text
            if cell.columns > 1 or cell.rows > 1:
                sheet.write_merge(at, at + cell.rows - 1, place, place + cell.columns - 1, value, style)
            else:
                sheet.write(at, place, value, style)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def as_ods(page: Page) -> bytes:
    """A workbook as LibreOffice keeps it: what is shown stands in the cell, the number in an attribute."""
    rows = []
    for row in _flat(page):
        cells = []
        for cell in row:
            text = "".join(f"<text:p>{escape(line)}</text:p>" for line in cell.text.split("\n")) if cell.text else ""
            if cell.covered:
                cells.append("<table:covered-table-cell/>")
                continue
            spans = ""
            if cell.columns > 1 or cell.rows > 1:
                spans = f' table:number-columns-spanned="{cell.columns}" table:number-rows-spanned="{cell.rows}"'
            if cell.number is not None:
                kind = "percentage" if cell.text.rstrip(")").endswith("%") else "float"
                spans += f' office:value-type="{kind}" office:value="{cell.number}"'
            elif cell.text:
                spans += ' office:value-type="string"'
            cells.append(f"<table:table-cell{spans}>{text}</table:table-cell>")
        rows.append(f"<table:table-row>{''.join(cells)}</table:table-row>")
    names = "".join(
        f' xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for short, name in (("office", "office"), ("table", "table"), ("text", "text"))
    )
    body = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content{names} office:version="1.3"><office:body>'
        f'<office:spreadsheet><table:table table:name="Monitoring">{"".join(rows)}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    manifest = (
        '<?xml version="1.0" encoding="UTF-8"?><manifest:manifest '
        'xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" manifest:version="1.3">'
        f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{kind}"/>'
        '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>'
    )
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(zipfile.ZipInfo("mimetype"), kind)
        archive.writestr("META-INF/manifest.xml", manifest)
        archive.writestr("content.xml", body)
    return content.getvalue()


def as_docx(page: Page) -> bytes:
    """A Word document with real tables, heading rows marked to repeat where the seed says so."""
    from docx import Document
    from docx.enum.section import WD_ORIENT
    from docx.oxml import OxmlElement
    from docx.shared import Pt

    document = Document()
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = section.page_height, section.page_width
    document.styles["Normal"].font.size = Pt(7)
    if page.running_head:
        section.header.paragraphs[0].text = page.running_head
    for at, part in enumerate(page.parts):
        if not isinstance(part, Block):
            document.add_paragraph(part, style="Heading 2" if at == 0 else None)
            continue
        table = document.add_table(rows=len(part.rows), cols=len(part.rows[0]))
        if page.layout.borders != "none":
            table.style = "Table Grid"
        for down, row in enumerate(part.rows):
            places = table.rows[down].cells
            for across, cell in enumerate(row):
                if cell.covered:
                    continue
                place = places[across]
                if cell.columns > 1 or cell.rows > 1:
                    place = place.merge(table.cell(down + cell.rows - 1, across + cell.columns - 1))
                paragraph = place.paragraphs[0]
                run = paragraph.add_run(cell.text)
                run.bold = cell.bold or None
                if cell.indent:
                    paragraph.paragraph_format.left_indent = Pt(12 * cell.indent)
            if down < part.heading_rows and page.layout.seed % 2:
                marked = OxmlElement("w:tblHeader")
                table.rows[down]._tr.get_or_add_trPr().append(marked)
        document.add_paragraph("")
    content = io.BytesIO()
    document.save(content)
    return content.getvalue()


WRITERS = {"html": as_html, "csv": as_csv, "xlsx": as_xlsx, "xls": as_xls, "ods": as_ods, "docx": as_docx}
"""The files that need nothing but Python."""
