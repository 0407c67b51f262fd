"""Declare the words by which tables are understood: kinds of columns, units, totals, signs.

In: the library's `words.yaml`, and what a workspace adds in `params/ingest/*.yaml`. Out: `Words`, which tells the kind,
unit and scale of a heading.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.resources import files
from pathlib import Path
from typing import Any

from trustbook.core.characters import excerpt
from trustbook.core.errors import WorkspaceError
from trustbook.core.incoming import names_in, read_file
from trustbook.core.plain_yaml import read_values

_MOST_BYTES = 200_000
_MOST_WORDS = 2_000
_GROUPS = ("columns", "units")
_LISTS = ("totals", "labels", "comments", "statuses", "references", "favourable", "adverse")
_SCALES = {"thousands": "k", "millions": "m", "billions": "bn", "pounds": "pounds"}
_NO_SPACES_ROUND = re.compile(r"(?<=[/(])\s+|\s+(?=[/)])")
_QUOTES = str.maketrans({"\u2018": "'", "\u2019": "'", "\u02bc": "'", "`": "'", "\u2013": "-", "\u2212": "-"})


@dataclass(frozen=True)
class Words:
    """The declared words, by what they tell."""

    columns: Mapping[str, tuple[str, ...]]
    units: Mapping[str, tuple[str, ...]]
    totals: tuple[str, ...]
    labels: tuple[str, ...]
    comments: tuple[str, ...]
    statuses: tuple[str, ...]
    references: tuple[str, ...]
    favourable: tuple[str, ...]
    adverse: tuple[str, ...]

    def kind(self, heading: str) -> str:
        """Tell what kind of figures a column has, by its heading; nothing where no word is known."""
        text = plain(heading)
        return next((kind for kind, pattern in self._kinds if pattern.search(text)), "")

    def unit_words(self, heading: str) -> dict[str, str]:
        """Find the units that a text names, each with how it names it (`thousands`: `£'000`)."""
        text = heading.translate(_QUOTES).lower()
        found = {}
        for name, pattern in self._units:
            match = pattern.search(text)
            if match is not None:
                found[name] = match.group().strip()
                text = text[: match.start()] + " " + text[match.end() :]
        return found

    def scale(self, heading: str) -> str:
        """Tell the scale of money that a text names: `k`, `m`, `bn`, `pounds`; nothing where it names none or two."""
        found = {_SCALES[each] for each in self.unit_words(heading) if each in _SCALES}
        return found.pop() if len(found) == 1 else ""

    def without_scale(self, line: str) -> str:
        """Leave out the words that give a scale of money (`£'000`), with brackets around them."""
        return " ".join(self._scale_words.sub(" ", line.translate(_QUOTES)).split())

    def is_total(self, label: str) -> bool:
        """Check whether a label says that its row is a total."""
        return self._total.search(plain(label)) is not None

    def is_label_heading(self, heading: str) -> bool:
        """Check whether a heading is that of the column of labels."""
        return plain(heading) in self._label_headings

    def is_comment_heading(self, heading: str) -> bool:
        """Check whether a heading is that of a column of free text."""
        return self._comments.match(plain(heading)) is not None

    def is_direction(self, text: str) -> bool:
        """Check whether a cell says only over or under, adverse or favourable."""
        return plain(text) in self._directions

    def is_status_heading(self, heading: str) -> bool:
        """Check whether a heading is that of a column of short words (a RAG), which are no labels."""
        return plain(heading) in self._status_headings

    def is_reference_heading(self, heading: str) -> bool:
        """Check whether a heading is that of a column of references, which are no figures."""
        return plain(heading) in self._reference_headings

    @cached_property
    def _kinds(self) -> list[tuple[str, re.Pattern[str]]]:
        return [(name, _any_of(words)) for name, words in self.columns.items()]

    @cached_property
    def _units(self) -> list[tuple[str, re.Pattern[str]]]:
        return [(name, _any_of(self.units[name])) for name in self.units]

    @cached_property
    def _scale_words(self) -> re.Pattern[str]:
        words = [each for name in _SCALES for each in self.units.get(name, ())]
        inner = _any_of(words).pattern
        return re.compile(rf"[(\[]\s*(?:{inner})\s*[)\]]|{inner}", re.IGNORECASE)

    @cached_property
    def _total(self) -> re.Pattern[str]:
        return _any_of(self.totals)

    @cached_property
    def _comments(self) -> re.Pattern[str]:
        return _any_of(self.comments)

    @cached_property
    def _label_headings(self) -> set[str]:
        return {plain(each) for each in self.labels}

    @cached_property
    def _directions(self) -> set[str]:
        letters = {"f", "a", "u", "o"}
        return letters | {plain(each) for each in (*self.favourable, *self.adverse)} - {"saving", "savings", "pressure"}

    @cached_property
    def _status_headings(self) -> set[str]:
        return {plain(each) for each in self.statuses}

    @cached_property
    def _reference_headings(self) -> set[str]:
        return {plain(each) for each in self.references}


def plain(text: str) -> str:
    """Write a text as words are compared: small letters, single spaces, none before `/` and inside brackets."""
    text = " ".join(text.translate(_QUOTES).lower().split())
    return _NO_SPACES_ROUND.sub("", text)


@cache
def own_words() -> Words:
    """Return the library's own words."""
    text = (files("trustbook.papers") / "words.yaml").read_text(encoding="utf-8")
    return _words(read_values(text, "words.yaml"), "words.yaml")


