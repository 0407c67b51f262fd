"""The site on localhost. In: its folder and a port. Out: a server that answers this machine alone."""

from __future__ import annotations

from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from rich.console import Console

from trustbook.errors import PublishError


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        """Say nothing for each request."""


def serve(site: Path, port: int, out: Console) -> None:
    """Serve until interrupted. Raises PublishError if there is no site or the port is taken."""
    if not (site / "index.html").exists():
        raise PublishError("there is no site yet", mend="Type: trustbook report")
    try:
        server = ThreadingHTTPServer(("127.0.0.1", port), partial(_Quiet, directory=str(site)))
    except OSError:
        raise PublishError(f"port {port} is taken", mend="Choose another with --port, or --port 0 for any.") from None
    out.print(f"http://localhost:{server.server_port}/ (Ctrl-C stops)")
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        out.print("Stopped.")
    finally:
        server.server_close()
