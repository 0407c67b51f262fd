"""Great Expectations without what the gate has no use for: databases, statistics that no rule asks for, repetition.

Out: `gx`, `ExpectationSuite`, and a context to validate in. Every rule works as it would: SciPy is imported when one
needs it. Great Expectations then knows of no database, and the gate has none.
"""

from __future__ import annotations

import importlib
import importlib.util
import logging
import os
import sys
import warnings
from collections.abc import Iterator
from contextlib import contextmanager

_DATABASES = "sqlalchemy"
_STATISTICS = "scipy.stats"


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


def _put_off(name: str) -> None:
    """Have a module imported when something of it is first used. Its parent must know it: asking for it is using it."""
    if name in sys.modules:
        return
    spec = importlib.util.find_spec(name)
    if spec is None or spec.loader is None:
        return
    spec.loader = importlib.util.LazyLoader(spec.loader)
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    parent, _, child = name.rpartition(".")
    setattr(importlib.import_module(parent), child, module)


os.environ.setdefault("GX_ANALYTICS_ENABLED", "false")
_put_off(_STATISTICS)
with _without(_DATABASES), warnings.catch_warnings():
    warnings.simplefilter("ignore")  # Great Expectations imports modules that Python 3.11 deprecates
    import great_expectations as gx
    from great_expectations.core.expectation_suite import ExpectationSuite
    from great_expectations.expectations.expectation import Expectation
    from great_expectations.expectations.expectation_configuration import ExpectationConfiguration

logging.getLogger("great_expectations").setLevel(logging.ERROR)

__all__ = ["ExpectationSuite", "gx", "stated_once"]


@contextmanager
def stated_once() -> Iterator[None]:
    """Have each rule state its configuration once while it is validated: Great Expectations asks for it 70 times.

    Rules are not changed while they are validated, in one thread.
    """
    stated: dict[int, tuple[Expectation, ExpectationConfiguration]] = {}
    anew = Expectation.configuration

    def once(rule: Expectation) -> ExpectationConfiguration:
        if id(rule) not in stated:
            stated[id(rule)] = rule, anew.fget(rule)  # the rule is kept too, so that no other has its number
        return stated[id(rule)][1]

    Expectation.configuration = property(once)
    try:
        yield
    finally:
        Expectation.configuration = anew
