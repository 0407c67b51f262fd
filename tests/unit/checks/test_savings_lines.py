"""What the gate says of savings: a line that is of no form, and parts that do not make their total."""

import pytest

from trustbook.checks.findings import Severity
from trustbook.checks.reconciliation_table import Frames
from trustbook.checks.reconciliations import reconcile
from trustbook.core.period import Period
from trustbook.data.period_return import return_tables

LATER = "2030-31-P04"
NOW = Period.parse(LATER)


@pytest.fixture
def said(synthetic_workspace, full_return, trust_settings):
    """What is found wrong in a file of savings: by line, each finding that is not as it should be."""

    def check(text, statuses=None):
        trust_settings["saving_statuses"] = statuses or {}
        returned = {"forecast": full_return["forecast"], "savings": text}
        workspace = synthetic_workspace({LATER: returned}, trust=trust_settings)
        tables = {table.schema.name: table for table in return_tables(workspace, NOW)}
        found = reconcile(Frames(NOW, tables), [], workspace.settings)
        return [each for each in found if each.rule.startswith("savings.") and each.left != each.right]

    return check


@pytest.mark.parametrize(
    "text",
    [
        "ref,proposal,target_gbp_k,red_gbp_k,amber_gbp_k,green_gbp_k\nA1,One,100,10,20,70\n",
        "ref,proposal,target_gbp_k,red_gbp_k,amber_gbp_k,green_gbp_k,blue_gbp_k\nA1,One,100,10,20,30,40\n",
        "ref,proposal,target_gbp_k,amber_gbp_k,green_gbp_k\nA1,One,100,30,70\n",
        "ref,proposal,target_gbp_k,status\nA1,One,100,Green\nA2,Two,50,not reported\n",
        "ref,proposal,proposed_gbp_k,achieved_gbp_k,at_risk_gbp_k\nA1,One,100,60,40\n",
        "ref,proposal,target_gbp_k,delivered_share\nA1,One,100,0.57\n",
        "ref,proposal,target_gbp_k,delivered_share,at_risk_gbp_k\nA1,One,100,0.6,40\n",
        "ref,proposal,target_gbp_k,green_gbp_k,status,achieved_gbp_k,at_risk_gbp_k,delivered_share\n"
        "A1,One,100,100,,,,\nA2,Two,100,,red,,,\nA3,Three,100,,,60,40,\nA4,Four,100,,,,,0.5\n",
        "ref,proposal,target_gbp_k,red_gbp_k,amber_gbp_k,green_gbp_k\nA1,One,100,,30,70\nA2,Two,100,30,70,0\n",
    ],
)
def test_every_form_is_taken_as_it_is_and_so_is_a_mixture_line_by_line(said, text):
    assert said(text) == []


def test_the_words_of_the_body_are_understood_where_its_settings_explain_them(said):
    text = "ref,proposal,target_gbp_k,status\nA1,One,100,on track\nA2,Two,50,Slipping\n"
    assert said(text, {"On track": "green", "Slipping": "uncertain"}) == []
    assert [(each.rule, each.line) for each in said(text)] == [("savings.status", 2), ("savings.status", 3)]


@pytest.mark.parametrize(
    ("text", "rule", "column", "sentence"),
    [
        (
            "ref,proposal,target_gbp_k,red_gbp_k\nA1,One,100,100\nA2,Two,50,\n",
            "savings.form",
            None,
            "A2: the line does not say how far its target is delivered",
        ),
        (
            "ref,proposal,target_gbp_k,red_gbp_k,status\nA1,One,100,100,\nA2,Two,50,50,red\n",
            "savings.several_forms",
            None,
            "A2: the line says how far its target is delivered in more than one way: red_gbp_k and status",
        ),
        (
            "ref,proposal,target_gbp_k,status\nA1,One,100,red\nA2,Two,50,amberish\n",
            "savings.status",
            "status",
            "A2: found the status 'amberish'",
        ),
        (
            "ref,proposal,target_gbp_k,status\nA1,One,100,red\nA2,Two,,red\n",
            "savings.target",
            "target_gbp_k",
            "A2: the line has no target",
        ),
        (
            "ref,proposal,target_gbp_k,proposed_gbp_k,status\nA1,One,100,100,red\nA2,Two,50,60,red\n",
            "savings.two_targets",
            "proposed_gbp_k",
            "A2: target_gbp_k is 50 and proposed_gbp_k is 60",
        ),
    ],
)
def test_a_line_that_is_of_no_form_is_refused_in_one_sentence(said, text, rule, column, sentence):
    (found,) = said(text)
    assert (found.rule, found.line, found.column, found.severity) == (rule, 3, column, Severity.CRITICAL)
    assert found.file == f"data/{LATER}/savings.csv"
    assert found.sentence == sentence
    assert found.expected
    assert found.mend


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("ref,proposal,status\nA1,One,red\nA2,Two,red\n", "savings.no_targets"),
        ("ref,proposal,target_gbp_k\nA1,One,100\nA2,Two,50\n", "savings.no_form"),
    ],
)
def test_a_file_without_the_columns_is_refused_once_and_not_line_by_line(said, text, rule):
    (found,) = said(text)
    assert (found.rule, found.line, found.severity) == (rule, None, Severity.CRITICAL)


