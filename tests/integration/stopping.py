"""A command stopped at an instant: what it said, what it left behind, and whether anything of it still runs."""

import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

import psutil

MARK = "TRUSTBOOK_TEST_RUN"
GOES_SECONDS = 20
"""How long a process of a run that has ended may take to see it: one that draws looks only between two charts."""


@dataclass(frozen=True)
class Stopped:
    """How it ended."""

    code: int
    out: str
    err: str
    strays: list[str]
    """Command lines of its processes that still run."""
    in_time: bool
    """Whether it was still at work at the instant."""


@contextmanager
def temporary_folder() -> Iterator[Path]:
    """A folder for temporary files with a short path, as sockets need it."""
    folder = Path(tempfile.mkdtemp(prefix="tb-", dir="/tmp" if os.name == "posix" else None))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def stopped(
    command: list[str], cwd: Path, temporary: Path, after: float, how: int = signal.SIGINT, *, all_of_it: bool = False
) -> Stopped:
    """Run a command, and send it (or all that it has started, as a terminal does) a signal after some seconds.

    They are counted from when it hears Ctrl-C: before that Python itself is starting, which no program can mend.
    """
    name = uuid4().hex
    started = subprocess.Popen(
        command,
        cwd=cwd,
        env=os.environ | {MARK: name, "TMPDIR": str(temporary)},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    while how == signal.SIGINT and started.poll() is None and not _hears(started.pid):
        time.sleep(0.001)
    with suppress(subprocess.TimeoutExpired):
        started.wait(after)
    in_time = started.poll() is None
    if in_time:
        (os.killpg if all_of_it else os.kill)(started.pid, how)
    out, err = started.communicate(timeout=120)
    return Stopped(started.returncode, out, err, _strays(name), in_time)


def trustbook_command(*arguments: str) -> list[str]:
    """The command line, by the interpreter of the tests."""
    return [sys.executable, "-m", "trustbook", *arguments]


def _hears(pid: int) -> bool:
    """Whether the command has come so far: it then catches an alarm too, which Python by itself does not."""
    try:
        status = Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return not Path("/proc/self").exists()
    caught = next(line.split()[1] for line in status.splitlines() if line.startswith("SigCgt"))
    return bool(int(caught, 16) >> (signal.SIGALRM - 1) & 1)


def _strays(name: str) -> list[str]:
    until = time.monotonic() + GOES_SECONDS
    while (found := list(_running(name))) and time.monotonic() < until:
        time.sleep(0.05)
    return found


def _running(name: str) -> Iterator[str]:
    for process in psutil.process_iter():
        with suppress(psutil.Error):
            if process.environ().get(MARK) == name and process.status() != psutil.STATUS_ZOMBIE:
                yield f"{process.pid} {' '.join(process.cmdline())}"


def leftovers(build: Path) -> list[str]:
    """What is under `_build` that only a run at work needs."""
    hidden = (path for path in build.rglob(".*") if path.name not in (".lock", ".nojekyll"))
    return sorted(path.relative_to(build).as_posix() for path in (*hidden, *(build / "books").glob("*")))


def instants(seed: int, few: int, begin: float, end: float) -> list[float]:
    """Moments of a run, by chance but the same each time: a few, or as many as TRUSTBOOK_HOSTILE says."""
    chance = random.Random(seed)
    return sorted(chance.uniform(begin, end) for _ in range(int(os.environ.get("TRUSTBOOK_HOSTILE", few))))
