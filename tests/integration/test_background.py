"""Work done in a copy of the warm server beside this process: its steps, its errors, its end."""

import multiprocessing
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest

from trustbook.build import fork_server
from trustbook.build.background import in_background, in_copy
from trustbook.core.errors import GateError, TrustbookError


@pytest.fixture(autouse=True)
def _only_where_processes_can_be_copied():
    if not fork_server.available():
        pytest.skip("no forkserver on this platform")


def counted(most):
    for each in range(most):
        yield each, os.getpid()


def failing(after):
    yield from counted(after)
    raise GateError("it stops here", file="data/x.csv", line=3)


def ending():
    yield 1
    os._exit(3)


def slow(mark):
    Path(mark).write_text(str(os.getpid()), encoding="utf-8")
    yield 1
    time.sleep(600)


def locking():
    lock = multiprocessing.RLock()
    with lock:
        yield 1
    time.sleep(600)


def slow_in_a_copy(mark):
    with in_copy(slow, mark) as steps:
        yield from steps


def counted_in_copies(most):
    with in_copy(counted, most) as one, in_copy(counted, most) as other:
        yield from [*counted(1), *one, *other]


def failing_in_a_copy(after):
    with in_copy(failing, after) as steps:
        yield from steps


def test_a_lock_that_a_library_makes_there_is_not_reported_as_leaked_when_its_process_is_ended():
    program = (
        "from test_background import *\n"
        "if __name__ == '__main__':\n"
        "    for warmly in (True, False):\n"
        "        with in_background(locking, warmly=warmly) as steps:\n"
        "            print(next(steps))\n"
    )
    folder = Path(__file__).parent
    ran = subprocess.run([sys.executable, "-c", program], cwd=folder, capture_output=True, text=True, check=True)
    assert ran.stdout.split() == ["1", "1"]
    assert ran.stderr == ""


def test_steps_are_made_in_another_process_while_this_one_goes_on():
    with in_background(counted, 3) as steps:
        found = list(steps)
    assert [number for number, _ in found] == [0, 1, 2]
    assert {pid for _, pid in found} != {os.getpid()}


def test_an_error_is_raised_where_the_steps_are_waited_for_after_those_that_were_made():
    with in_background(failing, 2) as steps:
        assert [next(steps)[0], next(steps)[0]] == [0, 1]
        with pytest.raises(GateError, match="it stops here") as caught:
            next(steps)
    assert (caught.value.file, caught.value.line) == ("data/x.csv", 3)


def test_a_process_that_ends_of_itself_is_an_error_and_not_an_end():
    with in_background(ending) as steps:
        assert next(steps) == 1
        with pytest.raises(TrustbookError, match="ended before it was through"):
            next(steps)


def test_leaving_ends_what_is_not_done(tmp_path):
    mark = tmp_path / "mark"
    with in_background(slow, str(mark)) as steps:
        assert next(steps) == 1
    assert not psutil.pid_exists(int(mark.read_text()))


def test_a_helper_copies_itself_for_steps_that_are_made_at_the_same_time():
    with in_background(counted_in_copies, 3, warmly=False) as steps:
        found = list(steps)
    assert [number for number, _ in found] == [0, 0, 1, 2, 0, 1, 2]
    assert len({pid for _, pid in found} | {os.getpid()}) == 4


def test_an_error_in_a_copy_of_a_helper_is_raised_where_the_steps_are_waited_for():
    with in_background(failing_in_a_copy, 1, warmly=False) as steps:
        assert next(steps)[0] == 0
        with pytest.raises(GateError, match="it stops here"):
            next(steps)


def test_a_copy_ends_when_the_helper_that_it_is_of_is_ended(tmp_path):
    mark = tmp_path / "mark"
    with in_background(slow_in_a_copy, str(mark), warmly=False) as steps:
        assert next(steps) == 1
    until = time.monotonic() + 60
    while psutil.pid_exists(int(mark.read_text())) and time.monotonic() < until:
        time.sleep(0.05)
    assert not psutil.pid_exists(int(mark.read_text()))


def test_ctrl_c_ends_what_is_waited_for_when_no_chapter_is_left(tmp_path):
    mark = tmp_path / "mark"
    program = (
        "from test_background import *\n"
        "from trustbook.build.execution import run\n"
        "if __name__ == '__main__':\n"
        f"    with in_background(slow, {str(mark)!r}) as steps:\n"
        "        try:\n"
        "            run([], 2, meanwhile=lambda: [print('waiting', flush=True), *steps])\n"
        "        except KeyboardInterrupt:\n"
        "            print('interrupted')\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", program], cwd=Path(__file__).parent, stdout=subprocess.PIPE, text=True
    ) as ran:
        assert ran.stdout.readline() == "waiting\n"
        time.sleep(0.5)
        ran.send_signal(signal.SIGINT)
        try:
            assert ran.communicate(timeout=30)[0].split() == ["interrupted"]
        finally:
            ran.kill()
    assert not psutil.pid_exists(int(mark.read_text()))
