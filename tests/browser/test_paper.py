"""A page as it prints: the page and nothing around it, with everything open and nothing cut off."""

import pytest

PAGES = ["notebooks/summary.html", "notebooks/forecast-trend.html", "book/tie-out.html", "book/downloads.html"]
A4_LESS_MARGINS = 673
_VISIBLE = "element => element.checkVisibility() && element.getClientRects().length > 0"


@pytest.fixture(scope="module", params=PAGES)
def paper(request, browser, site):
    """A page laid out for paper, on a screen in the dark: tests look at it, and change nothing."""
    size = {"width": A4_LESS_MARGINS, "height": 1000}
    page = browser.new_page(viewport=size, color_scheme="dark")
    page.emulate_media(media="print")
    page.goto((site / "2023-24-P11" / request.param).as_uri())
    yield page
    page.close()


def test_nothing_but_the_page_is_printed(paper):
    around = (
        ".bd-sidebar-primary, .bd-sidebar-secondary, .bd-header-article, .prev-next-footer, .tb-periods, button, dialog"
    )
    seen = [element for element in paper.query_selector_all(around) if element.evaluate(_VISIBLE)]
    assert [element.evaluate("element => element.outerHTML.slice(0, 80)") for element in seen] == []


def test_title_and_period_stand_on_top(paper):
    assert [heading.is_visible() for heading in paper.query_selector_all("h1")] == [True]
    first = paper.query_selector("article .tb-paper")
    assert first.is_visible()
    assert first.inner_text().endswith("finance report, Period 11, February 2024. Draft")
    assert first.bounding_box()["y"] < paper.query_selector("h1").bounding_box()["y"]


def test_what_is_folded_on_a_screen_is_open_on_paper_but_for_where_figures_come_from(paper):
    away = paper.query_selector_all("article .tb-origin, article .tb-chart-more")
    assert not any(part.evaluate(_VISIBLE) for part in away)
    folded = paper.query_selector_all(
        "article details:not(.tb-periods *, .tb-chart-more *, .tb-origin) > :not(summary)"
    )
    assert all(part.bounding_box() and part.bounding_box()["height"] > 0 for part in folded)


def test_nothing_is_wider_than_the_paper(paper):
    assert paper.evaluate("document.documentElement.scrollWidth") <= A4_LESS_MARGINS


def test_ink_is_dark_on_white_whatever_the_screen_shows(paper):
    colours = paper.evaluate(
        "[getComputedStyle(document.querySelector('article p')).color, getComputedStyle(document.body).backgroundColor]"
    )
    assert colours[1] == "rgb(255, 255, 255)"
    assert sum(int(part) for part in colours[0].removeprefix("rgb(").removesuffix(")").split(",")) < 200
