import pytest
from markdown_it import MarkdownIt
from markdown_it.common.utils import escapeHtml

from trustbook.core.markup import Markup, Prose, Templates, escape, in_markdown, joined, link, plain, raw_block, strong

BAD = "<script>x</script> & \"quoted\" 'too'"


def test_emphasis_escapes_the_text_that_it_is_given():
    assert strong(BAD) == f"<strong>{escape(BAD)}</strong>"


def test_text_that_is_added_to_prose_is_escaped_on_either_side():
    assert BAD + strong("a") + BAD == f"{escape(BAD)}<strong>a</strong>{escape(BAD)}"


def test_a_link_escapes_its_words_and_its_address():
    assert link("<b>", 'page.html" onclick="x') == '<a href="page.html&#34; onclick=&#34;x">&lt;b&gt;</a>'


def test_prose_cannot_be_put_into_an_f_string_by_mistake():
    with pytest.raises(TypeError, match="f-string"):
        f"{strong('a')} and more"
    with pytest.raises(TypeError, match="f-string"):
        f"{strong('a') + ' and more'}"


def test_pieces_are_joined_with_what_is_text_escaped():
    assert joined(["<i>", strong("a")], " & ") == "&lt;i&gt; &amp; <strong>a</strong>"
    assert isinstance(joined([]), Prose)


def test_the_plain_text_of_prose_is_what_a_reader_sees():
    assert plain(strong(BAD) + " after") == f"{BAD} after"
    assert plain("**stays** <as> it is") == "**stays** <as> it is"


@pytest.mark.parametrize(
    "text",
    [
        BAD,
        "**bold** _under_ `code` [words](javascript:x) ![p](q)",
        "# heading",
        "{raw}`x` $a$ {{ b }} %c",
        "- item",
        "1. item",
        "| a | b |",
        "&lt;b&gt;",
        "a\\b",
        "```{raw} html",
        "line\n\nnext",
    ],
)
def test_escaped_for_markdown_any_text_is_shown_as_it_stands(text):
    html = MarkdownIt().render(in_markdown(text))
    assert html == f"<p>{escapeHtml(' '.join(text.split()))}</p>\n"


def test_a_template_escapes_what_it_is_filled_with_and_leaves_markup_alone(tmp_path):
    (tmp_path / "a.html").write_text("<p>{{ text }}{{ prose }}</p>", encoding="utf-8")
    made = Templates(tmp_path).render("a.html", text=BAD, prose=strong("b"))
    assert made == f"<p>{escape(BAD)}<strong>b</strong></p>"


def test_a_block_of_html_in_a_page_of_markdown_ends_where_it_should_whatever_stands_in_it():
    html = Markup("<p>a\n\n{} [words](javascript:x)\n````\n# heading</p>").format("```")
    (block,) = MarkdownIt().parse(raw_block(html))
    assert (block.type, block.info, block.content) == ("fence", "{raw} html", f"{html}\n")
