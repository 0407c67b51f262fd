"""Build the cache key of each task from every file that it reads, the library, the packages and the Python version.

In: a workspace. Out: `Task`s, whose key changes if and only if an ingredient does. Files are read in full; clocks and
file times are not used. A task that reads more must declare it here: see the tests.

- Returns, `data/reference/*.csv`, `params/*.yaml`, `_toc.yml` and notebooks count as whole files: whatever changes in
  one, what reads it is made again. `params/trust.yaml` and the reference data are read by every task.
- Of the register of papers, `data/sources.csv`, the rows count that the task's other data name (register.py); for the
  gate, which checks the register itself, the whole file.
- Of earlier financial years a chapter depends on what it read when it was executed (recorded_reads.py), and the figures
  on every return. Nothing depends on a later period.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import cached_property
from importlib.metadata import distributions
from pathlib import Path

import trustbook
from trustbook.build.contents import chapters_of
from trustbook.build.register import Register
from trustbook.build.store import digest, digest_of
from trustbook.config.discovery import OWN
from trustbook.config.workspace import REFERENCE, SOURCES_FILE, TOC, Workspace
from trustbook.core.errors import TrustbookError, WorkspaceError
from trustbook.core.ignored_files import is_ignored, system_files_in
from trustbook.core.incoming import MOST_BYTES, path_exists, read_file, read_text
from trustbook.core.period import Period
from trustbook.core.reads import PAPERS, PERIODS

LOCK = "requirements.txt"
LIBRARY, PACKAGES, PYTHON, PDF = "trustbook's own code", "the installed packages", "the Python version", "--pdf"
OWN_CHAPTERS = "the workspace's own chapters"
_FORM = "2"
"""The version of the cached format; raise it when the format changes."""
_NAME_AND_VERSION = re.compile(r"^Name: *(?P<name>\S+)$.*?^Version: *(?P<version>\S+)$", re.MULTILINE | re.DOTALL)
_LOCKED = re.compile(r"^(?P<name>[A-Za-z0-9._-]+)==", re.MULTILINE)
_IS_A_FOLDER = "a folder"
_IS_NOT_READ = "not read"


@dataclass(frozen=True)
class Task:
    """A task: what it is made from, and where under `_build` its results are."""

    kind: str
    period: Period
    name: str
    ingredients: Mapping[str, str]
    outputs: tuple[str, ...]
    optional: Mapping[str, str] = field(default_factory=dict)
    """Further ingredients, each of which counts only if the task reads it; that is known once it has been done."""
    base: str = ""
    """The base key, once it is settled which of them count."""
    read: tuple[str, ...] | None = ()
    """The optional ingredients that the task reads; None if that is not known, and then all of them count."""

    @cached_property
    def key(self) -> str:
        """Return the digest of this task with exactly these ingredients; if it is open, with all optional ones."""
        if self.is_open:
            return self.having_read(None).key
        if self.base:
            names = self.optional if self.read is None else self.read
            return digest_of([self.base, {name: self.optional[name] for name in names}])
        return self.base_key

    @cached_property
    def base_key(self) -> str:
        """Return the digest of this task without optional ingredients."""
        return digest_of([_FORM, self.kind, str(self.period), self.name, dict(self.ingredients)])

    def having_read(self, names: Iterable[str] | None) -> Task:
        """Return this task with those of its optional ingredients that it reads, or for None with all of them."""
        read = None if names is None else tuple(sorted(name for name in set(names) if name in self.optional))
        used = self.optional if read is None else {name: self.optional[name] for name in read}
        return replace(self, ingredients={**self.ingredients, **used}, base=self.base_key, read=read)

    @property
    def is_open(self) -> bool:
        """Return whether it is still to be settled which optional ingredients count."""
        return bool(self.optional) and not self.base

    @property
    def title(self) -> str:
        """Return the title for people, under which the last run is recorded: `2023-24-P11 chapter summary`."""
        return " ".join(part for part in (str(self.period), self.kind, self.name) if part)


class CacheInputs:
    """The ingredients of a workspace as they are now, each read once."""

    def __init__(self, workspace: Workspace, library: Path | None = None, *, keep: bool = True) -> None:
        """Read what is asked for; without `keep`, nothing is written to `_build` meanwhile."""
        self._place = workspace
        self._keep = keep
        self._library = library or Path(trustbook.__file__).parent
        self._known: dict[Path, dict[str, str]] = {}
        self._named: dict[Path, frozenset[str]] = {}
        """The papers that a file of data, or a return, names."""
        self._year_digests: dict[int, str] = {}
        self._return_digests: dict[Period, str] = {}
        self._optional: dict[Period, dict[str, str]] = {}
        self.periods = workspace.periods()

    @cached_property
    def chapters(self) -> list[str]:
        """The notebooks of the book: those that `_toc.yml` lists. Raises WorkspaceError if it is unreadable."""
        return chapters_of(self._place, keep=self._keep)

    @cached_property
    def tools(self) -> dict[str, str]:
        """Return the ingredients that every task shares."""
        python = f"{sys.implementation.name} {'.'.join(str(part) for part in sys.version_info)}"
        found = {LIBRARY: _tree_digest(self._library), PACKAGES: digest_of(self.packages), PYTHON: python}
        if (self._place.root / OWN).is_dir():
            found |= {OWN_CHAPTERS: _tree_digest(self._place.root / OWN)}
        return found if self._lock is None else found | {LOCK: digest(self._lock.encode())}

    @cached_property
    def packages(self) -> list[str]:
        """List installed packages with versions: those in the lock file, or all if there is none."""
        lock = self._lock
        return installed(None if lock is None else {_normalised(found["name"]) for found in _LOCKED.finditer(lock)})

    @cached_property
    def _lock(self) -> str | None:
        lock = self._place.root / LOCK
        return read_text(lock, LOCK, MOST_BYTES, kind=WorkspaceError) if path_exists(lock) else None

    def gate(self, period: Period) -> Task:
        """Return the task of checking a return: it reads the rules, shared data, and earlier returns of the year."""
        place = self._place
        rules = self._files(_listed(place.expectations))
        read = self._returns(self._year(period)) | self._reference() | self._params(period) | rules
        read |= self._files([place.data / SOURCES_FILE])
        folders = [*place.common_folders, place.data / str(period)]
        read |= {place.shown(path): _IS_NOT_READ for path in system_files_in(folders)}
        return Task("gate", period, "", read | self.tools, (f"findings/{period}.json",))

    def chapter(self, period: Period, name: str) -> Task:
        """Return the task of a notebook: its year's returns so far, settings of this and the previous one, contents.

        It has to read nothing of earlier years: what it did read of them when it was executed is kept with it.
        """
        year = self._year(period)
        read = self._returns(year) | self._reference() | self._papers(year)
        read |= self._params(*year[-2:])
        read |= self._files([self._place.notebooks / f"{name}.ipynb", self._place.root / TOC])
        output = f"chapters/{period}/{name}.ipynb"
        return Task("chapter", period, name, read | self.tools, (output,), self._read_by_some(period))

    def figures(self, period: Period) -> Task:
        """Return the task of the figures: claims are compared with the figures of all periods so far."""
        so_far = [each for each in self.periods if each <= period]
        read = self._returns(self._year(period)) | self._reference() | self._papers(so_far) | self._params(*so_far)
        read |= self._years_before(period)
        read |= self._files([self._place.params / "derived.yaml", self._place.root / TOC])
        return Task("figures", period, "", read | self.tools, figures_of(period))

    def edition(self, period: Period, made: Mapping[str, str], *, pdf: bool = False) -> Task:
        """Return the task of a book: `made` gives the results of earlier stages, path under `_build` to digest."""
        book = [path for path in sorted((self._place.root / "book").rglob("*")) if path.is_file()]
        read = self._files([*book, self._place.root / "_config.yml", self._place.root / TOC])
        read |= self._returns([period]) | self._reference() | self._params(period) | {PDF: "yes" if pdf else "no"}
        read |= self._papers([period], self._named_in_parameters(period))
        read |= {f"_build/{path}": each for path, each in made.items()}
        return Task("edition", period, "", read | self.tools, (f"editions/{period}",))

    def stages_before(self, period: Period) -> tuple[str, ...]:
        """Return where under `_build` the results are that an edition is made from."""
        return (f"findings/{period}.json", f"chapters/{period}", *figures_of(period))

    def of_edition(self, period: Period) -> dict[str, str]:
        """Return every file of the workspace that an edition is made from, path to digest; tools are left out.

        Every return so far counts file by file, and the register of papers as a whole file.
        """
        place, so_far = self._place, [each for each in self.periods if each <= period]
        own = _tree(place.root / OWN)
        book, notebooks = _tree(place.root / "book"), [place.notebooks / f"{name}.ipynb" for name in self.chapters]
        notebooks += [path for path in _tree(place.notebooks) if path.suffix != ".ipynb"]  # what a chapter may import
        read = self._returns(so_far) | self._reference() | self._params(*so_far)
        read |= self._files([place.data / SOURCES_FILE, place.params / "derived.yaml", *_listed(place.expectations)])
        read |= self._files([place.root / "_config.yml", place.root / TOC, *book, *notebooks, *own])
        return {path: each for path, each in sorted(read.items()) if each != _IS_A_FOLDER}

    def site(self, editions: Mapping[str, str], *more: str) -> str:
        """Return the key of the site of these editions (period to the state of its folder), and of `more`."""
        return digest_of([_FORM, dict(editions), *more, self._files([self._place.params / "trust.yaml"]), self.tools])

    def _year(self, period: Period) -> list[Period]:
        return [each for each in self.periods if each.year == period.year and each <= period]

    def _read_by_some(self, period: Period) -> dict[str, str]:
        """Return what only some chapters read: earlier years, and the whole register; names as in `core/reads.py`."""
        if period not in self._optional:
            before = [each for each in self.periods if each < period]
            register = self._files([self._place.data / SOURCES_FILE])
            read = {PERIODS: digest_of([str(each) for each in before]), PAPERS: digest_of(register)}
            for each in before:
                if each.year < period.year:
                    read[f"data/{each}"] = self._return_digest(each)
                if each not in self._year(period)[-2:]:  # else every chapter reads it
                    file = self._place.params / f"{each}.yaml"
                    read[f"params/{each}.yaml"] = digest_of(self._files([file]))
            self._optional[period] = read
        return self._optional[period]

    def _return_digest(self, period: Period) -> str:
        if period not in self._return_digests:
            self._return_digests[period] = digest_of(self._folder(period))
        return self._return_digests[period]

    def _years_before(self, period: Period) -> dict[str, str]:
        """Return the returns of earlier financial years, one digest for each year."""
        years = {each.year: each.year_code for each in self.periods if each.year < period.year}
        return {f"the returns of {code}": self._year_digest(year) for year, code in years.items()}

    def _year_digest(self, year: int) -> str:
        if year not in self._year_digests:
            folders = {str(each): self._return_digest(each) for each in self.periods if each.year == year}
            self._year_digests[year] = digest_of(folders)
        return self._year_digests[year]

    def _reference(self) -> dict[str, str]:
        """Return the data that belong to no period, without the register of papers."""
        return self._files(_listed(self._place.data / REFERENCE))

    def _papers(self, periods: Iterable[Period], more: frozenset[str] = frozenset()) -> dict[str, str]:
        """Return the rows of the register that the reference data, or these periods' returns, name, and `more`."""
        file = self._place.data / SOURCES_FILE
        if self._register is None:
            return self._files([file])  # absent or unreadable
        named = self._named_in_reference.union(more, *map(self._named_in_return, periods))
        return {self._place.shown(file): self._register.digest_of(named)}

    @cached_property
    def _register(self) -> Register | None:
        file = self._place.data / SOURCES_FILE
        with suppress(TrustbookError):
            return Register(read_file(file, self._place.shown(file), MOST_BYTES))
        return None

    @cached_property
    def _named_in_reference(self) -> frozenset[str]:
        reference = _listed(self._place.data / REFERENCE)
        self._files(reference)
        return frozenset().union(*(self._named.get(path, ()) for path in reference))

    def _named_in_return(self, period: Period) -> frozenset[str]:
        """Return the papers that the files of a return name, of those that the reference data do not."""
        folder = self._place.data / str(period)
        if folder not in self._named:
            self._folder(period)
            within = (named for path, named in self._named.items() if path.parent == folder)
            self._named[folder] = frozenset().union(*within)
        return self._named[folder]

    def _named_in_parameters(self, period: Period) -> frozenset[str]:
        """Return the papers that the parameters of a period may name: the background papers of its meeting."""
        file = self._place.params / f"{period}.yaml"
        self._files([file])
        return self._named.get(file, frozenset())

    def _params(self, *periods: Period) -> dict[str, str]:
        folder = self._place.params
        return self._files([folder / "trust.yaml", *(folder / f"{period}.yaml" for period in periods)])

    def _returns(self, periods: Iterable[Period]) -> dict[str, str]:
        found: dict[str, str] = {}
        for period in periods:
            found |= self._folder(period)
        return found

    def _folder(self, period: Period) -> dict[str, str]:
        """Return the files of a return, and that its folder exists: an empty one is refused."""
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
        if not path_exists(path):
            return {}
        try:
            content = read_file(path, shown, MOST_BYTES)
        except TrustbookError as error:
            return {shown: str(error)}  # the task that reads it reports the error; here it only changes the key
        if self._register is not None and path.parent.parent == self._place.data:
            of_all = path.parent.name == REFERENCE
            ids = self._register.ids if of_all else self._register.ids - self._named_in_reference
            self._named[path] = self._register.named_in(content, path.name, ids)
        elif self._register is not None and path.parent == self._place.params:
            self._named[path] = self._register.named_in(content, f"{path.stem}.csv", self._register.ids)
        return {shown: digest(content)}


