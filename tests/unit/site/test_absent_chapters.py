"""Chapters that have nothing to show are left out of an edition: its contents and the links of its pages."""

import json

import nbformat
import pytest

from trustbook.components.absent import AT_ALL, THIS_MONTH, nothing_to_show
from trustbook.components.page import say
from trustbook.site import absent_chapters
from trustbook.site.titles import title_of

GONE = ["notebooks/savings"]


def notebook(path, *shown, source="# Savings"):
    cells = [nbformat.v4.new_markdown_cell(source)]
    for each in shown:
        data, metadata = each._repr_mimebundle_()
        output = nbformat.v4.new_output("display_data", data=data, metadata=metadata)
        cells.append(nbformat.v4.new_code_cell("shown", outputs=[output]))
    path.write_text(nbformat.writes(nbformat.v4.new_notebook(cells=cells)), encoding="utf-8")
    return path


def test_a_chapter_is_left_out_if_all_that_it_shows_is_that_it_has_nothing(tmp_path):
    nothing, never = nothing_to_show("Nothing."), nothing_to_show("Never.", AT_ALL)
    assert absent_chapters.reason(notebook(tmp_path / "a.ipynb", nothing, nothing)) == THIS_MONTH
    assert absent_chapters.reason(notebook(tmp_path / "b.ipynb", never)) == AT_ALL
    assert absent_chapters.reason(notebook(tmp_path / "c.ipynb", nothing, say("But this."))) == ""
    assert absent_chapters.reason(notebook(tmp_path / "d.ipynb", say("A chapter of one sentence."))) == ""
    assert absent_chapters.reason(notebook(tmp_path / "e.ipynb")) == ""


def test_a_part_without_chapters_is_left_out_and_what_stands_below_a_chapter_moves_up():
    contents = {
        "root": "notebooks/summary",
        "parts": [
            {"caption": "Empty", "chapters": [{"file": "notebooks/savings.ipynb"}]},
            {"caption": "Full", "chapters": [{"file": "notebooks/savings", "sections": [{"file": "book/more"}]}]},
            {"caption": "Address", "chapters": [{"url": "https://example.org"}]},
        ],
    }
    assert absent_chapters.without(contents, GONE) == {
        "root": "notebooks/summary",
        "parts": [
            {"caption": "Full", "chapters": [{"file": "book/more"}]},
            {"caption": "Address", "chapters": [{"url": "https://example.org"}]},
        ],
    }


@pytest.mark.parametrize(
    ("written", "left"),
    [
        ("See [the savings](../notebooks/savings.ipynb).", "See the savings."),
        ("See [the savings](../notebooks/savings.md#red).", "See the savings."),
        ("See {doc}`the savings <../notebooks/savings>`.", "See the savings."),
        ("See [the years](../notebooks/years.ipynb).", "See [the years](../notebooks/years.ipynb)."),
        ("See [the paper](https://example.org/notebooks/savings.html).",) * 2,
        ("![picture](../notebooks/savings.html)",) * 2,
    ],
)
def test_a_link_of_a_page_to_a_chapter_that_is_left_out_becomes_its_words(written, left):
    assert absent_chapters.unlinked_in_markdown(written, "book/methods.md", GONE) == left


def test_links_of_finished_pages_become_their_words_and_those_to_other_editions_stay(tmp_path):
    page = tmp_path / "notebooks" / "summary.html"
    page.parent.mkdir()
    other = '<a href="../../2030-31-P04/notebooks/savings.html">the newest</a>'
    page.write_text(f'<p><a class="x" href="savings.html#red">The <b>red</b></a>, {other}</p>', encoding="utf-8")
    absent_chapters.unlink_pages(tmp_path, GONE)
    assert page.read_text(encoding="utf-8") == f"<p>The <b>red</b>, {other}</p>"


def test_the_line_stands_below_the_list_of_chapters_or_at_the_end_of_a_page_of_text(tmp_path):
    from trustbook.core.markup import link

    front = notebook(tmp_path / "front.ipynb", say(link("More", "more.html")), say("The end."))
    absent_chapters.add_line(front, absent_chapters.line(["Savings", "Staff"], "June", held=True))
    cells = json.loads(front.read_text(encoding="utf-8"))["cells"]
    said = "This report leaves out some chapters, because June's return does not report them. Left out: Savings; Staff."
    assert [cell["cell_type"] for cell in cells] == ["markdown", "code", "markdown", "code"]
    assert "".join(cells[2]["source"]) == said
    page = tmp_path / "front.md"
    page.write_text("# Front\n", encoding="utf-8")
    absent_chapters.add_line(page, said)
    assert page.read_text(encoding="utf-8") == f"# Front\n\n{said}\n"


def test_the_title_of_a_chapter_is_its_first_heading(tmp_path):
    assert title_of(notebook(tmp_path / "savings.ipynb", source="# The *savings*\nMore")) == "The *savings*"
