"""Describe a revision for other programs, as RO-Crate 1.1.

In: its record, and its files with their sizes and hashes. Out: `ro-crate-metadata.json`, whose text depends on these
alone: the same revision always gives the same bytes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from trustbook.core.errors import PublishError
from trustbook.core.period import Period
from trustbook.revisions.canonical import in_lines
from trustbook.revisions.model import Revision

if TYPE_CHECKING:
    from trustbook.config.settings import Licence, Publisher

NAME = "ro-crate-metadata.json"
_SPECIFICATION = "https://w3id.org/ro/crate/1.1"
_CONTEXT = (f"{_SPECIFICATION}/context", {"sha256": "http://schema.org/sha256"})
"""The context of RO-Crate 1.1 is older than the word for a hash."""
_ROOT, _BY, _PUBLISHER, _LICENCE, _LIBRARY, _MADE = "./", "#by", "#publisher", "#licence", "#trustbook", "#made"
_PARTS = {
    "edition/": "The edition as it is served",
    "inputs/": "The files of the workspace that it was made from",
    "results/": "Findings, headline figures and the tie-out of papers",
}
_KINDS = {
    ".css": "text/css",
    ".csv": "text/csv",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".html": "text/html",
    ".ipynb": "application/x-ipynb+json",
    ".jpg": "image/jpeg",
    ".js": "text/javascript",
    ".json": "application/json",
    ".md": "text/markdown",
    ".ods": "application/vnd.oasis.opendocument.spreadsheet",
    ".pdf": "application/pdf",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".txt": "text/plain",
    ".woff2": "font/woff2",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".xml": "application/xml",
    ".yaml": "application/yaml",
    ".yml": "application/yaml",
    ".zip": "application/zip",
}
"""Our own list: that of the system differs from one machine to another."""
_NO_LICENCE = "No licence has been chosen. Ask the body that reports, or its funders, before you use it elsewhere."


def described(
    record: Revision,
    files: Mapping[str, tuple[int, str]],
    title: str,
    publisher: Publisher | None,
    licence: Licence | None,
) -> str:
    """Write the description. `files`: path from `data/` (`results/metrics.json`) to size and SHA-256.

    The address of a person is left out: the description is for everybody. Raises PublishError for text that cannot be
    written.
    """
    parts = {path: found for path, found in sorted(files.items()) if path != NAME}
    graph = [
        {
            "@id": NAME,
            "@type": "CreativeWork",
            "about": {"@id": _ROOT},
            "conformsTo": {"@id": _SPECIFICATION},
        },
        _root(record, parts, title, publisher, licence),
        *_folders(parts),
        *(_file(path, size, digest) for path, (size, digest) in parts.items()),
        {"@id": _BY, "@type": "Person", "name": record.by.name},
        *_others(record, publisher, licence),
    ]
    try:
        return in_lines({"@context": list(_CONTEXT), "@graph": graph})
    except ValueError as error:
        raise PublishError(f"it cannot be written ({error})", file=NAME) from None


def _root(
    record: Revision,
    parts: Mapping[str, tuple[int, str]],
    title: str,
    publisher: Publisher | None,
    licence: Licence | None,
) -> dict[str, Any]:
    period = Period.parse(record.period)
    named = [*(folder for folder in _PARTS if any(path.startswith(folder) for path in parts)), *map(_id, parts)]
    root: dict[str, Any] = {
        "@id": _ROOT,
        "@type": "Dataset",
        "name": title,
        "description": f"Revision {record.number} of the report for {period.label}, of financial year "
        f"{period.financial_year}. {record.notice or record.reason}".rstrip(),
        "datePublished": record.published_on,
        "version": str(record.number),
        "identifier": f"{record.period}/r{record.number}",
        "temporalCoverage": period.calendar_month,
        "inLanguage": "en-GB",
        "author": {"@id": _BY},
        "license": _NO_LICENCE if licence is None else {"@id": licence.path or _LICENCE},
        "mentions": {"@id": _MADE},
        "hasPart": [{"@id": each} for each in named],
    }
    if publisher is not None:
        root["publisher"] = {"@id": _PUBLISHER}
    return root


def _folders(parts: Mapping[str, tuple[int, str]]) -> Iterator[dict[str, Any]]:
    for folder, name in _PARTS.items():
        if any(path.startswith(folder) for path in parts):
            yield {"@id": folder, "@type": "Dataset", "name": name}


def _file(path: str, size: int, digest: str) -> dict[str, Any]:
    described = {"@id": _id(path), "@type": "File", "name": path, "contentSize": str(size), "sha256": digest}
    kind = _KINDS.get(PurePosixPath(path).suffix.lower())
    return described | ({"encodingFormat": kind} if kind else {})


def _others(record: Revision, publisher: Publisher | None, licence: Licence | None) -> Iterator[dict[str, Any]]:
    """Yield who published it, under which licence, and what made it."""
    if publisher is not None:
        named: dict[str, Any] = {"@id": _PUBLISHER, "@type": "Organization", "name": publisher.name}
        contact = publisher.contact or ""
        if contact.startswith("mailto:"):
            named["email"] = contact.removeprefix("mailto:")
        elif contact:
            named["url"] = contact
        yield named
    if licence is not None:
        yield {"@id": licence.path or _LICENCE, "@type": "CreativeWork", "name": licence.title}
    yield {
        "@id": _MADE,
        "@type": "CreateAction",
        "name": "Published",
        "agent": {"@id": _BY},
        "endTime": record.published_at,
        "instrument": {"@id": _LIBRARY},
        "result": {"@id": _ROOT},
    }
    commit = f" ({record.library.commit})" if record.library.commit else ""
    yield {
        "@id": _LIBRARY,
        "@type": "SoftwareApplication",
        "name": "trustbook",
        "softwareVersion": f"{record.library.version}{commit}",
        "softwareRequirements": f"Python {record.library.python}",
    }


def _id(path: str) -> str:
    return quote(path, safe="/!$&'()*+,;=@~")
