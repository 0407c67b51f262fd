"""Find what this machine and this workspace lack for a report, and say how to mend it.

In: the installation, the machine, a workspace if there is one. Out: a `Diagnosis` of each thing that is needed. A file
is written and deleted where the report is written; nothing else changes.
"""

from __future__ import annotations

import asyncio
import locale
import os
import platform
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from importlib import metadata
from pathlib import Path

from trustbook.config.workspace import Workspace
from trustbook.core.borrowed import ALL, FOREIGN_PICKLES, Borrowed
from trustbook.core.characters import excerpt
from trustbook.core.errors import PublishError, TrustbookError
from trustbook.core.formatting import counted, listing

PACKAGE = "trustbook"
_MIB = 1024 * 1024
LEAST_SPACE, ENOUGH_SPACE = 200 * _MIB, 1024 * _MIB
"""Bytes without which no report can be made, and that a year of reports with its cache takes."""
KERNEL_SECONDS = 60
_SECONDS = 20
_SIGNS = "£−…↑"
"""What the commands print that an old encoding does not have."""


class State(StrEnum):
    """How a thing that is needed stands."""

    OK = "ok"
    MISSING = "missing"
    """A report needs it."""
    WITHOUT = "without"
    """A report can be made without it, and lacks something or takes longer."""


@dataclass(frozen=True)
class Diagnosis:
    """One thing that was looked at: what was found, and how to mend it."""

    name: str
    state: State
    found: str
    mend: str = ""


def diagnose(folder: Path | None = None) -> Iterator[Diagnosis]:
    """Look at each thing in turn; `folder` is a workspace or in one, by default the current folder."""
    if metadata_has(PACKAGE):
        yield python_version(platform.python_version())
        yield packages(metadata.requires(PACKAGE) or [])
    else:
        mend = "Run: python -m pip install trustbook, or in its repository: python -m pip install --editable ."
        yield Diagnosis("packages", State.MISSING, "trustbook runs from its source and is not installed", mend)
    yield kernel(start_kernel)
    yield chromium()
    yield libreoffice()
    yield git()
    yield encoding(sys.stdout.encoding or "", locale.getpreferredencoding(do_setlocale=False))
    try:
        workspace = Workspace.find(folder)
    except TrustbookError as error:
        yield Diagnosis("workspace", State.WITHOUT, error.problem, f"{error.mend} Or start one: trustbook init DIR")
        yield writing("temporary files", Path(tempfile.gettempdir()))
    else:
        yield settings(workspace)
        yield writing("temporary files", Path(tempfile.gettempdir()))
        yield writing("workspace folder", workspace.build if workspace.build.is_dir() else workspace.root)
    yield borrowed(ALL)


def is_well(found: Sequence[Diagnosis]) -> bool:
    """Say whether a report can be made."""
    return not any(each.state is State.MISSING for each in found)


def python_version(version: str) -> Diagnosis:
    """Compare the version of Python with the range that the library needs."""
    from packaging.specifiers import SpecifierSet

    needed = metadata.metadata(PACKAGE)["Requires-Python"]
    if SpecifierSet(needed).contains(version, prereleases=True):
        return Diagnosis("Python", State.OK, version)
    mend = f"Install a Python that is {needed}, and trustbook into it."
    return Diagnosis("Python", State.MISSING, f"{version}, and trustbook needs {needed}", mend)


def packages(required: Sequence[str]) -> Diagnosis:
    """Compare the installed packages with the ranges that the library needs; those of its extras do not count."""
    from packaging.requirements import Requirement

    wrong = []
    needed = [Requirement(each) for each in required]
    needed = [each for each in needed if each.marker is None or each.marker.evaluate({"extra": ""})]
    for each in needed:
        try:
            version = metadata.version(each.name)
        except metadata.PackageNotFoundError:
            wrong.append((f"{each} is not installed", str(each)))
        else:
            if not each.specifier.contains(version, prereleases=True):
                wrong.append((f"{each.name} is {version}, and trustbook needs {each.specifier}", str(each)))
    if not wrong:
        return Diagnosis(
            "packages", State.OK, f"{metadata.version(PACKAGE)} of trustbook, and all {len(needed)} it needs"
        )
    mend = f"Run: {Path(sys.executable).name} -m pip install {' '.join(repr(name) for _, name in wrong)}"
    return Diagnosis("packages", State.MISSING, "; ".join(what for what, _ in wrong), mend)


def start_kernel() -> None:
    """Start a kernel as a run does, wait for its answer, and end it. Raises what goes wrong."""
    from trustbook.build.kernel import RunningInterpreterKernel

    async def started() -> None:
        manager = RunningInterpreterKernel()
        await manager.start_kernel()
        client = manager.client()
        try:
            client.start_channels()
            await client.wait_for_ready(timeout=KERNEL_SECONDS)
        finally:
            client.stop_channels()
            await manager.shutdown_kernel(now=True)

    asyncio.run(started())


