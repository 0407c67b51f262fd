"""The review shows one cell at a time with its source, writes each decision at once, and answers its own page only."""

import asyncio
import csv
import io
import json
import threading
from http.client import HTTPConnection
from urllib.parse import urlencode

import pytest
from tornado.httpserver import HTTPServer
from tornado.netutil import bind_sockets

from papers.drafts import P11, SOURCE
from papers.pack import page, printed_tables, ruled
from trustbook.core.errors import WorkspaceError
from trustbook.ingest.paper_to_draft import ingest
from trustbook.ingest.review.cells import Review
from trustbook.ingest.review.server import application
from trustbook.ingest.review.start import desk_of


@pytest.fixture
def desk(place, tmp_path):
    file = tmp_path / "pack.html"
    file.write_bytes(page(ruled(printed_tables())))
    return desk_of(place, file, P11, SOURCE)


def key_of(review, row, column):
    return next(each.key for each in review.cells() if row in each.row and each.column == column)


def forecast(place):
    text = (place.root / "drafts" / str(P11) / "forecast.csv").read_text(encoding="utf-8")
    return {row["heading"]: row for row in csv.DictReader(io.StringIO(text, newline=""))}


def test_a_cell_that_is_accepted_stays_and_one_that_is_corrected_is_written(desk, place):
    desk.review.settle(key_of(desk.review, "Legal", "variance_gbp_k"), "510")
    desk.review.settle(key_of(desk.review, "Legal", "movement_gbp_k"), "-12")
    assert (forecast(place)["Legal"]["variance_gbp_k"], forecast(place)["Legal"]["movement_gbp_k"]) == ("510", "-12")
    states = {each.column: each.state for each in Review(place, P11).cells() if "Legal" in each.row and each.state}
    assert states == {"variance_gbp_k": "accepted", "movement_gbp_k": "corrected"}


def test_a_whole_line_is_accepted_as_it_stands_and_what_was_corrected_in_it_stays(desk, place):
    before = forecast(place)
    desk.review.settle(key_of(desk.review, "Legal", "movement_gbp_k"), "-12")
    desk.review.accept_line(key_of(desk.review, "Legal", "variance_gbp_k"))
    states = {each.row: set() for each in desk.review.cells()}
    for each in desk.review.cells():
        states[each.row].add(each.state)
    assert states["forecast: Legal"] == {"accepted", "corrected"}
    assert states["forecast: Transport"] == {""}
    assert forecast(place) == {**before, "Legal": {**before["Legal"], "movement_gbp_k": "-12"}}


def test_a_column_is_named_in_words(desk):
    headings = {each.column: each.heading for each in desk.review.cells()}
    assert headings["revised_contract_sum_gbp_k"] == "Revised contract sum, £000"


def test_a_draft_that_was_reviewed_is_not_replaced(desk, place, tmp_path):
    desk.review.settle(key_of(desk.review, "Legal", "variance_gbp_k"), "510")
    with pytest.raises(WorkspaceError, match="was changed since it was written"):
        ingest(place, tmp_path / "pack.html", P11, SOURCE)
    again = desk_of(place, tmp_path / "pack.html", P11, SOURCE)
    assert sum(bool(each.state) for each in again.review.cells()) == 1


@pytest.mark.parametrize("value", ["many", "1,2,3", "5\u0007", "x" * 600, "NaN", "1e-9"])
def test_a_value_that_no_cell_can_have_is_refused(desk, place, value):
    with pytest.raises(WorkspaceError):
        desk.review.settle(key_of(desk.review, "Legal", "variance_gbp_k"), value)
    assert forecast(place)["Legal"]["variance_gbp_k"] == "510"


def test_lines_that_were_added_by_hand_end_the_review_in_one_sentence(desk, place):
    file = place.root / "drafts" / str(P11) / "forecast.csv"
    file.write_text(file.read_text(encoding="utf-8") + "heading,More\n", encoding="utf-8")
    with pytest.raises(WorkspaceError, match="cannot tell which line is which"):
        desk.review.cells()


def test_the_page_shows_the_cell_its_line_in_the_paper_and_what_was_left_out(desk):
    cells = desk.review.cells()
    at = next(at for at, each in enumerate(cells) if "Legal" in each.row and each.column == "variance_gbp_k")
    shown = desk.page(at)
    assert 'value="510"' in shown
    assert '<span class="here">510</span>' in shown
    assert "5,298" in shown
    assert "Children&#39;s Homes, movement" in shown
    assert "<script" not in shown


