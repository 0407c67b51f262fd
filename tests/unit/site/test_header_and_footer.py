"""The head of a page and its foot: what is said of an edition, and what is left out where nobody knows it."""

import json
from dataclasses import replace
from xml.etree import ElementTree

import pytest
from bs4 import BeautifulSoup

from trustbook.core.markup import Markup
from trustbook.core.safe_text import for_xml
from trustbook.site.header_and_footer import dress, mark_draft, masthead
from trustbook.site.manifest import ManifestFigure
from trustbook.site.metadata import Facts, Publication, facts
from trustbook.site.social_card import draw, drawing

HERE = Facts("2030-31-P04", "Synthetic Trust", "2030-09-02")
REVISED = Facts(
    "2030-31-P04", "Synthetic Trust", "2030-09-02", revision=2, published_on="2030-10-02", notice="<b> & so"
)
WITH_ADDRESS = Facts("2030-31-P04", "Synthetic Trust", site_url="https://example.org/")
BODY = "<nav>Menu.</nav><h1>Savings</h1><p><strong>Of £7.672m, £1.4m is lost. More.</strong></p>"
ANSWER = "Of £7.672m, £1.4m is lost."


def _dressed(about, page="notebooks/savings"):
    context = {"title": "Savings &amp; more", "body": BODY, "metatags": ""}
    dress(page, context, about, "Savings & more", ANSWER)
    return context, BeautifulSoup(context["metatags"], "html.parser")


def _of(head, kind, name):
    found = head.find("meta", {kind: name})
    return None if found is None else found["content"]


def test_the_social_card_says_what_the_page_says():
    _, head = _dressed(HERE)
    assert _of(head, "property", "og:title") == "Savings & more, Period 4, July 2030"
    assert _of(head, "property", "og:description") == _of(head, "name", "description") == ANSWER
    assert _of(head, "property", "article:published_time") == "2030-09-02"
    assert _of(head, "property", "og:image") == "../card.png"


def test_absolute_addresses_are_given_only_where_the_site_has_one():
    context, head = _dressed(HERE)
    assert context["pageurl"] is None
    assert _of(head, "property", "og:url") is None
    context, head = _dressed(WITH_ADDRESS)
    assert context["pageurl"] == "https://example.org/2030-31-P04/notebooks/savings.html"
    assert _of(head, "property", "og:url") == context["pageurl"]
    assert _of(head, "property", "og:image") == "https://example.org/2030-31-P04/card.png"


def test_a_book_that_stands_alone_has_a_description_and_nothing_of_an_edition():
    context, head = _dressed(None)
    assert [tag.get("name") for tag in head.find_all("meta")] == ["description"]
    assert context["body"] == BODY
    assert "theme_extra_footer" not in context


def test_the_foot_names_the_commit_that_made_it_where_that_is_known():
    context, _ = _dressed(replace(HERE, commit="0123456789ab+"))
    said = BeautifulSoup(context["theme_extra_footer"], "html.parser").p.get_text()
    assert f"made by trustbook {HERE.version} (commit 0123456789ab+); each paper" in said


def test_the_foot_states_period_date_of_the_data_version_and_licence():
    context, _ = _dressed(HERE)
    said = BeautifulSoup(context["theme_extra_footer"], "html.parser")
    assert said.p.get_text() == (
        f"A report on Synthetic Trust: Period 4, July 2030; data published on 2 September 2030; "
        f"made by trustbook {HERE.version}; each paper keeps its own licence."
    )
    assert said.find("a")["href"] == "../notebooks/about-the-data.html"
    chosen = Facts("2030-31-P04", "Synthetic Trust", licence="Open Licence", licence_url="https://example.org/open")
    context, _ = _dressed(chosen)
    assert "no paper says when its data were published" in context["theme_extra_footer"]
    assert (
        BeautifulSoup(context["theme_extra_footer"], "html.parser").find("a", rel="license").get_text()
        == "Open Licence"
    )


