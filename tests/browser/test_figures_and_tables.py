"""What a reader can do with the keyboard alone to a figure and to a long table."""

from looked_at import some

SAVINGS = "2023-24-P11/notebooks/savings-rag.html"


def test_a_figure_is_opened_from_the_keyboard_and_says_where_it_comes_from(page, address):
    page.goto(f"{address}/{SAVINGS}")
    page.locator(".tb-origin summary").first.focus()
    page.keyboard.press("Enter")
    opened = page.locator(".tb-origin").first.inner_text()
    for said in ("added up", "Appendix A, savings table", "savings.csv, lines 2 to", "Papers state it"):
        assert said in opened


def test_a_figure_is_opened_without_scripts_too(browser, site):
    context = browser.new_context(java_script_enabled=False)
    opened = context.new_page()
    opened.goto(f"{site.as_uri()}/{SAVINGS}")
    opened.locator(".tb-origin summary").first.click()
    assert opened.get_by_text("Appendix A, savings table").first.is_visible()
    context.close()


def amounts(page):
    cells = page.locator("table.tb-sortable").last.locator("tbody tr:not(.tb-total) td:nth-child(2)").all_inner_texts()
    return [int(cell.replace(",", "").replace("−", "-")) for cell in cells]


def test_a_long_table_is_sorted_both_ways_and_its_total_stays_last(page, address):
    page.goto(f"{address}/2023-24-P11/notebooks/forecast-trend.html")
    button = page.locator("table.tb-sortable").last.get_by_role("button", name="Contract sum, £k", exact=True)
    as_written = amounts(page)
    for down, said in ((False, "ascending"), (True, "descending")):
        button.focus()
        page.keyboard.press("Enter")
        assert amounts(page) == sorted(as_written, reverse=down)
        assert page.locator(f'table.tb-sortable th[aria-sort="{said}"]').count() == 1
        assert page.locator("table.tb-sortable").last.locator("tbody tr").last.inner_text().startswith("Total")


def test_a_note_leads_to_its_row_and_back(page, address):
    page.goto(f"{address}/2023-24-P11/notebooks/forecast-trend.html")
    page.get_by_role("link", name="Note 1").first.click()
    assert page.url.split("#")[1].startswith("note-")
    page.get_by_role("link", name="Back to the row of note 1").first.click()
    assert page.url.split("#")[1].startswith("row-")


def test_the_meaning_of_a_term_opens_beside_it_and_closes_with_escape(page, address):
    page.goto(f"{address}/2023-24-P11/notebooks/forecast-trend.html")
    term = page.locator("a.tb-term", has_text="contract sum").first
    term.focus()
    page.keyboard.press("Enter")
    meaning = page.get_by_role("dialog", name="Contract sum")
    meaning.wait_for()
    assert "agreed to pay the trust for the year" in meaning.inner_text()
    assert page.evaluate("document.activeElement.className") == "tb-meaning"
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "In the glossary"
    page.keyboard.press("Escape")
    meaning.wait_for(state="hidden")
    assert term.evaluate("link => document.activeElement === link")
    assert page.url.endswith("forecast-trend.html")
    assert page.errors == []


def test_a_meaning_stays_within_a_phone_and_closes_when_the_page_is_pressed(page, site):
    page.set_viewport_size({"width": 320, "height": 640})
    page.goto((site / "2023-24-P11" / "notebooks" / "forecast-trend.html").as_uri())
    for term in some(page.locator("a.tb-term:visible").all()):
        term.click()
        box = page.locator(".tb-meaning:popover-open").bounding_box()
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= 320
        page.mouse.click(2, 2)
        assert page.locator(".tb-meaning:popover-open").count() == 0


def test_without_scripts_a_term_leads_to_its_place_in_the_glossary(browser, address):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}/2023-24-P11/notebooks/forecast-trend.html")
    page.locator("a.tb-term").first.click()
    page.wait_for_url("**/glossary.html#term-*")
    anchor = page.url.split("#")[1]
    assert page.locator(f"[id='{anchor}']").is_visible()
    context.close()


def test_a_data_warning_is_below_what_its_chapter_finds_and_a_link_above_leads_to_it(page, address):
    page.goto(f"{address}/{SAVINGS}")
    page.get_by_role("link", name="about these figures").click()
    assert page.url.endswith("#data-warnings")
    assert "data warnings about these figures" in page.locator(".tb-warnings").inner_text()
