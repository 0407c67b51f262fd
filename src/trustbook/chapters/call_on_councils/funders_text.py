"""Write what is left of the reserves, and which debts there are. In: `Funder`s, or None. Out: text and tables."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from trustbook.chapters.call_on_councils.funders import AGES, Funder, debts_by_age
from trustbook.components.absent import no_figure
from trustbook.components.page import Text, say
from trustbook.components.tables import Column, PageTable, table
from trustbook.config.settings import TRUST
from trustbook.config.words import words
from trustbook.core.amounts_in_prose import money
from trustbook.core.formatting import Absence, capitalised, listing, when
from trustbook.core.markup import strong
from trustbook.data.period_data import PeriodData

Found = Sequence[Funder] | None


def answer(found: Found, data: PeriodData) -> Text | None:
    """Say for each funder what it has available and what its share of the cost would leave; None without a list."""
    if found is None:
        return None
    return say(*(_of(each, data) for each in found), _without_commitments(found), _debts(found))


def _of(funder: Funder, data: PeriodData) -> str | Text:
    if funder.available is None:
        return no_figure(data.period, data.absence(), f"reserves of {funder.name}")
    has = strong(f"{funder.name} has {money(funder.available)} of reserves and contingency that it could use.")
    if funder.code == TRUST and words().funders:
        return say(has + f" By the {words().split}, no part of the cost falls to {words().the_body} itself.")
    if funder.shares is None or funder.left is None:
        return say(has + f" Without the {words().cost} we cannot say what would be left after this year.")
    share, left = funder.shares.expected, funder.left
    part = "Its share" if words().funders else "The cost"
    part = f"Its expected part is {money(-share)} below the {words().budget}. That" if share <= 0 else part
    if left.low == left.high:
        return say(has + f" {part} would leave {_left(left.expected)}.")
    high = f"of {money(-left.high)}" if left.high < 0 and left.expected < 0 else _left(left.high)
    return say(has + f" {part} would leave {_left(left.expected)} at the expected figure and {high} at the high one.")


def _left(pounds: int) -> str:
    return f"a shortfall of {money(-pounds)}" if pounds < 0 else money(pounds)


def _without_commitments(found: Sequence[Funder]) -> str | None:
    """Name the reserves of which the return does not say what is committed already."""
    names = [f'"{each.name}"' for funder in found for each in funder.reserves if each.committed_gbp is None]
    if not names:
        return None
    named = listing(list(dict.fromkeys(names)))
    return f"Less may be available: the return does not say how much of {named} is already committed."


def _debts(found: Sequence[Funder]) -> Text | None:
    """Add up the debts each way, and say why they are not added to reserves."""
    sentences = []
    for funder in found:
        for to_body in (True, False):
            debts = [each for each in funder.debts if each.owed_to_body is to_body]
            if debts:
                owed = money(sum(each.amount_gbp for each in debts))
                debtor, creditor = _parties(funder.name, to_body)
                sentences.append(f"{capitalised(debtor)} owes {creditor} {owed}.")
    if not sentences:
        return None
    return say(
        " ".join(sentences)
        + " We do not add debts to reserves: the accounts of whoever is owed already count that money."
    )


def _parties(name: str, to_body: bool) -> tuple[str, str]:
    """Return who owes and who is owed."""
    return (name, words().the_body) if to_body else (words().the_body, name)


def left(found: Found, data: PeriodData) -> PageTable | None:
    """Show for each funder what is available, its share of the cost, and what is left at each end."""
    if found is None or all(each.available is None for each in found):
        return None
    frame = pd.DataFrame([_row(each, data.absence()) for each in found])
    return table(
        frame,
        [
            Column("name", "Whose"),
            Column("available", "Available", "gbp_k"),
            Column("share", "Its share, expected", "gbp_k"),
            *(Column(f"left_{end}", f"Left, {end}", "gbp_k") for end in ("low", "expected", "high")),
        ],
        f"Reserves and contingency before and after each one's share of the cost, {data.period.label}",
        absent="absent",
    )


def _row(funder: Funder, absent: Absence) -> dict[str, object]:
    ends = funder.left
    return {
        "name": funder.name,
        "absent": Absence.NOT_APPLICABLE if funder.code == TRUST and words().funders else absent,
        "available": funder.available,
        "share": None if funder.shares is None else funder.shares.expected,
        **{f"left_{end}": None if ends is None else getattr(ends, end) for end in ("low", "expected", "high")},
    }


def reserves(found: Found, data: PeriodData) -> PageTable | None:
    """List the reserves as the return has them; None if it has none."""
    rows = [
        {
            "name": f"{funder.name}: {each.name}",
            "amount_gbp": each.amount_gbp,
            "committed_gbp": each.committed_gbp,
            "as_at": None if each.as_at is None else when(each.as_at),
        }
        for funder in found or ()
        for each in funder.reserves
    ]
    if not rows:
        return None
    return table(
        pd.DataFrame(rows),
        [
            Column("name", "Reserve or contingency"),
            Column("amount_gbp", "Amount", "gbp_k"),
            Column("committed_gbp", "Committed already", "gbp_k"),
            Column("as_at", "As at"),
        ],
        f"Each reserve and contingency, {data.period.label}",
    )


def debts(found: Found, data: PeriodData) -> PageTable | None:
    """Show the debts by debtor, creditor and how long they have been overdue; None if there are none."""
    frame = debts_by_age(found or ())
    if frame.empty:
        return None
    who = [_parties(str(row["name"]), bool(row["owed_to_body"])) for _, row in frame.iterrows()]
    return table(
        frame.assign(
            who=[f"{capitalised(one)} owes {other}" for one, other in who],
            age=["the return does not say" if each == AGES[3] else each for each in frame["age"]],
        ),
        [
            Column("who", "Who owes"),
            Column("age", "How long overdue"),
            Column("amount_gbp", "Amount", "gbp_k"),
            Column("debts", "Debts"),
        ],
        f"Debts between {words().the_body} and {words().the_councils}, {data.period.label}",
    )
