"""The papers of every period of three bodies, gathered from their data without building an edition."""

import json
import shutil
from functools import cache
from pathlib import Path

from trustbook.chapters.metrics import as_json, metrics
from trustbook.checks.findings import Report
from trustbook.committee.content import gather
from trustbook.committee.sources import Source
from trustbook.config.paper import PaperSettings, paper_settings
from trustbook.config.words import use_words
from trustbook.config.workspace import Workspace
from trustbook.data.period_data import open_period

ROOT = Path(__file__).parents[3]
BODIES = ROOT / "tests" / "bodies"
EDITIONS = [
    *(("trust", folder.name) for folder in sorted((ROOT / "data").glob("*-P*"))),
    *((body.name, folder.name) for body in sorted(BODIES.iterdir()) for folder in sorted((body / "data").glob("*-P*"))),
]


def workspace_of(name: str, folder: Path) -> Workspace:
    """The workspace of a body, with the library's pages and its notebooks, or a link to them."""
    folder.mkdir(parents=True)
    for part in ("book", "expectations", "notebooks"):
        (folder / part).symlink_to(ROOT / part)
    shutil.copy(ROOT / "_config.yml", folder)
    own = ROOT if name == "trust" else BODIES / name
    shutil.copy(own / "_toc.yml", folder)
    for part in ("data", "params"):
        shutil.copytree(own / part, folder / part)
    return Workspace(folder)


@cache
def metrics_of(workspace: Workspace, period: str) -> dict:
    use_words(workspace.settings.words)
    data = open_period(period, workspace=workspace)
    return json.loads(as_json(metrics(data), data))


def source_of(workspace: Workspace, period: str, **changed) -> Source:
    use_words(workspace.settings.words)
    parts = {
        "data": open_period(period, workspace=workspace),
        "metrics": metrics_of(workspace, period),
        "report": Report(period, (), {}),
        "compared": [],
        "edition": workspace.build / "editions" / period,
        "standing": "Draft",
    }
    return Source(**parts | changed)


def paper_of(workspace: Workspace, period: str, settings: PaperSettings | None = None, **changed):
    source = source_of(workspace, period, **changed)
    meeting = workspace.meeting(source.period)
    return gather(source, paper_settings(workspace) if settings is None else settings, meeting)


def every_section(paper):
    return [each for section in paper.sections for each in (section, *section.parts)]
