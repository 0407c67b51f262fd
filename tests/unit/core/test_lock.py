"""One run at a time in a workspace: the second waits, and a dead one holds nobody up."""

import errno
import subprocess
import sys
from threading import Event, Thread

import pytest

from trustbook.core.lock import locked

HOLD = """
import sys
from pathlib import Path
from trustbook.core.lock import locked
with locked(Path(sys.argv[1]), lambda: print("waiting", flush=True)):
    print("mine", flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def holder(tmp_path):
    """Another process that holds the lock."""
    process = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(tmp_path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout.readline() == "mine\n"
    yield process
    process.kill()
    process.wait()
    process.stdin.close()
    process.stdout.close()


def test_a_lock_that_nobody_holds_is_taken_without_a_word(tmp_path):
    with locked(tmp_path / "new" / "folder", lambda: pytest.fail("it waited")):
        pass
    with locked(tmp_path / "new" / "folder", lambda: pytest.fail("it waited")):
        pass


@pytest.mark.parametrize("end", ["finished", "killed"])
def test_a_second_run_says_that_it_waits_and_goes_on_when_the_first_has_ended(tmp_path, holder, end):
    waiting, taken = Event(), Event()

    def second():
        with locked(tmp_path, waiting.set):
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
    with locked(tmp_path / "another", lambda: pytest.fail("it waited")):
        pass


@pytest.mark.skipif(sys.platform == "win32", reason="another system call")
@pytest.mark.parametrize("number", [errno.ENOSYS, errno.ENOLCK, errno.EOPNOTSUPP])
def test_where_the_file_system_knows_no_locks_a_run_goes_on_without(tmp_path, monkeypatch, number):
    def refuse(*_):
        raise OSError(number, "no locks here")

    monkeypatch.setattr("fcntl.flock", refuse)
    with locked(tmp_path, lambda: pytest.fail("it waited")) as held:
        assert held is False


@pytest.mark.skipif(sys.platform == "win32", reason="another system call")
def test_a_folder_that_nobody_may_write_to_is_not_taken_for_one_without_locks(tmp_path, monkeypatch):
    def refuse(*_, **__):
        raise PermissionError(errno.EACCES, "read only")

    monkeypatch.setattr("os.open", refuse)
    with pytest.raises(PermissionError), locked(tmp_path):
        pass
