"""Change each ingredient: exactly the right work is done again. The work itself is made up, the deciding is real."""

import json
import os
import shutil
import sys
from collections import namedtuple
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from trustbook.build import cache_inputs as module
from trustbook.build.cache import Cache
from trustbook.build.plan import Plan
from trustbook.build.recorded_reads import KEY
from trustbook.build.store import Record, Store
from trustbook.build.work_ahead import work_ahead
from trustbook.config.workspace import Workspace
from trustbook.core.errors import PublishError, WorkspaceError
from trustbook.core.period import Period
from trustbook.core.reads import PERIODS as LIST_OF_RETURNS

OTHER_YEAR, FIRST, SECOND, THIRD = "2029-30-P12", "2030-31-P01", "2030-31-P02", "2030-31-P03"
PERIODS = (OTHER_YEAR, FIRST, SECOND, THIRD)
GATE, ONE, TWO, FIGURES, EDITION = "gate", "chapter one", "chapter two", "figures", "edition"
CHAPTERS = (ONE, TWO)
ALL = (GATE, *CHAPTERS, FIGURES, EDITION)
FILES = (
    "_config.yml",
    "_toc.yml",
    "README.md",
    "requirements.txt",
    "book/page.md",
    "book/pictures/drawing.svg",
    "notebooks/one.ipynb",
    "notebooks/two.ipynb",
    "params/trust.yaml",
    "params/derived.yaml",
    f"params/{SECOND}.yaml",
    "expectations/forecast.json",
    "data/sources.csv",
    "data/reference/claims.csv",
    *(f"data/{period}/forecast.csv" for period in PERIODS),
)


def contents(*chapters: str) -> str:
    """A `_toc.yml` that lists these notebooks."""
    return "root: book/page\nchapters:\n" + "".join(f"  - file: notebooks/{name}\n" for name in chapters)


def titles(kinds, periods=PERIODS):
    return {f"{period} {kind}" for period in periods for kind in kinds}


@pytest.fixture
def place(tmp_path) -> Workspace:
    for name in FILES:
        file = tmp_path / "workspace" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(f"{name} as it was\n", encoding="utf-8")
    (tmp_path / "workspace" / "_toc.yml").write_text(contents("one", "two"), encoding="utf-8")
    (tmp_path / "workspace" / "requirements.txt").write_text("altair==6.0.0 \\\n    --hash=sha256:00\n")
    return Workspace(tmp_path / "workspace")


@pytest.fixture(autouse=True)
def library(tmp_path, monkeypatch) -> Path:
    """A library of two files, in the place of the real one."""
    folder = tmp_path / "library"
    (folder / "analysis").mkdir(parents=True)
    (folder / "__init__.py").write_text("")
    (folder / "analysis" / "sums.py").write_text("total = sum\n")
    monkeypatch.setattr(module.trustbook, "__file__", str(folder / "__init__.py"))
    return folder


def make(place: Workspace, *periods: str, fresh=False, gives=lambda task: task.key) -> list[str]:
    """Go through the stages as the pipeline does; each result is what `gives` says. Returns what was done."""
    chosen = [Period.parse(period) for period in periods] or place.periods()
    with Plan(place, fresh=fresh) as memory:
        for stage in (
            memory.returns_to_check,
            memory.chapters_to_run,
            memory.figures_to_work_out,
            memory.editions_to_build,
        ):
            for task in stage(chosen).values():
                for output in task.outputs:
                    file = place.build / output if "." in Path(output).name else place.build / output / "page.html"
                    file.parent.mkdir(parents=True, exist_ok=True)
                    text = gives(task)
                    file.write_text(text if text.startswith("{") else f"{task.title}: {text}\n", encoding="utf-8")
                memory.cache.done(task)
    make.why = {title: each.why for title, each in memory.cache.decisions.items()}
    return sorted(title for title, each in memory.cache.decisions.items() if each.ran)


def made(place: Workspace) -> dict[str, bytes]:
    files = (path for path in place.build.rglob("*") if path.is_file() and "cache" not in path.parts)
    return {path.relative_to(place.build).as_posix(): path.read_bytes() for path in files}


