"""Collect what the chapters say for three very different bodies and months, by executing their notebooks here.

In: the true returns, and an invented city of `tests/bodies/`. Out: texts, by the name of the body and month.
"""

from __future__ import annotations

import contextlib
import re
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from trustbook.components.charts.chart import Chart

ROOT = Path(__file__).parents[2]
for folder in ("unit/chapters", "integration"):
    sys.path.append(str(ROOT / "tests" / folder))

EXAMPLES = {
    "Trust, month 11": ("", "2023-24-P11"),
    "Trust, month 7": ("", "2023-24-P07"),
    "City's directorate, month 7": ("city", "2025-26-P07"),
}
"""Each body and month: the folder of `tests/bodies/` (empty: the returns of the repository), and the period."""


def texts() -> Iterator[tuple[str, str]]:
    """Yield the name of a body and month, and one text of its pages."""
    from shown import shown

    for name, (body, period) in EXAMPLES.items():
        with _workspace(body) as folder:
            for _, each in shown(period, folder):
                for text in _texts_of(each):
                    yield name, text


@contextlib.contextmanager
def _workspace(body: str) -> Iterator[Path]:
    if not body:
        yield ROOT
        return
    from test_other_bodies import laid_out

    with tempfile.TemporaryDirectory() as folder:
        yield laid_out(body, Path(folder) / "workspace")


def _texts_of(shown: object) -> Iterator[str]:
    chart = isinstance(shown, Chart)
    parts = (shown.title, shown.subtitle, shown.description, repr(shown.table)) if chart else (repr(shown),)
    for part in parts:
        for line in str(part).splitlines():
            if line.strip():
                yield re.sub(r"\*\*|\[([^\]]*)\]\([^)]*\)", r"\1", line.strip())
