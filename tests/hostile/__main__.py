"""The full run: every payload in every form in every text field. It can be stopped, and goes on where it was.

`python tests/hostile [--rounds N] [--workers N] [--out FOLDER] [--fresh] [--known FILE] [--without-pdf]`. Ends with 1
if anything came through. It tries the trustbook that this interpreter imports.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from pathlib import Path
from random import Random

sys.path.insert(0, str(Path(__file__).parents[1]))

from hostile.base import ROOT
from hostile.fields import find_fields
from hostile.gatekeeping import Gate
from hostile.plant import SEED, rounds
from hostile.runs import Bench, prepare, run
from hostile.state import State
from hostile.summary import count, coverage, harmful, page


def main() -> int:
    """Run what is left of the rounds, and write the summary."""
    arguments = _arguments()
    state = State(arguments.out)
    if state.open(fresh=arguments.fresh):
        _say(f"going on: {len(state.done())} rounds are done")
    began = time.monotonic()
    order = list(range(rounds()))
    Random(SEED).shuffle(order)
    left = [number for number in order[: arguments.rounds] if number not in state.done()]
    with Bench() as bench:
        known = arguments.known and Gate(**json.loads(arguments.known.read_text(encoding="utf-8")))
        gate, clean = prepare(bench, state, _say, pdf=arguments.pdf, known=known)
        fields = find_fields(bench.tables, gate.apart)
        all_made = run(bench, state, left, gate, clean, workers=arguments.workers, pdf=arguments.pdf)
        for place, made in enumerate(all_made, 1):
            took = (time.monotonic() - began) / 60
            said = f"round {made.number}: {len(made.harms)} harms on {made.pages} pages ({took:.1f} min)"
            _say(f"[{place}/{len(left)}] {said}")
    result = count(state.rounds())
    written = page(fields, gate, result)
    (arguments.out / "summary.md").write_text(written, encoding="utf-8")
    print(written.partition("\n## ")[0])
    short = coverage(fields, gate, result)
    if short:
        _say(f"{len(short)} fields have not carried every text yet")
    _say(f"the summary: {arguments.out / 'summary.md'}")
    return 1 if harmful(result) else 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="hostile", description=__doc__)
    parser.add_argument("--rounds", type=int, default=None, help="no more than so many, in the seeded order")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--out", type=Path, default=ROOT / "_build" / "hostile")
    parser.add_argument("--fresh", action="store_true", help="forget what was done")
    parser.add_argument("--known", type=Path, help="a gate.json that a run kept: begin with what it found refused")
    parser.add_argument("--without-pdf", dest="pdf", action="store_false")
    return parser.parse_args()


def _say(words: str) -> None:
    print(words, flush=True)


if __name__ == "__main__":
    sys.exit(main())
