"""The brief: its questions come from what the month reports, in short sentences, each figure as its metric has it."""

import json
import re
import shutil
import sys
from dataclasses import replace
from fractions import Fraction
from functools import cache
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

import trustbook.site.brief.page as brief_page
from trustbook.chapters.metrics import as_json, metrics
from trustbook.checks.findings import Report
from trustbook.components.charts.theme import RAG, SHAPES
from trustbook.config.words import Words, use_words
from trustbook.config.workspace import Workspace
from trustbook.core.amounts_in_prose import money, share
from trustbook.data.period_data import open_period
from trustbook.site.brief.content import _FOUR as FOUR
from trustbook.site.brief.content import Brief, _figures, _why, gather
from trustbook.site.brief.page import html
from trustbook.site.brief.questions import MOST, questions
from trustbook.site.brief.reported import Reported
from trustbook.site.metadata import Facts

sys.path.append(str(Path(__file__).parents[2] / "sentences"))
from english import LONGEST, RETIRED, prose, sentences, words

from looked_at import some

ROOT = Path(__file__).parents[3]
BODIES = ROOT / "tests" / "bodies"
EDITIONS = [
    *(("trust", folder.name) for folder in sorted((ROOT / "data").glob("*-P*"))),
    *((body.name, folder.name) for body in sorted(BODIES.iterdir()) for folder in sorted((body / "data").glob("*-P*"))),
]
FACTS = Facts("2030-31-P04", "Synthetic <Trust>", "2030-09-02")
_FIGURE = re.compile(r"£[\d.,]+[mk]?|\d[\d.,]*%")


@pytest.fixture(scope="module")
def workspaces(tmp_path_factory):
    """The workspaces of three bodies, with the library's pages, and its notebooks as they are before they are run."""
    made = {}
    for name in ("trust", *(body.name for body in BODIES.iterdir())):
        folder = tmp_path_factory.mktemp(name) / "workspace"
        for part in ("book", "expectations"):
            shutil.copytree(ROOT / part, folder / part)
        (folder / "notebooks").mkdir()
        for notebook in (ROOT / "notebooks").glob("*.ipynb"):
            content = json.loads(notebook.read_text(encoding="utf-8"))
            content["cells"] = [cell | ({"outputs": []} if "outputs" in cell else {}) for cell in content["cells"]]
            (folder / "notebooks" / notebook.name).write_text(json.dumps(content), encoding="utf-8")
        shutil.copy(ROOT / "_config.yml", folder)
        own = ROOT if name == "trust" else BODIES / name
        shutil.copy(own / "_toc.yml", folder)
        for part in ("data", "params"):
            shutil.copytree(own / part, folder / part)
        made[name] = Workspace(folder)
    return made


@pytest.fixture(scope="module")
def found_in(workspaces):
    """The metrics of an edition as the command line gives them, worked out once."""

    @cache
    def metrics_of(name, period):
        use_words(workspaces[name].settings.words)
        data = open_period(period, workspace=workspaces[name])
        return json.loads(as_json(metrics(data), data))

    return metrics_of


@pytest.fixture(params=EDITIONS, ids=" ".join)
def edition(request, workspaces, found_in):
    """A workspace, a period, and its metrics."""
    name, period = request.param
    found = found_in(name, period)
    use_words(workspaces[name].settings.words)
    return workspaces[name], period, found


@pytest.fixture
def brief(edition):
    workspace, period, found = edition
    report = Report(period, [], [])
    return gather(
        replace(FACTS, period=period), workspace.settings, workspace.pages(), workspace.root, found, report, []
    )


