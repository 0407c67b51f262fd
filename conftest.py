"""Keep drafts out of nbval: only the outputs of notebooks that `_toc.yml` lists are kept up to date."""

from pathlib import Path

from trustbook.config.workspace import Workspace

_WORKSPACE = Workspace(Path(__file__).parent)


def pytest_ignore_collect(collection_path: Path) -> bool | None:
    """Leave out a notebook of the workspace that is not in the book."""
    if collection_path.suffix != ".ipynb" or collection_path.parent != _WORKSPACE.notebooks:
        return None
    return True if collection_path.stem not in _WORKSPACE.chapters else None
