"""What Great Expectations answers becomes findings: which lines, how many, and in which words. All is made up."""

import pandas as pd
import pytest

from trustbook.checks.findings import Layer, Severity
from trustbook.checks.suites import RECONCILIATIONS, Suite
from trustbook.checks.validator import MOST_PER_RULE, Validator, _exception, applicable
from trustbook.core.errors import GateError

NOT_NULL = "expect_column_values_to_not_be_null"
IN_SET = "expect_column_values_to_be_in_set"
BETWEEN = "expect_column_values_to_be_between"
COLUMNS = "expect_table_columns_to_match_set"
UNIQUE = "expect_compound_columns_to_be_unique"
FILLED = {"type": "nullity", "column": {"name": "b"}, "is_null": False}


def suite(*rules, name="made_up"):
    made = [
        {"type": kind, "kwargs": kwargs, "severity": "critical", "meta": {"sentence": "found '{value}'"}}
        for kind, kwargs in rules
    ]
    return Suite.model_validate({"name": name, "expectations": made})


def frame(**columns):
    """Rows with the numbers of the lines that they stand on: the first is below the header."""
    made = pd.DataFrame(columns)
    return made.set_axis(range(2, len(made) + 2))


def findings(rows, *rules, name="made_up", **parameters):
    return Validator(parameters).findings(suite(*rules, name=name), rows, "made_up.csv", Layer.RULES)


def test_each_line_that_fails_is_named_with_its_cell_and_the_others_are_not():
    found, asked = findings(frame(a=[1.0, 20.0, 3.0, 40.0]), (BETWEEN, {"column": "a", "max_value": 3}))
    assert asked == 1
    assert [(each.line, each.column, each.value, each.key) for each in found] == [
        (3, "a", "20.0", ""),
        (5, "a", "40.0", ""),
    ]
    assert {(each.severity, each.file, each.dataset, each.code) for each in found} == {
        (Severity.CRITICAL, "made_up.csv", "made_up", "rule.made_up.a.in_range")
    }
    assert [each.sentence for each in found] == ["found '20.0'", "found '40.0'"]


def test_a_rule_lists_as_many_lines_as_is_allowed_without_a_word_of_others():
    found, _ = findings(frame(a=["x"] * MOST_PER_RULE), (IN_SET, {"column": "a", "value_set": ["y"]}))
    assert [each.line for each in found] == list(range(2, MOST_PER_RULE + 2))
    assert {each.key for each in found} == {""}


@pytest.mark.parametrize("further", [1, 3, 1980])
def test_beyond_these_lines_the_others_are_counted_in_one_finding_without_a_place(further):
    rows = frame(a=["x"] * (MOST_PER_RULE + further))
    found, _ = findings(rows, (IN_SET, {"column": "a", "value_set": ["y"]}))
    *listed, last = found
    assert [each.line for each in listed] == list(range(2, MOST_PER_RULE + 2))
    assert last.sentence == f"the same rule fails on {further:,} more lines"
    assert (last.key, last.line, last.column, last.value) == ("further lines", None, None, None)
    assert last.code == listed[-1].code


def test_a_rule_lists_twenty_lines():
    assert MOST_PER_RULE == 20


def test_a_missing_column_is_named_by_the_rule_that_requires_it_and_other_rules_about_it_are_not_asked():
    rows = frame(a=[1])
    found, asked = findings(
        rows, (COLUMNS, {"column_set": ["a", "b", "c"], "exact_match": False}), (NOT_NULL, {"column": "b"})
    )
    assert asked == 1
    assert sorted((each.key, each.column, each.value, each.line) for each in found) == [
        ("b", "b", "b", None),
        ("c", "c", "c", None),
    ]


def test_a_rule_about_the_whole_table_says_what_it_found_and_names_no_line():
    ((found,), asked) = findings(frame(a=[1, 2, 3]), ("expect_table_row_count_to_be_between", {"min_value": 9}))
    assert asked == 1
    assert (found.line, found.column, found.value, found.sentence) == (None, None, "3", "found '3'")


def test_a_rule_without_failures_finds_nothing_and_is_counted():
    rules = [(NOT_NULL, {"column": "a"}), (IN_SET, {"column": "a", "value_set": ["x"]})]
    assert findings(frame(a=["x"]), *rules) == ([], 2)


def test_one_validator_judges_one_suite_after_another_over_each_its_own_rows():
    validator = Validator({})
    rule = suite((IN_SET, {"column": "a", "value_set": ["x"]}))
    for cells, lines in ((["x", "y"], [3]), (["y", "x"], [2]), (["x", "x"], [])):
        found, _ = validator.findings(rule, frame(a=cells), "made_up.csv", Layer.RULES)
        assert [each.line for each in found] == lines


@pytest.mark.parametrize(
    ("rule", "asked", "empty"),
    [
        ((NOT_NULL, {"column": "a"}), [1], []),
        ((NOT_NULL, {"column": "b"}), [], []),
        ((NOT_NULL, {"column": "a", "row_condition": FILLED}), [1], ["b"]),
        ((UNIQUE, {"column_list": ["a", "d", "b", "c"]}), [1], ["b", "c", "d"]),
        ((UNIQUE, {"column_list": ["a", "needed"]}), [], []),
        ((NOT_NULL, {"column": "needed", "row_condition": FILLED}), [], []),
    ],
    ids=str,
)
def test_a_missing_optional_column_is_taken_as_empty_only_where_it_is_tied_to_others(rule, asked, empty):
    made = suite((COLUMNS, {"column_set": ["needed"], "exact_match": False}), rule)
    assert applicable(made, {"a"}) == ([0, *asked], empty)


