"""Define the conventions of published statistics: area levels, and symbols for missing figures."""

from __future__ import annotations

NATIONAL, REGIONAL, LOCAL = "National", "Regional", "Local authority"
SYMBOLS = {
    "c": "suppressed (c)",
    "z": "not applicable (z)",
    "x": "not available (x)",
    "u": "not reliable (u)",
    "low": "rounds to 0 (low)",
}
"""Symbols in place of a figure, and their meanings; none is ever read as zero."""
OLDER_SYMBOLS = {":": "x", "..": "x", ".": "z", "~": "low", "k": "low"}
"""Symbols in older files, and today's equivalents."""
AMBIGUOUS_SYMBOLS = {
    "-": "which has stood for none at all (a true zero) and for a figure that is not there or too small to show",
    "": "which is neither a figure nor a symbol: it can mean none at all (zero), and that the figure is not there",
}
"""Symbols that have had two meanings, and what these are."""
YEARS = {
    "calendar year": (4,),
    "reporting year": (4, 6),
    "academic year": (6,),
    "financial year": (6,),
    "tax year": (6,),
}
"""The time identifiers that are a year, and their numbers of digits: 2023, or 202324 for a year across two."""
