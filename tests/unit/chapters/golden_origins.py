"""Where every figure of two books comes from: its columns in their order, its paper, and its other names.

In: an invented body and the returns of the project. Out: a text for each book. After a change that means to read
something else, `python tests/unit/chapters/golden_origins.py` writes them into `golden/`; read what Git then shows as
changed: it is what "Where this comes from" says.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from golden_books import GOLDEN, workspace_of

ROOT = Path(__file__).parents[3]
BOOKS = ("city 2025-26-P07", "trust 2023-24-P11")


def file_of(book: str) -> Path:
    """Return where the origins of a book are kept."""
    return GOLDEN / f"origins-{book.replace(' ', '-')}.txt"


def origins_of(period: str, root: Path) -> str:
    """Write where the figures of a period come from."""
    from trustbook.chapters.metrics import details, metrics, reference_metrics
    from trustbook.config.workspace import Workspace
    from trustbook.data.period_data import open_period

    data = open_period(period, workspace=Workspace(root))
    dated = [(each.as_at, each) for each in (*metrics(data), *details(data))]
    return "\n".join(line for time, each in [*dated, *reference_metrics(data)] for line in _origin(each, time))


def _origin(metric: Any, time: str) -> Iterator[str]:
    about = [time, metric.line, *(metric.typed_from or ()), *(f"{name} {when}" for name, when in metric.also)]
    yield " | ".join([metric.name, *about]).rstrip(" |")
    if metric.lineage is not None:
        yield from (f"  {_read(each)}" for each in metric.lineage.reads)
        yield from (f"  settings: {each}" for each in metric.lineage.settings)


def _read(column: Any) -> str:
    rows = "; ".join(f"{name} is {' or '.join(map(str, values))}" for name, values in column.only)
    when = " of the period before" if column.before else ""
    return f"{column.dataset}, {column.column}{when}{f', where {rows}' if rows else ''}"


def main() -> None:
    """Write the origins of every book."""
    for book in BOOKS:
        body, period = book.split()
        with tempfile.TemporaryDirectory() as scratch:
            text = origins_of(period, workspace_of(body, Path(scratch) / "workspace"))
        file_of(book).write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT / "tests"))
    main()
