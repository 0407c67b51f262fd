"""Editions that are published, as Jupyter Book makes them: what a draft says, and a revision, and what it keeps."""

import re
import shutil
import subprocess
from pathlib import Path

import openpyxl
import pytest
import yaml
from bs4 import BeautifulSoup
from small_workspaces import BEFORE, NEWEST
from workspaces import tree, trustbook

from looked_at import some

MEETING = {"body": "Cabinet", "date": "2024-05-14", "item": "7", "background": ["jctc-2024-05-forecast"]}
FIRST, SECOND = "2024-05-03", "2024-05-20"


def publish(folder: Path, period: str, *more: str) -> None:
    ran = trustbook("publish", period, "--by", "Ann Example", *more, cwd=folder)
    assert ran.returncode == 0, ran.stdout + ran.stderr


def pages(folder: Path) -> dict[str, BeautifulSoup]:
    return {
        path.relative_to(folder).as_posix(): BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser")
        for path in sorted(folder.rglob("*.html"))
        if "_static" not in path.parts
    }


@pytest.fixture(scope="module")
def drafted(made_here, tmp_path_factory) -> Path:
    """A workspace that was reported, and whose newest edition is for a meeting."""
    folder = tmp_path_factory.mktemp("published") / "workspace"
    shutil.copytree(made_here, folder)
    parameters = folder / "params" / f"{NEWEST}.yaml"
    parameters.write_text(
        parameters.read_text(encoding="utf-8") + yaml.safe_dump({"meeting": MEETING}), encoding="utf-8"
    )
    ran = trustbook("report", cwd=folder)
    assert ran.returncode == 0, ran.stderr
    return folder


@pytest.fixture(scope="module")
def published(drafted, tmp_path_factory) -> Path:
    """The same, published; then corrected, and published once more."""
    folder = tmp_path_factory.mktemp("revised") / "workspace"
    shutil.copytree(drafted, folder)
    publish(folder, NEWEST, "--reason", "For Cabinet", "--on", FIRST)
    (folder / "kept-before").mkdir()
    shutil.copytree(folder / "published", folder / "kept-before" / "published")
    page = folder / "book" / "glossary.md"
    page.write_text(page.read_text(encoding="utf-8") + "\nA late word.\n", encoding="utf-8")
    publish(folder, NEWEST, "--reason", "A word was <missing>", "--notice", "It has a word & more", "--on", SECOND)
    return folder


def test_every_page_of_a_draft_says_so_and_asks_search_engines_to_leave_it(drafted):
    found = pages(drafted / "_build" / "site" / NEWEST)
    assert {"brief.html", "search.html", "index.html", "notebooks/first.html"} <= set(found)
    for name, page in found.items():
        robots = page.find_all("meta", attrs={"name": "robots"})
        assert [each["content"] for each in robots] == ["noindex"], name
        if page.find("meta", attrs={"http-equiv": "refresh"}) is None:
            assert len(page.find_all(class_=re.compile("^(tb-)?watermark$"), attrs={"aria-hidden": "true"})) == 1, name
            assert "Draft" in [each.get_text(strip=True).rstrip(".") for each in page.find_all("strong")], name
    assert not (drafted / "_build" / "public").exists()


def test_every_page_of_a_revision_says_which_it_is_and_leads_to_the_revisions_without_scripts(published):
    site = published / "_build" / "public"
    for folder, said in ((NEWEST, "Revision 2, published 20 May 2024"), (f"{NEWEST}-r1", "Published 3 May 2024")):
        for name, page in some(pages(site / folder).items()):
            assert page.find("meta", attrs={"name": "robots"}) is None, name
            assert page.find(class_=re.compile("watermark")) is None, name
            if page.find("meta", attrs={"http-equiv": "refresh"}) is None:
                assert said in [each.get_text(strip=True).rstrip(".") for each in page.find_all("strong")], name
            if name not in ("brief.html", "index.html"):
                link = page.find("a", class_="tb-revisions")
                assert link.get_text() == "Revisions of this report"
                place = (site / folder / name).parent / link["href"]
                assert place.resolve() == (site / "revisions" / f"{NEWEST}.html").resolve()
                assert place.exists()


