"""What a reader takes away from a built edition: files, a head that is right, one outline a page, a tagged PDF."""

import os
import re
import shutil
from itertools import pairwise
from xml.etree import ElementTree

import pytest
from bs4 import BeautifulSoup
from pypdf import PdfReader
from pypdf.generic import NullObject
from workspaces import copy_workspace, trustbook

from looked_at import some
from trustbook import __version__
from trustbook.config.workspace import Workspace
from trustbook.site.pdf_checks import failures
from trustbook.site.pdf_tags import children, elements, kind
from trustbook.site.report_pages import report_pages

PERIOD = "2023-24-P11"
ADDRESS = "https://example.org/reports/"
LOC = "{http://www.sitemaps.org/schemas/sitemap/0.9}loc"
CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome")


@pytest.fixture(scope="module")
def published(tmp_path_factory):
    """One edition of a site that has an address, with a PDF where there is a Chromium."""
    folder = copy_workspace(tmp_path_factory.mktemp("published") / "workspace")
    trust = folder / "params" / "trust.yaml"
    trust.write_text(trust.read_text(encoding="utf-8") + f"site: {{url: '{ADDRESS}'}}\n", encoding="utf-8")
    ran = trustbook("report", PERIOD, *(["--pdf"] if CHROMIUM else []), cwd=folder)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    return folder


@pytest.fixture(scope="module")
def edition(published):
    return published / "_build" / "site" / PERIOD


@pytest.fixture(scope="module")
def pages(edition):
    """The pages of the contents as parsed, by name."""
    made = [*(edition / "notebooks").glob("*.html"), *(edition / "book").glob("*.html")]
    return {
        path.relative_to(edition).as_posix(): BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser")
        for path in sorted(made)
    }


@pytest.fixture(scope="module")
def printed(edition):
    if CHROMIUM is None:
        reason = "there is no Chromium to print with (on Debian or Ubuntu: sudo apt install chromium)"
        (pytest.fail if os.environ.get("TRUSTBOOK_BROWSER") == "required" else pytest.skip)(reason)
    return PdfReader(edition / f"{PERIOD}-report.pdf")


def test_every_file_that_the_page_offers_is_in_the_edition(edition, pages):
    offered = {link["href"] for link in pages["book/downloads.html"].select("a[download]")}
    files = {f"../data/{path.name}" for path in (edition / "data").iterdir()}
    assert files
    assert files <= offered
    assert all((edition / "book" / href).exists() for href in offered)


def test_each_page_has_one_outline(pages):
    for name, page in some(pages.items()):
        levels = [int(heading.name[1]) for heading in page.select("h1, h2, h3, h4, h5, h6")]
        assert levels.count(1) == 1, name
        assert levels[0] == 1, name
        assert all(after <= before + 1 for before, after in pairwise(levels)), f"{name}: {levels}"


def test_each_page_says_in_its_head_what_it_is(pages):
    titles = set()
    for name, page in pages.items():
        assert page.html["lang"] == "en-GB"
        titles.add(page.title.get_text())
        assert "Period 11, February 2024" in page.title.get_text(), name
        (address,) = [link["href"] for link in page.select("link[rel=canonical]")]
        assert address == f"{ADDRESS}{PERIOD}/{name}"
        described = {tag.get("name") or tag.get("property"): tag["content"] for tag in page.select("meta[content]")}
        assert len(described["description"]) > 20, name
        assert described["og:description"] == described["description"]
        assert described["og:image"] == f"{ADDRESS}{PERIOD}/card.png"
    assert len(titles) == len(pages)


def test_each_page_says_at_its_foot_which_edition_it_is(pages):
    for name, page in some(pages.items()):
        said = page.select_one("footer .tb-foot").get_text()
        assert re.search(r"Period 11, February 2024; .*data published on 24 April 2024; made by trustbook", said), name
        assert "licence" in said, name


def test_the_front_page_is_described_by_its_answer(pages):
    front = pages["notebooks/summary.html"]
    answer = front.select_one(".tb-answer").get_text()
    assert answer.startswith(front.find("meta", {"name": "description"})["content"])


