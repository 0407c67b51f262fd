from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from looked_at import some
from trustbook.claims.derived import Derived, Relation, read_derived
from trustbook.claims.quantity import Quantity
from trustbook.claims.report import as_json, read_rows, rows
from trustbook.claims.statements import Claim, read_claims
from trustbook.claims.traced import Traced
from trustbook.claims.verdicts import MOST_NAMED, Verdict, counts, tie_out
from trustbook.claims.worked_out import DEEPEST
from trustbook.core.errors import ReturnError, WorkspaceError
from trustbook.core.period import Period

ROOT = Path(__file__).parents[3]
P4, P5 = "2030-31-P04", "2030-31-P05"


def claim(value, unit="gbp_m", decimals=3, metric="forecast.variance", period=P5, tolerance=None, claim_id="C1"):
    return Claim(claim_id, "paper", "page 1", metric, period, value, unit, decimals, tolerance, "A figure")


def data(**values):
    """Data of P5 in thousands of pounds, by metric with two underscores for a full stop."""
    return {(name.replace("__", "."), P5): Traced(Quantity.stated(value, "gbp_k", 0)) for name, value in values.items()}


def verdict(stated, known, declared=()):
    (tie,) = tie_out([stated], known, declared)
    return tie.verdict


@pytest.mark.parametrize(
    ("stated", "expected"),
    [
        (claim(27.591), Verdict.TIES),
        (claim(27591, "gbp_k", 0), Verdict.TIES),
        (claim(27591000, "gbp", 0), Verdict.TIES),
        (claim(27.592), Verdict.ROUNDING),
        (claim(27.593), Verdict.CONTRADICTION),
        (claim(27.6, decimals=1), Verdict.ROUNDING),
        (claim(28, decimals=0), Verdict.ROUNDING),
        (claim(27, decimals=0), Verdict.CONTRADICTION),
        (claim(27, decimals=0, tolerance=1), Verdict.ROUNDING),
        (claim(30, decimals=-1), Verdict.ROUNDING),
        (claim(27.591, metric="forecast.pressure"), Verdict.NOT_CHECKABLE),
        (claim(27.591, period=P4), Verdict.NOT_CHECKABLE),
        (claim(0.27591, "share", 5), Verdict.CONTRADICTION),
    ],
)
def test_a_claim_is_held_to_the_data_within_half_a_unit_of_both(stated, expected):
    assert verdict(stated, data(forecast__variance=27591)) is expected


def test_why_a_claim_cannot_be_checked_is_said():
    (other_period,) = tie_out([claim(1, period=P4)], data(forecast__variance=1))
    (no_data,) = tie_out([claim(1, metric="placements.packages")], {})
    assert other_period.against == "not reported for this period"
    assert no_data.against == "no data and no other statement of it"


def test_without_data_statements_are_held_to_each_other_and_both_sides_of_a_contradiction_are_listed():
    ties = tie_out([claim(4.023), claim(3.8, decimals=1, claim_id="C2"), claim(3.78, decimals=2, claim_id="C3")], {})
    found = {tie.claim.claim_id: tie.verdict for tie in ties}
    assert found == {"C1": Verdict.CONTRADICTION, "C2": Verdict.CONTRADICTION, "C3": Verdict.CONTRADICTION}
    agreeing = tie_out([claim(3.8, decimals=1), claim(3.78, decimals=2, claim_id="C2")], {})
    assert {tie.verdict for tie in agreeing} == {Verdict.ROUNDING}


def test_with_data_a_wrong_statement_does_not_make_a_right_one_wrong():
    ties = tie_out([claim(27.591), claim(30.0, claim_id="C2")], data(forecast__variance=27591))
    assert {tie.claim.claim_id: tie.verdict for tie in ties} == {"C1": Verdict.TIES, "C2": Verdict.CONTRADICTION}


def test_contradictions_come_first_and_the_counts_add_up():
    ties = tie_out([claim(27.591), claim(30.0, claim_id="C2")], data(forecast__variance=27591))
    assert [tie.claim.claim_id for tie in ties] == ["C2", "C1"]
    assert sum(counts(ties).values()) == 2


def declared(of, *parts, name="forecast.variance", unit="gbp_k", period=None):
    return Derived(name=name, of=of, parts=parts, unit=unit, label="worked out", period=period)


