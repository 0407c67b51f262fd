"""Prepare the archive page: every edition, newest first, and one chart over all of them.

In: the cards of the editions. Out: the values for the page's template.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from trustbook.components.charts.archive import Point, history
from trustbook.components.charts.chart import Chart
from trustbook.config.words import words
from trustbook.core.amounts_in_prose import money
from trustbook.core.formatting import capitalised, counted
from trustbook.site.manifest import Card

YEAR_SO_FAR = "notebooks/forecast-trend"
"""The chapter of an edition that tells its year month by month."""


def _columns() -> dict[str, str]:
    return {
        "Variance": "forecast.variance",
        "Movement in variance": "forecast.variance_movement",
        "Pressure": "forecast.pressure",
        "Movement in pressure": "forecast.pressure_movement",
        capitalised(words().cost): "council.call",
    }


def archive(newest_first: Sequence[Card]) -> dict[str, Any]:
    """Return the answer, the columns, and the rows as text."""
    return {
        "answer": _answer(newest_first),
        "years": _newest_of_each_year(newest_first),
        "columns": list(_columns()),
        "rows": [
            {
                "edition": card,
                "cells": [card.written(name, signed="movement" in name) for name in _columns().values()],
            }
            for card in newest_first
        ],
    }


def _newest_of_each_year(newest_first: Sequence[Card]) -> list[Card]:
    """Select the newest edition of each year that has the chapter which tells the year month by month."""
    told = [card for card in newest_first if YEAR_SO_FAR in card.pages]
    return list({card.period.year: card for card in reversed(told)}.values())[::-1]


def chart(newest_first: Sequence[Card]) -> Chart | None:
    """Draw pressure and variance over all editions; return None for a single one."""
    return history(
        [
            Point(
                card.period,
                card.pounds("forecast.pressure"),
                card.pounds("forecast.variance"),
                card.absent("forecast.pressure"),
            )
            for card in reversed(newest_first)
        ]
    )


def _answer(newest_first: Sequence[Card]) -> str:
    newest, oldest = newest_first[0], newest_first[-1]
    reports = counted(len(newest_first), "report")
    name, now, then = "pressure", newest.pounds("forecast.pressure"), oldest.pounds("forecast.pressure")
    if now is None or then is None:
        name, now, then = "variance", newest.pounds("forecast.variance"), oldest.pounds("forecast.variance")
    if now is None:
        return f"{reports}."
    if newest is oldest or then is None:
        return f"{reports}. The {name} forecast in {_month(newest)} is {money(now)}."
    return (
        f"{reports}. The {name} forecast for the year end was {money(then)} in {_month(oldest)} and is {money(now)} in "
        f"{_month(newest)}."
    )


def _month(card: Card) -> str:
    return f"{card.period.first_day:%B %Y}"