def test_the_date_of_the_data_is_that_of_the_newest_paper_which_the_return_names(
    synthetic_workspace, full_return, group_return, synthetic_reference
):
    full_return["forecast"][0]["source_id"] = "made-up"
    full_return["savings"][0]["source_id"] = "later"
    paper = synthetic_reference["sources"][0]
    synthetic_reference["sources"] = [
        paper | {"published_on": "2030-08-20"},
        paper | {"source_id": "later", "published_on": "2030-09-02"},
        paper | {"source_id": "unused", "published_on": "2031-01-01"},
    ]
    returns = {"2030-31-P03": group_return, "2030-31-P04": full_return}
    workspace = synthetic_workspace(returns, reference=synthetic_reference)
    assert facts(workspace, workspace.period("2030-31-P04")).published == "2030-09-02"
    assert facts(workspace, workspace.period("2030-31-P03")).published == ""


@pytest.mark.parametrize("figures", [(), (ManifestFigure("Pressure", "£1m"),)])
def test_the_card_is_a_picture_of_its_size_and_the_same_each_time(figures):
    drawn = draw(figures, HERE)
    assert drawn[:8] == b"\x89PNG\r\n\x1a\n"
    assert (int.from_bytes(drawn[16:20], "big"), int.from_bytes(drawn[20:24], "big")) == (1200, 630)
    assert draw(figures, HERE) == drawn


def test_the_card_shows_the_first_figures_of_the_front_page():
    assert draw([ManifestFigure("Pressure", "£1m")], HERE) != draw([ManifestFigure("Pressure", "£2m")], HERE)


@pytest.mark.parametrize(
    "text",
    [
        '<image href="/etc/hostname"/>',
        '"/><image href="http://127.0.0.1/a.png"/>',
        "</text></svg><script>x</script>",
        "]]>&lt;&#x3c;",
        "<!DOCTYPE svg>",
        "\x00\x01\ufffe\ud800",
    ],
)
def test_no_text_of_a_card_becomes_a_part_of_the_drawing(text):
    about = Facts("2030-31-P04", text)
    root = ElementTree.fromstring(drawing([ManifestFigure(text, text), ManifestFigure("Pressure", "£1m")], about))
    assert {element.tag.rpartition("}")[2] for element in root.iter()} == {"svg", "rect", "text"}
    assert {name for element in root.iter() for name in element.attrib} <= {
        *("width", "height", "viewBox", "fill", "x", "y", "font-family", "font-size", "font-weight")
    }
    shown = [element.text for element in root.iter("{http://www.w3.org/2000/svg}text")]
    assert shown[:4] == [for_xml(text), "Finance report", "Period 4, July 2030", for_xml(text)]
    assert draw([ManifestFigure(text, text)], about)[:4] == b"\x89PNG"


def _foot(about):
    context, _ = _dressed(about)
    return BeautifulSoup(context["theme_extra_footer"], "html.parser")


def test_without_a_publisher_the_foot_says_so_and_the_trust_is_what_is_reported_on():
    said = _foot(HERE).get_text(" ")
    assert "A report on Synthetic Trust" in said
    assert "No publisher is named in the settings" in said
    assert "Published by" not in said


def test_the_foot_names_the_publisher_and_says_what_it_has_not_set():
    foot = _foot(Facts("2030-31-P04", "Synthetic Trust", publisher="A Council", contact="mailto:a@example.org"))
    assert foot.find("a", href="mailto:a@example.org").get_text() == "Contact"
    assert "Published by A Council." in foot.get_text(" ")
    assert "no accessibility statement is set" in foot.get_text(" ")


def _mast(about):
    return BeautifulSoup(masthead("The book", "front", about, "", Markup()), "html.parser")


def test_the_masthead_says_draft_until_an_edition_is_published_and_then_as_which_revision_and_when():
    first = Facts("2030-31-P04", "Synthetic Trust", revision=1, published_on="2030-10-01")
    said = [_mast(about).strong.get_text() for about in (HERE, first, REVISED)]
    assert said == ["Draft", "Published 1 October 2030", "Revision 2, published 2 October 2030"]


