import json
from pathlib import Path
from string import Formatter

import pytest
from schemas import PERIOD_DATASETS, SCHEMAS

from looked_at import some
from trustbook.checks.suites import read_suite
from trustbook.config.words import named
from trustbook.core.errors import GateError

EXPECTATIONS = Path(__file__).parents[3] / "expectations"
NAMES = sorted(file.stem for file in EXPECTATIONS.glob("*.json"))
MADE_UP = {
    "name": "made_up",
    "expectations": [
        {
            "type": "expect_column_values_to_not_be_null",
            "kwargs": {"column": "item"},
            "severity": "critical",
            "meta": {"sentence": "the cell is empty"},
        }
    ],
}


@pytest.fixture
def read(tmp_path):
    def read_text(content):
        file = tmp_path / "made_up.json"
        file.write_bytes(content if isinstance(content, bytes) else content.encode())
        return read_suite(file, "expectations/made_up.json")

    return read_text


def suite(name):
    return read_suite(EXPECTATIONS / f"{name}.json", f"expectations/{name}.json")


def test_every_dataset_has_a_suite_and_there_are_no_others_but_the_reconciliations():
    assert set(NAMES) == {*SCHEMAS, "reconciliations"}


@pytest.mark.parametrize("name", NAMES)
def test_every_suite_of_the_book_reads(name):
    assert suite(name).name == name


@pytest.mark.parametrize("name", NAMES)
def test_every_rule_has_a_sentence_and_says_how_to_mend_it(name):
    for rule in some(suite(name).expectations):
        assert rule.meta.sentence.strip()
        assert rule.meta.mend.strip().endswith(".") or rule.meta.mend == "{row[mend]}"


@pytest.mark.parametrize("name", NAMES)
def test_a_sentence_asks_only_for_the_value_its_row_and_the_words_of_the_body(name):
    for rule in some(suite(name).expectations):
        for words in (rule.meta.sentence, rule.meta.expected, rule.meta.mend):
            asked = {field.split("[")[0] for _, field, _, _ in Formatter().parse(words) if field}
            assert {each for each in asked if named(each) is None} <= {"value", "row"}


@pytest.mark.parametrize("name", sorted(SCHEMAS))
def test_every_rule_is_about_columns_that_the_dataset_has(name):
    known = {each for column in SCHEMAS[name].names for each in (column, f"{column}_as_written")}
    for rule in some(suite(name).expectations):
        named = {rule.kwargs["column"]} if "column" in rule.kwargs else set()
        named |= set(rule.kwargs.get("column_list", [])) | set(rule.kwargs.get("column_set", []))
        assert named <= known


@pytest.mark.parametrize("name", sorted(SCHEMAS))
def test_every_column_that_a_dataset_must_have_is_asked_for(name):
    asked = [rule.kwargs["column_set"] for rule in suite(name).expectations if "column_set" in rule.kwargs]
    assert [set(columns) for columns in asked] == [{column.name for column in SCHEMAS[name].columns if column.required}]


@pytest.mark.parametrize("name", sorted(PERIOD_DATASETS))
def test_every_row_is_held_to_be_told_apart_by_the_key_of_its_dataset(name):
    unique = [
        tuple(rule.kwargs.get("column_list", [rule.kwargs.get("column")]))
        for rule in suite(name).expectations
        if "unique" in rule.type and "count" not in rule.type
    ]
    assert SCHEMAS[name].key in unique


def test_a_made_up_suite_reads(read):
    assert read(json.dumps(MADE_UP)).expectations[0].meta.mend == ""


def test_json_that_is_broken_names_the_file_and_the_line(read):
    with pytest.raises(GateError, match="not valid JSON") as caught:
        read('{\n  "name": "made_up",\n  "expectations": [,]\n}\n')
    assert (caught.value.file, caught.value.line) == ("expectations/made_up.json", 3)


def test_a_suite_that_is_not_utf_8_is_one_sentence(read):
    with pytest.raises(GateError, match="UTF-8"):
        read('{"name": "café"}'.encode("latin-1"))


