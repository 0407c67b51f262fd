"""What readers' programs follow: each edition once, newest first, with the date of its data."""

from xml.etree import ElementTree

import pytest

from trustbook.period import Period
from trustbook.publish.feed import write_feed, write_sitemap

ATOM = "{http://www.w3.org/2005/Atom}"
MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
PERIODS = [Period.parse("2030-31-P04"), Period.parse("2030-31-P03")]
_PAGE = '<html><head><meta name="description" content="Over by £1m &amp; more.">{}</head></html>'
_DATE = '<meta property="article:published_time" content="2030-09-02">'


@pytest.fixture
def laid_out(tmp_path):
    for period in PERIODS:
        (tmp_path / str(period)).mkdir()
        (tmp_path / str(period) / "front.html").write_text(_PAGE.format(_DATE if period == PERIODS[0] else ""))
    (tmp_path / "2030-31-P04" / "more.html").write_text(_PAGE.format(""))
    return tmp_path


def _feed(site, url=None):
    write_feed(site, PERIODS, "front", "Synthetic Trust", url)
    return ElementTree.parse(site / "feed.xml").getroot()


def test_each_edition_is_an_entry_with_what_atom_demands(laid_out):
    entries = _feed(laid_out).findall(f"{ATOM}entry")
    assert [entry.find(f"{ATOM}title").text for entry in entries] == [
        "Finance report, Period 4, July 2030",
        "Finance report, Period 3, June 2030",
    ]
    assert [entry.find(f"{ATOM}updated").text for entry in entries] == ["2030-09-02T00:00:00Z", "2030-06-01T00:00:00Z"]
    assert entries[0].find(f"{ATOM}summary").text == "Over by £1m & more."
    assert len({entry.find(f"{ATOM}id").text for entry in entries}) == len(entries)


def test_an_edition_keeps_its_identity_when_the_site_moves(laid_out):
    def identities(url):
        return [each.text for each in _feed(laid_out, url).iter(f"{ATOM}id")]

    assert identities(None) == identities("https://example.org/")


def test_links_of_the_feed_are_absolute_only_where_the_site_has_an_address(laid_out):
    def links(url):
        return [link.get("href") for link in _feed(laid_out, url).iter(f"{ATOM}link")]

    assert links(None) == ["feed.xml", "archive.html", "2030-31-P04/front.html", "2030-31-P03/front.html"]
    assert links("https://example.org/") == [f"https://example.org/{each}" for each in links(None)]


def test_the_sitemap_lists_every_page_that_an_edition_has_and_no_other(laid_out):
    write_sitemap(laid_out, PERIODS, ["front", "more"], "https://example.org/")
    root = ElementTree.parse(laid_out / "sitemap.xml").getroot()
    assert [each.text.removeprefix("https://example.org/") for each in root.iter(f"{MAP}loc")] == [
        "archive.html",
        "2030-31-P04/front.html",
        "2030-31-P04/more.html",
        "2030-31-P03/front.html",
    ]
