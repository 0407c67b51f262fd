"""The pages of the editions: what they say, what they do not, and where their links lead."""

import csv
import json
import re
from collections import Counter
from decimal import Decimal
from html.parser import HTMLParser
from itertools import starmap
from pathlib import Path
from urllib.parse import unquote, urlsplit
from xml.etree import ElementTree

import pytest
from bs4 import BeautifulSoup

from looked_at import some
from trustbook.chapters.metrics import metrics
from trustbook.config.discovery import folder_of, in_chapter
from trustbook.config.workspace import Workspace
from trustbook.core import formatting
from trustbook.data.period_data import open_period
from trustbook.position import position

ROOT = Path(__file__).parents[2]
PAGES = Workspace(ROOT).pages()
PERIODS = [str(period) for period in Workspace(ROOT).periods()]
FRONT = PAGES[0]
CHAPTERS = [page for page in PAGES if page.startswith("notebooks/")]
WITH_NEWS = [page for page in CHAPTERS if hasattr(in_chapter(folder_of(Path(page).name), "text"), "news")]


def soup(site: Path, period: str, page: str) -> BeautifulSoup:
    return BeautifulSoup((site / period / f"{page}.html").read_text(encoding="utf-8"), "html.parser")


def text(site: Path, period: str, page: str) -> str:
    article = soup(site, period, page).find("article")
    for link in article.select("a.tb-term"):
        link.unwrap()
    article.smooth()
    return " ".join(article.get_text(" ").split())


ABSENT = {
    f"notebooks/{name}"
    for name in (
        *("call-on-councils", "placements", "savings-rag", "benefits"),
        *("programme", "front-door", "workforce-agency", "assurance"),
    )
}
"""The chapters that have nothing to show before P11."""
NEVER = {"notebooks/actions"}
"""The chapters that no true return has anything for."""


def pages_of(period: str) -> list[str]:
    absent = NEVER if period == PERIODS[-1] else NEVER | ABSENT
    return [page for page in PAGES if page not in absent]


@pytest.mark.parametrize("period", PERIODS)
def test_an_edition_has_every_page_of_the_contents_that_has_something_to_show_and_its_menu_no_other(site, period):
    assert [page for page in PAGES if (site / period / f"{page}.html").exists()] == pages_of(period)
    menu = {Path(link["href"]).stem for link in soup(site, period, FRONT).select("nav.bd-links a[href*=html]")}
    assert {Path(page).name for page in pages_of(period)} - {Path(FRONT).name} == menu - {Path(FRONT).name, "#"}


def test_one_line_says_what_a_month_s_report_does_not_have_and_why(site):
    said = text(site, "2023-24-P08", FRONT).replace("’", "'")
    assert (
        "This report leaves out some chapters, because we do not have November's return. Left out: The cost to the "
        "councils; Placements; Savings; Circle to Success; The transformation programme; The front door; "
        "Workforce and agency; Assurance."
    ) in said
    assert said.count("workforce") == said.count("workforce figures")
    assert "This report leaves out" not in text(site, "2023-24-P11", FRONT)


def test_the_next_and_previous_page_follow_the_menu_of_the_month(site):
    following = soup(site, "2023-24-P08", "notebooks/forecast-trend").select_one("a.right-next")
    assert following["href"] == "years.html"


def test_the_first_page_of_the_site_leads_to_the_newest_edition(site):
    page = (site / "index.html").read_text(encoding="utf-8")
    assert f'content="0; url={PERIODS[-1]}/{FRONT}.html"' in page


def test_the_front_page_of_the_newest_edition_says_what_members_must_know(site):
    said = text(site, "2023-24-P11", FRONT)
    for figure in (
        "The trust's forecast is £31.6m (21%) above the £150.9m contract sum agreed for the year",
        "£24.2m (88%) of the £27.6m variance is in Placements.",
        "Since January the variance has risen by £731k, and the pressure by the same.",
        "of the £32.54m cost to the councils",
        "North £14.37m (44.16%)",
        "West £18.17m (55.84%)",
        "£7.7m",
        "£1.4m red (will not be delivered), £1.2m amber (likely, not confirmed) and £5.1m green (confirmed)",
        "↑ up £731k since January: worse",
        "we do not have January's figure",
        "the paper says up £1.4m since January",
        "counting the same items, up £731k",
        "130 staff",
    ):
        assert figure in said


@pytest.mark.parametrize("period", PERIODS[:-1])
def test_a_period_without_items_outside_the_forecast_has_no_cost_to_the_councils(site, period):
    said = text(site, period, FRONT)
    assert "Cost to the councils not held" in said
    assert "not reported" not in said


