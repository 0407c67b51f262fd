"""What the gate cannot see, as a page: the table of outcomes, and the class of what nothing can tell.

In: results. Out: Markdown.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from corruption.classify import classify
from corruption.engine import Outcome
from corruption.operators import OPERATORS
from corruption.places import MOST_LINES, Case, change
from corruption.runs import Result
from corruption.truth import Truth
from trustbook.core.formatting import listing

_SHORT = {
    Outcome.CRITICAL: "C",
    Outcome.WARNING: "W",
    Outcome.MENDED: "M",
    Outcome.HARMLESS: "H",
    Outcome.MISSED: "–",
    Outcome.CRASHED: "!",
}


Unconstrained = Counter[tuple[str, str, str]]
"""How many places nothing can tell, by dataset, column and reason."""


def page(results: Sequence[Result], unconstrained: Unconstrained, places: int, seed: int) -> str:
    """Write the page."""
    return (
        "\n".join(
            [*_head(results, places, seed), *_table(results), *_unseen(results, unconstrained), *_failed(results)]
        )
        + "\n"
    )


def _head(results: Sequence[Result], places: int, seed: int) -> Iterable[str]:
    held = Counter(each.outcome for each in results if each.constrained)
    free = Counter(each.outcome for each in results if not each.constrained)
    columns = [outcome for outcome in Outcome if held[outcome] or free[outcome]]
    yield "# What the gate cannot see"
    yield ""
    yield (
        "The true returns are made wrong on purpose, one thing at a time, and the gate is run over each. Before it "
        "runs, each corruption is classed by declared rules (`tests/corruption/constraints.py`): *constrained*, where "
        "an identity, a printed total, a range, a vocabulary, a key, another file or the month before can tell; or "
        "*unconstrained*, where an isolated figure is as plausible as the true one. Nothing of the first class may be "
        "missed. The second is what only a person with the paper can see."
    )
    yield ""
    taken = "" if len(results) == places else f" of {places:,}"
    few = listing([f"{name} ({most})" for name, most in MOST_LINES.items()])
    books = sum(each.case.in_workbook for each in results)
    yield (
        f"This page is written by `python tests/corruption` (seed {seed}): {len(OPERATORS)} operators, "
        f"{len(results):,}{taken} places, {books:,} of them in a workbook. A few lines of the longest files are taken, "
        f"spread evenly: of {few}; of all other files, every line."
    )
    if taken:
        yield ""
        yield "Each operator was tried in each dataset that it applies to, in CSV files and in workbooks, then again."
    yield ""
    yield "| class | " + " | ".join(columns) + " | all |"
    yield "|---|" + "--:|" * (len(columns) + 1)
    for name, counts in (("constrained", held), ("unconstrained", free)):
        yield f"| {name} | " + " | ".join(f"{counts[each]:,}" for each in columns) + f" | {counts.total():,} |"
    yield ""
    yield (
        "*Mended*: read otherwise than written, said aloud, and the figures are the true ones. *Harmless*: the figures "
        "are the true ones, as when columns stand in another order. *Missed*: nothing new was said. Savings whose "
        "parts do not make their target are a warning: a paper that contradicts itself is published with the "
        "contradiction."
    )


def _table(results: Sequence[Result]) -> Iterable[str]:
    datasets = sorted({each.case.dataset for each in results})
    counts: dict[tuple[str, str], Counter[Outcome]] = {}
    for each in results:
        counts.setdefault((each.case.operator, each.case.dataset), Counter())[each.outcome] += 1
    yield ""
    yield "## What became of each corruption"
    yield ""
    yield "C critical, W warning, M mended, H harmless, – missed (almost all of it unconstrained: see below)."
    yield ""
    yield "| operator | " + " | ".join(datasets) + " |"
    yield "|---|" + "---|" * len(datasets)
    for name in sorted({each.case.operator for each in results}):
        cells = (_cell(counts.get((name, dataset), Counter())) for dataset in datasets)
        yield f"| {name.replace('_', ' ')} | " + " | ".join(cells) + " |"


def _cell(counts: Counter[Outcome]) -> str:
    return ", ".join(f"{_SHORT[outcome]} {counts[outcome]}" for outcome in Outcome if counts[outcome])


def _unseen(results: Sequence[Result], unconstrained: Unconstrained) -> Iterable[str]:
    ran = Counter(_key(each.case, each.reason) for each in results if not each.constrained)
    seen = Counter(
        _key(each.case, each.reason)
        for each in results
        if not each.constrained and each.outcome in (Outcome.CRITICAL, Outcome.WARNING)
    )
    yield ""
    yield "## What nothing can tell"
    yield ""
    yield f"{unconstrained.total():,} of all places. Some are seen all the same, by a rule that only suspects."
    yield ""
    yield "| dataset | column | why | places | run | of these seen |"
    yield "|---|---|---|--:|--:|--:|"
    for key, count in sorted(unconstrained.items()):
        yield f"| {' | '.join(key)} | {count:,} | {ran[key]:,} | {seen[key]:,} |"


def _key(case: Case, reason: str) -> tuple[str, str, str]:
    return case.dataset, case.column or "a line or the file", reason


def count_unconstrained(cases: Iterable[Case], truth: Truth, seed: int) -> Unconstrained:
    """Class every place without running any, and count those that nothing can tell."""
    found: Unconstrained = Counter()
    for case in cases:
        made = change(case, truth, seed)
        kind = None if made is None else classify(case, made, truth)
        if kind is not None and not kind.constrained:
            found[_key(case, kind.reason)] += 1
    return found


def _failed(results: Sequence[Result]) -> Iterable[str]:
    failed = [each for each in results if each.failed]
    yield ""
    yield "## What the gate should see and does not"
    yield ""
    if not failed:
        yield "Nothing."
        return
    yield "| operator | place | what can tell |"
    yield "|---|---|---|"
    for each in failed:
        yield f"| {each.case.operator.replace('_', ' ')} | {each.case.place} | {each.crash or each.reason} |"
