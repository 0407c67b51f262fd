"""Make the papers into files, read them, and print how many cells are right, refused, missing and wrong.

`python tests/papers [--papers 01,18] [--formats xlsx,pdf,text] [--layouts N] [--first SEED] [--show] [--keep FOLDER]`.
Ends with 1 where a cell is wrong.
"""

from __future__ import annotations

import argparse
import sys
from collections import defaultdict
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from papers.judge import Verdict
from papers.runs import FORMATS, results
from papers.truth import read_papers


def main() -> int:
    """Read what was asked for and print the table."""
    parser = argparse.ArgumentParser(prog="python tests/papers", description=__doc__)
    parser.add_argument("--papers", default="", help="numbers, with commas; default: all")
    parser.add_argument("--formats", default=",".join(FORMATS), help=f"of {', '.join(FORMATS)}")
    parser.add_argument("--layouts", type=int, default=1, help="how many layouts of each paper")
    parser.add_argument("--first", type=int, default=1, help="the seed of the first layout")
    parser.add_argument("--show", action="store_true", help="say each cell that is wrong or missing")
    parser.add_argument("--keep", type=Path, help="where the files that were made are kept")
    options = parser.parse_args()
    numbers = options.papers.split(",") if options.papers else list(read_papers())
    sums: dict[str, Verdict] = defaultdict(Verdict)
    print(f"{'paper':38} {'file':9} {'cells':>6} {'right':>6} {'refused':>8} {'missing':>8} {'wrong':>6}")
    for result in results(
        numbers, options.formats.split(","), range(options.first, options.first + options.layouts), options.keep
    ):
        _line(f"{result.name}", result.format, result.verdict, result.failed)
        if options.show:
            for fault in result.verdict.wrong[:12]:
                print(f"      wrong {fault}")
            for missing in result.verdict.missing[:6]:
                print(f"      missing {missing}")
        sums[result.format].add(result.verdict)
    print()
    for format, verdict in sums.items():
        _line("all", format, verdict)
    return int(any(verdict.wrong for verdict in sums.values()))


def _line(name: str, format: str, verdict: Verdict, failed: str = "") -> None:
    counts = (
        f"{verdict.cells:>6} {verdict.right:>6} {verdict.refused:>8} {len(verdict.missing):>8} {len(verdict.wrong):>6}"
    )
    print(f"{name:38} {format:9} {counts} {verdict.share:>7.1%} {failed}", flush=True)


if __name__ == "__main__":
    sys.exit(main())