def test_the_sitemap_lists_pages_that_are_there(published):
    site = published / "_build" / "site"
    listed = [each.text for each in ElementTree.parse(site / "sitemap.xml").iter(LOC)]
    assert len(listed) > 10
    for address in listed:
        assert (site / address.removeprefix(ADDRESS)).exists(), address


def test_a_site_without_an_address_has_a_feed_and_no_sitemap(site):
    assert (site / "feed.xml").exists()
    assert not (site / "sitemap.xml").exists()
    assert "canonical" not in (site / PERIOD / "notebooks" / "summary.html").read_text(encoding="utf-8")


def test_the_pdf_is_tagged_titled_and_in_english(printed):
    root = printed.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"] is True or root["/MarkInfo"]["/Marked"].value is True
    assert root["/Lang"] == "en-GB"
    assert len(root["/StructTreeRoot"]["/K"]) > 0
    assert printed.metadata.title == "Northamptonshire Children's Trust: finance report, Period 11, February 2024"


def test_the_pdf_says_who_made_it_of_what_and_when_and_nothing_of_the_machine(printed):
    said = dict(printed.metadata)
    assert said.pop("/Creator") == said.pop("/Producer") == f"trustbook {__version__}"
    assert said == {
        "/Title": "Northamptonshire Children's Trust: finance report, Period 11, February 2024",
        "/Author": "Northamptonshire Children's Trust",
        "/CreationDate": "D:20240424000000Z",
        "/ModDate": "D:20240424000000Z",
    }
    assert printed.xmp_metadata.dc_title["x-default"] == said["/Title"]
    assert printed.xmp_metadata.dc_creator == [said["/Author"]]
    assert printed.xmp_metadata.dc_language == ["en-GB"]
    assert b"pdfuaid" not in printed.trailer["/Root"]["/Metadata"].get_data()


def test_the_pdf_is_the_report_and_no_annex_on_forty_sheets_at_most(printed, published, pages):
    chapters = [entry.title for entry in printed.outline if not isinstance(entry, list)]
    listed = [f"{page}.html" for page in report_pages(Workspace(published))]
    report = [name for name in listed if name in pages]  # a chapter with nothing to show has no page
    assert chapters[1:] == [pages[name].h1.find(string=True).strip() for name in report]
    assert len(chapters) == 14
    assert len(printed.pages) <= 40


def test_the_contents_of_the_pdf_name_the_sheet_of_each_chapter(printed):
    listed = printed.pages[0].extract_text()
    for entry in some(each for each in printed.outline[1:] if not isinstance(each, list)):
        sheet = printed.get_destination_page_number(entry) + 1
        assert re.search(rf"{re.escape(entry.title)}\s*{sheet}\b", listed), entry.title


def test_no_figure_of_the_pdf_has_the_path_of_a_file(printed):
    said = "\n".join(page.extract_text() for page in printed.pages)
    assert not re.findall(r"\S*data/\S*|\S+\.csv\b", said)


def _sheets(element, numbers, sheet=None):
    """The sheets on which the content of an element is, in the order of reading."""
    sheet = element.raw_get("/Pg").idnum if "/Pg" in element else sheet
    kids = element.get("/K", NullObject()).get_object()
    for kid in (each.get_object() for each in (kids if isinstance(kids, list) else [kids])):
        if isinstance(kid, int):
            yield numbers[sheet]
        elif isinstance(kid, dict) and "/S" in kid:
            yield from _sheets(kid, numbers, sheet)
        elif isinstance(kid, dict) and "/MCID" in kid:
            yield numbers[kid.raw_get("/Pg").idnum if "/Pg" in kid else sheet]


