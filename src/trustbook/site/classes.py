"""Which pieces a page is made of, by the classes of its elements. What a page says of itself in words counts nothing.

In: HTML in which text and the values of attributes are escaped, as all of ours is. Out: the classes.
"""

from __future__ import annotations

import re

_OF_AN_ELEMENT = re.compile(r"""<[a-zA-Z][^<>]*?\sclass=(?:"([^"<>]*)"|'([^'<>]*)')""")


def classes_in(html: str) -> str:
    """Give the classes of every element, each after a space and those of one element together."""
    return "".join(f" {double or single}" for double, single in _OF_AN_ELEMENT.findall(html))
