"""A suite is data: what its rules may be is listed, and nothing that stands in one is ever run."""

import copy
import json
import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trustbook.checks.allowed_rules import PARAMETERS, columns_of
from trustbook.checks.gate import rule_parameters
from trustbook.checks.messages import filled
from trustbook.checks.safe_patterns import PatternError, require_quick
from trustbook.checks.suites import MOST_BYTES, MOST_RULES, read_suite
from trustbook.config.settings import Settings
from trustbook.config.settings_files import validated
from trustbook.core.characters import forbidden_character
from trustbook.core.errors import GateError

EQUAL = {"type": "comparison", "column": {"name": "unit"}, "operator": "==", "parameter": "share"}
NULL = {"type": "nullity", "column": {"name": "unit"}, "is_null": False}
NOT_NULL = "expect_column_values_to_not_be_null"
IN_SET = "expect_column_values_to_be_in_set"
RUNS = "__import__('os').system('touch /tmp/run')"


@pytest.fixture
def read(tmp_path):
    def read_text(content):
        file = tmp_path / "made_up.json"
        file.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8", "surrogatepass"))
        return read_suite(file, "expectations/made_up.json")

    return read_text


def suite(kind=NOT_NULL, meta=None, **kwargs):
    good = rule(NOT_NULL, {"column": "part"})
    return json.dumps({"name": "made_up", "expectations": [good, rule(kind, {"column": "item"} | kwargs, meta)]})


def rule(kind, kwargs, meta=None):
    kwargs = {name: value for name, value in kwargs.items() if value is not ...}
    return {"type": kind, "kwargs": kwargs, "severity": "critical", "meta": meta or {"sentence": "the cell is empty"}}


def refusal(read, text):
    with pytest.raises(GateError) as caught:
        read(text)
    assert caught.value.file == "expectations/made_up.json"
    assert len(str(caught.value).splitlines()) == 1
    assert forbidden_character(str(caught.value)) is None
    return caught.value


@pytest.mark.parametrize(
    "condition",
    [
        'unit == "share"',
        f"@{RUNS}",
        'col("unit").notnull()',
        {"type": "pass_through", "pass_through_filter": f"@pd.eval({RUNS!r})"},
        {"type": "column_comparison", "column": {"name": "a"}, "operator": "==", "other_column": {"name": "b"}},
        {},
        [],
        None,
        True,
        EQUAL | {"column": {"name": f"unit` + {RUNS} + `unit"}},
        EQUAL | {"column": {"name": "@pd"}},
        EQUAL | {"column": {"name": "lambda"}},
        EQUAL | {"column": {"name": "unit", "more": 1}},
        EQUAL | {"column": "unit"},
        EQUAL | {"operator": "== 1 or @x =="},
        EQUAL | {"operator": "in"},
        EQUAL | {"parameter": None},
        EQUAL | {"parameter": "`unit`"},
        EQUAL | {"parameter": ["share"]},
        EQUAL | {"parameter": {"$PARAMETER": "headings"}},
        EQUAL | {"parameter": "x" * 201},
        EQUAL | {"operator": "IN", "parameter": "share"},
        EQUAL | {"operator": "IN", "parameter": []},
        EQUAL | {"operator": "IN", "parameter": ["share", 1]},
        EQUAL | {"operator": "IN", "parameter": ["share"] * 101},
        EQUAL | {"operator": "IN", "parameter": [True]},
        EQUAL | {"operator": "IN", "parameter": [["share"]]},
        EQUAL | {"more": 1},
        {"type": "comparison"},
        NULL | {"is_null": "yes"},
        {"type": "and", "conditions": []},
        {"type": "and", "conditions": EQUAL},
        {"type": "and", "conditions": [EQUAL] * 101},
        {"type": "and", "conditions": [{"type": "or", "conditions": [EQUAL, NULL]}]},
        {"type": "or", "conditions": [{"type": "or", "conditions": [EQUAL, NULL]}]},
        {"type": "or", "conditions": [{"type": "and", "conditions": [EQUAL] * 40}] * 3},
        {"type": "and", "conditions": ["unit == 1"]},
    ],
    ids=lambda condition: str(condition)[:60],
)
def test_a_condition_that_is_not_a_plain_comparison_is_refused(read, condition):
    error = refusal(read, suite(row_condition=condition))
    assert f"rule 2 ({NOT_NULL}): row_condition: found" in error.problem
    assert error.expected


