"""Read tables that have one row a line: a label and its figures, the label first, in the middle or last.

In: the lines of a text. Out: grids, and which lines they were made of. The number of columns is the number of figures
that most rows have; a row with another number is refused unless its blank cells say where each figure belongs.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from trustbook.papers.model import Grid, Refusal
from trustbook.papers.text_cells import (
    UNIT,
    YEAR,
    grid_of,
    heads_labels,
    heads_remarks,
    is_heading_like,
    kind_of,
    plain_quotes,
)
from trustbook.papers.text_headings import divide, unit_ends, with_percent, words_of
from trustbook.papers.text_lines import Line, trimmed
from trustbook.papers.text_one_row import Row, fits, read_row, refusal_of, row_or_none, shape_of
from trustbook.papers.text_unplaced import has_glued_figures, has_glued_words, is_row_of_headings
from trustbook.papers.text_witness import difference_columns, percent_columns

_MOST_LABEL_WORDS = 16
_FEWEST_OF_ONE_COLUMN = 3
_LABEL_HEADS = ("services", "service", "directorate", "department", "heading", "description", "area", "portfolio")
_LAST_YEAR = re.compile(r"((?:last|current|previous|this|next|prior) year) \d{4}(?:[-/]\d{1,4})?", re.IGNORECASE)


def read_rows(lines: Sequence[Line]) -> tuple[list[Grid], set[int]]:
    """Read all tables of one row a line; also return the numbers of the lines that were used."""
    lines = [Line(line.number, "") if "|" in line.text or "\t" in line.text else line for line in lines]
    grids: list[Grid] = []
    used: set[int] = set()
    start = 0
    for end in _ends_of_blocks(lines):
        made = _read_block(lines[start:end])
        if made:
            grids.append(made[0])
            used |= made[1]
        start = end
    return grids, used


def _ends_of_blocks(lines: Sequence[Line]) -> list[int]:
    """Return where blocks end: before a heading with units that follows rows of figures, and after prose."""
    ends, seen = [], False
    for at, line in enumerate(lines):
        heading = (line.has_unit() or _is_bare_heading(line)) and not any(
            len(trimmed(run.figures)) > 2 for run in line.runs
        )
        if heading and seen:
            back = at
            while back > 0 and not lines[back - 1].runs and not lines[back - 1].is_blank and back > at - 6:
                back -= 1
            ends.append(back)
            seen = False
        elif _is_prose(line):
            ends += [at, at + 1]
            seen = False
        elif not heading and _has_figures(line):
            seen = True
    return [*ends, len(lines)]


def _is_bare_heading(line: Line) -> bool:
    """Check whether a line is a heading without units (`Year Amount`)."""
    words = line.words.split()
    return 2 <= len(words) <= 12 and not line.runs and heads_labels(words[0]) and is_heading_like(" ".join(words[1:]))


def _has_figures(line: Line) -> bool:
    """Check whether a line has figures as a row has them: two or more, one with a mark of money, or one of a year."""
    most = max((trimmed(run.figures) for run in line.runs), key=len, default=())
    if len(most) > 1:
        return True
    return len(most) == 1 and (
        re.search(r"[.,£%(]", most[0]) is not None or YEAR.fullmatch(line.pieces[0].text) is not None
    )


def _is_prose(line: Line) -> bool:
    words = line.words.split()
    return len(words) > 24 and max((len(trimmed(run.figures)) for run in line.runs), default=0) < 3


def _read_block(lines: Sequence[Line]) -> tuple[Grid, set[int]] | None:
    shape = shape_of(lines)
    if shape is None:
        return None
    before, after = shape
    first = next(at for at, line in enumerate(lines) if fits(line, before, after))
    heading = _heading(lines, first, before, after)
    rows, refused, used = _rows(lines, first, before, after)
    whole = [figures for _, (_, figures, _) in rows if len([each for each in figures if each]) == before + after]
    if len(whole) < 2:
        return None
    if before + after == 1 and (len(whole) < _FEWEST_OF_ONE_COLUMN or len(refused) * 2 > len(whole)):
        return None  # sentences that end in a figure, not rows
    if before + after == 1 and any(label[:1] in "-•" or len(label.split()) > 12 for _, (label, _, _) in rows if label):
        return None
    if heading is None and before + after == 1:
        return None  # words and figures without a heading: nothing says that they are a table
    if heading is None:
        why = "the headings of its columns are lost or can be divided among them in more than one way"
        return _refused_grid(rows, refused, why), used
    names, head_lines, skipped, groups = heading
    sections = [line for line in lines[:first] if not line.is_blank][-skipped:] if skipped else []
    rows = [*((line, (line.words, ("",) * (before + after), "")) for line in sections), *rows]
    used |= {line.number for line in (*head_lines, *sections)}
    title = _title(lines, head_lines, used)
    return _grid(rows, refused, before, names, groups, head_lines, title), used


def _rows(
    lines: Sequence[Line], first: int, before: int, after: int
) -> tuple[list[tuple[Line, Row]], list[Refusal], set[int]]:
    """Read the rows from the first one on; lines of words between them are headings, or labels over several lines."""
    rows: list[tuple[Line, Row]] = []
    refused: list[Refusal] = []
    used: set[int] = set()
    waiting: list[Line] = []
    last = max(at for at, line in enumerate(lines) if line.runs)
    for at in range(first, last + 1):
        line = lines[at]
        if line.is_blank:
            continue
        if not line.runs:
            waiting.append(line)
            continue
        row = read_row(line, before, after)
        if has_glued_figures(line.text):
            every = [each for run in line.runs for each in run.figures]
            row = refusal_of(line, every, "cells of its row have run together: the others may have slipped")
        if isinstance(row, Refusal):
            refused.append(row)
            used |= {each.number for each in (*waiting, line)}
            waiting = []
            continue
        label, figures, remark = row
        if not label and waiting and not line.text.startswith("  "):
            label = " ".join(each.words for each in waiting)
            if len(waiting) > 1 and not _wraps(waiting):
                refused.append(refusal_of(line, figures, f"its label is '{waiting[-1].words}' or '{label}'"))
                used |= {each.number for each in (*waiting, line)}
                waiting = []
                continue
            waiting_lines: list[Line] = []
        elif label[:1].islower() and waiting:
            label = f"{waiting[-1].words} {label}"  # a label over two lines, its figures in the second
            waiting_lines = waiting[:-1]
        else:
            waiting_lines = waiting
        for each in waiting_lines:
            if len(each.words.split()) <= _MOST_LABEL_WORDS:
                rows.append((each, (each.words, ("",) * (before + after), "")))
        used |= {each.number for each in (*waiting, line)}
        waiting = []
        rows.append((line, (label, figures, remark)))
    return rows, refused, used


def _wraps(waiting: Sequence[Line]) -> bool:
    """Check whether lines of words are one label: each but the last ends in a mark that says that it goes on."""
    return all(re.search(r"(?:[-/&,]|\b(?:and|of|for|with|the|to))$", each.words) for each in waiting[:-1])


def _heading(
    lines: Sequence[Line], first: int, before: int, after: int
) -> tuple[list[str], list[Line], int, list[tuple[str, int]]] | None:
    """Find the heading above the first row: names, its lines, how many lines of words follow it, groups."""
    whole = [row[1] for line in lines[first:] if isinstance(row := row_or_none(line, before, after), tuple)]
    full = [figures for figures in whole if all(figures)]
    percent = percent_columns(full) or [None] * (before + after)
    differences = difference_columns(full)
    above = [at for at in range(max(0, first - 12), first) if not lines[at].is_blank]
    best: tuple[tuple[int, int, int], list[str], list[int], int] | None = None
    for skipped in range(min(3, len(above))):
        beneath = [lines[at] for at in above[len(above) - skipped :]]
        if any(
            each.has_unit() or re.search(r"\d", each.text) or is_row_of_headings(each.text, before + after)
            for each in beneath
        ):
            break
        rest = above[: len(above) - skipped]
        for height in range(1, min(5, len(rest)) + 1):
            taken = rest[-height:]
            if not all(is_heading_like(lines[at].text) or kind_of(lines[at].text) == UNIT for at in taken):
                break
            words = [words_of(lines[at].text) for at in taken]
            remark = heads_remarks(words[-1][-1])
            found = divide(words, before, after, percent, differences, last_text=remark)
            ended = None if found or before else unit_ends(words, after, _LABEL_HEADS)
            if ended:
                found = (ended, 0)
            if found:
                rank = (found[1], -height, skipped)
                if best is None or rank < best[0]:
                    best = (rank, list(found[0]), taken, skipped)
    if best is None:
        return None
    _, names, taken, skipped = best
    groups, group_line = _groups(lines, taken[0], names)
    if groups is None:
        return None
    heads = [lines[at] for at in ([group_line] if group_line is not None else []) + taken]
    top = lines.index(heads[0])
    above_heads = next((line for line in reversed(lines[max(0, top - 3) : top]) if not line.is_blank), None)
    if above_heads is not None and is_row_of_headings(above_heads.text, before + after):
        return None  # its words belong to names of columns, and none of them says to which
    if any(has_glued_words(line.text) for line in heads):
        return None
    return with_percent(names), heads, skipped, groups


def _groups(lines: Sequence[Line], top: int, names: list[str]) -> tuple[list[tuple[str, int]] | None, int | None]:
    """Return the groups of columns (name, where it begins) of the line above a heading.

    No groups where names come once only and nothing stands there; None where names come twice and no group tells them
    apart.
    """
    twice = len(set(name.lower() for name in names)) < len(names)
    at = top - 1
    while at >= 0 and lines[at].is_blank and at > top - 3:
        at -= 1
    parts = re.split(r"\s{2,}", plain_quotes(lines[at].text).strip()) if at >= 0 else []
    starts = [place for place, name in enumerate(names) if name.lower() == names[0].lower()]
    if len(parts) > 1 and len(parts) == len(starts):
        return [(_LAST_YEAR.sub(r"\1", part), start) for part, start in zip(parts, starts, strict=True)], at
    distinct = [name for name in names if name.strip("() ") != "%"]
    if twice and len(set(distinct)) < len(distinct):
        return None, None
    return [], None


def _title(lines: Sequence[Line], heads: Sequence[Line], used: set[int]) -> str | None:
    top = min(line.number for line in heads)
    above = [line for line in lines if line.number < top and not line.is_blank and line.number not in used]
    return above[-1].words if above and len(above[-1].words.split()) <= 20 else None


def _grid(
    rows: Sequence[tuple[Line, Row]],
    refused: Sequence[Refusal],
    before: int,
    names: Sequence[str],
    groups: Sequence[tuple[str, int]],
    heads: Sequence[Line],
    title: str | None,
) -> Grid:
    """Make a grid: groups, names, units; then the rows, with a column for remarks if there are any."""
    remarks = any(remark for _, (_, _, remark) in rows)
    number = heads[-1].number
    bare = [" ".join(word for word in name.split() if kind_of(word) != UNIT or word == "%") for name in names]
    units = [
        next((word.strip("()") for word in name.split() if kind_of(word) == UNIT and word != "%"), "") for name in names
    ]
    made: list[list[tuple[str, int, int]]] = []
    if groups:
        ends = [start for _, start in groups[1:]] + [len(names)]
        row: list[tuple[str, int, int]] = []
        for (name, start), end in zip(groups, ends, strict=True):
            if start <= before < end and not (before == 0 and start == 0):
                return _refused_grid(rows, refused, "a heading spans the column of labels")
            if start == before:
                row.append(("", number, 1))
            row.append((name, heads[0].number, end - start))
        made.append(row)
    for texts in (bare, units):
        cells = [(text, number, 1) for text in texts]
        cells.insert(before, ("", number, 1))
        if remarks:
            cells.append(("Comments" if texts is bare else "", number, 1))
        made.append(cells)
    head_rows = len(made)
    for line, (label, figures, remark) in rows:
        cells = [(each, line.number, 1) for each in figures]
        cells.insert(before, (label, line.number, 1))
        if remarks:
            cells.append((remark, line.number, 1))
        made.append(cells)
    around = [line.words for line in heads]
    return grid_of(made, header_rows=head_rows, title=title, around=around, refused=refused)


def _refused_grid(rows: Sequence[tuple[Line, Row]], refused: Sequence[Refusal], why: str) -> Grid:
    """Return a grid without rows: every figure is refused."""
    lost = [
        Refusal(each, f"line {line.number}", f"{label or 'a row without a label'}: {why}")
        for line, (label, figures, _) in rows
        for each in figures
        if re.search(r"\d\d|[.,£%(]", each)
    ]
    number = rows[0][0].number if rows else 1
    return Grid((), f"line {number}", None, (), None, (*refused, *lost))
