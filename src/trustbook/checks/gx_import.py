"""Great Expectations without what the gate has no use for: databases, and statistics that no rule asks for.

Out: `gx` and parts of it. Every rule works as it would: SciPy is imported when one needs it. Great Expectations then
knows of no database, and the gate has none.
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

_DATABASES = "sqlalchemy"
_PUT_OFF = ("scipy.stats", "altair")
"""For rules on distributions, and for drawings of them that the gate never asks for."""


@contextmanager
def _without(name: str) -> Iterator[None]:
    """Import as if a package were not installed, which Great Expectations allows for; it is there again afterwards."""
    if name in sys.modules:
        yield
        return
    sys.modules[name] = None  # type: ignore[assignment]
    try:
        yield
    finally:
        del sys.modules[name]


@contextmanager
def _later(name: str) -> Iterator[None]:
    """Give who imports a module meanwhile a stand-in, which imports it when something of it is first used."""
    if name in sys.modules:
        yield
        return
    stand_in = ModuleType(name)
    stand_in.__dict__["__getattr__"] = lambda wanted: getattr(importlib.import_module(name), wanted)
    parent, _, child = name.rpartition(".")
    sys.modules[name] = stand_in
    if parent:
        setattr(importlib.import_module(parent), child, stand_in)
    try:
        yield
    finally:
        del sys.modules[name]
        if parent:
            delattr(sys.modules[parent], child)


os.environ.setdefault("GX_ANALYTICS_ENABLED", "false")
with ExitStack() as meanwhile, warnings.catch_warnings():
    warnings.simplefilter("ignore")  # Great Expectations imports modules that Python 3.11 deprecates
    meanwhile.enter_context(_without(_DATABASES))
    for each in _PUT_OFF:
        meanwhile.enter_context(_later(each))
    import great_expectations as gx
    from great_expectations.core import id_dict
    from great_expectations.core.expectation_suite import ExpectationSuite
    from great_expectations.execution_engine import PandasExecutionEngine
    from great_expectations.expectations.expectation import Expectation
    from great_expectations.expectations.expectation_configuration import ExpectationConfiguration

logging.getLogger("great_expectations").setLevel(logging.ERROR)

__all__ = ["Expectation", "ExpectationConfiguration", "ExpectationSuite", "PandasExecutionEngine", "gx", "id_dict"]
