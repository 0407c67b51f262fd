"""One run at a time in a workspace: the second waits, and a dead one holds nobody up."""

import subprocess
import sys
from threading import Event, Thread

import pytest

from trustbook.core.lock import turn

HOLD = """
import sys
from pathlib import Path
from trustbook.core.lock import turn
with turn(Path(sys.argv[1]), lambda: print("waiting", flush=True)):
    print("mine", flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def holder(tmp_path):
    """Another process that has the turn."""
    process = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(tmp_path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout.readline() == "mine\n"
    yield process
    process.kill()
    process.wait()
    process.stdin.close()
    process.stdout.close()


def test_a_turn_that_nobody_has_is_taken_without_a_word(tmp_path):
    with turn(tmp_path / "new" / "folder", lambda: pytest.fail("it waited")):
        pass
    with turn(tmp_path / "new" / "folder", lambda: pytest.fail("it waited")):
        pass


@pytest.mark.parametrize("end", ["finished", "killed"])
def test_a_second_run_says_that_it_waits_and_goes_on_when_the_first_has_ended(tmp_path, holder, end):
    waiting, taken = Event(), Event()

    def second():
        with turn(tmp_path, waiting.set):
            taken.set()

    thread = Thread(target=second)
    thread.start()
    assert waiting.wait(30)
    assert not taken.is_set()
    if end == "killed":
        holder.kill()
    else:
        holder.stdin.close()
    thread.join(30)
    assert taken.is_set()


def test_two_workspaces_do_not_wait_for_each_other(tmp_path, holder):
    with turn(tmp_path / "another", lambda: pytest.fail("it waited")):
        pass
