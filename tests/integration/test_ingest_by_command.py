"""A paper becomes a draft, is checked apart from the returns, and becomes a return when it is accepted."""

import json
import shutil
import subprocess
import sys

import pytest

from papers.drafts import ROOT
from papers.next_month import pack_of_p12
from papers.pack import page

PARTS = ("_config.yml", "_toc.yml", "book", "notebooks", "data", "params", "expectations")


@pytest.fixture
def place(tmp_path):
    for name in PARTS:
        source = ROOT / name
        (shutil.copytree if source.is_dir() else shutil.copy)(source, tmp_path / name)
    (tmp_path / "pack.html").write_bytes(page(pack_of_p12()[0]))
    return tmp_path


def trustbook(place, *words):
    command = [sys.executable, "-m", "trustbook", *words]
    return subprocess.run(command, cwd=place, capture_output=True, text=True, check=False, timeout=300)


def test_a_paper_is_drafted_checked_and_accepted(place):
    source = ("--source", "jctc-2024-05-forecast")
    made = trustbook(place, "ingest", "pack.html", "--period", "2023-24-P12", *source, "--json")
    assert made.returncode == 0, made.stderr
    found = json.loads(made.stdout)
    assert found["cells"]["2023-24-P12"]["forecast"] == 66
    assert found["cells"]["2023-24-P12"]["savings"] == 105
    assert {each["period"] for each in found["compared"]} == {f"2023-24-P{month:02d}" for month in range(8, 12)}
    assert not any(each["differences"] for each in found["compared"])

    refused = trustbook(place, "report", "2023-24-P12")
    assert refused.returncode == 2
    assert "a draft that nobody has accepted" in refused.stderr
    assert "trustbook ingest --accept 2023-24-P12" in refused.stderr

    status = json.loads(trustbook(place, "status", "--json").stdout)
    assert status["drafts"] == ["2023-24-P12"]
    assert status["next_step"]["command"] == "trustbook check 2023-24-P12"

    checked = trustbook(place, "check", "2023-24-P12", "--json")
    (report,) = json.loads(checked.stdout)
    assert report["period"] == "2023-24-P12"
    assert not (place / "data" / "2023-24-P12").exists()
    assert list((place / "_build").glob("checked-drafts*")) == []

    accepted = trustbook(place, "ingest", "--accept", "2023-24-P12")
    assert accepted.returncode == 0, accepted.stderr
    assert (place / "data" / "2023-24-P12" / "forecast.csv").exists()
    assert "status: forecast" in (place / "params" / "2023-24-P12.yaml").read_text(encoding="utf-8")


def test_what_is_missing_in_the_command_is_said_in_one_sentence(place):
    said = trustbook(place, "ingest", "pack.html")
    assert said.returncode == 2
    assert "the paper or its period is missing" in said.stderr
