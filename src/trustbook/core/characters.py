r"""Find characters that text from outside must not contain, and write invisible characters so that they show.

In: text. Out: its first forbidden character, and text that is safe to print: `\x1b` for an escape.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

_NONCHARACTERS = "\ufdd0-\ufdef" + "".join(chr(plane << 16 | last) for plane in range(17) for last in (0xFFFE, 0xFFFF))
_INVISIBLE = (  # Unicode's Default_Ignorable_Code_Point
    "\u00ad\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u200c\u2060-\u2065\u206a-\u206f\u3164\ufe00-\ufe0d"
    "\ufeff\uffa0\ufff0-\ufffb\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
    "\u2800\U0001d159"  # drawn as nothing
)
_JOINERS = "\u200d\ufe0e\ufe0f"
"""Also invisible, but allowed after a symbol, where they join two emoji or choose how one is drawn."""
_FORBIDDEN = re.compile(
    f"(?<![\\u2190-\\u2bff\\U0001f000-\\U0001faff{_JOINERS}])[{_JOINERS}]|"
    "["
    "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f"  # terminal control characters; tabs and line breaks are treated as spaces
    "\u2028\u2029"  # line breaks that only some programs recognise
    "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"  # change the direction of the text that follows
    f"{_INVISIBLE}"  # two words that look equal would differ
    "\ud800-\udfff"  # surrogate halves, which no file can contain
    f"{_NONCHARACTERS}]"
)
_BREAKS = re.compile(r" *[\t\r\n]+ *")
_SHOWN = 60


def forbidden_character(text: str) -> str | None:
    """Return the first character that a text must not contain; tabs and line breaks are allowed."""
    found = None if is_plain(text) else _FORBIDDEN.search(text)
    return found[0] if found else None


def on_one_line(text: str) -> str:
    """Write tabs and line breaks as spaces."""
    return text if text.isprintable() else _BREAKS.sub(" ", text)


def visible(text: str, keep: str = "") -> str:
    r"""Write invisible characters and non-characters as escapes (`\x1b`, `\n`, `\u202e`), except those in `keep`."""
    return text if is_plain(text) else "".join(char if char in keep else _visible(char) for char in text)


def excerpt(text: str) -> str:
    """Shorten a text to fit in a sentence, with invisible characters escaped."""
    return visible(text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…")


def describe_character(char: str) -> str:
    """Name a character, such as `U+FF11 FULLWIDTH DIGIT ONE`."""
    return f"U+{ord(char):04X} {unicodedata.name(char, 'a control character')}"


def for_json(text: str) -> str:
    """Write invisible characters in JSON as JSON escapes; keep its line breaks."""
    return text if text.isprintable() else "".join(_in_json(char) for char in text)


def is_plain(text: str) -> bool:
    """Check whether a text is printable ASCII, as most are, so that slower checks can be skipped."""
    return text.isascii() and text.isprintable()


def _visible(char: str) -> str:
    return char if _is_visible(char) else char.encode("unicode_escape").decode("ascii")


def _in_json(char: str) -> str:
    if char == "\n" or _is_visible(char):
        return char
    return "".join(f"\\u{unit:04x}" for unit in _utf_16(char))


def _utf_16(char: str) -> Iterator[int]:
    units = char.encode("utf-16-be", "surrogatepass")
    return (int.from_bytes(units[place : place + 2], "big") for place in range(0, len(units), 2))


def _is_visible(char: str) -> bool:
    if _FORBIDDEN.match(char):
        return False
    return char.isprintable() or unicodedata.category(char) == "Zs"
