"""Check the lines of savings: each has a target and one form, and its parts make the target and the total printed.

In: the savings of a return, and what the body's status words mean. Out: `Reconciliation`s in whole pounds. A line that
cannot be put into the model is critical; parts that do not make their total are a warning, and published.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

import pandas as pd

from trustbook.checks.findings import Severity
from trustbook.checks.reconciliation_table import Frames, Reconciliation, refusal
from trustbook.config.settings import Settings
from trustbook.core.characters import excerpt
from trustbook.core.formatting import listing, thousands
from trustbook.core.lookalikes import bracketed_difference
from trustbook.data.reader import Table
from trustbook.savings import RATINGS, SAID, SHARE, STATE_OF, Form, forms_of, known_words, meaning, model, saving

_COLUMN = {name: name if name in ("status", SHARE) else f"{name}_gbp_k" for name in ("target", "proposed", *SAID)}
_TARGETS = ("target", "proposed")
_ONE_FORM = (
    "one of: amounts in red_gbp_k, amber_gbp_k, green_gbp_k or blue_gbp_k; a word in status; achieved_gbp_k and "
    "at_risk_gbp_k; or delivered_share"
)
_OF_A_LINE = {"savings.no_targets": "savings.target", "savings.no_form": "savings.form"}
"""What is not said again of each line where it is said of the whole file."""
_PUBLISHED = (
    "Check both against the paper. If it says both, leave both: the report shows the difference as not explained."
)


def savings_in_model(now: Frames, settings: Settings) -> pd.DataFrame | None:
    """Return the savings of a return in the model; None if it reports none."""
    rows = now.get("savings")
    return None if rows is None else model(rows, settings.saving_statuses)


@dataclass(frozen=True)
class _Line:
    """One line: its number and name, what it fills in, and what of that could be read."""

    number: int
    name: str
    filled: frozenset[str]
    read: Mapping[str, object]

    def amount(self, name: str) -> int | None:
        return int(str(self.read[name])) if name in self.read else None

    @property
    def unreadable(self) -> bool:
        """Whether a cell could not be read, which the reader reports."""
        return bool(self.filled - set(self.read))


def savings_lines(now: Frames, settings: Settings) -> Iterator[Reconciliation]:
    """Declare what each line of savings is held to."""
    table = now.tables.get("savings")
    if table is None or table.written.empty:
        return
    lines = list(_lines(table))
    whole = list(_absent_columns(now, table))
    yield from whole
    said = {_OF_A_LINE[each.rule] for each in whole}
    for line in lines:
        yield from (each for each in _faults(now, line, settings) if each.rule not in said)
    forms = {line.number: forms_of(line.filled) for line in lines}
    used = {name for line in lines if forms[line.number] == (Form.RATINGS,) for name in line.filled}
    for line in lines:
        if len(forms[line.number]) == 1 and not line.unreadable:
            yield from _sums(now, line, forms[line.number][0], used, settings)


def _lines(table: Table) -> Iterator[_Line]:
    typed = {name: column.removesuffix("_k") for name, column in _COLUMN.items()}
    extra = {"mitigations": "mitigations_gbp", "stated_total": "stated_total_gbp"}
    for number in table.written.index:
        written, row = table.written.loc[number], table.typed.loc[number]
        ref = row.get("ref")
        yield _Line(
            int(str(number)),
            f"line {number}" if pd.isna(ref) else excerpt(str(ref)),
            frozenset(name for name, column in _COLUMN.items() if not pd.isna(written.get(column))),
            {name: row[column] for name, column in (typed | extra).items() if not pd.isna(row.get(column))},
        )


def _absent_columns(now: Frames, table: Table) -> Iterator[Reconciliation]:
    """Report once, and not line by line, that no column has the targets or says how far they are delivered."""
    header = set(table.written.columns)
    if not header & {_COLUMN[name] for name in _TARGETS}:
        yield _wrong(
            now,
            None,
            "target",
            "savings.no_targets",
            "no column has the targets of the savings",
            "a column target_gbp_k, or proposed_gbp_k",
            "Add the column, and type what each line is to save in the year.",
        )
    if not header & {_COLUMN[name] for name in SAID}:
        yield _wrong(
            now,
            None,
            None,
            "savings.no_form",
            "no column says how far the savings are delivered",
            _ONE_FORM,
            "Add the columns that the paper has.",
        )


def _faults(now: Frames, line: _Line, settings: Settings) -> Iterator[Reconciliation]:
    """Report what keeps a line from being put into the model."""
    targets = [name for name in _TARGETS if name in line.filled]
    if not targets:
        yield _wrong(
            now,
            line,
            "target",
            "savings.target",
            f"{line.name}: the line has no target",
            "what the line is to save in the year, in target_gbp_k or proposed_gbp_k",
            "Type what the paper says.",
        )
    amounts = {line.amount(name) for name in targets} - {None}
    if len(amounts) > 1:
        yield _wrong(
            now,
            line,
            "proposed",
            "savings.two_targets",
            f"{line.name}: target_gbp_k is {thousands(line.amount('target'))} and proposed_gbp_k is "
            f"{thousands(line.amount('proposed'))}",
            "one of the two, since each is what the line is to save",
            "Keep the one that the paper calls the target, and empty the other.",
        )
    forms = forms_of(line.filled)
    if not forms:
        yield _wrong(
            now,
            line,
            None,
            "savings.form",
            f"{line.name}: the line does not say how far its target is delivered",
            _ONE_FORM,
            "Type what the paper says. If it says nothing of this line, write 'not reported' in status.",
        )
    if len(forms) > 1:
        found = listing([_COLUMN[name] for name in SAID if name in line.filled])
        yield _wrong(
            now,
            line,
            None,
            "savings.several_forms",
            f"{line.name}: the line says how far its target is delivered in more than one way: {found}",
            f"one way on each line, which is {_ONE_FORM}",
            "Keep the cells that the paper has for this line, and empty the others.",
        )
    if "status" in line.read and meaning(str(line.read["status"]), settings.saving_statuses) is None:
        words = known_words(settings.saving_statuses)
        status = str(line.read["status"])
        yield _wrong(
            now,
            line,
            "status",
            "savings.status",
            f"{line.name}: found the status '{excerpt(status)}'{bracketed_difference(status, words)}",
            listing(list(words), "or"),
            "Correct the spelling, or say in params/trust.yaml what the word means: "
            "saving_statuses: {On track: green}.",
        )


def _wrong(
    now: Frames,
    line: _Line | None,
    column: str | None,
    rule: str,
    sentence: str,
    expected: str,
    mend: str,
) -> Reconciliation:
    return refusal(
        now,
        "savings",
        sentence,
        expected,
        rule=rule,
        line=None if line is None else line.number,
        column=None if column is None else _COLUMN[column],
        mend=mend,
    )


def _sums(now: Frames, line: _Line, form: Form, used: Collection[str], settings: Settings) -> Iterator[Reconciliation]:
    """Compare the parts of a line with its target, and with the total that the paper says for it."""
    asked = {Form.RATINGS: [name for name in RATINGS if name in used], Form.ACHIEVED: ["achieved", "at_risk"]}
    made = saving(line.read, settings.saving_statuses)
    if made.target is None or made.unexplained is None or form is Form.STATUS:
        return
    parts = asked.get(form, [])
    missing = [name for name in parts if name not in line.read]
    explained = made.target - made.unexplained
    if form is Form.SHARE:
        if set(made.states) != {"secured"} and made.unexplained:
            yield _unexplained(now, line, made.target, explained, "")
        return
    if not missing or made.unexplained < 0:
        yield _adds_up(now, line, form, made.target, explained, [name for name in parts if name in line.read])
    elif made.unexplained:
        unsaid = listing([_word(name) for name in missing])
        yield _unexplained(
            now, line, made.target, explained, f": {unsaid} {'is' if len(missing) == 1 else 'are'} not reported"
        )
    sure = [name for name in parts if STATE_OF[name] != "not_delivered"]
    total = [name for name in (*sure, "mitigations") if name in line.read]
    stated = line.amount("stated_total")
    if stated is None or not sure or not set(sure) <= set(line.read):
        return
    if "mitigations" not in line.read and _has_mitigations(now):
        return
    added = sum(line.amount(name) or 0 for name in total)
    yield _line_holds(
        now,
        line,
        rule="savings.stated_total",
        column="stated_total_gbp_k",
        left=stated,
        right=added,
        expected="the two to agree",
        mend="If the paper says both, leave both: the report shows it as a data warning.",
        sentence=(
            f"{line.name}: the paper says {thousands(stated)} as the total of {listing(list(map(_word, total)))}, "
            f"which add up to {thousands(added)}"
        ),
    )


def _has_mitigations(now: Frames) -> bool:
    rows = now.get("savings", "mitigations_gbp")
    return rows is not None and bool(rows["mitigations_gbp"].notna().any())


def _line_holds(
    now: Frames,
    line: _Line,
    *,
    rule: str,
    sentence: str,
    left: int,
    right: int,
    mend: str,
    column: str = "",
    expected: str = Reconciliation.expected,
) -> Reconciliation:
    """Hold two amounts of a line together, as a warning; the column is by default that of its target."""
    return Reconciliation(
        rule=rule,
        file=now.file("savings"),
        line=line.number,
        column=column or _COLUMN["target" if "target" in line.read else "proposed"],
        left=left,
        right=right,
        severity=Severity.WARNING,
        expected=expected,
        mend=mend,
        sentence=sentence,
    )


def _adds_up(
    now: Frames, line: _Line, form: Form, target: int, explained: int, parts: Collection[str]
) -> Reconciliation:
    words = " + ".join(_word(name) for name in parts)
    if form is Form.RATINGS:
        return _line_holds(
            now,
            line,
            rule="savings.rag_adds_to_target",
            left=target,
            right=explained,
            mend=_PUBLISHED,
            sentence=f"{line.name}: {words} is {thousands(explained)}, but the target is {thousands(target)}",
        )
    return _line_holds(
        now,
        line,
        rule="savings.achieved_adds_to_target",
        left=target,
        right=explained,
        mend=_PUBLISHED,
        sentence=f"{line.name}: {words} is {thousands(explained)}, but {thousands(target)} is proposed",
    )


def _unexplained(now: Frames, line: _Line, target: int, explained: int, why: str) -> Reconciliation:
    return _line_holds(
        now,
        line,
        rule="savings.unexplained",
        left=target,
        right=explained,
        expected="parts that make the target",
        mend="If the paper says no more, leave it: the report shows the rest as not explained.",
        sentence=f"{line.name}: the parts reported come to {thousands(explained)}, so {thousands(target - explained)} "
        f"of the target of {thousands(target)} is not explained{why}",
    )


def _word(name: str) -> str:
    return name.replace("_", " ")
