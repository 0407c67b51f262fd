"""The chapter in words. In: `YouthJustice`, or None. Out: text."""

from trustbook.chapters.youth_justice.analysis import YouthJustice

from trustbook.components.absent import nothing_to_show
from trustbook.components.page import Text, say


def answer(found: YouthJustice | None) -> Text:
    """Open the chapter."""
    if found is None:
        return nothing_to_show("This month's return says nothing of youth justice.")
    return say(f"{found.orders} young people have an order and {found.remands} are on remand.")
