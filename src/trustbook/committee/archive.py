"""Pack a Word document so that the same content is the same bytes.

In: a document as python-docx saves it. Out: its parts in one order, without the time at which they were packed.
"""

from __future__ import annotations

from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

_FIRST = "[Content_Types].xml"
_FIXED = (1980, 1, 1, 0, 0, 0)
_READABLE = 0o644 << 16


def packed(content: bytes) -> bytes:
    """Pack the parts of a document again."""
    made = BytesIO()
    with ZipFile(BytesIO(content)) as before, ZipFile(made, "w", ZIP_DEFLATED) as archive:
        for name in sorted(before.namelist(), key=lambda each: (each != _FIRST, each)):
            entry = ZipInfo(name, _FIXED)
            entry.external_attr, entry.compress_type = _READABLE, ZIP_DEFLATED
            archive.writestr(entry, before.read(name))
    return made.getvalue()
