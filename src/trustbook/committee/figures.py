"""State figures by the names of their metrics, and keep a list of all that were stated.

In: the metrics of a period. Out: sentences and cells with their metrics; a sentence with a figure that the month does
not report is not made. In prose a figure has no sign: the words say which way it goes.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import chain

from trustbook.committee.model import Figure, Paragraph
from trustbook.components.metric import Metric
from trustbook.config.words import named, spelt
from trustbook.core.formatting import bare_pounds, in_pounds, listing, millions, percent, thousands
from trustbook.core.units import POUNDS_IN_THOUSAND, write_amount

_PLACE = re.compile(r"\{([A-Za-z_][A-Za-z_0-9.@-]*)\}")
_SHARE_PLACES, _EXACT_SHARES = 1, "council.share."
"""Decimals of a percentage, but for the councils' shares, which agreements state to two."""
_EXACT_PLACES = 2
_COLUMN = re.compile(r"[a-z]+(_[a-z]+)+", re.ASCII)
_MONEY = ("gbp_k", "gbp")
IN_THOUSANDS = "£000s"
"""The unit of the money in tables."""


@dataclass(frozen=True)
class Said:
    """A text with the metrics of the figures in it."""

    text: str
    metrics: tuple[str, ...] = ()

    def prefixed(self, text: str) -> Said:
        """Return it with a text before it."""
        return Said(text + self.text, self.metrics)

    def ended(self, text: str) -> Said:
        """Return it with a text after it."""
        return Said(self.text + text, self.metrics)


def as_said(text: str | Said) -> Said:
    """Return a text as one that states no figure, unless it is one that does."""
    return text if isinstance(text, Said) else Said(text)


def listed(parts: Iterable[str | Said | None]) -> Said:
    """Write `a, b and c`; `a; b, of x; and c` where a comma stands in one of them. An empty text if there is none."""
    said = [as_said(each) for each in parts if each]
    texts = [each.text for each in said]
    if len(texts) > 1 and any("," in text for text in texts):
        joined = f"{'; '.join(texts[:-1])}; and {texts[-1]}"
    else:
        joined = listing(texts)
    return Said(joined, tuple(chain.from_iterable(each.metrics for each in said)))


def together(*sentences: str | Said | None) -> Said | None:
    """Join the sentences that there are; None if there is none."""
    said = [as_said(each) for each in sentences if each]
    metrics = dict.fromkeys(chain.from_iterable(each.metrics for each in said))
    return Said(" ".join(each.text for each in said), tuple(metrics)) if said else None


def paragraph(*sentences: str | Said | None, is_item: bool = False) -> list[Paragraph]:
    """Make a paragraph of the sentences that there are; no paragraph if there is none."""
    said = together(*sentences)
    return [Paragraph(said.text, said.metrics, is_item=is_item)] if said else []


