"""What people put above, under and beside a table: read with a word, or refused by its cause alone."""

import csv
import io

import pytest
from schemas import SCHEMAS

from looked_at import some
from trustbook.core.errors import ReturnError
from trustbook.data.datasets.finance import FORECAST
from trustbook.data.reader import read_table
from trustbook.data.schema import Kind

each_dataset = pytest.mark.parametrize("schema", SCHEMAS.values(), ids=lambda schema: schema.name)
PLAIN = {Kind.TEXT: "plain", Kind.MONEY: "434", Kind.NUMBER: "3", Kind.DATE: "2024-01-31"}
TITLES = [
    ["Budget monitoring"],
    ["Budget monitoring", "", "Trust as a whole"],
    ["", "Appendix A"],
    ["Heading", "Table 2"],
    ["", "", "Figures in £000"],
    [f"Title {number}" for number in range(9)],
]


def line_of(schema):
    return [PLAIN[column.kind] for column in schema.columns]


def text_of(rows, delimiter=","):
    stream = io.StringIO()
    csv.writer(stream, delimiter=delimiter, lineterminator="\n").writerows(rows)
    return stream.getvalue()


@pytest.fixture
def read(tmp_path):
    def read_text(schema, content):
        file = tmp_path / f"{schema.name}.csv"
        file.write_text(content if isinstance(content, str) else text_of(content), encoding="utf-8")
        return read_table(file, schema)

    return read_text


def whys(table):
    return " | ".join(correction.sentence for correction in table.corrections)


@each_dataset
@pytest.mark.parametrize("titles", TITLES, ids=lambda titles: titles[-1])
@pytest.mark.parametrize("wide", [False, True], ids=["short", "with separators"])
def test_a_header_under_titles_is_found_and_the_titles_are_shown(read, schema, titles, wide):
    width = len(schema.names)
    above = [([title] + [""] * (width - 1))[: width if wide else 1] for title in titles]
    table = read(schema, [*above, schema.names, line_of(schema), line_of(schema)])
    assert table.problems == ()
    header = len(titles) + 1
    assert table.typed.index.tolist() == [header + 1, header + 2]
    assert f"the header is in line {header}; the lines above it were left out: " in whys(table)
    assert f"'{next(filter(None, titles))}'" in whys(table)


@each_dataset
@pytest.mark.parametrize(
    "first", [["Budget monitoring"], ["plain"] * 5, ["Service", "Budget", "Forecast", "Variance"], ["10 lines"] * 2]
)
def test_without_a_header_the_cause_is_said_first_and_only_it(read, schema, first):
    with pytest.raises(ReturnError, match=f"the header of {schema.name} was not found") as caught:
        read(schema, [first, line_of(schema), line_of(schema)])
    assert caught.value.line == 1
    assert f"'{first[0]}'" in caught.value.problem
    assert ",".join(schema.names) in caught.value.expected


@each_dataset
def test_a_table_without_its_header_is_refused_by_one_sentence(read, schema):
    with pytest.raises(ReturnError, match="the header of"):
        read(schema, [line_of(schema), line_of(schema)])


@each_dataset
def test_a_header_further_down_than_any_title_goes_is_not_looked_for(read, schema):
    with pytest.raises(ReturnError, match="was not found"):
        read(schema, [*([f"Title {number}"] for number in range(10)), schema.names, line_of(schema)])


@each_dataset
def test_two_lines_that_could_be_the_header_are_refused_and_both_named(read, schema):
    with pytest.raises(ReturnError, match="lines 2 and 4 could each be the header"):
        read(schema, [["Title"], schema.names, line_of(schema), schema.names, line_of(schema)])


@pytest.mark.parametrize("title", ["Forecast (£m)", "All figures in £ million", "Amounts in pounds", "Position, £m"])
@each_dataset
def test_a_title_that_names_another_unit_is_not_passed_over(read, schema, title):
    with pytest.raises(ReturnError, match="names another unit") as caught:
        read(schema, [[title], schema.names, line_of(schema)])
    assert caught.value.line == 1


@each_dataset
@pytest.mark.parametrize("mark", [";", ",", "\t", "|"])
@pytest.mark.parametrize("above", ["sep={}\n", "SEP={}\r\n", '"sep={}"\n', "sep={},,,\n"])
def test_the_line_that_tells_a_spreadsheet_the_separator_is_understood(read, schema, mark, above):
    table = read(schema, above.format(mark) + text_of([schema.names, line_of(schema)], mark))
    assert table.problems == ()
    assert table.typed.index.tolist() == [3]
    assert f"the line sep={mark} says" in whys(table)


@each_dataset
@pytest.mark.parametrize(("said", "used"), [(";", ","), (",", ";"), ("x", ","), ("|", "\t")])
def test_a_line_that_tells_another_separator_than_there_is_is_refused(read, schema, said, used):
    with pytest.raises(ReturnError, match=f"the first line says that '[{said}]' separates the cells") as caught:
        read(schema, f"sep={said}\n" + text_of([schema.names, line_of(schema)], used))
    assert caught.value.mend == "Delete the first line of the file."


@each_dataset
def test_titles_do_not_hide_the_separator(read, schema):
    table = read(schema, "Budget monitoring\n\n" + text_of([schema.names, line_of(schema)], ";"))
    assert table.problems == ()
    assert table.typed.index.tolist() == [4]
    assert "semicolons" in whys(table)


