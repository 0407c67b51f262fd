"""Draw a chart in the run's chart server if there is one (build/chart_server.py), or in this process: the same bytes.

In: a Vega-Lite specification. Out: SVG.
"""

from __future__ import annotations

import json
import os
from multiprocessing.connection import Client
from typing import Any

import vl_convert

ADDRESS = "TRUSTBOOK_DRAWING"
"""The environment variable with the address of the chart server."""
_PATIENCE_SECONDS = 20


def svg(specification: dict[str, Any]) -> str:
    """Draw a chart. The same specification gives the same bytes. Raises ValueError if it cannot be drawn."""
    address = os.environ.get(ADDRESS)
    drawn = draw_by_server(address, json.dumps(specification)) if address else None
    return drawn or draw_in_process(specification)


def draw_in_process(specification: dict[str, Any]) -> str:
    """Draw a chart in this process. Its first chart starts V8, which takes ten times as long as most charts.

    Pass the specification as a dictionary: from text, vl-convert reads a number such as 274.56 with another last digit.
    """
    return vl_convert.vegalite_to_svg(specification, allowed_base_urls=[])


def draw_by_server(address: str, specification: str) -> str | None:
    """Draw a chart in the process at an address; None if it is gone, too busy, or could not draw it."""
    try:
        with Client(address, "AF_UNIX") as process:
            process.send_bytes(specification.encode())
            return process.recv_bytes().decode() or None if process.poll(_PATIENCE_SECONDS) else None
    except (OSError, EOFError):
        return None