class Figures:
    """The metrics of a period, and those of them that the paper states."""

    def __init__(self, metrics: Iterable[Metric], page_of: Callable[[str], str]) -> None:
        self._metrics: dict[str, Metric] = {}
        for each in metrics:
            self._metrics.setdefault(each.name, each)
        self._page_of = page_of
        self._stated: dict[str, Figure] = {}

    @property
    def stated(self) -> tuple[Figure, ...]:
        """Every figure that was stated, once, in the order in which they were first."""
        return tuple(self._stated.values())

    def add(self, metric: Metric) -> str:
        """Add a metric, such as one of an earlier return; give its name."""
        self._metrics.setdefault(metric.name, metric)
        return metric.name

    def amount(self, name: str) -> float | int | None:
        """Return a figure, money in whole pounds; None if there is none."""
        found = self._metrics.get(name)
        return None if found is None else found.amount

    def has(self, *names: str) -> bool:
        """Return whether there are all these figures."""
        return all(self.amount(name) is not None for name in names)

    def above_nil(self, *names: str) -> bool:
        """Return whether there are all these figures, each above nil."""
        return all((self.amount(name) or 0) > 0 for name in names)

    def label(self, name: str) -> str:
        """Return what a figure is called."""
        return self._metrics[name].label

    def as_at(self, name: str) -> str:
        """Return the day, month or year that a figure is for; empty if there is none, or it is for the period."""
        found = self._metrics.get(name)
        return "" if found is None or found.amount is None else found.as_at

    def below(self, name: str) -> list[Metric]:
        """List the figures there are whose names begin with this one, in their order."""
        start = f"{name}."
        return [each for key, each in self._metrics.items() if key.startswith(start) and each.amount is not None]

    def figure(self, name: str) -> Said:
        """State a figure that there is, without its sign: `£31.632m`."""
        metric = self._metrics[name]
        written = in_prose(metric)
        self._stated[name] = self._as_stated(metric, written)
        return Said(written, (name,))

    def state(self, names: Iterable[str]) -> None:
        """List figures that a text states which was written elsewhere; what there is not is passed over."""
        for name in names:
            if self.has(name):
                self.figure(name)

    def cell(self, name: str, *, to_the_pound: bool = False) -> str:
        """State a figure in a table, with its sign and without its unit; an empty text if there is none.

        Money is in thousands of pounds, or in pounds if `to_the_pound`.
        """
        metric = self._metrics.get(name)
        if metric is None or metric.amount is None:
            return ""
        if metric.is_money:
            written = (bare_pounds if to_the_pound else thousands)(round(metric.amount))
        else:
            written = percent_of(metric) if metric.unit == "share" else write_amount(metric.amount, metric.unit)
        self._stated.setdefault(name, self._as_stated(metric, written))
        return written

    def say(self, text: str, **others: str | Said) -> Said | None:
        """Fill in a sentence: `{forecast.variance}` is a figure, `{budget}` a word of the body's, the rest is `others`.

        None if it states a figure that there is not. What is filled in is never filled in itself.
        """
        names = [found[1] for found in _PLACE.finditer(text)]
        if not all(self.has(name) for name in names if "." in name):
            return None
        metrics: list[str] = []

        def filled(found: re.Match[str]) -> str:
            name = found[1]
            if "." in name:
                said = self.figure(name)
            else:
                said = as_said(others[name] if name in others else named(name) or found[0])
            metrics.extend(said.metrics)
            return said.text

        return Said(_PLACE.sub(filled, text), tuple(metrics))

    def _as_stated(self, metric: Metric, written: str) -> Figure:
        assert metric.value is not None
        page = self._page_of(metric.name)
        return Figure(metric.name, written, float(metric.value), metric.unit, _spelt(metric.label), page)


def in_prose(metric: Metric) -> str:
    """Write a figure without its sign: `£31.632m`, `£750` below a thousand, `12.25%`, `130`."""
    size = abs(Fraction(str(metric.amount)))
    if metric.unit in _MONEY:
        pounds = round(size)
        return in_pounds(pounds) if pounds < POUNDS_IN_THOUSAND else millions(pounds)
    if metric.unit == "share":
        return percent_of(metric)
    return write_amount(float(size), metric.unit)


def percent_of(metric: Metric) -> str:
    """Write a share with no more decimals than it needs: `12.25%`, `21%`."""
    places = _EXACT_PLACES if metric.name.startswith(_EXACT_SHARES) else _SHARE_PLACES
    written = percent(abs(float(metric.amount or 0)), places).removesuffix("%")
    return f"{written.rstrip('0').rstrip('.') if '.' in written else written}%"


def _spelt(label: str) -> str:
    """Write the label of a line in words: `Staffing: projected outturn` for one that ends with the name of a column."""
    line, colon, column = label.rpartition(": ")
    return f"{line}{colon}{spelt(column)}" if _COLUMN.fullmatch(column) else label


def metrics_of(values: Mapping[str, Mapping[str, object]]) -> list[Metric]:
    """Read metrics as `trustbook metrics --json` gives them."""
    found = []
    for name, each in values.items():
        value, unit, label = each["value"], str(each["unit"]), str(each["label"])
        if value is None:
            found.append(Metric(name, None, unit, label))
        else:
            found.append(Metric.stated(name, float(str(value)), unit, label))
    return found
