import xml.etree.ElementTree as ET

import pandas as pd
import pytest

from looked_at import some
from trustbook.components.tables import Column, table
from trustbook.core.formatting import Absence

FRAME = pd.DataFrame(
    {
        "name": ["Staffing", "Placements"],
        "amount": pd.Series([100_000, None], dtype="Int64"),
        "share": [0.25, None],
    }
)
COLUMNS = [Column("name", "Heading"), Column("amount", "Variance", "gbp_k"), Column("share", "Share", "share")]


def parsed(shown):
    return ET.fromstring(shown._repr_html_())


def test_a_table_has_its_caption():
    assert parsed(table(FRAME, COLUMNS, "Variance by heading")).find(".//caption").text == "Variance by heading"


def test_every_heading_says_that_it_is_one_and_of_what():
    root = parsed(table(FRAME, COLUMNS, "A table"))
    assert [cell.get("scope") for cell in root.findall(".//thead//th")] == ["col"] * 3
    assert [row[0].tag for row in root.findall(".//tbody/tr")] == ["th", "th"]
    assert [row[0].get("scope") for row in root.findall(".//tbody/tr")] == ["row", "row"]


def test_every_row_has_as_many_cells_as_there_are_headings():
    root = parsed(table(FRAME, COLUMNS, "A table", {"name": "Total"}))
    assert [len(row) for row in root.findall(".//tr")] == [3] * 4


def test_a_wide_table_can_be_scrolled_with_the_keyboard_and_says_what_it_is():
    root = parsed(table(FRAME, COLUMNS, "A table"))
    assert (root.get("role"), root.get("tabindex"), root.get("aria-label")) == ("region", "0", "A table")


def test_the_unit_stands_in_the_heading_and_not_in_the_cells():
    shown = table(FRAME, COLUMNS, "A table")
    assert shown.headings == ("Heading", "Variance, £k", "Share, %")
    assert shown.rows[0] == ("Staffing", "100", "25.0")


def test_what_is_missing_is_said_to_be_not_reported():
    assert table(FRAME, COLUMNS, "A table").rows[1] == ("Placements", "not reported", "not reported")


def test_a_column_that_the_frame_does_not_have_is_not_reported():
    assert table(FRAME, [COLUMNS[0], Column("other", "Other")], "A table").rows[0][1] == "not reported"


@pytest.mark.parametrize(
    ("kind", "value", "written"),
    [
        ("text", "words", "words"),
        ("gbp_k", 1_990_000, "1,990"),
        ("gbp_k", -43_500, "−43.5"),
        ("gbp_k_signed", 5_000, "+5"),
        ("gbp", 1_234_567, "1,234,567"),
        ("share", 0.385, "38.5"),
        ("count", 130.0, "130"),
        ("decimal", 65.38, "65.4"),
    ],
)
def test_each_kind_of_column_has_its_own_form(kind, value, written):
    assert Column("x", "X", kind).write(value) == written


@pytest.mark.parametrize("kind", ["text", "gbp_k", "gbp_k_signed", "gbp", "share", "count", "decimal"])
@pytest.mark.parametrize("missing", [None, pd.NA, float("nan")], ids=str)
def test_missing_is_not_reported_in_every_kind(kind, missing):
    assert Column("x", "X", kind).write(missing) == "not reported"


def test_nil_is_a_figure_and_not_missing():
    assert Column("x", "X", "gbp_k").write(0) == "0"
    assert Column("x", "X", "share").write(0.0) == "0.0"


def test_a_pound_sign_within_a_text_is_kept():
    assert Column("x", "X").write("£5 a head, 3%") == "£5 a head, 3%"


def test_text_that_looks_like_html_is_shown_as_text():
    bad = "<b>&\"x'"
    columns = [Column("name", "<i>Heading</i>"), Column("note", "Note")]
    html = table(pd.DataFrame({"name": [bad], "note": [bad]}), columns, 'A "caption" <b>&')._repr_html_()
    assert "<b>" not in html
    assert "<i>" not in html
    root = ET.fromstring(html)
    assert [cell.text for cell in root.find(".//tbody/tr")] == [bad, bad]
    assert root.find(".//thead//th").text == "<i>Heading</i>"
    assert root.find(".//caption").text == root.get("aria-label") == 'A "caption" <b>&'


def test_figures_are_marked_so_that_they_can_be_set_to_the_right():
    root = parsed(table(FRAME, COLUMNS, "A table"))
    for row in some(root.findall(".//tr")):
        assert [cell.get("class") for cell in row] == [None, "tb-number", "tb-number"]


def test_a_total_stands_last_and_stands_out_and_leaves_other_cells_empty():
    shown = table(FRAME, COLUMNS, "A table", {"name": "Total", "amount": 100_000})
    assert shown.rows[-1] == ("Total", "100", "")
    rows = parsed(shown).findall(".//tbody/tr")
    assert [row.get("class") for row in rows] == [None, None, "tb-total"]


def test_a_total_that_is_not_known_is_not_reported():
    assert table(FRAME, COLUMNS, "A table", {"name": "Total", "amount": None}).rows[-1][1] == "not reported"


