"""Check that a suite's rule uses only allowed expectations, arguments and row conditions.

In: a rule as written in its file. Out: nothing, or a `RuleError` with what was found and what is allowed. A suite is
data: it must not run code, call another machine or read another file.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from keyword import iskeyword
from math import isfinite
from typing import Any

from trustbook.checks.safe_patterns import PatternError, require_quick
from trustbook.core.characters import excerpt

PARAMETERS = ("headings", "groups", "sources", "datasets", "below_zero")
"""The lists a `value_set` can refer to; the gate supplies them."""
_MOST_VALUES = 10_000
_MOST_CONDITIONS = 100
"""The limit of Great Expectations."""
_LONGEST = 200
_NAME = re.compile(r"[a-z_][a-z0-9_]{0,99}", re.ASCII)
_COMPARISONS = ("==", "!=", "<", "<=", ">", ">=")
_SETS = ("IN", "NOT_IN")
_CONDITION = 'the structured form, such as {"type": "comparison", "column": {"name": "unit"}, "operator": "==", ...}'


class RuleError(ValueError):
    """Report a part of a rule that is not allowed, and what is allowed."""

    def __init__(self, found: str, expected: str) -> None:
        super().__init__(found)
        self.found, self.expected = found, expected


def require_allowed(kind: str, arguments: Mapping[str, Any]) -> None:
    """Raise RuleError for an expectation, argument or value that a suite may not use."""
    allowed = _EXPECTATIONS.get(kind)
    if allowed is None:
        raise RuleError(f"the expectation '{excerpt(kind)}'", f"one of: {', '.join(_EXPECTATIONS)}")
    for name, value in arguments.items():
        if name not in allowed:
            raise RuleError(f"the argument '{excerpt(name)}'", f"one of: {', '.join(allowed)}")
        try:
            _ARGUMENTS[name](value)
        except RuleError as error:
            raise RuleError(f"{name}: {error.found}", error.expected) from None


def columns_of(arguments: Mapping[str, Any]) -> set[str]:
    """Return the columns that a rule's arguments name, including its condition."""
    named: set[str] = set()
    for argument in ("column", "column_A", "column_B", "column_list"):
        value = arguments.get(argument, [])
        named |= {value} if isinstance(value, str) else set(value)
    return named | set(_columns_of_condition(arguments.get("row_condition")))


def _columns_of_condition(condition: Any) -> Iterator[str]:
    if isinstance(condition, Mapping):
        if "column" in condition:
            yield str(condition["column"]["name"])
        for each in condition.get("conditions", ()):
            yield from _columns_of_condition(each)


def _shown(value: object) -> str:
    return excerpt(repr(value))


def _column(value: object) -> None:
    if not isinstance(value, str) or not _NAME.fullmatch(value) or iskeyword(value):
        raise RuleError(f"found {_shown(value)}", "the name of a column: small letters, digits and _")


def _columns(value: object) -> None:
    if not isinstance(value, list) or not 0 < len(value) <= _LONGEST:
        raise RuleError(f"found {_shown(value)}", "a list of columns")
    for each in value:
        _column(each)


def _truth(value: object) -> None:
    if not isinstance(value, bool):
        raise RuleError(f"found {_shown(value)}", "true or false")


def _is_number(value: object) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool) and isfinite(value)


def _bound(value: object) -> None:
    if value is not None and not _is_number(value):
        raise RuleError(f"found {_shown(value)}", "a number or null")


def _count(value: object) -> None:
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise RuleError(f"found {_shown(value)}", "a whole number")


def _part(value: object) -> None:
    if not _is_number(value) or not 0 <= float(str(value)) <= 1:
        raise RuleError(f"found {_shown(value)}", "a number from 0 to 1")


def _single(value: object) -> None:
    if isinstance(value, str):
        if len(value) > _LONGEST or "`" in value:
            raise RuleError(f"found {_shown(value)}", f"a text of at most {_LONGEST} characters, without `")
    elif not isinstance(value, bool) and not _is_number(value):
        raise RuleError(f"found {_shown(value)}", "a text or a number")


