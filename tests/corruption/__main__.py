"""Run the corruption suite and write `docs/what-the-gate-cannot-see.md`.

`python tests/corruption` runs all; `--sample N` takes N places of each operator; `--minutes N` stops after that time;
`--kept FILE` keeps results as they come, so that the next run of the same code goes on where this one stopped.
"""

from __future__ import annotations

import argparse
import sys
import time
import warnings
from collections import Counter
from contextlib import nullcontext
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from rich.progress import track

from corruption.operators import OPERATORS
from corruption.page import count_unconstrained, page
from corruption.places import SEED, cases, in_turn, sample
from corruption.runs import read_kept, run
from corruption.truth import ROOT, read_truth

PAGE = ROOT / "docs" / "what-the-gate-cannot-see.md"


def main() -> int:
    """Run, write the page, and say what was missed; the exit code is 1 if anything was."""
    parser = argparse.ArgumentParser(prog="python tests/corruption", description=__doc__)
    parser.add_argument("--sample", type=int, default=0, metavar="N", help="so many places of each operator")
    parser.add_argument("--minutes", type=float, default=float("inf"), help="how long it may take, about")
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--kept", type=Path, metavar="FILE", help="results so far: read, not run again, and added to")
    parser.add_argument("--page", type=Path, default=PAGE, help="where the page is written")
    options = parser.parse_args()
    warnings.simplefilter("ignore")
    truth = read_truth()
    known = {name: list(cases(operator, truth, options.seed)) for name, operator in sorted(OPERATORS.items())}
    everything = [case for each in known.values() for case in each]
    chosen = (
        [case for name in known for case in sample(OPERATORS[name], truth, options.sample, options.seed)]
        if options.sample
        else in_turn(everything, options.seed)
    )
    started = time.monotonic()
    results = read_kept(options.kept, chosen) if options.kept else []
    done = {each.case for each in results}
    left = [case for case in chosen if case not in done]
    with options.kept.open("a", buffering=1, encoding="utf-8") if options.kept else nullcontext() as kept:
        for made in track(run(left, options.seed, options.workers), "Corrupting", total=len(left)):
            results.append(made)
            if kept:
                kept.write(made.as_line())
            if time.monotonic() - started > options.minutes * 60:
                break
    unseen = count_unconstrained(everything, truth, options.seed)
    options.page.write_text(page(results, unseen, len(everything), options.seed), encoding="utf-8")
    failed = [each for each in results if each.failed]
    for each in failed:
        print(each)
    for constrained in (True, False):
        counts = Counter(str(each.outcome) for each in results if each.constrained is constrained)
        print("constrained" if constrained else "unconstrained", dict(counts))
    print(f"{len(OPERATORS)} operators, {len(results)} of {len(everything)} places, {time.monotonic() - started:.0f} s")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
