"""A filled template: accessible by Word's rules, every text a text, whatever officers did to the template in Word."""

import dataclasses
from io import BytesIO

import pytest
from docx import Document
from lxml import etree
from sample_paper import HOSTILE, NOTE, PAPER, POSITION
from word_files import NAMES, W, edited, lines, paragraph_of, part, parts, style_of, styled, text_of, with_part

from looked_at import some
from trustbook.committee.document import fill
from trustbook.committee.model import Paragraph, Section
from trustbook.committee.template import default_template
from trustbook.papers.word_file import grids_of

TEMPLATE = default_template()
MADE = fill(PAPER)
BODY = part(MADE)


def tables():
    return list(BODY.iter(f"{W}tbl"))


def replaced(key, *texts):
    """The paper with other paragraphs in a section."""
    new = Section(key, "Purpose of report", tuple(Paragraph(text) for text in texts))
    return dataclasses.replace(PAPER, sections=tuple(new if each.key == key else each for each in PAPER.sections))


def test_the_same_paper_is_the_same_bytes():
    assert fill(PAPER) == MADE


def test_the_title_the_author_and_the_language_are_in_the_properties_and_no_time_or_name_of_a_machine():
    about = Document(BytesIO(MADE)).core_properties
    assert about.title == "Finance report of Month 9 <synthetic>"
    assert about.author.startswith("Ada Example")
    assert about.language == "en-GB"
    core = parts(MADE)["docProps/core.xml"]
    assert b"created" not in core
    assert b"modified" not in core.replace(b"lastModifiedBy", b"")


def test_each_heading_is_a_heading_of_word_in_order():
    found = [(style, text) for style, text in styled(MADE) if style.startswith("Heading")]
    assert found[:5] == [
        ("Heading1", "List of appendices"),
        ("Heading1", "Purpose of report"),
        ("Heading1", "Executive summary"),
        ("Heading1", "Recommendations"),
        ("Heading2", "Reasons for recommendations"),
    ]
    assert ("Heading2", "Legal and governance") in found
    assert ("Heading1", "Appendix A: Forecast position") in found


def test_each_numbered_paragraph_says_itself_which_level_of_the_list_it_is():
    levels = {"Heading2": "1", "NumberedParagraph": "1", "NumberedParagraph2": "2", "LetteredParagraph": "3"}
    for each in some(each for each in BODY.iter(f"{W}p") if style_of(each) in levels):
        number = each.find(f"{W}pPr/{W}numPr")
        assert number.find(f"{W}ilvl").get(f"{W}val") == levels[style_of(each)]


def test_recommendations_are_lettered_below_their_lead():
    start = styled(MADE).index(("Heading1", "Recommendations"))
    found = [style for style, _ in styled(MADE)[start + 1 : start + 4]]
    assert found == ["NumberedParagraph", "LetteredParagraph", "LetteredParagraph"]


def test_each_table_has_a_heading_row_that_repeats_and_a_caption_and_words():
    assert len(tables()) == 4
    for table in tables():
        rows = table.findall(f"{W}tr")
        assert rows[0].find(f"{W}trPr/{W}tblHeader") is not None
        assert all(row.find(f"{W}trPr/{W}cantSplit") is not None for row in rows)
        assert table.find(f"{W}tblPr/{W}tblLook").get(f"{W}firstRow") == "1"
        assert table.find(f"{W}tblPr/{W}tblCaption").get(f"{W}val")
        assert table.find(f"{W}tblPr/{W}tblDescription").get(f"{W}val")
        caption = table.getprevious()
        assert style_of(caption) == "Caption"
        assert "SEQ Table" in caption.find(f"{W}fldSimple").get(f"{W}instr")
    assert text_of(tables()[1].getprevious()) == f"Table 2: {POSITION.caption}"


def test_no_cell_is_merged_or_empty_and_one_without_a_figure_says_so():
    for table in tables():
        columns = len(table.findall(f"{W}tblGrid/{W}gridCol"))
        assert all(len(row.findall(f"{W}tc")) == columns for row in table.iter(f"{W}tr"))
        assert not [each for each in table.iter(f"{W}gridSpan", f"{W}vMerge")]
        assert all(text_of(cell).strip() for cell in table.iter(f"{W}tc"))
    transport = tables()[1].findall(f"{W}tr")[3]
    assert [text_of(cell) for cell in transport][1:] == ["Transport", *["not reported"] * 3]


