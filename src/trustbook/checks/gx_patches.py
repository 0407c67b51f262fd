"""Great Expectations without repetition: what it works out again and again while it validates a frame, worked out once.

Out: a context to validate in. The results are the same. Rules and frames are not changed while they are validated, and
one thread validates.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pandas as pd

from trustbook.checks.gx_import import Expectation, ExpectationConfiguration, PandasExecutionEngine, id_dict

_PLAIN = (str, int, bool, type(None))


@contextmanager
def each_once() -> Iterator[None]:
    """Have rules state their configurations once, conditions choose rows once, and metrics be numbered quickly."""
    with (
        _replaced(Expectation, "configuration", lambda before: property(_by_first(before.fget))),
        _replaced(ExpectationConfiguration, "to_domain_obj", _by_first),
        _replaced(PandasExecutionEngine, "_apply_row_condition_filter", _choosing),
        _replaced(id_dict, "convert_to_json_serializable", _plainly),
    ):
        yield


@contextmanager
def _replaced(owner: Any, name: str, by: Callable[[Any], Any]) -> Iterator[None]:
    before = vars(owner)[name]
    setattr(owner, name, by(before))
    try:
        yield
    finally:
        setattr(owner, name, before)


def _by_first(anew: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """It makes a rule's configuration anew each of 70 times that it asks, and of the configuration the rule 8 times."""
    made: dict[int, tuple[Any, Any]] = {}

    def once(of: Any) -> Any:
        if id(of) not in made:
            made[id(of)] = of, anew(of)  # what it is made of is kept too, so that nothing else has its number
        return made[id(of)][1]

    return once


def _choosing(anew: Callable[..., pd.DataFrame]) -> Callable[..., pd.DataFrame]:
    """It parses the condition of a rule, and chooses the rows, for each of the rule's metrics."""
    chosen: dict[tuple[int, str, str], tuple[pd.DataFrame, pd.DataFrame]] = {}

    def once(engine: Any, data: pd.DataFrame, row_condition: Any, domain_kwargs: dict[str, Any]) -> pd.DataFrame:
        key = id(data), _whole(row_condition), str(domain_kwargs.get("condition_parser"))
        if key not in chosen:
            chosen[key] = data, anew(engine, data, row_condition, domain_kwargs)
        return chosen[key][1]

    return once


def _whole(condition: Any) -> str:
    """All that a condition says. Its own text does not tell 1 from "1", or two texts from one with a comma."""
    values = condition.dict() if hasattr(condition, "dict") else condition
    return json.dumps(values, sort_keys=True, default=repr)


def _plainly(anew: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """It looks at 20 kinds of thing before it comes to None, for the arguments of every metric."""

    def quickly(data: Any) -> Any:
        if isinstance(data, _PLAIN):
            return data
        if isinstance(data, dict):
            return {str(key): quickly(value) for key, value in data.items()}
        if type(data) in (list, tuple):
            return [quickly(value) for value in data]
        return anew(data)

    return quickly
