"""A report is the same without anything that is borrowed of other libraries: some are hidden at a time.

What hides is in `hiding/`: libraries as they would be if a later version of them had other names.
"""

import os
import sys
from pathlib import Path

import pytest
from small_workspaces import NEWEST, outputs, small_workspace
from workspaces import trustbook

from trustbook.build import fork_server
from trustbook.core.borrowed import (
    ALL,
    CONFIGURATION,
    DEBUGGER,
    FOREIGN_PICKLES,
    IMPORT_LOCK,
    KERNEL,
    LIGHT_IMPORT,
    OF_EDITIONS,
    QUOTES,
    ROW_CONDITION,
    START_OF_SERVER,
    START_OF_TRACKER,
)

HIDING = Path(__file__).parent / "hiding"
AT_ONCE = (
    (*OF_EDITIONS, QUOTES, CONFIGURATION),
    (ROW_CONDITION, KERNEL),
    (LIGHT_IMPORT, DEBUGGER, IMPORT_LOCK),
    (START_OF_SERVER, START_OF_TRACKER),
)
"""None of a group keeps another of it from being reached. `tests/unit/core` hides each alone."""


def reported(folder, *hidden):
    small_workspace(folder)
    path = os.pathsep.join([str(HIDING), *filter(None, [os.environ.get("PYTHONPATH")])])
    places = " ".join(each.place for each in hidden)
    ran = trustbook(*("report", NEWEST, "--why"), cwd=folder, env={"PYTHONPATH": path, "TRUSTBOOK_TEST_HIDES": places})
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert "Traceback" not in ran.stderr
    return ran.stdout, outputs(folder / "_build")


@pytest.fixture(scope="module")
def with_all(tmp_path_factory):
    said, made = reported(tmp_path_factory.mktemp("with-all") / "workspace")
    assert not [each for each in ALL if str(each) in said]
    return made


@pytest.mark.skipif(not fork_server.available(), reason="no forkserver on this platform")
@pytest.mark.parametrize("hidden", AT_ONCE, ids=lambda hidden: hidden[0].place)
def test_a_report_is_the_same_without_it_and_says_so(hidden, with_all, tmp_path):
    said, made = reported(tmp_path / "workspace", *hidden)
    assert [each.place for each in ALL if str(each) in said] == [each.place for each in ALL if each in hidden]
    assert made.keys() == with_all.keys()
    assert [path for path, content in made.items() if content != with_all[path]] == []


def test_each_is_hidden_with_others():
    assert {each for group in AT_ONCE for each in group} == set(ALL) - {FOREIGN_PICKLES}


def test_a_cluster_of_others_is_refused_where_what_it_sends_cannot_be_read_safely(monkeypatch):
    from trustbook.core.errors import WorkerError
    from trustbook.pipeline.distributed.unpickling import inert

    monkeypatch.delattr(sys.modules["distributed.protocol.pickle"], "pickle")
    with pytest.raises(WorkerError, match="in a way that is not known here"), inert():
        pass
