"""Two invented bodies are reported from settings and data alone, in their own words and with the right figures.

Every figure here was worked out by hand from `tests/bodies/`, in thousands of pounds.
"""

import json
import re
import shutil
from io import BytesIO
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from figures_on_pages import not_on_their_pages, record
from pypdf import PdfReader
from workspaces import ROOT, trustbook

from looked_at import some
from trustbook.site.loopback import given
from trustbook.site.printing import print_pdf

BODIES = Path(__file__).parents[1] / "bodies"
NAMES = ("city", "company")
CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome")
FIGURES = {
    ("city", "2024-25-P12"): {
        "forecast.contract_sum": 72_000,
        "forecast.projected_outturn": 75_200,
        "forecast.variance": 3_200,
        "forecast.variance_movement": 200,
        "forecast.spent_to_date": 74_450,
        "forecast.rest_rate": None,
        "forecast.full_year_effect": None,
        "placements.nights": 18_800,
        "placements.committed_cost": None,
    },
    ("city", "2025-26-P02"): {
        "forecast.variance": -450,
        "forecast.variance_movement": None,
        "forecast.spent_to_date": 12_290,
        "forecast.committed": None,
        "forecast.run_rate": 6_145,
        "forecast.rest_rate": 6_456,
        "forecast.full_year_effect": 622,
        "placements.nights": 19_110,
        "placements.committed_cost": 40_963.687,
    },
    ("city", "2025-26-P05"): {
        "forecast.variance": -350,
        "forecast.variance_movement": 100,
        "savings.secured": 600,
        "savings.uncertain": 600,
        "savings.unexplained": 50,
        "forecast.spent_to_date": None,
        "actions.done": 0,
        "actions.open": 2,
        "actions.overdue": 1,
    },
    ("city", "2025-26-P07"): {
        "forecast.contract_sum": 77_300,
        "forecast.projected_outturn": 76_700,
        "forecast.variance": -600,
        "forecast.variance_movement": -250,
        "forecast.spent_to_date": 45_050,
        "forecast.committed": 27_600,
        "forecast.rest_rate": 6_330,
        "forecast.full_year_effect": -740,
        "savings.target": 1_250,
        "savings.secured": 730,
        "savings.uncertain": 480,
        "savings.unexplained": 40,
        "placements.nights": 19_730,
        "placements.average_week": 1_302,
        "placements.committed_cost": 42_634.612,
        "council.low": -1_080,
        "council.expected": -690,
        "council.high": -70,
        "council.available.marlbridge": 1_800,
        "council.left.marlbridge": 2_490,
        "actions.total": 5,
        "actions.done": 2,
        "actions.open": 3,
        "actions.overdue": 1,
    },
    ("company", "2024-25-P12"): {
        "forecast.variance": 2_250,
        "forecast.pressure": 2_920,
        "council.call": 2_980,
        "council.call.ash": 1_549.6,
        "council.call.birch": 834.4,
        "council.call.cedar": 596,
    },
    ("company", "2025-26-P03"): {"forecast.variance": 1_150, "forecast.variance_movement": None},
    ("company", "2025-26-P06"): {
        "forecast.contract_sum": 45_550,
        "forecast.revised_contract_sum": 45_850,
        "forecast.projected_outturn": 47_580,
        "forecast.variance": 1_730,
        "forecast.variance_movement": 580,
        "forecast.spent_to_date": None,
        "forecast.pressure": 2_210,
        "council.call": 2_250,
        "council.call.ash": 1_125,
        "council.call.birch": 675,
        "council.call.cedar": 450,
        "savings.target": 1_420,
        "savings.secured": 770,
        "savings.uncertain": 450,
        "savings.not_delivered": 200,
        "savings.unexplained": 0,
        "council.low": 1_420,
        "council.expected": 2_115,
        "council.high": 2_900,
        "council.available.ash": 1_400,
        "council.left.ash": 342.5,
        "council.available.birch": 300,
        "council.left.birch": -334.5,
        "council.available.cedar": None,
        "council.left.cedar": None,
    },
}
ANOTHERS = {
    "city": r"\b(trust|contract|councils|headings?|Northamptonshire|NCT)\b",
    "company": r"\b(trust|contract sum|two councils|Northamptonshire|NCT)\b",
}
"""Words that are no word of the body."""