@pytest.mark.parametrize("parser", ["python", "pandas", "great_expectations", "spark"])
def test_a_condition_has_no_parser(read, parser):
    error = refusal(read, suite(row_condition=EQUAL, condition_parser=parser))
    assert "the argument 'condition_parser'" in error.problem
    assert "row_condition" in error.expected


@pytest.mark.parametrize(
    "condition",
    [
        EQUAL,
        NULL,
        EQUAL | {"operator": ">=", "parameter": 2.5},
        EQUAL | {"operator": "NOT_IN", "parameter": [1, 2.5]},
        EQUAL | {"operator": "IN", "parameter": ["share"] * 100},
        {"type": "or", "conditions": [{"type": "and", "conditions": [EQUAL, NULL]}] * 50},
        {"type": "and", "conditions": [EQUAL, NULL]},
        {"type": "or", "conditions": [EQUAL, {"type": "and", "conditions": [NULL, EQUAL]}]},
    ],
    ids=lambda condition: str(condition)[:60],
)
def test_structured_conditions_are_taken(read, condition):
    found = read(suite(row_condition=condition)).expectations[1]
    assert found.kwargs["row_condition"] == condition
    assert columns_of(found.kwargs) == {"item", "unit"}


@pytest.mark.parametrize(
    ("kind", "kwargs"),
    [
        (NOT_NULL, {"row_condition": {"type": "and", "conditions": [EQUAL]}}),
        (NOT_NULL, {"row_condition": {"type": "and", "conditions": [EQUAL] * 100}}),
        (NOT_NULL, {"row_condition": {"type": "or", "conditions": [{"type": "and", "conditions": [NULL] * 50}] * 2}}),
        (NOT_NULL, {"row_condition": EQUAL | {"parameter": "x" * 200}}),
        (NOT_NULL, {"row_condition": EQUAL | {"operator": "IN", "parameter": ["share"]}}),
        (NOT_NULL, {"row_condition": EQUAL | {"operator": "IN", "parameter": ["share"] * 100}}),
        (NOT_NULL, {"mostly": 0}),
        (NOT_NULL, {"mostly": 1}),
        (IN_SET, {"value_set": ["a"] * 10_000}),
        ("expect_column_value_lengths_to_equal", {"value": 0}),
        ("expect_compound_columns_to_be_unique", {"column": ..., "column_list": ["a"]}),
        ("expect_compound_columns_to_be_unique", {"column": ..., "column_list": ["a"] * 200}),
    ],
    ids=lambda part: str(part)[:60],
)
def test_an_argument_at_its_limit_is_taken(read, kind, kwargs):
    found = read(suite(kind, **kwargs)).expectations[1].kwargs
    assert {name: found[name] for name in kwargs if name in found} == {
        name: value for name, value in kwargs.items() if value is not ...
    }


@pytest.mark.parametrize(
    ("kind", "kwargs"),
    [
        (
            NOT_NULL,
            {"row_condition": {"type": "or", "conditions": [{"type": "and", "conditions": [NULL] * 50}, EQUAL] * 2}},
        ),
        (NOT_NULL, {"row_condition": EQUAL | {"operator": "IN", "parameter": ["share"] * 101}}),
        (NOT_NULL, {"mostly": -0.01}),
        (NOT_NULL, {"mostly": 1.01}),
        ("expect_compound_columns_to_be_unique", {"column": ..., "column_list": []}),
        ("expect_compound_columns_to_be_unique", {"column": ..., "column_list": ["a"] * 201}),
    ],
    ids=lambda part: str(part)[:60],
)
def test_an_argument_beyond_its_limit_is_refused(read, kind, kwargs):
    assert f"rule 2 ({kind}): " in refusal(read, suite(kind, **kwargs)).problem


