"""Find a workspace by walking up from a folder, and give access to its files and settings.

In: a folder. Out: paths, the trust's settings, the periods that have a return, and the assumptions of a period.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

from trustbook.config.book_files import TOC as TOC
from trustbook.config.book_files import read_contents
from trustbook.config.words import use_words
from trustbook.core.characters import excerpt, visible
from trustbook.core.errors import PeriodError, WorkspaceError
from trustbook.core.ignored_files import is_ignored
from trustbook.core.incoming import names_in, path_exists, require_inside
from trustbook.core.period import Period
from trustbook.core.reads import PERIODS, note
from trustbook.core.status import Status

if TYPE_CHECKING:
    from trustbook.config.assumptions import AssumptionBook
    from trustbook.config.meeting import Meeting
    from trustbook.config.settings import PeriodParameters, Settings

_REQUIRED = ("_config.yml", "_toc.yml", "data", "params", "notebooks")
DRAFT_MARK = "DRAFT"
"""The file that marks the copy of a workspace from which drafts are made."""
INGEST = "ingest"
"""The folder of params/ that says how papers are read, and what their names are in the returns."""
PAPER_SETTINGS, PAPER_TEMPLATE = "paper.yaml", "paper.docx"
"""What params/ may say of papers for a committee, and their template in Word."""
_PARAMETERS = ("trust.yaml", "derived.yaml", INGEST, PAPER_SETTINGS)
_NOT_SETTINGS = (PAPER_TEMPLATE,)
DRAFTS, DRAFT_RECORD = "drafts", "draft.json"
"""The folder of returns that were read from a paper and that nobody has accepted, and the record of each."""
REFERENCE, SOURCES_FILE = "reference", "sources.csv"
_SUFFIX = re.compile(r"\.(ipynb|md)$")
_NOTEBOOKS = "notebooks/"
_LIKE_A_PERIOD = re.compile(r"\W*\d{4}")


@dataclass(frozen=True)
class Workspace:
    """A folder with `_config.yml _toc.yml book/ notebooks/ data/ params/ expectations/`."""

    root: Path

    @classmethod
    def find(cls, start: Path | None = None) -> Workspace:
        """Return the workspace around `start` (default: the current folder). Raises WorkspaceError if there is none."""
        here = (start or Path.cwd()).resolve()
        for folder in (here, *here.parents):
            if cls.is_workspace(folder):
                return cls(folder)
        raise WorkspaceError(
            f"no workspace at {here} or above it",
            expected=f"a folder that holds {', '.join(_REQUIRED)}",
            mend="Change to one, or name it with --workspace.",
        )

    @classmethod
    def around(cls, start: Path | None = None) -> Workspace | None:
        """Return the workspace around the current folder, or None; one that is named must be there."""
        try:
            return cls.find(start)
        except WorkspaceError:
            if start is not None:
                raise
            return None

    @staticmethod
    def is_workspace(folder: Path) -> bool:
        """Check whether a folder is itself a workspace."""
        return all((folder / mark).exists() for mark in _REQUIRED)

    @property
    def data(self) -> Path:
        """The returns, one folder for each period."""
        return self.root / "data"

    @property
    def params(self) -> Path:
        """The settings and parameters."""
        return self.root / "params"

    @property
    def drafts_of_returns(self) -> Path:
        """The returns that were read from a paper and that nobody has accepted, one folder for each period."""
        return self.root / DRAFTS

    @property
    def notebooks(self) -> Path:
        """The notebooks of the chapters."""
        return self.root / "notebooks"

    @property
    def expectations(self) -> Path:
        """The suites of expectations."""
        return self.root / "expectations"

    @property
    def build(self) -> Path:
        """All build output; it can be deleted at any time."""
        return self.root / "_build"

    @property
    def published(self) -> Path:
        """The revisions that were published, and the log; they are kept for good."""
        return self.root / "published"

    @property
    def is_draft(self) -> bool:
        """Whether this is the copy of a workspace from which drafts are made, which are never published."""
        return (self.root / DRAFT_MARK).exists()

    @property
    def common_folders(self) -> tuple[Path, ...]:
        """The folders that belong to no period. Any file in them that is not read is reported."""
        return (self.data, self.data / REFERENCE, self.params, self.expectations)

    def shown(self, path: Path) -> str:
        """Format a path relative to the root of the workspace, for messages."""
        return visible(path.relative_to(self.root).as_posix() if path.is_relative_to(self.root) else str(path))

    @property
    def settings(self) -> Settings:
        """The body, those who pay for it, its headings and assumptions; its words are in use from here on."""
        use_words(self._settings.words)
        return self._settings

    @cached_property
    def _settings(self) -> Settings:
        from trustbook.config.settings import Settings
        from trustbook.config.settings_files import read_yaml

        self.require_known_parameters()
        return read_yaml(self.params / "trust.yaml", Settings)

    def pages(self) -> list[str]:
        """List the pages in `_toc.yml`, front page first, without suffixes, each once. Raises WorkspaceError."""
        toc = read_contents(self.root)
        named = [str(toc["root"]), *_files(value for key, value in toc.items() if key != "root")]
        return list(dict.fromkeys(_SUFFIX.sub("", each) for each in named))

    @property
    def chapters(self) -> tuple[str, ...]:
        """The names of the notebooks of the book, in its order: those that `_toc.yml` lists. Raises WorkspaceError."""
        return tuple(Path(page).name for page in self.pages() if page.startswith(_NOTEBOOKS))

    def drafts(self) -> list[str]:
        """List the notebooks that `_toc.yml` does not list: they are not executed and are in no edition."""
        return sorted({path.stem for path in self.notebooks.glob("*.ipynb")} - set(self.chapters))

    def periods(self) -> list[Period]:
        """List the periods that have a return, oldest first. Raises PeriodError for a folder that may be misnamed."""
        note(PERIODS)
        return self._periods()

    def draft_periods(self) -> list[Period]:
        """List the periods that have the draft of a return, oldest first."""
        if not self.drafts_of_returns.is_dir():
            return []
        found = []
        for folder in names_in(self.drafts_of_returns, DRAFTS, WorkspaceError):
            with suppress(PeriodError):
                period = Period.parse(folder.name)
                if folder.is_dir() and any(path.name != DRAFT_RECORD for path in folder.iterdir()):
                    found.append(period)
        return sorted(found)

    def named_drafts(self, periods: Iterable[str]) -> list[Period]:
        """Return those of the named periods whose return is a draft."""
        named, drafts = set(periods), self.draft_periods()
        there = set(self._periods()) if drafts else set()
        return [each for each in drafts if str(each) in named and each not in there]

    def year_until(self, period: Period) -> list[Period]:
        """List the periods of one financial year that have a return, up to and including this one, oldest first."""
        return [each for each in self._periods() if each.year == period.year and each <= period]

    def _periods(self) -> list[Period]:
        found = []
        for folder in names_in(self.data, "data", WorkspaceError):
            if is_ignored(folder.name) or folder.name in (REFERENCE, SOURCES_FILE):
                continue
            if not folder.is_dir():
                self._refuse_file_of_data(folder)
            try:
                found.append(Period.parse(folder.name))
            except PeriodError as error:
                raise PeriodError(
                    f"the folder's name: {error.problem}",
                    file=self.shown(folder),
                    expected=f"{error.expected}, or {REFERENCE}",
                    mend="Rename it, or move it out of data/.",
                ) from None
            if folder.is_symlink():  # any other lies in the folder that lists it
                require_inside(folder, self.data, self.shown(folder), PeriodError)
        return sorted(found)

    def _refuse_file_of_data(self, path: Path) -> NoReturn:
        if _LIKE_A_PERIOD.match(path.name):
            raise PeriodError("it is no folder", file=self.shown(path), expected="a folder with the return")
        raise WorkspaceError(
            "nothing reads a file of this name in data/",
            file=self.shown(path),
            expected=f"{SOURCES_FILE}, {REFERENCE}/ and one folder for each period, such as 2023-24-P07/",
            mend=f"Move it into the folder of its period or {REFERENCE}/, correct its name, or move it out of data/.",
        )

    def require_known_parameters(self) -> None:
        """Raise WorkspaceError for a file in params/ that nothing would read: a wrong suffix or a misspelt name."""
        for path in names_in(self.params, "params", WorkspaceError):
            if is_ignored(path.name) or path.name in (*_PARAMETERS, *_NOT_SETTINGS):
                continue
            try:
                if path.suffix != ".yaml":
                    raise PeriodError(f"nothing reads a file of this name{_ending(path)}")
                Period.parse(path.stem)
            except PeriodError as error:
                raise WorkspaceError(
                    error.problem,
                    file=self.shown(path),
                    expected=f"{', '.join(_PARAMETERS)} or a period such as 2023-24-P07.yaml",
                    mend="Rename it, or move it out of params/.",
                ) from None

    def newest(self) -> Period:
        """Return the newest period that has a return. Raises WorkspaceError if there is none."""
        periods = self.periods()
        if not periods:
            for period in self.draft_periods()[-1:]:
                raise _draft(period)
            raise WorkspaceError(
                "no period has a return yet",
                file="data",
                expected="a folder such as 2023-24-P07",
                mend="Type: trustbook new PERIOD.",
            )
        return periods[-1]

    def period(self, text: str = "newest") -> Period:
        """Parse a period that has a return, or `newest`. Raises PeriodError or WorkspaceError."""
        if text == "newest":
            return self.newest()
        period = Period.parse(text)
        if period not in self._periods():
            if period in self.draft_periods():
                raise _draft(period)
            known = ", ".join(str(each) for each in self.periods()) or "none"
            raise WorkspaceError(f"there is no return for {period}", file=f"data/{period}", expected=f"one of: {known}")
        return period

    def status(self, period: Period) -> Status:
        """Say how firm the figures of a period are. Raises WorkspaceError for parameters that cannot be read."""
        parameters = self._parameters(period)
        return Status.FORECAST if parameters is None else parameters.status

    def assumption_book(self, period: Period, changes: Mapping[str, Any] | None = None) -> AssumptionBook:
        """Return the assumptions of a period: trust.yaml, params/<period>.yaml, `changes`; later ones take precedence.

        Raises WorkspaceError for a name that is not in trust.yaml, or a value out of range.
        """
        from trustbook.config.assumptions import Assumption, AssumptionBook, Assumptions
        from trustbook.config.settings_files import validated

        file = self.params / f"{period}.yaml"
        parameters = self._parameters(period)
        changed: dict[str, Any] = dict(parameters.assumptions) if parameters else {}
        changed |= dict(changes or {})
        entries = self.settings.assumptions.entries()
        for name, value in changed.items():
            if name not in entries:
                raise WorkspaceError(
                    f"there is no assumption '{excerpt(str(name))}'",
                    file=self.shown(file),
                    expected=f"one of: {', '.join(entries)}",
                )
            entry = validated(entries[name].model_dump() | {"value": value}, Assumption, self.shown(file))
            if entry.value != entries[name].value:
                entries[name] = entry.model_copy(update={"usual": entries[name].value})
        core = {name: entry.value for name, entry in entries.items() if name in Assumptions.model_fields}
        validated(core, Assumptions, self.shown(file))
        return AssumptionBook.exactly(entries)

    def acknowledgements(self, period: Period) -> dict[str, str]:
        """Return the warnings of a period that an analyst accepted: the code and key of each, and why."""
        parameters = self._parameters(period)
        return dict(parameters.acknowledged) if parameters else {}

    def meeting(self, period: Period) -> Meeting | None:
        """Return the meeting that the edition of a period is for. Raises WorkspaceError as `status` does."""
        parameters = self._parameters(period)
        return None if parameters is None else parameters.meeting

    def _parameters(self, period: Period) -> PeriodParameters | None:
        from trustbook.config.settings import PeriodParameters
        from trustbook.config.settings_files import read_yaml

        file = self.params / f"{period}.yaml"
        note(f"params/{period}.yaml")  # also where there is none yet
        if not path_exists(file):
            return None
        parameters = read_yaml(file, PeriodParameters)
        if parameters.period != str(period):
            raise WorkspaceError(f"it says period {excerpt(parameters.period)}", file=file, expected=f"period {period}")
        return parameters


def _draft(period: Period) -> WorkspaceError:
    return WorkspaceError(
        f"the return of {period} is a draft that nobody has accepted",
        file=f"{DRAFTS}/{period}",
        mend=f"Look at it (trustbook check {period}), then type: trustbook ingest --accept {period}.",
    )


def _ending(path: Path) -> str:
    return f" (it ends in '{excerpt(path.suffix)}')" if path.suffix else ""


def first_part(contents: Mapping[str, Any]) -> list[str]:
    """List the pages of the first part of a table of contents that has notebooks; empty if no part has."""
    parts = ([_SUFFIX.sub("", file) for file in _files([part])] for part in contents.get("parts") or ())
    return next((pages for pages in parts if any(page.startswith(_NOTEBOOKS) for page in pages)), [])


def _files(nodes: Iterable[Any]) -> Iterator[str]:
    """Yield every `file` in a table of contents, in order."""
    for node in nodes:
        if isinstance(node, dict):
            if "file" in node:
                yield str(node["file"])
            yield from _files(node.values())
        elif isinstance(node, list):
            yield from _files(node)
