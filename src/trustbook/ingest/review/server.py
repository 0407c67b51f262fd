"""Serve the review of a draft to a browser on this machine: a token in the address, its own names, its own pages only.

In: a review and the paper. Out: a page that shows one cell at a time; each decision is written at once.
"""

from __future__ import annotations

import asyncio
import hmac
import re
import secrets
from collections.abc import Callable, Collection, Mapping
from functools import cached_property
from http import HTTPStatus
from importlib.resources import files
from pathlib import Path
from urllib.parse import quote

from tornado.httpserver import HTTPServer
from tornado.netutil import bind_sockets
from tornado.web import Application, HTTPError, RequestHandler

from trustbook.core.errors import WorkspaceError
from trustbook.core.markup import Templates
from trustbook.ingest.lines import row_of
from trustbook.ingest.paper import Paper
from trustbook.ingest.review.cells import Review, ReviewCell

POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'; script-src 'none'"
)
_PAGE = re.compile(r"\bpage (\d{1,4})\b")
_MOST_BODY = 20_000
_SCALE, _WIDEST = 1.5, 2_000
"""How large a page is drawn: so many pixels to the point, and at most so many in all."""
_LONGEST = 80


class Desk:
    """A review, the paper that it is of, and where it is served."""

    def __init__(self, review: Review, paper: Paper, file: Path) -> None:
        self.review, self._paper, self._file = review, paper, file
        self.token = secrets.token_urlsafe(32)

    @cached_property
    def lines(self) -> Mapping[str, tuple[str, ...]]:
        """The cells of each line of the paper, by its place."""
        return {
            row_of(row.cells[0].place): tuple(cell.printed[:_LONGEST] for cell in row.cells)
            for table in self._paper.wordy
            for row in table.rows
            if row.cells
        }

    def page(self, at: int | None, problem: str = "") -> str:
        """Return the page of a cell; of the first that nobody has looked at, if none is named."""
        cells = self.review.cells()
        first = next((place for place, each in enumerate(cells) if not each.state), None)
        at = first if at is None else min(max(at, 0), len(cells) - 1)
        current = None if at is None else cells[at]
        return str(
            Templates(Path(str(files("trustbook.ingest.review")))).render(
                "page.html",
                period=str(self.review.period),
                cells=cells,
                done=sum(bool(each.state) for each in cells),
                current=current,
                context=() if current is None else self.lines.get(row_of(current.place), ()),
                picture=self._picture(current),
                following=(at or 0) + 1,
                before=max((at or 0) - 1, 0),
                listed=self.review.listed,
                problem=problem,
            )
        )

    def _picture(self, cell: ReviewCell | None) -> str:
        found = _PAGE.search(cell.place) if cell is not None and self._file.suffix.lower() == ".pdf" else None
        return f"page-{found[1]}.png" if found else ""

    def picture(self, number: int) -> bytes:
        """Draw a page of the paper. Raises LookupError if it has no such page."""
        from io import BytesIO

        import pypdfium2

        document = pypdfium2.PdfDocument(str(self._file))
        try:
            if not 1 <= number <= len(document):
                raise LookupError(number)
            stream, page = BytesIO(), document[number - 1]
            scale = min(_SCALE, _WIDEST / max(*page.get_size(), 1))
            page.render(scale=scale).to_pil().save(stream, "PNG")
            return stream.getvalue()
        finally:
            document.close()


def serve(desk: Desk, say: Callable[[str], None]) -> None:
    """Serve until interrupted."""
    sockets = bind_sockets(0, "127.0.0.1")
    port = sockets[0].getsockname()[1]
    say(f"http://127.0.0.1:{port}/{desk.token}/ (Ctrl-C stops)")

    async def answer() -> None:
        server = HTTPServer(application(desk, port), max_body_size=_MOST_BODY, max_buffer_size=_MOST_BODY * 4)
        server.add_sockets(sockets)
        await asyncio.Event().wait()

    try:
        asyncio.run(answer())
    except KeyboardInterrupt:
        say("Stopped.")
    finally:
        for each in sockets:
            each.close()


