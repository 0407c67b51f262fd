"""Write the front page: the position in one sentence, why, what changed, four figures, what to note, the chapters.

In: the analyses of a period. Out: text and tables, which say what is not reported.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from trustbook.chapters.call_on_councils import analysis as call_analysis
from trustbook.chapters.call_on_councils import low_expected_high, low_expected_high_text
from trustbook.chapters.call_on_councils import text as call_page
from trustbook.chapters.forecast_trend import text as forecast_page
from trustbook.chapters.forecast_trend.analysis import Forecast
from trustbook.chapters.metrics import origin
from trustbook.chapters.savings_rag import text as savings_page
from trustbook.chapters.savings_rag.analysis import Savings
from trustbook.chapters.what_changed import text as changes_page
from trustbook.chapters.what_changed.analysis import Comparison
from trustbook.chapters.what_changed.movement import arrow, movement, subject
from trustbook.chapters.workforce_agency import text as workforce_page
from trustbook.chapters.workforce_agency.analysis import Workforce
from trustbook.components.absent import no_figure, not_held
from trustbook.components.lineage import Origin
from trustbook.components.page import Headline, KeyFigure, KeyFigures, News, Text, bullets, say
from trustbook.config.discovery import folder_of, in_chapter
from trustbook.config.words import words
from trustbook.core.amounts_in_prose import money, share, up_or_down
from trustbook.core.formatting import Absence, capitalised, counted, in_words, listing, percent, uncapitalised
from trustbook.core.markup import joined, link, plain
from trustbook.data.period_data import PeriodData
from trustbook.position import VARIANCE

_TO_ADD_UP = 100_000
"""Parts of an amount show differences of this size in pounds: rounded more, they might not add up."""
_MOST_NAMED = 4
"""Parts whose change is said by name."""
_SEVERAL = 2
"""From so many councils on each has a share."""
_RATINGS = {
    "red": " (will not be delivered)",
    "amber": " (likely, not confirmed)",
    "green": " (confirmed)",
    "blue": " (delivered)",
}


def headline(data: PeriodData, forecast: Forecast, changed: Comparison | None) -> Headline:
    """Give the position in one sentence; then why, what changed and each council's share, a line each."""
    points = {
        "Why": forecast_page.largest(forecast),
        "What changed": _what_changed(forecast, changed),
        "Each council's share": _shares(data, forecast),
    }
    return Headline(
        answer=f"{forecast_page.above(forecast)}.".replace("..", "."),
        points=tuple((name, said) for name, said in points.items() if said),
    )


def _what_changed(forecast: Forecast, changed: Comparison | None) -> str:
    """Say what changed since the previous return, in all and by part, with the way to every figure."""
    said = forecast_page.movement(forecast)
    if changed is None:
        return said
    moved = _by_part([f"{subject(each)} {movement(each)}" for each in changed.parts if each.change])
    return joined([said, *moved, link("All changes, figure by figure", "what-changed.html")])


def _by_part(moved: Sequence[str]) -> list[str]:
    """List the largest changes of parts, which come first, and count the others."""
    smaller = len(moved) - _MOST_NAMED
    others = [counted(smaller, "smaller change")] if smaller > 0 else []
    return [f"By part: {listing([*moved[:_MOST_NAMED], *others])}."] if moved else []


def _shares(data: PeriodData, forecast: Forecast) -> str | None:
    """Say what each council would pay of the cost; None where one pays, nobody does, or the cost is not known."""
    cost, calls = forecast.position.call, forecast.calls
    if cost is None or calls is None or len(calls) < _SEVERAL:
        return None
    parts = [
        f"{council.short_name} {money(calls[council.code], _TO_ADD_UP)} "
        f"({percent(float(data.shares[council.code]), 2)})"
        for council in data.settings.councils
    ]
    return f"{listing(parts)} of the {money(cost, _TO_ADD_UP)} {words().cost}."


def key_figures(
    data: PeriodData,
    forecast: Forecast,
    savings: Savings | None,
    workforce: Workforce | None,
    changed: Comparison | None,
) -> KeyFigures:
    """Give the four figures, each with its direction and its meaning."""
    first = (
        _pressure(forecast, changed, origin(data, "forecast.pressure"))
        if forecast.adjusted
        else _variance(forecast, changed, origin(data, VARIANCE.metric))
    )
    cost = (
        (_call(data, forecast, changed, origin(data, "council.call")),)
        if forecast.adjusted and data.settings.councils
        else ()
    )
    return KeyFigures((first, *cost, *_of_chapters(data, savings, workforce, changed)))


def sources(data: PeriodData) -> Text:
    """Name the papers that the figures come from."""
    return say(f"Source: {listing(_sources(data))}.")


