"""The front page in words: the position in one paragraph, four figures, and what changed.

In: the analyses of a period. Out: text and tables. What a return does not report is said to be not reported.
"""

from __future__ import annotations

from trustbook.analysis.forecast import Forecast
from trustbook.analysis.origins import Origin, origin
from trustbook.analysis.savings import RAG, Savings
from trustbook.analysis.workforce import Workforce
from trustbook.returns.material import Material
from trustbook.settings import Settings
from trustbook.show import forecast as forecast_page
from trustbook.show import savings as savings_page
from trustbook.show import workforce as workforce_page
from trustbook.show.page import Headline, KeyFigure, Text, bullets
from trustbook.words import NOT_REPORTED, direction, listing, millions, percent


def headline(material: Material, forecast: Forecast, savings: Savings | None, workforce: Workforce | None) -> Headline:
    """Give the position in one paragraph and four figures."""
    here = forecast.position
    moved = (
        f", {direction(forecast.pressure_movement)} on the month"
        if forecast.previous and here.pressure is not None
        else ""
    )
    answer = forecast_page.above(here)
    if here.pressure is not None:
        answer += f"{moved}. It is made of {forecast_page.made_of(here)}."
    return Headline(
        context=f"{material.settings.trust.name}. {here.period.label}, financial year {here.period.financial_year}",
        source=f"Source: {listing(_sources(material))}",
        answer=answer,
        figures=(
            _pressure(forecast, origin(material, "forecast.pressure")),
            _call(forecast, material.settings, origin(material, "council.call")),
            _savings(savings, origin(material, "savings.target")),
            KeyFigure(
                "Agency staff", *workforce_page.position(workforce), origin(material, "workforce.agency_headcount")
            ),
        ),
    )


def _sources(material: Material) -> list[str]:
    """The papers that the figures of this period are taken from."""
    titles = material.reference.sources.set_index("source_id")["title"]
    named = [table.typed["source_id"] for name, table in material.current.tables.items() if name != "claims"]
    used = dict.fromkeys(source for column in named for source in column.dropna())
    return [str(titles.get(source, source)) for source in used]


def _pressure(forecast: Forecast, comes_from: Origin) -> KeyFigure:
    here = forecast.position
    if here.pressure is None:
        return KeyFigure("Forecast pressure", NOT_REPORTED, (f"variance {millions(here.variance)}",))
    meaning = []
    if here.contract_sum:
        meaning.append(f"{percent(here.pressure_share)} above the {millions(here.contract_sum)} contract sum")
    if forecast.previous:
        meaning.append(f"{direction(forecast.pressure_movement)} since {forecast.previous.period.short}")
    return KeyFigure("Forecast pressure", millions(here.pressure), tuple(meaning), comes_from)


def _call(forecast: Forecast, settings: Settings, comes_from: Origin) -> KeyFigure:
    if forecast.position.call is None or forecast.calls is None:
        return KeyFigure("Call on the councils", NOT_REPORTED, ("no items outside the forecast are held",))
    shares = tuple(
        f"{council.short_name} {millions(forecast.calls[council.code])} ({percent(float(council.share), 2)})"
        for council in settings.councils
    )
    return KeyFigure("Call on the councils, unless mitigated", millions(forecast.position.call), shares, comes_from)


def _savings(savings: Savings | None, comes_from: Origin) -> KeyFigure:
    if savings is None:
        return KeyFigure("Savings target", NOT_REPORTED, ("no savings are held",))
    return KeyFigure(
        "Savings target",
        millions(savings.target),
        (listing([f"{millions(savings.totals[name])} {name}" for name in RAG]),),
        comes_from,
    )


def changes(material: Material, forecast: Forecast, savings: Savings | None) -> Text:
    """Say what changed since the last period, in plain sentences."""
    if forecast.previous is None:
        return bullets([forecast_page.movement(forecast)])
    before = forecast.previous.period.short
    lines = [forecast_page.movement(forecast)]
    if forecast.bridge is not None:
        moved = [
            f"{step.step} {direction(int(step.amount_gbp))}" for step in forecast.bridge.itertuples() if step.amount_gbp
        ]
        still = [step.step for step in forecast.bridge.itertuples() if not step.amount_gbp]
        if moved:
            lines.append(f"What moved: {listing(moved)}.")
        if still:
            lines.append(f"Unchanged: {listing(still)}.")
    if forecast.position.not_in_forecast is not None and forecast.previous.not_in_forecast is None:
        lines.append(_call_movement(material, before))
    if savings is not None and savings.movement is not None:
        lines.append(str(savings_page.movement(savings, material.period)))
    return bullets(lines)


def _call_movement(material: Material, before: str) -> str:
    """Say why the call has no movement, and what the paper states of it."""
    text = f"No items outside the forecast are held for {before}, so the movement of the call cannot be worked out."
    claims = material.current.dataset("claims")
    if claims is None:
        return text
    here = (claims["metric"] == "council.call_movement") & (claims["period"] == str(material.period))
    stated = [millions(round(value * 1_000_000)) for value in claims.loc[here & (claims["unit"] == "gbp_m"), "value"]]
    return f"{text} The paper states {listing(stated)}, which cannot be checked." if stated else text


def call(material: Material, forecast: Forecast) -> Text:
    """Say what the councils would have to fund, with full names."""
    councils = material.settings.councils
    return forecast_page.call(
        forecast,
        {council.code: council.name for council in councils},
        {council.code: percent(float(council.share), 2) for council in councils},
    )
