"""A committed notebook keeps every section; a chapter of an edition has no empty one."""

from dataclasses import replace

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell
from notebooks_made import job

from trustbook.build.execution import execute


@pytest.mark.parametrize("committed", [True, False])
def test_a_section_with_nothing_to_show_is_left_out_of_editions_only(tmp_path, committed):
    made = job(tmp_path, "thin", "print('something')")
    notebook = nbformat.read(made.notebook, as_version=4)
    notebook.cells += [new_markdown_cell("## Nothing yet", id="later"), new_code_cell("None", id="nothing")]
    nbformat.write(notebook, made.notebook)
    execute(replace(made, period=None) if committed else made)
    ids = [cell.id for cell in nbformat.read(made.output, as_version=4).cells]
    assert ({"later", "nothing"} <= set(ids)) is committed
