"""Limits, dates, words that name another figure, parts that exceed their whole, shares that imply a figure."""

import pytest

from trustbook.claims.causes import causes
from trustbook.claims.dates import as_quantity
from trustbook.claims.derived import Derived
from trustbook.claims.quantity import Quantity
from trustbook.claims.report import as_json, read_rows, rows
from trustbook.claims.standing import Standing
from trustbook.claims.statements import Bound, Claim
from trustbook.claims.tie_out import named_by_claims
from trustbook.claims.traced import Traced, typed
from trustbook.claims.verdicts import Verdict, tie_out
from trustbook.components.metric import Metric
from trustbook.core.period import Period

NOW = "2030-31-P05"


def claim(value=0.0, metric="cost.total", claim_id="C1", unit="gbp_k", decimals=0, **more):
    place = {"source_id": "paper", "locator": "Paragraph 1", "period": NOW, "tolerance": None, "label": "A figure"}
    return Claim(claim_id=claim_id, metric=metric, value=value, unit=unit, decimals=decimals, **(place | more))


def dated(date, claim_id="C1", **more):
    return claim(metric="board.began", claim_id=claim_id, unit="date", date=date, **more)


def data(**values):
    return {
        (name.replace("__", "."), NOW): Traced(Quantity.stated(value, "gbp_k", 0)) for name, value in values.items()
    }


def verdicts(claims, known=None, declared=(), publishers=None):
    return {tie.claim.claim_id: tie.verdict for tie in tie_out(claims, known or {}, declared, publishers)}


def verdict(stated, known=None, declared=()):
    return verdicts([stated], known, declared)["C1"]


@pytest.mark.parametrize(
    ("bound", "stated", "expected"),
    [
        (Bound.BELOW, 900, Verdict.CONTRADICTION),
        (Bound.BELOW, 901, Verdict.TIES),
        (Bound.AT_MOST, 900, Verdict.TIES),
        (Bound.AT_MOST, 898, Verdict.CONTRADICTION),
        (Bound.AT_LEAST, 900, Verdict.TIES),
        (Bound.AT_LEAST, 902, Verdict.CONTRADICTION),
        (Bound.ABOVE, 900, Verdict.CONTRADICTION),
        (Bound.ABOVE, 899, Verdict.TIES),
    ],
)
def test_a_limit_is_held_to_the_figure_that_it_limits(bound, stated, expected):
    assert verdict(claim(stated, bound=bound), data(cost__total=900)) is expected


def test_a_limit_is_held_to_another_papers_figure_and_never_to_another_limit():
    limit, figure = claim(900, bound=Bound.BELOW), claim(950, claim_id="C2", locator="Paragraph 2")
    assert set(verdicts([limit, figure]).values()) == {Verdict.CONTRADICTION}
    other = claim(100, bound=Bound.ABOVE, claim_id="C2", locator="Paragraph 2")
    assert set(verdicts([limit, other]).values()) == {Verdict.TIES}


@pytest.mark.parametrize(
    ("one", "other", "agree"),
    [
        ("2023-11", "2023-11-20", True),
        ("2023-11", "2023-12", False),
        ("2023-24", "2023-11", True),
        ("2023-24", "2024-04", False),
        ("2023", "2023-12-31", True),
        ("2023-11-30", "2023-12-01", False),
        ("2023-24-P10", "2024-01", True),
        ("2023-24-P10", "2023-24-P11", False),
    ],
)
def test_two_dates_of_one_event_agree_when_both_can_be_so(one, other, agree):
    found = set(verdicts([dated(one), dated(other, "C2", locator="Paragraph 9")]).values())
    assert (Verdict.CONTRADICTION not in found) is agree


@pytest.mark.parametrize("text", ["2023-13", "2023/34", "", "soon", "2023-24-P13", "2023-02-30"])
def test_what_is_no_date_is_refused(text):
    with pytest.raises(ValueError, match="is not a date"):
        as_quantity(text)


def test_dates_are_written_as_exactly_as_they_are_known():
    ties = tie_out([dated("2023-12"), dated("2023-24", "C2"), dated("2023-12-05", "C3"), dated("2023", "C4")], {})
    assert {row.claim_id: row.printed for row in rows(ties)} == {
        "C1": "December 2023",
        "C2": "2023/24",
        "C3": "5 December 2023",
        "C4": "2023",
    }


def test_a_figure_under_another_figures_name_is_a_contradiction_though_the_figure_is_right():
    known = data(cost__variance=27_591, cost__over_original=29_685)
    right = claim(27_591, metric="cost.variance", called="cost.variance")
    wrong = claim(27_591, metric="cost.variance", called="cost.over_original")
    assert verdict(right, known) is Verdict.TIES
    assert verdict(wrong, known) is Verdict.CONTRADICTION


