"""Tell whether a sentence says that its amount is not so, or not so now.

In: a sentence and where an amount stands in it. Out: the words that put it in doubt: a negation, a condition, a risk,
another year. Such an amount is refused.
"""

from __future__ import annotations

import re

_NOT_SO = re.compile(
    r"\b(?:no|not|nor|never|neither|none|cannot|without|rather than|instead of|avoid\w*|prevent\w*|eliminat\w*|\w+n't"
    r"|would|could|might|may|should|if|unless|were it|had been|has been (?:reduced|revised|removed)|risks?"
    r"|potential(?:ly)?|possibl[ey]|worst case|best case|scenario|assum\w+ that|subject to|up to|at least|at most"
    r"|more than|less than|in excess of|between"
    r"|previous(?:ly)?|formerly|originally reported|earlier|prior|(?:last|previous|prior|next|following) "
    r"(?:year|month|quarter|period|report)(?:'?s)?|(?:month|period|quarter) ?\d+ reported)\b",
    re.IGNORECASE,
)
_CONDITION = re.compile(r"\b(?:if|unless|would|could|might|were it|had (?:it|they|the)|without)\b", re.IGNORECASE)
_MONTH = re.compile(r"\bMay\b")
_END = re.compile(r"[,;:](?!\d{3})|\.\s|\bbut\b", re.IGNORECASE)


def doubt_of(text: str, start: int, end: int) -> str:
    """Return the words of a sentence that put an amount of it in doubt; nothing if there are none.

    A negation or another year counts in the clause of the amount; a condition counts in all of the sentence before it.
    """
    plain = _MONTH.sub("xxx", text)
    ends = [found for found in _END.finditer(plain) if not start <= found.start() < end]
    first = max((found.end() for found in ends if found.end() <= start), default=0)
    last = min((found.start() for found in ends if found.start() >= end), default=len(plain))
    found = _NOT_SO.search(plain[first:start]) or _NOT_SO.search(plain[end:last]) or _CONDITION.search(plain[:first])
    return found.group() if found else ""
