"""Tell what a web page says of a figure besides its text: the number that a spreadsheet kept, and whether it is in red.

In: a cell of a table, and the classes that the page's styles set in red. Out: the number in the scale of the text, or
None; whether the digits are in red, which may be all that shows a negative.
"""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation
from typing import Any

from trustbook.papers.amounts import parse_amount

_KEPT = ("sdval", "x:num")
"""Where LibreOffice and Excel keep the number of a cell in the pages that they save."""
_LONGEST_NUMBER = 40
_SCALES = (Decimal(1), Decimal(100), Decimal("0.001"), Decimal("0.000001"))
"""By how much a format may multiply a number: not at all, as a per cent, in thousands, in millions."""
_RULE = re.compile(r"([^{}]{1,2000})\{([^{}]{0,5000})\}")
_CLASS = re.compile(r"\.([\w-]+)")
_COLOUR = re.compile(r"(?<![\w-])color\s*:\s*([^;!}]{1,60})", re.IGNORECASE)
_HEX = re.compile(r"#?([0-9a-f]{6}|[0-9a-f]{3})")
_PARTS = re.compile(r"rgba?\(\s*(\d{1,3})\s*[, ]\s*(\d{1,3})\s*[, ]\s*(\d{1,3})")
_NAMES = ("red", "darkred", "crimson", "firebrick", "maroon", "orangered", "tomato", "indianred", "brown")
_DARKEST_RED, _TIMES_OTHERS = 110, 2


def number_behind(cell: Any, text: str) -> Decimal | None:
    """Return the number that a spreadsheet kept behind a figure, in the scale of its text. None where it does not fit.

    It fits where the text is the number rounded: what is seen stays what is read, and the number adds the sign.
    """
    kept = next((found.strip() for name in _KEPT if (found := cell.get(name))), "")
    amount = parse_amount(text)
    if not kept or len(kept) > _LONGEST_NUMBER or amount is None or amount.number is None:
        return None
    try:
        number = Decimal(kept)
    except InvalidOperation:
        return None
    if not number.is_finite() or abs(number.adjusted()) > _LONGEST_NUMBER:
        return None
    half = Decimal("0.51").scaleb(-amount.decimals)
    for scale in _SCALES:
        scaled = number * scale
        if (scale == 100) is amount.percent and abs(abs(scaled) - abs(amount.number)) <= half:
            return scaled
    return None


def classes_in_red(root: Any) -> frozenset[str]:
    """Return the classes that the styles of a page set in red."""
    found: set[str] = set()
    for style in root.iter("style"):
        for selectors, declared in _RULE.findall(style.text_content()):
            if _declares_red(declared):
                for selector in selectors.split(","):
                    found |= set(_CLASS.findall((selector.split() or [""])[-1]))
    return frozenset(found)


def is_red(cell: Any, classes: frozenset[str]) -> bool:
    """Check whether the digits of a cell are in red: some of them suffice, as its sign is theirs."""
    for element in cell.iter():
        for text, owner in ((element.text, element), (element.tail, element.getparent())):
            within = owner is not None and (element is not cell or owner is cell)
            if within and text and any(each.isdigit() for each in text) and _colour_of(owner, classes):
                return True
    return False


def _colour_of(element: Any, classes: frozenset[str]) -> bool:
    """Check whether text of an element is in red: by itself, or by the nearest around it that has a colour."""
    while element is not None and isinstance(element.tag, str):
        style, given = element.get("style", ""), element.get("color")
        if _COLOUR.search(style):
            return _declares_red(style)
        if given and element.tag == "font":
            return is_red_colour(given)
        if classes & set(element.get("class", "").split()):
            return True
        element = element.getparent()
    return False


def _declares_red(style: str) -> bool:
    found = _COLOUR.findall(style)
    return bool(found) and is_red_colour(found[-1])


def is_red_colour(colour: str) -> bool:
    """Check whether a colour is a red: far more of it than of green and blue."""
    colour = colour.strip().lower()
    if colour in _NAMES:
        return True
    if parts := _PARTS.match(colour):
        red, green, blue = (int(each) for each in parts.groups())
    elif found := _HEX.fullmatch(colour):
        digits = found[1] if len(found[1]) == 6 else "".join(each * 2 for each in found[1])
        red, green, blue = (int(digits[at : at + 2], 16) for at in (0, 2, 4))
    else:
        return False
    return red >= _DARKEST_RED and red >= _TIMES_OTHERS * max(green, blue)
