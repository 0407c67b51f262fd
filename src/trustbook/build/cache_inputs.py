"""What each piece of work is made from: every file that it reads, the library, the packages, the Python version.

In: a workspace. Out: `Task`s, whose key changes when an ingredient does and not otherwise. Files are read to the last
byte; no clock and no time of a file plays a part. What reads more than this must say so here: see the tests.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from importlib.metadata import distributions
from pathlib import Path

import trustbook
from trustbook.build.store import digest, digest_of
from trustbook.config.discovery import OWN
from trustbook.config.workspace import Workspace
from trustbook.core.errors import TrustbookError
from trustbook.core.ignored_files import is_ignored, system_files_in
from trustbook.core.incoming import MOST_BYTES, path_exists, read_file
from trustbook.core.period import Period

LOCK, TOC = "requirements.txt", "_toc.yml"
LIBRARY, PACKAGES, PYTHON, PDF = "trustbook's own code", "the installed packages", "the Python version", "--pdf"
OWN_CHAPTERS = "the workspace's own chapters"
_FORM = "1"
"""Raised when what is kept changes its form."""
_NAME_AND_VERSION = re.compile(r"^Name: *(?P<name>\S+)$.*?^Version: *(?P<version>\S+)$", re.MULTILINE | re.DOTALL)
_LOCKED = re.compile(r"^(?P<name>[A-Za-z0-9._-]+)==", re.MULTILINE)
_IS_A_FOLDER = "a folder"
_IS_NOT_READ = "not read"


@dataclass(frozen=True)
class Task:
    """A piece of work: what it is made from, and where under `_build` its results stand."""

    kind: str
    period: Period
    name: str
    ingredients: Mapping[str, str]
    outputs: tuple[str, ...]

    @cached_property
    def key(self) -> str:
        """The name of exactly this work from exactly these ingredients."""
        return digest_of([_FORM, self.kind, str(self.period), self.name, dict(self.ingredients)])

    @property
    def title(self) -> str:
        """How it is called to a person, and by which the last time is remembered: `2023-24-P11 chapter summary`."""
        return " ".join(part for part in (str(self.period), self.kind, self.name) if part)


class CacheInputs:
    """The ingredients of a workspace as they are now, each read once."""

    def __init__(self, workspace: Workspace, library: Path | None = None) -> None:
        self._place = workspace
        self._library = library or Path(trustbook.__file__).parent
        self._known: dict[Path, dict[str, str]] = {}
        self._whole: dict[int, str] = {}
        self.periods = workspace.periods()
        self.chapters = sorted(path.stem for path in workspace.notebooks.glob("*.ipynb"))

    @cached_property
    def tools(self) -> dict[str, str]:
        """What every piece of work is made with."""
        python = f"{sys.implementation.name} {'.'.join(str(part) for part in sys.version_info)}"
        found = {LIBRARY: _tree(self._library), PACKAGES: digest_of(self.packages), PYTHON: python}
        if (self._place.root / OWN).is_dir():
            found |= {OWN_CHAPTERS: _tree(self._place.root / OWN)}
        return found if self._lock is None else found | {LOCK: digest(self._lock.encode())}

    @cached_property
    def packages(self) -> list[str]:
        """The installed packages with their versions: those that the lock file names; all, where there is none."""
        lock = self._lock
        return installed(None if lock is None else {_plain(found["name"]) for found in _LOCKED.finditer(lock)})

    @cached_property
    def _lock(self) -> str | None:
        lock = self._place.root / LOCK
        return lock.read_text(encoding="utf-8") if lock.exists() else None

    def gate(self, period: Period) -> Task:
        """The check of a return: against the rules, what no period owns, and the returns of its year before it."""
        place = self._place
        rules = self._files(_listed(place.expectations))
        read = self._returns(self._year(period)) | self._shared() | self._params(period) | rules
        folders = [*place.common_folders, place.data / str(period)]
        read |= {place.shown(path): _IS_NOT_READ for path in system_files_in(folders)}
        return Task("gate", period, "", read | self.tools, (f"findings/{period}.json",))

    def chapter(self, period: Period, name: str) -> Task:
        """A notebook executed: it may open all returns so far, the month before as it was, and the contents."""
        year = self._year(period)
        read = self._returns(year) | self._shared() | self._params(*(each for each in year[-2:] if period - each <= 1))
        read |= self._files([self._place.notebooks / f"{name}.ipynb", self._place.root / TOC])
        read |= self._years_before(period)
        return Task("chapter", period, name, read | self.tools, (f"chapters/{period}/{name}.ipynb",))

    def figures(self, period: Period) -> Task:
        """Headline figures, tie-out and data to take away: statements are held against the figures of all periods."""
        before = [each for each in self.periods if each < period]
        read = self._returns(self._year(period)) | self._shared() | self._params(*before, period)
        read |= self._years_before(period)
        read |= self._files([self._place.params / "derived.yaml", self._place.root / TOC])
        return Task("figures", period, "", read | self.tools, figures_of(period))

    def edition(self, period: Period, made: Mapping[str, str], *, pdf: bool = False) -> Task:
        """A book, from what the stages before gave (`made`: path under `_build` to digest) and the pages around it."""
        book = [path for path in sorted((self._place.root / "book").rglob("*")) if path.is_file()]
        read = self._files([*book, self._place.root / "_config.yml", self._place.root / TOC])
        read |= self._returns([period]) | self._shared() | {PDF: "yes" if pdf else "no"}
        read |= self._files([self._place.params / "trust.yaml"])
        read |= {f"_build/{path}": each for path, each in made.items()}
        return Task("edition", period, "", read | self.tools, (f"editions/{period}",))

    def stages_before(self, period: Period) -> tuple[str, ...]:
        """Where under `_build` the results stand that an edition is made from."""
        return (f"findings/{period}.json", f"chapters/{period}", *figures_of(period))

    def site(self, editions: Mapping[str, str]) -> str:
        """The name of the site of these editions (period to what tells one state of its folder from another)."""
        return digest_of([_FORM, dict(editions), self._files([self._place.params / "trust.yaml"]), self.tools])

    def _year(self, period: Period) -> list[Period]:
        return [each for each in self.periods if each.year == period.year and each <= period]

    def _years_before(self, period: Period) -> dict[str, str]:
        """The returns of the financial years before, each year as a whole."""
        years = {each.year: each.year_code for each in self.periods if each.year < period.year}
        return {f"the returns of {code}": self._whole_year(year) for year, code in years.items()}

    def _whole_year(self, year: int) -> str:
        if year not in self._whole:
            folders = {str(each): self._folder(each) for each in self.periods if each.year == year}
            self._whole[year] = digest_of(folders)
        return self._whole[year]

    def _shared(self) -> dict[str, str]:
        """What no period owns."""
        data = self._place.data
        return self._files([*_listed(data / "reference"), data / "sources.csv"])

    def _params(self, *periods: Period) -> dict[str, str]:
        folder = self._place.params
        return self._files([folder / "trust.yaml", *(folder / f"{period}.yaml" for period in periods)])

    def _returns(self, periods: Iterable[Period]) -> dict[str, str]:
        found: dict[str, str] = {}
        for period in periods:
            found |= self._folder(period)
        return found

    def _folder(self, period: Period) -> dict[str, str]:
        """A return; that its folder is there counts too, for one that is empty is refused."""
        folder = self._place.data / str(period)
        if folder not in self._known:
            self._known[folder] = {self._place.shown(folder): _IS_A_FOLDER} | self._files(_listed(folder))
        return self._known[folder]

    def _files(self, paths: Iterable[Path]) -> dict[str, str]:
        found: dict[str, str] = {}
        for path in paths:
            if path not in self._known:
                self._known[path] = self._file(path)
            found |= self._known[path]
        return found

    def _file(self, path: Path) -> dict[str, str]:
        shown = self._place.shown(path)
        if path.is_dir():
            return {shown: _IS_A_FOLDER}
        try:
            return {shown: digest(read_file(path, shown, MOST_BYTES))} if path_exists(path) else {}
        except TrustbookError as error:
            return {shown: str(error)}  # whoever reads it is told; until then it is only not what it was


def figures_of(period: Period) -> tuple[str, ...]:
    """Where under `_build` the figures of a period stand."""
    return (f"metrics/{period}.json", f"tieout/{period}.json", f"downloads/{period}")


def installed(names: set[str] | None = None) -> list[str]:
    """List the installed packages with their versions; with `names`, those alone. Nothing is imported for it.

    Two lines of each are read: to parse the metadata of all packages would take ten times as long.
    """
    found: dict[str, str] = {}
    for package in distributions():
        written = _NAME_AND_VERSION.search(package.read_text("METADATA") or package.read_text("PKG-INFO") or "")
        if written:  # else an installation was broken off there
            found.setdefault(_plain(written["name"]), written["version"])  # the first one is what is imported
    return sorted(f"{name} {version}" for name, version in found.items() if names is None or name in names)


def _plain(name: str) -> str:
    """A package's name, however it is spelled."""
    return re.sub(r"[-_.]+", "-", name).lower()


def _tree(folder: Path) -> str:
    paths = (path for path in folder.rglob("*") if path.is_file() and "__pycache__" not in path.parts)
    return digest_of({path.relative_to(folder).as_posix(): digest(path.read_bytes()) for path in paths})


def _listed(folder: Path) -> list[Path]:
    """What lies in a folder and counts; a folder that is not there holds nothing."""
    return [path for path in sorted(folder.glob("*")) if not is_ignored(path.name)]
