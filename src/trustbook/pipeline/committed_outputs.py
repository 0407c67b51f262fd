"""Refresh the committed outputs: those of notebooks, and the pages generated from findings.

In: a workspace. Out: those files, of the newest return, or a list of those that differ. A chapter of which the newest
return reports little is committed for the newest period that fills it, and its first cell names that period.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from rich.console import Console

from trustbook.build.limits import Kernel
from trustbook.config.workspace import Workspace
from trustbook.core.atomic_file import write_whole
from trustbook.core.period import Period
from trustbook.pipeline import stages
from trustbook.pipeline.console import print_findings
from trustbook.pipeline.outputs import tie_out

NEWEST = "newest"
_PERIOD = re.compile(r'^period = "[^"\n]*"', re.MULTILINE)
_LITTLE = 2
"""A chapter is filled less than before if so many times fewer of its cells put something out."""
_LOOKED_BACK = 12
"""So many periods before the newest are looked at."""


def refresh(workspace: Workspace, out: Console, err: Console, *, only_check: bool = False) -> list[str]:
    """Update the notebook outputs and generated pages; return what differs.

    A notebook that the book does not list is left as it is.
    With `only_check`, change nothing.
    """
    from trustbook.build.execution import chapters
    from trustbook.site.downloads.contents import page as downloads_page
    from trustbook.site.quality_page import page
    from trustbook.site.tie_out_page import page as tie_out_page

    newest = workspace.newest()
    stages.say_drafts(workspace, err)
    stages.warm_up(workspace, Kernel.WARM, [newest])
    reports = stages.check(workspace, [newest], err)
    print_findings(reports, out)
    stages.require_accepted(reports)
    wanted = _executed(workspace, chapters(workspace), NEWEST, err)
    for path, content in _fuller(workspace, wanted, err):
        wanted[path] = content
    compared = tie_out(workspace, [newest])[newest]
    wanted[workspace.root / "book" / "data-quality.md"] = page(reports[newest], compared).encode()
    wanted[workspace.root / "book" / "tie-out.md"] = tie_out_page(newest, compared, reports[newest].reconciled).encode()
    wanted[workspace.root / "book" / "downloads.md"] = downloads_page(workspace, newest, compared, None).encode()
    differs = [path for path, content in wanted.items() if not path.exists() or path.read_bytes() != content]
    if not only_check:
        for path in differs:
            write_whole(path, wanted[path])
    return [workspace.shown(path) for path in differs]


def _executed(workspace: Workspace, notebooks: Sequence[Path], period: str, err: Console) -> dict[Path, bytes]:
    """Execute notebooks with the period that their first cell is to name; return what they become."""
    from trustbook.build.execution import Job
    from trustbook.build.execution import run as run_jobs

    with TemporaryDirectory() as folder:
        made, source = Path(folder) / "made", Path(folder) / "source"
        source.mkdir()
        for notebook in notebooks:
            (source / notebook.name).write_text(_naming(notebook, period), encoding="utf-8")
        work = [
            Job(
                workspace.root,
                source / notebook.name,
                None,
                made / notebook.name,
                workspace.build / "failed" / notebook.name,
            )
            for notebook in notebooks
        ]
        run_jobs(work, done=lambda job: err.print(f"  {job.chapter}"))
        return {notebook: job.output.read_bytes() for notebook, job in zip(notebooks, work, strict=True)}


def _naming(notebook: Path, period: str) -> str:
    """Write a notebook whose first cell names a period."""
    content = json.loads(notebook.read_text(encoding="utf-8"))
    for cell in content["cells"]:
        if "parameters" in cell["metadata"].get("tags", []):
            text = "".join(cell["source"])
            cell["source"] = _PERIOD.sub(f'period = "{period}"', text).splitlines(keepends=True)
    return json.dumps(content, ensure_ascii=False)


def _fuller(workspace: Workspace, made: dict[Path, bytes], err: Console) -> Iterator[tuple[Path, bytes]]:
    """Yield the chapters that an earlier period fills much better than the newest, as that period makes them.

    Only what is committed shows that a chapter can be fuller than it is now; the others are left alone.
    """
    for path, content in made.items():
        now, before = _filled(content), _filled(path.read_bytes())
        if before < _LITTLE * max(now, 1):
            continue
        for period in _earlier(workspace):
            (fuller,) = _executed(workspace, [path], str(period), err).values()
            if _filled(fuller) >= _LITTLE * max(now, 1):
                err.print(
                    f"{path.stem}: the return of {workspace.newest()} fills {now} of its cells, so it is committed for "
                    f"{period}, which fills {_filled(fuller)}."
                )
                yield path, fuller
                break


def _earlier(workspace: Workspace) -> list[Period]:
    return sorted(workspace.periods(), reverse=True)[1 : 1 + _LOOKED_BACK]


def _filled(notebook: bytes) -> int:
    """Count the cells that put something out."""
    return sum(1 for cell in json.loads(notebook)["cells"] if cell.get("outputs"))
