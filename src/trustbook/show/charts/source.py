"""Where a chart's figures come from. In: a period's material. Out: the titles of its papers, for the line below."""

from __future__ import annotations

from trustbook.returns.material import Material


def sources(material: Material, *datasets: str) -> tuple[str, ...]:
    """Give the titles of the papers that these datasets of the period are taken from, each once, in their order."""
    titles = material.reference.sources.set_index("source_id")["title"]
    columns = [
        table.typed["source_id"] for name, table in material.current.tables.items() if not datasets or name in datasets
    ]
    used = dict.fromkeys(str(source) for column in columns for source in column.dropna())
    return tuple(str(titles.get(source, source)) for source in used)
