"""Figures as spreadsheets and papers write them, in every column of figures that there is."""

import pytest
from schemas import SCHEMAS

from trustbook.data.advice import advice
from trustbook.data.cells import plain
from trustbook.data.reader import read_table
from trustbook.data.schema import Kind

FIGURES = (Kind.MONEY, Kind.NUMBER)
WITH_FIGURES = [schema for schema in SCHEMAS.values() if any(column.kind in FIGURES for column in schema.columns)]
ERRORS = ["#REF!", "#N/A", "#DIV/0!", "#VALUE!", "#NAME?", "#NUM!", "#NULL!", "#SPILL!", "Err:502", "#######"]
NOTHING = [
    "-",
    "\u2013",
    "\u2014",
    "--",
    "nil",
    "Nil",
    "n/a",
    "N/A",
    "NA",
    "..",
    ":",
    "x",
    "TBC",
    "tba",
    "none",
    "*",
    "\u2026",
]


MENDED = {
    "'434": (434, "apostrophe"),
    "'-43": (-43, "apostrophe"),
    "'0": (0, "apostrophe"),
    "'(43)": (-43, "brackets for a minus and an apostrophe"),
    "+434": (434, "a plus sign"),
    "'+434": (434, "a plus sign and an apostrophe"),
}


@pytest.fixture
def read(tmp_path):
    """Read a dataset with a line for each cell, which stands in every column of some kinds; give these columns too."""

    def read_cells(schema, kinds, cells):
        file = tmp_path / f"{schema.name}.csv"
        columns = [column for column in schema.columns if column.kind in kinds]
        lines = [",".join(f'"{cell}"' if column in columns else "x" for column in schema.columns) for cell in cells]
        file.write_text("\n".join([",".join(schema.names), *lines]) + "\n", encoding="utf-8")
        return read_table(file, schema), columns

    return read_cells


def of(found, columns):
    names = {column.name for column in columns}
    return {(each.line, each.column): each for each in found if each.column in names}


@pytest.mark.parametrize("schema", WITH_FIGURES, ids=lambda schema: schema.name)
def test_what_is_no_figure_is_a_problem_with_advice_in_every_column_of_figures(read, schema):
    cells = [*ERRORS, *NOTHING, "=A1+B1", "1.5e3", "434*"]
    table, columns = read(schema, FIGURES, cells)
    problems = of(table.problems, columns)
    assert len(problems) == len(cells) * len(columns)
    for line, cell in enumerate(cells, 2):
        for column in columns:
            assert problems[line, column.name].problem == f"found '{cell}'"
            assert problems[line, column.name].mend == advice(cell, column.kind)
    assert all(table.typed[column.typed_name].isna().all() for column in columns)


@pytest.mark.parametrize("schema", SCHEMAS.values(), ids=lambda schema: schema.name)
def test_an_error_of_a_spreadsheet_is_no_text_and_other_text_is(read, schema):
    others = ["#1 of the plan", "see #N/A in the sheet", "n/a", "-", "=A1+B1", "#"]
    table, columns = read(schema, [Kind.TEXT], [*ERRORS, *others])
    problems = of(table.problems, columns)
    assert set(problems) == {(line, column.name) for line in range(2, len(ERRORS) + 2) for column in columns}
    assert all(problem.problem == f"found '{ERRORS[line - 2]}'" for (line, _), problem in problems.items())


@pytest.mark.parametrize("schema", WITH_FIGURES, ids=lambda schema: schema.name)
def test_figures_with_an_apostrophe_or_a_plus_are_read_and_said(read, schema):
    table, columns = read(schema, FIGURES, MENDED)
    assert not of(table.problems, columns)
    corrections = of(table.corrections, columns)
    assert len(corrections) == len(MENDED) * len(columns)
    for column in columns:
        factor = 1000 if column.kind is Kind.MONEY else 1
        assert table.typed[column.typed_name].tolist() == [value * factor for value, _ in MENDED.values()]
        for line, (cell, (_, why)) in enumerate(MENDED.items(), 2):
            assert corrections[line, column.name].was == cell
            assert why in corrections[line, column.name].why


@pytest.mark.parametrize("cell", ERRORS)
@pytest.mark.parametrize("kind", [Kind.MONEY, Kind.NUMBER, Kind.DATE])
def test_every_error_has_its_advice(cell, kind):
    assert plain(cell, kind) is None
    said = advice(cell, kind)
    assert "spreadsheet" in said
    assert ("too narrow" in said) == cell.startswith("##")


@pytest.mark.parametrize("cell", NOTHING)
@pytest.mark.parametrize("kind", [Kind.MONEY, Kind.NUMBER])
def test_a_word_for_none_is_neither_nought_nor_left_out_by_itself(cell, kind):
    assert plain(cell, kind) is None
    assert advice(cell, kind) == "Leave the cell empty if the figure is not reported, and write 0 if it is zero."


@pytest.mark.parametrize(
    "cell", ["''434", "434'", "\u2019434", "'", "''", "+", "++5", "+-5", "(+5)", "5+", "'" * 2000, "'abc"]
)
def test_other_apostrophes_and_signs_are_not_read(cell):
    assert plain(cell, Kind.MONEY) is None
    assert plain(cell, Kind.NUMBER) is None


@pytest.mark.parametrize(
    ("cell", "says"),
    [
        ("1990.4567", "round it in the spreadsheet, to 1990.457."),
        ("-43.50000001", "to -43.5."),
        ("1990.99999", "to 1991."),
        ("1e5", "with all its digits"),
        ("1.23E+04", "with all its digits"),
        ("12%", "does not take shares"),
        ("£5", "in the unit of the column"),
        ("434*", "explain the mark"),
        ("434 (a)", "explain the mark"),
        ("=A1+B1", "This is a formula"),
        ("'=A1+B1", "This is a formula"),
    ],
)
def test_the_advice_fits_the_cell(cell, says):
    assert plain(cell, Kind.MONEY) is None
    assert says in advice(cell, Kind.MONEY)
