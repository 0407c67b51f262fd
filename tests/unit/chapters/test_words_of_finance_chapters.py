"""The pages on a body's money name each body, its budget and those who pay in its own words, and share only a whole."""

import re
from pathlib import Path

import pytest
import yaml
from shown import shown

from looked_at import some
from trustbook.chapters.call_on_councils import analysis as call
from trustbook.chapters.call_on_councils import text as call_page
from trustbook.chapters.forecast_trend import analysis as forecast
from trustbook.chapters.forecast_trend import charts as forecast_charts
from trustbook.chapters.forecast_trend import text as forecast_page
from trustbook.chapters.metrics import details, metrics
from trustbook.chapters.summary import text as summary
from trustbook.chapters.what_changed import analysis as changes
from trustbook.chapters.years import analysis as years
from trustbook.chapters.years import budget_text
from trustbook.chapters.years import text as years_page
from trustbook.components.charts.chart import Chart
from trustbook.data.period_data import open_period
from trustbook.position import share_of

EARLIER, LATER = "2030-31-P03", "2030-31-P04"
CHAPTERS = ("summary", "what-changed", "forecast-trend", "call-on-councils", "years")
PREFIXES = ("forecast.", "council.", "years.", "contract.")
HEADINGS = ("Homecare", "Fostering", "Buses")


def _funders(*shares):
    names = ("Northtown", "Southtown", "Westtown")
    return [
        {"code": name.lower(), "name": f"{name} City", "short_name": name, "share": share}
        for name, share in zip(names, shares, strict=False)
    ]


BODIES = {
    "directorate": {
        "words": {"body": "directorate", "budget": "budget", "heading": "service"},
        "funders": _funders("1"),
    },
    "company": {
        "words": {"body": "company", "budget": "service fee", "agreement": "service deal", "heading": "cost line"},
        "funders": _funders("0.5", "0.3", "0.2"),
    },
    "charity": {"words": {"body": "charity", "budget": "annual budget", "heading": "programme"}, "funders": []},
}
"""A city's directorate with one council, a company of three, and a body that nobody else pays for."""
ANOTHERS = {
    "directorate": r"\b(trusts?|contract|headings?|councils|fee|revised|original)\b",
    "company": r"\b(trusts?|contract|headings?)\b",
    "charity": r"\b(trusts?|contract|headings?|councils?)\b",
}
"""The words that are not the body's."""


def _settings(kind):
    return {
        "body": {"name": f"Northtown {kind}", "short_name": f"N{kind[0]}"},
        "headings": [
            {"name": "Homecare", "group": "Adults"},
            {"name": "Fostering", "group": "Children"},
            {"name": "Buses", "group": "Children"},
        ],
    } | BODIES[kind]


def _line(heading, budget, variance, request=0, *, single=False, movement=0):
    revised = budget + request
    budgets = (
        {"budget_gbp_k": budget}
        if single
        else {
            "contract_sum_gbp_k": budget,
            "change_requests_gbp_k": request,
            "revised_contract_sum_gbp_k": revised,
        }
    )
    return {
        "level": "heading",
        "heading": heading,
        "projected_outturn_gbp_k": revised + variance,
        "variance_gbp_k": variance,
        "movement_gbp_k": movement,
    } | budgets


def _adjustments(disputed=20):
    return [
        {"item": "Pay award", "kind": "agreed_funding", "amount_gbp_k": 50},
        {"item": "Old claims", "kind": "outside_contract", "amount_gbp_k": 30},
        {"item": "Claimed from partners", "kind": "disputed_income", "amount_gbp_k": disputed},
        {"item": "Late bills", "kind": "not_in_forecast", "amount_gbp_k": 20, "recurring": "no"},
    ]


def _returns(*variances, adjusted=True, single=False, before=(90, 250, -10)):
    def made(amounts, disputed):
        lines = [
            _line(name, budget, amount, 0 if single or budget != 1000 else 50, single=single)
            for name, budget, amount in zip(HEADINGS, (1000, 2000, 500), amounts, strict=True)
        ]
        return {"forecast": lines} | ({"adjustments": _adjustments(disputed)} if adjusted else {})

    return {EARLIER: made(before, 40), LATER: made(variances or (100, 300, -20), 20)}


REFERENCE = {
    "contract_sums": [
        {"year": "2029-30", "original_gbp_k": 3000, "status": "agreed", "basis": "Made up"},
        {"year": "2030-31", "original_gbp_k": 3500, "status": "agreed", "basis": "Made up"},
        {"year": "2031-32", "original_gbp_k": 3900, "status": "provisional", "basis": "Made up"},
    ],
    "contract_blocks": [
        {"year": "2031-32", "item": "All of it", "kind": "in_sum", "amount_gbp_k": 3900, "basis": "Made up"},
        {"year": "2031-32", "item": "Set by", "kind": "set_aside", "amount_gbp_k": 40, "basis": "Made up"},
    ],
    "cost_drivers": [
        {"driver": "Care prices", "heading": "Fostering", "named": "2029-11", "basis": "Made up"},
        {"driver": "Pay", "heading": "Homecare", "named": "2029-11", "basis": "Made up"},
    ],
}


