"""Gives a test what it goes through, and fails it where that is nothing: a loop over nothing asserts nothing."""

from collections.abc import Iterable
from typing import TypeVar

T = TypeVar("T")


def some(things: Iterable[T]) -> list[T]:
    """Return all of them, of which there must be one at least."""
    found = list(things)
    assert found, "there is nothing here to look at"
    return found
