"""What a reader of an earlier revision, of a draft and of the pages about revisions meets, with scripts and without."""

import sys
from pathlib import Path

import pytest
from walk import AXE, RUN_AXE, TAGS
from workspaces import copy_workspace

from trustbook.config.meeting import Meeting
from trustbook.config.workspace import Workspace
from trustbook.revisions.model import Approval, Person
from trustbook.site.assembly import build_public, build_site

sys.path.append(str(Path(__file__).parents[1] / "unit" / "site"))
from made_revisions import PAGES, draft, figures_of, publish_one

EARLIER, LATER = "2023-24-P10", "2023-24-P11"
CUT = (Path(__file__).parent / "cut.js").read_text(encoding="utf-8")
FRONT, OTHER = (f"{page}.html" for page in PAGES)
LONG = "An invoice of January was entered twice, and the reconciliation of the ledger has shown it since"
# The contrast of a text's colour with the ground on which the watermark lies as it is drawn.
CONTRAST = """() => {
  const parts = (colour) => colour.match(/[\\d.]+/g).slice(0, 3).map(Number);
  const linear = (part) => part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  const weights = [0.2126, 0.7152, 0.0722];
  const light = (rgb) => rgb.reduce((sum, part, place) => sum + linear(part / 255) * weights[place], 0);
  const mark = getComputedStyle(document.querySelector(".tb-watermark"), "::before"), opacity = Number(mark.opacity);
  const ground = parts(getComputedStyle(document.body).backgroundColor);
  const marked = parts(mark.color).map((part, place) => part * opacity + ground[place] * (1 - opacity));
  return ["base", "muted", "link"].map((name) => {
    const probe = document.body.appendChild(document.createElement("i"));
    probe.style.color = `var(--pst-color-${name === "link" ? "link" : `text-${name}`})`;
    const [low, high] = [light(parts(getComputedStyle(probe).color)), light(marked)].sort((one, other) => one - other);
    return (high + 0.05) / (low + 0.05);
  });
}"""


@pytest.fixture(scope="module")
def revised(tmp_path_factory):
    """The preview and the public site of two periods: one is published twice, and restates the other, now a draft."""
    workspace = Workspace(copy_workspace(tmp_path_factory.mktemp("revised") / "workspace"))
    publish_one(workspace, EARLIER, figures_of(100))
    approvals = (
        Approval("Section 151 officer, North", "approval", Person("Ann"), "2024-05-01", LONG, False, "a" * 64),
        Approval("Monitoring officer, West", "consultation", Person("Bo"), "2024-05-01", "", True, "a" * 64),
    )
    meeting = Meeting.model_validate({"body": "Joint Children's Trust Committee", "date": "2030-10-15", "item": "7"})
    publish_one(workspace, LATER, figures_of(150, 40), published_at="2030-11-01T09:30:00Z")
    more = {"approvals": approvals, "meeting": meeting, "notice": LONG, "overridden": LONG}
    publish_one(workspace, LATER, figures_of(150, 30), published_at="2030-11-02T09:30:00Z", **more)
    draft(workspace, EARLIER, figures_of(110))
    return build_site(workspace), build_public(workspace)


@pytest.fixture(scope="module")
def public(revised):
    return revised[1]


@pytest.fixture(scope="module")
def preview(revised):
    return revised[0]


def test_an_earlier_revision_says_that_a_newer_one_is_out_and_leads_to_the_same_page_of_it(page, public):
    page.goto((public / f"{LATER}-r1" / OTHER).as_uri())
    banner = page.locator(".tb-banner")
    assert banner.inner_text() == "A newer revision (2, 2 October 2030) of this report is out: this page in it."
    banner.get_by_role("link").click()
    assert page.url == (public / LATER / OTHER).as_uri()
    assert page.locator(".tb-banner").count() == 0
    assert page.errors == []


