"""Write a new return as CSV files, with a README that shows what the last return had.

In: a `PeriodForm`. Out: the bytes of each file by name. The last return's figures are in `README.md` because it is the
one file in the folder of a return that is never read, whatever is in it: they can never be taken for this return's.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from trustbook.core.formatting import capitalised
from trustbook.core.safe_text import as_csv
from trustbook.data.schema import Kind
from trustbook.starting.period_form import DatasetForm, PeriodForm

README = "README.md"
_UNITS = {Kind.MONEY: "£ thousand", Kind.NUMBER: "number", Kind.DATE: "date", Kind.TEXT: "text"}
_MARKS = str.maketrans({mark: f"\\{mark}" for mark in "\\|<>[]`*"})


def period_files(form: PeriodForm) -> dict[str, bytes]:
    """Return the files of a new return: one for each dataset, and the README."""
    files = {f"{each.schema.name}.csv": _dataset(each) for each in form.datasets}
    return {**files, README: "\n".join(_readme(form)).encode() + b"\n"}


def _dataset(form: DatasetForm) -> bytes:
    rows = [[row.get(name, "") for name in form.columns] for row in form.rows]
    return as_csv([form.columns, *rows]).encode()


def _readme(form: PeriodForm) -> Iterator[str]:
    yield f"# {form.period.label}: how to fill in this return"
    yield ""
    yield "`trustbook` does not read this file. Delete it when you no longer need it."
    yield ""
    yield "1. Type the figures into the empty cells of the files here, in thousands of pounds where the name ends in"
    yield "   `_gbp_k`. Leave a cell empty if the paper does not give the figure: empty means not reported, never nil."
    yield "2. Delete what the paper does not have: a line, a column, or a whole file. Only `forecast.csv` is always"
    yield "   needed."
    yield "3. List the paper in `data/sources.csv`, and put its `source_id` on each line."
    yield f"4. Run `trustbook check {form.period}`. It names each cell that is still missing."
    for each in form.datasets:
        yield from ("", f"## {each.schema.name}.csv", "", f"{capitalised(str(each.schema.about))}.", "")
        yield from _table(
            ("Column", "What goes in", "Unit"),
            [(f"`{name}`", str(each.schema[name].about), _UNITS[each.schema[name].kind]) for name in each.columns],
        )
        yield from _last(each, form)


def _last(each: DatasetForm, form: PeriodForm) -> Iterator[str]:
    if form.last is None or not each.beside:
        return
    named = [name for name in each.columns if name in each.schema.key and name in each.schema.staying]
    shown = [*named, *each.beside]
    rows = [
        [was.get(name) or row.get(name, "") for name in shown] for row, was in zip(each.rows, each.last, strict=True)
    ]
    yield from ("", f"The last return, {form.last.label}, has:", "")
    yield from _table(
        [f"`{name}`" for name in shown],
        [[cell.translate(_MARKS) for cell in row] for row in rows],
        right={place for place, name in enumerate(shown) if each.schema[name].kind in (Kind.MONEY, Kind.NUMBER)},
    )


def _table(head: Sequence[str], rows: Sequence[Sequence[str]], right: set[int] | None = None) -> Iterator[str]:
    yield f"| {' | '.join(head)} |"
    yield f"|{'|'.join('---:' if place in (right or ()) else '---' for place in range(len(head)))}|"
    for row in rows:
        yield f"| {' | '.join(row)} |"
