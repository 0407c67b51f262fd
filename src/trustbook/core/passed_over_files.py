"""What lies in a folder without anybody having put it there for us: by its name, and what to say of it.

In: the name of a file or folder. Out: what it is, where an operating system or an editor left it there. It is passed
over, and the analyst is told; so is nothing else, for a file that is passed over in silence could be the return.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

_DOCUMENTATION = re.compile(
    r"readme(\.(md|txt|rst))?|\.git(keep|ignore|attributes)|\.(keep|editorconfig)", re.IGNORECASE
)
_OPEN = "a sign that the file is open in {}"
_CLOSE = "Save and close it there, so that what is read is what you see."
_HIDDEN = "If it is part of the return, give it a name that does not begin with a dot. If not, nothing to do."
_NOTHING = "Nothing to do."
_LITTER = (
    (
        r"thumbs\.db|ehthumbs(_vista)?\.db|desktop\.ini|\$recycle\.bin|system volume information",
        "a file of Windows",
        _NOTHING,
    ),
    (r".+:zone\.identifier", "a file of Windows", _NOTHING),
    (
        r"\.ds_store|\._.*|\.appledouble|\.(spotlight-v100|trashes|fseventsd)|__macosx|icon\r",
        "a file of macOS",
        _NOTHING,
    ),
    (r"\.directory|\.trash-\d+|lost\+found|\.nfs[0-9a-f]+|@eadir", "a file of the system", _NOTHING),
    (r"~\$.*|~wrl\d+\.tmp", _OPEN.format("Excel or Word"), _CLOSE),
    (r"\.~lock\..*#", _OPEN.format("LibreOffice"), _CLOSE),
    (r"\.#.*|\..+\.sw[a-p]", _OPEN.format("an editor"), _CLOSE),
    (r".+~|#.+#", "the copy that an editor kept of a file", _NOTHING),
    (r"\.ipynb_checkpoints|__pycache__", "a folder of Python or Jupyter", _NOTHING),
    (r"\..*", "a hidden file", _HIDDEN),
)
_KINDS = tuple((re.compile(pattern, re.IGNORECASE | re.DOTALL), what, mend) for pattern, what, mend in _LITTER)


def is_documentation(name: str) -> bool:
    """Whether a name says that the file explains the folder or keeps it in Git: nothing has to be said of it."""
    return bool(_DOCUMENTATION.fullmatch(name))


def litter(name: str) -> str:
    """Say what left a file of this name, such as `a file of Windows`; empty where it is no litter."""
    if is_documentation(name):
        return ""
    return next((what for pattern, what, _ in _KINDS if pattern.fullmatch(name)), "")


def is_passed_over(name: str) -> bool:
    """Whether nothing reads a file of this name and nothing has to: documentation, or litter."""
    return is_documentation(name) or bool(litter(name))


def advice(name: str) -> str:
    """Say what to do about litter."""
    return next((mend for pattern, _, mend in _KINDS if pattern.fullmatch(name)), _NOTHING)


def in_folders(folders: Iterable[Path]) -> list[Path]:
    """List the litter in some folders; one that cannot be looked into has none, and whoever reads it says so."""
    found: list[Path] = []
    for folder in folders:
        try:
            found += sorted(path for path in folder.iterdir() if litter(path.name))
        except OSError:
            continue
    return found