def laid_out(name, folder):
    """A workspace with the library's notebooks, pages and suites, and the body's settings and data."""
    for part in ("notebooks", "book", "expectations"):
        shutil.copytree(ROOT / part, folder / part)
    config = (ROOT / "_config.yml").read_text(encoding="utf-8").replace("Children's trust finance", "Finance")
    (folder / "_config.yml").write_text(config, encoding="utf-8")  # the title is the workspace's own
    shutil.copytree(BODIES / name, folder, dirs_exist_ok=True)
    return folder


@pytest.fixture(scope="module", params=NAMES)
def body(request, tmp_path_factory):
    """The name of a body, and its workspace after `trustbook report`."""
    folder = laid_out(request.param, tmp_path_factory.mktemp(request.param) / "workspace")
    ran = trustbook("report", cwd=folder)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    return request.param, folder


def test_the_figures_are_those_worked_out_by_hand(body):
    name, folder = body
    for period, wanted in some((period, wanted) for (of, period), wanted in FIGURES.items() if of == name):
        ran = trustbook("metrics", period, "--json", cwd=folder)
        given = json.loads(ran.stdout)
        assert {metric: given[metric]["value"] for metric in wanted} == wanted, period


def test_the_committees_paper_of_each_period_has_the_figures_of_its_edition(body):
    _, folder = body
    for edition in some(sorted((folder / "_build" / "editions").iterdir())):
        ran = trustbook("paper", edition.name, cwd=folder)
        assert ran.returncode == 0, ran.stderr
        figures = record(folder, edition.name)["figures"]
        assert figures
        assert not_on_their_pages(figures, edition) == []


@pytest.mark.skipif(CHROMIUM is None, reason="there is no Chromium to print with")
def test_the_brief_of_each_edition_is_on_two_sides_at_most(body):
    _, folder = body
    for edition in some(sorted((folder / "_build" / "editions").iterdir())):
        with given(edition, (edition / "brief.html").read_text(encoding="utf-8"), "") as address:
            sides = PdfReader(BytesIO(print_pdf(CHROMIUM, address)))
        assert len(sides.pages) <= 2, edition.name


def test_no_page_has_another_bodys_words(body):
    name, folder = body
    found = {}
    for page in sorted((folder / "_build" / "site").rglob("*.html")):
        soup = BeautifulSoup(page.read_text(encoding="utf-8"), "html.parser")
        for part in soup.select("script, style, code, a[href], td:first-child, th[scope=row]"):
            part.decompose()  # names of columns and files are for programs
        text = " ".join(soup.get_text(" ").split()).replace("heading: a", "")  # a value of the column `level`
        said = re.findall(rf".{{0,40}}{ANOTHERS[name]}.{{0,40}}", text, re.IGNORECASE)
        if said:
            found[page.name] = len(said)
    assert not found


def text_of(folder, period, page):
    soup = BeautifulSoup((folder / "_build/site" / period / f"{page}.html").read_text(encoding="utf-8"), "html.parser")
    return " ".join(soup.find("article").get_text(" ").split())


