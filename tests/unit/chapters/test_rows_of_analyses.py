"""The rows that analyses hand on are numbered in the order in which they are shown."""

from collections.abc import Iterator
from dataclasses import fields, is_dataclass

import pandas as pd
import pytest

from looked_at import some
from trustbook.config.discovery import in_every_chapter

BY_LINE = {"programme.projects", "workforce_agency.vacancy_facts"}
"""These keep the numbers of their lines in the return."""
ANALYSES = {name: module for name, module in in_every_chapter("analysis").items() if hasattr(module, "analyse")}


def frames(value, name) -> Iterator[tuple[str, pd.DataFrame]]:
    if isinstance(value, pd.DataFrame):
        yield name, value
    elif is_dataclass(value):
        for each in fields(value):
            yield from frames(getattr(value, each.name), f"{name}.{each.name}")
    elif isinstance(value, tuple | list):
        for each in value:
            yield from frames(each, name)


@pytest.mark.parametrize("made_up", [True, False])
@pytest.mark.parametrize("chapter", sorted(ANALYSES))
def test_rows_are_numbered_from_nought_in_their_order(chapter, made_up, synthetic_data, real_data):
    data = synthetic_data() if made_up else real_data("2023-24-P11")
    found = list(frames(ANALYSES[chapter].analyse(data), chapter))
    numbered = {name: list(each.index) for name, each in found if name not in BY_LINE}
    assert numbered == {name: list(range(len(each))) for name, each in found if name not in BY_LINE}


def test_most_chapters_hand_rows_on(real_data):
    data = real_data("2023-24-P11")
    handed = [name for name, module in ANALYSES.items() if list(frames(module.analyse(data), name))]
    assert len(some(handed)) > 8
