"""Read the styles of an .ods workbook: which show a month or a day, which hide a sheet.

In: the tags of a part, one by one. Out: `Styles`, to look up by name.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from trustbook.data.workbooks.dates import Shows

_PARTS = {"day": Shows.DAY, "month": Shows.MONTH, "year": Shows.YEAR}
_MOST_PARENTS = 20


@dataclass
class Styles:
    """Styles by name. A style without a format has that of its parent."""

    formats: dict[str, set[Shows]] = field(default_factory=dict)
    format_of: dict[str, str] = field(default_factory=dict)
    parents: dict[str, str] = field(default_factory=dict)
    hidden: set[str] = field(default_factory=set)
    _open: str = ""
    _format: str = ""

    def begins(self, tag: str, attributes: Mapping[str, str]) -> None:
        """Process an opening tag; attribute names come without their namespace."""
        if tag == "date-style":
            self._format = attributes.get("name", "")
            self.formats[self._format] = set()
        elif self._format and tag in _PARTS:
            self.formats[self._format].add(_PARTS[tag])
        elif tag == "style":
            self._open = attributes.get("name", "")
            if "data-style-name" in attributes:
                self.format_of[self._open] = attributes["data-style-name"]
            self.parents[self._open] = attributes.get("parent-style-name", "")
        elif tag == "table-properties" and attributes.get("display") == "false":
            self.hidden.add(self._open)

    def ends(self, tag: str) -> None:
        """Process a closing tag."""
        if tag == "date-style":
            self._format = ""

    def shows(self, name: str) -> Shows:
        """Return what a style shows of a date: a day, unless its format has none."""
        for _ in range(_MOST_PARENTS):
            if not name or name in self.format_of:
                break
            name = self.parents.get(name, "")
        parts = self.formats.get(self.format_of.get(name, ""), set())
        return next((each for each in (Shows.DAY, Shows.MONTH, Shows.YEAR) if each in parts), Shows.DAY)