def _values(value: object) -> None:
    if isinstance(value, dict):
        if list(value) != ["$PARAMETER"] or value["$PARAMETER"] not in PARAMETERS:
            raise RuleError(f"found {_shown(value)}", f'{{"$PARAMETER": ...}} with one of: {", ".join(PARAMETERS)}')
        return
    if not isinstance(value, list) or len(value) > _MOST_VALUES:
        raise RuleError(f"found {_shown(value)}", f"a list of at most {_MOST_VALUES:,} values")
    for each in value:
        _single(each)


def _pattern(value: object) -> None:
    try:
        require_quick(value if isinstance(value, str) else "")
    except PatternError as error:
        allowed = "a pattern from ^ on, of letters, classes, groups and repeats whose end shows in what follows"
        raise RuleError(f"found {_shown(value)}: {error}", allowed) from None


def _one_of(*allowed: str) -> Callable[[object], None]:
    def check(value: object) -> None:
        if value not in allowed:
            raise RuleError(f"found {_shown(value)}", f"one of: {', '.join(allowed)}")

    return check


def _condition(value: object) -> None:
    if sum(1 for _ in _columns_of_condition(_checked(value, ("and", "or")))) > _MOST_CONDITIONS:
        raise RuleError("found too many conditions", f"at most {_MOST_CONDITIONS}")


def _checked(value: object, groups: tuple[str, ...]) -> object:
    """Check a condition that compares a column with a value; nesting follows Great Expectations' rules."""
    kind = value.get("type") if isinstance(value, dict) else None
    if isinstance(value, dict) and kind in ("comparison", "nullity", *groups):
        fields = {
            "comparison": {"type", "column", "operator", "parameter"},
            "nullity": {"type", "column", "is_null"},
        }.get(str(kind), {"type", "conditions"})
        if set(value) == fields:
            if "conditions" in fields:
                within = value["conditions"]
                if isinstance(within, list) and 0 < len(within) <= _MOST_CONDITIONS:
                    for each in within:
                        _checked(each, ("and",) if kind == "or" else ())
                    return value
            elif isinstance(value["column"], dict) and list(value["column"]) == ["name"]:
                _column(value["column"]["name"])
                if kind == "nullity":
                    _truth(value["is_null"])
                else:
                    _compared(value["operator"], value["parameter"])
                return value
    raise RuleError(f"found {_shown(value)}", _CONDITION)


def _compared(operator: object, parameter: object) -> None:
    _one_of(*_COMPARISONS, *_SETS)(operator)
    if operator not in _SETS:
        _single(parameter)
    elif not isinstance(parameter, list) or not 0 < len(parameter) <= _MOST_CONDITIONS:
        raise RuleError(f"found {_shown(parameter)}", f"a list of at most {_MOST_CONDITIONS} values for {operator}")
    else:
        for each in parameter:
            _single(each)
        if len({isinstance(each, str) for each in parameter}) > 1 or any(isinstance(each, bool) for each in parameter):
            raise RuleError(f"found {_shown(parameter)}", "texts only, or numbers only")


_ARGUMENTS: dict[str, Callable[[object], None]] = {
    **dict.fromkeys(("column", "column_A", "column_B"), _column),
    **dict.fromkeys(("column_list", "column_set"), _columns),
    **dict.fromkeys(("exact_match", "or_equal", "strict_min", "strict_max"), _truth),
    **dict.fromkeys(("min_value", "max_value", "sum_total"), _bound),
    "value": _count,
    "mostly": _part,
    "value_set": _values,
    "regex": _pattern,
    "row_condition": _condition,
    "ignore_row_if": _one_of(
        "neither", "never", "both_values_are_missing", "either_value_is_missing",
        "all_values_are_missing", "any_value_is_missing",
    ),
}  # fmt: skip

