"""Decode the bytes of a file, or name the line and the byte that cannot be decoded.

In: bytes. Out: the text and the corrections. UTF-8 and UTF-16 can be recognised. An older encoding gives some text for
any byte, so of these only Windows-1252 is read, and only if its letters make sense and no other encoding would: a
silently wrong letter is worse than a file that has to be saved again.
"""

from __future__ import annotations

import re

from trustbook.core.characters import describe_character, excerpt
from trustbook.core.errors import ReturnError
from trustbook.data.corrections import Correction

_MARKS = {
    b"\xff\xfe\x00\x00": ("utf-32", "UTF-32"),
    b"\x00\x00\xfe\xff": ("utf-32", "UTF-32"),
    b"\xff\xfe": ("utf-16", "UTF-16"),
    b"\xfe\xff": ("utf-16", "UTF-16"),
}
_WITHOUT_MARK = ("utf-16-le", "utf-16-be")
_WINDOWS = ("cp1252", "Windows-1252")
_OTHERS = (("mac_roman", "Mac Roman"), ("cp850", "DOS (850)"), ("cp437", "DOS (437)"))
_IN_UTF_8 = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
_BREAK = re.compile(r"\r\n|\r|\n")
_SAVE_AGAIN = "Open the original in the program that made it, and save it as 'CSV UTF-8'."
_AROUND = 15
"""The number of characters shown on each side of one that cannot be read."""

_SMALL = (
    "\u00e0\u00e1\u00e2\u00e4\u00e7\u00e8\u00e9\u00ea\u00eb\u00ed\u00ee\u00ef\u00f1\u00f3\u00f4\u00f6\u00fa\u00fb\u00fc"
)
_LARGE = _SMALL.upper()
_SURE = re.compile(
    f"(?<=[A-Za-z{_SMALL}]{{4}})\u2019(?=(?:s|t|d|m|ll|re|ve)\\b)"  # shorter words could be names: Lu\u00eds
    "|(?<=[A-Za-z]{3}s)\u2019(?= )|(?<=\\b[Ii]t)\u2019(?=s\\b)|(?<=n)\u2019(?=t\\b)"
    "|(?<=\\b[OD])\u2019(?=[A-Z][a-z])|\u2019(?=000)"
    "|(?<![A-Za-z])\u00a3(?=\\d)"
    "|(?<= )[\u2013\u2014](?= )"
)
"""Patterns that can only be Windows-1252: with the letters that other encodings give, nobody would write them."""
_LIKELY = re.compile(
    f"{_SURE.pattern}"
    f"|(?<=[A-Za-z{_LARGE}{_SMALL}])(?<![A-Z]{{2}})[{_SMALL}](?![A-Z0-9{_LARGE}])"
    f"|(?<![\\w])[{_SMALL}](?=[a-z{_SMALL}])"
    f"|(?<=[A-Z{_LARGE}])[{_LARGE}](?![a-z0-9{_SMALL}])"
    f"|(?<![\\w])[{_LARGE}](?=[A-Za-z])"
    "|(?<=\\b[A-Z])\u2019(?=[A-Z])"  # O'Neill
    "|(?<![A-Za-z])\u00a3(?=[\\d .,;:)/\u2019']|[kmb]\\b|$)"
    "|(?<![A-Za-z])\u20ac(?=[\\d .,;)]|$)"
    "|(?<=[\\d ])[\u2013\u2014](?=[\\d ])|(?<=[a-z0-9])[\u2013\u2014](?=[A-Z])"
    "|(?<![\\w])[\u201c\u2018](?=\\w)|(?<=[\\w.,!?])[\u201d\u2019](?![\\w])"
    "|(?<=\\w)\u2026(?=[\\s,;\"')]|$)"
    '|(?:(?<=^)|(?<=[\\s,;"]))[\u2022\u00b7](?=\\s)'
    "|(?<=\\d)[\u00b0\u00bc-\u00be\u00b2\u00b3](?![a-z])"
    "|(?<=[\\d ])[\u00d7\u00b1](?=[\\d ])"
    "|(?<=[\\w,.;:)])\u00a0(?=[\\w(\u00a3])"
    "|\u00a7(?= ?\\d)|(?<=[a-z])\u2122(?![a-z])",
    re.MULTILINE,
)
_MORE = _SMALL + "\u00df\u0153\u00e6\u00f8\u00e5\u00e3\u00f5\u0161\u017e\u00f9\u00ec\u00f2"
_MORE_LARGE = _MORE.upper() + "\u00dd\u00d0"
_LETTERS = re.compile(
    f"(?<=[A-Za-z{_MORE}])[{_MORE}](?![A-Z0-9])|(?<![A-Z0-9])[{_MORE}](?=[a-z{_MORE}])"
    f"|(?<=[A-Z{_MORE_LARGE}])[{_MORE_LARGE}](?![a-z0-9])|(?<!\\w)[{_MORE_LARGE}](?=[A-Za-z])"
)
"""Any letter among others of its case: enough for a rival encoding to cast doubt on Windows-1252."""
_PLAIN = [chr(code) for code in range(0xA0, 0x180)] + list(
    "\u2013\u2014\u2018\u2019\u201c\u201d\u2022\u2026\u20ac\u2122"
)


