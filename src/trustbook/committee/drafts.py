"""Keep the drafts of a paper: each is written next to the ones before, and none is ever overwritten.

In: a folder, documents as bytes. Out: `report-1.docx`, `report-2.docx` and so on, each with a record of what was
written: by it the next draft says which figures changed, and whether somebody has edited the document since.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from pathlib import Path

from pydantic import Field, ValidationError

from trustbook.committee.model import Change, Figure, Paper
from trustbook.config.assumptions import Strict
from trustbook.core.atomic_file import write_new
from trustbook.core.characters import visible
from trustbook.core.errors import PublishError, TrustbookError
from trustbook.core.formatting import Absence
from trustbook.core.incoming import names_in, path_exists, read_file, require_inside
from trustbook.revisions.canonical import sha256

FOLDER = "committee"
REPORT, BRIEFING = "report", "briefing"
DOCUMENT, RECORD, PRINTED = ".docx", ".json", ".pdf"
_MOST_BYTES = 100_000_000
_NUMBERED = re.compile(r"(report|briefing)-([1-9][0-9]{0,5})\.(?:docx|json|pdf)", re.ASCII)
_PARTIAL = re.compile(r"\.[0-9a-f]{16}\.part", re.ASCII)
_FORM = 1


class Stated(Strict):
    """A figure as a draft states it."""

    label: str
    written: str
    value: float
    unit: str
    page: str


class Record(Strict):
    """What was written as one draft. `sha256`: of the document; `plain`: of the same without its list of changes."""

    form: int = Field(default=_FORM, ge=_FORM, le=_FORM)
    sha256: str = Field(pattern=r"^[0-9a-f]{64}$")
    plain: str = Field(pattern=r"^[0-9a-f]{64}$")
    edition: str = ""
    figures: dict[str, Stated] = Field(default_factory=dict)
    sections: dict[str, str] = Field(default_factory=dict)
    """The SHA-256 of what each part of the paper says, by its title."""


@dataclass(frozen=True)
class Draft:
    """A draft that is there: its document, and its record if that can be read."""

    number: int
    document: Path
    record: Record | None

    @property
    def name(self) -> str:
        """`report-2.docx`."""
        return self.document.name

    @property
    def is_edited(self) -> bool:
        """Whether the document is not as it was written; also if that is not known."""
        try:
            return self.record is None or sha256(_content(self.document)) != self.record.sha256
        except PublishError:  # such as while another program has it to itself
            return True


def folder_of(root: Path, period: str) -> Path:
    """Return the folder of a period's drafts. Raises PublishError if it is no folder of the workspace itself."""
    folder = root / FOLDER / period
    require_inside(folder, root, f"{FOLDER}/{period}", PublishError)
    return folder


def newest(folder: Path, kind: str = REPORT) -> Draft | None:
    """Find the newest draft of a kind whose document is there; None if there is none."""
    for number in sorted(_numbers(folder, kind), reverse=True):
        document = folder / f"{kind}-{number}{DOCUMENT}"
        if document.is_file():
            return Draft(number, document, _record(document.with_suffix(RECORD)))
    return None


def changes(before: Record, paper: Paper) -> tuple[Change, ...]:
    """List the figures that are others than in the draft before, and those that it has no more."""
    found = []
    for figure in paper.figures:
        was = before.figures.get(figure.metric)
        if was is None:
            found.append(Change(figure.label, figure.metric, "", figure.written))
        elif was.value != figure.value:
            found.append(Change(figure.label, figure.metric, was.written, figure.written))
    now = {figure.metric for figure in paper.figures}
    gone = [Change(was.label, name, was.written, "") for name, was in before.figures.items() if name not in now]
    return (*found, *gone)


def changed_sections(before: Record, paper: Paper) -> list[str]:
    """List the titles of the parts that say something else than in the draft before, or that are new."""
    return [title for title, digest in _sections(paper).items() if before.sections.get(title) != digest]


