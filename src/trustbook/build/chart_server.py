"""The drawing process: a copy of the warm server that draws the charts of every chapter of a run.

A kernel of its own would start V8 for its first chart, and again in the next chapter. In: specifications, over a socket
that only this user can open. Out: SVG. A chart knows nothing of another: the bytes are those that a kernel would draw.
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
from typing import TYPE_CHECKING

from trustbook.build import fork_server
from trustbook.build.background import helper
from trustbook.components.charts.drawing import ADDRESS, draw_by_server, draw_in_process

if TYPE_CHECKING:
    from multiprocessing.process import BaseProcess

_WAITING = 16
"""How many kernels may wait."""
_ASKED_SECONDS = 5
"""How long one that has come may take to say what it wants; others wait meanwhile."""
_EMPTY = '{"data": {"values": []}, "mark": "point"}'
_LOCK = threading.Lock()
_running: BaseProcess | None = None


def start() -> None:
    """See to it that charts are drawn by a process of their own, if processes can be copied here.

    It ends with this one. Where it runs, the environment says so, to kernels too.
    """
    global _running
    with _LOCK:
        if not fork_server.available() or (_running and fork_server.exit_code(_running) is None):
            return
        folder = tempfile.mkdtemp(prefix="trustbook-")  # which nobody else may look into
        atexit.register(shutil.rmtree, folder, ignore_errors=True)
        address = str(Path(folder) / "drawing")
        _running = helper(_draw, address)
        os.environ[ADDRESS] = address


def warm_up() -> None:
    """Have V8 started, by a chart of nothing."""
    address = os.environ.get(ADDRESS)
    if address:
        draw_by_server(address, _EMPTY)


def _draw(address: str) -> None:
    """Draw what is asked for, one chart after another, until the process that wanted this one is gone."""
    with Listener(address, "AF_UNIX", backlog=_WAITING) as listener:
        while True:
            with suppress(OSError, EOFError), listener.accept() as asking:
                if asking.poll(_ASKED_SECONDS):
                    asking.send_bytes(_drawn(asking.recv_bytes().decode()))


def _drawn(specification: str) -> bytes:
    """Draw it, or give nothing: the kernel then tries itself, and says what is wrong in its own words."""
    try:
        return draw_in_process(json.loads(specification)).encode()
    except ValueError:
        return b""
