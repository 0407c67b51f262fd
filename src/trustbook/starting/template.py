"""Give the files that a new workspace begins with: notebooks, suites, pages and the settings of the book.

In: the workspace at the root of the repository, or the copy of it that a wheel carries. Out: files by name, without any
figure of the body that the repository reports. `setup.py` runs this module by itself, so it imports nothing of ours.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

FOLDER = "template"
"""The folder in the installed package."""
GENERATED = ("book/data-quality.md", "book/downloads.md", "book/tie-out.md")
"""Pages that a report writes anew for each period: only their titles belong to the template."""
_PATTERNS = ("_config.yml", "_toc.yml", "book/*.md", "expectations/*.json", "notebooks/*.ipynb")
_LISTED = re.compile(r"\b(?:file|root): notebooks/([\w-]+)")
_TO_BE_MADE = "`trustbook report` writes this page for each period."


def template() -> dict[str, bytes]:
    """Return the files of the installed template by name; in a checkout, those of the repository."""
    packaged = Path(__file__).parents[1] / FOLDER
    if packaged.is_dir():
        files = (path for path in sorted(packaged.rglob("*")) if path.is_file() and "__pycache__" not in path.parts)
        return {path.relative_to(packaged).as_posix(): path.read_bytes() for path in files}
    return from_repository(Path(__file__).parents[3])


def from_repository(root: Path) -> dict[str, bytes]:
    """Return the files of a repository's workspace by name, with the outputs of its own returns taken out.

    A notebook that `_toc.yml` does not list is a draft, and is left out.
    """
    listed = set(_LISTED.findall((root / "_toc.yml").read_text(encoding="utf-8")))
    found = {}
    for path in (path for pattern in _PATTERNS for path in sorted(root.glob(pattern))):
        name = path.relative_to(root).as_posix()
        content = path.read_bytes().replace(b"\r\n", b"\n")
        if path.suffix == ".ipynb":
            if path.stem not in listed:
                continue
            content = without_outputs(content)
        elif name in GENERATED:
            title = content.decode("utf-8").partition("\n")[0]
            content = f"{title}\n\n{_TO_BE_MADE}\n".encode()
        found[name] = content
    return found


def without_outputs(notebook: bytes) -> bytes:
    """Return a notebook without outputs and execution counts."""
    content = json.loads(notebook)
    for cell in content["cells"]:
        if cell["cell_type"] == "code":
            cell |= {"execution_count": None, "outputs": []}
    return as_notebook(content)


def as_notebook(content: dict[str, Any]) -> bytes:
    """Write a notebook as Jupyter writes it."""
    return (json.dumps(content, indent=1, ensure_ascii=False, sort_keys=True) + "\n").encode()
