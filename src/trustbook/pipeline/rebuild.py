"""Make a revision once more from what is kept of it, and compare it with what was published, byte for byte.

In: a revision, and this process with its library and packages. Out: what differs; or, if another library made it, what
to install first. PDFs are compared by their text: a browser writes the same page in other bytes each time.
"""

from __future__ import annotations

import io
import shutil
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from rich.console import Console

from trustbook import __version__
from trustbook.build.limits import Kernel
from trustbook.build.plan import Plan
from trustbook.config.workspace import Workspace
from trustbook.core.errors import PublishError
from trustbook.pipeline import stages
from trustbook.pipeline.compared_files import Wrong, compared, digests_below
from trustbook.pipeline.kept_inputs import require_basis, write_results
from trustbook.pipeline.publication_record import library_now
from trustbook.revisions import bag
from trustbook.revisions.model import Library
from trustbook.revisions.store import Kept

_PDF, _EDITION = ".pdf", "edition/"
_SHOWN_OF_A_TEXT = 40


@dataclass(frozen=True)
class Rebuilt:
    """How a revision came out once more."""

    name: str
    files: int
    wrong: Sequence[Wrong] = ()
    """What differs from what was published."""
    by_text: Sequence[str] = ()
    """PDFs, which were compared by their text."""
    tools: Sequence[Wrong] = ()
    """How this library differs from the one that made it; nothing was made then."""
    mend: Sequence[str] = ()
    """What to type to have that library."""

    @property
    def is_good(self) -> bool:
        """Whether it was made, and came out as it was published."""
        return not self.tools and not self.wrong

    def as_values(self) -> dict[str, Any]:
        """Return it as JSON has it."""
        return asdict(self) | {"same": self.is_good}

    @property
    def said(self) -> str:
        """Say how it came out, in one line."""
        if self.tools:
            return f"{self.name} was not made once more: this is not what it was made with."
        if self.wrong:
            return f"{self.name} came out otherwise than it was published."
        texts = f" PDFs are compared by their text: {', '.join(self.by_text)}." if self.by_text else ""
        return f"{self.name} came out as it was published: {self.files:,} files, byte for byte.{texts}"


def in_lines(made: Rebuilt) -> list[str]:
    """Write each difference in a line, then how it came out and what to do."""
    return [*map(str, (*made.tools, *made.wrong)), made.said, *made.mend]


def rebuild(kept: Kept, err: Console, kernel: Kernel = Kernel.WARM) -> Rebuilt:
    """Make a revision once more, in a folder of its own, and compare it.

    Raises PublishError for a revision that is not as it was published, or was printed where there is no browser;
    GateError or ChapterError if it cannot be made.
    """
    for fault in bag.faults(kept.folder):
        raise PublishError(
            fault.what,
            file=f"{kept.shown}/{fault.path}",
            expected="the bytes that were published",
            mend="Type: trustbook verify",
        )
    program = _browser(kept)
    with TemporaryDirectory(prefix="rebuild-", ignore_cleanup_errors=True) as scratch:
        root = Path(scratch).resolve() / "workspace"
        shutil.copytree(kept.inputs, root)
        workspace = Workspace(root)
        with stages.at_work(workspace, err) as memory:
            tools = _differences(kept.record.library, library_now(workspace, memory.ingredients))
            if tools:
                return Rebuilt(kept.name, 0, tools=tools, mend=_how_to_get(kept))
            return _made(kept, workspace, memory, err, program, kernel)


def _browser(kept: Kept) -> str | None:
    from trustbook.site.pdf import chromium

    return chromium() if kept.record.chromium else None


