import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trustbook.checks.findings import Finding, Layer, Report, Severity, from_error, read_report, report
from trustbook.core.errors import ReturnError

text = st.text(max_size=15)
findings = st.builds(
    Finding,
    severity=st.sampled_from(Severity),
    layer=st.sampled_from(Layer),
    file=text,
    sentence=text,
    code=text,
    key=text,
    line=st.none() | st.integers(1, 99),
    column=st.none() | st.text(min_size=1, max_size=15),
    value=st.none() | text,
    expected=text,
    mend=text,
)


def finding(severity=Severity.WARNING, file="a.csv", line=None, column=None, sentence="x"):
    return Finding(severity, Layer.RULES, file, sentence, "rule", line, column)


@given(st.lists(findings, max_size=6), st.dictionaries(text, st.integers(0, 999), max_size=3))
def test_a_report_written_as_json_reads_back_whole(tmp_path_factory, found, checks):
    file = tmp_path_factory.mktemp("findings") / "report.json"
    made = report("2030-31-P04", found, checks)
    file.write_text(made.as_json(), encoding="utf-8")
    back = read_report(file)
    assert back == made
    assert all(isinstance(each.severity, Severity) and isinstance(each.layer, Layer) for each in back.findings)


@given(st.lists(findings, max_size=8).flatmap(lambda found: st.tuples(st.just(found), st.permutations(found))))
def test_the_same_findings_in_any_order_are_written_alike(orders):
    one, other = (report("2030-31-P04", found, {}) for found in orders)
    severities = [list(Severity).index(each.severity) for each in one.findings]
    assert severities == sorted(severities)
    places = [(each.severity, each.file, each.line, each.column, each.sentence) for each in one.findings]
    assert places == [(each.severity, each.file, each.line, each.column, each.sentence) for each in other.findings]


def test_the_worst_comes_first_and_then_the_order_of_the_files():
    warning, critical = finding(), finding(Severity.CRITICAL, "z.csv", 9)
    earlier, later = finding(file="b.csv", line=2), finding(file="b.csv", line=10)
    information = finding(Severity.INFO, "a.csv", 1)
    made = report("2030-31-P04", [information, later, warning, earlier, critical], {})
    assert made.findings == (critical, warning, earlier, later, information)


@pytest.mark.parametrize(
    ("severities", "accepted"),
    [([], True), (["info", "warning"], True), (["warning", "critical"], False), (["critical"], False)],
)
def test_only_a_critical_finding_refuses_a_return(severities, accepted):
    made = report("2030-31-P04", [finding(Severity(each)) for each in severities], {})
    assert made.accepted is accepted
    assert made.count(Severity.WARNING) == severities.count("warning")


@pytest.mark.parametrize(
    ("line", "column", "where"),
    [
        (6, "movement_gbp_k", "a.csv, line 6, column movement_gbp_k"),
        (6, None, "a.csv, line 6"),
        (None, "movement_gbp_k", "a.csv, column movement_gbp_k"),
        (None, None, "a.csv"),
    ],
)
def test_a_finding_says_where_it_is_as_far_as_that_is_known(line, column, where):
    assert finding(line=line, column=column).where == where


def test_what_the_reader_could_not_read_is_critical_and_keeps_its_place():
    error = ReturnError("found 'x'", file="a.csv", line=3, column="value", expected="a number", mend="Type one.")
    found = from_error(error)
    assert (found.severity, found.layer) == (Severity.CRITICAL, Layer.READING)
    assert (found.file, found.line, found.column) == ("a.csv", 3, "value")
    assert (found.sentence, found.expected, found.mend) == ("found 'x'", "a number", "Type one.")


def test_the_json_is_plain_and_keeps_every_letter():
    values = json.loads(report("2030-31-P04", [finding(sentence="£5 − 3")], {"rules": 2}).as_json())
    assert values["period"] == "2030-31-P04"
    assert values["checks"] == {"rules": 2}
    assert values["findings"][0]["severity"] == "warning"
    assert "£5 − 3" in report("p", [finding(sentence="£5 − 3")], {}).as_json()


def test_a_report_without_findings_is_accepted():
    assert Report("2030-31-P04", ()).accepted


def test_findings_of_one_severity_are_in_the_order_of_files_then_lines_then_columns_then_sentences():
    in_order = [
        finding(file="a.csv", line=9, column="z", sentence="z"),
        finding(file="b.csv", sentence="z"),
        finding(file="b.csv", line=2, column="z", sentence="z"),
        finding(file="b.csv", line=10, sentence="z"),
        finding(file="b.csv", line=10, column="c", sentence="z"),
        finding(file="b.csv", line=10, column="d", sentence="b"),
        finding(file="b.csv", line=10, column="d", sentence="c"),
    ]
    for found in (in_order[::-1], [*in_order[3:], *in_order[:3]]):
        assert list(report("2030-31-P04", found, {}).findings) == in_order


def test_a_report_whose_gate_came_to_no_sums_has_reconciled_none():
    assert Report("2030-31-P04", ()).reconciled == 0