def test_a_table_without_rows_still_has_its_headings():
    shown = table(pd.DataFrame(), COLUMNS, "A table")
    assert shown.rows == ()
    assert len(parsed(shown).findall(".//thead//th")) == 3


def test_a_table_reads_as_plain_text_too():
    assert repr(table(FRAME, COLUMNS, "A table")).splitlines()[:3] == [
        "A table",
        "Heading | Variance, £k | Share, %",
        "Staffing | 100 | 25.0",
    ]


def noted():
    frame = FRAME.assign(note=[None, "Includes homes."])
    return table(frame, COLUMNS, "Variance by heading", {"name": "Total"}, "note")


def test_a_note_is_numbered_and_can_be_reached_from_its_row_and_back():
    root = parsed(noted())
    (mark,) = root.findall(".//tbody//sup/a")
    (note,) = root.findall(".//ol/li")
    (back,) = note.findall("a")
    assert (mark.text, mark.get("href"), back.get("href")) == ("1", f"#{note.get('id')}", f"#{mark.get('id')}")
    assert note.text.strip() == "Includes homes."
    assert mark.get("aria-label") == "Note 1"


def test_a_table_without_notes_has_no_list_of_them():
    assert "tb-notes" not in table(FRAME, COLUMNS, "A table")._repr_html_()


@pytest.mark.parametrize("nothing", [None, "", " "])
def test_a_row_without_a_remark_has_no_note(nothing):
    frame = FRAME.assign(note=[nothing, "Includes homes."])
    assert list(table(frame, COLUMNS, "A table", notes="note").notes) == [1]


def test_notes_are_in_the_plain_text_too():
    assert "Note on Placements: Includes homes." in repr(noted())


@pytest.mark.parametrize(("rows", "can"), [(7, False), (8, True)])
def test_a_long_table_can_be_sorted_and_a_short_one_need_not_be(rows, can):
    frame = pd.DataFrame({"name": [f"Line {number}" for number in range(rows)]})
    shown = table(frame, [Column("name", "Line")], "Lines", {"name": "Total"})
    assert ("tb-sortable" in shown._repr_html_()) is can


@pytest.mark.parametrize(
    ("kind", "value", "kept"),
    [
        ("text", "not reported", "not reported"),
        ("gbp_m", 1_990_001, 1.990001),
        ("gbp_k", -43_500, -43.5),
        ("gbp_k_signed", 5_000, 5),
        ("gbp", 1_234_567, 1_234_567),
        ("pence", 1.005, 1.005),
        ("share", 0.385, 38.5),
        ("share", 1, 100),
        ("count", 130.0, 130),
        ("decimal", 65.38, 65.38),
        ("gbp_m", None, None),
        ("text", float("nan"), None),
        ("share", pd.NA, None),
    ],
)
def test_the_value_of_a_cell_is_kept_in_the_unit_of_its_heading(kind, value, kept):
    found = Column("x", "X", kind).value(value)
    assert found == kept
    assert type(found) is type(kept)


def test_the_values_of_a_table_stand_as_its_cells_do():
    shown = table(FRAME, COLUMNS, "A table", {"name": "Total", "amount": 100_000})
    assert shown.values == (("Staffing", 100, 25), ("Placements", None, None), ("Total", 100, None))


def test_a_missing_cell_says_why_it_is_missing_by_its_row_or_by_itself():
    frame = pd.DataFrame(
        {"name": ["A", "B"], "amount": [None, Absence.NOT_APPLICABLE], "why": [Absence.NOT_HELD, Absence.NOT_REPORTED]}
    )
    shown = table(frame, [Column("name", "Name"), Column("amount", "Amount", "gbp_k")], "A table", absent="why")
    assert [row[1] for row in shown.rows] == ["not held", "not applicable"]
    assert [row[1] for row in shown.values] == [None, None]
    assert Column("x", "X", "count", Absence.NOT_HELD).write(None) == "not held"


@pytest.mark.parametrize(
    ("kinds", "classes"),
    [
        (("count",), ["tb-table"]),
        (("count", "text"), ["tb-table", "tb-pairs"]),
        (("count",) * 3, ["tb-table", "tb-wide"]),
        (("text",) * 5, ["tb-table", "tb-wide"]),
        (("text",) * 7, ["tb-table", "tb-wide", "tb-very-wide"]),
    ],
    ids=["fits", "pairs", "figures", "words", "more than a desk holds"],
)
def test_what_becomes_of_a_table_on_a_narrow_screen_depends_on_its_columns(kinds, classes):
    names = [f"c{number}" for number in range(len(kinds))]
    frame = pd.DataFrame([{"name": "a", **dict.fromkeys(names, 1)}])
    columns = [Column("name", "Name"), *(Column(name, name, kind) for name, kind in zip(names, kinds, strict=True))]
    html = table(frame, columns, "Synthetic")._repr_html_()
    assert f'class="{" ".join(classes)}"' in html
    assert ("data-label" in html) is ("tb-pairs" in classes)
