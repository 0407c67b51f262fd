"""Text on its way out, into files that other programs read: what such a program would act on, or could not hold at all.

In: any text. Out: the same to read, in a form that the program takes for text and nothing else.
"""

from __future__ import annotations

import re

_NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_REPLACEMENT = "\ufffd"


def for_xml(text: str) -> str:
    """Put the replacement character for those that XML cannot hold, not even escaped (control characters)."""
    return _NOT_IN_XML.sub(_REPLACEMENT, text)
