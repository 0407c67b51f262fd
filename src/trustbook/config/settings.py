"""What `params/` holds: the trust, its councils and headings, how it is compared and run.

In: YAML files. Out: validated, frozen settings. A bad value is one sentence that names the file and the field.
"""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Annotated, Any, Literal, TypeVar

from pydantic import BaseModel, Field, ValidationError, field_validator, model_validator

from trustbook.config.assumptions import AssumptionBook, Strict
from trustbook.core.characters import excerpt, visible
from trustbook.core.errors import WorkspaceError
from trustbook.core.formatting import slug
from trustbook.core.incoming import read_file
from trustbook.core.lookalikes import unlike
from trustbook.core.plain_yaml import read_values

_ADDRESS = r"^https?://[^\s?#<>\"'\\]+$"
Share = Annotated[Decimal, Field(ge=0, le=1, max_digits=30, decimal_places=29)]
"""A part of a whole, exact; of one third, so many digits are written as are wanted."""
TRUST = "trust"
"""The party to a sharing rule that is the trust itself."""


class Trust(Strict):
    """The body that makes the return."""

    name: str
    short_name: str


class Council(Strict):
    """A council that owns the trust, and its share of the contract (an exact decimal, so that shares sum to 1)."""

    code: str = Field(pattern=r"^[a-z0-9]+$")
    name: str
    short_name: str
    share: Share


class Band(Strict):
    """A part of an over- or underspend, up to an amount (in pounds, from nought; the last has no end), and its shares.

    `shares`: by council code, or `trust` for what the trust itself bears.
    """

    up_to_gbp: int | None = Field(default=None, gt=0, le=10**15)
    shares: dict[str, Share]

    @model_validator(mode="after")
    def _whole(self) -> Band:
        if sum(self.shares.values()) != 1:
            raise ValueError(f"the shares of a band sum to {sum(self.shares.values())} and not to 1")
        return self


class SharingRule(Strict):
    """A way to share what is above or below the contract sum: bands from nought upwards, as a contract states them."""

    name: str
    source: str
    over: tuple[Band, ...] = Field(min_length=1)
    under: tuple[Band, ...] = ()
    """The bands of an underspend; the same as those of an overspend where none are given."""

    @model_validator(mode="after")
    def _bands_rise(self) -> SharingRule:
        for bands in (self.over, self.under):
            ends = [band.up_to_gbp for band in bands]
            known = [end for end in ends[:-1] if end is not None]
            if bands and (ends[-1] is not None or len(known) != len(ends) - 1 or sorted(set(known)) != known):
                raise ValueError(f"the bands of '{self.name}' must rise, and only the last has no end")
        return self


class Heading(Strict):
    """A budget heading and the summary group it rolls up into."""

    name: str
    group: str


class Plausibility(Strict):
    """Where the gate begins to doubt a movement."""

    movement_multiple: float = Field(default=4, gt=1, le=1_000)
    """Times the usual movement of the year."""
    line_multiple: float = Field(default=10, gt=1, le=1_000)
    """Times what a line was the month before."""


class Run(Strict):
    """What one chapter may take before it is stopped; the others go on."""

    chapter_seconds: float = Field(default=300, gt=0, le=86_400)
    memory_mb: int = Field(default=4096, ge=256, le=1_048_576)
    """Held to on Linux alone. A chapter with charts allocates up to about a quarter of the default."""


class ComparedMeasure(Strict):
    """A published measure that the trust's areas are compared by, and which end of it is the good one."""

    name: str
    """As the department names its column (`Turnover_rate_%`), or that in small letters (`turnover_rate`)."""
    label: str
    unit: Literal["share", "cases", "fte", "count"]
    """What it is here; a share is published in per cent."""
    high_is: Literal["worse", "better"]
    below_zero: bool = False
    """Whether a figure can be below zero, as a change or a balance can."""

    @field_validator("name")
    @classmethod
    def _names_figures(cls, name: str) -> str:
        if not slug(name):
            raise ValueError("it has neither a letter nor a digit, and figures are named after it")
        return name

    @property
    def slug(self) -> str:
        """What it is called in `compared.csv` and in the names of figures, however the department writes it."""
        return slug(self.name)


class Neighbours(Strict):
    """Authorities that are like the trust's, by the codes of their areas, and who says so."""

    codes: tuple[str, ...] = Field(min_length=1)
    source: str


class Licence(Strict):
    """The licence under which the trust or its councils publish the report. Nobody can choose it but they."""

    name: str
    title: str
    path: str | None = Field(default=None, pattern=_ADDRESS)


class Site(Strict):
    """Where the site is published, and under which licence. Both may be left out."""

    url: str | None = Field(default=None, pattern=_ADDRESS)
    licence: Licence | None = None

    @field_validator("url")
    @classmethod
    def _ends_in_a_slash(cls, value: str | None) -> str | None:
        return None if value is None else value.rstrip("/") + "/"


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
    """Ways to share the call other than the contract split, for comparison."""
    statistical_areas: tuple[str, ...] = Field(default=(), max_length=200)
    """Codes of the areas whose published statistics are the trust's own; councils that return jointly are one area."""
    benefits_title: str = Field(default="Benefits", min_length=1)
    """What the chapter on benefits is called: the name of the trust's programme."""
    compared_measures: tuple[ComparedMeasure, ...] = Field(default=(), max_length=200)
    statistical_neighbours: Neighbours | None = None

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
        """Figures are named after headings and groups: two of one name would be one figure."""
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
                odd = unlike(heading.group, self.groups)
                raise ValueError(
                    f"heading '{heading.name}' rolls up into '{heading.group}', which groups does not list"
                    + (f": {odd}" if odd else "")
                )
        return self

    @property
    def group_of(self) -> dict[str, str]:
        """Heading name to group name."""
        return {heading.name: heading.group for heading in self.headings}

    @property
    def shares(self) -> dict[str, Decimal]:
        """Council code to its share of the contract."""
        return {council.code: council.share for council in self.councils}


class PeriodParameters(Strict):
    """Everything in `params/<period>.yaml`, and so everything that Papermill injects."""

    period: str
    assumptions: dict[str, float | tuple[float, ...]] = Field(default_factory=dict)
    acknowledged: dict[str, str] = Field(default_factory=dict)
    """What the gate shows beside a warning (`savings.stated_total@S07`) to the reason why it is accepted."""


Model = TypeVar("Model", bound=BaseModel)
MOST_BYTES = 1_000_000
"""Forty times all the parameters of a trust with its declarations."""


def read_yaml(file: Path, model: type[Model]) -> Model:
    """Read one YAML file of params/ into one model.

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
