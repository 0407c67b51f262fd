"""The briefing note: all questions that the figures raise, who must answer, and every figure with its page."""

from io import BytesIO

import pytest
from docx import Document
from gathered_papers import EDITIONS, paper_of, source_of, workspace_of

from trustbook.committee.actions import section
from trustbook.committee.briefing import briefing
from trustbook.committee.content import gather
from trustbook.committee.members_questions import _ANSWERS, _NOT_IN_PAPERS, prepare
from trustbook.config.paper import PaperSettings
from trustbook.site.brief import questions as asked_of
from trustbook.site.brief.questions import MOST, every_question, questions
from trustbook.site.brief.reported import Reported

NEWEST = ("trust", "2023-24-P11")


@pytest.fixture(scope="module")
def workspaces(tmp_path_factory):
    return {name: workspace_of(name, tmp_path_factory.mktemp(name) / "workspace") for name, _ in EDITIONS}


@pytest.fixture(params=EDITIONS, ids=" ".join)
def edition(request, workspaces):
    name, period = request.param
    return source_of(workspaces[name], period), paper_of(workspaces[name], period, PaperSettings())


@pytest.fixture(scope="module")
def newest(workspaces):
    workspace = workspaces[NEWEST[0]]
    source, paper = source_of(workspace, NEWEST[1]), paper_of(workspace, NEWEST[1], PaperSettings())
    asked = every_question(Reported(source.metrics), 7, 22)
    return source, paper, asked, Document(BytesIO(briefing(paper, asked, source)))


def test_each_question_of_every_edition_has_what_the_figures_do_not_say_and_who_must(edition):
    source, paper = edition
    prepared = prepare(every_question(Reported(source.metrics), 2, 3), paper, source)
    assert all(each.unsaid and each.who and each.page and each.chapter for each in prepared)
    assert not any("{" in each.unsaid + each.who for each in prepared)
    assert all(each.figures or each.page.startswith("book/") for each in prepared)


def test_no_kind_of_question_is_without_an_answer_by_a_person():
    names = {each for kind in asked_of._ASKED for each in _metrics_of(kind)}
    assert len(names) > 10
    open_ones = [name for name in names if not any(name.startswith(start) for start, *_ in _ANSWERS)]
    assert open_ones == [_NOT_IN_PAPERS]


def _metrics_of(kind):
    """The metrics that are named in the code of a kind of question."""
    constants = [*kind.__code__.co_consts, *(each.cell_contents for each in kind.__closure__ or ())]
    names = {each for each in constants if isinstance(each, str)}
    names |= {each for pair in constants if isinstance(pair, tuple) for part in pair for each in _texts(part)}
    return {each for each in names if each.count(".") == 1 and " " not in each and each.replace(".", "").islower()}


def _texts(part):
    return [part] if isinstance(part, str) else [each for each in part if isinstance(each, str)]


def test_the_note_has_more_than_the_brief_and_in_the_same_order(newest):
    source, _, asked, _ = newest
    few = questions(Reported(source.metrics), 7, 22)
    assert len(few) == MOST < len(asked)
    assert [each for each in asked if each in few] == few


def test_the_note_says_each_question_its_figures_and_its_page(newest):
    source, paper, asked, document = newest
    lines = [each.text for each in document.paragraphs]
    for each in prepare(asked, paper, source):
        assert f"{each.says} {each.asks}" in lines
        assert any(f"the page {each.chapter}" in line for line in lines)
        for figure in each.figures:
            assert any(f"{figure.written} ({figure.label})" in line for line in lines)


def test_a_range_from_other_bodies_forecasts_is_in_no_paper_and_no_note(newest):
    source, paper, asked, document = newest
    assert any(each.metrics[:1] == (_NOT_IN_PAPERS,) for each in asked)
    assert _NOT_IN_PAPERS not in {each.metric for each in paper.figures}
    assert not [
        each for each in prepare(asked, paper, source) if _NOT_IN_PAPERS in {one.metric for one in each.figures}
    ]
    assert not [each.text for each in document.paragraphs if "other forecasts" in each.text]


def test_a_question_has_what_the_report_and_the_return_say_of_it(newest):
    source, paper, asked, document = newest
    largest = prepare(asked, paper, source)[0]
    notes = next(table for table in paper.appendices[0].tables if table.key == "notes_by_heading")
    assert largest.note in {row.cells[1] for row in notes.rows if row.cells[0] == "Placements"}
    assert f"Of this line the return says: {largest.note}" in [each.text for each in document.paragraphs]
    in_dispute = next(each for each in prepare(asked, paper, source) if "in dispute" in each.says)
    section, _, text = in_dispute.report.partition(": ")
    assert text in {each.text for each in paper.section("issues").paragraphs}
    assert section == "Issues and choices"


def test_every_figure_of_the_paper_is_listed_with_its_metric_and_page(newest):
    _, paper, _, document = newest
    rows = [[cell.text for cell in row.cells] for row in document.tables[-1].rows]
    assert rows[0] == ["Figure", "As written", "Metric", "Page of the edition"]
    assert [row[1:] for row in rows[1:]] == [[each.written, each.metric, each.page] for each in paper.figures]


def test_what_is_still_to_be_written_is_listed(newest):
    _, paper, _, document = newest
    rows = [[cell.text for cell in row.cells] for row in document.tables[0].rows][1:]
    assert [row[0] for row in rows] == [each.title for each in paper.to_write]


def test_the_note_is_the_same_bytes_each_time_and_has_no_field_left(newest):
    source, paper, asked, document = newest
    assert briefing(paper, asked, source) == briefing(paper, asked, source)
    assert "{{" not in "".join(each.text for each in document.paragraphs)


def test_the_section_on_actions_is_there_where_a_return_lists_them_and_states_its_metrics(workspaces):
    source = source_of(workspaces["city"], "2025-26-P07")
    made = section(source.data)
    lead, day, undated = (each.text for each in made.paragraphs)
    assert lead == "Of the 5 actions of the last meeting, 2 are done and 3 are open. Of these, 1 is overdue."
    assert made.paragraphs[0].metrics == ("actions.total", "actions.done", "actions.open", "actions.overdue")
    assert "16 December 2025, the day of the meeting of Cabinet" in day
    assert "no date" in undated
    (table,) = made.tables
    assert [row.cells[-1] for row in table.rows][2:] == ["Overdue by 11 days", "Open", "Open"]
    assert len(table.rows) == source.metrics["actions.total"]["value"]
    assert table.notes == ("Visit the two new family hubs: No date was agreed",)


def test_a_figure_that_the_sentence_does_not_write_is_not_said_to_be_in_it(workspaces):
    made = section(source_of(workspaces["city"], "2025-26-P05").data)
    assert made.paragraphs[0].text.endswith("none are done and 2 are open. Of these, 1 is overdue.")
    assert "actions.done" not in made.paragraphs[0].metrics


def test_the_true_returns_have_no_section_on_actions(workspaces):
    assert section(source_of(workspaces["trust"], "2023-24-P11").data) is None


def test_the_figures_of_the_actions_are_figures_of_the_paper(workspaces):
    source = source_of(workspaces["city"], "2025-26-P07")
    made = gather(source, PaperSettings(), None, section(source.data))
    written = {each.metric: each.written for each in made.figures}
    assert made.section("actions").paragraphs[0].metrics
    assert all(written[name] in made.section("actions").paragraphs[0].text for name in written if "actions." in name)
    assert written["actions.overdue"] == "1"
