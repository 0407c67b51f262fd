"""What killed runs left is swept by the next run, and nothing else is."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from trustbook.build.leftovers import sweep

TAKE = """
import sys, tempfile
from trustbook.core.temporary import take
place = take()
tempfile.mkstemp()
print(place, flush=True)
sys.stdin.read()
"""
LEFT = (
    ".site.new/index.html",
    "findings/.abcd1234.part",
    "metrics/.x_y1234z.part",
    "chapters/2030-31-P03/.abcd1234.part",
    "failed/2030-31-P03/.abcd1234.part",
    "downloads/.2030-31-P03.new/x.csv",
    "editions/.2030-31-P03.new/index.html",
    "editions/.2030-31-P04.old/index.html",
    "books/2030-31-P03/book/x.md",
)
STAYS = (
    ".lock",
    "site/index.html",
    "site/.nojekyll",
    "editions/2030-31-P03/index.html",
    "editions/2030-31-P04/index.html",
    "editions/2030-31-P03/.x.part",
    "findings/2030-31-P03.json",
    "chapters/2030-31-P03/one.ipynb",
    "cache/state.json",
    "cache/files/ab/.abcd1234.part",
    "downloads/2030-31-P03/x.new",
    "failed/2030-31-P03/one.ipynb",
)


def files(folder):
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


@pytest.fixture
def build(tmp_path):
    for name in (*LEFT, *STAYS):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(name)
    return tmp_path


def test_what_a_killed_run_left_goes_and_what_was_made_stays(build):
    sweep(build)
    assert files(build) == sorted(STAYS)
    sweep(build)
    assert files(build) == sorted(STAYS)


def test_a_half_written_file_in_a_cache_goes_when_it_can_be_nobodys_any_more(build):
    old = build / "cache" / "records" / "ab" / ".abcd1234.part"
    old.parent.mkdir(parents=True)
    old.touch()
    os.utime(old, (1, 1))
    sweep(build)
    assert not old.exists()
    assert (build / "cache/files/ab/.abcd1234.part").exists()


def test_the_last_good_site_moved_aside_by_a_killed_run_is_put_back(build):
    (build / "site").rename(build / ".site.old")
    sweep(build)
    assert (build / "site" / "index.html").read_text() == "site/index.html"


@pytest.fixture
def temporary():
    with tempfile.TemporaryDirectory(prefix="tb-", dir="/tmp" if os.name == "posix" else None) as folder:
        yield Path(folder)


def taking(temporary):
    variables = os.environ | dict.fromkeys(("TMPDIR", "TEMP", "TMP"), str(temporary))
    process = subprocess.Popen(
        [sys.executable, "-c", TAKE], env=variables, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    return process, Path(process.stdout.readline().strip())


def end(process, *, kill=False):
    if kill:
        process.kill()
    process.communicate(timeout=30)


def test_temporary_files_go_with_their_command_and_those_of_a_killed_one_with_the_next(temporary):
    living, one = taking(temporary)
    killed, other = taking(temporary)
    assert one != other
    assert one.parent == other.parent
    assert len(list(other.iterdir())) == 2
    end(killed, kill=True)
    assert other.exists()
    third, _ = taking(temporary)
    assert not other.exists()
    assert len(list(one.iterdir())) == 2
    end(third)
    end(living)
    assert files(temporary) == [f"{one.parent.name}/.lock"]


@pytest.mark.skipif(os.name != "posix", reason="modes of folders")
@pytest.mark.parametrize("trap", ["open to all", "a link", "a file"])
def test_a_folder_that_somebody_else_has_laid_out_is_not_used(temporary, trap):
    place = temporary / f"tb-{os.getuid()}"
    if trap == "open to all":
        place.mkdir()
        place.chmod(0o777)
    elif trap == "a link":
        (temporary / "elsewhere").mkdir(mode=0o700)
        place.symlink_to("elsewhere")
    else:
        place.touch()
    process, folder = taking(temporary)
    end(process)
    assert str(folder) == "None"


def test_no_folder_is_taken_where_a_socket_could_not_be_made_in_it(temporary):
    deep = temporary / ("x" * 80)
    deep.mkdir()
    process, folder = taking(deep)
    end(process)
    assert str(folder) == "None"
