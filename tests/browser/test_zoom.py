"""Text enlarged, spaced out, and pages at 400 %: everything can still be read, and nothing scrolls sideways."""

import pytest
from walk import SEEN, Mode, go, looking

TWICE = """() => {
    const size = parseFloat(getComputedStyle(document.documentElement).fontSize);
    document.documentElement.style.setProperty("font-size", `${2 * size}px`, "important");
}"""
# the distances of WCAG 2.2, 1.4.12
SPACED = """() => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync("* { line-height: 1.5 !important; letter-spacing: .12em !important }"
        + " * { word-spacing: .16em !important } p { margin-bottom: 2em !important }");
    document.adoptedStyleSheets.push(sheet);
}"""


def unreadable(browser, server, names, mode, change=None, scale=1, height=800):
    with looking(browser, mode, scale) as context:
        page = context.new_page()
        page.set_viewport_size({"width": mode.width, "height": height})
        for name in names:
            go(page, f"{server}/{name}")
            if change:
                page.evaluate(change)
            seen = page.evaluate(SEEN)
            yield from (f"{name}: {fault}" for fault in seen["clipped"] + seen["overlapping"])
            if seen["width"] > 0:
                yield f"{name}: wider than the window by {seen['width']}"


@pytest.mark.parametrize("width", [1280, 640])
def test_text_twice_as_large_can_be_read(browser, server, names, width):
    assert list(unreadable(browser, server, names, Mode(width), TWICE)) == []


@pytest.mark.parametrize("width", [1280, 320])
def test_text_spaced_out_can_be_read(browser, server, names, width):
    assert list(unreadable(browser, server, names, Mode(width), SPACED)) == []


def test_a_page_at_400_per_cent_flows_into_one_column(browser, server, names):
    assert list(unreadable(browser, server, names, Mode(320), scale=4, height=256)) == []
