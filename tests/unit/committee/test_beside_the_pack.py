"""The paper of Month 11 has every figure of the pack's own cover report, or says why not."""

import re
import sys
from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest

sys.path.append(str(Path(__file__).parents[3] / "docs"))
import committee_paper
from committee_paper import COVER, PAGE, Verdict

from looked_at import some


@pytest.fixture(scope="module")
def made():
    return committee_paper.paper()


@pytest.fixture(scope="module")
def found(made):
    return committee_paper.compared(made)


def test_the_page_says_what_the_comparison_gives():
    assert PAGE.read_text(encoding="utf-8") == committee_paper.page(), "run: python docs/committee_paper.py"


def test_every_figure_of_the_cover_report_is_in_the_paper(found):
    cover = [each for each in found if each.place == COVER]
    assert len(cover) > 30
    assert {each.verdict for each in cover} <= {Verdict.SAME, Verdict.NAMED, Verdict.ROUNDED, Verdict.PARTS}


def test_every_statement_of_the_pack_s_forecast_paper_is_compared_once(found):
    assert Counter(each.claim["claim_id"] for each in found) == Counter(
        each["claim_id"] for each in committee_paper.claims()
    )


def test_the_tables_of_the_appendix_are_the_pack_s_cell_by_cell_but_for_two_totals(found):
    tables = [each for each in found if re.match(r"Appendix A, table [12]", each.place)]
    cells = [each for each in tables if "note" not in each.claim["locator"].rpartition(", ")[2]]
    other = [each for each in cells if each.verdict not in (Verdict.SAME, Verdict.NAMED)]
    assert len(cells) > 100
    assert [(each.claim["metric"], each.claim["of"]) for each in other] == [
        ("forecast.pressure", "2023-24-P09"),
        ("forecast.variance_movement", "2023-24-P11"),
    ]


def test_every_rating_of_every_saving_is_the_pack_s(found):
    ratings = re.compile(r"savings\.(target|red|amber|green)\.[sv]\d\d")
    cells = [each for each in found if ratings.fullmatch(each.claim["metric"]) and not each.claim["bound"]]
    assert {each.verdict for each in cells if "savings table" in each.claim["locator"]} == {Verdict.SAME}
    assert len({each.claim["metric"] for each in cells}) == 4 * 15


def test_what_differs_or_is_left_out_has_a_reason_and_nothing_else_has(found):
    for each in some(found):
        assert bool(each.why) is (each.verdict in (Verdict.OTHER, Verdict.LEFT_OUT)), each


def test_a_figure_without_a_reason_stops_the_comparison():
    with pytest.raises(LookupError, match=r"placements\.packages"):
        committee_paper._reason("placements.packages")


def test_the_reasons_are_true(made):
    """The sums behind what the page says of the three totals that are not the pack's."""
    values = {each.metric: Decimal(str(each.value)) for each in made.figures}
    pack = {each["claim_id"]: Decimal(each["value"]) for each in committee_paper.claims() if each["value"]}
    layers = ("variance", "agreed_funding", "outside_contract", "disputed_income")
    assert sum(values[f"forecast.{layer}@2023-24-P09"] for layer in layers) == values["forecast.pressure@2023-24-P09"]
    assert pack["S2-088"] * 1000 - values["forecast.pressure@2023-24-P09"] == 1
    assert values["forecast.variance"] - values["forecast.variance@2023-24-P10"] == values["forecast.variance_movement"]
    assert values["forecast.variance_movement"] - pack["S2-169"] == 1
    transferred = sum(value for name, value in values.items() if "staff_transferred" in name)
    assert values["forecast.pressure_movement"] + transferred == pack["S2-180"] * 1000
    mitigations = [each for each in committee_paper.claims() if each["metric"].startswith("savings.mitigations")]
    assert {Decimal(each["value"]) for each in mitigations} == {0}


def test_every_section_of_the_pack_s_report_is_one_of_the_paper(made):
    theirs = {key for _, key, _ in committee_paper._SECTIONS}
    own = {each.key for section in made.sections for each in (section, *section.parts)}
    assert own - theirs == {"implications"}
    assert made.to_write == ()
