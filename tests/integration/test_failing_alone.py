"""A chapter that crashes, hangs or eats memory is stopped alone, says so, and can be read; Ctrl-C stops them all."""

import os
import shutil
import signal
import subprocess
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import pytest
from notebooks_made import job, printed, write_notebook
from workspaces import copy_workspace

from trustbook.build.execution import run, run_in
from trustbook.build.limits import Kernel, Limits
from trustbook.core.errors import ChapterError

BEFORE = "print('got this far')"
SECONDS = 20


def ended(pid: int, within: float = 5) -> bool:
    """Tell whether a process is gone, or is within some seconds."""
    until = time.monotonic() + within
    while time.monotonic() < until:
        try:
            if Path(f"/proc/{pid}/stat").read_text().split()[2] == "Z":
                return True
        except OSError:
            return True
        time.sleep(0.05)
    return False


@pytest.mark.skipif(sys.platform != "linux", reason="memory is limited on Linux alone")
@pytest.mark.parametrize("kernel", [Kernel.WARM, Kernel.PLAIN])
def test_what_crashes_hangs_or_eats_memory_fails_alone_and_is_kept_with_a_reason(tmp_path, kernel):
    limits = Limits(seconds=SECONDS, memory_mb=1024)

    def made(name, *sources):
        return job(tmp_path, name, *sources, kernel=kernel, limits=limits)

    work = [
        made("before", BEFORE),
        made("crashes", BEFORE, "import os, signal\nos.kill(os.getpid(), signal.SIGSEGV)"),
        made("leaves", BEFORE, "import os\nos._exit(3)"),
        made("hangs", BEFORE, "print('and waits', flush=True)\nwhile True: pass"),
        made("eats", BEFORE, "eaten = bytearray(2 * 1024**3)"),
        made("after", BEFORE),
    ]
    done, failed = [], {}
    with pytest.raises(ChapterError) as caught:
        run(
            work,
            2,
            lambda each: done.append(each.chapter),
            lambda each, error: failed.update({each.chapter: str(error)}),
        )
    assert sorted(done) == ["after", "before"]
    assert all(each.output.exists() for each in (work[0], work[-1]))
    reasons = {
        "crashes": "cell 4 stopped: its kernel was ended by SIGSEGV",
        "leaves": "cell 4 stopped: its kernel ended with exit code 3",
        "hangs": f"cell 4 stopped: it ran for more than {SECONDS} seconds",
        "eats": "cell 4 failed: MemoryError",
    }
    for name, reason in reasons.items():
        assert f"notebooks/{name}.ipynb: 2023-24-P11: {reason}" in failed[name]
        assert failed[name] in str(caught.value)
        assert "got this far" in printed(tmp_path / "failed" / f"{name}.ipynb")
        assert not (tmp_path / "made" / kernel / f"{name}.ipynb").exists()
    assert "and waits" in printed(tmp_path / "failed" / "hangs.ipynb")
    assert "1024 MB (run.memory_mb" in failed["eats"]
    assert "4 of 6 chapters failed" in str(caught.value)


def test_a_chapter_that_succeeds_again_leaves_no_failed_one_behind(tmp_path):
    with pytest.raises(ChapterError):
        run([job(tmp_path, "mends", "1 / 0")])
    mended = job(tmp_path, "mends", "1 / 1")
    assert mended.failed.exists()
    run([mended])
    assert not mended.failed.exists()


def test_chapters_run_in_any_executor(tmp_path):
    done, work = [], [job(tmp_path, name, BEFORE, kernel=Kernel.PLAIN) for name in ("one", "two")]
    wrong = job(tmp_path, "wrong", "1 / 0", kernel=Kernel.PLAIN)
    with (
        ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool,
        pytest.raises(ChapterError, match="ZeroDivisionError"),
    ):
        run_in(pool, [wrong, *work], lambda each: done.append(each.chapter))
    assert sorted(done) == ["one", "two"]


@pytest.fixture
def slow(tmp_path) -> Path:
    """A workspace with a good site and one chapter that never ends and notes its processes."""
    folder = copy_workspace(tmp_path / "workspace")
    shutil.rmtree(folder / "notebooks")
    site = folder / "_build" / "site"
    site.mkdir(parents=True)
    (site / "index.html").write_text("good", encoding="utf-8")
    starts = "import os, subprocess, time\nfrom pathlib import Path\nchild = subprocess.Popen(['sleep', '600'])"
    notes = "Path('pids.part').write_text(f'{os.getpid()} {child.pid} {os.getppid()}')\nos.rename('pids.part', 'pids')"
    (folder / "_toc.yml").write_text("format: jb-book\nroot: notebooks/slow\n", encoding="utf-8")
    write_notebook(folder / "notebooks" / "slow.ipynb", f"{starts}\n{notes}\ntime.sleep(600)")
    return folder


def begun(folder: Path, *arguments: str) -> tuple[subprocess.Popen, list[int]]:
    """`trustbook report`, once its slow chapter runs, and the numbers of kernel, its child and its parent."""
    command = [sys.executable, "-m", "trustbook", "report", "2023-24-P11", *arguments]
    started = subprocess.Popen(
        command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, start_new_session=True
    )
    until = time.monotonic() + 300
    while not (folder / "pids").exists():
        assert started.poll() is None, started.stdout.read()
        assert time.monotonic() < until
        time.sleep(0.1)
    return started, [int(pid) for pid in (folder / "pids").read_text().split()]


@pytest.mark.skipif(sys.platform == "win32", reason="no signals")
@pytest.mark.parametrize(
    ("arguments", "to_all"), [((), True), ((), False), (("--kernel", "plain"), True)], ids=["terminal", "kill", "plain"]
)
def test_ctrl_c_ends_the_kernels_and_leaves_the_last_good_site(slow, arguments, to_all):
    started, (kernel, child, server) = begun(slow, *arguments)
    (os.killpg if to_all else os.kill)(started.pid, signal.SIGINT)
    said = started.communicate(timeout=30)[0]
    assert started.returncode == 130, said
    assert "Stopped. The last good site is as it was." in said
    assert "Traceback" not in said
    assert ended(kernel)
    assert ended(child)
    assert ended(server)
    assert (slow / "_build" / "site" / "index.html").read_text() == "good"


@pytest.mark.skipif(sys.platform == "win32", reason="no signals")
def test_no_kernel_outlives_a_run_that_was_killed(slow):
    started, (kernel, child, server) = begun(slow)
    started.kill()
    started.communicate(timeout=30)
    assert ended(kernel)
    assert ended(child)
    assert ended(server)