@pytest.mark.parametrize(
    ("text", "rule", "sentence"),
    [
        (
            "ref,proposal,target_gbp_k,red_gbp_k,amber_gbp_k,green_gbp_k\nA1,One,100,10,20,60\n",
            "savings.rag_adds_to_target",
            "A1: red + amber + green is 90, but the target is 100",
        ),
        (
            "ref,proposal,target_gbp_k,amber_gbp_k,blue_gbp_k\nA1,One,100,80,40\n",
            "savings.rag_adds_to_target",
            "A1: amber + blue is 120, but the target is 100",
        ),
        (
            "ref,proposal,proposed_gbp_k,achieved_gbp_k,at_risk_gbp_k\nA1,One,100,60,25\n",
            "savings.achieved_adds_to_target",
            "A1: achieved + at risk is 85, but 100 is proposed",
        ),
        (
            "ref,proposal,proposed_gbp_k,achieved_gbp_k\nA1,One,100,60\n",
            "savings.unexplained",
            "A1: the parts reported come to 60, so 40 of the target of 100 is not explained: at risk is not reported",
        ),
        (
            "ref,proposal,target_gbp_k,delivered_share,red_gbp_k\nA1,One,100,0.6,30\n",
            "savings.unexplained",
            "A1: the parts reported come to 90, so 10 of the target of 100 is not explained",
        ),
        (
            "ref,proposal,target_gbp_k,green_gbp_k,amber_gbp_k,stated_total_gbp_k\nA1,One,100,60,40,90\n",
            "savings.stated_total",
            "A1: the paper says 90 as the total of amber and green, which add up to 100",
        ),
        (
            "ref,proposal,proposed_gbp_k,achieved_gbp_k,at_risk_gbp_k,stated_total_gbp_k\nA1,One,100,60,40,60\n",
            "savings.stated_total",
            "A1: the paper says 60 as the total of achieved and at risk, which add up to 100",
        ),
    ],
)
def test_parts_that_do_not_make_their_total_are_a_warning_and_published(said, text, rule, sentence):
    (found,) = said(text)
    assert (found.rule, found.line, found.severity) == (rule, 2, Severity.WARNING)
    assert found.sentence == sentence


def test_a_blank_part_that_others_report_leaves_the_rest_unexplained_and_is_named(said):
    text = "ref,proposal,target_gbp_k,red_gbp_k,amber_gbp_k,green_gbp_k\nA1,One,100,10,20,70\nA2,Two,100,10,,70\n"
    (found,) = said(text)
    assert (found.rule, found.line, found.severity) == ("savings.unexplained", 3, Severity.WARNING)
    assert found.sentence.endswith("20 of the target of 100 is not explained: amber is not reported")


def test_an_amount_that_cannot_be_read_is_said_once_by_the_reader(said):
    assert said("ref,proposal,target_gbp_k,red_gbp_k\nA1,One,100,lots\n") == []


def test_a_printed_total_by_rating_holds_for_status_words_too(synthetic_workspace, full_return):
    full_return["savings"] = (
        "ref,proposal,target_gbp_k,status,in_forecast\nA1,One,15,red,no\nA2,Two,285,green,\nA3,Three,40,red,yes\n"
    )
    full_return["controls"].append(
        {"dataset": "savings", "column": "red_gbp_k", "scope": "all", "value": 55, "unit": "gbp_k", "decimals": 0}
    )
    workspace = synthetic_workspace({LATER: full_return})
    tables = {table.schema.name: table for table in return_tables(workspace, NOW)}
    found = reconcile(Frames(NOW, tables), [], workspace.settings)
    assert [each for each in found if each.rule.startswith("controls.") and each.left != each.right] == []
    (outside,) = [each for each in found if each.rule == "adjustments.red_outside_forecast"]
    assert outside.left == outside.right == 15_000
