"""Write the settings of a new workspace, `params/trust.yaml`, with a line above each that explains it.

In: what was said of a body. Out: the file as text; it was read back as the settings are read, so it can be used.
"""

from __future__ import annotations

import json
import re

from trustbook.config.settings import Settings
from trustbook.config.settings_files import validated
from trustbook.core.formatting import capitalised
from trustbook.core.period import MONTHS_IN_YEAR
from trustbook.core.plain_yaml import read_values
from trustbook.starting.answers import WORDS, Answers, Funder, Line, require_whole

FILE = "params/trust.yaml"
_PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9'’&()/.\- ]*[A-Za-z0-9).]")
_NOT_TEXT = frozenset(("yes", "no", "on", "off", "true", "false", "null", "nan", "inf"))
_OPTIONAL = """\
# More that you can say. Take away the # in front of a line to use it.
# Who publishes the report; without it, pages say that no publisher is named.
# publisher: {name: Finance team, contact: "mailto:finance@example.org"}
# Where the report is published.
# site: {url: "https://example.org/report/"}
# Numbers that no return has, such as what a social worker's post costs. The page "Assumptions" of the report lists all
# of them, with the values used until you choose others.
# assumptions:
#   post_cost_gbp: {value: 58000, source: "Your own average, with on-costs"}
# The words of your papers for the status of a saving, and what each means.
# saving_statuses: {On track: green, At risk: amber, Withdrawn: red}
"""


def settings_file(answers: Answers) -> str:
    """Write the settings of a body. Raises WorkspaceError if they could not be read back."""
    require_whole(answers.funders)
    parts = [
        "# What trustbook knows of the body that reports. Change it here: every page follows.\n"
        f"body: {{name: {_text(answers.name)}, short_name: {_text(answers.short_name)}}}\n",
        _funders(answers.funders),
        "# What your papers call the body, its budget, and a line of it. Pages use these words.\n"
        f"words: {{{', '.join(f'{each}: {_text(answers.words[each])}' for each in WORDS if each in answers.words)}}}\n",
        "# The months of the financial year for which there is a return: 1 is April, 12 is March.\n"
        f"months_reported: [{', '.join(map(str, answers.months or range(1, MONTHS_IN_YEAR + 1)))}]\n",
        _headings(answers.headings, answers.words.get("heading", "heading")),
        _OPTIONAL,
    ]
    text = "\n".join(parts)
    validated(read_values(text, FILE), Settings, FILE)
    return text


def _funders(funders: tuple[Funder, ...]) -> str:
    if not funders:
        return (
            "# Who pays for the body, if anybody else does, with the share of each.\n"
            '# funders:\n#   - {code: anytown, name: Anytown City Council, short_name: Anytown, share: "1"}\n'
        )
    lines = [
        f"  - {{code: {_text(each.code)}, name: {_text(each.name)}, short_name: {_text(each.short_name)}, "
        f'share: "{each.share}"}}'
        for each in funders
    ]
    return "\n".join(["# Who pays for the body. The shares add up to 1.", "funders:", *lines, ""])


def _headings(headings: tuple[Line, ...], called: str) -> str:
    lines = [
        f"  - {{name: {_text(each.name)}, group: {_text(each.group)}}}" if each.group else f"  - {_text(each.name)}"
        for each in headings
    ]
    return "\n".join(
        [
            f"# {capitalised(called)}s of the budget, as your returns spell them. For one that is new, renamed or",
            "# gone, say from when or until when: {name: Family hubs, first_year: 2025-26, was: [Early help]}",
            "headings:" if lines else "headings: []",
            *lines,
            "",
        ]
    )


def _text(text: str) -> str:
    """Write a text for YAML, in quotation marks where it could be taken for something else."""
    plain = _PLAIN.fullmatch(text) and text.lower() not in _NOT_TEXT
    return text if plain else json.dumps(text, ensure_ascii=False)
