"""Figures worked out from other figures, however the declarations lead from one to the next.

In: declarations, and what is known without them. Out: every way to a figure. A circle has no figure; what leads too
far, or to no amount, is refused in one sentence.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from trustbook.claims.derived import GREATEST, Derived, Lookup
from trustbook.claims.quantity import Quantity
from trustbook.core.characters import excerpt
from trustbook.core.errors import WorkspaceError

DEEPEST = 50
"""How many declarations may stand between a figure and what it is worked out from; the report's have four."""
MOST_STEPS = 100_000
_FILE = "params/derived.yaml"


class WorkedOut:
    """The declarations, and each figure that followed from them, worked out once."""

    def __init__(self, declared: Sequence[Derived], known: Lookup) -> None:
        self._known = known
        self._declared: dict[str, list[Derived]] = {}
        for entry in declared:
            self._declared.setdefault(entry.name, []).append(entry)
        self._kept: dict[tuple[str, str], Quantity | None] = {}
        self._steps = 0
        self._circled: set[str] = set()
        """Names that the present way came back to: what was found within their circle holds for that way alone."""

    def ways(self, name: str, period: str) -> Iterator[tuple[str, Quantity]]:
        """Give the label and the figure of each declaration of a name, where all its parts are known.

        Raises WorkspaceError naming the declaration that leads too far, or to no amount.
        """
        yield from self._ways(name, period, (name,))

    def _ways(self, name: str, period: str, asked: tuple[str, ...]) -> Iterator[tuple[str, Quantity]]:
        if len(asked) > DEEPEST:
            raise _fault(name, f"it leads through more than {DEEPEST} other figures", "a shorter way")
        for entry in self._declared.get(name, ()):
            try:
                made = entry.value(period, lambda part, when: self._part(part, when, asked))
            except ArithmeticError:
                raise _fault(name, "it cannot be worked out", "figures that can be put together") from None
            if made is not None:
                if abs(made.value) > GREATEST or made.slack > GREATEST:
                    raise _fault(name, "it comes to more than any amount", f"at most {GREATEST:,}")
                yield entry.label, made

    def _part(self, name: str, period: str, asked: tuple[str, ...]) -> Quantity | None:
        """A part's figure: as known, else worked out."""
        figure = self._known(name, period)
        if figure is not None:
            return figure
        if name in asked:
            self._circled.add(name)
            return None
        if (name, period) not in self._kept:
            self._steps += 1
            if self._steps > MOST_STEPS:
                raise _fault(name, f"all the declarations take more than {MOST_STEPS:,} steps", "less arithmetic")
            around, self._circled = self._circled, set()
            found = next((made for _, made in self._ways(name, period, (*asked, name))), None)
            self._circled.discard(name)
            if self._circled:
                self._circled |= around
                return found
            self._circled = around
            self._kept[name, period] = found
        return self._kept[name, period]


def _fault(name: str, problem: str, expected: str) -> WorkspaceError:
    return WorkspaceError(
        f"'{excerpt(name)}': {problem}", file=_FILE, expected=expected, mend="Correct its parts, or take it out."
    )
