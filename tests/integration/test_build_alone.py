"""`trustbook build` by itself takes what the stages before left as they left it, and nothing that the gate refused."""

import shutil

import pytest
from small_workspaces import NEWEST
from workspaces import tree, trustbook


@pytest.fixture
def folder(made_here, tmp_path):
    return shutil.copytree(made_here, tmp_path / "workspace")


def test_a_return_that_the_gate_refused_is_not_built_into_an_edition(folder):
    before = tree(folder / "_build" / "site")
    wrong = folder / "data" / NEWEST / "forecast.csv"
    wrong.write_text(wrong.read_text(encoding="utf-8").replace(",24225,", ",TBC,"), encoding="utf-8")
    assert trustbook("check", NEWEST, cwd=folder).returncode == 1
    ran = trustbook("build", cwd=folder)
    assert ran.returncode == 1
    assert f"the gate stops here for {NEWEST}" in ran.stderr
    assert tree(folder / "_build" / "site") == before


def test_findings_written_by_hand_are_not_published(folder):
    before = tree(folder / "_build" / "site")
    shutil.rmtree(folder / "_build" / "editions")
    shutil.rmtree(folder / "_build" / "site")
    (folder / "_build" / "findings" / f"{NEWEST}.json").write_text('{"period": "", "findings": [], "checks": {}}')
    ran = trustbook("build", cwd=folder)
    assert ran.returncode == 0, ran.stderr
    assert tree(folder / "_build" / "site") == before
