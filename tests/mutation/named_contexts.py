"""A plugin of pytest that tells coverage which test runs."""

from collections.abc import Generator

import coverage
import pytest


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, object, object]:
    """Name what is measured by the test, from its fixtures to their end."""
    current = coverage.Coverage.current()
    assert current is not None, "this plugin is for runs under coverage"
    current.switch_context(item.nodeid)
    try:
        return (yield)
    finally:
        current.switch_context("")