def figures_of(period: Period) -> tuple[str, ...]:
    """Return where under `_build` the figures of a period are."""
    return (f"metrics/{period}.json", f"tieout/{period}.json", f"downloads/{period}")


def installed(names: set[str] | None = None) -> list[str]:
    """List installed packages with their versions, or only those in `names`, without importing them.

    Only two lines of each are read: parsing all metadata would take ten times as long.
    """
    found: dict[str, str] = {}
    for package in distributions():
        written = _NAME_AND_VERSION.search(package.read_text("METADATA") or package.read_text("PKG-INFO") or "")
        if written:  # absent after an interrupted installation
            found.setdefault(_normalised(written["name"]), written["version"])  # the first is the one imported
    return sorted(f"{name} {version}" for name, version in found.items() if names is None or name in names)


def _normalised(name: str) -> str:
    """Normalise a package's name."""
    return re.sub(r"[-_.]+", "-", name).lower()


def _tree_digest(folder: Path) -> str:
    return digest_of({path.relative_to(folder).as_posix(): digest(path.read_bytes()) for path in _tree(folder)})


def _tree(folder: Path) -> list[Path]:
    return [path for path in sorted(folder.rglob("*")) if path.is_file() and "__pycache__" not in path.parts]


def _listed(folder: Path) -> list[Path]:
    """List what counts in a folder; nothing if the folder does not exist."""
    return [path for path in sorted(folder.glob("*")) if not is_ignored(path.name)]
