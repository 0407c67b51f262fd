"""A file is named only where its whole name stands, whatever stands around it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trustbook.site.unused_assets import unreferenced

NAMES = ("a.js", "b.js", "ab.js", "a.js.map", "x.css", "LICENSE", "é.js", "a b.js", "@1.css", ".js")
PARTS = st.sampled_from((*NAMES, *'ab._-@+ "/\n()?é', ".js", ".css", ".map"))
INSIDE_NAMES = set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_@+-")


def stands(name: str, text: str) -> bool:
    """Look at every place where the name is: what is before and after it must be no part of a name."""
    for begins in (at for at in range(len(text)) if text.startswith(name, at)):
        before, after = text[begins - 1 : begins] if begins else "", text[begins + len(name) :]
        longer = after[:1] in INSIDE_NAMES or (after[:1] == "." and after[1:2] in INSIDE_NAMES - {*"@+-"})
        if before not in INSIDE_NAMES | {"."} and not (after and longer):
            return True
    return False


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    place = tmp_path_factory.mktemp("book")
    (place / "_static").mkdir()
    for name in NAMES:
        (place / "_static" / name).touch()
    return place


@given(st.lists(PARTS, max_size=12).map("".join))
def test_a_file_is_found_unless_a_page_names_it_in_full(folder, text):
    (folder / "page.html").write_text(text, encoding="utf-8")
    found = {file.name for file in unreferenced(folder)}
    assert found == {name for name in NAMES if not stands(name, text)}


def test_a_longer_name_does_not_name_the_shorter_one_inside_it(folder):
    (folder / "page.html").write_text('<script src="_static/ab.js">', encoding="utf-8")
    assert {"a.js", "b.js", ".js"} <= {file.name for file in unreferenced(folder)}
    assert "ab.js" not in {file.name for file in unreferenced(folder)}
