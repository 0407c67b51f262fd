"""Work out the savings: how sure they are, what can still be delivered, what is not explained, and what changed.

In: the data of a period. Out: `Savings`, or None if the return has no savings; money in whole pounds.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

import pandas as pd

from trustbook.chapters.benefits.evidence import Evidence, evidence
from trustbook.components.metric import ColumnRef, Lineage, Metric, Polarity, money, place_of
from trustbook.config.officers import Officers, shown
from trustbook.core.formatting import listing, slug
from trustbook.data.period_data import PeriodData, worked_out_once
from trustbook.data.period_return import Return
from trustbook.position import Adjustment, add, column_sum, pounds_of, subtract, total
from trustbook.savings import RATINGS, SHARE, STATE_OF, STATES, Form, current_savings, savings_of

PREFIX = "savings"
NOBODY = "Not reported"
"""The officer of a line that names none, where others do."""
LEADS = True
"""Whether the site leads with its figures, even if the book has no page of this chapter."""

AMOUNTS = ("target", "red", "amber", "green", "mitigations", "stated_total")
RAG = ("red", "amber", "green")


class Wording(StrEnum):
    """The words of the page, which are those of the return where all its lines have one form."""

    RATED = "rated"
    ACHIEVED = "achieved"
    SHARE = "share"
    STATES = "states"


@dataclass(frozen=True)
class Part:
    """One part of the target, as the page names it. `name` is its column; `known` is what the lines report of it."""

    name: str
    state: str
    word: str
    meaning: str
    known: int
    unreported: int
    """How many lines do not report it."""

    @property
    def label(self) -> str:
        """The word at the beginning of a cell."""
        return self.word[0].upper() + self.word[1:]

    @property
    def amount(self) -> int | None:
        """Its total; None if a line does not report it."""
        return None if self.unreported else self.known


_PARTS = {
    Wording.RATED: (
        ("red", "red", "will not be delivered"),
        ("amber", "amber", "likely but not confirmed"),
        ("green", "green", "confirmed for delivery"),
        ("blue", "blue", "delivered already"),
    ),
    Wording.ACHIEVED: (("secured", "achieved", "delivered already"), ("uncertain", "at risk", "not certain")),
    Wording.SHARE: (
        ("secured", "delivered", "the share that the return gives"),
        ("uncertain", "at risk", "not certain"),
        ("not_delivered", "not delivered", "will not be delivered"),
    ),
    Wording.STATES: (
        ("secured", "secured", "delivered or confirmed"),
        ("uncertain", "uncertain", "likely or at risk, not confirmed"),
        ("not_delivered", "not delivered", "will not be delivered"),
    ),
}


@dataclass(frozen=True)
class Savings:
    """Everything that the savings chapter reports.

    `lines`: ref, proposal, sro, target_gbp, red_gbp, amber_gbp, green_gbp, blue_gbp, mitigations_gbp, stated_total_gbp,
    in_forecast, still_to_earn, note, rag (the colour that most of the target has), and the model of `savings.py`:
    form, secured_gbp, uncertain_gbp, not_delivered_gbp, unexplained_gbp. `officers`: sro, lines and the amounts; no
    rows if the return names no officer. `totals` in pounds by amount, and `states` by state, None if a line does not
    report it. `parts`: those of the target that the return reports, in its own words. `movement`: rag (the word of a
    part), amount_gbp against the month before, or None.
    """

    lines: pd.DataFrame
    officers: pd.DataFrame
    totals: dict[str, int | None]
    amber_rate: float
    movement: pd.DataFrame | None
    red_outside_forecast: int
    """What will not be delivered on the lines that the return marks as not in the forecast, as far as it says."""
    call_items: int | None
    """The items not in the forecast that name a savings line; None if the return reports no items."""
    evidence: Evidence | None
    """What a programme reports of savings that are rated amber, if the return has such a report."""
    states: dict[str, int | None]
    wording: Wording
    parts: tuple[Part, ...]
    officers_left_out: bool = False
    """Whether the settings leave out who is responsible."""

    @property
    def target(self) -> int:
        """The savings target."""
        return self.totals["target"] or 0

    @property
    def rated(self) -> bool:
        """Whether the return rates its savings by colour."""
        return self.wording is Wording.RATED

    @property
    def charted(self) -> bool:
        """Whether there is a target and a part of it to draw."""
        return bool(self.target and (self.parts or self.not_explained))

    def part(self, name: str) -> Part | None:
        """Find a part that the return reports."""
        return next((each for each in self.parts if each.name == name), None)

    def in_state(self, state: str) -> list[Part]:
        """List the parts that are in one state."""
        return [each for each in self.parts if each.state == state]

    def known(self, state: str) -> int:
        """Add up what the lines report in one state."""
        return int(self.lines[f"{state}_gbp"].sum())

    def share(self, amount: str) -> float | None:
        """Work out a total as a share of the target."""
        total = (self.totals | self.states)[amount]
        return None if total is None or not self.target else total / self.target

    @property
    def unexplained(self) -> int | None:
        """What the parts leave of the whole target; below zero if they come to more. None if a target is missing."""
        return column_sum(self.lines["unexplained_gbp"])

    @property
    def short(self) -> pd.DataFrame:
        """The lines with a part of the target that is not explained."""
        return self.lines[(self.lines["unexplained_gbp"] > 0).fillna(value=False)]

    @property
    def over(self) -> pd.DataFrame:
        """The lines whose parts come to more than their target."""
        return self.lines[(self.lines["unexplained_gbp"] < 0).fillna(value=False)]

    @property
    def not_explained(self) -> int:
        """What is not explained on the lines that have such a part."""
        return int(self.short["unexplained_gbp"].sum())

    @property
    def beyond_target(self) -> int:
        """What the parts come to beyond the target, on the lines where they do."""
        return -int(self.over["unexplained_gbp"].sum())

    @property
    def green_to_earn(self) -> pd.DataFrame:
        """The lines with money rated green of which the paper's comment says that part is still to be earned."""
        green = (self.lines["green_gbp"] > 0).fillna(value=False)
        return self.lines[(self.lines["still_to_earn"] == "yes") & green]

    @property
    def outside_unknown(self) -> pd.DataFrame:
        """The lines marked as not in the forecast that do not report what will not be delivered."""
        return self.lines[(self.lines["in_forecast"] == "no") & self.lines["not_delivered_gbp"].isna()]

    @property
    def still_possible(self) -> tuple[str, ...]:
        """What can still be delivered, in words: the parts not given up, and mitigations if any line reports them."""
        first = ("uncertain", "secured") if self.rated else ("secured", "uncertain")
        words = [part.word for state in first for part in self.in_state(state)]
        return (*words, "mitigations") if self._mitigated else tuple(words)

    @property
    def _mitigated(self) -> bool:
        return bool(self.lines["mitigations_gbp"].notna().any())

    @property
    def lost(self) -> pd.DataFrame:
        """The lines of which something will not be delivered, the most first."""
        return self.lines[self.lines["not_delivered_gbp"] > 0].sort_values("not_delivered_gbp", ascending=False)

    @property
    def deliverable(self) -> int | None:
        """What can still be delivered, such as amber, green and mitigations; None if a part of it is not reported."""
        said = [state for state in ("secured", "uncertain") if self.in_state(state)]
        if not said or (not self.rated and "uncertain" not in said):
            return None
        return add(*(self.states[state] for state in said), *([self.totals["mitigations"]] if self._mitigated else []))

    @property
    def risk_weighted(self) -> int | None:
        """Green and mitigations in full, amber at the assumed rate, nothing of red; None if nothing is rated."""
        amber = self.part("amber")
        if self.deliverable is None or amber is None or amber.amount is None:
            return None
        return self.deliverable - amber.amount + round(amber.amount * self.amber_rate)