@pytest.fixture
def body(synthetic_workspace):
    """Open the newest period of a made-up body, in a book of the chapters on its money."""

    def open_one(kind, returns=None, reference=REFERENCE, **settings):
        place = synthetic_workspace(
            _returns() if returns is None else returns, trust=_settings(kind) | settings, reference=reference
        )
        toc = {"format": "jb-book", "root": "notebooks/summary"}
        toc |= {"chapters": [{"file": f"notebooks/{name}"} for name in CHAPTERS[1:]]}
        Path(place.root, "_toc.yml").write_text(yaml.safe_dump(toc), encoding="utf-8")
        return open_period(LATER, workspace=place)

    return open_one


def said(data):
    """All that the pages say, and how the figures are named and worked out."""
    pages = [_text(each) for _, each in shown(str(data.period), data.root, CHAPTERS)]
    figures = [each for each in (*metrics(data), *details(data)) if each.name.startswith(PREFIXES)]
    return [*pages, *(each.label for each in figures), *(each.lineage.how for each in figures if each.lineage)]


def _text(each):
    whole = f"{each!r}\n{each.table!r}" if isinstance(each, Chart) else repr(each)
    return re.sub(r"\]\(\S+?\)", "]", whole)


def front(data):
    return summary.key_figures(data, forecast.analyse(data), None, None, _compared(data))


def headline(data):
    return summary.headline(data, forecast.analyse(data), _compared(data))


def _compared(data):
    previous = data.at_previous()
    return None if previous is None else changes.compare(previous, data)


@pytest.mark.parametrize("adjusted", [True, False], ids=["adjusted", "variance alone"])
@pytest.mark.parametrize("kind", BODIES)
def test_no_page_calls_a_body_by_anothers_words(body, kind, adjusted):
    for text in some(said(body(kind, _returns(adjusted=adjusted, single=kind == "directorate")))):
        assert not re.search(ANOTHERS[kind], text, re.IGNORECASE), text
        assert not re.search(r"\bnan\b|\bNone\b|<NA>", text), text


def test_the_bodys_own_words_stand_where_the_others_did(body):
    text = "\n".join(said(body("company")))
    for own in (
        "£3.5m service fee",
        "revised service fee",
        "Outside the service deal",
        "Variance by cost line",
        "£480k (14%) above the £3.5m service fee agreed for 2030/31",
        "50% from Northtown, 30% from Southtown and 20% from Westtown",
    ):
        assert own in text


def test_with_one_council_nothing_is_divided(body):
    data = body("directorate", _returns(single=True))
    found = call.analyse(data)
    assert call_page.by_rule(found, data) is None
    assert call_page.rounding(found, data) is None
    text = "\n".join(said(data))
    assert "The council would have to fund £500k" in text
    assert "split" not in text
    assert "100.00%" not in text.replace("Share of Northtown City", "")
    assert "Northtown City" not in "\n".join(_text(each) for _, each in shown(LATER, data.root, CHAPTERS))
    assert "%" not in "".join(front(data).figures[1].meaning)


def test_what_a_rule_leaves_with_a_body_of_one_council_is_still_shown(body):
    rule = {"name": "Tenth", "source": "Made up", "over": [{"shares": {"northtown": "0.9", "trust": "0.1"}}]}
    data = body("directorate", sharing_rules=[rule])
    table = call_page.by_rule(call.analyse(data), data)
    assert [row[0] for row in table.rows] == ["Tenth"]
    assert table.headings[-1] == "The directorate itself, £"


def test_where_nobody_else_pays_there_is_no_call(body):
    data = body("charity")
    assert call.analyse(data) is None
    assert call_page.news(data) is None
    assert forecast.analyse(data).calls is None
    assert [each.name for each in front(data).figures] == ["Forecast pressure"]
    assert not [each for each in (*metrics(data), *details(data)) if each.name.startswith("council.")]
    first, *rest = [each for chapter, each in shown(LATER, data.root, CHAPTERS) if chapter == "call-on-councils"]
    assert "so there is no cost to others" in repr(first)
    assert repr(rest[0]).startswith("**By our estimate, the whole cost above the budget of £500k could end as low as")
    assert "council" not in repr(rest)
    assert "the whole cost above the budget is £500k" in repr(summary.to_note(data, forecast.analyse(data), None))


@pytest.mark.parametrize(
    ("variances", "opening"),
    [
        (
            (800, 400, 0),
            "The directorate is forecast to overspend its £3.5m budget by £1.2m (34%).",
        ),
        (
            (-100, -250, 0),
            "The directorate's forecast is £350k (10%) below its £3.5m budget.",
        ),
        (
            (100, -100, 0),
            "The directorate's forecast is equal to its £3.5m budget.",
        ),
    ],
)
def test_without_any_adjustments_the_headline_is_the_variance(body, variances, opening):
    data = body("directorate", _returns(*variances, adjusted=False, single=True))
    shown_first = front(data)
    assert headline(data).answer == opening
    assert [each.name for each in shown_first.figures] == ["Forecast variance"]
    assert "pressure" not in repr(shown_first) + repr(headline(data))
    assert "not reported" not in repr(forecast_page.layers(forecast.analyse(data)))
    pages = [each for each in said(data) if "Pressure" in each and "not reported" in each]
    assert pages == []


