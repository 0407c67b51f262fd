"""A copy of the workspace uses what was made in the workspace itself, so that nothing is made twice by the tests."""

import pytest
from workspaces import ROOT, copy_workspace, with_what_is_made

from trustbook.build.cache_inputs import CacheInputs
from trustbook.config.workspace import Workspace


@pytest.mark.skipif(not (ROOT / "_build" / "cache").is_dir(), reason="nothing was made here: make report")
def test_what_was_made_in_the_workspace_has_the_same_keys_in_a_copy_of_it(tmp_path):
    copy = with_what_is_made(copy_workspace(tmp_path / "workspace"))
    here, there = CacheInputs(Workspace(ROOT)), CacheInputs(Workspace(copy))
    assert here.periods == there.periods != []
    for period in here.periods:
        assert there.gate(period).key == here.gate(period).key
        assert there.figures(period).key == here.figures(period).key
        for chapter in here.chapters:
            assert there.chapter(period, chapter).key == here.chapter(period, chapter).key
