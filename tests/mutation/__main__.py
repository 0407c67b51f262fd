"""Change the code in small ways, and see whether the unit tests notice.

`python tests/mutation` samples changes of the checks, the claims and the chapters' analyses; `--most N` takes so many,
`--seed N` others; `--room NAME` only that room. It ends with 1 if fewer than nine in ten are noticed. What lived is
listed, without those that `equivalent.yaml` gives a reason for: changes that nobody could notice.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import tempfile
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

import yaml
from rich.progress import track

from mutation import tests_of_lines
from mutation.operators import mutants
from mutation.trials import Case, Result, Trial, trials

ROOT = Path(__file__).parents[2]
ROOMS = ("checks", "claims", "chapters")
TESTS = ["tests/unit"]
WANTED = 0.9
EQUIVALENT = Path(__file__).with_name("equivalent.yaml")


def main() -> int:
    """Try the changes, and say what lived."""
    options = _options()
    with tempfile.TemporaryDirectory(prefix="mutation-") as name:
        folder = options.kept or Path(name)
        folder.mkdir(parents=True, exist_ok=True)
        modules = modules_of(options.room or ROOMS)
        known = folder / "tests_of_lines.json"
        if not known.exists():
            tests_of_lines.run_once(ROOT, folder, list(ROOMS), TESTS)
            every = tests_of_lines.read(ROOT, folder, modules_of(ROOMS))
            tests_of_lines.save(every, known)
        tests = tests_of_lines.load(known)
        cases = sample(modules, tests, options.most, options.seed)
        made = []
        with (folder / "trials.jsonl").open("a", buffering=1, encoding="utf-8") as kept:
            for trial in track(trials(ROOT, cases, options.workers), "Changing", total=len(cases)):
                made.append(trial)
                kept.write(json.dumps(trial.as_values(), ensure_ascii=False) + "\n")
    return said(made)


def modules_of(rooms: tuple[str, ...] | list[str]) -> list[Path]:
    """List the modules that are changed: all of checks and claims, and of chapters what works figures out."""
    found = []
    for room in rooms:
        for path in sorted((ROOT / "src" / "trustbook" / room).rglob("*.py")):
            if room != "chapters" or path.name not in ("text.py", "charts.py", "datasets.py", "search_words.py"):
                found.append(path)
    return found


def sample(modules: list[Path], tests: dict[str, dict[int, list[str]]], most: int, seed: int) -> list[Case]:
    """Choose changes evenly over all modules, by a seed."""
    every = []
    for path in modules:
        module = path.relative_to(ROOT).as_posix()
        lines = tests.get(module, {})
        for mutant in mutants(path.read_text(encoding="utf-8")):
            asked = lines.get(mutant.line) or (lines.get(0, []) if mutant.line not in lines else [])
            every.append(Case(module, mutant, tuple(asked)))
    chosen = random.Random(seed).sample(every, min(most, len(every))) if most else every
    return sorted(chosen, key=lambda case: (case.module, case.mutant.line))


def said(made: list[Trial]) -> int:
    """Print what lived and the share that was noticed; return the exit code."""
    excused = _excused()
    lived = [each for each in made if each.result in (Result.LIVED, Result.NOT_RUN)]
    open_ones = [each for each in lived if (each.module, _code(each), each.what) not in excused]
    for each in sorted(open_ones, key=lambda trial: (trial.module, trial.line)):
        print(f"{each.module}:{each.line}: {each.what} ({each.result.value})")
    for room in ROOMS:
        tried = sum(each.module.split("/")[2] == room for each in made if each not in lived or each in open_ones)
        missed = sum(each.module.split("/")[2] == room for each in open_ones)
        if tried:
            print(f"{room}: {tried - missed} of {tried} noticed ({1 - missed / tried:.1%})")
    counts = Counter(each.result.value for each in made)
    counted = len(made) - (len(lived) - len(open_ones))
    share = 1 - len(open_ones) / counted if counted else 1.0
    print(f"{len(made)} changes: {dict(counts)}; of {counted} that could be noticed, {share:.1%} were.")
    return 0 if share >= WANTED else 1


def _excused() -> set[tuple[str, str, str]]:
    written = yaml.safe_load(EQUIVALENT.read_text(encoding="utf-8")) or []
    return {(each["module"], each["line"], each["what"]) for each in written if each["why"]}


def _code(trial: Trial) -> str:
    """Return the line of a change as it stands in its module: numbers of lines do not last."""
    path = ROOT / trial.module
    lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    return lines[trial.line - 1].strip() if 0 < trial.line <= len(lines) else ""


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python tests/mutation", description=__doc__)
    parser.add_argument("--most", type=int, default=400, metavar="N", help="so many changes; 0: all")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--room", action="append", choices=ROOMS, help="repeat it for several")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--kept", type=Path, metavar="DIR", help="where tests of lines and results are kept")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
