"""The site as a member sees it, from a folder and from a server."""

import re
import runpy
from pathlib import Path

import pytest

from looked_at import some

ROOT = Path(__file__).parents[2]
CHAPTERS = sorted({path.stem for path in (ROOT / "notebooks").glob("*.ipynb")} - {"actions"})
"""The chapters of the newest period; no true return lists actions."""


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
        "£31.6m (21%) above the £150.9m contract sum",
        "£24.2m (88%) of the £27.6m variance is in Placements",
        "Since January the variance has risen by £731k",
        "North £14.37m",
        "£32.54m",
        "The forecast pressure is £31.6m",
    ):
        assert in_first_screen(page, text), text


def test_nothing_is_asked_of_another_machine_and_nothing_fails(page, address):
    open_front(page, address)
    for name in CHAPTERS:
        page.goto(f"{address}/2023-24-P11/notebooks/{name}.html")
    assert page.errors == []
    assert [url for url in page.requested if not url.startswith((address, "data:"))] == []


def open_charts(page, address, name, period="2023-24-P11"):
    page.goto(f"{address}/{period}/notebooks/{name}.html")
    charts = page.locator("figure.tb-chart").all()
    for chart in charts:
        chart.scroll_into_view_if_needed()
        assert not chart.locator(".tb-live").count()
        chart.locator(".tb-drawing").dispatch_event("pointerenter")
        chart.locator(".tb-live svg").wait_for()
    return charts


def test_charts_become_interactive_and_tell_a_pointer_what_their_tables_tell_everybody(page, address):
    charts = open_charts(page, address, "savings-rag")
    assert len(charts) == 2
    bars = charts[0].locator(".tb-live .mark-rect.role-mark path")
    bars.first.scroll_into_view_if_needed()
    bars.first.hover()
    said = charts[0].locator(".tb-tip").inner_text()
    assert "Red" in said
    charts[0].get_by_text("View as table").click()
    amount = charts[0].locator("tbody tr td").first.inner_text()
    assert f"£{amount}m" in said
    page.keyboard.press("Escape")
    assert not charts[0].locator(".tb-tip").is_visible()
    assert page.errors == []


def test_a_slider_is_moved_by_the_keyboard_and_says_what_it_sets(page, address):
    open_charts(page, address, "workforce-agency")
    chart = page.locator("#chart-converting-agency-staff")
    slider = chart.get_by_role("slider", name="Agency staff made permanent")
    slider.focus()
    for key in ("Home", "ArrowRight", "End"):
        slider.press(key)
    said = slider.get_attribute("aria-valuetext")
    assert said == chart.locator(".tb-said").inner_text()
    most = slider.get_attribute("max")
    assert said.startswith(f"{most} of {most}: would save £")
    chart.locator(".tb-live svg text", has_text=re.search(r"£[\d.]+m", said)[0]).first.wait_for()
    chart.get_by_text("View as table").click()
    assert f"{most}\t{re.search(r'£([0-9.]+)m', said)[1]}" in chart.locator("tbody").inner_text()
    assert page.errors == []


def test_a_drawing_stays_when_vega_does_not_come_and_is_there_without_scripts(browser, address):
    context = browser.new_context()
    page = context.new_page()
    page.route("**/vega.js", lambda route: route.abort())
    page.goto(f"{address}/2023-24-P11/notebooks/workforce-agency.html")
    page.get_by_role("button", name="Change the numbers").click()
    page.wait_for_timeout(500)
    assert page.locator(".tb-drawing > svg").first.is_visible()
    assert not page.locator(".tb-control").is_visible()
    context.close()
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}/2023-24-P11/notebooks/forecast-trend.html")
    assert page.locator("figure.tb-chart .tb-drawing > svg.tb-wide:visible").count() == 4
    assert page.get_by_role("img", name="One bar for each heading, largest first").is_visible()
    context.close()


TEXTS = """[...document.querySelectorAll(".tb-drawing svg")].filter(svg => svg.getClientRects().length).map(svg => {
  const edge = svg.getBoundingClientRect();
  return [...svg.querySelectorAll("text")].filter(text => text.textContent.trim()).map(text => {
    const box = text.getBoundingClientRect();
    const size = parseFloat(text.getAttribute("font-size")) * text.getScreenCTM().a;
    return {said: text.textContent, size: size,
      left: box.left, right: box.right, top: box.top + 2, bottom: box.bottom - 2,
      inside: box.left >= edge.left - 1 && box.right <= edge.right + 1};
  });
})"""


DRAWN = """[...document.querySelectorAll("figure.tb-chart")].map(figure => {
  const seen = [...figure.querySelectorAll(".tb-drawing svg")].filter(svg => svg.getClientRects().length);
  const font = node => getComputedStyle(node).fontFamily;
  return {classes: seen.map(svg => svg.getAttribute("class")),
    part: seen[0].getBoundingClientRect().width / figure.getBoundingClientRect().width,
    same: font(seen[0].querySelector("text")) === font(document.body)};
})"""