def test_declared_arithmetic_is_evidence_too():
    known = data(a=10, b=4)
    assert verdict(claim(14, "gbp_k", 0), known, [declared("sum", "a", "b")]) is Verdict.TIES
    assert verdict(claim(6, "gbp_k", 0), known, [declared("difference", "a", "b")]) is Verdict.TIES
    assert verdict(claim(2.5, "count", 1), known, [declared("ratio", "a", "b", unit="count")]) is Verdict.TIES
    assert verdict(claim(52, "gbp_k", 0), data(a=1), [declared("product", "a", 52)]) is Verdict.TIES
    assert verdict(claim(99, "gbp_k", 0), known, [declared("sum", "a", "b")]) is Verdict.CONTRADICTION


def test_a_claim_that_ties_with_the_data_can_still_contradict_declared_arithmetic():
    known = data(forecast__variance=200, a=0, b=0)
    assert verdict(claim(200, "gbp_k", 0), known, [declared("sum", "a", "b")]) is Verdict.CONTRADICTION


def test_a_part_that_is_not_reported_makes_no_figure_and_never_nil():
    assert verdict(claim(10, "gbp_k", 0), data(a=10), [declared("sum", "a", "b")]) is Verdict.NOT_CHECKABLE


def test_a_part_can_be_of_the_period_before_or_of_one_that_is_named():
    known = data(a=10) | {("a", P4): Traced(Quantity.stated(7, "gbp_k", 0))}
    assert verdict(claim(3, "gbp_k", 0), known, [declared("difference", "a", "a@previous")]) is Verdict.TIES
    assert verdict(claim(7, "gbp_k", 0), known, [declared("sum", f"a@{P4}")]) is Verdict.TIES
    assert verdict(claim(7, "gbp_k", 0), known, [declared("sum", "a@previous", period=P4)]) is Verdict.NOT_CHECKABLE


def test_a_declaration_that_comes_back_to_itself_ends():
    circle = [declared("sum", "b"), declared("sum", "forecast.variance", name="b")]
    assert verdict(claim(1, "gbp_k", 0), {}, circle) in set(Verdict)


@given(st.integers(-(10**9), 10**9), st.integers(0, 3))
def test_whatever_is_printed_of_a_figure_ties_with_it(thousands, decimals):
    printed = round(Decimal(thousands) / 1000, decimals)
    stated = claim(float(printed), "gbp_m", decimals)
    assert verdict(stated, data(forecast__variance=thousands)) in (Verdict.TIES, Verdict.ROUNDING)


@given(st.integers(-(10**6), 10**6), st.integers(2, 10**6))
def test_a_figure_further_off_than_both_roundings_never_ties(thousands, off):
    stated = claim(thousands + off, "gbp_k", 0)
    assert verdict(stated, data(forecast__variance=thousands)) is Verdict.CONTRADICTION


def test_rows_are_written_in_the_unit_of_the_paper_and_read_back(tmp_path):
    known = data(forecast__variance=27591) | {("a.share", P5): Traced(Quantity(Decimal("0.385"), "share", Decimal(0)))}
    ties = tie_out([claim(27.6, decimals=1), claim(0.38, "share", 2, "a.share", claim_id="C2")], known)
    first, second = rows(ties)
    assert (first.printed, first.given, first.difference) == ("£27.6m", "£27.591m", "£0.009m")
    assert (second.printed, second.given, second.difference) == ("38%", "38.5%", "−0.5%")
    file = tmp_path / "ties.json"
    file.write_text(as_json([first, second]), encoding="utf-8")
    assert read_rows(file) == [first, second]


def test_the_declarations_of_the_workspace_can_be_read_and_no_name_is_its_own_part():
    for entry in some(read_derived(ROOT / "params" / "derived.yaml")):
        assert entry.relation is Relation.APPEARS or entry.name not in entry.parts


def test_a_bad_declaration_is_one_sentence_that_names_the_file(tmp_path):
    file = tmp_path / "derived.yaml"
    file.write_text("- {name: a, of: average, parts: [b], unit: gbp_k, label: x}\n", encoding="utf-8")
    with pytest.raises(WorkspaceError, match=r"0\.of"):
        read_derived(file)


