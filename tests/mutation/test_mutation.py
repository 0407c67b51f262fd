"""The changes that mutation makes: each is one change, compiles, and is noticed by a test that looks at it."""

import ast
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
import yaml

from looked_at import some
from mutation.__main__ import EQUIVALENT, ROOMS, said
from mutation.operators import mutants, mutated
from mutation.tests_of_lines import _likeliest
from mutation.trials import WARM, Case, Result, Trial, trials

SOURCE = '''"""A module."""

from __future__ import annotations

_ORDER = (min, max)
_SLACK = 0.5


def far(one: int | None, other: int) -> bool:
    """Return whether two amounts are apart."""
    if one is None or not other:
        raise ValueError("1 + 1")
    return abs(one - other) > _SLACK * 2
'''
ROOT = Path(__file__).parents[2]


def test_every_kind_of_change_is_made_and_texts_and_annotations_are_left():
    assert {each.what for each in mutants(SOURCE)} == {
        "(min, max) → (max, min)",
        "0.5 → 1.5",
        "one is None or not other → one is None and (not other)",
        "one is None → one is not None",
        "not other → other",
        "abs(one - other) > _SLACK * 2 → abs(one - other) >= _SLACK * 2",
        "abs(one - other) → one - other",
        "one - other → one + other",
        "_SLACK * 2 → _SLACK / 2",
        "2 → 3",
    }


def test_a_pair_of_the_same_is_not_turned_round():
    assert mutants("PAIR = (int, int)\n") == []


def test_whether_a_zip_is_strict_is_left_and_other_arguments_are_not():
    assert mutants("PAIRS = zip(ONE, OTHER, strict=True)\n") == []
    assert [each.what for each in mutants("MADE = made(ONE, strict=True)\n")] == ["True → False"]


def test_each_change_changes_one_thing_and_compiles():
    plain = ast.unparse(ast.parse(SOURCE)).splitlines()
    for each in some(mutants(SOURCE)):
        changed = mutated(SOURCE, each).splitlines()
        compile("\n".join(changed), "changed", "exec")
        assert sum(one != other for one, other in zip(plain, changed, strict=True)) == 1, each


@pytest.fixture
def checkout(tmp_path, monkeypatch):
    """A checkout of one module and two tests of it."""
    package = tmp_path / "src" / "measured"
    package.mkdir(parents=True)
    (package / "__init__.py").write_text("", encoding="utf-8")
    (package / "far.py").write_text(SOURCE, encoding="utf-8")
    (tmp_path / "test_far.py").write_text(
        "import sys\nfrom measured.far import far\n"
        "def test_far():\n    assert far(1, 3) and far(3, 1) and not far(1, 2)\n"
        "def test_nothing():\n    assert far\n"
        "import pytest\nfrom measured import far as module\n"
        "@pytest.mark.parametrize('slack', [module._SLACK])\n"
        "def test_slack(slack):\n    assert slack\n"
        "def test_without_end():\n    while True:\n        pass\n",
        encoding="utf-8",
    )
    (tmp_path / "pytest.ini").write_text("[pytest]\n", encoding="utf-8")
    monkeypatch.syspath_prepend(str(tmp_path / "src"))
    monkeypatch.setattr("mutation.trials.WARM", ("pytest",))
    return tmp_path


def test_a_change_is_killed_by_a_test_that_looks_and_lives_past_one_that_does_not(checkout):
    (dropped,) = (each for each in mutants(SOURCE) if each.what == "abs(one - other) → one - other")
    cases = [
        Case("src/measured/far.py", dropped, ("test_far.py::test_far",)),
        Case("src/measured/far.py", dropped, ("test_far.py::test_nothing",)),
        Case("src/measured/far.py", dropped, ()),
    ]
    assert "measured.far" not in sys.modules
    assert [each.result for each in trials(checkout, cases, 1)] == [Result.KILLED, Result.LIVED, Result.NOT_RUN]


def test_a_change_that_renames_a_test_is_asked_of_it_under_its_new_name(checkout):
    (other,) = (each for each in mutants(SOURCE) if each.what == "0.5 → 1.5")
    cases = [Case("src/measured/far.py", other, ("test_far.py::test_slack[0.5]",))]
    assert [each.result for each in trials(checkout, cases, 1)] == [Result.LIVED]


def test_a_test_that_goes_on_for_ever_ends_by_the_clock(checkout, monkeypatch):
    monkeypatch.setattr("mutation.trials.SECONDS", 2)
    cases = [Case("src/measured/far.py", mutants(SOURCE)[0], ("test_far.py::test_without_end",))]
    assert [each.result for each in trials(checkout, cases, 1)] == [Result.TOO_LONG]


def test_no_other_test_is_begun_when_all_time_is_spent(checkout, monkeypatch):
    monkeypatch.setattr("mutation.trials.ALL_SECONDS", 0)
    (dropped,) = (each for each in mutants(SOURCE) if each.what == "abs(one - other) → one - other")
    cases = [Case("src/measured/far.py", dropped, ("test_far.py::test_nothing", "test_far.py::test_far"))]
    assert [each.result for each in trials(checkout, cases, 1)] == [Result.LIVED]


def test_what_is_imported_beforehand_is_never_changed():
    code = f"import sys\nfor name in {WARM!r}: __import__(name)\nprint(*sys.modules)"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT).stdout
    assert not [each for each in found.split() if each.startswith(tuple(f"trustbook.{room}" for room in ROOMS))]


def test_the_tests_named_after_a_module_come_first_and_then_those_of_its_room():
    near, beside, far = (f"tests/unit/{file}.py" for file in ("checks/test_keys", "checks/test_codes", "site/test_a"))
    of_file = {near: {f"{near}::slow", f"{near}::quick"}, beside: {f"{beside}::b"}, far: {f"{far}::c", f"{far}::d"}}
    times = {("tests.unit.checks.test_keys", "slow"): 2.0, ("tests.unit.checks.test_keys", "quick"): 0.1}
    asked = _likeliest("src/trustbook/checks/keys.py", {f"{far}::c", f"{beside}::b"}, of_file, times)
    assert asked == [f"{near}::quick", f"{near}::slow", f"{beside}::b", f"{far}::c"]


def test_what_was_noticed_is_counted_for_each_room(capsys):
    results = {"checks": (Result.KILLED, Result.LIVED), "claims": (Result.TOO_LONG,)}
    made = [Trial(f"src/trustbook/{room}/x.py", 1, "0 → 1", each) for room, made in results.items() for each in made]
    assert said(made) == 1
    printed = capsys.readouterr().out
    assert "src/trustbook/checks/x.py:1: 0 → 1 (lived)" in printed
    assert "checks: 1 of 2 noticed (50.0%)" in printed
    assert "claims: 1 of 1 noticed (100.0%)" in printed
    assert "of 3 that could be noticed, 66.7% were" in printed


def test_a_change_that_nobody_could_notice_is_excused_on_its_line_alone_and_its_line_is_there():
    written = yaml.safe_load(EQUIVALENT.read_text(encoding="utf-8"))
    made = []
    for each in written:
        lines = [line.strip() for line in (ROOT / each["module"]).read_text(encoding="utf-8").splitlines()]
        here = [number for number, line in enumerate(lines, 1) if line == each["line"]]
        found = [one for one in mutants((ROOT / each["module"]).read_text(encoding="utf-8")) if one.line in here]
        assert each["what"] in {one.what for one in found}, each
        made.append(Trial(each["module"], here[0], each["what"], Result.LIVED))
    assert said(made) == 0
    assert said([replace(each, line=1) for each in made]) == 1
