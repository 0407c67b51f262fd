"""Define the settings in `params/`: the body, those who pay for it, its headings, comparisons and limits.

In: plain values. Out: validated, frozen settings. `settings_files.py` reads them from YAML.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import ConfigDict, Field, field_validator, model_validator

from trustbook.config.approvals import Approvals
from trustbook.config.assumptions import AssumptionBook, Strict
from trustbook.config.meeting import Meeting
from trustbook.config.officers import Officers
from trustbook.config.words import Words
from trustbook.core.characters import excerpt
from trustbook.core.errors import PeriodError
from trustbook.core.formatting import slug
from trustbook.core.lookalikes import lookalike_difference
from trustbook.core.period import MONTHS_IN_YEAR, Period
from trustbook.core.status import Status

_ADDRESS = r"^https?://[^\s?#<>\"'\\]+$"
_YEAR = r"^\d{4}-\d{2}$"
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
    shares: dict[str, Share] = Field(default_factory=dict, max_length=100)
    """Its share in other financial years (`2024-25`), where that was another one."""

    def share_in(self, year: str) -> Decimal:
        """Return its share in a financial year."""
        return self.shares.get(year, self.share)

    @field_validator("shares")
    @classmethod
    def _are_of_years(cls, shares: dict[str, Decimal]) -> dict[str, Decimal]:
        for year in shares:
            if not re.fullmatch(_YEAR, year):
                raise ValueError(f"'{excerpt(year)}' is no financial year such as 2024-25")
        return shares


class OwnWords(Strict):
    """What this body, its budget and its lines are called, in lower case and without an article."""

    body: str = "trust"
    """`directorate`, `company`: the pages say "the directorate"."""
    budget: str = "contract sum"
    agreement: str | None = None
    """What the budget belongs to (`contract`); by default the contract of a contract sum, or else the budget."""
    heading: str = "heading"
    """A line of the budget: `service`."""
    headings: str | None = None
    """The plural, if it is not the same with an s."""


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
    """A budget heading and the summary group that it rolls up into; by default it is a group of its own."""

    name: str
    group: str = ""
    first_year: str | None = Field(default=None, pattern=_YEAR)
    """The financial year from which the body has it (`2025-26`), if it was renamed, split or merged then."""
    last_year: str | None = Field(default=None, pattern=_YEAR)
    """The last financial year in which the body has it."""
    was: tuple[str, ...] = ()
    """The headings of earlier years that it was made of: one that was renamed or split, several that were merged."""

    def in_year(self, code: str) -> bool:
        """Say whether the body has it in a financial year."""
        return (self.first_year or code) <= code <= (self.last_year or code)


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


def require_periods(named: Iterable[str]) -> None:
    """Raise ValueError for a name that is no period."""
    for each in named:
        try:
            Period.parse(each)
        except PeriodError as error:
            raise ValueError(f"{error.problem} (expected: {error.expected})") from None


class NotHeld(Strict):
    """Periods whose return we have not been given, and the paper that their figures are taken from instead."""

    periods: tuple[str, ...] = Field(min_length=1, max_length=200)
    known_from: str = Field(min_length=1)
    """Completes the sentence: its figures are taken from …"""

    @field_validator("periods")
    @classmethod
    def _are_periods(cls, periods: tuple[str, ...]) -> tuple[str, ...]:
        require_periods(periods)
        return periods


SavingStatus = Literal["red", "amber", "green", "blue", "secured", "uncertain", "not_delivered", "not_reported"]
"""What a body's own word for the status of a saving can mean."""
_OWN_MEANING = ("red", "amber", "green", "blue", "not reported")


