"""Change one byte of each file that an edition is made from, and of each result: an approval is then void.

In: a workspace in which a report is approved. Out: how many files there were, and which byte changed nothing.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

from publishing.trials import SEED, Trials
from trustbook.build.cache_inputs import CacheInputs
from trustbook.config.workspace import Workspace
from trustbook.core.errors import TrustbookError
from trustbook.core.period import Period
from trustbook.pipeline.kept_inputs import basis_now
from trustbook.revisions import log
from trustbook.revisions.approvals import standing


class Looking:
    """What `basis_now` asks of a plan: the files of the workspace as they are now."""

    def __init__(self, workspace: Workspace, library: Path) -> None:
        self.ingredients = CacheInputs(workspace, library, keep=False)


def single_bytes(folder: Path, period: str, most: int | None = None) -> Trials:
    """Change a byte, chosen by chance, of one file after another, and put it back."""
    trials = Trials(f"one byte of what {period} is made from")
    chance = random.Random(SEED)
    assert _holds(folder, period)
    files = list(_files(folder, period))
    for file in files if most is None else sorted(chance.sample(files, most)):
        content = file.read_bytes()
        place = chance.randrange(len(content)) if content else 0
        changed = bytearray(content or b" ")
        if content:
            changed[place] ^= 1 << chance.randrange(8)
        file.write_bytes(changed)
        trials.count += 1
        name = file.relative_to(folder).as_posix()
        trials.went[name.partition("/")[0]] += 1
        try:
            trials.require(not _holds(folder, period), f"{name}, byte {place}: the approval is still good")
        except (ValueError, TrustbookError):
            trials.went["cannot be read any more"] += 1
        finally:
            file.write_bytes(content)
    trials.require(_holds(folder, period), "all is put back, and the approval is void")
    return trials


def _files(folder: Path, period: str) -> Iterator[Path]:
    basis = _basis(folder, period)
    yield from (folder / name for name in basis.inputs)
    yield from (folder / "_build" / stage / f"{period}.json" for stage in ("findings", "metrics", "tieout"))


def _basis(folder: Path, period: str):
    found = basis_now(Workspace(folder), Period.parse(period), Looking(Workspace(folder), folder / "expectations"))
    assert found is not None
    return found


def _holds(folder: Path, period: str) -> bool:
    """Whether every answer that was given is for what the period is made from now."""
    state = _basis(folder, period).state
    asked = standing((), log.read(folder), Period.parse(period), state)
    return all(each.given is not None for each in asked)
