"""More awkward files, made up (synthetic): number formats that change what is shown, and tables of other things.

In: nothing. Out: for each, its bytes, its kind, and what a reader may find in it; refusing is allowed, wrong is not.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from papers.awkward import PLAIN, SAID, Awkward, expect, html, sheet, table, word

MADE: list[Callable[[], Awkward]] = []
SHEET = [
    ["£000", "Budget", "Forecast", "Variance"],
    ["Fostering", 1200, 1260, 60],
    ["Residential", 4000, 4321, 321],
    ["Total", 5200, 5581, 381],
]
UNDER = {
    "Fostering": {"Budget": 1200, "Forecast": 1140, "Variance": -60},
    "Residential": {"Budget": 4000, "Forecast": 4321, "Variance": 321},
    "Total": {"Budget": 5200, "Forecast": 5461, "Variance": 261},
}
NOTHING: dict[str, dict[str, Any]] = {}


def awkward(make: Callable[[], Awkward]) -> Callable[[], Awkward]:
    """Add a file to the collection."""
    MADE.append(make)
    return make


def with_forms(forms: dict[str, str], rows: list[list[Any]] | None = None) -> bytes:
    """The plain sheet with number formats."""
    return sheet(rows or SHEET, forms)


@awkward
def letters_in_the_format_say_favourable_or_adverse() -> Awkward:
    rows = [SHEET[0], ["Fostering", 1200, 1140, -60], SHEET[2], ["Total", 5200, 5461, 261]]
    forms = {f"D{row}": '#,##0" A";#,##0" F"' for row in (2, 3, 4)}
    return Awkward("letters in format", "xlsx", with_forms(forms, rows), expect(UNDER))


@awkward
def a_format_shows_nothing() -> Awkward:
    rows = [*SHEET[:3], ["Workings", 7, 8, 1], SHEET[3]]
    forms = {f"{column}4": ";;;" for column in "BCD"}
    return Awkward("shown as nothing", "xlsx", with_forms(forms, rows), expect(SAID))


@awkward
def thousands_with_a_k_in_the_format() -> Awkward:
    rows = [["", *SHEET[0][1:]], *([row[0], *(1000 * each for each in row[1:])] for row in SHEET[1:])]
    forms = {f"{column}{row}": '[$£-809]#,##0,"k"' for column in "BCD" for row in (2, 3, 4)}
    return Awkward("k in the format", "xlsx", with_forms(forms, rows), expect(SAID))


@awkward
def pounds_and_pence_in_a_currency_format() -> Awkward:
    rows = [["", *SHEET[0][1:]], *([row[0], *(each + 0.25 for each in row[1:])] for row in SHEET[1:])]
    forms = {f"{column}{row}": '"£"#,##0.00' for column in "BCD" for row in (2, 3, 4)}
    said = {
        label: {column: round(value / 1000 + 0.00025, 8) for column, value in cells.items()}
        for label, cells in SAID.items()
    }
    return Awkward("pounds and pence", "xlsx", with_forms(forms, rows), expect(said))


@awkward
def floating_point_dust() -> Awkward:
    rows = [SHEET[0], ["Fostering", 1200.0000000000002, 1259.9999999999998, 60], *SHEET[2:]]
    return Awkward("dust", "xlsx", sheet(rows), expect(SAID))


@awkward
def errors_of_a_spreadsheet() -> Awkward:
    rows = [SHEET[0], ["Fostering", 1200, "#REF!", "#DIV/0!"], SHEET[2], ["Total", 5200, "#REF!", "#N/A"]]
    said = {"Fostering": {"Budget": 1200}, "Residential": SAID["Residential"], "Total": {"Budget": 5200}}
    return Awkward("errors", "xlsx", sheet(rows), expect(said))


@awkward
def truth_values_and_text_that_looks_like_numbers() -> Awkward:
    rows = [[*SHEET[0], "Agreed"], ["Fostering", "1200 ", " 1,260", "60", True]]
    rows += [["Residential", 4000, 4321, 321, False], ["Total", 5200, 5581, 381, None]]
    return Awkward("truth values", "xlsx", sheet(rows), expect(SAID))


@awkward
def a_negative_is_red_on_a_web_page() -> Awkward:
    rows = [[*row] for row in PLAIN]
    rows[1] = ["Fostering", "1,200", "1,140", "<span style='color:red'>60</span>"]
    rows[3] = ["Total", "5,200", "5,461", "261"]
    said = {label: dict(cells) for label, cells in UNDER.items()}
    said["Fostering"]["Variance"] = (-60, "GBP_k", "60")
    return Awkward("red", "html", html(rows), expect(said))


@awkward
def red_alone_is_the_sign_on_a_page_that_a_spreadsheet_saved() -> Awkward:
    red = "<td sdval='-900' sdnum='2057;0;[RED]#,##0'><font color='#FF0000'>900</font></td>"
    rows = table("Item £000 | Budget", "Spending | 1,200")
    rows.append(["Grants", red])
    said = {"Spending": {"Budget": 1200}, "Grants": {"Budget": (-900, "GBP_k", "900")}}
    return Awkward("red alone", "html", html(rows), expect(said))


@awkward
def two_figures_in_one_cell() -> Awkward:
    rows = [[*row] for row in PLAIN]
    rows[2] = ["Residential", "4,000<br>3,900", "4,321", "321"]
    said = {**SAID, "Residential": {"Forecast": 4321, "Variance": 321}}
    return Awkward("two figures", "html", html(rows), expect(said))


@awkward
def every_row_of_a_table_in_one_row() -> Awkward:
    rows = [
        PLAIN[0],
        ["Fostering<br>Residential<br>Total", "1,200<br>4,000<br>5,200", "1,260<br>4,321<br>5,581", "60<br>321<br>381"],
    ]
    return Awkward("lines in cells", "html", html(rows), expect(SAID))


@awkward
def signs_that_are_not_on_the_keyboard() -> Awkward:
    rows = [[*row] for row in PLAIN]
    rows[1] = ["Foster\u00ading", "1,200", "1,140", "&#8722;60"]
    rows[2] = ["Resi\u200bdential", "4,000", "4,321", "+321"]
    rows[3] = ["Total", "5,200", "5,461", "261\u00a0"]
    said = {"Fostering": UNDER["Fostering"], "Residential": UNDER["Residential"], "Total": UNDER["Total"]}
    return Awkward("signs", "html", html(rows), expect(said))


@awkward
def variance_over_pounds_and_per_cent() -> Awkward:
    page = (
        "<table border=1><tr><th rowspan=2>Service</th><th>Budget</th><th>Forecast</th><th colspan=2>Variance</th></tr>"
        "<tr><th>£000</th><th>£000</th><th>£000</th><th>%</th></tr>"
        "<tr><td>Fostering</td><td>1,200</td><td>1,260</td><td>60</td><td>5.0</td></tr>"
        "<tr><td>Residential</td><td>4,000</td><td>3,900</td><td>(100)</td><td>(2.5)</td></tr>"
        "<tr><td>Total</td><td>5,200</td><td>5,160</td><td>(40)</td><td>(0.8)</td></tr></table>"
    )
    said = {
        "Fostering": {"Budget": 1200, "Forecast": 1260, "Variance": 60, "Variance %": (5, "pct", "5.0")},
        "Residential": {"Budget": 4000, "Forecast": 3900, "Variance": -100, "Variance %": (-2.5, "pct", "(2.5)")},
        "Total": {"Budget": 5200, "Forecast": 5160, "Variance": -40, "Variance %": (-0.8, "pct", "(0.8)")},
    }
    return Awkward("pounds and per cent", "html", f"<meta charset='utf-8'>{page}".encode(), expect(said))


@awkward
def the_unit_of_one_table_is_not_that_of_the_next() -> Awkward:
    other = table("Reserve | Opening | Closing", "General | 12.0 | 10.5", "Schools | 4.0 | 3.5")
    said = {**SAID, "General": {"Opening": 12000, "Closing": 10500}, "Schools": {"Opening": 4000, "Closing": 3500}}
    return Awkward("two units", "html", html("Table 1 (£000)", PLAIN, "Table 2: reserves (£m)", other), expect(said))


@awkward
def a_sentence_with_an_amount_is_no_unit() -> Awkward:
    other = table("Ward | Members | Votes", "Abbey | 3 | 2,140", "Castle | 2 | 1,985")
    text = "The forecast is an overspend of £5.2 million, of which £800k is for placements."
    said = {
        ward: {"Members": (None, "count", members), "Votes": (None, "count", votes)}
        for ward, members, votes in (("Abbey", "3", "2,140"), ("Castle", "2", "1,985"))
    }
    found = expect(said)
    return Awkward("sentence before", "html", html(text, other), _either_way(found, "count"))


@awkward
def a_register_of_risks() -> Awkward:
    rows = table(
        "Risk | Likelihood | Impact | Score | Owner",
        "Placements cost more | 4 | 5 | 20 | Director",
        "Grant is lost | 2 | 3 | 6 | Treasurer",
    )
    said = {
        label: dict(zip(("Likelihood", "Impact", "Score"), ((None, "count", each) for each in figures), strict=True))
        for label, figures in (("Placements cost more", ("4", "5", "20")), ("Grant is lost", ("2", "3", "6")))
    }
    return Awkward(
        "risks",
        "html",
        html("All figures in £000 unless stated", PLAIN, rows),
        _either_way([*expect(SAID), *expect(said)], "count"),
    )


@awkward
def a_table_of_contents() -> Awkward:
    rows = table("Section | Page", "1. Introduction | 3", "2. Revenue forecast | 5", "Appendix A | 12")
    return Awkward("contents", "html", html(rows, "All figures in £000", PLAIN), expect(SAID))


@awkward
def telephone_numbers_and_times() -> Awkward:
    rows = table("Contact | Telephone | Hours", "Finance | 01632 960123 | 9.30", "Clerk | 01632 960987 | 10.00")
    return Awkward("telephones", "html", html(rows), expect(NOTHING))


@awkward
def posts_and_money_in_one_table() -> Awkward:
    rows = table(
        "Team | Posts (FTE) | Budget £000 | Cost per post £ | Rate per hour £",
        "Assessment | 24.5 | 1,225 | 50,000 | 26.00",
        "Safeguarding | 30.0 | 1,560 | 52,000 | 27.50",
    )
    said = {
        "Assessment": {"Posts (FTE)": (24.5, "fte"), "Budget": 1225},
        "Safeguarding": {"Posts (FTE)": (30, "fte"), "Budget": 1560},
    }
    found = expect(said)
    for line, cost in zip(found, (50, 52), strict=True):
        line += expect({line[0].labels[0]: {"Cost per post": (cost, "GBP_k", f"{cost},000")}})[0]
    return Awkward("posts and money", "html", html(rows), found)


@awkward
def prices_by_the_week_the_day_and_the_year() -> Awkward:
    rows = table(
        "Placement | £ per week | £ per day | £ per annum",
        "Residential | 5,600 | 800 | 291,200",
        "Fostering | 910 | 130 | 47,320",
    )
    said = {
        "Residential": {"£ per week": (5600, "GBP_per_week")},
        "Fostering": {"£ per week": (910, "GBP_per_week")},
    }
    found = expect(said)
    for line, year in zip(found, (291.2, 47.32), strict=True):
        line += expect({line[0].labels[0]: {"£ per annum": (year, "GBP_k", f"{year * 1000:,.0f}")}})[0]
    return Awkward("prices", "html", html(rows), found)


@awkward
def a_web_page_has_row_headings() -> Awkward:
    page = html(PLAIN).decode()
    for label in SAID:
        page = page.replace(f"<td>{label}</td>", f"<th scope='row'>{label}</th>")
    return Awkward("row headings", "html", page.encode(), expect(SAID))


@awkward
def the_total_stands_first() -> Awkward:
    rows = [PLAIN[0], PLAIN[3], *PLAIN[1:3]]
    return Awkward("total first", "html", html(rows), expect(SAID))


@awkward
def a_csv_with_pounds_and_pence_and_a_line_break_in_a_cell() -> Awkward:
    text = 'Service,"Budget\n£",Forecast £,Variance £\nFostering,"£1,200,000.50","£1,260,000.75","£60,000.25"\n'
    text += '"Residential\nplacements","£4,000,000.00","£4,321,000.00","£321,000.00"\n'
    said = {
        "Fostering": {"Budget": 1200.0005, "Forecast": 1260.00075, "Variance": 60.00025},
        "Residential placements": SAID["Residential"],
    }
    return Awkward("pence", "csv", text.encode(), expect(said))


@awkward
def a_csv_saved_from_a_page_with_a_heading_again_in_the_middle() -> Awkward:
    text = "Report,,,\n,,,\nService £000,Budget,Forecast,Variance\nFostering,1200,1260,60\n"
    text += "Page 2,,,\nService £000,Budget,Forecast,Variance\nResidential,4000,4321,321\nTotal,5200,5581,381\n"
    return Awkward("heading again", "csv", text.encode(), expect(SAID))


@awkward
def other_columns_under_the_same_heading_line_further_down() -> Awkward:
    text = "Service £000,Budget,Forecast,Variance\nFostering,1200,1260,60\n\nService £000,Forecast,Budget,Variance\n"
    text += "Residential,4321,4000,321\n"
    said = {"Fostering": SAID["Fostering"], "Residential": SAID["Residential"]}
    return Awkward("columns changed", "csv", text.encode(), expect(said))


@awkward
def a_table_within_a_table_in_word() -> Awkward:
    def change(document: Any, made: Any) -> None:
        inner = made.cell(1, 0).add_table(rows=2, cols=2)
        for at, text in enumerate(("Agency", "45", "Own", "55")):
            inner.cell(at // 2, at % 2).text = text

    return Awkward("nested", "docx", word(PLAIN, change=change), expect(SAID))


@awkward
def a_content_control_holds_a_row_in_word() -> Awkward:
    def change(document: Any, made: Any) -> None:
        from docx.oxml import OxmlElement

        row = made.rows[2]._tr
        control, content = OxmlElement("w:sdt"), OxmlElement("w:sdtContent")
        row.addprevious(control)
        control.append(content)
        content.append(row)

    return Awkward("content control", "docx", word(PLAIN, change=change), expect(SAID))


@awkward
def cells_are_merged_down_in_word() -> Awkward:
    rows = [["Division", *PLAIN[0]], ["Children", *PLAIN[1]], ["", *PLAIN[2]], ["Total", "", *PLAIN[3][1:]]]

    def change(document: Any, made: Any) -> None:
        made.cell(1, 0).merge(made.cell(2, 0))
        made.cell(3, 0).merge(made.cell(3, 1))

    return Awkward("merged down", "docx", word(rows, change=change), expect(SAID))


@awkward
def a_row_of_word_begins_a_column_later() -> Awkward:
    def change(document: Any, made: Any) -> None:
        from docx.oxml import OxmlElement
        from docx.oxml.ns import qn

        row = made.rows[2]._tr
        row.remove(row.tc_lst[1])
        skipped = OxmlElement("w:gridAfter")
        skipped.set(qn("w:val"), "1")
        row.get_or_add_trPr().append(skipped)

    said = {
        "Fostering": SAID["Fostering"],
        "Residential": {"Forecast": (4321, "GBP_k", "4,321 "), "Variance": (321, "GBP_k", "321 ")},
        "Total": SAID["Total"],
    }
    return Awkward("a cell taken out", "docx", word(PLAIN, change=change), expect(said))


@awkward
def the_scale_is_said_below_the_table() -> Awkward:
    rows = table("Service | Budget | Forecast", "Fostering | 1,200 | 1,260", "Legal | 800 | 700")
    said = {"Fostering": {"Budget": 1200, "Forecast": 1260}, "Legal": {"Budget": 800, "Forecast": 700}}
    return Awkward("scale below", "html", html(rows, "All amounts in £000."), expect(said))


@awkward
def two_scales_are_said_and_they_differ() -> Awkward:
    rows = table("Service | Budget £m | Forecast £m", "Fostering | 1,200 | 1,260", "Legal | 800 | 700")
    said = {
        label: {column: (None, "GBP_k", text) for column, text in zip(("Budget", "Forecast"), figures, strict=True)}
        for label, figures in (("Fostering", ("1,200", "1,260")), ("Legal", ("800", "700")))
    }
    return Awkward("scales differ", "html", html("Forecast by service (£000)", rows), expect(said))


@awkward
def a_pounds_total_under_thousands() -> Awkward:
    rows = [[*row] for row in PLAIN]
    rows[3] = ["Total", "£5,200,000", "£5,581,000", "£381,000"]
    return Awkward("total in pounds", "html", html(rows), expect(SAID))


@awkward
def over_and_under_in_two_columns() -> Awkward:
    rows = table(
        "Service | Budget £000 | Forecast £000 | Overspend £000 | Underspend £000",
        "Fostering | 1,200 | 1,260 | 60 | ",
        "Legal | 800 | 700 |  | 100",
        "Total | 2,000 | 1,960 | 60 | 100",
    )
    said = {
        "Fostering": {"Budget": 1200, "Forecast": 1260, "Overspend": 60},
        "Legal": {"Budget": 800, "Forecast": 700, "Underspend": (-100, "GBP_k", "100")},
        "Total": {"Budget": 2000, "Forecast": 1960, "Overspend": 60, "Underspend": (-100, "GBP_k", "100 ")},
    }
    return Awkward("over and under", "html", html(rows), expect(said))


@awkward
def the_movement_is_signed_as_the_variance() -> Awkward:
    rows = table(
        "Service | Budget £000 | Forecast £000 | Variance (over)/under £000 | Last month (over)/under £000",
        "Fostering | 1,200 | 1,260 | (60) | (45)",
        "Legal | 800 | 700 | 100 | 90",
        "Total | 2,000 | 1,960 | 40 | 45",
    )
    one, other = "Variance (over)/under", "Last month (over)/under"
    said = {
        "Fostering": {"Budget": 1200, "Forecast": 1260, one: (60, "GBP_k", "(60)"), other: (45, "GBP_k", "(45)")},
        "Legal": {"Budget": 800, "Forecast": 700, one: (-100, "GBP_k", "100"), other: (-90, "GBP_k", "90")},
        "Total": {"Budget": 2000, "Forecast": 1960, one: (-40, "GBP_k", "40"), other: (-45, "GBP_k", "45")},
    }
    return Awkward("last month", "html", html(rows), expect(said))


def _either_way(lines: list[list[Any]], unit: str) -> list[list[Any]]:
    """Allow a plain count where a reader tells one: its value is the token itself."""
    from dataclasses import replace

    made = []
    for line in lines:
        cells = []
        for cell in line:
            if cell.said.value is None and cell.said.unit == unit:
                value = Decimal(cell.said.printed.replace(",", ""))
                cell = replace(cell, said=replace(cell.said, value=value))
            cells.append(cell)
        made.append(cells)
    return made
