"""Take the prose of a text apart: paragraphs, items of lists, sentences, and the amounts in them.

In: the lines that are no part of a table. Out: `Sentence`, in order, each with its line and what leads its list.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from trustbook.papers.amounts import Amount, parse_amount
from trustbook.papers.text_cells import plain_quotes
from trustbook.papers.text_lines import Line

_BULLET = re.compile(r"^\s*(?:[•·●▪*\u2022-]|[a-z]\)|\(?[ivx]+\)|\d{1,2}[.)])\s+")
_NUMBER = re.compile(r"^\s*(?:\d{1,2}(?:\.\d{1,2})*[.)]?|[a-z]\))\s+(?=\D)")
_SENTENCE = re.compile(r"(?<=[.])\s+(?=[A-Z\d])|(?<=;)\s+(?=[A-Z])")
_DIGITS = r"\d(?:[\d,]*\d)?(?:, \d{3}(?!\d))?(?:\.\d+)?"
MONEY = re.compile(
    rf"(?:\b[Cc]r\.? ?)?£ ?{_DIGITS} ?(?:(?:k|m|bn|million|billion|thousand)\b)?|\b{_DIGITS} ?(?:k|million|billion)\b"
)
PERCENT = re.compile(rf"(?<![\d.,]){_DIGITS} ?%")
"""A share in prose."""
_MOST_SENTENCES = 4_000


@dataclass(frozen=True)
class Sentence:
    """A sentence, or an item of a list."""

    text: str
    line: int
    item: bool = False
    lead: str = ""
    """The sentence that leads the list it is an item of."""
    bracketed: bool = False
    """Whether it stands in square brackets: words of whoever shortened the paper, not of the paper."""
    items: list[Sentence] = field(default_factory=list, compare=False)
    """The items that it leads."""


@dataclass(frozen=True)
class Money:
    """An amount in a sentence."""

    printed: str
    start: int
    end: int
    amount: Amount

    @property
    def why(self) -> str:
        """Return why its size cannot be told; nothing if it can."""
        if self.amount.why:
            return self.amount.why
        if self.amount.number is None:
            return "it is no number"
        if not self.amount.scale and ("," not in self.printed or self.amount.decimals):
            return "its scale is not printed: pounds, or thousands or millions whose word is lost"
        return ""


def money_in(text: str) -> list[Money]:
    """Return the amounts of money in a sentence."""
    found = []
    for each in MONEY.finditer(text):
        printed = each.group().strip()
        amount = parse_amount(printed)
        if amount is not None:
            found.append(Money(printed, each.start(), each.start() + len(printed), amount))
    return found


def sentences_of(lines: Sequence[Line]) -> list[Sentence]:
    """Return the sentences of a text; items of a list know what leads it."""
    made: list[Sentence] = []
    lead: Sentence | None = None
    for text, number, item in _paragraphs(lines):
        rest = text
        whole = re.fullmatch(r"\[([^\[\]]*)\]", text)
        if whole:
            made.append(Sentence(whole[1].strip(), number, bracketed=True))
            continue
        rest = re.sub(r"^\[[^\[\]]*\]\s*(?=\S)", lambda found: _kept(found.group()), rest)
        if item:
            one = Sentence(rest, number, True, lead.text if lead else "")
            made.append(one)
            if lead:
                lead.items.append(one)
            continue
        parts = [part.strip() for part in _SENTENCE.split(rest) if part.strip()]
        made += [Sentence(_NUMBER.sub("", part), number) for part in parts]
        lead = made[-1] if parts and re.search(r":\s*-?$", parts[-1]) else None
        if len(made) > _MOST_SENTENCES:
            break
    return made


def _kept(bracket: str) -> str:
    """Keep words in brackets that lead a list (`[Central Services (£38.7m) includes:] …`); drop remarks."""
    inner = bracket.strip()[1:-1]
    return f"{inner} " if inner.endswith(":") else ""


def _paragraphs(lines: Sequence[Line]) -> list[tuple[str, int, bool]]:
    """Return paragraphs as (text, first line, whether it is an item of a list)."""
    made: list[tuple[str, int, bool]] = []
    open_paragraph = False
    for line in lines:
        text = plain_quotes(line.text.replace("\u00a0", " "))
        words = " ".join(text.split())
        if not words:
            open_paragraph = False
            continue
        bullet = _BULLET.match(text)
        if bullet:
            made.append((" ".join(text[bullet.end() :].split()), line.number, True))
        elif open_paragraph and made:
            before, number, item = made[-1]
            made[-1] = (f"{before} {words}", number, item)
        else:
            made.append((words, line.number, False))
        open_paragraph = True
    return made
