"""The sums that hold figures together: on a line, in a column, between files, since last month.

In: the rows of a file before and after. Out: what can tell, in words. Written apart from the gate's reconciliations,
from the same papers, so that one can be held against the other.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation
from fnmatch import fnmatchcase

from corruption.constraints import IDENTITIES, JUMP, MATERIAL, POSITION, PRESSURE, ROUNDING
from corruption.truth import Rows, Sheet, Truth
from trustbook.core.period import Period

Line = dict[str, str]


@dataclass(frozen=True)
class Grid:
    """Rows by the names of their columns; a cell that a row lacks is empty."""

    header: list[str]
    lines: list[Line]

    @classmethod
    def of(cls, rows: Rows) -> Grid:
        """Name the cells of rows. Blank rows are left out."""
        header = rows[0] if rows else []
        body = [row for row in rows[1:] if any(cell.strip() for cell in row)]
        return cls(header, [dict(zip(header, [*row, *[""] * len(header)], strict=False)) for row in body])


def figure(text: str) -> Decimal | None:
    """Read a plain figure."""
    try:
        return Decimal(text) if text else None
    except InvalidOperation:
        return None


def _gap(line: Line, whole: str, parts: tuple[str, ...]) -> Decimal | None:
    values = [figure(line.get(name, "")) for name in (whole, *parts)]
    if any(value is None for value in values):
        return None
    first, *rest = (value for value in values if value is not None)
    return abs(first - sum(rest))


def identities(dataset: str, before: Grid, after: Grid) -> Iterator[str]:
    """Identities on a line: more lines break one than did in the paper itself."""
    for each in IDENTITIES:
        if each.dataset == dataset:
            broken = [sum(bool(_gap(line, each.whole, each.parts)) for line in grid.lines) for grid in (before, after)]
            if broken[1] > broken[0]:
                yield f"an identity: {each.says}"


@dataclass(frozen=True)
class _Return:
    grids: Mapping[str, Grid]
    groups: Mapping[str, str]

    def lines(self, dataset: str) -> list[Line]:
        return self.grids[dataset].lines if dataset in self.grids else []

    def control_gaps(self) -> Iterator[tuple[tuple[str, str, str], Decimal | None, Decimal]]:
        """Each printed total: its name, by how much the lines miss it (None if a cell is missing), the tolerance."""
        for control in self.lines("controls"):
            dataset, column, scope = control.get("dataset", ""), control.get("column", ""), control.get("scope", "")
            printed, decimals = figure(control.get("value", "")), figure(control.get("decimals", ""))
            if printed is None or decimals is None or not -9 < decimals < 9:
                continue
            values = self._scoped(dataset, column, scope)
            counted = control.get("unit") == "count"
            tolerance = Decimal(0) if counted else max(ROUNDING, Decimal(10) ** -int(decimals) / 2)
            name = (dataset, column, scope)
            if not values:
                yield name, Decimal("Infinity"), tolerance
            elif any(value is None for value in values):
                yield name, None, tolerance
            else:
                yield name, abs(printed - sum(value for value in values if value is not None)), tolerance

    def _scoped(self, dataset: str, column: str, scope: str) -> list[Decimal | None]:
        if dataset == "position":
            kinds = POSITION.get(column, ())
            beside = [figure(line["amount_gbp_k"]) for line in self.lines("adjustments") if line["kind"] in kinds]
            return (
                [figure(line.get("variance_gbp_k", "")) for line in self.lines("forecast")] + beside if beside else []
            )
        name, _, pattern = scope.partition("=")
        lines = self.lines(dataset)
        if scope != "all":
            lines = [line for line in lines if fnmatchcase(self._key(line, name), pattern)]
        return [figure(line[column]) for line in lines if column in line]

    def _key(self, line: Line, name: str) -> str:
        return (
            self.groups.get(line.get("heading", ""), line.get("heading", "")) if name == "group" else line.get(name, "")
        )

    def sum_of(self, dataset: str, column: str, **where: tuple[str, ...]) -> Decimal | None:
        """The sum of a column over the lines that match, None if there is none or a cell is missing."""
        lines = [line for line in self.lines(dataset) if all(line.get(name) in words for name, words in where.items())]
        values = [figure(line.get(column, "")) for line in lines]
        return sum((v for v in values if v is not None), Decimal(0)) if values and None not in values else None

    def by_group(self, column: str) -> dict[str, Decimal | None]:
        found: dict[str, Decimal | None] = {}
        for line in self.lines("forecast"):
            value, key = figure(line.get(column, "")), self._key(line, "group")
            known = found.get(key, Decimal(0))
            found[key] = None if value is None or known is None else known + value
        return found


def _groups(truth: Truth) -> dict[str, str]:
    return dict(re.findall(r"- \{name: ([^,]+), group: ([^}]+)\}", truth.settings))


def _as_return(sheets: Mapping[str, Sheet], truth: Truth) -> _Return:
    return _Return({name: Grid.of(sheet.rows) for name, sheet in sheets.items()}, _groups(truth))


def totals(sheet: Sheet, after: Grid, truth: Truth) -> Iterator[str]:
    """Sums across lines, files and months that hold in the true return and no longer do."""
    if sheet.dataset == "contract_sums":
        yield from _contract_sums(after, truth)
    if sheet.dataset == "contract_blocks":
        yield from _contract_blocks(after, truth)
    if sheet.dataset == "sources":
        named = {line.get("source_id") for each in truth.sheets.values() for line in Grid.of(each.rows).lines}
        kept = {line.get("source_id") for line in after.lines}
        own = {line.get("source_id") for line in Grid.of(sheet.rows).lines}
        used = named & {
            line.get("source_id")
            for each in truth.sheets.values()
            if each.dataset != "sources"
            for line in Grid.of(each.rows).lines
        }
        if used & own - kept:
            yield "every row names a source that is registered"
    if sheet.period is None:
        return
    was = _as_return(truth.of(sheet.period), truth)
    now = replace(was, grids={**was.grids, sheet.dataset: after})
    yield from _printed(was, now)
    yield from _between(was, now)
    yield from neighbour(sheet.period, {sheet.dataset: after}, truth)


def _printed(was: _Return, now: _Return) -> Iterator[str]:
    old = {name: gap for name, gap, _ in was.control_gaps()}
    for name, gap, tolerance in now.control_gaps():
        if name not in old or (gap is None) is not (old[name] is None) or (gap is not None and gap > tolerance):
            yield "a printed total"


def _between(was: _Return, now: _Return) -> Iterator[str]:
    for each, says in ((_funded, "change requests = agreed funding"), (_red, "red outside the forecast = its item")):
        gap = each(now)
        if gap is not None and gap > ROUNDING >= (each(was) or 0):
            yield f"another file: {says}"
    if _carried_wrongly(now) > _carried_wrongly(was):
        yield "another file: each saving that a project names is there, and with one project"
    kinds = [{line["kind"] for line in each.lines("adjustments") if "kind" in line} for each in (was, now)]
    if set(PRESSURE) & kinds[0] - kinds[1]:
        yield "a line for each kind of adjustment"


def _funded(each: _Return) -> Decimal | None:
    requests = each.sum_of("forecast", "change_requests_gbp_k")
    funded = each.sum_of("adjustments", "amount_gbp_k", kind=("agreed_funding",))
    return None if requests is None or funded is None else abs(requests - funded)


def _carried_wrongly(each: _Return) -> int:
    """How many references of projects to savings lead nowhere, or stand with a second project."""
    if "savings" not in each.grids or "programme" not in each.grids:
        return 0
    known = {line.get("ref") for line in each.lines("savings")}
    cells = [line.get("savings_ref", "") for line in each.lines("programme")]
    named = [part.strip() for cell in cells for part in cell.split(";") if part.strip()]
    return len([ref for ref in named if ref not in known]) + len(named) - len(set(named))


def _red(each: _Return) -> Decimal | None:
    if "savings" not in each.grids or "adjustments" not in each.grids:
        return None
    red = sum(
        figure(line.get("red_gbp_k", "")) or 0 for line in each.lines("savings") if line.get("in_forecast") == "no"
    )
    items = sum(
        figure(line.get("amount_gbp_k", "")) or 0
        for line in each.lines("adjustments")
        if line.get("kind") == "not_in_forecast" and line.get("savings_ref")
    )
    return abs(Decimal(red) - Decimal(items))


def _contract_sums(after: Grid, truth: Truth) -> Iterator[str]:
    newest = truth.periods[-1]
    forecast = _as_return(truth.of(newest), truth)
    for line in after.lines:
        if line.get("year") == newest.year_code:
            for column, of in (
                ("original_gbp_k", "contract_sum_gbp_k"),
                ("revised_gbp_k", "revised_contract_sum_gbp_k"),
            ):
                stated, added = figure(line.get(column, "")), forecast.sum_of("forecast", of)
                if stated is not None and added is not None and abs(stated - added) > ROUNDING:
                    yield "another file: the year's contract sum = that of its forecast"


def _contract_blocks(after: Grid, truth: Truth) -> Iterator[str]:
    """The parts of a year's sum, where each is a figure, against the sum."""
    for year in truth.of(None)["contract_sums"].rows[1:]:
        parts = [figure(line.get("amount_gbp_k", "")) for line in after.lines if _in_sum_of(year[0], line)]
        if parts and None not in parts and abs(sum(part or 0 for part in parts) - Decimal(year[1])) > ROUNDING:
            yield "another file: the parts of a contract sum = the sum"


