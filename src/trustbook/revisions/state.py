"""Name the state of a period's inputs and results, so that an approval is of exactly these.

In: the SHA-256 of each file by its path. Out: one SHA-256: another one as soon as one byte of one file is another.
"""

from __future__ import annotations

import json
from collections.abc import Mapping

from trustbook.revisions.canonical import sha256


def state_of(inputs: Mapping[str, str], results: Mapping[str, str]) -> str:
    """Return the digest of inputs and results; both are paths with the SHA-256 of each."""
    parts = {"inputs": dict(inputs), "results": dict(results)}
    written = json.dumps(parts, sort_keys=True, ensure_ascii=True, separators=(",", ":"))
    return sha256(written.encode("ascii"))