class Served:
    """The server, asked by a program that can say anything.

    It answers in a thread of its own: where a browser is open in this process, an event loop already counts as running.
    """

    def __init__(self, desk):
        self._sockets = bind_sockets(0, "127.0.0.1")
        self.host = f"127.0.0.1:{self._sockets[0].getsockname()[1]}"
        self._desk, self._ready = desk, threading.Event()
        self._thread = threading.Thread(target=lambda: asyncio.run(self._answer()))

    def __enter__(self):
        self._thread.start()
        assert self._ready.wait(30)
        return self

    def __exit__(self, *_):
        self._loop.call_soon_threadsafe(self._stop.set)
        self._thread.join(30)

    async def _answer(self):
        self._loop, self._stop = asyncio.get_running_loop(), asyncio.Event()
        server = HTTPServer(application(self._desk, int(self.host.partition(":")[2])))
        server.add_sockets(self._sockets)
        self._ready.set()
        await self._stop.wait()
        server.stop()
        await server.close_all_connections()

    def ask(self, path, body=None, **headers):
        """Return the answer's status, headers and text."""
        wire = HTTPConnection(self.host, timeout=30)
        kind = {} if body is None else {"Content-Type": "application/x-www-form-urlencoded"}
        sent = {**kind, **{name.replace("_", "-"): value for name, value in headers.items()}}
        wire.request("GET" if body is None else "POST", path, urlencode(body) if body else None, sent)
        answer = wire.getresponse()
        text = answer.read().decode()
        wire.close()
        return answer.status, answer.headers, text


@pytest.fixture
def served(desk):
    with Served(desk) as server:
        yield server


def cell(desk, value):
    return {"key": key_of(desk.review, "Legal", "variance_gbp_k"), "value": value}


def test_the_page_needs_the_token(served, desk):
    assert served.ask("/")[0] == 404
    assert served.ask("/wrong/")[0] == 404
    status, headers, _ = served.ask(f"/{desk.token}/")
    assert status == 200
    assert "script-src 'none'" in headers["Content-Security-Policy"]
    assert "Server" not in headers


def test_another_host_or_origin_is_refused(served, desk, place):
    path, body = f"/{desk.token}/", cell(desk, "999")
    assert served.ask(path, Host="example.org")[0] == 421
    assert served.ask(path, Sec_Fetch_Site="cross-site")[0] == 403
    assert served.ask(f"{path}cell", body)[0] == 403
    assert served.ask(f"{path}cell", body, Origin="http://example.org")[0] == 403
    assert served.ask(f"{path}cell", body, Origin="null")[0] == 403
    assert forecast(place)["Legal"]["variance_gbp_k"] == "510"


def test_its_own_page_corrects_a_cell_and_goes_on(served, desk, place):
    status, headers, _ = served.ask(f"/{desk.token}/cell", cell(desk, "511"), Origin=f"http://{served.host}")
    assert (status, headers["Location"]) == (303, f"/{desk.token}/")
    assert forecast(place)["Legal"]["variance_gbp_k"] == "511"
    record = json.loads((place.root / "drafts" / str(P11) / "draft.json").read_text(encoding="utf-8"))
    assert list(record["reviewed"].values()) == ["corrected"]


def test_its_own_page_accepts_a_line(served, desk):
    body = {**cell(desk, "nothing that is looked at"), "whole": "yes"}
    assert served.ask(f"/{desk.token}/cell", body, Origin=f"http://{served.host}")[0] == 303
    assert all(each.state == "accepted" for each in desk.review.cells() if each.row == "forecast: Legal")


def test_a_wrong_value_is_answered_with_what_was_expected(served, desk):
    status, _, text = served.ask(f"/{desk.token}/cell", cell(desk, "many"), Origin=f"http://{served.host}")
    assert status == 422
    assert "is no figure" in text


def test_other_files_are_not_served(served, desk):
    for name in ("cells.py", "../draft.json", "page-1.png", "style.css/x"):
        assert served.ask(f"/{desk.token}/{name}")[0] == 404
    assert served.ask(f"/{desk.token}/style.css")[0] == 200
