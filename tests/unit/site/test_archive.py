import json
import re
import xml.etree.ElementTree as ET

import nbformat
import pytest

from trustbook.chapters.metrics import as_json, metrics
from trustbook.components.page import Headline, KeyFigure, KeyFigures
from trustbook.config.workspace import Workspace
from trustbook.core.errors import PublishError
from trustbook.core.period import Period
from trustbook.site import assembly
from trustbook.site.archive import archive, chart
from trustbook.site.manifest import Card, Front, ManifestFigure, read_card, read_front, write_card


def chapter(*shown):
    """A notebook that has run, with these outputs."""
    cell = nbformat.v4.new_code_cell("shown")
    for each in shown:
        data, metadata = each._repr_mimebundle_()
        cell.outputs.append(nbformat.v4.new_output("display_data", data=data, metadata=metadata))
    made = nbformat.v4.new_notebook(cells=[nbformat.v4.new_markdown_cell("# Front"), cell])
    nbformat.validate(made)
    return made


EARLIER, LATER = Period(2030, 3), Period(2030, 4)


def _figures(data):
    return as_json(metrics(data), data)


PAGES = ("notebooks/summary", "notebooks/savings-rag")


def card(period, *, pages=PAGES, **pounds):
    figures = {
        f"forecast.{name}": {"value": None if amount is None else amount / 1000} for name, amount in pounds.items()
    }
    return Card(period, pages, figures)


@pytest.fixture
def edition(synthetic_workspace, synthetic_data):
    """Put down an edition as the stage before leaves it: pages and a card, without Jupyter Book."""
    workspace = synthetic_workspace()

    def put(period, pages=PAGES, figures=None):
        folder = workspace.build / "editions" / str(period)
        for page in pages:
            (folder / page).parent.mkdir(parents=True, exist_ok=True)
            (folder / f"{page}.html").write_text("<p>page</p>", encoding="utf-8")
        found = _figures(synthetic_data(period=str(period))) if figures is None else figures
        write_card(folder, period, pages, found, Front("Over by £1m."), "2030-09-02")
        return workspace

    return put


def test_a_card_is_read_as_it_was_written(edition):
    folder = edition(LATER).build / "editions" / str(LATER)
    found = read_card(folder)
    assert (found.period, found.front, found.pages) == (LATER, PAGES[0], PAGES)
    assert found.pounds("forecast.pressure") == 480_000
    assert found.pounds("council.call.east") == 150_000
    assert found.pounds("no.such") is None
    assert (found.description, found.published) == ("Over by £1m.", "2030-09-02")


def test_a_card_of_an_edition_that_was_built_before_cards_said_more_is_read(tmp_path):
    (tmp_path / "edition.json").write_text('{"period": "2030-31-P04", "pages": ["a"], "figures": {}}', encoding="utf-8")
    assert read_card(tmp_path) == Card(LATER, ("a",), {})


@pytest.mark.parametrize("content", ["[]", "{}", "null", '{"period": 1, "pages": [], "figures": {}}'])
def test_a_card_that_says_something_else_is_refused(tmp_path, content):
    (tmp_path / "edition.json").write_text(content, encoding="utf-8")
    with pytest.raises(PublishError, match="does not say what is in it"):
        read_card(tmp_path)


def test_the_chapter_of_the_front_page_gives_its_description_and_its_key_figures_to_the_card(tmp_path):
    shown = Headline("Over & above. More."), KeyFigures((KeyFigure("Pressure", "<£1m", ("up",)),))
    notebook = tmp_path / "front.ipynb"
    notebook.write_text(json.dumps(chapter(*shown)), encoding="utf-8")
    assert read_front(notebook) == Front("Over & above.", (ManifestFigure("Pressure", "<£1m"),))
    notebook.write_text(json.dumps(chapter()), encoding="utf-8")
    assert read_front(notebook) == Front() == read_front(tmp_path / "none.ipynb")


def test_a_text_that_no_file_can_hold_does_not_stop_a_card(tmp_path):
    write_card(tmp_path, LATER, PAGES, "{}", Front("a\ud800b\x01"))
    assert read_card(tmp_path).description == "a?b\x01"


def test_an_edition_without_a_card_says_how_to_build_it_anew(tmp_path):
    (tmp_path / str(LATER)).mkdir()
    with pytest.raises(PublishError, match=f"trustbook report {LATER}"):
        read_card(tmp_path / str(LATER))


