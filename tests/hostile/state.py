"""What is remembered between runs, so that a full run can be stopped and started again.

In: a folder, and the code and data that all rests on. Out: the gate as it was found, the clean book, the rounds that
are done. Where code or data have changed since, nothing of it is used.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from dataclasses import asdict
from hashlib import sha256
from pathlib import Path
from typing import Any

import trustbook
from hostile.base import PARTS, ROOT
from hostile.gatekeeping import Gate
from hostile.harms import Clean
from hostile.run import Round

HERE = Path(__file__).parent


class State:
    """A folder with what is known so far."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def open(self, *, fresh: bool) -> bool:
        """Make ready; give whether what is there can be gone on with."""
        key, kept = _key(), self.folder / "key.txt"
        good = not fresh and kept.exists() and kept.read_text(encoding="utf-8") == key
        if not good:
            shutil.rmtree(self.folder, ignore_errors=True)
            (self.folder / "rounds").mkdir(parents=True)
            kept.write_text(key, encoding="utf-8")
        return good

    @property
    def gate(self) -> Gate | None:
        """The gate as it was found, if it was."""
        found = self._read("gate")
        return None if found is None else Gate(**found)

    def keep_gate(self, gate: Gate) -> None:
        """Keep what is known of the gate."""
        self._write("gate", asdict(gate))

    @property
    def clean(self) -> Clean | None:
        """What the clean book is like, if it was looked at."""
        found = self._read("clean")
        return None if found is None else Clean(**{k: v if k == "counts" else set(v) for k, v in found.items()})

    def keep_clean(self, clean: Clean) -> None:
        """Keep what the clean book is like."""
        self._write("clean", {k: v if k == "counts" else sorted(v) for k, v in asdict(clean).items()})

    def rounds(self) -> Iterator[Round]:
        """The rounds that are done."""
        for path in sorted((self.folder / "rounds").glob("*.json")):
            yield Round(**json.loads(path.read_text(encoding="utf-8")))

    def done(self) -> set[int]:
        """The numbers of the rounds that are done."""
        return {int(path.stem) for path in (self.folder / "rounds").glob("*.json")}

    def keep_round(self, made: Round) -> None:
        """Keep one round."""
        self._write(f"rounds/{made.number:03}", asdict(made))

    def _read(self, name: str) -> Any:
        path = self.folder / f"{name}.json"
        return json.loads(path.read_text(encoding="utf-8")) if path.exists() else None

    def _write(self, name: str, values: Any) -> None:
        made = self.folder / f"{name}.part"
        made.write_text(json.dumps(values, ensure_ascii=False, indent=1), encoding="utf-8")
        made.replace(self.folder / f"{name}.json")


def _key() -> str:
    """A digest of the code that is tried, of what it is tried on, and of this suite."""
    digest = sha256()
    places = [Path(trustbook.__file__).parent, HERE, *(ROOT / part for part in PARTS)]
    for place in places:
        for path in sorted(place.rglob("*")) if place.is_dir() else [place]:
            if path.is_file() and "__pycache__" not in path.parts and ".ipynb_checkpoints" not in path.parts:
                digest.update(f"{path.relative_to(place.parent)}\0".encode() + path.read_bytes() + b"\0")
    return digest.hexdigest()
