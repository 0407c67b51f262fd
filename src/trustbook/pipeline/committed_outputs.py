"""Refresh the committed outputs of the newest period: notebook outputs, and pages generated from findings.

In: a workspace. Out: those files, generated from the newest return, or a list of those that differ.
"""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from rich.console import Console

from trustbook.build.limits import Kernel
from trustbook.config.workspace import Workspace
from trustbook.core.atomic_file import write_whole
from trustbook.pipeline import stages
from trustbook.pipeline.console import print_findings
from trustbook.pipeline.outputs import tie_out


def refresh(workspace: Workspace, out: Console, err: Console, *, only_check: bool = False) -> list[str]:
    """Update the notebook outputs and data-quality page to the newest period; return what differs.

    A notebook that the book does not list is left as it is.
    With `only_check`, change nothing.
    """
    from trustbook.build.execution import Job, chapters
    from trustbook.build.execution import run as run_jobs
    from trustbook.site.downloads.contents import page as downloads_page
    from trustbook.site.quality_page import page
    from trustbook.site.tie_out_page import page as tie_out_page

    newest = workspace.newest()
    stages.say_drafts(workspace, err)
    stages.warm_up(workspace, Kernel.WARM)
    reports = stages.check(workspace, [newest], err)
    print_findings(reports, out)
    stages.require_accepted(reports)
    with TemporaryDirectory() as made:
        work = [
            Job(workspace.root, notebook, None, Path(made) / notebook.name, workspace.build / "failed" / notebook.name)
            for notebook in chapters(workspace)
        ]
        run_jobs(work, done=lambda job: err.print(f"  {job.chapter}"))
        wanted = {job.notebook: job.output.read_bytes() for job in work}
    compared = tie_out(workspace, [newest])[newest]
    wanted[workspace.root / "book" / "data-quality.md"] = page(reports[newest], compared).encode()
    wanted[workspace.root / "book" / "tie-out.md"] = tie_out_page(newest, compared, reports[newest].reconciled).encode()
    wanted[workspace.root / "book" / "downloads.md"] = downloads_page(workspace, newest, compared, None).encode()
    differs = [path for path, content in wanted.items() if not path.exists() or path.read_bytes() != content]
    if not only_check:
        for path in differs:
            write_whole(path, wanted[path])
    return [workspace.shown(path) for path in differs]
