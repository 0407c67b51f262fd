"""Write what has been spent so far. In: a `SpentSoFar` and the data of its period. Out: text for the page."""

from __future__ import annotations

from fractions import Fraction

from trustbook.chapters.forecast_trend.spending import Spending
from trustbook.chapters.forecast_trend.spent_so_far import SpentSoFar
from trustbook.components.absent import no_figure
from trustbook.components.page import Text, say
from trustbook.config.words import words
from trustbook.core.amounts_in_prose import money, more_or_less, share
from trustbook.core.formatting import counted, in_words, listing
from trustbook.core.markup import strong
from trustbook.data.period_data import PeriodData

_NAMED = 3
"""The most lines that a sentence names."""


def answer(spent: SpentSoFar | None, data: PeriodData) -> Text:
    """Say what was spent so far and what the rest of the year must be for the forecast to hold."""
    if spent is None:
        return say(no_figure(data.period, data.absence(), "spending to date"))
    if not spent.together.months_left:
        return say(_at_year_end(spent), _coverage(spent))
    beyond = _beyond(spent)
    so_far = _so_far(spent)
    return say(
        strong(beyond) if beyond else None,
        so_far if beyond else strong(so_far),
        _coverage(spent),
        _rates(spent),
        _committed(spent),
        _ends(spent),
        _next_year(spent),
    )


def the_rest(months: int) -> str:
    """Write `the last month`, or `the five months left`."""
    return "the last month" if months == 1 else f"the {in_words(months)} months left"


def _beyond(spent: SpentSoFar) -> str | None:
    """Say that spending and commitments exceed the forecast: of the whole, or of lines."""
    whole = spent.together
    if whole.is_overcommitted:
        return f"{_is_beyond(whole, 'Spending')}. The forecast is lower than what is already {_how(whole)}."
    found = spent.overcommitted
    if not found:
        return None
    first = found[0]
    others = _names([f"{line.name} ({more_or_less(line.beyond)})" for line in found[1:]])
    return f"{_is_beyond(first, f'{first.name}: spending')}.{f' The same is true of {others}.' if others else ''}"


def _is_beyond(line: Spending, subject: str) -> str:
    verb = "and commitments come to" if _how(line) != "spent" else "so far comes to"
    return f"{subject} {verb} {more_or_less(line.beyond)} than the {money(line.outturn or 0)} forecast for the year"


def _how(line: Spending) -> str:
    """Say whether the forecast is passed by what is spent alone."""
    return "spent" if line.left is not None and line.left < 0 else "spent and committed"


def _names(names: list[str]) -> str:
    return (
        listing(names) if len(names) <= _NAMED else listing([*names[: _NAMED - 1], f"{len(names) - _NAMED + 1} more"])
    )


def _so_far(spent: SpentSoFar) -> str:
    whole, end = spent.together, f"the end of {spent.period.month_name}"
    to_date = whole.to_date or 0
    subject = f"{words().The_body} has spent {money(to_date)} by {end}"
    if to_date < 0:
        subject = f"{words().The_body} has received {money(-to_date)} more than it has spent by {end}"
    if not spent.is_whole:
        subject += f" on {_lines_with_a_figure(spent)}"
    if whole.share_spent is not None and whole.outturn is not None:
        joined = ":" if spent.is_whole else ". That is"
        subject += f"{joined} {share(whole.share_spent)} of the {money(whole.outturn)} forecast for the year"
    sentence = f"{subject}, with {share(whole.share_of_year)} of the year gone."
    return f"{sentence}{_against_profile(whole)}"


def _lines_with_a_figure(spent: SpentSoFar) -> str:
    return f"{len(spent.counted)} of its {counted(len(spent.lines), words().line, words().lines)}"


def _against_profile(whole: Spending) -> str:
    if whole.above_profile is None:
        return ""
    if not whole.above_profile:
        return f" That is what the {words().budget} planned by now."
    return f" That is {more_or_less(whole.above_profile)} than planned by now."


def _coverage(spent: SpentSoFar) -> str | None:
    """Say which lines have no figure, so that the sum is not taken for the whole."""
    if spent.is_whole:
        return None
    return (
        f"The return gives no figure for {_names(list(spent.without))}. What follows adds up the "
        f"{words().lines} that have one, so it is not the whole."
    )


def _rates(spent: SpentSoFar) -> str | None:
    whole = spent.together
    if whole.run_rate is None:
        return None
    text = f"So far that is {money(whole.run_rate)} a month."
    if whole.month == 1:
        text = "This is the first month of the year, so one month stands for the rate so far."
    if whole.latest_rate is not None and spent.before is not None:
        months = whole.month - (whole.month_before or 0)
        span = f"the {in_words(months)} months" if months > 1 else "the month"
        text += f" In {span} since {spent.before.month_name} it was {money(whole.latest_rate)} a month."
    if whole.rest_rate is None or whole.rate_change is None:
        return f"{text} The return gives no projected outturn, so we cannot say what the rest of the year must be."
    return f"{text} {_to_hold(whole)}{_largest_changes(spent)}"