@pytest.mark.parametrize(
    "kind",
    [
        *("unexpected_rows_expectation", "expect_query_results_to_match_comparison", "expect_the_moon", ""),
        *("expect_column_values_to_match_json_schema", "expect_column_values_to_be_of_type", "__class__"),
        *("expect_column_values_to_match_strftime_format", "expect_column_kl_divergence_to_be_less_than"),
        *("expect_column_values_to_match_regex_list", "expect_column_values_to_match_like_pattern"),
    ],
)
def test_an_expectation_that_is_not_listed_is_refused_with_those_that_are(read, kind):
    error = refusal(read, suite(kind))
    assert f"rule 2 ({kind}): the expectation '{kind}' is not allowed" in error.problem
    assert NOT_NULL in error.expected


@pytest.mark.parametrize(
    ("kind", "kwargs", "says"),
    [
        (NOT_NULL, {"unexpected_rows_query": "select 1"}, "the argument 'unexpected_rows_query'"),
        (NOT_NULL, {"result_format": {"result_format": "COMPLETE"}}, "the argument 'result_format'"),
        (NOT_NULL, {"catch_exceptions": False}, "the argument 'catch_exceptions'"),
        (NOT_NULL, {"regex": "^a$"}, "the argument 'regex'"),
        (NOT_NULL, {"column": "a`b"}, "column: found 'a`b'"),
        (NOT_NULL, {"column": {"$PARAMETER": "headings"}}, "column: found"),
        (NOT_NULL, {"mostly": 2}, "mostly: found 2"),
        (NOT_NULL, {"mostly": {"$PARAMETER": "now() - 1"}}, "mostly: found"),
        (IN_SET, {"value_set": {"$PARAMETER": "now()"}}, "value_set: found"),
        (IN_SET, {"value_set": {"$PARAMETER": "urn:great_expectations:stores:x"}}, "value_set: found"),
        (IN_SET, {"value_set": {"$PARAMETER": ["headings"]}}, "value_set: found"),
        (IN_SET, {"value_set": {"$PARAMETER": "headings", "x": 1}}, "value_set: found"),
        (IN_SET, {"value_set": [["a"]]}, "value_set: found"),
        (IN_SET, {"value_set": "abc"}, "value_set: found"),
        (IN_SET, {"value_set": ["a"] * 10_001}, "value_set: found"),
        ("expect_column_values_to_be_between", {"min_value": "2024"}, "min_value: found '2024'"),
        ("expect_column_values_to_be_between", {"max_value": True}, "max_value: found True"),
        ("expect_column_values_to_be_between", {"max_value": {"$PARAMETER": "groups"}}, "max_value: found"),
        ("expect_column_value_lengths_to_equal", {"value": -1}, "value: found -1"),
        ("expect_compound_columns_to_be_unique", {"column": ..., "column_list": ["a", "b c"]}, "column_list: found"),
        ("expect_compound_columns_to_be_unique", {"column": ..., "column_list": "ab"}, "column_list: found"),
        ("expect_table_columns_to_match_set", {"column": ..., "column_set": []}, "column_set: found"),
        ("expect_table_columns_to_match_set", {"column": ..., "exact_match": "no"}, "exact_match: found 'no'"),
        (
            "expect_column_pair_values_to_be_equal",
            {"column": ..., "column_A": "a", "column_B": "b", "ignore_row_if": "@x"},
            "ignore_row_if: found '@x'",
        ),
        ("expect_column_values_to_match_regex", {"regex": "^(a+)+$"}, "regex: found '^(a+)+$'"),
        ("expect_column_values_to_match_regex", {"regex": {"$PARAMETER": "groups"}}, "regex: found"),
    ],
)
def test_an_argument_that_is_not_listed_or_not_plain_is_refused(read, kind, kwargs, says):
    error = refusal(read, suite(kind, **kwargs))
    assert f"rule 2 ({kind}): {says}" in error.problem
    assert error.expected


