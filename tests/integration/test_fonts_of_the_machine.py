"""Charts, their pictures and the card of an edition are the same bytes on a machine with other fonts."""

import json
import os
import struct
import subprocess
import sys
import xml.etree.ElementTree as ET
from importlib.metadata import distribution
from pathlib import Path
from xml.sax.saxutils import escape

import pytest
from workspaces import ROOT

from trustbook.components.charts import drawing
from trustbook.components.charts.drawing import ADDRESS
from trustbook.components.charts.theme import FONT

FAMILY = "Liberation Sans"
SHIPPED = "great_expectations/render/view/static/fonts/HKGrotesk/HKGrotesk-{}.otf"
STYLES = ("Regular", "Bold")
OTHER_FONTS = ("FONTCONFIG_FILE", "XDG_CONFIG_HOME", "HOME")
EACH = 3
CARD = '<svg xmlns="http://www.w3.org/2000/svg" width="300" height="40"><text y="30" font-family="{}">{}</text></svg>'
NOT_IN_THE_FONT = "Children \N{CJK UNIFIED IDEOGRAPH-5B50} \N{WHITE HEAVY CHECK MARK} \N{GEORGIAN LETTER AN}"
MEASURED = {
    "data": {"values": [{"line": "Children looked after", "pressure": 3}]},
    "mark": "bar",
    "encoding": {"y": {"field": "line"}, "x": {"field": "pressure"}},
    "config": {"font": FONT},
}
"""Its size depends on how wide its text is, as that of a chart in a chapter of one's own may."""
DRAW = """
import hashlib, json, sys
from trustbook.components.charts import drawing
from trustbook.components.charts.theme import FONT
if sys.argv[1] == "plain":
    drawing._fonts_are_loaded = True
charts, card, texts = json.load(sys.stdin)
drawn = [drawing.svg(each) for each in charts]
pictures = [drawing.png(each, 2) for each in drawn] + [drawing.png(card.format(FONT, each)) for each in texts]
print(json.dumps([drawn, [hashlib.sha256(each).hexdigest() for each in pictures]]))
"""
LEFT = """
import os
from trustbook.components.charts import drawing
drawing.png('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><text y="9">a</text></svg>')
print(os.environ.get("FONTCONFIG_FILE"))
"""

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="elsewhere vl-convert cannot be kept from fonts")


def name_table(family, style):
    """What a font says that it is: family, style, whole name and PostScript name, in Windows' encoding."""
    texts = {1: family, 2: style, 4: f"{family} {style}", 6: f"{family}-{style}".replace(" ", "")}
    records, strings = b"", b""
    for number, text in texts.items():
        written = text.encode("utf-16-be")
        records += struct.pack(">6H", 3, 1, 0x409, number, len(written), len(strings))
        strings += written
    return struct.pack(">3H", 0, len(texts), 6 + len(records)) + records + strings


def renamed(font, family, style):
    """An OpenType font under another name. Its checksums are not corrected: what reads it does not look at them."""
    count = struct.unpack(">H", font[4:6])[0]
    head, body = font[:12], b""
    start = 12 + 16 * count
    for record in struct.iter_unpack(">4sIII", font[12:start]):
        tag, checksum, offset, length = record
        table = name_table(family, style) if tag == b"name" else font[offset : offset + length]
        head += struct.pack(">4sIII", tag, checksum, start + len(body), len(table))
        body += table + bytes(-len(table) % 4)
    return head + body


@pytest.fixture(scope="module")
def other_fonts(tmp_path_factory):
    """The folder of a user who has installed fonts that say that they are Liberation Sans, where programs look."""
    home = tmp_path_factory.mktemp("home")
    fonts = home / ".local" / "share" / "fonts"
    fonts.mkdir(parents=True)
    for style in STYLES:
        font = Path(distribution("great-expectations").locate_file(SHIPPED.format(style))).read_bytes()
        (fonts / f"LiberationSans-{style}.otf").write_bytes(renamed(font, FAMILY, style))
    settings = home / ".config" / "fontconfig" / "fonts.conf"
    settings.parent.mkdir(parents=True)
    settings.write_text(f'<?xml version="1.0"?>\n<fontconfig><dir>{fonts}</dir></fontconfig>\n', encoding="utf-8")
    return home