def _written(found, name):
    value, unit = found[name]["value"], found[name]["unit"]
    if unit == "gbp_k":
        pounds = abs(round(value * 1000))
        whole = round((found.get("council.call", {}).get("value") or 0) * 1000)
        return {money(pounds), money(pounds, whole // 100)}  # shares have digits in which they add up
    return {share(Fraction(str(value)))} if unit == "share" else {f"{value:,.0f}"}


def test_every_question_gives_figures_that_are_its_metrics(edition):
    _, _, found = edition
    for each in some(questions(Reported(found), 0, 0)):
        known = {written for name in each.metrics for written in _written(found, name)}
        assert each.metrics
        assert all(found[name]["value"] is not None for name in each.metrics)
        assert set(_FIGURE.findall(each.says)) <= known, each


def test_there_are_at_most_eight_questions_and_doubts_are_always_among_them(edition):
    _, _, found = edition
    asked = questions(Reported(found), 3, 12)
    assert len(asked) <= MOST
    assert [each.page for each in asked[-2:]] == ["book/tie-out", "book/data-quality"]
    assert "12 reasons" in asked[-2].says
    assert "3 data warnings" in asked[-1].says


def test_every_figure_of_the_brief_is_its_metric(edition, brief):
    _, _, found = edition
    page = BeautifulSoup(html(brief), "html.parser")
    shown = page.select("[data-metric]")
    assert shown
    for figure in shown:
        assert figure.get_text().removeprefix("−") in _written(found, figure["data-metric"]), figure


def test_the_brief_says_nothing_of_what_the_month_does_not_report(edition, brief):
    _, _, found = edition
    text = BeautifulSoup(html(brief), "html.parser").select_one("main")
    for said in text.select(".answer, #changed"):
        said.decompose()  # sentences of chapters, which say what there is
    assert not re.search(r"not reported|not held|not applicable|\b(?:None|nan)\b", text.get_text())
    for name, prefix in (("savings.target", "savings."), ("council.call", "council.call")):
        if found.get(name, {}).get("value") is None:
            assert not text.select(f'[data-metric^="{prefix}"]')


def test_its_sentences_are_short_and_in_plain_words(brief):
    for sentence in some(each for text in prose(html(brief)) for each in sentences(text)):
        assert len(words(sentence)) <= LONGEST, sentence
        assert not RETIRED.search(sentence), sentence


def test_each_question_leads_to_a_page_of_the_edition(edition, brief):
    workspace, _, _ = edition
    for link in some(BeautifulSoup(html(brief), "html.parser").select("ol a")):
        assert link["href"].removesuffix(".html") in workspace.pages()
        assert link.get_text()


def test_the_newest_return_raises_the_questions_that_a_councillor_would_ask(workspaces, found_in):
    found = found_in("trust", "2023-24-P11")
    use_words(workspaces["trust"].settings.words)
    assert [each.says for each in questions(Reported(found), 7, 22)][:4] == [
        "£24.2m of the £27.6m overspend is in Placements.",
        "The pressure rose by £731k since the previous return.",
        "The forecast leaves out £908k that the cost to the councils counts.",
        "£1.2m of income is in dispute, and counted as not paid.",
    ]


def _brief(**said):
    given = {"front": "notebooks/summary", "answer": "", "why": (), "changed": "", "shares": (), "whole": None}
    given |= {"figures": (), "savings": (), "chart": None, "asked": ()}
    return Brief(FACTS, **(given | said))


def test_a_month_that_reports_nothing_has_a_brief_with_its_name_alone():
    page = BeautifulSoup(html(_brief()), "html.parser")
    assert page.h1.get_text() == "Finance brief, Period 4, July 2030"
    assert not page.select("h2, dl, table, ol")


def test_text_is_escaped():
    assert "<Trust>" not in html(_brief(answer="<script>"))
    assert "<script>" not in html(_brief(answer="<script>"))


def test_on_paper_links_lead_to_the_site_or_nowhere():
    assert not BeautifulSoup(html(_brief(), on_paper=True), "html.parser").select("a")
    with_site = replace(_brief(), about=replace(FACTS, site_url="https://example.org/"))
    (link,) = BeautifulSoup(html(with_site, on_paper=True), "html.parser").select("a")
    assert link["href"] == "https://example.org/2030-31-P04/notebooks/summary.html"


def test_the_mark_of_a_rating_has_the_shape_and_the_colour_that_it_has_in_charts():
    sheet = (Path(brief_page.__file__).parent / "templates" / "brief.css").read_text(encoding="utf-8")
    drawn_as = {"triangle-up": "polygon(50% 0, 100% 100%, 0 100%)", "circle": "border-radius: 50%"}
    drawn_as["diamond"] = "polygon(50% 0, 100% 50%, 50% 100%, 0 50%)"
    for rating, shape in SHAPES.items():
        rule = re.search(rf"\.is-{rating} {{(.*?)}}", sheet)[1]
        assert drawn_as[shape] in rule
        assert RAG[rating] in rule


def test_what_the_pressure_is_made_of_is_named_in_the_bodys_own_words_and_adds_up():
    pounds = {"pressure": 500, "variance": 400, "outside_contract": 70, "recovery": 30}
    metrics = {
        f"forecast.{name}": {"value": value, "unit": "gbp_k", "label": name, "chapter": "forecast"}
        for name, value in pounds.items()
    }
    use_words(Words(agreement="service deal"))
    said = _why(Reported(metrics))[0]
    use_words(Words())
    assert said == (
        "The pressure of £500k is made of £400k variance, £70k outside the service deal and £30k recovery measures."
    )


def test_a_brief_says_whether_it_is_a_draft_and_only_a_draft_has_a_watermark_and_is_left_by_search_engines():
    published = replace(FACTS, revision=2, published_on="2030-10-02", notice="<b> & so")
    for about, said in ((FACTS, "Draft"), (published, "Revision 2, published 2 October 2030")):
        page = BeautifulSoup(html(replace(_brief(), about=about)), "html.parser")
        assert page.select_one("header strong").get_text() == said
        assert (page.find("meta", attrs={"name": "robots"}) is None) == bool(about.revision)
        assert (page.find(class_="watermark") is None) == bool(about.revision)
    assert page.find(class_="draft").get_text() == "<b> & so"


def _amounts(**thousands):
    return Reported(
        {
            name.replace("__", "."): {"value": value, "unit": "gbp_k", "label": name, "chapter": "made up"}
            for name, value in thousands.items()
        }
    )


def _key_figures(workspaces, found):
    return [each.metric for each in _figures(found, workspaces["trust"].settings)][:FOUR]


def test_the_key_figures_are_the_four_that_are_asked_for_first_and_the_next_where_one_is_not_reported(workspaces):
    known = {
        **{"forecast__projected_outturn": 900, "forecast__variance": 400, "forecast__pressure": 500},
        **{"workforce__agency_headcount": 70, "savings__target": 80, "council__call": 510},
    }
    four = ["forecast.pressure", "council.call", "savings.target", "workforce.agency_headcount"]
    assert _key_figures(workspaces, _amounts(**known)) == four
    del known["savings__target"]
    assert _key_figures(workspaces, _amounts(**known)) == [*four[:2], four[3], "forecast.variance"]
    del known["forecast__pressure"]
    assert _key_figures(workspaces, _amounts(**known)) == [
        *("forecast.variance", "council.call", "workforce.agency_headcount", "forecast.projected_outturn")
    ]


def test_the_brief_has_four_key_figures_where_the_month_reports_so_many(edition, brief):
    workspace, _, found = edition
    every = _figures(Reported(found), workspace.settings)
    assert list(brief.figures) == every[:4]
