"""Make the savings of a draft, and the totals below them.

In: a recognised table. Out: rows of `savings` and `controls`, and what is left out.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence, Set

from trustbook.ingest.lines import Lines
from trustbook.ingest.model import Draft, DraftRow, Known, Trace, Why
from trustbook.ingest.names import match, plain
from trustbook.ingest.naming import remembered
from trustbook.ingest.recognise import Recognised
from trustbook.ingest.recognition import Recognition
from trustbook.ingest.rows import add_control, leave_out_line, new_row
from trustbook.papers.model import Refusal

SAVINGS = "savings"
OFFICER, _STATUS = "sro", "status"
_BLOCKS = "STUVW"


def savings_lines(
    found: Recognised,
    draft: Draft,
    known: Known,
    recognition: Recognition,
    refusals: Sequence[Refusal],
    officers: Set[str] = frozenset(),
) -> Lines:
    """Add the savings, line by line, and the totals among them.

    `officers`: what stands in the column of officers, which is no name of a saving.
    """
    of = {name: column for name, column in found.columns.of.items() if name.endswith("_gbp_k")}
    lines = Lines(found, recognition, refusals, of)
    rows = found.table.rows
    words = {
        row: _words(line.label, known, recognition)
        for row, line in enumerate(rows)
        if line.cells and row not in lines.totals
    }
    for row, line in enumerate(rows):
        if not line.cells and _words(line.label, known, recognition):
            leave_out_line(draft, found, row, "it has no figure")
    refs = Counter(each["ref"] for each in words.values() if "ref" in each)
    given: dict[int, str] = {}
    for row, cells in words.items():
        label = rows[row].label
        if not label.strip():
            leave_out_line(draft, found, row, "it has no name")
            continue
        if plain(label) in officers:
            leave_out_line(draft, found, row, "its label stands in the column of officers")
            continue
        if refs.get(cells.get("ref", ""), 0) > 1:
            leave_out_line(draft, found, row, f"another line is {cells['ref']} too")
            continue
        block = sum(total < row for total in lines.totals)
        ref = cells.get("ref") or _new_ref(block, {*refs, *given.values()})
        made = new_row(found, known, {"ref": ref, "proposal": cells.get("proposal") or " ".join(label.split())}, row)
        for name in (OFFICER, _STATUS):
            _text(found, row, name, made)
        taken = [lines.take(draft, row, name, made, made.cells["proposal"]) for name in of]
        if any(value is not None for value in taken):
            given[row] = ref
            draft.of(known.period).rows(SAVINGS).append(made)
            if "ref" not in cells:
                why = f"the paper gives no reference: {ref} was given to it"
                draft.leave_out(Why.TO_TYPE, made.cells["proposal"], why, dataset=SAVINGS)
    for row in lines.totals:
        _total(found, lines, draft, known, row, given)
    return lines


def _words(label: str, known: Known, recognition: Recognition) -> Mapping[str, str]:
    """Return the reference and the proposal that are known for a label."""
    kept = remembered(label, SAVINGS, recognition)
    if isinstance(kept, Mapping):
        return kept
    last = {row.get("proposal", ""): row for row in known.last.get(SAVINGS, ())}
    name = kept if isinstance(kept, str) else match(label, [each for each in last if each]).name
    if name is None or name not in last:
        return {}
    return {key: value for key in ("ref", "proposal") if (value := last[name].get(key, ""))}


def _new_ref(block: int, taken: set[str]) -> str:
    letter = _BLOCKS[min(block, len(_BLOCKS) - 1)]
    return next(ref for number in range(1, 1000) if (ref := f"{letter}{number:02d}") not in taken)


def _text(found: Recognised, row: int, name: str, made: DraftRow) -> None:
    column = found.columns.of.get(name)
    cell = None if column is None else found.table.cells[row].get(column)
    if cell is None or not isinstance(cell.value, str):
        return
    words = " ".join(cell.printed.split())
    made.cells[name] = "; ".join(part.strip() for part in words.split("/")) if name == OFFICER else words
    made.traces[name] = Trace(cell.printed, cell.place)


def _total(found: Recognised, lines: Lines, draft: Draft, known: Known, row: int, given: Mapping[int, str]) -> None:
    """Add a total of all savings, or of those whose references begin with a letter that no other has."""
    footing = next((each for each in lines.footings if each.total == row), None)
    above = [at for at in given if at < row]
    parts = [at for at in (footing.parts if footing else ()) if at in given]
    scope = ""
    letters = {given[at][:1] for at in (parts or above)}
    if row == lines.totals[-1]:
        scope = "all"
    elif len(letters) == 1 and not any(ref[:1] in letters for at, ref in given.items() if at not in (parts or above)):
        scope = f"ref={next(iter(letters))}*"
    if not scope:
        leave_out_line(draft, found, row, "no pattern of references has just the lines that it adds up")
        return
    for name in lines.of:
        add_control(draft, known, lines, row, name, (SAVINGS, name, scope), found.table.rows[row].label)
