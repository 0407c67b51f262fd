"""Say how far the planned savings will be delivered.

In: the figures of a period. Out: sentences with their metrics; what the month does not report is left out.
"""

from __future__ import annotations

from trustbook.committee.figures import Figures, Said, listed
from trustbook.core.formatting import when

RATED = (
    ("savings.green", "green (confirmed for delivery)"),
    ("savings.amber", "amber (likely but not confirmed)"),
    ("savings.red", "red (will not be delivered)"),
    ("savings.blue", "blue (delivered already)"),
)
STATES = (
    ("savings.secured", "is secured"),
    ("savings.uncertain", "is uncertain"),
    ("savings.not_delivered", "will not be delivered"),
    ("savings.unexplained", "is not explained"),
)
_TARGET, _LOST = "savings.target", "savings.not_delivered"
_PROPOSALS_NAMED = 5


def is_rated(figures: Figures) -> bool:
    """Return whether the return rates its savings by colour."""
    return any(figures.has(name) for name, _ in RATED)


def planned(figures: Figures) -> Said | None:
    """Say how much is to be saved in the year."""
    return figures.say("Savings of {savings.target} are planned for the year.") if figures.above_nil(_TARGET) else None


def delivery(figures: Figures) -> Said | None:
    """Say how the savings are rated, or how sure they are."""
    if not figures.above_nil(_TARGET):
        return None
    if is_rated(figures):
        rated = [figures.say(f"{{{name}}} {word}", word=word) for name, word in RATED if _shown(figures, name)]
        return figures.say(
            "Of the {savings.target} of planned savings, {the_body} rates {parts}.",
            parts=listed(rated),
        )
    states = [figures.say(f"{{{name}}} {word}") for name, word in STATES if _shown(figures, name)]
    parts = listed(states)
    return figures.say("Of the {savings.target} of planned savings, {parts}.", parts=parts) if parts.text else None


def not_delivered(figures: Figures) -> Said | None:
    """Name the savings that will not be delivered, the largest first."""
    if not figures.above_nil(_LOST):
        return None
    start = "savings.red" if is_rated(figures) else _LOST
    lost = sorted(
        (each for each in figures.below(start) if (each.amount or 0) > 0), key=lambda each: -(each.amount or 0)
    )
    named = [
        figures.say("{proposal} ({amount})", proposal=each.label.rpartition(": ")[0], amount=figures.figure(each.name))
        for each in lost[:_PROPOSALS_NAMED]
    ]
    parts = listed(named)
    if not parts.text:
        return None
    which = "The largest savings" if len(lost) > _PROPOSALS_NAMED else "The savings"
    return figures.say(f"{which} that will not be delivered are: {{parts}}.", parts=parts)


def programme(figures: Figures, title: str) -> Said | None:
    """Say what a programme reports of its own savings."""
    return figures.say(
        "The programme {title} reports savings of {benefits.savings_delivered}, of its target of "
        "{benefits.savings_target}.",
        title=title,
    )


def programme_next_year(figures: Figures) -> Said | None:
    """Say what the programme forecasts for a later year, and what the budget of that year has of it."""
    forecast, in_budget = "benefits.savings_forecast", "benefits.savings_in_contract_sum"
    year = figures.as_at(forecast)
    if not year or year != figures.as_at(in_budget):
        return None
    return figures.say(
        f"For {{year}} it forecasts savings of {{{forecast}}}, of which the {{budget}} has {{{in_budget}}}.",
        year=when(year),
    )


def _shown(figures: Figures, name: str) -> bool:
    return bool(figures.amount(name))
