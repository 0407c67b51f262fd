"""Say what the sites show now: the state of each period, and the revisions that are kept.

In: a workspace, and the results of its periods. Out: states and digests, from which it follows whether a site is up to
date. What a publication that was stopped did not write into the log is written first.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from trustbook.build.plan import Plan
from trustbook.build.store import digest, digest_of
from trustbook.config.workspace import Workspace
from trustbook.core.errors import PublishError, WorkspaceError
from trustbook.core.incoming import MOST_BYTES, decoded, path_exists, read_file
from trustbook.core.period import Period


@dataclass(frozen=True)
class ShownNow:
    """What the sites depend on, besides editions, settings and the library; all empty in a workspace without any."""

    states: Mapping[Period, str] = field(default_factory=dict)
    """The state of every period that has results."""
    revisions: Mapping[str, str] = field(default_factory=dict)
    """The digest of each revision, by its name: `2023-24-P11/r1`."""
    key: tuple[str, ...] = ()
    """What the preview depends on: these, and the log."""


def shown_now(workspace: Workspace, memory: Plan) -> ShownNow:
    """Return what the sites depend on. Raises PublishError for revisions or a log that cannot be read.

    Nothing is read where nothing was published and nobody is asked to approve.
    """
    published = path_exists(workspace.published)
    if not published and not _asks(workspace):
        return ShownNow()
    from trustbook.pipeline.kept_inputs import basis_now
    from trustbook.pipeline.publication_record import complete_log
    from trustbook.revisions.log import LOG

    kept = complete_log(workspace.root)
    revisions = {each.name: each.tagmanifest_digest for of_period in kept.values() for each in of_period}
    found = {period: basis_now(workspace, period, memory) for period in memory.ingredients.periods}
    states = {period: basis.state for period, basis in found.items() if basis is not None}
    file = workspace.published / LOG
    log = read_file(file, workspace.shown(file), MOST_BYTES, kind=PublishError) if path_exists(file) else b""
    key = digest_of([{str(period): state for period, state in states.items()}, revisions, digest(log)])
    return ShownNow(states, revisions, (key,))


def _asks(workspace: Workspace) -> bool:
    """Return whether the settings ask for approvals, without checking them: that would import half of a report."""
    file = workspace.params / "trust.yaml"
    shown = workspace.shown(file)
    content = read_file(file, shown, MOST_BYTES, kind=WorkspaceError) if path_exists(file) else b""
    if b"approvals" not in content:
        return False
    from trustbook.core.plain_yaml import read_values

    values = read_values(decoded(content, shown, WorkspaceError), shown)
    asked = values.get("approvals") if isinstance(values, dict) else None
    return isinstance(asked, dict) and bool(asked.get("roles"))
