"""Extract the class names of a page's elements, to find which components it uses; text is ignored.

In: HTML with escaped text and attribute values, as all of ours is. Out: the classes.
"""

from __future__ import annotations

import re

_OF_AN_ELEMENT = re.compile(r"""<[a-zA-Z][^<>]*?\sclass=(?:"([^"<>]*)"|'([^'<>]*)')""")


def classes_in(html: str) -> str:
    """Return the classes of every element, each after a space, those of one element together."""
    return "".join(f" {double or single}" for double, single in _OF_AN_ELEMENT.findall(html))
