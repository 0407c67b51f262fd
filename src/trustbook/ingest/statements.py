"""Find sentences that state a figure of the report, where a declared pattern knows them.

In: the lines of a paper's text. Out: rows of `claims`. A sentence whose figure has no unit, or two readings, is listed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from trustbook.core.characters import excerpt
from trustbook.ingest.model import Draft, DraftRow, Known, Trace, Why
from trustbook.ingest.recognition import Recognition, Statement
from trustbook.papers.amounts import parse_amount

_MONEY = r"(?P<figure>£\s?\d[\d,]*(?:\.\d+)?\s?(?:m|million|k)?\b)"
_PARAGRAPH = re.compile(r"^\W{0,4}(\d{1,2}(?:\.\d{1,2}){1,3})\.?\s")
_MOST_LINES = 20_000
_MOST_IN_PARAGRAPH = 4_000


def statements(text: Sequence[str], draft: Draft, known: Known, recognition: Recognition) -> None:
    """Add each statement that a pattern knows, with the paragraph that it stands in."""
    patterns = [(each, _pattern(each.words)) for each in recognition.statements]
    claims = draft.of(known.period).rows("claims") if known.period in draft.drafts else []
    for paragraph, words in _paragraphs(text):
        for each, pattern in patterns:
            for found in pattern.finditer(words):
                _add(claims, draft, known, each, found["figure"], paragraph)


def _pattern(words: str) -> re.Pattern[str]:
    """Make a pattern of declared words: `{money}` is a figure, a space any white space; nothing else has a meaning."""
    parts = [r"\s+".join(map(re.escape, part.split(" "))) for part in words.split("{money}")]
    return re.compile(_MONEY.join(parts), re.IGNORECASE)


def _add(claims: list[DraftRow], draft: Draft, known: Known, each: Statement, printed: str, paragraph: str) -> None:
    amount = parse_amount(printed)
    place = f"Paragraph {paragraph}" if paragraph else "in the text"
    if amount is None or amount.number is None or amount.scale not in ("m", "k"):
        why = "the figure has no unit, or two readings" if amount is None or not amount.why else amount.why
        draft.leave_out(Why.DEFECT, each.label, why, printed=excerpt(printed), place=place, dataset="claims")
        return
    number: Decimal = amount.number
    claims.append(
        DraftRow(
            {
                "claim_id": f"{known.source}-{known.period.short}-{len(claims) + 1:03d}",
                "source_id": known.source,
                "locator": place,
                "metric": each.metric,
                "period": known.period.year_code if each.of_year else str(known.period),
                "value": format(number, "f"),
                "unit": "gbp_m" if amount.scale == "m" else "gbp_k",
                "decimals": str(amount.decimals),
                "label": each.label,
            },
            {"value": Trace(printed, place)},
        )
    )


def _paragraphs(text: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Yield the number of each paragraph and its words; lines without a number belong to the paragraph above."""
    number, words = "", ""
    for line in text[:_MOST_LINES]:
        found = _PARAGRAPH.match(line)
        if found or "\t" in line or len(words) > _MOST_IN_PARAGRAPH:
            if words:
                yield number, words
            number, words = (found[1] if found else ""), ""
        if "\t" not in line:
            words = f"{words} {line.strip(' -')}"
    if words:
        yield number, words
