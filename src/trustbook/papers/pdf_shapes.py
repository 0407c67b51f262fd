"""Take from a page of a PDF what a reader sees: its glyphs, its ruled lines, its shaded areas.

In: a page of pdfplumber. Out: a `PageShapes` that stands upright, whichever way the page or its text is turned; text
that nobody can see (white on white, outside the page, drawn twice) is left out.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

MOST_GLYPHS = 60_000
"""On a page. The densest page of figures has about 12,000."""
MOST_SHAPES = 40_000
"""Lines and areas on a page: a spreadsheet page with borders on every cell has about 8,000."""
THIN = 3.0
"""Points: an area thinner than this is a ruled line."""
_BOLD = re.compile(r"bold|black|heavy|semibd|demi", re.IGNORECASE)
_SMALLEST = 2.0
"""Points: text smaller than this cannot be read on paper."""


@dataclass(slots=True)
class Glyph:
    """One character with its place: points from the left and the top of the page as it is read."""

    text: str
    x0: float
    x1: float
    top: float
    bottom: float
    baseline: float
    size: float
    bold: bool
    red: bool = False


@dataclass(frozen=True, slots=True)
class Rule:
    """A ruled line, across or down: `at` is its place on the other axis, `start` to `end` its length."""

    at: float
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on a page."""

    x0: float
    top: float
    x1: float
    bottom: float


@dataclass(frozen=True, slots=True)
class PageShapes:
    """What stands on one page."""

    number: int
    width: float
    height: float
    glyphs: tuple[Glyph, ...]
    across: tuple[Rule, ...]
    down: tuple[Rule, ...]
    areas: tuple[Box, ...]
    """Shaded areas, which may mark the rows of a table."""
    pictures: int
    drawn: int
    """Shapes that are no lines: many of them and no text are letters that were drawn."""


class PageTooFullError(Exception):
    """A page that contains more than any page of a paper."""


def shapes_of(page: Any, number: int) -> PageShapes:
    """Collect what a reader sees on a page. Raises PageTooFullError for a page with more than any paper has."""
    width, height = float(page.width), float(page.height)
    chars, shapes, images = _items(page, height)
    if len(chars) > MOST_GLYPHS or len(shapes) > MOST_SHAPES:
        raise PageTooFullError(f"{len(chars):,} characters and {len(shapes):,} lines")
    across: list[Rule] = []
    down: list[Rule] = []
    areas: list[Box] = []
    dark: list[Box] = []
    for shape in shapes:
        _add_shape(shape, across, down, areas, dark)
    pictures = [_box(image) for image in images]
    drawn = sum(shape["object_type"] == "curve" for shape in shapes)
    seen_box = _seen_box(page)
    seen = _Drawn()
    behind = [*dark, *pictures]
    upright: list[Glyph] = []
    turned: dict[int, list[Glyph]] = {1: [], -1: []}
    for char in chars:
        text = char["text"]
        if not text or (text.startswith("(cid:") and len(text) > 5):
            text = "\ufffd"
        a, b, c, d, _, _ = char["matrix"]
        sideways = abs(b) > abs(a) and abs(c) > abs(d)
        size = float(char["x1"] - char["x0"]) if sideways else float(char["size"])
        if _is_hidden(char, size, seen_box, behind) or seen.again(char, text, size):
            continue
        if sideways:
            turned[1 if b > 0 else -1].append(_glyph(char, text, b > 0))
        elif a > 0:
            upright.append(_glyph(char, text, None))
    glyphs, way = upright, 0
    for direction, found in turned.items():
        if len(found) > len(glyphs):
            glyphs, way = found, direction
    if way:
        return _turned(number, width, height, glyphs, across, down, areas, len(pictures), drawn, way)
    return PageShapes(
        number, width, height, tuple(glyphs), tuple(across), tuple(down), tuple(areas), len(pictures), drawn
    )


