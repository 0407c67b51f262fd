"""What must hold of every page, however it is looked at: at a desk, on a phone in the dark, without scripts."""

from itertools import pairwise
from pathlib import Path
from urllib.parse import unquote, urldefrag, urlsplit

from bs4 import BeautifulSoup


def told(visits, faults) -> list[str]:
    return [f"{visit.page}: {fault}" for visit in visits for fault in faults(visit)]


def test_axe_finds_nothing(visits):
    assert told(visits, lambda visit: visit.faults) == []


def test_no_request_leaves_the_site(visits, server):
    assert told(visits, lambda visit: [url for url in visit.requests if not url.startswith((server, "data:"))]) == []


def test_nothing_fails_and_no_script_complains(visits):
    assert told(visits, lambda visit: visit.errors) == []


def test_no_page_scrolls_sideways(visits):
    assert told(visits, lambda visit: [visit.seen["width"]] if visit.seen["width"] > 0 else []) == []


def test_no_text_is_cut_off_or_lies_on_other_text(visits):
    assert told(visits, lambda visit: visit.seen["clipped"] + visit.seen["overlapping"]) == []


def test_the_headings_of_a_page_are_one_outline(visits):
    def breaks(visit):
        headings = visit.seen["headings"]
        found = [f"an empty heading of level {level}" for level, text in headings if not text.strip("# ")]
        if [level for level, _ in headings].count(1) != 1 or headings[0][0] != 1:
            found.append(f"not one first heading: {headings[:3]}")
        steps = pairwise(headings)
        return found + [f"{before} to {after}" for before, after in steps if after[0] > before[0] + 1]

    assert told(visits, breaks) == []


def test_each_page_has_a_language_and_a_title_of_its_own(visits):
    assert told(visits, lambda visit: [] if visit.seen["language"] == "en-GB" else ["no language"]) == []
    titles = [visit.seen["title"] for visit in visits if not visit.page.endswith("index.html")]
    assert all(titles)
    assert sorted(set(titles)) == sorted(titles)


def test_every_link_leads_to_a_file_and_a_place_that_exist(visits, server, site):
    known: dict[Path, set[str]] = {}

    def places(file: Path) -> set[str]:
        if file not in known:
            soup = BeautifulSoup(file.read_text(encoding="utf-8"), "html.parser")
            known[file] = {str(each["id"]) for each in soup.find_all(id=True)}
        return known[file]

    def dead(visit):
        for address in visit.seen["addresses"]:
            if not address.startswith(server):
                continue
            path, place = urldefrag(address)
            file = site / unquote(urlsplit(path).path).lstrip("/")
            if not file.is_file():
                yield f"no file: {address}"
            elif place and file.suffix == ".html" and unquote(place) not in places(file):
                yield f"no such place: {address}"

    assert told(visits, dead) == []
    assert sum(len(visit.seen["addresses"]) for visit in visits) > 10 * len(visits)


def test_every_chart_has_a_name(visits):
    assert told(visits, lambda visit: ["a chart without a name" for name in visit.seen["charts"] if not name]) == []
    assert sum(len(visit.seen["charts"]) for visit in visits) >= 5