def _in_sum_of(year: str, line: Line) -> bool:
    return line.get("year") == year and line.get("kind") == "in_sum"


def neighbour(period: Period | None, changed: Mapping[str, Grid], truth: Truth) -> Iterator[str]:
    """What last month's return can tell."""
    sheets = truth.before(period) if period is not None else {}
    if not sheets:
        return
    was, last = _as_return(truth.of(period), truth), _as_return(sheets, truth)
    now = replace(was, grids={**was.grids, **changed})
    moved, old = now.by_group("movement_gbp_k"), last.by_group("variance_gbp_k")
    for group, variance in now.by_group("variance_gbp_k").items():
        then, printed, before = old.get(group), moved.get(group), was.by_group("movement_gbp_k").get(group)
        if variance is None or then is None:
            continue
        if printed is not None and abs(variance - then - printed) > ROUNDING:
            yield "the period before: variance - last variance = movement"
        if printed is None and before is not None:
            yield "the period before: variance - last variance = movement"
        if then and variance != was.by_group("variance_gbp_k").get(group) and _jumped(variance, then, now):
            yield f"the period before: a variance {JUMP} times as large or small, or of the other sign"
    yield from _exchanged(was, now, last)
    names = [{name for name, _, _ in each.control_gaps()} for each in (last, was, now)]
    if names[0] & names[1] - names[2]:
        yield "the period before: it prints this total"
    kinds = [{line.get("item"): line.get("kind") for line in each.lines("adjustments")} for each in (last, was, now)]
    if any(now_kind != kinds[0][item] == kinds[1].get(item) for item, now_kind in kinds[2].items() if item in kinds[0]):
        yield "the period before: the item was of another kind"


