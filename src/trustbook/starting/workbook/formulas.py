"""Write the formulas that say, while one types, what of a line is missing or does not add up.

In: where the cells of a line are. Out: formulas of a spreadsheet, each of which gives a sentence or an empty text. They
ask what the gate asks, in the functions that Excel and LibreOffice share; the gate decides.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from trustbook.config.words import words
from trustbook.core.formatting import capitalised, listing, uncapitalised
from trustbook.data.forecast_lines import SUBTOTAL
from trustbook.data.schema import Kind, Schema
from trustbook.data.workbooks.sheets import letters
from trustbook.savings import RATINGS, SHARE

ADDS_UP, FILLED_IN, TO_FILL_IN, LATER = "Adds up", "Filled in", "To fill in", "Compared by trustbook check"
_PARTS = (*RATINGS, "achieved", "at_risk")
_STATED = ("amber", "green", "blue", "achieved", "at_risk", "mitigations")
_BUDGETS = ("contract_sum", "change_requests", "revised_contract_sum", "projected_outturn")


@dataclass(frozen=True)
class Line:
    """One line of a sheet: its dataset, the number of each of its columns, its row, and the last row of the sheet."""

    schema: Schema
    columns: Sequence[str]
    row: int
    bottom: int

    def has(self, *names: str) -> bool:
        """Check whether the sheet has these columns."""
        return all(name in self.columns for name in names)

    def cell(self, name: str) -> str:
        """Return the address of a cell of this line, such as `$E4`."""
        return f"${letters(list(self.columns).index(name) + 1)}{self.row}"

    def column(self, name: str) -> str:
        """Return the address of a column without its heading, such as `$E$2:$E$40`."""
        letter = letters(list(self.columns).index(name) + 1)
        return f"${letter}$2:${letter}${self.bottom}"

    def called(self, name: str) -> str:
        """Return what a column is called in a sentence."""
        title = self.schema[name].title.removesuffix(f", {self.schema[name].unit}")
        return uncapitalised(title)


def text(words_of_it: str) -> str:
    """Write a text in a formula."""
    return '"' + words_of_it.replace('"', '""') + '"'


def shown(amount: str) -> str:
    """Write an amount as people read it: separators between thousands, decimals only if there are some."""
    whole = f"ROUND({amount},0)=ROUND({amount},3)"
    return f'TEXT({amount},IF({whole},"#,##0","#,##0.0##"))'


def first_of(cases: Sequence[tuple[str, str]], otherwise: str) -> str:
    """Return the sentence of the first case that holds."""
    formula = otherwise
    for holds, sentence in reversed(cases):
        formula = f"IF({holds},{sentence},{formula})"
    return formula


def _missing(line: Line, names: Sequence[str]) -> list[tuple[str, str]]:
    return [
        (f'{line.cell(name)}=""', text(f"{TO_FILL_IN}: {line.called(name)}")) for name in names if name in line.columns
    ]


def dataset_line(line: Line, filled: Sequence[str], before: Sequence[str] = ()) -> str:
    """Say which of the cells that no line may leave empty are empty, or that all of those filled in `before` are."""
    every = f"{line.cell(line.columns[0])}:{line.cell(line.columns[-1])}"
    cases = [(f"COUNTA({every})=0", '""'), *_missing(line, filled)]
    if before:
        none = f"COUNTA({','.join(map(line.cell, before))})=0"
        cases.append((none, text(f"{TO_FILL_IN}: {line.called(before[0])}")))
    return first_of(cases, text(FILLED_IN))


def forecast_line(line: Line, since: str = "", was: str = "") -> str:
    """Say whether a line of the forecast is complete, and its sums hold.

    `was`: the variance of this line at `since`, the last return of the year, from which its movement is measured.
    """
    of = {name: f"{name}_gbp_k" for name in (*_BUDGETS, "budget", "variance")}
    cases = [(f'{line.cell("heading")}=""', '""'), *_missing(line, [of["variance"]])]
    for name in _BUDGETS:
        if line.has(of[name]):
            some = f"COUNT({line.column(of[name])})>0"
            cases.append((f'AND({line.cell(of[name])}="",{some})', text(f"{TO_FILL_IN}: {line.called(of[name])}")))
    revised = "revised_contract_sum" if line.has(of["revised_contract_sum"]) else "budget"
    sums = (
        ("revised_contract_sum", ("contract_sum", "change_requests"), f"{words().budget} and change requests"),
        ("projected_outturn", (revised, "variance"), f"{_budget_called(line, of[revised])} and variance"),
    )
    compared = []
    for total, parts, called in sums:
        needed = [of[name] for name in (total, *parts)]
        if line.has(*needed):
            said, added = line.cell(needed[0]), f"({line.cell(needed[1])}+{line.cell(needed[2])})"
            whole = f"COUNT({','.join(map(line.cell, needed))})=3"
            compared.append(whole)
            sentence = (
                f"{text(f'{capitalised(called)} come to ')}&{shown(added)}&"
                f"{text(f', but the {line.called(needed[0])} is ')}&{shown(said)}"
            )
            cases.append((f"AND({whole},ROUND({said}-{added},3)<>0)", sentence))
    adds_up = f"IF(OR({','.join(compared)}),{text(ADDS_UP)},{text(FILLED_IN)})" if compared else text(FILLED_IN)
    return first_of([*cases, *_subtotal(line), *_movement(line, since, was)], adds_up)


def _movement(line: Line, since: str, was: str) -> list[tuple[str, str]]:
    """Hold the movement to the two variances that it lies between; the paper's own figure of before goes first."""
    if not line.has("movement_gbp_k", "variance_gbp_k"):
        return []
    said, variance = line.cell("movement_gbp_k"), line.cell("variance_gbp_k")
    bases = (
        [(line.cell("previous_variance_gbp_k"), "the previous return")] if line.has("previous_variance_gbp_k") else []
    )
    bases += [(was, since)] if was else []
    cases = []
    for place, (base, called) in enumerate(bases):
        moved = f"({variance}-({base}))"
        first = "".join(f',{other}=""' for other, _ in bases[:place])
        holds = f'AND({line.cell("level")}<>"{SUBTOTAL}",{said}<>"",ISNUMBER({base}){first},ABS({moved}-{said})>1)'
        but = text(f" since {called}, but the movement is ")
        cases.append((holds, f"{text('The variance moved by ')}&{shown(moved)}&{but}&{shown(said)}"))
    return cases