def test_a_key_with_a_missing_optional_column_is_still_unique_or_not():
    found, asked = findings(frame(a=["x", "y", "x"]), (UNIQUE, {"column_list": ["a", "b"]}))
    assert asked == 1
    assert [each.line for each in found] == [2, 4]


@pytest.mark.parametrize("allowed", [["\u0445", "y"], {"$PARAMETER": "groups"}])
def test_a_word_that_looks_like_an_allowed_one_is_said_to_differ_from_it(allowed):
    rows = frame(a=["x"])
    ((found,), _) = findings(rows, (IN_SET, {"column": "a", "value_set": allowed}), groups=["\u0445", "y"])
    assert found.sentence.startswith("found 'x' (character 1 is U+0078")


@pytest.mark.parametrize("allowed", [["completed"], {"$PARAMETER": "groups"}])
def test_a_word_that_looks_like_none_is_said_alone(allowed):
    ((found,), _) = findings(frame(a=["x"]), (IN_SET, {"column": "a", "value_set": allowed}), groups=["completed"])
    assert found.sentence == "found 'x'"


def test_words_that_a_rule_forbids_are_not_suggested():
    rows = frame(a=["x", "\u0445"])
    rule = ("expect_column_values_to_not_be_in_set", {"column": "a", "value_set": ["x", "\u0445"]})
    found, _ = findings(rows, rule)
    assert [each.sentence for each in found] == ["found 'x'", "found '\u0445'"]


def test_a_finding_of_a_declared_pair_has_the_place_code_and_dataset_that_it_declares():
    rows = frame(
        left=[5, 1],
        right=[5, 2],
        file=["one.csv", "two.csv"],
        line_of_file=[7, 8],
        column_of_file=["c", "d"],
        code_of_finding=["made.one", "made.two"],
        key_of_finding=["", "Care"],
        dataset=["forecast", "savings"],
    )
    rule = ("expect_column_pair_values_to_be_equal", {"column_A": "left", "column_B": "right"})
    ((found,), _) = findings(rows, rule, name=RECONCILIATIONS)
    assert (found.file, found.line, found.column) == ("two.csv", 8, "d")
    assert (found.code, found.key, found.dataset, found.value) == ("made.two", "Care", "savings", None)


def test_the_written_form_of_a_column_is_named_as_the_column_and_its_cell_is_shown():
    rows = frame(a=[None, None], a_as_written=["x", "1,0"])
    rule = ("expect_column_values_to_match_regex", {"column": "a_as_written", "regex": "^x$"})
    ((found,), _) = findings(rows, rule)
    assert (found.line, found.column, found.value) == (3, "a", "1,0")


def test_a_rule_that_cannot_be_built_is_named_by_its_place_with_the_first_line_of_the_reason():
    rules = [(NOT_NULL, {"column": "a"}), (BETWEEN, {"column": "a", "nonsense": 1})]
    with pytest.raises(GateError) as caught:
        findings(frame(a=[1]), *rules)
    assert caught.value.problem == (
        f"rule 2 ({BETWEEN}) cannot be run: 2 validation errors for ExpectColumnValuesToBeBetween"
    )
    assert caught.value.file == "expectations/made_up.json"


def test_a_rule_that_cannot_be_built_for_no_reason_given_says_so(monkeypatch):
    def refuse(*given, **named):
        raise ValueError(" \n")

    monkeypatch.setattr("trustbook.checks.validator.gx.ExpectationSuite", refuse)
    with pytest.raises(GateError) as caught:
        findings(frame(a=[1]), (NOT_NULL, {"column": "a"}))
    assert caught.value.problem == f"rule 1 ({NOT_NULL}) cannot be run: no reason given"


def test_a_rule_that_cannot_be_evaluated_is_named_with_the_first_line_of_what_went_wrong():
    rules = [
        (NOT_NULL, {"column": "a"}),
        ("expect_column_values_to_match_regex", {"column": "a", "regex": "("}),
    ]
    with pytest.raises(GateError) as caught:
        findings(frame(a=["x"]), *rules)
    assert caught.value.problem.startswith("rule 2 (expect_column_values_to_match_regex) cannot be run: missing )")


@pytest.mark.parametrize(
    ("info", "said"),
    [
        ({"raised_exception": True, "exception_message": "first\nsecond"}, "first"),
        ({"one": {"exception_message": ""}, "two": {"exception_message": "third\nfourth"}}, "third"),
        ({"one": "no message", "two": {"exception_message": "fifth"}}, "fifth"),
        ({"one": 1}, '{"one": 1}'),
        ({"one": Severity}, f'{{"one": "{Severity}"}}'),
        ({"one": "x" * 500}, '{"one": "' + "x" * 191),
    ],
    ids=["one", "of a metric", "the first that has one", "none", "no json", "long"],
)
def test_what_went_wrong_is_the_first_line_of_the_first_message_or_else_200_characters_of_all(info, said):
    assert _exception(info) == said
