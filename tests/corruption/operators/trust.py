"""The settings of the trust, made wrong.

In: the text of `params/trust.yaml`. Out: another text.
"""

from __future__ import annotations

from corruption.operators.registry import settings

_SPLIT = "the shares of the councils, which sum to 1"


@settings(seen_by=_SPLIT)
def council_split_wrong(text: str) -> str:
    """A council's share with a digit mistyped."""
    return text.replace('"0.4416"', '"0.4461"')


@settings(seen_by=_SPLIT)
def council_split_as_percentages(text: str) -> str:
    """The councils' shares as percentages."""
    return text.replace('"0.4416"', '"44.16"').replace('"0.5584"', '"55.84"')


@settings(seen_by=_SPLIT)
def council_left_out(text: str) -> str:
    """A council that vanished."""
    return "\n".join(each for each in text.split("\n") if "code: wnc" not in each)


@settings(seen_by="the model of the settings")
def council_code_twice(text: str) -> str:
    """Two councils with one code."""
    return text.replace("code: wnc", "code: nnc")


@settings(seen_by="the model of the settings")
def heading_twice_in_the_settings(text: str) -> str:
    """A budget heading again, in capitals."""
    return text.replace("{name: Legal, group: Other}", "{name: Legal, group: Other}\n  - {name: LEGAL, group: Other}")


@settings(seen_by="the headings of the forecast")
def heading_left_out_of_the_settings(text: str) -> str:
    """A budget heading that vanished from the settings."""
    return "\n".join(each for each in text.split("\n") if "name: Legal" not in each)


@settings(seen_by="the printed totals of the groups")
def heading_in_another_group(text: str) -> str:
    """A budget heading that rolls up into another group."""
    return text.replace("{name: Legal, group: Other}", "{name: Legal, group: Transport}")


@settings(seen_by="the model of the settings")
def assumption_out_of_range(text: str) -> str:
    """A share of one and a half."""
    return text.replace("value: 0.5\n", "value: 1.5\n", 1)


@settings(seen_by="the form of the file")
def settings_cut_off(text: str) -> str:
    """The settings cut off in the middle of a line half way down; what ends with a whole line cannot be told."""
    half = text.index("\n", len(text) // 2)
    return text[: text.rindex(" ", 0, half)]