def test_a_draft_has_a_watermark_that_no_reader_aloud_meets_and_a_revision_has_none():
    assert _mast(HERE).find(class_="tb-watermark")["aria-hidden"] == "true"
    assert _mast(HERE).find(class_="tb-watermark").get_text() == ""
    assert _mast(REVISED).find(class_="tb-watermark") is None
    assert _mast(None).find(class_="tb-watermark") is None


def test_a_draft_asks_search_engines_to_leave_it_and_only_a_refused_return_says_that_it_is_refused():
    refused = Facts("2030-31-P04", "Synthetic Trust", draft=True)
    for about, left, banner in ((HERE, True, False), (refused, True, True), (REVISED, False, False)):
        context = {}
        mark_draft(context, about, "")
        assert ("noindex" in context.get("metatags", "")) == left
        assert ("not for publication" in context.get("trustbook_draft", "")) == banner


def test_the_notice_of_a_revision_is_on_its_front_page_alone_as_text():
    context = {"body": BODY}
    dress("front", context, REVISED, "Front", ANSWER, front=True)
    assert "<strong>Revision 2, published 2 October 2030.</strong> &lt;b&gt; &amp; so" in context["body"]
    assert "&amp; so" not in _dressed(REVISED)[0]["body"]


def test_a_page_of_a_revision_was_published_on_its_day_and_says_which_it_is_on_paper():
    context, head = _dressed(REVISED)
    assert _of(head, "property", "article:published_time") == "2030-10-02"
    assert "Period 4, July 2030. Revision 2, published 2 October 2030" in context["body"]
    assert "Period 4, July 2030. Draft" in _dressed(HERE)[0]["body"]


def test_the_card_says_whether_it_is_a_draft_or_which_revision():
    for about, said in ((HERE, "Draft"), (REVISED, "Revision 2, published 2 October 2030")):
        root = ElementTree.fromstring(drawing([], about))
        assert [each.text for each in root.iter("{http://www.w3.org/2000/svg}text")][-1] == said


def test_an_edition_says_which_meeting_it_is_for_and_whether_it_is_in_time(synthetic_workspace):
    workspace = synthetic_workspace()
    file = workspace.params / "2030-31-P04.yaml"
    meeting = {"body": "Cabinet <b>", "date": "2030-10-15", "item": 7, "background": ["made-up", "unknown"]}
    text = file.read_text(encoding="utf-8") if file.exists() else "period: 2030-31-P04\n"
    file.write_text(f"{text}\nmeeting: {json.dumps(meeting)}\n", encoding="utf-8")
    period = workspace.period("2030-31-P04")
    draft, late = facts(workspace, period), facts(workspace, period, Publication(1, "2030-10-14"))
    assert Facts(**json.loads(json.dumps(draft.as_values()))) == draft
    assert draft.for_meeting == "for Cabinet <b>, 15 October 2030, item 7"
    assert draft.meeting["timing"] == "It must be published by 7 October 2030, five clear days before the meeting."
    assert late.meeting["timing"] != draft.meeting["timing"]
    assert "clear days" in late.meeting["timing"]
    assert draft.meeting["background"][1] == "unknown"
    assert "for Cabinet &lt;b&gt;, 15 October 2030, item 7;" in _dressed(draft)[0]["theme_extra_footer"]
    assert facts(workspace, workspace.period("2030-31-P03")).for_meeting == ""


def test_the_picture_of_an_edition_shows_the_first_two_key_figures_in_their_order():
    figures = [ManifestFigure(name, amount) for name, amount in (("One", "£1m"), ("Two", "£2m"), ("Three", "£3m"))]
    shown = drawing(figures, HERE)
    assert 0 < shown.index("£1m") < shown.index("£2m")
    assert "£3m" not in shown
    assert "Three" not in shown
