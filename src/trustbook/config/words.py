"""Hold the words with which a workspace names its body, its budget, its lines and those who pay.

In: the settings. Out: `words()`, for every sentence that would otherwise call each body a trust. As with a catalogue of
translations, the words of the workspace in use are set where its settings are read (decision 0030).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from trustbook.core.formatting import capitalised, uncapitalised

_PLACE = re.compile(r"\{([A-Za-z_]+)\}")


@dataclass(frozen=True)
class Words:
    """What the body and its money are called, without articles unless the name says so."""

    body: str = "trust"
    budget: str = "contract sum"
    agreement: str = "contract"
    """What the budget belongs to: `outside the contract`."""
    line: str = "heading"
    lines: str = "headings"
    funders: int = 2
    """How many councils pay; none where nobody but the body itself does."""

    @property
    def the_body(self) -> str:
        """`the trust`."""
        return f"the {self.body}"

    @property
    def The_body(self) -> str:  # noqa: N802 - it is how the words look
        """`The trust`, at the beginning of a sentence."""
        return f"The {self.body}"

    @property
    def bodies(self) -> str:
        """`trusts`; `companies` of a company."""
        return f"{self.body[:-1]}ies" if re.search(r"[^aeiou]y$", self.body) else f"{self.body}s"

    @property
    def budget_of_any_year(self) -> str:
        """`budget or contract sum`: what other years may have had; `budget`, where that is the word anyway."""
        return self.budget if self.budget.endswith("budget") else f"budget or {self.budget}"

    @property
    def outside(self) -> str:
        """`outside the contract`."""
        return f"outside the {self.agreement}"

    @property
    def split(self) -> str:
        """`contract split`: how those who pay divide what is above the budget."""
        return f"{self.agreement} split"

    @property
    def budgets(self) -> str:
        """`contract sums`."""
        return f"{self.budget}s"

    @property
    def original(self) -> str:
        """`original contract sum`."""
        return f"original {self.budget}"

    @property
    def revised(self) -> str:
        """`revised contract sum`."""
        return f"revised {self.budget}"

    @property
    def first_budget(self) -> str:
        """`contract sum`; `original budget` where it is called a budget, as the column beside it is."""
        return self.original if self.budget == "budget" else self.budget

    @property
    def budget_line(self) -> str:
        """`budget heading`."""
        return f"budget {self.line}" if self.line == "heading" else self.line

    @property
    def councils(self) -> str:
        """`councils`, or `council` where one pays."""
        return "council" if self.funders == 1 else "councils"

    @property
    def the_councils(self) -> str:
        """`the councils`, or `the council` where one pays."""
        return f"the {self.councils}"

    @property
    def of_councils(self) -> str:
        """`councils'`, or `council's`: whose something is."""
        return f"{self.councils}'" if self.councils.endswith("s") else f"{self.councils}'s"

    @property
    def The_councils(self) -> str:  # noqa: N802 - it is how the words look
        """`The councils`, at the beginning of a sentence."""
        return f"The {self.councils}"

    @property
    def of_the_councils(self) -> str:
        """`the councils'`, or `the council's`: whose something is."""
        return f"the {self.of_councils}"

    @property
    def authorities(self) -> str:
        """`councils`, as published statistics have them; `authorities` where not several pay for this body."""
        return "councils" if self.funders > 1 else "authorities"

    @property
    def cost(self) -> str:
        """`cost to the councils`: what is above the budget, with what the forecast leaves out."""
        return f"cost to {self.the_councils}" if self.funders else "whole cost above the budget"

    def agree(self, many: str, one: str) -> str:
        """Return the form of a verb that agrees with those who pay: `agree("have", "has")`."""
        return one if self.funders == 1 else many


def in_own_words(text: str) -> str:
    """Fill `{budget}`, `{Budget}` and the like in a text that was written before the words were known.

    It leaves any other braces as they are.
    """
    return _PLACE.sub(lambda found: named(found[1]) or found[0], text)


def spelt(name: str) -> str:
    """Write the name of a column, a measure or a figure in words: `contract_sum` is the body's budget."""
    return name.replace("_", " ").replace("contract sum", _in_use.budget).replace("contract", _in_use.agreement)


def named(name: str) -> str | None:
    """Return a word by its name, with a large letter where its name has one; None if there is no such word."""
    own = name if hasattr(_in_use, name) else uncapitalised(name)
    found = getattr(_in_use, own, None)
    if own.startswith("_") or not isinstance(found, str):
        return None
    return found if own == name else capitalised(found)


_in_use = Words()


def words() -> Words:
    """Return the words of the workspace in use; a trust's, if none is."""
    return _in_use


def use_words(found: Words) -> None:
    """Use these words from now on, in this process."""
    global _in_use
    _in_use = found
