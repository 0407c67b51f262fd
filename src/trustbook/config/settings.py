"""Read and validate the settings in `params/`: the trust, its councils and headings, comparisons and limits.

In: YAML files. Out: validated, frozen settings. The error for a bad value is one sentence with the file and the field.
"""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Annotated, Any, Literal, TypeVar

from pydantic import BaseModel, Field, ValidationError, field_validator, model_validator

from trustbook.config.assumptions import AssumptionBook, Strict
from trustbook.core.characters import excerpt, visible
from trustbook.core.errors import PeriodError, WorkspaceError
from trustbook.core.formatting import slug
from trustbook.core.incoming import read_file
from trustbook.core.lookalikes import lookalike_difference
from trustbook.core.period import Period
from trustbook.core.plain_yaml import read_values

_ADDRESS = r"^https?://[^\s?#<>\"'\\]+$"
_REACHED_AT = r"^(?:https?://|mailto:)[^\s?#<>\"'\\]+$"
Share = Annotated[Decimal, Field(ge=0, le=1, max_digits=30, decimal_places=29)]
"""An exact fraction of 1; one third may be written with as many digits as wanted."""
TRUST = "trust"
"""The name for the trust itself in a sharing rule."""


class Trust(Strict):
    """The body that submits the return."""

    name: str
    short_name: str


class Council(Strict):
    """A council that owns the trust, and its share of the contract (an exact decimal, so that shares sum to 1)."""

    code: str = Field(pattern=r"^[a-z0-9]+$")
    name: str
    short_name: str
    share: Share


class Band(Strict):
    """A part of an over- or underspend, up to an amount in pounds (the last has no limit), and how it is shared.

    `shares`: by council code, or `trust` for the part that the trust itself bears.
    """

    up_to_gbp: int | None = Field(default=None, gt=0, le=10**15)
    shares: dict[str, Share]

    @model_validator(mode="after")
    def _shares_sum_to_one(self) -> Band:
        if sum(self.shares.values()) != 1:
            raise ValueError(f"the shares of a band sum to {sum(self.shares.values())} and not to 1")
        return self


class SharingRule(Strict):
    """A way to share an over- or underspend against the contract sum, in bands from zero upwards."""

    name: str
    source: str
    over: tuple[Band, ...] = Field(min_length=1)
    under: tuple[Band, ...] = ()
    """The bands of an underspend; by default those of an overspend."""
    hypothetical: bool = False
    """Whether it is another body's agreement, shown apart: no paper says that this body uses it."""

    @model_validator(mode="after")
    def _bands_rise(self) -> SharingRule:
        for bands in (self.over, self.under):
            ends = [band.up_to_gbp for band in bands]
            known = [end for end in ends[:-1] if end is not None]
            if bands and (ends[-1] is not None or len(known) != len(ends) - 1 or sorted(set(known)) != known):
                raise ValueError(f"the bands of '{self.name}' must rise, and only the last has no end")
        return self


class Heading(Strict):
    """A budget heading and the summary group that it rolls up into."""

    name: str
    group: str


class Plausibility(Strict):
    """When the gate warns that a movement is implausible."""

    movement_multiple: float = Field(default=4, gt=1, le=1_000)
    """A multiple of the year's usual movement."""
    line_multiple: float = Field(default=10, gt=1, le=1_000)
    """A multiple of the line's value a month earlier."""


class Run(Strict):
    """Limits at which a chapter is stopped; the others continue."""

    chapter_seconds: float = Field(default=300, gt=0, le=86_400)
    memory_mb: int = Field(default=4096, ge=256, le=1_048_576)
    """Enforced on Linux only. A chapter with charts allocates up to about a quarter of the default."""


class ComparedMeasure(Strict):
    """A published measure on which the trust's areas are compared, and whether a high value is good or bad."""

    name: str
    """The department's name for its column (`Turnover_rate_%`), or its lower-case form (`turnover_rate`)."""
    label: str
    unit: Literal["share", "cases", "fte", "count"]
    """The unit here; a share is published in per cent."""
    high_is: Literal["worse", "better"]
    below_zero: bool = False
    """Whether a figure can be negative, such as a change or a balance."""

    @field_validator("name")
    @classmethod
    def _names_figures(cls, name: str) -> str:
        if not slug(name):
            raise ValueError("it has neither a letter nor a digit, and figures are named after it")
        return name

    @property
    def slug(self) -> str:
        """Its name in `compared.csv` and in metric names, however the department writes it."""
        return slug(self.name)


