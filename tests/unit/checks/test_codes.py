"""The codes of findings: each of one kind, none of a figure, and all on a page that a review sees change."""

import importlib.util
import json
import re
import sys
from collections import Counter
from pathlib import Path

import pytest

from looked_at import some
from trustbook.checks.allowed_rules import _EXPECTATIONS, WORDS
from trustbook.checks.suites import read_suite
from trustbook.core.errors import GateError

ROOT = Path(__file__).parents[3]
FORM = re.compile(r"(<[a-z_]+>|[a-z][a-z0-9_]*)(\.([a-z][a-z0-9_]*|<[a-z_]+>)){1,4}")
NAMES = {"<dataset>", "<sum_of>", "<ours>", "<theirs>", "<measure>"}
"""What may be filled in: names, and no figure."""


@pytest.fixture(scope="module")
def lister():
    described = importlib.util.spec_from_file_location("finding_codes", ROOT / "docs" / "finding_codes.py")
    module = importlib.util.module_from_spec(described)
    sys.modules[described.name] = module  # where its dataclasses look for their annotations
    described.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def codes(lister):
    return [*lister.of_reading(), *lister.of_rules(), *lister.of_reconciliations(), *lister.of_acknowledgements()]


def test_every_code_is_on_the_page_and_no_other(lister):
    assert lister.page() == lister.PAGE.read_text(encoding="utf-8"), "run: python docs/finding_codes.py"


def test_every_code_is_of_one_kind(codes):
    times = Counter(each.code for each in codes if each.code != "reading.no_workbook")
    assert [code for code, count in times.items() if count > 1] == []


def test_every_code_is_written_alike_and_none_depends_on_a_figure(codes):
    for each in some(codes):
        assert FORM.fullmatch(each.code), each
        assert set(re.findall("<.+?>", each.code)) <= NAMES, each


def test_the_three_layers_are_told_apart_by_the_first_word(lister):
    first = [{each.code.split(".")[0] for each in found} for found in (lister.of_reading(), lister.of_rules())]
    assert first == [{"reading"}, {"rule"}]
    others = {each.code.split(".")[0] for each in (*lister.of_reconciliations(), *lister.of_acknowledgements())}
    assert not others & {"reading", "rule"}


def test_every_expectation_has_a_word_of_its_own():
    assert WORDS.keys() == _EXPECTATIONS.keys()
    assert len(set(WORDS.values())) == len(WORDS)


def test_a_suite_whose_rules_would_share_a_code_is_refused_until_one_has_a_word_of_its_own(tmp_path):
    rule = {
        "type": "expect_column_values_to_not_be_null",
        "kwargs": {"column": "item"},
        "severity": "critical",
        "meta": {"sentence": "the cell is empty"},
    }
    again = rule | {"meta": {"sentence": "it is empty", "code": "of_sums"}}
    file = tmp_path / "made_up.json"
    file.write_text(json.dumps({"name": "made_up", "expectations": [rule, rule]}), encoding="utf-8")
    with pytest.raises(GateError, match=r"rules 1 and 2 would have the same code, rule\.made_up\.item\.filled"):
        read_suite(file, "expectations/made_up.json")
    file.write_text(json.dumps({"name": "made_up", "expectations": [rule, again]}), encoding="utf-8")
    suite = read_suite(file, "expectations/made_up.json")
    assert [suite.code(each) for each in suite.expectations] == [
        "rule.made_up.item.filled",
        "rule.made_up.item.of_sums",
    ]


@pytest.mark.parametrize("word", ["Of sums", "5", "a.b", "x" * 50, "é"])
def test_a_word_that_no_code_can_have_is_refused(tmp_path, word):
    rule = {
        "type": "expect_column_values_to_not_be_null",
        "kwargs": {"column": "item"},
        "severity": "critical",
        "meta": {"sentence": "the cell is empty", "code": word},
    }
    file = tmp_path / "made_up.json"
    file.write_text(json.dumps({"name": "made_up", "expectations": [rule]}), encoding="utf-8")
    with pytest.raises(GateError, match=r"meta\.code"):
        read_suite(file, "expectations/made_up.json")
