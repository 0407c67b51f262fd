"""Say what was written for a new period, and what to do next.

In: a `NewPeriod`. Out: lines for the console.
"""

from __future__ import annotations

from collections.abc import Iterator

from trustbook.core.formatting import listing
from trustbook.starting.new_period import NewPeriod
from trustbook.starting.period_files import README


def in_lines(made: NewPeriod) -> Iterator[str]:
    """Yield the lines that `trustbook new` prints."""
    form = made.form
    names = listing([each.schema.name for each in form.datasets])
    as_last = f", as in the return of {form.last}" if form.last else ", as for a first return"
    yield f"{form.period} is started: {names}{as_last}."
    yield from (f"  wrote {name}" for name in made.written)
    yield from (f"  kept {name}, which was there" for name in made.kept)
    yield "Next:"
    if made.written[0].endswith(".xlsx"):
        yield f"  1. Open {made.written[0]} and fill in the yellow cells; it says what does not add up."
    else:
        notes = f" data/{form.period}/{README} explains the columns" if README in made.written[-2] else ""
        shows = " and shows the last return's figures" if form.last else ""
        yield f"  1. Fill in the empty cells.{notes}{shows}."
    listed = f" as {made.source}." if made.source else ", and put its source_id on each line."
    yield f"  2. List the paper in data/sources.csv{listed}"
    yield f"  3. trustbook check {form.period}"
