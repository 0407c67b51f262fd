"""A month that reports little does not thin what is committed: the newest period that fills a chapter is kept."""

import json
import shutil

from notebooks_made import write_notebook
from small_workspaces import BEFORE, NEWEST
from workspaces import trustbook

CELLS = [f"print('part {number}') if period == '{BEFORE}' or '{BEFORE}' in held else None" for number in range(5)]
STARTS = "from trustbook.data.period_data import open_period\ndata = open_period(period)\nheld = str(data.period)"


def first_cell(folder, name):
    notebook = json.loads((folder / "notebooks" / f"{name}.ipynb").read_text(encoding="utf-8"))
    return "".join(next(cell["source"] for cell in notebook["cells"] if cell["cell_type"] == "code"))


def refreshed(folder, *arguments):
    ran = trustbook("notebooks", *arguments, cwd=folder)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    return ran.stderr


def test_a_chapter_that_the_newest_return_leaves_nearly_empty_is_committed_for_the_one_before(checked, tmp_path):
    folder = tmp_path / "workspace"
    shutil.copytree(checked, folder)
    write_notebook(folder / "notebooks" / "second.ipynb", STARTS, *CELLS, title="The second chapter")
    shutil.move(folder / "data" / NEWEST, tmp_path / NEWEST)
    refreshed(folder)
    assert 'period = "newest"' in first_cell(folder, "second")

    shutil.move(tmp_path / NEWEST, folder / "data" / NEWEST)
    said = refreshed(folder)
    assert f"second: the return of {NEWEST} fills 0 of its cells, so it is committed for {BEFORE}" in said
    assert f'period = "{BEFORE}"' in first_cell(folder, "second")
    assert 'period = "newest"' in first_cell(folder, "first")
    refreshed(folder, "--check")