def _budget_called(line: Line, name: str) -> str:
    return line.called(name) if line.has(name) else words().budget


def _subtotal(line: Line) -> list[tuple[str, str]]:
    """Hold a subtotal to the lines that name it as their parent."""
    if not line.has("parent"):
        return []
    cases = []
    for name in line.columns:
        if line.schema[name].kind is not Kind.MONEY or name.startswith("first_stated"):
            continue
        said, added = line.cell(name), f"SUMIF({line.column('parent')},{line.cell('heading')},{line.column(name)})"
        holds = f'AND({line.cell("level")}="{SUBTOTAL}",{said}<>"",ABS({said}-{added})>1)'
        sentence = (
            f"{text('Its lines come to ')}&{shown(added)}&{text(f', but its {line.called(name)} is ')}&{shown(said)}"
        )
        cases.append((holds, sentence))
    return cases


def savings_line(line: Line) -> str:
    """Say whether a saving has its target, says how far it is delivered, and its parts make the target."""
    amounts = [f"{name}_gbp_k" for name in _PARTS if f"{name}_gbp_k" in line.columns]
    said = [*amounts, *(name for name in ("status", SHARE) if name in line.columns)]
    targets = [name for name in ("target_gbp_k", "proposed_gbp_k") if name in line.columns]
    every = f"COUNTA({','.join(map(line.cell, line.columns))})=0"
    cases = [(every, '""'), *_missing(line, ["ref", "proposal"])]
    if targets:
        no_target = f"COUNT({','.join(map(line.cell, targets))})=0"
        cases.append((no_target, text(f"{TO_FILL_IN}: {line.called(targets[0])}")))
    if said:
        cases.append((f"COUNTA({','.join(map(line.cell, said))})=0", text(f"{TO_FILL_IN}: how far it is delivered")))
    if targets and amounts:
        target, parts = f"MAX({','.join(map(line.cell, targets))})", f"SUM({','.join(map(line.cell, amounts))})"
        by_word = "".join(f',{line.cell(name)}=""' for name in ("status", SHARE) if name in line.columns)
        left = f"ROUND({target}-{parts},3)"
        given = f"COUNT({','.join(map(line.cell, amounts))})>0{by_word}"
        begins = f"{text('Its parts come to ')}&{shown(parts)}&{text(' of a target of ')}&{shown(target)}&"
        cases += [
            (f"AND({given},{left}>0)", f"{begins}{text(': ')}&{shown(left)}&{text(' is not explained')}"),
            (f"AND({given},{left}<0)", f"{begins}{text(': ')}&{shown(f'(-{left})')}&{text(' too much')}"),
        ]
    return first_of([*cases, *_stated_total(line)], text(ADDS_UP))


