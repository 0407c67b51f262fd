"""Write small PDFs: text at a place, ruled lines, shaded areas, pages in any order.

In: marks on pages, in points from the left and the top. Out: the bytes of a PDF.
"""

from __future__ import annotations

import zlib
from dataclasses import dataclass, field

_WIDTHS = {" ": 278, ",": 278, ".": 278, "(": 333, ")": 333, "-": 333, "%": 889, "'": 191, "/": 278, "&": 667, ":": 278}


@dataclass
class Sheet:
    """One page."""

    width: float = 595
    height: float = 842
    turned: int = 0
    marks: list[str] = field(default_factory=list)

    def text(self, x: float, y: float, words: str, size: float = 9, bold: bool = False, right: bool = False) -> None:
        """Write words that begin, or end, at x, on the baseline y."""
        if right:
            x -= width_of(words, size)
        escaped = words.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
        font = "F2" if bold else "F1"
        self.marks.append(f"BT /{font} {size} Tf {x:.2f} {self.height - y:.2f} Td ({escaped}) Tj ET")

    def line(self, x0: float, y0: float, x1: float, y1: float) -> None:
        """Draw a ruled line."""
        self.marks.append(f"0.5 w {x0} {self.height - y0} m {x1} {self.height - y1} l S")

    def area(self, x0: float, top: float, x1: float, bottom: float, grey: float = 0.9) -> None:
        """Shade an area."""
        self.marks.append(f"{grey} g {x0} {self.height - bottom} {x1 - x0} {bottom - top} re f 0 g")

    def grid(self, xs: list[float], ys: list[float]) -> None:
        """Draw the borders of all cells."""
        for y in ys:
            self.line(xs[0], y, xs[-1], y)
        for x in xs:
            self.line(x, ys[0], x, ys[-1])


def width_of(words: str, size: float) -> float:
    """Return how wide a text is: figures exactly, letters nearly."""
    return sum(556 if char.isdigit() else _WIDTHS.get(char, 520) for char in words) * size / 1000


def pdf(*sheets: Sheet, extra: str = "") -> bytes:
    """Write pages into a PDF; `extra` goes into its trailer."""
    count = len(sheets)
    widths = " ".join(str(556 if chr(code).isdigit() else _WIDTHS.get(chr(code), 520)) for code in range(32, 127))
    descriptor = "/Type /FontDescriptor /Flags 32 /Ascent 718 /Descent -207 /FontBBox [-166 -225 1000 931]"
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Count {count} /Kids [{' '.join(f'{7 + 2 * i} 0 R' for i in range(count))}] >>",
        *(
            f"<< /Type /Font /Subtype /TrueType /BaseFont /{name} /Encoding /WinAnsiEncoding "
            f"/FirstChar 32 /LastChar 126 /Widths [{widths}] /FontDescriptor {number} 0 R >>"
            for name, number in (("Helvetica", 5), ("Helvetica-Bold", 6))
        ),
        *(f"<< {descriptor} /FontName /{name} >>" for name in ("Helvetica", "Helvetica-Bold")),
    ]
    bodies: list[bytes] = [each.encode("latin-1") for each in objects]
    for i, sheet in enumerate(sheets):
        packed = zlib.compress("\n".join(sheet.marks).encode("cp1252"))
        bodies.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {sheet.width} {sheet.height}] /Rotate {sheet.turned} "
            f"/Resources << /Font << /F1 3 0 R /F2 4 0 R >> >> /Contents {8 + 2 * i} 0 R >>".encode()
        )
        bodies.append(stream(packed, "/Filter /FlateDecode"))
    return written(bodies, extra)


def stream(packed: bytes, how: str = "") -> bytes:
    """Write a stream object."""
    return f"<< /Length {len(packed)} {how} >>\nstream\n".encode() + packed + b"\nendstream"


def written(bodies: list[bytes], extra: str = "") -> bytes:
    """Write objects with their table of places."""
    made, places = b"%PDF-1.7\n", []
    for number, body in enumerate(bodies, start=1):
        places.append(len(made))
        made += f"{number} 0 obj\n".encode() + body + b"\nendobj\n"
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    trailer = f"trailer << /Size {len(bodies) + 1} /Root 1 0 R {extra} >>\nstartxref\n{len(made)}\n%%EOF"
    return made + f"xref\n0 {len(bodies) + 1}\n0000000000 65535 f \n{table}{trailer}".encode()
