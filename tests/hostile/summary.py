"""What all rounds come to: fields and what each has carried, and what came through, by family and kind of harm.

In: the fields, what the gate refuses, and rounds. Out: a page in Markdown, and whether anything got through.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from hostile.fields import Field
from hostile.gatekeeping import Gate
from hostile.harms import Kind
from hostile.payloads import PAYLOADS, VARIANTS, by_family, variants
from hostile.run import Round

TEXTUAL = (Kind.CHANGED,)
"""Kinds that are told and are no harm by themselves."""
_EXAMPLES = 3


@dataclass
class Result:
    """What is counted."""

    rounds: int = 0
    planted: set[int] = field(default_factory=set)
    refused: dict[int, str] = field(default_factory=dict)
    whole: set[int] = field(default_factory=set)
    changed: set[int] = field(default_factory=set)
    kinds: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    """Kind of harm to the numbers of the texts that did it."""
    places: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    examples: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    unnamed: Counter[str] = field(default_factory=Counter)
    """Harms whose evidence names no text."""


def count(rounds: Iterable[Round]) -> Result:
    """Add rounds up."""
    result = Result()
    for each in rounds:
        result.rounds += 1
        result.planted.update(each.planted)
        result.whole.update(each.whole)
        result.changed.update(each.changed)
        for sentence, numbers in each.refused.items():
            result.refused.update(dict.fromkeys(numbers, sentence))
        for found in each.harms:
            kind, numbers = (
                found["kind"],
                [number for number in found["numbers"] if number % VARIANTS < len(variants())],
            )
            result.kinds[kind].update(numbers)
            result.places[kind][found["where"].split("/")[-1]] += 1
            if not numbers:
                result.unnamed[kind] += 1
            if len(result.examples[kind]) < _EXAMPLES * 10:
                result.examples[kind].append(f"round {each.number}, {found['where']}: {found['shown']}")
    result.changed -= result.whole
    return result


def harmful(result: Result) -> int:
    """How many harms there are, named or not."""
    return sum(map(len, result.kinds.values())) + sum(result.unnamed.values())


def page(fields: Sequence[Field], gate: Gate, result: Result) -> str:
    """Write it all down."""
    return "\n".join(
        [
            "# Hostile texts: what came through",
            "",
            *_totals(fields, gate, result),
            "",
            *_families(result),
            "",
            *_examples(result, {each.number: each.name for each in fields}),
            "",
            *_fields(fields, gate, result),
            "",
        ]
    )


def _totals(fields: Sequence[Field], gate: Gate, result: Result) -> list[str]:
    open_, refused = open_fields(fields, gate)
    tried = result.planted | result.refused.keys()
    return [
        f"{len(PAYLOADS)} payloads in three forms are {len(variants())} texts. {len(fields)} text fields: {len(open_)} "
        f"open, {len(refused)} that the gate refuses whatever is written there.",
        "",
        f"{result.rounds} rounds: {len(tried):,} texts tried in a field, {len(result.refused):,} refused by the gate "
        f"for what they say, {len(result.whole):,} shown as they stand, {len(result.changed):,} shown otherwise, "
        f"{harmful(result):,} harms.",
    ]


def _families(result: Result) -> list[str]:
    kinds = [kind.value for kind in Kind if result.kinds.get(kind.value) or result.unnamed.get(kind.value)]
    lines = [
        f"| family | payloads | {' | '.join(kinds)} | shown otherwise |",
        f"|---|---|{'---|' * len(kinds)}---|",
    ]
    family = {variant.number: variant.payload.family for variant in variants()}

    def cell(numbers: Iterable[int], name: str) -> str:
        hits = [number for number in numbers if family.get(number % VARIANTS) == name]
        texts = {number % VARIANTS // 3 for number in hits}
        return f"{len(texts)} ({len({number // VARIANTS for number in hits})} fields)" if hits else ""

    for name, size in by_family():
        row = [cell(result.kinds.get(kind, ()), name) for kind in kinds]
        lines.append(f"| {name} | {size} | {' | '.join(row)} | {cell(result.changed, name)} |")
    lines.append(f"| names no text | | {' | '.join(str(result.unnamed.get(kind, '')) for kind in kinds)} | |")
    return ["Payloads of each family that did harm, and in how many fields:", "", *lines]


def _examples(result: Result, names: dict[int, str]) -> list[str]:
    lines = []
    for kind, found in result.examples.items():
        lines += [f"## {kind[0].upper()}{kind[1:]}", ""]
        places = ", ".join(f"{place} ({times})" for place, times in result.places[kind].most_common(12))
        fields = Counter(names.get(number // VARIANTS, "?") for number in result.kinds[kind])
        lines.append(f"Where: {places}.")
        lines.append(f"Fields: {', '.join(f'{name} ({times})' for name, times in fields.most_common(15))}.")
        lines += ["", *(f"- `{each.replace('`', 'ˋ')}`" for each in found[:_EXAMPLES]), ""]
    return lines


def _fields(fields: Sequence[Field], gate: Gate, result: Result) -> list[str]:
    by_field: dict[str, dict[int, set[int]]] = {}
    for name in ("planted", "refused", "whole", "changed"):
        numbers: dict[int, set[int]] = defaultdict(set)
        for number in getattr(result, name):
            numbers[number // VARIANTS].add(number % VARIANTS)
        by_field[name] = numbers
    harms: dict[int, set[int]] = defaultdict(set)
    for found in result.kinds.values():
        for number in found:
            harms[number // VARIANTS].add(number % VARIANTS)
    _, refused = open_fields(fields, gate)
    lines = [
        "| field | cells | texts tried | refused | shown as they stand | shown otherwise | did harm |",
        "|---|---|---|---|---|---|---|",
    ]
    for each in fields:
        if each in refused:
            continue
        homes = {cell.number for cell in each.cells if cell.name not in gate.refused}
        sets = {name: set().union(*(known[home] for home in homes)) for name, known in by_field.items()}
        did = set().union(*(harms[home] for home in homes))
        tried = sets["planted"] | sets["refused"]
        lines.append(
            f"| {each.name} | {len(each.cells)} | {len(tried)} | {len(sets['refused'])} | {len(sets['whole'])} | "
            f"{len(sets['changed'] - sets['whole'])} | {len(did)} |"
        )
    lines += ["", "## Refused whatever is written there", ""]
    for each in refused:
        sentence = next(gate.refused[cell.name] for cell in each.cells)
        lines.append(f"- {each.name}: {' '.join(sentence.split())[:160]}")
    return ["## Fields", "", *lines]


def open_fields(fields: Sequence[Field], gate: Gate) -> tuple[list[Field], list[Field]]:
    """Part fields into those with a cell that is let through, and those where all are refused."""
    open_ = [each for each in fields if any(cell.name not in gate.refused for cell in each.cells)]
    return open_, [each for each in fields if each not in open_ and each.cells]


def coverage(fields: Sequence[Field], gate: Gate, result: Result) -> dict[str, int]:
    """How many variants each open field has not carried yet."""
    seen: dict[int, set[int]] = defaultdict(set)
    for number in result.planted | result.refused.keys():
        seen[number // VARIANTS].add(number % VARIANTS)
    open_, _ = open_fields(fields, gate)
    left = {}
    for each in open_:
        carried = set().union(*(seen[cell.number] for cell in each.cells if cell.name not in gate.refused))
        if len(carried) < len(variants()):
            left[each.name] = len(variants()) - len(carried)
    return left
