"""The changes that mutation makes: each is one change, compiles, and is noticed by a test that looks at it."""

import ast
import sys
from pathlib import Path

import pytest

from mutation.operators import mutants, mutated
from mutation.trials import Case, Result, trials

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


def test_each_change_changes_one_thing_and_compiles():
    plain = ast.unparse(ast.parse(SOURCE)).splitlines()
    for each in mutants(SOURCE):
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
        "def test_nothing():\n    assert far\n",
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
