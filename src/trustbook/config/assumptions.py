"""Define the assumptions: numbers that nobody reported but analyses need, each with its source, effect and range.

In: values from `params/trust.yaml` and a period's parameters. Out: the assumptions by name, and their checked values.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Annotated, Any, get_args

from pydantic import BaseModel, ConfigDict, Field, ValidationInfo, field_validator, model_validator

from trustbook.core.plain_yaml import read_values

_DEFAULTS = "assumptions.yaml"
_CHOSEN = "Chosen in the settings of this book, which give no source."
Share = Annotated[float, Field(ge=0, le=1)]


class Strict(BaseModel):
    """Base class for a part of the settings: immutable, with no extra fields.

    Rejects true and false where a number or text is expected, and blank text, which would be published as a gap.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)

    @field_validator("*", mode="before")
    @classmethod
    def _reject_booleans_and_blanks(cls, value: Any, field: ValidationInfo) -> Any:
        """Reject them before pydantic reads true as 1."""
        wanted = cls.model_fields[field.field_name].annotation if field.field_name else None
        if bool not in (wanted, *get_args(wanted)) and not _contains_model(wanted):  # a model checks its own fields
            for each in _leaves(value):
                if isinstance(each, bool):
                    raise ValueError(f"found {str(each).lower()}, where text or a number is expected")
                if isinstance(each, str) and not each.strip():
                    raise ValueError("it is empty: say something, or leave it out")
        return value


def _contains_model(annotation: Any) -> bool:
    """Check whether a type is a model, or a list or mapping of models."""
    is_one = isinstance(annotation, type) and issubclass(annotation, BaseModel)
    return is_one or any(_contains_model(part) for part in get_args(annotation))


def _leaves(value: Any) -> Iterator[Any]:
    """Yield the values in lists, and the keys and values of mappings."""
    if isinstance(value, dict):
        yield from _leaves((*value, *value.values()))
    elif isinstance(value, (list, tuple)):
        for each in value:
            yield from _leaves(each)
    else:
        yield value


@cache
def _defaults() -> dict[str, dict[str, Any]]:
    return dict(read_values((Path(__file__).parent / _DEFAULTS).read_text(encoding="utf-8"), _DEFAULTS))


def _chosen(default: dict[str, Any], given: dict[str, Any]) -> dict[str, Any]:
    """Put an entry over its default: another value has another source, and another source another range."""
    if "value" not in given and "source" not in given:
        return default | given
    kept = {name: value for name, value in default.items() if name != "range"}
    return kept | {"source": _CHOSEN} | given


class Assumption(Strict):
    """A number that nobody reported: its value, its source and what it affects."""

    value: float | tuple[float, ...]
    unit: str
    label: str
    source: str
    effect: str
    at_least: float | None = None
    at_most: float | None = None
    range: tuple[float, float] | None = None
    """The reasonable range, where it is narrower than the possible one."""
    chapter: str | None = None
    """The chapter that uses it, if it is of no use without that."""
    usual: float | tuple[float, ...] | None = None
    """The value in trust.yaml, if this period uses a different one."""

    @property
    def span(self) -> tuple[float, float] | None:
        """The range over which it can be varied: the reasonable one, or else the possible one; None if unknown."""
        if self.range is not None:
            return self.range
        return None if self.at_least is None or self.at_most is None else (self.at_least, self.at_most)

    @model_validator(mode="after")
    def _in_range(self) -> Assumption:
        for each in self.value if isinstance(self.value, tuple) else (self.value,):
            if self.at_least is not None and each < self.at_least:
                raise ValueError(f"{each:g} is below {self.at_least:g}, the least it can be")
            if self.at_most is not None and each > self.at_most:
                raise ValueError(f"{each:g} is above {self.at_most:g}, the most it can be")
        return self


class AssumptionBook(Strict):
    """The assumptions by name, as in trust.yaml: those of the core chapters, and any that other chapters use."""

    model_config = ConfigDict(extra="allow", frozen=True, allow_inf_nan=False)
    __pydantic_extra__: dict[str, Assumption] = Field(init=False)

    @classmethod
    def of_defaults(cls) -> AssumptionBook:
        """Return the library's own assumptions, for a body that has chosen none."""
        return cls.model_validate({})

    @classmethod
    def exactly(cls, entries: Mapping[str, Assumption]) -> AssumptionBook:
        """Return these assumptions and no default beside them."""
        return cls.model_validate(dict.fromkeys(_defaults()) | dict(entries))

    @model_validator(mode="before")
    @classmethod
    def _over_the_defaults(cls, values: Any) -> Any:
        """Put what the settings say over the library's defaults; a bare number is a value, and null takes it out."""
        if not isinstance(values, dict):
            return values
        made: dict[str, Any] = {name: dict(entry) for name, entry in _defaults().items()}
        for name, entry in values.items():
            if entry is None:
                made.pop(name, None)
            elif name in made and not isinstance(entry, Assumption):
                made[name] = _chosen(made[name], entry if isinstance(entry, dict) else {"value": entry})
            else:
                made[name] = entry
        return made

    amber_rate: Assumption
    post_cost_gbp: Assumption
    agency_premium_low: Assumption
    agency_premium_high: Assumption
    conversions: Assumption
    outlook_coverage: Assumption

    def entries(self) -> dict[str, Assumption]:
        """Return every assumption by name, in the order of the file."""
        return {name: getattr(self, name) for name in type(self).model_fields} | dict(self.__pydantic_extra__)

    def values(self) -> Assumptions:
        """Return the values of the core chapters, each checked against its range."""
        return Assumptions.model_validate({name: getattr(self, name).value for name in type(self).model_fields})


class Assumptions(Strict):
    """The values of the assumptions, as the analyses use them."""

    amber_rate: Share
    post_cost_gbp: Annotated[float, Field(gt=0)]
    agency_premium_low: Annotated[float, Field(ge=0)]
    agency_premium_high: Annotated[float, Field(ge=0)]
    conversions: tuple[Annotated[int, Field(gt=0)], ...]
    outlook_coverage: Annotated[float, Field(gt=0, lt=1)]

    @field_validator("conversions", mode="before")
    @classmethod
    def _whole_numbers(cls, value: Any) -> Any:
        return tuple(value) if isinstance(value, (list, tuple)) else (value,)

    @model_validator(mode="after")
    def _premium_range(self) -> Assumptions:
        if self.agency_premium_low > self.agency_premium_high:
            raise ValueError("agency_premium_low is above agency_premium_high")
        return self