def change(place: Workspace, name: str) -> None:
    file = place.root / name
    file.parent.mkdir(parents=True, exist_ok=True)
    text = f"# Read afresh\n{contents('one', 'two')}" if name == "_toc.yml" else "another content\n"
    file.write_text(text, encoding="utf-8")


def test_at_first_everything_is_made_and_the_second_time_nothing(place):
    assert set(make(place)) == titles(ALL)
    before, states = made(place), {path: path.stat().st_mtime_ns for path in place.build.rglob("*")}
    assert make(place) == []
    assert made(place) == before
    assert {path: path.stat().st_mtime_ns for path in place.build.rglob("*")} == states


# A return is read by its own period, by later ones of its year as history, and by all later chapters and tie-outs, from
# which editions are made.
OF_A_LATER_YEAR = titles([*CHAPTERS, FIGURES, EDITION], [FIRST, SECOND, THIRD])
CHANGES = {
    f"data/{OTHER_YEAR}/forecast.csv": titles(ALL, [OTHER_YEAR]) | OF_A_LATER_YEAR,
    f"data/{FIRST}/forecast.csv": titles(ALL, [FIRST, SECOND, THIRD]),
    f"data/{SECOND}/forecast.csv": titles(ALL, [SECOND, THIRD]),
    f"data/{THIRD}/forecast.csv": titles(ALL, [THIRD]),
    f"data/{THIRD}/a-new-dataset.csv": titles(ALL, [THIRD]),
    "data/sources.csv": titles(ALL),
    "data/reference/claims.csv": titles(ALL),
    "data/reference/a-new-table.csv": titles(ALL),
    "params/trust.yaml": titles(ALL),
    "params/derived.yaml": titles([FIGURES, EDITION]),
    f"params/{SECOND}.yaml": titles(ALL, [SECOND]) | titles([*CHAPTERS, FIGURES, EDITION], [THIRD]),
    f"params/{THIRD}.yaml": titles(ALL, [THIRD]),
    "expectations/forecast.json": titles([GATE, EDITION]),
    "notebooks/one.ipynb": titles([ONE, EDITION]),
    "notebooks/a-draft.ipynb": set(),  # the book does not list it
    "book/page.md": titles([EDITION]),
    "book/pictures/drawing.svg": titles([EDITION]),
    "_config.yml": titles([EDITION]),
    "_toc.yml": titles([*CHAPTERS, FIGURES, EDITION]),  # the chapters that there are, which others name
    "README.md": set(),
    "notes/anything.txt": set(),
    f"data/{SECOND}/.hidden": titles([GATE, EDITION], [SECOND]),  # the gate says that it was not read
    f"data/{SECOND}/README.md": set(),
}


@pytest.mark.parametrize("name", CHANGES)
def test_what_is_made_from_a_changed_file_is_made_again_and_nothing_else(place, name):
    make(place)
    change(place, name)
    assert set(make(place)) == CHANGES[name]
    assert make(place) == []


def ahead(place: Workspace) -> set[str]:
    """What a run would make, looked at beforehand."""
    inputs, cache = module.CacheInputs(place, keep=False), Cache(place.build)
    found = work_ahead(inputs, cache, place.periods())
    return {" ".join(part for part in (str(each.period), each.kind, each.name) if part) for each in found}


@pytest.mark.parametrize("name", CHANGES)
def test_what_a_run_would_make_is_known_beforehand_and_looking_changes_nothing(place, name):
    assert ahead(place) == titles(ALL)
    assert not place.build.exists()
    make(place)
    assert ahead(place) == set()
    change(place, name)
    before, states = made(place), {path: path.stat().st_mtime_ns for path in place.build.rglob("*")}
    assert ahead(place) == CHANGES[name]
    assert made(place) == before
    assert {path: path.stat().st_mtime_ns for path in place.build.rglob("*")} == states


