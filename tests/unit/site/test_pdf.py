"""The document that is printed: pages joined so that nothing of one is mistaken for another's."""

import re
from base64 import b64decode
from dataclasses import replace
from io import BytesIO
from xml.etree import ElementTree

import pytest
from bs4 import BeautifulSoup
from pypdf import PdfReader, PdfWriter

from trustbook.core.errors import PublishError
from trustbook.site.metadata import Facts
from trustbook.site.paper import ANNEXES, join, style
from trustbook.site.pdf import chromium, print_edition
from trustbook.site.pdf_metadata import described

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


def test_paper_has_a_style_of_its_own_and_none_of_the_pages(edition):
    assert [link["href"] for link in _joined(edition).select("link")] == ["../paper.css"]


def test_what_serves_no_one_on_paper_is_left_out(edition):
    joined = _joined(edition)
    assert not joined.select("nav, button, script, details, .headerlink")
    assert "Folded" not in joined.get_text()


def test_annexes_have_what_is_folded(edition):
    joined = BeautifulSoup(join(edition, PAGES, HERE, ANNEXES), "html.parser")
    assert not joined.select("details, summary")
    assert "Folded" in joined.get_text()
    assert joined.title.get_text() == "Synthetic <Trust>: annexes to the finance report, Period 4, July 2030"


def _chapter(edition, article):
    (edition / "front.html").write_text(f"<article>{article}</article>", encoding="utf-8")
    return _joined(edition).select_one("#front")


def test_a_figure_has_no_files_on_paper_and_keeps_that_a_paper_contradicts_it(edition):
    chapter = _chapter(
        edition,
        """<h1>Front</h1><dl class="tb-figures"><div class="tb-figure"><dt>Variance</dt><dd><strong>£1m</strong>
        <span class="tb-contradicted"><b>A paper contradicts this</b>: open the line below to see how</span>
        <details class="tb-origin"><summary>Where this comes from</summary><code>data/a.csv line 4</code></details>
        </dd></div></dl>""",
    )
    assert "data/" not in chapter.get_text()
    assert chapter.select_one(".tb-contradicted").get_text() == "A paper contradicts this: see the report's site."


def test_the_line_of_a_folded_warning_stays(edition):
    chapter = _chapter(
        edition,
        '<h1>F</h1><aside class="tb-warnings"><details><summary>2 contradictions</summary><p>A</p></details></aside>',
    )
    assert chapter.select_one(".tb-warnings").get_text() == "2 contradictions"


def test_a_drawing_is_named_by_its_words_and_only_the_widest_is_printed(edition):
    chapter = _chapter(
        edition,
        """<h1>F</h1><figure class="tb-chart" aria-label="Chart: A"><figcaption><p id="t">Title</p></figcaption>
        <div class="tb-drawing" role="img" aria-labelledby="w"><svg viewBox="0 0 352 500" width="352"></svg>
        <svg viewBox="0 0 700 200" width="700"></svg></div><details><summary>In words</summary><p id="w">Words.</p>
        </details></figure>""",
    )
    (drawn,) = chapter.select("img")
    assert (drawn["alt"], drawn["width"], drawn["height"]) == ("Words.", "518", "148")
    assert not chapter.select("figure, svg, [aria-labelledby], [role]")
    picture = b64decode(drawn["src"].removeprefix("data:image/svg+xml;base64,"))
    assert ElementTree.fromstring(picture).get("viewBox") == "0 0 700 200"


def test_heading_answer_and_key_figures_are_one_box(edition):
    chapter = _chapter(
        edition,
        '<section><h1>F</h1><div class="cell"><div class="cell_output"><p>Answer</p></div></div>'
        '<dl class="tb-figures"></dl><h2>Next</h2></section>',
    )
    assert [child.name for child in chapter.select_one(".tb-together").find_all(recursive=False)] == ["h1", "p", "dl"]


