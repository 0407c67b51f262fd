"""Find where the headings of a table end and its body begins, and where further tables begin below it.

In: the rows of a grid. Out: `Layout`: rows of headings, rows of the body, the label column, and the columns of
figures with their names; or the reason why that cannot be told.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from trustbook.papers.amounts import parse_amount
from trustbook.papers.column_names import is_incomplete, name_columns
from trustbook.papers.label_column import label_column
from trustbook.papers.layout import Column, Layout, Line, has_figure, has_figure_text, is_words, is_year, texts_of
from trustbook.papers.model import GridCell
from trustbook.papers.row_units import is_unit_line
from trustbook.papers.words import Words

_YEAR = re.compile(r"(?:19|20)\d\d")
_MANY_HEADINGS, _LONGEST_GROUP = 2, 4
"""How many headings a row has under a title, and how many words the name of a group of columns."""


def layout_of(rows: Sequence[Line], header_rows: int | None, words: Words) -> Layout | None:
    """Find where things stand. None where no row has a figure."""
    first = _first_of_body(rows, header_rows, words)
    if first is None:
        return None
    body = list(range(first, len(rows)))
    label, outer, why = label_column(rows, first, words)
    head, titles = _head(rows, first, label)
    doubtful = _take_title_over_first(rows, head, titles, label, words)
    width = len(rows[0])
    used = [
        index
        for index in range(width)
        if index != label and index not in outer and any(rows[each][index].text.strip() for each in body)
    ]
    columns = [Column(index) for index in used]
    layout = Layout(head, body, label, columns, titles, outer, why, doubtful)
    name_columns(rows, layout, words)
    return layout


def is_heading_row(row: Line, label: int, words: Words) -> bool:
    """Check whether a row has headings over figures: words that mostly tell a kind, a unit or a year; no figures."""
    cells = [cell for index, cell in enumerate(row) if cell.text.strip() and index != label]
    if not cells or any(has_figure(cell) for cell in cells):
        return False
    telling = [cell for cell in cells if words.kind(cell.text) or words.unit_words(cell.text) or is_year(cell.text)]
    return len(cells) > 1 and len(telling) > len(cells) / 2


def heading_starts(rows: Sequence[Line], layout: Layout, words: Words) -> list[int]:
    """Find where the headings of further tables begin below figures: the first row between two that have them."""
    columns = [column.index for column in layout.columns if _is_of_figures(rows, layout, column.index)]
    heads = {texts_of(rows[number]) for number in layout.head}
    starts: list[int] = []
    between: list[int] = []
    seen = False
    for number in layout.body:
        if texts_of(rows[number]) in heads:
            continue
        if any(has_figure(cell) for cell in rows[number]):
            start = _start_of_next(rows, between, layout.label, columns, words) if seen else None
            starts += [] if start is None else [start]
            between, seen = [], True
        else:
            between.append(number)
    return starts


def _start_of_next(
    rows: Sequence[Line], between: Sequence[int], label: int, columns: Sequence[int], words: Words
) -> int | None:
    """Find where the next table begins, if its headings stand between figures: after the first blank row, if any.

    A blank row parts it from the last rows of the table above.
    """
    blank = next((each for each in between if not any(cell.text.strip() for cell in rows[each])), None)
    after = [each for each in between if blank is not None and each > blank]
    if any(_is_heading_over(rows, each, label, columns, words, divided=True) for each in after):
        return after[0]
    return between[0] if any(_is_heading_over(rows, each, label, columns, words) for each in between) else None


def _is_heading_over(
    rows: Sequence[Line], number: int, label: int, columns: Sequence[int], words: Words, *, divided: bool = False
) -> bool:
    """Check whether a row has words over columns of figures that are their headings, not a figure that is not there.

    Below a blank row, words of their own over half of the columns suffice.
    """
    row = rows[number]
    if is_heading_row(row, label, words):
        return True
    texts = [row[index].text.strip() for index in columns if row[index].text.strip()]
    if any(not (is_words(each) or words.scale(each)) or _has_figure_besides(each, words) for each in texts):
        return False
    own = row[label].text.strip()
    if not texts:
        return words.is_label_heading(own)
    told = sum(bool(words.kind(each) or words.unit_words(each)) for each in texts)
    if len(set(texts)) == len(texts) > 1 and (
        len(texts) == len(columns) or (divided and len(texts) * 2 > len(columns))
    ):
        return True  # each column has a word of its own
    return told > len(texts) / 2 or not own or words.is_label_heading(own)


def _has_figure_besides(text: str, words: Words) -> bool:
    """Check whether a text has a figure that is no part of its unit (`£'000`)."""
    return has_figure_text(words.without_scale(text))


def _is_of_figures(rows: Sequence[Line], layout: Layout, index: int) -> bool:
    cells = [rows[number][index] for number in layout.body if rows[number][index].text.strip()]
    return sum(has_figure(cell) for cell in cells) > len(cells) / 2


def _first_of_body(rows: Sequence[Line], header_rows: int | None, words: Words) -> int | None:
    """Find the first row with figures that are no years and no numbers of columns."""
    with_figures = [number for number, row in enumerate(rows) if _figures(row)]
    if not with_figures:
        return None
    start = header_rows or 0
    for number in with_figures:
        if number < start:
            continue
        row = rows[number]
        if _only_years(row) and len(with_figures) > 1 and not _years_go_on(rows, number):
            continue
        if _column_numbers(row) or _parts_of_headings(rows, number):
            continue
        return _with_headings_above(rows, number, start, words)
    return None


def _figures(row: Line) -> list[GridCell]:
    return [cell for cell in row if has_figure(cell)]


def _only_years(row: Line) -> bool:
    return all(_YEAR.fullmatch(cell.text.strip()) for cell in _figures(row))


def _years_go_on(rows: Sequence[Line], number: int) -> bool:
    """Check whether the next row has years in the same column: a list by year, not a heading of years."""
    places = [index for index, cell in enumerate(rows[number]) if _YEAR.fullmatch(cell.text.strip())]
    after = rows[number + 1 : number + 3]
    return len(places) == 1 and any(_YEAR.fullmatch(row[places[0]].text.strip()) for row in after)


def _parts_of_headings(rows: Sequence[Line], number: int) -> bool:
    """Check whether a row has words where the next has figures: a line of headings with a number in it (`31` March)."""
    row = rows[number]
    after = next((each for each in rows[number + 1 :] if sum(bool(cell.text.strip()) for cell in each) > 1), None)
    wordy = {index for index, cell in enumerate(row) if cell.text.strip() and is_words(cell.text.strip())}
    if after is None or any(has_figure(after[index]) for index, cell in enumerate(row) if has_figure(cell)):
        return False
    below = [each for each in rows[number + 1 :] if any(has_figure(cell) for cell in each)]
    over = {index for index in wordy if below and any(has_figure(each[index]) for each in below[:6])}
    return len(over) >= max(len(_figures(row)), 1)


def _column_numbers(row: Line) -> bool:
    """Check whether a row only numbers the columns: `1 2 3 4`, `(1) (2) (3)`."""
    texts = [cell.text.strip().strip("()[]") for cell in row if cell.text.strip()]
    numbers = [int(each) for each in texts if each.isascii() and each.isdigit() and len(each) < 3]
    return len(numbers) == len(texts) > 2 and numbers == list(range(numbers[0], numbers[0] + len(numbers)))


def _with_headings_above(rows: Sequence[Line], number: int, start: int, words: Words) -> int:
    """Move the start of the body up over headings of sections: rows with one text, below the last heading."""
    first = number
    while first > start:
        filled = [index for index, cell in enumerate(rows[first - 1]) if cell.text.strip()]
        if not filled:
            first -= 1
            continue
        cell = rows[first - 1][filled[0]]
        below_heading = any(is_heading_row(row, -1, words) or _several(row) for row in rows[: first - 1])
        if _of_dashes(rows[first - 1]):
            first -= 1
            continue
        alone = len(filled) == 1 and not is_unit_line(cell.text, words) and below_heading
        if not alone or cell.spans_rows > 1 or words.is_label_heading(cell.text) or _wraps(rows, first - 1, filled[0]):
            break
        first -= 1
    while first < number and not any(cell.text.strip() for cell in rows[first]):
        first += 1
    return first


def _of_dashes(row: Line) -> bool:
    """Check whether a row has dashes where others have figures, and at most two texts (its label, a comment)."""
    texts = [cell.text for cell in row if cell.text.strip()]
    dashes = sum((found := parse_amount(each)) is not None and found.is_dash for each in texts)
    return dashes > 0 and len(texts) - dashes in (1, 2)


def _several(row: Line) -> bool:
    return sum(bool(cell.text.strip()) for cell in row) > 1


def _wraps(rows: Sequence[Line], number: int, place: int) -> bool:
    """Check whether a lone text above figures is in a column of figures: a line of a heading, not a section."""
    below = [row[place] for row in rows[number + 1 :] if row[place].text.strip()]
    return bool(below) and sum(has_figure(cell) for cell in below) > len(below) / 2


def _head(rows: Sequence[Line], first: int, label: int) -> tuple[list[int], list[str]]:
    """Part the rows above the body into titles, which stand alone, and headings."""
    width = sum(any(row[index].text.strip() for row in rows) for index in range(len(rows[0])))
    head: list[int] = []
    titles: list[str] = []
    for number in range(first):
        cells = [(index, cell) for index, cell in enumerate(rows[number]) if cell.text.strip()]
        if not cells or _column_numbers(rows[number]):
            continue
        index, cell = cells[0]
        spans_all = cell.spans_columns >= max(width - 1, 2) or (
            cell.spans_columns > 1 and index <= label < index + cell.spans_columns
        )
        alone = len(cells) == 1 and not head and (index == label or spans_all)
        if len(cells) == 1 and (spans_all or (alone and number + 1 < first)):
            titles.append(cell.text.strip())
        else:
            head.append(number)
    return head, titles


def _take_title_over_first(
    rows: Sequence[Line], head: list[int], titles: list[str], label: int, words: Words
) -> dict[int, str]:
    """Take lone texts above the first column for titles of the sheet, where the labels stand further right.

    The last may be the group of the columns before the label too: they are doubtful if it is short, or theirs says
    only when. A line that is only a unit is of the whole table, and headings that say what and when need no group.
    """
    doubtful: dict[int, str] = {}
    while len(head) > 1:
        filled = [[index for index, cell in enumerate(rows[number]) if cell.text.strip()] for number in head]
        first = min(index for each in filled for index in each)
        lone = filled[0] == [first] and rows[head[0]][first].spans_columns == 1 and first < label
        if not lone or max(map(len, filled[1:])) < _MANY_HEADINGS:
            break
        title = rows[head[0]][first].text.strip()
        own = [rows[number][first].text for number in head[1:] if rows[number][first].text.strip()]
        when, short = bool(own) and is_incomplete(own, words), len(title.split()) <= _LONGEST_GROUP
        if when and short:
            break
        divided = head[1] > head[0] + 1 or len(filled[1]) == 1 or not words.without_scale(title).strip(" ()[]:")
        divided = divided or all(_says_what_and_when(rows, head[1:], index, words) for index in range(first, label))
        why = f"'{title}' above it may be the title of the table, or part of its heading"
        doubtful = dict.fromkeys(range(label), why) if (short or when) and not divided else {}
        titles.append(title)
        del head[0]
    return doubtful


def _says_what_and_when(rows: Sequence[Line], head: Sequence[int], index: int, words: Words) -> bool:
    """Check whether a column's own heading names a year and what its figures are of; a column without words does."""
    own = [rows[number][index].text for number in head if rows[number][index].text.strip()]
    return not own or (bool(_YEAR.search(" ".join(own))) and not is_incomplete(own, words))
