"""The template that ships: plain fields, real styles, one list for all numbers, British English."""

import dataclasses
import random
import re
from contextlib import suppress
from pathlib import Path

import pytest
from sample_paper import PAPER
from word_files import W, edited, lines, paragraph_of, part, parts, styled, text_of, with_part

from trustbook.committee.document import fill
from trustbook.committee.fields import APPENDICES, fields
from trustbook.committee.sections import SECTIONS
from trustbook.committee.styles import paper_styles
from trustbook.committee.template import default_template
from trustbook.committee.template_checks import opened
from trustbook.core.errors import WorkspaceError

TEMPLATE = default_template()


def refused(template):
    with pytest.raises(WorkspaceError) as raised:
        fill(PAPER, template)
    said = str(raised.value)
    assert said.startswith("params/paper.docx")
    assert "\n" not in said
    return said


def with_text(text, where="{{ purpose }}"):
    """The template with another text in the paragraph of a field, typed as in Word."""
    return edited(TEMPLATE, lambda document: setattr(paragraph_of(document, where).runs[0], "text", text))


def test_it_is_the_same_bytes_each_time():
    default_template.cache_clear()
    assert default_template() == TEMPLATE


def test_it_passes_its_own_checks():
    assert opened(TEMPLATE, fields(PAPER))


def test_each_section_and_each_appendix_is_one_heading_with_one_field():
    headings = [text for style, text in styled(TEMPLATE) if style == "Heading1"]
    sections = [f"{{{{ {kind.key} }}}}" for kind in SECTIONS]
    appendices = [f"{{{{ appendix_{letter.lower()} }}}}" for letter in APPENDICES]
    assert headings == ["List of appendices", *sections, *appendices, "{{ changes }}"]


def test_its_styles_are_in_british_english_and_in_one_font():
    root = part(TEMPLATE, "word/styles.xml")
    assert {each.get(f"{W}val") for each in root.iter(f"{W}lang")} == {"en-GB"}
    assert {each.get(f"{W}ascii") for each in root.iter(f"{W}rFonts")} == {"Arial"}


def test_styles_that_word_does_not_have_say_that_they_are_ours():
    own = {each.get(f"{W}styleId") for each in part(TEMPLATE, "word/styles.xml") if each.get(f"{W}customStyle") == "1"}
    assert {"NumberedParagraph", "PaperTable", "ToWrite", "ReportDetails"} <= own
    assert not own & {"Normal", "Heading1", "Caption", "Title", "Strong", "NormalTable"}


def test_headings_and_paragraphs_are_numbered_by_one_list_that_is_linked_to_their_styles():
    levels = list(part(TEMPLATE, "word/numbering.xml").iter(f"{W}lvl"))
    linked = [(each.find(f"{W}pStyle").get(f"{W}val"), each.find(f"{W}lvlText").get(f"{W}val")) for each in levels]
    assert linked == [
        ("Heading1", "%1."),
        ("NumberedParagraph", "%1.%2"),
        ("NumberedParagraph2", "%1.%2.%3"),
        ("LetteredParagraph", "%4)"),
    ]


def test_nothing_of_an_empty_document_of_another_program_is_left_in_it():
    names = set(parts(TEMPLATE))
    assert not {name for name in names if "thumbnail" in name or "customXml" in name or "WithEffects" in name}


def test_a_field_that_nobody_knows_is_named_with_its_paragraph_and_the_nearest_one():
    said = refused(with_text("Report for {{ meetting }}"))
    assert "there is no field meetting" in said
    assert "Report for {{ meetting }}" in said
    assert "Did you mean meeting?" in said


@pytest.mark.parametrize(
    "text",
    [
        "{{ title",
        "title }}",
        "{ { {{ title }",
        "{% if draft %}Draft",
        "{% endif %}",
        "{{ title + 1 }}",
        "{{ [].append }}",
    ],
)
def test_a_field_that_is_not_whole_is_refused(text):
    assert refused(with_text(text))


@pytest.mark.parametrize(
    "text",
    [
        "{% for each in purpose %}x{% endfor %}",
        "{{ title.__class__ }}",
        "{{ range(10 ** 9) }}",
        "{% set x = 1 %}",
        "{{ purpose.paragraphs }}",
        "{% include 'x' %}",
    ],
)
def test_a_template_can_name_fields_and_ask_whether_there_are_any_and_do_nothing_else(text):
    assert refused(with_text(text))


def test_a_section_with_other_text_beside_it_is_asked_to_stand_alone():
    assert "a paragraph of its own" in refused(with_text("Purpose: {{ purpose }}"))


