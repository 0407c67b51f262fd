"""What readers' programs follow: each edition once, newest first, with the date of its data."""

from dataclasses import replace
from xml.etree import ElementTree

from trustbook.core.period import Period
from trustbook.site.feed import write_feed, write_sitemap
from trustbook.site.manifest import Card

ATOM = "{http://www.w3.org/2005/Atom}"
MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
SAID = "Over by £1m & more."
CARDS = [
    Card(Period.parse("2030-31-P04"), ("front", "more"), {}, SAID, "2030-09-02"),
    Card(Period.parse("2030-31-P03"), ("front",), {}, SAID),
]
NOT_IN_XML = "a\x01\x0b\ufffe\ud800<b>&amp;]]> z"


def _feed(site, url=None, trust="Synthetic Trust", cards=CARDS):
    write_feed(site, cards, trust, url)
    return ElementTree.parse(site / "feed.xml").getroot()


def test_each_edition_is_an_entry_with_what_atom_demands(tmp_path):
    entries = _feed(tmp_path).findall(f"{ATOM}entry")
    assert [entry.find(f"{ATOM}title").text for entry in entries] == [
        "Finance report, Period 4, July 2030",
        "Finance report, Period 3, June 2030",
    ]
    assert [entry.find(f"{ATOM}updated").text for entry in entries] == ["2030-09-02T00:00:00Z", "2030-06-01T00:00:00Z"]
    assert entries[0].find(f"{ATOM}summary").text == "Over by £1m & more."
    assert len({entry.find(f"{ATOM}id").text for entry in entries}) == len(entries)


def test_the_author_is_the_publisher_and_never_the_body_reported_on(tmp_path):
    def author(publisher):
        write_feed(tmp_path, CARDS, "Synthetic Trust", None, publisher)
        return ElementTree.parse(tmp_path / "feed.xml").getroot().find(f"{ATOM}author/{ATOM}name").text

    assert author("A Council") == "A Council"
    assert author(None) == "No publisher is named"


def test_an_edition_keeps_its_identity_when_the_site_moves(tmp_path):
    def identities(url):
        return [each.text for each in _feed(tmp_path, url).iter(f"{ATOM}id")]

    assert identities(None) == identities("https://example.org/")


def test_links_of_the_feed_are_absolute_only_where_the_site_has_an_address(tmp_path):
    def links(url):
        return [link.get("href") for link in _feed(tmp_path, url).iter(f"{ATOM}link")]

    assert links(None) == ["feed.xml", "archive.html", "2030-31-P04/front.html", "2030-31-P03/front.html"]
    assert links("https://example.org/") == [f"https://example.org/{each}" for each in links(None)]


def test_the_sitemap_lists_every_page_that_an_edition_has_and_no_other(tmp_path):
    write_sitemap(tmp_path, CARDS, "https://example.org/")
    root = ElementTree.parse(tmp_path / "sitemap.xml").getroot()
    assert [each.text.removeprefix("https://example.org/") for each in root.iter(f"{MAP}loc")] == [
        "archive.html",
        "2030-31-P04/front.html",
        "2030-31-P04/more.html",
        "2030-31-P03/front.html",
    ]


def test_whatever_a_name_or_an_answer_holds_the_feed_can_be_read(tmp_path):
    cards = [Card(CARDS[0].period, ("front",), {}, NOT_IN_XML, "no day <")]
    feed = _feed(tmp_path, trust=NOT_IN_XML, cards=cards)
    shown = "a\ufffd\ufffd\ufffd\ufffd<b>&amp;]]> z"
    assert feed.find(f"{ATOM}title").text == f"{shown}: finance reports"
    assert feed.find(f"{ATOM}entry/{ATOM}summary").text == shown
    assert feed.find(f"{ATOM}updated").text == "2030-07-01T00:00:00Z"


