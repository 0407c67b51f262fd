"""Look up the internals of other libraries that we use: only this module names them.

Out: each one if it exists in the form that we know, or None. The caller then takes the plain way, with the same result
but slower, and `trustbook report --why` says so in one line. A name that disappears must never stop a report.
"""

from __future__ import annotations

import importlib
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import Any, NamedTuple

NOTES = "TRUSTBOOK_PLAIN_WAYS"
"""The environment variable with the folder in which each process of a run notes the plain ways that it took."""
_noted: set[str] = set()


class Borrowed(NamedTuple):
    """One internal of another library. `get` returns None if it is missing or has another form."""

    place: str
    """`module`, or `module:name`, or `module:Class.name`."""
    plain: str
    """What happens without it, as `--why` says it."""
    takes: tuple[str, ...] | None = None
    """The parameter names of a function or of a property's function; None allows any."""
    kind: type = object

    def get(self) -> Any:
        """Return it; if it is not there, note that the plain way is taken and return None."""
        found = self._found()
        if found is None:
            self.note()
        return found

    @property
    def owner(self) -> tuple[Any, str]:
        """The module or class that defines it, and its name there."""
        module, _, inside = self.place.partition(":")
        *within, name = inside.split(".")
        owner: Any = importlib.import_module(module)
        for each in within:
            owner = vars(owner)[each]
        return owner, name

    def note(self) -> None:
        """Note that the plain way is taken, in this process and for the one that started the run."""
        _noted.add(self.place)
        folder = os.environ.get(NOTES)
        if folder:
            with suppress(OSError):  # a lost note changes no result
                open(os.path.join(folder, self._as_file), "w").close()  # noqa: PTH118, PTH123

    def is_noted(self, folder: str) -> bool:
        """Check whether this process, or another of the run, has noted it."""
        return self.place in _noted or os.path.exists(os.path.join(folder, self._as_file))  # noqa: PTH110, PTH118

    def __str__(self) -> str:
        return f"{self.place} is not there as it is known here: {self.plain}"

    @property
    def _as_file(self) -> str:
        return self.place.replace(":", "-")

    def _found(self) -> Any:
        try:
            if ":" not in self.place:
                return importlib.import_module(self.place)
            owner, name = self.owner
            found = vars(owner)[name]
            return found if isinstance(found, self.kind) and self._takes_as_known(found) else None
        except Exception:  # importing or inspecting it may raise anything
            return None

    def _takes_as_known(self, found: Any) -> bool:
        if self.takes is None:
            return True
        from inspect import signature

        function: Any = found.fget if isinstance(found, property) else found
        return tuple(signature(function).parameters) == self.takes


CONFIGURATION = Borrowed(
    "great_expectations.expectations.expectation:Expectation.configuration",
    "each rule states its configuration again whenever it is asked for it",
    ("self",),
    property,
)
ROW_CONDITION = Borrowed(
    "great_expectations.execution_engine.pandas_execution_engine:PandasExecutionEngine._apply_row_condition_filter",
    "the rows of a condition are chosen again for each metric of a rule",
    ("self", "data", "row_condition", "domain_kwargs"),
)
LIGHT_IMPORT = Borrowed("great_expectations", "it uses statistics or charts while it is imported, and waits for them")
"""Not a name: it imports modules that only some rules need (`checks/gx_import.py`)."""

START_OF_SERVER = Borrowed(
    "multiprocessing.forkserver:ensure_running", "the warm server starts with the first process that is copied", ()
)
START_OF_TRACKER = Borrowed(
    "multiprocessing.resource_tracker:ensure_running",
    "Ctrl-C while the warm server starts may print where it was",
    (),
)

KERNEL = Borrowed("ipykernel.kernelapp:IPKernelApp", "a copied kernel is run as the module that a kernelspec names")
DEBUGGER = Borrowed("ipykernel.debugger", "each kernel imports it, and may warn of how Python is built")
"""Imported early by name (`build/preload.py`), as are those below."""
OF_EDITIONS = tuple(
    Borrowed(module, "Jupyter Book imports it for each edition")
    for module in ("jupyter_book.sphinx", "myst_nb.sphinx_ext", "sphinx.builders.html", "sphinx_book_theme")
)

FOREIGN_PICKLES = Borrowed(
    "distributed.protocol.pickle:pickle",
    "what a cluster of others sends is refused",
)
"""For safety. There is no plain way: `pipeline/distributed/unpickling.py` refuses that cluster."""

QUOTES = Borrowed(
    "docutils.utils.smartquotes:educateQuotes", "quotation marks of sentences stay straight", ("text", "language")
)
"""Not for speed, and not private, but undocumented."""

IMPORT_LOCK = Borrowed("_imp:lock_held", "Ctrl-C while Python itself starts may not be heard")
"""Not for speed. It is looked up before anything else is imported, so its parameters are not inspected."""

ALL = (
    *(CONFIGURATION, ROW_CONDITION, LIGHT_IMPORT, START_OF_SERVER, START_OF_TRACKER, KERNEL, DEBUGGER),
    *(*OF_EDITIONS, QUOTES, FOREIGN_PICKLES, IMPORT_LOCK),
)


@contextmanager
def plain_ways_noted(folder: str) -> Iterator[None]:
    """Have this process, and those it starts meanwhile, note in a folder which plain ways they take."""
    os.environ[NOTES] = folder
    try:
        yield
    finally:
        del os.environ[NOTES]


def plain_ways() -> Sequence[str]:
    """List what the run has had to do without so far, one line each, with what was done instead."""
    folder = os.environ.get(NOTES)
    return [] if folder is None else [str(each) for each in ALL if each.is_noted(folder)]
