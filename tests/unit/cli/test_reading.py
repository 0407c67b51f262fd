"""The command that reads a paper: its JSON, its tables for people, its exit codes."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

TABLE = "Service,Budget £000,Outturn £000,Variance £000\nFostering,100,110,(10)\nLegal,200,180,20\nTotal,300,290,10\n"


def run(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "trustbook", "read", *words],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        cwd=folder,
        env={"PATH": "", "PYTHONPATH": ":".join(sys.path), "PYTHONUTF8": "1", "COLUMNS": "120"},
    )


@pytest.fixture
def paper(tmp_path: Path) -> Path:
    (tmp_path / "paper.csv").write_text(TABLE, encoding="utf-8")
    return tmp_path


def test_json_has_each_cell_with_value_unit_and_place(paper: Path) -> None:
    done = run(paper, "paper.csv", "--json")
    assert done.returncode == 0
    found = json.loads(done.stdout)
    assert set(found) == {"tables", "refused"}
    row = found["tables"][0]["rows"][0]
    assert {key: row[key] for key in ("label", "level", "total")} == {"label": "Fostering", "level": 0, "total": False}
    assert row["cells"][-1] == {
        "column": "Variance",
        "printed": "(10)",
        "value": 10,
        "unit": "GBP_k",
        "place": "line 2, column D",
        "confidence": 0.97,
    }


def test_people_get_a_table_and_what_was_refused(paper: Path) -> None:
    (paper / "other.csv").write_text(TABLE.replace("110", "1.1.0"), encoding="utf-8")
    done = run(paper, "other.csv")
    assert done.returncode == 0
    assert "Fostering" in done.stdout
    assert "Variance £k" in done.stdout
    assert "Refused:" in done.stdout
    assert "line 2, column C (1.1.0)" in done.stdout


def test_a_file_that_is_not_there_is_a_wrong_command(paper: Path) -> None:
    done = run(paper, "absent.csv")
    assert done.returncode == 2
    assert done.stderr.startswith("absent.csv: there is no such file")
    assert "Traceback" not in done.stderr


def test_a_file_that_cannot_be_read_is_an_error_of_one_sentence(paper: Path) -> None:
    (paper / "picture.png").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(200))
    done = run(paper, "picture.png", "--json")
    assert done.returncode == 1
    assert done.stdout == ""
    assert done.stderr.startswith("picture.png: it is none of the kinds of file that can be read")


def test_words_of_the_workspace_are_used(paper: Path) -> None:
    words = paper / "params" / "ingest"
    words.mkdir(parents=True)
    (words / "council.yaml").write_text("words:\n  units:\n    thousands: [in kilopounds]\n", encoding="utf-8")
    for name in ("_config.yml", "_toc.yml"):
        (paper / name).write_text("", encoding="utf-8")
    for name in ("book", "notebooks", "data", "expectations"):
        (paper / name).mkdir()
    (paper / "odd.csv").write_text("Service,Budget in kilopounds\nFostering,100\nLegal,200\n", encoding="utf-8")
    found = json.loads(run(paper, "odd.csv", "--json", "--workspace", ".").stdout)
    assert found["tables"][0]["rows"][0]["cells"][0]["value"] == 100
