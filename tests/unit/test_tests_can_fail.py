"""No test of this repository can end without having asked anything of what it is about: see `able_to_fail.py`."""

from pathlib import Path
from textwrap import indent

import pytest
from able_to_fail import Asking, faults

from looked_at import some

TESTS = Path(__file__).parents[1]
MODULES = sorted(TESTS.rglob("test_*.py"))
HELPERS = Asking.of(*(path.read_text("utf-8") for path in sorted(TESTS.rglob("*.py")) if path not in MODULES))
SOME = "def some(things):\n    assert things\n    return things\n"
NOTHING, EARLY = "it asserts nothing", "it can return before it asserts anything"
PERHAPS = "it can end without having asserted anything: all that it asserts is in a loop or under a condition"


def found(body, before=""):
    """What is wrong with a test that has these lines, in a module that begins with others."""
    text = f"{before}\ndef test_it(given, found):\n{indent(body, '    ')}\n"
    return [fault.removeprefix("test_it: ") for fault in faults(text, Asking.of(SOME))]


def test_every_test_can_fail():
    assert len(MODULES) > 200
    assert [
        f"{path.relative_to(TESTS)}: {fault}" for path in MODULES for fault in faults(path.read_text("utf-8"), HELPERS)
    ] == []


@pytest.mark.parametrize(
    "body",
    [
        "assert given",
        "with pytest.raises(ValueError):\n    given()",
        "for each in (1, 2):\n    assert each",
        "for each in some(found):\n    assert each",
        "for each in EVERY.items():\n    assert each",
        "if given:\n    assert found\nelse:\n    assert not found",
        "if given:\n    pytest.skip('not here')\nelse:\n    assert found",
        "try:\n    assert given\nfinally:\n    found.close()",
        "try:\n    assert given\nexcept AssertionError:\n    raise",
        "def inner():\n    return 1\nassert inner() == given",
        "def inner():\n    assert given\ninner()",
        "assert given() == given()",
        "assert given == found",
        "subprocess.run(given, check=True)",
        "given.assert_called_once()",
        "require(given)",
        "through(given)",
    ],
)
def test_a_test_that_asks_something_on_every_way_is_fine(body):
    before = "EVERY = {'a': 1}\ndef require(each):\n    assert each\ndef through(each):\n    require(each)\n"
    assert found(body, before) == []


@pytest.mark.parametrize(
    ("body", "faults_of_it"),
    [
        ("given()", [NOTHING]),
        ("print(given)\nnothing_of_ours(given)", [NOTHING]),
        ("def inner():\n    return given\ninner()", [NOTHING]),
        ("asks_itself(given)", [NOTHING]),
        ("for each in found:\n    assert each", [PERHAPS]),
        ("for each in EMPTY:\n    assert each", [PERHAPS]),
        ("for each in sorted(found):\n    assert each", [PERHAPS]),
        ("for each in (1, 2):\n    for other in found:\n        assert other", [PERHAPS]),
        ("if given:\n    assert found", [PERHAPS]),
        ("for each in some(found):\n    if each:\n        assert each", [PERHAPS]),
        ("if given:\n    return\nassert found", [EARLY]),
        ("return\nassert found", [EARLY]),
        ("assert (given, 'a sentence')", ["`(given, 'a sentence')` is always true", NOTHING]),
        ("assert True", ["`True` is always true", NOTHING]),
        ("assert given.value == given.value\nassert found", ["`given.value == given.value` is always true"]),
        (
            "try:\n    assert given\nexcept Exception:\n    pass",
            ["what is asserted is caught again, and nothing comes of it"],
        ),
        (
            "try:\n    require(given)\nexcept:\n    return",
            ["what is asserted is caught again, and nothing comes of it"],
        ),
    ],
)
def test_a_test_that_can_end_without_having_asked_anything_is_named(body, faults_of_it):
    before = "EMPTY = ()\ndef require(each):\n    assert each\ndef asks_itself(each):\n    asks_itself(each)\n"
    assert found(body, before) == faults_of_it


def test_tests_in_a_class_are_looked_at_too():
    assert list(faults("class TestIt:\n    def test_it(self):\n        pass\n")) == [f"test_it: {NOTHING}"]


def test_what_a_loop_is_to_go_through_must_be_there():
    assert some(iter("ab")) == ["a", "b"]
    with pytest.raises(AssertionError, match="nothing here to look at"):
        some([])