def test_nothing_is_divided_that_belongs_together(printed):
    numbers = {page.indirect_reference.idnum: number for number, page in enumerate(printed.pages, 1)}
    tree = printed.trailer["/Root"]["/StructTreeRoot"].get_object()
    read = [(kind(each), list(_sheets(each, numbers)), each) for each in elements(tree)]
    heads = ("/H1", "/H2", "/H3", "/Caption")
    assert {"/TR", "/Figure", "/H1", "/H2", "/Caption"} <= {name for name, _, _ in read}
    for place, (name, sheets, element) in some(enumerate(read)):
        row = name == "/TR" and "/TD" in map(kind, children(element))  # the head of a table is on each sheet of it
        if row or name in ("/Figure", *heads):
            assert len(set(sheets)) <= 1, f"{name} on sheets {sheets}"
        if name in heads:
            others = (found for other, found, _ in read[place + 1 :] if found and other != "/NonStruct")
            assert next(others, sheets)[0] == sheets[0], f"{name} alone at the foot of sheet {sheets[0]}"


def test_the_brief_is_offered_and_printed_on_two_sides(edition, pages, printed):
    (brief,) = [link["href"] for link in pages["book/downloads.html"].select('a[href$="brief.pdf"]')]
    sides = PdfReader(edition / "book" / brief)
    assert len(sides.pages) == 2
    assert sides.metadata.title == "Northamptonshire Children's Trust: finance brief, Period 11, February 2024"
    answer = pages["notebooks/summary.html"].select_one(".tb-answer").get_text()
    assert answer in " ".join(sides.pages[0].extract_text().split())
    page = BeautifulSoup((edition / "brief.html").read_text(encoding="utf-8"), "html.parser")
    links = [link["href"] for link in page.select("a[href]")]
    assert len(links) > 8
    assert all((edition / href).exists() for href in links)


@pytest.mark.parametrize("name", ["report", "brief"])
def test_a_printed_document_fails_nothing_that_a_program_can_tell(name, edition, printed):
    assert failures((edition / f"{PERIOD}-{name}.pdf").read_bytes()) == []


def test_the_annexes_are_printed_on_demand(published, tmp_path):
    if CHROMIUM is None:
        pytest.skip("there is no Chromium to print with")
    ran = trustbook("annexes", PERIOD, "--to", str(tmp_path / "annexes.pdf"), cwd=published)
    assert ran.returncode == 0, ran.stderr
    annexes = PdfReader(tmp_path / "annexes.pdf")
    chapters = [entry.title for entry in annexes.outline if not isinstance(entry, list)]
    assert {"Data quality", "Tie-out of the papers", "Methods"} <= set(chapters)
    assert "Savings" not in chapters
    assert annexes.metadata.title.endswith("annexes to the finance report, Period 11, February 2024")


def test_the_pdf_says_what_the_front_page_says(printed, pages):
    answer = pages["notebooks/summary.html"].select_one(".tb-answer").get_text()
    said = " ".join(" ".join(printed.pages[number].extract_text() for number in range(3)).split())
    assert answer in said


def test_links_of_the_pdf_lead_within_it_or_to_the_site_and_never_to_a_file_of_this_machine(printed):
    actions = [
        note.get_object().get("/A", {})
        for page in printed.pages
        for note in page.get("/Annots", [])
        if note.get_object().get("/Subtype") == "/Link"
    ]
    addresses = [str(action["/URI"]) for action in actions if "/URI" in action]
    assert addresses
    assert all(address.startswith("http") for address in addresses)


def test_without_chromium_the_site_is_built_and_the_pdf_refused_with_the_way_to_get_it(published, tmp_path):
    folder = tmp_path / "workspace"
    shutil.copytree(published, folder)
    shutil.rmtree(folder / "_build" / "site")
    ran = trustbook("build", PERIOD, "--pdf", cwd=folder, env={"TRUSTBOOK_CHROMIUM": "no-such-program"})
    assert ran.returncode == 1
    assert "sudo apt install chromium" in ran.stderr
    assert "Traceback" not in ran.stderr
    assert (folder / "_build" / "site" / PERIOD / "notebooks" / "summary.html").exists()
    assert not list((folder / "_build" / "site" / PERIOD).glob("*.pdf"))
