"""Awkward PDFs, written glyph by glyph (synthetic): each is a trap for a reader of pages.

In: nothing. Out: for each, its bytes and what a reader may find in it; refusing is allowed, a wrong cell is not.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from papers.awkward import SAID, Awkward, expect

WIDTHS = {" ": 278, ",": 278, ".": 278, "(": 333, ")": 333, "-": 333, "%": 889, "'": 191, "/": 278, "£": 556}
ROWS = (
    ("Service", "Budget £000", "Forecast £000", "Variance £000"),
    ("Fostering", "1,200", "1,260", "60"),
    ("Residential", "4,000", "4,321", "321"),
    ("Total", "5,200", "5,581", "381"),
)
RIGHT = (0, 260, 360, 460)
"""Where the columns end, from the left edge of the table."""
MADE: list[Callable[[], Awkward]] = []


def awkward(make: Callable[[], Awkward]) -> Callable[[], Awkward]:
    """Add a file to the collection."""
    MADE.append(make)
    return make


def width(text: str, size: float) -> float:
    """How wide Helvetica sets a text, about."""
    return (
        sum(WIDTHS.get(each, 556 if each.isdigit() else 667 if each.isupper() else 520) for each in text) * size / 1000
    )


@dataclass
class Sheet:
    """One page: its drawing commands, and how it is turned."""

    commands: list[str] = field(default_factory=list)
    turned: int = 0
    box: tuple[int, int, int, int] = (0, 0, 595, 842)
    crop: tuple[int, int, int, int] | None = None

    def text(self, x: float, y: float, text: str, size: float = 9, mode: int = 0, more: str = "") -> None:
        """Set a text with its left edge at x."""
        safe = text.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")
        self.commands.append(f"q {more} BT /F1 {size} Tf {mode} Tr 1 0 0 1 {x:.2f} {y:.2f} Tm ({safe}) Tj ET Q")

    def right(self, x: float, y: float, text: str, size: float = 9, **more: str) -> None:
        """Set a text with its right edge at x."""
        self.text(x - width(text, size), y, text, size, **more)

    def line(self, x: float, y: float, x2: float, y2: float) -> None:
        """Draw a line."""
        self.commands.append(f"0.5 w {x:.2f} {y:.2f} m {x2:.2f} {y2:.2f} l S")

    def table(
        self, rows: Sequence[Sequence[str]] = ROWS, top: float = 760, *, lines: bool = True, left: float = 60
    ) -> None:
        """Set a table of a label column and figures."""
        height, across = 18, left + RIGHT[-1] + 6
        for at, row in enumerate(rows):
            y = top - at * height
            if row[0]:
                self.text(left + 4, y, row[0])
            for place, text in enumerate(row[1:], 1):
                if text:
                    self.right(left + RIGHT[place], y, text)
            if lines:
                self.line(left, y - 5, across, y - 5)
        if lines:
            self.line(left, top + 13, across, top + 13)
            bottom = top - (len(rows) - 1) * height - 5
            for x in (left, left + 150, *(left + each + 6 for each in RIGHT[1:])):
                self.line(x, top + 13, x, bottom)


def pdf(*sheets: Sheet) -> bytes:
    """Write pages into a PDF."""
    objects: list[bytes] = [
        b"",
        b"",
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    pages = []
    for sheet in sheets:
        stream = "\n".join(sheet.commands).encode("cp1252")
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream))
        crop = f"/CropBox [{' '.join(map(str, sheet.crop))}]" if sheet.crop else ""
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [{' '.join(map(str, sheet.box))}] {crop} /Rotate {sheet.turned}"
            f" /Resources << /Font << /F1 3 0 R >> >> /Contents {len(objects)} 0 R >>".encode()
        )
        pages.append(f"{len(objects)} 0 R")
    objects[0] = b"<< /Type /Catalog /Pages 2 0 R >>"
    objects[1] = f"<< /Type /Pages /Kids [{' '.join(pages)}] /Count {len(pages)} >>".encode()
    out = bytearray(b"%PDF-1.4\n")
    places = []
    for number, each in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, each)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start)
    return bytes(out)


def made(name: str, *sheets: Sheet, said: dict | None = None) -> Awkward:
    """An awkward PDF of these pages."""
    return Awkward(name, "pdf", pdf(*sheets), expect(said or SAID))


@awkward
def a_plain_ruled_table() -> Awkward:
    sheet = Sheet()
    sheet.table()
    return made("plain", sheet)


@awkward
def a_plain_table_without_lines() -> Awkward:
    sheet = Sheet()
    sheet.table(lines=False)
    return made("no lines", sheet)


@awkward
def bold_by_printing_twice() -> Awkward:
    sheet = Sheet()
    sheet.table()
    for place, text in enumerate(ROWS[3][1:], 1):
        sheet.right(60 + RIGHT[place] + 0.3, 760 - 3 * 18, text)
    sheet.text(64.3, 760 - 3 * 18, "Total")
    return made("printed twice", sheet)


@awkward
def a_watermark_across_the_table() -> Awkward:
    sheet = Sheet()
    sheet.table()
    sheet.commands.append("q 0.8 g BT /F1 60 Tf 0.7 0.7 -0.7 0.7 150 640 Tm (DRAFT 2) Tj ET Q")
    return made("watermark", sheet)


@awkward
def text_that_is_not_painted() -> Awkward:
    sheet = Sheet()
    sheet.table()
    sheet.right(60 + RIGHT[2], 752 - 2 * 18, "9,999", 4, mode=3)
    sheet.text(64, 600, "Hidden total 7,777", mode=3)
    return made("not painted", sheet)


@awkward
def white_text_on_white() -> Awkward:
    sheet = Sheet()
    sheet.table()
    sheet.right(60 + RIGHT[1], 760 - 4 * 18, "8,888", more="1 g")
    sheet.text(64, 760 - 4 * 18, "Workings", more="1 g")
    return made("white", sheet)


@awkward
def figures_outside_the_visible_part_of_the_page() -> Awkward:
    sheet = Sheet(crop=(0, 650, 595, 842))
    sheet.table()
    sheet.table((("Old", "Budget £000", "Forecast £000", "Variance £000"), ("Legal", "700", "800", "100")), top=500)
    return made("cropped", sheet)


@awkward
def digits_set_one_by_one_with_gaps() -> Awkward:
    sheet = Sheet()
    rows = [list(row) for row in ROWS]
    rows[2][2] = ""
    sheet.table(rows)
    x = 60 + RIGHT[2] - 32
    for each in "4,321":
        sheet.text(x, 760 - 2 * 18, each)
        x += width(each, 9) + 1.4
    return made("digits apart", sheet)


@awkward
def figures_of_two_columns_touch() -> Awkward:
    sheet = Sheet()
    rows = [list(row) for row in ROWS]
    sheet.table(rows, lines=False)
    sheet.commands = [each for each in sheet.commands if "(4,000)" not in each and "(4,321)" not in each]
    sheet.right(60 + RIGHT[2] - width("4,321", 9) - 0.4, 760 - 2 * 18, "4,000")
    sheet.right(60 + RIGHT[2], 760 - 2 * 18, "4,321")
    return made("figures touch", sheet)


@awkward
def a_label_runs_into_the_first_figure() -> Awkward:
    sheet = Sheet()
    sheet.table(lines=False)
    sheet.commands = [each for each in sheet.commands if "(Residential)" not in each]
    label = "Residential placements, all providers 52 weeks"
    sheet.text(60 + RIGHT[1] - width("4,000", 9) - width(label, 9) + 1, 760 - 2 * 18, label)
    said = {**SAID, label: SAID["Residential"]}
    del said["Residential"]
    return made("label touches", sheet, said=said)


@awkward
def a_small_raised_figure_is_a_footnote() -> Awkward:
    sheet = Sheet()
    sheet.table()
    sheet.text(60 + RIGHT[2] + 0.3, 760 - 2 * 18 + 3.5, "1", 5)
    sheet.text(64 + width("Fostering", 9) + 0.3, 760 - 18 + 3.5, "2", 5)
    sheet.text(60, 640, "1 Includes 45 placements outside the county.", 7)
    return made("raised", sheet)


@awkward
def brackets_and_minus_stand_apart_from_their_figures() -> Awkward:
    sheet = Sheet()
    rows = [list(row) for row in ROWS]
    rows[1] = ["Fostering", "1,200", "1,140", ""]
    rows[2] = ["Residential", "4,000", "3,679", ""]
    rows[3] = ["Total", "5,200", "4,819", ""]
    sheet.table(rows)
    for at, text in ((1, "60"), (2, "321"), (3, "381")):
        y = 760 - at * 18
        sheet.text(60 + RIGHT[3] - 50, y, "(")
        sheet.right(60 + RIGHT[3] - 5, y, text)
        sheet.text(60 + RIGHT[3] - 3, y, ")")
    said = {
        "Fostering": {"Budget": 1200, "Forecast": 1140, "Variance": -60},
        "Residential": {"Budget": 4000, "Forecast": 3679, "Variance": -321},
        "Total": {"Budget": 5200, "Forecast": 4819, "Variance": -381},
    }
    return made("signs apart", sheet, said=said)


@awkward
def a_figure_is_struck_through_and_another_set_above() -> Awkward:
    sheet = Sheet()
    sheet.table()
    y = 760 - 2 * 18
    sheet.commands = [each for each in sheet.commands if "(4,321)" not in each]
    sheet.right(60 + RIGHT[2] - 30, y, "4,100")
    sheet.line(60 + RIGHT[2] - 54, y + 3, 60 + RIGHT[2] - 29, y + 3)
    sheet.right(60 + RIGHT[2], y, "4,321")
    return made("struck through", sheet)


@awkward
def the_page_lies_on_its_side() -> Awkward:
    sheet = Sheet(turned=90)
    for at, row in enumerate(ROWS):
        x = 100 + at * 18
        for place, text in enumerate(row):
            y = 60 if place == 0 else 60 + RIGHT[place] - width(text, 9)
            safe = text.replace("(", "\\(").replace(")", "\\)")
            sheet.commands.append(f"BT /F1 9 Tf 0 1 -1 0 {x} {y:.2f} Tm ({safe}) Tj ET")
        sheet.line(x + 5, 56, x + 5, 60 + RIGHT[-1] + 6)
    return made("on its side", sheet)


@awkward
def the_table_goes_on_without_its_heading_on_the_next_page() -> Awkward:
    one, other = Sheet(), Sheet()
    one.table(ROWS[:2], top=80)
    one.text(280, 30, "14")
    other.text(60, 810, "Agenda item 7: finance report 2024")
    other.table(ROWS[2:], top=760)
    other.text(280, 30, "15")
    return made("over two pages", one, other)


@awkward
def another_table_without_heading_follows_on_the_next_page() -> Awkward:
    one, other = Sheet(), Sheet()
    one.table(ROWS, top=120)
    other.table((("Posts vacant", "12", "14", "16"), ("Posts filled", "88", "86", "84")), top=760)
    said = {**SAID}
    for label, figures in (("Posts vacant", ("12", "14", "16")), ("Posts filled", ("88", "86", "84"))):
        said[label] = {
            column: (None, "GBP_k", text)
            for column, text in zip(("Budget", "Forecast", "Variance"), figures, strict=True)
        }
    return made("other table next page", one, other, said=said)


@awkward
def the_text_is_written_in_no_order() -> Awkward:
    sheet = Sheet()
    sheet.table()
    texts = [each for each in sheet.commands if "Tj" in each]
    lines = [each for each in sheet.commands if "Tj" not in each]
    sheet.commands = [*reversed(texts[1::2]), *lines, *texts[::2]]
    return made("no order", sheet)


@awkward
def two_tables_stand_side_by_side() -> Awkward:
    sheet = Sheet(box=(0, 0, 1100, 842))
    sheet.table(lines=False)
    other = (
        ("Reserves", "Opening £m", "Used £m", "Closing £m"),
        ("General", "12.0", "(1.5)", "10.5"),
        ("Schools", "4.0", "(0.5)", "3.5"),
    )
    sheet.table(other, left=580, lines=False)
    said = {
        **SAID,
        "General": {"Opening": 12000, "Used": -1500, "Closing": 10500},
        "Schools": {"Opening": 4000, "Used": -500, "Closing": 3500},
    }
    return made("side by side", sheet, said=said)


@awkward
def a_heading_is_centred_over_two_columns() -> Awkward:
    sheet = Sheet()
    rows = [("", "", "", ""), *ROWS[1:]]
    sheet.table(rows, lines=False)
    sheet.text(60 + RIGHT[1] - 20, 772, "2024/25 £000")
    sheet.right(60 + RIGHT[1], 760, "Budget")
    sheet.right(60 + RIGHT[2], 760, "Forecast")
    sheet.right(60 + RIGHT[3], 772, "Month 8 £000")
    sheet.right(60 + RIGHT[3], 760, "Variance")
    names = {"Budget": "2024/25 Budget", "Forecast": "2024/25 Forecast", "Variance": "Month 8 Variance"}
    said = {label: {names[column]: value for column, value in cells.items()} for label, cells in SAID.items()}
    return made("centred heading", sheet, said=said)


@awkward
def a_line_of_prose_crosses_the_columns() -> Awkward:
    sheet = Sheet()
    rows = [*ROWS[:3], ("", "", "", ""), ROWS[3]]
    sheet.table(rows, lines=False)
    sheet.text(64, 760 - 3 * 18, "In addition, 25 placements costing £1,250 a week are funded by health until 2026.")
    return made("prose across", sheet)


@awkward
def a_column_has_blanks_and_the_next_is_near() -> Awkward:
    sheet = Sheet()
    rows = (
        ("Service", "Budget £000", "Forecast £000", "Variance £000"),
        ("Fostering", "1,200", "", "60"),
        ("Residential", "", "4,321", ""),
        ("Legal", "", "", "15"),
        ("Total", "5,200", "5,581", "381"),
    )
    sheet.table(rows, lines=False)
    said = {
        "Fostering": {"Budget": 1200, "Variance": 60},
        "Residential": {"Forecast": 4321},
        "Legal": {"Variance": 15},
        "Total": {"Budget": 5200, "Forecast": 5581, "Variance": 381},
    }
    return made("blanks", sheet, said=said)


@awkward
def figures_are_set_to_the_left_of_wide_columns() -> Awkward:
    sheet = Sheet()
    for at, row in enumerate(ROWS):
        y = 760 - at * 18
        sheet.text(60, y, row[0])
        for place, text in enumerate(row[1:], 1):
            sheet.text(60 + RIGHT[place] - 60, y, text)
    return made("set left", sheet)


@awkward
def no_break_spaces_stand_for_thousands_commas() -> Awkward:
    sheet = Sheet()
    rows = [[text.replace(",", "\xa0") for text in row] for row in ROWS]
    sheet.table(rows)
    found = expect(SAID)
    return Awkward("spaces in figures", "pdf", pdf(sheet), found)


@awkward
def a_total_row_has_its_figures_a_little_lower() -> Awkward:
    sheet = Sheet()
    sheet.table(ROWS[:3], lines=False)
    y = 760 - 3 * 18
    sheet.text(64, y, "Total")
    for place, text in enumerate(ROWS[3][1:], 1):
        sheet.right(60 + RIGHT[place], y - 4, text)
    return made("set lower", sheet)
