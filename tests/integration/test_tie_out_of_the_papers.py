"""The tie-out of the true papers, on the command line and on the pages."""

import json
from collections import Counter
from pathlib import Path

from bs4 import BeautifulSoup
from workspaces import ROOT, trustbook

GOLDEN = Path(__file__).parent / "golden" / "contradictions.json"


def tied(period: str) -> list[dict]:
    ran = trustbook("tieout", period, "--json", cwd=ROOT)
    assert ran.returncode == 0, ran.stderr
    return json.loads(ran.stdout)[period]


def test_the_contradictions_of_the_papers_are_exactly_those_of_the_golden_file():
    apart = {
        row["claim_id"]: f"{row['metric']}: {row['printed']} against {row['given']}"
        for row in tied("2023-24-P11")
        if row["verdict"] == "contradiction"
    }
    assert apart == json.loads(GOLDEN.read_text(encoding="utf-8"))


def test_every_comparison_says_what_it_is_worth_and_only_two_kinds_count_as_agreement():
    rows = tied("2023-24-P11")
    assert {row["standing"] for row in rows} == {"same_place", "repeated", "recomputed", "other_publisher", None}
    assert {row["verdict"] for row in rows if row["standing"] is None} == {"not checkable"}
    cells = [row for row in rows if ", column " in row["locator"] and row["verdict"] == "ties"]
    typed = [row for row in cells if not row["label"].startswith("Total") and "row T" not in row["locator"]]
    assert {row["standing"] for row in typed if row["metric"].startswith("savings.target.s")} == {"same_place"}


def test_nothing_of_table_2_is_said_of_a_month_that_has_none():
    earlier = [
        row for row in tied("2023-24-P11") if row["period"] < "2023-24-P11" and row["metric"].startswith("forecast")
    ]
    assert earlier
    assert not [row for row in earlier if "table 2" in row["against"]]


def test_no_headline_figure_is_said_to_be_stated_by_no_paper_while_a_paper_states_it():
    ran = trustbook("metrics", "2023-24-P11", "--json", cwd=ROOT)
    headlines = {name for name, figure in json.loads(ran.stdout).items() if figure["value"] is not None}
    rows = tied("2023-24-P11")
    stated = {row["metric"] for row in rows} & headlines
    assert stated <= {row["shown"] for row in rows if row["shown"]}
    assert len(stated) > 40


def test_what_the_papers_round_ties_within_rounding_and_is_no_contradiction():
    rounded = {row["claim_id"] for row in tied("2023-24-P11") if row["verdict"] == "ties within rounding"}
    printed = {row["printed"]: row["claim_id"] for row in tied("2023-24-P11")}
    assert printed["£29.670m"] in rounded


def test_an_earlier_period_is_held_to_what_papers_say_of_it_and_of_the_months_before():
    rows = tied("2023-24-P08")
    months = {row["period"] for row in rows if row["claim_id"].startswith("S2-") and "-P" in row["period"]}
    assert months == {"2023-24-P07", "2023-24-P08"}


def test_a_contradiction_never_stops_a_run():
    ran = trustbook("tieout", cwd=ROOT)
    assert ran.returncode == 0
    assert "contradiction" in ran.stdout


def test_the_tie_out_page_lists_every_claim_and_the_data_quality_page_what_lies_behind_contradictions(site):
    rows = tied("2023-24-P11")
    page = (site / "2023-24-P11" / "book" / "tie-out.html").read_text(encoding="utf-8")
    lines = Counter(
        each.select("td")[-1].get_text(" ", strip=True)
        for each in BeautifulSoup(page, "html.parser").select(".tb-statements tbody tr")
    )
    places = (", ".join(part for part in (row["locator"], row["paper"]) if part) for row in rows)
    assert Counter(" ".join(place.split()) for place in places) == lines
    said = (site / "2023-24-P11" / "book" / "data-quality.html").read_text(encoding="utf-8")
    said = " ".join(BeautifulSoup(said, "html.parser").get_text().replace("’", "'").split())
    for claim_id in json.loads(GOLDEN.read_text(encoding="utf-8")):
        cause = next(row["cause"] for row in rows if row["claim_id"] == claim_id)
        assert not cause or " ".join(cause.split()) in said
