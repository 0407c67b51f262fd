"""Draw a chart in the run's chart server if there is one (build/chart_server.py), or in this process: the same bytes.

In: a Vega-Lite specification, or a drawing. Out: SVG, or a PNG of it. Text is drawn with the font inside vl-convert.
The machine's fonts are left out, because one of the same name would change the widths and shapes of text (decision 44).
"""

from __future__ import annotations

import json
import os
import threading
from multiprocessing.connection import Client
from pathlib import Path
from typing import Any

ADDRESS = "TRUSTBOOK_DRAWING"
"""The environment variable with the address of the chart server."""
_PATIENCE_SECONDS = 20
_WHICH_FONTS = "FONTCONFIG_FILE"
_NO_FONTS = Path(__file__).parent / "no_fonts.conf"
_TEXT = '<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"><text>a</text></svg>'
_LOCK = threading.Lock()
_fonts_are_loaded = False


def svg(specification: dict[str, Any]) -> str:
    """Draw a chart. The same specification gives the same bytes. Raises ValueError if it cannot be drawn."""
    address = os.environ.get(ADDRESS)
    drawn = draw_by_server(address, json.dumps(specification)) if address else None
    return drawn or draw_in_process(specification)


def draw_in_process(specification: dict[str, Any]) -> str:
    """Draw a chart in this process. Its first chart starts V8, which takes ten times as long as most charts.

    Pass the specification as a dictionary: from text, vl-convert reads a number such as 274.56 with another last digit.
    """
    return str(_renderer().vegalite_to_svg(specification, allowed_base_urls=[]))


def png(drawing: str, scale: float = 1) -> bytes:
    """Draw an SVG as a PNG, in this process. Raises ValueError if it cannot be drawn."""
    return bytes(_renderer().svg_to_png(drawing, scale=scale))


def _renderer() -> Any:
    """Return vl-convert, which loads its fonts for its first text: while it finds none of the machine's.

    The variable is put back at once, because a browser that this process starts needs the machine's fonts. It is
    imported here, because it is large and a process that has its charts drawn by another does not need it.
    """
    import vl_convert

    global _fonts_are_loaded
    with _LOCK:
        if _fonts_are_loaded:
            return vl_convert
        before = os.environ.get(_WHICH_FONTS)
        os.environ[_WHICH_FONTS] = str(_NO_FONTS)
        try:
            vl_convert.svg_to_png(_TEXT)
        finally:
            del os.environ[_WHICH_FONTS]
            if before is not None:
                os.environ[_WHICH_FONTS] = before
        _fonts_are_loaded = True
    return vl_convert


def draw_by_server(address: str, specification: str) -> str | None:
    """Draw a chart in the process at an address; None if it is gone, too busy, or could not draw it."""
    try:
        with Client(address, "AF_UNIX") as process:
            process.send_bytes(specification.encode())
            return process.recv_bytes().decode() or None if process.poll(_PATIENCE_SECONDS) else None
    except (OSError, EOFError):
        return None
