"""What the integration tests share: copies of the workspace, and one site built from one."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from filelock import FileLock
from small_workspaces import small_workspace
from workspaces import copy_workspace, trustbook, with_what_is_made

sys.path.append(str(Path(__file__).parents[1]))

collect_ignore = ["own_chapter"]
"""Its tests run in the workspace that it is copied into."""


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    return copy_workspace(tmp_path / "workspace")


@pytest.fixture(scope="session")
def reported(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, subprocess.CompletedProcess]:
    """A workspace that `trustbook report` has been through, and what the command said.

    Pieces that `make report` made here of the same code and data are used: test_only_what_changed makes them again.
    """
    folder = with_what_is_made(copy_workspace(tmp_path_factory.mktemp("reported") / "workspace"))
    ran = trustbook("report", cwd=folder)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    return folder, ran


@pytest.fixture(scope="session")
def site(reported: tuple[Path, subprocess.CompletedProcess]) -> Path:
    return reported[0] / "_build" / "site"


def made_once(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], object]) -> Path:
    """Return a copy, for this process alone, of a workspace that the first process of a run of the tests makes."""
    of_all = factory.getbasetemp().parent if "PYTEST_XDIST_WORKER" in os.environ else factory.getbasetemp()
    kept, part = of_all / f"made-once-{name}", of_all / f"made-once-{name}.part"
    with FileLock(of_all / f"made-once-{name}.lock"):
        if not kept.exists():
            shutil.rmtree(part, ignore_errors=True)  # of a process that failed to make it
            make(part)
            part.rename(kept)
    return Path(shutil.copytree(kept, factory.mktemp(name) / "workspace", symlinks=True))


@pytest.fixture(scope="session")
def checked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small workspace whose returns are checked and nothing else; a test must copy it."""

    def make(folder: Path) -> None:
        ran = trustbook("check", cwd=small_workspace(folder))
        assert ran.returncode == 0, ran.stdout + ran.stderr

    return made_once(tmp_path_factory, "checked", make)


@pytest.fixture(scope="session")
def made_here(checked: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same small workspace, reported by this machine alone."""

    def make(folder: Path) -> None:
        shutil.copytree(checked, folder)
        ran = trustbook("report", cwd=folder)
        assert ran.returncode == 0, ran.stdout + ran.stderr

    return made_once(tmp_path_factory, "made-here", make)


@pytest.fixture(scope="session")
def reported_only(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small workspace that asks for approvals, reported; nothing is published. A test must copy it to change it."""
    from publishing.workspace import reported as report

    return made_once(tmp_path_factory, "reported-only", report)


@pytest.fixture(scope="session")
def ready_to_publish(reported_only: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same with both reports published, and the earlier one corrected since. A test must copy it to change it."""
    from publishing.workspace import copied, published, ready

    return made_once(tmp_path_factory, "published", lambda folder: ready(published(copied(reported_only, folder))))


@pytest.fixture(scope="module")
def remembered() -> Iterator[None]:
    """Ask Great Expectations in this process only what it was not asked before: tests/corruption shows that it tells.

    For modules that check one return again and again, each time with one cell changed.
    """
    from corruption.remembering import remembering

    with remembering({}):
        yield


def pytest_assertrepr_compare(op, left, right):
    """Say which files differ, and show each where it first does."""
    if op != "==" or not all(isinstance(each, dict) and _files(each) for each in (left, right)):
        return None
    lines = ["the same files with the same bytes"]
    for name in sorted(left.keys() | right.keys()):
        one, other = left.get(name, b""), right.get(name, b"")
        if one != other:
            pairs = enumerate(zip(one, other, strict=False))
            place = next((at for at, (here, there) in pairs if here != there), min(len(one), len(other)))
            shown = slice(max(0, place - 100), place + 200)
            lines += [f"{name}, byte {place:,}:", f"  {one[shown]!r}", f"  {other[shown]!r}"]
    return lines


def _files(found):
    return found and all(isinstance(content, bytes) for content in found.values())
