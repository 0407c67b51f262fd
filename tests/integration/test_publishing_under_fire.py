"""Publishing while it is killed, while the disk fills, at once with another, under any umask; and tampering.

A part of the long run (`python tests/publishing`), in a process of its own: it copies itself, and has no threads.
"""

import json
import subprocess
import sys
from pathlib import Path

import pytest

LONG_RUN = Path(__file__).parents[1] / "publishing"

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="it copies its process, and looks into /proc")


@pytest.mark.parametrize(
    ("name", "least"),
    [("instants", 6), ("disk", 5), ("commands", 1), ("races", 2), ("umasks", 2), ("bytes", 100), ("tampering", 20)],
)
def test_what_is_published_stays_whole(name, least, ready_to_publish, tmp_path):
    told = tmp_path / "told.json"
    asked = [sys.executable, str(LONG_RUN), "--few", "--only", name, "--ready", str(ready_to_publish)]
    ran = subprocess.run([*asked, "--json", str(told)], capture_output=True, text=True, check=False, timeout=900)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    trials = json.loads(told.read_text())
    assert sum(each["count"] for each in trials) >= least
    assert [each["failed"] for each in trials if each["failed"]] == []