class Neighbours(Strict):
    """Authorities similar to the trust's, by area code, and the source of that list."""

    codes: tuple[str, ...] = Field(min_length=1)
    source: str


class Licence(Strict):
    """The licence under which the trust or its councils publish the report. Only they can choose it."""

    name: str
    title: str
    path: str | None = Field(default=None, pattern=_ADDRESS)


class Publisher(Strict):
    """Who publishes the book and where readers reach them: not the body that the book reports on."""

    name: str = Field(min_length=1)
    contact: str | None = Field(default=None, pattern=_REACHED_AT)
    feedback: str | None = Field(default=None, pattern=_REACHED_AT)
    accessibility_statement: str | None = Field(default=None, pattern=_ADDRESS)


class Site(Strict):
    """Where the site is published, and under which licence. Both are optional."""

    url: str | None = Field(default=None, pattern=_ADDRESS)
    licence: Licence | None = None

    @field_validator("url")
    @classmethod
    def _ends_in_a_slash(cls, value: str | None) -> str | None:
        return None if value is None else value.rstrip("/") + "/"


class NotHeld(Strict):
    """Periods whose return we have not been given, and the paper that their figures are taken from instead."""

    periods: tuple[str, ...] = Field(min_length=1, max_length=200)
    known_from: str = Field(min_length=1)
    """Completes the sentence: its figures are taken from …"""

    @field_validator("periods")
    @classmethod
    def _are_periods(cls, periods: tuple[str, ...]) -> tuple[str, ...]:
        for each in periods:
            try:
                Period.parse(each)
            except PeriodError as error:
                raise ValueError(f"{error.problem} (expected: {error.expected})") from None
        return periods


SavingStatus = Literal["red", "amber", "green", "blue", "secured", "uncertain", "not_delivered", "not_reported"]
"""What a body's own word for the status of a saving can mean."""
_OWN_MEANING = ("red", "amber", "green", "blue", "not reported")


