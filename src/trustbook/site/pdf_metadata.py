"""Write who made a PDF, of what and when: the facts of its edition, and nothing of the machine that printed it.

In: the bytes of a PDF as Chromium prints it, and the edition's facts. Out: the same document, the same bytes each time,
with title, author, dates, producer and language where every reader looks for them.
"""

from __future__ import annotations

from collections.abc import Mapping
from io import BytesIO

from pypdf import PdfReader, PdfWriter
from pypdf.generic import BooleanObject, DictionaryObject, NameObject, TextStringObject

from trustbook.core.safe_text import for_xml
from trustbook.site import FRAGMENTS
from trustbook.site.metadata import Facts
from trustbook.site.pdf_tags import complete_tags

LANGUAGE = "en-GB"
_VERSION = "%PDF-1.7"
"""The version of PDF on which PDF/UA-1 rests; what the writer names by itself knows no tags."""


def described(printed: bytes, title: str, facts: Facts, places: Mapping[str, str] | None = None) -> bytes:
    """Describe a printed document by its edition. Its date is that of the revision, or of a draft's data.

    `places` gives the title of each place in it that links lead to.
    """
    writer = PdfWriter(clone_from=BytesIO(printed))
    writer.pdf_header = _VERSION
    made_by, author = f"trustbook {facts.version}", facts.publisher or facts.trust
    said = {"/Title": title, "/Author": author, "/Creator": made_by, "/Producer": made_by}
    day = facts.published_on or facts.published
    if day:
        instant = f"D:{day.replace('-', '')}000000Z"
        said |= {"/CreationDate": instant, "/ModDate": instant}
    writer.metadata = {NameObject(name): TextStringObject(for_xml(text)) for name, text in said.items()}
    root = writer.root_object
    root[NameObject("/Lang")] = TextStringObject(LANGUAGE)
    root[NameObject("/ViewerPreferences")] = DictionaryObject({NameObject("/DisplayDocTitle"): BooleanObject(True)})
    complete_tags(writer, places or {})
    values = {"title": for_xml(title), "author": for_xml(author), "made_by": made_by}
    packet = FRAGMENTS.render("xmp.xml", **values, day=day, language=LANGUAGE)
    writer.xmp_metadata = str(packet).encode(errors="replace")
    made = BytesIO()
    writer.write(made)
    return made.getvalue()


def sheets(printed: bytes) -> dict[str, int]:
    """Return the sheet, counted from one, on which each named place of a document is."""
    reader = PdfReader(BytesIO(printed))
    places = {name.lstrip("/"): place for name, place in reader.named_destinations.items()}
    numbers = {name: reader.get_destination_page_number(place) for name, place in places.items()}
    return {name: number + 1 for name, number in numbers.items() if number is not None}
