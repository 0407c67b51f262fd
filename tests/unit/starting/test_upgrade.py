import json
import shutil

import pytest

from trustbook import __version__
from trustbook.config.workspace import Workspace
from trustbook.core.errors import WorkspaceError
from trustbook.starting import managed_files
from trustbook.starting import upgrade as upgrade_module
from trustbook.starting.answers import Answers, Line, usual_words
from trustbook.starting.base import PLACE
from trustbook.starting.new_workspace import init
from trustbook.starting.notebook_text import source_of
from trustbook.starting.template import as_notebook, template
from trustbook.starting.upgrade import Done, in_lines, upgrade

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="merging needs Git")
METHODS, SAVINGS = "book/methods.md", "notebooks/savings-rag.ipynb"


@pytest.fixture
def place(tmp_path):
    answers = Answers("Anytown", "Any", (Line("Care"),), words=usual_words("Anytown", {}))
    init(tmp_path / "w", answers)
    return Workspace(tmp_path / "w")


@pytest.fixture
def newer(monkeypatch):
    """Install a version whose template differs from that of the workspace in some files; None takes one out."""

    def install(**changes):
        files = dict(template())
        for name, content in changes.items():
            if content is None:
                del files[name]
            else:
                files[name] = content
        monkeypatch.setattr(managed_files, "template", lambda: files)
        monkeypatch.setattr(managed_files, "__version__", "9.9")
        monkeypatch.setattr(upgrade_module, "__version__", "9.9")

    return install


def changed(name, old, new):
    """A file of the template with one text in it replaced."""
    text = template()[name].decode()
    assert old in text
    return {name: text.replace(old, new).encode()}


def edit(place, name, old, new):
    path = place.root / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def everything(place):
    return {path: path.read_bytes() for path in sorted(place.root.rglob("*")) if path.is_file()}


def done(found):
    return {change.name: change.done for change in found.changes if change.name != "requirements.txt"}


def cells(place, name=SAVINGS):
    return json.loads((place.root / name).read_bytes())["cells"]


def sources(place, name=SAVINGS):
    return [source_of(cell) for cell in cells(place, name)]


def test_without_a_newer_version_nothing_is_done(place):
    before = everything(place)
    assert done(upgrade(place)) == {}
    assert everything(place) == before


def test_a_file_that_nobody_touched_is_updated(place, newer):
    newer(**changed(METHODS, "# Methods", "# How it is worked out"))
    found = upgrade(place)
    assert (found.old, found.new) == (__version__, "9.9")
    assert done(found) == {METHODS: Done.UPDATED}
    assert (place.root / METHODS).read_text(encoding="utf-8").startswith("# How it is worked out\n")
    assert (place.root / "requirements.txt").read_text() == "trustbook==9.9\n"
    assert done(upgrade(place)) == {}


def test_changes_of_both_sides_are_kept(place, newer):
    edit(place, METHODS, "## Savings", "## Our savings")
    newer(**changed(METHODS, "# Methods", "# How it is worked out"))
    assert done(upgrade(place)) == {METHODS: Done.MERGED}
    text = (place.root / METHODS).read_text(encoding="utf-8")
    assert text.startswith("# How it is worked out\n")
    assert "## Our savings" in text


def test_a_file_that_only_the_analyst_changed_is_left_alone(place, newer):
    edit(place, METHODS, "## Savings", "## Our savings")
    newer()
    assert done(upgrade(place)) == {}
    assert "## Our savings" in (place.root / METHODS).read_text(encoding="utf-8")


def test_lines_that_both_changed_stand_there_twice_and_are_said(place, newer):
    edit(place, METHODS, "# Methods", "# Our methods")
    newer(**changed(METHODS, "# Methods", "# How it is worked out"))
    found = upgrade(place)
    assert found.conflicts == [METHODS]
    text = (place.root / METHODS).read_text(encoding="utf-8")
    assert text.startswith("<<<<<<< yours\n# Our methods\n=======\n# How it is worked out\n>>>>>>> trustbook now\n")
    assert "both versions are between <<<<<<< and >>>>>>>" in "\n".join(in_lines(found))