def _of_chapters(
    data: PeriodData, savings: Savings | None, workforce: Workforce | None, changed: Comparison | None
) -> Iterator[KeyFigure]:
    """Give the figures of savings and of agency staff, if there are any or the book has a chapter on them."""
    if savings is not None or "savings-rag" in data.chapters:
        yield _savings(data, savings, changed, origin(data, "savings.target"))
    if workforce is not None or "workforce-agency" in data.chapters:
        yield _agency(data, workforce, changed, origin(data, "workforce.agency_headcount"))


def _direction(changed: Comparison | None, name: str) -> tuple[str, ...]:
    """Say how a figure changed since the previous return: arrow, words, meaning; nothing without a figure."""
    change = changed.get(name) if changed else None
    if changed is None or change is None or change.new is None:
        return ()
    before = changed.since
    if change.old is None:
        month = changed.old.month_name
        if change.old_absent is Absence.NOT_HELD:
            return (f"we do not have {month}'s figure",)
        return (f"{month}'s return does not report it",)
    if not change.change:
        return (f"unchanged since {before}",)
    meaning = f": {change.meaning}" if change.meaning else ""
    return (f"{arrow(change)} {movement(change)} since {before}{meaning}",)


def _line(sentence: str) -> str:
    """Write a sentence as a line below a figure, which ends without a full stop."""
    return (uncapitalised(sentence) if sentence.startswith(("We ", "For ")) else sentence).removesuffix(".")


def _sources(data: PeriodData) -> tuple[str, ...]:
    """List the papers that the figures of this period come from."""
    columns = [table.typed["source_id"] for name, table in data.current.tables.items() if name != "claims"]
    return data.reference.titles_of(source for column in columns for source in column)


def _label(forecast: Forecast, what: str) -> str:
    """Name the first figure: `Forecast pressure`, or `Pressure, provisional outturn` once the year has ended."""
    return forecast.status.choose(f"Forecast {what}", f"{what.capitalize()}, {forecast.status.words}")


def _pressure(forecast: Forecast, changed: Comparison | None, comes_from: Origin) -> KeyFigure:
    here = forecast.position
    if here.pressure is None:
        return KeyFigure(_label(forecast, "pressure"), forecast.absent.value, (f"variance {money(here.variance)}",))
    of_budget = _share(here.pressure, here.contract_sum, words().budget)
    apart: tuple[str, ...] = ()
    if forecast.variance_movement is not None and forecast.variance_movement != forecast.pressure_movement:
        apart = tuple(f"variance {line}" for line in _direction(changed, "forecast.variance"))
    meaning = (*_direction(changed, "forecast.pressure"), *apart, *of_budget)
    return KeyFigure(_label(forecast, "pressure"), money(here.pressure), meaning, comes_from)


def _variance(forecast: Forecast, changed: Comparison | None, comes_from: Origin) -> KeyFigure:
    """Show the variance alone, of a body that never reports what stands outside its lines."""
    here = forecast.position
    name = words().budget if here.revised_contract_sum is None else here.revised_name
    meaning = (*_direction(changed, VARIANCE.metric), *_share(here.variance, here.budget, name))
    return KeyFigure(_label(forecast, "variance"), money(here.variance), meaning, comes_from)


def _share(above: int, budget: int | None, name: str) -> tuple[str, ...]:
    if not budget:
        return ()
    part = share(Fraction(abs(above), budget))
    return (f"{part} {'below' if above < 0 else 'above'} the {money(budget)} {name}",)


def _rise(data: PeriodData, changed: Comparison | None) -> tuple[str, ...]:
    """Say in lines how the cost to the councils rose, if only the paper says so of the whole."""
    found = call_analysis.analyse(data)
    moved = None if found is None else found.movement
    if changed is None or moved is None or moved.new_items is None or moved.printed is None:
        return ()
    said = (f"the paper says {up_or_down(moved.printed)} since {changed.since}",)
    return (
        said if moved.like_for_like is None else (*said, f"counting the same items, {up_or_down(moved.like_for_like)}")
    )


def _call(data: PeriodData, forecast: Forecast, changed: Comparison | None, comes_from: Origin) -> KeyFigure:
    here = forecast.position.period
    left_out = forecast.position.not_in_forecast
    if forecast.position.call is None or forecast.calls is None:
        return KeyFigure(
            capitalised(words().cost), forecast.absent.value, (_line(forecast_page.no_call(here, forecast.absent)[0]),)
        )
    return KeyFigure(
        f"{capitalised(words().cost)}{', unless mitigated' if forecast.position.call > 0 else ''}",
        money(forecast.position.call),
        (
            *(_rise(data, changed) or _direction(changed, "council.call")),
            *((f"the pressure, and {money(left_out)} that the forecast leaves out",) if left_out else ()),
        ),
        comes_from,
    )


