"""Check the front door: shares of one whole add up to no more than 1.

In: the tables of a return. Out: `Reconciliation`s.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from trustbook.checks.reconciliation_table import Frames, Reconciliation


def reconciliations(now: Frames) -> Iterator[Reconciliation]:
    """Declare that the shares of contacts, and those of outcomes, add up to 1 at most."""
    rows = now.get("front_door", "measure", "value")
    for measure in ("contact_share", "outcome_share"):
        parts = [] if rows is None else rows.loc[(rows["measure"] == measure) & rows["value"].notna(), "value"].tolist()
        together = sum((Decimal(str(share)) for share in parts), Decimal(0))
        if parts:
            yield Reconciliation(
                rule=f"front_door.{measure}",
                file=now.file("front_door"),
                column="value",
                left=0,
                right=int(together > 1),
                expected="parts of one whole, so 1 at most",
                sentence=f"the lines of {measure} add up to {together}",
            )