SAID = {
    ("city", "2025-26-P02", "notebooks/what-changed"): "May is the first return of the financial year",
    ("city", "2025-26-P07", "notebooks/forecast-trend"): "(two months earlier) the variance has fallen by £250k",
    ("city", "2025-26-P05", "notebooks/forecast-trend"): "August’s return does not report spending to date.",
    ("city", "2025-26-P02", "notebooks/forecast-trend"): "The directorate has spent £12.3m by the end of May: 16%",
    ("city", "2024-25-P12", "notebooks/forecast-trend"): "£750k less than the £75.20m provisional outturn",
    ("company", "2025-26-P03", "notebooks/forecast-trend"): "the nine months left must average £3.9m a month",
    ("city", "2024-25-P12", "notebooks/placements"): "No return that we have states April to December 2024",
    ("city", "2025-26-P07", "notebooks/placements"): "£915k less than the £43.6m forecast for Children looked after",
    ("city", "2025-26-P05", "notebooks/placements"): (
        "Since May (three months earlier) its variance (the forecast less the budget) has risen by £100k"
    ),
    ("city", "2025-26-P07", "notebooks/savings-rag"): "£40k of the target is not explained",
    (
        "company",
        "2024-25-P12",
        "notebooks/summary",
    ): "provisional outturn is £2.9m (7%) above the £41.5m",
    ("company", "2025-26-P06", "notebooks/forecast-trend"): "was first stated as £950k and has been restated as £1.15m",
    ("company", "2025-26-P06", "notebooks/years"): "December’s forecast for 2024/25 was £200k too low",
    ("city", "2025-26-P07", "notebooks/call-on-councils"): "From an underspend of £1.1m to an underspend of £70k",
    ("company", "2025-26-P06", "notebooks/call-on-councils"): "Tiered risk share 2 875,000 525,000 350,000 500,000",
    ("city", "2025-26-P05", "notebooks/actions"): "was due on 15 July 2025, 47 days before",
    ("city", "2025-26-P07", "notebooks/actions"): (
        "Of the 5 actions of the last meeting, 2 are done and 3 are open. Of these, 1 is overdue. An action counts as "
        "overdue if it was due before 16 December 2025, the day of the meeting of Cabinet. 1 open action has no date"
    ),
    ("company", "2025-26-P06", "notebooks/summary"): "could end as low as £1.4m or as high as £2.9m",
}
"""A sentence or a row of a page, worked out by hand: shares of the tiers up to and above £1m, and the rest."""
NOT_SAID = {
    "city": ["summary group", "income in dispute", "Pressure"],
    "company": ["income in dispute", "not reported is", "would be not reported"],
}
"""What would be of another body, whose returns report more."""


def test_pages_say_what_was_worked_out_by_hand(body):
    name, folder = body
    for (_, period, page), sentence in some(each for each in SAID.items() if each[0][0] == name):
        assert sentence in text_of(folder, period, page)


def test_pages_say_nothing_of_what_the_body_never_reports(body):
    name, folder = body
    newest = sorted(path.name for path in (folder / "data").glob("*-P*"))[-1]
    for page in some(sorted((folder / "_build/site" / newest / "notebooks").glob("*.html"))):
        text = text_of(folder, newest, f"notebooks/{page.stem}")
        may_say = page.stem in ("about-the-data", "assumptions")
        assert may_say or [each for each in NOT_SAID[name] if each in text] == [], page.name


def test_lines_are_compared_over_a_year_end_only_where_the_settings_say_which_became_which(body):
    name, folder = body
    old, new = {"city": ("2024-25-P12", "2025-26-P07"), "company": ("2024-25-P12", "2025-26-P06")}[name]
    ran = trustbook("diff", old, new, cwd=folder)
    assert "not a movement" in " ".join(ran.stdout.split())
    if name == "city":
        both = json.loads(trustbook("diff", old, new, "--json", cwd=folder).stdout)["figures"]
        together = both["forecast.variance.family_hubs_and_youth_support"]
        assert (together["old"], together["new"]) == (-150, -300)
        assert both["forecast.variance.send_travel"]["old"] == 450
        assert "forecast.variance.home_to_school_travel" not in both


def test_subtotals_stand_among_the_lines_as_the_paper_prints_them(body):
    name, folder = body
    if name != "company":
        pytest.skip("its returns have no subtotals")
    page = (folder / "_build/site/2025-26-P06/notebooks/forecast-trend.html").read_text(encoding="utf-8")
    rows = [
        row.find("th").get_text()
        for table in BeautifulSoup(page, "html.parser").select("table")
        for row in table.select("tr.tb-total")
        if "Forecast by budget line, Period" in table.find("caption").get_text()
    ]
    assert rows == ["Services", "Placements", "Teams", "Total"]


def test_the_search_knows_the_words_of_the_body(body):
    name, folder = body
    newest = sorted(path.name for path in (folder / "data").glob("*-P*"))[-1]
    index = (folder / "_build/site" / newest / "searchindex.js").read_text(encoding="utf-8")
    found = json.loads(index.removeprefix("Search.setIndex(").removesuffix(")"))
    words = dict(zip(found["docnames"], found["words"], strict=True))
    payer, line = {"city": ("Marlbridge City Council", "Children looked after"), "company": ("Birch", "Residential")}[
        name
    ]
    assert payer in words["notebooks/call-on-councils"]
    assert line in words["notebooks/forecast-trend"]
    assert not {"West", "North"} & {word for each in found["words"] for word in each}
