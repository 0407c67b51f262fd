"""What a page of measurements says of the machine: interpreter, system, cores, memory, versions, load.

In: names of packages. Out: words.
"""

from __future__ import annotations

import os
import platform
from collections.abc import Iterable
from importlib.metadata import PackageNotFoundError, version


def machine() -> str:
    """Say what it was measured on, as `CPython 3.11.7 on Linux x86_64, 2 cores, 24 GiB of memory`."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return (
        f"{platform.python_implementation()} {platform.python_version()} on {platform.system()} "
        f"{platform.machine()}, {os.cpu_count()} cores, {memory:.0f} GiB of memory"
    )


def versions(packages: Iterable[str]) -> str:
    """Say which version of each is installed."""
    return ", ".join(f"{package} {installed(package) or 'not installed'}" for package in packages)


def installed(package: str) -> str | None:
    """Give the version of a package, or None where it is not installed."""
    try:
        return version(package)
    except PackageNotFoundError:
        return None


def load() -> str:
    """Say the load now: processes that wait for a core, on average over 1, 5 and 15 minutes."""
    return " ".join(f"{each:.1f}" for each in os.getloadavg())