def test_what_can_be_restored_is_not_ahead(place):
    make(place)
    shutil.rmtree(place.build / "chapters")
    assert ahead(place) == set()
    assert make(place) == []


def test_an_ingredient_of_every_chapter_is_not_one_that_only_some_read(place):
    """Where months lie between two returns, the parameters of the one before are still read by every chapter."""
    shutil.rmtree(place.data / SECOND)
    task = module.CacheInputs(place).chapter(Period.parse(THIRD), "one")
    change(place, f"params/{FIRST}.yaml")
    changed = module.CacheInputs(place).chapter(Period.parse(THIRD), "one")
    assert task.optional.keys() == changed.optional.keys()
    assert f"params/{FIRST}.yaml" in changed.ingredients
    assert not changed.ingredients.keys() & changed.optional.keys()


def test_a_changed_library_lock_file_package_or_python_makes_everything_anew(place, library, monkeypatch):
    make(place)
    (library / "analysis" / "sums.py").write_text("total = max\n")
    assert set(make(place)) == titles(ALL)
    (library / "analysis" / "more.py").write_text("")
    assert set(make(place)) == titles(ALL)
    (place.root / "requirements.txt").write_text("altair==6.0.1 \\\n    --hash=sha256:01\n")
    assert set(make(place)) == titles(ALL)
    monkeypatch.setattr(module, "installed", lambda names: ["altair 6.0.2"])
    assert set(make(place)) == titles(ALL)
    version = namedtuple("Version", "major minor micro")(3, 99, 0)
    monkeypatch.setattr(sys, "version_info", version)
    assert set(make(place)) == titles(ALL)


def test_compiled_files_of_the_library_and_the_times_of_files_play_no_part(place, library):
    make(place)
    (library / "__pycache__").mkdir()
    (library / "__pycache__" / "sums.cpython-311.pyc").write_bytes(b"compiled")
    for file in [*place.root.rglob("*.csv"), *place.root.rglob("*.ipynb"), *library.rglob("*.py")]:
        os.utime(file, (1, 1))
    assert make(place) == []


def test_a_change_that_keeps_size_and_time_is_seen(place):
    make(place)
    file = place.data / THIRD / "forecast.csv"
    state = file.stat()
    file.write_text(file.read_text(encoding="utf-8").replace("was", "saw"), encoding="utf-8")
    os.utime(file, ns=(state.st_atime_ns, state.st_mtime_ns))
    assert file.stat().st_size == state.st_size
    assert set(make(place)) == titles(ALL, [THIRD])


def as_notebook(*read: str) -> str:
    """An executed notebook that says what it read, as a chapter's result."""
    return json.dumps({"metadata": {KEY: list(read)}})


def reading(**of_chapter: tuple[str, ...]):
    """Give each chapter's result as a notebook that read these: a chapter that is not named says nothing."""

    def gives(task):
        return as_notebook(*of_chapter[task.name]) if task.name in of_chapter else task.key

    return gives


def test_a_chapter_is_made_again_for_the_earlier_years_that_it_read_and_for_no_other(place):
    change(place, "data/2028-29-P12/forecast.csv")
    gives = reading(one=(LIST_OF_RETURNS, f"data/{OTHER_YEAR}", f"data/{FIRST}", f"params/{OTHER_YEAR}.yaml"), two=())
    make(place, gives=gives)
    assert make(place, gives=gives) == []
    later = [FIRST, SECOND, THIRD]
    change(place, f"data/{OTHER_YEAR}/forecast.csv")
    again = make(place, gives=gives)
    assert set(again) >= titles([ONE, FIGURES], later)
    assert not set(again) & titles([TWO], later)
    assert make.why[f"{SECOND} chapter one"] == f"data/{OTHER_YEAR} changed"
    change(place, f"params/{OTHER_YEAR}.yaml")
    again = make(place, gives=gives)
    assert set(again) & titles(CHAPTERS) == titles([ONE], later) | titles(CHAPTERS, [OTHER_YEAR])
    change(place, "data/2028-29-P12/savings.csv")
    again = make(place, gives=gives)
    assert not set(again) & titles(CHAPTERS, later)
    assert make(place, gives=gives) == []


