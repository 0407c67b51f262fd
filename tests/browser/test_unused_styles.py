"""Without the theme's unused rules every element looks exactly as it does with all of them."""

import re
from importlib.resources import files

import pytest

from trustbook.site import STATIC

PAGES = ["notebooks/summary", "search"]
MODES = {
    "1280-light": {"viewport": {"width": 1280, "height": 860}, "color_scheme": "light"},
    "1280-dark": {"viewport": {"width": 1280, "height": 860}, "color_scheme": "dark"},
    "390-light": {"viewport": {"width": 390, "height": 844}, "color_scheme": "light"},
    "390-dark-forced": {
        "viewport": {"width": 390, "height": 844},
        "color_scheme": "dark",
        "forced_colors": "active",
        "reduced_motion": "reduce",
    },
}
THEMES = (
    ("pydata_sphinx_theme", "theme/pydata_sphinx_theme/static/styles/pydata-sphinx-theme.css"),
    ("sphinx_book_theme", "theme/sphinx_book_theme/static/styles/sphinx-book-theme.css"),
    ("myst_nb", "static/mystnb.css"),
)
OURS = ("icons", "trustbook", "print", "charts", "accessible")
ALL = """async () => {
  await new Promise(done => setTimeout(done, 400));  // transitions end
  document.querySelectorAll("main details").forEach(each => { each.open = true; });
  const seen = [];
  for (const element of document.querySelectorAll("body, body *:not(script)")) {
    if (element.closest("svg") && element.tagName !== "svg") continue;
    for (const part of [null, "::before", "::after"]) {
      const style = getComputedStyle(element, part);
      if ((part === "::before" || part === "::after") && style.content === "none") continue;
      const named = element.tagName + "#" + element.id + "." + element.getAttribute("class") + (part || "");
      const names = Array.from(style).filter(name => !name.startsWith("--"));
      seen.push(named + " " + names.map(name => name + ":" + style.getPropertyValue(name)).join(";"));
    }
  }
  return seen;
}"""


def whole_theme() -> str:
    """The theme's sheets as they are installed, in the order of a page, without the icon font's own rules."""
    folder = files("sphinx").joinpath("themes/basic/static")
    (basic,) = (each for each in folder.iterdir() if each.name.startswith("basic.css"))
    sizes = {"sidebarwidth": "230px", "body_min_width": "360px", "body_max_width": "800px"}
    filled = re.sub(r"{{ theme_(\w+)\|todim }}", lambda size: sizes[size[1]], basic.read_text(encoding="utf-8"))
    sheets = [filled]
    sheets += [files(package).joinpath(path).read_text(encoding="utf-8") for package, path in THEMES]
    theme = re.sub(r"@font-face\s*{[^}]*}", "", "\n".join(sheets))
    ours = {name: (STATIC / f"{name}.css").read_text(encoding="utf-8") for name in OURS}
    ours["print"] = f"@media print {{{ours['print']}}}"
    return theme + "\n".join(ours.values())


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("printed", [False, True], ids=["screen", "paper"])
def test_every_element_looks_as_it_does_with_all_rules_of_the_theme(browser, server, mode, printed):
    context = browser.new_context(**MODES[mode])
    page = context.new_page()
    page.route("**/vega.js", lambda route: route.abort())
    if printed:
        page.emulate_media(media="print")
    whole = whole_theme()
    for name in PAGES:
        looks = []
        for sheet in (None, whole):
            page.unroute("**/pages.*.css")
            if sheet is not None:
                page.route("**/pages.*.css", lambda route: route.fulfill(content_type="text/css", body=whole))
            page.goto(f"{server}/2023-24-P11/{name}.html")
            seen = page.evaluate(ALL)
            if not printed:
                for button in ("search-button", "primary-toggle"):
                    shown = page.locator(f"button.{button}:visible").first
                    if shown.count():
                        shown.click()
                        seen += page.evaluate(ALL)
                        page.keyboard.press("Escape")
            looks.append(seen)
        different = [(one, other) for one, other in zip(*looks, strict=True) if one != other]
        assert not different, (name, len(different), [difference(*each) for each in different[:8]])
    context.close()


def difference(one: str, other: str) -> tuple[str, list[str]]:
    """The element, and what of it differs."""
    pairs = zip(one.split(";"), other.split(";"), strict=False)
    return one.partition(" ")[0], [f"{left} / {right}" for left, right in pairs if left != right][:4]


def test_a_rule_that_is_used_shows_when_it_is_missing(browser, server):
    page = browser.new_page()
    page.goto(f"{server}/2023-24-P11/book/glossary.html")
    before = page.evaluate(ALL)
    page.route("**/pages.*.css", lambda route: route.fulfill(content_type="text/css", body="body { margin: 0 }"))
    page.goto(f"{server}/2023-24-P11/book/glossary.html")
    assert page.evaluate(ALL) != before
    page.close()
