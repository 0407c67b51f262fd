"""What a process reads of a workspace, in a process of its own: a hook of the interpreter cannot be taken away."""

import json
import subprocess
import sys

READS = """
import os, pathlib, sys
from trustbook.core import reads
open("data/2029-30-P12/before.csv").close()
reads.watch()
open("data/2030-31-P01/forecast.csv").close()
pathlib.Path("data/reference/../sources.csv").resolve().read_text()
os.listdir(b"data/2030-31-P02")
os.open(os.path.join(os.getcwd(), "params", "trust.yaml"), os.O_RDONLY)
open("notebooks/one.ipynb").close()
open(os.path.join(sys.argv[1], "data", "2030-31-P03", "link.csv")).close()
try:
    open("params/2030-31-P01.yaml")
except OSError:
    reads.note("noted")
os.listdir("data")
open(os.dup(0)).close()
print(reads.found())
"""


def test_what_is_opened_or_listed_is_recorded_by_return_and_by_file_of_parameters(tmp_path):
    root = tmp_path / "workspace"
    for name in ("data/2029-30-P12/before.csv", "data/2030-31-P01/forecast.csv", "data/2030-31-P02/forecast.csv"):
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text("x")
    for name in ("data/sources.csv", "data/2028-29-P12/savings.csv", "params/trust.yaml", "notebooks/one.ipynb"):
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text("x")
    (root / "data" / "reference").mkdir()
    (root / "data" / "2030-31-P03").mkdir()
    (root / "data" / "2030-31-P03" / "link.csv").symlink_to(root / "data" / "2028-29-P12" / "savings.csv")
    (tmp_path / "other-way").symlink_to(root, target_is_directory=True)
    ran = subprocess.run(
        [sys.executable, "-c", READS, str(tmp_path / "other-way")],
        cwd=root,
        capture_output=True,
        text=True,
        check=True,
        stdin=subprocess.DEVNULL,
    )
    assert json.loads(ran.stdout) == [
        "data/2028-29-P12",
        "data/2030-31-P01",
        "data/2030-31-P02",
        "data/sources.csv",
        "noted",
        "params/2030-31-P01.yaml",
        "params/trust.yaml",
    ]