@pytest.mark.parametrize(
    "words",
    [
        "{row.__class__}",
        "{row[item].__class__.__mro__}",
        "{value.__init__.__globals__}",
        "{value!r}",
        "{value:>1000000}",
        "{row[item]:{value}}",
        "{}",
        "{0}",
        "{row}",
        "{row[a b]}",
        "{row[Item]}",
        "{row[__class__]}" * 40,
        "{other}",
        "{",
        "}",
        "{value",
    ],
)
@pytest.mark.parametrize("part", ["sentence", "expected", "mend"])
def test_words_ask_for_the_value_and_its_row_and_for_nothing_else(read, words, part):
    error = refusal(read, suite(meta={"sentence": "empty"} | {part: words}))
    assert f"rule 2 ({NOT_NULL}): " in error.problem
    assert "{row[<column>]}" in error.expected or "at most 500" in error.expected


def test_words_are_filled_in_once_and_a_column_that_is_not_there_is_said():
    row = {"item": "{value} {row.__class__}", "note": None}
    assert filled("{row[item]}: {value}, {row[note]} {{x}}", "5", row) == "{value} {row.__class__}: 5, None {x}"
    assert filled("at {row[locator]}", "5", row) == "at (no column locator)"


SLOW = [
    *("^(a+)+$", "^(a|a)*$", "^(a|ab)*c$", "^a?a?a?a?aaaa$", "^(?:a?){30}a{30}$", "^.*.*.*x$", "^.*foo$", r"\d+$"),
    *(r"^(\d+\s?)*$", r"^\w+\d$", "^(?:a|a)(?:a|a)(?:a|a)(?:a|a)(?:a|a)$", "^(?:.|a)+$", "^([a-z]+)*$", "^(?:a+b?)?b$"),
]


@pytest.mark.parametrize("pattern", SLOW)
def test_a_pattern_that_could_match_in_many_ways_is_refused(pattern):
    with pytest.raises(PatternError):
        require_quick(pattern)


@pytest.mark.parametrize(
    "pattern",
    [
        *(
            r"^(a)\1$",
            "^(?=a)a$",
            "^(?!a)b$",
            "^(?<=a)b$",
            "^(?P<x>a)$",
            "^(?i)a$",
            r"^\bx$",
            "^a**$",
            "^a+?$",
            "^a++$",
        ),
        *("^a{999}$", "^a{1,999}$", "^[[a]$", "^(a$", "^a)$", "^[a", "^\\", "^*", "^{1}", "^a{,3}$", "^" + "a" * 200),
        *("^((((((a))))))$", r"^\x41$", "^[a--b]$", "", "a", "^|a", "^a|b", "^[\u4e00-\u9fa5]+$", "^a^b", "^a$b"),
    ],
)
def test_a_pattern_outside_the_plain_notation_is_refused(pattern):
    with pytest.raises(PatternError):
        require_quick(pattern)


MOST_SECONDS = 1


def taken(pattern):
    try:
        require_quick(pattern)
    except PatternError:
        return False
    return True


def seconds_of_search(pattern, text):
    began = time.process_time()
    re.compile(pattern).search(text)
    return time.process_time() - began


@pytest.mark.parametrize(
    "pattern",
    [
        *(
            r"^-?\d+(?:\.\d{1,3})?$",
            r"^E\d{8}(?: / E\d{8})*$",
            "^(?:all|[a-z_]+=.+)$",
            r"^[^,\]]+$",
            r"^£?\d+(?:,\d{3})*$",
        ),
        *(r"^\d{4}(?:-\d{2}){0,2}$|^\d{4}-\d{2}-P(?:0[1-9]|1[0-2])$", "^$", r"^\w+ \w+$", "^[]a]$", "^a|^b"),
    ],
)
def test_a_plain_pattern_is_taken(pattern):
    assert taken(pattern)