def require_apart(chart, where):
    """Hold the texts of a drawing to a size, to the drawing, and to be apart."""
    for place, one in enumerate(chart):
        assert one["size"] >= 11, (where, one)
        assert one["inside"], (where, one)
        for other in chart[place + 1 :]:
            apart = (
                one["right"] <= other["left"]
                or other["right"] <= one["left"]
                or one["bottom"] <= other["top"]
                or other["bottom"] <= one["top"]
            )
            assert apart, (where, one["said"], other["said"])


@pytest.mark.parametrize("widths", [(320, 360), (768, 1280)], ids=["phones", "wider"])
def test_the_text_of_a_chart_can_be_read_none_stands_on_another_and_no_page_is_wider_than_the_window(
    page, address, widths
):
    seen = 0
    page.emulate_media(reduced_motion="reduce")  # what moves aside as the window changes is at once where it goes
    for name in CHAPTERS:
        page.set_viewport_size({"width": widths[0], "height": 740})
        page.goto(f"{address}/2023-24-P11/notebooks/{name}.html")
        for width in widths:
            page.set_viewport_size({"width": width, "height": 740})
            assert page.evaluate("document.documentElement.scrollWidth") <= width, (name, width)
        page.evaluate("document.querySelectorAll('.tb-fold').forEach(each => each.click())")
        for width in widths:
            page.set_viewport_size({"width": width, "height": 740})
            assert page.evaluate("document.documentElement.scrollWidth") <= width, (name, width)
            charts = page.evaluate(TEXTS)
            seen += len(charts)
            for chart in charts:
                require_apart(chart, (name, width))
    assert seen > len(CHAPTERS) * len(widths)


def test_one_drawing_of_a_chart_is_shown_in_the_font_of_the_body_and_it_fills_its_column(browser, address):
    context = browser.new_context(java_script_enabled=False, reduced_motion="reduce")
    page = context.new_page()
    drawings = []
    for name in CHAPTERS:
        page.goto(f"{address}/2023-24-P11/notebooks/{name}.html")
        for width, shown in ((390, "narrow"), (1280, "wide")):
            page.set_viewport_size({"width": width, "height": 740})
            found = page.evaluate(DRAWN)
            drawings += [(name, shown, drawn) for drawn in found]
    for name, shown, drawn in some(drawings):
        assert drawn["classes"] == [f"tb-{shown}"], (name, drawn)
        assert drawn["part"] > 0.99, (name, drawn)
        assert drawn["same"], (name, drawn)
    context.close()


def test_the_search_finds_and_no_page_complains_to_the_console(page, address):
    said = []
    page.on("console", lambda message: said.append(message.text) if message.type in ("error", "warning") else None)
    page.goto(f"{address}/2023-24-P11/search.html?q=agency")
    page.locator("#search-results li a").first.wait_for()
    page.wait_for_timeout(500)
    for name in ("notebooks/summary", "notebooks/workforce-agency", "book/tie-out", "book/glossary"):
        page.goto(f"{address}/2023-24-P11/{name}.html")
        page.wait_for_load_state("networkidle")
    page.goto(f"{address}/archive.html")
    assert [text for text in said if "favicon.ico" not in text] == []
    assert page.errors == []


ASKED = {
    "agency": "Workforce and agency",
    "bill": "The cost to the councils",
    "who pays": "The cost to the councils",
    "West": "The cost to the councils",
    "placements": "Placements",
    "red savings": "Savings",
    "last year's outturn": "Year by year",
}


def test_the_search_leads_first_to_the_chapter_that_a_councillor_means(page, address):
    for asked, title in ASKED.items():
        page.goto(f"{address}/2023-24-P11/search.html?q={asked}")
        first = page.locator("#search-results li").first
        first.wait_for()
        assert first.locator("a").inner_text() == title, asked
        assert first.locator("p").inner_text().endswith("."), asked
        page.get_by_role("status").filter(has_text=f"for “{asked}”").wait_for()
    assert page.errors == []


def test_a_search_that_finds_nothing_says_so_and_what_was_asked_stays_text(page, address):
    page.goto(f"{address}/2023-24-P11/search.html?q=<b>zzzz</b>")
    page.get_by_role("status").filter(has_text="No pages for “<b>zzzz</b>”").wait_for()
    assert page.locator("#search-results b").count() == 0


