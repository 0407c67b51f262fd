"""Walking each page with the Tab key: what has the focus can always be seen, and the way is that of the page."""

from pathlib import Path

import pytest
from walk import DESK, PHONE, go, looking

FOCUS = (Path(__file__).parent / "focus.js").read_text(encoding="utf-8")
MOST = 600


def steps(page):
    for _ in range(MOST):
        page.keyboard.press("Tab")
        at = page.evaluate(FOCUS)
        if at is None or at["again"]:
            return
        yield at
    raise AssertionError(f"more than {MOST} steps")


@pytest.mark.parametrize("mode", [DESK, PHONE], ids=str)
def test_the_focus_is_seen_and_goes_in_order(browser, server, names, mode):
    faults, walked = [], 0
    with looking(browser, mode) as context:
        page = context.new_page()
        for name in names:
            go(page, f"{server}/{name}")
            for at in steps(page):
                walked += 1
                wrong = {
                    "cannot be seen to have the focus": not at["outlined"],
                    "is not in the window": not at["inside"],
                    "is covered": at["covered"],
                    "goes back": not at["forwards"],
                }
                faults += [f"{name}: {at['label']} {what}" for what, holds in wrong.items() if holds]
    assert faults == []
    assert walked > 3 * len(names)
