"""The long run: `python tests/publishing [--few] [--only NAME] [--out FOLDER]`. Ends with 1 if anything failed.

Without `--few` it takes an hour or so. What it does is in trials.py, tampering.py and single_bytes.py.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import sys
import tempfile
import time
from pathlib import Path

os.environ["OPENBLAS_NUM_THREADS"] = "1"  # a process with threads cannot be copied
sys.path.insert(0, str(Path(__file__).parents[1] / "integration"))
sys.path.insert(0, str(Path(__file__).parents[1]))

from stopping import instants

from publishing import events, trials
from publishing.single_bytes import single_bytes
from publishing.tampering import FORGERIES, tamperings
from publishing.trials import Trials
from publishing.workspace import (
    BEFORE,
    NEWEST,
    approve,
    copied,
    publish_again,
    published,
    ready,
    reported,
)

NAMES = ("instants", "disk", "commands", "races", "umasks", "bytes", "tampering")
FEW = {"instants": 6, "disk": 5, "commands": 1, "races": 1, "tampering": 20, "umasks": 2}
MANY = {"instants": 500, "disk": 300, "commands": 60, "races": 25, "tampering": 100}
"""How many trials; `--every` tries every instant."""


def main() -> int:
    """Run the trials, and write what came of them."""
    arguments = _arguments()
    numbers = dict(FEW if arguments.few else MANY)
    if arguments.most:
        numbers = {name: min(number, arguments.most) for name, number in numbers.items()}
    if arguments.every:
        numbers |= {"instants": None, "disk": None}
    with tempfile.TemporaryDirectory(prefix="tb-publishing-", dir=arguments.out, ignore_cleanup_errors=True) as name:
        folder = Path(name)
        folder.chmod(0o755)
        source = arguments.ready or _made(folder)
        results = []
        for each in arguments.only or NAMES:
            began, busy = time.monotonic(), _seconds()
            found = _run(each, source, folder, numbers.get(each))
            results += found
            for trial in found:
                print(
                    f"{trial} in {time.monotonic() - began:.0f} s, {_seconds() - busy:.0f} of them at work", flush=True
                )
                for failed in trial.failed[:20]:
                    print(f"  {failed}", flush=True)
    if arguments.json:
        arguments.json.write_text(json.dumps([vars(each) for each in results], indent=1), encoding="utf-8")
    return 1 if any(each.failed for each in results) else 0


def _seconds() -> float:
    """Return the seconds that this process and those that it waited for have worked."""
    used = os.times()
    return used.user + used.system + used.children_user + used.children_system


def _made(folder: Path) -> Path:
    print("making the workspace …", flush=True)
    return ready(published(reported(folder / "ready")))


def _run(name: str, source: Path, folder: Path, number: int | None) -> list[Trials]:
    if name == "instants":
        return [trials.kills(source, folder, number)]
    if name == "disk":
        return [trials.full_disks(source, folder, number)]
    if name == "commands":
        unpublished = copied(source, folder / "unpublished")
        for left in ("published", "_build/public"):
            shutil.rmtree(unpublished / left)
        return [trials.stopped_commands(unpublished, folder, instants(trials.SEED, number or 1, 0.1, 1))]
    if name == "races":
        return [trials.races(source, folder, number or 1), trials.races(source, folder, number or 1, locks=False)]
    if name == "umasks":
        return [trials.umasks(source, folder, number)]
    place = copied(source, folder / name)
    if name == "bytes":
        for period in (BEFORE, NEWEST):
            approve(place, period)
        return [single_bytes(place, period) for period in (BEFORE, NEWEST)]
    if events.in_a_child(lambda: publish_again(place)):
        raise RuntimeError("the second revision was not published")
    return [tamperings(place, folder, max(0, (number or 0) - FORGERIES))]


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="publishing", description=__doc__)
    parser.add_argument("--few", action="store_true", help="as many as the suite has")
    parser.add_argument("--most", type=int, help="no more trials of a kind than so many")
    parser.add_argument("--every", action="store_true", help="every instant of a run (hours)")
    parser.add_argument("--only", action="append", choices=NAMES, help="repeat it for several")
    parser.add_argument("--ready", type=Path, help="a workspace that is made already")
    parser.add_argument("--out", type=Path, default=None, help="where copies are made; default: the temporary folder")
    parser.add_argument("--json", type=Path, help="write what came of it into a file")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