def test_a_report_that_a_later_one_restates_says_so_and_leads_to_the_figures(page, public):
    page.goto((public / EARLIER / FRONT).as_uri())
    said = page.locator(".tb-banner").inner_text()
    assert said.startswith("Restated since: a figure of this report. This is the report of Period 10, January 2024.")
    page.get_by_role("link", name="a figure of this report").click()
    assert page.url.endswith(f"revisions/{EARLIER}.html#restated")
    assert "£0.120m" in page.locator("#restated ~ .tb-scroll").first.inner_text()


def test_the_menu_marks_the_page_that_is_open_and_an_earlier_revision_is_not_the_one_it_leads_to(page, public):
    for folder, current in ((LATER, 1), (f"{LATER}-r1", 0)):
        page.goto((public / folder / FRONT).as_uri())
        assert page.locator('.tb-periods [aria-current="page"]').count() == current
        links = page.locator(".tb-periods > a").all_inner_texts()
        assert links == ["Last report: Period 10, January 2024", "All months", "Revisions of this report"]


@pytest.mark.parametrize("scripts", [True, False])
def test_every_page_leads_to_the_revisions_of_its_report(browser, public, scripts):
    context = browser.new_context(java_script_enabled=scripts)
    page = context.new_page()
    for folder in (LATER, f"{LATER}-r1", EARLIER):
        page.goto((public / folder / OTHER).as_uri())
        page.get_by_role("link", name="Revisions of this report").click()
        assert page.url == (public / "revisions" / f"{folder.removesuffix('-r1')}.html").as_uri()
    page.goto((public / f"{LATER}-r2").as_uri() + "/index.html")
    page.wait_for_url(f"**/{LATER}/{FRONT}")
    context.close()


def test_in_the_preview_a_draft_has_no_banner_of_revisions_and_the_published_ones_lead_to_each_other(page, preview):
    page.goto((preview / EARLIER / FRONT).as_uri())
    assert page.get_by_role("banner").locator("strong").inner_text() == "Draft"
    assert "revision" not in page.locator(".tb-banner").inner_text()
    page.goto((preview / f"{EARLIER}-r1" / FRONT).as_uri())
    assert "newer revision" not in page.locator(".tb-banner").inner_text()
    assert "Restated since" in page.locator(".tb-banner").inner_text()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_watermark_of_a_draft_takes_no_click_and_leaves_the_text_readable(browser, preview, scheme):
    page = browser.new_page(color_scheme=scheme)
    page.goto((preview / EARLIER / FRONT).as_uri())
    if scheme == "dark":
        page.evaluate("document.documentElement.dataset.theme = 'dark'")
    mark = page.locator(".tb-watermark")
    style = mark.evaluate(
        "e => (({position, pointerEvents, zIndex}) => [position, pointerEvents, zIndex])(getComputedStyle(e))"
    )
    assert style == ["fixed", "none", "-1"]
    assert min(page.evaluate(CONTRAST)) >= 4.5
    assert "Draft" not in mark.inner_text()
    page.close()


def test_forced_colours_have_no_watermark_and_paper_has(browser, preview):
    page = browser.new_page(forced_colors="active")
    page.goto((preview / EARLIER / FRONT).as_uri())
    assert not page.locator(".tb-watermark").is_visible()
    page.emulate_media(forced_colors="none", media="print")
    assert page.locator(".tb-watermark").is_visible()
    page.close()


@pytest.mark.parametrize("widths", [(320, 390), (1280,)], ids=["phones", "wider"])
def test_the_pages_about_revisions_have_no_fault_that_axe_finds_and_cut_nothing(page, revised, widths):
    seen = 0
    for site in revised:
        for name in (*site.glob("revisions/*.html"), *site.glob("log.html"), site / "archive.html"):
            page.set_viewport_size({"width": widths[0], "height": 844})
            page.goto(name.as_uri())
            page.evaluate(AXE)
            for width in widths:
                page.set_viewport_size({"width": width, "height": 844})
                assert page.evaluate(CUT) == [], (name, width)
                assert page.evaluate("document.documentElement.scrollWidth") <= width, (name, width)
                assert page.evaluate(RUN_AXE, list(TAGS)) == [], (name, width)
            seen += 1
    assert seen == 13
