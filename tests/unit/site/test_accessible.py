"""What is mended on a page, without a browser."""

from bs4 import BeautifulSoup

from trustbook.site.accessible import mend
from trustbook.site.own_pages import leading_on

PAGE = """<!DOCTYPE html>
<html lang="en-GB"><head><meta name="viewport" content="a"/><meta content="b" name="viewport"/>
<script src="_static/scripts/fontawesome.js"></script><script>let kept = "<b>" && 1;</script></head><body>
<div id="pst-primary-sidebar"><div><a class="navbar-brand" href="x.html">Title</a></div>
<nav class="bd-links"><p class="caption" role="heading" aria-level="2">The report</p>
<ul><li><a class="current">A</a></li></ul></nav></div>
<main><button class="btn search-button" aria-label="Search" title="Search">
<i class="fa-solid fa-magnifying-glass"></i></button>
<article><h1>Savings<a class="headerlink" href="#s">#</a></h1><h2>By rating<a class="headerlink" href="#r">#</a></h2>
<table><tbody><tr><td>1</td></tr></tbody></table>
<div class="tb-scroll" role="region" aria-label="Ours" tabindex="0">
<table><caption>Ours</caption></table></div></article>
<footer> </footer></main></body></html>"""


def soup(html):
    return BeautifulSoup(html, "html.parser")


def test_a_table_scrolls_in_a_region_named_after_its_heading_and_ours_are_left_alone():
    regions = soup(mend(PAGE)).select("[role=region]")
    assert [region["aria-label"] for region in regions] == ["Table: By rating", "Ours"]
    assert all(region["tabindex"] == "0" for region in regions)
    assert all(region.find("table", recursive=False) for region in regions)


def test_headings_of_the_menu_become_names_of_its_lists():
    page = soup(mend(PAGE))
    assert page.select("[role=heading]") == []
    assert page.select_one("nav ul")["aria-labelledby"] == page.select_one("nav p.caption")["id"]


def test_icons_are_drawn_in_the_page_and_their_script_is_gone():
    page = soup(mend(PAGE))
    assert page.select("i, script[src]") == []
    assert page.select_one("button svg.tb-icon[aria-hidden=true] path")["d"]


def test_scripts_in_the_page_keep_every_character():
    assert 'let kept = "<b>" && 1;' in mend(PAGE)


def test_the_width_of_the_window_is_said_once_and_an_empty_footer_is_left_out():
    page = soup(mend(PAGE))
    assert len(page.select("meta[name=viewport]")) == 1
    assert page.find("footer") is None


def test_mending_twice_is_mending_once():
    # browsers read the names of an inline drawing's attributes in any case
    assert mend(mend(PAGE)).lower() == mend(PAGE).lower()


def test_a_page_that_leads_on_has_a_language_a_title_a_heading_and_a_link():
    page = soup(leading_on("Period 11 <&>", "notebooks/summary.html"))
    assert page.html["lang"] == "en-GB"
    assert page.title.text == page.h1.text == "Period 11 <&>"
    assert page.main.a["href"] == "notebooks/summary.html"
