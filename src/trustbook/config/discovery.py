"""Find the chapters: the folders in `trustbook/chapters/`, and those in `chapters/` of a workspace.

In: the root of a workspace. Out: the modules of each chapter (`datasets`, `checks`, `analysis`, `text`, `title`), where
it has them. A workspace's own chapter is imported like the library's, as `trustbook.chapters.<name>`. Its code is
trusted, as a notebook is.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from functools import cache
from importlib import import_module, invalidate_caches
from importlib.util import find_spec
from pathlib import Path
from threading import RLock
from types import ModuleType

from trustbook.config.workspace import Workspace
from trustbook.core.errors import TrustbookError, WorkspaceError

PACKAGE = "trustbook.chapters"
OWN = "chapters"
"""The folder of a workspace with its own chapters."""
_lock = RLock()


def folder_of(notebook: str) -> str:
    """Return the folder name of a notebook's chapter: `front_door` for `front-door`."""
    return notebook.replace("-", "_")


def use_chapters_of(root: Path) -> None:
    """Make `trustbook.chapters` contain the library's chapters and one workspace's, and unload any other's.

    Raises WorkspaceError if a chapter of the workspace has the name of one of the library's.
    """
    with _lock:
        package = import_module(PACKAGE)
        library, *others = package.__path__
        own = [str(root / OWN)] if (root / OWN).is_dir() else []
        if others == own:
            return
        for folder in own:
            _require_usable(Path(folder), set(_folders(library)))
        for name, module in list(sys.modules.items()):
            if name.startswith(f"{PACKAGE}.") and _lies_in(module, others):
                del sys.modules[name]
                vars(package).pop(name.removeprefix(f"{PACKAGE}."), None)
        package.__path__ = [library, *own]
        invalidate_caches()
        _chapters.cache_clear()
        _module.cache_clear()


def use_chapters_around(folder: Path) -> None:
    """Use the chapters of the workspace around a folder, if there is one; a notebook does not name its workspace."""
    try:
        root = Workspace.find(folder).root
    except WorkspaceError:
        return
    use_chapters_of(root)


def chapter_folders(root: Path) -> tuple[str, ...]:
    """List the folders of all chapters: the library's, then those of a workspace."""
    with _lock:
        use_chapters_of(root)
        return _chapters()


def in_chapter(folder: str, name: str) -> ModuleType | None:
    """Import a module of a chapter; None if it has none. Raises WorkspaceError if a workspace's own one fails."""
    with _lock:
        return _module(folder, name)


def in_every_chapter(name: str) -> dict[str, ModuleType]:
    """Import a module of every chapter that has it, by folder: the library's chapters, then the workspace's."""
    with _lock:
        found = {folder: _module(folder, name) for folder in _chapters()}
        return {folder: module for folder, module in found.items() if module is not None}


@cache
def _chapters() -> tuple[str, ...]:
    """List the folders of the chapters in use."""
    return tuple(folder for path in import_module(PACKAGE).__path__ for folder in _folders(path))


@cache
def _module(folder: str, name: str) -> ModuleType | None:
    dotted_name = f"{PACKAGE}.{folder}"
    try:
        if folder not in _chapters() or find_spec(f"{dotted_name}.{name}") is None:
            return None
        return import_module(f"{dotted_name}.{name}")
    except TrustbookError:
        raise
    except Exception as error:
        own = import_module(PACKAGE).__path__[1:]
        if not any((Path(path) / folder).is_dir() for path in own):
            raise
        file, line = f"{name}.py", None
        if isinstance(error, SyntaxError) and error.filename:
            file, line = Path(error.filename).name, error.lineno
        raise WorkspaceError(
            f"it cannot be imported: {type(error).__name__}: {error}", file=f"{OWN}/{folder}/{file}", line=line
        ) from error


def _require_usable(folder: Path, taken: set[str]) -> None:
    for each in sorted(path for path in folder.iterdir() if path.is_dir() and any(path.glob("*.py"))):
        shown = f"{OWN}/{each.name}"
        if each.name in taken:
            raise WorkspaceError("the library has a chapter of this name", file=shown, mend="Give it another name.")
        if not each.name.isidentifier():
            raise WorkspaceError(
                "Python cannot import a folder of this name", file=shown, expected="a name such as youth_justice"
            )
        if not (each / "__init__.py").exists():
            raise WorkspaceError("it is not a package", file=shown, expected="a file __init__.py, which may be empty")


def _folders(path: str) -> Iterator[str]:
    for each in sorted(Path(path).glob("*/__init__.py")):
        yield each.parent.name


def _lies_in(module: ModuleType | None, folders: Sequence[str]) -> bool:
    file = getattr(module, "__file__", None)
    return file is not None and any(Path(file).is_relative_to(folder) for folder in folders)
