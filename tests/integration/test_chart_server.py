"""Charts drawn by a process of their own: the same bytes, and no chapter the worse when that process is not there."""

import json
import os
import signal
import socket
import threading
import time

import pytest
from notebooks_made import job, printed
from workspaces import ROOT

from trustbook.build import chart_server, fork_server
from trustbook.build.execution import execute
from trustbook.build.limits import Kernel
from trustbook.components.charts import drawing as draw

SPECIFICATION = {"data": {"values": [{"a": 1}]}, "mark": "point", "encoding": {"x": {"field": "a"}}}
LOOK = """
import os
from trustbook.components.charts import drawing as draw
from trustbook.components.charts.chart import VEGALITE
print(os.environ.get("TRUSTBOOK_DRAWING"))
draw.draw_in_process = lambda _: "drawn in the kernel"
print(draw.svg({"mark": "point"})[:4])
"""


@pytest.fixture
def address():
    if not fork_server.available():
        pytest.skip("no forkserver on this platform")
    chart_server.start()
    chart_server.warm_up()
    return os.environ[draw.ADDRESS]


def specifications():
    for file in sorted((ROOT / "notebooks").glob("*.ipynb")):
        for cell in json.loads(file.read_text(encoding="utf-8"))["cells"]:
            for output in cell.get("outputs", []):
                yield from (value for kind, value in output.get("data", {}).items() if "vegalite" in kind)


def test_every_chart_of_the_book_has_the_same_bytes_from_the_process_and_from_here(address):
    every = list(specifications())
    assert len(every) > 10
    for each in (*every, every[0]):
        assert draw.draw_by_server(address, json.dumps(each)) == draw.draw_in_process(each)


def test_a_kernel_that_is_copied_has_its_charts_drawn_and_another_draws_itself(tmp_path):
    said = {}
    for kind in Kernel:
        each = job(tmp_path, "look", LOOK, kernel=kind)
        execute(each)
        said[kind] = printed(each.output).split()
    assert said[Kernel.WARM] == [os.environ[draw.ADDRESS], "<svg"]
    assert said[Kernel.PLAIN] == ["None", "draw"]


def test_what_cannot_be_drawn_is_refused_in_the_words_of_the_kernel_and_the_next_is_drawn(address):
    with pytest.raises(ValueError, match="conversion failed"):
        draw.svg({"mark": "no such mark", "data": {"values": []}, "encoding": {}})
    assert draw.draw_by_server(address, json.dumps(SPECIFICATION))


def test_one_that_hangs_up_or_says_nothing_keeps_no_other_waiting_for_long(address, monkeypatch):
    with socket.socket(socket.AF_UNIX) as silent:
        silent.connect(address)
        started = time.monotonic()
        assert draw.draw_by_server(address, json.dumps(SPECIFICATION))
        assert time.monotonic() - started < chart_server._ASKED_SECONDS + 10
    monkeypatch.setattr(draw, "_PATIENCE_SECONDS", 0)
    assert draw.draw_by_server(address, json.dumps(SPECIFICATION)) is None  # this one did not wait
    monkeypatch.undo()
    assert draw.draw_by_server(address, json.dumps(SPECIFICATION))


def test_several_may_ask_at_once(address):
    found = []
    threads = [
        threading.Thread(target=lambda: found.append(draw.draw_by_server(address, json.dumps(SPECIFICATION))))
        for _ in range(8)
    ]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert found == [draw.draw_in_process(SPECIFICATION)] * 8


def test_when_it_is_killed_charts_are_drawn_here_and_the_next_chapter_has_a_new_one(address, tmp_path):
    process = chart_server._running
    os.kill(process.pid, signal.SIGKILL)
    process.join()
    assert draw.draw_by_server(address, json.dumps(SPECIFICATION)) is None
    assert draw.svg(SPECIFICATION) == draw.draw_in_process(SPECIFICATION)
    execute(job(tmp_path, "look", "print('once')"))
    assert draw.draw_by_server(os.environ[draw.ADDRESS], json.dumps(SPECIFICATION))
    assert os.environ[draw.ADDRESS] != address


def test_it_ends_when_it_is_not_needed_and_starts_again_when_it_is(address):
    process = chart_server._running
    chart_server.end()
    assert (process.is_alive(), draw.ADDRESS in os.environ) == (False, False)
    chart_server.end()  # there is none
    assert draw.svg(SPECIFICATION).startswith("<svg")  # drawn here
    chart_server.start()
    chart_server.warm_up()
    assert os.environ[draw.ADDRESS] != address
    assert draw.draw_by_server(os.environ[draw.ADDRESS], json.dumps(SPECIFICATION))
