"""What is planted in a round: in every cell of every open field, some of the variants, another few in each round.

In: the fields, the number of a round, and the cells that the gate refuses. Out: tables with hostile texts in them, and
which cell carries what. After `ROUNDS` rounds every cell has carried every variant, and so has every field.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from functools import cache
from math import gcd
from random import Random

from hostile.fields import KEY, Cell, Field, Spot, Tables, renamed
from hostile.payloads import VARIANTS, Place, Variant, variants

TOGETHER = 6
"""So many variants that may stand anywhere are put into one text."""
MANY = 60
"""A field with as many cells carries one variant in each."""
FEW = 2
"""A field with no more cells is planted in every round, even if the code knows what stands there."""
SEED = 20260


@dataclass(frozen=True)
class Planted:
    """A cell and the variants that it carries."""

    cell: Cell
    carried: tuple[Variant, ...]

    @property
    def text(self) -> str:
        """What is written into the cell."""
        return " ".join(variant.planted(self.cell.number) for variant in self.carried)

    @property
    def numbers(self) -> list[int]:
        """The numbers that what it carries is known by."""
        return [self.number_of(variant) for variant in self.carried]

    def number_of(self, variant: Variant) -> int:
        """The number that a variant is known by here."""
        return self.cell.number * VARIANTS + variant.number

    def without(self, variants: Collection[Variant]) -> Planted:
        """The same cell, and fewer variants."""
        return Planted(self.cell, tuple(each for each in self.carried if each not in variants))


@cache
def together() -> tuple[tuple[Variant, ...], ...]:
    """Every variant once, put together so that none swallows another: one at the start, some, one at the end."""
    by_place: dict[Place, list[Variant]] = {place: [] for place in Place}
    for variant in variants():
        by_place[variant.payload.place].append(variant)
    random = Random(SEED)
    for some in by_place.values():
        random.shuffle(some)
    anywhere = by_place[Place.ANYWHERE]
    made = [anywhere[place : place + TOGETHER] for place in range(0, len(anywhere), TOGETHER)]
    for texts, first in zip(made, by_place[Place.START], strict=False):
        texts.insert(0, first)
    for texts, last in zip(reversed(made), by_place[Place.END], strict=False):
        texts.append(last)
    made += [[variant] for variant in by_place[Place.WHOLE]]
    random.shuffle(made)
    return tuple(map(tuple, made))


@cache
def alone() -> tuple[tuple[Variant, ...], ...]:
    """Every variant by itself."""
    made = [(variant,) for variant in variants()]
    Random(SEED).shuffle(made)
    return tuple(made)


def rounds() -> int:
    """After so many rounds every cell with texts put together has carried every variant."""
    return len(together())


def plan(fields: Sequence[Field], number: int, refused: Collection[str]) -> list[Planted]:
    """Say which cell carries what in a round. Names that the code knows are left as they are in every other round."""
    planted = []
    for field in fields:
        own = [cell for cell in field.cells if cell.number == field.number]
        cells = [cell for cell in own if cell.name not in refused]
        choices = alone() if len(cells) >= MANY else together()
        stride = _stride(len(cells), len(choices))
        free = any(not cell.listed for cell in cells)
        spared = number % 2 == 0 and len(cells) > FEW
        for place, cell in enumerate(cells):
            if cell.known and spared:
                continue
            carried = choices[(number * stride + place + field.number) % len(choices)]
            if free and cell.listed:
                carried = tuple(each for each in carried if ";" not in each.planted(field.number))
            if carried:
                planted.append(Planted(cell, carried))
    return planted


def _stride(cells: int, choices: int) -> int:
    """At least the number of cells, and such that each cell comes to each choice."""
    stride = max(cells, 1)
    while gcd(stride, choices) != 1:
        stride += 1
    return stride


def plant(tables: Tables, texts: Mapping[Cell, str] | Iterable[Planted]) -> Tables:
    """Write texts into a copy of the tables, each into every spot of its cell."""
    if not isinstance(texts, Mapping):
        texts = {each.cell: each.text for each in texts}
    made = Tables(deepcopy(tables.csv), deepcopy(tables.yaml))
    names = {cell.value: text for cell, text in texts.items() if cell.parts}
    keys: list[tuple[Spot, str]] = []
    for cell, text in texts.items():
        for spot in cell.spots:
            if spot.path[-1] == KEY:
                keys.append((spot, text))
            else:
                _write(made, spot, text)
    for spot in {spot for cell in texts for spot in cell.parts}:
        if made.read(spot) == tables.read(spot):
            _write(made, spot, renamed(tables.read(spot), names))
    for spot, text in keys:
        holder = made.yaml[spot.file]
        for step in spot.path[:-2]:
            holder = holder[step]
        new = {text if key == spot.path[-2] else key: value for key, value in holder.items()}
        holder.clear()
        holder.update(new)
    return made


def _write(tables: Tables, spot: Spot, text: str) -> None:
    if spot.file in tables.csv:
        row, column = spot.path
        tables.csv[spot.file][int(row)][int(column)] = text
        return
    holder = tables.yaml[spot.file]
    for step in spot.path[:-1]:
        holder = holder[step]
    holder[spot.path[-1]] = text
