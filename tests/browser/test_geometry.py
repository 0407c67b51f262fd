"""No figure is cut at any width, and on a phone a chapter is short and a table keeps its names."""

from pathlib import Path

import pytest

CUT = (Path(__file__).parent / "cut.js").read_text(encoding="utf-8")
PHONES, WIDER = (320, 390), (768, 1280, 1920)
PHONE = {"width": 390, "height": 844}
LONGEST = 8
NO_CHAPTERS = ("tie-out", "methods", "downloads", "glossary")
CHAPTER = "2023-24-P11/notebooks/{}.html"
TIE_OUT = "2023-24-P11/book/tie-out.html"


@pytest.fixture
def phone(page):
    page.set_viewport_size(PHONE)
    return page


@pytest.mark.parametrize("widths", [PHONES, WIDER], ids=["phones", "wider"])
def test_no_text_is_cut_by_what_shows_it_at_any_width(page, site, stays, widths):
    """Sections are folded as a page is loaded, on a phone alone; all else follows the width."""
    found = {}
    page.emulate_media(reduced_motion="reduce")  # what moves aside as the window changes is at once where it goes
    for name in stays:
        page.set_viewport_size({"width": widths[0], "height": 844})
        page.goto((site / name).as_uri())
        for width in widths:
            page.set_viewport_size({"width": width, "height": 844})
            found[name, width] = page.evaluate(CUT)
    assert {place: cut for place, cut in found.items() if cut} == {}
    assert len(found) > len(NO_CHAPTERS) * len(widths)


def test_no_chapter_is_longer_than_eight_screens_of_a_phone(phone, site, stays):
    screens = {}
    for name in stays:
        if not name.endswith(tuple(f"{each}.html" for each in NO_CHAPTERS)):
            phone.goto((site / name).as_uri())
            screens[name] = phone.evaluate("document.documentElement.scrollHeight / innerHeight")
    assert {name: round(count, 1) for name, count in screens.items() if count > LONGEST} == {}


def test_a_wide_table_keeps_its_first_column_and_cuts_nothing_wherever_it_is_scrolled_to(phone, site):
    phone.goto((site / CHAPTER.format("savings-rag")).as_uri())
    phone.get_by_role("button", name="Every proposal").click()
    region = phone.locator(".tb-scroll:has(.tb-wide)").last
    first = region.locator("tbody th").first
    before = first.bounding_box()["x"]
    for moved in (70, 150, 400, 10_000):
        region.evaluate("(each, left) => { each.scrollLeft = left; }", moved)
        phone.wait_for_function(
            "each => { const now = each.scrollLeft, same = now === each.was; each.was = now; return same; }",
            arg=region.element_handle(),
        )
        assert abs(first.bounding_box()["x"] - before) < 1
        assert phone.evaluate(CUT) == []
    assert region.evaluate("each => each.scrollLeft") > 0


def test_a_table_of_few_columns_is_shown_as_labelled_pairs_on_a_phone_and_is_still_a_table(phone, site):
    phone.goto((site / TIE_OUT).as_uri())
    phone.get_by_role("button", name="Every statement").click()
    row = phone.locator(".tb-statements tbody").get_by_role("row").first
    assert row.get_by_role("cell").first.bounding_box()["y"] > row.get_by_role("rowheader").bounding_box()["y"]
    label = row.get_by_role("cell").first.evaluate("cell => getComputedStyle(cell, '::before').content")
    assert label == '"Result"'


def test_a_folded_section_opens_by_its_heading_by_a_link_to_it_and_with_all_others(phone, site):
    address = (site / CHAPTER.format("workforce-agency")).as_uri()
    phone.goto(address)
    folds = phone.locator(".tb-fold")
    assert folds.evaluate_all("all => all.every(each => each.ariaExpanded === 'false')")
    folds.first.click()
    assert folds.first.get_attribute("aria-expanded") == "true"
    phone.get_by_role("button", name="Open all sections").click()
    assert folds.evaluate_all("all => all.every(each => each.ariaExpanded === 'true')")
    phone.get_by_role("button", name="Close these sections").click()
    assert folds.evaluate_all("all => all.every(each => each.ariaExpanded === 'false')")
    place = phone.locator("section:has(> h2 > .tb-fold)").last.get_attribute("id")
    phone.goto(f"{address}#{place}")
    assert folds.last.get_attribute("aria-expanded") == "true"


def test_without_scripts_every_section_is_open(browser, site):
    context = browser.new_context(viewport=PHONE, java_script_enabled=False)
    page = context.new_page()
    page.goto((site / CHAPTER.format("workforce-agency")).as_uri())
    hidden = [each for each in page.locator("section > section").all() if not each.is_visible()]
    assert hidden == []
    assert page.locator(".tb-fold").count() == 0
    context.close()


def test_the_statements_of_the_tie_out_are_searched_filtered_and_paged(page, site):
    page.goto((site / TIE_OUT).as_uri())
    rows, said = page.locator(".tb-statements tbody tr:visible"), page.locator(".tb-said")
    whole = page.locator(".tb-statements tbody tr").count()
    assert said.inner_text() == f"Statements 1 to {rows.count()} of {whole}"
    page.get_by_role("button", name="Next").click()
    assert said.inner_text().startswith(f"Statements {rows.count() + 1} to ")
    assert page.evaluate("document.activeElement.matches('.tb-said')")
    page.get_by_label("Result").select_option("Contradicted")
    assert said.inner_text().startswith("Statements 1 to ")
    assert all("Contradicted" in text for text in rows.all_inner_texts())
    page.get_by_label("Search the statements").fill("no statement has these words")
    assert said.inner_text() == "No statement is found."
    page.locator(".tb-show-statements").nth(1).click()
    shown = rows.all_inner_texts()
    assert shown
    assert all("reason 2" in text for text in shown)


def test_without_scripts_every_statement_of_the_tie_out_is_there(browser, site):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto((site / TIE_OUT).as_uri())
    assert all(page.locator(".tb-statements tbody tr").evaluate_all("all => all.map(each => !each.hidden)"))
    assert page.locator(".tb-filters").count() == 0
    context.close()


def test_the_masthead_names_the_report_its_body_its_month_and_whether_it_is_published(page, site):
    page.goto((site / CHAPTER.format("summary")).as_uri())
    masthead = page.get_by_role("banner")
    assert masthead.count() == 1
    words = masthead.inner_text()
    for said in ("Children's trust finance report", "Northamptonshire Children's Trust", "Period 11, February 2024"):
        assert said in words
    assert "Draft" in words
    assert masthead.get_by_text("Data published").locator("time").get_attribute("datetime")