def test_no_paragraph_is_empty():
    assert [text for style, text in styled(MADE) if not text.strip() and style != "Picture"] == []


def test_columns_fill_the_width_between_the_margins():
    for table in some(tables()):
        assert sum(int(each.get(f"{W}w")) for each in table.iter(f"{W}gridCol")) == 9638


def test_a_chart_is_a_sharp_picture_in_line_with_words_and_a_caption():
    inline = next(BODY.iter(f"{{{NAMES['wp']}}}inline"))
    about = inline.find("wp:docPr", NAMES)
    assert about.get("descr") == "A bar for each month; it grows to £1.23m."
    image = Document(BytesIO(MADE)).part.package.image_parts
    sizes = [each.image.px_width for each in image]
    assert sizes == [1800]
    paragraph = next(inline.iterancestors(f"{W}p"))
    assert text_of(paragraph.getprevious()) == "Figure 1: Forecast overspend by month"
    assert text_of(paragraph.getnext()) == NOTE


def test_what_a_person_must_write_is_marked_by_words_and_by_a_style():
    marked = [
        each
        for each in BODY.iter(f"{W}r")
        if (found := each.find(f"{W}rPr/{W}rStyle")) is not None and found.get(f"{W}val") == "ToWrite"
    ]
    texts = [text_of(each) for each in marked]
    assert "[To be written: what was decided, by the legal adviser]" in texts
    assert "[To be written: yes or no]" in texts
    assert "[To be written: the lead members, with their portfolios]" in texts


def test_a_draft_says_so_at_the_head_of_each_page_and_a_published_edition_does_not():
    head = next(name for name in parts(MADE) if "word/header" in name)
    assert lines(MADE, head) == ["Finance report of Month 9 <synthetic>\tDraft"]
    final = fill(dataclasses.replace(PAPER, edition="Published 3 May 2031"))
    assert lines(final, head) == ["Finance report of Month 9 <synthetic>\t"]


def test_hostile_text_stays_text():
    shown = HOSTILE.replace("\x07", r"\x07").replace("\x0b", r"\x0b").replace("\u202e", r"\u202e").replace("\n", " ")
    assert f"The note says {shown}." in lines(MADE)


@pytest.mark.parametrize(
    "text", ["{{ purpose }}", "{%p if x %}", "</w:t></w:r>", "\ue0000\ue001", "\a\f\v\0", "{_{x}_}"]
)
def test_hostile_text_stays_text_in_every_kind_of_field(text):
    paper = replaced("purpose", text)
    block = dataclasses.replace(paper.block, title=text, authors=(text,), meeting=text)
    made = fill(dataclasses.replace(paper, block=block, body=text))
    shown = lines(made)[0]
    assert f"Report to:\t{shown}" in lines(made)
    assert ("NumberedParagraph", shown) in styled(made)


def test_a_field_that_word_took_apart_is_still_one():
    proof = '<w:proofErr w:type="spellStart"/>'
    apart = f"<w:r><w:t>{{{{ ti</w:t></w:r>{proof}<w:r><w:rPr><w:noProof/></w:rPr><w:t>tle }}}}</w:t></w:r>"
    document = parts(TEMPLATE)["word/document.xml"].decode()
    whole = next(run for run in document.split("<w:r>") if "{{ title }}" in run)
    changed = document.replace(f"<w:r>{whole.split('</w:r>')[0]}</w:r>", apart, 1)
    assert changed != document
    made = fill(PAPER, with_part(TEMPLATE, "word/document.xml", changed.encode()))
    assert lines(made)[0] == "Finance report of Month 9 <synthetic>"


def test_a_field_is_where_it_was_moved_to_and_a_section_that_was_deleted_is_gone():
    def change(document):
        risks, purpose = paragraph_of(document, "{{ background_papers }}"), paragraph_of(document, "{{ purpose }}")
        purpose.insert_paragraph_before("{{ background_papers }}", "Heading 1")
        paragraph_of(document, "{{ executive_summary }}").clear()
        for each in (risks, paragraph_of(document, "")):
            each.clear().add_run(" ")

    headings = [text for style, text in styled(fill(PAPER, edited(TEMPLATE, change))) if style == "Heading1"]
    assert headings.index("Background papers") < headings.index("Purpose of report")
    assert "Executive summary" not in headings


