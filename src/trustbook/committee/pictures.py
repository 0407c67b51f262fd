"""Draw a chart for a Word document, with the words that stand for it.

In: its drawing as SVG. Out: a PNG in which small letters are sharp on paper, and the element that shows it in a line.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import Any

from lxml import etree

from trustbook.committee.word import element, plain
from trustbook.components.charts.drawing import png

_WP = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
_A = "http://schemas.openxmlformats.org/drawingml/2006/main"
_PIC = "http://schemas.openxmlformats.org/drawingml/2006/picture"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_SCALE = 3
"""Points of the PNG for a point of the drawing: some 300 to an inch on A4."""
_EMU_OF_TWIP = 635
_EMU_OF_POINT = 9525
_TALLEST = 6_300_000
"""EMU: 17.5 cm, so that a picture and its caption fit on a page."""


@dataclass(frozen=True)
class Drawn:
    """A chart as PNG, and its size on paper in EMU."""

    content: bytes
    width: int
    height: int

    def inline(self, relation: str, number: int, title: str, words: str) -> Any:
        """Build the element that shows it in the line of text, with its words."""
        size = {"cx": str(self.width), "cy": str(self.height)}
        named = {"id": str(number), "name": f"Picture {number}", "descr": plain(words), "title": plain(title)}
        picture = etree.Element(f"{{{_PIC}}}pic", nsmap={"pic": _PIC})
        about = etree.SubElement(picture, f"{{{_PIC}}}nvPicPr")
        etree.SubElement(about, f"{{{_PIC}}}cNvPr", named)
        etree.SubElement(about, f"{{{_PIC}}}cNvPicPr")
        fill = etree.SubElement(picture, f"{{{_PIC}}}blipFill")
        etree.SubElement(fill, f"{{{_A}}}blip", {f"{{{_R}}}embed": relation}, nsmap={"a": _A, "r": _R})
        etree.SubElement(etree.SubElement(fill, f"{{{_A}}}stretch"), f"{{{_A}}}fillRect")
        shape = etree.SubElement(picture, f"{{{_PIC}}}spPr")
        frame = etree.SubElement(shape, f"{{{_A}}}xfrm")
        etree.SubElement(frame, f"{{{_A}}}off", x="0", y="0")
        etree.SubElement(frame, f"{{{_A}}}ext", size)
        etree.SubElement(etree.SubElement(shape, f"{{{_A}}}prstGeom", prst="rect"), f"{{{_A}}}avLst")
        inline = etree.Element(f"{{{_WP}}}inline", {f"dist{side}": "0" for side in "TBLR"}, nsmap={"wp": _WP})
        etree.SubElement(inline, f"{{{_WP}}}extent", size)
        etree.SubElement(inline, f"{{{_WP}}}docPr", named)
        locks = etree.SubElement(inline, f"{{{_WP}}}cNvGraphicFramePr")
        etree.SubElement(locks, f"{{{_A}}}graphicFrameLocks", noChangeAspect="1", nsmap={"a": _A})
        graphic = etree.SubElement(inline, f"{{{_A}}}graphic", nsmap={"a": _A})
        etree.SubElement(graphic, f"{{{_A}}}graphicData", uri=_PIC).append(picture)
        return element("drawing", inline)


def drawn(drawing: str, widest: int) -> Drawn:
    """Draw a chart that is at most `widest` twips wide. Raises ValueError if it cannot be drawn."""
    content = png(drawing, _SCALE)
    points = struct.unpack(">II", content[16:24])  # a PNG begins with its width and height
    width, height = (each * _EMU_OF_POINT / _SCALE for each in points)
    fit = min(1.0, widest * _EMU_OF_TWIP / width, _TALLEST / height)
    return Drawn(content, int(width * fit), int(height * fit))