@given(st.text("ab^$()[]|*+?{}12,\\d.-:", max_size=14).map(lambda rest: f"^{rest}"), st.text("ab1-,", max_size=40))
def test_a_pattern_that_is_taken_is_one_and_needs_no_time(pattern, text):
    assert not taken(pattern) or seconds_of_search(pattern, text * 50) < MOST_SECONDS


def test_a_key_that_stands_twice_is_refused(read):
    text = suite().replace('"severity": "critical"', '"severity": "info", "severity": "critical"', 1)
    assert "the key 'severity' is there twice" in refusal(read, text).problem


@pytest.mark.parametrize("number", ["NaN", "Infinity", "-Infinity", "1e999", "9" * 5000, "1" * 41])
def test_a_number_that_is_none_is_refused(read, number):
    refusal(read, suite("expect_column_values_to_be_between", max_value=12345).replace("12345", number))


@pytest.mark.parametrize("bracket", ["[", '{"a":'])
@pytest.mark.parametrize("depth", [25, 100_000])
def test_json_without_end_is_refused(read, bracket, depth):
    end = {"[": "]", '{"a":': "}"}[bracket]
    assert "20 levels" in refusal(read, bracket * depth + "1" + end * depth).problem


@pytest.mark.parametrize(
    "escape", [r"\u001b[31m", r"\u202e", r"\ud800", r"\u0000", r"\u200b", r"\n", r"\t", r"\ufeff", "\u202e", "\x9b"]
)
@pytest.mark.parametrize("place", ["the cell is empty", "item", "critical", "made_up", NOT_NULL])
def test_a_character_that_nobody_sees_is_refused_wherever_it_stands(read, escape, place):
    error = refusal(read, suite().replace(place, f"{place}{escape}", 1))
    assert "the text '" in error.problem


def test_a_suite_larger_than_any_is_refused_before_it_is_read(read):
    assert f"at most {MOST_BYTES:,}" in refusal(read, " " * (MOST_BYTES + 1)).expected


def test_more_rules_than_any_suite_has_are_refused(read):
    many = {"name": "made_up", "expectations": [rule(NOT_NULL, {"column": "item"})] * (MOST_RULES + 1)}
    assert refusal(read, json.dumps(many)).expected == "at most 500"


def test_nothing_of_a_suite_is_changed_by_reading_it(read):
    values = json.loads(suite(row_condition=EQUAL))
    before = copy.deepcopy(values)
    assert [each.kwargs for each in read(json.dumps(values)).expectations] == [
        each["kwargs"] for each in before["expectations"]
    ]


def test_rules_may_name_every_list_that_the_gate_gives_and_no_other(trust_settings):
    settings = validated(trust_settings, Settings, "params/trust.yaml")
    assert tuple(rule_parameters(settings, [], [])) == PARAMETERS


def test_a_suite_may_have_as_many_rules_as_is_allowed(read):
    rules = [rule(NOT_NULL, {"column": f"item_{number}"}) for number in range(MOST_RULES)]
    many = {"name": "made_up", "expectations": rules}
    assert len(read(json.dumps(many)).expectations) == MOST_RULES


def test_a_number_may_have_forty_digits_and_a_sentence_five_hundred_characters(read):
    digits = "1" * 40
    text = suite("expect_column_values_to_be_between", {"sentence": "x" * 500}, max_value=12345)
    found = read(text.replace("12345", digits)).expectations[1]
    assert found.kwargs["max_value"] == int(digits)
    assert "at most 500" in refusal(read, suite(meta={"sentence": "x" * 501})).expected
