"""Read one line as a row: a label and the figures of all columns, or a refusal.

In: a line, and how many figures stand before and after the label. Out: `Row`, or `Refusal` with the reason.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from trustbook.papers.model import Refusal
from trustbook.papers.text_cells import (
    BROKEN,
    FIGURE,
    kind_of,
)
from trustbook.papers.text_lines import Line, trimmed

Row = tuple[str, tuple[str, ...], str]
"""A label, the figures of all columns, and the remark behind them."""


def shape_of(lines: Sequence[Line]) -> tuple[int, int] | None:
    """Return how many figures stand before and after the label in most rows."""
    shapes: Counter[tuple[int, int]] = Counter()
    for line in lines:
        found = figures_around(line)
        if found and sum(found) <= MOST_COLUMNS and not line.has_unit():
            shapes[found] += 1
    if not shapes:
        return None
    shapes.pop((1, 0), None)  # a number and words: a numbered line
    if not shapes:
        return None
    shape, often = max(shapes.items(), key=lambda each: (each[1] * sum(each[0]), sum(each[0])))
    least = 3 if sum(shape) == 1 else 2
    if often < least:
        return None
    if shape[0] == 1:
        numbers = [line.runs[0].figures[0] for line in lines if line.runs and figures_around(line) == shape]
        if (
            numbers
            == [str(each) for each in range(int(numbers[0]) if numbers[0].isdigit() else 0, 10**4)][: len(numbers)]
        ):
            return (0, shape[1])  # the rows are numbered
    return shape


def figures_around(line: Line) -> tuple[int, int] | None:
    """Return how many figures stand before the label and behind it; None for a line without a label."""
    runs = [run for run in line.runs if any(kind_of(each) in (FIGURE, BROKEN) for each in run.figures)]
    if not runs or len(line.pieces) == sum(run.end - run.start for run in line.runs):
        return None
    first, last = runs[0], max(runs, key=lambda run: len(trimmed(run.figures)))
    before = len(trimmed(first.figures)) if first.start == 0 and len(runs) > 1 else 0
    if before and last is first:
        last = max(runs[1:], key=lambda run: len(trimmed(run.figures)))
    if len(runs) == 1 and first.start == 0:
        return (len(trimmed(first.figures)), 0)
    return (before, len(trimmed(last.figures)))


def fits(line: Line, before: int, after: int) -> bool:
    """Check whether a line has as many figures before and behind its label as the rows of its table."""
    return figures_around(line) == (before, after) and not line.has_unit()


def read_row(line: Line, before: int, after: int) -> Row | Refusal:
    """Read one row, or say why it cannot be."""
    wanted = before + after
    runs = list(line.runs)
    words = [at for at, piece in enumerate(line.pieces) if piece.text and not _in_runs(at, line)]
    if not words:
        (run,) = runs
        figures = run.figures[1:] if not before and not run.figures[0] else run.figures  # the label's blank cell
        figures = _whole_run(figures, wanted)
        if len(figures) == wanted and not before:
            return ("", figures, line.remark)
        return refusal_of(line, figures, why_not(figures, wanted))
    if before and after:
        return _label_between(line, before, after)
    if before:
        first = runs[0]
        if first.start == 0 and len(first.figures) == before and len(runs) == 1:
            return (line.between(first.end, len(line.pieces)), first.figures, line.remark)
        return refusal_of(line, first.figures, why_not(first.figures, wanted))
    fitting = [run for run in runs if len(_whole_run(run.figures, wanted)) == wanted and run.start > 0]
    longest = max(runs, key=lambda run: len(trimmed(run.figures)))
    if len(fitting) != 1 or len(trimmed(longest.figures)) > wanted:
        return refusal_of(line, longest.figures, why_not(longest.figures, wanted))
    run = fitting[0]
    label = line.between(0, run.start)
    if wanted == 1 and run is not runs[-1]:
        return refusal_of(line, run.figures, "words follow its figure: which of its figures is meant cannot be told")
    behind = line.between(run.end, len(line.pieces))
    return (label, _whole_run(run.figures, wanted), " ".join(each for each in (behind, line.remark) if each))


def _whole_run(figures: tuple[str, ...], wanted: int) -> tuple[str, ...]:
    """Return a run with its blank cells if they make up the number of columns, else without those at its ends."""
    return figures if len(figures) == wanted else trimmed(figures)


def _label_between(line: Line, before: int, after: int) -> Row | Refusal:
    runs = line.runs
    first = runs[0]
    last = runs[-1]
    if (
        len(runs) == 2
        and first.start == 0
        and last.end == len(line.pieces)
        and len(first.figures) == before
        and len(last.figures) == after
    ):
        return (line.between(first.end, last.start), first.figures + last.figures, line.remark)
    figures = tuple(each for run in runs for each in run.figures)
    return refusal_of(line, figures, why_not(figures, before + after))


def _in_runs(at: int, line: Line) -> bool:
    return any(run.start <= at < run.end for run in line.runs)


def why_not(figures: Sequence[str], wanted: int) -> str:
    """Say why figures cannot be placed in so many columns."""
    given = sum(1 for each in figures if each)
    if given > wanted:
        return f"{given} figures stand in {wanted} columns: the first may belong to the label, or two columns to one"
    return f"{given} figures stand in {wanted} columns, and nothing says which columns are blank"


def refusal_of(line: Line, figures: Sequence[str], why: str) -> Refusal:
    """Refuse the figures of a line."""
    return Refusal(" ".join(each for each in figures if each), f"line {line.number}", why)


def row_or_none(line: Line, before: int, after: int) -> Row | None:
    """Read a line as a row; None if it is none."""
    if not line.runs or line.has_unit():
        return None
    row = read_row(line, before, after)
    return row if isinstance(row, tuple) else None


MOST_COLUMNS = 24