def test_a_return_that_is_added_to_an_earlier_year_makes_again_what_asks_which_there_are(place):
    gives = reading(one=(LIST_OF_RETURNS,), two=())
    make(place, gives=gives)
    change(place, "data/2029-30-P11/forecast.csv")
    again = set(make(place, gives=gives))
    assert again & titles(CHAPTERS, [FIRST, SECOND, THIRD]) == titles([ONE], [FIRST, SECOND, THIRD])


def test_what_a_chapter_reads_may_change_with_what_it_read(place):
    older = "2028-29-P12"
    change(place, f"data/{older}/forecast.csv")
    make(place, FIRST, gives=reading(one=(f"data/{OTHER_YEAR}",), two=()))
    change(place, f"data/{OTHER_YEAR}/forecast.csv")
    more = reading(one=(f"data/{OTHER_YEAR}", f"data/{older}"), two=())
    assert f"{FIRST} {ONE}" in make(place, FIRST, gives=more)
    change(place, f"data/{older}/savings.csv")
    assert f"{FIRST} {ONE}" in make(place, FIRST, gives=more)
    assert make.why[f"{FIRST} {TWO}"] == "nothing that it is made from has changed"


def test_a_change_of_an_earlier_year_that_is_undone_brings_back_the_chapters_that_read_it(place):
    gives = reading(one=(f"data/{OTHER_YEAR}",), two=())
    make(place, gives=gives)
    file = place.data / OTHER_YEAR / "forecast.csv"
    content = file.read_bytes()
    change(place, f"data/{OTHER_YEAR}/forecast.csv")
    make(place, gives=gives)
    file.write_bytes(content)
    assert make(place, gives=gives) == []


@pytest.mark.parametrize("damage", ["state.json", "records"])
def test_what_was_read_is_known_from_either_of_two_records(place, damage):
    gives = reading(one=(f"data/{OTHER_YEAR}",), two=())
    make(place, gives=gives)
    damaged = place.build / "cache" / damage
    shutil.rmtree(damaged) if damaged.is_dir() else damaged.unlink()
    assert make(place, gives=gives) == []
    change(place, f"data/{OTHER_YEAR}/forecast.csv")
    again = set(make(place, gives=gives))
    assert again & titles(CHAPTERS, [FIRST]) == titles([ONE], [FIRST])


def test_a_chapter_that_does_not_say_what_it_read_is_made_again_for_every_earlier_year(place):
    make(place, gives=reading(one=()))
    change(place, f"data/{OTHER_YEAR}/forecast.csv")
    again = set(make(place, gives=reading(one=())))
    assert again & titles(CHAPTERS, [FIRST]) == titles([TWO], [FIRST])


def test_a_later_period_plays_no_part(place):
    make(place, gives=reading(one=(LIST_OF_RETURNS,), two=(LIST_OF_RETURNS,)))
    change(place, "data/2031-32-P01/forecast.csv")
    change(place, "data/2030-31-P04/forecast.csv")
    again = make(place, gives=reading(one=(LIST_OF_RETURNS,), two=(LIST_OF_RETURNS,)))
    assert set(again) == titles(ALL, ["2030-31-P04", "2031-32-P01"])


def test_a_deleted_file_makes_anew_what_was_made_from_it(place):
    make(place)
    (place.data / SECOND / "forecast.csv").unlink()
    assert set(make(place)) == titles(ALL, [SECOND, THIRD])


def test_a_new_month_is_made_and_no_other(place):
    make(place)
    change(place, "data/2030-31-P04/forecast.csv")
    assert set(make(place)) == titles(ALL, ["2030-31-P04"])


