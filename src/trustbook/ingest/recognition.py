"""Read how the tables of papers are recognised: the library's own phrases, and those that a workspace adds or corrects.

In: `recognition.yaml`, and `params/ingest/*.yaml` of a workspace. Out: `Recognition`.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from trustbook.config.settings_files import MOST_BYTES, validated
from trustbook.core.characters import visible
from trustbook.core.errors import WorkspaceError
from trustbook.core.incoming import names_in, path_exists, read_file
from trustbook.core.plain_yaml import read_values

FOLDER, WORDS = "ingest", "words"
"""The folder in params/ with what a workspace adds, and the key there by which tables of any kind are read."""


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Sum(_Strict):
    """A column that is the sum of others in each row."""

    whole: str
    parts: tuple[str, ...] = Field(min_length=2, max_length=8)


class TableKind(_Strict):
    """One kind of table: the dataset that it is, and what its columns are called."""

    name: str
    dataset: str
    title: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    fields: dict[str, tuple[str, ...]] = {}
    vague: dict[str, tuple[str, ...]] = {}
    adds_up: tuple[Sum, ...] = ()
    by_period: bool = False
    below: tuple[str, ...] = ()
    statuses: dict[str, tuple[str, ...]] = {}
    subject_to: str = ""


class Statement(_Strict):
    """A sentence that states a figure of the report."""

    metric: str
    words: str = Field(max_length=300)
    label: str
    of_year: bool = False
    """Whether the figure is of the financial year, and not of the period."""


class Recognition(_Strict):
    """All that is known of papers before one is read."""

    totals: tuple[str, ...] = ()
    comments: tuple[str, ...] = ()
    tables: tuple[TableKind, ...] = ()
    money_columns: tuple[str, ...] = ()
    kinds_of_adjustment: dict[str, tuple[str, ...]] = {}
    positions: dict[str, tuple[str, ...]] = {}
    statements: tuple[Statement, ...] = ()
    largest_gbp_k: int = Field(default=10_000_000, gt=0)
    names: dict[str, dict[str, str | dict[str, str]]] = {}
    """By dataset: the label in the paper, and the name in the return, or all the words of its row."""

    def kind(self, name: str) -> TableKind | None:
        """Return the kind of table of this name."""
        return next((each for each in self.tables if each.name == name), None)


@cache
def own_recognition() -> Recognition:
    """Return the library's own recognition."""
    text = files("trustbook.ingest").joinpath("recognition.yaml").read_text(encoding="utf-8")
    return validated(read_values(text, "recognition.yaml"), Recognition, "recognition.yaml")


def recognition(params: Path) -> Recognition:
    """Return the library's recognition with what a workspace's `params/ingest/*.yaml` add. Raises WorkspaceError."""
    folder, known = params / FOLDER, own_recognition().model_dump()
    if not path_exists(folder):
        return own_recognition()
    for file in names_in(folder, f"params/{FOLDER}", WorkspaceError):
        if file.suffix != ".yaml":
            continue
        shown = visible(f"params/{FOLDER}/{file.name}")
        raw = read_file(file, shown, MOST_BYTES, within=folder, kind=WorkspaceError)
        try:
            values = read_values(raw.decode("utf-8"), shown) or {}
        except UnicodeDecodeError:
            raise WorkspaceError("it is not text in UTF-8", file=shown, expected="a YAML file in UTF-8") from None
        if not isinstance(values, dict):
            raise WorkspaceError("it is no list of settings", file=shown, expected="keys such as names:")
        ours = {key: value for key, value in values.items() if key != WORDS}
        known = validated(_joined(known, ours, shown), Recognition, shown).model_dump()
    return validated(known, Recognition, f"params/{FOLDER}")


def _joined(known: dict[str, Any], more: dict[str, Any], shown: str) -> dict[str, Any]:
    """Add to lists and mappings; a table of a name that is there already is added to, in each of its keys."""
    for key, value in more.items():
        old = known.get(key)
        if key == "tables" and isinstance(value, list):
            known[key] = _tables(list(old or ()), value, shown)
        elif isinstance(old, dict) and isinstance(value, dict):
            known[key] = _joined(dict(old), value, shown)
        elif isinstance(old, (list, tuple)) and isinstance(value, list):
            known[key] = [*value, *old]
        else:
            known[key] = value
    return known


def _tables(known: list[dict[str, Any]], more: list[Any], shown: str) -> list[dict[str, Any]]:
    for table in more:
        if not isinstance(table, dict):
            raise WorkspaceError("a table has no keys", file=shown, expected="tables: [{name: …, dataset: …}]")
        place = next((at for at, each in enumerate(known) if each.get("name") == table.get("name")), None)
        if place is None:
            known.append(table)
        else:
            known[place] = _joined(dict(known[place]), table, shown)
    return known
