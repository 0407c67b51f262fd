from collections import Counter
from dataclasses import replace
from pathlib import Path

from trustbook.checks.findings import Finding, Layer, Report, Severity
from trustbook.claims.evidence import Kind
from trustbook.claims.report import ComparisonRow, TieOutRow
from trustbook.claims.standing import Standing
from trustbook.claims.verdicts import Verdict
from trustbook.site.data_warnings import chapter_reads, mark, marks


def mark_slot(metric):
    return f"<!-- tb-mark {metric} -->"


def verdict_slot(metric):
    return f"<!-- tb-verdict {metric} -->"


PERIOD = "2030-31-P04"
READS = {"notebooks/savings": {"datasets": ["savings"], "metrics": ["savings"]}}
PAGE = "<section><h1>Savings</h1><p>Answer.</p><section><h2>More</h2></section></section>"


def finding(dataset="savings", severity=Severity.WARNING, accepted=""):
    return Finding(
        severity, Layer.RULES, f"data/x/{dataset}.csv", "S1: 3 < 4", "a.rule", dataset=dataset, acknowledged=accepted
    )


def row(metric="savings.target", verdict=Verdict.CONTRADICTION, standing=Standing.RECOMPUTED, **changed):
    values = {
        "claim_id": "C1",
        "label": "Target",
        "metric": metric,
        "period": PERIOD,
        "source_id": "a-paper",
        "locator": "p. 1",
        "printed": "£3m",
        "given": "£4m",
        "difference": "−£1m",
        "verdict": verdict,
        "against": "the data",
        "standing": standing,
        "comparisons": (),
        "paper": "A paper",
        "shown": metric,
        "cause": "",
    }
    return TieOutRow(**(values | changed))


def marked(findings=(), rows=()):
    return marks(Report(PERIOD, tuple(findings)), rows, READS)


def test_a_warning_is_below_what_its_chapter_finds_and_a_link_below_the_answer_leads_to_it():
    body = mark(PAGE, "notebooks/savings", marked([finding()]))
    assert body.index("Answer.") < body.index('href="#data-warnings">1 data warning about') < body.index("<h2>More")
    assert body.index("<h2>More") < body.index('id="data-warnings"') < body.index("S1: 3 &lt; 4.")
    assert body.endswith("</aside></section>")


def test_a_warning_on_another_dataset_does_not_stand_there():
    assert mark(PAGE, "notebooks/savings", marked([finding("forecast")])) == PAGE


def test_a_note_is_no_warning():
    assert mark(PAGE, "notebooks/savings", marked([finding(severity=Severity.INFO)])) == PAGE


def test_what_the_gate_refuses_is_said_in_a_draft():
    assert "tb-warnings" in mark(PAGE, "notebooks/savings", marked([finding(severity=Severity.CRITICAL)]))


def test_an_accepted_warning_keeps_its_reason():
    assert "Accepted: The paper says both." in mark(
        PAGE, "notebooks/savings", marked([finding(accepted="The paper says both.")])
    )


def test_a_page_without_parts_has_its_box_at_the_end():
    body = mark("<section><h1>A</h1></section>", "notebooks/savings", marked([finding()]))
    assert body.endswith("</aside></section>")


def test_a_contradicted_statement_is_listed_on_its_chapter_whatever_its_period():
    body = mark(PAGE, "notebooks/savings", marked(rows=[row(period="", shown="")]))
    assert "Target: £3m, against £4m (the data)" in body


def test_contradictions_with_one_cause_are_counted_and_explained_once():
    rows = [row(cause="The column has red in it.", label=label) for label in ("First line", "Second line")]
    body = mark(PAGE, "notebooks/savings", marked(rows=rows))
    assert "1 contradiction about these figures in the papers" in body
    assert body.count("The column has red in it.") == 1
    assert "First line" in body
    assert "Second line" in body


def test_a_contradicted_figure_is_marked_where_it_stands():
    body = mark(mark_slot("savings.target"), "a", marked(rows=[row()]))
    assert "A paper contradicts this" in body


def test_the_panel_of_a_figure_lists_every_statement_with_what_it_is_worth():
    slots = mark_slot("savings.target") + verdict_slot("savings.target")
    rows = [
        row(verdict=Verdict.TIES, standing=Standing.SAME_PLACE, locator="table 1"),
        row(verdict=Verdict.TIES, locator="paragraph 2"),
        row(verdict=Verdict.ROUNDING, locator="paragraph 3"),
    ]
    body = mark(slots, "a/b", marked(rows=rows))
    assert "1 typed from this statement and 2 agreeing with what we work out" in body
    assert "£3m (A paper: table 1): typed from this statement." in body
    assert "£3m (A paper: paragraph 2; paragraph 3): agreeing with what we work out from other figures." in body
    assert 'href="../book/tie-out.html"' in body
    assert "A paper contradicts this" not in body


def test_a_right_figure_under_another_name_is_told_from_a_wrong_one():
    misnamed = ComparisonRow("£5m", "the whole", Kind.CALLED, Standing.RECOMPUTED, agrees=False)
    rows = [row(comparisons=(misnamed,)), row(comparisons=(replace(misnamed, kind=Kind.DATA),))]
    body = mark(verdict_slot("savings.target"), "a", marked(rows=rows))
    assert "2 times: 1 under another figure&#39;s name and 1 contradicted" in body
    slot = mark_slot("savings.target")
    assert "A paper contradicts this" in mark(slot, "a", marked(rows=rows))
    assert "A paper calls this something else" in mark(slot, "a", marked(rows=rows[:1]))


def test_a_statement_about_another_time_is_not_in_the_panel_of_this_figure():
    rows = [row(shown="")]
    assert mark(mark_slot("savings.target"), "a", marked(rows=rows)) == ""
    assert "No paper that we have states" in mark(verdict_slot("savings.target"), "a", marked(rows=rows))


def test_a_figure_that_no_paper_states_says_so():
    assert "No paper that we have states this figure" in mark(verdict_slot("savings.red"), "a", marked())


def test_without_marks_a_page_has_none_of_them():
    assert mark(PAGE + mark_slot("savings.target"), "notebooks/savings", None) == PAGE


def test_warnings_and_contradictions_are_counted_in_the_link():
    several = [replace(finding(), sentence=f"S{number}: 3 < 4") for number in range(4)]
    body = mark(PAGE, "notebooks/savings", marked(several, [row()]))
    assert "4 data warnings and 1 contradiction about these figures</a>" in body
    assert "S3: 3 &lt; 4." in body


def test_the_warnings_of_a_dataset_are_on_one_chapter_and_not_on_every_one_that_reads_it():
    notebooks = sorted((Path(__file__).parents[3] / "notebooks").glob("*.ipynb"))
    own = Counter(name for each in notebooks for name in chapter_reads(each)["datasets"])
    assert own
    assert {name for name, count in own.items() if count > 1} == set()
    assert own.keys() >= {"forecast", "adjustments", "savings", "workforce", "placements", "programme", "assurance"}
