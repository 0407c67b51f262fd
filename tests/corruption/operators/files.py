"""A file that is none, or another one, or written by another program.

In: a true file. Out: the bytes that stand in its place, or what stands there instead.
"""

from __future__ import annotations

from decimal import Decimal
from random import Random

from corruption.operators.figures import _plainly
from corruption.operators.registry import Files, Gone, Spot, file, whole_return
from corruption.truth import written
from trustbook.data.schema import Kind

_FILE = "the form of the file"
_SAME = "read the same, aloud, or refused"


@file(seen_by=_FILE)
def empty_file(spot: Spot, random: Random) -> bytes:
    """A file of no bytes."""
    return b""


@file(seen_by=_FILE)
def only_line_ends(spot: Spot, random: Random) -> bytes:
    """A file of blank lines."""
    return b"\n \n,,,\n"


@file(seen_by=_FILE)
def header_only(spot: Spot, random: Random) -> bytes:
    """A header and no line."""
    return written(spot.sheet.rows[:1])


@file(seen_by=_FILE)
def header_missing(spot: Spot, random: Random) -> bytes:
    """Lines and no header."""
    return written(spot.sheet.rows[1:])


@file(seen_by=_FILE)
def binary_file(spot: Spot, random: Random) -> bytes:
    """A picture under the name of a return."""
    return b"\x89PNG\r\n\x1a\n\x00\x00" + random.randbytes(400)


@file(seen_by=_FILE)
def workbook_called_csv(spot: Spot, random: Random) -> bytes:
    """A workbook renamed."""
    return b"PK\x03\x04\x14\x00\x06\x00\x08\x00" + random.randbytes(300)


@file(seen_by=_FILE)
def web_page(spot: Spot, random: Random) -> bytes:
    """The log-in page that a browser saved instead."""
    return b"<!DOCTYPE html>\n<html><head><title>Sign in</title></head><body>Sign in, please</body></html>\n"


@file(seen_by=_FILE)
def directory(spot: Spot, random: Random) -> Gone:
    """A directory where a file should be."""
    return Gone.DIRECTORY


@file()
def file_vanished(spot: Spot, random: Random) -> Gone:
    """A file that is not there."""
    return Gone.ABSENT


@file(seen_by=_FILE)
def truncated_in_a_line(spot: Spot, random: Random) -> bytes:
    """A file cut off in the middle of a line."""
    lines = spot.sheet.raw.rstrip(b"\n").split(b"\n")
    return b"\n".join([*lines[:-1], lines[-1].split(b",")[0][:3] + b","])


