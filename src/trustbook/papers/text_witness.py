"""Find how the columns of a table hang together: which is a share of others, which the difference of two.

In: rows of figures as printed, one for each column. Out: the columns that are percentages and those that are
differences, told by arithmetic alone; and whether rows add up to their totals.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from itertools import combinations

from trustbook.papers.amounts import parse_amount

Numbers = list[list[Decimal | None]]
_ENOUGH = 3
"""How many rows must bear a relation out where it could have failed."""
_MOST_ROWS, _WIDE = 60, 12
"""How many rows are looked at, and from how many columns on only columns near each other are compared."""
_MOST_OF = Decimal("0.8")


def numbers_of(rows: Sequence[Sequence[str]]) -> Numbers:
    """Return the numbers of rows of printed figures; None for a dash and what cannot be read."""
    return [[_number(text) for text in row] for row in rows]


def percent_columns(rows: Sequence[Sequence[str]]) -> list[bool | None]:
    """Tell for each column whether it is a percentage: by its signs, or as 100 times one column over another.

    False where its figures cannot be percentages (thousands with commas); None where it is open.
    """
    width = len(rows[0]) if rows else 0
    numbers = numbers_of(rows)
    found: list[bool | None] = []
    for column in range(width):
        texts = [row[column] for row in rows if row[column].strip()]
        if sum("%" in text for text in texts) * 2 > len(texts):
            found.append(True)
        elif any("," in text or "£" in text for text in texts):
            found.append(False)
        else:
            found.append(True if _is_share(numbers, column, width) else None)
    return found


def difference_columns(rows: Sequence[Sequence[str]]) -> set[int]:
    """Return the columns that are the difference of two columns to their left."""
    numbers = numbers_of(rows)
    width = len(rows[0]) if rows else 0
    return {
        last
        for first, second in combinations(range(width), 2)
        for last in range(second + 1, width)
        if _holds(numbers, first, second, last)
    }


def difference_of(numbers: Numbers, last: int) -> tuple[int, int] | None:
    """Return the two columns to the left whose difference a column is; None if there is no pair, or more than one."""
    pairs = [pair for pair in combinations(range(last), 2) if _holds(numbers, *pair, last)]
    return pairs[0] if len(pairs) == 1 else None


def agrees(row: Sequence[str], first: int, second: int, last: int) -> bool | None:
    """Check whether `last` is the difference of `first` and `second` in one row; None where it cannot be told."""
    three = [_number(row[each]) for each in (first, second, last)]
    if any(each is None for each in three):
        return None
    left, right, difference = (each or Decimal(0) for each in three)
    return abs(abs(left - right) - abs(difference)) <= _slack(row[last])


Link = tuple[int, int, int]


def links_of(numbers: Numbers, fewest: int = _ENOUGH) -> list[Link]:
    """Return threes of columns of which one is the sum or the difference of the others in nearly every row.

    At least `fewest` rows must have all three; rows that lack one must agree too.
    """
    width = len(numbers[0]) if numbers else 0
    found = []
    numbers = numbers[:_MOST_ROWS]
    for three in combinations(range(width), 3):
        if width > _WIDE and three[2] - three[0] > _WIDE // 2:
            continue
        rows = [row for row in numbers if sum(bool(row[at]) for at in three) >= (3 if fewest == _ENOUGH else 2)]
        whole = sum(all(row[at] for at in three) for row in rows)
        if whole >= fewest and sum(adds_up(row, three) for row in rows) >= len(rows) * _MOST_OF:
            found.append(three)
    return found


def adds_up(row: Sequence[Decimal | None], three: Link) -> bool:
    """Check whether of three figures of a row one is the sum or the difference of the others."""
    first, second, last = (abs(row[at] or Decimal(0)) for at in three)
    slack = 2 * max(_unit(row[at]) for at in three)
    largest = max(first, second, last)
    return abs(2 * largest - first - second - last) <= slack


def share_that_foots(parts: Sequence[Sequence[Decimal | None]], total: Sequence[Decimal | None]) -> Decimal:
    """Return in which share of its columns a row is the sum of others."""
    wide = [column for column, each in enumerate(total) if each is not None]
    good = [column for column in wide if _foots_in(parts, total, column)]
    return Decimal(len(good)) / len(wide) if wide else Decimal(0)


def foots(parts: Sequence[Sequence[Decimal | None]], total: Sequence[Decimal | None]) -> bool:
    """Check whether a row is the sum of others in most of the columns that are no percentages."""
    wide = [column for column, each in enumerate(total) if each is not None]
    good = [column for column in wide if _foots_in(parts, total, column)]
    return len(wide) > 0 and len(good) * 2 > len(wide)


def _foots_in(parts: Sequence[Sequence[Decimal | None]], total: Sequence[Decimal | None], column: int) -> bool:
    whole = sum((part[column] or Decimal(0) for part in parts), Decimal(0))
    return abs(whole - (total[column] or Decimal(0))) <= Decimal(len(parts) + 1) / 2 * _unit(total[column])


def _number(text: str) -> Decimal | None:
    amount = parse_amount(text)
    return amount.number if amount else None


def _unit(number: Decimal | None) -> Decimal:
    exponent = number.as_tuple().exponent if number is not None else 0
    return Decimal(1).scaleb(exponent) if isinstance(exponent, int) and exponent < 0 else Decimal(1)


def _slack(text: str) -> Decimal:
    return _unit(_number(text)) * 2


def _holds(numbers: Numbers, first: int, second: int, last: int) -> bool:
    good = told = 0
    for row in numbers:
        left, right, difference = row[first], row[second], row[last]
        if left is None or right is None or difference is None or not (left and right and difference):
            continue
        told += 1
        good += abs(abs(left - right) - abs(difference)) <= 2 * _unit(difference)
    return told >= _ENOUGH and good >= told * _MOST_OF


def _is_share(numbers: Numbers, column: int, width: int) -> bool:
    del width
    for part in range(column):  # to the left only: where a is 100 b/c, c is 100 b/a as well
        for whole in range(column):
            if part == whole:
                continue
            good = told = 0
            for row in numbers:
                share, above, below = row[column], row[part], row[whole]
                if share is None or above is None or not below or not above:
                    continue
                told += 1
                good += abs(abs(100 * above / below) - abs(share)) <= Decimal("0.6") * _unit(share)
            if told >= _ENOUGH and good >= told * _MOST_OF:
                return True
    return False
