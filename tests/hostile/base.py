"""The workspace that hostile texts are planted in: the true one, with every setting that may be left out, and a canary.

In: a folder. Out: a workspace there, and the command line run in it.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import yaml

from hostile.payloads import CANARY, CANARY_SAYS

ROOT = Path(__file__).parents[2]
PARTS = ("_config.yml", "_toc.yml", "book", "notebooks", "data", "params", "expectations")
BEFORE, PERIOD = "2023-24-P10", "2023-24-P11"
"""The edition that is made, and the month that it looks back to."""
_LONGEST_RUN = 600


def copy_base(folder: Path) -> Path:
    """Copy the true workspace into a folder, and fill in the settings that it leaves out."""
    folder.mkdir(parents=True)
    for part in PARTS:
        source = ROOT / part
        if source.is_dir():
            shutil.copytree(source, folder / part, ignore=shutil.ignore_patterns(".ipynb_checkpoints"))
        else:
            shutil.copy(source, folder / part)
    for older in (*folder.glob("data/20*"), *folder.glob("params/20*.yaml")):
        if older.stem not in (BEFORE, PERIOD):
            shutil.rmtree(older) if older.is_dir() else older.unlink()
    _fill_in(folder / "params" / "trust.yaml", folder / "params" / f"{PERIOD}.yaml")
    for controls in (folder / "data").glob("*/controls.csv"):
        _let_names_be_free(controls)
    return folder


def _let_names_be_free(controls: Path) -> None:
    """Leave out totals of all lines whose name begins in some way: no other name could be given to such a line."""
    lines = controls.read_text(encoding="utf-8").splitlines(keepends=True)
    controls.write_text("".join(line for line in lines if "*," not in line), encoding="utf-8")


def _fill_in(trust: Path, period: Path) -> None:
    settings = yaml.safe_load(trust.read_text(encoding="utf-8"))
    settings["site"] = {
        "url": "https://council.example/report/",
        "licence": {"name": "OGL-UK-3.0", "title": "Open Government Licence", "path": "https://council.example/ogl"},
    }
    settings["statistical_neighbours"] = {"codes": ["E06000001", "E06000002"], "source": "A list made for this test"}
    settings["assumptions"]["of_this_test"] = dict(settings["assumptions"]["amber_rate"], label="Made for this test")
    trust.write_text(f"{json.dumps(settings, ensure_ascii=False, indent=1)}\n", encoding="utf-8")
    parameters = yaml.safe_load(period.read_text(encoding="utf-8"))
    parameters["acknowledged"] = {
        "controls.total.incomplete@forecast, movement_gbp_k, all": "The officer who made the table confirmed it",
    }
    period.write_text(f"{json.dumps(parameters, ensure_ascii=False, indent=1)}\n", encoding="utf-8")


def put_canary() -> None:
    """Write the file that no page may show."""
    CANARY.write_text(f"{CANARY_SAYS}\n", encoding="utf-8")


def trustbook(*arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    """Run the command line of the trustbook that this interpreter imports."""
    return subprocess.run(
        [sys.executable, "-m", "trustbook", *arguments],
        cwd=cwd,
        env=os.environ | {"PYTHONPATH": os.pathsep.join(path for path in sys.path if path)},
        capture_output=True,
        text=True,
        check=False,
        timeout=_LONGEST_RUN,
    )