def test_a_notebook_is_run_for_each_period_once_the_book_lists_it_and_leaves_nothing_behind_when_it_no_longer_does(
    place,
):
    make(place)
    change(place, "notebooks/three.ipynb")
    assert make(place) == []
    (place.root / "_toc.yml").write_text(contents("one", "three", "two"), encoding="utf-8")
    assert set(make(place)) == titles([*CHAPTERS, "chapter three", FIGURES, EDITION])
    assert (place.build / "chapters" / FIRST / "three.ipynb").exists()
    (place.root / "_toc.yml").write_text(contents("one", "two"), encoding="utf-8")
    assert make(place) == []
    assert not (place.build / "chapters" / FIRST / "three.ipynb").exists()
    assert (place.notebooks / "three.ipynb").exists()


def test_contents_are_parsed_again_only_when_they_change(place, monkeypatch):
    make(place)
    with monkeypatch.context() as patched:
        patched.setattr(Workspace, "pages", lambda self: pytest.fail("parsed again"))
        assert make(place) == []
    change(place, "_toc.yml")
    assert set(make(place)) == CHANGES["_toc.yml"]


def test_contents_that_cannot_be_read_stop_the_run_and_say_so(place):
    (place.root / "_toc.yml").write_text("a sentence\n", encoding="utf-8")
    with pytest.raises(WorkspaceError, match="it is not a table of contents"):
        make(place)


def test_an_edition_is_not_built_again_where_what_it_is_made_from_came_out_the_same(place):
    make(place, gives=lambda task: "the same")
    change(place, f"data/{OTHER_YEAR}/forecast.csv")
    again = set(make(place, gives=lambda task: "the same"))
    assert again == titles(ALL, [OTHER_YEAR]) | titles([*CHAPTERS, FIGURES], [FIRST, SECOND, THIRD])


def test_a_change_that_is_undone_is_not_made_again_but_brought_back(place):
    make(place)
    before = made(place)
    content = (place.data / THIRD / "forecast.csv").read_bytes()
    change(place, f"data/{THIRD}/forecast.csv")
    make(place)
    assert made(place) != before
    (place.data / THIRD / "forecast.csv").write_bytes(content)
    assert make(place) == []
    assert made(place) == before


def test_only_the_periods_asked_for_are_made(place):
    assert set(make(place, SECOND)) == titles(ALL, [SECOND])
    assert set(make(place)) == titles(ALL) - titles(ALL, [SECOND])


def test_fresh_makes_all_of_it_anew_and_is_remembered(place):
    make(place)
    assert set(make(place, fresh=True)) == titles(ALL)
    assert make(place) == []


def test_a_workspace_in_another_folder_needs_the_same(place, tmp_path):
    make(place)
    shutil.copytree(place.root, tmp_path / "elsewhere" / "deep")
    assert make(Workspace(tmp_path / "elsewhere" / "deep")) == []


def test_results_that_were_deleted_or_altered_by_hand_are_brought_back(place):
    make(place)
    before = made(place)
    shutil.rmtree(place.build / "chapters" / FIRST)
    (place.build / "editions" / SECOND / "page.html").write_text("vandalised", encoding="utf-8")
    (place.build / "editions" / THIRD / "stray.html").write_text("stray", encoding="utf-8")
    (place.build / "findings" / f"{THIRD}.json").write_text("altered", encoding="utf-8")
    assert make(place) == []
    assert made(place) == before


def test_it_says_which_ingredient_differs(place):
    make(place)
    assert set(make.why.values()) == {"it has not been made here before"}
    make(place)
    assert set(make.why.values()) == {"nothing that it is made from has changed"}
    change(place, f"data/{SECOND}/forecast.csv")
    change(place, "params/derived.yaml")
    change(place, f"data/{THIRD}/savings.csv")
    (place.notebooks / "two.ipynb").unlink()
    make(place)
    assert make.why[f"{THIRD} chapter one"] == f"data/{SECOND}/forecast.csv changed and data/{THIRD}/savings.csv is new"
    assert make.why[f"{FIRST} figures"] == "params/derived.yaml changed"
    assert make.why[f"{FIRST} gate"] == "nothing that it is made from has changed"
    assert make.why[f"{FIRST} edition"] == (
        "the chapter two is gone, its data to take away changed, its headline figures changed and its tie-out changed"
    )


