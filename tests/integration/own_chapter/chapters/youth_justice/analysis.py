"""What the chapter works out. In: the data of a period. Out: orders and remands, or None where there are none."""

from dataclasses import dataclass

from trustbook.components.metric import ColumnRef, Metric, Polarity, as_reported
from trustbook.data.period_data import PeriodData


@dataclass(frozen=True)
class YouthJustice:
    """Young people with an order, and on remand."""

    orders: int
    remands: int


def analyse(data: PeriodData) -> YouthJustice | None:
    """Count orders and remands."""
    rows = data.current.dataset("youth_justice")
    if rows is None:
        return None
    values = rows.set_index("measure")["value"]
    return YouthJustice(int(values["orders"]), int(values["remands"]))


def metrics(data: PeriodData) -> list[Metric]:
    """List the headline figures."""
    found = analyse(data)
    read = ColumnRef("youth_justice", "value", (("measure", ("orders",)),))
    value = found.orders if found else None
    return [
        Metric("youth_justice.orders", value, "count", "Young people with an order", as_reported(read), Polarity.WORSE)
    ]