def _jumped(variance: Decimal, then: Decimal, now: _Return) -> bool:
    """Whether a figure of weight is many times what it was, or has changed its sign."""
    weight = _weight(now.by_group("variance_gbp_k"))
    small, large = sorted((abs(variance), abs(then)))
    turned = variance * then < 0 and small >= weight
    return abs(variance - then) >= weight and (large >= JUMP * small or turned)


def _weight(amounts: Mapping[str, Decimal | None]) -> Decimal:
    return sum((abs(each) for each in amounts.values() if each is not None), Decimal(0)) / MATERIAL


def _exchanged(was: _Return, now: _Return, last: _Return) -> Iterator[str]:
    """Two amounts, each of which is now about what the other was last month."""
    for amounts in (lambda each: each.by_group("variance_gbp_k"), _items):
        if _pairs(amounts(now), amounts(last)) - _pairs(amounts(was), amounts(last)):
            yield "the period before: two amounts stand exchanged"


def _items(each: _Return) -> dict[str, Decimal | None]:
    lines = each.lines("adjustments")
    names = [line.get("item", "") for line in lines]
    return {line["item"]: figure(line.get("amount_gbp_k", "")) for line in lines if names.count(line.get("item")) == 1}


def _pairs(now: Mapping[str, Decimal | None], last: Mapping[str, Decimal | None]) -> set[tuple[str, str]]:
    found, weight = set(), _weight(now)
    for one in now:
        for other in now:
            here, there = (now[one], now[other]), (last.get(one), last.get(other))
            if one < other and None not in here and None not in there:
                apart = sum(abs(a - b) for a, b in zip(here, there, strict=True))
                crossed = sum(abs(a - b) for a, b in zip(here, reversed(there), strict=True))
                if apart >= weight and apart >= JUMP * crossed:
                    found.add((one, other))
    return found
