"""One small table in every way of printing amounts that councils use (synthetic), in several kinds of file.

In: nothing. Out: for each way, its bytes, its kind, and what a reader may find; refusing is allowed, wrong is not.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any

from papers.awkward import Awkward, expect, html, sheet, word

ROWS = {"Fostering": (1200, 1140), "Residential": (4000, 4321), "Grants": (-900, -1763), "Total": (4300, 3698)}
"""Budget and forecast in thousands of pounds: the variance is the second less the first."""


def _k(value: int) -> str:
    return f"{abs(value):,}"


def _m(value: int, places: int = 3) -> str:
    return f"{Decimal(abs(value)) / 1000:.{places}f}"


STYLES: dict[str, tuple[str, Callable[[int], str]]] = {
    "Cr before": ("£000", lambda v: f"Cr {_k(v)}" if v < 0 else _k(v)),
    "CR after": ("£000", lambda v: f"{_k(v)} CR" if v < 0 else _k(v)),
    "cr close after": ("£'000", lambda v: f"{_k(v)}cr" if v < 0 else _k(v)),
    "Cr and Dr": ("£000", lambda v: f"{_k(v)} Cr" if v < 0 else f"{_k(v)} Dr"),
    "minus after": ("£000", lambda v: f"{_k(v)}-" if v < 0 else _k(v)),
    "plus and minus": ("£000", lambda v: f"{'-' if v < 0 else '+'}{_k(v)}"),
    "dash as minus": ("£000", lambda v: f"–{_k(v)}" if v < 0 else _k(v)),
    "minus apart": ("£000", lambda v: f"- {_k(v)}" if v < 0 else _k(v)),
    "spaces in brackets": ("£000", lambda v: f"( {_k(v)} )" if v < 0 else f" {_k(v)} "),
    "brackets open on the right": ("£000", lambda v: f"({_k(v)}" if v < 0 else _k(v)),
    "square brackets": ("£000", lambda v: f"[{_k(v)}]" if v < 0 else _k(v)),
    "pounds in cells": ("", lambda v: f"{'-' if v < 0 else ''}£{abs(v) * 1000:,}"),
    "pound inside brackets": ("", lambda v: f"(£{abs(v) * 1000:,})" if v < 0 else f"£{v * 1000:,}"),
    "pound outside brackets": ("", lambda v: f"£({abs(v) * 1000:,})" if v < 0 else f"£{v * 1000:,}"),
    "pound then minus": ("", lambda v: f"£{'-' if v < 0 else ''}{abs(v) * 1000:,}"),
    "space after the pound": ("", lambda v: f"{'-' if v < 0 else ''}£ {abs(v) * 1000:,}"),
    "k in cells": ("", lambda v: f"{'-' if v < 0 else ''}£{_k(v)}k"),
    "k without pound": ("", lambda v: f"({_k(v)}k)" if v < 0 else f"{_k(v)}k"),
    "m in cells": ("", lambda v: f"{'-' if v < 0 else ''}£{_m(v)}m"),
    "million in cells": ("", lambda v: f"{'-' if v < 0 else ''}£{_m(v)} million"),
    "m inside brackets": ("", lambda v: f"(£{_m(v)}m)" if v < 0 else f"£{_m(v)}m"),
    "m under a heading in m": ("£m", lambda v: f"{'-' if v < 0 else ''}{_m(v)}"),
    "k under a heading in thousands": ("£000", lambda v: f"{'-' if v < 0 else ''}£{_k(v)}k"),
    "mixed decimals in m": ("£m", lambda v: ("-" if v < 0 else "") + _m(v).rstrip("0").rstrip(".")),
    "no commas": ("£000", lambda v: f"{v}"),
    "comma lost a digit": ("£000", lambda v: f"{v:,}".replace("1,140", "1,14")),
    "point for comma": ("£000", lambda v: f"{v:,}".replace("4,321", "4.321")),
    "space for comma": ("£000", lambda v: f"{v:,}".replace(",", " ")),
    "letter for a digit": ("£000", lambda v: f"{v:,}".replace("4,321", "4,32l").replace("1,200", "1,2O0")),
    "words with the variance": ("£000", lambda v: f"{_k(v)} under" if v < 0 else f"{_k(v)} over"),
    "letters with the variance": ("£000", lambda v: f"{_k(v)} (F)" if v < 0 else f"{_k(v)} (A)"),
    "arrows with the variance": ("£000", lambda v: f"↓ {_k(v)}" if v < 0 else f"↑ {_k(v)}"),
}
"""How each way prints an amount in thousands of pounds, and the scale that its headings give."""
VARIANCE_ONLY = ("words with the variance", "letters with the variance", "arrows with the variance")


def tokens() -> Iterator[Awkward]:
    """Make the table in each style, in turn as a web page, a workbook of texts and a Word document."""
    kinds: tuple[tuple[str, Callable[[list[list[str]]], bytes]], ...] = (
        ("html", lambda rows: html(rows)),
        ("xlsx", sheet),
        ("docx", word),
    )
    for at, (name, (scale, show)) in enumerate(STYLES.items()):
        plain = (lambda v: f"{v:,}") if name in VARIANCE_ONLY else show
        names = ("Budget", "Forecast", "Variance")
        rows = [["Service", *(f"{each} {scale}".strip() for each in names)]]
        said: dict[str, dict[str, Any]] = {}
        for label, (budget, forecast) in ROWS.items():
            texts = (plain(budget), plain(forecast), show(forecast - budget))
            rows.append([label, *texts])
            values = (budget, forecast, forecast - budget)
            said[label] = {
                column: (_read(name, value, text), "GBP_k", text)
                for column, value, text in zip(names, values, texts, strict=True)
            }
        for kind, write in (kinds[at % 3], kinds[(at + 1) % 3]):
            yield Awkward(f"{name} in {kind}", kind, write(rows), expect(said))


def _read(name: str, value: int, text: str) -> Decimal | None:
    """What a token may be read as: nothing where it is damaged."""
    damaged = name == "letter for a digit" and text in ("4,32l", "1,2O0")
    damaged |= name == "comma lost a digit" and text == "1,14"
    damaged |= name == "point for comma" and text == "4.321"
    damaged |= name == "brackets open on the right" and text.startswith("(")
    return None if damaged else Decimal(value)
