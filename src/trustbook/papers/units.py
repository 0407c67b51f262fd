"""Find the unit and scale of each column: from its heading, its cells, the title, or lines near the table.

In: the columns with their headings, and their figures. Out: the unit of each column (`GBP_k`, `pct`, `count`, `fte`,
`GBP_per_week`, `GBP_per_head`, `text`) and the scale of its money; or why it cannot be told.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from trustbook.papers.amounts import Amount
from trustbook.papers.layout import Column
from trustbook.papers.words import Words, plain

_MONEY_KINDS = ("variance", "budget", "outturn", "actual", "income", "remaining", "money")
_COUNTED = re.compile(r"\b(?:number of|no\. of|no of|headcount|count of|count)\b")
_SCALES = ("thousands", "millions", "billions", "pounds")
_PER = {"week": "GBP_per_week", "head": "GBP_per_head"}
_FINE_POUNDS, _MANY = 10_000, 6
_LONGEST_TITLE = 100
_SHORT_LINE = 20
_ENDS_IN_POUNDS = re.compile(r"(?:\(£s?\)|\bin £s?\)?|[:,] ?£s?)[ .]*$")
"""A pound sign that is the unit of a title or a sentence: `Forecast (£)`, `All amounts are in £.`."""
_SMALLEST_POUNDS = 1_000


def settle_units(
    columns: Sequence[Column],
    figures: Mapping[int, Sequence[Amount]],
    label_heading: str,
    near: Sequence[str],
    words: Words,
) -> dict[int, str]:
    """Set unit and scale of the columns. Return why, for those whose unit cannot be told."""
    common = _common_scale([label_heading, *near], words)
    told: list[str] = []
    counts: set[int] = set()
    """Columns whose heading may be of a count or of money."""
    weak: list[Column] = []
    """Columns that have the word of a count in their heading, and no unit."""
    refused: dict[int, str] = {}
    for column in columns:
        amounts = figures.get(column.index, ())
        column.unit, column.scale = _unit(column, amounts, words)
        named = words.unit_words(column.heading)
        if column.unit in ("", "count") and "count" in named:
            counted = _COUNTED.search(plain(column.heading)) is not None
            money = words.kind(column.heading) in (*_MONEY_KINDS, "movement")
            if (counted and not money) or (not money and common == "pounds" and _are_small(amounts)):
                column.unit = "count"
            elif money and not counted:
                column.unit = ""
            elif counted or common or any(each.decimals for each in amounts):
                column.unit = ""
                counts.add(column.index)
            else:
                weak.append(column)
        column.source = _source(column, words)
        if column.unit == "GBP_k" and column.scale:
            told.append(column.scale)
    if not any(column.unit and column not in weak and not column.text for column in columns):
        for column in weak:  # where no column gives a unit, one that gives none may be money too
            column.unit = ""
    of_all = _count_of_all([label_heading, *near]) if not common and not told else ""
    for column in columns:
        if of_all and column.unit == "" and not words.kind(column.heading):
            column.unit, column.source = of_all, "near"
        if "other_rate" in words.unit_words(column.heading) and column.unit != "pct":
            refused[column.index] = "it is a rate (an hour, a day) that cannot be given in thousands of pounds"
            continue
        if column.scale == "k" and _may_be_counted(column, figures.get(column.index, ()), words):
            refused[column.index] = "its heading gives thousands, of pounds or of something else"
            continue
        if _contradicted(column, common, figures.get(column.index, ())):
            refused[column.index] = f"its heading gives another scale ({column.scale}) than its table ({common})"
            continue
        if column.text or column.unit != "":
            if column.unit == "GBP_k" and not column.scale:
                column.scale = common or _one_of(told) or _whole_pounds(figures.get(column.index, ()))
                column.source = "cells"
                if not column.scale:
                    refused[column.index] = "no scale is given: it may be pounds, thousands or millions"
            continue
        if common and column.index in counts:
            refused[column.index] = "it may be money in the table's unit, or a count"
            continue
        column.scale = common or (_one_of(told) if words.kind(column.heading) in _MONEY_KINDS else "")
        column.source = "near"
        if column.scale:
            column.unit = "GBP_k"
        elif words.kind(column.heading) in _MONEY_KINDS and _whole_pounds(figures.get(column.index, ())):
            column.unit, column.scale = "GBP_k", "pounds"
        else:
            refused[column.index] = "no unit is given: it may be pounds, thousands of pounds, or a count"
    return refused


def _count_of_all(lines: Sequence[str]) -> str:
    """Tell whether a title says that all figures are a count or full-time equivalents."""
    titles = [plain(line) for line in lines if len(line) < _LONGEST_TITLE]
    if any(re.match(r"(?:table \S+ |the )?(?:number of|headcount)\b", title) for title in titles):
        return "count"
    return "fte" if any(re.search(r"\((?:fte|wte)s?\)", title) for title in titles) else ""


def _are_small(amounts: Sequence[Amount]) -> bool:
    """Check whether figures are whole numbers that no table of pounds would have for money."""
    return all(
        each.number is None or (each.decimals == 0 and not each.currency and abs(each.number) < _SMALLEST_POUNDS)
        for each in amounts
    )


def _may_be_counted(column: Column, amounts: Sequence[Amount], words: Words) -> bool:
    """Check whether a heading gives thousands without saying that they are pounds, nor the cells (`Visits '000`)."""
    named = words.unit_words(column.heading).get("thousands", "")
    if "£" in named or "pound" in named or any(each.currency for each in amounts):
        return False
    return bool(named) and words.kind(column.heading) not in (*_MONEY_KINDS, "movement")


def _contradicted(column: Column, common: str, amounts: Sequence[Amount]) -> bool:
    """Check whether a heading's scale differs from that of the table, and the decimals speak for the table's."""
    if (
        column.unit != "GBP_k"
        or not common
        or column.scale in ("", "own", common)
        or "pounds" in (common, column.scale)
    ):
        return False
    numbers = [each for each in amounts if each.number and not each.scale]
    decimals = sum(each.decimals > 0 for each in numbers)
    return decimals == 0 if column.scale in ("m", "bn") else decimals * 2 > len(numbers)


def _source(column: Column, words: Words) -> str:
    """Tell whether a column's unit stands in its heading or only in its cells."""
    if not column.unit:
        return ""
    named = words.unit_words(column.heading)
    by_heading = bool(words.scale(column.heading)) if column.unit == "GBP_k" else bool(named)
    return "heading" if by_heading else "cells"