@pytest.mark.parametrize("place", ["suite", "rule", "wording"])
def test_a_field_that_nobody_knows_is_named(read, place):
    values = json.loads(json.dumps(MADE_UP))
    rule = values["expectations"][0]
    {"suite": values, "rule": rule, "wording": rule["meta"]}[place]["colour"] = "red"
    with pytest.raises(GateError, match="colour") as caught:
        read(json.dumps(values))
    assert caught.value.file == "expectations/made_up.json"


@pytest.mark.parametrize("field", ["type", "kwargs", "severity", "meta"])
def test_a_rule_that_lacks_a_part_is_refused_with_its_place(read, field):
    values = json.loads(json.dumps(MADE_UP))
    del values["expectations"][0][field]
    with pytest.raises(GateError, match=rf"expectations\.0\.{field}"):
        read(json.dumps(values))


def test_a_severity_that_there_is_not_is_refused(read):
    values = json.loads(json.dumps(MADE_UP))
    values["expectations"][0]["severity"] = "mild"
    with pytest.raises(GateError, match="mild"):
        read(json.dumps(values))


def test_a_suite_without_rules_is_refused(read):
    with pytest.raises(GateError, match="expectations"):
        read(json.dumps(MADE_UP | {"expectations": []}))


def test_a_suite_with_another_name_than_its_file_is_refused(read):
    with pytest.raises(GateError, match="'other'") as caught:
        read(json.dumps(MADE_UP | {"name": "other"}))
    assert "'made_up'" in caught.value.expected


def test_a_suite_that_is_not_there_is_named(tmp_path):
    with pytest.raises(GateError, match="no such suite") as caught:
        read_suite(tmp_path / "savings.json", "expectations/savings.json")
    assert caught.value.file == "expectations/savings.json"


def test_a_suite_that_was_read_cannot_be_changed(read):
    made = read(json.dumps(MADE_UP))
    rule = made.expectations[0]
    for part, field in ((made, "name"), (rule, "type"), (rule.meta, "sentence")):
        with pytest.raises(ValueError, match="frozen"):
            setattr(part, field, "other")


@pytest.mark.parametrize(
    ("kwargs", "columns", "code"),
    [
        ({"column": "item"}, ["item"], "rule.made_up.item.filled"),
        ({"column": "item_as_written"}, ["item"], "rule.made_up.item.filled"),
    ],
)
def test_a_rule_is_called_after_its_column(read, kwargs, columns, code):
    values = json.loads(json.dumps(MADE_UP))
    values["expectations"][0]["kwargs"] = kwargs
    made = read(json.dumps(values))
    assert made.expectations[0].columns == columns
    assert made.code(made.expectations[0]) == code


def test_a_rule_of_two_columns_has_both_in_its_code_and_one_of_its_own_takes_the_place_of_the_word(read):
    values = json.loads(json.dumps(MADE_UP))
    values["expectations"] = [
        {
            "type": "expect_column_pair_values_to_be_equal",
            "kwargs": {"column_A": "one", "column_B": "two"},
            "severity": "critical",
            "meta": {"sentence": "they differ"} | meta,
        }
        for meta in ({}, {"code": "as_other"})
    ]
    made = read(json.dumps(values))
    first, second = (made.code(each) for each in made.expectations)
    assert first.startswith("rule.made_up.one.")
    assert first.endswith(".two")
    assert second == "rule.made_up.one.as_other.two"


def test_two_rules_with_one_code_are_refused_with_both_their_numbers(read):
    values = json.loads(json.dumps(MADE_UP))
    other = dict(values["expectations"][0], kwargs={"column": "part"})
    values["expectations"] = [values["expectations"][0], other, dict(values["expectations"][0])]
    with pytest.raises(GateError) as caught:
        read(json.dumps(values))
    assert caught.value.problem == "rules 1 and 3 would have the same code, rule.made_up.item.filled"
    values["expectations"][2] = dict(values["expectations"][0], meta={"sentence": "x", "code": "again"})
    assert len(read(json.dumps(values)).expectations) == 3
