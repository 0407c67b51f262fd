"""Great Expectations imported without what the gate has no use for still does all it did."""

import subprocess
import sys

import pandas as pd
import pytest

from trustbook.checks.gx_import import gx
from trustbook.checks.gx_patches import without_repetition
from trustbook.core.borrowed import CONFIGURATION, ROW_CONDITION


def equal(column, value):
    return {"type": "comparison", "column": {"name": column}, "operator": "==", "parameter": value}


LEFT_OUT = """
import sys
from trustbook.checks.validator import Validator
print([name for name in ("scipy.stats", "altair") if name in sys.modules])
import altair, scipy.stats
print(altair.Chart.__name__, scipy.stats.norm.cdf(0))
"""


def validated(frame, rule):
    batch = gx.get_context(mode="ephemeral").data_sources.add_pandas("made up").add_dataframe_asset("made up")
    batch = batch.add_batch_definition_whole_dataframe("all").get_batch({"dataframe": frame})
    return batch.validate(gx.ExpectationSuite(name="made up", expectations=[rule]))


def test_importing_it_imports_no_statistics_and_no_charts_and_both_can_be_imported_afterwards():
    ran = subprocess.run([sys.executable, "-c", LEFT_OUT], capture_output=True, text=True, check=True)
    assert ran.stdout.split() == ["[]", "Chart", "0.5"]


def test_a_rule_that_needs_statistics_has_them():
    rule = gx.expectations.ExpectColumnKLDivergenceToBeLessThan(
        column="a", partition_object={"values": ["x", "y"], "weights": [0.5, 0.5]}, threshold=0.1
    )
    assert validated(pd.DataFrame({"a": ["x", "y"] * 10}), rule).success
    failed = validated(pd.DataFrame({"a": ["x"] * 19 + ["y"]}), rule)
    assert not failed.success


@pytest.mark.parametrize("most", [2, 9])
def test_a_rule_states_its_configuration_once_and_one_that_is_changed_afterwards_anew(most):
    rule = gx.expectations.ExpectColumnValuesToBeBetween(column="a", max_value=most)
    with without_repetition():
        first, second = rule.configuration, rule.configuration
        assert first is second
        assert validated(pd.DataFrame({"a": [1, 5]}), rule).success == (most == 9)
    rule.max_value = 1
    assert rule.configuration.kwargs["max_value"] == 1
    first, second = rule.configuration, rule.configuration
    assert first is not second


def test_rules_with_conditions_give_the_same_results_with_and_without_repetition():
    frame = pd.DataFrame({"kind": ["a", "a", "b", None], "amount": [1.0, 9.0, None, 4.0], "other": [2, 2, 2, 2]})
    conditions = [{"row_condition": equal("kind", one)} for one in "ab"]
    values = gx.expectations.ExpectColumnValuesToBeBetween
    pairs = gx.expectations.ExpectColumnPairValuesAToBeGreaterThanB
    rules = [
        *(values(column="amount", max_value=4, **each) for each in (*conditions, {})),
        *(gx.expectations.ExpectColumnValuesToNotBeNull(column="amount", **each) for each in (*conditions, {})),
        *(pairs(column_A="amount", column_B="other", **each) for each in (*conditions, {})),
    ]

    def results():
        found = [validated(frame, each.copy()) for each in rules]
        return [(each.success, each.results[0].to_json_dict()["result"]) for each in found]

    plain = results()
    with without_repetition():
        assert results() == plain
    assert {success for success, _ in plain} == {True, False}


def test_conditions_that_read_alike_and_differ_choose_their_own_rows():
    from great_expectations.expectations.row_conditions import deserialize_row_condition

    frame = pd.DataFrame({"kind": ["a, b", "a", "b", "c"], "number": [1, 2, 1, 2]})
    within = {"type": "comparison", "column": {"name": "kind"}, "operator": "IN"}
    conditions = [
        deserialize_row_condition({"type": "and", "conditions": [within | {"parameter": each}]})
        for each in (["a, b"], ["a", "b"])
    ]
    assert str(conditions[0]) == str(conditions[1])
    engine, name = ROW_CONDITION.owner
    with without_repetition():
        chosen = [getattr(engine(), name)(frame, each, {}) for each in conditions]
    assert [each["number"].tolist() for each in chosen] == [[1], [2, 1]]


def test_great_expectations_is_as_it_was_when_validating_is_over():
    before = CONFIGURATION.get(), ROW_CONDITION.get()
    with without_repetition():
        assert CONFIGURATION.get() is not before[0]
        assert ROW_CONDITION.get() is not before[1]
    assert (CONFIGURATION.get(), ROW_CONDITION.get()) == before