def _to_hold(whole: Spending) -> str:
    rest, change = whole.rest_rate or Fraction(0), whole.rate_change or Fraction(0)
    must = "must come to" if whole.months_left == 1 else "must average"
    a_month = "" if whole.months_left == 1 else " a month"
    if rest < 0:
        return (
            f"For the forecast to hold, {the_rest(whole.months_left)} must bring in {money(-rest)}{a_month} more than "
            "is spent."
        )
    if not change:
        return f"For the forecast to hold, {the_rest(whole.months_left)} {must} the same."
    part = f" ({share(abs(whole.rate_change_share))})" if whole.rate_change_share is not None else ""
    return (
        f"For the forecast to hold, {the_rest(whole.months_left)} {must} {money(rest)}{a_month}: {money(abs(change))}"
        f"{part} {'less' if change < 0 else 'more'} than in a month so far."
    )


def _largest_changes(spent: SpentSoFar) -> str:
    """Name the line whose rate must fall most, and the one whose rate is to rise most."""
    known = [line for line in spent.counted if line.rate_change is not None]
    if len(spent.counted) == 1 or not known:
        return ""
    lowest, highest = min(known, key=_change), max(known, key=_change)
    sentences = []
    if _change(lowest) < 0:
        sentences.append(f"The largest fall is in {_from_to(lowest)}.")
    if _change(highest) > 0:
        sentences.append(f"The largest rise is in {_from_to(highest)}.")
    return " ".join(["", *sentences])


def _change(line: Spending) -> Fraction:
    return line.rate_change or Fraction(0)


def _from_to(line: Spending) -> str:
    was, rest = money(line.run_rate or 0), money(line.rest_rate or 0)
    if was == rest:
        was, rest = money(line.run_rate or 0, _change(line)), money(line.rest_rate or 0, _change(line))
    return f"{line.name}, from {was} to {rest} a month"


def _committed(spent: SpentSoFar) -> str | None:
    """Divide what is left of the forecast into what is committed and what is still to be decided."""
    whole = spent.together
    given = [line for line in spent.counted if line.committed is not None]
    if not given:
        return None
    if whole.committed is None:
        together = sum(line.committed or 0 for line in given)
        lines = counted(len(spent.counted), words().line, words().lines)
        return (
            f"The return gives commitments for {len(given)} of {lines}, {money(together)} together. So we cannot say "
            "how much is still to be decided."
        )
    if whole.undecided is None or whole.left is None:
        return f"Another {money(whole.committed)} is committed up to the end of the year."
    if whole.left < 0 or whole.undecided < 0:
        return f"Another {money(whole.committed)} is committed up to the end of the year, so nothing is left to decide."
    if not whole.committed:
        return f"None of the {money(whole.left)} left in the forecast is committed yet."
    return (
        f"Of the {money(whole.left)} left in the forecast, {money(whole.committed)} is already committed and "
        f"{money(whole.undecided)} is still to be decided."
    )


def _ends(spent: SpentSoFar) -> str | None:
    """Say where the year would end at the rates so far, and that this is arithmetic."""
    whole = spent.together
    if whole.end_at_run_rate is None:
        return None
    so_far = _against_forecast(whole.end_at_run_rate, whole)
    text = f"If spending went on at the rate so far, the year would end at {so_far}."
    if whole.end_at_latest_rate is not None and spent.before is not None:
        end = _against_forecast(whole.end_at_latest_rate, whole)
        text += f" At the rate since {spent.before.month_name} it would end at {end}."
    return f"{text} This is arithmetic, not a forecast: one-off and seasonal costs make it rough."


def _against_forecast(end: Fraction, whole: Spending) -> str:
    if whole.outturn is None:
        return money(end)
    apart = end - whole.outturn
    return f"{money(end)}, {more_or_less(apart)} than forecast" if apart else f"{money(end)}, as forecast"


def _next_year(spent: SpentSoFar) -> str | None:
    whole = spent.together
    effect, rate = whole.full_year_effect, whole.rest_rate
    if effect is None or rate is None:
        return None
    length = "last month" if whole.months_left == 1 else f"last {in_words(whole.months_left)} months"
    basis = f"That assumes that the {money(rate)} a month forecast for this year's {length} goes on for 12 months."
    unsure = " One month carries this estimate, so year-end entries weigh heavily in it." * (whole.months_left == 1)
    change = f"{more_or_less(effect)} than" if effect else "the same as"
    return f"We estimate that next year would cost {change} this year. {basis}{unsure}"


def _at_year_end(spent: SpentSoFar) -> str:
    """Compare what is recorded with the outturn, at the end of the year."""
    whole = spent.together
    of = "" if spent.is_whole else f" on {_lines_with_a_figure(spent)}"
    recorded = f"Spending recorded to the end of {spent.period.month_name}{of} is "
    recorded += money(whole.to_date or 0, whole.left or None)
    if whole.outturn is None or whole.left is None:
        return strong(f"{recorded}.") + " The return gives no outturn to compare it with."
    end = spent.status.choose("forecast for the year", spent.status.words)
    outturn = f"the {money(whole.outturn, whole.left or None)} {end}"
    if not whole.left:
        return strong(f"{recorded}, the same as {outturn}.") + " No year-end entries lie between them."
    return strong(f"{recorded}, {more_or_less(-whole.left)} than {outturn}.") + (
        " The difference is accruals and other year-end entries: amounts of the year that are entered after its last "
        "month."
    )
