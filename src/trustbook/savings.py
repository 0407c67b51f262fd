"""Read savings, in whatever form they are reported, into one model: secured, uncertain, not delivered, unexplained.

In: the rows of `savings.csv`, and what a body's own status words mean. Out: the same rows with the model added, in
whole pounds. A part that a line does not report is missing, never nil. What its parts leave of the target is
unexplained; it is below zero where they come to more than the target.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from decimal import ROUND_HALF_EVEN, Decimal
from enum import StrEnum

import pandas as pd

from trustbook.data.period_data import PeriodData, worked_out_once
from trustbook.data.period_return import Return

RATINGS = ("red", "amber", "green", "blue")
STATES = ("secured", "uncertain", "not_delivered")
STATE_OF = {
    **{"red": "not_delivered", "amber": "uncertain", "green": "secured", "blue": "secured"},
    **{"achieved": "secured", "at_risk": "uncertain"},
}
"""The state of each part that a return can report."""
NOT_REPORTED = "not_reported"
_WORDS = {**{rating: rating for rating in RATINGS}, "not reported": NOT_REPORTED}
"""The status words that need no setting."""


class Form(StrEnum):
    """How a line says how far its target is delivered."""

    RATINGS = "ratings"
    """Amounts by rating."""
    STATUS = "status"
    """One word for the whole target."""
    ACHIEVED = "achieved"
    """What is achieved and what is at risk."""
    SHARE = "share"
    """The share delivered; amounts at risk, amber or red may say what the rest is."""


_OF_FORM = {
    Form.RATINGS: frozenset(RATINGS),
    Form.STATUS: frozenset({"status"}),
    Form.ACHIEVED: frozenset({"achieved", "at_risk"}),
}
SHARE = "delivered_share"
_REST = frozenset({"red", "amber", "at_risk"})
"""What may say of a line with a share what the rest of its target is."""
SAID = (*RATINGS, "status", "achieved", "at_risk", SHARE)
"""Everything that can say how far a target is delivered."""


def forms_of(reported: Collection[str]) -> tuple[Form, ...]:
    """List the forms that a line mixes, by what it reports of `SAID`; a line as it should be has exactly one."""
    said = set(reported) & set(SAID)
    if SHARE in said and said - {SHARE} <= _REST:
        return (Form.SHARE,)
    found = [form for form, parts in _OF_FORM.items() if said & parts]
    return (*found, Form.SHARE) if SHARE in said else tuple(found)


def meaning(word: str, statuses: Mapping[str, str]) -> str | None:
    """Return what a status word means: a rating, a state or `not_reported`; None for a word that nothing explains."""
    known = {**_WORDS, **{_plain(name): means for name, means in statuses.items()}}
    return known.get(_plain(word))


def known_words(statuses: Mapping[str, str]) -> tuple[str, ...]:
    """List the status words that are understood."""
    return (*_WORDS, *statuses)


def _plain(word: str) -> str:
    return " ".join(word.split()).casefold()


@dataclass(frozen=True)
class Saving:
    """One line in the model, in whole pounds; None is not reported. `form` is None if it has no form, or several."""

    target: int | None
    form: Form | None = None
    parts: Mapping[str, int] = field(default_factory=dict)
    """What is reported by rating, or as achieved and at risk; a status word gives its rating the whole target."""
    states: Mapping[str, int] = field(default_factory=dict)

    @property
    def unexplained(self) -> int | None:
        """What the states leave of the target."""
        return None if self.target is None else self.target - sum(self.states.values())


def saving(cells: Mapping[str, object], statuses: Mapping[str, str]) -> Saving:
    """Put one line into the model. `cells` has what it reports: amounts in pounds, a share, a status word."""
    target = cells.get("target", cells.get("proposed"))
    target = None if target is None else int(str(target))
    forms = forms_of(cells)
    if target is None or len(forms) != 1:
        return Saving(target)
    (form,) = forms
    if form is Form.STATUS:
        return _of_status(target, meaning(str(cells["status"]), statuses))
    parts = {name: int(str(cells[name])) for name in STATE_OF if name in cells}
    states: dict[str, int] = {}
    if form is Form.SHARE:
        delivered = Decimal(str(cells[SHARE])) * target
        states["secured"] = int(delivered.to_integral_value(ROUND_HALF_EVEN))
    for name, amount in parts.items():
        states[STATE_OF[name]] = states.get(STATE_OF[name], 0) + amount
    return Saving(target, form, parts, states)


def _of_status(target: int, means: str | None) -> Saving:
    """Give the whole target to one state; the other states have none of it."""
    if means is None or means == NOT_REPORTED:
        return Saving(target, Form.STATUS)
    state = STATE_OF.get(means, means)
    states = {each: target if each == state else 0 for each in STATES}
    parts = {each: target if each == means else 0 for each in RATINGS} if means in RATINGS else {}
    return Saving(target, Form.STATUS, parts, states)


MODEL = (*(f"{name}_gbp" for name in (*RATINGS, *STATES)), "unexplained_gbp")
"""The columns that the model adds or fills in."""


def model(rows: pd.DataFrame, statuses: Mapping[str, str]) -> pd.DataFrame:
    """Add the model to rows of savings: form, secured_gbp, uncertain_gbp, not_delivered_gbp and unexplained_gbp.

    `target_gbp` is what is proposed where the return calls it so, and red, amber, green and blue are filled in where a
    status word says them. A missing amount is not reported.
    """
    columns = {name: name if name in ("status", SHARE) else f"{name}_gbp" for name in ("target", "proposed", *SAID)}
    there = {name: list(rows[column]) for name, column in columns.items() if column in rows}
    made = [
        saving(
            {name: values[place] for name, values in there.items() if not pd.isna(values[place])},
            statuses,
        )
        for place in range(len(rows))
    ]
    kept = {name: list(rows[f"{name}_gbp"]) for name in RATINGS if f"{name}_gbp" in rows}

    def amounts(values: list[object]) -> pd.Series[int]:
        return pd.Series([None if pd.isna(each) else int(str(each)) for each in values], rows.index, dtype="Int64")

    def rating(name: str, place: int) -> object:
        return made[place].parts.get(name, kept[name][place] if name in kept else None)

    return rows.assign(
        form=pd.Series([None if each.form is None else each.form.value for each in made], rows.index, dtype="str"),
        target_gbp=amounts([each.target for each in made]),
        **{f"{name}_gbp": amounts([rating(name, place) for place in range(len(made))]) for name in RATINGS},
        **{f"{name}_gbp": amounts([each.states.get(name) for each in made]) for name in STATES},
        unexplained_gbp=amounts([each.unexplained for each in made]),
    )


def savings_of(made: Return | None, data: PeriodData) -> pd.DataFrame | None:
    """Return the savings of one return in the model; None if it has none."""
    rows = None if made is None else made.savings
    return None if rows is None else model(rows, data.settings.saving_statuses)


@worked_out_once
def current_savings(data: PeriodData) -> pd.DataFrame | None:
    """Return the savings of the period in the model; None if it reports none."""
    return savings_of(data.current, data)
