"""Great Expectations without repetition: what it works out again and again while it validates a frame, worked out once.

Out: a context to validate in. The results are the same. Rules and frames are not changed while they are validated, and
one thread validates. What is not there to be replaced (`core/borrowed.py`) is left, and works as it does by itself.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pandas as pd

from trustbook.checks import gx_import  # noqa: F401  it must be the first to import Great Expectations
from trustbook.core.borrowed import CONFIGURATION, ROW_CONDITION, Borrowed


@contextmanager
def without_repetition() -> Iterator[None]:
    """Have each rule state its configuration once, and each condition choose its rows once."""
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
    """It makes a rule's configuration anew each of 70 times that it asks."""
    made: dict[int, tuple[Any, Any]] = {}

    def kept(of: Any) -> Any:
        if id(of) not in made:
            made[id(of)] = of, work_out(of)  # what it is made of is kept too, so that nothing else has its number
        return made[id(of)][1]

    return kept


def _kept_by_condition(choose: Callable[..., pd.DataFrame]) -> Callable[..., pd.DataFrame]:
    """It parses the condition of a rule, and chooses the rows, for each of the rule's metrics."""
    chosen: dict[tuple[int, str, str], tuple[pd.DataFrame, pd.DataFrame]] = {}

    def kept(engine: Any, data: pd.DataFrame, row_condition: Any, domain_kwargs: dict[str, Any]) -> pd.DataFrame:
        key = id(data), _whole(row_condition), str(domain_kwargs.get("condition_parser"))
        if key not in chosen:
            chosen[key] = data, choose(engine, data, row_condition, domain_kwargs)
        return chosen[key][1]

    return kept


def _whole(condition: Any) -> str:
    """All that a condition says. Its own text does not tell 1 from "1", or two texts from one with a comma."""
    values = condition.dict() if hasattr(condition, "dict") else condition
    return json.dumps(values, sort_keys=True, default=repr)