class Settings(Strict):
    """Everything in `params/trust.yaml`."""

    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False, populate_by_name=True)

    trust: Trust
    councils: tuple[Council, ...] = Field(default=(), max_length=100)
    """Those who pay for the body; none if nobody else does."""
    headings: tuple[Heading, ...] = Field(min_length=1, max_length=1000)
    groups: tuple[str, ...] = Field(default=(), max_length=200)
    """The order of the groups; by default that of the headings."""
    assumptions: AssumptionBook = AssumptionBook.of_defaults()
    own_words: OwnWords = Field(default=OwnWords(), alias="words")
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
    officers: Officers = Officers.NAMES
    """How pages and downloads show who is responsible for a saving, a project, a mitigation or an action."""
    officer_roles: dict[str, str] = Field(default_factory=dict, max_length=1000)
    """The role of each officer, by the name in the return, where roles are shown."""
    returns_not_held: tuple[NotHeld, ...] = Field(default=(), max_length=200)
    """The periods that have figures here although we have not been given their return."""
    months_reported: tuple[int, ...] = Field(default=tuple(range(1, MONTHS_IN_YEAR + 1)), min_length=1, max_length=12)
    """The months of the financial year for which a return is made: 1 is April, 12 is March."""
    outlook_level: Literal["council", "directorate", "service"] = "directorate"
    """The level of the body's forecasts: how far those of others were out depends on their level."""
    approvals: Approvals = Approvals()
    """Whose approval an edition needs before it is published, and who is consulted."""

    @model_validator(mode="before")
    @classmethod
    def _other_names_and_defaults(cls, values: Any) -> Any:
        """Take `body` for `trust` and `funders` for `councils`, and give each heading and the groups their defaults."""
        if not isinstance(values, dict):
            return values
        made = dict(values)
        for name, other in (("trust", "body"), ("councils", "funders")):
            if other in made:
                if name in made:
                    raise ValueError(f"it has '{name}' and '{other}', which are the same: keep one")
                made[name] = made.pop(other)
        headings = made.get("headings")
        if isinstance(headings, (list, tuple)):
            made["headings"] = [_with_group(each) for each in headings]
            named = [each["group"] for each in made["headings"] if isinstance(each, dict) and "group" in each]
            if all(isinstance(each, str) for each in named):
                made.setdefault("groups", list(dict.fromkeys(named)))
        return made

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

    @field_validator("months_reported")
    @classmethod
    def _months_rise(cls, months: tuple[int, ...]) -> tuple[int, ...]:
        if sorted({*months} & {*range(1, MONTHS_IN_YEAR + 1)}) != list(months):
            raise ValueError("they must rise, from 1 (April) to 12 (March), each once")
        return months

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
    def _headings_became(self) -> Settings:
        names = [heading.name for heading in self.headings]
        for heading in self.headings:
            if heading.was and heading.first_year is None:
                raise ValueError(f"heading '{heading.name}' was another, and has no first_year to say until when")
            for other in heading.was:
                if other not in names or other == heading.name:
                    raise ValueError(f"heading '{heading.name}' was '{other}', which headings does not list")
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

    def expected_before(self, period: Period) -> Period | None:
        """Return the last period before this one, in its year, that the body reports; None if it is the first."""
        earlier = [month for month in self.months_reported if month < period.month]
        return Period(period.year, earlier[-1]) if earlier else None

    def known_from(self, period: Period) -> str | None:
        """Say what the figures of a period are taken from if we have not been given its return; else None."""
        for each in self.returns_not_held:
            if str(period) in each.periods:
                return each.known_from
        return None

    @property
    def words(self) -> Words:
        """The words with which pages name the body and its money."""
        own = self.own_words
        contract = own.budget.split()[0] if own.budget.endswith(" sum") else "budget"
        return Words(
            body=own.body,
            budget=own.budget,
            agreement=own.agreement or contract,
            line=own.heading,
            lines=own.headings or f"{own.heading}s",
            funders=len(self.councils),
        )

    @property
    def group_of(self) -> dict[str, str]:
        """The group name of each heading."""
        return {heading.name: heading.group for heading in self.headings}

    def shares_in(self, year: str) -> dict[str, Decimal]:
        """Return the share of the contract of each council in a financial year (`2024-25`), by code."""
        return {council.code: council.share_in(year) for council in self.councils}


def _with_group(heading: Any) -> Any:
    if isinstance(heading, str):
        return {"name": heading, "group": heading}
    if isinstance(heading, dict) and "name" in heading and not heading.get("group"):
        return heading | {"group": heading["name"]}
    return heading


class PeriodParameters(Strict):
    """Everything in `params/<period>.yaml`, which is what Papermill injects."""

    period: str
    status: Status = Status.FORECAST
    """How firm the figures are; only the last month of a year can be an outturn."""
    assumptions: dict[str, float | tuple[float, ...]] = Field(default_factory=dict)
    acknowledged: dict[str, str] = Field(default_factory=dict)
    """What the gate shows next to a warning (`savings.stated_total@S07`) to the reason why it is accepted."""
    meeting: Meeting | None = None
    """The meeting that the edition is for, if it is for one."""

    @model_validator(mode="after")
    def _outturn_at_year_end(self) -> PeriodParameters:
        if self.status.is_outturn and not self.period.endswith(f"-P{MONTHS_IN_YEAR}"):
            raise ValueError(f"{self.period} is {self.status.words}, which only P{MONTHS_IN_YEAR} can be")
        return self
