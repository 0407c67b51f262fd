"""Make up papers of councils that do not exist, whose figures add up, in the shapes of real monitoring tables.

In: a seed. Out: a paper (marked synthetic) with its truth: budgets, forecasts, variances of either sign, savings,
reserves, capital programmes, placements and staff, in thousands, millions or pounds.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from random import Random

from papers.truth import Column, Line, Paper, Said, Truth

BODIES = ("Wexbury Borough Council", "Northmere County Council", "Hallowdale District Council", "Penhythe City Council")
DIVISIONS = {
    "Children and Families": (
        "Looked After Children",
        "Fostering and Adoption",
        "Children in Need",
        "Youth Justice Service",
        "Early Help",
        "SEND Transport",
    ),
    "Adults and Health": (
        "Older People",
        "Learning Disabilities (under 65)",
        "Mental Health",
        "Physical & Sensory Needs",
        "Commissioning and Strategy",
    ),
    "Place": ("Highways", "Waste Collection & Disposal", "Planning", "Parks and Open Spaces", "Libraries", "Parking"),
    "Resources": ("Legal and Democratic Services", "ICT", "Human Resources", "Revenues & Benefits", "Property"),
}
SIGNS = {
    "plain": ("Variance", 1),
    "over": ("Variance Over/(Under) spend", 1),
    "adverse": ("Variance adverse / (favourable)", 1),
    "underspend shown as plus": ("Variance Under/(Over) spend", -1),
    "favourable first": ("Variance favourable / (adverse)", -1),
    "brackets by sums only": ("Variance", -1),
}


def shown(value: Decimal, decimals: int = 0, *, percent: bool = False) -> str:
    """Print a figure with brackets for a negative."""
    text = f"{abs(value):,.{decimals}f}" + ("%" if percent else "")
    return f"({text})" if value < 0 and any(each in "123456789" for each in text) else text


class _Maker:
    """One paper being made up."""

    def __init__(self, seed: int) -> None:
        self.pick = Random(f"synthetic {seed}")
        self.seed = seed
        divisions = self.pick.sample(sorted(DIVISIONS), self.pick.choice((1, 2, 2, 3)))
        self.rows = {
            name: self.pick.sample(DIVISIONS[name], self.pick.randint(3, len(DIVISIONS[name]))) for name in divisions
        }
        self.scale, self.decimals = self.pick.choice((("£'000", 0), ("£'000", 0), ("£m", 3), ("£m", 1), ("£", 0)))

    def money(self, low: int, high: int) -> Decimal:
        """A figure in the scale of the paper."""
        steps = Decimal(self.pick.randint(low, high))
        if self.scale == "£m":
            return (steps / 1000).quantize(Decimal(10) ** -self.decimals)
        return steps * 1000 + self.pick.randint(0, 999) if self.scale == "£" else steps

    def in_thousands(self, value: Decimal) -> Decimal:
        return {"£'000": value, "£m": value * 1000, "£": value / 1000}[self.scale]

    def cell(self, value: Decimal | None, *, turned: int = 1) -> Said | None:
        if value is None:
            return None
        return Said(shown(value * turned, self.decimals), self.in_thousands(value), "GBP_k")

    def percent(self, value: Decimal | None, *, turned: int = 1) -> Said | None:
        if value is None:
            return Said("-", None, "pct")
        rounded = value.quantize(Decimal("0.1"))
        return Said(shown(rounded * turned, 1, percent=True), rounded, "pct")

    def lines(
        self,
        figures: Callable[[], list[Decimal]],
        cells: Callable[[list[Decimal]], list[Said | None]],
        grand: bool = True,
    ) -> tuple[Line, ...]:
        """Rows by division with their totals, each column added up."""
        lines: list[Line] = []
        all_rows: list[list[Decimal]] = []
        single = len(self.rows) == 1
        for division, labels in self.rows.items():
            own = [figures() for _ in labels]
            all_rows += own
            for label, row in zip(labels, own, strict=True):
                lines.append(Line("" if single else division, label, False, tuple(cells(row))))
            if not single:
                added = [sum(column, Decimal(0)) for column in zip(*own, strict=True)]
                lines.append(Line(division, f"Total {division}", True, tuple(cells(added))))
        if grand:
            added = [sum(column, Decimal(0)) for column in zip(*all_rows, strict=True)]
            lines.append(Line("", "Net Expenditure", True, tuple(cells(added))))
        return tuple(lines)

    def column(self, *heading: str, unit: str = "GBP_k") -> Column:
        return Column(heading, unit, self.scale if unit == "GBP_k" else "")

    # the kinds of table

    def forecast(self) -> Truth:
        """Budget, forecast, variance and its share of the budget, in one of the ways of signing it."""
        name = self.pick.choice(sorted(SIGNS))
        heading, turned = SIGNS[name]
        share = self.pick.random() < 0.6
        actual = self.pick.random() < 0.4
        columns = [self.column("Revised Budget"), *([self.column("Actual to Date")] if actual else [])]
        columns += [self.column("Forecast Outturn"), self.column(heading)]
        columns += [self.column(f"{heading} %", unit="pct")] if share else []

        def figures() -> list[Decimal]:
            budget = self.money(800, 60_000)
            variance = self.money(0, 2400) - self.money(0, 2000)
            return [budget, (budget / 2).quantize(Decimal(10) ** -self.decimals), budget + variance]

        def cells(row: list[Decimal]) -> list[Said | None]:
            budget, to_date, outturn = row
            variance = outturn - budget
            made = [self.cell(budget), *([self.cell(to_date)] if actual else [])]
            made += [self.cell(outturn), self.cell(variance, turned=turned)]
            made += [self.percent(100 * variance / budget if budget else None, turned=turned)] if share else []
            return made

        return self.table("Revenue forecast", columns, self.lines(figures, cells))

    def to_date(self) -> Truth:
        """Two groups of columns: the year to date and the full year."""
        group, other = "Year to date", "Full year"
        columns = [self.column(group, "Budget"), self.column(group, "Actual"), self.column(group, "Variance")]
        columns += [self.column(other, "Budget"), self.column(other, "Forecast"), self.column(other, "Variance")]

        def figures() -> list[Decimal]:
            budget = self.money(400, 9000)
            return [
                budget,
                budget + self.money(0, 300) - self.money(0, 300),
                budget * 2,
                budget * 2 + self.money(0, 500) - self.money(0, 400),
            ]

        def cells(row: list[Decimal]) -> list[Said | None]:
            one, actual, two, forecast = map(self.cell, row)
            return [one, actual, self.cell(row[1] - row[0]), two, forecast, self.cell(row[3] - row[2])]

        return self.table("Budget monitoring", columns, self.lines(figures, cells))

    def movement(self) -> Truth:
        """This month's variance, last month's, and the movement between them."""
        columns = [self.column("Original Budget"), self.column("Virements"), self.column("Revised Budget")]
        columns += [self.column("Forecast Outturn"), self.column("Forecast Variance Month 8")]
        columns += [self.column("Forecast Variance Month 7"), self.column("Movement")]

        def figures() -> list[Decimal]:
            budget, change = self.money(900, 40_000), self.money(0, 400) - self.money(0, 400)
            outturn = budget + change + self.money(0, 900) - self.money(0, 900)
            return [budget, change, outturn, self.money(0, 900) - self.money(0, 900)]

        def cells(row: list[Decimal]) -> list[Said | None]:
            budget, change, outturn, before = row
            variance = outturn - budget - change
            return [
                self.cell(each)
                for each in (budget, change, budget + change, outturn, variance, before, variance - before)
            ]

        return self.table("Forecast and movement", columns, self.lines(figures, cells))

    def gross(self) -> Truth:
        """Expenditure, income (in brackets) and net."""
        columns = [self.column("2024/25", each) for each in ("Expenditure", "Income", "Net")]
        columns += [self.column("2025/26", each) for each in ("Expenditure", "Income", "Net")]

        def figures() -> list[Decimal]:
            return [self.money(3000, 90_000), -self.money(100, 2900), self.money(3000, 90_000), -self.money(100, 2900)]

        def cells(row: list[Decimal]) -> list[Said | None]:
            return [self.cell(each) for each in (*row[:2], row[0] + row[1], *row[2:], row[2] + row[3])]

        return self.table("Budget summary", columns, self.lines(figures, cells))

    def savings(self) -> Truth:
        """Savings: target, delivered, on track, at risk, and a word for their status."""
        columns = [self.column("Savings Target"), self.column("Delivered"), self.column("On Track")]
        columns += [self.column("At Risk"), self.column("% Delivered", unit="pct"), self.column("RAG", unit="text")]

        def figures() -> list[Decimal]:
            return [self.money(0, 900), self.money(0, 400), self.money(0, 300)]

        def cells(row: list[Decimal]) -> list[Said | None]:
            target = sum(row, Decimal(0))
            share = self.percent(100 * row[0] / target) if target else self.percent(None)
            word = self.pick.choice(("Green", "Amber", "Red", "G", "A", "R"))
            return [self.cell(each) for each in (target, *row)] + [share, Said(word, word, "text")]

        return self.table("Savings delivery", columns, self.lines(figures, cells))

    def reserves(self) -> Truth:
        """Reserves: where they began, what went in and out, where they end."""
        columns = [self.column("Opening Balance 1 April 2024"), self.column("Contributions")]
        columns += [self.column("Use of Reserve"), self.column("Closing Balance 31 March 2025")]

        def figures() -> list[Decimal]:
            return [self.money(500, 9000), self.money(0, 700), -self.money(0, 450)]

        def cells(row: list[Decimal]) -> list[Said | None]:
            return [self.cell(each) for each in (*row, sum(row, Decimal(0)))]

        return self.table("Earmarked reserves", columns, self.lines(figures, cells))

    def capital(self) -> Truth:
        """A capital programme by year with its total across."""
        years = ("2024/25", "2025/26", "2026/27")
        columns = [self.column(each, "Budget") for each in years] + [self.column("Total", "Budget")]

        def figures() -> list[Decimal]:
            return [self.money(0, 5000) for _ in years]

        def cells(row: list[Decimal]) -> list[Said | None]:
            return [self.cell(each) for each in (*row, sum(row, Decimal(0)))]

        return self.table("Capital programme", columns, self.lines(figures, cells))

    def placements(self) -> Truth:
        """Counts, weekly prices and money in one table."""
        columns = [Column(("Number of children",), "count", ""), Column(("Average weekly cost £",), "GBP_per_week", "")]
        columns += [self.column("Budget"), self.column("Forecast"), self.column("Variance")]
        kinds = ("In-house fostering", "Agency fostering", "Residential", "Supported accommodation", "Secure")
        lines = []
        total = [Decimal(0)] * 3
        for label in kinds[: self.pick.randint(3, 5)]:
            count, price = Decimal(self.pick.randint(2, 220)), Decimal(self.pick.randint(300, 6200))
            budget = self.money(300, 9000)
            forecast = budget + self.money(0, 500) - self.money(0, 300)
            total = [total[0] + count, total[1] + budget, total[2] + forecast]
            lines.append(
                Line(
                    "",
                    label,
                    False,
                    (
                        Said(shown(count), count, "count"),
                        Said(shown(price), price, "GBP_per_week"),
                        self.cell(budget),
                        self.cell(forecast),
                        self.cell(forecast - budget),
                    ),
                )
            )
        count, budget, forecast = total
        cells = (Said(shown(count), count, "count"), None, *map(self.cell, (budget, forecast, forecast - budget)))
        lines.append(Line("", "Total placements", True, cells))
        return self.table("Placements", columns, tuple(lines))

    def staff(self) -> Truth:
        """Posts in full-time equivalents, vacancy rates and agency spend."""
        columns = [Column(("Establishment FTE",), "fte", ""), Column(("In post FTE",), "fte", "")]
        columns += [Column(("Vacancy rate %",), "pct", ""), self.column("Agency spend")]
        lines = []
        for label in next(iter(self.rows.values())):
            posts = Decimal(self.pick.randint(80, 900)) / 10
            filled = posts - Decimal(self.pick.randint(1, 79)) / 10
            rate = (100 * (posts - filled) / posts).quantize(Decimal("0.1"))
            cells = (Said(shown(posts, 1), posts, "fte"), Said(shown(filled, 1), filled, "fte"))
            lines.append(
                Line("", label, False, (*cells, Said(f"{rate}%", rate, "pct"), self.cell(self.money(10, 1900))))
            )
        return self.table("Workforce", columns, tuple(lines))

    def side_by_side(self) -> Truth:
        """To date and for the year, the budget after the forecast; a word for the direction; numbers of notes."""
        names = ("Actual Spend or (Income)", "Budgeted Spend or (Income)", "Over or (under) spend")
        ahead = ("Forecast Spend or (Income)", "Budgeted Spend or (Income)", "Forecast over or (under) spend")
        columns = [self.column("ACTUAL TO DATE", each) for each in names]
        columns += [self.column("YEAR END FORECAST", each) for each in ahead]
        columns += [Column(("ADV/FAV",), "text", ""), Column(("NOTE",), "text", "")]
        notes = iter(range(1, 99))

        def figures() -> list[Decimal]:
            income = -1 if self.pick.random() < 0.2 else 1
            budget = self.money(400, 9000) * income
            change, other = self.money(0, 400) - self.money(0, 400), self.money(0, 400) - self.money(0, 400)
            return [budget + change, budget, 2 * budget + other, 2 * budget]

        def cells(row: list[Decimal]) -> list[Said | None]:
            actual, budget, forecast, year = row
            word = "ADV" if forecast > year else "FAV"
            money = (actual, budget, actual - budget, forecast, year, forecast - year)
            return [*map(self.cell, money), Said(word, word, "text"), Said(str(next(notes)), None, "text")]

        return self.table("Revenue spending", columns, self.lines(figures, cells))

    def sources(self) -> Truth:
        """A gross overspend, what is set against it, the net one, and last quarter's."""
        columns = [self.column("Opening Budget 2024/25"), self.column("Revised Budget 2024/25")]
        columns += [self.column("Forecasted Position"), self.column("Gross Overspend / (Underspend)")]
        columns += [self.column("Use of Other Sources"), self.column("Net Overspend / (Underspend)")]
        columns += [self.column("Net Overspend / (Underspend) Second Quarter Review")]

        def figures() -> list[Decimal]:
            opening, change = self.money(200, 20_000), self.money(0, 90) - self.money(0, 90)
            gross = self.money(0, 500) - self.money(0, 300)
            return [opening, opening + change, opening + change + gross, self.money(0, 60) - self.money(0, 60)]

        def cells(row: list[Decimal]) -> list[Said | None]:
            opening, revised, forecast, before = row
            gross = forecast - revised
            used = -gross / 2 if gross > 0 and self.decimals == 0 and not gross % 2 else Decimal(0)
            return [self.cell(each) for each in (opening, revised, forecast, gross, used, gross + used, before)]

        return self.table("Departmental position", columns, self.lines(figures, cells))

    def years(self) -> Truth:
        """Years down the side, which a workbook may keep as numbers; change and its share."""
        self.scale, self.decimals = self.pick.choice((("£'000", 0), ("£m", 2)))
        columns = [self.column("Budget"), self.column("Outturn"), self.column("Agency Spend")]
        columns += [Column(("Agency as % of outturn",), "pct", "")]
        lines = []
        for year in range(2018, 2018 + self.pick.randint(4, 6)):
            budget = self.money(9000, 60_000)
            outturn, agency = budget + self.money(0, 900), self.money(100, 4000)
            share = (100 * agency / outturn).quantize(Decimal("0.01"))
            figures = (self.cell(budget), self.cell(outturn), self.cell(agency), Said(f"{share}%", share, "pct"))
            lines.append(Line("", self.pick.choice((f"{year}", f"{year}/{(year + 1) % 100}")), False, figures))
        return self.table("Agency staff by year", columns, tuple(lines))

    def compared(self) -> Truth:
        """Last year, this year, the change and its share; ages in the labels."""
        columns = [self.column("2023/24 Outturn"), self.column("2024/25 Budget"), self.column("Change")]
        columns += [Column(("% Change",), "pct", "")]
        ages = ("Children 0-17", "Adults 18-64", "Older People 65+", "Grants under £5k", "Phase 2 of 3")
        lines = []
        total = [Decimal(0)] * 2
        for label in ages:
            before, now = self.money(500, 9000), self.money(500, 9000)
            total = [total[0] + before, total[1] + now]
            lines.append(Line("", label, False, self._compared(before, now)))
        lines.append(Line("", "Total", True, self._compared(*total)))
        return self.table("Budget changes", columns, tuple(lines))

    def _compared(self, before: Decimal, now: Decimal) -> tuple[Said | None, ...]:
        share = (100 * (now - before) / before).quantize(Decimal("0.1"))
        return (*map(self.cell, (before, now, now - before)), Said(shown(share, 1, percent=True), share, "pct"))

    def blocks(self) -> Truth:
        """Expenditure, income and net for each service: the same three labels again and again."""
        columns = [self.column("Original Budget"), self.column("Latest Budget"), self.column("Forecast Outturn")]
        columns += [self.column("Variance"), Column(("Variance %",), "pct", "")]
        lines = []
        for service in [label for labels in self.rows.values() for label in labels][:4]:
            spend = [self.money(2000, 90_000) for _ in range(3)]
            income = [-self.money(100, 1900) for _ in range(3)]
            net = [one + other for one, other in zip(spend, income, strict=True)]
            for label, row in (("Expenditure", spend), ("Income", income), ("Net Expenditure", net)):
                variance = row[2] - row[1]
                share = abs(100 * variance / row[1]).copy_sign(variance)
                cells = (*map(self.cell, (*row, variance)), self.percent(share))
                lines.append(Line(service, label, label.startswith("Net"), cells))
        return self.table("Corporate monitoring", columns, tuple(lines))

    def variances(self) -> Truth:
        """Variances alone, their direction in the heading."""
        heading, turned = SIGNS[self.pick.choice(("over", "adverse", "underspend shown as plus", "favourable first"))]
        columns = [
            self.column("Quarter 1", heading),
            self.column("Quarter 2", heading),
            self.column("Quarter 3", heading),
        ]

        def figures() -> list[Decimal]:
            return [self.money(0, 900) - self.money(0, 900) for _ in range(3)]

        def cells(row: list[Decimal]) -> list[Said | None]:
            return [self.cell(each, turned=turned) for each in row]

        return self.table("Forecast variances", columns, self.lines(figures, cells))

    def treasury(self) -> Truth:
        """Loans: principal, a rate in per cent, interest, and when they end."""
        columns = [self.column("Principal"), Column(("Interest rate %",), "pct", ""), self.column("Interest")]
        columns += [Column(("Maturity",), "text", "")]
        lines = []
        for label in ("PWLB 12345", "Market loan", "Other councils", "Money market fund"):
            rate = Decimal(self.pick.randint(10, 600)) / 100
            day = f"{self.pick.randint(1, 28):02}/0{self.pick.randint(1, 9)}/20{self.pick.randint(26, 60)}"
            cells = (self.cell(self.money(500, 9000)), Said(f"{rate}", rate, "pct"), self.cell(self.money(1, 400)))
            lines.append(Line("", label, False, (*cells, Said(day, None, "date"))))
        return self.table("Borrowing and investments", columns, tuple(lines))

    def table(self, title: str, columns: list[Column], lines: tuple[Line, ...]) -> Truth:
        headed = self.pick.choice(("Service", "Directorate", "", "Division", "Heading"))
        return Truth(title, headed, 0, tuple(columns), lines)


KINDS = (
    *("forecast", "to_date", "movement", "gross", "savings", "reserves", "capital", "placements", "staff"),
    *("side_by_side", "sources", "years", "compared", "blocks", "variances", "treasury"),
)


def made_up(seed: int) -> Paper:
    """A paper of a council that does not exist: the kinds of table in turn, the figures by the seed."""
    maker = _Maker(seed)
    body = maker.pick.choice(BODIES)
    table = getattr(maker, KINDS[seed % len(KINDS)])()
    title = f"{body} (synthetic): {table.title}"
    table = Truth(title, table.headed, table.label_at, table.columns, table.lines)
    return Paper(f"s{seed:04}", KINDS[seed % len(KINDS)], body, "Month 8 2024/25", "synthetic", title, False, (table,))
