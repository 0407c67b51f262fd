"""What the project keeps of its newest period: the outputs in its notebooks, and the pages made from findings.

In: a workspace. Out: those files as the newest return makes them, or a list of those that differ.
"""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from rich.console import Console

from trustbook import pipeline
from trustbook.console import print_findings
from trustbook.figures import tie_out
from trustbook.files import write_whole
from trustbook.run.limits import Kernel
from trustbook.workspace import Workspace


def refresh(workspace: Workspace, out: Console, err: Console, *, only_check: bool = False) -> list[str]:
    """Make the committed outputs and the data-quality page those of the newest period; return what differs.

    With `only_check` nothing is changed.
    """
    from trustbook.publish.quality import page
    from trustbook.publish.tieout import page as tie_out_page
    from trustbook.run.chapters import Job, chapters
    from trustbook.run.chapters import run as run_jobs
    from trustbook.takeaway.downloads import page as downloads_page

    newest = workspace.newest()
    pipeline.warm_up(workspace, Kernel.WARM)
    reports = pipeline.check(workspace, [newest], err)
    print_findings(reports, out)
    pipeline.require_accepted(reports)
    with TemporaryDirectory() as made:
        work = [
            Job(workspace.root, notebook, None, Path(made) / notebook.name, workspace.build / "failed" / notebook.name)
            for notebook in chapters(workspace)
        ]
        run_jobs(work, done=lambda job: err.print(f"  {job.chapter}"))
        wanted = {job.notebook: job.output.read_bytes() for job in work}
    compared = tie_out(workspace, [newest])[newest]
    wanted[workspace.root / "book" / "data-quality.md"] = page(reports[newest], compared).encode()
    wanted[workspace.root / "book" / "tie-out.md"] = tie_out_page(newest, compared).encode()
    wanted[workspace.root / "book" / "downloads.md"] = downloads_page(workspace, newest, compared, None).encode()
    differs = [path for path, content in wanted.items() if not path.exists() or path.read_bytes() != content]
    if not only_check:
        for path in differs:
            write_whole(path, wanted[path])
    return [workspace.shown(path) for path in differs]
