"""Cache what Great Expectations computes repeatedly while it validates a frame.

Out: a context manager to validate in. Results are the same: rules and frames do not change during validation, and one
thread validates. Whatever this version does not have to replace (`core/borrowed.py`) is left as it is.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pandas as pd

from trustbook.checks import gx_import  # noqa: F401  must import Great Expectations first
from trustbook.core.borrowed import CONFIGURATION, ROW_CONDITION, Borrowed


@contextmanager
def without_repetition() -> Iterator[None]:
    """Compute each rule's configuration once, and filter rows once per condition."""
    with (
        _replaced(CONFIGURATION, lambda theirs: property(_kept_by_first(theirs.fget))),
        _replaced(ROW_CONDITION, _kept_by_condition),
    ):
        yield


@contextmanager
def _replaced(borrowed: Borrowed, by: Callable[[Any], Any]) -> Iterator[None]:
    theirs = borrowed.get()
    if theirs is None:
        yield
        return
    owner, name = borrowed.owner
    setattr(owner, name, by(theirs))
    try:
        yield
    finally:
        setattr(owner, name, theirs)


def _kept_by_first(work_out: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """Cache by object: a rule's configuration is otherwise built about 70 times."""
    made: dict[int, tuple[Any, Any]] = {}

    def kept(of: Any) -> Any:
        if id(of) not in made:
            made[id(of)] = of, work_out(of)  # keeping `of` too stops its id being reused
        return made[id(of)][1]

    return kept


def _kept_by_condition(choose: Callable[..., pd.DataFrame]) -> Callable[..., pd.DataFrame]:
    """Cache by condition: it is otherwise parsed, and its rows filtered, for each metric of a rule."""
    chosen: dict[tuple[int, str, str], tuple[pd.DataFrame, pd.DataFrame]] = {}

    def kept(engine: Any, data: pd.DataFrame, row_condition: Any, domain_kwargs: dict[str, Any]) -> pd.DataFrame:
        key = id(data), _whole(row_condition), str(domain_kwargs.get("condition_parser"))
        if key not in chosen:
            chosen[key] = data, choose(engine, data, row_condition, domain_kwargs)
        return chosen[key][1]

    return kept


def _whole(condition: Any) -> str:
    """Serialise a condition. Its own text confuses 1 with "1", and two texts with one that has a comma."""
    values = condition.dict() if hasattr(condition, "dict") else condition
    return json.dumps(values, sort_keys=True, default=repr)
