"""A kernel copied from the warm server is what a new interpreter is, and knows nothing of the one before it."""

import dataclasses
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from notebooks_made import as_value, job, printed
from workspaces import copy_workspace

from trustbook.build import fork_server
from trustbook.build.engine import STARTS
from trustbook.build.execution import execute
from trustbook.build.kernel import KernelNotReadyError, PromptClient
from trustbook.build.limits import Kernel
from trustbook.core.errors import ChapterError

LOOK = """
import json, locale, logging, os, random, resource, signal, sys, threading, warnings
import altair, numpy, pandas, scipy.special, trustbook.core.formatting
links = [os.path.realpath(f'/proc/self/fd/{fd}') for fd in os.listdir('/proc/self/fd')]
print(json.dumps({
    "environment": {name: value for name, value in os.environ.items() if not name.startswith(("JPY_", "PYDEVD_"))},
    "folder": os.getcwd(),
    "module path": sys.path,
    "arguments": [each for each in sys.argv[1:] if "json" not in each],
    "names": sorted(name for name in globals() if name != "__warningregistry__"),
    "main": sorted(name for name in sys.modules if "main__" in name),
    "left in a module": hasattr(trustbook.core.formatting, "left_behind"),
    "open files": sorted({each for each in links if os.path.isfile(each)}),
    "umask": os.umask(0o022),
    "interrupt": str(signal.getsignal(signal.SIGINT)),
    "blocked": sorted(map(int, signal.pthread_sigmask(signal.SIG_BLOCK, ()))),
    "locale": locale.setlocale(locale.LC_ALL),
    "log level": logging.getLogger().level,
    "warnings": sorted({str(each[0:1] + each[2:3]) for each in warnings.filters}),
    "pandas": pandas.get_option("display.max_rows"),
    "numpy": numpy.geterr(),
    "altair theme": str(altair.theme.active),
    "counter of altair": altair.param().name,
    "altair checks each part": altair.utils.schemapi.DEBUG_MODE,
    "recursion": sys.getrecursionlimit(),
}))
"""
LITTER = """
import os, random, sys, warnings, locale, logging
import numpy, pandas, altair, trustbook.core.formatting
os.environ["LEFT_BEHIND"] = "yes"
os.environ.pop("HOME", None)
os.chdir("/")
os.umask(0)
random.seed(1); numpy.random.seed(1)
trustbook.core.formatting.left_behind = True
left_behind = open("left.txt", "w") if os.access(".", os.W_OK) else open("/dev/null")
sys.path.insert(0, "/left/behind")
pandas.set_option("display.max_rows", 7)
numpy.seterr(all="raise")
warnings.simplefilter("ignore")
logging.getLogger().setLevel(1)
altair.param()
altair.utils.schemapi.disable_debug_mode()
sys.setrecursionlimit(12345)
"""
DRAW = "import json, random, numpy\nprint(json.dumps({'python': random.random(), 'numpy': numpy.random.random()}))"


@pytest.fixture(autouse=True)
def _only_where_processes_can_be_copied():
    if not fork_server.available():
        pytest.skip("no forkserver on this platform")


def _imported(into: str) -> None:
    task = Path("/proc/self/task")
    threads = len(list(task.iterdir())) if task.is_dir() else 1
    Path(into).write_text(f"{'trustbook.build.preload' in sys.modules} {threads}", encoding="utf-8")


def test_the_server_has_imported_all_that_it_should_and_has_one_thread(tmp_path):
    fork_server.launch(_imported, str(tmp_path / "seen")).join()
    assert (tmp_path / "seen").read_text() == "True 1"


def _end_with(code: int) -> None:
    sys.exit(code)


def test_each_thread_is_told_how_its_process_ended_whatever_others_start_meanwhile():
    def ended(code: int) -> int | None:
        return fork_server.wait(fork_server.launch(_end_with, code))

    codes = [number % 5 for number in range(200)]
    with ThreadPoolExecutor(8) as threads:
        assert list(threads.map(ended, codes)) == codes


