import csv
import io
import tempfile
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from looked_at import some
from trustbook.chapters.workforce_agency.datasets import WORKFORCE
from trustbook.core.characters import forbidden_character, on_one_line
from trustbook.core.errors import ReturnError
from trustbook.data.advice import is_error
from trustbook.data.cells import is_total
from trustbook.data.datasets.finance import ADJUSTMENTS, CONTROLS, FORECAST
from trustbook.data.encodings import mangled
from trustbook.data.reader import read_table
from trustbook.data.schema import Kind

HEADER = ",".join(ADJUSTMENTS.names)


@pytest.fixture
def read(tmp_path):
    def read_text(content, schema=ADJUSTMENTS):
        file = tmp_path / f"{schema.name}.csv"
        file.write_bytes(content if isinstance(content, bytes) else content.encode())
        return read_table(file, schema, f"data/2030-31-P04/{schema.name}.csv")

    return read_text


def amounts(*cells):
    lines = [f"Item {place},outside_contract,{cell},,,,,," for place, cell in enumerate(cells)]
    return "\n".join([HEADER, *lines]) + "\n"


@pytest.mark.parametrize(
    ("cell", "pounds"),
    [("1990", 1_990_000), ("-43.5", -43_500), ("0", 0), ("0.001", 1), ("1.005", 1_005), ("4.35", 4_350), ("-0", 0)],
)
def test_money_is_read_into_whole_pounds_exactly(read, cell, pounds):
    table = read(amounts(cell))
    assert not table.problems
    assert table.typed["amount_gbp"].tolist() == [pounds]


@given(st.integers(-(10**12), 10**12))
def test_every_pound_survives_being_written_in_thousands(pounds):
    sign, whole = "-" if pounds < 0 else "", abs(pounds)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "adjustments.csv"
        file.write_text(amounts(f"{sign}{whole // 1000}.{whole % 1000:03d}"), encoding="utf-8")
        assert read_table(file, ADJUSTMENTS).typed["amount_gbp"].tolist() == [pounds]


def test_an_empty_cell_stays_missing(read):
    table = read(amounts("", "  ", "5"))
    assert not table.problems
    assert table.typed["amount_gbp"].isna().tolist() == [True, True, False]
    assert table.typed["amount_gbp"].sum() == 5000


@pytest.mark.parametrize(
    "cell",
    ["1.0005", "1e3", '"19,90"', "£5", "(5", "5%", "nan", "NULL", "-", "--5", "5.", ".5", "19 90", "TBC", "#N/A"],
)
def test_money_in_any_other_form_is_a_problem_and_never_a_value(read, cell):
    table = read(amounts("1", cell))
    (problem,) = table.problems
    assert (problem.line, problem.column) == (3, "amount_gbp_k")
    assert cell.strip('"') in problem.problem
    assert pd.isna(table.typed.loc[3, "amount_gbp"])


