"""Awkward files as councils have them, made up (synthetic): each is a trap for a reader.

In: nothing. Out: for each, its bytes, its kind, and what a reader may find in it; refusing is allowed, wrong is not.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from html import escape
from typing import Any

from papers.layouts import Expected
from papers.truth import Said


@dataclass(frozen=True)
class Awkward:
    """One awkward file."""

    name: str
    format: str
    content: bytes
    expected: list[list[Expected]]


MADE: list[Callable[[], Awkward]] = []
Figures = Mapping[str, Mapping[str, Any]]


def awkward(make: Callable[[], Awkward]) -> Callable[[], Awkward]:
    """Add a file to the collection."""
    MADE.append(make)
    return make


def expect(figures: Figures, unit: str = "GBP_k") -> list[list[Expected]]:
    """What may be found: by label and heading a value, or a value and its unit, or (value, unit, printed)."""
    lines = []
    for label, cells in figures.items():
        line = []
        for column, meant in cells.items():
            value, own, printed = (*meant, "")[:3] if isinstance(meant, tuple) else (meant, unit, "")
            value = Decimal(str(value)) if isinstance(value, (int, float)) else value
            line.append(Expected((label,), column, Said(printed or str(value), value, own), "otal" in label))
        lines.append(line)
    return lines


def html(*parts: Any) -> bytes:
    """A web page of paragraphs and tables (a list of rows; the first is the heading; a cell may be ready-made HTML)."""
    out = []
    for part in parts:
        if isinstance(part, str):
            out.append(part if part.startswith("<") else f"<p>{escape(part)}</p>")
        else:
            head, *rows = part
            made = [f"<tr>{''.join(_cell(each, 'th') for each in head)}</tr>"]
            made += [f"<tr>{''.join(_cell(each, 'td') for each in row)}</tr>" for row in rows]
            out.append(f"<table border='1'>{''.join(made)}</table>")
    return f"<html><head><meta charset='utf-8'></head><body>{''.join(out)}</body></html>".encode()


def _cell(text: str, tag: str) -> str:
    return text if text.startswith(f"<{tag}") else f"<{tag}>{text}</{tag}>"


def table(*lines: str) -> list[list[str]]:
    """Rows from lines with bars between their cells."""
    return [[cell.strip() for cell in line.split("|")] for line in lines]


def sheet(rows: list[list[Any]], forms: Mapping[str, str] | None = None, **more: Any) -> bytes:
    """A workbook of one sheet; `forms` gives number formats to cells (`B3`)."""
    import openpyxl

    book = openpyxl.Workbook()
    page = book.active
    for row in rows:
        page.append(row)
    for place, form in (forms or {}).items():
        page[place].number_format = form
    for change in more.get("changes", ()):
        change(book, page)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def word(rows: list[list[str]], before: str = "", change: Callable[[Any, Any], None] | None = None) -> bytes:
    """A Word document with one table."""
    from docx import Document

    document = Document()
    if before:
        document.add_paragraph(before)
    made = document.add_table(rows=len(rows), cols=len(rows[0]))
    for at, row in enumerate(rows):
        for place, text in enumerate(row):
            made.cell(at, place).text = text
    if change:
        change(document, made)
    content = io.BytesIO()
    document.save(content)
    return content.getvalue()


PLAIN = table(
    "Service £000 | Budget £000 | Forecast £000 | Variance £000",
    "Fostering | 1,200 | 1,260 | 60",
    "Residential | 4,000 | 4,321 | 321",
    "Total | 5,200 | 5,581 | 381",
)
SAID = {
    "Fostering": {"Budget": 1200, "Forecast": 1260, "Variance": 60},
    "Residential": {"Budget": 4000, "Forecast": 4321, "Variance": 321},
    "Total": {"Budget": 5200, "Forecast": 5581, "Variance": 381},
}


@awkward
def a_raised_footnote_figure_stands_at_a_figure() -> Awkward:
    rows = [[*row] for row in PLAIN]
    rows[2][2] = "4,321<sup>1</sup>"
    rows[1][0] = "Fostering<sup>2</sup>"
    return Awkward("raised footnote", "html", html(rows, "1 Includes a one-off grant."), expect(SAID))


@awkward
def a_raised_footnote_in_word() -> Awkward:
    def change(document: Any, made: Any) -> None:
        run = made.cell(2, 2).paragraphs[0].add_run("1")
        run.font.superscript = True
        made.cell(1, 0).paragraphs[0].add_run("2").font.superscript = True

    return Awkward("raised footnote", "docx", word(PLAIN, change=change), expect(SAID))


@awkward
def a_struck_out_figure_stands_before_its_correction() -> Awkward:
    rows = [[*row] for row in PLAIN]
    rows[2][2] = "<del>4,100</del> 4,321"
    return Awkward("struck out", "html", html(rows), expect(SAID))


@awkward
def a_struck_out_figure_in_word() -> Awkward:
    def change(document: Any, made: Any) -> None:
        paragraph = made.cell(2, 2).paragraphs[0]
        paragraph.runs[0].text = "4,100"
        paragraph.runs[0].font.strike = True
        paragraph.add_run(" 4,321")

    return Awkward("struck out", "docx", word(PLAIN, change=change), expect(SAID))


@awkward
def tracked_changes_in_word() -> Awkward:
    def change(document: Any, made: Any) -> None:
        from docx.oxml import parse_xml
        from docx.oxml.ns import nsdecls

        paragraph = made.cell(2, 2).paragraphs[0]._p
        for run in list(paragraph):
            paragraph.remove(run)
        paragraph.append(
            parse_xml(f'<w:del {nsdecls("w")} w:id="1" w:author="x"><w:r><w:delText>4,100</w:delText></w:r></w:del>')
        )
        paragraph.append(parse_xml(f'<w:ins {nsdecls("w")} w:id="2" w:author="x"><w:r><w:t>4,321</w:t></w:r></w:ins>'))

    return Awkward("tracked changes", "docx", word(PLAIN, change=change), expect(SAID))


@awkward
def rows_that_the_page_does_not_show() -> Awkward:
    shown = html(PLAIN).decode()
    hidden = "<tr style='display:none'><td>Old line</td><td>900</td><td>900</td><td>0</td></tr>"
    return Awkward(
        "hidden row", "html", shown.replace("<tr><td>Total", f"{hidden}<tr><td>Total").encode(), expect(SAID)
    )


@awkward
def a_hidden_column_with_last_months_figures() -> Awkward:
    rows = [
        ["£000", "Budget", "Forecast", "Forecast", "Variance"],
        ["Fostering", 1200, 1111, 1260, 60],
        ["Residential", 4000, 4444, 4321, 321],
        ["Total", 5200, 5555, 5581, 381],
    ]

    def hide(book: Any, page: Any) -> None:
        page.column_dimensions["C"].hidden = True

    return Awkward("hidden column", "xlsx", sheet(rows, changes=[hide]), expect(SAID))


@awkward
def a_hidden_row_of_workings() -> Awkward:
    rows = [["£000", "Budget", "Forecast", "Variance"], ["Fostering", 1200, 1260, 60], ["Workings", 7, 8, 1]]
    rows += [["Residential", 4000, 4321, 321], ["Total", 5200, 5581, 381]]

    def hide(book: Any, page: Any) -> None:
        page.row_dimensions[3].hidden = True

    return Awkward("hidden row", "xlsx", sheet(rows, changes=[hide]), expect(SAID))


@awkward
def a_hidden_sheet() -> Awkward:
    rows = [["£000", "Budget", "Forecast", "Variance"], ["Fostering", 1200, 1260, 60]]
    rows += [["Residential", 4000, 4321, 321], ["Total", 5200, 5581, 381]]

    def hide(book: Any, page: Any) -> None:
        other = book.create_sheet("Lookups")
        other.append(["Code £000", "Budget"])
        other.append(["A1", 77])
        other.sheet_state = "hidden"

    return Awkward("hidden sheet", "xlsx", sheet(rows, changes=[hide]), expect(SAID))


@awkward
def pounds_shown_as_thousands_by_a_format() -> Awkward:
    rows = [["£000", "Budget", "Forecast", "Variance"], ["Fostering", 1200000, 1260000, 60000]]
    rows += [["Residential", 4000000, 4321000, 321000], ["Total", 5200000, 5581000, 381000]]
    forms = {f"{column}{row}": "#,##0," for column in "BCD" for row in (2, 3, 4)}
    return Awkward("shown in thousands", "xlsx", sheet(rows, forms), expect(SAID))


@awkward
def pounds_shown_as_millions_by_a_format() -> Awkward:
    rows = [["", "Budget", "Forecast", "Variance"], ["Fostering", 1200000, 1260000, 60000]]
    rows += [["Residential", 4000000, 4321000, 321000], ["Total", 5200000, 5581000, 381000]]
    forms = {f"{column}{row}": '"£"0.000,,"m"' for column in "BCD" for row in (2, 3, 4)}
    return Awkward("shown in millions", "xlsx", sheet(rows, forms), expect(SAID))


@awkward
def formulas_that_were_never_worked_out() -> Awkward:
    rows = [["£000", "Budget", "Forecast", "Variance"], ["Fostering", 1200, 1260, "=C2-B2"]]
    rows += [["Residential", 4000, 4321, "=C3-B3"], ["Total", "=SUM(B2:B3)", "=SUM(C2:C3)", "=SUM(D2:D3)"]]
    return Awkward("formulas", "xlsx", sheet(rows), expect(SAID))


@awkward
def years_as_numbers_in_the_heading() -> Awkward:
    rows = [["Agency spend £000", 2021, 2022, 2023], ["Fostering", 100, 120, 130], ["Residential", 200, 210, 2022]]
    rows += [["Total", 300, 330, 2152]]
    years = ("2021", "2022", "2023")
    said = {"Fostering": (100, 120, 130), "Residential": (200, 210, 2022), "Total": (300, 330, 2152)}
    return Awkward("years", "xlsx", sheet(rows), expect({k: dict(zip(years, v, strict=True)) for k, v in said.items()}))


@awkward
def a_column_of_cost_centre_codes() -> Awkward:
    rows = table(
        "Code | Service | Budget £000 | Forecast £000 | Variance £000",
        "10234 | Fostering | 1,200 | 1,260 | 60",
        "10235 | Residential | 4,000 | 4,321 | 321",
        " | Total | 5,200 | 5,581 | 381",
    )
    return Awkward("codes", "html", html(rows), expect(SAID))


@awkward
def codes_as_numbers_after_the_label() -> Awkward:
    rows = [["Service", "Cost centre", "Budget £000", "Forecast £000", "Variance £000"]]
    rows += [
        ["Fostering", 10234, 1200, 1260, 60],
        ["Residential", 10235, 4000, 4321, 321],
        ["Total", None, 5200, 5581, 381],
    ]
    return Awkward("codes after", "xlsx", sheet(rows), expect(SAID))


@awkward
def row_numbers_before_the_label() -> Awkward:
    rows = table(
        "Ref | Service | Budget £000 | Forecast £000 | Variance £000",
        "1 | Fostering | 1,200 | 1,260 | 60",
        "2 | Residential | 4,000 | 4,321 | 321",
        "3 | Total | 5,200 | 5,581 | 381",
    )
    return Awkward("row numbers", "html", html(rows), expect(SAID))


@awkward
def measures_down_the_side_with_a_unit_for_each() -> Awkward:
    rows = table(
        "Indicator | Apr | May | Jun",
        "Children looked after at month end | 412 | 415 | 419",
        "Average weekly cost of residential care (£) | 5,120 | 5,180 | 5,244",
        "Agency spend (£000) | 310 | 295 | 322",
        "Vacancy rate (%) | 12.4 | 12.1 | 11.8",
        "Posts filled (FTE) | 86.5 | 87.0 | 88.2",
    )
    months = ("Apr", "May", "Jun")

    def line(unit: str, *values: float) -> dict[str, Any]:
        return {month: (value, unit) for month, value in zip(months, values, strict=True)}

    said = {
        "Children looked after at month end": line("count", 412, 415, 419),
        "Average weekly cost of residential care (£)": line("GBP_per_week", 5120, 5180, 5244),
        "Agency spend (£000)": line("GBP_k", 310, 295, 322),
        "Vacancy rate (%)": line("pct", 12.4, 12.1, 11.8),
        "Posts filled (FTE)": line("fte", 86.5, 87, 88.2),
    }
    return Awkward("measures down", "html", html(rows), expect(said))


@awkward
def the_table_lies_on_its_side_and_brackets_are_overspends() -> Awkward:
    rows = table(
        "£000 | Fostering | Residential | Legal | Total",
        "Budget | 1,200 | 4,000 | 800 | 6,000",
        "Forecast | 1,260 | 4,321 | 700 | 6,281",
        "Variance under / (over) spend | (60) | (321) | 100 | (281)",
    )
    said = {
        "Budget": {"Fostering": 1200, "Residential": 4000, "Legal": 800, "Total": 6000},
        "Forecast": {"Fostering": 1260, "Residential": 4321, "Legal": 700, "Total": 6281},
        "Variance under / (over) spend": {
            "Fostering": (60, "GBP_k", "(60)"),
            "Residential": (321, "GBP_k", "(321)"),
            "Legal": (-100, "GBP_k", "100"),
            "Total": (281, "GBP_k", "(281)"),
        },
    }
    return Awkward("on its side", "html", html(rows), expect(said))


@awkward
def letters_say_favourable_or_adverse() -> Awkward:
    rows = table(
        "Service | Budget £000 | Forecast £000 | Variance £000",
        "Fostering | 1,200 | 1,260 | 60 A",
        "Legal | 800 | 700 | 100 F",
        "Total | 2,000 | 1,960 | 40 F",
    )
    said = {
        "Fostering": {"Budget": 1200, "Forecast": 1260, "Variance": (60, "GBP_k", "60 A")},
        "Legal": {"Budget": 800, "Forecast": 700, "Variance": (-100, "GBP_k", "100 F")},
        "Total": {"Budget": 2000, "Forecast": 1960, "Variance": (-40, "GBP_k", "40 F")},
    }
    return Awkward("letters", "html", html(rows), expect(said))


@awkward
def words_say_over_or_under() -> Awkward:
    rows = table(
        "Service | Budget £000 | Forecast £000 | Variance £000 | Over / Under",
        "Fostering | 1,200 | 1,260 | 60 | Over",
        "Legal | 800 | 700 | 100 | Under",
        "Total | 2,000 | 1,960 | 40 | Under",
    )
    said = {
        "Fostering": {"Budget": 1200, "Forecast": 1260, "Variance": 60},
        "Legal": {"Budget": 800, "Forecast": 700, "Variance": (-100, "GBP_k", "100")},
        "Total": {"Budget": 2000, "Forecast": 1960, "Variance": (-40, "GBP_k", "40")},
    }
    return Awkward("words beside", "html", html(rows), expect(said))


@awkward
def a_note_below_says_that_brackets_are_overspends() -> Awkward:
    rows = table(
        "Service | Variance £000 | Previous variance £000",
        "Fostering | (60) | (55)",
        "Legal | 100 | 90",
        "Total | 40 | 35",
    )
    said = {
        "Fostering": {"Variance": (60, "GBP_k", "(60)"), "Previous variance": (55, "GBP_k", "(55)")},
        "Legal": {"Variance": (-100, "GBP_k", "100"), "Previous variance": (-90, "GBP_k", "90")},
        "Total": {"Variance": (-40, "GBP_k", "40"), "Previous variance": (-35, "GBP_k", "35")},
    }
    return Awkward("note below", "html", html(rows, "Figures in brackets denote an overspend."), expect(said))


@awkward
def minus_is_an_overspend_says_a_note() -> Awkward:
    rows = table("Service | Variance £000", "Fostering | -60", "Legal | 100", "Total | 40")
    said = {"Fostering": {"Variance": (60, "GBP_k", "-60")}, "Legal": {"Variance": (-100, "GBP_k", "100")}}
    said["Total"] = {"Variance": (-40, "GBP_k", "40")}
    return Awkward("minus note", "html", html("(- overspend / + underspend)", rows), expect(said))


@awkward
def income_shown_as_plus_falls_short() -> Awkward:
    rows = table(
        "Service | Budget £000 | Forecast £000 | Variance adverse / (favourable) £000",
        "Parking income | 500 | 450 | 50",
        "Planning fees | 300 | 360 | (60)",
        "Total income | 800 | 810 | (10)",
    )
    name = "Variance adverse / (favourable)"
    said = {
        "Parking income": {"Budget": 500, "Forecast": 450, name: 50},
        "Planning fees": {"Budget": 300, "Forecast": 360, name: (-60, "GBP_k", "(60)")},
        "Total income": {"Budget": 800, "Forecast": 810, name: (-10, "GBP_k", "(10)")},
    }
    return Awkward("income as plus", "html", html(rows), expect(said))


@awkward
def budget_in_millions_and_variance_in_thousands() -> Awkward:
    rows = table(
        "Service | Budget £m | Forecast £m | Variance £000",
        "Fostering | 1.200 | 1.260 | 60",
        "Residential | 4.000 | 4.321 | 321",
        "Total | 5.200 | 5.581 | 381",
    )
    return Awkward("two scales", "html", html("All figures in £m unless stated", rows), expect(SAID))


@awkward
def a_unit_changes_in_the_middle_of_the_table() -> Awkward:
    rows = table(
        " | 2023/24 | 2024/25",
        "£000 | | ",
        "Fostering | 1,200 | 1,260",
        "Residential | 4,000 | 4,321",
        "£ per week | | ",
        "Average fostering price | 810 | 835",
        "Number | | ",
        "Children in fostering | 120 | 118",
    )
    said = {
        "Fostering": {"2023/24": 1200, "2024/25": 1260},
        "Residential": {"2023/24": 4000, "2024/25": 4321},
        "Average fostering price": {"2023/24": (810, "GBP_per_week"), "2024/25": (835, "GBP_per_week")},
        "Children in fostering": {"2023/24": (120, "count"), "2024/25": (118, "count")},
    }
    return Awkward("unit changes", "html", html(rows), expect(said))


@awkward
def a_second_heading_in_the_middle_with_other_columns() -> Awkward:
    rows = [
        ["Revenue £000", "Budget", "Forecast", "Variance"],
        ["Fostering", 1200, 1260, 60],
        ["Legal", 800, 700, -100],
    ]
    rows += [["Reserves £000", "Opening", "Used", "Closing"], ["General", 900, -100, 800], ["Earmarked", 400, -50, 350]]
    said = {
        "Fostering": {"Budget": 1200, "Forecast": 1260, "Variance": 60},
        "Legal": {"Budget": 800, "Forecast": 700, "Variance": (-100, "GBP_k", "-100")},
        "General": {"Opening": 900, "Used": -100, "Closing": 800},
        "Earmarked": {"Opening": 400, "Used": -50, "Closing": 350},
    }
    return Awkward("second heading", "xlsx", sheet(rows), expect(said))


@awkward
def two_tables_stand_side_by_side_on_a_sheet() -> Awkward:
    rows = [["£000", "Budget", "Forecast", None, "£000", "Opening", "Closing"]]
    rows += [
        ["Fostering", 1200, 1260, None, "General reserve", 900, 800],
        ["Legal", 800, 700, None, "Schools", 400, 350],
    ]
    said = {
        "Fostering": {"Budget": 1200, "Forecast": 1260},
        "Legal": {"Budget": 800, "Forecast": 700},
        "General reserve": {"Opening": 900, "Closing": 800},
        "Schools": {"Opening": 400, "Closing": 350},
    }
    return Awkward("side by side", "xlsx", sheet(rows), expect(said))


@awkward
def a_label_runs_over_two_rows() -> Awkward:
    rows = table(
        "Service | Budget £000 | Forecast £000 | Variance £000",
        "Fostering and | | | ",
        "Adoption | 1,200 | 1,260 | 60",
        "Residential | 4,000 | 4,321 | 321",
        "Total | 5,200 | 5,581 | 381",
    )
    said = {"Adoption": SAID["Fostering"], "Residential": SAID["Residential"], "Total": SAID["Total"]}
    found = expect(said)
    found[0] = [Expected(("Fostering and Adoption", "Adoption"), each.column, each.said, False) for each in found[0]]
    return Awkward("label over two rows", "html", html(rows), found)


@awkward
def a_label_goes_on_below_its_figures() -> Awkward:
    rows = table(
        "Service | Budget £000 | Forecast £000 | Variance £000",
        "Fostering | 1,200 | 1,260 | 60",
        "and Adoption | | | ",
        "Residential | 4,000 | 4,321 | 321",
        "Total | 5,200 | 5,581 | 381",
    )
    found = expect(SAID)
    found[0] = [Expected(("Fostering and Adoption", "Fostering"), each.column, each.said, False) for each in found[0]]
    return Awkward("label goes on below", "html", html(rows), found)


@awkward
def figures_carry_their_own_units() -> Awkward:
    rows = table(
        "Item | Amount",
        "Net overspend | £1.2m",
        "Agency staff | £345k",
        "Grant received | (£0.75m)",
        "One placement | £6,120 per week",
        "Legal fees | £45,300",
        "Share of budget | 4.5%",
    )
    said = {
        "Net overspend": {"Amount": (1200, "GBP_k", "£1.2m")},
        "Agency staff": {"Amount": (345, "GBP_k", "£345k")},
        "Grant received": {"Amount": (-750, "GBP_k", "(£0.75m)")},
        "One placement": {"Amount": (6120, "GBP_per_week", "£6,120 per week")},
        "Legal fees": {"Amount": (45.3, "GBP_k", "£45,300")},
        "Share of budget": {"Amount": (4.5, "pct", "4.5%")},
    }
    return Awkward("own units", "html", html(rows), expect(said))


@awkward
def words_stand_where_figures_should() -> Awkward:
    rows = table(
        "Service | Budget £000 | Forecast £000 | Variance £000",
        "Fostering | 1,200 | TBC | TBC",
        "Residential | 4,000 | 4,321 | 321",
        "Legal | n/a | Nil | ..",
        "Secure | c. 400 | <5 | 10-15",
        "Other | 12,34 | 1.234.567 | ~50",
    )
    said = {
        "Fostering": {"Budget": 1200, "Forecast": (None, "GBP_k", "TBC"), "Variance": (None, "GBP_k", "TBC")},
        "Residential": SAID["Residential"],
        "Legal": {
            "Budget": (None, "GBP_k", "n/a"),
            "Forecast": (Decimal(0), "GBP_k", "Nil"),
            "Variance": (None, "GBP_k", ".."),
        },
        "Secure": {
            name: (None, "GBP_k", text) for name, text in zip(SAID["Total"], ("c. 400", "<5", "10-15"), strict=True)
        },
        "Other": {
            name: (None, "GBP_k", text) for name, text in zip(SAID["Total"], ("12,34", "1.234.567", "~50"), strict=True)
        },
    }
    return Awkward("words for figures", "html", html(rows), expect(said))


@awkward
def dates_are_no_amounts() -> Awkward:
    import datetime

    rows = [["Saving £000", "Target", "Due", "Delivered"], ["Fostering", 120, datetime.date(2024, 9, 30), 60]]
    rows += [["Legal", 80, datetime.date(2025, 3, 31), 0]]
    said = {
        "Fostering": {"Target": 120, "Delivered": 60},
        "Legal": {"Target": 80, "Delivered": 0},
    }
    return Awkward("dates", "xlsx", sheet(rows), expect(said))


@awkward
def a_csv_with_semicolons_in_an_old_code_page() -> Awkward:
    text = "Service;Budget £'000;Forecast £'000;Variance £'000\nFostering;1,200;1,260;60\nResidential;4,000;4,321;321\n"
    return Awkward("semicolons", "csv", (text + "Total;5,200;5,581;381\n").encode("cp1252"), expect(SAID))


@awkward
def a_csv_with_tabs() -> Awkward:
    text = "Service\tBudget £'000\tForecast £'000\tVariance £'000\nFostering\t1,200\t1,260\t60\n"
    text += "Residential\t4,000\t4,321\t321\nTotal\t5,200\t5,581\t381\n"
    return Awkward("tabs", "csv", text.encode("utf-16"), expect(SAID))


@awkward
def a_row_of_a_csv_has_one_cell_too_few() -> Awkward:
    text = "Service,Budget £000,Forecast £000,Variance £000\nFostering,1200,1260,60\nResidential,4321,321\n"
    said = {
        "Fostering": SAID["Fostering"],
        "Residential": {"Forecast": (4321, "GBP_k", "4321"), "Variance": (321, "GBP_k", "321")},
        "Total": SAID["Total"],
    }
    return Awkward("short row", "csv", (text + "Total,5200,5581,381\n").encode(), expect(said))


@awkward
def a_thousands_comma_was_not_quoted() -> Awkward:
    text = "Service,Budget £000,Forecast £000,Variance £000\nFostering,1,200,1,260,60\nLegal,800,700,-100\n"
    said = {"Legal": {"Budget": 800, "Forecast": 700, "Variance": (-100, "GBP_k", "-100")}}
    return Awkward("comma not quoted", "csv", text.encode(), expect(said))


@awkward
def tables_lay_the_page_out() -> Awkward:
    inner = html(PLAIN).decode().partition("<body>")[2].partition("</body>")[0]
    outer = f"<tr><td>Menu</td><td>{inner}</td></tr><tr><td>Page 3 of 12</td><td>Contact 01632 960123</td></tr>"
    page = f"<html><body><table>{outer}</table></body></html>"
    return Awkward("layout tables", "html", page.encode(), expect(SAID))


@awkward
def cells_are_merged_down_the_side() -> Awkward:
    page = (
        "<table><tr><th>Division</th><th>Service</th><th>Budget £000</th><th>Forecast £000</th>"
        "<th>Variance £000</th></tr>"
        "<tr><td rowspan='2'>Children</td><td>Fostering</td><td>1,200</td><td>1,260</td><td>60</td></tr>"
        "<tr><td>Residential</td><td>4,000</td><td>4,321</td><td>321</td></tr>"
        "<tr><td colspan='2'>Total</td><td>5,200</td><td>5,581</td><td>381</td></tr></table>"
    )
    return Awkward(
        "merged down", "html", f"<html><meta charset='utf-8'><body>{page}</body></html>".encode(), expect(SAID)
    )


@awkward
def a_figure_is_merged_over_two_rows() -> Awkward:
    page = (
        "<table><tr><th>Service</th><th>Budget £000</th><th>Forecast £000</th></tr>"
        "<tr><td>Fostering</td><td rowspan='2'>5,200</td><td>1,260</td></tr>"
        "<tr><td>Residential</td><td>4,321</td></tr>"
        "<tr><td>Total</td><td>5,200</td><td>5,581</td></tr></table>"
    )
    said = {
        "Fostering": {"Forecast": 1260, "Budget": (None, "GBP_k", "5,200")},
        "Residential": {"Forecast": (4321, "GBP_k", "4,321")},
        "Total": {"Budget": (5200, "GBP_k", "5,200 "), "Forecast": 5581},
    }
    return Awkward(
        "merged figure", "html", f"<html><meta charset='utf-8'><body>{page}</body></html>".encode(), expect(said)
    )


@awkward
def a_total_is_printed_wrong() -> Awkward:
    rows = [[*row] for row in PLAIN]
    rows[3][1] = "5,300"
    said = {**SAID, "Total": {"Budget": 5300, "Forecast": 5581, "Variance": 381}}
    return Awkward("total printed wrong", "html", html(rows), expect(said))


@awkward
def nothing_says_the_unit() -> Awkward:
    rows = table("Service | Budget | Forecast", "Fostering | 1,200 | 1,260", "Legal | 800 | 700")
    none = {"Budget": (None, "GBP_k", ""), "Forecast": (None, "GBP_k", "")}
    said = {
        "Fostering": {"Budget": (None, "GBP_k", "1,200"), "Forecast": (None, "GBP_k", "1,260")},
        "Legal": {"Budget": (None, "GBP_k", "800"), "Forecast": (None, "GBP_k", "700")},
    }
    assert none
    return Awkward("no unit", "html", html(rows), expect(said))


@awkward
def nil_is_blank_in_one_place_and_a_dash_in_another() -> Awkward:
    rows = table(
        "Service | Budget £000 | Forecast £000 | Variance £000 | Variance %",
        "Fostering | 1,200 | 1,260 | 60 | 5.0%",
        "New grant | - | 45 | 45 | -",
        "Closed home | | | | ",
        "Total | 1,200 | 1,305 | 105 | 8.8%",
    )
    said = {
        "Fostering": {**SAID["Fostering"], "Variance %": (5, "pct", "5.0%")},
        "New grant": {
            "Budget": (Decimal(0), "GBP_k", "-"),
            "Forecast": (45, "GBP_k", "45"),
            "Variance": (45, "GBP_k", "45"),
            "Variance %": (None, "pct", "-"),
        },
        "Total": {"Budget": 1200, "Forecast": 1305, "Variance": 105, "Variance %": (8.8, "pct", "8.8%")},
    }
    return Awkward("nil", "html", html(rows), expect(said))


@awkward
def per_cent_is_kept_as_a_fraction() -> Awkward:
    rows = [["£000", "Budget", "Variance", "Variance %"], ["Fostering", 1200, 60, 0.05], ["Legal", 800, -100, -0.125]]
    said = {
        "Fostering": {"Budget": 1200, "Variance": 60, "Variance %": (5, "pct")},
        "Legal": {"Budget": 800, "Variance": -100, "Variance %": (-12.5, "pct")},
    }
    return Awkward("fractions", "xlsx", sheet(rows, {"D2": "0.0%", "D3": "0.0%"}), expect(said))


@awkward
def per_cent_is_kept_as_a_fraction_without_a_format() -> Awkward:
    rows = [["£000", "Budget", "Variance", "Variance %"], ["Fostering", 1200, 60, 0.05], ["Legal", 800, -100, -0.125]]
    said = {
        "Fostering": {"Budget": 1200, "Variance": 60, "Variance %": (5, "pct")},
        "Legal": {"Budget": 800, "Variance": -100, "Variance %": (-12.5, "pct")},
    }
    return Awkward("bare fractions", "xlsx", sheet(rows), expect(said))


@awkward
def pounds_and_pence_under_a_heading_of_thousands() -> Awkward:
    rows = [
        ["£000", "Budget", "Forecast"],
        ["Fostering", 1200.4, 1260.6],
        ["Legal", 800.1, 699.9],
        ["Total", 2000.5, 1960.5],
    ]
    forms = {f"{column}{row}": "#,##0" for column in "BC" for row in (2, 3, 4)}
    said = {
        "Fostering": {"Budget": (1200.4, "GBP_k", "1,200"), "Forecast": (1260.6, "GBP_k", "1,261")},
        "Legal": {"Budget": (800.1, "GBP_k", "800"), "Forecast": (699.9, "GBP_k", "700")},
        "Total": {"Budget": (2000.5, "GBP_k", "2,001"), "Forecast": (1960.5, "GBP_k", "1,961")},
    }
    return Awkward("unrounded", "xlsx", sheet(rows, forms), expect(said))
