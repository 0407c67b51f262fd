"""What the chapter works out. In: the data of a period. Out: orders and remands, or None where there are none."""

from dataclasses import dataclass

from trustbook.components.metric import Metric, Read, Rise, as_reported
from trustbook.data.period_data import Material


@dataclass(frozen=True)
class YouthJustice:
    """Young people with an order, and on remand."""

    orders: int
    remands: int


def analyse(material: Material) -> YouthJustice | None:
    """Count orders and remands."""
    rows = material.current.dataset("youth_justice")
    if rows is None:
        return None
    values = rows.set_index("measure")["value"]
    return YouthJustice(int(values["orders"]), int(values["remands"]))


def metrics(material: Material) -> list[Metric]:
    """List the headline figures."""
    found = analyse(material)
    read = Read("youth_justice", "value", (("measure", ("orders",)),))
    value = found.orders if found else None
    return [Metric("youth_justice.orders", value, "count", "Young people with an order", as_reported(read), Rise.WORSE)]