def record_of(paper: Paper, document: bytes, plain: bytes) -> Record:
    """Record a draft. `plain`: the document without its list of changes."""
    return Record(
        sha256=sha256(document),
        plain=sha256(plain),
        edition=paper.edition,
        figures={each.metric: _stated(each) for each in paper.figures},
        sections=_sections(paper),
    )


def write_draft(folder: Path, document: bytes, record: Record, kind: str = REPORT) -> Path:
    """Write a document and its record under the next number; return the document's path.

    Whatever is there stays as it is, also if another run writes at the same time. Raises PublishError if it cannot be
    written.
    """
    number = max(_numbers(folder, kind), default=0)
    while True:
        number += 1
        place = folder / f"{kind}-{number}{DOCUMENT}"
        try:
            write_new(place.with_suffix(RECORD), f"{record.model_dump_json(indent=1)}\n".encode())
            try:
                write_new(place, document)
            except BaseException:
                place.with_suffix(RECORD).unlink(missing_ok=True)
                raise
        except FileExistsError:
            continue
        except OSError as error:
            raise _not_written(place, error) from None
        return place


def write_printed(document: Path, content: bytes) -> Path:
    """Write the PDF of a document next to it. Raises PublishError if there is one already, or it cannot be written."""
    place = document.with_suffix(PRINTED)
    try:
        write_new(place, content)
    except FileExistsError:
        raise PublishError(
            "it is there already, and nothing that is there is overwritten",
            file=shown(place),
            mend="Move it away, and run the command again.",
        ) from None
    except OSError as error:
        raise _not_written(place, error) from None
    return place


def sweep(folder: Path) -> None:
    """Delete the half-written files that killed runs left. Nobody else may be writing there."""
    for path in names_in(folder, FOLDER, PublishError) if folder.is_dir() else ():
        if _PARTIAL.fullmatch(path.name):
            path.unlink(missing_ok=True)


def shown(path: Path) -> str:
    """Name a draft in a message: `committee/2023-24-P11/report-1.docx`."""
    return visible("/".join((FOLDER, path.parent.name, path.name)))


def without_changes(paper: Paper) -> Paper:
    """Return a paper without its list of what changed."""
    return replace(paper, changes=())


def written(change: Change) -> str:
    """Write a change in a line: `Variance: £27.591m, was £27.500m`."""
    now, before = change.now or Absence.NOT_REPORTED, change.before or "not in the draft before"
    return f"{change.label}: {now}, was {before}" if change.before else f"{change.label}: {now}, {before}"


def _stated(figure: Figure) -> Stated:
    return Stated(label=figure.label, written=figure.written, value=figure.value, unit=figure.unit, page=figure.page)


def _sections(paper: Paper) -> dict[str, str]:
    """Give a digest of the title block, of every section that has text, and of every appendix, by their titles."""
    found = {"Title block": repr(paper.block)}
    for each in paper.every_section:
        found[each.title] = "\n".join(said.text for said in each.paragraphs) + repr(each.tables)
    found |= {f"Appendix {each.letter}": repr((each.paragraphs, each.tables)) for each in paper.appendices}
    return {title: sha256(text.encode("utf-8", "replace")) for title, text in found.items()}


def _numbers(folder: Path, kind: str) -> set[int]:
    """List the numbers that are taken, by whatever file."""
    if not path_exists(folder):
        return set()
    names = (_NUMBERED.fullmatch(path.name) for path in names_in(folder, FOLDER, PublishError))
    return {int(name[2]) for name in names if name is not None and name[1] == kind}


def _record(path: Path) -> Record | None:
    """Read a record; None if there is none that can be read."""
    try:
        return Record.model_validate_json(_content(path))
    except (TrustbookError, ValidationError, ValueError):
        return None


def _content(path: Path) -> bytes:
    return read_file(path, shown(path), _MOST_BYTES, within=path.parent, kind=PublishError)


def _not_written(place: Path, error: OSError) -> PublishError:
    return PublishError(f"it cannot be written ({error.strerror or error})", file=shown(place))
