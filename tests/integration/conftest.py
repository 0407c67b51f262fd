"""What the integration tests share: copies of the workspace, and one site built from one."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PARTS = ("_config.yml", "_toc.yml", "book", "notebooks", "data", "params", "expectations")


def copy_workspace(folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    for part in PARTS:
        source = ROOT / part
        if source.is_dir():
            shutil.copytree(source, folder / part, ignore=shutil.ignore_patterns(".ipynb_checkpoints", "__pycache__"))
        else:
            shutil.copy(source, folder / part)
    return folder


def trustbook(*arguments: str, cwd: Path, env: dict[str, str] | None = None) -> subprocess.CompletedProcess:
    return subprocess.run(
        [sys.executable, "-m", "trustbook.cli", *arguments],
        cwd=cwd,
        env=os.environ | (env or {}),
        capture_output=True,
        text=True,
        check=False,
        timeout=900,
    )


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    return copy_workspace(tmp_path / "workspace")


@pytest.fixture(scope="session")
def reported(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, subprocess.CompletedProcess]:
    """A workspace that `trustbook report` has been through, and what the command said."""
    folder = copy_workspace(tmp_path_factory.mktemp("reported") / "workspace")
    ran = trustbook("report", cwd=folder)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    return folder, ran


@pytest.fixture(scope="session")
def site(reported: tuple[Path, subprocess.CompletedProcess]) -> Path:
    return reported[0] / "_build" / "site"
