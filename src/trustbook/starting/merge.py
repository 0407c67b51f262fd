"""Merge what an analyst changed in a file with what trustbook changed, line by line, as Git does.

In: a file as the analyst has it, as trustbook wrote it last, and as trustbook has it now. Out: the merged file, and
whether both changed the same lines: those stand in it twice, between the marks that Git uses.
"""

from __future__ import annotations

import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory

from trustbook.core.errors import WorkspaceError
from trustbook.starting.notebook_text import as_bytes, as_text, merged_metadata, parsed

MARK = b"<<<<<<< yours"
_LABELS = ("yours", "as trustbook wrote it last", "trustbook now")
_MOST_CONFLICTS = 127
"""`git merge-file` exits with the number of conflicts, and with more than this when it failed."""


def merge(yours: bytes, base: bytes, theirs: bytes, name: str) -> tuple[bytes, bool]:
    """Merge three versions of a text or a notebook; return the result, and whether they conflict.

    Raises WorkspaceError if Git is missing, or if a notebook is none.
    """
    if name.endswith(".ipynb"):
        texts = [as_text(each, name).encode() for each in (yours, base, theirs)]
        merged, conflict = _merge_lines(*texts)
        about = merged_metadata(yours, base, theirs, name)
        return as_bytes(merged.decode(), about, (yours, theirs), name), conflict
    windows = b"\r\n" in yours
    merged, conflict = _merge_lines(*(each.replace(b"\r\n", b"\n") for each in (yours, base, theirs)))
    return merged.replace(b"\n", b"\r\n") if windows else merged, conflict


def same(one: bytes, other: bytes, name: str) -> bool:
    """Check whether two versions of a file say the same; outputs and the kind of line break do not count."""
    if name.endswith(".ipynb"):
        reads = [parsed(each, name)["metadata"].get("trustbook") for each in (one, other)]
        return as_text(one, name) == as_text(other, name) and reads[0] == reads[1]
    return one.replace(b"\r\n", b"\n") == other.replace(b"\r\n", b"\n")


def _merge_lines(yours: bytes, base: bytes, theirs: bytes) -> tuple[bytes, bool]:
    with TemporaryDirectory() as folder:
        files = []
        for label, content in zip(("yours", "base", "theirs"), (yours, base, theirs), strict=True):
            file = Path(folder, label)
            file.write_bytes(content)
            files.append(str(file))
        labels = [part for label in _LABELS for part in ("-L", label)]
        try:
            ran = subprocess.run(
                ["git", "merge-file", "-p", *labels, *files], capture_output=True, check=False, cwd=folder
            )
        except FileNotFoundError:
            raise WorkspaceError(
                "files that you changed are merged with Git, which is not installed", mend="Install Git."
            ) from None
    if not 0 <= ran.returncode <= _MOST_CONFLICTS:
        why = ran.stderr.decode(errors="replace").strip() or f"exit code {ran.returncode}"
        raise WorkspaceError(f"Git cannot merge the file ({why})")
    return ran.stdout, ran.returncode > 0
