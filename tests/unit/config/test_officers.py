"""Those who are responsible are shown by name, by role or not at all."""

import pandas as pd
import pytest

from trustbook.config.officers import NO_ROLE, Officers, shown
from trustbook.config.settings import Settings
from trustbook.config.settings_files import validated
from trustbook.core.errors import WorkspaceError

CELLS = pd.Series(["Ann; Bob", "Bob", None, "TBC"])
ROLES = {"Ann": "Director of Care"}


@pytest.mark.parametrize(
    ("how", "cells"),
    [
        (Officers.NAMES, ["Ann; Bob", "Bob", None, "TBC"]),
        (Officers.ROLES, [f"Director of Care; {NO_ROLE}", NO_ROLE, None, "TBC"]),
        (Officers.NONE, [None, None, None, "TBC"]),
    ],
)
def test_officers_are_shown_as_the_settings_say(how, cells):
    found = shown(CELLS, how, ROLES)
    assert [None if pd.isna(each) else each for each in found] == cells


def test_a_download_says_that_a_name_is_not_shown():
    assert list(shown(CELLS, Officers.NONE, ROLES, "not shown").dropna()) == ["not shown", "not shown", "TBC"]


def test_names_are_shown_unless_the_settings_say_otherwise_and_another_word_is_refused(trust_settings):
    assert validated(trust_settings, Settings, "params/trust.yaml").officers is Officers.NAMES
    trust_settings["officers"] = "initials"
    with pytest.raises(WorkspaceError) as refused:
        validated(trust_settings, Settings, "params/trust.yaml")
    for part in ("params/trust.yaml", "officers", "names", "roles", "none"):
        assert part in str(refused.value)
