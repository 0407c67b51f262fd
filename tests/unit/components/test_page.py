import xml.etree.ElementTree as ET

from trustbook.components.page import Headline, KeyFigure, KeyFigures, bullets, say
from trustbook.core.markup import link, strong

HEADLINE = Headline(
    "The answer is <5 & rising",
    (("Why", "Costs & prices"), ("What changed", "It rose. " + link("All of it", "a.html"))),
)
FIGURES = KeyFigures(
    (KeyFigure("Call", "£0.500m", ("East £0.150m", "West £0.350m")), KeyFigure("Savings", "not reported", ()))
)


BAD = "<script>x</script>"


def paragraphs(text):
    return [each.text for each in ET.fromstring(text._repr_html_()).iter("p")]


def test_paragraphs_are_kept_apart():
    assert paragraphs(say("One.", "Two.")) == ["One.", "Two."]


def test_a_paragraph_with_nothing_to_say_is_left_out():
    assert say("One.", None, "", "Two.").paragraphs == ("One.", "Two.")


def test_a_list_has_a_line_for_each_entry():
    root = ET.fromstring(bullets(["one", "two"])._repr_html_())
    assert [each.text for each in root.iter("li")] == ["one", "two"]


def test_texts_that_were_made_before_keep_their_place_among_paragraphs():
    shown = say("One.", bullets(["a", "b"]), say("Two."))
    assert [child.tag for child in ET.fromstring(shown._repr_html_())] == ["p", "ul", "p"]


def test_a_sentence_is_text_whatever_stands_in_it():
    for shown in (say(f"{BAD} **a** [b](javascript:c)"), bullets([f"{BAD} **a** [b](javascript:c)"])):
        root = ET.fromstring(shown._repr_html_())
        assert not list(root.iter("script"))
        assert not list(root.iter("a"))
        assert f"{BAD} **a** [b](javascript:c)" in "".join(root.itertext())


def test_emphasis_and_links_are_ours_and_what_they_hold_is_text():
    root = ET.fromstring(say(strong(BAD) + f" {BAD} " + link(BAD, "a.html"))._repr_html_())
    assert [each.tag for each in root.iter()] == ["div", "p", "strong", "a"]
    assert "".join(root.itertext()).strip() == f"{BAD} {BAD} {BAD}"


def test_quotation_marks_are_curled_in_text_and_left_alone_in_an_address():
    html = say('The trust\'s "own" ' + link("page's", "a'b.html"))._repr_html_()
    assert "The trust’s “own” " in html
    assert ">page’s</a>" in html
    assert 'href="a\'b.html"' in html


def test_the_plain_text_of_a_text_writes_emphasis_and_links_as_markdown_does():
    shown = say(strong("One.") + " & " + link("two", "two.html"), bullets(["a", "b"]))
    assert repr(shown) == "**One.** & [two](two.html)\n\n- a\n- b"


def test_a_headline_gives_the_answer_and_then_its_points_by_name():
    root = ET.fromstring(HEADLINE._repr_html_())
    assert [child.tag for child in root] == ["p", "dl"]
    assert root[0].text == "The answer is <5 & rising"
    assert [each.text for each in root.iter("dt")] == ["Why", "What changed"]
    assert [each.get("href") for each in root.iter("a")] == ["a.html"]


def test_each_key_figure_is_a_name_with_its_figure_and_meaning():
    root = ET.fromstring(FIGURES._repr_html_())
    assert [each.text for each in root.iter("dt")] == ["Call", "Savings"]
    assert [each.text for each in root.iter("strong")] == ["£0.500m", "not reported"]
    assert [each.text for each in root.iter("span")] == ["East £0.150m", "West £0.350m"]


def test_every_text_of_a_headline_and_of_a_key_figure_is_escaped():
    html = Headline(BAD, ((BAD, BAD),))._repr_html_() + KeyFigures((KeyFigure(BAD, BAD, (BAD,)),))._repr_html_()
    assert "<script>" not in html
    assert html.count("&lt;script&gt;") == 6


def test_a_headline_without_points_has_no_empty_list():
    assert "<dl" not in Headline("a")._repr_html_()


def test_headline_and_figures_read_as_plain_text_too():
    assert repr(HEADLINE).splitlines() == [
        "The answer is <5 & rising",
        "Why: Costs & prices",
        "What changed: It rose. [All of it](a.html)",
    ]
    assert repr(FIGURES).splitlines() == ["Call: £0.500m. East £0.150m; West £0.350m", "Savings: not reported. "]