def test_words_can_name_a_figure_of_another_time_or_one_that_is_worked_out():
    known = {("cost.target", "2029-30"): Traced(Quantity.stated(380, "gbp_k", 0))} | data(a=100, b=50, cost__total=400)
    assert verdict(claim(400, called="cost.target@2029-30"), known) is Verdict.CONTRADICTION
    worked = Derived(name="cost.both", of="sum", parts=("a", "b"), unit="gbp_k", label="Both")
    assert verdict(claim(400, called="cost.both"), known, [worked]) is Verdict.CONTRADICTION


def test_an_explanation_that_covers_half_of_what_it_explains_is_found():
    known = data(group__other=574, heading__homes=291)
    assert verdict(claim(574, metric="group.other", called="heading.homes"), known) is Verdict.CONTRADICTION
    known = data(group__other=574, heading__homes=574)
    assert verdict(claim(574, metric="group.other", called="heading.homes"), known) is Verdict.TIES


def limit(relation, *parts, of="sum", unit="gbp_k", name="cost.total"):
    return Derived(name=name, of=of, parts=parts, unit=unit, label="Its whole", relation=relation)


@pytest.mark.parametrize(
    ("relation", "whole", "expected"),
    [
        ("at_most", 324, Verdict.CONTRADICTION),
        ("at_most", 330, Verdict.NOT_CHECKABLE),
        ("at_least", 336, Verdict.CONTRADICTION),
        ("at_least", 330, Verdict.NOT_CHECKABLE),
    ],
)
def test_a_part_that_exceeds_its_whole_is_found_and_one_that_does_not_is_no_evidence(relation, whole, expected):
    assert verdict(claim(330), data(cost__whole=whole), [limit(relation, "cost.whole")]) is expected


def test_a_limit_is_no_way_to_the_figure():
    known = data(cost__whole=100)
    twice = Derived(name="cost.twice", of="product", parts=("cost.total", 2.0), unit="gbp_k", label="Twice")
    declared = [limit("at_most", "cost.whole"), twice]
    assert verdict(claim(150, metric="cost.twice"), known, declared) is Verdict.NOT_CHECKABLE


def test_a_limit_is_known_by_its_declaration_and_not_by_words_that_another_has_too():
    same_words = Derived(name="cost.other", of="sum", parts=("cost.whole",), unit="gbp_k", label="Its whole")
    declared = [limit("at_most", "cost.whole"), limit("at_least", "cost.whole", name="cost.other"), same_words]
    assert verdict(claim(330), data(cost__whole=324), declared) is Verdict.CONTRADICTION


@pytest.mark.parametrize(("appears", "expected"), [(2_964, Verdict.NOT_CHECKABLE), (3_722, Verdict.CONTRADICTION)])
def test_a_share_that_implies_a_figure_which_appears_nowhere_is_found(appears, expected):
    share = claim(0.78, metric="cost.achieved", unit="share", decimals=2)
    implied = limit("appears", "cost.achieved", "cost.target", of="product", name="cost.achieved")
    assert verdict(share, data(cost__target=3_800, cost__saved=appears), [implied]) is expected


def test_a_sum_of_rounded_parts_is_held_to_the_parts_behind_them():
    known = {
        (name, NOW): typed(Quantity.stated(value, "gbp_k", 0), "paper", place)
        for name, value, place in (
            ("cost.first", 1_300, "Paragraph 2"),
            ("cost.second", 516, "Paragraph 4"),
            ("cost.a", 968, "Paragraph 3"),
            ("cost.b", 324, "Paragraph 3"),
        )
    }
    declared = [
        Derived(name="cost.total", of="sum", parts=("cost.first", "cost.second"), unit="gbp_k", label="Two parts"),
        Derived(name="cost.first", of="sum", parts=("cost.a", "cost.b"), unit="gbp_k", label="Two uses"),
    ]
    rounded = claim(1.3, "cost.first", "C2", "gbp_m", 1, locator="Paragraph 2")
    found = verdicts([claim(1.816, unit="gbp_m", decimals=3), rounded], known, declared)
    assert found == {"C1": Verdict.CONTRADICTION, "C2": Verdict.ROUNDING}
    assert verdicts([claim(1.808, unit="gbp_m", decimals=3), rounded], known, declared)["C1"] is Verdict.TIES


def test_two_papers_without_data_agree_only_if_their_publishers_differ():
    one, other = claim(10), claim(10, claim_id="C2", source_id="other")
    for publishers, expected in (
        ({"paper": "A", "other": "B"}, Standing.OTHER_PUBLISHER),
        ({"paper": "A", "other": "a"}, Standing.REPEATED),
        ({"paper": "A", "other": "Not named"}, Standing.REPEATED),
    ):
        assert {tie.standing for tie in tie_out([one, other], {}, (), publishers)} == {expected}
    twice = [one, claim(10, claim_id="C2")]
    assert {tie.standing for tie in tie_out(twice, {})} == {Standing.SAME_PLACE}


