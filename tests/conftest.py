"""Which tests stay together when several processes share the suite: those that share a built site, else each file."""

import asyncio
import os
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from xdist.scheduler import LoadScopeScheduling

TOGETHER = {
    "browser": "browser",
    **dict.fromkeys(
        (
            "test_only_what_changed.py",
            "test_pages.py",
            "test_plain_english.py",
            "test_policy.py",
            "test_report.py",
            "test_downloads_of_a_site.py",
            "test_tie_out_of_the_papers.py",
        ),
        "the site of every period",
    ),
    **dict.fromkeys(
        (
            "test_cluster.py",
            "test_distributed.py",
            "test_published_files.py",
            "test_build_alone.py",
            "test_killed_runs.py",
            "test_ctrl_c.py",
            "test_what_processes_are_given.py",
        ),
        "the small workspaces",
    ),
    **dict.fromkeys(
        (
            "test_publishing.py",
            "test_publishing_under_fire.py",
            "test_rebuild.py",
            "test_forged_revisions.py",
        ),
        "what is published",
    ),
}
"""Folders and files of tests that build the same thing: once, in one process."""


class Together(LoadScopeScheduling):
    """Gives each process one group of tests after another."""

    def _split_scope(self, nodeid: str) -> str:
        file = Path(nodeid.split("::")[0])
        return TOGETHER.get(file.parent.name) or TOGETHER.get(file.name) or str(file)


def pytest_xdist_auto_num_workers(config: pytest.Config) -> int | None:
    """Have one process more than cores for `--numprocesses auto`: tests that start processes wait for them."""
    return (os.cpu_count() or 1) + 1 if config.option.numprocesses == "auto" else None


def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Together | None:
    """Have groups where the command line asks for groups."""
    return Together(config, log) if config.getvalue("dist") == "loadscope" else None


def pytest_configure() -> None:
    """Hear Ctrl-C, and have commands that tests start hear it, where a shell began all this in the background."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(scope="module", autouse=True)
def _no_event_loop_outlives_its_module() -> Iterator[None]:
    """A browser that stays open is an event loop that runs, and the next module in this process could start none."""
    yield
    try:
        left = asyncio.get_running_loop()
    except RuntimeError:
        return
    raise AssertionError(f"This module's tests left an event loop running: {left}. Close what opened it.")
