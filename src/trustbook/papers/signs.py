"""Decide whether a paper prints an overspend as positive or as negative, by what bears witness to it.

In: the columns of a table with their figures, and the words near it. Out: for each column of variances, whether its
sign is turned (so that an overspend is positive), or why that cannot be told.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from trustbook.papers.layout import Column
from trustbook.papers.words import Words, plain

_FEW = 2
_MINUS, _PLUS = r"\(-\)|\( ?\)|\(-ve\)|(?<!\w)-(?:ve\b)?", r"\(\+\)|\(\+ve\)|(?<!\w)\+(?:ve\b)?"
_LOOSE = ("under", "over", "saving", "savings", "surplus", "deficit", "pressure", "better", "worse")
"""Words of common speech, which say which sign is which only next to a bracket or a sign."""
_SURPLUS = re.compile(r"\b(?:surplus|deficit)\b")
_MOST_PAIRS = 60
_SHARE = Decimal("0.6")
Values = Mapping[int, Mapping[int, Decimal]]
"""The figures of each column, by row."""


@dataclass
class Signs:
    """What was decided about the columns of variances."""

    turned: dict[int, bool] = field(default_factory=dict)
    confidence: dict[int, float] = field(default_factory=dict)
    refused: dict[int, str] = field(default_factory=dict)
    rows: dict[tuple[int, int], str] = field(default_factory=dict)
    """Single cells (row, column) whose sign the other figures of the row contradict, and why."""
    witnessed: set[int] = field(default_factory=set)
    """Columns whose direction the table itself proves."""
    base: dict[int, int] = field(default_factory=dict)
    """The budget column of each column of variances that was told by arithmetic."""


def settle_signs(
    columns: Sequence[Column],
    values: Values,
    steps: Mapping[int, Decimal],
    near: str,
    words: Words,
    elsewhere: Mapping[str, bool],
) -> Signs:
    """Decide the signs. `steps` is one unit of the last digit of each column; `elsewhere` what other tables prove."""
    signs = Signs()
    variances = [each for each in columns if each.kind == "variance" and each.unit == "GBP_k"]
    around = direction_in_words(near, words)
    for column in variances:
        _settle(column, columns, values, steps, around, words, signs)
    _share(variances, values, elsewhere, words, signs)
    for column in columns:
        if column.kind == "movement" and column.unit == "GBP_k":
            _settle_movement(column, variances, values, steps, signs)
    return signs


def direction_in_words(text: str, words: Words) -> str:
    """Tell from words whether negative figures are good (`negative good`) or bad (`negative bad`); or nothing."""
    text = plain(text.replace("\u2212", "-").replace("\u2013", "-"))
    good, bad = _choice(words.favourable), _choice(words.adverse)
    sure_good, sure_bad = (
        _choice([each for each in some if each not in _LOOSE]) for some in (words.favourable, words.adverse)
    )
    negative_good = _found(text, (good, bad), (sure_good, sure_bad))
    negative_bad = _found(text, (bad, good), (sure_bad, sure_good))
    if negative_good == negative_bad:
        return ""
    return "negative good" if negative_good else "negative bad"


def _found(text: str, either: tuple[str, str], sure: tuple[str, str]) -> bool:
    """Check whether words say that negative figures are the first and positive figures the second."""
    spend = r"(?:[ -]?(?:spends?|spending|spent|budget))?"
    b, o = (rf"{each}{spend}" for each in either)
    sure_b, sure_o = sure
    says = r"(?:=|:|denotes?|indicates?|represents?|shows?|means?|is|are|signif(?:y|ies)|equals?)"
    things = r"(?:figures?|amounts?|values?|variances?|numbers?|signs?|items?)"
    brackets = rf"(?:brackets?|parenthes[ei]s|{things} in brackets|bracketed {things})"
    negative, positive = rf"(?:negatives?|minus)(?: {things})?", rf"(?:positives?|plus)(?: {things})?"
    article = r"(?:an? |the |any )?(?:income (?:or|and|/) ?(?:an? )?)?"
    shown = rf"(?: {things})? (?:is|are) (?:shown|given|printed|stated)? ?(?:as |in |by |with )(?:an? )?"
    patterns = (
        rf"\({b}\) ?/? ?(?:or )?{o}",
        rf"{o} ?/? ?(?:or )?\({b}\)",
        rf"(?:\( ?\)|\(-\)|-ve|\(x+\)) ?(?:{says}|-) ?{article}{b}\b",
        rf"(?:\(\+\)|\+ve) ?(?:{says}|-) ?{article}{o}\b",
        rf"(?<!\w)- ?= ?{article}{b}\b",
        rf"(?<!\w)\+ ?= ?{article}{o}\b",
        rf"\b{brackets} ?{says} {article}{b}\b",
        rf"\b{negative} ?{says} {article}{sure_b}\b",
        rf"\b{positive} ?{says} {article}{sure_o}\b",
        rf"\b{b}{shown}{brackets}",
        rf"\b{sure_b}{shown}{negative}",
        rf"\b{sure_o}{shown}{positive}",
    )
    return any(re.search(each, text) for each in patterns) or _signed(text, b, o)


def _signed(text: str, negative: str, positive: str) -> bool:
    """Check whether words stand next to their signs: `adverse (-)`, `+ overspend / - underspend`."""
    token = re.compile(rf"(?P<n>\b{negative}\b)|(?P<p>\b{positive}\b)|(?P<m>{_MINUS})|(?P<s>{_PLUS})")
    found = [(each.lastgroup or "", each.end(), each.start()) for each in token.finditer(text)]
    plus = any(kind == "s" for kind, _, _ in found)
    place = 0
    while place < len(found) - 1:
        (kind, end, begin), (after, _, begins) = found[place], found[place + 1]
        lone = "m" in (kind, after) and text[begins if after == "m" else begin] == "-" and not plus
        if begins - end > 1 or len({kind, after} & {"m", "s"}) != 1 or lone:  # a lone dash parts words, and is no sign
            place += 1
            continue
        if {kind, after} in ({"n", "m"}, {"p", "s"}):
            return True
        place += 2
    return False


def _choice(names: Sequence[str]) -> str:
    return "(?:" + "|".join(re.escape(plain(each)) for each in sorted(set(names), key=len, reverse=True)) + ")"


def _settle(
    column: Column,
    columns: Sequence[Column],
    values: Values,
    steps: Mapping[int, Decimal],
    around: str,
    words: Words,
    signs: Signs,
) -> None:
    own = direction_in_words(column.heading, words) or around
    pair = _best_pair(column, columns, values, steps)
    sums = None if pair is None or pair.straight == pair.reversed_ else pair.reversed_ > pair.straight
    said = {"negative good": False, "negative bad": True}.get(own)
    if sums is not None and said is not None and sums != said:
        signs.refused[column.index] = (
            f"the words say that negative is {'an overspend' if said else 'an underspend'}, "
            f"the figures of the rows say that it is {'an overspend' if sums else 'an underspend'}"
        )
        return
    if pair is not None and sums is None and said is None:
        signs.refused[column.index] = "outturn less budget gives the printed sign in some rows and the other in others"
        return
    if sums is None and _SURPLUS.search(plain(column.heading)):
        signs.refused[column.index] = "it may be a surplus of income as printed, or an underspend"
        return
    if sums is None and said is None:
        if _only_good(column.heading, words):
            signs.refused[column.index] = "a positive figure may be an underspend, as its heading says, or an overspend"
        return
    signs.turned[column.index] = bool(sums if sums is not None else said)
    signs.witnessed.add(column.index)
    signs.confidence[column.index] = 1.0 if sums is not None and said is not None else 0.97
    if pair is not None and sums is not None:
        signs.base[column.index] = pair.budget
        for row in pair.reversed_rows if not sums else pair.straight_rows:
            signs.rows[row, column.index] = (
                "outturn less budget has the other sign in this row than in the rest of the table"
            )


def _only_bad(heading: str, words: Words) -> bool:
    text = plain(heading)
    return bool(re.search(rf"\b{_choice(words.adverse)}\b", text)) and not re.search(
        rf"\b{_choice(words.favourable)}\b|\(", text
    )


def _only_good(heading: str, words: Words) -> bool:
    text = plain(heading)
    return bool(re.search(rf"\b{_choice(words.favourable)}\b", text)) and not re.search(
        rf"\b{_choice(words.adverse)}\b|variance", text
    )


@dataclass
class _Pair:
    budget: int
    straight_rows: list[int]
    reversed_rows: list[int]

    @property
    def straight(self) -> int:
        return len(self.straight_rows)

    @property
    def reversed_(self) -> int:
        return len(self.reversed_rows)


def _best_pair(column: Column, columns: Sequence[Column], values: Values, steps: Mapping[int, Decimal]) -> _Pair | None:
    """Find the budget and the outturn whose difference the column is, in most of its rows."""
    budgets = [each for each in columns if each.kind == "budget" and each.unit == "GBP_k"]
    outturns = [each for each in columns if each.kind in ("outturn", "actual") and each.unit == "GBP_k"]
    best: _Pair | None = None
    pairs = [(b, o) for b in budgets for o in outturns][:_MOST_PAIRS]
    for budget, outturn in pairs:
        found = _compare(column, budget, outturn, values, steps)
        if found is not None and (
            best is None or max(found.straight, found.reversed_) > max(best.straight, best.reversed_)
        ):
            best = found
    return best


def _compare(
    column: Column, budget: Column, outturn: Column, values: Values, steps: Mapping[int, Decimal]
) -> _Pair | None:
    step = max(steps.get(each.index, Decimal(1)) for each in (column, budget, outturn))
    straight: list[int] = []
    reverse: list[int] = []
    other = 0
    for row, printed in values.get(column.index, {}).items():
        planned, expected = values.get(budget.index, {}).get(row), values.get(outturn.index, {}).get(row)
        if planned is None or expected is None or abs(printed) <= 2 * step:
            continue
        if abs(printed - (expected - planned)) <= step * Decimal("1.5"):
            straight.append(row)
        elif abs(printed - (planned - expected)) <= step * Decimal("1.5"):
            reverse.append(row)
        else:
            other += 1
    most, counted = max(len(straight), len(reverse)), len(straight) + len(reverse) + other
    if most < _FEW and not (most == 1 and counted == 1):
        return None
    return _Pair(budget.index, straight, reverse) if most >= counted * _SHARE else None


def _share(
    variances: Sequence[Column], values: Values, elsewhere: Mapping[str, bool], words: Words, signs: Signs
) -> None:
    """Give a column without a witness of its own the direction of the table's other variances, or of other tables."""
    told = set(signs.turned.values())
    for column in variances:
        if column.index in signs.turned or column.index in signs.refused:
            continue
        named = elsewhere.get(plain(column.name), elsewhere.get(""))
        if _only_bad(column.heading, words) and True not in told:
            signs.turned[column.index], signs.confidence[column.index] = False, 0.9
        elif signs.refused or len(told) > 1:
            signs.refused[column.index] = "the table's other variances do not agree on what is an overspend"
        elif told:
            signs.turned[column.index], signs.confidence[column.index] = told == {True}, 0.9
        elif named is not None:
            signs.turned[column.index], signs.confidence[column.index] = named, 0.9
        elif any(each < 0 for each in values.get(column.index, {}).values()):
            # both signs are used and nothing says which is which: an overspend is positive, as councils print it
            signs.turned[column.index], signs.confidence[column.index] = False, 0.8
        elif any(values.get(column.index, {}).values()):
            signs.refused[column.index] = "no figure has a sign and nothing says whether these are overspends"