def test_a_long_table_may_go_on_over_the_sheet_and_a_short_one_may_not(edition):
    short, long = (f"<tbody>{'<tr><td>a</td></tr>' * rows}</tbody>" for rows in (10, 11))
    chapter = _chapter(
        edition,
        f"<h1>F</h1><table>{short}</table><table class='tb-table'>{long}</table>",
    )
    assert [table.get("class") for table in chapter.select("table")] == [None, ["tb-table", "tb-long"]]


def test_a_table_is_one_on_paper_whatever_a_narrow_screen_makes_of_it(edition):
    row = "<tr role='row'>" + "<td role='cell'>1</td>" * 7 + "</tr>"
    head = "<thead role='rowgroup'><tr role='row'>" + "<th scope='col' role='columnheader'>A</th>" * 7 + "</tr></thead>"
    chapter = _chapter(edition, f"<h1>F</h1><table role='table' class='tb-wide'>{head}<tbody>{row}</tbody></table>")
    assert not chapter.select("[role]")
    assert chapter.table["class"] == ["tb-wide", "tb-many-columns"]


def test_the_contents_name_the_sheet_of_each_page(edition):
    joined = BeautifulSoup(join(edition, PAGES, HERE, sheets={"front": 2, "book-more": 7}), "html.parser")
    assert [item.get_text() for item in joined.select(".tb-contents a")] == ["Front 2", "More 7"]


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
    assert attributes <= {"title", "src", "class"}
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
    rule = next(line for line in style(Facts("2030-31-P04", name)).splitlines() if "@top-left" in line)
    string = re.fullmatch(r'@page \{ @top-left \{ content: "((?:\\[0-9a-f]{6}|[A-Za-z0-9])*)"; font: .*', rule)[1]
    assert re.sub(r"\\([0-9a-f]{6})", lambda found: chr(int(found[1], 16)), string).startswith(f"{name}: finance")


def test_paper_says_on_its_cover_and_on_every_sheet_whether_it_is_a_draft_and_only_that_has_a_watermark(edition):
    published = replace(HERE, revision=2, published_on="2030-10-02", notice="<b> & so")
    for about, said in ((HERE, "Draft"), (published, "Revision 2, published 2 October 2030")):
        cover = _joined(edition, about)
        assert f"{said}." in [each.get_text() for each in cover.select(".tb-cover p")]
        assert (cover.find(class_="tb-watermark") is None) == bool(about.revision)
        written = "".join(each if each.isalnum() else f"\\{ord(each):06x}" for each in said)
        assert f'@top-right {{ content: "{written}"' in style(about)
    assert "<b> & so" in cover.get_text()


def test_a_printed_revision_is_of_its_day_and_a_draft_of_that_of_its_data():
    blank, writer = BytesIO(), PdfWriter()
    writer.add_blank_page(100, 100)
    writer.write(blank)
    for about, day in ((HERE, "2030-09-02"), (replace(HERE, revision=2, published_on="2030-10-02"), "2030-10-02")):
        said = PdfReader(BytesIO(described(blank.getvalue(), "Title", about))).metadata
        assert f"{said.creation_date:%Y-%m-%d}" == f"{said.modification_date:%Y-%m-%d}" == day


def test_the_document_has_title_language_and_contents(edition):
    joined = _joined(edition)
    assert joined.html["lang"] == "en-GB"
    assert joined.title.get_text() == "Synthetic <Trust>: finance report, Period 4, July 2030"
    assert [item.get_text() for item in joined.select(".tb-contents a")] == ["Front", "More"]


def test_a_browser_that_is_not_there_is_refused_with_the_way_to_get_one(monkeypatch):
    monkeypatch.setenv("TRUSTBOOK_CHROMIUM", "no-such-program")
    with pytest.raises(PublishError, match="sudo apt install chromium"):
        chromium()


def test_a_browser_that_prints_nothing_is_said_to_and_leaves_nothing_behind(edition):
    before = sorted(edition.rglob("*"))
    with pytest.raises(PublishError, match="made no PDF"):
        print_edition(edition, PAGES, HERE, "/bin/false")
    assert sorted(edition.rglob("*")) == before
