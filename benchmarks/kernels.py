"""One notebook by one kind of kernel, timed inside a process that has already run one: what `lines.py` starts.

In: a workspace, a period, `warm` or `plain`, a notebook. Out, as JSON: seconds and processor seconds of the notebook,
from its start to its result in place, the kernel's included.
"""

from __future__ import annotations

import json
import os
import resource
import sys
import time
from multiprocessing import forkserver
from pathlib import Path

from trustbook.build.execution import Job, execute
from trustbook.build.limits import Kernel
from trustbook.core.period import Period

_SETTLE_SECONDS = 0.3


def main() -> None:
    """Run it twice: the first time warms up what the command has warmed up when it comes to its second chapter."""
    root, period, kind, notebook = Path(sys.argv[1]), sys.argv[2], Kernel(sys.argv[3]), Path(sys.argv[4])
    made = root / "_build" / "kernels" / f"{kind}-{notebook.name}"
    job = Job(root, notebook, Period.parse(period), made, made.with_suffix(".failed"), kind)
    execute(job)
    time.sleep(_SETTLE_SECONDS)
    used, started = _used(), time.perf_counter()
    execute(job)
    seconds = time.perf_counter() - started
    time.sleep(_SETTLE_SECONDS)  # until the server has seen its copy end
    print(json.dumps({"seconds": seconds, "cpu": _used() - used}))


def _used() -> float:
    """Processor seconds of this process, its children that ended, the warm server and its copies that ended."""
    parts = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    used = sum(each.ru_utime + each.ru_stime for each in parts)
    server = getattr(forkserver._forkserver, "_forkserver_pid", None)
    if server is not None:
        numbers = Path(f"/proc/{server}/stat").read_text().rpartition(")")[2].split()[11:15]
        used += sum(map(int, numbers)) / os.sysconf("SC_CLK_TCK")
    return used


if __name__ == "__main__":
    main()
