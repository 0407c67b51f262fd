"""Draw the charts of every chapter of a run in one process, a copy of the warm server.

In: specifications, over a socket that only this user can open. Out: SVG, the same bytes as a kernel would draw. Each
kernel would otherwise start V8 for its first chart.
"""

from __future__ import annotations

import atexit
import json
import os
import shutil
import tempfile
import threading
from contextlib import suppress
from multiprocessing.connection import Listener
from pathlib import Path
from time import monotonic, sleep
from typing import TYPE_CHECKING

from trustbook.build import fork_server
from trustbook.build.background import helper
from trustbook.components.charts.drawing import ADDRESS, draw_by_server, draw_in_process

if TYPE_CHECKING:
    from multiprocessing.process import BaseProcess

_WAITING = 16
"""How many kernels may wait for a connection."""
_ASKED_SECONDS = 5
"""How long a connected kernel may take to send its request, while others wait."""
_START_SECONDS, _RETRY_SECONDS = 10, 0.02
_EMPTY = '{"data": {"values": []}, "mark": "point"}'
_LOCK = threading.Lock()
_running: BaseProcess | None = None


def start() -> None:
    """Start the drawing process if processes can be copied and it is not running.

    It ends with this one. Its address is in an environment variable, which kernels inherit.
    """
    global _running
    with _LOCK:
        if not fork_server.available() or (_running and fork_server.exit_code(_running) is None):
            return
        folder = tempfile.mkdtemp(prefix="trustbook-")  # readable by this user only
        atexit.register(shutil.rmtree, folder, ignore_errors=True)
        address = str(Path(folder) / "drawing")
        _running = helper(_serve, address)
        os.environ[ADDRESS] = address


def warm_up() -> None:
    """Start V8 by drawing an empty chart, as soon as the process answers."""
    address = os.environ.get(ADDRESS)
    waited_until = monotonic() + _START_SECONDS
    while address and draw_by_server(address, _EMPTY) is None and monotonic() < waited_until:
        sleep(_RETRY_SECONDS)


def end() -> None:
    """End the process, if it is running: it takes more memory with each chart, and is not needed after the chapters."""
    global _running
    with _LOCK:
        if _running is not None:
            os.environ.pop(ADDRESS, None)
            _running.terminate()
            fork_server.wait(_running)
            _running = None


def _serve(address: str) -> None:
    """Draw the requested charts, one after another, until the parent process ends."""
    with Listener(address, "AF_UNIX", backlog=_WAITING) as listener:
        while True:
            with suppress(OSError, EOFError), listener.accept() as asking:
                if asking.poll(_ASKED_SECONDS):
                    asking.send_bytes(_drawn(asking.recv_bytes().decode()))


def _drawn(specification: str) -> bytes:
    """Draw a chart; return nothing on failure, so that the kernel tries itself and reports the error."""
    try:
        return draw_in_process(json.loads(specification)).encode()
    except ValueError:
        return b""
