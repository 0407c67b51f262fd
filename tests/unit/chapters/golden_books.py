"""What every chapter says of five periods of invented bodies and two of the trust: figures, sentences, tables, charts.

In: `tests/bodies/`, the returns of the project. Out: a text for each period. After a change that means to say something
else, `python tests/unit/chapters/golden_books.py` writes them into `golden/`; read what Git then shows as changed: it
is what readers will see.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[3]
BODIES = ROOT / "tests" / "bodies"
GOLDEN = Path(__file__).parent / "golden"
TRUST = "trust"
BOOKS = (
    *("city 2024-25-P12", "city 2025-26-P02", "city 2025-26-P07", "company 2024-25-P12", "company 2025-26-P06"),
    *(f"{TRUST} 2023-24-P08", f"{TRUST} 2023-24-P11"),
)
FIGURES = "figures"


def workspace_of(body: str, folder: Path) -> Path:
    """Write the workspace of a body, with the notebooks and suites of the project."""
    own = ROOT if body == TRUST else BODIES / body
    folder.mkdir()
    for place in (own / "data", own / "params", ROOT / "notebooks", ROOT / "expectations"):
        shutil.copytree(place, folder / place.name)
    shutil.copy(own / "_toc.yml", folder)
    (folder / "_config.yml").write_text("title: Invented\n", encoding="utf-8")
    return folder


def chapters_of(root: Path) -> list[str]:
    """Name the chapters of a workspace's book."""
    from trustbook.config.workspace import Workspace

    return [*Workspace(root).chapters]


def parts_of(period: str, root: Path) -> list[str]:
    """Name the parts of a text: the figures, and each chapter of the body's book."""
    return [FIGURES, *chapters_of(root)]


def text_of(part: str, period: str, root: Path) -> str:
    """Write one part: the figures of a period, or what a chapter shows."""
    lines = list(_figures(period, root) if part == FIGURES else _chapter(part, period, root))
    return "\n".join(line.rstrip() for each in lines for line in each.splitlines())


def _figures(period: str, root: Path) -> Iterator[str]:
    from trustbook.chapters.metrics import details, metrics, reference_metrics
    from trustbook.config.workspace import Workspace
    from trustbook.data.period_data import open_period

    data = open_period(period, workspace=Workspace(root))
    for each in metrics(data):
        how = each.lineage.how if each.lineage else ""
        yield f"{_figure(each, each.as_at)} | {each.polarity or 'neither'} | {how}"
    yield from (_figure(each, each.as_at) for each in details(data))
    yield from (_figure(each, time) for time, each in reference_metrics(data))


def _figure(metric: Any, time: str) -> str:
    unit = "pounds" if metric.unit == "gbp_k" else metric.unit
    amount = f"{metric.amount:.10g}" if isinstance(metric.amount, float) else metric.amount
    return f"{metric.name} {time}= {amount} {unit} | {metric.label}"


def _chapter(name: str, period: str, root: Path) -> Iterator[str]:
    from shown import shown

    for _, each in shown(period, root, [name]):
        yield from _said(each)
        yield "-"


def _said(each: Any) -> Iterator[str]:
    from trustbook.components.charts.chart import Chart

    yield repr(each)
    if isinstance(each, Chart):
        yield from (each.subtitle, each.description, repr(each.table))


def section(text: str, part: str) -> str:
    """Take one part out of a golden text."""
    return text.partition(f"== {part} ==\n")[2].partition("\n== ")[0].rstrip("\n")


def parts_in(text: str) -> list[str]:
    """Name the parts of a golden text in their order."""
    return [line[3:-3] for line in text.splitlines() if line[:3] == "== " and line[-3:] == " =="]


def main() -> None:
    """Write every golden text."""
    for book in BOOKS:
        body, period = book.split()
        with tempfile.TemporaryDirectory() as scratch:
            root = workspace_of(body, Path(scratch) / "workspace")
            parts = [f"== {part} ==\n{text_of(part, period, root)}\n" for part in parts_of(period, root)]
        GOLDEN.mkdir(exist_ok=True)
        (GOLDEN / f"{body}-{period}.txt").write_text("\n".join(parts), encoding="utf-8")


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT / "tests"))
    main()