class Settings(Strict):
    """Everything in `params/trust.yaml`."""

    trust: Trust
    councils: tuple[Council, ...] = Field(min_length=1, max_length=100)
    headings: tuple[Heading, ...] = Field(min_length=1, max_length=1000)
    groups: tuple[str, ...] = Field(min_length=1, max_length=200)
    assumptions: AssumptionBook
    plausibility: Plausibility = Plausibility()
    site: Site = Site()
    run: Run = Run()
    sharing_rules: tuple[SharingRule, ...] = Field(default=(), max_length=100)
    """Ways to share the cost to the councils other than the contract split, for comparison."""
    statistical_areas: tuple[str, ...] = Field(default=(), max_length=200)
    """Codes of the areas whose published statistics are the trust's own; councils with a joint return are one area."""
    benefits_title: str = Field(default="Benefits", min_length=1)
    """The title of the chapter on benefits: the name of the trust's programme."""
    compared_measures: tuple[ComparedMeasure, ...] = Field(default=(), max_length=200)
    statistical_neighbours: Neighbours | None = None
    publisher: Publisher | None = None
    """None: nobody is named, and the pages say so."""
    saving_statuses: dict[str, SavingStatus] = Field(default_factory=dict, max_length=100)
    """The body's own words for the status of a saving (`On track`), and what each means."""
    returns_not_held: tuple[NotHeld, ...] = Field(default=(), max_length=200)
    """The periods that have figures here although we have not been given their return."""

    @model_validator(mode="after")
    def _rules_name_parties(self) -> Settings:
        codes = {council.code for council in self.councils}
        if TRUST in codes:
            raise ValueError(f"a council has the code '{TRUST}', which stands for the trust itself in sharing rules")
        known = {*codes, TRUST}
        for rule in self.sharing_rules:
            for band in (*rule.over, *rule.under):
                for party in band.shares.keys() - known:
                    raise ValueError(f"'{rule.name}' gives a share to '{party}', which is no council and not '{TRUST}'")
        return self

    @field_validator("councils")
    @classmethod
    def _codes_differ(cls, councils: tuple[Council, ...]) -> tuple[Council, ...]:
        taken: dict[str, str] = {}
        for council in councils:
            if council.code in taken:
                raise ValueError(f"'{taken[council.code]}' and '{council.name}' have the same code '{council.code}'")
            taken[council.code] = council.name
        return councils

    @field_validator("saving_statuses")
    @classmethod
    def _statuses_differ(cls, statuses: dict[str, SavingStatus]) -> dict[str, SavingStatus]:
        taken: dict[str, str] = {}
        for word in statuses:
            plain = " ".join(word.split()).casefold()
            if plain in _OWN_MEANING:
                raise ValueError(f"'{word}' has a meaning of its own and needs none here")
            if plain in taken:
                raise ValueError(f"'{taken[plain]}' and '{word}' are the same word")
            taken[plain] = word
        return statuses

    @field_validator("compared_measures")
    @classmethod
    def _measures_differ(cls, measures: tuple[ComparedMeasure, ...]) -> tuple[ComparedMeasure, ...]:
        taken: dict[str, str] = {}
        for measure in measures:
            other = taken.get(measure.slug)
            if other == measure.name:
                raise ValueError(f"'{measure.name}' stands twice")
            if other is not None:
                raise ValueError(f"'{other}' and '{measure.name}' would both name their figures '{measure.slug}'")
            taken[measure.slug] = measure.name
        return measures

    @field_validator("headings", "groups")
    @classmethod
    def _metric_names_differ(cls, named: tuple[Any, ...]) -> tuple[Any, ...]:
        """Require distinct names: metrics are named after headings and groups, so two alike would be one metric."""
        taken: dict[str, str] = {}
        for name in (each.name if isinstance(each, Heading) else str(each) for each in named):
            part = slug(name)
            if not part:
                raise ValueError(f"'{name}' has neither a letter nor a digit, and figures are named after it")
            if part in taken:
                raise ValueError(f"'{taken[part]}' and '{name}' would both name their figures '{part}'")
            taken[part] = name
        return named

    @model_validator(mode="after")
    def _assumptions_in_range(self) -> Settings:
        self.assumptions.values()
        return self

    @model_validator(mode="after")
    def _headings_roll_up(self) -> Settings:
        for heading in self.headings:
            if heading.group not in self.groups:
                difference = lookalike_difference(heading.group, self.groups)
                raise ValueError(
                    f"heading '{heading.name}' rolls up into '{heading.group}', which groups does not list"
                    + (f": {difference}" if difference else "")
                )
        return self

    def known_from(self, period: Period) -> str | None:
        """Say what the figures of a period are taken from if we have not been given its return; else None."""
        for each in self.returns_not_held:
            if str(period) in each.periods:
                return each.known_from
        return None

    @property
    def group_of(self) -> dict[str, str]:
        """The group name of each heading."""
        return {heading.name: heading.group for heading in self.headings}

    @property
    def shares(self) -> dict[str, Decimal]:
        """The share of the contract of each council, by code."""
        return {council.code: council.share for council in self.councils}


class PeriodParameters(Strict):
    """Everything in `params/<period>.yaml`, which is what Papermill injects."""

    period: str
    assumptions: dict[str, float | tuple[float, ...]] = Field(default_factory=dict)
    acknowledged: dict[str, str] = Field(default_factory=dict)
    """What the gate shows beside a warning (`savings.stated_total@S07`) to the reason why it is accepted."""


Model = TypeVar("Model", bound=BaseModel)
MOST_BYTES = 1_000_000
"""Forty times the size of a trust's parameters with its declarations."""


def read_yaml(file: Path, model: type[Model]) -> Model:
    """Read a YAML file of params/ into a model.

    Raises WorkspaceError naming the file, and the line or the field that is wrong.
    """
    absent = WorkspaceError("there is no such file", file=file, mend="Create it, or choose another period.")
    raw = read_file(file, file, MOST_BYTES, within=file.parent, kind=WorkspaceError, absent=absent)
    shown = visible(str(file))
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise WorkspaceError(f"it cannot be read ({error})", file=shown, line=line, expected="UTF-8 text") from None
    loaded = read_values(text, shown)
    return validated(loaded if loaded is not None else {}, model, shown)


def validated(values: Any, model: type[Model], file: Path | str) -> Model:
    """Check plain values against a model. Raises WorkspaceError naming the first field that is wrong."""
    try:
        return model.model_validate(values)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        field = excerpt(".".join(str(step) for step in first["loc"])) or "the file"
        more = f" ({error.error_count() - 1} more)" if error.error_count() > 1 else ""
        found = first.get("input")
        whole = isinstance(found, (dict, list, tuple, bool)) or first["type"] == "missing"
        message = visible(str(first["msg"]).removeprefix("Value error, "))
        message += "" if whole else f", found {excerpt(repr(found))}"
        raise WorkspaceError(f"{field}: {message}{more}", file=file) from None
