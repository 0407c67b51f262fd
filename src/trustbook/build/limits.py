"""Define the limits of one chapter, and apply the memory limit to a running kernel.

In: the settings `run` of params/trust.yaml. Out: a limit on the memory of a running process.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from enum import StrEnum

MIB = 1024 * 1024


class Kernel(StrEnum):
    """How a kernel is started."""

    WARM = "warm"
    """As a copy of a process that has imported the analysis libraries; as PLAIN where processes cannot be copied."""
    PLAIN = "plain"
    """As Jupyter does: a new interpreter for each."""


@dataclass(frozen=True)
class Limits:
    """The time and memory that one chapter may use."""

    seconds: float = 300
    memory_mb: int = 4096


def limit_memory(pid: int | None, limits: Limits) -> None:
    """Limit the memory that a process may allocate, on Linux.

    Only Linux can limit data without counting reserved addresses, of which the chart renderer takes dozens of
    gigabytes.
    """
    if sys.platform == "linux" and pid:
        import resource

        limit = limits.memory_mb * MIB
        resource.prlimit(pid, resource.RLIMIT_DATA, (limit, limit))
