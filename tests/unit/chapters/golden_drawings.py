"""How every chart of three books is drawn: its marks, scales, labels and rows, on a desk and on a phone.

In: two invented bodies and the returns of the project. Out: a text for each book. After a change that means to draw
something else, `python tests/unit/chapters/golden_drawings.py` writes them into `golden/`; look at the charts, and
read what Git then shows as changed.
"""

from __future__ import annotations

import json
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from golden_books import GOLDEN, chapters_of, workspace_of

ROOT = Path(__file__).parents[3]
BOOKS = ("city 2025-26-P07", "company 2025-26-P06", "trust 2023-24-P11")
_INNER = ("layer", "concat", "hconcat", "vconcat")
_ROW = "row"
_LEFT_OUT = ("$schema", "config", "description", "data", *_INNER)
"""The version, the theme and the words have tests of their own; rows and inner drawings have lines of their own."""


def file_of(book: str) -> Path:
    """Return where the drawings of a book are kept."""
    return GOLDEN / f"drawings-{book.replace(' ', '-')}.txt"


def drawings_of(chapter: str, period: str, root: Path) -> str:
    """Write how a chapter draws its charts; empty if it has none."""
    from shown import shown

    from trustbook.components.charts.chart import Chart

    charts = [each for _, each in shown(period, root, [chapter]) if isinstance(each, Chart)]
    return "\n".join(line for each in charts for line in _drawing(each))


def _drawing(chart: Any) -> Iterator[str]:
    """Write a line for each mark and row; for a phone, the marks that are not those of a desk."""
    desk = dict(_parts(chart.spec, ""))
    phone = {} if chart.narrow is None else dict(_parts(chart.narrow, ""))
    yield f"{chart.name}"
    yield from (f"  {place}: {part}" for place, part in desk.items())
    yield from (
        f"  on a phone, {place}: {part}"
        for place, part in phone.items()
        if desk.get(place) != part and _ROW not in place
    )
    yield from (f"  not on a phone, {place}" for place in desk if phone and place not in phone and _ROW not in place)


def _parts(spec: dict[str, Any], place: str) -> Iterator[tuple[str, str]]:
    yield place or "whole", _written({name: value for name, value in spec.items() if name not in _LEFT_OUT})
    for number, row in enumerate(spec.get("data", {}).get("values", [])):
        yield f"{place}{_ROW} {number}", _written(row)
    for kind in _INNER:
        for number, inner in enumerate(spec.get(kind, [])):
            yield from _parts(inner, f"{place}{kind} {number} ")


def _written(value: Any) -> str:
    return json.dumps(_rounded(value), ensure_ascii=False, sort_keys=True)


def _rounded(value: Any) -> Any:
    """Round numbers to ten digits: the last ones differ between machines."""
    if isinstance(value, dict):
        return {name: _rounded(each) for name, each in value.items()}
    if isinstance(value, list):
        return [_rounded(each) for each in value]
    return float(f"{value:.10g}") if isinstance(value, float) else value


def main() -> None:
    """Write the drawings of every book."""
    for book in BOOKS:
        body, period = book.split()
        with tempfile.TemporaryDirectory() as scratch:
            root = workspace_of(body, Path(scratch) / "workspace")
            drawn = {chapter: drawings_of(chapter, period, root) for chapter in chapters_of(root)}
        parts = [f"== {chapter} ==\n{text}\n" for chapter, text in drawn.items() if text]
        file_of(book).write_text("\n".join(parts), encoding="utf-8")


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT / "tests"))
    main()
