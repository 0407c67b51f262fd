"""Start a new period: the folder of its return, to be filled in, and its parameters.

In: a workspace, a period, the datasets wanted, files or a workbook. Out: what was written. The folder appears whole or
not at all, and nothing that is there already is changed.
"""

from __future__ import annotations

import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from secrets import token_hex

from trustbook.config.workspace import Workspace
from trustbook.core.atomic_file import write_whole
from trustbook.core.errors import WorkspaceError
from trustbook.core.formatting import listing
from trustbook.core.incoming import path_exists
from trustbook.core.period import MONTHS_IN_YEAR, Period
from trustbook.starting.period_files import period_files
from trustbook.starting.period_form import PeriodForm, period_form


@dataclass(frozen=True)
class NewPeriod:
    """What was written for a new period, as paths from the root of the workspace, and the form that it follows."""

    form: PeriodForm
    written: tuple[str, ...]
    kept: tuple[str, ...] = ()
    """What was there already, and stays as it was."""
    source: str = ""
    """The paper that stands on each line already."""


def new_period(
    workspace: Workspace, period: Period, named: Sequence[str] = (), *, source: str = "", workbook: bool = False
) -> NewPeriod:
    """Write the folder of a new return, and its parameters unless they are there.

    Raises WorkspaceError if the period is there already or is none that the body reports, or if a name is no dataset;
    ReturnError if the last return cannot be read.
    """
    folder, parameters = workspace.data / str(period), workspace.params / f"{period}.yaml"
    _require_new(workspace, period, folder)
    form = period_form(workspace, period, named, source)
    if workbook:
        from trustbook.starting.workbook.book import return_workbook

        files = {f"return-{period}.xlsx": return_workbook(workspace, form)}
    else:
        files = period_files(form)
    there = path_exists(parameters)
    if not there:
        write_whole(parameters, parameters_of(period).encode())
    try:
        write_folder(folder, files)
    except BaseException:
        if not there:
            parameters.unlink(missing_ok=True)
        raise
    shown = workspace.shown(parameters)
    written = [workspace.shown(folder / name) for name in files]
    return NewPeriod(form, tuple(written if there else [*written, shown]), (shown,) if there else (), source)


def _require_new(workspace: Workspace, period: Period, folder: Path) -> None:
    shown = workspace.shown(folder)
    if path_exists(folder):
        raise WorkspaceError(
            "the period has a folder already",
            file=shown,
            expected="a new period",
            mend=f"Fill in its files. To see what is missing, run: trustbook check {period}.",
        )
    require_reported(workspace, period)


def require_reported(workspace: Workspace, period: Period) -> None:
    """Raise WorkspaceError if the body reports no return for the month of a period."""
    months = workspace.settings.months_reported
    if period.month not in months:
        raise WorkspaceError(
            f"{period} is of a month that is not reported",
            file="params/trust.yaml",
            expected=f"one of the months in months_reported: {listing([f'P{month:02d}' for month in months], 'or')}",
            mend="Correct the period, or add the month to months_reported.",
        )


def write_folder(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write a folder under another name and move it into place, so that nobody finds half of it."""
    partial = folder.with_name(f".{token_hex(8)}.part")
    try:
        partial.mkdir()
        for name, content in files.items():
            (partial / name).write_bytes(content)
        partial.rename(folder)
    except OSError as error:
        raise WorkspaceError(
            f"it cannot be written ({error.strerror})",
            file=f"data/{folder.name}",
            expected="a folder data/ in which files can be made, and no period of this name yet",
        ) from None
    finally:
        shutil.rmtree(partial, ignore_errors=True)


def parameters_of(period: Period) -> str:
    """Return the parameters that a new period begins with."""
    status = (
        "# How firm the figures are: forecast, provisional_outturn or final_outturn.\nstatus: forecast\n"
        if period.month == MONTHS_IN_YEAR
        else ""
    )
    return (
        f"# Parameters of the chapters for this period, as Papermill takes them: papermill -f params/{period}.yaml\n"
        f"period: {period}\n"
        f"{status}"
        "# Assumptions that differ for this period only, for example {amber_rate: 0.4}. The rest are in trust.yaml.\n"
        "assumptions: {}\n"
        "# Warnings that you looked into and accept: what `trustbook check` shows below each, and why.\n"
        "acknowledged: {}\n"
    )