def test_a_conflict_that_is_still_marked_stops_the_next_upgrade_until_it_is_resolved(place, newer):
    edit(place, METHODS, "# Methods", "# Our methods")
    newer(**changed(METHODS, "# Methods", "# How it is worked out"))
    upgrade(place)
    with pytest.raises(WorkspaceError, match=f"still marked in {METHODS}"):
        upgrade(place)
    text = (place.root / METHODS).read_text(encoding="utf-8")
    (place.root / METHODS).write_text("# Ours\n" + text.partition(">>>>>>> trustbook now\n")[2], encoding="utf-8")
    assert done(upgrade(place)) == {}


def test_a_check_changes_nothing(place, newer):
    edit(place, METHODS, "# Methods", "# Our methods")
    newer(**changed(METHODS, "# Methods", "# How it is worked out"))
    before = everything(place)
    assert done(upgrade(place, only_check=True)) == {METHODS: Done.CONFLICT}
    assert everything(place) == before


def test_a_file_that_was_deleted_stays_deleted_and_that_is_said_once(place, newer):
    (place.root / METHODS).unlink()
    newer(**changed(METHODS, "# Methods", "# How it is worked out"))
    assert done(upgrade(place)) == {METHODS: Done.DELETED}
    assert not (place.root / METHODS).exists()
    assert done(upgrade(place)) == {}


def test_a_new_file_is_added_and_one_that_is_no_longer_there_is_left(place, newer):
    newer(**{"book/new.md": b"# New\n", METHODS: None})
    assert done(upgrade(place)) == {"book/new.md": Done.ADDED, METHODS: Done.RETIRED}
    assert (place.root / "book/new.md").read_text() == "# New\n"
    assert (place.root / METHODS).exists()


def test_a_file_of_ones_own_where_a_new_one_comes_is_not_lost(place, newer):
    (place.root / "book/new.md").write_text("# Mine\n")
    newer(**{"book/new.md": b"# New\n"})
    assert done(upgrade(place)) == {"book/new.md": Done.CONFLICT}
    text = (place.root / "book/new.md").read_text()
    assert "# Mine\n" in text
    assert "# New\n" in text


def test_line_breaks_of_windows_are_kept_and_are_no_change(place, newer):
    path = place.root / METHODS
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n").replace(b"## Savings", b"## Our savings"))
    newer(**changed(METHODS, "# Methods", "# How it is worked out"))
    assert done(upgrade(place)) == {METHODS: Done.MERGED}
    assert path.read_bytes().startswith(b"# How it is worked out\r\n")
    assert path.read_bytes().count(b"\n") == path.read_bytes().count(b"\r\n")


def test_data_settings_and_pages_that_reports_write_are_never_touched(place, newer):
    for name in ("data/sources.csv", "params/trust.yaml", "book/data-quality.md"):
        (place.root / name).write_text("mine")
    newer(**changed("book/data-quality.md", "# Data quality", "# Quality of the data"))
    assert done(upgrade(place)) == {}
    assert (place.root / "book/data-quality.md").read_text() == "mine"


def executed(place, name=SAVINGS):
    """Give each code cell an output, as running the notebook in JupyterLab does, and metadata of a newer kernel."""
    content = json.loads((place.root / name).read_bytes())
    for number, cell in enumerate(content["cells"]):
        if cell["cell_type"] == "code":
            cell["execution_count"] = number
            cell["outputs"] = [{"output_type": "stream", "name": "stdout", "text": [f"output {number}"]}]
    content["metadata"]["language_info"] = {"name": "python", "version": "3.12.1"}
    (place.root / name).write_bytes(as_notebook(content))


def test_a_notebook_that_was_only_run_counts_as_untouched_and_keeps_its_outputs(place, newer):
    executed(place)
    newer(**changed(SAVINGS, "## How sure they are", "## How certain they are"))
    assert done(upgrade(place)) == {SAVINGS: Done.UPDATED}
    assert "## How certain they are" in sources(place)
    assert all(cell["outputs"] for cell in cells(place) if cell["cell_type"] == "code")
    about = json.loads((place.root / SAVINGS).read_bytes())["metadata"]
    assert about["language_info"]["version"] == "3.12.1"


def test_running_a_notebook_is_no_change_to_merge(place, newer):
    executed(place)
    newer()
    before = (place.root / SAVINGS).read_bytes()
    assert done(upgrade(place)) == {}
    assert (place.root / SAVINGS).read_bytes() == before