def test_a_year_of_variances_alone_is_set_beside_the_others(body):
    found = years.analyse(body("directorate", _returns(adjusted=False, single=True)))
    assert "£380k (11%) above the £3.5m budget agreed for 2030/31" in repr(years_page.answer(found))
    assert found.cost == 3_880_000
    assert "the variance forecast in July" in found.years["basis"].str.cat()


def test_a_single_budget_is_neither_original_nor_revised(body):
    found = forecast.analyse(body("directorate", _returns(single=True)))
    text = forecast_page.measured_from(found)
    assert "what the services are forecast to cost, with the budget of £3.5m" in text
    assert list(forecast_page.detail(found).headings) == [
        "Service",
        "Budget, £k",
        "Projected outturn, £k",
        "Variance, £k",
        "Movement in the paper, £k",
    ]


def test_a_budget_that_changed_keeps_both_names(body):
    assert "revised budget" in forecast_page.measured_from(forecast.analyse(body("directorate")))


@pytest.mark.parametrize(
    ("part", "parts", "share"),
    [
        (30, [30, 70], 0.3),
        (-30, [-30, -70], 0.3),
        (-1, [-1, 100], -1 / 99),
        (0, [0, 5], 0.0),
        (-30, [-30, 130], None),
        (130, [-30, 130], None),
        (300, [300, -200], None),
        (60, [60, 60, -79], None),
        (0, [0, 0], None),
        (5, [5, -5], None),
    ],
)
def test_a_share_is_given_only_of_a_whole_that_is_one(part, parts, share):
    assert share_of(part, parts) == (None if share is None else pytest.approx(share))


def test_an_underspend_is_called_one_and_led_by_what_is_below(body):
    data = body("company", _returns(-400, -100, 10))
    found = forecast.analyse(data)
    assert repr(forecast_page.answer(found)).endswith("£400k (82%) of the £490k underspend is in Adults.")
    assert forecast_charts.headings(found, data).title == "Homecare has the largest underspend"
    assert forecast_charts.groups(found, data).title == "82% of the underspend is in Adults"
    assert headline(data).answer == (
        "The company's forecast is £390k (11%) below the £3.5m service fee agreed for the year."
    )
    assert "11% below the £3.5m service fee" in front(data).figures[0].meaning
    assert "£390k (11%) below the £3.5m service fee agreed" in repr(years_page.answer(years.analyse(data)))
    assert "Nothing falls to the councils: counting what is outside the cost lines, the forecast is £370k below" in (
        repr(call_page.answer(call.analyse(data), data))
    )
    assert "unless mitigated" not in repr(front(data))
    assert forecast_charts.layers(found, data).title == "The forecast is £390k below the original service fee"


@pytest.mark.parametrize(
    ("variances", "last"),
    [
        ((300, -100, -180), "Furthest from budget: Adults £300k above and Children £280k below."),
        ((-300, 100, 190), "Furthest from budget: Children £290k above and Adults £300k below."),
        ((100, 0, -100), "Furthest from budget: Adults £100k above and Children £100k below."),
    ],
)
def test_where_over_and_underspends_nearly_cancel_there_are_amounts_and_no_shares(body, variances, last):
    data = body("company", _returns(*variances))
    found = forecast.analyse(data)
    assert repr(forecast_page.answer(found)).endswith(last)
    assert "%" not in forecast_charts.groups(found, data).title
    chart = forecast_charts.headings(found, data)
    assert "largest" not in chart.title
    assert "%" not in repr(chart)
    assert "share" not in f"{chart.subtitle} {chart.table!r} {forecast_page.detail(found)!r}".lower()


def test_drivers_that_are_not_a_share_of_the_variance_are_given_as_amounts(body):
    data = body("company", _returns(300, 100, -390))
    found = years.analyse(data)
    assert found.drivers_share is None
    text = repr(budget_text.drivers(found, data))
    assert "are together £400k above their budgets. All cost lines are £10k above their budgets." in text
    assert "The other cost lines are together £390k under their budgets." in text


def test_a_group_of_more_than_the_whole_is_an_amount(body):
    data = body("company", _returns(-20, 300, 100))
    found = forecast.analyse(data)
    assert repr(forecast_page.answer(found)).endswith("Children £400k above and Adults £20k below.")
    assert forecast_charts.headings(found, data).title == "Fostering has the largest overspend"


def test_drivers_of_an_underspend_hold_a_share_of_it(body):
    data = body("company", _returns(-300, -100, -100))
    text = repr(budget_text.drivers(years.analyse(data), data))
    assert "£400k of the £500k underspend against the" in text


def test_an_earlier_year_below_its_budget_is_said_to_be(body, over_budget):
    reference = REFERENCE | {"outturns": [over_budget("2029-30", -60, "provisional")]}
    found = years.analyse(body("company", reference=reference))
    assert "the amount above the sum was 2% below in 2029/30 (provisional outturn)" in repr(years_page.answer(found))
