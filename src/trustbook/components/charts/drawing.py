"""A chart drawn: by the chart server of the run where there is one (build/chart_server.py), or here, to the same bytes.

In: a Vega-Lite specification. Out: SVG.
"""

from __future__ import annotations

import json
import os
from multiprocessing.connection import Client
from typing import Any

import vl_convert

ADDRESS = "TRUSTBOOK_DRAWING"
"""The variable of the environment that says where the drawing process listens."""
_PATIENCE_SECONDS = 20


def svg(specification: dict[str, Any]) -> str:
    """Draw a chart. The same specification gives the same bytes. Raises ValueError if it cannot be drawn."""
    address = os.environ.get(ADDRESS)
    drawn = asked(address, json.dumps(specification)) if address else None
    return drawn or here(specification)


def here(specification: dict[str, Any]) -> str:
    """Draw it in this process, which starts V8 for its first chart: that takes ten times as long as most charts do.

    Text would do for vl-convert too, which then reads a number such as 274.56 otherwise in its last place.
    """
    return vl_convert.vegalite_to_svg(specification, allowed_base_urls=[])


def asked(address: str, specification: str) -> str | None:
    """Have it drawn by the process at an address, or return None: it is gone, is too busy, or could not draw it."""
    try:
        with Client(address, "AF_UNIX") as process:
            process.send_bytes(specification.encode())
            return process.recv_bytes().decode() or None if process.poll(_PATIENCE_SECONDS) else None
    except (OSError, EOFError):
        return None
