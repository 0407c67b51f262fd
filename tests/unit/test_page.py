import xml.etree.ElementTree as ET

from trustbook.show.page import Headline, KeyFigure, bullets, say

HEADLINE = Headline(
    "Synthetic Trust. Period 4",
    "The answer is <5 & rising",
    (KeyFigure("Call", "£0.500m", ("East £0.150m", "West £0.350m")), KeyFigure("Savings", "not reported", ())),
)


def test_paragraphs_are_kept_apart():
    assert say("One.", "Two.")._repr_markdown_() == "One.\n\nTwo."


def test_a_paragraph_with_nothing_to_say_is_left_out():
    assert say("One.", None, "", "Two.").paragraphs == ("One.", "Two.")


def test_a_list_has_a_line_for_each_entry():
    assert bullets(["one", "two"])._repr_markdown_() == "- one\n- two"


def test_the_plain_text_of_a_text_is_its_markdown():
    shown = say("One.", "Two.")
    assert repr(shown) == shown._repr_markdown_()


def test_a_headline_gives_the_answer_before_the_figures():
    root = ET.fromstring(HEADLINE._repr_html_())
    assert [child.tag for child in root] == ["p", "p", "dl", "p"]
    assert root[1].text == "The answer is <5 & rising"


def test_each_key_figure_is_a_name_with_its_figure_and_meaning():
    root = ET.fromstring(HEADLINE._repr_html_())
    assert [each.text for each in root.iter("dt")] == ["Call", "Savings"]
    assert [each.text for each in root.iter("strong")] == ["£0.500m", "not reported"]
    assert [each.text for each in root.iter("span")] == ["East £0.150m", "West £0.350m"]


def test_every_text_of_a_headline_is_escaped():
    bad = "<script>x</script>"
    html = Headline(bad, bad, (KeyFigure(bad, bad, (bad,)),))._repr_html_()
    assert "<script>" not in html
    assert html.count("&lt;script&gt;") == 5


def test_a_headline_without_figures_has_no_empty_list():
    assert "<dl" not in Headline("c", "a", ())._repr_html_()


def test_a_headline_reads_as_plain_text_too():
    assert repr(HEADLINE).splitlines() == [
        "Synthetic Trust. Period 4",
        "The answer is <5 & rising",
        "Call: £0.500m. East £0.150m; West £0.350m",
        "Savings: not reported. ",
    ]
