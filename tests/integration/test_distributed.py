"""Periods made by any executor, from a snapshot, without the folder that they come from: the same bytes as here."""

import io
import shutil
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context
from pathlib import Path

import pytest
from rich.console import Console
from small_workspaces import BEFORE, NEWEST, STAGES, outputs, write_chapter
from workspaces import trustbook

from trustbook.build.limits import Kernel
from trustbook.build.plan import Plan
from trustbook.config.workspace import Workspace
from trustbook.core.period import Period
from trustbook.pipeline import stages
from trustbook.pipeline.distributed import packing
from trustbook.pipeline.distributed.client import Batch, prepare, receive
from trustbook.pipeline.distributed.job import make_period
from trustbook.pipeline.distributed.stage import make_all


def console() -> Console:
    return Console(file=io.StringIO(), soft_wrap=True, width=200)


@contextmanager
def threads():
    with ThreadPoolExecutor(2) as pool:
        yield pool, None


def never():
    pytest.fail("an executor was started with nothing to do")


@pytest.fixture
def folder(checked, tmp_path) -> Path:
    return Path(shutil.copytree(checked, tmp_path / "workspace"))


def a_lot(folder: Path, memory: Plan) -> Batch:
    memory.returns_to_check([Period.parse(BEFORE), Period.parse(NEWEST)])
    return Batch(Workspace(folder), [Period.parse(BEFORE), Period.parse(NEWEST)], memory)


def test_another_process_makes_the_same_bytes_without_the_folder_of_the_workspace(folder, made_here, tmp_path):
    home = folder.resolve()
    with Plan(Workspace(home)) as memory:
        lot = a_lot(home, memory)
        snapshot = prepare(lot, Kernel.WARM, pdf=False)
        away = home.rename(tmp_path / "away")
        with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
            parcel = pool.submit(make_period, lot.orders[Period.parse(NEWEST)], snapshot).result()
        assert not home.exists()
        away.rename(home)
        receive(lot, parcel)
        assert lot.error() is None
    made = outputs(home / "_build")
    assert made == {path: content for path, content in outputs(made_here / "_build").items() if path in made}
    assert {path.split("/")[0] for path in made if NEWEST in path} == set(STAGES) - {"site"}


def test_several_jobs_of_one_process_do_not_disturb_each_other_and_only_what_changed_is_sent(folder, made_here):
    err = console()
    with Plan(Workspace(folder)) as memory:
        lot = a_lot(folder, memory)
        make_all([lot], threads, err)
        assert lot.error() is None
        stages.site(lot.workspace, err, memory)
    assert outputs(folder / "_build") == outputs(made_here / "_build")
    said = err.file.getvalue()
    assert said.startswith("Making 2 editions elsewhere, with 4 chapters to execute …\n")
    assert said.count("[1/2]") == said.count("[2/2]") == 1
    again = trustbook("report", "--executor", "dask", cwd=folder)
    assert again.stderr == "Nothing has changed since it was made.\n"
    with Plan(Workspace(folder)) as memory:
        make_all([a_lot(folder, memory)], never, err)
    (folder / "book" / "glossary.md").write_text("# Glossary\n\nEmpty for now.\n", encoding="utf-8")
    with Plan(Workspace(folder)) as memory:
        lot = a_lot(folder, memory)
        prepare(lot, Kernel.WARM, pdf=False)
    assert len(lot.orders) == 2
    for order in lot.orders.values():
        assert (order.chapters, order.figures) == ((), False)
        assert {path.split("/")[0] for path in packing.unpack(order.standing)} == set(STAGES) - {"editions", "site"}


def test_a_chapter_that_fails_elsewhere_is_told_as_here_comes_home_and_other_periods_go_on(checked, tmp_path):
    said = {}
    for name in ("here", "elsewhere"):
        folder = (tmp_path / name / "workspace").resolve()
        shutil.copytree(checked, folder)
        write_chapter(
            folder, "second", f"if period == '{NEWEST}':\n    raise ValueError('the sky fell')\nprint('well')"
        )
        if name == "here":
            ran = trustbook("run", cwd=folder)
            assert ran.returncode == 1
            lines = [line for line in ran.stderr.splitlines() if not line.startswith("The log of this run: ")]
            said[name] = lines[-1].removesuffix(" [error.chapter]")
        else:
            with Plan(Workspace(folder)) as memory:
                lot = a_lot(folder, memory)
                make_all([lot], threads, console())
            said[name] = str(lot.error())
        said[name] = said[name].replace(str(folder), "the workspace")
        kept = folder / "_build" / "failed" / NEWEST / "second.ipynb"
        assert "the sky fell" in kept.read_text(encoding="utf-8")
        assert not (folder / "_build" / "chapters" / NEWEST / "second.ipynb").exists()
    assert "failed: ValueError: the sky fell" in said["here"]
    assert said["here"] == said["elsewhere"]
    build = tmp_path / "elsewhere" / "workspace" / "_build"
    assert (build / "editions" / BEFORE / "index.html").exists()
    assert not (build / "editions" / NEWEST).exists()
    assert (build / "chapters" / NEWEST / "first.ipynb").exists()
