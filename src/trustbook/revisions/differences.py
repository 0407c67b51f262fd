"""Compare the headline figures of two revisions, figure by figure.

In: two `metrics.json`, as `Kept.metrics` reads them. Out: each figure that is another, was not there, or is gone.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Context, Decimal
from typing import Any

from trustbook.core.characters import excerpt
from trustbook.core.errors import PublishError
from trustbook.core.formatting import MINUS, NOT_REPORTED, in_pounds
from trustbook.core.units import in_points, in_pounds_of, unit, write
from trustbook.revisions.canonical import hidden_character, values_in

NO_SUCH_FIGURE = "no such figure"
_MOST_PLACES = 17
_FEW_DIGITS = 2
"""How many digits a change of a share has that one place of a per cent does not show."""
_NOT_NOUGHT = re.compile("[1-9]")
Value = float | int | None


@dataclass(frozen=True)
class FigureChange:
    """A figure that is not what it was."""

    name: str
    label: str
    unit: str
    """Its unit now, or the last that it had."""
    old: Value
    new: Value
    old_absent: str = ""
    """The word in the place of the old value if there is none: `not reported`, `no such figure`."""
    new_absent: str = ""
    old_unit: str = ""
    """Its unit before, if that was another one."""

    @property
    def old_written(self) -> str:
        """The old value as a page shows it, or the word in its place."""
        return self._written[0]

    @property
    def new_written(self) -> str:
        """The new value as a page shows it, or the word in its place."""
        return self._written[1]

    @property
    def difference(self) -> str:
        """`up £0.731m`, `down 1.2 percentage points`; empty where one of them is no figure, or has another unit."""
        if self.old is None or self.new is None or self.old_unit:
            return ""
        change = _exact(self.new) - _exact(self.old)
        if self.unit != "share":
            size = _finest(abs(change), self.unit)
        elif in_points(change) == in_points(Decimal(0)):
            size = f"{_plain(Context(_FEW_DIGITS).plus(abs(change) * 100))} percentage points"
        else:
            size = in_points(change)
        return f"{'up' if change > 0 else 'down'} {size}"

    @property
    def _written(self) -> tuple[str, str]:
        """Both values, with as many digits as it takes to see that they differ."""
        if self.old is None or self.new is None or self.old_unit:
            old = self.old_absent if self.old is None else _finest(_exact(self.old), self.old_unit or self.unit)
            return old, self.new_absent if self.new is None else _finest(_exact(self.new), self.unit)
        one, other = _exact(self.old), _exact(self.new)
        for write_it in _ways(self.unit):
            old, new = write_it(one), write_it(other)
            if old != new:
                return old, new
        return _in_full(one, self.unit), _in_full(other, self.unit)


def changed_figures(old: Mapping[str, Any], new: Mapping[str, Any]) -> list[FigureChange]:
    """List the figures that changed, in the order of the newer; then those that are gone, in the order of the older."""
    found = []
    for name in dict.fromkeys([*new, *old]):
        before, now = old.get(name), new.get(name)
        if _compared(before) == _compared(now):
            continue
        shown = now if now is not None else before or {}
        other = "" if before is None or now is None or before["unit"] == now["unit"] else str(before["unit"])
        found.append(
            FigureChange(
                name=name,
                label=str(shown["label"]),
                unit=str(shown["unit"]),
                old=None if before is None else before["value"],
                new=None if now is None else now["value"],
                old_absent=_absent(before),
                new_absent=_absent(now),
                old_unit=other,
            )
        )
    return found


def figures_in(content: bytes, file: str) -> dict[str, dict[str, Any]]:
    """Read a `metrics.json`: figures by name, each with value, unit and label. Raises PublishError naming the file."""
    try:
        values = values_in(content)
    except ValueError as error:
        raise _no_figures(str(error), file) from None
    if not isinstance(values, dict):
        raise _no_figures("it is no mapping", file)
    hidden = hidden_character(values)
    if hidden is not None:
        raise _no_figures(f"it has the character {hidden}", file)
    for name, figure in values.items():
        if not _is_figure(figure):
            raise _no_figures(f"'{excerpt(name)}' is no figure with a value, a unit and a label", file)
    return values


def _is_figure(figure: Any) -> bool:
    if not isinstance(figure, dict) or not {"value", "unit", "label"} <= {*figure}:
        return False
    value, words = figure["value"], (figure["unit"], figure["label"], figure.get("absent", ""))
    is_number = isinstance(value, (int, float)) and not isinstance(value, bool)
    return (value is None or (is_number and abs(value) < float("inf"))) and all(isinstance(each, str) for each in words)


def _no_figures(problem: str, file: str) -> PublishError:
    return PublishError(
        f"it has no headline figures that can be read ({excerpt(problem)})",
        file=file,
        expected="the file as it was published",
        mend="Restore it from a copy or from the repository.",
    )


def _compared(figure: Mapping[str, Any] | None) -> tuple[Any, ...] | None:
    if figure is None:
        return None
    value = figure["value"]
    return (None if value is None else _exact(value), figure["unit"], _absent(figure))


def _absent(figure: Mapping[str, Any] | None) -> str:
    if figure is None:
        return NO_SUCH_FIGURE
    return "" if figure["value"] is not None else str(figure.get("absent") or NOT_REPORTED)


def _exact(value: float | int) -> Decimal:
    return Decimal(str(value))


def _plain(value: Decimal) -> str:
    return f"{value.normalize():,f}"


def _in_full(value: Decimal, name: str) -> str:
    """Write a value with all its digits: `£100.0004k`."""
    known = unit(name)
    return f"{MINUS if value < 0 else ''}{known.before}{_plain(abs(value) / known.shown)}{known.after}"


def _finest(value: Decimal, name: str) -> str:
    """Write a value with the fewest digits that do not make it nought."""
    for write_it in _ways(name):
        written = write_it(value)
        if not value or _NOT_NOUGHT.search(written):
            return written
    return _in_full(value, name)


def _ways(name: str) -> Iterator[Callable[[Decimal], str]]:
    """Yield ways to write a value in a unit, each with more digits than the one before."""
    yield lambda value: write(value, name)
    if unit(name).base == "gbp":
        yield lambda value: in_pounds(in_pounds_of(value, name))
    elif not unit(name).before:
        yield from (lambda value, places=places: write(value, name, places) for places in range(1, _MOST_PLACES))