def test_it_has_what_a_new_interpreter_has_whatever_another_notebook_left_behind(tmp_path, monkeypatch):
    monkeypatch.setenv("TRUSTBOOK_SET_AFTER_THE_SERVER_STARTED", "yes")
    plain = job(tmp_path, "look", LOOK, kernel=Kernel.PLAIN)
    execute(plain)
    execute(job(tmp_path, "litter", LITTER))
    wanted = as_value(plain.output)
    monkeypatch.setattr(sys, "path", ["/the/folder/of/the/script", *wanted["module path"]])
    copied = job(tmp_path, "look", LOOK)
    execute(copied)
    found = as_value(copied.output)
    assert wanted["environment"]["TRUSTBOOK_SET_AFTER_THE_SERVER_STARTED"] == "yes"
    assert found["environment"].pop("TRUSTBOOK_DRAWING")  # and a copy has its charts drawn for it
    for what, value in wanted.items():
        assert found[what] == value, what


def test_it_has_no_debugger_and_a_chapter_may_still_import_one(tmp_path):
    pytest.importorskip("debugpy")
    look = "import sys\nprint(any('pydevd' in each for each in sys.modules))\nimport debugpy\nprint(debugpy.__name__)"
    each = job(tmp_path, "look", look)
    execute(each)
    assert printed(each.output).split() == ["False", "debugpy"]


@pytest.mark.parametrize("kernel", list(Kernel))
def test_the_history_of_whoever_makes_a_report_has_no_cell_of_it(tmp_path, monkeypatch, kernel):
    monkeypatch.setenv("IPYTHONDIR", str(tmp_path / "own"))
    each = job(tmp_path, "look", "x = 1\nprint(In[-1].splitlines()[0])", kernel=kernel)
    execute(each)
    assert printed(each.output).strip() == "x = 1"
    assert list((tmp_path / "own").rglob("history*")) == []


def test_a_notebook_starts_processes_as_its_platform_does(tmp_path):
    ways = []
    for kind in Kernel:
        each = job(tmp_path, kind, "import multiprocessing\nprint(multiprocessing.get_start_method())", kernel=kind)
        execute(each)
        ways.append(printed(each.output))
    assert ways[0] == ways[1]


@pytest.mark.parametrize(("failing", "kind"), [(1, Kernel.WARM), (2, Kernel.PLAIN), (3, Kernel.WARM)])
def test_a_kernel_that_ends_before_it_is_ready_is_started_again_twice(tmp_path, monkeypatch, failing, kind):
    starts, ready = [], PromptClient.wait_for_ready

    async def ended_at_first(client, timeout=None):
        starts.append(client)
        if len(starts) <= failing:
            raise KernelNotReadyError("the kernel ended before it was ready")
        await ready(client, timeout)

    monkeypatch.setattr(PromptClient, "wait_for_ready", ended_at_first)
    each = job(tmp_path, "again", "print('once')", kernel=kind)
    if failing < STARTS:
        execute(each)
        assert printed(each.output).strip() == "once"
    else:
        with pytest.raises(ChapterError, match="the kernel ended before it was ready"):
            execute(each)
    assert len(starts) == min(failing + 1, STARTS)


def test_each_kernel_draws_its_own_random_numbers(tmp_path):
    drawn = []
    for name in ("one", "two", "three"):
        each = job(tmp_path, name, DRAW)
        execute(each)
        drawn.append(as_value(each.output))
    assert len({each["python"] for each in drawn}) == 3
    assert len({each["numpy"] for each in drawn}) == 3


def test_two_kernels_at_once_do_not_see_each_other(tmp_path):
    from trustbook.build.execution import run

    wait = "import time, trustbook.core.formatting as words\nwords.mine = {0!r}\ntime.sleep(1)\nprint(words.mine)"
    both = [job(tmp_path, name, wait.format(name)) for name in ("one", "two")]
    run(both, workers=2)
    assert [printed(each.output).strip() for each in both] == ["one", "two"]


@pytest.mark.parametrize("chapter", ["forecast-trend", "savings-rag"])
def test_a_chapter_is_the_same_to_the_byte_from_either_kind_of_kernel(tmp_path, chapter):
    folder = copy_workspace(tmp_path / "workspace")
    made = {}
    for kind in Kernel:
        each = job(folder, "unused", kernel=kind)
        each = dataclasses.replace(each, notebook=folder / "notebooks" / f"{chapter}.ipynb")
        execute(each)
        made[kind] = each.output.read_bytes()
    assert made[Kernel.WARM] == made[Kernel.PLAIN]


def test_any_jupyter_client_finds_the_provisioner_by_its_entry_point():
    from jupyter_client.provisioning.factory import KernelProvisionerFactory

    entries = KernelProvisionerFactory(parent=None).get_provisioner_entries()
    assert entries["trustbook-warm"] == "trustbook.build.provisioner:WarmProvisioner"
