"""Which tests stay together when several processes share the suite: those that share a built site, else each file."""

from pathlib import Path

import pytest

BROWSER, SITE, SMALL = "browser", "site", "small"
SHARED = {"site": SITE, "reported": SITE, "checked": SMALL, "made_here": SMALL}
"""Fixtures of tests/integration that build a site or check its returns: once, in one process."""


@pytest.hookimpl(tryfirst=True)  # xdist reads the groups in its own
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Name the group of each test, for `pytest --dist loadgroup`."""
    for item in items:
        if item.path.parent.name == BROWSER:
            group = BROWSER
        else:
            shared = [SHARED[name] for name in getattr(item, "fixturenames", ()) if name in SHARED]
            group = shared[0] if shared else Path(item.nodeid.split("::")[0]).stem
        item.add_marker(pytest.mark.xdist_group(group))
