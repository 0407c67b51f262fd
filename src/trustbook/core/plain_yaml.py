"""Read the part of YAML that every parser reads alike: text, numbers, true, false, lists and mappings.

In: the text of a file. Out: its values. An error of one sentence names the line of anything else: values that YAML 1.1
and 1.2 read differently (`yes`, `010`, `1:30`, a date), tags, anchors, and keys that are given twice.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import yaml

from trustbook.core.characters import describe_character, excerpt, forbidden_character, on_one_line
from trustbook.core.errors import WorkspaceError

_DEEPEST = 20
"""Our settings are five levels deep."""
_LONGEST = 2_000
"""The same limit as for a cell of a return."""
_LONGEST_NUMBER = 40
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""The C parser, where PyYAML has it, is ten times as fast. Here only its events are used; it constructs no objects."""
_NULL = {"", "~", "null"}
_TRUTH = {"true": True, "false": False}
_WHOLE = re.compile(r"[-+]?(0|[1-9][0-9]*)", re.ASCII)
_FRACTION = re.compile(r"[-+]?([0-9]+\.[0-9]*|\.[0-9]+)([eE][-+]?[0-9]+)?", re.ASCII)
_AMBIGUOUS = re.compile(
    r"y|n|[-+]?0o?[0-7_]+|[-+]?0[xb][0-9a-f_]+|[-+]?[0-9][0-9_]*(\.[0-9_]*)?(e[-+]?[0-9]+)?|[-+]?[0-9]+(:[0-5]?[0-9])+(\.[0-9_]*)?",
    re.IGNORECASE | re.ASCII,
)
"""Plain text that YAML 1.2, or another parser of 1.1, would not read as text."""
_MEANINGS = {
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
    """Return the values in a text, or None if it is empty. Raises WorkspaceError naming the line."""

    def fault(problem: str, line: int | None = None, expected: str = "", mend: str = "") -> WorkspaceError:
        return WorkspaceError(problem, file=file, line=line, expected=expected, mend=mend)

    forbidden = forbidden_character(text.removeprefix("\ufeff"))
    if forbidden is not None:
        line = text[: text.index(forbidden)].count("\n") + 1
        raise fault(f"found the character {describe_character(forbidden)}", line, "text that can be seen", "Delete it.")
    try:
        return _Values(yaml.parse(text, Loader=LOADER), fault).document()
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        why = getattr(error, "problem", None) or "unreadable"
        raise fault(f"it is not valid YAML ({excerpt(str(why))})", None if mark is None else mark.line + 1) from None


class _Values:
    """Build the values of one document from its parser events."""

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
        forbidden = forbidden_character(text)
        if forbidden is not None:
            raise self._fault(
                f"{where}: found '{excerpt(text)}', which has the character {describe_character(forbidden)}",
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
                f"{where}: found {excerpt(text)}, which readers of YAML may take for {_MEANINGS[taken]}",
                _line(event),
                _expected_instead(text, taken),
            )
        return on_one_line(text)


def _taken_for(text: str) -> str | None:
    """Return the type that YAML 1.1 or another parser may read a plain text as; None if all read it as text."""
    resolvers = _RESOLVERS.get(text[:1], []) + _RESOLVERS.get(None, [])
    for tag, pattern in resolvers:
        if pattern.match(text):
            return "nan" if text[-3:].lower() in ("nan", "inf") else str(tag).rpartition(":")[2]
    if _AMBIGUOUS.fullmatch(text):
        return "bool" if text.lower() in ("y", "n") else "float"
    return None


def _expected_instead(text: str, taken: str) -> str:
    if taken == "bool":
        return f'"{text}" in quotes where text is meant, a figure where a number is meant, or true or false'
    if taken in ("int", "float", "nan"):
        return f'a plain number such as 1000 or 0.5, or "{excerpt(text)}" in quotes where text is meant'
    return f'"{excerpt(text)}" in quotes'


def _line(event: Any) -> int:
    return int(event.start_mark.line) + 1
