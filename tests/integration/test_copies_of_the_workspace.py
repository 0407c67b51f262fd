"""A copy of the workspace uses what was made in the workspace itself, so that nothing is made twice by the tests."""

import pytest
from workspaces import ROOT, copy_workspace, made_at_this_commit, with_what_is_made

from trustbook.build.cache_inputs import CacheInputs
from trustbook.config.workspace import Workspace
from trustbook.revisions.identity import commit_of_library, in_short


@pytest.mark.skipif(not (ROOT / "_build" / "cache").is_dir(), reason="nothing was made here: make report")
def test_what_was_made_in_the_workspace_has_the_same_keys_in_a_copy_of_it(tmp_path):
    if not made_at_this_commit(ROOT / "_build" / "site"):
        pytest.skip("what was made here is of another commit: make report")
    copy = with_what_is_made(copy_workspace(tmp_path / "workspace"))
    here, there = CacheInputs(Workspace(ROOT)), CacheInputs(Workspace(copy))
    assert here.periods == there.periods != []
    for period in here.periods:
        assert there.gate(period).key == here.gate(period).key
        assert there.figures(period).key == here.figures(period).key
        for chapter in here.chapters:
            assert there.chapter(period, chapter).key == here.chapter(period, chapter).key


@pytest.mark.parametrize(
    ("commits", "usable"), [((), False), (("this", "this"), True), (("this", "0123456789ab"), False)], ids=str
)
def test_what_was_made_is_used_where_each_edition_names_this_commit(tmp_path, commits, usable):
    this = in_short(commit_of_library())
    if not this:
        pytest.skip("nobody knows the commit of this library")
    for number, commit in enumerate(commits):
        page = tmp_path / str(number) / "book" / "methods.html"
        page.parent.mkdir(parents=True)
        page.write_text(f"made by trustbook (commit <code>{commit.replace('this', this)}</code>)", encoding="utf-8")
    assert made_at_this_commit(tmp_path) is usable
