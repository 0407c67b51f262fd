"""Parse a style sheet into its rules, and say which classes and ids a page must have for each selector to match.

In: the text of a sheet. Out: its rules in order, as values that a cache can hold; a block that is not understood is
kept as one piece of text. Parsing the theme's sheets takes half a second, so a store keeps the result.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import tinycss2

from trustbook.build.store import Record, Store, digest, digest_of

_GROUPS = {"media", "supports"}
_NAME = "rules.json"
_FORM = 1
"""Raise this when what is kept in a store changes its form."""
LICENCE = "/*!"
"""Keyword of a comment that must stay with its sheet."""


@dataclass(frozen=True)
class Selector:
    """A selector, and the classes (`.name`) and ids (`#name`) without which it matches nothing."""

    text: str
    needs: frozenset[str]


@dataclass(frozen=True)
class Rule:
    """A rule. A declaration has its property's name, or no name where the whole block was not understood."""

    selectors: tuple[Selector, ...]
    declarations: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Group:
    """Rules that apply under a condition, such as `@media print`."""

    condition: str
    rules: tuple[Node, ...]


@dataclass(frozen=True)
class Other:
    """Anything else, such as `@keyframes` or a licence, with its keyword and what follows it."""

    keyword: str
    name: str
    text: str


Node = Rule | Group | Other


def rules_of(sheet: str, cache: Path | None = None) -> tuple[Node, ...]:
    """Return the rules of a sheet. A store that cannot be read or written only costs time."""
    if cache is None:
        return _parsed(sheet)
    store, made_from = Store(cache), {"sheet": digest(sheet.encode()), "form": str(_FORM), "by": tinycss2.__version__}
    key = digest_of([_NAME, made_from])
    with suppress(OSError):
        record = store.find(key)
        kept = None if record is None else store.get(record.files.get(_NAME, ""))
        if kept is not None:
            return tuple(map(_from_plain, json.loads(kept)))
    rules = _parsed(sheet)
    with suppress(OSError):
        content = json.dumps(list(map(_as_plain, rules)), separators=(",", ":")).encode()
        store.record(key, Record(made_from, {_NAME: store.put(content)}))
    return rules


def _parsed(sheet: str) -> tuple[Node, ...]:
    return tuple(_nodes(tinycss2.parse_stylesheet(sheet, skip_whitespace=True)))


def _nodes(parsed: Iterable[Any]) -> Iterator[Node]:
    for each in parsed:
        if each.type == "qualified-rule":
            yield Rule(tuple(_selectors(each.prelude)), tuple(_declarations(each.content)))
        elif each.type == "at-rule" and each.lower_at_keyword in _GROUPS and each.content is not None:
            inner = tinycss2.parse_rule_list(each.content, skip_comments=True, skip_whitespace=True)
            condition = f"@{each.lower_at_keyword} {tinycss2.serialize(each.prelude).strip()}"
            yield Group(condition, tuple(_nodes(inner)))
        elif each.type == "at-rule":
            yield Other(each.lower_at_keyword, tinycss2.serialize(each.prelude).strip(), each.serialize())
        elif each.type == "comment" and each.value.startswith("!"):
            yield Other(LICENCE, "", f"/*{each.value}*/")
        # what is left are errors, which a browser skips too


def _selectors(prelude: Sequence[Any]) -> Iterator[Selector]:
    part: list[Any] = []
    for token in [*prelude, None]:
        if token is None or (token.type == "literal" and token.value == ","):
            yield Selector(tinycss2.serialize(part).strip(), frozenset(_needs(part)))
            part = []
        else:
            part.append(token)


def _needs(part: Sequence[Any]) -> Iterator[str]:
    """Yield what a selector demands. What stands in brackets, as in `:not(…)` or `:is(…)`, demands nothing here."""
    before = ""
    for token in part:
        if token.type == "hash":
            yield f"#{token.value}"
        elif token.type == "ident" and before == ".":
            yield f".{token.value}"
        before = token.value if token.type == "literal" else ""


def _declarations(content: Sequence[Any]) -> Iterator[tuple[str, str]]:
    found = tinycss2.parse_blocks_contents(content, skip_comments=True, skip_whitespace=True)
    if any(each.type != "declaration" for each in found):
        yield "", tinycss2.serialize(content).strip()
        return
    for each in found:
        value = tinycss2.serialize(each.value).strip() or " "
        yield each.name, f"{each.name}:{value}{'!important' if each.important else ''}"


def _as_plain(node: Node) -> list[Any]:
    if isinstance(node, Rule):
        return ["rule", [[each.text, sorted(each.needs)] for each in node.selectors], node.declarations]
    if isinstance(node, Group):
        return ["group", node.condition, list(map(_as_plain, node.rules))]
    return ["other", node.keyword, node.name, node.text]


def _from_plain(plain: list[Any]) -> Node:
    kind, *rest = plain
    if kind == "rule":
        selectors = tuple(Selector(text, frozenset(needs)) for text, needs in rest[0])
        return Rule(selectors, tuple((name, text) for name, text in rest[1]))
    if kind == "group":
        return Group(rest[0], tuple(map(_from_plain, rest[1])))
    return Other(*rest)