def test_every_bad_cell_is_reported_with_its_line_and_column_all_at_once(read):
    names = FORECAST.names
    rows = [
        dict.fromkeys(names, "") | {"level": "heading", "heading": "Staffing", "variance_gbp_k": "abc"},
        dict.fromkeys(names, "") | {"level": "heading", "heading": "Homes", "movement_gbp_k": "12,5"},
        dict.fromkeys(names, "") | {"level": "heading", "heading": "Placements", "variance_gbp_k": "7.0.0"},
    ]
    stream = io.StringIO()
    writer = csv.DictWriter(stream, names, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    table = read(stream.getvalue(), FORECAST)
    assert {(problem.line, problem.column) for problem in table.problems} == {
        (2, "variance_gbp_k"),
        (3, "movement_gbp_k"),
        (4, "variance_gbp_k"),
    }
    assert all(problem.file == "data/2030-31-P04/forecast.csv" for problem in table.problems)
    with pytest.raises(ReturnError):
        table.trusted()


def test_a_number_with_too_many_digits_is_a_problem_and_no_crash(read):
    table = read(amounts("9" * 40))
    assert [(problem.line, problem.column) for problem in table.problems] == [(2, "amount_gbp_k")]


def test_a_table_without_problems_can_be_trusted(read):
    table = read(amounts("1"))
    assert table.trusted() is table.typed


def test_numbers_are_not_money(read):
    table = read("team,measure,value,unit,as_at\nCourt,agency_share,0.385,share,\n", WORKFORCE)
    assert table.typed["value"].tolist() == [0.385]


def test_a_column_that_nobody_knows_is_named(read):
    table = read("item,kind,amount_gbp_k,colour\nA,outside_contract,5,red\n")
    (problem,) = table.problems
    assert (problem.line, problem.column) == (1, "colour")
    assert "amount_gbp_k" in problem.expected
    assert "colour" not in table.typed


def test_a_column_that_stands_twice_is_named(read):
    table = read("item,kind,amount_gbp_k,amount_gbp_k\nA,outside_contract,5,6\n")
    (problem,) = table.problems
    assert (problem.line, problem.column) == (1, "amount_gbp_k")
    assert "twice" in problem.problem


@pytest.mark.parametrize("cells", ["A,outside_contract", "A,outside_contract,5,6"])
def test_a_line_with_more_or_fewer_cells_than_the_header_is_named(read, cells):
    table = read(f"item,kind,amount_gbp_k\nB,outside_contract,1\n{cells}\nC,outside_contract,2\n")
    (problem,) = table.problems
    assert problem.line == 3
    assert problem.expected.startswith("3")
    assert table.typed.index.tolist() == [2, 3, 4]
    assert table.typed.loc[4, "amount_gbp"] == 2000


def test_a_column_that_may_be_left_out_is_there_and_missing(read):
    table = read("item,kind,amount_gbp_k\nA,outside_contract,5\n")
    assert not table.problems
    assert table.typed["note"].isna().all()
    assert "note" not in table.written


def test_columns_may_stand_in_any_order(read):
    table = read("amount_gbp_k,kind,item\n5,outside_contract,A\n")
    assert table.typed.loc[2, ["item", "amount_gbp"]].tolist() == ["A", 5000]


def test_a_byte_order_mark_is_accepted(read):
    table = read(b"\xef\xbb\xbf" + amounts("5").encode())
    assert not table.problems
    assert table.typed["item"].tolist() == ["Item 0"]


@pytest.mark.parametrize("before", [1, 3000])
def test_a_byte_that_is_not_utf_8_is_found_where_it_is(read, before):
    content = amounts(*["5"] * before).encode() + b"Caf\x81,outside_contract,5,,,,,\n"
    with pytest.raises(ReturnError, match="UTF-8") as caught:
        read(content)
    assert caught.value.file == "data/2030-31-P04/adjustments.csv"
    assert caught.value.line == before + 2 or f"byte {content.index(0x81)} " in caught.value.problem


@pytest.mark.parametrize("content", ["", "\n\n", " , \n", b"\xef\xbb\xbf"])
def test_an_empty_file_is_refused_with_the_header_it_needs(read, content):
    with pytest.raises(ReturnError, match="empty") as caught:
        read(content)
    assert "amount_gbp_k" in caught.value.expected


def test_a_header_alone_is_a_table_without_rows(read):
    table = read(HEADER + "\n")
    assert not table.problems
    assert table.typed.empty
    assert "amount_gbp" in table.typed


def test_a_quotation_mark_that_is_never_closed_is_refused(read):
    with pytest.raises(ReturnError, match="not CSV"):
        read('item,kind,amount_gbp_k\n"A,outside_contract,5\n')


def test_a_file_that_is_not_there_is_one_sentence(tmp_path):
    with pytest.raises(ReturnError, match="cannot be read"):
        read_table(tmp_path / "adjustments.csv", ADJUSTMENTS)


def test_blank_lines_are_passed_over_and_still_counted(read):
    table = read("item,kind,amount_gbp_k\n\nA,outside_contract,5\n,,\nB,outside_contract,x\n")
    assert table.typed.index.tolist() == [3, 5]
    assert [problem.line for problem in table.problems] == [5]


def test_lines_are_numbered_right_after_a_cell_with_line_breaks(read):
    table = read('item,kind,amount_gbp_k\n"A\nlong\nitem",outside_contract,5\nB,outside_contract,x\n')
    assert table.typed.index.tolist() == [2, 5]
    assert table.typed.loc[2, "item"] == "A long item"
    assert [problem.line for problem in table.problems] == [5]


def test_a_header_below_blank_lines_is_named_by_its_own_line(read):
    table = read("\n\nitem,kind,amount_gbp_k,colour\nA,outside_contract,5,red\n")
    assert [problem.line for problem in table.problems] == [3]


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_line_endings_of_any_system_are_read(read, ending):
    table = read(ending.join(["item,kind,amount_gbp_k", "A,outside_contract,5", "B,outside_contract,6"]))
    assert table.typed.index.tolist() == [2, 3]
    assert table.typed["amount_gbp"].tolist() == [5000, 6000]


@pytest.mark.parametrize("text", ["NA", "null", "None", "nan", "TRUE", "007", "1e5"])
def test_text_is_kept_as_it_is_written(read, text):
    table = read(f"item,kind,amount_gbp_k\n{text},outside_contract,5\n")
    assert table.typed["item"].tolist() == [text]


def test_space_round_a_cell_is_taken_off(read):
    table = read("item,kind,amount_gbp_k\n  A ,outside_contract, 5 \n")
    assert table.typed["item"].tolist() == ["A"]
    assert table.typed["amount_gbp"].tolist() == [5000]


_characters = st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\u00a0") | st.just("\n")
_text = (
    st.text(_characters, max_size=12)
    .map(str.strip)
    .filter(lambda text: not (is_total(text) or is_error(text) or forbidden_character(text) or mangled(text)))
)
_rows = st.lists(st.tuples(_text.filter(bool), st.none() | st.integers(-(10**9), 10**9), _text), max_size=6)


@given(_rows)
def test_what_is_written_is_what_is_read(rows):
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(["item", "kind", "amount_gbp_k", "note"])
    lines = []
    for item, pounds, note in rows:
        lines.append(stream.getvalue().count("\n") + 1)
        thousands = (
            "" if pounds is None else f"{'-' if pounds < 0 else ''}{abs(pounds) // 1000}.{abs(pounds) % 1000:03d}"
        )
        writer.writerow([item, "outside_contract", thousands, note])
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "adjustments.csv"
        file.write_bytes(stream.getvalue().encode())
        table = read_table(file, ADJUSTMENTS)
    assert not table.problems
    assert table.typed.index.tolist() == lines
    frame = table.typed.astype(object).where(table.typed.notna(), None)
    read_back = list(zip(frame["item"], frame["amount_gbp"], frame["note"], strict=True))
    assert read_back == [(on_one_line(item), pounds, on_one_line(note) or None) for item, pounds, note in rows]


def test_every_money_column_loses_its_thousands_in_its_name():
    for column in some(FORECAST.columns):
        assert column.typed_name.endswith("_gbp") == (column.kind is Kind.MONEY)
        assert column.name.endswith("_gbp_k") == (column.kind is Kind.MONEY)


def test_a_second_header_is_a_problem_and_no_line(read):
    table = read("item,kind,amount_gbp_k\nA,outside_contract,5\nitem,kind,amount_gbp_k\nB,outside_contract,6\n")
    assert [problem.line for problem in table.problems] == [3]
    assert table.typed["item"].tolist() == ["A", "B"]


def test_a_total_among_the_lines_is_a_problem_that_says_where_it_belongs(read):
    table = read(amounts("5") + "Total,outside_contract,5,,,,,,\n")
    (problem,) = table.problems
    assert (problem.line, problem.column) == (3, "item")
    assert problem.mend == (
        "Delete line 3. To keep it as a check of the lines, add to controls.csv: "
        "adjustments,amount_gbp_k,all,5,gbp_k,0."
    )


@pytest.mark.parametrize("column", ["item", "note", "savings_ref", "locator"])
@pytest.mark.parametrize("name", ["ALL", "Net", "Sum", "Overall total", "Sub total", "Grand total"])
def test_a_line_that_says_in_any_text_column_that_it_is_a_total_is_refused(read, column, name):
    names = list(ADJUSTMENTS.names)
    row = dict.fromkeys(names, "") | {"item": "A", "kind": "outside_contract", "amount_gbp_k": "5"} | {column: name}
    (problem,) = read("\n".join([",".join(names), ",".join(row.values())]) + "\n").problems
    assert (problem.line, problem.column) == (2, column)
    assert problem.problem == f"'{name}' is a total among the lines"


def test_a_printed_total_may_say_that_it_is_one_of_all_lines(read):
    lines = "dataset,column,scope,value,unit,decimals\nforecast,variance_gbp_k,all,5,gbp_k,0\n"
    assert read(lines, CONTROLS).problems == ()


def test_what_is_offered_for_a_total_leaves_out_cells_that_are_empty_or_no_figure(read):
    names = list(FORECAST.names)
    row = dict.fromkeys(names, "") | {"heading": "Grand total", "variance_gbp_k": '"22,483"', "movement_gbp_k": "TBC"}
    table = read("\n".join([",".join(names), ",".join(row.values())]) + "\n", FORECAST)
    assert table.problems[0].mend.endswith("add to controls.csv: forecast,variance_gbp_k,all,22483,gbp_k,0.")


def test_a_sub_total_is_not_offered_as_the_total_of_all_lines(read):
    (problem,) = read(amounts("5") + "Sub-total,outside_contract,5,,,,,,\n").problems
    assert problem.mend == "Delete line 3, and put the total into controls.csv."


def test_a_column_of_millions_and_of_figures_without_a_unit_is_refused(read):
    (problem,) = read(amounts("£1.2m", "1990")).problems
    assert "in millions, and others have no unit" in problem.problem


def test_what_was_mended_is_said_with_line_and_both_forms(read):
    table = read(amounts('"1,990"', "(43)"))
    assert not table.problems
    assert table.typed["amount_gbp"].tolist() == [1_990_000, -43_000]
    assert [correction.sentence for correction in table.corrections] == [
        "read '1,990' as 1990 (thousands separators)",
        "read '(43)' as -43 (brackets for a minus)",
    ]
