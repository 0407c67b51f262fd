"""The datasets of the library, as a workspace without chapters of its own has them."""

from pathlib import Path

from trustbook.data.datasets import SOURCES, period_datasets, reference_datasets

_ROOT = Path(__file__).parents[2]
PERIOD_DATASETS = period_datasets(_ROOT)
REFERENCE_DATASETS = reference_datasets(_ROOT)
SCHEMAS = {**PERIOD_DATASETS, **REFERENCE_DATASETS, SOURCES.name: SOURCES}
"""Every schema by name."""