def kernel(start: Callable[[], None]) -> Diagnosis:
    """Say whether a kernel starts and answers."""
    try:
        start()
    except Exception as error:  # whatever keeps a kernel from starting is what is looked for
        mend = "Run: python -m pip install --force-reinstall ipykernel. A firewall must allow 127.0.0.1."
        return Diagnosis(
            "kernel", State.MISSING, f"it did not start: {excerpt(str(error) or type(error).__name__)}", mend
        )
    from trustbook.build import fork_server
    from trustbook.build.provisioner import NAME

    if fork_server.available() and not metadata.entry_points(group="jupyter_client.kernel_provisioners", name=NAME):
        mend = "Install trustbook again: pip install --force-reinstall --no-deps trustbook. Until then: --kernel plain"
        return Diagnosis("kernel", State.MISSING, "Jupyter does not know how to start copies of a warm process", mend)
    kind = "as a copy of a warm process" if fork_server.available() else "a new interpreter for each chapter"
    return Diagnosis("kernel", State.OK, f"it starts and answers; chapters run {kind}")


def chromium() -> Diagnosis:
    """Say whether there is a browser that prints PDFs."""
    from trustbook.site.pdf import chromium as find

    try:
        program = find()
        asked = subprocess.run([program, "--version"], capture_output=True, text=True, timeout=_SECONDS, check=True)
    except PublishError as error:
        return Diagnosis("Chromium", State.WITHOUT, "not found: everything except --pdf works", error.mend)
    except (OSError, subprocess.SubprocessError):
        mend = "Install it again (on Debian or Ubuntu: sudo apt install --reinstall chromium)."
        return Diagnosis("Chromium", State.WITHOUT, "it does not start: everything except --pdf works", mend)
    return Diagnosis("Chromium", State.OK, " ".join(asked.stdout.split()[:2]))


def libreoffice() -> Diagnosis:
    """Say whether there is a LibreOffice, which makes the PDF of a committee's paper."""
    from trustbook.committee.pdf import libreoffice as find

    try:
        find()
    except PublishError as error:
        return Diagnosis("LibreOffice", State.WITHOUT, "not found: everything except paper --pdf works", error.mend)
    return Diagnosis("LibreOffice", State.OK, "it is there")


def git() -> Diagnosis:
    """Say whether there is Git, which merges local edits when a workspace is upgraded."""
    if shutil.which("git"):
        return Diagnosis("Git", State.OK, "it is there")
    mend = "Install it (on Debian or Ubuntu: sudo apt install git)."
    return Diagnosis("Git", State.WITHOUT, "not found: everything except trustbook upgrade works", mend)


def encoding(terminal: str, files: str) -> Diagnosis:
    """Say whether the terminal can show what the commands print."""
    try:
        _SIGNS.encode(terminal or "ascii")
    except (UnicodeEncodeError, LookupError):
        mend = "Set PYTHONUTF8=1 (or LANG=C.UTF-8) before you run trustbook."
        return Diagnosis(
            "encoding", State.WITHOUT, f"the terminal is {terminal or 'unknown'}, which has no pound sign", mend
        )
    return Diagnosis("encoding", State.OK, f"terminal {terminal}, system {files}; returns are read as UTF-8")


def settings(workspace: Workspace) -> Diagnosis:
    """Say whether the settings of the workspace, and of each period, can be read."""
    try:
        workspace.require_known_parameters()
        name = workspace.settings.trust.name
        periods = workspace.periods()
        for period in periods:
            workspace.assumption_book(period)
        chapters = workspace.chapters
    except TrustbookError as error:
        return Diagnosis("workspace", State.MISSING, str(error), "Correct the file; trustbook doctor then looks again.")
    found = f"{name}: {counted(len(periods), 'period')}, {counted(len(chapters), 'chapter')}"
    return Diagnosis("workspace", State.OK, found)


def writing(name: str, folder: Path) -> Diagnosis:
    """Say whether files can be written in a folder, and how much space there is."""
    try:
        with tempfile.TemporaryFile(dir=folder) as made:
            made.write(b"x")
        free = shutil.disk_usage(folder).free
    except OSError as error:
        mend = f"Give {_user()} the right to write there, or free some space."
        return Diagnosis(name, State.MISSING, f"nothing can be written: {error.strerror or error}", mend)
    space = f"{free / _MIB / 1024:.1f} GB free"
    if free < LEAST_SPACE:
        return Diagnosis(name, State.MISSING, space, "Free at least 1 GB. _build can be deleted at any time.")
    if free < ENOUGH_SPACE:
        return Diagnosis(name, State.WITHOUT, space, "Free at least 1 GB, or large reports will stop half-way.")
    return Diagnosis(name, State.OK, f"can be written, {space}")


def _user() -> str:
    return "the user who runs trustbook" if os.name == "nt" else "your account"


def borrowed(known: Sequence[Borrowed]) -> Diagnosis:
    """Say which internals of other libraries have another form than we know, and what is done without them."""
    if not metadata_has("distributed"):
        known = [each for each in known if each is not FOREIGN_PICKLES]
    os.environ["PYDEVD_DISABLE_FILE_VALIDATION"] = "1"  # else the debugger, once imported, warns about frozen modules
    lost = [each for each in known if each.get() is None]
    if not lost:
        return Diagnosis("borrowed internals", State.OK, f"all {len(known)} are as known")
    found = f"{listing([each.place for each in lost])}: {'; '.join(dict.fromkeys(each.plain for each in lost))}"
    mend = "Reports are the same but take longer. trustbook with the versions of its requirements.txt has them all."
    return Diagnosis("borrowed internals", State.WITHOUT, found, mend)


def metadata_has(package: str) -> bool:
    """Say whether a package is installed."""
    try:
        metadata.version(package)
    except metadata.PackageNotFoundError:
        return False
    return True
