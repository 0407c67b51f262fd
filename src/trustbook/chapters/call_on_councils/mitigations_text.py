"""Write what the return says of its mitigations, and what it leaves out. In: `Mitigation`s. Out: text and a table."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from trustbook.chapters.call_on_councils.low_expected_high import CostRange
from trustbook.chapters.call_on_councils.mitigations import Mitigation
from trustbook.components.tables import Column, PageTable, table
from trustbook.config.officers import Officers, shown
from trustbook.core.formatting import counted, listing, when
from trustbook.data.period_data import PeriodData

_MOST_NAMED = 3


def left_unsaid(found: Sequence[Mitigation]) -> str | None:
    """Say what the return leaves out of its mitigations: whether the forecast has them, and how sure they are."""
    unsaid = [each.measure for each in found if each.in_forecast is None]
    unsure = [each.measure for each in found if each.confidence is None and each.in_forecast is not None]
    sentences = []
    if unsaid:
        sentences.append(
            f"The return does not say whether the forecast counts on {_named(unsaid)}, so {_it(unsaid)} could go "
            "either way. The expected figure leaves that out."
        )
    if unsure:
        sentences.append(
            f"{'It' if unsaid else 'The return'} gives no likelihood for {_named(unsure)}, so {_it(unsure)} "
            f"{'is' if len(unsure) == 1 else 'are'} not in the expected figure{' either' if unsaid else ''}."
        )
    return " ".join(sentences) or None


def _named(measures: list[str]) -> str:
    if len(measures) > _MOST_NAMED:
        return counted(len(measures), "mitigation")
    return listing([f'"{each}"' for each in measures])


def _it(measures: list[str]) -> str:
    return "it" if len(measures) == 1 else "they"


def mitigations(found: CostRange | None, data: PeriodData) -> PageTable | None:
    """Show the mitigations as the return has them; None if it lists none."""
    if found is None or not found.mitigations:
        return None
    said = {True: "yes", False: "no", None: None}
    settings = data.settings
    frame = pd.DataFrame(
        [
            {
                "measure": each.measure,
                "amount_gbp": each.amount_gbp,
                "confidence": None if each.confidence is None else float(each.confidence),
                "in_forecast": said[each.in_forecast],
                "relates_to": each.relates_to or "no single item",
                "owner": each.owner,
                "date": None if each.date is None else when(each.date),
                "note": each.note,
            }
            for each in found.mitigations
        ]
    )
    columns = [
        Column("measure", "Measure"),
        Column("amount_gbp", "Lowers the cost by", "gbp_k"),
        Column("confidence", "How sure", "stated_share"),
        Column("in_forecast", "In the forecast already"),
        Column("relates_to", "What it lowers the cost of"),
        Column("owner", "Who is responsible"),
        Column("date", "By when"),
    ]
    return table(
        frame.assign(owner=shown(frame["owner"], settings.officers, settings.officer_roles)),
        [each for each in columns if each.name != "owner" or settings.officers is not Officers.NONE],
        f"Mitigations, {data.period.label}",
        notes="note",
    )