def test_the_site_reads_the_editions_and_never_the_data(edition, monkeypatch):
    edition(EARLIER)
    workspace = edition(LATER)
    for file in workspace.data.rglob("*.csv"):
        file.write_text("unreadable", encoding="utf-8")
    page = (assembly.build_site(workspace) / "archive.html").read_text(encoding="utf-8")
    rows = [
        re.sub(r"\s*<[^>]+>\s*", "|", row).strip("|") for row in re.findall(r"<tr><th scope=\"row\">.*?</tr>", page)
    ]
    assert [row.split("|")[0] for row in rows] == [LATER.label, EARLIER.label]
    assert rows[0].endswith("380||+35||480||+15||500")
    assert rows[1].endswith("345||not held||465||not held||not reported")


def test_the_archive_has_a_chart_with_its_words_and_leads_to_the_front_page_of_each_edition(edition):
    edition(EARLIER)
    place = assembly.build_site(edition(LATER))
    page = (place / "archive.html").read_text(encoding="utf-8")
    ET.parse(place / "archive.svg")
    assert (
        "Two panels of bars, one bar a report: the pressure, then the variance. The table below has the figures."
        in page
    )
    for period in (EARLIER, LATER):
        assert f'href="{period}/{PAGES[0]}.html"' in page
    assert "<style" not in page
    assert not re.search(r"<script>|\son\w+=", page)


def test_a_single_edition_has_no_chart(edition):
    place = assembly.build_site(edition(LATER))
    assert not (place / "archive.svg").exists()
    assert "<figure" not in (place / "archive.html").read_text(encoding="utf-8")


def test_the_switcher_knows_the_pages_that_each_edition_has(edition):
    edition(EARLIER, PAGES[:1])
    script = (assembly.build_site(edition(LATER)) / "periods.js").read_text(encoding="utf-8")
    editions = json.loads(re.search(r"var editions = (\[.*\]);", script)[1])
    assert [each["period"] for each in editions] == [str(LATER), str(EARLIER)]
    assert [each["pages"] for each in editions] == [list(PAGES), list(PAGES[:1])]


def test_what_the_switcher_knows_is_data_whatever_it_is(edition):
    hostile = "a</script><b>\u2028\u2029'\"\\"
    workspace = edition(LATER)
    folder = workspace.build / "editions" / str(LATER)
    write_card(folder, LATER, [PAGES[0], hostile], "{}", Front())
    script = (assembly.build_site(workspace) / "periods.js").read_text(encoding="utf-8")
    written = re.search(r"var editions = (\[.*\]);", script)[1]
    assert written.isascii()
    assert "<" not in written
    assert json.loads(written)[0]["pages"][1] == hostile
    assert not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(", script)


def test_the_chart_says_how_the_pressure_moved_over_the_editions():
    found = chart([card(LATER, pressure=480_000, variance=380_000), card(EARLIER, pressure=465_000, variance=345_000)])
    assert found.title == "Pressure is up £15k since P3"
    assert "of 2030/31" in found.subtitle


def test_a_pressure_that_an_edition_does_not_report_is_left_out_of_the_chart_and_told():
    found = chart([card(LATER, pressure=480_000, variance=380_000), card(EARLIER, pressure=None, variance=345_000)])
    assert "Pressure is not reported for P3." in found.description
    assert found.title == "Variance is up £35k since P3"
    amounts = [value["amount"] for panel in found.spec["concat"] for value in panel["data"]["values"]]
    assert sorted(amounts) == [0.345, 0.38, 0.48]


def test_over_two_years_each_period_has_its_year():
    found = chart([card(Period(2031, 1), pressure=1, variance=1), card(Period(2030, 12), pressure=1, variance=1)])
    assert "P12 2030/31" in found.subtitle
    assert "P1 2031/32" in found.subtitle


def test_the_answer_of_the_archive_is_from_the_oldest_to_the_newest():
    cards = [card(LATER, pressure=480_000, variance=380_000), card(EARLIER, pressure=465_000, variance=345_000)]
    answer = archive(cards)["answer"]
    assert answer.startswith("2 reports.")
    assert "£465k in June 2030 and is £480k in July 2030" in answer


def test_nothing_published_is_an_error_that_says_what_to_type(synthetic_workspace):
    workspace = synthetic_workspace()
    (workspace.build / "editions").mkdir(parents=True)
    with pytest.raises(PublishError, match="trustbook report"):
        assembly.build_site(Workspace(workspace.root))


def test_the_archive_writes_why_an_edition_has_no_figure():
    absent = Card(EARLIER, PAGES, {"council.call": {"value": None, "absent": "not held"}})
    assert absent.written("council.call") == "not held"
    assert absent.written("forecast.variance") == "not reported"
