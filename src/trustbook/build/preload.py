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

_ROOMS = ("trustbook.components", "trustbook.chapters")
"""Every module in these is imported: all that a chapter calls."""
_MODULES = (
    "IPython.core.completerlib",
    "IPython.core.debugger",
    "IPython.core.oinspect",
    "IPython.extensions.storemagic",
    "ipykernel.debugger",
    "ipykernel.ipkernel",
    "ipykernel.kernelapp",
    "ipykernel.zmqshell",
    "psutil",
    "sqlite3",
    "tornado.platform.asyncio",
    "pandas",
    "pandas.core.methods.to_dict",
    "pandas.core.reshape.reshape",
    "pandas.io.formats.string",
    "altair",
    "narwhals._pandas_like.dataframe",
    "narwhals._interchange.dataframe",
    "narwhals.stable.v1._namespace",
    "vl_convert",
    "rich.console",
    "typer",
    "trustbook.build.provisioner",
    "scipy.stats",
    "statsmodels.tsa.holtwinters",
)
_FOR_FIGURES = ("trustbook.site.downloads.contents", "trustbook.claims.tie_out", "trustbook.claims.report")
"""What the figures beside the chapters are worked out with."""
_FOR_EDITIONS = (
    "jupyter_book.cli.main",
    "jupyter_book.sphinx",
    "sphinx.application",
    "sphinx.builders.html",
    "myst_nb.sphinx_ext",
    "sphinx_book_theme",
    "sphinx_copybutton",
    "sphinx_design",
    "sphinx_external_toc",
    "sphinx_jupyterbook_latex",
    "sphinx_thebe",
    "sphinx_togglebutton",
    "trustbook.site.edition",
    "trustbook.site.extension",
    "trustbook.site.chart_renderer",
)
"""What Jupyter Book imports. These come last, and their filters of warnings and variables are kept from kernels."""


SET_BY_IMPORTS: dict[str, str] = {}
"""What imports wrote into the environment, as they would in a new interpreter."""


def _import_all() -> None:
    # A process with several threads cannot be copied safely, and numpy's BLAS starts one for each core.
    os.environ["OPENBLAS_NUM_THREADS"] = "1"
    os.environ["PYDEVD_DISABLE_FILE_VALIDATION"] = "1"  # the kernel's debugger would warn of how Python itself is built
    before = dict(os.environ)
    started_by = os.getppid()
    _import((*_MODULES, *_in(_ROOMS)), started_by)
    SET_BY_IMPORTS.update(os.environ.items() - before.items())
    _load_schema()
    with warnings.catch_warnings():
        _import((*_FOR_FIGURES, *_FOR_EDITIONS), started_by)
    gc.collect()
    gc.freeze()  # the collector of a kernel would touch, and so copy, every page


def _import(names: Iterable[str], started_by: int) -> None:
    for name in names:
        if os.getppid() != started_by:
            raise SystemExit(0)  # whoever wanted copies is gone
        importlib.import_module(name)


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
