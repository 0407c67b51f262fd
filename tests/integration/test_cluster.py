"""Real Dask clusters: the same bytes, workers that die, that come late, that differ; Ctrl-C; many trusts."""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import psutil
import pytest
from small_workspaces import BEFORE, NEWEST, outputs, write_chapter
from workspaces import ROOT, trustbook

pytest.importorskip("distributed")
pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="no signals")

SCHEDULER = """
import os, sys
from distributed import LocalCluster, Security
if __name__ == "__main__":
    told = "DASK_DISTRIBUTED__COMM__TLS__CA_FILE" in os.environ
    options = {"protocol": "tls://", "security": Security()} if told else {}
    with LocalCluster(n_workers=0, host="127.0.0.1", dashboard_address=None, **options) as cluster:
        print(cluster.scheduler_address, flush=True)
        sys.stdin.read()
"""


def until(condition, seconds=300):
    """Wait for something to be true."""
    end = time.monotonic() + seconds
    while not (found := condition()):
        assert time.monotonic() < end, "it took too long"
        time.sleep(0.1)
    return found


def report(folder: Path, *arguments: str, **environment: str) -> subprocess.Popen:
    command = [sys.executable, "-m", "trustbook", "report", *arguments]
    return subprocess.Popen(
        command,
        cwd=folder,
        env=os.environ | environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


def heard_at(pid: int) -> set[str]:
    """The addresses at which a process and those that it started, and that have not ended meanwhile, listen."""
    heard = set()
    for process in [psutil.Process(pid), *psutil.Process(pid).children(recursive=True)]:
        with suppress(psutil.NoSuchProcess):
            heard |= {each.laddr.ip for each in process.net_connections("inet") if each.status == psutil.CONN_LISTEN}
    return heard


@pytest.fixture
def folder(checked, tmp_path) -> Path:
    return Path(shutil.copytree(checked, tmp_path / "workspace"))


@pytest.fixture
def certificates(tmp_path) -> dict[str, str]:
    """Keys of a cluster, and how Dask is told of them."""
    from distributed import Security

    made, told = Security.temporary(), {"DASK_DISTRIBUTED__COMM__TLS__CA_FILE": "tls_ca_file"}
    for who in ("SCHEDULER", "WORKER", "CLIENT"):
        for what in ("CERT", "KEY"):
            told[f"DASK_DISTRIBUTED__COMM__TLS__{who}__{what}"] = f"tls_{who.lower()}_{what.lower()}"
    for name, each in told.items():
        (tmp_path / f"{each}.pem").write_text(getattr(made, each), encoding="ascii")
        told[name] = str(tmp_path / f"{each}.pem")
    return told


@pytest.fixture
def scheduler(scheduler_of):
    """The address of a scheduler without workers, and a way to start some."""
    return scheduler_of()


@pytest.fixture
def scheduler_of(tmp_path):
    """Starts a scheduler in an environment."""
    started = []

    def start(*command: str, **environment: str) -> subprocess.Popen:
        process = subprocess.Popen(
            [sys.executable, *command],
            cwd=tmp_path,
            env=os.environ | environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        started.append(process)
        return process

    def worker(**environment: str) -> subprocess.Popen:
        options = ["--nthreads", "1", "--no-dashboard", "--host", "127.0.0.1"]
        environment |= {"DASK_DISTRIBUTED__WORKER__DAEMON": "False"}
        return start("-m", "distributed.cli.dask_worker", address, *options, **environment)

    address = ""

    def begin(**environment: str) -> tuple[str, Callable[..., subprocess.Popen]]:
        nonlocal address
        address = start("-c", SCHEDULER, **environment).stdout.readline().strip()
        assert "://127.0.0.1" in address
        return address, worker

    yield begin
    for process in reversed(started):
        process.terminate()
        process.communicate(timeout=60)


def test_killing_a_worker_at_work_loses_nothing_doubles_nothing_and_the_bytes_are_those_of_here(
    folder, made_here, tmp_path
):
    mark = tmp_path / "mark"
    started = report(folder, "--executor", "dask", "--jobs", "2", TRUSTBOOK_TEST_MARK=str(mark))
    until(lambda: mark.exists() and mark.read_text())
    kernel = worker = psutil.Process(int(mark.read_text()))
    while worker.ppid() != started.pid:
        worker = worker.parent()
    assert heard_at(started.pid) == {"127.0.0.1"}
    worker.kill()
    out, err = started.communicate(timeout=300)
    assert started.returncode == 0, out + err
    assert not kernel.is_running()
    for period in (BEFORE, NEWEST):
        assert err.count(f"] {period} by ") == 1
    assert "[2/2]" in err
    assert "Traceback" not in err
    assert outputs(folder / "_build") == outputs(made_here / "_build")


def test_ctrl_c_ends_workers_and_kernels_and_leaves_the_last_good_site(folder, tmp_path):
    site = folder / "_build" / "site"
    site.mkdir(parents=True)
    (site / "index.html").write_text("good", encoding="utf-8")
    mark = tmp_path / "mark"
    started = report(folder, "--executor", "dask", "--jobs", "1", TRUSTBOOK_TEST_MARK=str(mark))
    until(lambda: mark.exists() and mark.read_text())
    all_of_it = [*psutil.Process(started.pid).children(recursive=True), psutil.Process(int(mark.read_text()))]
    os.killpg(started.pid, signal.SIGINT)
    out, err = started.communicate(timeout=60)
    assert started.returncode == 130, out + err
    assert err.rstrip().endswith("Stopped. The last good site is as it was.")
    assert "Traceback" not in err
    assert psutil.wait_procs(all_of_it, timeout=20)[1] == []
    assert (site / "index.html").read_text() == "good"


def test_a_cluster_that_is_there_is_sent_each_workspace_once_a_worker_and_one_that_comes_late_has_it_too(
    checked, made_here, scheduler, tmp_path
):
    from distributed import Client

    from trustbook.build.limits import Kernel
    from trustbook.config.workspace import Workspace
    from trustbook.pipeline.distributed.answer import tell_tools
    from trustbook.pipeline.distributed.dask_cluster import SnapshotPlugin
    from trustbook.pipeline.distributed.snapshot import Snapshot

    address, worker = scheduler
    for name in ("east", "west"):
        shutil.copytree(checked, tmp_path / "trusts" / name)
    refused = tmp_path / "trusts" / "west" / "data" / NEWEST / "forecast.csv"
    refused.write_text(refused.read_text(encoding="utf-8").replace(",24225,", ",TBC,"), encoding="utf-8")
    shutil.copytree(checked, tmp_path / "trusts" / "north")
    write_chapter(tmp_path / "trusts" / "north", "second", "print('another trust:', period)")
    worker()
    ran = trustbook("report", NEWEST, "--workspace", "trusts/*", "--executor", address, "--insecure", cwd=tmp_path)
    assert ran.returncode == 1
    assert "Traceback" not in ran.stderr
    assert "Making 2 editions elsewhere, with 4 chapters to execute …" in ran.stderr
    for name in ("east", "north"):
        assert f"{name}: The site: " in ran.stdout
        assert ran.stderr.count(f"trusts/{name} {NEWEST} by ") == 1
    assert f"trusts/west: the gate stops here for {NEWEST}" in ran.stderr
    assert "2 workspaces of 3 reported." in ran.stderr
    assert not (tmp_path / "trusts" / "west" / "_build" / "site").exists()
    stages = [f"{stage}/{NEWEST}" for stage in ("chapters", "downloads", "editions")]
    assert outputs(tmp_path / "trusts" / "east" / "_build", *stages) == outputs(made_here / "_build", *stages) != {}
    assert b"another trust" in (tmp_path / "trusts/north/_build/chapters" / NEWEST / "second.ipynb").read_bytes()

    snapshot = Snapshot.take(Workspace(made_here))
    with Client(address, set_as_default=False) as client:
        client.register_plugin(SnapshotPlugin(snapshot, Kernel.PLAIN))
        worker()
        until(lambda: len(client.scheduler_info()["workers"]) == 2, 60)
        assert len(client.run(tell_tools, snapshot.digest)) == 2
        places = client.run(lambda dask_worker: list(Path(dask_worker.local_directory, "trustbook").glob("*")))
        assert all(any(each.name == snapshot.digest for each in found) for found in places.values())
        client.unregister_worker_plugin(f"trustbook-{snapshot.digest}")


def test_a_worker_that_differs_is_refused_by_name_before_anything_is_sent(folder, scheduler, tmp_path):
    address, worker = scheduler
    other = Path(shutil.copytree(ROOT / "src", tmp_path / "src", ignore=shutil.ignore_patterns("__pycache__")))
    changed = other / "trustbook" / "core" / "formatting.py"
    changed.write_text(changed.read_text(encoding="utf-8") + "\n# of another day\n", encoding="utf-8")
    worker(PYTHONPATH=str(other))
    ran = trustbook("report", "--executor", address, "--insecure", cwd=folder)
    assert ran.returncode == 1
    assert "differs from this machine in trustbook's own code" in ran.stderr
    message, log = ran.stderr.splitlines()[-2:]
    assert "tcp://127.0.0.1" in message
    assert log.startswith("The log of this run: ")
    assert "[1/2]" not in ran.stderr
    assert not (folder / "_build" / "editions").exists()


def test_where_no_scheduler_answers_it_is_said_in_a_sentence(folder):
    ran = trustbook("report", "--executor", "tcp://127.0.0.1:9", "--insecure", cwd=folder)
    assert ran.returncode == 1
    assert "no Dask scheduler answers at tcp://127.0.0.1:9" in ran.stderr
    assert "Traceback" not in ran.stderr


HOSTILE = """
import os
from pathlib import Path
from trustbook.pipeline.distributed import answer

class Runs:
    def __init__(self, *what):
        self.what = what
    def __reduce__(self):
        return self.what

def hostile(order, snapshot=None):
    if "{1}" == "raises":
        raise ValueError(Runs(os.system, ('test -n "$TRUSTBOOK_TEST_HERE" && touch {0}',)))
    return Runs(os.system, ('test -n "$TRUSTBOOK_TEST_HERE" && touch {0}',))

answer.make_answer = hostile
"""


@pytest.mark.parametrize("way", ["returns", "raises"])
def test_nothing_that_a_hostile_worker_sends_runs_here(folder, scheduler, tmp_path, way):
    address, worker = scheduler
    ran = tmp_path / "ran"
    (tmp_path / "hostile.py").write_text(HOSTILE.format(ran, way), encoding="utf-8")
    worker(DASK_DISTRIBUTED__WORKER__PRELOAD=str(tmp_path / "hostile.py"))
    here = {"TRUSTBOOK_TEST_HERE": "yes"}
    report = trustbook("report", "--executor", address, "--insecure", cwd=folder, env=here)
    assert report.returncode == 1
    assert "Traceback" not in report.stderr
    assert f"{NEWEST} was not made" in report.stderr or "is no answer" in report.stderr
    assert not ran.exists()
    assert not (folder / "_build" / "editions").exists()


def test_an_open_connection_is_refused_unless_it_is_asked_for_and_the_encrypted_way_is_named(folder):
    ran = trustbook("report", "--executor", "tcp://127.0.0.1:9", cwd=folder)
    assert ran.returncode == 2
    said = " ".join(ran.stderr.replace("│", " ").split())
    assert "tcp:// is not encrypted" in said
    assert "use tls://" in said
    assert "add --insecure" in said


def test_an_encrypted_cluster_that_is_there_is_used_with_the_certificates_that_dask_is_told_of(
    folder, made_here, certificates, scheduler_of
):
    address, worker = scheduler_of(**certificates)
    assert address.startswith("tls://")
    worker(**certificates)
    ran = trustbook("report", NEWEST, "--executor", address, cwd=folder, env=certificates)
    assert ran.returncode == 0, ran.stderr
    made = f"editions/{NEWEST}"
    assert outputs(folder / "_build", made) == outputs(made_here / "_build", made) != {}


def test_an_encrypted_connection_without_a_certificate_of_its_authority_is_refused_in_a_sentence(folder):
    ran = trustbook("report", "--executor", "tls://127.0.0.1:9", cwd=folder)
    assert ran.returncode == 1
    assert "no certificate says who tls://127.0.0.1:9 is" in ran.stderr
    assert "DASK_DISTRIBUTED__COMM__TLS__CA_FILE" in ran.stderr
    assert "Traceback" not in ran.stderr
