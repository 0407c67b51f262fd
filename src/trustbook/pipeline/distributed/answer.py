"""Encode a worker's result as bytes, a line of JSON and an archive, so that nothing in it can execute.

In: on a worker, a task. Out: bytes; on the client, from whatever was received, a `PeriodResult`, or WorkerError. The
client does not trust the content: it checks form, sizes and all text shown to people.
"""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from pydantic import ConfigDict, TypeAdapter, ValidationError
from pydantic.dataclasses import dataclass as checked

from trustbook.core import errors
from trustbook.core.errors import ChapterError, PeriodError, TrustbookError, WorkerError
from trustbook.core.period import Period
from trustbook.pipeline.distributed.fingerprint import MadeWith
from trustbook.pipeline.distributed.job import PeriodResult, PeriodTask, Provenance, make_period, tools_for
from trustbook.pipeline.distributed.snapshot import Snapshot

_STRICT = ConfigDict(strict=True, extra="forbid")
_LONGEST_TEXT = 20_000
_LONGEST_HEAD = 4_000_000
_KINDS = {
    kind.__name__: kind for kind in vars(errors).values() if isinstance(kind, type) and issubclass(kind, TrustbookError)
}


@checked(config=_STRICT)
class _ErrorFields:
    """Hold an error as plain fields."""

    kind: str
    problem: str
    file: str | None
    line: int | None
    column: str | None
    expected: str
    mend: str

    @classmethod
    def of(cls, error: TrustbookError) -> _ErrorFields:
        return cls(
            type(error).__name__, error.problem, error.file, error.line, error.column, error.expected, error.mend
        )

    def error(self) -> TrustbookError:
        kind = _KINDS.get(self.kind, TrustbookError)
        return kind(
            plain(self.problem),
            file=None if self.file is None else plain(self.file),
            line=self.line,
            column=None if self.column is None else plain(self.column),
            expected=plain(self.expected),
            mend=plain(self.mend),
        )


@checked(config=_STRICT)
class _Tools:
    """Hold the worker's name and tools."""

    worker: str
    library: str
    python: str
    packages: list[str]

    def made_with(self) -> MadeWith:
        return MadeWith(plain(self.library), plain(self.python), tuple(map(plain, self.packages)))


@checked(config=_STRICT)
class _Made:
    """Hold a result without its files."""

    period: str
    snapshot: str
    tools: _Tools
    failed: dict[str, _ErrorFields]
    error: _ErrorFields | None


@checked(config=_STRICT)
class _Refused:
    """Hold the error that prevented a result."""

    refused: _ErrorFields


_HEAD: TypeAdapter[_Made | _Refused] = TypeAdapter(_Made | _Refused)
_OF_TOOLS: TypeAdapter[_Tools | _Refused] = TypeAdapter(_Tools | _Refused)


def make_answer(order: PeriodTask, snapshot: Snapshot | None = None) -> bytes:
    """Make a period, as `make_period` does, and return the result, or the error, as bytes."""
    try:
        return written(make_period(order, snapshot))
    except TrustbookError as error:
        return _line(_Refused(_ErrorFields.of(error)))


def written(parcel: PeriodResult) -> bytes:
    """Encode a result as bytes."""
    came = parcel.provenance
    failed = {name: _ErrorFields.of(error) for name, error in parcel.failed.items()}
    error = None if parcel.error is None else _ErrorFields.of(parcel.error)
    tools = _tools(came.worker, came.made_with)
    return _line(_Made(str(parcel.period), came.snapshot, tools, failed, error)) + parcel.files


def read(answer: object) -> PeriodResult:
    """Decode the answer to a task. Raises the error that the worker reported, or WorkerError for an invalid answer."""
    head, files = _split_head(answer)
    made = _validated(_HEAD, head)
    if isinstance(made, _Refused):
        raise made.refused.error()
    failed = {name: fields.error() for name, fields in made.failed.items()}
    try:
        period = Period.parse(made.period)
    except PeriodError:
        raise _no_answer("its period is none") from None
    return PeriodResult(
        period,
        files,
        Provenance(plain(made.snapshot), made.tools.made_with(), plain(made.tools.worker)),
        {name: error for name, error in failed.items() if isinstance(error, ChapterError)},
        made.error.error() if made.error else None,
    )


def tell_tools(digest: str) -> str:
    """Return as JSON this process's name and tools, as `tools_for` does."""
    try:
        return _line(_tools(*tools_for(digest))).decode()
    except TrustbookError as error:
        return _line(_Refused(_ErrorFields.of(error))).decode()


def read_tools(answer: object) -> tuple[str, MadeWith]:
    """Decode the answer of `tell_tools`. Raises WorkerError."""
    if not isinstance(answer, str):
        raise _no_answer("it is no text")
    tools = _validated(_OF_TOOLS, answer.encode())
    if isinstance(tools, _Refused):
        raise tools.refused.error()
    return plain(tools.worker), tools.made_with()


def _tools(worker: str, tools: MadeWith) -> _Tools:
    return _Tools(worker, tools.library, tools.python, list(tools.packages))


def _line(head: Any) -> bytes:
    return json.dumps(asdict(head)).encode() + b"\n"


def _split_head(answer: object) -> tuple[bytes, bytes]:
    if not isinstance(answer, bytes | bytearray):
        raise _no_answer(f"it is of the kind {type(answer).__name__}, not bytes")
    head, end, files = bytes(answer).partition(b"\n")
    if not end or len(head) > _LONGEST_HEAD:
        raise _no_answer("it has no head")
    return head, files


def _validated(form: TypeAdapter[Any], head: bytes) -> Any:
    try:
        return form.validate_json(head)
    except ValidationError:
        raise _no_answer("its head has another form") from None


def _no_answer(why: str) -> WorkerError:
    return WorkerError(f"what a worker sent is no answer: {why}")


def plain(text: str) -> str:
    """Make text safe to print: limit its length and replace unprintable characters, such as terminal escapes."""
    return "".join(each if each.isprintable() or each == "\n" else "�" for each in text[:_LONGEST_TEXT])


def said(error: BaseException) -> str:
    """Describe a remote error in one line."""
    try:
        lines = plain(str(error)).strip().splitlines()
    except Exception:  # a remote error's __str__ may itself fail
        lines = []
    return f"{plain(type(error).__name__)}{f': {lines[0]}' if lines else ''}"
