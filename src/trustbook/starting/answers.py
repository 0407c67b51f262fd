"""Hold what somebody says of a body when they start its workspace, and read it from what they typed.

In: texts as typed: `ash=Ashford Vale Council=1/2`, `2,5,7,9,12`, `Fostering=Placements`. Out: `Answers`, with defaults
for what was not said.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation, localcontext
from fractions import Fraction

from trustbook.core.characters import excerpt
from trustbook.core.errors import WorkspaceError
from trustbook.core.formatting import listing
from trustbook.core.period import MONTHS_IN_YEAR

WORDS = ("body", "budget", "agreement", "heading", "headings")
"""The names of the words in the settings."""
_BODIES = ("trust", "directorate", "company", "council", "partnership", "service", "department", "agency")
_UNDER_CONTRACT = ("trust", "company")
_PLACES, _NEARLY = 28, Decimal("1e-9")
_COUNCIL = re.compile(r" (?:City |County |Borough |District |Metropolitan Borough |Combined )*(?:Council|Authority)$")
_MONTHS = re.compile(r"(\d{1,2})(?:-(\d{1,2}))?")
_CODE = re.compile(r"[a-z0-9]+")


@dataclass(frozen=True)
class Funder:
    """A council that pays for the body, and its share as the settings have it."""

    code: str
    name: str
    short_name: str
    share: str


@dataclass(frozen=True)
class Line:
    """A heading of the budget, and the summary group that it belongs to, if it has one."""

    name: str
    group: str = ""


@dataclass(frozen=True)
class Answers:
    """What is said of a body. `words` has those of `WORDS` that were chosen; `chapters` the notebooks wanted."""

    name: str
    short_name: str
    headings: tuple[Line, ...]
    funders: tuple[Funder, ...] = ()
    words: dict[str, str] = field(default_factory=dict)
    months: tuple[int, ...] = tuple(range(1, MONTHS_IN_YEAR + 1))
    chapters: tuple[str, ...] = ()


def parse_funder(text: str, *, alone: bool = False) -> Funder:
    """Read `CODE=NAME=SHARE`; who pays alone may leave out the share. Raises WorkspaceError."""
    code, *rest = [part.strip() for part in text.split("=")]
    if len(rest) == 1 and alone:
        rest = [*rest, "1"]
    if len(rest) != 2 or not all(rest) or not _CODE.fullmatch(code):
        raise WorkspaceError(
            f"found '{excerpt(text)}' for --funder",
            expected="CODE=NAME=SHARE, such as ash=Ashford Vale Council=0.5, with a code of small letters and digits",
        )
    return funder(rest[0], rest[1], code)


def funder(name: str, share: str, code: str = "", taken: Sequence[str] = ()) -> Funder:
    """Build a funder, with a short name made from its name, and a code where none is given.

    Raises WorkspaceError for a share that is none.
    """
    short = _COUNCIL.sub("", name) or name
    made = code or re.sub(r"[^a-z0-9]", "", short.lower()) or "council"
    while not code and made in taken:
        made += "2"
    return Funder(made, name, short, parse_share(share))


def parse_share(text: str) -> str:
    """Read a share, written as 0.45, 45% or 1/3, as an exact fraction of 1. Raises WorkspaceError."""
    written = text.strip().replace(" ", "")
    try:
        with localcontext() as context:
            context.prec = _PLACES
            if "/" in written:
                fraction = Fraction(written)
                value = Decimal(fraction.numerator) / fraction.denominator
            elif written.endswith("%"):
                value = Decimal(written[:-1]) / 100
            else:
                value = Decimal(written)
            if not 0 <= value <= 1:
                raise ValueError
    except (InvalidOperation, ValueError, ZeroDivisionError):
        raise WorkspaceError(
            f"found '{excerpt(text)}' as a share", expected="a part of 1, such as 0.45, 45% or 1/3"
        ) from None
    return format(value.normalize(), "f")


def is_whole(funders: Sequence[Funder]) -> bool:
    """Check whether the shares of those who pay add up to 1."""
    return abs(_total(funders) - 1) <= _NEARLY


def _total(funders: Sequence[Funder]) -> Decimal:
    return sum((Decimal(each.share) for each in funders), Decimal())


def require_whole(funders: Sequence[Funder]) -> None:
    """Raise WorkspaceError if the shares of those who pay do not add up to 1."""
    if funders and not is_whole(funders):
        raise WorkspaceError(
            f"the shares of {listing([each.name for each in funders])} add up to {_total(funders):f}",
            expected="1",
            mend="Write thirds and the like as 1/3.",
        )


def parse_months(text: str) -> tuple[int, ...]:
    """Read `all`, `1-12` or `2,5,7,9,12` as months of the financial year. Raises WorkspaceError."""
    if text.strip().lower() == "all":
        return tuple(range(1, MONTHS_IN_YEAR + 1))
    months: set[int] = set()
    for part in re.split(r"[,;\s]+", text.strip()):
        found = _MONTHS.fullmatch(part)
        first, last = (int(found[1]), int(found[2] or found[1])) if found else (0, 0)
        if not 1 <= first <= last <= MONTHS_IN_YEAR:
            raise WorkspaceError(
                f"found '{excerpt(part)}' among the months",
                expected="numbers from 1 (April) to 12 (March), such as 2,5,7,9,12 or 1-12, or: all",
            )
        months |= set(range(first, last + 1))
    return tuple(sorted(months))


def parse_words(pairs: Iterable[str]) -> dict[str, str]:
    """Read `body=directorate` and the like. Raises WorkspaceError for a name that is no word of a body."""
    found = {}
    for pair in pairs:
        name, _, word = (part.strip() for part in pair.partition("="))
        if name not in WORDS or not word:
            raise WorkspaceError(
                f"found '{excerpt(pair)}' for --word",
                expected=f"NAME=WORD, where NAME is one of {', '.join(WORDS)}, such as body=directorate",
            )
        found[name] = word
    return found


def parse_headings(lines: Iterable[str]) -> tuple[Line, ...]:
    """Read headings, one a line, as `NAME` or `NAME=GROUP`; blank lines and repeated ones are left out."""
    found: dict[str, Line] = {}
    for text in lines:
        name, _, group = (part.strip() for part in text.partition("="))
        if name:
            found.setdefault(name, Line(name, group))
    return tuple(found.values())


def usual_words(name: str, chosen: dict[str, str]) -> dict[str, str]:
    """Add to the chosen words what a body of this name is usually called, and its budget."""
    last = next((word for word in reversed(name.lower().split()) if word in _BODIES), "body")
    body = chosen.get("body", last)
    budget = "contract sum" if body in _UNDER_CONTRACT else "budget"
    return {"body": body, "budget": budget, "heading": "heading"} | chosen
