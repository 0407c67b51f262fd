"""What the built pages may load and run, and that they carry nothing that they do not use."""

import re
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from looked_at import some
from trustbook.site.unused_assets import unreferenced

HANDLER = re.compile(r"^on[a-z]+$")


@pytest.fixture(scope="module")
def pages(site) -> dict[Path, BeautifulSoup]:
    found = {page: BeautifulSoup(page.read_text(encoding="utf-8"), "html.parser") for page in site.rglob("*.html")}
    assert len(found) > 50
    return found


def directives(page: BeautifulSoup) -> dict[str, list[str]]:
    (meta,) = page.find_all("meta", attrs={"http-equiv": "Content-Security-Policy"})
    return {name: rest for name, *rest in (part.split() for part in meta["content"].split(";"))}


def test_every_page_has_one_strict_policy_before_any_script_or_style(pages):
    for path, page in some(pages.items()):
        policy = directives(page)
        assert policy["default-src"] == ["'self'"], path
        assert policy["script-src"] == policy["style-src"] == ["'self'"], path
        assert policy["object-src"] == ["'none'"], path
        assert "'unsafe" not in str(policy), path
        assert not re.search("https?:", str(policy)), path
        governed = [page.find(["script", "style", "link"]), page.find("meta", attrs={"http-equiv": "refresh"})]
        meta = page.find("meta", attrs={"http-equiv": "Content-Security-Policy"})
        assert all(meta.sourceline <= first.sourceline for first in governed if first is not None), path


def test_every_page_has_the_same_policy(pages):
    assert {str(directives(page)) for page in pages.values()} == {str(directives(next(iter(pages.values()))))}


def test_every_script_and_style_is_a_file_of_the_site_and_no_attribute_holds_one(pages):
    for path, page in some(pages.items()):
        assert page.find_all("style") == [], path
        for script in page.find_all("script"):
            if script.get("src"):
                assert not re.match("(https?:)?//", script["src"]), path
                assert (path.parent / script["src"].split("?")[0]).exists(), (path, script["src"])
            else:
                assert script.get("type") == "application/json", (path, script)
        for element in page.find_all(True):
            handlers = [name for name in element.attrs if HANDLER.match(name)]
            assert not handlers, (path, element.name, handlers)
            assert "style" not in element.attrs, (path, element.name)
            assert not str(element.get("href", "")).startswith("javascript:"), path


def test_the_search_page_shows_what_it_finds_as_text(site):
    assert list(site.rglob("searchtools.js")) == []
    pages = list(site.rglob("search.html"))
    assert pages
    for page in pages:
        assert "search.js" in page.read_text(encoding="utf-8")
        script = (page.parent / "_static" / "search.js").read_text(encoding="utf-8")
        assert "innerHTML" not in script


def test_each_edition_has_only_the_static_files_that_its_pages_ask_for(site):
    editions = [folder for folder in site.iterdir() if folder.is_dir()]
    assert editions
    for edition in editions:
        assert unreferenced(edition) == []
        names = {file.name for file in (edition / "_static").rglob("*")}
        assert not {name for name in names if name.endswith((".map", ".ttf"))}
        assert not {"fontawesome.js", "copybutton.js", "togglebutton.js", "sphinx-thebe.js"} & names
        weight = sum(file.stat().st_size for file in (edition / "_static").rglob("*") if file.is_file())
        assert weight < 2_000_000


def test_a_file_that_nothing_names_is_found_and_one_that_only_an_unused_sheet_names_too(tmp_path):
    static = tmp_path / "_static"
    static.mkdir()
    (tmp_path / "page.html").write_text('<link href="_static/used.css?v=1">', encoding="utf-8")
    (static / "used.css").write_text("@font-face { src: url(letters.woff2) }", encoding="utf-8")
    (static / "unused.css").write_text("body { background: url(picture.png) }", encoding="utf-8")
    for name in ("letters.woff2", "picture.png"):
        (static / name).touch()
    assert [file.name for file in unreferenced(tmp_path)] == ["picture.png", "unused.css"]