def _items(page: Any, height: float) -> tuple[list[dict[str, Any]], list[dict[str, Any]], list[dict[str, Any]]]:
    """Return the characters, the drawn shapes and the pictures of a page, from its left and its top.

    This is what pdfplumber gives, without the many fields that nothing here uses: it takes half the time.
    """
    from pdfminer.layout import LTChar, LTContainer, LTCurve, LTImage, LTLine, LTRect

    chars: list[dict[str, Any]] = []
    shapes: list[dict[str, Any]] = []
    images: list[dict[str, Any]] = []
    stack = [iter(page.layout)]
    while stack:
        item = next(stack[-1], None)
        if item is None:
            stack.pop()
        elif isinstance(item, LTContainer):
            stack.append(iter(item))
        elif isinstance(item, (LTChar, LTCurve, LTImage)):
            found: dict[str, Any] = {"x0": item.x0, "x1": item.x1, "y0": item.y0}
            found["top"], found["bottom"] = height - item.y1, height - item.y0
            if isinstance(item, LTChar):
                colour = item.graphicstate.ncolor
                found |= {"text": item.get_text(), "size": item.size, "matrix": item.matrix}
                found |= {"fontname": item.fontname, "non_stroking_color": colour}
                chars.append(found)
            elif isinstance(item, LTImage):
                images.append(found)
            else:
                kind = "line" if isinstance(item, LTLine) else "rect" if isinstance(item, LTRect) else "curve"
                found |= {"object_type": kind, "fill": item.fill, "stroke": item.stroke}
                found |= {"non_stroking_color": item.non_stroking_color, "stroking_color": item.stroking_color}
                if kind == "curve":
                    found["pts"] = [(x, height - y) for x, y in item.pts]
                shapes.append(found)
    return chars, shapes, images


def _seen_box(page: Any) -> Box:
    """Return the part of a page that is shown and printed; the whole of a page that is turned."""
    if page.rotation:
        return Box(-1, -1, float(page.width) + 1, float(page.height) + 1)
    x0, top, x1, bottom = (float(value) for value in page.cropbox)
    left, above = (float(value) for value in page.mediabox[:2])
    return Box(x0 - left - 1, top - above - 1, x1 - left + 1, bottom - above + 1)


def _glyph(char: dict[str, Any], text: str, climbs: bool | None) -> Glyph:
    """Make a glyph of a character; of one that is turned, in the page's own places, with its baseline across."""
    matrix = char["matrix"]
    x0, x1, top, bottom = (float(char[name]) for name in ("x0", "x1", "top", "bottom"))
    size = float(char["size"]) if climbs is None else x1 - x0
    baseline = bottom - (matrix[5] - char["y0"]) if climbs is None else float(matrix[4])
    return Glyph(text, x0, x1, top, bottom, baseline, size, bool(_BOLD.search(str(char["fontname"]))), _is_red(char))


def _turned(
    number: int,
    width: float,
    height: float,
    glyphs: list[Glyph],
    across: list[Rule],
    down: list[Rule],
    areas: list[Box],
    pictures: int,
    drawn: int,
    way: int,
) -> PageShapes:
    """Turn a page whose text runs up (`way` 1) or down (-1), so that it reads from left to right."""

    def box(x0: float, top: float, x1: float, bottom: float) -> tuple[float, float, float, float]:
        if way > 0:
            return height - bottom, x0, height - top, x1
        return top, width - x1, bottom, width - x0

    turned = []
    for each in glyphs:
        x0, top, x1, bottom = box(each.x0, each.top, each.x1, each.bottom)
        baseline = each.baseline if way > 0 else width - each.baseline
        turned.append(Glyph(each.text, x0, x1, top, bottom, baseline, each.size, each.bold, each.red))
    new_down = [
        Rule(
            height - r.at if way > 0 else r.at,
            *sorted((r.start, r.end) if way > 0 else (width - r.end, width - r.start)),
        )
        for r in across
    ]
    new_across = [
        Rule(
            r.at if way > 0 else width - r.at,
            *sorted((height - r.end, height - r.start) if way > 0 else (r.start, r.end)),
        )
        for r in down
    ]
    boxes = tuple(Box(*box(a.x0, a.top, a.x1, a.bottom)) for a in areas)
    return PageShapes(number, height, width, tuple(turned), tuple(new_across), tuple(new_down), boxes, pictures, drawn)


