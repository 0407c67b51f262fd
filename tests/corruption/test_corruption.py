"""Nothing that can be seen is missed: a seeded sample of the corruption suite."""

import shutil
import time
from pathlib import Path

import pytest

from corruption.classify import classify
from corruption.engine import Engine, Outcome
from corruption.operators import OPERATORS
from corruption.places import cases, change, sample
from corruption.runs import read_kept, result
from corruption.truth import ROOT, Truth, read_truth
from trustbook.checks.findings import Severity
from trustbook.checks.gate import check
from trustbook.config.workspace import Workspace

PLACES = 2
FEWEST_OPERATORS = 60


@pytest.fixture(scope="module")
def truth() -> Truth:
    return read_truth()


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Engine:
    return Engine(tmp_path_factory.mktemp("corruption") / "workspace", quick=True)


@pytest.mark.parametrize("name", sorted(OPERATORS))
def test_nothing_that_a_constraint_can_tell_is_missed_and_nothing_crashes(name, truth, engine):
    results = [result(engine, truth, case) for case in sample(OPERATORS[name], truth, PLACES)]
    assert results, "the operator applies nowhere"
    failed = [str(each) for each in results if each.failed]
    assert not failed, "\n".join(failed)


def test_there_are_at_least_sixty_operators_and_each_says_what_it_does():
    assert len(OPERATORS) >= FEWEST_OPERATORS
    assert all(operator.says for operator in OPERATORS.values())


@pytest.mark.parametrize("name", ["digits_transposed", "letter_dropped", "line_deleted", "binary_file", "row_hidden"])
def test_the_same_seed_gives_the_same_places_and_the_same_corruptions(name, truth):
    first, second = (sample(OPERATORS[name], truth, 20) for _ in range(2))
    assert first == second
    made = [change(case, truth) for case in first]
    time.sleep(2.1)  # an archive notes when it was packed, to two seconds
    assert made == [change(case, truth) for case in second]


def test_another_seed_takes_other_places(truth):
    assert sample(OPERATORS["tbc"], truth, 20, seed=1) != sample(OPERATORS["tbc"], truth, 20, seed=2)


def test_the_places_of_an_operator_are_enumerated_in_the_same_order_twice(truth):
    assert list(cases(OPERATORS["sign_flipped"], truth)) == list(cases(OPERATORS["sign_flipped"], truth))


def test_a_class_is_decided_without_the_gate_and_the_isolated_share_is_unconstrained(truth):
    wrong = [
        case for case in cases(OPERATORS["digits_transposed"], truth) if case.dataset == "workforce" and case.line == 5
    ]
    found = classify(wrong[0], change(wrong[0], truth), truth)
    assert not found.constrained
    assert "isolated" in found.reason


def test_a_heading_that_vanished_is_constrained_by_a_printed_total(truth):
    deleted = [case for case in cases(OPERATORS["line_deleted"], truth) if case.file.endswith("P11/forecast.csv")]
    assert all(classify(case, change(case, truth), truth).constrained for case in deleted)


@pytest.fixture(scope="module")
def found_before(truth) -> set[str]:
    """What a plain run of the gate finds in the newest true return."""
    newest = truth.periods[-1]
    return {each.sentence for each in check(Workspace(ROOT), [newest])[newest].findings}


@pytest.mark.parametrize("name", ["digit_added", "line_deleted"])
def test_what_is_remembered_between_runs_changes_no_outcome(name, truth, engine, found_before, tmp_path: Path):
    """The engine against a plain run of the gate, on a workspace of its own."""
    case = next(case for case in sample(OPERATORS[name], truth, 30) if case.period == truth.periods[-1])
    made = change(case, truth)
    for part in ("data", "params", "expectations"):
        shutil.copytree(ROOT / part, tmp_path / part)
    for file, content in made.files.items():
        (tmp_path / file).unlink(missing_ok=True)
        if isinstance(content, bytes):
            (tmp_path / file).write_bytes(content)
    report = check(Workspace(tmp_path), [case.period])[case.period]
    critical = any(each.severity is Severity.CRITICAL and each.sentence not in found_before for each in report.findings)
    assert (engine.outcome(made.files, case.period) is Outcome.CRITICAL) is critical


def test_the_workspace_is_put_right_after_each_corruption(truth, engine):
    for name in ("directory", "file_vanished", "copy_beside", "council_split_wrong", "return_of_last_month"):
        for case in sample(OPERATORS[name], truth, 1):
            engine.outcome(change(case, truth).files, case.period)
    here = {path.relative_to(engine.folder): path for path in engine.folder.rglob("*") if path.is_file()}
    assert {str(name) for name in here if name.suffix == ".csv"} == set(truth.sheets)
    assert all(path.read_bytes() == truth.sheets[str(name)].raw for name, path in here.items() if name.suffix == ".csv")


def test_results_that_are_kept_come_back_as_they_were(truth, engine, tmp_path: Path):
    known = sample(OPERATORS["digit_added"], truth, 30)
    of_a_period, of_none = (next(case for case in known if bool(case.period) is has) for has in (True, False))
    made = [result(engine, truth, case) for case in (of_a_period, of_none)]
    (tmp_path / "kept").write_text("".join(each.as_line() for each in made), encoding="utf-8")
    assert read_kept(tmp_path / "kept", known) == made
    assert read_kept(tmp_path / "kept", []) == read_kept(tmp_path / "none yet", known) == []
