"""A plugin of pytest that tells coverage which test runs, and has each test work out all that it looks at."""

import weakref
from collections.abc import Generator

import coverage
import pytest

from trustbook.data.period_data import PeriodData

_opened: list[weakref.ref[PeriodData]] = []


def pytest_sessionstart() -> None:
    """Have a list of all data that are opened: tests share them, and the first would seem to be the only one."""
    made = PeriodData.__init__

    def listed(self: PeriodData, *args: object, **named: object) -> None:
        made(self, *args, **named)
        _opened.append(weakref.ref(self))

    PeriodData.__init__ = listed


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, object, object]:
    """Name what is measured by the test, from its fixtures to their end, and forget what analyses gave before it."""
    current = coverage.Coverage.current()
    assert current is not None, "this plugin is for runs under coverage"
    for each in _opened:
        if (data := each()) is not None:
            data.results.clear()
    current.switch_context(item.nodeid)
    try:
        return (yield)
    finally:
        current.switch_context("")
