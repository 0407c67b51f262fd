"""Each stable code is explained: what it means, why it matters, how to mend it; and nothing that is no code."""

import ast
import importlib.util
import json
import re
import sys
from pathlib import Path

import pytest

import trustbook
from looked_at import some
from trustbook import cli
from trustbook.checks.allowed_rules import WORDS
from trustbook.checks.explained.lookup import every_code, explain, texts
from trustbook.config.workspace import Workspace
from trustbook.core.errors import ReturnError, TrustbookError, WorkspaceError
from trustbook.data.published.statistics import PublishedError

ROOT = Path(__file__).parents[3]
LIBRARY = Path(trustbook.__file__).parent
LONGEST = 30
"""The most words of a sentence."""


@pytest.fixture(scope="module")
def lister():
    described = importlib.util.spec_from_file_location("finding_codes_to_explain", ROOT / "docs" / "finding_codes.py")
    module = importlib.util.module_from_spec(described)
    sys.modules[described.name] = module
    described.loader.exec_module(module)
    return module


def errors(of=TrustbookError):
    yield of
    for each in of.__subclasses__():
        yield from errors(each)


def of_the_library():
    return [each for each in errors() if each.__module__.startswith("trustbook.")]


def test_every_code_of_a_finding_is_explained_and_none_that_there_is_not(lister):
    made = {each.code for each in (*lister.of_reading(), *lister.of_reconciliations(), *lister.of_acknowledgements())}
    explained = {each.code for each in every_code() if not each.code.startswith("error.")}
    assert sorted(made - explained) == []
    assert sorted(explained - made) == []


def test_every_kind_of_error_is_explained_and_each_class_has_its_own():
    kinds = [each.kind for each in of_the_library()]
    assert len(set(kinds)) == len(kinds)
    assert {f"error.{kind}" for kind in kinds} == texts("errors.yaml")["codes"].keys()


def test_every_code_that_an_error_is_made_with_is_explained():
    """Also where it is raised outside the gate: the message shows it."""
    raised = [
        (path, each.value.value)
        for path in LIBRARY.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "ReturnError"
        for each in node.keywords
        if each.arg == "code" and isinstance(each.value, ast.Constant)
    ]
    for path, code in some(raised):
        assert explain(f"reading.{code}").means, path


def test_every_rule_of_the_suites_is_explained_with_its_own_words():
    workspace = Workspace(ROOT)
    rules = [each for each in every_code(workspace) if each.code.startswith("rule.")]
    assert len(rules) > 400
    assert all(each.rule and each.means and each.why and each.mend for each in rules)
    assert (
        explain("rule.savings.ref.filled", workspace).rule
        == "critical: the cell is empty; expected a value on every line."
    )


def test_every_expectation_that_a_suite_may_use_is_explained_and_no_other():
    assert texts("rules.yaml")["words"].keys() == set(WORDS.values())


def test_every_explanation_is_whole_and_in_short_sentences():
    for each in some(every_code()):
        for text in (each.means, each.why, each.mend):
            assert text.endswith("."), each.code
            for sentence in re.split(r"(?<=[.:;?!])\s", text):
                assert len(sentence.split()) <= LONGEST, (each.code, sentence)


def test_each_text_says_what_no_other_code_says():
    means = [each.means for each in every_code()]
    assert len(set(means)) == len(means)


@pytest.mark.parametrize(
    ("reference", "code"),
    [
        ("savings.stated_total@S07", "savings.stated_total"),
        ("claims.finer_than_printed", "claims.finer_than_printed"),
        ("contract_sums.original", "contract_sums.original"),
        ("controls.total.within_rounding@forecast, variance_gbp_k, all", "controls.total.within_rounding"),
        ("forecast.movement.incomplete", "forecast.movement.incomplete"),
        ("rule.savings.green_gbp_k.in_range", "rule.savings.green_gbp_k.in_range"),
    ],
)
def test_a_code_is_found_as_the_gate_shows_it(reference, code):
    found = explain(reference)
    assert found.code == code
    assert all((found.means, found.why, found.mend))


def test_every_code_of_the_true_returns_findings_is_explained():
    golden = (ROOT / "tests" / "integration" / "golden" / "findings.json").read_text(encoding="utf-8")
    codes = set(re.findall(r'"code": "([^"]+)"', golden))
    for code in some(codes):
        assert explain(code).means


@pytest.mark.parametrize(
    "code", ["eror.gate", "savings", "rule.savings.ref.nonsense", "", "<dataset>", "controls.incomplete"]
)
def test_a_code_that_there_is_not_is_refused_with_those_that_are_like_it(code):
    with pytest.raises(WorkspaceError, match="there is no code"):
        explain(code)
    with pytest.raises(WorkspaceError, match=r"error\.gate"):
        explain("eror.gate")


@pytest.fixture
def run(monkeypatch, capsys, tmp_path):
    monkeypatch.chdir(tmp_path)

    def typed(*arguments):
        monkeypatch.setattr(sys, "argv", ["trustbook", *arguments])
        with pytest.raises(SystemExit) as stopped:
            cli.main()
        said = capsys.readouterr()
        return stopped.value.code or 0, said.out, said.err

    return typed


def test_the_command_says_what_why_and_how_without_a_workspace(run):
    code, out, _ = run("explain", "error.gate")
    assert code == 0
    starts = [line.split(":")[0].strip() for line in out.splitlines() if re.match("  [A-Z]", line)]
    assert starts == ["What it means", "Why it matters", "What to do"]
    assert max(len(line) for line in out.splitlines()) <= 100


def test_without_a_code_all_are_listed(run):
    _, out, _ = run("explain")
    assert {each.code for each in every_code()} <= set(out.splitlines())
    _, out, _ = run("explain", "--json")
    assert {each["code"] for each in json.loads(out)} == {each.code for each in every_code()}


def test_a_message_ends_with_a_code_that_can_be_explained(run):
    code, _, err = run("check", "P4")
    assert code == 2
    shown = re.search(r"\[([a-z._]+)\]\n", err)[1]
    assert explain(shown).means == texts("errors.yaml")["codes"][shown]["means"]


def test_an_error_of_reading_has_the_code_of_its_finding():
    assert ReturnError("x", code="column_missing").stable_code == "reading.column_missing"
    assert ReturnError("x").stable_code == "error.return"
    assert PublishedError("x", code="whatever").stable_code == "error.published"