@worked_out_once
def analyse(data: PeriodData) -> Savings | None:
    """Work out the chapter's figures; None if the period reports no savings."""
    rows = current_savings(data)
    if rows is None:
        return None
    lines = rows.reset_index(drop=True)
    lines["rag"] = _mostly(lines)
    lines["sro"] = shown(lines["sro"], data.settings.officers, data.settings.officer_roles)
    wording = _wording(lines)
    parts = _parts(lines, wording)
    outside = lines["in_forecast"] == "no"
    return Savings(
        lines=lines,
        officers=_officers(lines),
        totals=_totals(lines),
        amber_rate=data.assumptions.amber_rate,
        movement=_movement(savings_of(data.previous, data), lines),
        red_outside_forecast=int(lines.loc[outside, "not_delivered_gbp"].sum()),
        call_items=_call_items(data.current),
        evidence=evidence(data),
        states={state: _state(lines, state, parts) for state in STATES},
        wording=wording,
        parts=parts,
        officers_left_out=data.settings.officers is Officers.NONE,
    )


def _state(lines: pd.DataFrame, state: str, parts: Iterable[Part]) -> int | None:
    """Add up one state; None if a line does not report it, or leaves out a part of it and does not make its target."""
    for part in parts:
        if part.state == state and lines.loc[lines[f"{part.name}_gbp"].isna(), "unexplained_gbp"].ne(0).any():
            return None
    return column_sum(lines[f"{state}_gbp"])


