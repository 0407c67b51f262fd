"""Two invented bodies are reported from settings and data alone, in their own words and with the right figures.

Every figure here was worked out by hand from `tests/bodies/`, in thousands of pounds.
"""

import json
import re
import shutil
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from workspaces import ROOT, trustbook

BODIES = Path(__file__).parents[1] / "bodies"
NAMES = ("city", "company")
FIGURES = {
    ("city", "2024-25-P12"): {
        "forecast.contract_sum": 72_000,
        "forecast.projected_outturn": 75_200,
        "forecast.variance": 3_200,
        "forecast.variance_movement": 200,
    },
    ("city", "2025-26-P02"): {"forecast.variance": -450, "forecast.variance_movement": None},
    ("city", "2025-26-P05"): {
        "forecast.variance": -350,
        "forecast.variance_movement": 100,
        "savings.secured": 600,
        "savings.uncertain": 600,
        "savings.unexplained": 50,
    },
    ("city", "2025-26-P07"): {
        "forecast.contract_sum": 77_300,
        "forecast.projected_outturn": 76_700,
        "forecast.variance": -600,
        "forecast.variance_movement": -250,
        "savings.target": 1_250,
        "savings.secured": 730,
        "savings.uncertain": 480,
        "savings.unexplained": 40,
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
    for (of, period), wanted in FIGURES.items():
        if of == name:
            ran = trustbook("metrics", period, "--json", cwd=folder)
            given = json.loads(ran.stdout)
            assert {metric: given[metric]["value"] for metric in wanted} == wanted, period


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
