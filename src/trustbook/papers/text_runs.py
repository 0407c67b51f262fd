"""Read tables of which all rows run on in one line: words, figures, words, figures.

In: the lines of a text. Out: grids, and the numbers of the lines that were used. Such rows are read only where the same
names come again in each block and the last row of each block is the sum of the others; everything else is refused.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from trustbook.papers.amounts import parse_amount
from trustbook.papers.model import Grid, Refusal
from trustbook.papers.text_cells import BROKEN, FIGURE, UNIT, grid_of, kind_of
from trustbook.papers.text_headings import divide
from trustbook.papers.text_lines import Line
from trustbook.papers.text_witness import difference_of, numbers_of

_NET = re.compile(r"\b(?:net|total|balance|sub-?total)\b", re.IGNORECASE)
_DIFFERENCE = re.compile(r"\b(?:variance|difference|movement|change)$", re.IGNORECASE)
_FEWEST_RUNS = 4
_MOST_HEADING_WORDS = 40
_RUN_ON = "its rows run on without anything between them: where a label ends and the next begins cannot be told"


@dataclass(frozen=True)
class _Row:
    label: str
    figures: tuple[str, ...]


def read_runs(lines: Sequence[Line]) -> tuple[list[Grid], set[int]]:
    """Read each line in which many rows run on."""
    grids, used = [], set()
    for line in lines:
        words = line.text.split()
        runs = [run for run in line.runs if len([each for each in run.figures if each]) > 1]
        if len(runs) < _FEWEST_RUNS or len(words) < 30:
            continue
        used.add(line.number)
        grids.append(_read(line) or _refused(line, _RUN_ON))
    return grids, used


def _read(line: Line) -> Grid | None:
    lengths = Counter(len([each for each in run.figures if each]) for run in line.runs)
    width = max((length for length in lengths if length > 1), key=lambda length: length * lengths[length], default=0)
    head, rows, tail = _rows_of(line, max(2, width - 1))
    if any(kind_of(piece.text) == BROKEN for piece in line.pieces):
        return _refused(line, "digits are lost in this line: which figures belong to which column cannot be told")
    if sum(len(row.figures) == width for row in rows) * 10 < 6 * len(rows):
        return None
    blocks = _blocks(rows, head)
    names = _names(head, tail, [row.figures for row in rows if len(row.figures) == width], width)
    if blocks is None or names is None:
        return None
    return _grid(line, blocks, names, width)


def _rows_of(line: Line, fewest: int) -> tuple[list[str], list[_Row], list[str]]:
    """Return the words before the first row, the rows, and the words after the last."""
    rows: list[_Row] = []
    words: list[str] = []
    head: list[str] = []
    runs = {run.start: run for run in line.runs if len([each for each in run.figures if each]) >= fewest}
    at = 0
    pieces = line.pieces
    while at < len(pieces):
        run = runs.get(at)
        if run is None:
            words.append(pieces[at].text)
            at += 1
            continue
        if not rows:
            head, words = words, []
        rows.append(_Row(" ".join(words), tuple(each for each in run.figures if each)))
        words = []
        at = run.end
    return head, rows, words


def _blocks(rows: Sequence[_Row], head: list[str]) -> list[list[_Row]] | None:
    """Divide rows into blocks of the same names; the first name is the end of the words before the first row."""
    labels = [row.label for row in rows]
    for size in range(2, len(rows) // 2 + 1):
        if len(rows) % size:
            continue
        names = labels[size : 2 * size]
        first = names[0].split()
        if labels[1:size] != names[1:] or head[len(head) - len(first) :] != first:
            continue
        if labels[size:] != names * (len(rows) // size - 1) or len(set(names)) < size or not all(names):
            continue
        del head[len(head) - len(first) :]
        named = [_Row(names[at % size], row.figures) for at, row in enumerate(rows)]
        return [list(named[at : at + size]) for at in range(0, len(named), size)]
    return None


def _names(
    head: Sequence[str], tail: Sequence[str], rows: Sequence[Sequence[str]], width: int
) -> list[tuple[str, str]] | None:
    """Return the name and the unit of each column; an empty name where it cannot be told."""
    end = len(head)
    units: list[str] = []
    while end and kind_of(head[end - 1]) == UNIT:
        end -= 1
        units.insert(0, head[end])
    if len(units) != width:
        return None
    money = [at for at, unit in enumerate(units) if unit != "%"]
    if money != list(range(len(money))):
        return None
    text = " ".join(head[max(0, end - _MOST_HEADING_WORDS) : end])
    bare = re.sub(r"\s*\([^()]*\)", "", text).split()
    names: list[str] = []
    for start in range(len(bare)):  # the longest row of words that are all headings: what stands before it is none
        divided = divide([bare[start:]], 0, len(money), [False] * len(money))
        if divided and divided[1] <= 1 and len(set(divided[0])) == len(money):
            names = list(divided[0])
            break
    if not names:
        return None
    notes = re.findall(r"(\w+) \(([^()]*)\)", " ".join([*head, "|", *tail]))
    _qualify(names, notes, rows)
    return [(names[at] if at < len(names) else "", unit) for at, unit in enumerate(units)]


def _qualify(names: list[str], notes: Sequence[tuple[str, str]], rows: Sequence[Sequence[str]]) -> None:
    """Give a variance the words in brackets that name the two columns it is the difference of; none fit: no name."""
    numbers = numbers_of(rows)
    for at, name in enumerate(names):
        if not _DIFFERENCE.search(name):
            continue
        fitting = [note for word, note in notes if word.lower() == name.lower().split()[-1]]
        if not fitting:
            continue
        pair = difference_of(numbers, at)
        named = [note for note in fitting if pair and all(names[each].lower() in note.lower() for each in pair)]
        names[at] = f"{name} ({named[0]})" if len(named) == 1 else ""


def _grid(line: Line, blocks: Sequence[Sequence[_Row]], names: Sequence[tuple[str, str]], width: int) -> Grid:
    kept = [at for at, (name, _) in enumerate(names) if name]
    refused: list[Refusal] = []
    made: list[list[tuple[str, int, int]]] = [
        [("", line.number, 1), *((names[at][0], line.number, 1) for at in kept)],
        [("", line.number, 1), *((names[at][1], line.number, 1) for at in kept)],
    ]
    sound = [_adds_up(block, kept) for block in blocks]
    for number, block in enumerate(blocks, start=1):
        if not sound[number - 1]:
            refused += _lost(
                line, block, range(width), f"block {number}: its rows do not add up as those of the others do"
            )
            continue
        whole = number > 2 and number == len(blocks) and all(sound) and _is_total(blocks, kept)
        title = "TOTAL ALL BLOCKS" if whole else f"BLOCK {number}"
        made.append([(title, line.number, 1), *(("", line.number, 1) for _ in kept)])
        for row in block:
            # a row that is short by one figure lacks one behind its amounts, since these add up
            figures = [row.figures[at] if at < len(row.figures) else "" for at in kept]
            made.append([(row.label, line.number, 1), *((each, line.number, 1) for each in figures)])
            rest = [at for at in range(len(row.figures)) if at not in kept]
            refused += _lost(line, [row], rest, f"block {number}: the heading of its column cannot be told")
    return (
        grid_of(made, header_rows=2, refused=refused)
        if len(made) > 2
        else Grid((), f"line {line.number}", refused=tuple(refused))
    )


def _adds_up(block: Sequence[_Row], columns: Sequence[int]) -> bool:
    """Check that the row named net or total is the sum of the others in every column."""
    if not _NET.search(block[-1].label) or any(_NET.search(row.label) for row in block[:-1]):
        return False
    for at in columns:
        if any(at >= len(row.figures) for row in block):
            return False
        numbers = [_number(row.figures[at]) for row in block]
        if abs(sum(numbers[:-1], Decimal(0)) - numbers[-1]) > len(block):
            return False
    return True


def _is_total(blocks: Sequence[Sequence[_Row]], columns: Sequence[int]) -> bool:
    """Check that the last block is the sum of the blocks before it."""
    for row in range(len(blocks[0])):
        for at in columns:
            numbers = [_number(block[row].figures[at]) for block in blocks]
            if abs(sum(numbers[:-1], Decimal(0)) - numbers[-1]) > len(blocks):
                return False
    return True


def _number(text: str) -> Decimal:
    amount = parse_amount(text)
    return amount.number or Decimal(0) if amount else Decimal(0)


def _lost(line: Line, rows: Sequence[_Row], columns: Sequence[int] | range, why: str) -> list[Refusal]:
    return [
        Refusal(row.figures[at], f"line {line.number}", f"{row.label}, {why}")
        for row in rows
        for at in columns
        if at < len(row.figures)
    ]


def _refused(line: Line, why: str) -> Grid:
    lost = [
        Refusal(part, f"line {line.number}", why)
        for piece in line.pieces
        if piece.text and kind_of(piece.text) in (FIGURE, BROKEN) and any(each.isdigit() for each in piece.text)
        for part in re.split(r"(?<=\d)(?=[-(])", piece.text)  # figures that have run together
    ]
    return Grid((), f"line {line.number}", None, (), None, tuple(lost))
