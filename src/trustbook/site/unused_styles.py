"""Remove the rules, variables and animations of the theme's style sheets that no page of an edition can use.

In: the rules of the sheets, and the text of the pages, scripts and own sheets. Out: shorter sheets, under which every
element looks as before. States such as `:hover` and conditions such as `@media print` stay; so does what is not
understood.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from trustbook.site.style_rules import LICENCE, Group, Node, Other, Rule

_CLASSES_AND_IDS = re.compile(r"""\s(class|id)=(?:"([^"]*)"|'([^']*)')""")
_QUOTES = re.compile("[\"'`]")
_CODE = re.compile(r"[;(){}=]")
_WORD = re.compile(r"[A-Za-z_][\w-]*")
_VARIABLE = re.compile(r"--[\w-]+")
_LONG = 3
"""Letters from which a name in a script counts wherever it stands; minified scripts are full of shorter ones."""
_ICON_FONT = "Font Awesome"
_FONTS = {"font", "font-family"}


@dataclass(frozen=True)
class InUse:
    """What pages may use: the text of the pages, of their scripts, and of the sheets that stay whole."""

    pages: Sequence[str]
    scripts: Sequence[str]
    sheets: Sequence[str]

    @cached_property
    def names(self) -> frozenset[str]:
        """Return each class as `.name` and each id as `#name`; a word of a script may be either."""
        found: set[str] = set()
        for page in self.pages:
            for kind, double, single in _CLASSES_AND_IDS.findall(page):
                mark = "." if kind == "class" else "#"
                found.update(mark + name for name in (double or single).split())
        for word in set().union(*map(_words, self.scripts)):
            found.update((f".{word}", f"#{word}"))
        return frozenset(found)

    @cached_property
    def variables(self) -> frozenset[str]:
        """Return the CSS variables that pages, scripts and whole sheets mention."""
        return frozenset(
            name for text in (*self.pages, *self.scripts, *self.sheets) for name in _VARIABLE.findall(text)
        )


def without_unused(sheets: Sequence[Sequence[Node]], used: InUse) -> list[str]:
    """Return sheets with only rules that may match and what these need: one may use what another declares."""
    kept = [list(_matching(rules, used.names)) for rules in sheets]
    together = [node for rules in kept for node in rules]
    variables = _variables(together, used.variables)
    mentioned = set(_WORD.findall(" ".join([*_values(together), *used.sheets])))
    return ["\n".join([*_licences(rules), *_written(rules, variables, mentioned)]) + "\n" for rules in kept]


def _words(script: str) -> set[str]:
    """Return what may be a name of a class or id in a script: every word, but short ones only from its strings."""
    found: set[str] = set()
    for piece in _QUOTES.split(script):
        shortest = _LONG if _CODE.search(piece) else 1
        found.update(word for word in _WORD.findall(piece) if len(word) >= shortest)
    return found


def _matching(rules: Iterable[Node], names: frozenset[str]) -> Iterator[Node]:
    """Yield the rules that may match something. The icon font's own rules match nothing: icons are drawn."""
    for node in rules:
        if isinstance(node, Group):
            inner = tuple(_matching(node.rules, names))
            if inner:
                yield Group(node.condition, inner)
        elif isinstance(node, Other):
            if node.keyword not in ("charset", "font-face"):
                yield node
        elif not any(name in _FONTS and _ICON_FONT in text.replace("\\", "") for name, text in node.declarations):
            selectors = tuple(each for each in node.selectors if each.needs <= names)
            if selectors:
                # a browser that does not know a selector skips the whole rule, so its list stays as it is
                whole = any(":-" in each.text for each in node.selectors)
                yield Rule(node.selectors if whole else selectors, node.declarations)


def _variables(rules: Iterable[Node], mentioned: frozenset[str]) -> frozenset[str]:
    """Return the variables that are used, also those that the value of another used one mentions."""
    mentions: dict[str, set[str]] = {}
    needed = set(mentioned)
    for name, text in _declared(rules):
        if name.startswith("--"):
            mentions.setdefault(name, set()).update(_VARIABLE.findall(text.partition(":")[2]))
        else:
            needed.update(_VARIABLE.findall(text))
    used: set[str] = set()
    while needed:
        used |= needed
        needed = set().union(*(mentions.get(name, ()) for name in needed)) - used
    return frozenset(used)


def _declared(rules: Iterable[Node]) -> Iterator[tuple[str, str]]:
    for node in rules:
        if isinstance(node, Rule):
            yield from node.declarations
        elif isinstance(node, Group):
            yield from _declared(node.rules)
        else:
            yield "", node.text


def _values(rules: Iterable[Node]) -> Iterator[str]:
    """Yield the values that may name an animation."""
    for name, text in _declared(rules):
        if "animation" in name or name.startswith("--"):
            yield text


def _licences(rules: Iterable[Node]) -> list[str]:
    """Return the licences that a sheet names, each once."""
    return list(dict.fromkeys(each.text for each in rules if isinstance(each, Other) and each.keyword == LICENCE))


def _written(rules: Iterable[Node], variables: frozenset[str], mentioned: set[str]) -> Iterator[str]:
    for node in rules:
        if isinstance(node, Group):
            inner = list(_written(node.rules, variables, mentioned))
            if inner:
                yield f"{node.condition}{{{''.join(inner)}}}"
        elif isinstance(node, Other):
            unused = node.keyword.endswith("keyframes") and node.name not in mentioned
            if node.keyword != LICENCE and not unused:
                yield node.text
        else:
            stays = [text for name, text in node.declarations if not name.startswith("--") or name in variables]
            if stays:
                yield f"{','.join(each.text for each in node.selectors)}{{{';'.join(stays)}}}"
