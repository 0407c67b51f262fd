"""Recognise a column that could identify a child or another person: no file of such data may be in a return.

In: the heading of a column that the dataset does not have. Out: whether it is one, and the error that refuses the file.
"""

from __future__ import annotations

import re

from trustbook.core.characters import excerpt
from trustbook.core.errors import ReturnError
from trustbook.data.schema import Schema

_PERSONAL = re.compile(
    r"\b(names?|child|children|childname|person|fore ?names?|surnames?|initials|dob|birthday|birthdate|birth|ages?"
    r"|upn|uln|nhs|nino|address|addresses|post ?codes?|e ?mails?|phone|telephone|mobile|sex|gender|ethnicity)\b"
    r"|\b(pupil|client|case|mother|father|parent|carer)s? ?(id|ids|no|number|ref|reference)\b"
)
"""Words that make a heading personal wherever they stand in it, unless it is the name of a thing (`home_name`)."""
_DATED = re.compile(
    r"\b(started|ended|admitted|placed|left) on\b"
    r"|\b(placement|entry|admission|leaving|exit|start|end|ended|started) date\b"
    r"|\bdate (of (entry|admission|placement|leaving|exit)|started|ended|placed|admitted|left)\b"
)
"""Days of one placement, in a file that counts placements."""
_OF_A_THING = re.compile(
    r"\b(home|provider|team|project|service|heading|measure|file|paper|body|place|scheme|column|care type) names?\b"
)


def names_a_person(heading: str, schema: Schema) -> bool:
    """Check whether a heading says that its column identifies one person.

    In a dataset that is not published because it counts children, a day is taken to be that of one of them.
    """
    plain = " ".join(re.sub(r"(?<=[a-z])(?=[A-Z])|[^A-Za-z0-9]+", " ", heading).lower().split())
    if _OF_A_THING.search(plain):
        return False
    return bool(_PERSONAL.search(plain) or (schema.unpublished and _DATED.search(plain)))


def personal_column(heading: str, file: str, line: int, place: str = "") -> ReturnError:
    """Make the error that refuses a file for such a column. No cell of the column is repeated in it."""
    return ReturnError(
        f"the column '{excerpt(heading)}' could identify a child or another person, and a return is published",
        code="personal_column",
        file=file,
        line=line,
        column=excerpt(heading),
        expected="totals only: no line and no column about one person",
        mend="Move the file out of data/ now, and put back totals only. If it was sent or "
        "committed, ask your data protection officer what to do.",
        place=place,
    )
