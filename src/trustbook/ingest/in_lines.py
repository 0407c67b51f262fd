"""Say what became of a paper: cells by dataset, what was left out and why, and what a person still has to do.

In: `Ingested`. Out: lines for the console.
"""

from __future__ import annotations

from collections.abc import Iterator

from trustbook.core.formatting import counted, listing
from trustbook.ingest.model import Listed, Why
from trustbook.ingest.paper_to_draft import Ingested

_HEADINGS = {
    Why.DEFECT: "Wrong with the print:",
    Why.REFUSED: "Left out, because it can be read in two ways or other figures speak against it:",
    Why.NOT_MAPPED: "Read, and not put anywhere:",
    Why.TO_TYPE: "To look at or to type:",
}
_MOST = 20


def in_lines(made: Ingested) -> Iterator[str]:
    """Yield the lines that `trustbook ingest` prints."""
    for period, datasets in made.draft.counts().items():
        said = [f"{name} {counted(count, 'cell')}" for name, count in datasets.items() if count]
        if said:
            yield f"{period}: {listing(said)}."
    for each in made.compared:
        yield f"{each.period} has a return: {counted(each.agree, 'figure')} of the paper and of the return agree."
        for one in each.differences[:_MOST]:
            yield f"  {one.what}: the paper has {one.paper}, the return {one.data or 'nothing'}"
        yield from _more(len(each.differences))
    for kind, heading in _HEADINGS.items():
        listed = list(made.draft.of_kind(kind))
        if listed:
            yield heading
            yield from (f"  {_line(each)}" for each in listed[:_MOST])
            yield from _more(len(listed))
    if made.draft.elsewhere:
        what = counted(made.draft.elsewhere, "figure")
        yield f"In other parts of the paper {what} could not be read: trustbook read FILE says which and why."
    yield from _to_do(made)


def _line(each: Listed) -> str:
    printed = f" (the paper has {each.printed})" if each.printed else ""
    dataset = f"{each.dataset}: " if each.dataset else ""
    place = f" [{each.place}]" if each.place else ""
    return f"{dataset}{each.what}: {each.why}{printed}.{place}"


def _more(count: int) -> Iterator[str]:
    if count > _MOST:
        yield f"  and {count - _MOST} more; --json has all"


def _to_do(made: Ingested) -> Iterator[str]:
    for each in made.written:
        again = " again, since nobody had changed it" if each.replaced else ""
        yield f"Wrote the draft of {each.period}{again}: {listing(each.files)}"
    yield "Next:"
    yield "  1. Type what is listed above, and the notes in your own words; correct names that the returns do not use."
    if made.missing:
        yield f"     The last return has {listing(made.missing)} too: nothing was found for it in this paper."
    yield f"  2. List the paper in data/sources.csv as {made.draft.source}."
    yield f"  3. trustbook check {made.draft.period}"
    there = {each.period for each in made.compared}
    for each in made.written:
        if each.period not in there:
            yield f"  4. trustbook ingest --accept {each.period}"