def _made(kept: Kept, workspace: Workspace, memory: Plan, err: Console, program: str | None, kernel: Kernel) -> Rebuilt:
    from trustbook.site.in_a_copy import build_edition
    from trustbook.site.metadata import Publication

    period, record = kept.period, kept.record
    stages.require_accepted(stages.check_changed(workspace, [period], err, memory, kernel))
    stages.run(workspace, [period], err, memory, kernel=kernel)
    basis = require_basis(workspace, period, memory)
    stages.warm_up(workspace, kernel, [period])
    err.print(f"Making {kept.name} once more …")
    edition = build_edition(
        workspace,
        period,
        program,
        warmly=kernel is Kernel.WARM,
        publication=Publication(record.number, record.published_on, record.notice, record.library.commit),
        place=workspace.build / ".rebuilt.new",
    )
    results = workspace.build / ".results.new"
    write_results(basis, results)
    wrong, by_text = differences(edition, kept.edition)
    wrong += list(compared(digests_below(results)[0], digests_below(kept.results)[0], "results/"))
    return Rebuilt(kept.name, len(digests_below(kept.edition)[0]), wrong, by_text)


def differences(made: Path, published: Path) -> tuple[list[Wrong], list[str]]:
    """List what differs in two folders of an edition, and the PDFs that were compared by their text."""
    (ours, wrong), (theirs, _) = digests_below(made), digests_below(published)
    by_text = sorted(path for path in ours.keys() & theirs.keys() if path.endswith(_PDF) and ours[path] != theirs[path])
    for path in by_text:
        ours.pop(path)
        theirs.pop(path)
    wrong += list(compared(ours, theirs, _EDITION))
    return [*wrong, *_texts(made, published, by_text)], by_text


def _texts(made: Path, published: Path, names: Sequence[str]) -> Iterator[Wrong]:
    for name in names:
        one, other = _text(made / name), _text(published / name)
        if one is None or other is None:
            yield Wrong(f"{_EDITION}{name}", "other bytes, which cannot be read as a PDF", "the PDF that was published")
        elif one != other:
            place = next((at for at, pair in enumerate(zip(one, other, strict=False)) if len({*pair}) > 1), 0)
            shown = (repr(text[place : place + _SHOWN_OF_A_TEXT]) for text in (one, other))
            yield Wrong(f"{_EDITION}{name}", *shown)


def _text(file: Path) -> str | None:
    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    try:
        return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(file.read_bytes())).pages)
    except (PyPdfError, ValueError, KeyError, TypeError):
        return None


def _differences(made_with: Library, here: Library) -> list[Wrong]:
    """List how the library, Python and packages here differ from those of the record."""
    found = []
    if here.digest != made_with.digest:
        found.append(Wrong("trustbook", _library(here), _library(made_with)))
    if here.python != made_with.python:
        found.append(Wrong("Python", here.python, made_with.python))
    ours, theirs = _versions(here.packages), _versions(made_with.packages)
    for name in sorted(ours.keys() | theirs.keys()):
        if ours.get(name) != theirs.get(name):
            found.append(Wrong(name, ours.get(name, "no such package"), theirs.get(name, "no such package")))
    return found


def _library(library: Library) -> str:
    commit = f", commit {library.commit}" if library.commit else ""
    return f"{library.version}{commit}, SHA-256 {library.digest[:16]}…"


def _versions(packages: Sequence[str]) -> Mapping[str, str]:
    return {name: version for name, _, version in (each.partition("==") for each in packages)}


def _how_to_get(kept: Kept) -> list[str]:
    """Say what to type to have the library and packages that a revision was made with."""
    made_with, found = kept.record.library, []
    python = made_with.python.partition(" ")[2].partition(".final")[0]
    if made_with.lock:
        lock = f"{kept.shown}/data/inputs/requirements.txt"
        found.append(f"In a new environment of Python {python}: pip install --require-hashes -r {lock}")
    else:
        packages = f"the packages that {kept.shown}/revision.json lists"
        found.append(f"In a new environment of Python {python}: {packages}")
    commit = made_with.commit.rstrip("+")
    if commit:
        found.append(f"Of trustbook's repository: git checkout {commit}; pip install --no-deps .")
        if made_with.commit.endswith("+"):
            found.append("Its files were not all those of that commit: the digest says which they were.")
    elif made_with.version != __version__:
        found.append(f"Of trustbook: version {made_with.version}")
    return found