def test_a_contradiction_names_the_first_few_places_and_counts_the_rest():
    ties = tie_out([claim(place, claim_id=f"C{place}") for place in range(MOST_NAMED + 6)], {})
    assert ties[0].against.count("C") == MOST_NAMED
    assert ties[0].against.endswith("; and 5 more")


def test_declarations_that_fork_at_every_step_are_worked_out_once_each():
    chain = [declared("sum", f"m{place + 1}", f"m{place + 1}", name=f"m{place}") for place in range(45)]
    (tie,) = tie_out([claim(2**45, "gbp_k", 0, metric="m0")], {("m45", P5): Traced(Quantity.stated(1, "gbp_k", 0))}, [])
    assert tie.verdict is Verdict.NOT_CHECKABLE
    known = {("m20", P5): Traced(Quantity.stated(1, "gbp_k", 0))}
    (tie,) = tie_out([claim(2**20, "gbp_k", 0, metric="m0")], known, chain)
    assert tie.verdict is Verdict.TIES


def test_declarations_that_fork_in_a_circle_end_in_one_sentence():
    names = [f"m{place}" for place in range(24)]
    every = [declared("sum", *names, name=name) for name in names]
    with pytest.raises(WorkspaceError, match="less arithmetic"):
        tie_out([claim(1, metric="m0")], {}, every)


def test_what_a_circle_hides_from_one_way_is_still_found_from_another():
    known = {("c", P5): Traced(Quantity.stated(4, "gbp_k", 0))}
    every = [declared("sum", "b", name="a"), declared("sum", "a", name="b"), declared("sum", "c", name="b")]
    ties = tie_out([claim(4, "gbp_k", 0, metric="a"), claim(4, "gbp_k", 0, metric="b", claim_id="C2")], known, every)
    assert [tie.verdict for tie in ties] == [Verdict.TIES, Verdict.TIES]


def test_a_chain_longer_than_any_arithmetic_is_one_sentence():
    chain = [declared("sum", f"m{place + 1}", name=f"m{place}") for place in range(1_200)]
    with pytest.raises(WorkspaceError, match=f"more than {DEEPEST} other figures"):
        tie_out([claim(1, metric="m0")], {}, chain)


@pytest.mark.parametrize("depth", [3, 40])
def test_a_product_without_end_is_one_sentence(depth):
    huge = [declared("product", *[f"m{place + 1}"] * 100, name=f"m{place}") for place in range(depth)]
    with pytest.raises(WorkspaceError, match="more than any amount"):
        tie_out([claim(1, metric="m0")], {(f"m{depth}", P5): Traced(Quantity.stated(10**9, "gbp_k", 0))}, huge)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("- {name: x, of: ratio, parts: [a], unit: share, label: X}", "a ratio has two parts"),
        ("- {name: x, of: ratio, parts: [a, b, c], unit: share, label: X}", "a ratio has two parts"),
        ("- {name: x, of: sum, parts: [1.0e16], unit: share, label: X}", "no amount is above"),
        (f"- {{name: x, of: sum, parts: [{', '.join('a' * 201)}], unit: share, label: X}}", "at most 200 items"),
        ("- {name: x, of: sum, parts: [a], unit: share, label: X}\n" * 2_001, "at most 2000 items"),
    ],
)
def test_a_declaration_beyond_any_arithmetic_is_refused_as_it_is_read(tmp_path, text, why):
    file = tmp_path / "derived.yaml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(WorkspaceError, match=why):
        read_derived(file)


@pytest.mark.parametrize(
    ("column", "found"),
    [("decimals", "999999999999999"), ("decimals", "-9"), ("decimals", "0.5"), ("decimals", ""), ("value", "")],
)
def test_claims_that_arithmetic_cannot_use_are_one_sentence_though_a_suite_let_them_by(
    synthetic_workspace, column, found
):
    line = {"claim_id": "C1", "metric": "m", "value": "1", "unit": "gbp_k", "decimals": "0"} | {column: found}
    rows = f"{','.join(line)},period,label,source_id,locator\n{','.join(line.values())},{P5},A,paper,page 1\n"
    workspace = synthetic_workspace({P5: {"claims": rows}})
    with pytest.raises(ReturnError, match=f"claims.csv, line 2, column {column}"):
        read_claims(workspace, Period.parse(P5))
