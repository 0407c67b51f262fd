"""What is made in a copy of the warm server: what it gives, what it says, what it leaves when it is not needed."""

import logging
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from tempfile import TemporaryDirectory

import psutil
import pytest

from trustbook.build import fork_server
from trustbook.core.errors import PublishError
from trustbook.site import in_a_copy


@pytest.fixture(autouse=True)
def _only_where_processes_can_be_copied():
    if not fork_server.available():
        pytest.skip("no forkserver on this platform")


def warned(text):
    logging.getLogger("trustbook.site.printing").warning(text)
    return text.upper()


def refused():
    raise PublishError("it did not build", mend="All that was said is in a log.")


def endless(mark):
    with TemporaryDirectory(dir=Path(mark).parent) as name:
        started = psutil.Popen(["sleep", "600"])
        try:
            Path(mark).write_text(f"{started.pid} {name}", encoding="utf-8")
            time.sleep(600)
        finally:
            started.kill()


def test_a_warning_is_said_once_whichever_copies_it_came_from(caplog):
    text = "Chromium prints without its sandbox, which this made-up machine does not give it."
    assert [in_a_copy._in_a_copy(warned, text) for _ in range(2)] == [text.upper()] * 2
    assert [record.getMessage() for record in caplog.records] == [text]


def test_an_error_keeps_its_advice():
    with pytest.raises(PublishError, match="All that was said is in a log"):
        in_a_copy._in_a_copy(refused)


def test_when_it_is_not_needed_any_more_what_it_started_ends_and_what_it_began_is_deleted(tmp_path):
    mark = tmp_path / "mark"
    with ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(in_a_copy._in_a_copy, endless, str(mark))
        until = time.monotonic() + 60
        while not (mark.exists() and mark.read_text()) and time.monotonic() < until:
            time.sleep(0.05)
        pid, folder = mark.read_text(encoding="utf-8").split(" ", 1)
        assert Path(folder).is_dir()
        in_a_copy.end_all()
        assert waiting.exception(60) is not None
    assert not Path(folder).exists()
    assert not psutil.pid_exists(int(pid)) or psutil.Process(int(pid)).status() == psutil.STATUS_ZOMBIE