def test_an_address_is_one_whatever_a_page_is_called(tmp_path):
    cards = [Card(CARDS[0].period, ('book/a page #1 & "more"',), {}, SAID)]
    write_sitemap(tmp_path, cards, "https://example.org/")
    addresses = [each.text for each in ElementTree.parse(tmp_path / "sitemap.xml").getroot().iter(f"{MAP}loc")]
    page = "2030-31-P04/book/a%20page%20%231%20%26%20%22more%22.html"
    assert addresses[1] == f"https://example.org/{page}"
    assert _feed(tmp_path, cards=cards).find(f"{ATOM}entry/{ATOM}link").get("href") == page


REVISIONS = [
    replace(CARDS[0], revision=2, published_on="2030-10-02", reason="A late invoice & more."),
    replace(CARDS[0], revision=1, published_on="2030-10-01", folder="2030-31-P04-r1"),
    replace(CARDS[1], revision=1, published_on="2030-09-20"),
]


def test_each_revision_is_an_entry_of_its_day_and_a_later_one_says_why_it_was_published(tmp_path):
    entries = _feed(tmp_path, cards=REVISIONS).findall(f"{ATOM}entry")
    assert [entry.find(f"{ATOM}title").text.partition(", July 2030")[2] for entry in entries[:2]] == [
        ", revision 2",
        "",
    ]
    days = ["2030-10-02T00:00:00Z", "2030-10-01T00:00:00Z", "2030-09-20T00:00:00Z"]
    assert [entry.find(f"{ATOM}published").text for entry in entries] == days
    assert [entry.find(f"{ATOM}updated").text for entry in entries] == days
    summaries = [entry.find(f"{ATOM}summary").text for entry in entries]
    assert summaries == [f"Published again: A late invoice & more. {SAID}", SAID, SAID]
    links = [entry.find(f"{ATOM}link").get("href") for entry in entries]
    assert links == ["2030-31-P04/front.html", "2030-31-P04-r1/front.html", "2030-31-P03/front.html"]


def test_the_first_revision_has_the_identity_that_its_edition_had_and_keeps_it(
    tmp_path,
):
    def identities(cards):
        found = [each.find(f"{ATOM}id").text for each in _feed(tmp_path, cards=cards).findall(f"{ATOM}entry")]
        assert len(set(found)) == len(found)
        return found

    draft = identities(CARDS)
    first = replace(CARDS[0], revision=1, published_on="2030-10-01")
    assert identities([first, REVISIONS[2]]) == draft
    assert identities(REVISIONS)[1:] == draft


def test_the_sitemap_names_the_page_of_revisions_of_what_is_published(tmp_path):
    write_sitemap(tmp_path, [REVISIONS[0]], "https://example.org/")
    root = ElementTree.parse(tmp_path / "sitemap.xml").getroot()
    assert [each.text for each in root.iter(f"{MAP}loc")][-1] == "https://example.org/revisions/2030-31-P04.html"
    assert {each.text for each in root.iter(f"{MAP}lastmod")} == {"2030-10-02"}


def test_the_feed_and_the_archive_are_as_new_as_the_last_that_was_published_of_whatever_month(tmp_path):
    corrected = replace(CARDS[1], revision=2, published_on="2030-11-15")
    for cards in ([CARDS[0], corrected], [replace(CARDS[0], published="2030-11-15"), CARDS[1]]):
        assert _feed(tmp_path, cards=cards).find(f"{ATOM}updated").text == "2030-11-15T00:00:00Z"
        write_sitemap(tmp_path, cards, "https://example.org/")
        first = ElementTree.parse(tmp_path / "sitemap.xml").getroot().find(f"{MAP}url")
        assert first.find(f"{MAP}loc").text == "https://example.org/archive.html"
        assert first.find(f"{MAP}lastmod").text == "2030-11-15"


def test_a_revision_has_the_day_on_which_it_was_published_and_not_that_of_its_data(tmp_path):
    card = replace(CARDS[0], revision=1, published_on="2030-10-01", published="2030-09-02")
    assert _feed(tmp_path, cards=[card]).find(f"{ATOM}entry/{ATOM}updated").text == "2030-10-01T00:00:00Z"