def _add_shape(shape: dict[str, Any], across: list[Rule], down: list[Rule], areas: list[Box], dark: list[Box]) -> None:
    """Sort a drawn shape into ruled lines and shaded areas."""
    box = _box(shape)
    wide, high = box.x1 - box.x0, box.bottom - box.top
    fill = bool(shape.get("fill")) and shape["object_type"] != "line"
    stroke = bool(shape.get("stroke")) or shape["object_type"] == "line"
    if not (fill or stroke):
        return
    colour = shape.get("non_stroking_color") if fill else shape.get("stroking_color")
    if high <= THIN or wide <= THIN:
        if _is_white(colour) or (wide <= THIN and high <= THIN and max(wide, high) < 0.2):
            return
        if wide >= high:
            across.append(Rule((box.top + box.bottom) / 2, box.x0, box.x1))
        else:
            down.append(Rule((box.x0 + box.x1) / 2, box.top, box.bottom))
        return
    if shape["object_type"] == "curve" and not _is_rectangle(shape):
        return
    if stroke and shape["object_type"] != "line" and not _is_white(shape.get("stroking_color")):
        across.extend((Rule(box.top, box.x0, box.x1), Rule(box.bottom, box.x0, box.x1)))
        down.extend((Rule(box.x0, box.top, box.bottom), Rule(box.x1, box.top, box.bottom)))
    if fill and shape["object_type"] != "line" and not _is_white(colour):
        dark.append(box)
        areas.append(box)


def _box(shape: dict[str, Any]) -> Box:
    return Box(float(shape["x0"]), float(shape["top"]), float(shape["x1"]), float(shape["bottom"]))


def _is_rectangle(shape: dict[str, Any]) -> bool:
    """Check whether a path has only corners of its own box."""
    points = shape.get("pts") or ()
    return 4 <= len(points) <= 6 and all(
        min(abs(x - shape["x0"]), abs(x - shape["x1"])) < 1 and min(abs(y - shape["top"]), abs(y - shape["bottom"])) < 1
        for x, y in points
    )


def _is_white(colour: Any) -> bool:
    """Check whether a colour cannot be seen on white paper: 1, (1, 1, 1), or no ink at all in (c, m, y, k)."""
    values = colour if isinstance(colour, (tuple, list)) else (colour,)
    if not values or not all(isinstance(value, (int, float)) for value in values):
        return False
    return sum(values) < 0.06 if len(values) == 4 else min(values) > 0.97


def _is_red(char: dict[str, Any]) -> bool:
    """Check whether a character is printed in red, as some papers print amounts below nil."""
    colour = char.get("non_stroking_color")
    if not isinstance(colour, (tuple, list)) or not all(isinstance(value, (int, float)) for value in colour):
        return False
    if len(colour) == 4:
        return bool(colour[1] > 0.6 and colour[2] > 0.6 and colour[0] < 0.4 and colour[3] < 0.5)
    return len(colour) == 3 and bool(colour[0] > 0.55 and colour[1] < 0.35 and colour[2] < 0.35)


class _Drawn:
    """Remembers the characters that were drawn, to know one that is drawn again a little apart, to look bold."""

    def __init__(self) -> None:
        self._places: dict[tuple[str, int, int], tuple[float, float]] = {}

    def again(self, char: dict[str, Any], text: str, size: float) -> bool:
        """Check whether the same character stands here already; remember it if not."""
        if not text.strip():
            return False
        x, y = float(char["x0"]), float(char["top"])
        column, row = int(x), int(y)
        for i in (column - 1, column, column + 1):
            for j in (row - 1, row, row + 1):
                place = self._places.get((text, i, j))
                if place and abs(place[0] - x) <= 0.1 * size and abs(place[1] - y) <= 0.1 * size:
                    return True
        self._places[text, column, row] = (x, y)
        return False


def _is_hidden(char: dict[str, Any], size: float, seen: Box, behind: list[Box]) -> bool:
    """Check whether a reader of the paper cannot see a character."""
    x, y = (char["x0"] + char["x1"]) / 2, (char["top"] + char["bottom"]) / 2
    if not (seen.x0 <= x <= seen.x1 and seen.top <= y <= seen.bottom) or size < _SMALLEST:
        return True
    if not _is_white(char.get("non_stroking_color")):
        return False
    return not any(box.x0 <= x <= box.x1 and box.top <= y <= box.bottom for box in behind)
