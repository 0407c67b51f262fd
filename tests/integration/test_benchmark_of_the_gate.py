"""The benchmark measures what it says: synthetic returns without a fault, and the same checks by every contender."""

import sys
from pathlib import Path

import pytest

from trustbook.checks.gate import check
from trustbook.data.datasets import SOURCES

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "benchmarks"))

from contender import reported, run_great_expectations, shared_rules  # noqa: E402
from synthetic import periods, write_workspace  # noqa: E402


@pytest.fixture
def made(tmp_path):
    return write_workspace(tmp_path / "workspace", periods(2), savings=5)


def test_the_gate_finds_nothing_in_the_synthetic_returns(made):
    reports = check(made, made.periods())
    assert [report.findings for report in reports.values()] == [(), ()]


def test_every_synthetic_row_is_marked_as_one(made):
    assert "SYNTHETIC" in (made.root / "SYNTHETIC.txt").read_text(encoding="utf-8")
    assert "SYNTHETIC" in (made.data / "sources.csv").read_text(encoding="utf-8")
    for file in made.data.rglob("*.csv"):
        header, *lines = file.read_text(encoding="utf-8").splitlines()
        assert "source_id" in header
        assert SOURCES.name in file.name or all("synthetic" in line for line in lines)


def test_plain_great_expectations_makes_the_shared_checks_and_sees_a_fault(made):
    rules = sum(len(shared_rules(made.root, dataset)) for dataset in reported(made.root))
    assert run_great_expectations(made.root) == (2 * rules, 0)
    file = made.data / str(made.periods()[0]) / "adjustments.csv"
    file.write_text(file.read_text(encoding="utf-8").replace("outside_contract", "outside"), encoding="utf-8")
    assert run_great_expectations(made.root) == (2 * rules, 1)