def _unit(column: Column, amounts: Sequence[Amount], words: Words) -> tuple[str, str]:
    """Tell the unit of one column by itself; nothing where its heading and cells do not say."""
    found = words.unit_words(column.heading)
    scale = words.scale(column.heading)
    numbers = [each for each in amounts if not each.is_dash]
    percents = sum(each.percent for each in numbers)
    if numbers and percents > len(numbers) / 2:
        return "pct", ""
    pounds = bool(scale) or any(each.currency or each.scale for each in numbers)
    for name, unit in _PER.items():
        if name in found or (numbers and all(each.per == name for each in numbers)):
            return (unit, "pounds") if scale in ("", "pounds") else ("", "")
    if "fte" in found or (numbers and all(each.per == "fte" for each in numbers)):
        return "fte", ""
    if not scale and "percent" in found:
        return "pct", ""
    if scale:
        return "GBP_k", scale
    if pounds:
        if numbers and all(each.currency or each.scale for each in numbers if each.number):
            return "GBP_k", "" if not all(each.scale or each.currency for each in numbers if each.number) else "own"
        return "GBP_k", ""
    if "count" in found:
        return "count", ""
    return "", ""


def _common_scale(lines: Sequence[str], words: Words) -> str:
    """Tell the scale that lines near the table give for all of it; nothing where they give two."""
    found = set()
    for line in lines:
        named = [name for name in words.unit_words(line) if name in _SCALES]
        # a lone pound sign in a sentence is part of an amount, not the unit of the table
        alone = len(line) < _SHORT_LINE or "pounds" in line.lower() or _ENDS_IN_POUNDS.search(line) is not None
        named = [name for name in named if name != "pounds" or alone]
        found |= {words.scale(line)} if len(named) == 1 else set(named)
    return found.pop() if len(found) == 1 else ""


def _one_of(scales: Sequence[str]) -> str:
    own = {each for each in scales if each != "own"}
    return own.pop() if len(own) == 1 and len(scales) else ""


def _whole_pounds(amounts: Sequence[Amount]) -> str:
    """Tell whole pounds by the figures alone: all end in a nought, yet are finer than thousands, and are large."""
    numbers = [each.number for each in amounts if each.number]
    fine = all(each == each.to_integral_value() and abs(each) >= _FINE_POUNDS and each % 10 == 0 for each in numbers)
    return "pounds" if len(numbers) >= _MANY and fine and any(each % 1000 for each in numbers) else ""
