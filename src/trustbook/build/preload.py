"""What the warm server imports once, so that no kernel imports it again. Only the server imports this module.

Out: a process with the analysis stack in memory, one thread, no state but what imports leave. Nothing here draws,
reads a return or seeds anything: kernels are copies of this process and must not find traces of work in it.
"""

from __future__ import annotations

import gc
import importlib
import os
import pkgutil
import warnings
from collections.abc import Iterable

from trustbook.core.borrowed import DEBUGGER, KERNEL, OF_EDITIONS, Borrowed

_ROOMS = ("trustbook.components", "trustbook.chapters")
"""Every module in these is imported: all that a chapter calls."""
_MODULES = (
    "psutil",
    "sqlite3",
    "pandas",
    "altair",
    "vl_convert",
    "rich.console",
    "typer",
    "trustbook.build.provisioner",
    "scipy.stats",
    "statsmodels.tsa.holtwinters",
)
_FOR_FIGURES = ("trustbook.site.downloads.contents", "trustbook.claims.tie_out", "trustbook.claims.report")
"""What the figures beside the chapters are worked out with."""
_FOR_EDITIONS = ("trustbook.site.edition", "trustbook.site.extension", "trustbook.site.chart_renderer")
"""With what Jupyter Book imports these come last: their filters of warnings and variables are kept from kernels."""


SET_BY_IMPORTS: dict[str, str] = {}
"""What imports wrote into the environment, as they would in a new interpreter."""


def _import_all() -> None:
    # A process with several threads cannot be copied safely, and numpy's BLAS starts one for each core.
    os.environ["OPENBLAS_NUM_THREADS"] = "1"
    os.environ["PYDEVD_DISABLE_FILE_VALIDATION"] = "1"  # the kernel's debugger would warn of how Python itself is built
    before = dict(os.environ)
    started_by = os.getppid()
    _borrow((KERNEL, DEBUGGER), started_by)
    _import((*_MODULES, *_in(_ROOMS)), started_by)
    SET_BY_IMPORTS.update(os.environ.items() - before.items())
    _load_schema()
    with warnings.catch_warnings():
        _import(_FOR_FIGURES, started_by)
        _borrow(OF_EDITIONS, started_by)
        _import(_FOR_EDITIONS, started_by)
    gc.collect()
    gc.freeze()  # the collector of a kernel would touch, and so copy, every page


def _import(names: Iterable[str], started_by: int) -> None:
    for name in names:
        _require_wanted(started_by)
        importlib.import_module(name)


def _borrow(modules: Iterable[Borrowed], started_by: int) -> None:
    """Import modules that other libraries may rename; one that is gone is passed over."""
    for each in modules:
        _require_wanted(started_by)
        each.get()


def _require_wanted(started_by: int) -> None:
    if os.getppid() != started_by:
        raise SystemExit(0)  # whoever wanted copies is gone


def _in(rooms: tuple[str, ...]) -> list[str]:
    """Name every module of these packages, and none of a workspace's own chapters: kernels import those."""
    found = []
    for room in rooms:
        found += [each.name for each in pkgutil.walk_packages(importlib.import_module(room).__path__[:1], f"{room}.")]
    return found


def _load_schema() -> None:
    """Have Altair read its schema, which it does at the first chart and keeps; no chart is made, so none is counted."""
    import altair

    altair.Config().to_dict()


_import_all()
