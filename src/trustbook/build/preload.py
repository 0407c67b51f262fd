"""Import what kernels need, once, in the warm server. Only the server imports this module.

Out: a process with the analysis libraries in memory, one thread, and no state but what imports leave, and the tables
of the returns that the run will ask for, which are found by the bytes of their files. Nothing here draws or seeds
anything, because every kernel would inherit the result.
"""

from __future__ import annotations

import gc
import importlib
import json
import os
import pkgutil
import warnings
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from trustbook.build.fork_server import READ_AHEAD
from trustbook.core.borrowed import DEBUGGER, KERNEL, OF_EDITIONS, Borrowed
from trustbook.core.slow_imports import put_off, without

_PACKAGES = ("trustbook.components", "trustbook.chapters")
"""Packages of which every module is imported: all that a chapter calls."""
_MODULES = (
    "psutil",
    "sqlite3",
    "pandas",
    "altair",
    "vl_convert",
    "rich.console",
    "typer",
    "trustbook.build.provisioner",
)
_OF_KERNELS = (
    *("IPython.core.completerlib", "IPython.core.debugger", "IPython.core.logger", "IPython.core.oinspect"),
    *("IPython.extensions.storemagic", "faulthandler", "tornado.platform.asyncio"),
)
"""What a kernel imports when it starts, besides what it names at its head."""
_FOR_FIGURES = ("trustbook.site.downloads.contents", "trustbook.claims.tie_out", "trustbook.claims.report")
"""Modules that compute the figures published with the chapters."""
_FOR_EDITIONS = (
    "trustbook.site.edition",
    "trustbook.site.assembly",
    "trustbook.site.extension",
    "trustbook.site.chart_renderer",
)
"""Imported last, with the modules of Jupyter Book, so that their warning filters and variables do not reach kernels."""
_OF_BOOKS = (
    *("jupyter_book.cli.main", "sphinx_external_toc.events", "sphinx_external_toc.collectors", "sphinx_comments"),
    *("sphinx_jupyterbook_latex.events", "sphinx_multitoc_numbering", "sphinx_copybutton", "sphinx_togglebutton"),
    *("sphinx_design.extension", "sphinx_thebe", "sphinx.ext.mathjax", "sphinx.builders.html.transforms"),
    *("sphinx.builders.latex.transforms", "myst_nb.ext.execution_tables", "myst_nb.ext.glue.domain"),
    *("myst_parser.sphinx_ext.directives", "myst_parser.sphinx_ext.mathjax", "myst_parser.sphinx_ext.myst_refs"),
    *("docutils.languages.en", "jinja2.ext", "xml.dom.minidom", "email.headerregistry", "email.contentmanager"),
)
"""What Jupyter Book loads for each book, besides what Sphinx itself has."""


SET_BY_IMPORTS: dict[str, str] = {}
"""Environment variables that imports set, as they would in a new interpreter."""


def _import_all() -> None:
    # a process with threads cannot be copied safely, and numpy's BLAS starts one per core
    put_off()
    gc.disable()  # it would look through all that was imported again and again
    ahead = os.environ.pop(READ_AHEAD, "")
    os.environ["OPENBLAS_NUM_THREADS"] = "1"
    before = dict(os.environ)
    started_by = os.getppid()
    with without("debugpy"):  # 9 MiB and 0.05 s; nobody debugs a chapter in a report, and one may still import it
        _import_optional((KERNEL, DEBUGGER), started_by)
        _import_where_there_is(_OF_KERNELS, started_by)
    _import((*_MODULES, *_modules_in(_PACKAGES)), started_by)
    SET_BY_IMPORTS.update(os.environ.items() - before.items())
    _use_altair()
    with warnings.catch_warnings():
        _import(_FOR_FIGURES, started_by)
        _import_optional(OF_EDITIONS, started_by)
        _import(_FOR_EDITIONS, started_by)
        _import_where_there_is((*_OF_BOOKS, *_of_sphinx()), started_by)
    if ahead:
        from trustbook.data.read_ahead import read_ahead  # not before the variables above are set

        root, *periods = json.loads(ahead)
        read_ahead(Path(root), periods)
    gc.collect()
    gc.freeze()  # else garbage collection in a kernel would copy every page of memory
    gc.enable()


def _import(names: Iterable[str], started_by: int) -> None:
    for name in names:
        _exit_if_orphaned(started_by)
        importlib.import_module(name)


def _import_optional(modules: Iterable[Borrowed], started_by: int) -> None:
    """Import modules that other libraries may rename; skip any that no longer exist."""
    for each in modules:
        _exit_if_orphaned(started_by)
        each.get()


def _import_where_there_is(names: Iterable[str], started_by: int) -> None:
    """Import what a copy would import itself; of what is not there, it will say so itself."""
    for name in names:
        _exit_if_orphaned(started_by)
        with suppress(ImportError):
            importlib.import_module(name)


def _of_sphinx() -> tuple[str, ...]:
    from sphinx import application

    return tuple(getattr(application, "builtin_extensions", ()))


def _exit_if_orphaned(started_by: int) -> None:
    if os.getppid() != started_by:
        raise SystemExit(0)  # the process that started the server has ended


def _modules_in(rooms: tuple[str, ...]) -> list[str]:
    """List every module of these packages, but no chapter of a workspace's own: kernels import those."""
    found = []
    for room in rooms:
        found += [each.name for each in pkgutil.walk_packages(importlib.import_module(room).__path__[:1], f"{room}.")]
    return found


def _use_altair() -> None:
    """Make Altair load and cache its schema, and import what reads frames. No chart: Altair numbers charts."""
    import altair
    import narwhals.stable.v1 as narwhals
    import pandas

    altair.Config().to_dict()
    frame = pandas.DataFrame({"one": [1]})
    narwhals.from_native(frame).schema  # noqa: B018  # the type of each column, which an encoding needs
    altair.to_values(frame)


_import_all()
