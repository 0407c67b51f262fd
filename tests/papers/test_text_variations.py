"""Made-up papers in the layouts of texts: read right, and with a line lost never wrong."""

from __future__ import annotations

from random import Random

import pytest

from looked_at import some
from papers.judge import Verdict, judge
from papers.runs import expected_of
from papers.synthetic import made_up
from papers.truth import Column, Truth
from trustbook.papers.text_file import read

SEEDS = range(1, 9)
UNITS = {"k": "£'000", "thousands": "£'000", "m": "£m", "pounds": "£"}


def rows_of(table: Truth) -> list[list[str]]:
    """Return headings, units and rows, the label first."""
    depth = max(len(_heading(column)) for column in table.columns)
    heads = [_heading(column) for column in table.columns]
    rows = [["", *(head[at] if at < len(head) else "" for head in heads)] for at in range(depth)]
    rows.append(["Service", *(_unit(column) for column in table.columns)])
    section = ""
    for line in table.lines:
        if line.section and line.section != section:
            section = line.section
            rows.append([section, *("" for _ in table.columns)])
        rows.append([line.label, *(cell.printed if cell else "" for cell in line.cells)])
    return rows


def _heading(column: Column) -> list[str]:
    return [part for part in column.heading if part]


def _unit(column: Column) -> str:
    return "%" if column.unit == "pct" else UNITS.get(column.scale, column.scale) if column.unit == "GBP_k" else ""


def with_bars(rows: list[list[str]]) -> list[str]:
    """One cell a line, each ending in a bar."""
    return ["The paper", *(f"{cell} |".strip() for row in rows for cell in row)]


def with_tabs(rows: list[list[str]]) -> list[str]:
    """One row a line, with tabs between cells."""
    return ["The paper", "", *("\t".join(row) for row in rows)]


def with_spaces(rows: list[list[str]]) -> list[str]:
    """Columns held apart by spaces, figures to the right."""
    widths = [max(len(row[at]) for row in rows) for at in range(len(rows[0]))]
    return [
        "   ".join(
            cell.ljust(wide) if at == 0 else cell.rjust(wide)
            for at, (cell, wide) in enumerate(zip(row, widths, strict=True))
        )
        for row in rows
    ]


LAYOUTS = {"bars": with_bars, "tabs": with_tabs, "spaces": with_spaces}


def verdict_of(lines: list[str], table: Truth) -> Verdict:
    """Read a text and judge it against its table."""

    class Only:
        tables = (table,)

    return judge(read("\n".join(lines).encode(), "paper.txt").as_json(), expected_of(Only))  # type: ignore[arg-type]


@pytest.mark.parametrize("layout", LAYOUTS)
def test_made_up_papers_are_read_as_texts(layout: str) -> None:
    whole = Verdict()
    for seed in SEEDS:
        for table in made_up(seed).tables:
            whole.add(verdict_of(LAYOUTS[layout](rows_of(table)), table))
    assert not whole.wrong
    assert whole.share > 0.7


@pytest.mark.parametrize("layout", ["bars", "tabs"])
def test_a_lost_figure_is_never_made_good_from_its_neighbours(layout: str) -> None:
    pick = Random(layout)
    for seed in SEEDS:
        for table in some(made_up(seed).tables):
            labels = [line.label for line in table.lines]
            if len(set(labels)) < len(labels):
                continue  # a refused row and its namesake cannot be told apart by a judge
            rows = rows_of(table)
            place = pick.choice([at for at, row in enumerate(rows) if row[0] in labels])
            del rows[place][pick.randrange(1, len(rows[place]))]
            verdict = verdict_of(LAYOUTS[layout](rows), table)
            assert not verdict.wrong, [str(fault) for fault in verdict.wrong][:3]