def _taken_for(char: str, encoding: str) -> str:
    """Return the letters that a UTF-8 letter becomes when decoded in another encoding."""
    return "".join(_one(byte, encoding) for byte in char.encode())


def _one(byte: int, encoding: str) -> str:
    try:
        return bytes([byte]).decode(encoding)
    except UnicodeDecodeError:
        return chr(byte)


_MOJIBAKE = {
    _taken_for(char, encoding): (char, called)
    for encoding, called in (*_OTHERS[::-1], ("latin-1", "Latin-1"), _WINDOWS)
    for char in _PLAIN
}
_MANGLED = re.compile(
    f"(?=[{''.join(sorted({each[0] for each in _MOJIBAKE}))}])(?:{'|'.join(map(re.escape, _MOJIBAKE))})|\ufffd"
)


def decode(raw: bytes, name: str) -> tuple[str, list[Correction]]:
    """Decode a file. Raises ReturnError for bytes that are not text, or are ambiguous."""
    marked = next(((each, *found) for each, found in _MARKS.items() if raw.startswith(each)), None)
    corrections: list[Correction] = []
    if marked is not None:
        text = _decode_marked(raw, marked[1], marked[2], name)
        corrections = [Correction("other_encoding", f"the file is in {marked[2]} and not in UTF-8")]
    elif b"\x00" in raw:
        text = _decode_unmarked_utf16(raw, name)
        corrections = [
            Correction(
                "other_encoding_without_mark", "the file is in UTF-16, without a mark that says so, and not in UTF-8"
            )
        ]
    else:
        try:
            text = raw.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            text = _decode_windows_1252(raw, error, name)
            line = _line(raw[: error.start].decode("latin-1"))
            corrections = [Correction("windows_encoding", "the file is in Windows-1252 and not in UTF-8", line=line)]
        if raw.startswith(b"\xef\xbb\xbf"):
            corrections = [Correction("byte_order_mark", "the file begins with a byte order mark")]
    if not text.isascii():
        _require_undamaged(text, name)
    return text, corrections


def _decode_marked(raw: bytes, encoding: str, called: str, name: str) -> str:
    try:
        return raw.decode(encoding)
    except UnicodeDecodeError as error:
        raise ReturnError(
            f"it is not text: it begins as {called}, and byte {error.start + 1:,} breaks it",
            code="broken_encoding",
            file=name,
            line=_line(raw[: error.start].decode(encoding, "ignore")),
            expected="a CSV file in UTF-8",
            mend=_SAVE_AGAIN,
        ) from None


