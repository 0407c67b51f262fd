import shutil
from concurrent.futures import ThreadPoolExecutor

import pytest

from trustbook.config.workspace import Workspace
from trustbook.pipeline.distributed.snapshot import Snapshot, copied, unpacked


@pytest.fixture
def made(synthetic_workspace):
    return synthetic_workspace()


def held(folder):
    return {path.relative_to(folder): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_the_same_inputs_have_the_same_name_in_any_place_whatever_was_made_of_them(made, tmp_path):
    elsewhere = Workspace(
        shutil.copytree(made.root, tmp_path / "elsewhere", ignore=shutil.ignore_patterns("elsewhere"))
    )
    (elsewhere.build / "site").mkdir(parents=True)
    (elsewhere.build / "site" / "index.html").write_text("made")
    (elsewhere.root / "notes.txt").write_text("nothing to do with it")
    assert Snapshot.take(elsewhere) == Snapshot.take(made)


@pytest.mark.parametrize("path", ["_toc.yml", "params/trust.yaml", "data/2030-31-P04/forecast.csv", "requirements.txt"])
def test_a_changed_input_changes_the_name(made, path):
    before = Snapshot.take(made).digest
    with (made.root / path).open("a") as file:
        file.write("\n")
    assert Snapshot.take(made).digest != before


def test_it_is_unpacked_once_into_a_folder_of_its_name(made, tmp_path):
    snapshot = Snapshot.take(made)
    place = unpacked(snapshot, tmp_path / "worker")
    assert place == tmp_path / "worker" / snapshot.digest
    assert Snapshot.take(Workspace(place)) == snapshot
    assert Workspace(place).periods() == made.periods()
    before = place.stat().st_ino
    assert unpacked(snapshot, tmp_path / "worker").stat().st_ino == before
    assert [path.name for path in (tmp_path / "worker").iterdir()] == [snapshot.digest]


@pytest.mark.parametrize("harm", ["gone", "changed", "added", "cut short"])
def test_a_folder_that_was_harmed_is_made_anew(made, tmp_path, harm):
    snapshot = Snapshot.take(made)
    place = unpacked(snapshot, tmp_path)
    whole, file = held(place), place / "data" / "2030-31-P04" / "forecast.csv"
    if harm == "gone":
        shutil.rmtree(file.parent)
    elif harm == "added":
        (file.parent / "more.csv").write_text("x")
    else:
        file.write_bytes(b"" if harm == "cut short" else file.read_bytes().replace(b"1", b"2"))
    assert held(unpacked(snapshot, tmp_path)) == whole


def test_many_at_once_find_one_whole_folder(made, tmp_path):
    snapshot, folder = Snapshot.take(made), tmp_path / "shared"
    folder.mkdir()
    (folder / snapshot.digest).mkdir()  # what a worker left that wrote into it in place
    with ThreadPoolExecutor(8) as pool:
        places = set(pool.map(lambda _: unpacked(snapshot, folder), range(24)))
    assert places == {folder / snapshot.digest}
    assert Snapshot.take(Workspace(folder / snapshot.digest)) == snapshot
    assert [path.name for path in folder.iterdir()] == [snapshot.digest]


def test_a_snapshot_that_is_not_what_its_name_says_is_refused(made, tmp_path):
    snapshot = Snapshot.take(made)
    with pytest.raises(ValueError, match="name"):
        unpacked(Snapshot("0" * 64, snapshot.packed), tmp_path)
    assert not list(tmp_path.glob("0*"))


def test_what_a_job_does_to_its_copy_reaches_no_other(made, tmp_path):
    snapshot = Snapshot.take(made)
    copy = copied(unpacked(snapshot, tmp_path), tmp_path / "job" / "workspace")
    (copy.root / "_toc.yml").write_text("harmed")
    (copy.data / "written-by-a-notebook.csv").write_text("x")
    assert Snapshot.take(Workspace(unpacked(snapshot, tmp_path))) == snapshot