def test_cells_changed_on_both_sides_are_merged_and_a_changed_code_cell_loses_its_old_output(place, newer):
    executed(place)
    edit(place, SAVINGS, "# Savings", "# Our savings")
    newer(**changed(SAVINGS, "found and charts.totals(found, data)", "charts.totals(found, data)"))
    assert done(upgrade(place)) == {SAVINGS: Done.MERGED}
    assert sources(place)[0] == "# Our savings"
    outputs = {source_of(cell): cell["outputs"] for cell in cells(place) if cell["cell_type"] == "code"}
    assert outputs["charts.totals(found, data)"] == []
    assert all(given for source, given in outputs.items() if source != "charts.totals(found, data)")


def test_a_cell_of_ones_own_stays_where_it_is(place, newer):
    content = json.loads((place.root / SAVINGS).read_bytes())
    own = {"cell_type": "markdown", "id": "mine", "metadata": {}, "source": ["Our own words.\n", "In two lines."]}
    content["cells"].insert(5, own)
    (place.root / SAVINGS).write_bytes(as_notebook(content))
    newer(**changed(SAVINGS, "## Every proposal", "## All proposals"))
    assert done(upgrade(place)) == {SAVINGS: Done.MERGED}
    assert cells(place)[5] == own
    assert "## All proposals" in sources(place)


def test_a_conflict_in_a_notebook_is_marked_in_the_cell_and_the_notebook_still_opens(place, newer):
    edit(place, SAVINGS, "# Savings", "# Our savings")
    newer(**changed(SAVINGS, "# Savings", "# What is saved"))
    found = upgrade(place)
    assert found.conflicts == [SAVINGS]
    marked = sources(place)[0]
    assert marked.startswith("<<<<<<< yours\n# Our savings\n=======\n# What is saved\n>>>>>>> trustbook now")
    assert len(sources(place)) == len(json.loads(template()[SAVINGS])["cells"])
    with pytest.raises(WorkspaceError, match=r"still marked in notebooks/savings-rag\.ipynb"):
        upgrade(place)


def test_what_a_notebook_reads_follows_the_new_version(place, newer):
    content = json.loads(template()[SAVINGS])
    content["metadata"]["trustbook"]["datasets"] = ["savings", "forecast"]
    newer(**{SAVINGS: as_notebook(content)})
    assert done(upgrade(place)) == {SAVINGS: Done.UPDATED}
    assert json.loads((place.root / SAVINGS).read_bytes())["metadata"] == content["metadata"]


def test_a_chapter_can_be_added_later_and_changes_to_the_contents_are_kept(place):
    edit(place, "_toc.yml", "The report", "Our report")
    assert done(upgrade(place, ["placements"])) == {"_toc.yml": Done.MERGED, "notebooks/placements.ipynb": Done.ADDED}
    assert "placements" in place.chapters
    assert "Our report" in (place.root / "_toc.yml").read_text()
    assert done(upgrade(place)) == {}


def test_a_broken_notebook_is_named(place, newer):
    (place.root / SAVINGS).write_text("{}")
    newer(**changed(SAVINGS, "# Savings", "# What is saved"))
    with pytest.raises(WorkspaceError, match=r"notebooks/savings-rag\.ipynb: it is not a notebook"):
        upgrade(place)


def test_a_workspace_without_a_base_says_what_is_missing(place):
    (place.root / PLACE).unlink()
    with pytest.raises(WorkspaceError, match="trustbook cannot tell your changes from its own"):
        upgrade(place)


@pytest.mark.parametrize("content", [b"", b"PK", b"{}"])
def test_a_damaged_base_is_named(place, content):
    (place.root / PLACE).write_bytes(content)
    with pytest.raises(WorkspaceError, match=r"\.trustbook/base\.zip: it cannot be read"):
        upgrade(place)


def test_the_same_files_give_the_same_base(place, tmp_path):
    answers = Answers("Anytown", "Any", (Line("Care"),), words=usual_words("Anytown", {}))
    init(tmp_path / "again", answers)
    assert (tmp_path / "again" / PLACE).read_bytes() == (place.root / PLACE).read_bytes()


def test_without_git_one_sentence_says_so(place, newer, monkeypatch):
    edit(place, METHODS, "# Methods", "# Our methods")
    newer(**changed(METHODS, "# Methods", "# How it is worked out"))
    monkeypatch.setenv("PATH", "")
    before = everything(place)
    with pytest.raises(WorkspaceError, match="Install Git"):
        upgrade(place)
    assert everything(place) == before
