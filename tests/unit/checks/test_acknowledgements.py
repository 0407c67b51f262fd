"""What an analyst accepts, by the code and the key that the gate shows, and what is refused."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from trustbook.checks.acknowledgements import acknowledge, as_key
from trustbook.checks.findings import Finding, Layer, Severity
from trustbook.core.characters import forbidden_character
from trustbook.core.errors import WorkspaceError
from trustbook.core.period import Period
from trustbook.core.plain_yaml import read_values

PERIOD = Period.parse("2030-31-P04")
TOTAL = "savings.stated_total"


def found(key, severity=Severity.WARNING, code=TOTAL):
    return Finding(severity, Layer.RECONCILIATIONS, "data/x.csv", f"{key}: two totals", code, key=key)


@pytest.fixture
def accepting(synthetic_workspace):
    """What becomes of findings under some acknowledgements, written as YAML."""
    workspace = synthetic_workspace()

    def accept(said, findings=()):
        (workspace.params / f"{PERIOD}.yaml").write_text(f"period: {PERIOD}\nacknowledged: {said}\n", encoding="utf-8")
        return acknowledge(findings, workspace, PERIOD)

    return accept


def test_an_acknowledged_warning_stays_with_its_reason_and_no_other_is_accepted(accepting):
    marked = accepting(f"{{{TOTAL}@S07: the paper counts red}}", [found("S07"), found("S08")])
    assert [each.acknowledged for each in marked] == ["the paper counts red", ""]


def test_an_acknowledgement_holds_when_figures_lines_and_words_change(accepting):
    moved = Finding(Severity.WARNING, Layer.RECONCILIATIONS, "data/x.csv", "other words: 5", TOTAL, 99, key="S07")
    (marked,) = accepting(f"{{{TOTAL}@S07: the paper counts red}}", [moved])
    assert marked.acknowledged


@pytest.mark.parametrize("severity", [Severity.CRITICAL, Severity.INFO])
def test_nothing_but_a_warning_can_be_acknowledged(accepting, severity):
    marked = accepting(f"{{{TOTAL}@S07: we like it}}", [found("S07", severity)])
    assert marked[0].acknowledged == ""
    assert (marked[1].severity, marked[1].code) == (Severity.CRITICAL, "acknowledged.not_a_warning")


def test_one_that_matches_nothing_is_refused_with_what_could_be_meant(accepting):
    *_, refused = accepting(f"{{{TOTAL}@S70: gone}}", [found("Other", code="forecast.movement"), found("S07")])
    assert (refused.severity, refused.file) == (Severity.CRITICAL, f"params/{PERIOD}.yaml")
    assert refused.sentence == f"the acknowledgement of '{TOTAL}@S70' matches no warning"
    assert refused.expected == f"one of: {TOTAL}@S07, forecast.movement@Other"


def test_one_that_was_accepted_is_not_offered_again(accepting):
    *_, refused = accepting(f"{{{TOTAL}@S07: so printed, {TOTAL}@S70: gone}}", [found("S07")])
    assert (refused.expected, refused.mend) == ("no warning of this period is open", "Delete it.")


@pytest.mark.parametrize("words", ["S07", "the paper says 200", "S07: two totals", "x.y z", "Savings.total", "a@b"])
def test_one_by_words_is_refused_and_told_the_code(accepting, words):
    *_, refused = accepting(f"{{'{words}': the paper counts red}}", [found("S07")])
    assert (refused.severity, refused.code) == (Severity.CRITICAL, "acknowledged.by_words")
    assert "goes by words, and a warning is accepted by its code" in refused.sentence
    assert f"{TOTAL}@S07" in refused.expected


def test_many_open_warnings_are_not_all_listed(accepting):
    *_, refused = accepting(f"{{{TOTAL}@S99: gone}}", [found(f"S{number:02}") for number in range(30)])
    assert refused.expected.endswith("or 25 more that the gate shows")


@pytest.mark.parametrize("said", ["'': all", "' ': all", f"{TOTAL}@S07: ''"])
def test_an_acknowledgement_without_a_code_or_a_reason_is_refused(accepting, said):
    with pytest.raises(WorkspaceError, match=r"acknowledged: it is empty"):
        accepting(f"{{{said}}}", [found("S07")])


_SEEN = st.characters(categories=["L", "N", "P", "S"], include_characters=" ").filter(
    lambda char: forbidden_character(char) is None  # some symbols are drawn as nothing
)


@given(st.text(_SEEN, min_size=1, max_size=40))
@example(" ")
def test_what_is_shown_can_be_pasted_whatever_a_row_is_called(key):
    reference = f"plausible.jump@forecast, {key.strip()}"
    assert read_values(f"acknowledged:\n  {as_key(reference)}: so printed\n", "p.yaml") == {
        "acknowledged": {reference: "so printed"}
    }


@pytest.mark.parametrize(
    ("number", "ends"),
    [(1, "@S00"), (5, "@S04"), (6, "@S04 or 1 more that the gate shows"), (7, "@S04 or 2 more that the gate shows")],
)
def test_five_open_warnings_are_offered_and_the_others_counted(accepting, number, ends):
    *_, refused = accepting("{other.code@X: gone}", [found(f"S{place:02}") for place in range(number)])
    assert refused.expected.endswith(ends)
    assert refused.expected.count("@S") == min(number, 5)


def test_the_most_similar_code_is_offered_first_and_each_once(accepting):
    ones = [found("S01"), found("S70"), found("S70"), found("Care", code="forecast.movement")]
    *_, refused = accepting("{forecast.movement@Car: gone}", ones)
    assert refused.expected == f"one of: forecast.movement@Care, {TOTAL}@S01, {TOTAL}@S70"


@pytest.mark.parametrize(
    ("reference", "key"),
    [
        ("a.b@S1", "a.b@S1"),
        ("a.b@one: two", "'a.b@one: two'"),
        ("a.b@one #2", "'a.b@one #2'"),
        ("a.b@one:", "'a.b@one:'"),
        ("a.b@one's", "a.b@one's"),
        ("a.b@one's: two", "'a.b@one''s: two'"),
        ("a.b@one:two", "a.b@one:two"),
    ],
)
def test_a_key_is_quoted_only_where_yaml_needs_it(reference, key):
    assert as_key(reference) == key
