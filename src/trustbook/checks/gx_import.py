"""Import Great Expectations without loading the statistics and plotting libraries that no rule needs.

Out: `gx`. Rules work as usual: a deferred module is imported when first used.
"""

from __future__ import annotations

import importlib
import logging
import os
import sys
import warnings
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from types import ModuleType
from typing import Any

from trustbook.core.borrowed import LIGHT_IMPORT
from trustbook.core.slow_imports import put_off

_PUT_OFF = ("scipy.stats", "altair")


@contextmanager
def _later(name: str) -> Iterator[None]:
    """Replace a module, for imports in this block, with a stand-in that imports it when first used."""
    if name in sys.modules:
        yield
        return
    stand_in = ModuleType(name)
    parent, _, child = name.rpartition(".")
    imported_from = importlib.import_module(parent) if parent else None

    def take_away() -> None:
        if sys.modules.get(name) is stand_in:
            del sys.modules[name]
            if imported_from is not None:
                delattr(imported_from, child)

    def use(wanted: str) -> Any:
        if sys.modules.get(name) is stand_in:
            LIGHT_IMPORT.note()
            take_away()
        return getattr(importlib.import_module(name), wanted)

    stand_in.__dict__["__getattr__"] = use
    sys.modules[name] = stand_in
    if imported_from is not None:
        setattr(imported_from, child, stand_in)
    try:
        yield
    finally:
        take_away()


put_off()
os.environ.setdefault("GX_ANALYTICS_ENABLED", "false")
with ExitStack() as meanwhile, warnings.catch_warnings():
    warnings.simplefilter("ignore")  # Great Expectations imports modules deprecated in Python 3.11
    for each in _PUT_OFF:
        meanwhile.enter_context(_later(each))
    import great_expectations as gx

logging.getLogger("great_expectations").setLevel(logging.ERROR)

__all__ = ["gx"]