def test_a_figure_that_the_paper_does_not_state_is_named():
    said = refused(with_text('{{ figure["forecast.presure"] }}'))
    assert "no figure forecast.presure" in said
    assert "Did you mean forecast.pressure?" in said


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "not a Word document"),
        (b"PK\x03\x04 and no more", "not a Word document"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "old Word document"),
        (b"%PDF-1.7", "not a Word document"),
        (bytes(20_000_001), "20,000,001 bytes"),
        (with_part(TEMPLATE, "word/document.xml", b"<w:document"), "not a Word document"),
        (with_part(TEMPLATE, "word/vbaProject.bin", b"x"), "macros"),
        (with_part(TEMPLATE, "word/large.xml", b"<a>" + b" " * 65_000_000 + b"</a>"), "more than a template needs"),
        (with_part(TEMPLATE, "word/more.xml", b"<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>"), "no template has"),
    ],
    ids=["empty", "cut", "old", "pdf", "large", "broken", "macros", "unpacks", "entities"],
)
def test_what_is_no_template_is_refused_in_one_sentence(content, words):
    assert words in refused(content)


def test_a_document_for_macros_is_refused_even_without_any():
    kinds = parts(TEMPLATE)["[Content_Types].xml"]
    macros = kinds.replace(
        b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
        b"application/vnd.ms-word.document.macroEnabled.main+xml",
    )
    assert "macros" in refused(with_part(TEMPLATE, "[Content_Types].xml", macros))


def test_tracked_changes_are_to_be_accepted_first():
    document = parts(TEMPLATE)["word/document.xml"].replace(b"<w:body>", b'<w:body><w:p><w:ins w:id="1"/></w:p>', 1)
    assert "Accept All Changes" in refused(with_part(TEMPLATE, "word/document.xml", document))


def test_a_picture_that_is_kept_elsewhere_is_refused():
    name = "word/_rels/document.xml.rels"
    kind = b"http://schemas.openxmlformats.org/officeDocument/2006/relationships/image"
    link = b'<Relationship Id="rIdX" TargetMode="External" Target="https://example.org/a.png" Type="%s"/>' % kind
    rels = parts(TEMPLATE)[name].replace(b"</Relationships>", link + b"</Relationships>")
    assert "kept elsewhere" in refused(with_part(TEMPLATE, name, rels))


def test_a_field_of_word_that_fetches_something_is_refused():
    field = b'<w:body><w:p><w:fldSimple w:instr=" INCLUDEPICTURE https://example.org/a.png "/></w:p>'
    document = parts(TEMPLATE)["word/document.xml"].replace(b"<w:body>", field, 1)
    assert "fetches" in refused(with_part(TEMPLATE, "word/document.xml", document))


def test_header_and_footer_have_the_title_whether_it_is_a_draft_and_the_page():
    head, foot = (next(name for name in parts(TEMPLATE) if kind in name) for kind in ("word/header", "word/footer"))
    assert lines(TEMPLATE, head) == ["{{ title }}\t{{ draft }}"]
    root = part(TEMPLATE, foot)
    assert [each.get(f"{W}instr").strip() for each in root.iter(f"{W}fldSimple")] == ["PAGE", "NUMPAGES"]
    assert text_of(root) == "{{ body }}, {{ period }}\tPage 1 of 1"


def test_a_field_in_a_footnote_is_refused():
    note = f'<w:footnotes xmlns:w="{W[1:-1]}"><w:footnote><w:p><w:r><w:t>{{{{ title }}}}</w:t></w:r></w:p></w:footnote>'
    assert "footnote" in refused(with_part(TEMPLATE, "word/footnotes.xml", f"{note}</w:footnotes>".encode()))


@pytest.mark.parametrize("seed", range(8))
def test_a_damaged_template_is_filled_or_refused_in_a_sentence(seed):
    chance = random.Random(seed)
    for _ in range(10):
        name = chance.choice([each for each in parts(TEMPLATE) if each.endswith((".xml", ".rels"))])
        damaged = bytearray(parts(TEMPLATE)[name])
        damaged[chance.randrange(len(damaged))] = chance.choice(b'<>/"={}% a0')
        whole = bytearray(TEMPLATE)
        whole[chance.randrange(len(whole))] = chance.randrange(256)
        for template in (with_part(TEMPLATE, name, bytes(damaged)), bytes(whole)):
            with suppress(WorkspaceError):
                assert parts(fill(PAPER, template))


def test_the_page_about_templates_lists_every_field_and_every_style():
    page = (Path(__file__).parents[3] / "docs" / "paper-template.md").read_text(encoding="utf-8")
    named = set(re.findall(r"{{ (\w+) }}", page))
    assert named == fields(dataclasses.replace(PAPER, appendices=())).names()
    shown = {each.find(f"{W}name").get(f"{W}val") for each in paper_styles() if each.get(f"{W}default") is None}
    listed = page.partition("## Styles")[2].casefold()
    unseen = {"strong", "hyperlink", "header", "footer", "heading 3"}
    assert {each.casefold() for each in shown if each.casefold() not in listed} - unseen == set()
