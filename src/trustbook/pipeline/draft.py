"""Make a draft of periods that the gate refuses: the same book, marked on every page, apart from the site.

In: a workspace and periods. Out: a site in `_build/draft/_build/site/`. It is made in a copy of the workspace, so
nothing of it can get into the site itself. A chapter that cannot be made of the return says so on its page.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from rich.console import Console

from trustbook.build.execution import Job
from trustbook.build.limits import Kernel
from trustbook.build.plan import Plan
from trustbook.config.workspace import DRAFT_MARK, Workspace
from trustbook.core.atomic_file import write_whole
from trustbook.core.errors import ChapterError, PublishError, TrustbookError
from trustbook.core.formatting import counted, listing
from trustbook.core.period import Period
from trustbook.pipeline import stages
from trustbook.pipeline.console import print_findings
from trustbook.pipeline.distributed import packing
from trustbook.pipeline.distributed.snapshot import PARTS, UNTRUSTED

_MARK = "This is the copy of a workspace from which drafts are made. Nothing in it is for publication.\n"


def make_draft(
    workspace: Workspace,
    periods: Sequence[Period],
    out: Console,
    err: Console,
    workers: int | None = None,
    kernel: Kernel = Kernel.WARM,
) -> Path:
    """Make the draft of these periods, whatever the gate finds, and return the folder of its site.

    Raises PublishError if a return cannot be read at all.
    """
    if workspace.is_draft:
        raise PublishError("this is a draft already", mend="Go to the workspace that it was made from.")
    draft = Workspace(up_to_date_copy(workspace))
    with stages.at_work(draft, err) as memory:
        reports = stages.check_changed(draft, periods, err, memory, kernel)
        print_findings(reports, out)
        failed: list[str] = []
        _run(draft, periods, err, memory, workers, kernel, failed)
        waiting = memory.editions_to_build(periods)
        if waiting:
            stages.editions(draft, waiting, err, memory, workers, None, kernel)
        site = stages.site(draft, err, memory, workers, kernel=kernel)
    if failed:
        err.print(f"Not made, as their pages say: {listing(failed)}.")
    return site


def up_to_date_copy(workspace: Workspace) -> Path:
    """Bring the copy of the workspace up to date: files that differ are written, and those that are gone deleted.

    Raises WorkspaceError for special files, and for links that leave a folder of untrusted files.
    """
    place = workspace.build / "draft"
    wanted, there = packing.read(workspace.root, PARTS, UNTRUSTED), packing.read(place, PARTS)
    for name in there.keys() - wanted.keys():
        _delete(place / name, place)
    packing.write(place, {name: content for name, content in wanted.items() if there.get(name) != content})
    write_whole(place / DRAFT_MARK, _MARK.encode())
    return place


def _delete(path: Path, root: Path) -> None:
    """Delete a file or an empty folder, and the folders above it that are empty then."""
    if not path.is_dir():
        path.unlink()
        path = path.parent
    while path != root and not any(path.iterdir()):
        path.rmdir()
        path = path.parent


def _run(
    draft: Workspace,
    periods: Sequence[Period],
    err: Console,
    memory: Plan,
    workers: int | None,
    kernel: Kernel,
    failed: list[str],
) -> None:
    """Execute the chapters; one that fails gets a page that says why."""

    def instead(job: Job, error: ChapterError) -> None:
        failed.append(f"{job.chapter} of {job.period}")
        _page_that_says_why(job, error)

    try:
        stages.run(draft, periods, err, memory, workers, kernel, instead)
    except ChapterError:
        raise
    except TrustbookError as error:
        raise PublishError(
            f"no draft can be made of what cannot be read ({error})",
            mend=f"Correct what is listed above for {counted(len(periods), 'return')}, and run it again.",
        ) from error


def _page_that_says_why(job: Job, error: ChapterError) -> None:
    import nbformat
    from nbformat.v4 import new_markdown_cell

    from trustbook.core.markup import in_markdown

    notebook = nbformat.read(job.notebook, as_version=4)
    title = next((cell.source for cell in notebook.cells if cell.cell_type == "markdown"), f"# {job.chapter}")
    why = in_markdown(str(error).partition(": ")[2] or str(error))
    said = f"This chapter could not be made of this return. {why}\n\nWhat the checks found is under data quality."
    notebook.cells = [new_markdown_cell(title, id="title"), new_markdown_cell(said, id="why")]
    write_whole(job.output, (nbformat.writes(notebook) + "\n").encode())
