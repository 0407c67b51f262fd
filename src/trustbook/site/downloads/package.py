"""Write the Frictionless data package of an edition: a machine-readable description of each file and column.

In: the tables that an edition offers and the bytes of their files. Out: `datapackage.json`, the same for the same
input. All its content comes from the schemas and the register of papers. The format is Data Package 1, which every tool
reads (https://specs.frictionlessdata.io).
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from hashlib import sha256
from typing import Any

from trustbook.config.settings import Licence
from trustbook.core.period import Period
from trustbook.data.datasets import SOURCES
from trustbook.data.schema import Field, Kind
from trustbook.site.downloads.offered import MARKED, WHAT, Offered, register

_TYPES = {Kind.TEXT: "string", Kind.DATE: "string", Kind.MONEY: "number", Kind.NUMBER: "number"}
_NOT_REPORTED = ""


def package(
    period: Period,
    trust: str,
    tables: Sequence[Offered],
    files: Mapping[str, bytes],
    licence: Licence | None = None,
    publisher: str | None = None,
) -> str:
    """Write the package; `files` are the CSV files by table name."""
    papers = register(tables)
    described: dict[str, Any] = {
        "profile": "data-package",
        "name": str(period).lower(),
        "title": f"{trust}: finance return, {period.label}",
        "description": f"{WHAT} Money is in thousands of pounds; an empty cell means that there is no figure (not "
        f"reported, or not held), never nil. {MARKED}",
        "sources": [_source(papers[name]) for name in papers],
    }
    if licence is not None:
        described["licenses"] = [licence.model_dump(exclude_none=True)]
    if publisher is not None:
        described["contributors"] = [{"title": publisher, "role": "publisher"}]
    described["resources"] = [_resource(period, table, files[table.name], papers) for table in tables]
    return json.dumps(described, indent=2, ensure_ascii=False) + "\n"


def file_name(period: Period, table: Offered) -> str:
    """Return a table's file name, with its period: readers collect files of several periods in one folder."""
    return f"{period}-{table.name.replace('_', '-')}.csv"


def _resource(period: Period, table: Offered, content: bytes, papers: Mapping[str, dict[str, str]]) -> dict[str, Any]:
    schema: dict[str, Any] = {
        "fields": [_field(column) for column in table.schema.columns],
        "missingValues": [_NOT_REPORTED],
    }
    if table.schema is not SOURCES:
        reference = {"resource": SOURCES.name, "fields": "source_id"}
        schema["foreignKeys"] = [{"fields": "source_id", "reference": reference}]
    if not table.frame[list(table.schema.key)].isna().to_numpy().any():
        schema["primaryKey"] = list(table.schema.key)
    described = {
        "profile": "tabular-data-resource",
        "name": table.name,
        "title": table.schema.title,
        "description": f"{table.schema.about}. One row each.",
        "path": file_name(period, table),
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": len(content),
        "hash": f"sha256:{sha256(content).hexdigest()}",
        "schema": schema,
    }
    sources = [_source(papers[name]) for name in table.sources if name in papers]
    return described | ({"sources": sources} if sources and table.schema is not SOURCES else {})


def _field(column: Field) -> dict[str, str]:
    described = {"name": column.name, "title": column.title, "type": _TYPES[column.kind], "description": column.about}
    return described | ({"unit": column.unit} if column.unit else {})


def _source(paper: Mapping[str, str]) -> dict[str, str]:
    return {"title": paper["title"]} | {
        name: paper[name] for name in ("publisher", "published_on", "licence") if name in paper
    }
