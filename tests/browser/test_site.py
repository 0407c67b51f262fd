"""The site as a member sees it, from a folder and from a server."""

import runpy
from pathlib import Path

ROOT = Path(__file__).parents[2]


def in_first_screen(page, text: str) -> bool:
    box = page.get_by_text(text).first.bounding_box()
    return box is not None and box["y"] + box["height"] <= page.viewport_size["height"]


def open_front(page, address):
    page.goto(f"{address}/index.html")
    page.wait_for_url("**/2023-24-P11/notebooks/summary.html")
    page.locator("#tb-periods details").wait_for()


def test_the_first_screen_of_the_site_is_the_position_of_the_newest_period(page, address):
    open_front(page, address)
    for text in (
        "£31.632m above the £150.938m contract sum",
        "£32.540m",
        "North £14.370m",
        "£7.672m",
        "£1.447m red",
        "130 staff",
    ):
        assert in_first_screen(page, text), text


def test_nothing_is_asked_of_another_machine_and_nothing_fails(page, address):
    open_front(page, address)
    for name in ("forecast-trend", "savings-rag", "workforce-agency"):
        page.goto(f"{address}/2023-24-P11/notebooks/{name}.html")
    assert page.errors == []
    assert [url for url in page.requested if not url.startswith((address, "data:"))] == []


def test_charts_show(page, address):
    page.goto(f"{address}/2023-24-P11/notebooks/forecast-trend.html")
    sizes = page.eval_on_selector_all("figure.tb-chart img", "images => images.map(image => image.naturalWidth)")
    assert len(sizes) == 5
    assert all(size > 200 for size in sizes)


def test_the_period_switcher_keeps_the_page_and_an_older_edition_says_that_it_is_not_the_newest(page, address):
    page.goto(f"{address}/2023-24-P11/notebooks/savings-rag.html")
    assert page.locator(".tb-banner").count() == 0
    page.locator("#tb-periods summary").focus()
    page.keyboard.press("Enter")
    page.get_by_role("link", name="Period 9, December 2023").click()
    page.wait_for_url("**/2023-24-P09/notebooks/savings-rag.html")
    assert "This is not the newest report" in page.locator(".tb-banner").inner_text()
    page.locator(".tb-banner a").click()
    page.wait_for_url("**/2023-24-P11/notebooks/savings-rag.html")


def test_without_scripts_every_page_still_leads_to_all_periods(browser, address):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}/2023-24-P09/notebooks/savings-rag.html")
    page.locator("#tb-periods a").click()
    assert page.get_by_role("link", name="Period 11, February 2024").is_visible()
    context.close()


def test_no_page_is_wider_than_a_phone(browser, address):
    context = browser.new_context(viewport={"width": 360, "height": 740})
    page = context.new_page()
    for name in ("summary", "forecast-trend", "savings-rag", "workforce-agency", "assumptions", "about-the-data"):
        page.goto(f"{address}/2023-24-P11/notebooks/{name}.html")
        assert page.evaluate("document.documentElement.scrollWidth") <= 360, name
    context.close()


def test_the_picture_of_the_readme_is_drawn_from_the_front_page(browser, site, tmp_path, monkeypatch):
    picture = tmp_path / "front-page.png"
    draw = runpy.run_path(str(ROOT / "docs" / "picture.py"))["draw"]
    from concurrent.futures import ThreadPoolExecutor

    with ThreadPoolExecutor(1) as own_thread:
        own_thread.submit(draw, site / "index.html", picture).result()
    assert picture.read_bytes().startswith(b"\x89PNG")
    assert len(picture.read_bytes()) > 20_000
