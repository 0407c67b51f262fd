"""Serve the site on localhost. In: its folder and a port. Out: a server for this machine only, under its own names.

Tornado (installed with Jupyter) parses requests: the standard library's documentation says that its own server only
implements basic security checks.
"""

from __future__ import annotations

import asyncio
import errno
import signal
import socket
import threading
from collections.abc import Collection
from contextlib import ExitStack, suppress
from http import HTTPStatus
from mimetypes import MimeTypes
from pathlib import Path

from rich.console import Console
from tornado.httpserver import HTTPServer
from tornado.web import Application, HTTPError, RequestHandler

from trustbook.core.errors import PublishError
from trustbook.site.policy import POLICY

_NAMES = ("localhost", "127.0.0.1", "[::1]")
_TRIES = 20
_USUAL_PORT = 80
_MISDIRECTED = 421
_TYPES = MimeTypes(filenames=())  # not the system's types: Windows may call scripts plain text, and none would run
_TYPES.types_map[1].update({".js": "text/javascript", ".ipynb": "application/x-ipynb+json", ".woff2": "font/woff2"})
_TYPES.types_map[1][".sha256"] = "text/plain"
_ALSO_TEXT = {"application/json", "application/xml", "application/x-ipynb+json", "image/svg+xml"}
_NOT_IN_A_NAME = set("\\:\0")


def headers() -> dict[str, str]:
    """Return the headers of every response: no type guessing, no access between a page and other sites."""
    return {
        "Content-Security-Policy": f"{POLICY}; frame-ancestors 'none'",
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "no-referrer",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Cache-Control": "no-cache",
    }


def serve(site: Path, port: int, out: Console) -> None:
    """Serve until interrupted. Raises PublishError if there is no site or the port is taken."""
    if not (site / "index.html").exists():
        raise PublishError("there is no site yet", mend="Type: trustbook report")
    if threading.current_thread() is threading.main_thread():
        signal.signal(signal.SIGINT, signal.default_int_handler)  # Ctrl-C is the usual way to stop the server
    sockets = _listening(port)
    try:
        out.print(f"http://localhost:{sockets[0].getsockname()[1]}/ (Ctrl-C stops)")
        asyncio.run(_answer(site, sockets))
    except KeyboardInterrupt:
        out.print("Stopped.")
    finally:
        for each in sockets:
            each.close()


def find(site: Path, address: str) -> Path | None:
    """Find the site's file for an address (decoded, from its first `/`), or return None.

    A folder means its `index.html`. Hidden files, and files outside the site or reached through links out of it,
    are not found.
    """
    parts = address.removeprefix("/").split("/")
    if not address.startswith("/") or any(_is_forbidden(part) for part in (*parts[:-1], parts[-1] or "index.html")):
        return None
    try:
        root = site.resolve(strict=True)
        place = root.joinpath(*parts).resolve(strict=True)
        if place.is_dir():
            place = (place / "index.html").resolve(strict=True)
        elif not parts[-1]:
            return None  # a file with a final slash
        inside = place.is_relative_to(root) and not any(_is_forbidden(part) for part in place.relative_to(root).parts)
        return place if inside and place.is_file() else None
    except (OSError, RuntimeError, ValueError):  # missing, too long, circular links, or an invalid name
        return None


def _is_forbidden(part: str) -> bool:
    return not part or part.startswith(".") or bool(_NOT_IN_A_NAME & set(part))


class _Site(RequestHandler):
    """Serves files of the site to requests for the server's own host names."""

    SUPPORTED_METHODS = ("GET", "HEAD")

    def initialize(self, site: Path, hosts: Collection[str]) -> None:
        """Store the application's settings."""
        self._site, self._hosts = site, hosts

    def set_default_headers(self) -> None:
        """Set our headers, and remove the server's name."""
        self.clear_header("Server")
        for name, value in headers().items():
            self.set_header(name, value)

    def prepare(self) -> None:
        """Refuse other host names, which another site may point here to read this one (DNS rebinding)."""
        if self.request.headers.get("Host", "").lower() not in self._hosts:
            raise HTTPError(_MISDIRECTED)

    def get(self, address: str) -> None:
        """Send a file."""
        place = find(self._site, address)
        if place is None:
            raise HTTPError(404)
        if place.name == "index.html" and not address.endswith(("/", "/index.html")):
            self.redirect(f"{self.request.path}/")  # the page's links are relative to its folder
            return
        try:
            content = place.read_bytes()
        except OSError:  # the site was just replaced, or the file is not readable
            raise HTTPError(404) from None
        kind = _TYPES.guess_type(place.name)[0] or "application/octet-stream"
        self.set_header("Content-Type", f"{kind}; charset=utf-8" if _is_text(kind) else kind)
        self.write(content)

    head = get

    def write_error(self, status_code: int, **_: object) -> None:
        """Send a one-line error."""
        self.set_header("Content-Type", "text/plain; charset=utf-8")
        if status_code == 405:
            self.set_header("Allow", ", ".join(self.SUPPORTED_METHODS))
        self.finish(f"{status_code} {HTTPStatus(status_code).phrase}\n")


def _is_text(kind: str) -> bool:
    return kind.startswith("text/") or kind in _ALSO_TEXT


async def _answer(site: Path, sockets: list[socket.socket]) -> None:
    """Answer requests until cancelled, without a log."""
    port = sockets[0].getsockname()[1]
    hosts = {f"{name}:{port}" for name in _NAMES} | (set(_NAMES) if port == _USUAL_PORT else set())
    application = Application([(r"(.*)", _Site, {"site": site, "hosts": hosts})], log_function=lambda _: None)
    server = HTTPServer(application, max_header_size=16384, max_body_size=16384)
    server.add_sockets(sockets)
    try:
        await asyncio.Event().wait()
    finally:
        server.stop()


def _listening(port: int) -> list[socket.socket]:
    """Listen on the loopback over IPv4 and, if available, IPv6: `localhost` may mean either.

    Raises PublishError if the port is taken.
    """
    for _ in range(_TRIES if port == 0 else 1):
        with ExitStack() as begun, suppress(OSError):
            first = begun.enter_context(_bound("127.0.0.1", port, socket.AF_INET))
            try:
                second = begun.enter_context(_bound("::1", first.getsockname()[1], socket.AF_INET6))
            except OSError as error:
                if error.errno in (errno.EADDRINUSE, errno.EACCES):
                    raise
                second = None  # no IPv6 on this machine
            begun.pop_all()
            return [first] if second is None else [first, second]
    raise PublishError(f"port {port} is taken", mend="Choose another with --port, or --port 0 for any.")


def _bound(address: str, port: int, family: socket.AddressFamily) -> socket.socket:
    bound = socket.create_server((address, port), family=family)
    bound.setblocking(False)
    return bound
