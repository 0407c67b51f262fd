"""Hold the size of a table's figures to what the workspace knows: the last return, or another table of the same paper.

In: a recognised table. Out: why its unit must be wrong; empty if nothing speaks against it.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from statistics import median

from trustbook.ingest.model import Known
from trustbook.ingest.naming import one_of
from trustbook.ingest.recognise import Recognised
from trustbook.ingest.recognition import Recognition
from trustbook.ingest.view import Column

_MOST = 50
"""A table whose figures are so many times those known, or so small a part, is in another unit."""
_LEAST_GBP_K = 5
_FEWEST = 2


def wrong_scale(found: Recognised, of: Mapping[str, Column], known: Known, recognition: Recognition) -> str:
    """Compare the figures with those of the last return, field by field; a table by period with its variances."""
    if found.kind is None:
        return ""
    dataset, named = found.kind.dataset, {"forecast": "heading", "savings": "proposal"}.get(found.kind.dataset)
    last = known.last.get(dataset, ())
    if named is None or not last:
        return ""
    groups: dict[str, dict[str, Decimal]] = {}
    for row in last:
        for field, text in row.items():
            value = _number(text) if field.endswith("_gbp_k") else None
            if value is not None:
                for name in {row.get(named, ""), known.headings.get(row.get(named, ""), "")}:
                    groups.setdefault(name, {}).setdefault(field, Decimal(0))
                    groups[name][field] += value
    ratios = []
    for at, line in enumerate(found.table.rows):
        same = one_of(line.label, groups, dataset, recognition).name
        for field, column in of.items():
            was = groups.get(same or "", {}).get(field if not found.periods else "variance_gbp_k")
            value = found.table.money(at, column)
            if was is not None and value is not None and min(abs(was), abs(value)) > 0 and abs(was) >= _LEAST_GBP_K:
                ratios.append(abs(value) / abs(was))
    if len(ratios) < _FEWEST:
        return ""
    usual = median(ratios)
    if usual > _MOST or usual * _MOST < 1:
        return "its figures are of another size than those of the last return: its unit may be wrong"
    return ""


def _number(text: str) -> Decimal | None:
    try:
        return Decimal(text) if text else None
    except InvalidOperation:
        return None
