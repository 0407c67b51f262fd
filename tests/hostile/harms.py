"""What came of planted texts: one harm each, of a kind, with what shows it and the numbers that it names.

In: what was seen of pages, held against the clean book. Out: harms, and which variants are shown as they stand.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from hostile.browse import Sight
from hostile.payloads import CANARY_SAYS, MARKER

_LONGEST = 300
_NUMBER = re.compile(r"(?:hxq|hostile-|hostile\.invalid/|alert\(|hx|x-)(\d{6})|^(\d{6})$")
_DANGEROUS = (
    "script",
    "iframe",
    "frame",
    "object",
    "embed",
    "form",
    "base",
    "meta",
    "link",
    "style",
    "math",
    "textarea",
)


class Kind(StrEnum):
    """What came of a text."""

    RAN = "ran script"
    STOPPED = "stopped by the policy only"
    ASKED = "asked for something"
    MADE = "made an element"
    LINK = "live link"
    FORMULA = "live formula"
    READ = "read a file"
    ERROR = "broke a page"
    SPOILT = "spoilt a file"
    BUILD = "stopped the build"
    SAID = "a message that is no sentence"
    CHANGED = "shown, and not as it stands"


@dataclass(frozen=True)
class Harm:
    """One harm: where it was seen, what shows it, and the numbers of the texts that it names."""

    kind: Kind
    where: str
    shown: str
    numbers: tuple[int, ...] = ()


def harm(kind: Kind, where: str, shown: str) -> Harm:
    """Write down a harm, with the numbers that its evidence names."""
    found = dict.fromkeys(int(one or other) for one, other in _NUMBER.findall(shown))
    return Harm(kind, where, shown[:_LONGEST], tuple(found))


@dataclass
class Clean:
    """What the clean book has: tags and attributes anywhere, addresses outside anywhere, and errors."""

    pairs: set[str]
    outside: set[str]
    inside: set[str]
    errors: set[str]
    requests: set[str]
    counts: dict[str, dict[str, int]]
    styles: set[str]


def clean_of(sights: Iterable[Sight]) -> Clean:
    """Learn what the clean book is like."""
    clean = Clean(set(), set(), set(), set(), set(), {}, set())
    for sight in sights:
        clean.pairs.update(sight.looks["pairs"])
        clean.outside.update(sight.looks["outside"])
        clean.inside.update(sight.looks["inside"])
        clean.styles.update(sight.looks["styles"])
        clean.errors.update(sight.errors + sight.looks["violations"])
        clean.requests.update(sight.requests)
        clean.counts[sight.page] = sight.looks["tags"]
    return clean


def harms_of(sight: Sight, clean: Clean) -> Iterator[Harm]:
    """Hold a page against the clean book."""
    page, looks = sight.page, sight.looks
    yield from (harm(Kind.RAN, page, message) for message in sight.dialogs)
    yield from (harm(Kind.ASKED, page, asked) for asked in sight.requests if asked not in clean.requests)
    if not looks:
        yield from (harm(Kind.ERROR, page, error) for error in sight.errors)
        return
    yield from (harm(Kind.STOPPED, page, stopped) for stopped in looks["violations"] if stopped not in clean.errors)
    yield from (harm(Kind.MADE, page, element) for element in looks["hostile"])
    yield from (harm(Kind.MADE, page, element) for element in looks["handlers"])
    yield from (harm(Kind.MADE, page, element) for element in looks["styles"] if element not in clean.styles)
    yield from (harm(Kind.LINK, page, element) for element in looks["outside"] if element not in clean.outside)
    yield from (harm(Kind.LINK, page, element) for element in looks["inside"] if element not in clean.inside)
    new = sorted(set(looks["pairs"]) - clean.pairs)
    if new:
        yield harm(Kind.MADE, page, f"tags and attributes of no clean page: {', '.join(new)}")
    usual = clean.counts.get(page, {})
    for tag in _DANGEROUS:
        if looks["tags"].get(tag, 0) > usual.get(tag, 0):
            yield harm(Kind.MADE, page, f"{looks['tags'][tag]} <{tag}>, and the clean page has {usual.get(tag, 0)}")
    policy = "Content Security Policy"
    for error in sight.errors:
        if error not in clean.errors:
            yield harm(Kind.STOPPED if policy in error else Kind.ERROR, page, error)
    if CANARY_SAYS in looks["text"]:
        yield harm(Kind.READ, page, CANARY_SAYS)


_DASHES = re.compile(r"[-‐‑‒–—−]+")
_QUOTES = str.maketrans(dict.fromkeys("“”‘’`´\"'", "'") | {"…": "..."})


def plain(text: str) -> str:
    """Write a text without spaces and typography, for comparing what stands on a page with what was planted."""
    return _DASHES.sub("-", re.sub(r"[\s\u200b]+", "", text.translate(_QUOTES)))


def shown_of(sights: Sequence[Sight], planted: dict[int, str]) -> tuple[set[int], set[int]]:
    """Which of the planted texts some page shows as they stand, and which are only shown otherwise."""
    whole, some = set(), set()
    for sight in sights:
        if not sight.looks:
            continue
        text = sight.looks["text"]
        numbers = {int(found) for found in MARKER.findall(text)} & planted.keys()
        some |= numbers
        flat = plain(text)
        whole |= {number for number in numbers - whole if plain(planted[number]) in flat}
    return whole, some - whole
