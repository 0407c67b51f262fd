"""What a command takes: wall, processor seconds and peak memory of all its processes, and when it said each line.

In: a command. Out: `Measured`. Run as a program it is the small process in which one command is measured, and prints
that as JSON: it takes over whatever the command leaves behind (Linux), so that no process goes uncounted. Only the
standard library is imported: a child's peak memory counts from its parent's.
"""

from __future__ import annotations

import ctypes
import json
import os
import resource
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

KIB = 1024
_SET_CHILD_SUBREAPER = 36
_SAMPLE_SECONDS = 0.25
_LEFT_BEHIND_SECONDS = 30


@dataclass(frozen=True)
class Measured:
    """What a command took. `said`: each line of its output with the seconds since the start, in order."""

    code: int
    seconds: float
    cpu: float
    peak: int
    """Bytes: the largest sum of what the processes held in memory at a time, shared pages shared out between them."""
    said: tuple[tuple[float, str], ...]

    @property
    def text(self) -> str:
        """All that the command said."""
        return "\n".join(line for _, line in self.said)

    def when(self, words: str) -> float:
        """Seconds until the first line that holds these words. Raises ValueError where none does."""
        for seconds, line in self.said:
            if words in line:
                return seconds
        raise ValueError(f"no line says '{words}':\n{self.text}")


def measure(command: Sequence[str], cwd: Path, env: Mapping[str, str] | None = None) -> Measured:
    """Run a command to its end in a process that counts. Raises RuntimeError where the counting itself fails."""
    ran = subprocess.run(
        [sys.executable, "-I", str(Path(__file__).resolve()), *command],
        cwd=cwd,
        env=os.environ | dict(env or {}),
        capture_output=True,
        text=True,
        check=False,
    )
    if ran.returncode:
        raise RuntimeError(ran.stderr)
    found = json.loads(ran.stdout)
    return Measured(**found | {"said": tuple((seconds, line) for seconds, line in found["said"])})


class _Memory(threading.Thread):
    """Looks every quarter of a second at what this process's children and theirs hold in memory."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.peak = 0
        self._over = threading.Event()

    def run(self) -> None:
        while not self._over.wait(_SAMPLE_SECONDS):
            self.peak = max(self.peak, sum(_held(pid) for pid in descendants(os.getpid())))

    def stop(self) -> int:
        self._over.set()
        self.join()
        return self.peak


def descendants(pid: int) -> Iterator[int]:
    """Every process below this one."""
    below: dict[int, list[int]] = {}
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            try:
                parent = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
            except OSError:
                continue
            below.setdefault(parent, []).append(int(folder.name))
    waiting = below.get(pid, [])
    while waiting:
        each = waiting.pop()
        yield each
        waiting = waiting + below.get(each, [])


def _held(pid: int) -> int:
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) * KIB for line in lines if line.startswith("Pss:")), 0)


def _run(command: Sequence[str]) -> Measured:
    """Run a command here, and wait for all that it leaves behind."""
    if ctypes.CDLL(None).prctl(_SET_CHILD_SUBREAPER, 1, 0, 0, 0):
        raise OSError("this system cannot count the processes that a command leaves behind")
    memory = _Memory()
    said: list[tuple[float, str]] = []
    started = time.perf_counter()
    process = subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )

    def read() -> None:
        for line in process.stdout or ():
            said.append((time.perf_counter() - started, line.rstrip("\n")))

    reader = threading.Thread(target=read, daemon=True)
    reader.start()
    memory.start()
    code = process.wait()
    seconds = time.perf_counter() - started
    _wait_for_the_rest()
    reader.join(timeout=1)
    peak = memory.stop()
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return Measured(code, seconds, used.ru_utime + used.ru_stime, max(peak, used.ru_maxrss * KIB), tuple(said))


def _wait_for_the_rest() -> None:
    until = time.monotonic() + _LEFT_BEHIND_SECONDS
    while True:
        try:
            if os.waitpid(-1, os.WNOHANG)[0] == 0:
                time.sleep(0.02)
        except ChildProcessError:
            return
        if time.monotonic() > until:
            raise TimeoutError(f"processes are left behind: {sorted(descendants(os.getpid()))}")


if __name__ == "__main__":
    print(json.dumps(asdict(_run(sys.argv[1:]))))
