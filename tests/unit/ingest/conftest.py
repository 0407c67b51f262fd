"""A workspace without returns, and the paper of P11 as a page."""

import shutil

import pytest

from papers.drafts import ROOT
from papers.pack import page, printed_tables, ruled
from trustbook.config.workspace import Workspace


@pytest.fixture
def place(tmp_path):
    """A workspace with the settings of the one at the root, and no return."""
    for name in ("_config.yml", "_toc.yml"):
        shutil.copy(ROOT / name, tmp_path / name)
    shutil.copytree(ROOT / "params", tmp_path / "params", ignore=lambda _, names: {n for n in names if n[:1] == "2"})
    (tmp_path / "data").mkdir()
    (tmp_path / "notebooks").mkdir()
    shutil.copy(ROOT / "data" / "sources.csv", tmp_path / "data" / "sources.csv")
    settings = tmp_path / "params" / "trust.yaml"
    text = settings.read_text(encoding="utf-8")
    start = text.index("returns_not_held:")
    settings.write_text(text[:start] + text[text.index("\n\n", start) + 1 :], encoding="utf-8")
    return Workspace(tmp_path)


@pytest.fixture
def paper(tmp_path):
    file = tmp_path / "Pack of P11.html"
    file.write_bytes(page(ruled(printed_tables())))
    return file
