"""Say what a revision is: who published which figures, when, why, with which library, and who had approved them.

In: `revision.json`, which somebody may have altered. Out: a `Revision`; and the same as text that is always the same.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Annotated, Any, ClassVar, Literal

from pydantic import AfterValidator, ConfigDict, Field, TypeAdapter, ValidationError

from trustbook.config.approvals import ApprovalKind
from trustbook.config.meeting import Meeting, day_of
from trustbook.core.errors import PeriodError, PublishError
from trustbook.core.period import Period
from trustbook.revisions.canonical import hidden_character, in_lines, problem_of

PUBLISHED, RECORD, LOG = "published", "revision.json", "log.jsonl"
_FORM: Literal[1] = 1
KnownFrom = Literal["git", "account", "given"]


def _is_period(text: str) -> str:
    try:
        Period.parse(text)
    except PeriodError as error:
        raise ValueError(error.problem) from None
    return text


def _is_day(text: str) -> str:
    day_of(text)
    return text


Digest = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
"""A SHA-256 in hexadecimal."""
NoDigest = Annotated[str, Field(pattern=r"^([0-9a-f]{64})?$")]
"""A SHA-256, or nothing."""
Day = Annotated[str, AfterValidator(_is_day)]
Instant = Annotated[str, Field(pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z$")]
PeriodName = Annotated[str, AfterValidator(_is_period)]
NoPeriod = Annotated[str, AfterValidator(lambda text: text and _is_period(text))]
"""A period, or nothing."""
STRICT = ConfigDict(extra="forbid", strict=True, allow_inf_nan=False)


@dataclass(frozen=True)
class Fault:
    """Something in `published/` that is not as it was written: which file, and what is wrong with it."""

    path: str
    what: str

    def __str__(self) -> str:
        return f"{self.path}: {self.what}"


@dataclass(frozen=True)
class Person:
    """Who did something, and how we know: from Git, from the account of the machine, or because it was said."""

    __pydantic_config__: ClassVar[ConfigDict] = STRICT

    name: str
    email: str = ""
    known_from: KnownFrom = "git"

    def as_values(self) -> dict[str, str]:
        """Return it as JSON has it."""
        return {"name": self.name, "email": self.email, "known_from": self.known_from}


@dataclass(frozen=True)
class Library:
    """What an edition was made with: enough to make it once more."""

    __pydantic_config__: ClassVar[ConfigDict] = STRICT

    version: str
    commit: Annotated[str, Field(pattern=r"^([0-9a-f]{40,64}\+?)?$")]
    """The commit of the library, with + if its files were not those of the commit; empty if there is none."""
    digest: str
    """The digest of the library's own files."""
    python: str
    packages: tuple[str, ...]
    """Each installed package: `pandas==3.0.1`."""
    lock: NoDigest
    """The SHA-256 of `requirements.txt` of the workspace; empty if it has none."""


@dataclass(frozen=True)
class Approval:
    """An approval of a state, or that somebody was consulted on it."""

    __pydantic_config__: ClassVar[ConfigDict] = STRICT

    role: str
    kind: ApprovalKind
    by: Person
    on: Day
    """The day, `2024-05-01`."""
    comment: str
    no_comments: bool
    """Whether a consultation ended without comments; that is no approval."""
    state: Digest


@dataclass(frozen=True)
class Revision:
    """What `revision.json` says of a published edition."""

    __pydantic_config__: ClassVar[ConfigDict] = STRICT

    period: PeriodName
    number: Annotated[int, Field(ge=1)]
    published_on: Day
    """The day, `2024-05-01`."""
    published_at: Instant
    """The instant in UTC, `2024-05-01T09:30:00Z`."""
    by: Person
    reason: str
    notice: str
    """What a page says to readers of it; empty for nothing."""
    state: Digest
    library: Library
    chromium: str
    acknowledged: Mapping[str, str]
    approvals: tuple[Approval, ...]
    overridden: str
    """Why it was published although something stood against it; empty if nothing did."""
    meeting: Meeting | None
    previous: NoDigest
    """The SHA-256 of the `tagmanifest-sha256.txt` of the revision before; empty for the first."""
    not_answered: tuple[str, ...] = ()
    """The roles that were asked and had not answered when it was published in spite of that."""
    form: Literal[1] = _FORM
    """The form of the record, for later versions of the library."""

    def as_json(self) -> str:
        """Write it; the same record gives the same text. Raises PublishError for a record that could not be read."""
        adapter = _adapter()
        try:
            values = adapter.dump_python(self, mode="json", warnings="none")
            values["acknowledged"] = dict(sorted(values["acknowledged"].items()))
            text = in_lines(values)
        except ValueError as error:
            raise PublishError(f"the record of the revision cannot be written ({error})", file=RECORD) from None
        type(self).from_json(text)
        return text

    @classmethod
    def from_json(cls, text: str | bytes, file: str = RECORD) -> Revision:
        """Read it. Raises PublishError naming the file and the field that is wrong."""
        try:
            found: Revision = _adapter().validate_json(text)
        except ValidationError as error:
            raise _no_record(problem_of(error), file) from None
        except RecursionError:
            raise _no_record("its values lie too deep", file) from None
        hidden = hidden_character(_adapter().dump_python(found, mode="json"))
        if hidden is not None:
            raise _no_record(f"it has the character {hidden}", file)
        return found


def _no_record(problem: str, file: str) -> PublishError:
    return PublishError(
        f"it is not the record of a revision ({problem})",
        file=file,
        expected="the file as it was published",
        mend="Restore it from a copy or from the repository; if a newer version of trustbook wrote it, use that.",
    )


@cache
def _adapter() -> TypeAdapter[Any]:
    return TypeAdapter(Revision)
