"""Write the committee's paper of a period: the next draft next to those before, its PDF, and a briefing for officers.

In: a workspace, a period that has an edition. Out: Word documents in `committee/<period>/`; nothing there is ever
overwritten. A published period is written from its newest revision, whatever the workspace has become since.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

from rich.console import Console

from trustbook.build.cache_inputs import LOCK
from trustbook.build.plan import Plan
from trustbook.claims.causes import causes
from trustbook.committee import drafts
from trustbook.committee.content import gather
from trustbook.committee.drafts import BRIEFING, Draft
from trustbook.committee.model import Paper
from trustbook.committee.sources import Results, Source, open_source
from trustbook.config.paper import paper_settings
from trustbook.config.workspace import PAPER_TEMPLATE, Workspace
from trustbook.core.atomic_file import write_new
from trustbook.core.errors import PublishError, WorkspaceError
from trustbook.core.formatting import counted, listing
from trustbook.core.incoming import path_exists, read_file
from trustbook.core.period import Period
from trustbook.pipeline import stages
from trustbook.pipeline.console import wrapped
from trustbook.revisions import bag
from trustbook.revisions.canonical import sha256
from trustbook.revisions.store import DATA, FINDINGS, INPUTS, METRICS, TIE_OUT, Kept, revisions_of
from trustbook.site.brief.questions import every_question
from trustbook.site.brief.reported import Reported
from trustbook.site.metadata import DRAFT, standing

_MOST_BYTES = 50_000_000
_LISTED = 12
"""As many changed figures as a terminal shows; the document lists them all."""


@dataclass(frozen=True)
class Asked:
    """What else is asked for."""

    pdf: bool = False
    briefing: bool = False


def write_template(workspace: Workspace, out: Console) -> Path:
    """Write the default template into the workspace, to be edited. Raises WorkspaceError if there is one already."""
    from trustbook.committee.template import default_template

    place = workspace.params / PAPER_TEMPLATE
    try:
        write_new(place, default_template())
    except FileExistsError:
        raise WorkspaceError(
            "it is there already, and is not overwritten",
            file=workspace.shown(place),
            mend="Move it away, and run the command again.",
        ) from None
    except OSError as error:
        raise WorkspaceError(f"it cannot be written ({error.strerror or error})", file=workspace.shown(place)) from None
    out.print(f"Written: {workspace.shown(place)}")
    out.print("Edit it in Word: the papers that follow are written into it.")
    return place


def write_paper(workspace: Workspace, period: Period, asked: Asked, out: Console, err: Console) -> Path:
    """Write the next draft of a paper, unless nothing changed since the newest; return its document.

    Raises PublishError if the period has no edition, or one that is out of date; WorkspaceError for settings or a
    template that cannot be used.
    """
    with stages.at_work(workspace, err) as memory, _source(workspace, period, memory, out) as source:
        folder = drafts.folder_of(workspace.root, str(period))
        drafts.sweep(folder)
        paper = _paper(workspace, source)
        document = _write(workspace, folder, paper, out)
        if asked.briefing:
            _write_briefing(folder, paper, source, out)
        if asked.pdf:
            _print(document, out)
    return document


@contextmanager
def _source(workspace: Workspace, period: Period, memory: Plan, out: Console) -> Iterator[Source]:
    """Open what the paper is written from: the newest revision, or else the draft edition."""
    revisions = revisions_of(workspace.root, period)
    if not revisions:
        _require_edition(workspace, period, memory)
        build = workspace.build
        results = Results(*(build / part / f"{period}.json" for part in ("metrics", "findings", "tieout")))
        yield open_source(workspace, period, build / "editions" / str(period), results, DRAFT)
        return
    kept = revisions[-1]
    if _has_moved_on(kept, memory):
        said = f"The workspace has changed since {kept.name} was published: the paper has the figures as published."
        out.print(wrapped(said))
    named = standing(kept.number, kept.record.published_on)
    results = Results(*(kept.results / name for name in (METRICS, FINDINGS, TIE_OUT)))
    with TemporaryDirectory(prefix="paper-", ignore_cleanup_errors=True) as scratch:
        root = Path(scratch).resolve() / "workspace"
        shutil.copytree(kept.inputs, root)  # a copy: reading may leave compiled files behind
        yield open_source(Workspace(root), period, kept.edition, results, named)


def _require_edition(workspace: Workspace, period: Period, memory: Plan) -> None:
    """Raise PublishError unless the draft edition of a period is there, of what the workspace has now."""
    place = workspace.build / "editions" / str(period)
    build = f"Type: trustbook report {period}"
    if not place.is_dir():
        raise PublishError(f"{period} has no edition yet", file=workspace.shown(place), mend=build)
    waiting = (
        memory.returns_to_check([period])
        or memory.chapters_to_run([period])
        or memory.figures_to_work_out([period])
        or (memory.editions_to_build([period]) and memory.editions_to_build([period], pdf=True))
    )
    if waiting:
        raise PublishError(f"something has changed since the edition of {period} was built", mend=build)


def _has_moved_on(kept: Kept, memory: Plan) -> bool:
    """Return whether the workspace is not what a revision was made from."""
    start = f"{DATA}/{INPUTS}/"
    then = {path.removeprefix(start): each for path, each in bag.payload(kept.folder).items() if path.startswith(start)}
    then.pop(LOCK, None)
    return then != memory.ingredients.of_edition(kept.period)


def _paper(workspace: Workspace, source: Source) -> Paper:
    from trustbook.committee.actions import section

    settings, meeting = paper_settings(workspace), workspace.meeting(source.period)
    return gather(source, settings, meeting, section(source.data))


def _write(workspace: Workspace, folder: Path, paper: Paper, out: Console) -> Path:
    """Write the next draft, unless it would be the newest one once more; say what changed and what is to be written."""
    from trustbook.committee.document import fill

    template = _template(workspace)
    plain = fill(drafts.without_changes(paper), template)
    before = drafts.newest(folder)
    record = before.record if before else None
    if before and record and record.plain == sha256(plain):
        edited = " (it has been edited since it was written)" if before.is_edited else ""
        out.print(wrapped(f"Nothing has changed since {drafts.shown(before.document)}{edited}: nothing is written."))
        return before.document
    paper = replace(paper, changes=drafts.changes(record, paper) if record else ())
    document = fill(paper, template) if paper.changes else plain
    place = drafts.write_draft(folder, document, drafts.record_of(paper, document, plain))
    out.print(f"Written: {drafts.shown(place)}")
    if before:
        _say_changes(before, paper, out)
    if paper.to_write:
        named = listing([section.title for section in paper.to_write])
        out.print(wrapped(f"A person must still write: {named}."))
    return place


def _say_changes(before: Draft, paper: Paper, out: Console) -> None:
    """Say what became of the draft before, and what changed since."""
    record = before.record
    if record is None:
        said = f"{before.name} stays as it is. Its record cannot be read, so what changed since is not listed."
        out.print(wrapped(said))
        return
    edited = "was edited, and stays" if before.is_edited else "stays"
    out.print(f"{before.name} {edited} as it is.")
    for change in paper.changes[:_LISTED]:
        out.print(wrapped(f"  {drafts.written(change)}", "  "))
    if len(paper.changes) > _LISTED:
        out.print(f"  … and {counted(len(paper.changes) - _LISTED, 'other figure')}: the document lists them.")
    parts = drafts.changed_sections(record, paper)
    if not paper.changes:
        out.print("No figure has changed since." if parts else "Its figures and texts are the same.")
    if parts:
        out.print(wrapped(f"What says something else: {listing(parts)}."))


def _template(workspace: Workspace) -> bytes | None:
    """Read the template of the workspace; None if it has none of its own."""
    place = workspace.params / PAPER_TEMPLATE
    if not path_exists(place):
        return None
    return read_file(place, workspace.shown(place), _MOST_BYTES, within=workspace.params, kind=WorkspaceError)


def _write_briefing(folder: Path, paper: Paper, source: Source, out: Console) -> None:
    """Write the questions that members may ask, unless the newest briefing has the same."""
    from trustbook.committee.briefing import briefing

    asked = every_question(Reported(source.metrics), source.report.open_warnings, len(causes(source.compared)))
    document = briefing(paper, asked, source)
    before = drafts.newest(folder, BRIEFING)
    if before and before.record and before.record.plain == sha256(document):
        out.print(wrapped(f"{drafts.shown(before.document)} has the same questions: nothing is written."))
        return
    place = drafts.write_draft(folder, document, drafts.record_of(paper, document, document), BRIEFING)
    out.print(f"Written: {drafts.shown(place)}")


def _print(document: Path, out: Console) -> None:
    """Write the PDF of a draft as its document is now, edited or not."""
    from trustbook.committee.pdf import as_pdf

    printed = document.with_suffix(drafts.PRINTED)
    if path_exists(printed):
        said = f"{drafts.shown(printed)} is there already, and stays as it is: move it away to have it made again."
        out.print(wrapped(said))
        return
    place = drafts.write_printed(document, as_pdf(document))
    out.print(f"Written: {drafts.shown(place)}")
