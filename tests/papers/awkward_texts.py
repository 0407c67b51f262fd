"""Awkward texts, made up (synthetic): minutes in prose, numbers that are no amounts, tables whose rows cannot be told.

In: nothing. Out: for each, its text and what may be found, by the printed token; refusing is allowed, wrong is not.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from papers.layouts import Expected
from papers.truth import Said

Tokens = Mapping[str, tuple[float | None, str]]

TEXTS: dict[str, tuple[str, Tokens]] = {
    "an overspend and an underspend": (
        "The directorate forecasts an overspend of £1.234m. Libraries forecast an underspend of £45k.\n",
        {"£1.234m": (1234, "GBP_k"), "£45k": (-45, "GBP_k")},
    ),
    "better and worse than last month": (
        "A forecast overspend of £2.4m is reported, an improvement of £0.3m on Month 6.\n"
        "Transport has worsened by £120,000.\n",
        {"£2.4m": (2400, "GBP_k"), "£0.3m": (-300, "GBP_k"), "£120,000": (120, "GBP_k")},
    ),
    "ranges and bounds": (
        "The cost is between £1.1m and £1.4m. Up to £500k may be claimed, over £3m was spent, nearly £2m is left.\n",
        {
            "£1.1m": (None, "GBP_k"),
            "£1.4m": (None, "GBP_k"),
            "£500k": (None, "GBP_k"),
            "£3m": (None, "GBP_k"),
            "£2m": (None, "GBP_k"),
        },
    ),
    "a figure negated": (
        "There is no overspend of £400k this year. The £600k saving has not been delivered.\n",
        {"£400k": (None, "GBP_k"), "£600k": (None, "GBP_k")},
    ),
    "dates minutes and paragraphs": (
        "Minute 45. At the meeting of 12 March 2024 (paragraphs 3.2 to 3.9 of report 24/117) members noted 2023/24.\n"
        "Present: 11 councillors. The meeting closed at 8.45 pm. Call 01632 960123.\n",
        {},
    ),
    "weekly prices and yearly costs": (
        "A residential placement costs £6,120 per week, or £318,240 a year. The hourly rate is £26.50.\n",
        {"£6,120": (6120, "GBP_per_week"), "£318,240": (318.24, "GBP_k"), "£26.50": (None, "GBP_k")},
    ),
    "parts and their total": (
        "The overspend of £1,000k is made up of fostering £400k, residential £450k and legal £150k.\n",
        {"£1,000k": (1000, "GBP_k"), "£400k": (400, "GBP_k"), "£450k": (450, "GBP_k"), "£150k": (150, "GBP_k")},
    ),
    "parts of either sign": (
        "The net underspend is £50k: fostering £400k over, legal £450k under.\n",
        {"£50k": (-50, "GBP_k"), "£400k": (400, "GBP_k"), "£450k": (-450, "GBP_k")},
    ),
    "a unit printed wrong": (
        "The net budget is £94,123m and the forecast overspend is £0.512m.\n",
        {"£94,123m": (None, "GBP_k"), "£0.512m": (512, "GBP_k")},
    ),
    "counts": (
        "There were 402 children in care, 12 more than in March; 38 of 45 posts are filled and 7 are vacant.\n",
        {"402": (402, "count"), "12": (12, "count"), "38": (38, "count"), "45": (45, "count"), "7": (7, "count")},
    ),
    "a budget and its variance": (
        "Against a budget of £12.5m the forecast is £13.1m, a pressure of £0.6m (4.8%).\n",
        {"£12.5m": (12500, "GBP_k"), "£13.1m": (13100, "GBP_k"), "£0.6m": (600, "GBP_k"), "4.8%": (4.8, "pct")},
    ),
    "income that falls short": (
        "Parking income is £300k below budget. Planning fees exceed the budget by £80k.\n",
        {"£300k": (300, "GBP_k"), "£80k": (None, "GBP_k")},
    ),
    "reserves": (
        "General reserves fall from £9.4m to £8.1m after a draw of £1.3m.\n",
        {"£9.4m": (9400, "GBP_k"), "£8.1m": (8100, "GBP_k"), "£1.3m": (1300, "GBP_k")},
    ),
    "two rows that ran together": (
        "Service Budget £000 Forecast £000 Variance £000\nFostering 1,200 1,260 60 Residential 4,000\n"
        "4,321 321\nTotal 5,200 5,581 381\n",
        {
            "1,200": (1200, "GBP_k"),
            "1,260": (1260, "GBP_k"),
            "60": (60, "GBP_k"),
            "4,000": (4000, "GBP_k"),
            "4,321": (4321, "GBP_k"),
            "321": (321, "GBP_k"),
            "5,200": (5200, "GBP_k"),
            "5,581": (5581, "GBP_k"),
            "381": (381, "GBP_k"),
        },
    ),
    "a row with a cell lost": (
        "Service Budget £000 Forecast £000 Variance £000\nFostering 1,200 60\nResidential 4,000 4,321 321\n",
        {
            "4,000": (4000, "GBP_k"),
            "4,321": (4321, "GBP_k"),
            "321": (321, "GBP_k"),
            "1,200": (None, "GBP_k"),
            "60": (None, "GBP_k"),
        },
    ),
    "labels with numbers in them": (
        "£000 Budget Forecast Variance\nAdults 18-64 1,200 1,260 60\nPhase 2 of 3 4,000 4,321 321\n"
        "Total 5,200 5,581 381\n",
        {
            "1,200": (1200, "GBP_k"),
            "1,260": (1260, "GBP_k"),
            "60": (60, "GBP_k"),
            "4,000": (4000, "GBP_k"),
            "4,321": (4321, "GBP_k"),
            "321": (321, "GBP_k"),
            "5,200": (5200, "GBP_k"),
            "5,581": (5581, "GBP_k"),
            "381": (381, "GBP_k"),
        },
    ),
    "Cr in a list": (
        "£000\nFostering 1,200\nGrants Cr 863\nFees 45 cr\nNet 292\n",
        {"1,200": (1200, "GBP_k"), "Cr 863": (-863, "GBP_k"), "45 cr": (-45, "GBP_k"), "292": (292, "GBP_k")},
    ),
    "no unit anywhere": ("Fostering 1,200 1,260\nResidential 4,000 4,321\n", {}),
}


def expected(tokens: Tokens) -> list[list[Expected]]:
    """What may be found, one line for each token."""
    return [
        [Expected((f"[{token}]",), "", Said(token, None if value is None else Decimal(str(value)), unit), False)]
        for token, (value, unit) in tokens.items()
    ]