def test_no_page_shows_code_or_the_index_of_a_data_frame(site):
    for period in PERIODS:
        for page in some(pages_of(period)):
            article = soup(site, period, page).find("article")
            assert not article.select(".cell_input, .highlight, table.dataframe"), (period, page)
            assert "import trustbook" not in article.get_text()


@pytest.mark.parametrize("page", [page for page in PAGES if page.startswith("notebooks/")])
def test_each_chapter_links_to_its_executed_notebook(site, page):
    import nbformat

    periods = [each for each in PERIODS if page in pages_of(each)]
    if not periods:
        pytest.skip("none of the true returns fills it")
    for period in some(periods):
        link = soup(site, period, page).select_one(".tb-made a[download]")
        notebook = (site / period / f"{page}.html").parent / link["href"]
        cells = nbformat.read(notebook.resolve(), as_version=4).cells
        assert any(f'period = "{period}"' in cell.source for cell in cells if cell.cell_type == "code")


def numbers_in(written: str) -> set[str]:
    return set(re.findall(r"\d[\d,]*\.?\d*", written))


def written_forms(period: str) -> set[str]:
    """Every figure of a period as any page would write it, for figures long enough to be nobody else's by chance."""
    forms = set()
    for metric in metrics(open_period(period, workspace=Workspace(ROOT))):
        if metric.value is None:
            continue
        if metric.unit == "gbp_k":
            pounds = round(metric.value * 1000)
            forms |= {formatting.millions(pounds), formatting.thousands(pounds), formatting.in_pounds(pounds)}
        elif metric.unit == "share":
            forms |= {formatting.percent(float(metric.value))}
    return {
        number
        for form in forms
        for number in numbers_in(form)
        if len(number.replace(",", "")) >= 4 and number.strip("0.")
    }


def known_before(period: str) -> set[str]:
    """The figures of the periods up to one, and of the earlier years, which its pages may show."""
    known = set()
    for earlier in PERIODS[: PERIODS.index(period) + 1]:
        known |= written_forms(earlier)
    data = open_period(period, workspace=Workspace(ROOT))
    for column in ("original_gbp", "revised_gbp"):
        for pounds in data.reference.contract_sums[column].dropna():
            known |= numbers_in(formatting.millions(int(pounds))) | numbers_in(formatting.thousands(int(pounds)))
    published = data.reference.dataset("compared")
    for column in ("value", "quartile_1", "median", "quartile_3"):
        for share in published.loc[published["unit"] == "share", column].dropna():
            known |= numbers_in(formatting.percent(float(share)))
    return known


def test_the_chapters_of_an_earlier_period_have_its_figures_and_none_that_belong_to_the_newest_alone(site):
    earlier, newest = "2023-24-P09", "2023-24-P11"
    alone = written_forms(newest) - known_before(earlier)
    assert len(alone) > 20
    said = set()
    for page in pages_of(earlier):
        if page.startswith("notebooks/"):
            said |= numbers_in(text(site, earlier, page))
            drawn = {number for svg in charts(site, earlier, page) for number in numbers_in(svg)}
            said |= {
                number for number in drawn if sum(char.isdigit() for char in number) >= 4
            }  # the rest are axis ticks
    here = position(
        open_period(earlier, workspace=Workspace(ROOT)).current,
        open_period(earlier, workspace=Workspace(ROOT)).reference,
    )
    for pounds in (here.variance, here.pressure, here.disputed_income):
        assert numbers_in(formatting.millions(pounds)) <= said
        assert numbers_in(formatting.thousands(pounds)) <= said
    assert said & alone == set()


def charts(site: Path, period: str, page: str) -> list[str]:
    """The words of the charts on a page."""
    found = []
    for svg in soup(site, period, page).select("figure.tb-chart svg"):
        found.append(" ".join(node.get_text() for node in svg.find_all("text")))
    return found


def test_nothing_of_a_period_is_typed_into_a_notebook_or_a_page():
    typed = set()
    for path in (ROOT / "notebooks").glob("*.ipynb"):
        for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]:
            typed |= numbers_in("".join(cell["source"]))
    for path in (ROOT / "book").glob("*.md"):
        if path.name not in ("data-quality.md", "tie-out.md"):  # these are made
            typed |= numbers_in(path.read_text(encoding="utf-8"))
    forms = set().union(*(written_forms(period) for period in PERIODS))
    assert typed & forms == set()


def charts_of(site, period):
    """Each chart of an edition, with its page."""
    for page in pages_of(period):
        yield from ((page, figure) for figure in soup(site, period, page).select("figure.tb-chart"))