def application(desk: Desk, port: int) -> Application:
    """Make the application; only requests to its own names and port are answered."""
    hosts = {f"{name}:{port}" for name in ("127.0.0.1", "localhost")}
    return Application([(r"/(.*)", _Answer, {"desk": desk, "hosts": hosts})])


class _Answer(RequestHandler):
    """Answers one request."""

    SUPPORTED_METHODS = ("GET", "POST")

    def initialize(self, desk: Desk, hosts: Collection[str]) -> None:
        """Store what is served and under which names."""
        self._desk, self._hosts = desk, hosts

    def set_default_headers(self) -> None:
        """Set our headers, and remove the server's name."""
        self.clear_header("Server")
        self.set_header("Content-Security-Policy", POLICY)
        self.set_header("X-Content-Type-Options", "nosniff")
        self.set_header("Referrer-Policy", "same-origin")  # without one a form would send no origin
        self.set_header("Cross-Origin-Opener-Policy", "same-origin")
        self.set_header("Cross-Origin-Resource-Policy", "same-origin")
        self.set_header("Cache-Control", "no-store")

    def prepare(self) -> None:
        """Refuse other host names, pages of other origins, and addresses without the token."""
        host = self.request.headers.get("Host", "").lower()
        if host not in self._hosts:
            raise HTTPError(421)
        if self.request.headers.get("Sec-Fetch-Site", "none") not in ("none", "same-origin"):
            raise HTTPError(403)
        if self.request.method == "POST" and self.request.headers.get("Origin", "") != f"http://{host}":
            raise HTTPError(403)
        token = self.request.path.split("/")[1]
        if not hmac.compare_digest(token.encode(), self._desk.token.encode()):
            raise HTTPError(404)

    def get(self, address: str) -> None:
        """Send the page, its style, or the picture of a page of the paper."""
        name = address.partition("/")[2]
        if "/" not in address:
            self.redirect(f"/{quote(address)}/")
        elif name == "":
            at = self.get_query_argument("at", "")
            self._send(self._desk.page(int(at) if at.isascii() and at.isdigit() and len(at) < 7 else None))
        elif name == "style.css":
            self.set_header("Content-Type", "text/css; charset=utf-8")
            self.write(files("trustbook.ingest.review").joinpath("style.css").read_bytes())
        elif found := re.fullmatch(r"page-(\d{1,4})\.png", name, re.ASCII):
            try:
                content = self._desk.picture(int(found[1]))
            except Exception:  # a damaged page is no picture, whatever the library raises
                raise HTTPError(404) from None
            self.set_header("Content-Type", "image/png")
            self.write(content)
        else:
            raise HTTPError(404)

    def post(self, address: str) -> None:
        """Accept or correct one cell, or accept its whole line, and go on to the next."""
        if address.partition("/")[2] != "cell":
            raise HTTPError(404)
        review, key = self._desk.review, self.get_body_argument("key")
        try:
            if self.get_body_argument("whole", ""):
                review.accept_line(key)
            else:
                review.settle(key, self.get_body_argument("value", ""))
        except WorkspaceError as error:
            self.set_status(HTTPStatus.UNPROCESSABLE_ENTITY)
            self._send(self._desk.page(None, str(error)))
            return
        self.redirect(f"/{quote(self._desk.token)}/", status=HTTPStatus.SEE_OTHER)

    def _send(self, page: str) -> None:
        self.set_header("Content-Type", "text/html; charset=utf-8")
        self.write(page)

    def write_error(self, status_code: int, **_: object) -> None:
        """Send a one-line error."""
        self.set_header("Content-Type", "text/plain; charset=utf-8")
        self.finish(f"{status_code} {HTTPStatus(status_code).phrase}\n")

    def log_exception(self, *_: object) -> None:
        """Log nothing: the address has the token."""
