import io
from dataclasses import replace

import pytest
from rich.console import Console

from trustbook.checks.explained.lookup import why_it_matters
from trustbook.checks.findings import Finding, Layer, Report, Severity, report
from trustbook.core.errors import GateError, PeriodError, WorkspaceError
from trustbook.core.period import Period
from trustbook.pipeline import stages
from trustbook.pipeline.console import describe, print_findings

EARLIER, LATER = Period(2030, 3), Period(2030, 4)


def reports(*severities, period=LATER):
    found = tuple(
        Finding(
            severity, Layer.RULES, "data/x.csv", "found 'y'", "rule", 6, "value", expected="a number", mend="Type one."
        )
        for severity in severities
    )
    return {period: Report(str(period), found)}


def stops(found, *, strict):
    try:
        stages.require_accepted(found, strict=strict)
    except GateError:
        return True
    return False


def test_a_critical_finding_stops_and_names_the_period():
    with pytest.raises(GateError, match=str(LATER)):
        stages.require_accepted(reports(Severity.CRITICAL))


def test_a_warning_goes_on_unless_one_is_strict():
    stages.require_accepted(reports(Severity.WARNING))
    with pytest.raises(GateError, match=str(LATER)):
        stages.require_accepted(reports(Severity.WARNING), strict=True)


@pytest.mark.parametrize("strict", [False, True])
def test_information_never_stops(strict):
    assert not stops(reports(Severity.INFO), strict=strict)
    assert not stops(reports(), strict=strict)


def test_only_the_refused_periods_are_named():
    both = reports(Severity.CRITICAL) | reports(Severity.INFO, period=EARLIER)
    with pytest.raises(GateError) as caught:
        stages.require_accepted(both)
    assert str(LATER) in str(caught.value)
    assert str(EARLIER) not in str(caught.value)


def test_a_finding_is_one_line_with_place_problem_and_mend():
    (finding,) = reports(Severity.CRITICAL)[LATER].findings
    assert describe(finding) == "line 6, column value: found 'y'; expected a number. Type one."


def test_what_is_printed_says_whether_each_period_is_accepted():
    stream = io.StringIO()
    both = reports(Severity.CRITICAL, Severity.WARNING) | reports(Severity.WARNING, period=EARLIER)
    print_findings(both, Console(file=stream, soft_wrap=True))
    lines = stream.getvalue().splitlines()
    assert lines[0] == f"Refused: 1 of 2 returns ({LATER}), for 1 critical finding."
    assert lines[1] == f"{LATER}: refused (1 critical, 1 warning, 0 info)"
    assert f"{EARLIER}: accepted (0 critical, 1 warning, 0 info)" in lines
    assert lines.count("  data/x.csv") == 2
    assert lines[-1] == "2 returns, 1 refused, 3 findings."


@pytest.mark.parametrize(
    ("severities", "first"),
    [
        ([], "Accepted: 1 return."),
        ([Severity.INFO], "Accepted: 1 return."),
        ([Severity.WARNING] * 2, "Accepted: 1 return, with 2 warnings that nobody has accepted yet."),
        ([Severity.CRITICAL, Severity.WARNING], f"Refused: 1 of 1 return ({LATER}), for 1 critical finding."),
    ],
)
def test_the_first_line_is_the_verdict(severities, first):
    stream = io.StringIO()
    print_findings(reports(*severities), Console(file=stream, soft_wrap=True))
    assert stream.getvalue().splitlines()[0] == first


def test_a_long_finding_is_broken_into_lines_of_at_most_a_hundred_columns():
    stream = io.StringIO()
    (finding,) = reports(Severity.CRITICAL)[LATER].findings
    long = replace(finding, sentence="the lines add up to less than the paper says " * 8)
    print_findings({LATER: Report(str(LATER), (long,))}, Console(file=stream, soft_wrap=True))
    lines = stream.getvalue().splitlines()
    assert max(len(line) for line in lines) <= 100
    assert " ".join(" ".join(lines).split()).count("less than the paper says") == 8


def test_a_warning_that_was_acknowledged_is_printed_with_its_reason_and_passes_a_strict_gate():
    (finding,) = reports(Severity.WARNING)[LATER].findings
    accepted = replace(finding, acknowledged="the paper says both")
    assert describe(accepted).endswith("Accepted: the paper says both")
    stages.require_accepted({LATER: Report(str(LATER), (accepted,))}, strict=True)


def test_without_a_period_every_period_is_chosen(synthetic_workspace):
    made = synthetic_workspace()
    assert stages.choose(made.root, None) == (made, [EARLIER, LATER])
    assert stages.choose(made.root, []) == (made, [EARLIER, LATER])


def test_a_period_named_twice_is_chosen_once_and_the_oldest_comes_first(synthetic_workspace):
    made = synthetic_workspace()
    assert stages.choose(made.root, ["newest", str(EARLIER), str(LATER)])[1] == [EARLIER, LATER]


def test_a_period_that_is_none_or_has_no_return_is_refused(synthetic_workspace):
    made = synthetic_workspace()
    with pytest.raises(PeriodError):
        stages.choose(made.root, ["P4"])
    with pytest.raises(WorkspaceError):
        stages.choose(made.root, ["2030-31-P05"])


def test_a_finding_says_where_what_why_and_what_to_do_in_this_order():
    (finding,) = reports(Severity.CRITICAL)[LATER].findings
    empty = replace(
        finding, code="rule.savings.ref.filled", sentence="the cell is empty", mend="Type what the paper says."
    )
    stream = io.StringIO()
    twice = (replace(empty, line=2, column="ref"), replace(empty, line=3, column="ref"))
    print_findings({LATER: report(str(LATER), twice, {}, why_it_matters)}, Console(file=stream, soft_wrap=True))
    said = " ".join(stream.getvalue().split())
    places = [said.index(part) for part in ("line 2", "the cell is empty", "A wrong cell here", "Type what the paper")]
    assert places == sorted(places)
    assert said.count("A wrong cell here would give a wrong figure in the report, or none.") == 1
    assert said.count("Type what the paper says.") == 2


def test_many_notes_of_one_kind_are_printed_once_with_their_number():
    note = Finding(Severity.INFO, Layer.READING, "a.csv", "read ''5' as 5", "reading.mended.apostrophe", line=2)
    stream = io.StringIO()
    many = tuple(replace(note, line=line) for line in range(2, 12))
    print_findings({LATER: Report(str(LATER), many)}, Console(file=stream, soft_wrap=True))
    said = " ".join(stream.getvalue().split())
    assert said.count("read ''5' as 5") == 1
    assert "There are 9 more like it in this file." in said
    assert "10 findings" in said
