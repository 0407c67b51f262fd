"""Read what the prose of a paper states: an overspend, a budget, the parts of a total, a count.

In: the lines that are no part of a table. Out: one table `Statements` (label: the words that name the figure; column:
what it is) and refusals. A statement is read only where its own words say what it is, or where the parts of a list add
up to the total that leads it; every other amount is refused.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from trustbook.core.characters import excerpt
from trustbook.papers.model import Cell, Refusal, Row, Table
from trustbook.papers.text_doubts import doubt_of
from trustbook.papers.text_lines import Line
from trustbook.papers.text_prose import PERCENT, Money, Sentence, money_in, sentences_of

_OVER = r"over-?spends?|adverse (?:position|variance)|overspending"
_UNDER = r"under-?spends?|favourable (?:position|variance)|underspending"
_ABOUT = r"(?:(?:approximately|about|around|circa|some|nearly|just over|just under) )?"
_VARIANCE = re.compile(rf"\b(?P<kind>{_OVER}|{_UNDER}) (?:of|is|was|at|totalling) {_ABOUT}$", re.IGNORECASE)
_BUDGET = re.compile(
    r"\b(?P<kind>(?:(?:approved|revised|original|net|gross|revenue|annual|total|capital) )*budget|contract sum) of "
    rf"{_ABOUT}$",
    re.IGNORECASE,
)
_SINCE = re.compile(r"^\s*(since (?:the )?\w+(?: \w+)?)", re.IGNORECASE)
_UP = re.compile(r"\b(?P<way>up|down) (?:by )?$", re.IGNORECASE)
_SHARE = re.compile(
    rf"^(?:,? \((?P<bare>{PERCENT.pattern})\)|, (?P<said>{PERCENT.pattern}) of the (?P<base>(?:\w+ )?budget))"
)
_FILLER = re.compile(
    r"(?:\s*\b(?:a|an|the|reports?|reported|is|was|are|were|of|forecast(?:s|ing)?|projected|projects?|net|total|shows?|showing"
    r"|there|with|has|have|now|currently|recommended|that|note|noted)\b)+\s*$",
    re.IGNORECASE,
)
_CHILDREN = r"(?:looked after children|children looked after|children in care)"
_COUNT_FIRST = re.compile(rf"^(?P<number>\d[\d,]*) (?P<label>{_CHILDREN})\b", re.IGNORECASE)
_MONTH = r"(?:January|February|March|April|May|June|July|August|September|October|November|December)"
_WHEN = rf"(?:at|in) (?:the (?:start|end) of (?:the year|{_MONTH})|{_MONTH})(?: \d{{4}})?"
_COUNT = re.compile(
    rf"(?<![\d.,£])(?P<number>\d{{1,3}}(?:,\d{{3}})*|\d+)(?![\d.,]*\d|%|k\b|m\b) (?P<when>{_WHEN})", re.IGNORECASE
)
_MOST_LABEL = 14
_SURE, _FAIR = 0.9, 0.8


class _Statements:
    """Gathers what was read and what was refused."""

    def __init__(self) -> None:
        self.rows: dict[str, list[Cell]] = {}
        self.refused: list[Refusal] = []
        self.known: set[tuple[Decimal, str]] = set()

    def add(self, label: str, column: str, printed: str, value: Decimal, unit: str, line: int, sure: float) -> None:
        """Take a statement; the same figure stated again is not taken twice, the parts of a list are."""
        if sure < _SURE and unit == "GBP_k" and (abs(value), unit) in self.known:
            return
        self.known.add((abs(value), unit))
        self.rows.setdefault(label, []).append(Cell(column, printed, value, unit, f"line {line}", sure))

    def refuse(self, printed: str, line: int, why: str) -> None:
        """Refuse an amount."""
        self.refused.append(Refusal(printed, f"line {line}", why))


def read_statements(lines: Sequence[Line]) -> tuple[Table | None, list[Refusal]]:
    """Read the statements of the lines that are no part of a table."""
    made = _Statements()
    listed: set[int] = set()
    sentences = sentences_of(lines)
    for sentence in sentences:
        if sentence.items:
            listed |= _read_items(sentence, made)
    for sentence in sentences:
        if id(sentence) not in listed:
            _read_sentence(sentence, made)
    _drop_contradictions(made)
    if not made.rows:
        return None, made.refused
    rows = tuple(Row(label, 0, False, tuple(cells)) for label, cells in made.rows.items())
    return Table("Statements", rows[0].cells[0].place, rows), made.refused


def _drop_contradictions(made: _Statements) -> None:
    """Refuse statements of different figures under the same words: a year or a part that tells them apart is lost."""
    for label, cells in list(made.rows.items()):
        names = [cell.column for cell in cells]
        for cell in cells:
            if names.count(cell.column) > 1:
                made.refuse(
                    cell.printed, int(cell.place.split()[-1]), f"{label}: several figures are stated in these words"
                )
        made.rows[label] = [cell for cell in cells if names.count(cell.column) == 1]
        if not made.rows[label]:
            del made.rows[label]


def _read_items(lead: Sentence, made: _Statements) -> set[int]:
    """Read a list of which each item has one amount: its parts must add up, or stand after a dash."""
    amounts = [(item, money_in(item.text)) for item in lead.items]
    if len(amounts) < 2 or any(len(found) != 1 or found[0].why for _, found in amounts):
        return set()
    if any(doubt_of(item.text, found[0].start, found[0].end) for item, found in amounts):
        return set()
    if doubt_of(lead.text, len(lead.text), len(lead.text)):
        return set()
    values = [_thousands(found[0]) for _, found in amounts]
    total = next((each for each in money_in(lead.text) if not each.why and _is_sum(each, values)), None)
    kind = re.search(rf"(?P<over>{_OVER})|(?P<under>{_UNDER})|savings|pressures|parts", lead.text, re.IGNORECASE)
    for (item, found), value in zip(amounts, values, strict=True):
        dashed = re.search(r"\s[-\u2013]\s*$|:\s*$", item.text[: found[0].start])
        if total is None and not (dashed and kind):
            return set()
        label = _label(re.sub(r"\s*[-\u2013:(]\s*$", "", item.text[: found[0].start]))
        rest = item.text[found[0].end :].strip(" ).;,")
        if not label or rest:
            return set()
        under = bool(kind and kind["under"])
        column = "variance" if under else kind.group().lower().rstrip("s") if kind else "amount"
        made.add(label, column, found[0].printed, -value if under else value, "GBP_k", item.line, _SURE)
    return {id(item) for item in lead.items}


def _read_sentence(sentence: Sentence, made: _Statements) -> None:
    text, line = sentence.text, sentence.line
    found = money_in(text)
    if sentence.bracketed:
        for money in found:
            made.refuse(money.printed, line, "it stands in words in square brackets, which are not the paper's own")
        return
    done = _read_parts(text, line, found, made)
    for money in found:
        if money.start in done:
            continue
        if text[: money.start].endswith((">", "<")):
            made.refuse(
                text[money.start - 1] + money.printed, line, "more or less than the figure, by how much is not said"
            )
            continue
        if money.why:
            made.refuse(money.printed, line, money.why)
            continue
        doubt = doubt_of(text, money.start, money.end)
        if doubt:
            made.refuse(money.printed, line, f"its sentence says '{doubt}' of it: it may be no figure of this report")
            continue
        done |= _read_money(text, line, money, made)
        if money.start not in done:
            made.refuse(money.printed, line, f"its sentence does not say for certain what it is: {excerpt(text)}")
    shares = [
        each for each in PERCENT.finditer(text) if not any(cell.printed == each.group() for cell in _cells(made, line))
    ]
    for share in shares:
        made.refuse(share.group(), line, "its sentence does not say for certain what it is a share of")
    _read_counts(text, line, made)


def _cells(made: _Statements, line: int) -> list[Cell]:
    return [cell for cells in made.rows.values() for cell in cells if cell.place == f"line {line}"]


def _read_money(text: str, line: int, money: Money, made: _Statements) -> set[int]:
    """Read one amount by the words just before it."""
    before, after = text[: money.start], text[money.end :]
    value = _thousands(money)
    said = _VARIANCE.search(before)
    if said:
        under = re.fullmatch(_UNDER, said["kind"], re.IGNORECASE) is not None
        label = _label(_subject(before[: said.start()])) or said["kind"]
        column = "variance" if under else said["kind"].lower()
        made.add(label, column, money.printed, -value if under else value, "GBP_k", line, _FAIR)
        share = _SHARE.match(after)
        if share:
            printed = (share["bare"] or share["said"]).strip()
            number = Decimal(printed.rstrip("% ").replace(",", ""))
            name = f"{column} %" if share["bare"] else f"{column} % of the {share['base']}"
            made.add(label, name, printed, -number if under else number, "pct", line, _FAIR)
        return {money.start}
    said = _BUDGET.search(before)
    if said and not re.search(r"\b(?:part|share|half|%)\b[^,;]*$", before):
        label = _label(_first_clause(before[: said.start()]), 8) or said["kind"]
        made.add(label, said["kind"].lower(), money.printed, value, "GBP_k", line, _FAIR)
        return {money.start}
    said, since = _UP.search(before), _SINCE.match(after)
    if said and since:
        label = _label(_first_clause(before[: said.start()]))
        if label:
            signed = value if said["way"].lower() == "up" else -value
            made.add(label, f"change {since[1]}", money.printed, signed, "GBP_k", line, _FAIR)
            return {money.start}
    return set()


def _read_parts(text: str, line: int, found: Sequence[Money], made: _Statements) -> set[int]:
    """Read the parts of a total within one sentence: `£745k local fostering, £650k …` or `Levies (£12.4m), …`."""
    if len(found) < 4 or any(money.why or doubt_of(text, money.start, money.end) for money in found):
        return set()
    total, parts = found[0], found[1:]
    between = text[total.end : parts[0].start]
    if ":" not in between or not _is_sum(total, [_thousands(part) for part in parts]):
        return set()
    labels = []
    behind = text[parts[0].start - 1] != "("
    start = total.end + between.index(":") + 1
    for at, part in enumerate(parts):
        if behind:
            end = parts[at + 1].start if at + 1 < len(parts) else len(text)
            raw = text[part.end : end]
        else:
            raw = text[parts[at - 1].end if at else start : part.start]
        labels.append(_label(re.sub(r"^(?:\W|\band\b)+|(?:\W|\band\b)+$", "", raw)))
    if not all(labels) or len(set(labels)) < len(labels):
        return set()
    kind = re.search(rf"(?P<over>{_OVER}|overspent)|(?P<under>{_UNDER}|underspent)", text[: total.start], re.IGNORECASE)
    sign = -1 if kind and kind["under"] else 1
    column = "variance" if kind and kind["under"] else "overspend" if kind else "amount"
    for label, part in zip(labels, parts, strict=True):
        made.add(label, column, part.printed, sign * _thousands(part), "GBP_k", line, _SURE)
    label = _label(
        _first_clause(re.split(r"\b(?:overspent|underspent|by a total of|includes?)\b", text[: total.start])[0])
    )
    if label and kind:
        made.add(label, column, total.printed, sign * _thousands(total), "GBP_k", line, _SURE)
        return {money.start for money in found}
    return {part.start for part in parts} | {total.start}


def _read_counts(text: str, line: int, made: _Statements) -> None:
    """Read how many children are looked after, and when."""
    first = _COUNT_FIRST.match(text)
    if first:
        made.add(
            first["label"], "number", first["number"], Decimal(first["number"].replace(",", "")), "count", line, _SURE
        )
        return
    label = re.match(rf"{_CHILDREN}\b", text, re.IGNORECASE)
    if label:
        for each in _COUNT.finditer(text):
            number = Decimal(each["number"].replace(",", ""))
            made.add(label.group(), each["when"], each["number"], number, "count", line, _SURE)


def _is_sum(total: Money, parts: Sequence[Decimal]) -> bool:
    whole = _thousands(total)
    unit = Decimal(1).scaleb(-total.amount.decimals) * {"m": 1_000, "bn": 1_000_000}.get(total.amount.scale, 1)
    return len(parts) > 1 and abs(sum(parts, Decimal(0)) - whole) <= unit / 2


def _thousands(money: Money) -> Decimal:
    return money.amount.thousands("pounds") or Decimal(0)


def _subject(before: str) -> str:
    """Return the words that name what a variance is of: those before it, without verbs and articles."""
    return _FILLER.sub("", re.split(r"[;.]\s", before)[-1]).strip(" :,-")


def _first_clause(before: str) -> str:
    """Return the first words of a sentence, up to its verb, colon or comma."""
    first = re.split(r"[:;,]|\b(?:over-?spends?|under-?spends?)\b", re.split(r"[;.]\s", before)[-1])[0]
    return _FILLER.sub("", first).strip(" -")


def _label(words: str, most: int = _MOST_LABEL) -> str:
    plain = words.strip(" .,;:-")
    return plain if len(plain.split()) <= most else ""
