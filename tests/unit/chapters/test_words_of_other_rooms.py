"""What pages say of a directorate of one council, of a company of three, and of a charity that nobody else pays for."""

import re
import shutil
from itertools import chain

import pytest
from shown import ROOT, shown

from trustbook.chapters.metrics import details, metrics, reference_metrics
from trustbook.checks.gate import check
from trustbook.components.charts.chart import Chart
from trustbook.config.words import Words, use_words
from trustbook.core.period import Period
from trustbook.data.period_data import open_period
from trustbook.site.archive import archive
from trustbook.site.downloads.contents import page, write_downloads
from trustbook.site.downloads.offered import offered
from trustbook.site.manifest import Card

LATER = "2030-31-P04"
ROOMS = (
    *("placements", "assurance", "benefits", "programme", "front-door", "workforce-agency"),
    *("compare", "about-the-data", "assumptions"),
)
PREFIXES = ("placements.", "assurance.", "benefits.", "programme.", "front_door.", "workforce.", "compared.")
BODIES = {
    "directorate": ({"body": "directorate", "budget": "budget", "heading": "service"}, ("0.3",)),
    "company": ({"body": "company", "budget": "management fee", "heading": "cost centre"}, ("0.3", "0.5", "0.2")),
    "charity": ({"body": "charity", "budget": "spending plan", "heading": "activity", "headings": "activities"}, ()),
}
ITS_OWN_WORDS = {"directorate": r"\bcouncils\b", "company": None, "charity": r"\bcouncils?\b"}
OF_A_TRUST = r"\btrusts?\b|\bcontracts?\b|\bheadings?\b"
FROM_DATA = (
    ("Synthetic Trust", "Synthetic Service"),
    ("Whole trust", "Whole {body}"),
    ("Synthetic Council", "Synthetic Area"),
    ("the contract sum", "the plan"),
    ("the contract", "the plan"),
)
NAMES_OF_FILES = (
    r"`[^`]*`|params/trust\.yaml|\w+_\w+|\bcontract\.original|heading: a |[\w-]+\.(csv|html)|trustbook[.\w]*"
)


@pytest.fixture(params=sorted(BODIES))
def body(request):
    yield request.param
    use_words(Words())


@pytest.fixture
def made(body, synthetic_workspace, full_return, group_return, trust_settings, synthetic_reference):
    """A workspace of such a body; its data name no trust and no council."""
    own, shares = BODIES[body]

    def renamed(values):
        if isinstance(values, dict):
            return {name: renamed(value) for name, value in values.items()}
        if isinstance(values, list):
            return [renamed(each) for each in values]
        for old, new in FROM_DATA if isinstance(values, str) else ():
            values = values.replace(old, new.format(body=own["body"]))
        return values

    paying = [
        {"code": code, "name": f"{code.capitalize()} Synthetic Area", "short_name": code.capitalize(), "share": share}
        for code, share in zip(("east", "west", "north"), ("1",) if len(shares) == 1 else shares, strict=False)
    ]
    settings = renamed(trust_settings) | {"funders": paying, "words": own}
    del settings["councils"]
    if not paying:
        full_return["adjustments"] = [each for each in full_return["adjustments"] if each["kind"] != "not_in_forecast"]
        full_return["controls"] = [each for each in full_return["controls"] if each["column"] != "call_gbp_k"]
    return synthetic_workspace(
        {"2030-31-P03": renamed(group_return), LATER: renamed(full_return)},
        trust=settings,
        reference=renamed(synthetic_reference),
    )


def foreign(text, body):
    """The words of another body in a text, each with what is around it."""
    said = re.sub(NAMES_OF_FILES, "", text)
    pattern = OF_A_TRUST if ITS_OWN_WORDS[body] is None else f"{OF_A_TRUST}|{ITS_OWN_WORDS[body]}"
    return [said[max(0, found.start() - 60) : found.end() + 30] for found in re.finditer(pattern, said, re.IGNORECASE)]


@pytest.mark.parametrize("room", ROOMS)
def test_a_chapter_says_nothing_in_the_words_of_another_body(made, body, room):
    assert made.settings.words.body == body
    texts = []
    for _, each in shown(LATER, made.root, room):
        texts += [repr(each), repr(each.table)] if isinstance(each, Chart) else [repr(each)]
    assert texts
    assert [each for text in texts for each in foreign(text, body)] == []


def test_the_figures_are_labelled_and_explained_in_the_words_of_the_body(made, body):
    data = open_period(LATER, workspace=made)
    figures = [each for each in (*metrics(data), *details(data)) if each.name.startswith(PREFIXES)]
    figures += [each for _, each in reference_metrics(data) if each.name == "contract.original"]
    said = chain.from_iterable((each.label, each.lineage.how if each.lineage else "") for each in figures)
    assert [each for text in said for each in foreign(text, body)] == []


def test_the_downloads_describe_the_data_in_the_words_of_the_body(made, body):
    period = made.period(LATER)
    folder = write_downloads(made, period, [])
    texts = [page(made, period, [], folder, "x.pdf"), (folder / "datapackage.json").read_text(encoding="utf-8")]
    tables = [each.schema for each in offered(made, period, [])]
    texts += [text for each in tables for text in (each.title, each.about, *(of.title for of in each.columns))]
    said = re.sub(r"<td[^>]*>\s*[\w/]+\s*</td>", "", "\n".join(texts))
    own = BODIES[body][0]
    assert own["budget"].capitalize() in said
    assert [each for each in foreign(said, body) if '"name": "heading"' not in each and '"heading"' not in each] == []


def test_the_archive_names_the_cost_in_the_words_of_the_body(made, body):
    assert made.settings
    columns = archive([Card(Period(2030, 4), ("notebooks/summary",), {"forecast.variance": {"value": 1.0}})])["columns"]
    last = {"directorate": "Cost to the council", "company": "Cost to the councils"}
    assert columns[-1] == last.get(body, "Whole cost above the budget")


def test_the_gate_refuses_in_the_words_of_the_body(made, body):
    shutil.copytree(ROOT / "expectations", made.expectations)
    file = made.data / LATER / "forecast.csv"
    lines = file.read_text(encoding="utf-8").splitlines()
    spoilt = [lines[0], lines[1].replace("1050", "1049"), lines[2].replace("Placements", "Placement"), *lines[3:]]
    file.write_text("\n".join([*spoilt, lines[3].replace("heading,", "group,", 1)]), encoding="utf-8")
    found = check(made, [made.period(LATER)])[made.period(LATER)].findings
    said = [text for each in found for text in (each.sentence, each.expected, each.mend) if text]
    assert f"mixes {made.settings.words.lines} and groups" in " ".join(said)
    assert any(f"revised {made.settings.words.budget}" in text or "budget + change" in text for text in said)
    assert [each for text in said for each in foreign(text, body)] == []
