import copy

import nbformat
import pytest

from trustbook.build.normalise import tidy, without_empty_sections

v4 = nbformat.v4


def executed():
    """A made-up notebook as an execution leaves it."""
    notebook = v4.new_notebook(
        metadata={
            "kernelspec": {"name": "someone-elses", "display_name": "Mine", "language": "python"},
            "language_info": {"name": "python", "version": "3.11.7"},
            "papermill": {"duration": 3.2, "output_path": "/home/me/out.ipynb"},
        }
    )
    notebook.cells = [
        v4.new_markdown_cell("# Chapter", metadata={"papermill": {"duration": 0.1}}),
        v4.new_code_cell('period = "newest"', metadata={"tags": ["parameters"]}, execution_count=7),
        v4.new_code_cell('period = "x"', metadata={"tags": ["injected-parameters"]}, execution_count=8),
        v4.new_code_cell(
            "1 + 1",
            metadata={
                "execution": {"iopub.execute_input": "2030-07-01T10:00:00Z"},
                "papermill": {"status": "completed"},
            },
            execution_count=12,
            outputs=[v4.new_output("execute_result", {"text/plain": "2"}, execution_count=12)],
        ),
    ]
    return notebook


def section(title, *cells):
    return [v4.new_markdown_cell(f"## {title}"), *cells]


def silent():
    return v4.new_code_cell("nothing")


def speaking():
    return v4.new_code_cell("figure", outputs=[v4.new_output("display_data", {"text/plain": "a figure"})])


def headings(cells):
    notebook = without_empty_sections(v4.new_notebook(cells=cells))
    return [cell.source for cell in notebook.cells if cell.cell_type == "markdown"]


def test_timings_paths_and_versions_are_stripped():
    text = nbformat.writes(tidy(executed()))
    for left in ("papermill", "duration", "/home/me", "3.11.7", "iopub", "2030-07-01", "someone-elses"):
        assert left not in text


def test_tags_stay():
    tags = [cell.metadata.get("tags") for cell in tidy(executed()).cells]
    assert tags == [None, ["parameters"], ["injected-parameters"], None]


def test_cells_and_outputs_are_counted_from_one():
    cells = tidy(executed()).cells
    assert [cell.execution_count for cell in cells if cell.cell_type == "code"] == [1, 2, 3]
    assert cells[-1].outputs[0].execution_count == 3


def test_what_was_shown_stays():
    assert tidy(executed()).cells[-1].outputs[0].data == {"text/plain": "2"}


def test_two_executions_of_one_notebook_give_the_same_bytes():
    one, other = executed(), executed()
    for cell, same in zip(one.cells, other.cells, strict=True):
        same.id = cell.id
    other.cells[2].id = "another"
    other.cells[3].execution_count = 40
    other.metadata.papermill.duration = 99
    assert nbformat.writes(tidy(one)) == nbformat.writes(tidy(other))


def test_tidying_twice_changes_nothing_more():
    once = without_empty_sections(tidy(executed()))
    text = nbformat.writes(once)
    assert nbformat.writes(without_empty_sections(tidy(copy.deepcopy(once)))) == text


def test_a_tidy_notebook_is_valid():
    assert nbformat.validator.isvalid(without_empty_sections(tidy(executed())))


def test_a_heading_with_nothing_under_it_is_left_out_with_its_cells():
    notebook = v4.new_notebook(cells=[v4.new_markdown_cell("# Chapter"), *section("Empty", silent(), silent())])
    assert [cell.source for cell in without_empty_sections(notebook).cells] == ["# Chapter"]


def test_a_heading_with_a_figure_under_it_stays_with_all_its_cells():
    notebook = v4.new_notebook(cells=section("Full", silent(), speaking()))
    assert len(without_empty_sections(notebook).cells) == 3


@pytest.mark.parametrize(
    ("order", "left"),
    [
        (["full", "empty", "full"], ["## full", "## full"]),
        (["empty", "full"], ["## full"]),
        (["full", "empty"], ["## full"]),
        (["empty", "empty"], []),
    ],
)
def test_only_the_empty_sections_go(order, left):
    cells = [cell for name in order for cell in section(name, speaking() if name == "full" else silent())]
    assert headings(cells) == left


def test_a_section_that_says_something_in_words_stays():
    assert headings(section("Words", v4.new_markdown_cell("Some words."))) == ["## Words", "Some words."]


def test_what_stands_before_the_first_heading_stays_even_if_it_shows_nothing():
    notebook = v4.new_notebook(cells=[silent(), silent(), *section("Empty", silent())])
    assert len(without_empty_sections(notebook).cells) == 2


def test_a_heading_of_a_lower_level_does_not_end_a_section():
    cells = section("Outer", silent(), v4.new_markdown_cell("### Inner"), speaking())
    assert headings(cells) == ["## Outer", "### Inner"]


def test_a_raw_cell_in_a_section_does_not_stop_it():
    assert headings(section("Raw", v4.new_raw_cell("raw"))) in ([], ["## Raw"])


def test_a_comment_at_the_head_of_a_code_cell_is_no_heading():
    cells = [v4.new_code_cell("## set up\nimport this"), *section("Full", speaking())]
    assert len(without_empty_sections(v4.new_notebook(cells=cells)).cells) == 3
