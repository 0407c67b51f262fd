"""The checks of the Matterhorn Protocol that a program can make: a good document passes, and each flaw is found."""

from base64 import b64encode
from io import BytesIO

import pytest
from pypdf import PdfReader, PdfWriter
from pypdf.generic import NameObject

from trustbook.site.loopback import given
from trustbook.site.metadata import Facts
from trustbook.site.pdf_checks import CHECKS, LEFT_OUT, NEED_A_PERSON, failures
from trustbook.site.pdf_metadata import described
from trustbook.site.printing import print_pdf

FACTS = Facts("2030-31-P04", "Synthetic Trust", "2030-09-02")
SQUARE = b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><path d="M0 0h9v9H0z"/></svg>'
GOOD = f"""<h1>Title</h1><p>Text, <strong>strong</strong>, <a href="https://example.org/">link</a>.</p><h2>Part</h2>
<ul><li><p>One</p></li></ul><table><caption>T</caption><thead><tr><th scope="col">A</th></tr></thead><tbody><tr>
<th scope="row">1</th></tr></tbody></table>
<p><img alt="Words" src="data:image/svg+xml;base64,{b64encode(SQUARE).decode()}"></p>"""
FLAWS = {
    "14-002": ("<h1>Title</h1>", "<h3>Title</h3>"),
    "14-003": ("<h2>Part</h2>", "<h4>Part</h4>"),
}


@pytest.fixture(scope="module")
def printed(chromium, tmp_path_factory):
    def of(body):
        document = f'<!DOCTYPE html><html lang="en-GB"><title>T</title><body><main>{body}</main></body></html>'
        with given(tmp_path_factory.mktemp("edition"), document, "") as address:
            return print_pdf(chromium, address)

    return of


@pytest.fixture(scope="module")
def good(printed):
    return described(printed(GOOD), "Synthetic", FACTS)


def _numbers(content):
    return {failure.number for failure in failures(content)}


def test_a_document_of_ours_fails_nothing_that_a_program_can_tell(good):
    assert failures(good) == []


def test_what_chromium_prints_by_itself_fails(printed):
    assert {"02-001", "06-001", "09-005", "28-012"} <= _numbers(printed(GOOD))


@pytest.mark.parametrize("number", ["14-002", "14-003"])
def test_a_flaw_of_the_page_is_found(number, printed):
    body = GOOD.replace(*FLAWS[number])
    assert number in _numbers(described(printed(body), "Synthetic", FACTS))


def _changed(content, change):
    writer = PdfWriter(clone_from=BytesIO(content))
    change(writer)
    made = BytesIO()
    writer.write(made)
    return made.getvalue()


def _without(*path):
    def change(writer):
        node = writer.root_object
        for name in path[:-1]:
            node = node[name].get_object()
        del node[path[-1]]

    return change


def _of_kind(writer, kind):
    from trustbook.site.pdf_tags import elements

    tree = writer.root_object["/StructTreeRoot"].get_object()
    return next(each for each in elements(tree) if each["/S"] == kind)


def _delete(kind, name):
    def change(writer):
        del _of_kind(writer, kind)[name]

    return change


def _rename(kind, other):
    def change(writer):
        _of_kind(writer, kind)[NameObject("/S")] = NameObject(other)

    return change


def _untag(writer):
    stream = writer.pages[0]["/Contents"].get_object()
    stream.set_data(b"0 0 9 9 re\nf\n" + stream.get_data())


def _no_tabs(writer):
    del writer.pages[0]["/Tabs"]


def _no_words(writer):
    del writer.pages[0]["/Annots"][0].get_object()["/Contents"]


def _no_font_file(writer):
    for font in writer.pages[0]["/Resources"]["/Font"].values():
        del font.get_object()["/DescendantFonts"][0].get_object()["/FontDescriptor"].get_object()["/FontFile2"]


def _no_text(writer):
    for font in writer.pages[0]["/Resources"]["/Font"].values():
        del font.get_object()["/ToUnicode"]


CHANGES = {
    "01-005": _untag,
    "02-001": _without("/StructTreeRoot", "/RoleMap"),
    "06-001": _without("/Metadata"),
    "07-001": _without("/ViewerPreferences"),
    "09-004": _rename("/TR", "/P"),
    "09-005": _rename("/LBody", "/NonStruct"),
    "10-001": _no_text,
    "11-006": _without("/Lang"),
    "13-004": _delete("/Figure", "/Alt"),
    "15-003": _delete("/TH", "/A"),
    "28-009": _no_tabs,
    "28-012": _no_words,
    "31-009": _no_font_file,
    "syntax": _without("/MarkInfo"),
}


@pytest.mark.parametrize("number", sorted(CHANGES))
def test_a_flaw_of_the_document_is_found_and_no_other(number, good):
    assert _numbers(_changed(good, CHANGES[number])) == {number}


def test_the_mark_of_pdf_ua_is_not_written_since_part_of_it_needs_a_person(good):
    assert b"pdfuaid" not in PdfReader(BytesIO(good)).trailer["/Root"]["/Metadata"].get_data()
    assert set(LEFT_OUT).isdisjoint(CHECKS)
    assert {"01", "04", "13"} <= set(NEED_A_PERSON)
