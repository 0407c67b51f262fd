"""The doctor on this machine, which runs these tests and therefore has all that is needed."""

import json
import subprocess
import sys


def test_this_machine_is_well_and_its_kernel_starts(tmp_path):
    command = [sys.executable, "-m", "trustbook", "doctor", "--json"]
    run = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", cwd=tmp_path, check=False)
    said = json.loads(run.stdout)
    assert (run.returncode, run.stderr) == (0, "")
    states = {each["name"]: each["state"] for each in said["found"]}
    assert {
        name: states[name] for name in ("Python", "packages", "kernel", "temporary files", "borrowed internals")
    } == {
        "Python": "ok",
        "packages": "ok",
        "kernel": "ok",
        "temporary files": "ok",
        "borrowed internals": "ok",
    }
    assert states["workspace"] == "without"  # there is none here, and that is no fault