def test_a_script_that_is_not_the_site_s_own_does_not_run(page, address):
    page.goto(f"{address}/2023-24-P11/notebooks/savings-rag.html")
    page.evaluate(
        """() => {
          const script = document.createElement("script");
          script.textContent = "window.ran = true";
          document.body.append(script);
          const image = document.createElement("img");
          image.setAttribute("onerror", "window.ran = true");
          image.src = "data:,";
          document.body.append(image);
          setTimeout("window.ran = true", 0);
        }"""
    )
    page.wait_for_timeout(500)
    assert page.evaluate("window.ran") is None


def test_on_a_dark_page_the_drawings_are_light_before_and_after_they_become_interactive(browser, address):
    context = browser.new_context(color_scheme="dark")
    page = context.new_page()
    look = """svg => [getComputedStyle(svg.querySelector("text")).fill, getComputedStyle(svg).backgroundColor,
      svg.querySelector(":scope > rect") ? getComputedStyle(svg.querySelector(":scope > rect")).fill : "none"]"""
    dark = ["rgb(230, 233, 236)", "rgba(0, 0, 0, 0)", "none"]
    page.route("**/*vega*.js", lambda route: route.abort())  # so that the drawings stay as they are
    page.goto(f"{address}/2023-24-P11/notebooks/savings-rag.html")
    assert page.locator(".tb-drawing > svg").first.evaluate(look) == dark
    page.unroute("**/*vega*.js")
    open_charts(page, address, "savings-rag")
    assert page.locator(".tb-live svg").first.evaluate(look) == dark
    context.close()


def test_the_period_switcher_keeps_the_page_and_an_older_edition_says_that_it_is_not_the_newest(page, address):
    page.goto(f"{address}/2023-24-P11/notebooks/what-changed.html")
    assert page.locator(".tb-banner").count() == 0
    page.locator("#tb-periods summary").focus()
    page.keyboard.press("Enter")
    page.get_by_role("link", name="Period 9, December 2023", exact=True).click()
    page.wait_for_url("**/2023-24-P09/notebooks/what-changed.html")
    said = (
        "This is the report of Period 9, December 2023. The newest is Period 11, February 2024: this page in the newest"
    )
    assert said in page.locator(".tb-banner").inner_text()
    page.locator(".tb-banner a").click()
    page.wait_for_url("**/2023-24-P11/notebooks/what-changed.html")


def test_a_period_whose_report_lacks_the_chapter_leads_to_its_front_page_and_says_so(page, address):
    page.goto(f"{address}/2023-24-P11/notebooks/savings-rag.html")
    page.locator("#tb-periods summary").click()
    page.get_by_role("link", name="Period 9, December 2023 (no such chapter: its front page)").click()
    page.wait_for_url("**/2023-24-P09/notebooks/summary.html")
    assert "Period 9, December 2023" in page.title()


def test_the_menu_of_periods_closes_with_escape_and_gives_the_focus_back(page, address):
    page.goto(f"{address}/2023-24-P11/notebooks/savings-rag.html")
    page.locator("#tb-periods summary").focus()
    page.keyboard.press("Enter")
    december = page.locator("#tb-periods details").get_by_role("link", name="Period 9, December 2023")
    december.focus()
    page.keyboard.press("Escape")
    assert not december.is_visible()
    assert page.evaluate("document.activeElement.tagName") == "SUMMARY"


def test_the_movement_of_placements_is_two_clicks_away(page, address):
    open_front(page, address)
    page.locator("article").get_by_role("link", name="All changes, figure by figure").click()
    page.wait_for_url("**/what-changed.html")
    assert in_first_screen(page, "Placements (up £220k)")


def test_the_archive_has_its_figures_and_its_chart_without_scripts_and_fits_a_phone(browser, address):
    context = browser.new_context(java_script_enabled=False, viewport={"width": 320, "height": 640})
    page = context.new_page()
    page.goto(f"{address}/archive.html")
    assert page.get_by_role("row", name="Period 11, February 2024").get_by_role("cell", name="31,632").count() == 1
    assert page.locator("figure.tb-chart svg.tb-narrow").bounding_box()["width"] > 200
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    context.close()


def test_without_scripts_every_page_still_leads_to_all_periods(browser, address):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}/2023-24-P09/notebooks/years.html")
    page.locator("#tb-periods a").first.click()
    assert page.get_by_role("table").get_by_role("link", name="Period 11, February 2024", exact=True).is_visible()
    context.close()


def test_the_picture_of_the_readme_is_drawn_from_the_front_page(browser, site, tmp_path, monkeypatch):
    picture = tmp_path / "front-page.png"
    draw = runpy.run_path(str(ROOT / "docs" / "picture.py"))["draw"]
    from concurrent.futures import ThreadPoolExecutor

    with ThreadPoolExecutor(1) as own_thread:
        own_thread.submit(draw, site / "index.html", picture).result()
    assert picture.read_bytes().startswith(b"\x89PNG")
    assert len(picture.read_bytes()) > 20_000