def test_each_chart_is_a_figure_with_its_finding_and_its_description(site):
    for period in PERIODS:
        for _, figure in some(charts_of(site, period)):
            assert figure.select_one(".tb-chart-title").get_text()
            assert re.match("Sources?: ", figure.select_one(".tb-chart-source").get_text())
            drawing = figure.select_one("[role=img]")
            assert figure.find(id=drawing["aria-labelledby"]).get_text()
            assert figure["aria-label"].startswith("Chart: ")
            for width in ("wide", "narrow"):
                assert drawing.select(f"svg.tb-{width} text")


def test_the_title_of_a_chart_is_in_its_figure_once_and_what_belongs_to_it_has_its_short_name(site):
    for period in PERIODS:
        for page in pages_of(period):
            for figure in soup(site, period, page).select("figure.tb-chart"):
                said = [figure.get_text(" "), *(str(each.get("aria-label")) for each in figure.select("[aria-label]"))]
                title = figure.select_one(".tb-chart-title").get_text()
                assert sum(text.count(title) for text in said) == 1
                short = figure["id"].removeprefix("chart-").replace("-", " ")
                named = [*figure.select("summary"), *figure.select(".tb-downloads a[download]")]
                assert len(named) == 5
                assert all(each.get_text().strip().endswith(f": {short}") for each in named)
    assert len(soup(site, "2023-24-P11", "notebooks/forecast-trend").select("figure.tb-chart")) == 4


def test_each_chart_has_its_data_as_a_table_and_to_take_away_and_both_are_the_same(site):
    for period in PERIODS:
        for page, figure in some(charts_of(site, period)):
            table = figure.find("table")
            shown = [[cell.get_text() for cell in row.find_all(["th", "td"])] for row in table.find_all("tr")]
            assert table.caption.get_text()
            assert all(cell["scope"] == "col" for cell in table.thead.find_all("th"))
            assert all(row.find("th")["scope"] == "row" for row in table.tbody.find_all("tr"))
            taken = {}
            for link in figure.select(".tb-downloads a[download]"):
                file = (site / period / f"{page}.html").parent / unquote(link["href"])
                taken[file.suffix] = file
                name = f"{page.split('/')[-1]}-{figure['id'].removeprefix('chart-')}-{period}{file.suffix}"
                assert file.name == name
            assert set(taken) == {".svg", ".png", ".csv"}
            assert taken[".png"].read_bytes().startswith(b"\x89PNG")
            assert ElementTree.parse(taken[".svg"]).getroot().tag.endswith("svg")
            with taken[".csv"].open(encoding="utf-8-sig", newline="") as file:
                rows = list(csv.reader(file))
            assert rows[0] == shown[0]
            for row, cells in zip(rows[1:], shown[1:], strict=True):
                assert all(starmap(is_shown_as, zip(row, cells, strict=True))), (row, cells)


def is_shown_as(value: str, cell: str) -> bool:
    """Whether a page shows a value of a file as this cell, to the places that the page has."""
    if cell in set(formatting.Absence):
        return value == ""
    if value == cell or not re.fullmatch(rf"[+{formatting.MINUS}]?[\d,]+\.?\d*", cell):
        return value == cell
    places = len(cell.partition(".")[2])
    plain = Decimal(cell.replace(",", "").replace(formatting.MINUS, "-"))
    return abs(Decimal(value) - plain) <= Decimal(5).scaleb(-places - 1)


def test_only_a_page_with_a_chart_asks_for_the_scripts_of_charts(site):
    for period in PERIODS:
        for page in pages_of(period):
            made = soup(site, period, page)
            loaded = [script["src"] for script in made.find_all("script", src=True)]
            charts_on_it = bool(made.select("figure.tb-chart"))
            assert any("charts.js" in source for source in loaded) == charts_on_it
            assert not any("vega" in source for source in loaded), "Vega comes after the text"
        assert (site / period / "_static" / "vega.js").exists()


def test_the_first_return_of_a_year_has_the_widest_range_for_where_it_may_end(site):
    said = text(site, "2023-24-P07", "notebooks/forecast-trend")
    assert "We estimate that the variance will end the year between" in said
    assert "It rests on 25 published forecasts by 11 authorities" in said


def test_what_changed_is_told_largest_first_with_what_did_not_change_and_what_cannot_be_compared(site):
    said = text(site, "2023-24-P11", "notebooks/what-changed")
    for phrase in (
        "The largest changes are in Staffing (up £434k), Placements (up £220k) and Other (up £77k).",
        "January's figures are by summary group and February's by budget heading",
        "Income in dispute : £1.2m.",
        "They have no movement, which does not mean that they were nil before.",
    ):
        assert phrase.replace(" :", ":") in said.replace(" :", ":").replace("’", "'")
    said = text(site, "2023-24-P08", "notebooks/what-changed")
    assert "the pressure has fallen by £1.0m to £26.8m, which is better. The variance has risen by £1.1m" in said


