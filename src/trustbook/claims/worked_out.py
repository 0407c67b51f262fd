"""Work out figures from other figures by following the declarations from one to the next.

In: declarations, and what is known without them. Out: every way to work out a figure. A figure that depends on itself
has none; a chain that is too long, or gives no amount, is refused in one sentence.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from trustbook.claims.derived import GREATEST, Derived, Lookup, Previous
from trustbook.claims.traced import Traced
from trustbook.core.characters import excerpt
from trustbook.core.errors import WorkspaceError

DEEPEST = 50
"""The longest chain of declarations behind a figure; the report's have four."""
MOST_STEPS = 10_000
_FILE = "params/derived.yaml"


class WorkedOut:
    """The declarations, and each figure that follows from them, worked out once."""

    def __init__(self, declared: Sequence[Derived], known: Lookup, previous: Previous) -> None:
        self._known, self._previous = known, previous
        self._declared: dict[str, list[Derived]] = {}
        for entry in declared:
            self._declared.setdefault(entry.name, []).append(entry)
        self._figures: dict[tuple[str, str], Traced | None] = {}
        self._steps = 0
        self._in_cycle: set[str] = set()
        """Names that the current chain came back to: a figure found inside such a cycle must not be cached."""

    def ways(self, name: str, period: str) -> Iterator[tuple[Derived, Traced]]:
        """Yield each declaration, with its figure, of a name whose parts are all known.

        Raises WorkspaceError naming the declaration that leads too far, or gives no amount.
        """
        yield from self._ways(name, period, (name,))

    def _ways(self, name: str, period: str, chain: tuple[str, ...]) -> Iterator[tuple[Derived, Traced]]:
        if len(chain) > DEEPEST:
            raise _fault(name, f"it leads through more than {DEEPEST} other figures", "a shorter way")
        for entry in self._declared.get(name, ()):
            try:
                made = entry.value(period, lambda part, when: self._part(part, when, chain), self._previous)
            except ArithmeticError:
                raise _fault(name, "it cannot be worked out", "figures that can be put together") from None
            if made is not None:
                if abs(made.figure.value) > GREATEST or made.figure.slack > GREATEST:
                    raise _fault(name, "it comes to more than any amount", f"at most {GREATEST:,}")
                yield entry, made

    def _part(self, name: str, period: str, chain: tuple[str, ...]) -> Traced | None:
        """Look up a part's figure, or work it out if it is not known, or known less exactly than its parts make it."""
        known = self._known(name, period)
        if known is not None and (not known.figure.slack or name in chain):
            return known
        made = self._made(name, period, chain)
        if known is None or made is None:
            return known or made
        return made if made.figure.slack < known.figure.slack and made.figure.agrees(known.figure) else known

    def _made(self, name: str, period: str, chain: tuple[str, ...]) -> Traced | None:
        if name in chain:
            self._in_cycle.add(name)
            return None
        if (name, period) not in self._figures:
            self._steps += 1
            if self._steps > MOST_STEPS:
                raise _fault(name, f"all the declarations take more than {MOST_STEPS:,} steps", "less arithmetic")
            outer_cycle, self._in_cycle = self._in_cycle, set()
            found = next((made for _, made in self._ways(name, period, (*chain, name))), None)
            self._in_cycle.discard(name)
            if self._in_cycle:
                self._in_cycle |= outer_cycle
                return found
            self._in_cycle = outer_cycle
            self._figures[name, period] = found
        return self._figures[name, period]


def _fault(name: str, problem: str, expected: str) -> WorkspaceError:
    return WorkspaceError(
        f"'{excerpt(name)}': {problem}", file=_FILE, expected=expected, mend="Correct its parts, or take it out."
    )
