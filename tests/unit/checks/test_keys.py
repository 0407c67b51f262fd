"""What tells a finding from others of its code: it stays when lines move."""

from trustbook.checks.findings import Finding, Layer, Severity
from trustbook.checks.keys import keyed
from trustbook.data.datasets.finance import CONTROLS, SAVINGS
from trustbook.data.reader import read_table

HEADER = ",".join(SAVINGS.names)


def table(tmp_path, *lines, schema=SAVINGS):
    file = tmp_path / "x.csv"
    file.write_text("\n".join([",".join(schema.names), *lines]) + "\n", encoding="utf-8")
    return read_table(file, schema)


def savings(ref):
    return ref + "," * (len(SAVINGS.names) - 1)


def test_a_row_is_named_by_what_tells_rows_apart_wherever_it_stands(tmp_path):
    alone = table(tmp_path, savings("S07"))
    moved = table(tmp_path, savings("S01"), savings("S02"), savings("S07"))
    assert alone.row_name(2) == moved.row_name(4) == "S07"


def test_rows_of_one_name_and_of_none_are_named_by_their_line(tmp_path):
    made = table(tmp_path, savings("S07"), savings("S07"), "," + savings("x"))
    assert [made.row_name(line) for line in (2, 3, 4, 1, 99)] == ["line 2", "line 3", "line 4", "line 1", "line 99"]


def test_the_paper_is_part_of_the_name_only_where_nothing_else_tells_rows_apart(tmp_path):
    def control(scope, locator):
        values = {"dataset": "forecast", "column": "variance_gbp_k", "scope": scope, "locator": locator}
        return ",".join(values.get(name, "") for name in CONTROLS.names)

    made = table(tmp_path, control("all", "p1"), control("a=b", "p1"), control("a=b", "p2"), schema=CONTROLS)
    assert made.row_name(2) == "forecast, variance_gbp_k, all"
    assert made.row_name(4) == "forecast, variance_gbp_k, a=b, p2"


def test_what_was_read_says_its_dataset_and_column_and_a_key_that_is_given_stays(tmp_path):
    made = table(tmp_path, savings("S07"))
    read = Finding(Severity.WARNING, Layer.READING, "x.csv", "odd", "reading.date_in_text", 2, "proposal")
    ruled = Finding(Severity.WARNING, Layer.RULES, "x.csv", "odd", "rule.savings.proposal.filled", 2, "proposal")
    given = Finding(Severity.WARNING, Layer.RULES, "x.csv", "odd", "forecast.movement", 2, key="Other")
    elsewhere = Finding(Severity.WARNING, Layer.RULES, "y.csv", "odd", "forecast.movement", 2)
    keys = [each.key for each in keyed([read, ruled, given, elsewhere], [made])]
    assert keys == ["savings, S07, proposal", "S07", "Other", ""]
