"""Unpickle what an external cluster sends so that nothing in it can execute.

`distributed` sends errors and non-plain values as pickles, and a pickle names functions to call. While `inert` is
active, every name except plain types and known errors becomes a stand-in that can be created and printed but does
nothing. In: this process, which runs no scheduler. Out: the same, or WorkerError where this version of `distributed`
unpickles in an unknown way.
"""

from __future__ import annotations

import builtins
import io
import pickle
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any

import distributed
import distributed.client
import distributed.core
import distributed.protocol

from trustbook.core.borrowed import FOREIGN_PICKLES
from trustbook.core.errors import WorkerError

_PLAIN = (bool, bytearray, bytes, complex, dict, float, frozenset, int, list, set, str, tuple)
_ran: list[str] = []
_distributed: Any = distributed
"""Untyped, because its internals are not public API: `_require_inert` checks them."""


class Foreign(Exception):  # noqa: N818  it is not only for errors
    """Stand in for an instance of an unknown class; keep its arguments for printing."""

    def __new__(cls, *arguments: Any, **named: Any) -> Foreign:
        """Accept any arguments."""
        return super().__new__(cls, *arguments)

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments)

    def __setstate__(self, state: Any) -> None:
        """Keep named values, if there are any."""
        for part in state if isinstance(state, tuple) else (state,):
            if isinstance(part, dict):
                self.__dict__.update({str(name): value for name, value in part.items()})


class _Inert(pickle.Unpickler):
    def find_class(self, module_name: str, global_name: str) -> Any:
        """Return what a pickle names: never an unloaded module's content, and never a function."""
        if module_name == "tblib.pickling_support":
            return _OF_TBLIB.get(global_name, Foreign)
        if module_name == "builtins" or module_name.partition(".")[0] == "distributed":
            found = vars(sys.modules.get(module_name, object)).get(global_name)
            if isinstance(found, type) and (issubclass(found, Exception) or (module_name, found) in _KNOWN):
                return found
        name = global_name if global_name.isidentifier() else Foreign.__name__
        return type(name, (Foreign,), {})


_KNOWN = {(builtins.__name__, kind) for kind in _PLAIN}


def _error(kind: Any, arguments: Any = (), *_: Any) -> BaseException:
    """Make an error as tblib does, without its traceback."""
    return kind(*arguments) if isinstance(kind, type) and issubclass(kind, Exception) else Foreign(*arguments)


def _error_with_attributes(kind: Any, attributes: Any, *_: Any) -> BaseException:
    arguments = attributes.get("args", ()) if isinstance(attributes, dict) else ()
    known = isinstance(kind, type) and issubclass(kind, Exception)
    error: BaseException = kind.__new__(kind) if known else Foreign()
    error.args = tuple(arguments)
    return error


_OF_TBLIB: dict[str, Callable[..., Any]] = {
    "unpickle_exception": _error,
    "unpickle_exception_with_attrs": _error_with_attributes,
    "unpickle_traceback": lambda *_: None,
}


class _Pickle:
    """Replace the module `pickle` for `distributed`; only unpickling differs."""

    def __getattr__(self, name: str) -> Any:
        return getattr(pickle, name)

    @staticmethod
    def loads(content: Any, *, buffers: Any = ()) -> Any:
        """Unpickle without executing anything."""
        return _Inert(io.BytesIO(bytes(content)), buffers=buffers).load()


@contextmanager
def inert() -> Iterator[None]:
    """Make `distributed` unpickle safely in this process. Raises WorkerError if that is not possible."""
    before = FOREIGN_PICKLES.get()
    if before is None:
        raise _not_known()
    theirs, name = FOREIGN_PICKLES.owner
    setattr(theirs, name, _Pickle())
    try:
        _require_inert()
        yield
    finally:
        setattr(theirs, name, before)


class _Running:
    """Execute code if unpickled in the usual way; used to test that this does not happen."""

    def __reduce__(self) -> tuple[Any, ...]:
        return (_run, ("it ran",))


def _run(what: str) -> None:
    _ran.append(what)


def _require_inert() -> None:
    """Raise WorkerError if any way that `distributed` receives data can execute code."""
    _ran.clear()
    written = pickle.dumps(_Running())
    protocol, core, client = _distributed.protocol, _distributed.core, _distributed.client
    ways: tuple[Callable[[], Any], ...] = (
        lambda: protocol.loads(protocol.dumps({"x": protocol.Serialize(_Running())})),
        lambda: protocol.loads(protocol.dumps({"x": protocol.ToPickle(_Running())})),
        lambda: protocol.loads(protocol.dumps({"x": [_Running()]})),
        lambda: core.clean_exception(written, written),
        lambda: client.loads(written),
        lambda: protocol.pickle.loads(written),
    )
    for way in ways:
        with suppress(Exception):
            way()
    if _ran:
        raise _not_known()


def _not_known() -> WorkerError:
    return WorkerError(
        f"distributed {_distributed.__version__} takes in what a cluster sends in a way that is not known here",
        expected="a version whose answers cannot run anything on this machine",
        mend="Install the one that requirements.txt names, or use --executor dask.",
    )
