"""Find which unit tests run which lines, by running them once with coverage.

In: the folder of a checkout. Out: for each module and line, the ids of the tests that run it, the nearest first.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import Counter, defaultdict
from functools import cache
from pathlib import Path
from xml.etree import ElementTree

from coverage import CoverageData

PROCESSES = 2
MOST = 300
"""So many tests are asked about one change."""
OF_ALL_CHAPTERS = ("test_golden_books", "test_golden_drawings", "test_golden_origins")
"""The tests that hold what all chapters say, draw and read: they are asked after those of the module itself."""


def run_once(root: Path, folder: Path, rooms: list[str], tests: list[str]) -> None:
    """Run the unit tests with coverage, each under its own name, in two processes. Raises RuntimeError if one fails."""
    settings = folder / "coveragerc"
    rooms_of = "".join(f"\n  {root}/src/trustbook/{room}/*" for room in rooms)
    settings.write_text(
        f"[run]\nparallel = true\ndata_file = {folder / 'covered'}\ninclude ={rooms_of}\n", encoding="utf-8"
    )
    files = sorted(str(path) for each in tests for path in (root / each).rglob("test_*.py"))
    path = os.pathsep.join([str(root / "tests"), os.environ.get("PYTHONPATH", "")])
    measured = [sys.executable, "-m", "coverage", "run", f"--rcfile={settings}", "-m", "pytest", "-q"]
    measured += ["-p", "mutation.named_contexts", "-p", "no:cacheprovider"]
    running = [
        subprocess.Popen(
            [*measured, "--junitxml", str(folder / f"times-{half}.xml"), *files[half::PROCESSES]],
            cwd=root,
            env=os.environ | {"PYTHONPATH": path},
        )
        for half in range(PROCESSES)
    ]
    if any([each.wait() for each in running]):
        raise RuntimeError("the unit tests fail as they are")
    combined = [sys.executable, "-m", "coverage", "combine", f"--rcfile={settings}", "--quiet", str(folder)]
    subprocess.run(combined, cwd=root, check=True)


def read(root: Path, folder: Path, modules: list[Path]) -> dict[str, dict[int, list[str]]]:
    """Return, for each module by its path and for each line, the tests that run it; line 0 has those of any line.

    A line that is run as the module is imported belongs to no test: it has those of any line.
    """
    times = {name: time for file in folder.glob("times-*.xml") for name, time in _times(file).items()}
    data = CoverageData(str(folder / "covered"))
    data.read()
    of_file: dict[str, set[str]] = defaultdict(set)
    for name in data.measured_contexts() - {""}:
        of_file[_file(name)].add(name)
    found: dict[str, dict[int, list[str]]] = {}
    for module in modules:
        lines: dict[int, set[str]] = defaultdict(set)
        for line, contexts in data.contexts_by_lineno(str(module)).items():
            named = {each for each in contexts if each}
            lines[line] |= named
            lines[0] |= named
        name = module.relative_to(root).as_posix()
        found[name] = {line: _likeliest(name, tests or lines[0], of_file, times) for line, tests in lines.items()}
    return found


def _likeliest(
    module: str, tests: set[str], of_file: dict[str, set[str]], times: dict[tuple[str, str], float]
) -> list[str]:
    """Choose the tests that are asked, the nearest first; of these the quickest of each file, then its next.

    Tests of one file share what the first of them makes: those of the room's own files are asked too.
    """
    files = {_file(each) for each in tests}
    near = {
        file for file in of_file if _distance(module, file) == 0 or (file in files and _distance(module, file) == 1)
    }
    rounds: Counter[str] = Counter()
    ordered = []
    for name in sorted(
        tests.union(*(of_file[file] for file in near)),
        key=lambda name: (name not in tests, times.get(_key(name), 1.0), name),
    ):
        file = _file(name)
        rounds[file] += 1
        ordered.append((_distance(module, file), rounds[file], times.get(_key(name), 1.0), name))
    return [name for *_, name in sorted(ordered)][:MOST]


def _file(test: str) -> str:
    return test.partition("::")[0]


@cache
def _distance(module: str, file: str) -> int:
    """Say how far a file of tests is from a module, by the first words of their names.

    0: it is named after the module, 1: after its chapter, or of all chapters, 2: it is in its room, 3: elsewhere.
    """
    if Path(file).stem in OF_ALL_CHAPTERS:
        return 1
    room, *inner = Path(module).with_suffix("").parts[2:]
    path = Path(file)
    if inner[-1] == "checks":
        inner = inner[:-1]
        if "checks" in path.parts:
            return 2  # the gate's tests, which run the checks of the chapters
    if room not in path.parts:
        return 3
    first, *names = (name.removeprefix("test_").partition("_")[0] for name in (path.stem, *reversed(inner)))
    return names.index(first) if first in names[:2] else 2


def save(found: dict[str, dict[int, list[str]]], file: Path) -> None:
    """Keep what was found."""
    file.write_text(json.dumps(found), encoding="utf-8")


def load(file: Path) -> dict[str, dict[int, list[str]]]:
    """Read what was kept."""
    kept = json.loads(file.read_text(encoding="utf-8"))
    return {module: {int(line): tests for line, tests in lines.items()} for module, lines in kept.items()}


def _times(file: Path) -> dict[tuple[str, str], float]:
    cases = ElementTree.parse(file).iter("testcase")
    return {(each.get("classname", ""), each.get("name", "")): float(each.get("time", 1)) for each in cases}


def _key(name: str) -> tuple[str, str]:
    file, _, test = name.partition("::")
    return file.removesuffix(".py").replace("/", "."), test