def words_with(folder: Path | None, shown: str = "params/ingest") -> Words:
    """Return the library's words with what the files of a folder add. Raises WorkspaceError naming the file."""
    found = own_words()
    if folder is None or not folder.is_dir():
        return found
    for path in names_in(folder, shown, WorkspaceError):
        if path.suffix in (".yaml", ".yml"):
            name = f"{shown}/{path.name}"
            content = read_file(path, name, _MOST_BYTES, within=folder, kind=WorkspaceError)
            try:
                text = content.decode("utf-8-sig")
            except UnicodeDecodeError:
                raise WorkspaceError("it is not UTF-8", file=name, expected="text in UTF-8") from None
            values = read_values(text, name)
            if isinstance(values, dict) and isinstance(values.get("words"), dict):
                found = _added(found, _words(values["words"], name))
    return found


def _words(values: Any, file: str) -> Words:
    if not isinstance(values, dict):
        raise WorkspaceError("it does not declare words", file=file, expected=", ".join(_GROUPS + _LISTS))
    unknown = sorted(set(values) - set(_GROUPS) - set(_LISTS))
    if unknown:
        raise WorkspaceError(
            f"found '{excerpt(unknown[0])}'", file=file, expected=f"words under {', '.join(_GROUPS + _LISTS)}"
        )
    groups = {name: _group(values.get(name) or {}, name, file) for name in _GROUPS}
    lists = {name: _list(values.get(name) or [], name, file) for name in _LISTS}
    return Words(columns=groups["columns"], units=groups["units"], **lists)


def _group(values: Any, name: str, file: str) -> dict[str, tuple[str, ...]]:
    if not isinstance(values, dict):
        raise WorkspaceError(f"{name} has no kinds", file=file, expected="kinds with their words")
    return {kind: _list(words, f"{name}.{kind}", file) for kind, words in values.items()}


def _list(values: Any, name: str, file: str) -> tuple[str, ...]:
    if not isinstance(values, list) or not all(isinstance(each, str) and each.strip() for each in values):
        raise WorkspaceError(f"{name} is not a list of words", file=file, expected="a list of words")
    if len(values) > _MOST_WORDS:
        raise WorkspaceError(f"{name} has {len(values):,} words", file=file, expected=f"at most {_MOST_WORDS:,}")
    return tuple(values)


def _added(own: Words, more: Words) -> Words:
    return Words(
        columns={
            name: own.columns.get(name, ()) + more.columns.get(name, ()) for name in {**own.columns, **more.columns}
        },
        units={name: own.units.get(name, ()) + more.units.get(name, ()) for name in {**own.units, **more.units}},
        **{name: getattr(own, name) + getattr(more, name) for name in _LISTS},
    )


def _any_of(words: Iterable[str]) -> re.Pattern[str]:
    """Match any of the words where it stands whole, the longest first."""
    ordered = [plain(each) for each in sorted(set(words), key=len, reverse=True)]
    joined = "|".join(re.escape(each) + ("" if each.endswith(")") else r"(?![a-z0-9])") for each in ordered)
    return re.compile(rf"(?<![a-z0-9])(?:{joined or '(?!)'})", re.IGNORECASE)