def test_headings_that_officers_type_themselves_and_fonts_that_they_choose_are_kept():
    def change(document):
        field = paragraph_of(document, "{{ purpose }}")
        field.insert_paragraph_before("Why we report", "Heading 1")
        field.style = document.styles["Body Text"]
        field.runs[0].text = "{{ purpose.text }}"
        field.runs[0].italic = True

    found = styled(made := fill(PAPER, edited(TEMPLATE, change)))
    place = found.index(("Heading1", "Why we report"))
    assert found[place + 1] == ("BodyText", "This synthetic report gives the forecast at Month 9.")
    run = next(each for each in part(made).iter(f"{W}r") if text_of(each) == found[place + 1][1])
    assert run.find(f"{W}rPr/{W}i") is not None


def test_single_tables_charts_figures_answers_and_titles_can_be_named():
    def change(document):
        place = paragraph_of(document, "{{ purpose }}")
        for text in (
            "{{ table_position_by_heading }}",
            "{{ chart_forecast }}",
            "The pressure is {{ figure[“forecast.pressure”] }}.",
            "Key decision: {{ key_decision }}",
            "On {{ legal.title }}",
            "{% if draft %}Not final{% else %}Final{% endif %}",
            "{%p if actions %}",
            "There are actions",
            "{%p endif %}",
        ):
            place.insert_paragraph_before(text, "Body Text")

    found = lines(made := fill(PAPER, edited(TEMPLATE, change)))
    assert "The pressure is £1.230m." in found
    assert "Key decision: No" in found
    assert "On Legal and governance" in found
    assert "Not final" in found
    assert "There are actions" not in found
    captions = [text for style, text in styled(made) if style == "Caption"]
    assert captions[1:3] == [f"Table 2: {POSITION.caption}", "Figure 1: Forecast overspend by month"]


def test_a_template_of_a_council_without_our_styles_gets_them_and_keeps_its_own():
    own = Document()
    own.styles["Heading 1"].font.name = "Georgia"
    for text in ("{{ title }}", "{{ recommendations }}", "{{ appendix_a }}"):
        own.add_paragraph(text)
    saved = BytesIO()
    own.save(saved)
    found = styled(made := fill(PAPER, saved.getvalue()))
    assert ("Heading1", "Recommendations") in found
    assert ("LetteredParagraph", "asks for a plan by June.") in found
    assert ("Heading1", "Appendix A: Forecast position") in found
    styles = {each.get(f"{W}styleId"): each for each in part(made, "word/styles.xml").iter(f"{W}style")}
    assert styles["Heading1"].find(f"{W}rPr/{W}rFonts").get(f"{W}ascii") == "Georgia"
    assert styles["LetteredParagraph"].find(f"{W}pPr/{W}numPr") is None
    assert {"PaperTable", "TableText", "ToWrite"} <= set(styles)


def test_a_section_that_the_paper_does_not_have_takes_its_heading_with_it():
    assert "Actions of the last meeting" not in lines(MADE)
    assert not [text for text in lines(MADE) if "{" in text and "{{ title }}" not in text]


def test_a_field_in_a_cell_leaves_the_cell_as_word_needs_it():
    def change(document):
        cell = document.add_table(1, 1).cell(0, 0)
        cell.paragraphs[0].text = "{{ table_position_by_heading }}"

    for cell in some(part(fill(PAPER, edited(TEMPLATE, change))).iter(f"{W}tc")):
        assert cell[-1].tag == f"{W}p"


def test_the_template_that_word_attached_is_left_out():
    name = "word/settings.xml"
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/attachedTemplate"
    rels = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" '
        f'Type="{kind}" TargetMode="External" Target="file:///C:/Users/someone/Report.dotm"/></Relationships>'
    )
    root = part(TEMPLATE, name)
    link = etree.SubElement(root, f"{W}attachedTemplate")
    link.set("{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id", "rId1")
    attached = with_part(with_part(TEMPLATE, name, etree.tostring(root)), "word/_rels/settings.xml.rels", rels.encode())
    assert b"attachedTemplate" in parts(attached)[name]
    made = parts(fill(PAPER, attached))
    assert not [name for name, content in made.items() if b"someone" in content or b"attachedTemplate" in content]


