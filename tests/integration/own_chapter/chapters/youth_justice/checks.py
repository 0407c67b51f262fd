"""What must agree in the chapter's dataset: orders and remands make up both together."""

from collections.abc import Iterator

from trustbook.checks.reconciliation_table import Frames, Reconciliation


def reconciliations(now: Frames) -> Iterator[Reconciliation]:
    """Hold the printed total to its parts."""
    rows = now.get("youth_justice", "measure", "value")
    if rows is None:
        return
    values = rows.set_index("measure")["value"].dropna()
    if {"orders", "remands", "together"} <= set(values.index):
        added = int(values["orders"] + values["remands"])
        yield Reconciliation(
            rule="youth_justice.together",
            file=now.file("youth_justice"),
            column="value",
            left=int(values["together"]),
            right=added,
            tolerance=0,
            sentence=f"orders and remands add up to {added}, and the line says {int(values['together'])}",
        )
