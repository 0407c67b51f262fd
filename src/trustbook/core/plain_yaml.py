"""YAML that means the same to every reader: plain text, numbers, true, false, lists and mappings, and nothing else.

In: the text of a file. Out: its values. What YAML 1.1 and 1.2 read differently (`yes`, `010`, `1:30`, a date), what
makes objects or repeats itself (tags, anchors), and what is stated twice is refused in one sentence with its line.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import yaml

from trustbook.core.characters import excerpt, named, on_one_line, refused
from trustbook.core.errors import WorkspaceError

_DEEPEST = 20
"""The settings are five levels deep."""
_LONGEST = 2_000
"""A text is as long as a cell of a return can be."""
_LONGEST_NUMBER = 40
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""In C where PyYAML was built with it, which is ten times as fast. It gives events, of which nothing is made here."""
_NULL = {"", "~", "null"}
_TRUTH = {"true": True, "false": False}
_WHOLE = re.compile(r"[-+]?(0|[1-9][0-9]*)", re.ASCII)
_FRACTION = re.compile(r"[-+]?([0-9]+\.[0-9]*|\.[0-9]+)([eE][-+]?[0-9]+)?", re.ASCII)
_OTHERWISE = re.compile(
    r"y|n|[-+]?0o?[0-7_]+|[-+]?0[xb][0-9a-f_]+|[-+]?[0-9][0-9_]*(\.[0-9_]*)?(e[-+]?[0-9]+)?|[-+]?[0-9]+(:[0-5]?[0-9])+(\.[0-9_]*)?",
    re.IGNORECASE | re.ASCII,
)
"""What YAML 1.2, or another reader of 1.1, takes for something else than text."""
_WHAT = {
    "bool": "true or false",
    "int": "a number in another notation",
    "float": "a number in another notation",
    "nan": "no number",
    "timestamp": "a date and not text",
    "merge": "an instruction to merge",
    "value": "a sign of its own",
    "null": "nothing",
}
_RESOLVERS = yaml.SafeLoader.yaml_implicit_resolvers

Fault = Callable[..., WorkspaceError]


def read_values(text: str, file: str) -> Any:
    """Give the values of a text; None of one that is empty. Raises WorkspaceError naming the line."""

    def fault(problem: str, line: int | None = None, expected: str = "", mend: str = "") -> WorkspaceError:
        return WorkspaceError(problem, file=file, line=line, expected=expected, mend=mend)

    odd = refused(text.removeprefix("\ufeff"))
    if odd is not None:
        line = text[: text.index(odd)].count("\n") + 1
        raise fault(f"found the character {named(odd)}", line, "text that can be seen", "Delete it.")
    try:
        return _Values(yaml.parse(text, Loader=_LOADER), fault).document()
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        why = getattr(error, "problem", None) or "unreadable"
        raise fault(f"it is not valid YAML ({excerpt(str(why))})", None if mark is None else mark.line + 1) from None


class _Values:
    """The values of one document, made of its events one after another."""

    def __init__(self, events: Iterator[Any], fault: Fault) -> None:
        self._events, self._fault = events, fault

    def document(self) -> Any:
        found: Any = None
        documents = 0
        for event in self._events:
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    raise self._fault("a second document begins", _line(event), "one, without a further line of ---")
            elif isinstance(event, yaml.NodeEvent):
                found = self._node(event, "the file", 1)
        return found

    def _node(self, event: Any, where: str, depth: int) -> Any:
        if isinstance(event, yaml.AliasEvent) or event.anchor is not None:
            mark = f"*{event.anchor}" if isinstance(event, yaml.AliasEvent) else f"&{event.anchor}"
            raise self._fault(f"{where}: found {excerpt(mark)}", _line(event), "every value written out where it holds")
        if event.tag is not None:
            raise self._fault(
                f"{where}: found the tag {excerpt(event.tag)}", _line(event), "plain text, numbers, lists and mappings"
            )
        if depth > _DEEPEST:
            raise self._fault(f"more than {_DEEPEST} levels lie within each other", _line(event), "plain settings")
        if isinstance(event, yaml.ScalarEvent):
            return self._scalar(event, where)
        if isinstance(event, yaml.SequenceStartEvent):
            return self._sequence(where, depth)
        return self._mapping(where, depth)

    def _sequence(self, where: str, depth: int) -> list[Any]:
        found: list[Any] = []
        while not isinstance(event := next(self._events), yaml.SequenceEndEvent):
            found.append(
                self._node(event, f"{where}.{len(found)}" if where != "the file" else str(len(found)), depth + 1)
            )
        return found

    def _mapping(self, where: str, depth: int) -> dict[str, Any]:
        found: dict[str, Any] = {}
        lines: dict[str, int] = {}
        while not isinstance(event := next(self._events), yaml.MappingEndEvent):
            key = self._node(event, f"{where}, a key", depth + 1)
            if not isinstance(key, str):
                raise self._fault(
                    f"{where}: found {excerpt(str(key))} as a key",
                    _line(event),
                    "text",
                    "Put it in quotes, if it is meant as text.",
                )
            if key in lines:
                raise self._fault(
                    f"{where}: '{excerpt(key)}' stands twice, first in line {lines[key]}", _line(event), "each key once"
                )
            lines[key] = _line(event)
            below = excerpt(key) if where == "the file" else f"{where}.{excerpt(key)}"
            found[key] = self._node(next(self._events), below, depth + 1)
        return found

    def _scalar(self, event: Any, where: str) -> Any:
        text: str = event.value
        odd = refused(text)
        if odd is not None:
            raise self._fault(
                f"{where}: found '{excerpt(text)}', which has the character {named(odd)}",
                _line(event),
                "text that can be seen",
            )
        if len(text) > _LONGEST:
            raise self._fault(f"{where}: a text has {len(text):,} characters", _line(event), f"at most {_LONGEST:,}")
        if not event.implicit[0]:
            return on_one_line(text).strip() if "\n" in text or "\t" in text else text
        if text in _NULL:
            return None
        if text in _TRUTH:
            return _TRUTH[text]
        if len(text) <= _LONGEST_NUMBER and _WHOLE.fullmatch(text):
            return int(text)
        if len(text) <= _LONGEST_NUMBER and _FRACTION.fullmatch(text):
            return float(text)
        taken = _taken_for(text)
        if taken is not None:
            raise self._fault(
                f"{where}: found {excerpt(text)}, which readers of YAML may take for {_WHAT[taken]}",
                _line(event),
                _instead(text, taken),
            )
        return on_one_line(text)


def _taken_for(text: str) -> str | None:
    """What YAML 1.1 takes a plain text for, or what another reader may; None where it is text to all."""
    resolvers = _RESOLVERS.get(text[:1], []) + _RESOLVERS.get(None, [])
    for tag, pattern in resolvers:
        if pattern.match(text):
            return "nan" if text[-3:].lower() in ("nan", "inf") else str(tag).rpartition(":")[2]
    if _OTHERWISE.fullmatch(text):
        return "bool" if text.lower() in ("y", "n") else "float"
    return None


def _instead(text: str, taken: str) -> str:
    if taken == "bool":
        return f'"{text}" in quotes where text is meant, a figure where a number is meant, or true or false'
    if taken in ("int", "float", "nan"):
        return f'a plain number such as 1000 or 0.5, or "{excerpt(text)}" in quotes where text is meant'
    return f'"{excerpt(text)}" in quotes'


def _line(event: Any) -> int:
    return int(event.start_mark.line) + 1
