"""Name the state of a period, which approvals are of, and keep the files that it is the state of.

In: the files of a workspace that an edition is made from; findings, metrics and tie-out under `_build`. Out: the state,
which is another one as soon as one byte of them is; the same files in the folder of a revision.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from trustbook.build.cache_inputs import LOCK
from trustbook.build.plan import Plan
from trustbook.build.store import digest
from trustbook.checks.findings import PASSED_OVER, read_report
from trustbook.config.workspace import Workspace
from trustbook.core.errors import PublishError
from trustbook.core.incoming import MOST_BYTES, path_exists, read_file
from trustbook.core.period import Period
from trustbook.pipeline.distributed.snapshot import UNTRUSTED
from trustbook.revisions.state import state_of
from trustbook.revisions.store import DATA, FINDINGS, INPUTS, METRICS, RESULTS, TIE_OUT, Kept


@dataclass(frozen=True)
class Basis:
    """What an edition is made from, and what the checks and papers say of it."""

    inputs: Mapping[str, str]
    """Path in the workspace to SHA-256."""
    results: Mapping[str, bytes]
    """Name in the folder of results to content."""

    @cached_property
    def state(self) -> str:
        """The state that approvals are of."""
        return state_of(self.inputs, {name: digest(content) for name, content in self.results.items()})


def basis_now(workspace: Workspace, period: Period, memory: Plan) -> Basis | None:
    """Return what a period is made from now, and its results; None if it has not been through the gate and figures."""
    build = workspace.build
    findings = build / "findings" / f"{period}.json"
    others = {METRICS: build / "metrics" / f"{period}.json", TIE_OUT: build / "tieout" / f"{period}.json"}
    if not all(path.is_file() for path in (findings, *others.values())):
        return None
    results = {name: path.read_bytes() for name, path in others.items()} | {FINDINGS: _findings(findings)}
    return Basis(memory.ingredients.of_edition(period), results)


def state_now(workspace: Workspace, period: Period, memory: Plan) -> str:
    """Return the state of a period. Raises PublishError if it has not been through the gate and figures."""
    return require_basis(workspace, period, memory).state


def require_basis(workspace: Workspace, period: Period, memory: Plan) -> Basis:
    """Return what a period is made from. Raises PublishError if it has not been through the gate and figures."""
    found = basis_now(workspace, period, memory)
    if found is None:
        raise PublishError(f"{period} has no figures yet", mend=f"Type: trustbook report {period}")
    return found


def state_of_kept(kept: Kept) -> str:
    """Return the state of the inputs and results of a revision, from its manifest. Raises PublishError."""
    files = kept.listed()
    return state_of(
        {path: each for path, each in _below(files, f"{DATA}/{INPUTS}/").items() if path != LOCK},
        _below(files, f"{DATA}/{RESULTS}/"),
    )


def write_inputs(workspace: Workspace, inputs: Mapping[str, str], folder: Path) -> None:
    """Copy the files that an edition was made from, and the lock file if there is one.

    Raises PublishError if one is not what it was when the edition was made.
    """
    lock = [LOCK] if path_exists(workspace.root / LOCK) else []
    for name in [*inputs, *lock]:
        part = name.partition("/")[0]
        within = workspace.root / part if part in UNTRUSTED else None
        content = read_file(workspace.root / name, name, MOST_BYTES, within=within, kind=PublishError)
        if name in inputs and digest(content) != inputs[name]:
            raise PublishError(
                "it changed while the edition was made",
                file=name,
                expected="the same file until the edition is published",
                mend="Nothing is published. Run the command again.",
            )
        place = folder / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(content)


def write_results(basis: Basis, folder: Path) -> None:
    """Write what the checks and papers say."""
    folder.mkdir(parents=True)
    for name, content in basis.results.items():
        (folder / name).write_bytes(content)


def _findings(file: Path) -> bytes:
    """Return the report of the gate, without files that it passed over: they are not part of the return."""
    report = read_report(file)
    kept = tuple(each for each in report.findings if each.code != PASSED_OVER)
    return replace(report, findings=kept).as_json().encode()


def _below(files: Mapping[str, str], folder: str) -> dict[str, str]:
    return {path.removeprefix(folder): each for path, each in files.items() if path.startswith(folder)}
