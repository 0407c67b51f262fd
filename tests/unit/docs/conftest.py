"""The scripts of docs/, imported as they are run: with their folder on the path."""

import sys
from pathlib import Path

import pytest

DOCS = Path(__file__).parents[3] / "docs"


@pytest.fixture(autouse=True)
def _docs_on_the_path(monkeypatch):
    monkeypatch.syspath_prepend(str(DOCS))
    known = {*sys.modules}
    yield
    for name in {*sys.modules} - known:
        if (DOCS / f"{name}.py").is_file():
            del sys.modules[name]