def test_the_notice_the_meeting_and_its_papers_are_said_once_each(published):
    found = pages(published / "_build" / "public" / NEWEST)
    noticed = [name for name, page in found.items() if page.find(class_="tb-notice")]
    assert noticed == ["notebooks/first.html"]
    assert found["notebooks/first.html"].find(class_="tb-notice").get_text().endswith("It has a word & more")
    assert "for Cabinet, 14 May 2024, item 7;" in found["notebooks/second.html"].find(class_="tb-foot").get_text()
    meeting = found["book/downloads.html"].find(id="the-meeting").get_text()
    assert "It is published after the meeting of 14 May 2024." in meeting
    assert "NCT P11 Forecast" in meeting


def test_the_workbook_of_a_revision_says_which_it_is_and_its_size_is_that_of_the_page(published):
    edition = published / "_build" / "public" / NEWEST
    workbook = edition / "data" / f"{NEWEST}-data.xlsx"
    cover = [cell.value for row in openpyxl.load_workbook(workbook)["Cover"] for cell in row]
    assert "Revision 2, published 20 May 2024." in cover
    page = pages(edition)["book/downloads.html"]
    row = page.find("a", href=re.compile("xlsx")).find_parent("tr")
    assert row.find_all("td")[-1].get_text() == f"{workbook.stat().st_size / 1024:,.1f}"


def test_a_later_revision_leaves_every_byte_of_the_one_before(published):
    before = tree(published / "kept-before" / "published" / NEWEST, "r1")
    assert tree(published / "published" / NEWEST, "r1") == before
    site = published / "_build" / "public"
    assert tree(site / f"{NEWEST}-r1") == {
        path.removeprefix("r1/data/edition/"): content
        for path, content in before.items()
        if path.startswith("r1/data/edition/")
    }


def test_the_public_site_has_what_is_published_alone_and_no_link_between_its_parts_leads_nowhere(published):
    site = published / "_build" / "public"
    assert {path.name for path in site.iterdir() if path.is_dir()} == {
        *(NEWEST, f"{NEWEST}-r1", f"{NEWEST}-r2", "revisions")
    }
    for name, page in pages(site).items():
        for link in page.find_all(["a", "link", "script", "img"]):
            address = str(link.get("href") or link.get("src") or "").partition("#")[0].partition("?")[0]
            if not address or re.match("[a-z]+:", address):
                continue
            target = ((site / name).parent / address).resolve()
            if not target.is_relative_to((site / name.partition("/")[0]).resolve()):  # a small book has not every page
                assert target.exists(), (name, address)
    assert BEFORE not in (site / "archive.html").read_text(encoding="utf-8")
    assert "Ann Example" in (site / "revisions" / f"{NEWEST}.html").read_text(encoding="utf-8")


def test_the_preview_has_every_edition_and_the_log(published):
    site = published / "_build" / "site"
    assert tree(site / NEWEST) == tree(published / "_build" / "public" / NEWEST)
    assert "Draft" in (site / BEFORE / "notebooks" / "first.html").read_text(encoding="utf-8")
    assert "A word was &lt;missing&gt;" in (site / "log.html").read_text(encoding="utf-8")
    for each in (site, published / "_build" / "public"):
        command = ["sha256sum", "--check", "--strict", "--quiet", "manifest-sha256.txt"]
        assert subprocess.run(command, cwd=each, check=False).returncode == 0


def test_a_site_that_was_published_before_is_left_as_it_is_by_a_report_that_changes_nothing(published):
    before = {path: path.stat().st_mtime_ns for path in (published / "_build" / "public").rglob("*")}
    ran = trustbook("report", cwd=published)
    assert ran.returncode == 0, ran.stderr
    assert {path: path.stat().st_mtime_ns for path in (published / "_build" / "public").rglob("*")} == before
