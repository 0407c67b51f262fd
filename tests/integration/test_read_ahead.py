"""What is copied from the warm server has the returns of the run, and reads again what has changed since."""

import subprocess
import sys

import pytest
from workspaces import copy_workspace

from trustbook.build import fork_server
from trustbook.config.workspace import Workspace

SCRIPT = """
import sys
from pathlib import Path

from trustbook.build import fork_server
from trustbook.core.period import Period

ROOT, OUT, FILE = map(Path, sys.argv[1:4])


def read():
    from unittest.mock import patch

    from trustbook.config.workspace import Workspace
    from trustbook.data import reader
    from trustbook.data.period_data import open_period

    with patch.object(reader, "rows_of", wraps=reader.rows_of) as parsed:
        data = open_period(sys.argv[4], workspace=Workspace(ROOT))
    names = [call.args[1] for call in parsed.call_args_list]
    OUT.write_text("\\n".join([str(int(data.current.forecast["variance_gbp"].iloc[0])), *names]))


if __name__ == "__main__":
    fork_server.start(ROOT, [Period.parse(each) for each in sys.argv[4:]])
    for _ in range(2):
        process = fork_server.launch(read)
        assert fork_server.wait(process) == 0
        print(OUT.read_text(), end="\\n--\\n")
        lines = FILE.read_text().splitlines()
        column = lines[0].split(",").index("variance_gbp_k")
        cells = lines[1].split(",")
        cells[column] = "4321"
        FILE.write_text("\\n".join([lines[0], ",".join(cells), *lines[2:]]) + "\\n")
"""


@pytest.mark.skipif(not fork_server.available(), reason="no forkserver on this platform")
def test_a_copy_parses_nothing_that_the_server_has_read_and_only_the_file_that_has_changed_since(tmp_path):
    place = Workspace(copy_workspace(tmp_path / "workspace"))
    period = str(place.newest())
    file = place.data / period / "forecast.csv"
    script = tmp_path / "script.py"
    script.write_text(SCRIPT, encoding="utf-8")
    command = [sys.executable, str(script), str(place.root), str(tmp_path / "out"), str(file), period]
    ran = subprocess.run(command, capture_output=True, text=True, check=False, cwd=place.root)
    assert ran.returncode == 0, ran.stderr
    first, second, _ = ran.stdout.split("\n--\n")
    others = [place.data / str(each) for each in place.year_until(place.newest()) if str(each) != period]
    not_asked_for = {place.shown(each) for folder in others for each in folder.glob("*.csv")}
    assert set(first.splitlines()[1:]) == not_asked_for
    assert second.splitlines()[0] == "4321000"
    assert set(second.splitlines()[1:]) == not_asked_for | {place.shown(file)}