def surroundings(home, how):
    """The environment of a machine whose fonts are those of the folder, as one of three variables says it."""
    value = {
        "FONTCONFIG_FILE": home / ".config" / "fontconfig" / "fonts.conf",
        "XDG_CONFIG_HOME": home / ".config",
        "HOME": home,
    }
    return {**os.environ, how: str(value[how])}


def wanted():
    charts = []
    for file in sorted((ROOT / "notebooks").glob("*.ipynb")):
        for cell in json.loads(file.read_text(encoding="utf-8"))["cells"]:
            for output in cell.get("outputs", []):
                charts += [value for kind, value in output.get("data", {}).items() if "vegalite" in kind]
    return [[MEASURED, *charts[::EACH]], CARD, ["Finance report, Period 11", NOT_IN_THE_FONT]]


def drawn(environment, how="ours"):
    """Draw in a process of its own, and not in the chart server that another test may have left."""
    environment = {name: value for name, value in environment.items() if name != ADDRESS}
    ran = subprocess.run(
        [sys.executable, "-c", DRAW, how],
        input=json.dumps(wanted()),
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    return json.loads(ran.stdout)


@pytest.fixture(scope="module")
def here():
    return drawn(dict(os.environ))


def test_the_other_fonts_would_change_charts_and_pictures(other_fonts, here):
    """Else the next test could not fail."""
    charts, pictures = drawn(surroundings(other_fonts, "FONTCONFIG_FILE"), "plain")
    assert len(charts) > 10
    assert all(one != other for one, other in zip(pictures, here[1], strict=True))
    assert charts[0] != here[0][0]


@pytest.mark.parametrize("how", OTHER_FONTS)
def test_charts_and_pictures_are_the_same_bytes_whatever_fonts_are_installed(other_fonts, here, how):
    assert drawn(surroundings(other_fonts, how)) == here


@pytest.mark.parametrize("before", [None, "/etc/fonts/fonts.conf"])
def test_a_program_that_is_started_later_has_the_machines_fonts(before):
    given = {name: value for name, value in os.environ.items() if name != "FONTCONFIG_FILE"}
    given |= {"FONTCONFIG_FILE": before} if before else {}
    ran = subprocess.run([sys.executable, "-c", LEFT], env=given, capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == str(before)


def test_the_font_has_every_character_of_the_charts(here):
    """One that it lacks would be an empty box in a picture."""
    texts = "".join(text for chart in here[0] for text in ET.fromstring(chart).itertext())
    letters = {*texts} - {*" \n"}
    assert len(letters) > 50
    box = drawing.png(CARD.format(FONT, "\N{CJK UNIFIED IDEOGRAPH-5B50}"))
    nothing = drawing.png(CARD.format(FONT, " "))
    assert box != nothing
    assert [each for each in sorted(letters) if drawing.png(CARD.format(FONT, escape(each))) in (box, nothing)] == []


def test_nothing_else_of_the_library_has_text_drawn_by_vl_convert():
    """One place draws, so that no picture can be drawn with other fonts."""
    converters = ("svg_to_", "vegalite_to_svg", "vegalite_to_png", "vega_to_svg", "vega_to_png", "vegalite_to_pdf")
    library = ROOT / "src" / "trustbook"
    naming = {
        file.relative_to(library).as_posix()
        for file in library.rglob("*.py")
        if any(f"vl_convert.{each}" in file.read_text(encoding="utf-8") for each in converters)
    }
    assert naming == {"components/charts/drawing.py"}
