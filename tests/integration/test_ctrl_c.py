"""Ctrl-C at any instant of any command: one line, exit code 130, nothing left running, and the next run goes on."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from small_workspaces import outputs
from stopping import Stopped, instants, leftovers, stopped, temporary_folder, trustbook_command

from looked_at import some

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="no signals")
LINE = "Stopped. The last good site is as it was."
CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome")


@pytest.fixture
def temporary():
    with temporary_folder() as folder:
        yield folder


def require_good_end(ended: Stopped, code: int = 130) -> None:
    """It was stopped and said so once, or was through and said nothing of it."""
    assert "Traceback" not in ended.err + ended.out
    assert "Exception ignored" not in ended.err
    assert ended.strays == []
    if ended.code == 130:
        assert ended.err.endswith(f"{LINE}\n")
        assert ended.err.count("Stopped") == 1
    else:
        assert (ended.code, "Stopped" in ended.err) == (0, False), ended.err


def stop_often(folder: Path, temporary: Path, command: list[str], moments: list[float]) -> None:
    for number, after in enumerate(moments):
        require_good_end(stopped(command, folder, temporary, after, all_of_it=number % 2 == 0))


def test_a_report_that_is_stopped_again_and_again_comes_to_the_same_site(checked, made_here, tmp_path, temporary):
    folder = shutil.copytree(checked, tmp_path / "workspace")
    report = trustbook_command("report")
    stop_often(folder, temporary, report, [*instants(2, 3, 0, 0.5), *instants(3, 4, 0.5, 8)])
    last = stopped(report, folder, temporary, 300)
    assert (last.code, last.in_time) == (0, False), last.err
    assert leftovers(folder / "_build") == []
    assert [path for path in temporary.glob("tb-*/*") if path.is_dir()] == []
    assert outputs(folder / "_build") == outputs(made_here / "_build")


@pytest.mark.parametrize(
    ("arguments", "longest"),
    [
        (["report"], 0.5),
        (["check", "--fresh"], 3),
        (["build", *(["--pdf"] if CHROMIUM else []), "--fresh"], 6),
        (["report", "--kernel", "plain", "--fresh"], 10),
        (["metrics", "newest"], 1),
        (["--help"], 0.2),
    ],
    ids=lambda value: value[0] if isinstance(value, list) else None,
)
def test_a_command_that_is_stopped_says_so_in_one_line_and_leaves_what_was_made(
    made_here, tmp_path, temporary, arguments, longest
):
    folder = shutil.copytree(made_here, tmp_path / "workspace")
    before = outputs(folder / "_build", "site")
    stop_often(folder, temporary, trustbook_command(*arguments), instants(4, 3, 0, longest))
    assert set(outputs(folder / "_build", "site")) >= set(before)
    assert trustbook_again(folder, temporary) == 0


def test_the_server_ends_at_ctrl_c_with_exit_code_0_once_it_serves(made_here, temporary):
    for after in some(instants(5, 4, 0, 1.5)):
        ended = stopped(trustbook_command("serve", "--port", "0"), made_here, temporary, after)
        assert ended.in_time
        assert ended.strays == []
        if ended.code == 0:
            assert ended.err == ""
            assert ended.out.endswith("(Ctrl-C stops)\nStopped.\n")
        else:
            require_good_end(ended)


def test_a_command_whose_ctrl_c_is_ignored_goes_on():
    program = "import os, signal; from trustbook.command import main; main(lambda: os.kill(os.getpid(), signal.SIGINT))"
    command = ["sh", "-c", f"trap '' INT; exec {sys.executable} -c '{program}; print(\"went on\")'"]
    ran = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    assert (ran.returncode, ran.stdout, ran.stderr) == (0, "went on\n", "")


def test_an_interruption_that_a_destructor_or_a_library_swallows_ends_the_command_all_the_same(temporary):
    swallow = (
        "import os, signal\nfrom trustbook.command import main\n"
        "class Held:\n    def __del__(self):\n        os.kill(os.getpid(), signal.SIGINT); sum(range(10**6))\n"
        "def swallowing():\n    try:\n        os.kill(os.getpid(), signal.SIGINT); sum(range(10**6))\n"
        "    except BaseException:\n        print('swallowed')\n"
        "def wrapping():\n    try:\n        os.kill(os.getpid(), signal.SIGINT); sum(range(10**6))\n"
        "    except BaseException as error:\n        raise ImportError('a library made this of it') from error\n"
    )
    for run in (
        "Held",
        "swallowing",
        "wrapping",
        "lambda: exec('swallowing()')",
        "lambda: exec('raise KeyboardInterrupt')",
    ):
        ran = subprocess.run(
            [sys.executable, "-c", f"{swallow}main({run})"], capture_output=True, text=True, check=False, timeout=60
        )
        assert (ran.returncode, ran.stderr) == (130, f"{LINE}\n"), run


def test_what_hangs_while_it_is_let_go_is_ended(temporary):
    program = (
        "import subprocess, time\nfrom trustbook.command import main\nfrom trustbook.build import fork_server as warm\n"
        "def run():\n    subprocess.Popen(['sleep', '600'])\n"
        "    try:\n        time.sleep(600)\n    finally:\n        time.sleep(600)\n"
        "main(run)\n"
    )
    ended = stopped([sys.executable, "-c", program], temporary, temporary, 1)
    require_good_end(ended)
    assert ended.code == 130


def trustbook_again(folder: Path, temporary: Path) -> int:
    again = stopped(trustbook_command("report"), folder, temporary, 300)
    assert not again.in_time
    assert leftovers(folder / "_build") == []
    return again.code
