"""Where processor time goes, sampled: Python imports this first of all where `benchmarks/stages.py` put it on the path.

In: `TRUSTBOOK_STAGES_FILE`. Out: in that file a line for each hundredth of a second or so that a process works: its
number, the processor seconds since its last line, and the calls of its main thread, innermost first. Copies of a
process sample themselves. A process's clock counts all its threads, so what others do is put to what the main thread
waits for.
"""

from __future__ import annotations

import atexit
import os
import signal
import sys
import time
from types import FrameType

_EVERY = 0.01
_last = 0.0


def _write(said: str) -> None:
    os.write(_FILE, f"{os.getpid()}\t{said}\n".encode("utf-8", "replace"))


def _sample(_: int, frame: FrameType | None) -> None:
    global _last
    now = time.process_time()
    took, _last = now - _last, now
    stack = []
    while frame is not None:
        stack.append(f"{frame.f_code.co_filename}:{frame.f_code.co_name}")
        frame = frame.f_back
    _write(f"{took:.6f}\t{'|'.join(stack)}")


def _begin() -> None:
    global _last
    _last = time.process_time()
    signal.setitimer(signal.ITIMER_PROF, _EVERY, _EVERY)


if "TRUSTBOOK_STAGES_FILE" in os.environ:
    _FILE = os.open(os.environ["TRUSTBOOK_STAGES_FILE"], os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    _write(f"{time.process_time():.6f}\tstarted: {' '.join(sys.orig_argv[1:4]).replace(chr(10), ' ')}")
    signal.signal(signal.SIGPROF, _sample)
    signal.siginterrupt(signal.SIGPROF, False)
    os.register_at_fork(after_in_child=_begin)
    atexit.register(signal.setitimer, signal.ITIMER_PROF, 0)
    _begin()