def _officers(lines: pd.DataFrame) -> pd.DataFrame:
    """Add up the lines of each officer; those without one are added up together, if any line names one."""
    amounts = [f"{name}_gbp" for name in (*AMOUNTS, "blue", *STATES, "unexplained")]
    named = lines.assign(sro=lines["sro"].fillna(NOBODY)) if lines["sro"].notna().any() else lines[:0]
    officers = named.groupby("sro", sort=False)[amounts].agg(total).reset_index()
    officers.insert(1, "lines", officers["sro"].map(named["sro"].value_counts()))
    return officers.sort_values("target_gbp", ascending=False, ignore_index=True)


def _wording(lines: pd.DataFrame) -> Wording:
    """Choose the words of the page: those of the return if all lines that say something have one form."""
    said = lines[lines[[f"{state}_gbp" for state in STATES]].notna().any(axis="columns")]
    if not len(said):
        return Wording.STATES
    by_rating = said[[f"{name}_gbp" for name in RATINGS]].notna().any(axis="columns")
    if (by_rating & said["form"].isin([Form.RATINGS, Form.STATUS])).all():
        return Wording.RATED
    if (said["form"] == Form.ACHIEVED).all():
        return Wording.ACHIEVED
    return Wording.SHARE if (said["form"] == Form.SHARE).all() else Wording.STATES


def _parts(lines: pd.DataFrame, wording: Wording) -> tuple[Part, ...]:
    """List the parts of the target that any line reports; blue only if some line is rated so."""
    found = []
    for name, word, means in _PARTS[wording]:
        column = lines[f"{name}_gbp"]
        never_blue = name == "blue" and not column.sum() and column[lines["form"] == Form.RATINGS].isna().all()
        if column.isna().all() or never_blue:
            continue
        unreported = int(column.isna().sum())
        found.append(Part(name, STATE_OF.get(name, name), word, means, int(column.sum()), unreported))
    return tuple(found)


def _totals(lines: pd.DataFrame) -> dict[str, int | None]:
    names = (*AMOUNTS, "blue") if lines["blue_gbp"].notna().any() else AMOUNTS
    return {name: None if lines[f"{name}_gbp"].isna().any() else int(lines[f"{name}_gbp"].sum()) for name in names}


def _mostly(lines: pd.DataFrame) -> pd.Series[str]:
    """Find the colour with the largest part of each line; the worse one if two are equal, none if none is reported."""
    names = list(RATINGS) if lines["blue_gbp"].notna().any() else list(RAG)
    split = lines[[f"{name}_gbp" for name in names]].set_axis(names, axis="columns")
    return split.fillna(0).idxmax(axis="columns").where(split.notna().any(axis="columns"))


def _movement(previous: pd.DataFrame | None, lines: pd.DataFrame) -> pd.DataFrame | None:
    """Compare each part with the month before: in the words of both returns, or by state if these differ."""
    if previous is None:
        return None
    wording = _wording(lines)
    parts = _PARTS[wording if _wording(previous) is wording else Wording.STATES]
    rows = []
    for name, word, _ in parts:
        was, is_now = column_sum(previous[f"{name}_gbp"]), column_sum(lines[f"{name}_gbp"])
        if name in RAG or was is not None or is_now is not None:
            rows.append({"rag": word, "amount_gbp": subtract(is_now, was)})
    return pd.DataFrame(rows)


def _call_items(made: Return) -> int | None:
    rows = made.adjustments
    if rows is None or not (rows["kind"] == Adjustment.NOT_IN_FORECAST).any():
        return None
    named = (rows["kind"] == Adjustment.NOT_IN_FORECAST) & rows["savings_ref"].notna()
    return int(rows.loc[named, "amount_gbp"].sum())


_RISE = {
    **{"red": Polarity.WORSE, "green": Polarity.BETTER, "blue": Polarity.BETTER, "mitigations": Polarity.BETTER},
    **{"secured": Polarity.BETTER, "not_delivered": Polarity.WORSE, "unexplained": Polarity.WORSE},
}
_HEADLINES = {
    "target": ("Savings target", "The targets of the proposals, added up."),
    "red": ("Savings rated red", "What is rated red, added up over the proposals."),
    "amber": ("Savings rated amber", "What is rated amber, added up over the proposals."),
    "green": ("Savings rated green", "What is rated green, added up over the proposals."),
    "mitigations": ("Mitigations", "The mitigations, added up over the proposals."),
}
_MODEL = {
    "blue": ("Savings rated blue", "What is rated blue, added up over the proposals."),
    "secured": ("Savings secured", "What is green, blue, achieved or delivered, added up over the proposals."),
    "uncertain": ("Savings uncertain", "What is amber or at risk, added up over the proposals."),
    "not_delivered": ("Savings that will not be delivered", "What is red, added up over the proposals."),
    "unexplained": (
        "Savings not explained",
        "The targets less what is secured, uncertain and not delivered, added up over the proposals.",
    ),
}
_READS = {
    **{name: (name,) for name in ("red", "amber", "green", "blue", "mitigations")},
    **{"target": ("target", "proposed"), "secured": ("green", "blue", "achieved", SHARE)},
    **{"uncertain": ("amber", "at_risk"), "not_delivered": ("red",)},
    "unexplained": ("target", "proposed", *RATINGS, "achieved", "at_risk", SHARE),
}
"""The columns that each figure can be worked out from."""