def _decode_unmarked_utf16(raw: bytes, name: str) -> str:
    """Decode UTF-16 without a byte order mark, in the byte order that makes the first line plain ASCII."""
    for encoding in _WITHOUT_MARK:
        try:
            text = raw.decode(encoding)
        except UnicodeDecodeError:
            continue
        first = text.strip().splitlines()[:1]
        if first and first[0].isascii() and first[0].replace("\t", "").isprintable() and "\x00" not in text:
            return text
    raise ReturnError(
        f"the file ends in .csv and is not text (byte {raw.index(0) + 1:,} is 0)",
        code="not_text",
        file=name,
        line=_line(raw[: raw.index(0)].decode("latin-1")),
        expected="a CSV file",
        mend="Save the sheet as CSV, or give a workbook the ending of a workbook.",
    )


def _decode_windows_1252(raw: bytes, error: UnicodeDecodeError, name: str) -> str:
    """Decode Windows-1252, if all its letters are plausible where they are and no other encoding fits as well."""
    text = _letters(raw, _WINDOWS[0])
    if _IN_UTF_8.search(raw):
        raise _unreadable(raw, error.start, "the rest of the file is in UTF-8, and this is not", name)
    sure = {found.start() for found in _SURE.finditer(text)}
    implausible = _implausible(text)
    for encoding, _ in _OTHERS:
        other = _letters(raw, encoding)
        differing = [place for place, (one, two) in enumerate(zip(text, other, strict=True)) if one != two]
        if differing and not sure.intersection(differing) and not _implausible(other, _LETTERS):
            implausible += differing
    if implausible:
        raise _unreadable(raw, min(implausible), "the file is not in UTF-8", name)
    return text


def _letters(raw: bytes, encoding: str) -> str:
    """Decode one character for each byte, so that positions in different encodings correspond."""
    return raw.decode(encoding, "replace")


def _implausible(text: str, also: re.Pattern[str] | None = None) -> list[int]:
    """Return the positions of implausible non-ASCII letters, such as a capital at the end of a word."""
    likely = {found.start() for pattern in (_LIKELY, also) if pattern for found in pattern.finditer(text)}
    return [place for place, char in enumerate(text) if char > "\x7f" and place not in likely]


def _unreadable(raw: bytes, place: int, why: str, name: str) -> ReturnError:
    texts = {called: _letters(raw, encoding) for encoding, called in (_WINDOWS, *_OTHERS)}
    best = min((called for _, called in _OTHERS), key=lambda called: len(_implausible(texts[called])))
    shown = [(excerpt(_around(texts[called], place)), called) for called in (_WINDOWS[1], best)]
    read = " or ".join(f"'{each}' in {called}" for each, called in shown if "\ufffd" not in each)
    return ReturnError(
        f"{why}: byte {place + 1} is 0x{raw[place]:02X}" + (f", which could be {read}" if read else ""),
        code="unclear_encoding",
        file=name,
        line=_line(raw[:place].decode("latin-1")),
        expected="a CSV file in UTF-8",
        mend=_SAVE_AGAIN,
    )


def mangled(text: str) -> re.Match[str] | None:
    """Find the first letter that an earlier program has corrupted: encoded twice, or lost."""
    return _MANGLED.search(text)


def _require_undamaged(text: str, name: str) -> None:
    """Raise ReturnError for well-formed text with letters that an earlier program has corrupted."""
    found = mangled(text)
    if found is None:
        return
    shown, line = f"found '{excerpt(_around(text, found.start(), len(found[0])))}'", _line(text[: found.start()])
    if found[0] not in _MOJIBAKE:
        why = f"a letter was lost before: {describe_character(found[0])} is in its place"
    else:
        char, called = _MOJIBAKE[found[0]]
        why = f"'{excerpt(found[0])}' is what '{char}' in UTF-8 becomes where it is taken for {called}"
    raise ReturnError(
        f"{shown}: {why}",
        code="mangled_letter",
        file=name,
        line=line,
        expected="text as it was written",
        mend=_SAVE_AGAIN,
    )


def _around(text: str, place: int, length: int = 1) -> str:
    before = _BREAK.split(text[max(place - _AROUND, 0) : place])[-1]
    after = _BREAK.split(text[place + length : place + length + _AROUND])[0]
    return f"{before}{text[place : place + length]}{after}"


def _line(before: str) -> int:
    return len(_BREAK.findall(before)) + 1
