"""Define how the workbook looks: what is typed is yellow, what is given is grey, and no colour says anything alone.

In: a workbook. Out: its cell formats by name.
"""

from __future__ import annotations

from typing import Any

_EDGE = {"border": 1, "border_color": "#B0B0B0", "valign": "top", "font_name": "Arial", "font_size": 10}
_TYPED = {**_EDGE, "bg_color": "#FFFBE6", "locked": False}
_GIVEN = {**_EDGE, "bg_color": "#F0F0F0"}
_PLAIN = {"font_name": "Arial", "font_size": 10, "valign": "top", "text_wrap": True}
_MONEY, _TEXT = "#,##0", "@"
_FORMATS: dict[str, dict[str, object]] = {
    "head": {**_EDGE, "bold": True, "bg_color": "#1F3A5F", "font_color": "#FFFFFF", "text_wrap": True},
    "head_aside": {**_EDGE, "bold": True, "bg_color": "#D9D9D9", "text_wrap": True},
    "marker": {**_EDGE, "bg_color": "#D9D9D9", "text_wrap": True, "italic": True},
    "typed_text": {**_TYPED, "num_format": _TEXT, "text_wrap": True},
    "typed_money": {**_TYPED, "num_format": _MONEY},
    "typed_number": {**_TYPED, "num_format": "General"},
    "given_text": {**_GIVEN, "num_format": _TEXT, "text_wrap": True},
    "aside_money": {**_GIVEN, "num_format": _MONEY},
    "aside_number": {**_GIVEN, "num_format": "General"},
    "says": {**_GIVEN, "text_wrap": True},
    "decimals": {"num_format": "#,##0.0##"},
    "good": {"font_color": "#0B5D1E"},
    "wrong": {"font_color": "#9C0006", "bold": True, "bg_color": "#FDE9E7"},
    "title": {**_PLAIN, "bold": True, "font_size": 16, "text_wrap": False},
    "section": {**_PLAIN, "bold": True, "font_size": 12, "text_wrap": False},
    "note": {**_PLAIN, "italic": True, "font_color": "#595959", "text_wrap": False},
    "text": _PLAIN,
    "verdict": {**_PLAIN, "bold": True, "font_size": 12, "border": 1, "text_wrap": True, "valign": "vcenter"},
    "link": {**_PLAIN, "font_color": "#0B4F9E", "underline": 1},
}


class Styles:
    """The cell formats of a workbook."""

    def __init__(self, book: Any) -> None:
        self._made = {name: book.add_format(values) for name, values in _FORMATS.items()}

    def __getitem__(self, name: str) -> Any:
        return self._made[name]
