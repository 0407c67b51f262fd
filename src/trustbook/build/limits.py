"""What one chapter may take, and how a kernel that takes more is held to it.

In: the settings `run` of params/trust.yaml. Out: a limit on the memory of a process that is running.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from enum import StrEnum

MIB = 1024 * 1024


class Kernel(StrEnum):
    """How kernels start."""

    WARM = "warm"
    """As copies of a process that has imported the analysis stack; plain where processes cannot be copied."""
    PLAIN = "plain"
    """As Jupyter starts them: a new interpreter each."""


@dataclass(frozen=True)
class Limits:
    """What one chapter may take."""

    seconds: float = 300
    memory_mb: int = 4096


def limit_memory(pid: int | None, limits: Limits) -> None:
    """Let a process allocate no more than this. Linux alone can do it to data and leave reserved addresses alone.

    Addresses that are reserved and never used must not count: the renderer of charts reserves dozens of gigabytes.
    """
    if sys.platform == "linux" and pid:
        import resource

        limit = limits.memory_mb * MIB
        resource.prlimit(pid, resource.RLIMIT_DATA, (limit, limit))
