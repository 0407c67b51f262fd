"""What a reader comes for, done with the keyboard alone, from a folder and from a server."""

import pytest

CHAPTER = "2023-24-P11/notebooks/forecast-trend.html"
MOST = 150
MOST_LOOKS = 40


def focused(page) -> str:
    return page.evaluate("document.activeElement.textContent.trim() || document.activeElement.ariaLabel || ''")


def tab_to(page, selector: str, text: str = "") -> None:
    """Press Tab until an element that matches has the focus."""
    for _ in range(MOST):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector) and text in focused(page):
            return
    raise AssertionError(f"no {selector} with {text!r} within {MOST} presses of Tab")


def test_the_first_press_of_tab_offers_to_skip_to_the_content(page, address):
    page.goto(f"{address}/{CHAPTER}")
    page.keyboard.press("Tab")
    assert focused(page) == "Skip to main content"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.querySelector('main').contains(document.activeElement)")


def test_another_period_of_the_same_chapter_is_chosen(page, address):
    page.goto(f"{address}/{CHAPTER}")
    page.locator("#tb-periods details").wait_for()
    tab_to(page, "#tb-periods summary")
    page.keyboard.press("Enter")
    tab_to(page, "#tb-periods a", "Period 9, December 2023")
    page.keyboard.press("Enter")
    page.wait_for_url("**/2023-24-P09/notebooks/forecast-trend.html")
    assert "The newest is Period 11" in page.locator(".tb-banner").inner_text()


def test_what_a_chart_shows_is_read_in_words(page, address):
    page.goto(f"{address}/{CHAPTER}")
    tab_to(page, "figure.tb-chart summary")
    words = page.locator("figure.tb-chart details").first.locator("p").first
    assert not words.is_visible()
    page.keyboard.press("Enter")
    words.wait_for(state="visible")
    assert len(words.inner_text()) > 40


def test_a_wide_table_is_scrolled(page, address):
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto(f"{address}/2023-24-P11/book/tie-out.html")
    tab_to(page, ".tb-scroll:has(table)")
    page.keyboard.press("ArrowRight")
    for _ in range(MOST_LOOKS):
        if page.evaluate("document.activeElement.scrollLeft") > 0:
            return
        page.wait_for_timeout(50)
    pytest.fail("the arrow did not scroll the table")


def test_the_executed_notebook_is_downloaded(page, address):
    if address.startswith("file:"):
        pytest.skip("from a folder the file is there already, and a browser opens it")
    page.goto(f"{address}/{CHAPTER}")
    tab_to(page, "a[download]", "download the executed notebook")
    with page.expect_download() as loading:
        page.keyboard.press("Enter")
    assert loading.value.suggested_filename.endswith(".ipynb")
    assert loading.value.path().stat().st_size > 1000


def test_placements_is_found_by_searching(page, address):
    page.goto(f"{address}/2023-24-P11/book/glossary.html")
    tab_to(page, "button.search-button-field")
    page.keyboard.press("Enter")
    page.locator("#pst-search-dialog input").wait_for(state="visible")
    page.keyboard.type("Placements")
    page.keyboard.press("Enter")
    page.wait_for_url("**/2023-24-P11/search.html?q=Placements")
    page.locator("#search-results a", has_text="Placements").first.wait_for()
    tab_to(page, "#search-results a", "Placements")
    page.keyboard.press("Enter")
    page.wait_for_url("**/placements.html")
    assert page.errors == []


def test_the_menu_of_a_phone_opens_holds_the_focus_and_closes(page, address):
    page.set_viewport_size({"width": 320, "height": 640})
    page.goto(f"{address}/{CHAPTER}")
    tab_to(page, "button.primary-toggle")
    page.keyboard.press("Enter")
    tab_to(page, "dialog[open] nav a", "Savings")
    page.keyboard.press("Escape")
    page.locator("dialog[open]").wait_for(state="detached")
    assert page.evaluate("document.activeElement.matches('button.primary-toggle')")
    page.keyboard.press("Enter")
    page.locator("dialog[open]").get_by_role("button", name="Close").click()
    page.locator("dialog[open]").wait_for(state="detached")
    assert page.evaluate("document.activeElement.matches('button.primary-toggle')")
