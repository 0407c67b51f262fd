"""The document that is printed: pages joined so that nothing of one is mistaken for another's."""

import re

import pytest
from bs4 import BeautifulSoup

from trustbook.core.errors import PublishError
from trustbook.site.metadata import Facts
from trustbook.site.paper import join, style
from trustbook.site.pdf import _without_clock, chromium, print_edition

PAGES = ["front", "book/more"]
HERE = Facts("2030-31-P04", "Synthetic <Trust>", "2030-09-02")
WITH_ADDRESS = Facts("2030-31-P04", "Synthetic Trust", site_url="https://example.org/")
FRONT = """<html><head><link rel="stylesheet" href="_static/a.css?v=1"></head><body><nav>Menu</nav><article>
<nav class="tb-periods">All periods</nav><section id="top"><h1>Front<a class="headerlink" href="#top">#</a></h1>
<p><a href="#top">here</a> <a href="book/more.html">more</a> <a href="book/more.html#top">its top</a>
<a href="data/a.csv" download>file</a> <a href="https://example.com/">out</a></p>
<details><summary>Folded</summary><p>Text</p></details><button>Copy</button><script>x()</script></section>
</article></body></html>"""
MORE = """<html><head></head><body><article><section id="top"><h1>More</h1><img src="../_images/a.svg" alt="A">
<p><a href="../front.html">front</a></p></section></article></body></html>"""


@pytest.fixture
def edition(tmp_path):
    (tmp_path / "book").mkdir()
    (tmp_path / "front.html").write_text(FRONT, encoding="utf-8")
    (tmp_path / "book" / "more.html").write_text(MORE, encoding="utf-8")
    return tmp_path


def _joined(edition, about=HERE):
    return BeautifulSoup(join(edition, PAGES, about), "html.parser")


def test_ids_stay_apart_and_every_link_within_the_document_leads_somewhere(edition):
    joined = _joined(edition)
    ids = [element["id"] for element in joined.select("[id]")]
    assert len(set(ids)) == len(ids)
    inside = [link["href"][1:] for link in joined.select('a[href^="#"]')]
    assert set(inside) == {"front", "book-more", "front--top", "book-more--top"}
    assert set(inside) <= set(ids)


def test_pictures_are_found_from_the_place_of_the_document(edition):
    assert _joined(edition).img["src"] == "_images/a.svg"
    assert _joined(edition).find("link")["href"] == "_static/a.css?v=1"


def test_what_serves_no_one_on_paper_is_left_out_and_what_is_folded_is_open(edition):
    joined = _joined(edition)
    assert not joined.select("nav, button, script, .headerlink")
    assert all(folded.has_attr("open") for folded in joined.select("details"))


def test_a_file_of_the_edition_is_linked_only_where_the_site_has_an_address(edition):
    def file(about):
        return next(link for link in _joined(edition, about).select("a") if link.get_text() == "file").get("href")

    assert file(HERE) is None
    assert file(WITH_ADDRESS) == "https://example.org/2030-31-P04/data/a.csv"


@pytest.mark.parametrize(
    "hostile",
    [
        "<script>x</script>",
        '<iframe src="/etc/hostname"></iframe>',
        '<object data="/etc/hostname"></object>',
        '<embed src="/etc/hostname">',
        '<meta http-equiv="refresh" content="0;url=/etc/hostname">',
        '<link rel="prefetch" href="/a">',
        '<base href="https://example.net/">',
        '<form action="/a"><button>Go</button></form>',
        "<style>@import '/a';</style>",
        "<svg><foreignObject>a</foreignObject></svg>",
        '<svg><image href="/a"></image><use xlink:href="/a#b"></use></svg>',
        '<svg><a xlink:href="javascript:x()"><set attributeName="href" to="javascript:x()"></set></a></svg>',
        '<p onclick="x()" ONLOAD="x()" style="background: url(/a)">a</p>',
        '<img srcset="/a 2x" src="a.png">',
        '<video src="/a" poster="/a"></video>',
        "<!--><iframe></iframe>-->",
        "<![CDATA[<iframe></iframe>]]>",
        "<noscript><p title='</noscript><iframe>'></p></noscript>",
    ],
)
def test_what_could_run_or_fetch_is_not_put_on_paper(edition, hostile):
    (edition / "front.html").write_text(f"<article><h1>Front</h1><b>kept</b>{hostile}</article>", encoding="utf-8")
    chapter = _joined(edition).select_one("#front")
    assert chapter.b.get_text() == "kept"
    assert not chapter.select(
        "script, iframe, object, embed, meta, link, base, form, style, foreignobject, set, video, noscript"
    )
    attributes = {name for element in chapter.find_all(True) for name in element.attrs}
    assert attributes <= {"title", "src"}
    assert "<!" not in str(chapter)
    assert "iframe>" not in str(chapter)


@pytest.mark.parametrize(
    "href",
    [
        "javascript:x()",
        " JavaScript:x()",
        "java\nscript:x()",
        "\x01javascript:x()",
        "data:text/html,a",
        "file:///etc/hostname",
        "vbscript:x",
        "//[",
    ],
)
def test_a_link_that_leads_to_a_file_or_a_script_leads_nowhere(edition, href):
    for about in (HERE, WITH_ADDRESS):
        (edition / "front.html").write_text(f'<article><h1>F</h1><a href="{href}">a</a></article>', encoding="utf-8")
        assert "href" not in _joined(edition, about).select_one("#front a").attrs


@pytest.mark.parametrize("name", ['"; } body { display: none', "</style><script>", "\\", "*/ Ünïcode £ 😀", "a\nb"])
def test_a_title_is_one_string_of_the_style_whatever_it_is(name):
    rule = style(Facts("2030-31-P04", name)).splitlines()[0]
    string = re.fullmatch(r'@page \{ @top-left \{ content: "((?:\\[0-9a-f]{6}|[A-Za-z0-9])*)"; [^"]*', rule)[1]
    assert re.sub(r"\\([0-9a-f]{6})", lambda found: chr(int(found[1], 16)), string).startswith(f"{name}: finance")


def test_the_document_has_title_language_and_contents(edition):
    joined = _joined(edition)
    assert joined.html["lang"] == "en-GB"
    assert joined.title.get_text() == "Synthetic <Trust>: finance report, Period 4, July 2030"
    assert [item.get_text() for item in joined.select(".tb-cover li")] == ["Front", "More"]


def test_a_browser_that_is_not_there_is_refused_with_the_way_to_get_one(monkeypatch):
    monkeypatch.setenv("TRUSTBOOK_CHROMIUM", "no-such-program")
    with pytest.raises(PublishError, match="sudo apt install chromium"):
        chromium()


def test_a_browser_that_prints_nothing_is_said_to_and_leaves_nothing_behind(edition):
    before = sorted(edition.rglob("*"))
    with pytest.raises(PublishError, match="made no PDF"):
        print_edition(edition, PAGES, HERE, "/bin/false")
    assert sorted(edition.rglob("*")) == before


def test_the_time_of_printing_is_taken_out_without_moving_anything():
    content = b"/CreationDate (D:20261122013000+00'00')\n/ModDate (D:20261122013000Z) (D:no date)"
    kept = _without_clock(content)
    assert len(kept) == len(content)
    assert b"20261122" not in kept
    assert b"(D:no date)" in kept
