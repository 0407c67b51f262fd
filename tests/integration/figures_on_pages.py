"""Look for the figures of a committee's paper on the pages of an edition."""

import json
import re
from html import unescape
from pathlib import Path


def record(folder: Path, period: str, number: int = 1) -> dict:
    """What was recorded of a draft."""
    return json.loads((folder / "committee" / period / f"report-{number}.json").read_text(encoding="utf-8"))


def not_on_their_pages(figures: dict[str, dict], edition: Path) -> list[str]:
    """Name the figures that do not stand on the page of the edition that each names."""
    pages = {
        path.relative_to(edition).as_posix(): unescape(re.sub(r"<[^>]+>", " ", path.read_text(encoding="utf-8")))
        for path in edition.rglob("*.html")
    }
    return [
        name
        for name, each in figures.items()
        if not any(re.search(rf"(?<![\d.,]){re.escape(form)}(?!\d)", pages[each["page"]]) for form in _forms(each))
    ]


def _forms(figure: dict) -> set[str]:
    """How a page may write a figure, whatever its sign."""
    size = abs(figure["value"])
    if figure["unit"] in ("gbp_k", "gbp"):
        pounds = round(size * (1000 if figure["unit"] == "gbp_k" else 1))
        thousands = f"{pounds / 1000:,.3f}".rstrip("0").rstrip(".")
        return {thousands, f"{pounds:,}", f"{pounds / 1e6:.3f}", f"{pounds / 1e6:.1f}m", f"{round(pounds / 1000):,}k"}
    if figure["unit"] == "share":
        return {f"{size * 100:.{places}f}" for places in (0, 1, 2)}
    return {f"{size:,.0f}"}