def _stated_total(line: Line) -> list[tuple[str, str]]:
    parts = [f"{name}_gbp_k" for name in _STATED if f"{name}_gbp_k" in line.columns]
    if not line.has("stated_total_gbp_k") or not parts:
        return []
    said, added = line.cell("stated_total_gbp_k"), f"SUM({','.join(map(line.cell, parts))})"
    called = capitalised(listing([line.called(name).removeprefix("the ") for name in parts]))
    sentence = f"{text(f'{called} come to ')}&{shown(added)}&{text(', but the stated total is ')}&{shown(said)}"
    return [(f'AND({said}<>"",ROUND({said}-{added},3)<>0)', sentence)]


def control_line(line: Line, lines_come_to: str) -> str:
    """Say whether a printed total is what the lines come to, which the cell `lines_come_to` works out."""
    said, scale = line.cell("value"), line.cell("decimals")
    most = f'IF({line.cell("unit")}="count",0,MAX(1,10^-{scale}/2))' if line.has("unit", "decimals") else "1"
    over = f"ROUND({lines_come_to}-{said},3)"
    sentence = (
        f"{text('The lines come to ')}&{shown(lines_come_to)}&{text(', which is ')}&{shown(f'ABS({over})')}&"
        f"IF({over}>0,{text(' more than this total')},{text(' less than this total')})"
    )
    return first_of(
        [
            (f"COUNTA({','.join(map(line.cell, line.columns))})=0", '""'),
            *_missing(line, ["dataset", "column", "scope", "value"]),
            (f"NOT(ISNUMBER({lines_come_to}))", text(LATER)),
            (f"ABS({over})>{most}", sentence),
        ],
        text(ADDS_UP),
    )


def lines_come_to(line: Line, sheets: Mapping[str, Line], pressure: Sequence[str], call: Sequence[str]) -> str:
    """Add up the lines that a total is of, whatever dataset, column and scope it names; empty if it cannot be said.

    `sheets`: any line of each of the other sheets, by dataset; `pressure` and `call`: the kinds of adjustment in each.
    """
    dataset, column, scope = line.cell("dataset"), line.cell("column"), line.cell("scope")
    formula = '""'
    for name, there in sheets.items():
        whole = f"{name}!$A$2:$BZ${there.bottom}"
        heads = f"{name}!$A$1:$BZ$1"
        amounts = f"INDEX({whole},0,MATCH({column},{heads},0))"
        keys = f'INDEX({whole},0,MATCH(LEFT({scope},FIND("=",{scope})-1),{heads},0))'
        pattern = f'MID({scope},FIND("=",{scope})+1,250)'
        every, some = f"SUM({amounts})", f"SUMIF({keys},{pattern},{amounts})"
        if name == "forecast":
            level = f"{name}!{there.column('level')}"
            every = f'SUMIF({level},"<>{SUBTOTAL}",{amounts})'
            some = f'SUMIFS({amounts},{keys},{pattern},{level},"<>{SUBTOTAL}")'
        formula = f'IF({dataset}="{name}",IF({scope}="all",{every},{some}),{formula})'
    if "forecast" in sheets and "adjustments" in sheets:
        forecast, beside = sheets["forecast"], sheets["adjustments"]
        variance = (
            f'SUMIF(forecast!{forecast.column("level")},"<>{SUBTOTAL}",forecast!{forecast.column("variance_gbp_k")})'
        )
        amounts = f"adjustments!{beside.column('amount_gbp_k')}"
        for named, kinds in (("pressure_gbp_k", pressure), ("call_gbp_k", call)):
            added = "+".join(
                [variance, *(f'SUMIF(adjustments!{beside.column("kind")},"{kind}",{amounts})' for kind in kinds)]
            )
            formula = f'IF(AND({dataset}="position",{column}="{named}"),{added},{formula})'
    return f'IF({dataset}="","",IFERROR({formula},""))'