def test_the_first_period_has_nothing_to_be_compared_with_and_says_so(site):
    article = soup(site, PERIODS[0], "notebooks/what-changed").find("article")
    assert "so we cannot say what changed" in article.get_text()
    assert article.find_all("h2") == []


@pytest.mark.parametrize("period", PERIODS)
def test_the_front_page_leads_to_chapters_of_the_book_and_in_the_newest_period_to_each_that_has_news(site, period):
    links = {link["href"] for link in soup(site, period, FRONT).find("article").select("li a")}
    chapters = {Path(page).name + ".html" for page in CHAPTERS}
    with_news = {Path(page).name + ".html" for page in WITH_NEWS if page not in NEVER}
    assert {link for link in links if link.endswith(".html") and "/" not in link} <= chapters
    assert (with_news if period == PERIODS[-1] else {"what-changed.html", "forecast-trend.html"}) <= links
    assert "../book/data-quality.html" in links


def test_the_archive_lists_every_edition_with_its_own_headline_figures(site):
    page = BeautifulSoup((site / "archive.html").read_text(encoding="utf-8"), "html.parser")
    rows = {row.find("a")["href"].split("/")[0]: row for row in page.select("tbody tr")}
    assert list(rows) == PERIODS[::-1]
    for period, row in rows.items():
        given = {each.name: each.value for each in metrics(open_period(period, workspace=Workspace(ROOT)))}
        cells = [cell.get_text() for cell in row.find_all("td")]
        assert cells[0] == f"{given['forecast.variance']:,}"
        assert cells[2] == f"{given['forecast.pressure']:,}"
        assert cells[4] == ("not held" if given["council.call"] is None else f"{given['council.call']:,}")


def test_the_outlook_is_of_the_variance_and_says_what_it_rests_on_and_how_such_ranges_did(site):
    said = text(site, "2023-24-P11", "notebooks/forecast-trend")
    for phrase in (
        "We estimate that the variance will end the year between",
        "If the rest of the pressure stays as last reported",
        "How often years ended inside 80% ranges",
    ):
        assert phrase in said


class Links(HTMLParser):
    def __init__(self):
        super().__init__()
        self.found = []

    def handle_starttag(self, tag, attrs):
        values = dict(attrs)
        for name in ("href", "src"):
            if values.get(name) and not (tag == "link" and values.get("rel") == "canonical"):
                self.found.append(values[name])


def test_every_link_and_file_of_the_site_is_there_and_nothing_is_loaded_from_elsewhere(site):
    missing, elsewhere = set(), set()
    for page in site.rglob("*.html"):
        links = Links()
        links.feed(page.read_text(encoding="utf-8"))
        for link in links.found:
            parts = urlsplit(link)
            if parts.scheme in ("http", "https") or link.startswith("//"):
                elsewhere.add(link)
            elif parts.path and parts.scheme == "" and not (page.parent / unquote(parts.path)).exists():
                missing.add((str(page.relative_to(site)), link))
    assert missing == set()
    assert {
        link for link in elsewhere if not link.startswith(("https://sphinx-book-theme", "https://jupyterbook.org"))
    } == set()


def test_every_page_has_an_icon_and_a_card_that_are_there(site):
    without = set()
    for page in site.rglob("*.html"):
        head = BeautifulSoup(page.read_text(encoding="utf-8"), "html.parser").head
        named = [head.find("link", rel="icon"), head.find("meta", property="og:image")]
        places = [each and (each.get("href") or each.get("content")) for each in named]
        if not all(place and (page.parent / unquote(urlsplit(place).path)).is_file() for place in places):
            without.add((page.relative_to(site).as_posix(), *places))
    assert without == set()


def test_the_findings_of_an_accepted_return_are_a_page_of_its_edition(site):
    golden = json.loads((Path(__file__).parent / "golden" / "findings.json").read_text(encoding="utf-8"))
    for period, report in some(golden.items()):
        said = text(site, period, "book/data-quality")
        found = Counter(finding["severity"] for finding in report["findings"])
        warnings = formatting.counted(found["warning"], "data warning")
        assert f"accepted with {warnings} and {formatting.counted(found['info'], 'note')}" in said
        said = said.casefold()
        assert [each["sentence"] for each in report["findings"] if each["sentence"].casefold() not in said] == []


def test_every_assumption_is_on_the_assumptions_page_with_its_source_and_effect(site):
    data = open_period("2023-24-P11", workspace=Workspace(ROOT))
    said = text(site, "2023-24-P11", "notebooks/assumptions")
    for entry in some(data.assumption_book.entries().values()):
        for part in (entry.label, entry.source, entry.effect):
            assert " ".join(part.split()) in said