def _column(name: str) -> ColumnRef:
    return ColumnRef("savings", name if name in ("status", SHARE) else f"{name}_gbp_k")


def _reads(savings: Savings | None, *names: str) -> tuple[ColumnRef, ...]:
    """List the columns that figures are worked out from, with those of status words and shares where there are any."""
    columns = [column for name in names for column in _READS[name]]
    forms = set() if savings is None else set(savings.lines["form"].dropna())
    if Form.STATUS in forms and set(names) - {"target", "mitigations"}:
        columns += ["status", *_READS["target"]]
    if Form.SHARE in forms and SHARE in columns:
        columns += _READS["target"]
    return tuple(_column(name) for name in dict.fromkeys(columns))


@worked_out_once
def metrics(data: PeriodData) -> list[Metric]:
    """List the chapter's headline figures."""
    savings = analyse(data)
    totals = savings.totals if savings else {}
    model: dict[str, int | None] = {} if savings is None else {**savings.states, "unexplained": savings.unexplained}
    known = {**totals, **model}
    left: tuple[str, ...] = ("amber", "green", "mitigations")
    possible = list(left)
    if savings is not None and savings.deliverable is not None:
        possible = list(savings.still_possible)
        if not savings.rated:
            left = ("secured", "uncertain", "mitigations")
        elif savings.part("blue"):
            left = ("amber", "green", "blue", "mitigations")
    return [
        *(_headline(savings, name, known.get(name), *words) for name, words in _HEADLINES.items()),
        money(
            "savings.deliverable",
            savings.deliverable if savings else None,
            f"Can still be delivered: {listing(possible)}",
            Lineage(f"{' plus '.join(possible).capitalize()}.", _reads(savings, *left)),
            Polarity.BETTER,
        ),
        money(
            "savings.risk_weighted",
            savings.risk_weighted if savings else None,
            "Risk-weighted delivery",
            Lineage(
                "Green and mitigations in full, amber at the rate assumed.", _reads(savings, *left), ("assumptions",)
            ),
            Polarity.BETTER,
        ),
        *(_headline(savings, name, known.get(name), *_in_words(savings, name)) for name in _MODEL),
    ]


def _headline(savings: Savings | None, name: str, amount: int | None, label: str, how: str) -> Metric:
    lineage = Lineage(how, _reads(savings, name))
    return money(f"savings.{name}", amount, label, lineage, _RISE.get(name, Polarity.NEITHER))


def _in_words(savings: Savings | None, name: str) -> tuple[str, str]:
    """Name a state as the return does, where all its lines have one form."""
    part = None if savings is None or savings.rated else savings.part(name)
    if part is None:
        return _MODEL[name]
    return f"Savings {part.word}", f"What is {part.word}, added up over the proposals."


def headlines(savings: Savings | None) -> tuple[str, ...]:
    """Name the figures at the head of the page, which are those that the return's own words have."""
    rest = ("savings.unexplained",) if savings is not None and len(savings.short) and not len(savings.over) else ()
    if savings is None or savings.rated:
        return ("savings.target", "savings.red", "savings.deliverable", "savings.risk_weighted", *rest)
    return ("savings.target", *(f"savings.{part.name}" for part in savings.parts), *rest)


def details(data: PeriodData) -> list[Metric]:
    """List the savings proposal by proposal."""
    savings = analyse(data)
    if savings is None:
        return []
    lines = savings.lines
    figures = [money("savings.stated_total", column_sum(lines["stated_total_gbp"]), "Total in the paper")]
    shown = [name for name in AMOUNTS if name == "target" or lines[f"{name}_gbp"].notna().any()]
    shown += [part.name for part in savings.parts if part.name not in shown]
    shown += ["unexplained"] if lines["unexplained_gbp"].ne(0).any() else []
    for _, row in lines.iterrows():
        for name in shown:
            amount = pounds_of(row[f"{name}_gbp"])
            label, polarity = f"{row['proposal']}: {name}", _RISE.get(name, Polarity.NEITHER)
            metric = f"savings.{name}.{slug(row['ref'])}"
            figures.append(money(metric, amount, label, polarity=polarity, typed_from=place_of(row)))
    return figures