@file()
def truncated_by_half(spot: Spot, random: Random) -> bytes | None:
    """A file whose second half of lines is lost."""
    rows = spot.sheet.rows
    return written(rows[: 1 + len(rows) // 2]) if len(rows) > 2 else None


@file(seen_by=_FILE)
def pasted_twice(spot: Spot, random: Random) -> bytes:
    """The whole file a second time below itself."""
    return spot.sheet.raw + spot.sheet.raw


@file(seen_by=_FILE)
def too_many_lines(spot: Spot, random: Random) -> bytes:
    """More than 10,000 lines."""
    body = spot.sheet.raw.split(b"\n", 1)[1]
    return spot.sheet.raw + body * (10_500 // max(1, body.count(b"\n")) + 1)


@file(seen_by=_FILE)
def huge_cell(spot: Spot, random: Random) -> bytes:
    """A cell with a hundred thousand letters."""
    rows = [list(row) for row in spot.sheet.rows]
    rows[1][0] = "a" * 100_000
    return written(rows)


@file(seen_by=_FILE)
def invalid_utf8(spot: Spot, random: Random) -> bytes:
    """A byte that neither UTF-8 nor Windows-1252 has."""
    return spot.sheet.raw[:-1] + b"\x81\n"


@file(seen_by=_SAME)
def windows_1252(spot: Spot, random: Random) -> bytes:
    """Windows-1252, with a letter that tells."""
    return spot.sheet.raw.decode("utf-8").replace("'", "\u2019").encode("cp1252", errors="replace")


@file(seen_by=_SAME)
def utf16(spot: Spot, random: Random) -> bytes:
    """UTF-16 with its mark, as 'Unicode text'."""
    return spot.sheet.raw.decode("utf-8").encode("utf-16")


@file(seen_by=_SAME)
def utf16_without_mark(spot: Spot, random: Random) -> bytes:
    """UTF-16 without its mark."""
    return spot.sheet.raw.decode("utf-8").encode("utf-16-le")


@file(seen_by=_SAME)
def byte_order_mark(spot: Spot, random: Random) -> bytes:
    """A byte order mark in front."""
    return spot.sheet.raw.decode("utf-8").encode("utf-8-sig")


@file(seen_by=_SAME)
def semicolons(spot: Spot, random: Random) -> bytes:
    """Semicolons for commas."""
    return written(spot.sheet.rows, ";")


@file(seen_by=_SAME)
def tabs(spot: Spot, random: Random) -> bytes:
    """Tabs for commas."""
    return written(spot.sheet.rows, "\t")


@file(seen_by=_SAME)
def pipes(spot: Spot, random: Random) -> bytes:
    """Upright strokes for commas."""
    return written(spot.sheet.rows, "|")


@file(seen_by=_SAME)
def windows_line_ends(spot: Spot, random: Random) -> bytes:
    """Line ends of Windows."""
    return spot.sheet.raw.replace(b"\n", b"\r\n")


@file(seen_by=_SAME)
def old_mac_line_ends(spot: Spot, random: Random) -> bytes:
    """Line ends of old Macs."""
    return spot.sheet.raw.replace(b"\n", b"\r")


@file(seen_by=_SAME)
def title_above_the_header(spot: Spot, random: Random) -> bytes:
    """A title above the header, as for print."""
    return b"Finance return\n\n" + spot.sheet.raw


@file(seen_by=_SAME)
def blank_columns(spot: Spot, random: Random) -> bytes:
    """Blank columns at the right."""
    return written([[*row, "", ""] for row in spot.sheet.rows])


@file(seen_by=_FILE)
def quotation_mark_not_closed(spot: Spot, random: Random) -> bytes:
    """A quotation mark that is never closed."""
    head, tail = spot.sheet.raw.split(b"\n", 1)
    return head + b'\n"' + tail.replace(b'"', b"")


@file(seen_by=_FILE)
def nul_bytes(spot: Spot, random: Random) -> bytes:
    """Bytes of nothing at the end, as after a crash."""
    return spot.sheet.raw + b"\x00" * 64


@file(seen_by="the headings of the schema")
def file_of_another_dataset(spot: Spot, random: Random) -> bytes:
    """Another dataset under this name."""
    other = "savings" if spot.sheet.dataset != "savings" else "workforce"
    return spot.truth.of(spot.truth.periods[-1])[other].raw


@file(seen_by="the names of the datasets")
def copy_beside(spot: Spot, random: Random) -> Files | None:
    """A copy of the file beside it."""
    return {spot.sheet.file.replace(".csv", " (1).csv"): spot.sheet.raw} if spot.sheet.period else None


@file(seen_by="the names of the datasets")
def name_in_capitals(spot: Spot, random: Random) -> Files | None:
    """A file whose name is in capitals."""
    if spot.sheet.period is None:
        return None
    folder, _, name = spot.sheet.file.rpartition("/")
    return {spot.sheet.file: Gone.ABSENT, f"{folder}/{name.upper()}": spot.sheet.raw}


@file()
def file_of_last_month(spot: Spot, random: Random) -> bytes | None:
    """Last month's file again."""
    last = spot.truth.before(spot.sheet.period).get(spot.sheet.dataset) if spot.sheet.period else None
    return last.raw if last else None


@whole_return(seen_by="the period before")
def return_of_last_month(spot: Spot, random: Random) -> Files | None:
    """Last month's whole return again."""
    period = spot.sheet.period
    last = spot.truth.before(period) if period else {}
    now = spot.truth.of(period)
    if not last or not period:
        return None
    gone: Files = {sheet.file: Gone.ABSENT for sheet in now.values()}
    return gone | {f"data/{period}/{name}.csv": sheet.raw for name, sheet in last.items()}


@whole_return()
def return_in_pounds(spot: Spot, random: Random) -> Files:
    """A whole return in pounds, its printed totals too."""
    return _scaled_return(spot, "1000")


@whole_return()
def return_with_the_other_sign(spot: Spot, random: Random) -> Files:
    """A whole return with underspends as positive figures, its printed totals too."""
    return _scaled_return(spot, "-1")


def _scaled_return(spot: Spot, factor: str) -> Files:
    files: Files = {}
    for sheet in spot.truth.of(spot.sheet.period).values():
        rows = [list(row) for row in sheet.rows]
        for place, name in enumerate(sheet.header):
            if sheet.schema[name].kind is Kind.MONEY or (sheet.dataset == "controls" and name == "value"):
                for row in rows[1:]:
                    row[place] = _plainly(Decimal(row[place]) * Decimal(factor)) if row[place] else ""
        files[sheet.file] = written(rows)
    return files
