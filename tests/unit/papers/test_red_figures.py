"""Figures whose sign is only their colour, and the numbers that a spreadsheet kept behind them."""

from __future__ import annotations

import io
from decimal import Decimal
from pathlib import Path

import pytest
from docx import Document
from docx.shared import RGBColor

from trustbook.papers.html_figures import is_red_colour
from trustbook.papers.model import Reading
from trustbook.papers.read import read_paper

HEAD = "<tr><th>Service<th>Budget £000<tr><td>Fostering<td>1,200"


def reading(folder: Path, cell: str, styles: str = "") -> Reading:
    file = folder / "page.html"
    page = (
        f"<html><head><meta charset=utf-8>{styles}</head><body><table>{HEAD}<tr><td>Grants{cell}</table></body></html>"
    )
    file.write_text(page, encoding="utf-8")
    return read_paper(file, file.name)


def value(found: Reading, label: str) -> object:
    return next((row.cells[0].value for table in found.tables for row in table.rows if row.label == label), None)


@pytest.mark.parametrize(
    "cell",
    [
        "<td sdval='-900' sdnum='2057;0;[RED]#,##0'><font color='#FF0000'>900</font>",
        "<td x:num='-900.4'><font color=red>900</font>",
        "<td sdval='-900'>900",
    ],
)
def test_the_number_that_a_spreadsheet_kept_gives_the_sign(tmp_path: Path, cell: str) -> None:
    found = value(reading(tmp_path, cell), "Grants")
    assert isinstance(found, Decimal)
    assert round(found) == -900


def test_a_kept_number_that_the_text_does_not_show_is_not_used(tmp_path: Path) -> None:
    assert value(reading(tmp_path, "<td sdval='12'>900"), "Grants") == 900


@pytest.mark.parametrize(
    ("cell", "styles"),
    [
        ("<td><font color=red>900</font>", ""),
        ("<td style='color:#f00'>900", ""),
        ("<td style='background-color: white; color: rgb(192, 0, 0)'><b>900</b>", ""),
        ("<td class='n low'>900", "<style>td.n {text-align: right} td.low, .x {color: #C00000}</style>"),
    ],
)
def test_a_red_figure_without_a_sign_among_black_ones_is_refused_with_both_readings(
    tmp_path: Path, cell: str, styles: str
) -> None:
    found = reading(tmp_path, cell, styles)
    assert value(found, "Grants") is None
    assert value(found, "Fostering") == 1200
    assert [each.why.split(":")[0] for each in found.refused if each.printed == "900"] == ["900 or -900"]


@pytest.mark.parametrize("cell", ["<td><font color=red>(900)</font>", "<td style='color:red'>-900"])
def test_a_red_figure_with_a_sign_is_read(tmp_path: Path, cell: str) -> None:
    assert value(reading(tmp_path, cell), "Grants") == -900


def test_red_says_nothing_where_all_figures_are_red(tmp_path: Path) -> None:
    file = tmp_path / "page.html"
    rows = "".join(f"<tr><td>{each}<td>{figure}" for each, figure in (("Fostering", "1,200"), ("Grants", "900")))
    page = f"<table style='color: red'><tr><th>Service<th>Budget £000{rows}</table>"
    file.write_text(f"<html><meta charset=utf-8>{page}</html>", encoding="utf-8")
    found = read_paper(file, file.name)
    assert (value(found, "Grants"), found.refused) == (900, ())


def test_a_red_figure_of_a_document_is_refused(tmp_path: Path) -> None:
    made = Document()
    table = made.add_table(rows=3, cols=2)
    for row, texts in zip(
        table.rows, [("Service", "Budget £000"), ("Fostering", "1,200"), ("Grants", "900")], strict=True
    ):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
    table.cell(2, 1).paragraphs[0].runs[0].font.color.rgb = RGBColor(255, 0, 0)
    content = io.BytesIO()
    made.save(content)
    file = tmp_path / "paper.docx"
    file.write_bytes(content.getvalue())
    found = read_paper(file, file.name)
    assert value(found, "Fostering") == 1200
    assert [each.printed for each in found.refused] == ["900"]


@pytest.mark.parametrize(
    ("colour", "red"),
    [
        *((each, True) for each in ("red", "#FF0000", "C00000", "#f00", "rgb(255,0,0)")),
        *((each, False) for each in ("blue", "#000", "#FFC000", "#333333", "auto", "rgb(200, 180, 0)")),
    ],
)
def test_reds_are_told_from_other_colours(colour: str, red: bool) -> None:
    assert is_red_colour(colour) is red
