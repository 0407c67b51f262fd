"""Great Expectations imported without what the gate has no use for still does all it did."""

import subprocess
import sys

import pandas as pd
import pytest

from trustbook.gate.lean import ExpectationSuite, gx, stated_once

LEFT_OUT = """
import sys
from trustbook.gate.validate import Validator
print([name for name in ("sqlalchemy", "scipy.stats", "altair") if name in sys.modules])
import altair, sqlalchemy, scipy.stats
print(altair.Chart.__name__, sqlalchemy.select.__name__, scipy.stats.norm.cdf(0))
"""


def validated(frame, rule):
    batch = gx.get_context(mode="ephemeral").data_sources.add_pandas("made up").add_dataframe_asset("made up")
    batch = batch.add_batch_definition_whole_dataframe("all").get_batch({"dataframe": frame})
    return batch.validate(ExpectationSuite(name="made up", expectations=[rule]))


def test_importing_it_imports_no_database_no_statistics_and_no_charts_and_all_can_be_imported_afterwards():
    ran = subprocess.run([sys.executable, "-c", LEFT_OUT], capture_output=True, text=True, check=True)
    assert ran.stdout.split() == ["[]", "Chart", "select", "0.5"]


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
    with stated_once():
        assert rule.configuration is rule.configuration
        assert validated(pd.DataFrame({"a": [1, 5]}), rule).success == (most == 9)
    rule.max_value = 1
    assert rule.configuration.kwargs["max_value"] == 1
    assert rule.configuration is not rule.configuration
