"""A token in the environment of whoever types the command is in no process that runs code of the workspace."""

import os
import shutil
import subprocess
import sys
import textwrap

import pytest
import yaml
from notebooks_made import job, printed
from small_workspaces import NEWEST, write_chapter
from workspaces import trustbook

from trustbook.build.execution import execute
from trustbook.build.limits import Kernel

SECRETS = {"GITHUB_TOKEN": "hush-1", "AWS_SECRET_ACCESS_KEY": "hush-2", "JUPYTER_TOKEN": "hush-3"}
LOOK = """
import os, pathlib
place = pathlib.Path("/proc/self/environ")
began = place.read_text() if place.exists() else ""
found = [value for value in (*os.environ.values(), began) if "hush" in value]
told = os.environ.get("TRUSTBOOK_TOLD")
"""


@pytest.mark.parametrize("kernel", list(Kernel))
def test_no_kernel_has_it_whoever_starts_the_kernel(tmp_path, monkeypatch, kernel):
    for name, value in SECRETS.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("TRUSTBOOK_TOLD", "this")
    made = job(
        tmp_path, "look", "import os\nprint(*sorted(os.environ))\nprint(os.environ['TRUSTBOOK_TOLD'])", kernel=kernel
    )
    execute(made)
    names, told = printed(made.output).splitlines()
    assert not SECRETS.keys() & set(names.split())
    assert {"PATH", "HOME"} <= set(names.split())
    assert told == "this"


@pytest.mark.parametrize("kernel", list(Kernel))
def test_neither_chapters_nor_what_jupyter_book_runs_can_find_it(checked, tmp_path, kernel):
    folder = shutil.copytree(checked, tmp_path / "workspace")
    write_chapter(folder, "second", f"{LOOK}\nprint('found', found, told)")
    note = tmp_path / "note"
    extension = f"{LOOK}\ndef setup(app):\n    pathlib.Path({str(note)!r}).write_text(str(found))\n"
    (tmp_path / "looking.py").write_text(textwrap.dedent(extension), encoding="utf-8")
    config = yaml.safe_load((folder / "_config.yml").read_text(encoding="utf-8"))
    config["sphinx"].setdefault("local_extensions", {})["looking"] = str(tmp_path)
    (folder / "_config.yml").write_text(yaml.safe_dump(config), encoding="utf-8")
    ran = trustbook("report", NEWEST, "--kernel", kernel, cwd=folder, env={**SECRETS, "TRUSTBOOK_TOLD": "this"})
    assert ran.returncode == 0, ran.stderr
    assert printed(folder / "_build" / "chapters" / NEWEST / "second.ipynb").strip() == "found [] this"
    assert note.read_text() == "[]"


def test_what_the_command_starts_is_given_only_what_it_needs_by_whatever_way_it_is_started(tmp_path):
    program = (
        "import subprocess, sys\n"
        "from trustbook import cli\n"
        "cli.app = lambda: print(subprocess.run([sys.executable, '-c', 'import os; print(*os.environ)'],"
        " capture_output=True, text=True).stdout)\n"
        "cli.main()\n"
    )
    ran = subprocess.run(
        [sys.executable, "-c", program],
        env=os.environ | {"DASK_X": "1"} | SECRETS,
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
    )
    assert {"PATH", "DASK_X"} <= set(ran.stdout.split())
    assert not SECRETS.keys() & set(ran.stdout.split())
