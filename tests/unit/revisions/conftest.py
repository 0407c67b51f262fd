"""A made-up revision: its record, and a bag that can be put in its place."""

from __future__ import annotations

import json
from contextlib import contextmanager

import pytest

from trustbook.core.period import Period
from trustbook.revisions.bag import write_bag
from trustbook.revisions.model import Library, Person, Revision
from trustbook.revisions.store import put, revisions_of

PERIOD = Period.parse("2030-31-P04")
STATE, OTHER_STATE = "a" * 64, "b" * 64
ANN = Person("Ann Example", "ann@example.org", "git")
FIGURES = {"forecast.variance": {"value": 731, "unit": "gbp_k", "label": "Variance"}}


def made_record(**changes):
    values = {
        "period": str(PERIOD),
        "number": 1,
        "published_on": "2030-08-20",
        "published_at": "2030-08-20T09:30:00Z",
        "by": ANN,
        "reason": "First publication",
        "notice": "",
        "state": STATE,
        "library": Library("0.1.0", "c" * 40, "d" * 64, "3.11.7", ("pandas==3.0.1",), ""),
        "chromium": "",
        "acknowledged": {},
        "approvals": (),
        "overridden": "",
        "meeting": None,
        "previous": "",
    }
    return Revision(**(values | changes))


def fill(folder, record, page="A page", figures=None):
    """Make a bag of a revision with one page."""
    for name, text in {
        "data/edition/index.html": page,
        "data/edition/chapters/savings.html": "Savings",
        "data/inputs/params/trust.yaml": "trust: {}\n",
        "data/results/metrics.json": json.dumps(FIGURES if figures is None else figures),
        "revision.json": record.as_json(),
    }.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    write_bag(folder, {"Bagging-Date": record.published_on, "Source-Organization": "Synthetic Trust"})


@pytest.fixture
def record():
    return made_record


@pytest.fixture
def bag(tmp_path):
    """A whole bag."""
    folder = tmp_path / "bag"
    folder.mkdir()
    fill(folder, made_record())
    return folder


@pytest.fixture
def new_bag(tmp_path):
    """Make a bag that is the next revision of the period in a workspace, and say which number it has."""

    @contextmanager
    def make(root=tmp_path, name=".new-one", **parts):
        before = revisions_of(root, PERIOD)
        previous = before[-1].tagmanifest_digest if before else ""
        folder = root / "published" / str(PERIOD) / name
        folder.mkdir(parents=True)
        fill(folder, made_record(number=len(before) + 1, previous=previous), **parts)
        yield folder, len(before) + 1

    return make


@pytest.fixture
def publish(tmp_path, new_bag):
    """Publish a further revision of the period in a workspace."""

    def one(root=tmp_path, **parts):
        with new_bag(root, **parts) as (folder, number):
            return put(root, folder, PERIOD, number)

    return one
