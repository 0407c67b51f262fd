"""Charts, and the hint that a table scrolls, stand out from the page in light, in dark and in forced colours."""

from pathlib import Path

import pytest

CONTRAST = (Path(__file__).parent / "contrast.js").read_text(encoding="utf-8")
READABLE, SEEN = 4.5, 3
GUIDES = {"light": ("rgb(221, 225, 230)", "rgb(255, 255, 255)"), "dark": ("rgb(72, 86, 107)", "rgb(18, 18, 18)")}
"""The colours of lines that only guide the eye, and of gaps: they carry no figure."""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_and_marks_of_charts_and_the_shadow_of_a_scrolled_table_can_be_seen(browser, site, stays, scheme):
    page = browser.new_page(color_scheme=scheme, viewport={"width": 1280, "height": 860})
    faint, counted = {}, 0
    for name in stays:
        page.goto((site / name).as_uri())
        page.wait_for_load_state()
        found = page.evaluate(CONTRAST)
        marks = [each for each in found["marks"] if each[0] not in GUIDES[scheme]]
        counted += len(found["texts"]) + len(marks)
        wrong = [each for each in found["texts"] if each[1] < READABLE]
        wrong += [each for each in marks if each[1] < SEEN]
        wrong += [each for each in found["shades"] if each < SEEN]
        if wrong:
            faint[name] = wrong
    page.close()
    assert faint == {}
    assert counted > 10 * len(stays)


def test_in_forced_colours_the_masthead_and_the_charts_are_still_told_from_the_page(browser, site):
    page = browser.new_page(forced_colors="active", color_scheme="dark")
    page.goto((site / "2023-24-P11/notebooks/savings-rag.html").as_uri())
    found = page.evaluate(CONTRAST)
    assert found["texts"]
    assert [each for each in found["texts"] if each[1] < SEEN] == []
    title = page.locator(".tb-title a")
    colour, ground = title.evaluate("e => [getComputedStyle(e).color, getComputedStyle(document.body).backgroundColor]")
    assert colour != ground
    page.close()


def test_with_reduced_motion_nothing_moves(browser, site):
    page = browser.new_page(reduced_motion="reduce")
    page.goto((site / "2023-24-P11/notebooks/savings-rag.html").as_uri())
    longest = page.evaluate(
        """() => Math.max(...[...document.querySelectorAll("body *")].map(each => {
          const style = getComputedStyle(each);
          return Math.max(parseFloat(style.transitionDuration), parseFloat(style.animationDuration));
        }))"""
    )
    assert longest == 0
    page.close()