def test_it_says_what_a_changed_library_fresh_and_a_brought_back_result_are(place, library):
    make(place)
    was = (library / "analysis" / "sums.py").read_bytes()
    (library / "analysis" / "sums.py").write_text("total = max\n")
    make(place)
    assert make.why[f"{FIRST} gate"] == "trustbook's own code changed"
    (library / "analysis" / "sums.py").write_bytes(was)
    make(place)
    assert make.why[f"{FIRST} gate"] == "it was made before from exactly this, and kept"
    make(place, fresh=True)
    assert make.why[f"{FIRST} gate"] == "asked for, with --fresh"


def test_a_lock_file_that_is_not_in_utf_8_is_refused_in_a_sentence(place):
    (place.root / "requirements.txt").write_bytes(b"altair==6.0.0\n# \xe9\n")
    with pytest.raises(WorkspaceError, match=r"requirements\.txt, line 2: it is not in UTF-8"):
        _ = module.CacheInputs(place).tools


def test_without_a_lock_file_every_installed_package_counts(place):
    (place.root / "requirements.txt").unlink()
    make(place)
    assert make(place) == []
    tools = module.CacheInputs(place).tools
    assert module.LOCK not in tools
    assert tools[module.PACKAGES] == module.digest_of(module.installed())


def test_installed_packages_are_known_without_importing_them():
    from importlib.metadata import version

    assert f"great-expectations {version('great-expectations')}" in module.installed()
    assert module.installed({"pyyaml"}) == [f"pyyaml {version('pyyaml')}"]