def _settle_movement(
    column: Column, variances: Sequence[Column], values: Values, steps: Mapping[int, Decimal], signs: Signs
) -> None:
    """Turn a movement of variances with them; refuse it where they are turned and it is not their difference."""
    told = {signs.turned[each.index] for each in variances if each.index in signs.turned}
    if True not in told:
        signs.turned[column.index] = False
        signs.confidence[column.index] = 0.95
        return
    own = values.get(column.index, {})
    for earlier, later in _in_time(variances, signs):
        step = max(steps.get(each.index, Decimal(1)) for each in (column, earlier, later)) * Decimal("1.5")
        first, second = values.get(earlier.index, {}), values.get(later.index, {})
        rows = [row for row in own if row in first and row in second and abs(own[row]) > step]
        forward = sum(abs(own[row] - (second[row] - first[row])) <= step for row in rows)
        back = sum(abs(own[row] - (first[row] - second[row])) <= step for row in rows)
        most = max(forward, back)
        if most >= _FEW and most >= len(rows) * _SHARE and min(forward, back) == 0:
            signs.turned[column.index] = forward > back
            signs.confidence[column.index] = 0.95
            return
    signs.refused[column.index] = "the table prints overspends as negative; whether this movement does cannot be told"


def _in_time(variances: Sequence[Column], signs: Signs) -> list[tuple[Column, Column]]:
    """Pair the variances as earlier and later: the one that the table's outturn gives is the later."""
    current = [each for each in variances if each.index in signs.base]
    others = [each for each in variances if each.index not in signs.base]
    if len(current) == 1:
        return [(each, current[0]) for each in others]
    return [(one, two) for one in variances for two in variances if one.index < two.index]
