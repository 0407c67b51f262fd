"""An edition has the papers that it cites; what looks further is noted, because it then depends on more."""

import pytest

from trustbook.chapters.about_the_data import text as about
from trustbook.config import workspace as workspaces
from trustbook.core.period import Period
from trustbook.core.reads import PAPERS, PERIODS
from trustbook.data import cited_papers
from trustbook.data.period_data import open_period
from trustbook.data.period_return import read_reference
from trustbook.site.downloads.offered import offered

EARLIER, LATER = "2030-31-P03", "2030-31-P04"


def paper(name, day=None):
    return {"source_id": name, "title": f"The {name}", "publisher": "Nobody", "published_on": day, "file": "none.txt"}


@pytest.fixture
def noted(monkeypatch) -> list[str]:
    """What is noted as consulted."""
    found: list[str] = []
    for module in (workspaces, cited_papers):
        monkeypatch.setattr(module, "note", found.append)
    return found


@pytest.fixture
def cite(synthetic_workspace, synthetic_reference, group_return, full_return):
    """A workspace whose register has more papers than are cited, one by the month before and one by a statement."""
    more = (paper("of-the-month-before"), paper("stated", "2030-06"), paper("unused", "2030-05"))
    synthetic_reference["sources"] += more
    group_return["forecast"][0]["source_id"] = "of-the-month-before"
    statement = {"claim_id": "one", "source_id": "stated", "locator": "1", "metric": "forecast.variance"}
    full_return["claims"] = [statement | {"value": 1, "unit": "gbp_k", "decimals": 0, "label": "One"}]
    return synthetic_workspace({EARLIER: group_return, LATER: full_return}, reference=synthetic_reference)


def test_the_papers_of_an_edition_are_those_of_its_year_its_statements_and_the_reference_data(cite):
    data = open_period(LATER, workspace=cite)
    cited = set(data.reference.sources["source_id"])
    assert cited >= {"of-the-month-before", "stated", "made-up"}
    assert "unused" not in cited
    assert set(data.reference.titles) == cited
    assert "The unused" not in about.sources(data).html()
    assert "The stated" in about.sources(data).html()
    before = open_period(EARLIER, workspace=cite).reference
    assert "stated" not in set(before.sources["source_id"])
    assert "unused" in set(read_reference(cite).sources["source_id"])


def test_a_paper_that_is_not_cited_can_be_looked_up_and_that_is_noted(cite, noted):
    reference = open_period(LATER, workspace=cite).reference
    assert reference.titles_of(["stated"]) == ("The stated",)
    assert reference.published_on["stated"] == "2030-06"
    assert reference.published_on.get("made-up") is None
    assert PAPERS not in noted
    assert reference.published_on.get("unused") == "2030-05"
    assert noted.count(PAPERS) == 1
    assert reference.titles_of(["unused", "nowhere"]) == ("The unused", "nowhere")
    assert noted.count(PAPERS) == 3


def test_the_files_of_an_edition_have_the_papers_that_its_tables_name_and_no_other(cite):
    tables = {each.name: each.frame for each in offered(cite, Period.parse(LATER), [])}
    named = {name for dataset, frame in tables.items() if dataset != "sources" for name in frame["source_id"].dropna()}
    papers = set(tables["sources"]["source_id"])
    assert "stated" in papers
    assert papers <= named
    assert not papers & {"unused", "of-the-month-before"}


def test_which_earlier_returns_there_are_is_asked_only_by_who_looks_at_them(cite, noted):
    data = open_period(LATER, workspace=cite)
    assert data.holds()
    assert data.holds(Period.parse(EARLIER))
    assert data.at_previous() is not None
    assert PERIODS not in noted
    assert list(data.earlier) == []
    assert PERIODS in noted
