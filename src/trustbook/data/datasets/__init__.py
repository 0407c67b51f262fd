"""Every dataset that a workspace may hold, each described in the module of its subject.

A new one is added to its module, and to the list below of what a period or the reference folder holds.
"""

from __future__ import annotations

from trustbook.data.datasets.assurance import ASSURANCE, OVERSIGHT
from trustbook.data.datasets.benefits import BENEFITS, TRACKERS
from trustbook.data.datasets.care import CARE_STATISTICS, PLACEMENTS
from trustbook.data.datasets.compared import COMPARED
from trustbook.data.datasets.demand import FRONT_DOOR
from trustbook.data.datasets.finance import ADJUSTMENTS, CONTROLS, FORECAST, SAVINGS
from trustbook.data.datasets.other_years_and_bodies import (
    COMPARATORS,
    CONTRACT_BLOCKS,
    CONTRACT_SUMS,
    COST_DRIVERS,
    OUTTURNS,
)
from trustbook.data.datasets.papers import CLAIMS, SOURCES
from trustbook.data.datasets.programme import PROGRAMME
from trustbook.data.datasets.staff import WORKFORCE, WORKFORCE_STATISTICS

__all__ = ["CLAIMS", "PERIOD_DATASETS", "REFERENCE_DATASETS", "SOURCES"]

PERIOD_DATASETS = {
    each.name: each
    for each in (
        FORECAST,
        ADJUSTMENTS,
        SAVINGS,
        CONTROLS,
        WORKFORCE,
        FRONT_DOOR,
        PLACEMENTS,
        BENEFITS,
        TRACKERS,
        ASSURANCE,
        PROGRAMME,
        CLAIMS,
    )
}
"""What `data/<period>/` may hold."""

REFERENCE_DATASETS = {
    each.name: each
    for each in (
        CONTRACT_SUMS,
        CONTRACT_BLOCKS,
        OUTTURNS,
        COST_DRIVERS,
        COMPARATORS,
        CARE_STATISTICS,
        WORKFORCE_STATISTICS,
        OVERSIGHT,
        COMPARED,
    )
}
"""What `data/reference/` may hold."""
