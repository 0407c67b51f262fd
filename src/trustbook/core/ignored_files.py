"""Recognise files that an operating system or an editor leaves in a folder, by their names.

In: the name of a file or folder. Out: what kind of system file it is, if it is one. Such files are ignored and the
analyst is informed. No other file is ignored, since it could be part of the return.
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
_SYSTEM_FILES = (
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
_KINDS = tuple((re.compile(pattern, re.IGNORECASE | re.DOTALL), what, mend) for pattern, what, mend in _SYSTEM_FILES)


def is_documentation(name: str) -> bool:
    """Check whether a file documents the folder or keeps it in Git, so that nothing needs reporting."""
    return bool(_DOCUMENTATION.fullmatch(name))


def system_file_kind(name: str) -> str:
    """Describe a system file by its name, such as `a file of Windows`; empty for any other file."""
    if is_documentation(name):
        return ""
    return next((what for pattern, what, _ in _KINDS if pattern.fullmatch(name)), "")


def is_ignored(name: str) -> bool:
    """Check whether a file may be ignored: it is documentation or a system file."""
    return is_documentation(name) or bool(system_file_kind(name))


def advice(name: str) -> str:
    """Advise what to do about a system file."""
    return next((mend for pattern, _, mend in _KINDS if pattern.fullmatch(name)), _NOTHING)


def system_files_in(folders: Iterable[Path]) -> list[Path]:
    """List the system files in folders. Skips a folder that cannot be read: its reader reports that."""
    found: list[Path] = []
    for folder in folders:
        try:
            found += sorted(path for path in folder.iterdir() if system_file_kind(path.name))
        except OSError:
            continue
    return found