def test_every_field_that_word_took_apart_letter_by_letter_is_still_one():
    def apart(document):
        for paragraph in document.paragraphs:
            for run in list(paragraph.runs):
                if "{{" in run.text and "\t" not in run.text:
                    letters, run.text = run.text[1:], run.text[0]
                    for count, letter in enumerate(letters):
                        paragraph.add_run(letter).bold = bool(count % 2) or None

    assert lines(fill(PAPER, edited(TEMPLATE, apart))) == lines(MADE)


def test_a_landscape_section_a_page_break_and_a_content_control_are_kept():
    document = parts(TEMPLATE)["word/document.xml"].decode()
    field = next(each for each in document.split("<w:p>") if "{{ appendix_a }}" in each).split("</w:p>")[0]
    size = '<w:pgSz w:w="16838" w:h="11906" w:orient="landscape"/><w:pgMar w:left="1134" w:right="1134"/>'
    landscape = f"<w:sectPr>{size}</w:sectPr>"
    changed = document.replace(field, field.replace("</w:pPr>", f"{landscape}</w:pPr>", 1), 1)
    purpose = next(each for each in changed.split("<w:p>") if "{{ purpose }}" in each).split("</w:p>")[0]
    control = f"<w:sdt><w:sdtContent><w:p>{purpose}<w:r><w:br w:type='page'/></w:r></w:p></w:sdtContent></w:sdt>"
    changed = changed.replace(f"<w:p>{purpose}</w:p>", control, 1)
    assert changed.count("sectPr") > document.count("sectPr")
    body = part(fill(PAPER, with_part(TEMPLATE, "word/document.xml", changed.encode())))
    position = list(body.iter(f"{W}tbl"))[1]
    assert sum(int(each.get(f"{W}w")) for each in position.iter(f"{W}gridCol")) == 16838 - 2 * 1134
    ends = next(each for each in body.iter(f"{W}p") if each.find(f"{W}pPr/{W}sectPr") is not None)
    assert text_of(ends.getprevious()) == NOTE
    control = next(body.iter(f"{W}sdt"))
    assert next(text_of(each) for each in control.iter(f"{W}p")) == "Purpose of report"
    assert next(control.iter(f"{W}p")).find(f"{W}pPr/{W}pageBreakBefore") is not None


ORDER = {
    "pPr": "pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr suppressLineNumbers pBdr shd tabs "
    "spacing ind contextualSpacing jc outlineLvl rPr sectPr",
    "rPr": "rStyle rFonts b bCs i iCs caps strike color spacing sz szCs highlight u shd vertAlign lang",
    "tblPr": "tblStyle tblW jc tblInd tblBorders shd tblLayout tblCellMar tblLook tblCaption tblDescription",
    "style": "name aliases basedOn next link uiPriority qFormat pPr rPr tblPr trPr tcPr tblStylePr",
    "lvl": "start numFmt lvlRestart pStyle suff lvlText lvlJc pPr rPr",
    "tcPr": "tcW gridSpan vMerge tcBorders shd",
    "styles": "docDefaults latentStyles style",
    "numbering": "abstractNum num",
}
"""In which order Word wants what it finds in these elements; it calls a document with another order damaged."""


@pytest.mark.parametrize("name", ["word/document.xml", "word/styles.xml", "word/numbering.xml", "word/settings.xml"])
@pytest.mark.parametrize("content", [TEMPLATE, MADE], ids=["template", "filled"])
def test_every_element_has_its_children_in_the_order_that_word_wants(content, name):
    of_word = [each for each in part(content, name).iter(f"{W}*") if etree.QName(each).localname in ORDER]
    assert bool(of_word) is (name != "word/settings.xml")
    for each in of_word:
        order = ORDER[etree.QName(each).localname].split()
        places = [order.index(etree.QName(child).localname) for child in each]
        assert places == sorted(places), etree.tostring(each)


def test_the_reader_of_papers_finds_each_table_again_cell_by_cell():
    grids, _ = grids_of(MADE, "report-1.docx")
    texts = [[cell.text for cell in row] for row in grids[1].rows]
    expected = [[cell or "not reported" for cell in row.cells] for row in POSITION.rows]
    assert grids[1].header_rows == 1
    assert texts == [[column.name for column in POSITION.columns], *expected]
