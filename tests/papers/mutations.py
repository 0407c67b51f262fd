"""Change the tables of a pack as papers change from month to month and from print to print, one or two ways at a time.

In: the tables, a seed. Out: `Mutated`: the tables as they are printed then, and what a person would still type.
`python tests/papers/mutations.py [--seeds 500] [--first N] [--show] [--html]` ends with 1 for a silent error.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from random import Random

sys.path.insert(0, str(Path(__file__).parents[1]))

from papers.pack import Printed, printed_tables, ruled
from trustbook.ingest.names import plain

BY_PERIOD, LINES, APART, SAVINGS = range(4)
HEADS = {BY_PERIOD: 2, LINES: 3, APART: 1, SAVINGS: 2}
"""How many rows of each table are headings."""
Rows = list[list[str]]


@dataclass
class Mutated:
    """A pack that was changed. `gone` are names whose figures nobody can type any more."""

    tables: list[Printed]
    done: list[str] = field(default_factory=list)
    gone: set[str] = field(default_factory=set)
    parted: int = 0
    """How many tables a file has more than the pack, because they run over two pages."""
    renamed: dict[str, str] = field(default_factory=dict)
    printed: set[tuple[str, str]] = field(default_factory=set)
    """Figures that are another now, by label and print: a person who types the paper types them."""
    also: dict[str, set[str]] = field(default_factory=dict)
    """By the old label, the figures that its row may have besides: its parts, or what another label stands above."""

    def rows(self, which: int) -> Rows:
        """Return the rows of a table, to change."""
        return [list(row) for row in self.tables[which].rows]

    def put(self, which: int, rows: Rows, **changes: object) -> None:
        """Put the rows of a table in their place."""
        width = max(len(row) for row in rows)
        even = tuple(tuple([*row, *[""] * (width - len(row))]) for row in rows)
        self.tables[which] = replace(self.tables[which], rows=even, **changes)  # type: ignore[arg-type]


Way = Callable[[Mutated, Random], None]


def _which(chance: Random) -> int:
    return chance.choice((BY_PERIOD, LINES, LINES, APART, SAVINGS, SAVINGS))


def _figures(rows: Rows, head: int) -> list[tuple[int, int]]:
    return [
        (at, column)
        for at in range(head, len(rows))
        for column, cell in enumerate(rows[at])
        if column and cell.strip("-£m").replace(",", "").replace(".", "").isdigit()
    ]


def _columns(rows: Rows, head: int) -> list[int]:
    return sorted({column for _, column in _figures(rows, head)})


_NEW_HEADINGS = (
    "Latest view",
    "Position",
    "Net",
    "Amount (A)",
    "Budget holder's view",
    "Gross",
    "Adjusted total",
    "Sum",
)
_SYNONYMS = {
    "Variance": ("Forecast variance", "Projected variance", "Varience", "VARIANCE", "Over / under spend"),
    "Outturn": ("Forecast outturn", "Projected outturn", "Outurn", "Outturn position"),
    "Red": ("RED", "Rated red", "Red rated"),
    "Amber": ("AMBER", "Amber rated", "Ambre"),
    "Green": ("GREEN", "Green rated", "Grene"),
    "Mitigations": ("Mitigation", "Mitigatons"),
    "Value": ("Amount", "Cost", "Vaule"),
    "from P10": ("since Period 10", "from Month 10"),
}


def rename_column(made: Mutated, chance: Random) -> None:
    """Give a column another heading: a word that means the same, a slip of spelling, or a word that says nothing."""
    which = _which(chance)
    rows = made.rows(which)
    column = chance.choice(_columns(rows, HEADS[which]))
    known = [(at, word) for at in range(HEADS[which]) for word in _SYNONYMS if rows[at][column] == word]
    if which == BY_PERIOD:
        number = rows[0][column].split()[-1]
        rows[0][column] = chance.choice(
            (f"P{number}", f"Month {number}", f"PERIOD {number}", f"Perod {number}", "Latest")
        )
    elif known and chance.random() < 0.7:
        at, word = chance.choice(known)
        rows[at][column] = chance.choice(_SYNONYMS[word])
    else:
        unit = next((cell for at in range(HEADS[which]) for cell in [rows[at][column]] if "£" in cell), "")
        for at in range(HEADS[which]):
            rows[at][column] = ""
        rows[HEADS[which] - 1][column] = f"{chance.choice(_NEW_HEADINGS)} {'£000s' if '000' in unit else unit}".strip()
    made.put(which, rows)


def move_column(made: Mutated, chance: Random) -> None:
    """Put a column in another place."""
    which = _which(chance)
    rows = made.rows(which)
    columns = _columns(rows, HEADS[which])
    if len(columns) < 2:
        return
    column, place = chance.sample(columns, 2)
    for row in rows:
        row.insert(place, row.pop(column))
    made.put(which, rows)


def add_column(made: Mutated, chance: Random) -> None:
    """Add a column of figures that belong to no field, or that has the heading of one that is there."""
    which = _which(chance)
    rows = made.rows(which)
    columns = _columns(rows, HEADS[which])
    place = chance.choice([*columns, columns[-1] + 1])
    unit = {BY_PERIOD: "£m", LINES: "£000's", APART: "", SAVINGS: "£'000"}[which]
    heading = chance.choice(
        ("Last year's outturn", "Variance P10", "Budget 2022/23", "% variance", "Prior year variance", "Actual to date",
         "Outturn 2022/23", "Variance", "Period 12", "Full year effect", "2024/25", "Green P10", "Total")
    )  # fmt: skip
    for at, row in enumerate(rows):
        if at == 0:
            cell = heading
        elif at < HEADS[which]:
            cell = unit if at == HEADS[which] - 1 else ""
        elif heading.startswith("%"):
            cell = f"{chance.randint(0, 30)}%"
        elif which == BY_PERIOD:
            cell = f"{chance.randint(0, 30)}.{chance.randint(0, 999):03d}"
        elif which == APART:
            cell = f"£0.{chance.randint(100, 999)}m"
        else:
            cell = f"{chance.randint(0, 9999):,}"
        row.insert(place, cell if any(row) else "")
    if HEADS[which] == 1 and unit:
        rows[0][place] = f"{heading} {unit}"
    made.put(which, rows)


def split_heading(made: Mutated, chance: Random) -> None:
    """Report a line in two parts, each with its part of the figures."""
    which = chance.choice((LINES, SAVINGS, BY_PERIOD))
    rows = made.rows(which)
    at = chance.choice(_lines(rows, which))
    label = rows[at][0]
    first, second = list(rows[at]), list(rows[at])
    endings = chance.choice(((": own", ": others"), (" (north)", " (west)"), (" - staffing", " - running costs")))
    first[0], second[0] = f"{label}{endings[0]}", f"{label}{endings[1]}"
    for column, cell in enumerate(rows[at]):
        if column and (at, column) in _figures(rows, HEADS[which]):
            parts = _parts(cell, chance)
            first[column], second[column] = parts
            made.also.setdefault(plain(label), set()).update(parts)
    rows[at : at + 1] = [first, second]
    made.gone.add(plain(label))
    made.put(which, rows)


def _parts(cell: str, chance: Random) -> tuple[str, str]:
    places = len(cell.partition(".")[2])
    whole = int(cell.replace(",", "").replace(".", ""))
    part = chance.randint(0, abs(whole)) * (1 if whole >= 0 else -1)
    return _printed(part, places), _printed(whole - part, places)


def _printed(number: int, places: int) -> str:
    return f"{number / 10**places:,.{places}f}" if places else f"{number:,}"


def _lines(rows: Rows, which: int) -> list[int]:
    """Return the rows that are lines with figures, and no totals."""
    figures = {at for at, _ in _figures(rows, HEADS[which])}
    return [at for at in sorted(figures) if rows[at][0] and "total" not in rows[at][0].lower()]


def in_millions(made: Mutated, chance: Random) -> None:
    """Print a table, or one column of it, in millions or in pounds where it was in thousands: heading and figures."""
    which = chance.choice((LINES, SAVINGS))
    rows, head = made.rows(which), HEADS[which]
    columns = _columns(rows, head)
    chosen = columns if chance.random() < 0.6 else [chance.choice(columns)]
    pounds = chance.random() < 0.3
    for at, column in _figures(rows, head):
        if column in chosen:
            number = int(rows[at][column].replace(",", ""))
            rows[at][column] = f"{number * 1000:,}" if pounds else f"{number / 1000:.3f}"
    for column in chosen:
        _unit(rows, head, column, "£" if pounds else "£m")
    made.put(which, rows)


def wrong_unit(made: Mutated, chance: Random) -> None:
    """Print another unit above figures that stay as they are."""
    which = chance.choice((LINES, SAVINGS, BY_PERIOD))
    rows, head = made.rows(which), HEADS[which]
    columns = _columns(rows, head)
    for column in columns if chance.random() < 0.7 else [chance.choice(columns)]:
        _unit(rows, head, column, "£000's" if which == BY_PERIOD else "£m")
    made.put(which, rows)


def _unit(rows: Rows, head: int, column: int, unit: str) -> None:
    for at in range(head):
        for old in ("£000's", "£'000", "£m"):
            rows[at][column] = rows[at][column].replace(old, "").strip()
    rows[head - 1][column] = f"{rows[head - 1][column]} {unit}".strip()


def two_pages(made: Mutated, chance: Random) -> None:
    """Let a table run over two pages, with its headings repeated or not."""
    which = chance.choice((BY_PERIOD, LINES, SAVINGS))
    rows, head = made.rows(which), HEADS[which]
    at = chance.randint(head + 1, len(rows) - 1)
    if chance.random() < 0.6:
        rows[at:at] = [list(row) for row in rows[:head]]
    made.put(which, rows, breaks=(at,))


def merged_cells(made: Mutated, chance: Random) -> None:
    """Merge cells: a heading over several columns, or two cells of a row that say the same."""
    which = chance.choice((BY_PERIOD, LINES, SAVINGS))
    rows, head = made.rows(which), HEADS[which]
    columns = _columns(rows, head)
    spans = {}
    if chance.random() < 0.5:
        begin = chance.randrange(len(columns) - 1)
        width = chance.randint(2, len(columns) - begin)
        above = [""] * len(rows[0])
        above[columns[begin]] = chance.choice(
            ("Council", "Position at the end of the period", "Forecast", "All services")
        )
        spans[0, columns[begin]] = width
        rows.insert(0, above)
    else:
        same = [
            (at, c)
            for at, c in _figures(rows, head)
            if (at, c + 1) in _figures(rows, head) and rows[at][c] == rows[at][c + 1]
        ]
        if not same:
            return
        at, column = chance.choice(same)
        rows[at][column + 1] = ""
        spans[at, column] = 2
    made.put(which, rows, spans=spans)


MARKS = ("*", "¹", " (1)", " [2]", "†", " **", "²")


def footnotes(made: Mutated, chance: Random) -> None:
    """Put marks of footnotes at labels, headings or figures, and the notes below the table."""
    which = _which(chance)
    rows, head = made.rows(which), HEADS[which]
    mark = chance.choice(MARKS)
    for _ in range(chance.randint(1, 4)):
        kind = chance.random()
        if kind < 0.5:
            at = chance.choice(_lines(rows, which) or [head])
            rows[at][0] += mark
        elif kind < 0.75:
            column = chance.choice(_columns(rows, head))
            at = chance.choice([at for at in range(head) if rows[at][column]] or [0])
            rows[at][column] += mark
        else:
            at, column = chance.choice(_figures(rows, head))
            rows[at][column] += mark
    if chance.random() < 0.5:
        rows.append([f"{mark.strip()} Includes 3 posts funded by grant to 2025", *[""] * (len(rows[0]) - 1)])
    made.put(which, rows)


_GLYPHS = {"0": "O", "1": "l", "5": "S", "8": "B", "6": "b"}


def noise(made: Mutated, chance: Random) -> None:
    """Spoil some figures as a scan does: letters for digits, a point for a comma, a lost sign, a space, a lost cell."""
    which = _which(chance)
    rows, head = made.rows(which), HEADS[which]
    for _ in range(chance.randint(1, 5)):
        at, column = chance.choice(_figures(rows, head) or [(head, 1)])
        cell = rows[at][column]
        kind = chance.choice(("glyph", "point", "space", "blank", "sign", "comma", "dot", "scrap"))
        if kind == "glyph":
            usual = [place for place, each in enumerate(cell) if each in _GLYPHS]
            if usual:
                place = chance.choice(usual)
                cell = cell[:place] + _GLYPHS[cell[place]] + cell[place + 1 :]
        elif kind == "point":
            cell = cell.replace(",", ".") if "," in cell else cell.replace(".", ",")
        elif kind == "space" and len(cell) > 2:
            place = chance.randrange(1, len(cell))
            cell = f"{cell[:place]} {cell[place:]}"
        elif kind == "blank":
            cell = ""
        elif kind == "sign":
            cell = cell.lstrip("-") if cell.startswith("-") else f"({cell})" if chance.random() < 0.5 else f"-{cell}"
            made.printed.add((plain(rows[at][0]), cell))
        elif kind == "comma":
            cell = cell.replace(",", "")
        elif kind == "dot":
            cell += "."
        else:
            cell = chance.choice(("~", "|", ".", "'")) + cell
        rows[at][column] = cell
    if chance.random() < 0.3:
        rows.insert(chance.randint(head, len(rows)), ["", *[""] * (len(rows[0]) - 1)])
    if chance.random() < 0.3:
        rows.insert(chance.randint(head, len(rows)), [f"Page {chance.randint(2, 60)}", *[""] * (len(rows[0]) - 1)])
    made.put(which, rows)


def slipped_row(made: Mutated, chance: Random) -> None:
    """Lose one cell of a row, so that what follows stands one column to the left; or gain an empty one."""
    which = chance.choice((BY_PERIOD, LINES, SAVINGS))
    rows, head = made.rows(which), HEADS[which]
    at = chance.choice(_lines(rows, which))
    column = chance.choice(_columns(rows, head))
    if chance.random() < 0.6:
        rows[at].pop(column)
        rows[at].append("")
    else:
        rows[at].insert(column, "")
    made.put(which, rows)


def rename_line(made: Mutated, chance: Random) -> None:
    """Give a line a label with a slip of spelling, or one that nobody knows."""
    which = chance.choice((BY_PERIOD, LINES, SAVINGS, APART))
    rows = made.rows(which)
    at = chance.choice(_lines(rows, which) or [HEADS[which]])
    label = rows[at][0]
    place = chance.randrange(1, len(label))
    if chance.random() < 0.6:
        rows[at][0] = label[:place] + label[place + 1 :]
    else:
        rows[at][0] = chance.choice(("Community services", "Prevention", "Early help", "Other"))
        made.gone.add(plain(label))
    made.also.setdefault(plain(label), set()).update(rows[at][1:])
    made.renamed[plain(rows[at][0])] = plain(label)
    made.put(which, rows)


def move_line(made: Mutated, chance: Random) -> None:
    """Put a line in another place above the first total, or leave one out, or print one twice."""
    which = chance.choice((BY_PERIOD, LINES, SAVINGS))
    rows, head = made.rows(which), HEADS[which]
    first = next(at for at in range(head, len(rows)) if "total" in rows[at][0].lower())
    at, to = chance.sample(range(head, first), 2)
    kind = chance.random()
    if kind < 0.5:
        rows.insert(to, rows.pop(at))
    elif kind < 0.75:
        rows.insert(to, list(rows[at]))
    else:
        made.gone.add(plain(rows.pop(at)[0]))
    made.put(which, rows)


def lost_headings(made: Mutated, chance: Random) -> None:
    """Lose a row of headings."""
    which = _which(chance)
    rows = made.rows(which)
    rows.pop(chance.randrange(HEADS[which]))
    made.put(which, rows)


WAYS: tuple[Way, ...] = (
    *(rename_column, move_column, add_column, split_heading, in_millions, wrong_unit, two_pages),
    *(merged_cells, footnotes, noise, noise, slipped_row, rename_line, move_line, lost_headings),
)


def mutated(seed: int) -> Mutated:
    """Change the pack in one, two or three ways."""
    chance = Random(seed)
    made = Mutated(ruled(printed_tables()))
    for number in range(chance.choice((1, 1, 1, 2, 2, 3))):
        way = WAYS[seed % len(WAYS)] if number == 0 else chance.choice(WAYS)
        try:
            way(made, chance)
        except (IndexError, ValueError, StopIteration, KeyError):  # an earlier way left nothing for this one
            continue
        made.done.append(way.__name__)
    return made


def main() -> int:
    """Run many, and print how they did."""
    import tempfile

    from papers.judged_drafts import outcome

    parser = argparse.ArgumentParser(prog="python tests/papers/mutations.py", description=__doc__)
    parser.add_argument("--seeds", type=int, default=500)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--show", action="store_true", help="say each silent error")
    parser.add_argument("--html", action="store_true", help="through files of HTML")
    options = parser.parse_args()
    packs, right, listed, silent = Counter[str](), Counter[str](), Counter[str](), Counter[str]()
    with tempfile.TemporaryDirectory() as place:
        for seed in range(options.first, options.first + options.seeds):
            pack, found = outcome(seed, Path(place) if options.html else None)
            for way in set(pack.done[:1]):
                packs[way] += 1
                right[way] += found.right
                listed[way] += len(found.listed)
                silent[way] += len(found.wrong)
            if options.show and found.wrong:
                print(seed, pack.done, *found.wrong[:6], sep="\n  ")
    for way in packs:
        print(
            f"{way:16} {packs[way]:4} packs {right[way]:7} right {listed[way]:6} listed {silent[way]:4} silent errors"
        )
    counts = f"{sum(right.values())} right, {sum(listed.values())} listed, {sum(silent.values())} silent errors"
    print(f"{sum(packs.values())} packs: {counts}")
    return 1 if sum(silent.values()) else 0


if __name__ == "__main__":
    sys.exit(main())
