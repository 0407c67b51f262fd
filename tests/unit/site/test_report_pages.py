"""The report is the front page and the part of the contents that has the chapters; what is behind it are annexes."""

import pytest
import yaml

from trustbook.config.workspace import Workspace
from trustbook.site.report_pages import annex_pages, report_pages


def _part(caption, *files):
    return {"caption": caption, "chapters": [{"file": file} for file in files]}


REPORT = _part("The report", "notebooks/savings", "notebooks/years.ipynb")
BEHIND = _part("Behind the figures", "book/methods.md", "notebooks/about")
START = _part("Start here", "book/glossary")


@pytest.mark.parametrize(
    ("contents", "report", "annexes"),
    [
        ({"parts": [REPORT, BEHIND]}, ["notebooks/savings", "notebooks/years"], ["book/methods", "notebooks/about"]),
        (
            {"parts": [START, REPORT, BEHIND]},
            ["notebooks/savings", "notebooks/years"],
            ["book/glossary", "book/methods", "notebooks/about"],
        ),
        (
            {"chapters": [*REPORT["chapters"], *BEHIND["chapters"]]},
            ["notebooks/savings", "notebooks/years", "notebooks/about"],
            ["book/methods"],
        ),
        ({"parts": [START]}, [], ["book/glossary"]),
    ],
    ids=["two parts", "the report is the second part", "no parts", "no chapters"],
)
def test_pages_are_of_the_report_or_behind_it(contents, report, annexes, tmp_path):
    toc = {"format": "jb-book", "root": "notebooks/summary"} | contents
    (tmp_path / "_toc.yml").write_text(yaml.safe_dump(toc), encoding="utf-8")
    assert report_pages(Workspace(tmp_path)) == ["notebooks/summary", *report]
    assert annex_pages(Workspace(tmp_path)) == annexes