def test_the_strongest_agreement_counts_and_every_comparison_is_kept(tmp_path):
    known = {
        ("cost.total", NOW): typed(Quantity.stated(30, "gbp_k", 0), "paper", "Paragraph 1"),
        **data(a=10, b=20),
    }
    ways = [Derived(name="cost.total", of="sum", parts=("a", "b"), unit="gbp_k", label="Both")]
    (row,) = rows(tie_out([claim(30)], known, ways))
    assert row.standing is Standing.RECOMPUTED
    assert {each.standing for each in row.comparisons} == {Standing.SAME_PLACE, Standing.RECOMPUTED}
    file = tmp_path / "ties.json"
    file.write_text(as_json([row]), encoding="utf-8")
    assert read_rows(file) == [row]


def test_a_statement_compared_with_nothing_has_no_standing():
    (row,) = rows(tie_out([claim(30)], {}))
    assert (row.verdict, row.standing, row.given) == (Verdict.NOT_CHECKABLE, None, "—")


def test_a_statement_is_shown_with_the_figure_of_its_very_time():
    claims = [claim(1), claim(2, claim_id="C2", period=""), claim(3, claim_id="C3", period="2029-30")]
    headline = Metric("cost.total", 1, "count", "Cost", also=(("cost.other_name", "2031-32"),))
    named = named_by_claims([headline], Period.parse(NOW))
    other = claim(4, metric="cost.other_name", claim_id="C4", period="2031-32")
    found = rows(tie_out([*claims, other], {}), headlines=named)
    shown = {row.claim_id: row.shown for row in found}
    assert shown == {"C1": "cost.total", "C2": "cost.total", "C3": "", "C4": "cost.total"}


def test_contradictions_are_counted_by_cause():
    words = "One column has red in it."
    claims = [
        claim(5, metric="a.one", claim_id="C1", cause=words),
        claim(6, metric="a.two", claim_id="C2", cause=words),
        claim(7, metric="a.three", claim_id="C3"),
        claim(8, metric="a.three", claim_id="C4"),
        claim(9, metric="a.four", claim_id="C5", cause="Not wanted where it ties."),
    ]
    known = data(a__one=1, a__two=1, a__three=1, a__four=9)
    found = causes(rows(tie_out(claims, known)))
    assert [(cause.text, len(cause.rows)) for cause in found] == [(words, 2), ("", 2)]


def test_rows_of_one_column_that_are_worked_out_in_one_way_have_one_cause():
    label = "What the heading says"
    ways = [Derived(name=f"a.{row}", of="sum", parts=("x", "y"), unit="gbp_k", label=label) for row in "pqr"]
    claims = [claim(200, metric=f"a.{row}", claim_id=row) for row in "pqr"]
    assert [len(cause.rows) for cause in causes(rows(tie_out(claims, data(x=1, y=2), ways)))] == [3]


@pytest.mark.parametrize(
    ("value", "unit", "decimals", "text"),
    [
        (0.5, "share", 2, "50%"),
        (0.385, "share", 3, "38.5%"),
        (0.5, "share", 0, "50%"),
        (-0.5, "share", 2, "−50%"),
        (0, "gbp_k", 0, "£0k"),
        (-1, "gbp_k", 0, "−£1k"),
        (1234.5, "gbp_k", 1, "£1,234.5k"),
        (1.25, "gbp_m", 2, "£1.25m"),
    ],
)
def test_a_stated_figure_is_written_in_its_unit_with_its_decimals(value, unit, decimals, text):
    (row,) = rows(tie_out([claim(value, unit=unit, decimals=decimals)], {}))
    assert row.printed == text


@pytest.mark.parametrize(
    ("known", "text"),
    [(1000, "£1m"), (1001, "£1.001m"), (1000.5, "£1.000m"), (1010, "£1.01m"), (-1000, "−£1m"), (0, "£0m")],
)
def test_the_figure_that_it_is_compared_with_has_three_decimals_at_most(known, text):
    against = {("cost.total", NOW): Traced(Quantity.stated(known, "gbp_k", 3))}
    (row,) = rows(tie_out([claim(7, unit="gbp_m", decimals=0)], against))
    assert row.given == text
    assert row.difference


@pytest.mark.parametrize(("number", "more"), [(10, None), (11, "; and 1 more"), (12, "; and 2 more")])
def test_a_contradiction_names_ten_sources_and_counts_the_rest(number, more):
    others = [claim(900 + place, claim_id=f"C{place + 2}", source_id=f"paper {place}") for place in range(number)]
    found = {tie.claim.claim_id: tie for tie in tie_out([claim(1), *others], {})}
    against = found["C1"].against
    assert against.count(";") == (9 if more is None else 10)
    assert against.endswith(more or "")
    assert ("more" in against) is (more is not None)


def test_the_rows_are_written_as_indented_json_with_every_letter(tmp_path):
    made = rows(tie_out([claim(1, label="Café £5")], {}))
    text = as_json(made)
    assert text.startswith('[\n {\n  "claim_id": "C1",\n')
    assert "Café £5" in text
    assert text.endswith("\n]\n")
    (tmp_path / "rows.json").write_text(text, encoding="utf-8")
    assert read_rows(tmp_path / "rows.json") == made