def _savings(data: PeriodData, savings: Savings | None, changed: Comparison | None, comes_from: Origin) -> KeyFigure:
    if savings is None:
        return KeyFigure(
            "Savings target", data.absence().value, (_line(no_figure(data.period, data.absence(), "savings")),)
        )
    parts = [
        f"{'at least ' * (part.amount is None)}{money(part.known)} {part.word}{_RATINGS.get(part.name, '')}"
        for part in savings.parts
    ]
    parts += [f"{money(savings.not_explained)} not explained"] if savings.not_explained else []
    moved = "savings.red" if savings.rated else f"savings.{savings.parts[0].name}" if savings.parts else ""
    change = changed.get(moved) if changed else None
    word = f"{savings.parts[0].word}: " if savings.parts and change is not None and change.old is not None else ""
    meaning = (
        listing(parts) or "the return does not say how they stand",
        *(f"{word}{line}" for line in _direction(changed, moved)),
    )
    return KeyFigure("Savings target", money(savings.target), meaning, comes_from)


def _agency(data: PeriodData, workforce: Workforce | None, changed: Comparison | None, comes_from: Origin) -> KeyFigure:
    if workforce is None:
        why = _line(no_figure(data.period, data.absence(), "workforce figures"))
        return KeyFigure("Agency staff", data.absence().value, (why,))
    figure, meaning = workforce_page.position(workforce)
    moved = _direction(changed, "workforce.agency_headcount")
    return KeyFigure("Agency staff", figure, (*moved, *meaning), comes_from)


def _things(count: int) -> str:
    return f"{'one' if count == 1 else in_words(count)} thing{'' if count == 1 else 's'}"


def asked(data: PeriodData) -> Text | None:
    """Say what the finance paper asks its committee to do, if the return carries it."""
    frame = data.current.dataset("recommendations")
    if frame is None:
        return None
    papers = data.reference.titles_of(frame["source_id"])
    places = listing([uncapitalised(str(place)) for place in dict.fromkeys(frame["locator"].dropna())])
    source = f"Source: {listing(list(papers))}{', ' + places if places else ''}." if papers else None
    return say(
        f"The finance paper asks the committee to do {_things(len(frame))}, here in our words.",
        bullets([f"{row.item}) {row.text}." for row in frame.itertuples()]),
        source,
    )


def to_note(data: PeriodData, forecast: Forecast, savings: Savings | None) -> Text:
    """List points to note that the key figures do not say. What chapters the month lacks, its edition says."""
    here = forecast.position
    lines = list(_about_the_changes(data, forecast, savings))
    if here.call is not None and forecast.calls is not None:
        lines += [] if here.call > 0 else [f"{forecast_page.nothing_to_fund(here.call)}."]
        lines += _range(data)
    elif here.call is not None:
        lines.append(f"With what the forecast leaves out, the {words().cost} is {money(here.call)}.")
    elif forecast.adjusted:
        what = f"items outside the forecast (so we cannot give the {words().cost})"
        lines.append(no_figure(here.period, forecast.absent, what))
    if here.disputed_income:
        lines.append(f"{money(here.disputed_income)} of the pressure is income in dispute, counted as not paid.")
    if savings is not None:
        lines.append(savings_page.to_note(savings))
        lines += savings_page.unexplained(savings)
    if (unheld := not_held(data)) is not None:
        lines.append(unheld)
    lines += [f"Data warning. {line}" for line in forecast.warnings]
    lines.append(
        link("Data quality", "../book/data-quality.html")
        + " lists what our checks found in the return, and where papers disagree."
    )
    return bullets(lines)


def _about_the_changes(data: PeriodData, forecast: Forecast, savings: Savings | None) -> Iterator[str]:
    """Say what is to be known of a change beside its amount: what was stated before, what papers say of the cost."""
    if (restated := forecast_page.restated(forecast)) is not None:
        yield from restated.paragraphs
    if forecast.previous is None:
        return
    if (rise := call_page.rise(data)) is not None:
        yield rise
    if savings is not None and savings.movement is not None:
        yield joined(savings_page.movement(savings, data).paragraphs)


def _range(data: PeriodData) -> Iterator[str]:
    """Say how low and how high the cost could end, if anything of it is open: the same range as in its chapter."""
    found = low_expected_high.analyse(data)
    if found is not None and found.is_cost and found.low != found.high:
        yield f"{low_expected_high_text.in_one_sentence(found, data)} {low_expected_high_text.counts_only(found)}"


def chapters(data: PeriodData, changed: Comparison | None) -> Text:
    """Link to each chapter that has news, with its answer in one line."""
    found = {"what-changed": News("What changed", changes_page.answer(changed, data).paragraphs[0])}
    for page in data.chapters:
        chapter = in_chapter(folder_of(page), "text")
        news = chapter.news(data) if chapter is not None and hasattr(chapter, "news") else None
        if news is not None:
            found[page] = news
    return bullets([link(each.title, f"{page}.html") + f": {plain(each.line)}" for page, each in found.items()])
