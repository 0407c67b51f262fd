"""Serve one document and its edition's styles, fonts and pictures to a browser on this machine only.

In: the joined document and the folder of the edition. Out: a loopback address that cannot be guessed, valid while the
document is printed. Every response has a policy under which a page loads nothing else and runs no script.
"""

from __future__ import annotations

import secrets
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import unquote, urlsplit

POLICY = "; ".join(
    [
        "default-src 'none'",
        "img-src 'self' data:",
        "style-src 'self'",
        "font-src 'self'",
        "script-src 'none'",
        "connect-src 'none'",
        "frame-src 'none'",
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'none'",
        "sandbox",
    ]
)
"""`sandbox` also stops the document from navigating the browser and running scripts."""
HOST = "edition.invalid"
"""The browser's name for the address, so that no port appears in a PDF; `.invalid` is never a real host."""
_KINDS = {
    ".css": "text/css; charset=utf-8",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".gif": "image/gif",
    ".webp": "image/webp",
    ".woff": "font/woff",
    ".woff2": "font/woff2",
    ".ttf": "font/ttf",
}
"""The types of an edition's files that printing needs. No others are served."""


@dataclass(frozen=True)
class Address:
    """Where a document is served: the address that the browser requests, and the port that answers."""

    url: str
    port: int


@contextmanager
def given(edition: Path, document: str, style: str) -> Iterator[Address]:
    """Serve a document, its style (`../paper.css`) and its edition's files until the context ends."""
    key = secrets.token_urlsafe()
    made = {f"/{key}/edition/": ("text/html; charset=utf-8", document), f"/{key}/paper.css": (_KINDS[".css"], style)}
    answer = partial(
        _Answer, {path: (kind, text.encode()) for path, (kind, text) in made.items()}, f"/{key}/edition/", edition
    )
    with ThreadingHTTPServer(("127.0.0.1", 0), answer) as server:
        threading.Thread(target=partial(server.serve_forever, poll_interval=0.05), daemon=True).start()
        try:
            yield Address(f"http://{HOST}/{key}/edition/", server.server_port)
        finally:
            server.shutdown()


class _Answer(BaseHTTPRequestHandler):
    """Serves what was made for this document, and its edition's files of the listed types."""

    def __init__(self, made: Mapping[str, tuple[str, bytes]], top: str, edition: Path, *request: object) -> None:
        self._made, self._top, self._edition = made, top, edition.resolve()
        super().__init__(*request)  # type: ignore[arg-type]  # passed on from the server

    def do_GET(self) -> None:
        """Answer one request."""
        path = unquote(urlsplit(self.path).path)
        kind, content = self._made.get(path) or self._file(path) or ("", b"")
        self.send_response(HTTPStatus.OK if kind else HTTPStatus.NOT_FOUND)
        self.send_header("Content-Type", kind or "text/plain; charset=utf-8")
        self.send_header("Content-Length", str(len(content)))
        self.send_header("Content-Security-Policy", POLICY)
        self.send_header("X-Content-Type-Options", "nosniff")
        self.send_header("Access-Control-Allow-Origin", "null")  # a sandboxed document's origin; needed for its fonts
        self.end_headers()
        self.wfile.write(content)

    def _file(self, path: str) -> tuple[str, bytes] | None:
        if not path.startswith(self._top) or "\0" in path:
            return None
        file = (self._edition / path.removeprefix(self._top)).resolve()
        kind = _KINDS.get(file.suffix.lower())
        if kind is None or not file.is_relative_to(self._edition) or not file.is_file():
            return None
        return kind, file.read_bytes()

    def log_message(self, format: str, *args: object) -> None:
        """Log nothing."""