def _truncate(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def _flip(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(bytes(content))


DAMAGES = {
    "deleted": Path.unlink,
    "truncated": _truncate,
    "corrupted": _flip,
    "emptied": lambda path: path.write_bytes(b""),
}


@pytest.mark.parametrize("part", ["files", "records", "state.json", ""])
@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_cache_and_lost_results_are_made_anew_the_same_as_before(place, part, damage):
    make(place)
    before = made(place)
    damaged = place.build / "cache" / part
    for path in [damaged] if damaged.is_file() else [path for path in damaged.rglob("*") if path.is_file()]:
        DAMAGES[damage](path)
    for folder in ("chapters", "editions", "findings"):
        shutil.rmtree(place.build / folder)
    again = set(make(place))
    assert made(place) == before
    assert again == (set() if part == "state.json" else titles([GATE, *CHAPTERS, EDITION]) | again)
    assert make(place) == []


def test_a_damaged_cache_does_not_matter_while_the_results_stand(place):
    make(place)
    before = made(place)
    for path in [path for path in (place.build / "cache").rglob("*") if path.is_file()]:
        _flip(path)
    make(place)
    assert made(place) == before
    assert make(place) == []


def test_one_damaged_file_makes_one_piece_of_work_anew_and_says_so(place):
    make(place)
    before = made(place)
    wanted = f"chapters/{FIRST}/one.ipynb"
    kept = [path for path in (place.build / "cache" / "files").rglob("*") if path.is_file()]
    _flip(next(path for path in kept if path.read_bytes() == before[wanted]))
    (place.build / wanted).unlink()
    assert make(place) == [f"{FIRST} chapter one"]
    assert make.why[f"{FIRST} chapter one"] == "what was kept of it is damaged or incomplete"
    assert made(place) == before


def test_a_record_that_leads_out_of_its_place_is_not_followed(place):
    make(place)
    with Plan(place) as memory:
        task = memory.ingredients.chapter(Period.parse(FIRST), "one")
        content = memory.cache.files(task)
        record = Record(task.ingredients, {"../book/page.md": next(iter(content.values()))})
        Store(place.build / "cache").record(task.key, record)
    (place.build / "chapters" / FIRST / "one.ipynb").unlink()
    assert make(place) == [f"{FIRST} chapter one"]
    assert (place.root / "book" / "page.md").read_text(encoding="utf-8") == "book/page.md as it was\n"


def test_a_cache_that_cannot_be_written_fails_nothing(place):
    place.build.mkdir()
    (place.build / "cache").write_text("a file where a folder should be")
    assert set(make(place)) == titles(ALL)
    assert set(make(place)) == titles(ALL)


def test_two_at_once_share_a_cache_and_each_gets_what_it_asked_for(place, tmp_path):
    """Two workspaces with one cache between them, as two processes that make the same at the same time."""
    shutil.copytree(place.root, tmp_path / "other")
    change(place, f"data/{THIRD}/forecast.csv")
    other = Workspace(tmp_path / "other")
    shared = tmp_path / "shared"
    for each in (place, other):
        each.build.mkdir()
        (each.build / "cache").symlink_to(shared, target_is_directory=True)
    shared.mkdir()
    with ThreadPoolExecutor(2) as pool:
        for _ in range(3):
            list(pool.map(make, (place, other)))
    alone, other_alone = made(place), made(other)
    shutil.rmtree(shared)
    for each, before in ((place, alone), (other, other_alone)):
        shutil.rmtree(each.build)
        make(each)
        assert made(each) == before


def test_work_that_failed_is_not_kept_and_what_was_done_before_it_is(place):
    def failing(task):
        if task.title == f"{SECOND} chapter two":
            raise ValueError("the sky fell")
        return task.key

    with pytest.raises(ValueError, match="sky"):
        make(place, gives=failing)
    again = set(make(place))
    assert f"{SECOND} chapter two" in again
    assert not again & (titles([GATE]) | titles(CHAPTERS, [OTHER_YEAR, FIRST]))


def test_the_site_is_known_by_its_editions_and_by_how_it_was_left(place):
    make(place)

    def site() -> bool:
        with Plan(place) as memory:
            return memory.cache.site_is(memory.site())

    def put() -> None:
        (place.build / "site").mkdir(exist_ok=True)
        (place.build / "site" / "index.html").write_text("the newest report")
        with Plan(place) as memory:
            memory.cache.site_done(memory.site())

    assert not site()
    put()
    assert site()
    (place.build / "site" / "index.html").write_text("the newest report, altered")
    assert not site()
    put()
    change(place, f"data/{THIRD}/forecast.csv")
    make(place)
    assert not site()
    put()
    shutil.rmtree(place.build / "site")
    assert not site()


def test_an_edition_damaged_behind_a_site_that_stands_is_mended_before_a_new_site_is_made_of_it(place):
    make(place)
    (place.build / "site").mkdir()
    (place.build / "site" / "index.html").write_text("the newest report")
    with Plan(place) as memory:
        memory.cache.site_done(memory.site())
    before = made(place)
    (place.build / "editions" / FIRST / "page.html").write_text("vandalised", encoding="utf-8")
    change(place, f"data/{THIRD}/forecast.csv")
    chosen = place.periods()
    with Plan(place) as memory:
        for stage in (memory.returns_to_check, memory.chapters_to_run, memory.figures_to_work_out):
            for task in stage(chosen).values():
                memory.cache.done(task)
        assert [str(period) for period in memory.editions_to_build(chosen)] == [THIRD]
        assert memory.editions_to_mend() == {}
    assert made(place) == before


def in_secret(path: Path) -> None:
    """Change a byte, and nothing that can be seen without reading the file."""
    state = path.stat()
    content = bytearray(path.read_bytes())
    content[0] ^= 1
    with path.open("r+b") as same:
        same.write(content)
    os.utime(path, ns=(state.st_atime_ns, state.st_mtime_ns))


def forget(place: Path, content: bytes) -> None:
    """Take a content out of the store."""
    for path in [path for path in (place.build / "cache" / "files").rglob("*") if path.is_file()]:
        if path.read_bytes() == content:
            path.unlink()


STAGES = (f"findings/{SECOND}.json", f"chapters/{SECOND}/one.ipynb", f"metrics/{SECOND}.json", f"tieout/{SECOND}.json")


def editions(place: Path, *periods: str, alone: bool) -> list[str]:
    """The editions that `report` builds after the stages before them, or `build` alone."""
    chosen = [Period.parse(period) for period in periods]
    with Plan(place) as memory:
        if not alone:
            for stage in (memory.returns_to_check, memory.chapters_to_run, memory.figures_to_work_out):
                assert not stage(chosen)
        waiting = memory.editions_to_build(chosen)
        assert memory.editions_to_build(chosen) == waiting
        return [task.title for task in waiting.values()]


@pytest.mark.parametrize("alone", [True, False], ids=["build", "report"])
@pytest.mark.parametrize("output", STAGES)
def test_an_edition_is_never_made_of_what_was_altered_however_it_looks(place, output, alone):
    make(place)
    before = made(place)
    change(place, "book/page.md")
    in_secret(place.build / output)
    assert editions(place, SECOND, alone=alone) == [f"{SECOND} edition"]
    assert made(place) == before


@pytest.mark.parametrize("alone", [True, False], ids=["build", "report"])
def test_what_was_altered_and_cannot_be_brought_back_is_refused_in_a_sentence(place, alone):
    make(place)
    file = place.build / f"chapters/{SECOND}/one.ipynb"
    forget(place, file.read_bytes())
    change(place, "book/page.md")
    in_secret(file)
    with pytest.raises(PublishError, match=rf"one.ipynb: this is not what was made .*report --fresh {SECOND}"):
        editions(place, SECOND, alone=alone)


def test_findings_altered_by_hand_are_not_what_the_gate_found_for_a_build_alone(place):
    make(place)
    before = made(place)
    (place.build / "findings" / f"{SECOND}.json").write_text("accepted")
    assert editions(place, SECOND, alone=True) == []
    assert made(place) == before


@pytest.mark.parametrize("chosen", [PERIODS, (THIRD,)], ids=["every period", "another period"])
def test_an_edition_altered_however_it_looks_is_mended_before_a_site_is_made_of_it(place, chosen):
    make(place)
    before = made(place)
    in_secret(place.build / "editions" / SECOND / "page.html")
    with Plan(place) as memory:
        memory.editions_to_build([Period.parse(period) for period in chosen])
        assert memory.editions_to_mend() == {}
    assert made(place) == before


def test_an_edition_altered_that_cannot_be_brought_back_is_made_again_or_stops_the_site(place):
    make(place)
    file = place.build / "editions" / SECOND / "page.html"
    forget(place, file.read_bytes())
    in_secret(file)
    with Plan(place) as memory:
        assert memory.editions_to_build(place.periods()) == {}
        assert list(map(str, memory.editions_to_mend())) == [SECOND]
    with Plan(place) as memory:
        memory.editions_to_build([Period.parse(THIRD)])
        with pytest.raises(PublishError, match=f"editions/{SECOND}: this is not what was made"):
            memory.editions_to_mend()


def test_an_edition_of_which_nothing_is_recorded_any_more_is_taken_as_it_stands(place):
    make(place)
    shutil.rmtree(place.build / "cache")
    with Plan(place) as memory:
        assert memory.editions_to_mend() == {}


def test_installed_packages_are_read_from_their_metadata_and_what_was_broken_off_is_passed_over(tmp_path, monkeypatch):
    written = {
        "first/Some_Package-1.0.post1.dist-info/METADATA": "Name: Some_Package\nVersion: 1.0.post1\n",
        "first/older-2.0-py3.11.egg-info/PKG-INFO": "Metadata-Version: 2.1\nName: older\nVersion: 2.0\n",
        "first/~broken-1.0.dist-info/RECORD": "",
        "second/some_package-3.0.dist-info/METADATA": "Name: some-package\nVersion: 3.0\n\nName: x\nVersion: y\n",
    }
    for name, text in written.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    monkeypatch.setattr(sys, "path", [str(tmp_path / "first"), str(tmp_path / "second")])
    assert module.installed() == ["older 2.0", "some-package 1.0.post1"]
    assert module.installed({"some-package", "absent"}) == ["some-package 1.0.post1"]