_LIMITS = ("min_value", "max_value", "strict_min", "strict_max")
_VALUES = ("column", "mostly", "row_condition")
_WHOLE = ("column", "row_condition")
_PAIR = ("column_A", "column_B", "ignore_row_if", "mostly", "row_condition")
_SEVERAL = ("column_list", "ignore_row_if", "mostly", "row_condition")
_EXPECTATIONS: dict[str, tuple[str, ...]] = {
    "expect_column_values_to_not_be_null": _VALUES,
    "expect_column_values_to_be_null": _VALUES,
    "expect_column_values_to_be_unique": _VALUES,
    "expect_column_values_to_be_in_set": (*_VALUES, "value_set"),
    "expect_column_values_to_not_be_in_set": (*_VALUES, "value_set"),
    "expect_column_values_to_be_between": (*_VALUES, *_LIMITS),
    "expect_column_value_lengths_to_be_between": (*_VALUES, *_LIMITS),
    "expect_column_value_lengths_to_equal": (*_VALUES, "value"),
    "expect_column_values_to_match_regex": (*_VALUES, "regex"),
    "expect_column_values_to_not_match_regex": (*_VALUES, "regex"),
    "expect_column_distinct_values_to_be_in_set": (*_WHOLE, "value_set"),
    "expect_column_distinct_values_to_contain_set": (*_WHOLE, "value_set"),
    "expect_column_distinct_values_to_equal_set": (*_WHOLE, "value_set"),
    "expect_column_unique_value_count_to_be_between": (*_WHOLE, *_LIMITS),
    "expect_column_min_to_be_between": (*_WHOLE, *_LIMITS),
    "expect_column_max_to_be_between": (*_WHOLE, *_LIMITS),
    "expect_column_sum_to_be_between": (*_WHOLE, *_LIMITS),
    "expect_column_mean_to_be_between": (*_WHOLE, *_LIMITS),
    "expect_column_median_to_be_between": (*_WHOLE, *_LIMITS),
    "expect_column_pair_values_a_to_be_greater_than_b": (*_PAIR, "or_equal"),
    "expect_column_pair_values_to_be_equal": _PAIR,
    "expect_compound_columns_to_be_unique": _SEVERAL,
    "expect_select_column_values_to_be_unique_within_record": _SEVERAL,
    "expect_multicolumn_sum_to_equal": (*_SEVERAL, "sum_total"),
    "expect_table_columns_to_match_set": ("column_set", "exact_match"),
    "expect_table_column_count_to_be_between": _LIMITS,
    "expect_table_row_count_to_be_between": (*_LIMITS, "row_condition"),
    "expect_table_row_count_to_equal": ("value", "row_condition"),
}
"""Expectations that read one table only, each with the arguments a suite may give it."""

WORDS: dict[str, str] = {
    "expect_column_values_to_not_be_null": "filled",
    "expect_column_values_to_be_null": "empty",
    "expect_column_values_to_be_unique": "unique",
    "expect_column_values_to_be_in_set": "in_set",
    "expect_column_values_to_not_be_in_set": "not_in_set",
    "expect_column_values_to_be_between": "in_range",
    "expect_column_value_lengths_to_be_between": "length_in_range",
    "expect_column_value_lengths_to_equal": "length",
    "expect_column_values_to_match_regex": "form",
    "expect_column_values_to_not_match_regex": "other_form",
    "expect_column_distinct_values_to_be_in_set": "all_in_set",
    "expect_column_distinct_values_to_contain_set": "holds_set",
    "expect_column_distinct_values_to_equal_set": "equals_set",
    "expect_column_unique_value_count_to_be_between": "distinct_in_range",
    "expect_column_min_to_be_between": "least_in_range",
    "expect_column_max_to_be_between": "most_in_range",
    "expect_column_sum_to_be_between": "sum_in_range",
    "expect_column_mean_to_be_between": "mean_in_range",
    "expect_column_median_to_be_between": "median_in_range",
    "expect_column_pair_values_a_to_be_greater_than_b": "above",
    "expect_column_pair_values_to_be_equal": "equal_to",
    "expect_compound_columns_to_be_unique": "unique_line",
    "expect_select_column_values_to_be_unique_within_record": "differ_in_line",
    "expect_multicolumn_sum_to_equal": "line_sum",
    "expect_table_columns_to_match_set": "columns",
    "expect_table_column_count_to_be_between": "columns_in_range",
    "expect_table_row_count_to_be_between": "lines_in_range",
    "expect_table_row_count_to_equal": "lines",
}
"""The last word of each expectation's finding code; it stays if Great Expectations renames the expectation."""