FOOTNOTES = [
    *("* Provisional; subject to audit", "Note: figures are unaudited", "Notes", "Source: Finance, month 10"),
    *(
        "\u2020 Includes the grant",
        "(1) Restated",
        "Excludes the pay award",
        "All figures are in thousands",
        "NB unaudited",
    ),
    *("1", "A sentence about the table that is much longer than the name of any line would ever be"),
]


@each_dataset
@pytest.mark.parametrize("wide", [False, True], ids=["short", "with separators"])
def test_a_footnote_is_named_as_one_and_is_no_line(read, schema, wide):
    for note in FOOTNOTES:
        if wide and note == "1":
            continue
        row = [note] + [""] * (len(schema.names) - 1) if wide else [note]
        table = read(schema, [schema.names, line_of(schema), [], row])
        (problem,) = table.problems
        assert problem.line == 4
        assert problem.column is None
        assert "like a footnote or a title" in problem.problem
        assert problem.mend.startswith("Delete the line")
        assert ("note column" in problem.mend) == ("note" in schema.names)
        assert table.typed.index.tolist() == [2]


@each_dataset
def test_a_footnote_with_commas_is_one_too(read, schema):
    (problem,) = read(schema, [schema.names, line_of(schema), ["Note: without A", " B and C"]]).problems
    assert "like a footnote" in problem.problem


@each_dataset
def test_too_few_and_too_many_cells_have_each_their_own_advice(read, schema):
    row = line_of(schema)
    few, many = read(schema, [schema.names, row[:-1], [*row, "more"], row]).problems
    assert few.problem == f"the line has only {len(row) - 1} cells"
    assert "line break" in few.mend
    assert many.problem == f"the line has {len(row) + 1} cells"
    assert many.mend == "Put quotation marks round a cell that has a comma in it."
    assert (few.line, many.line) == (2, 3)


@pytest.mark.parametrize(
    ("unit", "says"),
    [
        ("£000", "Delete the line"),
        ("£'000", "Delete the line"),
        ("(£000)", "Delete the line"),
        ("£k", "Delete the line"),
        ("£ thousands", "Delete the line"),
        ("£m", "Write the figures in thousands of pounds and not in £m, then delete the line"),
        ("£", "Write the figures in thousands of pounds and not in £, then delete the line"),
    ],
)
@each_dataset
def test_a_line_of_units_under_the_header_is_named(read, schema, unit, says):
    row = [unit if column.kind in (Kind.MONEY, Kind.NUMBER) else "" for column in schema.columns]
    if not any(row):
        pytest.skip("it has no column with a unit")
    (problem,) = read(schema, [schema.names, row, line_of(schema)]).problems
    assert problem.line == 2
    assert problem.problem.startswith("the line has units ('")
    assert problem.mend.startswith(says)


HEADINGS = {
    "variance_gbp_\u043a": "character 14 is U+043A CYRILLIC SMALL LETTER KA, where 'variance_gbp_k' has U+006B LATIN",
    "vari\u00e1nce_gbp_k": "character 5 is U+00E1 LATIN SMALL LETTER A WITH ACUTE",
    "variance\u2013gbp_k": "character 9 is U+2013 EN DASH, where 'variance_gbp_k' has U+005F LOW LINE",
    "variancegbp_k": "character 9 is U+0067 LATIN SMALL LETTER G, where",
    "variance_gbp_k.": "character 15 is U+002E FULL STOP, where 'variance_gbp_k' has ended",
    "variance_gbp_k\u2019": "character 15 is U+2019 RIGHT SINGLE QUOTATION MARK",
}


@pytest.mark.parametrize(("heading", "says"), HEADINGS.items())
def test_a_heading_that_only_looks_right_shows_the_difference(read, heading, says):
    names = [heading if name == "variance_gbp_k" else name for name in FORECAST.names]
    unknown, missing = read(FORECAST, [names, line_of(FORECAST)]).problems
    assert says in unknown.problem
    assert unknown.mend == "Rename it to variance_gbp_k if that is meant, or delete it."
    assert missing.column == "variance_gbp_k"


@each_dataset
def test_every_heading_may_differ_in_case_and_spaces_and_is_read_aloud(read, schema):
    for form in (
        str.upper,
        str.title,
        lambda name: f"  {name.replace('_', '  ')} ",
        lambda name: name.replace("_", "-"),
    ):
        table = read(schema, [[form(name) for name in schema.names], line_of(schema)])
        assert table.problems == ()
        assert "case and spaces of the heading" in whys(table)


@each_dataset
def test_every_heading_in_which_one_letter_is_of_another_script_shows_it(read, schema):
    for place, name in some(enumerate(schema.names)):
        if "e" not in name and "o" not in name and "a" not in name:
            continue
        odd = next(name.replace(a, b, 1) for a, b in (("e", "\u0435"), ("o", "\u043e"), ("a", "\u0430")) if a in name)
        names = [odd if at == place else each for at, each in enumerate(schema.names)]
        problem = read(schema, [names, line_of(schema)]).problems[0]
        assert "CYRILLIC SMALL LETTER" in problem.problem
        assert f"where '{name}' has" in problem.problem


def test_a_slip_in_a_heading_is_answered_with_the_column_that_may_be_meant(read):
    names = ["varience_gbp_k" if name == "variance_gbp_k" else name for name in FORECAST.names]
    assert "Rename it to variance_gbp_k" in read(FORECAST, [names, line_of(FORECAST)]).problems[0].mend
