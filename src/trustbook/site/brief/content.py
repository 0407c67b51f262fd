"""Gather the brief of an edition: the answer, why, what changed, who pays, four figures, savings, and the questions.

In: the figures and chapters that the edition is made of; nothing is analysed again. Out: a `Brief` of plain text. What
the month does not report has no place in it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

from trustbook.checks.findings import Report
from trustbook.claims.causes import causes
from trustbook.claims.report import TieOutRow
from trustbook.config.settings import Settings
from trustbook.config.words import words
from trustbook.core.amounts_in_prose import money, share
from trustbook.core.formatting import capitalised, listing, percent, uncapitalised
from trustbook.position import PRESSURE
from trustbook.site.brief.questions import Question, questions
from trustbook.site.brief.reported import Reported
from trustbook.site.chart_renderer import charts_of
from trustbook.site.data_warnings import chapter_reads
from trustbook.site.description import whole_answer
from trustbook.site.metadata import Facts
from trustbook.site.titles import title_of

_CHANGES = "what-changed"
_ABOVE_BUDGET = ("forecast.pressure", "forecast.variance")
_KEY_FIGURES = (
    *("council.call", "savings.target", "workforce.agency_headcount"),
    *(*_ABOVE_BUDGET, "forecast.projected_outturn", "placements.packages", "placements.nights"),
)
"""The first four of these that the month reports, after how far it is from the budget."""
_FOUR = 4
_RATED = (
    ("savings.red", "Red", "will not be delivered"),
    ("savings.amber", "Amber", "likely, not confirmed"),
    ("savings.green", "Green", "confirmed"),
    ("savings.blue", "Blue", "delivered"),
)
RATINGS = frozenset(name for name, _, _ in _RATED)
"""The metrics of savings by their colour."""
_NOT_RATED = (
    ("savings.secured", "Secured", ""),
    ("savings.uncertain", "Uncertain", ""),
    ("savings.not_delivered", "Not delivered", ""),
    ("savings.unexplained", "Not explained", ""),
)
_LINES_NAMED = 3
_LARGE_PART = 0.05
_MOVED = ("forecast.pressure_movement", "forecast.variance_movement")


@dataclass(frozen=True)
class Figure:
    """A figure with its name, a line on what it means, and the metric that it is."""

    metric: str
    name: str
    amount: str
    meaning: str = ""


@dataclass(frozen=True)
class Asked:
    """A question with the title and the address of the page to read on."""

    question: Question
    title: str
    page: str


@dataclass(frozen=True)
class Drawn:
    """A chart, and the heading above it."""

    heading: str
    title: str
    subtitle: str
    description: str
    drawing: str
    """The SVG."""


@dataclass(frozen=True)
class Brief:
    """What the brief says."""

    about: Facts
    front: str
    answer: str
    why: tuple[str, ...]
    changed: str
    shares: tuple[Figure, ...]
    whole: Figure | None
    figures: tuple[Figure, ...]
    savings: tuple[Figure, ...]
    chart: Drawn | None
    asked: tuple[Asked, ...]


def gather(
    about: Facts,
    settings: Settings,
    pages: Sequence[str],
    source: Path,
    metrics: Mapping[str, Mapping[str, Any]],
    report: Report,
    compared: Sequence[TieOutRow],
) -> Brief:
    """Gather the brief of an edition from its laid-out book in `source`."""
    found = Reported(metrics)
    chapters = {page: source / f"{page}.ipynb" for page in pages if (source / f"{page}.ipynb").exists()}
    changes = next((path for page, path in chapters.items() if page.endswith(f"/{_CHANGES}")), None)
    shares = _shares(found, settings)
    return Brief(
        about=about,
        front=pages[0],
        answer=_said(chapters.get(pages[0])),
        why=tuple(_why(found)),
        changed=_said(changes) if any(found.amount(name) is not None for name in _MOVED) else "",
        shares=shares,
        whole=_whole(found) if shares else None,
        figures=tuple(_figures(found, settings))[:_FOUR],
        savings=_savings(found),
        chart=_chart("The year so far", chapters.get(pages[0])) or _chart("In one chart", *chapters.values()),
        asked=tuple(_places(questions(found, report.open_warnings, len(causes(compared))), pages, chapters, source)),
    )


def _said(notebook: Path | None) -> str:
    """Return the answer of a chapter."""
    return "" if notebook is None else whole_answer(notebook)


def _figure(found: Reported, name: str, meaning: str = "", label: str = "") -> Figure | None:
    amount = found.amount(name)
    if amount is None:
        return None
    sign = "−" if amount < 0 else ""
    return Figure(name, label or found.label(name), f"{sign}{found.written(name)}", meaning)


def _figures(found: Reported, settings: Settings) -> list[Figure]:
    """List the key figures that the month reports, the most asked for first."""
    first = next((name for name in _ABOVE_BUDGET if found.amount(name) is not None), "")
    names = dict.fromkeys((first, *_KEY_FIGURES))
    if not settings.councils:
        names.pop("council.call")
    made = (_figure(found, name, _meaning(found, name)) for name in names)
    return [each for each in made if each is not None]


def _meaning(found: Reported, name: str) -> str:
    """Say in a line what a key figure means, if there are the figures for it."""
    if name == "forecast.pressure" and found.above_nil("forecast.contract_sum"):
        return _of_budget(found, name, "forecast.contract_sum", words().budget)
    if name == "forecast.variance":
        revised = found.above_nil("forecast.revised_contract_sum")
        if not revised and found.amount("forecast.pressure") is not None:
            return ""  # it is measured from a revised sum that the month does not report
        budget = "forecast.revised_contract_sum" if revised else "forecast.contract_sum"
        what = words().revised if revised else words().budget
        return _of_budget(found, name, budget, what) if found.above_nil(budget) else ""
    if name == "council.call" and found.above_nil("council.not_in_forecast"):
        return f"with {found.written('council.not_in_forecast')} that the forecast leaves out"
    if name == "savings.target" and found.amount("savings.not_delivered") is not None:
        return f"{found.written('savings.not_delivered')} of it will not be delivered"
    if name == "workforce.agency_headcount" and found.above_nil("workforce.agency_premium_fte"):
        return f"their extra cost would pay for {found.written('workforce.agency_premium_fte')} posts"
    return ""


def _of_budget(found: Reported, name: str, budget: str, what: str) -> str:
    amount, of = found.amount(name) or 0, found.amount(budget) or 1
    part = share(abs(Fraction(round(amount)) / Fraction(round(of))))
    return f"{part} {'below' if amount < 0 else 'above'} the {found.written(budget)} {what}"


def _why(found: Reported) -> list[str]:
    """Say what the pressure is made of, and which lines the variance is in."""
    said = []
    parts = [layer for layer in PRESSURE if found.amount(layer.metric)]
    if found.above_nil("forecast.pressure", *(layer.metric for layer in parts)) and len(parts) > 1:
        made = listing([f"{found.written(layer.metric)} {uncapitalised(layer.label)}" for layer in parts])
        said.append(f"The pressure of {found.written('forecast.pressure')} is made of {made}.")
    whole = found.amount("forecast.variance") or 0
    way = "under" if whole < 0 else "over"
    lines = sorted(found.below("forecast.variance"), key=lambda name: found.amount(name) or 0, reverse=whole > 0)
    large = [name for name in lines if (found.amount(name) or 0) / whole >= _LARGE_PART] if whole else []
    named = [f"{found.written(name)} in {found.part(name)}" for name in large[:_LINES_NAMED]]
    are = "s are" if len(named) > 1 else " is"
    return [*said, f"The largest {way}spend{are} {listing(named)}."] if named else said


def _shares(found: Reported, settings: Settings) -> tuple[Figure, ...]:
    """List what each council would pay, where several pay."""
    whole = found.amount("council.call")
    if not whole or len(settings.councils) < 2:
        return ()
    made = []
    for council in settings.councils:
        name = f"council.call.{council.code}"
        part = found.amount(name)
        if part is not None:
            amount = _to_add_up(round(part), round(whole))
            made.append(Figure(name, council.name, amount, percent(part / whole, 2)))
    return tuple(made)


def _whole(found: Reported) -> Figure:
    """Return what the shares add up to, with as many digits as they have."""
    whole = round(found.amount("council.call") or 0)
    return Figure("council.call", found.label("council.call"), _to_add_up(whole, whole))


def _to_add_up(amount: int, whole: int) -> str:
    return money(amount, whole // 100)


def _savings(found: Reported) -> tuple[Figure, ...]:
    """List the savings by rating, or by how sure they are where the return does not rate them."""
    target = found.amount("savings.target")
    if not target:
        return ()
    rated = any(found.amount(name) is not None for name, _, _ in _RATED)
    made = []
    for name, word, meaning in _RATED if rated else _NOT_RATED:
        amount = found.amount(name)
        if amount is not None:
            part = share(Fraction(round(amount)) / Fraction(round(target)))
            made.append(Figure(name, f"{word}{f' ({meaning})' if meaning else ''}", found.written(name), part))
    return tuple(made)


def _chart(heading: str, *notebooks: Path | None) -> Drawn | None:
    """Return the first chart of these chapters."""
    found = (chart for path in notebooks if path for chart in charts_of(path))
    texts, drawing = next(found, ({}, ""))
    return Drawn(heading, texts["title"], texts["subtitle"], texts["description"], drawing) if texts else None


def _places(found: Sequence[Question], pages: Sequence[str], chapters: Mapping[str, Path], source: Path) -> list[Asked]:
    """Find the page of each question; a question about what no page of the edition is about is left out."""
    of_metric = {prefix: page for page, path in chapters.items() for prefix in chapter_reads(path)["metrics"]}
    asked = []
    for each in found:
        page = each.page or of_metric.get(each.metrics[0].partition(".")[0], "")
        if page in pages:
            asked.append(Asked(each, _title(source, page), page))
    return asked


def _title(source: Path, page: str) -> str:
    """Return the title of a laid-out page."""
    notebook = source / f"{page}.ipynb"
    title = title_of(notebook if notebook.exists() else source / f"{page}.md")
    return capitalised(title.replace("\\", ""))
