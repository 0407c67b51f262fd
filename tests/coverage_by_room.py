"""Prints how much of the library the unit tests run, lines and branches: by room, and of the files that they run least.

`python tests/coverage_by_room.py`, after `coverage combine` (`make test`). Ends with 1 below the floor,
`fail_under` in pyproject.toml.
"""

from __future__ import annotations

import json
import sys
from collections import defaultdict
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from coverage import Coverage

LEAST = 15
LIBRARY = "trustbook"
Counts = tuple[int, int]
"""Lines and branches that were run, and all of them."""


def main() -> int:
    """Print the tables, and tell whether the whole is above the floor."""
    coverage = Coverage()
    coverage.load()
    report = report_of(coverage)
    files = counted(report)
    rooms: dict[str, list[Counts]] = defaultdict(list)
    for name, counts in files.items():
        rooms[room_of(name)].append(counts)
    of_rooms = {room: (sum(done for done, _ in each), sum(of for _, of in each)) for room, each in rooms.items()}
    print("Lines and branches that the unit tests run, by room:")
    print_shares(of_rooms)
    print(f"The {LEAST} files of which they run the smallest share:")
    print_shares(dict(sorted(files.items(), key=lambda each: share(each[1]))[:LEAST]))
    whole = share((sum(done for done, _ in files.values()), sum(of for _, of in files.values())))
    floor = float(coverage.get_option("report:fail_under"))
    alone = share((report["totals"]["covered_branches"], report["totals"]["num_branches"]))
    print(f"All of it: {whole:.1%}, of branches alone {alone:.1%}. The floor is {floor:g}%.")
    return 0 if 100 * whole >= floor else 1


def report_of(coverage: Coverage) -> dict[str, Any]:
    """Return coverage's own report. Ends with a sentence if nothing was traced."""
    with TemporaryDirectory() as folder:
        file = Path(folder) / "coverage.json"
        coverage.json_report(outfile=str(file))
        found: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    if not found["files"]:
        sys.exit("Nothing was traced: make test runs the unit tests and then this.")
    return found


def counted(report: dict[str, Any]) -> dict[str, Counts]:
    """What was run of each file that has anything to be run, by its path within the library."""
    counts = {}
    for path, each in report["files"].items():
        of = each["summary"]
        done = of["covered_lines"] + of["covered_branches"]
        counts[path.replace("\\", "/").rpartition(f"{LIBRARY}/")[2]] = (done, of["num_statements"] + of["num_branches"])
    return {name: each for name, each in counts.items() if each[1]}


def room_of(name: str) -> str:
    """Return the room of a file: the folder at the top, or the file itself."""
    return name.partition("/")[0] + "/" * ("/" in name)


def share(counts: Counts) -> float:
    """Return the share that was run."""
    return counts[0] / counts[1]


def print_shares(shares: dict[str, Counts]) -> None:
    """Print a line for each, the smallest share first."""
    for name, each in sorted(shares.items(), key=lambda one: share(one[1])):
        print(f"  {share(each):6.1%}  {each[0]:6,} of {each[1]:6,}  {name}")
    print()


if __name__ == "__main__":
    sys.exit(main())
